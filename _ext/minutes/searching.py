"""What is searched: entries with their words, names and facets, and how an index is told of them.

An entry is what a reader can be led to: an agenda item, a person, a term, a source, or another page.
Its facets (kind, years, people and topics) are words of the index like any other: only those that a reader
asks for are fetched, however many people and topics there are. Nothing here knows Sphinx.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from minutes import dates, names
from minutes.graph import Graph
from minutes.model import Person, Term

#: Kinds of entries. Those without a date are few, and stand in the first part of a large index.
DATED, UNDATED = ("item", "source"), ("page", "person", "term")
#: How much the words of an editorial note count beside those of the account.
NOTE_WEIGHT = 0.5
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and the nearest id at or before it; '' is the top of its page."""

    anchor: str
    text: str
    editorial: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found. People and topics are ids of their pages."""

    kind: str
    address: str  #: of its page, relative to the site's root
    anchor: str
    title: str
    blocks: tuple[Block, ...]
    date: str = ""  #: EDTF
    also: tuple[str, ...] = ()  #: other names
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it is, relative to the site's root; no two entries have the same."""
        return f"{self.address}#{self.anchor}" if self.anchor else self.address

    @property
    def years(self) -> tuple[str, ...]:
        """The years that its date covers; of an open interval, the year that is known."""
        edges = dates.bounds(self.date) if self.date else ()
        known = [int(edge[:4]) for edge in edges if edge[:4] not in ("0001", "9999")]
        return tuple(str(year) for year in range(known[0], known[-1] + 1)) if known else ()


def facet_word(facet: str, value: str) -> str:
    """The word that stands in the index for a value of a facet: no start of another one, and nobody's word.

    >>> facet_word("person", "tom-watson"), facet_word("year", "2011")
    ('zptom01watson02', 'zy2001102')
    """
    return f"z{facet[0]}{value.replace('0', '00').replace('-', '01')}02"


def plain(name: str) -> str:
    """A name without case, accents and punctuation, its words joined; as the search page makes it of a query.

    >>> plain("Iain McNicol’s"), plain("GMB")
    ('iain-mcnicol-s', 'gmb')
    """
    letters = (each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each))
    return "-".join(_WORD.findall("".join(letters).lower()))


def _own_names(entry: Entry) -> Iterator[str]:
    """What an entry is called, for a query that says just that; of a person, each name alone too."""
    if entry.kind in ("person", "term"):
        for name in map(plain, (entry.title, *entry.also)):
            yield name
            if entry.kind == "person":
                yield from name.split("-")


def facet_words(entry: Entry) -> Iterator[str]:
    """All facets of an entry as words, each once."""
    yield facet_word("kind", entry.kind)
    facets = (("year", entry.years), ("person", entry.people), ("topic", entry.topics), ("name", _own_names(entry)))
    for facet, values in facets:
        yield from (facet_word(facet, value) for value in dict.fromkeys(values))


def markup(entry: Entry) -> str:
    """An entry as the HTML that Pagefind reads. A block's id is the address of its words."""
    fields = {
        "title": entry.title,
        "also": "; ".join(entry.also),
        "date": dates.words(entry.date) if entry.date else "",
        "facets": " ".join(facet_words(entry)),
    }
    sort = dates.bounds(entry.date)[0] if entry.date else "0"  # entries without one would else not be sorted at all
    made = [f'<i data-pagefind-meta="{key}:{escape(value)}"></i>' for key, value in fields.items() if value]
    made.append(f'<i data-pagefind-sort="date:{sort}"></i>')
    anchor = ""
    for block in entry.blocks or (Block("", entry.title),):  # without a word of its own it would be left out
        name = f' id="{escape(block.anchor)}"' if block.anchor not in ("", anchor) else ""
        weight = f' data-pagefind-weight="{NOTE_WEIGHT}"' if block.editorial else ""
        made.append(f"<p{name}{weight}>{escape(block.text)}</p>")
        anchor = block.anchor
    return f'<html lang="en"><body data-pagefind-body>{"".join(made)}</body></html>'


def dump(entries: Iterable[Entry]) -> str:
    """Entries as text, to be kept between builds."""
    return json.dumps([asdict(each) for each in entries], ensure_ascii=False, indent=0)


def load(text: str) -> list[Entry]:
    """The entries that `dump` wrote."""

    def entry(found: dict[str, Any]) -> Entry:
        lists = {key: tuple(found[key]) for key in ("also", "people", "topics")}
        return Entry(**found | lists | {"blocks": tuple(Block(**block) for block in found["blocks"])})

    return [entry(each) for each in json.loads(text)]


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """Entries in the order of the index: what has no date by kind and name, then what has one, the latest first.

    Within a meeting the order of its page is kept.
    """
    known = list(entries)
    undated = sorted(
        (each for each in known if each.kind in UNDATED),
        key=lambda each: (UNDATED.index(each.kind), names.key(each.title), each.url),
    )
    dated = sorted((each for each in known if each.kind in DATED), key=lambda each: each.address)
    dated.sort(key=lambda each: dates.bounds(each.date) if each.date else ("", ""), reverse=True)
    return undated + dated


def parts(entries: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    """The index in parts of at most *size* entries; there is always a first one."""
    return [entries[start : start + size] for start in range(0, len(entries), size)] or [entries]


def contents(found: Sequence[Sequence[Entry]]) -> dict[str, Any]:
    """What the search must know before it starts: the years of each part, and how many entries a year has."""
    by_year: Counter[str] = Counter(year for part in found for entry in part for year in entry.years)
    return {
        "parts": [sorted({year for entry in part for year in entry.years}) for part in found],
        "years": sorted(by_year.items(), reverse=True),
    }


def known_names(graph: Graph, address: Callable[[str], str]) -> dict[str, list[list[Any]]]:
    """Everybody and everything with a page, to choose from and to guess from, by type.

    Each is [name, id, address, number of mentions, other names]; *address* gives that of a docname.
    """
    return {
        kind: [
            [
                each.label,
                each.id,
                address(each.docname),
                len(graph.incoming.get(each.id, ())),
                other_names(graph, each.docname),
            ]
            for each in graph.of_type(kind)
        ]
        for kind in ("person", "term")
    }


def other_names(graph: Graph, docname: str) -> list[str]:
    """Variants of a person's name; a term's expansion and other labels."""
    match graph.ledgers[docname].entry:
        case Person() as person:
            return [each.name for each in person.variants]
        case Term() as term:
            return [*filter(None, [term.expansion]), *term.alt_labels]
    return []


def mentioned(
    graph: Graph, docname: str, items: frozenset[str] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people and the terms that a page names; with *items*, that it names under these headings."""
    found = [
        each.target
        for each in graph.outgoing.get(docname, ())
        if each.target.type in ("person", "term") and (items is None or each.mention.place.item in items)
    ]
    people, topics = ({each.id for each in found if each.type == kind} for kind in ("person", "term"))
    return tuple(sorted(people)), tuple(sorted(topics))
