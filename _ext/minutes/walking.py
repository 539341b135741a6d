"""Walk the nodes of a page, down and up, in half the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docutils import nodes
from docutils.transforms import Transform
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.transforms.references import SphinxDanglingReferences
from sphinx.util.nodes import NodeMatcher


def find(self: nodes.Node, of: type | tuple[type, ...]) -> Iterator[nodes.Node]:
    """A node and all below it of a type, or of some, in order, with one generator instead of one a node.

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


def matched(self: NodeMatcher[Any], node: nodes.Node) -> Iterator[Any]:
    """What a matcher of Sphinx finds: it need not be asked of nodes that are not of its classes."""
    return (each for each in find(node, self.classes or nodes.Node) if self.match(each))


def document_of(self: nodes.Node) -> nodes.document | None:
    """The document of a node: its own, or that of the nearest above it which knows one."""
    node: nodes.Node | None = self
    while node is not None:
        if node._document is not None:  # type: ignore[attr-defined]
            return node._document  # type: ignore[attr-defined, no-any-return]
        node = node.parent
    return None


def adopt(self: nodes.Node, child: nodes.Node) -> None:
    """Make a node the child of another: the document is looked for once, which is far up where nodes are made."""
    child.parent = self
    if (document := document_of(self)) is not None:
        child.document = document
        if child.source is None:
            child.source = document.current_source
        if child.line is None:
            child.line = document.current_line


def _sparing(transform: type[Transform], *of: type) -> Callable[..., None]:
    """A transform that visits all nodes of a page, to change those of some types alone: only if there is one."""
    apply: Callable[..., None] = transform.apply  # type: ignore[attr-defined]

    def sparing(self: Transform, **kwargs: Any) -> None:
        if next(find(self.document, of), None) is not None:
            apply(self, **kwargs)

    return sparing


SPARING: Mapping[type[Transform], Callable[..., None]] = {
    HighlightLanguageTransform: _sparing(HighlightLanguageTransform, nodes.literal_block, addnodes.highlightlang),
    SphinxDanglingReferences: _sparing(
        SphinxDanglingReferences, nodes.reference, nodes.footnote_reference, nodes.citation_reference, nodes.target
    ),
}


def setup(app: Sphinx) -> None:
    """Put these where all of docutils, Sphinx and their extensions walk through a page.

    Some forty transforms go through each page, mostly to find nothing: a tenth of a build. To be
    proposed to docutils (0.22), `Node._fast_findall` and `Node.document` without recursion; and to Sphinx (9.0), a
    matcher that narrows, and transforms that look first.
    """
    nodes.Node._fast_findall = find  # type: ignore[attr-defined]
    nodes.Node.document = property(document_of, nodes.Node.document.fset)  # type: ignore[assignment, attr-defined]
    nodes.Node.setup_child = adopt  # type: ignore[method-assign]
    NodeMatcher.findall = matched  # type: ignore[method-assign]
    for transform, sparing in SPARING.items():
        transform.apply = sparing  # type: ignore[attr-defined]
