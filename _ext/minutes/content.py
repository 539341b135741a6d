"""What a generated list is made of: a small tree of words, links and lists.

`minutes.render` builds it of a view; `minutes.as_html` writes it into a page of the site, and `minutes.as_nodes`
makes docutils nodes of it for the builders of everything else. Nothing here knows Sphinx or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from minutes.drawing import Drawing
from minutes.graph import Object

# Thousands are made for a page: not frozen, which would make each of them three times as slow.


@dataclass(slots=True)
class Words:
    """Words that are set apart."""

    text: str
    classes: tuple[str, ...] = ()
    kind: Literal["plain", "emphasis", "strong"] = "plain"


@dataclass(slots=True)
class Link:
    """A link; without a text of its own it shows its object's label."""

    to: Object
    text: str = ""
    classes: tuple[str, ...] = ()  #: of its words


@dataclass(slots=True)
class Citation:
    """The label of a source in brackets, which leads to its entry in the bibliography."""

    key: str


@dataclass(slots=True)
class Label:
    """What a cell of a table is, in a card on a phone; elsewhere the head of its column says it."""

    text: str


#: Within a paragraph.
Inline = str | Words | Link | Citation | Label
Inlines = list[Inline]


@dataclass(slots=True)
class Paragraph:
    """A paragraph."""

    children: Sequence[Inline]
    classes: tuple[str, ...] = ()


@dataclass(slots=True)
class Rubric:
    """A heading that no table of contents names."""

    text: str


@dataclass(slots=True)
class Bullets:
    """A list."""

    items: Sequence[Blocks]
    classes: tuple[str, ...] = ()


@dataclass(slots=True)
class Entries:
    """A list of heads, and what stands under each."""

    items: Sequence[tuple[Inlines, Blocks]]
    classes: tuple[str, ...] = ()


@dataclass(slots=True)
class Facts:
    """Labels, and what stands beside each."""

    rows: Sequence[tuple[str, Inlines]]


@dataclass(slots=True)
class Line:
    """A row of a table; its id may be linked to."""

    cells: Sequence[Inlines]
    anchor: str = ""


@dataclass(slots=True)
class Table:
    """A table with one row of heads. On a phone each of the others is a card."""

    heads: Sequence[str]
    lines: Sequence[Line]
    widths: Sequence[int]  #: of its columns in a book, as shares
    classes: tuple[str, ...] = ()
    plain: int = 2  #: so many of its columns need no label on a phone


@dataclass(slots=True)
class Folded:
    """Something long that a reader of the site opens."""

    summary: str
    blocks: Blocks


@dataclass(slots=True)
class Picture:
    """A drawing and the objects that it leads to."""

    drawing: Drawing


@dataclass(slots=True)
class Choice:
    """Boxes that light up the records of some kinds; only a page of the site has them."""

    legend: str
    boxes: Sequence[tuple[str, str, int]] = field(default_factory=tuple)  #: value, name, number


Block = Paragraph | Rubric | Bullets | Entries | Facts | Table | Folded | Picture | Choice
Blocks = list[Block]


def joined(parts: Iterable[Sequence[Inline]], separator: str) -> Inlines:
    """Inline parts with words between them.

    >>> joined([["a"], ["b", "c"]], ", ")
    ['a', ', ', 'b', 'c']
    """
    found: Inlines = []
    for part in parts:
        if found:
            found.append(separator)
        found += part
    return found


def is_simple(found: Block) -> bool:
    """Whether a list has one paragraph, or one such list, to an item: then docutils calls it so, for the style sheet."""
    if isinstance(found, Bullets):
        held: Iterable[Blocks] = found.items
    elif isinstance(found, Entries):
        held = (blocks for _, blocks in found.items)
    else:
        return isinstance(found, (Paragraph, Facts))
    return all(len(blocks) <= 1 and all(map(is_simple, blocks)) for blocks in held)
