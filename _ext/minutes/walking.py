"""Walk the nodes of a page in half the time."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx


def find(self: nodes.Node, of: type) -> Iterator[nodes.Node]:
    """A node and all below it of a type, in order, with one generator instead of one a node.

    A node's children are asked for after it was given out, as docutils does it: whoever walks may change them.
    """
    if isinstance(self, of):
        yield self
    waiting = []
    children = iter(self.children)
    while True:
        for node in children:
            if isinstance(node, of):
                yield node
            if node.children:
                waiting.append(children)
                children = iter(node.children)
                break
        else:
            if not waiting:
                return
            children = waiting.pop()


def setup(app: Sphinx) -> None:
    """Put `find` where all of docutils, Sphinx and their extensions walk through a page.

    Some forty transforms go through each page, mostly to find nothing: a tenth of a build. To be
    proposed to docutils (0.22): `Node._fast_findall` without recursion.
    """
    nodes.Node._fast_findall = find  # type: ignore[attr-defined]
