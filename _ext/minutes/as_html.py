"""Generated lists as HTML, straight: just what Sphinx would write of their nodes, and twenty times as quick.

Most of the site is such lists. As nodes, each of their links would be made, resolved, copied and walked over by
every transform there is; a test holds the two ways to the same bytes. Nothing here knows Sphinx.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from minutes.content import (
    Block,
    Bullets,
    Choice,
    Citation,
    Entries,
    Facts,
    Folded,
    Inline,
    Label,
    Line,
    Link,
    Paragraph,
    Picture,
    Rubric,
    Table,
    Words,
    is_simple,
)
from minutes.drawing import Drawing

#: The address of an anchor of a page, as links of the page at hand have it.
Address = Callable[[str, str], str]
#: The citation of a source, by its key, as HTML of the page at hand.
Cited = Callable[[str], str]

# As docutils has them; the sign of mail addresses keeps off those who harvest them.
_SPECIAL = re.compile('[&<>"@]')
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "@": "&#64;"}
_SPACE = re.compile("[\n\r\t\v\f]")
_PLACE = re.compile(r'href="@(\d+)@"')
_TAGS = {"plain": "span", "emphasis": "em", "strong": "strong"}
#: What leads to the page itself.
HERE = "#"


def encode(text: str) -> str:
    """A text, with references for the characters that mean something.

    >>> encode('"R & D"')
    '&quot;R &amp; D&quot;'
    """
    return _SPECIAL.sub(lambda match: _REFERENCES[match[0]], text) if _SPECIAL.search(text) else text


def _classes(*names: str) -> str:
    return f' class="{" ".join(names)}"' if names else ""


class Writer:
    """Writes on one page."""

    def __init__(self, address: Address, cited: Cited) -> None:
        self.address, self.cited = address, cited

    # -- within a paragraph ---------------------------------------------------------------------

    def inline(self, found: Iterable[Inline]) -> str:
        """Words, links and citations."""
        made = []
        for each in found:
            if isinstance(each, str):
                made.append(encode(each))
            elif isinstance(each, Link):
                to = each.to
                text = encode(each.text or to.label)
                words = (
                    f'<span class="{" ".join(each.classes)}">{text}</span>' if each.classes else f"<span>{text}</span>"
                )
                made.append(f'<a class="reference internal" href="{self._href(to.docname, to.anchor)}">{words}</a>')
            elif isinstance(each, Words):
                tag = _TAGS[each.kind]
                made.append(f"<{tag}{_classes(*each.classes)}>{encode(each.text)}</{tag}>")
            elif isinstance(each, Citation):
                made.append(self.cited(each.key))
            else:
                made.append(f'<span class="cell-label">{encode(each.text)}: </span>')
        return "".join(made)

    def _href(self, docname: str, anchor: str) -> str:
        return encode(_SPACE.sub(" ", self.address(docname, anchor))) or HERE

    # -- blocks ---------------------------------------------------------------------------------

    def blocks(self, found: Iterable[Block], *, alone: bool = False) -> str:
        """Paragraphs, lists and tables; *alone* in an item, a paragraph ends without a new line."""
        return "".join([self._block(each, alone=alone) for each in found])

    def _block(self, found: Block, *, alone: bool = False) -> str:
        if isinstance(found, Paragraph):
            end = "" if alone else "\n"
            return f"<p{_classes(*found.classes)}>{self.inline(found.children)}</p>{end}"
        if isinstance(found, Bullets):
            items = "".join([f"<li>{self.blocks(blocks, alone=len(blocks) == 1)}</li>\n" for blocks in found.items])
            return f"<ul{_classes(*found.classes, *_simple(found))}>\n{items}</ul>\n"
        if isinstance(found, Entries):
            items = "".join(
                [f"<dt>{self.inline(head)}</dt><dd>{self.blocks(blocks)}</dd>\n" for head, blocks in found.items]
            )
            return f"<dl{_classes(*_simple(found), *found.classes)}>\n{items}</dl>\n"
        if isinstance(found, Folded):
            summary = encode(found.summary)
            return f'<details class="folded"><summary>{summary}</summary>\n{self.blocks(found.blocks)}</details>\n'
        if isinstance(found, Table):
            return self._table(found)
        if isinstance(found, Facts):
            return self._facts(found)
        if isinstance(found, Rubric):
            return f'<p class="rubric">{encode(found.text)}</p>\n'
        if isinstance(found, Picture):
            made = found.drawing
            return picture(made, [self._href(each.docname, each.anchor) for each in made.links])
        return choice(found)

    def _facts(self, found: Facts) -> str:
        rows = []
        for number, (label, values) in enumerate(found.rows, 1):
            side = "even" if number % 2 == 0 else "odd"
            rows.append(
                f'<dt class="field-{side}">{encode(label)}<span class="colon">:</span></dt>\n'
                f'<dd class="field-{side}"><p>{self.inline(values)}</p>\n</dd>\n'
            )
        return f'<dl class="facts field-list simple">\n{"".join(rows)}</dl>\n'

    def _table(self, found: Table) -> str:
        heads = "".join([f'<th class="head"><p>{encode(each)}</p></th>\n' for each in found.heads])
        lines = "".join([self._line(found, number, each) for number, each in enumerate(found.lines)])
        return (
            f'<div class="pst-scrollable-table-container"><table{_classes("longtable", *found.classes, "table")}>\n'
            f'<thead>\n<tr class="row-odd">{heads}</tr>\n</thead>\n<tbody>\n{lines}</tbody>\n</table>\n</div>\n'
        )

    def _line(self, table: Table, number: int, found: Line) -> str:
        cells = "".join([f"<td><p>{self.inline(each)}</p></td>\n" for each in labelled(table, found.cells)])
        anchor = f' id="{found.anchor}"' if found.anchor else ""
        return f'<tr class="row-{"odd" if number % 2 else "even"}"{anchor}>{cells}</tr>\n'


def labelled(table: Table, cells: Sequence[Sequence[Inline]]) -> Iterable[Sequence[Inline]]:
    """The cells of a row: those that are not plain without it say what they are."""
    for number, cell in enumerate(cells):
        yield [Label(table.heads[number]), *cell] if cell and number >= table.plain else cell


def picture(made: Drawing, addresses: Sequence[str]) -> str:
    """A drawing, inline, so that its links are links of the page; they are counted as ``href="@0@"``."""
    # A wide picture scrolls inside its frame, which a keyboard must reach too.
    names = ["drawing", f"drawing-{made.name}", *(["wide"] if made.frame else [])]
    frame = f' tabindex="0" role="region" aria-label="{encode(made.frame)}"' if made.frame else ""
    caption = f"<figcaption>{encode(made.caption)}</figcaption>" if made.caption else ""
    svg = _PLACE.sub(lambda match: f'href="{addresses[int(match[1])]}"', made.svg)
    return f'<figure class="{" ".join(names)}"><div class="frame"{frame}>{svg}</div>{caption}</figure>\n'


def choice(found: Choice) -> str:
    """Boxes, which the style sheet makes work without a script."""
    boxes = "".join(
        f'<label><input type="checkbox" value="{value}"> {name} <span class="count">{count}</span></label>'
        for value, name, count in found.boxes
    )
    return f'<fieldset class="controls marks"><legend>{encode(found.legend)}</legend>{boxes}</fieldset>'


def _simple(found: Bullets | Entries) -> tuple[str, ...]:
    return ("simple",) if is_simple(found) else ()
