"""Nodes of the archive's own, and how each builder writes them.

There are few: most of what a view shows is made of stock nodes, which every builder knows.
"""

from __future__ import annotations

import hashlib
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from minutes import as_html, printed
from minutes.drawing import Drawing

#: So many things are named in the words that stand for a picture.
ALT = 40


class view(nodes.General, nodes.Element):
    """A generated list, to be filled once all pages are read: by `fill` or, on the site, while its page is written."""


class drawing(nodes.General, nodes.Element):
    """A picture with links: its children are the references that its SVG counts as ``href="@0@"``."""


class folded(nodes.General, nodes.Element):
    """Something long that a reader of the site opens; its ``summary`` says what it is."""


class search_field(nodes.General, nodes.Element):
    """A form that leads to the site's search."""


class cell_label(nodes.Inline, nodes.Element):
    """What a cell of a table is, in a card on a phone; elsewhere the head of its column says it."""


def make_drawing(made: Drawing, links: list[nodes.Node]) -> drawing:
    """A drawing and the links to its objects, in its order."""
    return drawing("", *links, drawing=made)


def make_folded(summary: str, *children: nodes.Node) -> folded:
    """A list behind a line of text."""
    return folded("", *children, summary=summary)


def _draw(self: Any, node: drawing) -> None:
    """With the addresses of its links."""
    addresses = [self.encode(each.get("refuri") or f"#{each['refid']}") for each in node.findall(nodes.reference)]
    self.body.append(as_html.picture(node["drawing"], addresses))
    raise nodes.SkipNode


def _skip(self: Any, node: nodes.Element) -> None:
    """What the picture shows stands in lists beside it."""
    raise nodes.SkipNode


def _fold(self: Any, node: folded) -> None:
    self.body.append(f'<details class="folded"><summary>{self.encode(node["summary"])}</summary>\n')


def _unfold(self: Any, node: folded) -> None:
    self.body.append("</details>\n")


def _pass(self: Any, node: nodes.Element) -> None:
    """Open already."""


def _ask(self: Any, node: search_field) -> None:
    address = self.encode(self.builder.get_relative_uri(node["docname"], "search"))
    self.body.append(
        f'<form class="search-field controls" action="{address}" method="get" role="search">'
        '<label class="unseen" for="search-field">Search the archive</label>'
        '<input id="search-field" type="search" name="q" placeholder="A name, a matter, or “words in a row”"'
        ' autocomplete="off" spellcheck="false"><button type="submit">Search</button></form>\n'
    )
    raise nodes.SkipNode


def _print(self: Any, node: drawing) -> None:
    """In a book: a vector image, with what it is and shows in words."""
    names = list(dict.fromkeys(each.astext() for each in node.children))
    shown = ", ".join(names[:ALT]) + (f" and {len(names) - ALT} more" if len(names) > ALT else "")
    made: Drawing = node["drawing"]
    alt = f"{printed.name(made.svg)}. {made.caption}" + (f" It shows: {shown}." if shown else "")
    digest = hashlib.sha256(made.svg.encode()).hexdigest()[:16]
    wide = bool(made.frame)
    self.picture(digest, printed.printed(made.svg, wide=wide), alt, "drawing-wide" if wide else "drawing-narrow")
    if made.caption:
        self.put(f"#drawing-caption{self.words(made.caption)};\n\n")
    raise nodes.SkipNode


def _print_folded(self: Any, node: folded) -> None:
    """In a book: open, under its line."""
    if held := self.content(node).strip():  # nothing, where a book leaves out the sentences
        self.put(f"\n\n#fold({self.words(node['summary'])})[{held}];\n\n")
    raise nodes.SkipNode


def _label(self: Any, node: cell_label) -> None:
    self.body.append(f'<span class="cell-label">{self.encode(node["text"])}: </span>')
    raise nodes.SkipNode


def _enter_source(self: Any, node: nodes.citation) -> None:
    """An item of its list: the role that docutils gives it is deprecated, and allowed for no `div`."""
    HTML5Translator.visit_citation(self, node)
    self.body[-1] = self.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def _leave_source(self: Any, node: nodes.citation) -> None:
    HTML5Translator.depart_citation(self, node)


def setup(app: Sphinx) -> None:
    source = (_enter_source, _leave_source)
    app.add_node(nodes.citation, override=True, html=source, singlehtml=source, epub=source)
    in_book: dict[type[nodes.Element], Any] = {drawing: (_print, None), folded: (_print_folded, None)}
    for element, of_site, of_page, elsewhere in (
        (drawing, (_draw, None), (_draw, None), (_skip, None)),
        (folded, (_fold, _unfold), (_fold, _unfold), (_pass, _pass)),
        (cell_label, (_label, None), (_label, None), (_skip, None)),
        (search_field, (_ask, None), (_skip, None), (_skip, None)),  # one page, or a book, has no search beside it
    ):
        others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), elsewhere)
        app.add_node(
            element, html=of_site, singlehtml=of_page, epub=of_page, typst=in_book.get(element, (_skip, None)), **others
        )
