"""What is searched: entries with their words, names and facets.

An entry is what a reader can be led to: an agenda item, a person, a term, a source, or another page.
Nothing here knows Sphinx.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from minutes import dates
from minutes.graph import Graph
from minutes.model import Person, Term

#: Kinds of entries. Those without a date come first.
DATED, UNDATED = ("item", "source"), ("page", "person", "term")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")


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
    id: str = ""  #: of the person or term whose page it is
    mentions: int = 0  #: of that person or term, in the archive

    @property
    def url(self) -> str:
        """Where it is, relative to the site's root; no two entries have the same."""
        return f"{self.address}#{self.anchor}" if self.anchor else self.address


_ENTRY, _BLOCK = ([each.name for each in fields(kind)] for kind in (Entry, Block))
_entry, _block = attrgetter(*_ENTRY), attrgetter(*_BLOCK)


def years(date: str) -> tuple[int, int] | None:
    """The first and last year that an EDTF date covers; of an open interval, the year that is known.

    >>> years("2001-12-31/2003-01-01"), years("../2004~"), years("")
    ((2001, 2003), (2004, 2004), None)
    """
    edges = dates.bounds(date) if date else ()
    known = [int(edge[:4]) for edge in edges if edge[:4] not in ("0001", "9999")]
    return (known[0], known[-1]) if known else None


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, punctuation and the ending of a possessive.

    The script of the search page makes the same of a question.

    >>> words("Iain McNicol’s GMB-led café")
    ('iain', 'mcnicol', 'gmb', 'led', 'cafe')
    """
    text = _POSSESSIVE.sub("", text)
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    return tuple(_WORD.findall(text.lower()))


def called(entry: Entry) -> Iterator[str]:
    """What an entry is called, for a question that says just that, words joined; of a person, each name alone too."""
    if entry.kind in ("person", "term"):
        for name in (entry.title, *entry.also):
            found = words(name)
            yield "-".join(found)
            if entry.kind == "person":
                yield from found


def dump(entries: Iterable[Entry]) -> str:
    """Entries as a line of text, to be kept between builds."""
    plain = [
        dict(zip(_ENTRY, _entry(each), strict=True))
        | {"blocks": [dict(zip(_BLOCK, _block(block), strict=True)) for block in each.blocks]}
        for each in entries
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes) -> list[Entry]:
    """The entries that `dump` wrote."""

    def entry(found: dict[str, Any]) -> Entry:
        lists = {key: tuple(found[key]) for key in ("also", "people", "topics")}
        return Entry(**found | lists | {"blocks": tuple(Block(**block) for block in found["blocks"])})

    return [entry(each) for each in json.loads(text)]


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
