"""What a book of a part takes of the archive: its pages, those that they link to, some sources; and what is wrong there.

All other pages are known by what is remembered of them. Nothing here knows Sphinx.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from minutes import checking, corrections, faulty, folding, reader, redirects, views
from minutes.graph import Graph
from minutes.heads import parsed
from minutes.model import Problem
from minutes.references import Packed
from typstbook.plan import Book


class Archive:
    """The archive as it stands in its files, of which pages are taken up when somebody asks for them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shelf = checking.shelve(root)
        self.sources, self.faults = checking.read_bibliography(root)
        self.redirects = redirects.read(root)
        heads = {head.docname: head for head in map(shelf.head, shelf)}
        self.graph = folding.fold(
            heads, lambda docname: shelf.ledger(heads[docname].path), self.sources, self.redirects
        )


class Excerpt:
    """Some books of an archive."""

    def __init__(self, archive: Archive, books: Iterable[Book]) -> None:
        self.archive, self.graph = archive, archive.graph
        #: The pages of the books, in order, each once.
        self.pages = tuple(dict.fromkeys(chapter.docname for book in books for chapter in book.chapters))
        #: The pages that are read for the titles and headings that links to them show.
        self.beside = sorted({each for page in self.pages for each in linked(self.graph, page)} - {*self.pages})

    def entries(self) -> list[Packed]:
        """The sources that the books may name: those that their pages cite, or whose author a page is about."""
        keys: set[str] = set()
        for docname in self.pages:
            head = self.graph.heads[docname]
            keys.update(head.cites, (target for role, target in map(parsed, head.links) if role == "any"))
            keys.update(each.key for each in views.written(self.graph, docname))
        keys &= self.archive.sources.keys()
        return checking.read_entries(self.archive.root, keys) if keys else []

    def problems(self) -> list[Problem]:
        """What is wrong with the pages of the books, and with the bibliography."""
        torn = [each for each in self.beside if not self.graph.heads[each].title]  # as if they could not be read
        found = faulty.of_pages(self.graph, (*self.pages, *torn), self.archive.faults)
        return sorted({*found, *corrections.faults(self.graph, self._read, self.pages)})

    def _read(self, docname: str) -> reader.Page:
        path = self.graph.heads[docname].path
        return reader.read_bytes(docname, path, (self.archive.root / path).read_bytes())


def linked(graph: Graph, docname: str) -> Iterator[str]:
    """The pages that a page links to by their file or by an id: such a link may show any heading of them."""
    for role, target in map(parsed, graph.heads[docname].links):
        page = target.partition("#")[0]
        if role == "doc":
            yield from {page} & graph.heads.keys()
        elif role == "any":
            near = posixpath.normpath(posixpath.join(posixpath.dirname(docname), page))
            yield from {near, graph.labels.get(target, "")} & graph.heads.keys()
