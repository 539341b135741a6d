"""Nodes of the archive's own, and how each builder writes them.

There are few: most of what a view shows is made of stock nodes, which every builder knows.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from minutes import printed
from minutes.drawing import Drawing

#: So many things are named in the words that stand for a picture.
ALT = 40

_LINK = re.compile(r'href="@(\d+)@"')


class view(nodes.General, nodes.Element):
    """A generated list, to be filled once all pages are read; never reaches a writer."""


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
    names = ["drawing", f"drawing-{made.name}", *(["wide"] if made.frame else [])]
    return drawing("", *links, svg=made.svg, caption=made.caption, frame=made.frame, classes=names)


def make_folded(summary: str, *children: nodes.Node) -> folded:
    """A list behind a line of text."""
    return folded("", *children, summary=summary)


def _draw(self: Any, node: drawing) -> None:
    """Inline, so that its links are links of the page."""

    def address(match: re.Match[str]) -> str:
        child = node.children[int(match[1])]
        found = child.get("refuri") or f"#{child['refid']}" if isinstance(child, nodes.reference) else ""
        return f'href="{self.encode(found)}"' if found else ""

    # A wide picture scrolls inside its frame, which a keyboard must reach too.
    frame = f' tabindex="0" role="region" aria-label="{self.encode(node["frame"])}"' if node["frame"] else ""
    caption = f"<figcaption>{self.encode(node['caption'])}</figcaption>" if node["caption"] else ""
    picture = f'<div class="frame"{frame}>{_LINK.sub(address, node["svg"])}</div>'
    self.body.append(f'<figure class="{" ".join(node["classes"])}">{picture}{caption}</figure>\n')
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
    alt = f"{printed.name(node['svg'])}. {node['caption']}" + (f" It shows: {shown}." if shown else "")
    digest = hashlib.sha256(node["svg"].encode()).hexdigest()[:16]
    wide = bool(node["frame"])
    self.picture(digest, printed.printed(node["svg"], wide=wide), alt, "drawing-wide" if wide else "drawing-narrow")
    if node["caption"]:
        self.put(f"#drawing-caption{self.words(node['caption'])};\n\n")
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
    app.add_node(view)
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
