"""Nodes of the archive's own, and how each builder writes them.

There are few: most of what a view shows is made of stock nodes, which every builder knows.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from minutes.drawing import Drawing

_LINK = re.compile(r'href="@(\d+)@"')


class view(nodes.General, nodes.Element):
    """A generated list, to be filled once all pages are read; never reaches a writer."""


class drawing(nodes.General, nodes.Element):
    """A picture with links: its children are the references that its SVG counts as ``href="@0@"``."""


class folded(nodes.General, nodes.Element):
    """Something long that a reader of the site opens; its ``summary`` says what it is."""


def make_drawing(made: Drawing, links: list[nodes.Node]) -> drawing:
    """A drawing and the links to its objects, in its order."""
    return drawing("", *links, svg=made.svg, classes=["drawing", f"drawing-{made.name}"])


def make_folded(summary: str, *children: nodes.Node) -> folded:
    """A list behind a line of text."""
    return folded("", *children, summary=summary)


def _draw(self: Any, node: drawing) -> None:
    """Inline, so that its links are links of the page."""
    uris = [each.get("refuri") or f"#{each.get('refid', '')}" for each in node.findall(nodes.reference)]
    svg = _LINK.sub(lambda match: f'href="{self.encode(uris[int(match[1])])}"', node["svg"])
    # A wide picture scrolls inside its frame, which a keyboard must reach too.
    self.body.append(f'<div class="{" ".join(node["classes"])}">{svg}</div>\n')
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


def setup(app: Sphinx) -> None:
    others = ("latex", "text", "man", "texinfo", "epub")
    app.add_node(view)
    app.add_node(drawing, html=(_draw, None), **{each: (_skip, None) for each in others})
    app.add_node(folded, html=(_fold, _unfold), **{each: (_pass, _pass) for each in others})
