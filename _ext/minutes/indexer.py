"""The index of what is searched: which word is where, in files of which a question needs few.

The script of the search page reads them; `_static/js/words.js` and this module say the same of their form. A file has
a section for each part of the index that stands on the same shelf, with a form feed between them. A section begins
with a line of the name of the part and of runs, ``kind first-year last-year count``, that say what its entries are, by
their number. Each further line is a word, a tab, and where it is: for each entry, how much further it is than the one
before (base 36, nothing for 1), how much the word counts there (a letter, Z the most), and its places among the words
of the entry, each told by its distance from the one before (base 36, a dot between them).

The words of an entry are those of its blocks, counted as spaces divide them. After a gap of one follow its title, each
other name and its date, with a gap of one between them, so that no phrase reaches from one into the next.

Nothing here knows Sphinx.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from minutes import dates, searching
from minutes.searching import Block, Entry

#: First words of the files of a shelf. English words fall in them about evenly; words with a common stem, together.
CUTS = tuple(
    " a an as b be bo c ch co cr d de di e f fi fl g h ha he i in it j l le m me mo n no o of on p pe pr q re ro s se"
    " si st t th the ti to u w wa we wh wi y".split(" ")
)
#: Ids of what an entry names; either has a file of its own.
FACETS = ("people", "topics")
#: All files of a shelf.
FILES = (*(f"{n}.txt" for n in range(len(CUTS))), *(f"{each}.txt" for each in FACETS))
#: Between the sections of a file.
BREAK = "\f"
#: Entries whose words, to be shown, are in one file.
TOGETHER = 4
#: How much words of an editorial note, and those of a date, count beside those of the account.
NOTE, DATE = 0.5, 0.2
#: How much a word in the title or another name adds to it; and of how many words an entry of usual length is.
TITLE, USUAL = 3.0, 100
#: How soon more of the same word adds little, and how much a longer entry is to have (Okapi BM25).
_SOON, _LONGER = 1.2, 0.5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def file_of(word: str) -> int:
    """The number of the file in which a word is."""
    return bisect_right(CUTS, word) - 1


@cache
def short(number: int) -> str:
    """A number with 36 digits.

    >>> short(0), short(35), short(36)
    ('0', 'z', '10')
    """
    made = _DIGITS[number % 36]
    while number := number // 36:
        made = _DIGITS[number % 36] + made
    return made


def _blocks(entry: Entry) -> Sequence[Block]:
    return entry.blocks or (Block("", entry.title),)  # without a word of its own nothing could be shown of it


def places(entry: Entry) -> dict[str, str]:
    """Of each word of an entry, how much it counts there, and its places: as they stand in a file."""
    counts: defaultdict[str, float] = defaultdict(float)
    names: dict[str, float] = {}
    steps: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    place = 0

    def read(text: str) -> Iterator[str]:
        nonlocal place
        for token in text.split():
            for word in searching.words(token):
                if word in last:
                    steps[word].append(short(place - last[word]))
                else:
                    steps[word] = [short(place)]
                last[word] = place
                yield word
            place += 1

    for block in _blocks(entry):
        much = NOTE if block.editorial else 1
        for word in read(block.text):
            counts[word] += much
    length = place
    for name in (entry.title, *entry.also):
        place += 1
        much = TITLE / max(1, len(name.split())) ** 0.5
        for word in read(name):
            names[word] = max(names.get(word, 0), much)
    place += 1
    for word in read(dates.words(entry.date) if entry.date else ""):
        counts[word] += DATE
    little = _SOON * (1 - _LONGER + _LONGER * length / USUAL)
    return {
        word: _letter(names.get(word, 0) + counts[word] * (_SOON + 1) / (counts[word] + little)) + ".".join(at)
        for word, at in steps.items()
    }


def _letter(weight: float) -> str:
    return chr(65 + min(25, round(weight * 5)))


def _line(word: str, found: Iterable[tuple[int, str]]) -> str:
    """A word and where it is."""
    told, last = [], -1
    for number, at in found:
        step, last = number - last, number
        told.append(short(step) + at if step > 1 else at)
    return f"{word}\t{' '.join(told)}\n"


def head(entries: Iterable[Entry]) -> str:
    """What the entries of a part are, by their number."""
    keys = ((each.kind, *(searching.years(each.date) or (0, 0))) for each in entries)
    return ";".join(f"{kind} {first} {last} {len(list(run))}" for (kind, first, last), run in groupby(keys)) + "\n"


def fragment(entry: Entry) -> str:
    """What is shown of an entry: its words, and the ids at which to find them, each with the place where it begins."""
    anchors, anchor, content = [], "", list[str]()
    for block in _blocks(entry):
        if block.anchor not in ("", anchor):
            anchors.append((block.anchor, len(content)))
        anchor = block.anchor
        content += block.text.split()
    date = dates.words(entry.date) if entry.date else ""
    told = {"title": entry.title, "url": entry.url, "date": date, "also": entry.also, "anchors": anchors}
    return json.dumps(told | {"text": " ".join(content)}, ensure_ascii=False, separators=(",", ":"))


def sections(entries: Sequence[Entry]) -> list[str]:
    """What a part has in each of the `FILES` of its shelf, without its name."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    facets: dict[str, defaultdict[str, list[tuple[int, str]]]] = {each: defaultdict(list) for each in FACETS}
    for number, entry in enumerate(entries):
        for word, at in places(entry).items():
            found[word].append((number, at))
        for name in dict.fromkeys(filter(None, searching.called(entry))):
            found[f"={name}"].append((number, "A"))
        for facet, ids in zip(FACETS, (entry.people, entry.topics), strict=True):
            for each in dict.fromkeys(ids):
                facets[facet][each].append((number, "A"))
    start = head(entries)
    lines = [[start] for _ in CUTS]
    for word in sorted(found):
        lines[file_of(word.removeprefix("="))].append(_line(word, found[word]))
    lines += [[start, *(_line(each, table[each]) for each in sorted(table))] for table in facets.values()]
    return ["".join(each) for each in lines]


def together(parts: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """The (name, text) of each file of a shelf, of the names of its parts and their sections."""
    named = [[f"{name};{text}" for text in texts] for name, texts in parts]
    for name, texts in zip(FILES, zip(*named, strict=True), strict=True):
        yield name, BREAK.join(texts)


def fragments(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """The (name, text) of each file with what is shown of the entries of a part."""
    for n in range(0, len(entries), TOGETHER):
        told = ",\n".join(map(fragment, entries[n : n + TOGETHER]))
        yield f"{n // TOGETHER}.json", f"[{told}]"
