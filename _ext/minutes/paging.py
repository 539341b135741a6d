"""A list that is too long for a page, in parts: the first stays on its page, each other has a page of its own.

So no page grows with the archive. A list is cut between its own entries; a heading that is cut through stands above
both halves. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from minutes.content import (
    Block,
    Blocks,
    Bullets,
    Entries,
    Folded,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Rubric,
    Table,
    Words,
)
from minutes.graph import Graph, Object


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a list."""

    title: str  #: what it starts and ends with
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry of a list; without an entry the block as a whole."""

    heading: Rubric | None
    block: Block
    entry: Any
    weight: int


def weight(found: Block) -> int:
    """How long something is: the number of its paragraphs and rows."""
    match found:
        case Bullets() | Entries() | Table():
            return sum(_weight(found, each) for each in _entries(found))
        case Folded():
            return sum(map(weight, found.blocks))
        case _:
            return 1


def split(found: Blocks, size: int) -> list[Part]:
    """The parts of a list, of about *size* paragraphs or rows each; a single one if it is not longer than that."""
    if sum(map(weight, found)) <= size:
        return [Part("", found)]
    parts: list[list[_Piece]] = [[]]
    room = size
    for piece in _pieces(found):
        if parts[-1] and piece.weight > room:
            parts.append([])
            room = size
        room -= piece.weight
        parts[-1].append(piece)
    return [Part(_title(part), list(_joined(part))) for part in parts]


def page(docname: str, view: str, argument: str, number: int) -> str:
    """The name of the page that holds a part of a list of the page *docname*; the first part it holds itself.

    >>> page("people/ann-ash", "mentions", "meetings", 2)
    'people/ann-ash/mentions-meetings-2'
    """
    return f"{docname}/{'-'.join(filter(None, (view, argument, str(number))))}" if number > 1 else docname


def page_of_record(graph: Graph, kind: str, docname: str, anchor: str, size: int) -> str | None:
    """The page of a register that holds the row of a page's record, by the row's id; None without a register."""
    register = graph.registers.get(kind)
    first, number = graph.once(_rows).get(kind, ({}, 0))
    if register is None or number <= size:
        return register
    filed = (each for each in graph.filed.get(docname, ()) if each.record.kind == kind)
    at = next((at for at, each in enumerate(filed) if row_id(each.object.id) == anchor), 0)
    return page(register, "register", kind, (first.get(docname, 0) + at) // size + 1)


def row_id(record: str) -> str:
    """The id of a record's row in its register.

    >>> row_id("2011-11-01#new-lamps")
    '2011-11-01-new-lamps'
    """
    return record.replace("#", "-")


def _rows(graph: Graph) -> dict[str, tuple[dict[str, int], int]]:
    """Of each kind of record: which row is a page's first, and how many there are; the heads of the pages tell."""
    found: dict[str, tuple[dict[str, int], int]] = {}
    for docname in sorted(graph.heads, key=graph.when):
        page = graph.page(docname)
        for kind, count in graph.heads[docname].records if page and page.type == "meeting" else ():
            first, number = found.get(kind, ({}, 0))
            first[docname] = number
            found[kind] = (first, number + count)
    return found


def stretch(found: Blocks, start: int, size: int) -> Part:
    """Some entries of a list whose entries weigh the same, from one of them on: a part, as `split` would cut it."""
    part = list(_pieces(found))[start : start + size]
    return Part(_title(part), list(_joined(part)))


#: So many parts are listed openly.
OPEN = 12


def contents(names: Sequence[str], title: Callable[[int], str], here: int) -> Blocks:
    """What leads from a part, by its index, to the others: from the first to all, from others back and on.

    *names* are those of their pages; *title* gives that of a part.
    """

    def to(index: int, text: str = "") -> Link:
        name = names[index]
        return Link(Object("page", name, name, "", text or title(index)))

    if len(names) < 2:
        return []
    if here == 0:
        items: list[Blocks] = [
            [Paragraph([to(index) if index else Words(title(index))])] for index in range(len(names))
        ]
        lead = Paragraph([f"In {len(names)} parts, of which this page has the first:"], ("lead",))
        rest: Blocks = (
            [Folded(f"{len(names) - OPEN} more", [Bullets(items[OPEN:], ("parts",))])] if items[OPEN:] else []
        )
        return [lead, Bullets(items[:OPEN], ("parts",)), *rest]
    words: Inlines = ["Before: ", to(here - 1), f" · Part {here + 1} of {len(names)} · ", to(0, "All parts")]
    if here + 1 < len(names):
        words += [" · After: ", to(here + 1)]
    return [Paragraph(words, ("lead",))]


def _entries(found: Block) -> Sequence[Any]:
    match found:
        case Bullets() | Entries():
            return found.items
        case Table():
            return found.lines
        case _:
            return ()


def _weight(found: Block, entry: Any) -> int:
    match found:
        case Bullets():
            return sum(map(weight, entry))
        case Entries():
            return 1 + sum(map(weight, entry[1]))
        case _:
            return 1


def _pieces(found: Blocks) -> Iterator[_Piece]:
    heading: Rubric | None = None
    for block in _unfolded(found):
        if isinstance(block, Rubric):
            heading = block
        elif entries := _entries(block):
            yield from (_Piece(heading, block, each, _weight(block, each)) for each in entries)
        else:
            yield _Piece(heading, block, None, weight(block))


def _unfolded(found: Blocks) -> Iterator[Block]:
    """What was folded since it is long, under a heading of its own."""
    for each in found:
        if isinstance(each, Folded):
            yield Rubric(each.summary)
            yield from each.blocks
        else:
            yield each


def _joined(part: Sequence[_Piece]) -> Iterator[Block]:
    """The pieces of one list as one list again, under its heading."""
    heading: Rubric | None = None
    for _, group in groupby(part, key=lambda each: (id(each.heading), id(each.block))):
        pieces = list(group)
        first = pieces[0]
        if first.heading is not heading and first.heading is not None:
            yield first.heading
        heading, entries = first.heading, [each.entry for each in pieces]
        match first.block:
            case Bullets():
                yield replace(first.block, items=entries)
            case Entries():
                yield replace(first.block, items=entries)
            case Table():
                yield replace(first.block, lines=entries)
            case _:
                yield from (each.block for each in pieces)


def _title(part: Sequence[_Piece]) -> str:
    """What the first and the last entry of a part are called."""
    ends = list(dict.fromkeys(filter(None, (_name(part[0]), _name(part[-1])))))
    return " – ".join(ends)


def _name(piece: _Piece) -> str:
    match piece.block:
        case Bullets():
            first = piece.entry[0]
            words: Sequence[Inline] = first.children if isinstance(first, Paragraph) else ()
        case Entries():
            words = piece.entry[0]
        case Table():
            words = piece.entry.cells[0]
        case _:
            words = ()
    link = next((each for each in words if isinstance(each, Link)), None)
    return (link.text or link.to.label) if link else ""
