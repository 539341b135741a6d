"""Generated lists as docutils nodes, which every builder can write; a page of the site is written by `as_html`."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.addnodes import pending_xref

from minutes.as_html import choice, labelled
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
    Link,
    Paragraph,
    Picture,
    Rubric,
    Table,
    Words,
)
from minutes.elements import cell_label, make_drawing, make_folded
from minutes.markup import link

Nodes = list[nodes.Node]


def cite(key: str, docname: str) -> pending_xref:
    """A citation, resolved by sphinxcontrib-bibtex."""
    words = nodes.inline("", key)
    return pending_xref("", words, refdomain="cite", reftype="p", reftarget=key, refdoc=docname, refwarn=False)


def inlines(found: Iterable[Inline], docname: str) -> Nodes:
    """What stands in a paragraph of the page *docname*."""
    made: Nodes = []
    for each in found:
        match each:
            case str():
                made.append(nodes.Text(each))
            case Link():
                made.append(link(each.to, docname, each.text, classes=each.classes))
            case Citation():
                made.append(cite(each.key, docname))
            case Label():
                made.append(cell_label("", text=each.text))
            case Words(kind="emphasis"):
                made.append(nodes.emphasis("", each.text, classes=list(each.classes)))
            case Words(kind="strong"):
                made.append(nodes.strong("", each.text, classes=list(each.classes)))
            case Words():
                made.append(nodes.inline("", each.text, classes=list(each.classes)))
    return made


def blocks(found: Iterable[Block], docname: str) -> Nodes:
    """What stands on the page *docname*."""
    return [_block(each, docname) for each in found]


def _block(found: Block, docname: str) -> nodes.Node:
    match found:
        case Paragraph():
            return nodes.paragraph("", "", *inlines(found.children, docname), classes=list(found.classes))
        case Rubric():
            return nodes.rubric("", found.text)
        case Bullets():
            made = nodes.bullet_list(classes=list(found.classes), bullet="-")
            made += [nodes.list_item("", *blocks(each, docname)) for each in found.items]
            return made
        case Entries():
            items = (
                nodes.definition_list_item(
                    "", nodes.term("", "", *inlines(head, docname)), nodes.definition("", *blocks(below, docname))
                )
                for head, below in found.items
            )
            return nodes.definition_list("", *items, classes=list(found.classes))
        case Facts():
            fields = nodes.field_list(classes=["facts"])
            for label, values in found.rows:
                body = nodes.field_body("", nodes.paragraph("", "", *inlines(values, docname)))
                fields += nodes.field("", nodes.field_name("", label), body)
            return fields
        case Table():
            return _table(found, docname)
        case Folded():
            return make_folded(found.summary, *blocks(found.blocks, docname))
        case Picture():
            return make_drawing(found.drawing, [link(each, docname) for each in found.drawing.links])
        case Choice():
            return nodes.raw("", choice(found), format="html")


def _table(found: Table, docname: str) -> nodes.table:
    group = nodes.tgroup(cols=len(found.heads))
    group += [nodes.colspec(colwidth=width) for width in found.widths]
    titles = (nodes.entry("", nodes.paragraph("", "", nodes.Text(title))) for title in found.heads)
    body = nodes.tbody()
    for line in found.lines:
        row = nodes.row(ids=[line.anchor] if line.anchor else [])
        for cell in labelled(found, line.cells):
            row += nodes.entry("", nodes.paragraph("", "", *inlines(cell, docname)))
        body += row
    group += [nodes.thead("", nodes.row("", *titles)), body]
    return nodes.table("", group, classes=["longtable", "colwidths-auto", *found.classes])
