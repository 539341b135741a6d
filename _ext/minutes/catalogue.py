"""What was gathered for the search, page by page, as far as it says how the index is cut, and which part changed.

The index is cut into parts between *units*: what a page has of one date. Where it is cut hangs on the units near by
alone: one that is added or goes changes the part it is in, and seldom its neighbours. A part is what is made anew if
one of its entries changes; several stand on a shelf, and are fetched together. Both are called after what is in them,
so that one that is there under its name is as it should be. Nothing here knows Sphinx.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from minutes import dates, names, searching
from minutes.searching import UNDATED, Entry

#: So many names are in one file at most, if they do not all begin alike.
NAMES = 400


class Unit(NamedTuple):
    """What a page has of one date; pages, people and terms have none."""

    docname: str
    rank: int  #: of its kind among those without a date; after them what may have one
    title: str  #: by which it stands among others of its rank
    date: str  #: EDTF
    entries: int  #: how many it has
    start: int  #: of its line in the file with the page's entries (bytes)
    length: int  #: of the same (bytes)
    digest: str


class Page(NamedTuple):
    """What is known of a page's entries without reading them."""

    time: int  #: of the file with its entries (ns)
    size: int  #: of the same (bytes)
    units: list[Unit]
    names: list[list[Any]]  #: kind, name, id, address, mentions and other names of the person or term whose it is


#: By docname.
Catalogue = dict[str, Page]


def read(path: Path, maker: str) -> Catalogue:
    """The catalogue in a file, if there is one that this *maker* wrote."""
    try:
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        found = json.loads(rest) if first == maker else {}
    except (OSError, ValueError):
        return {}
    return {
        docname: Page(time, size, [Unit(docname, *each) for each in units], known)
        for docname, (time, size, units, known) in found.items()
    }


