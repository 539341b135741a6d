"""Walk the nodes of a page, down and up, in half the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
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


class _Held:
    """Of which types the nodes of a page are: that of the page which was asked for last, until a node gets a parent."""

    def __init__(self) -> None:
        self.adopted = 0  #: how many nodes have got a parent, of whatever page
        self._known: tuple[nodes.document | None, int, Set[type]] = (None, 0, frozenset())

    def has(self, page: nodes.document, of: type | tuple[type, ...]) -> bool:
        """Whether there may be a node of a type, or of one of several. One that has gone since still counts."""
        last, adopted, types = self._known
        if last is not page or adopted != self.adopted:
            types = _types(page)
            self._known = page, self.adopted, types
        return any(issubclass(each, of) for each in types)


def _types(page: nodes.document) -> Set[type]:
    found = set()
    left: list[nodes.Node] = [page]
    while left:
        node = left.pop()
        found.add(type(node))
        left += node.children
    return found


_held = _Held()


def sought(self: nodes.Node, of: type | tuple[type, ...]) -> Iterator[nodes.Node]:
    """The same, without a walk where a page has none; `adopt` must be in place."""
    if type(self) is not nodes.document or _held.has(self, of):
        yield from find(self, of)


def matched(self: NodeMatcher[Any], node: nodes.Node) -> Iterator[Any]:
    """What a matcher of Sphinx finds: it need not be asked of nodes that are not of its classes."""
    return (each for each in sought(node, self.classes or nodes.Node) if self.match(each))


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
    _held.adopted += 1
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
        if next(sought(self.document, of), None) is not None:
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

    Some forty transforms go through each page, mostly to find nothing: a tenth of a build. Which types of nodes there
    are is looked at once, until a node is added, by the one way in which docutils adds it. To be
    proposed to docutils (0.22), `Node._fast_findall` and `Node.document` without recursion; and to Sphinx (9.0), a
    matcher that narrows, and transforms that look first.
    """
    nodes.Node._fast_findall = sought  # type: ignore[attr-defined]
    nodes.Node.document = property(document_of, nodes.Node.document.fset)  # type: ignore[assignment, attr-defined]
    nodes.Node.setup_child = adopt  # type: ignore[method-assign]
    NodeMatcher.findall = matched  # type: ignore[method-assign]
    for transform, sparing in SPARING.items():
        transform.apply = sparing  # type: ignore[attr-defined]