def write(path: Path, maker: str, found: Catalogue) -> None:
    """Keep a catalogue."""
    rows = {
        docname: [page.time, page.size, [unit[1:] for unit in page.units], page.names]
        for docname, page in found.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{maker}\n{json.dumps(rows, ensure_ascii=False, separators=(',', ':'))}", encoding="utf-8")


def updated(before: Catalogue, staged: Mapping[str, Path], changed: Collection[str] | None = None) -> Catalogue:
    """The catalogue of all pages, by docname, whose entries are in files; those that are as before are not read.

    Of *changed* alone the files are looked at, if it is given, and of pages that are new.
    """
    now: Catalogue = {}
    for docname, path in staged.items():
        known = before.get(docname)
        if known is None or changed is None or docname in changed:
            seen = path.stat()
            if known is None or (known.time, known.size) != (seen.st_mtime_ns, seen.st_size):
                known = _page(docname, path, seen.st_mtime_ns, seen.st_size)
        now[docname] = known
    return now


def _rank(entry: Entry) -> int:
    return UNDATED.index(entry.kind) if entry.kind in UNDATED else len(UNDATED)


def _unit(entry: Entry) -> tuple[int, str, str]:
    """The unit of its page in which an entry is."""
    rank = _rank(entry)
    return rank, "" if rank == len(UNDATED) else names.key(entry.title), entry.date


def text(entries: Iterable[Entry]) -> str:
    """The entries of a page as they are kept between builds: a line for each unit."""
    return "".join(f"{searching.dump(unit)}\n" for _, unit in groupby(sorted(entries, key=_unit), key=_unit))


def entries(path: Path) -> list[Entry]:
    """The entries of a page, from the file in which they are kept."""
    return [entry for line in path.read_bytes().splitlines() for entry in searching.load(line)]


def _page(docname: str, path: Path, time: int, size: int) -> Page:
    units, known, start = [], [], 0
    for line in path.read_bytes().splitlines(keepends=True):
        held = searching.load(line)
        digest = hashlib.sha256(line).hexdigest()[:20]
        units.append(Unit(docname, *_unit(held[0]), len(held), start, len(line), digest))
        known += [
            [each.kind, each.title, each.id, each.address, each.mentions, list(each.also)] for each in held if each.id
        ]
        start += len(line)
    return Page(time, size, units, known)


def ordered(found: Catalogue) -> tuple[list[Unit], list[Unit]]:
    """The units without a date by kind and name, and the others, the latest first."""
    units = sorted((unit for page in found.values() for unit in page.units), key=lambda unit: unit.docname)
    undated = sorted((each for each in units if each.rank < len(UNDATED)), key=attrgetter("rank", "title"))
    dated = [each for each in units if each.rank == len(UNDATED)]
    dated.sort(key=lambda each: dates.bounds(each.date) if each.date else ("", ""), reverse=True)
    return undated, dated


def _chance(unit: Unit) -> bytes:
    """What decides whether it is cut before a unit: it changes with no word of it."""
    return hashlib.sha256(f"{unit.docname}\0{unit.date}".encode()).digest()[:8]


def cut(units: Sequence[Unit], size: int) -> Iterator[Sequence[Unit]]:
    """Units in runs of at most *size* entries, but for a unit that has more.

    Where there are too many, it is cut before the one with the least chance, and again on both sides; so that cuts
    for a larger size are also some for a smaller.
    """
    chances = [_chance(each) for each in units]
    upto = [0]
    for each in units:
        upto.append(upto[-1] + each.entries)
    left = [(0, len(units))] if units else []
    while left:
        start, end = left.pop()
        if upto[end] - upto[start] <= size or end - start == 1:
            yield units[start:end]
        else:
            here = min(range(start + 1, end), key=chances.__getitem__)
            left += [(here, end), (start, here)]


def name(digests: Iterable[str]) -> str:
    """What is called after the digests of its units, or the names of its parts, in their order."""
    return hashlib.sha256("".join(digests).encode()).hexdigest()[:12]


def whole(staged: Mapping[str, Path], part: Iterable[Unit]) -> list[Entry]:
    """The entries of a part with their words; nothing else is read."""
    found = []
    for unit in part:
        with staged[unit.docname].open("rb") as file:
            file.seek(unit.start)
            found += searching.load(file.read(unit.length))
    return found


def years(units: Iterable[Unit]) -> list[tuple[int, int]]:
    """The years, the latest first, and how many entries each has."""
    counts: Counter[int] = Counter()
    for unit in units:
        if covered := searching.years(unit.date):
            for year in range(covered[0], covered[1] + 1):
                counts[year] += unit.entries
    return sorted(counts.items(), reverse=True)


def span(units: Iterable[Unit]) -> tuple[int, int]:
    """The first and last year of some units; zeros if they have none."""
    covered = [each for unit in units if (each := searching.years(unit.date))]
    return (min(first for first, _ in covered), max(last for _, last in covered)) if covered else (0, 0)


def shelved(found: Catalogue, most: int = NAMES) -> list[tuple[str, dict[str, list[list[Any]]]]]:
    """Everybody and everything with a page, to choose from and to guess from: by the first letters of each word.

    Each is [name, id, address, number of mentions, other names], by kind. There are as few letters as keep the files
    small: none, if there are few names.
    """
    rows = sorted((row for page in found.values() for row in page.names), key=lambda row: (row[0], -row[4], row[1:]))
    words = [sorted({word for form in (row[1], *row[5]) for word in searching.words(form)} or {""}) for row in rows]

    def shelves(start: str, numbers: list[int]) -> Iterator[tuple[str, list[int]]]:
        deeper: dict[str, list[int]] = {}
        if len(numbers) > most:
            for number in numbers:
                own = (word for word in words[number] if word.startswith(start))
                for each in dict.fromkeys(word[: len(start) + 1] for word in own):
                    deeper.setdefault(each, []).append(number)
        if len(numbers) <= most or set(deeper) <= {start}:
            yield start, numbers
        else:
            for each, those in sorted(deeper.items()):
                yield from shelves(each, those) if each != start else [(start, those)]

    made = shelves("", list(range(len(rows))))
    return [
        (start, {kind: [rows[n][1:] for n in those if rows[n][0] == kind] for kind in ("person", "term")})
        for start, those in made
    ]
