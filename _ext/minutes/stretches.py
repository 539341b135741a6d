"""Parts of the longest lists, made without the whole list: what a meeting gives to them stands together, by date.

So that an edit of one meeting among thousands makes one part of a register anew. Nothing here knows Sphinx.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

from minutes import listings, paging, registers, render
from minutes.content import Blocks
from minutes.graph import Graph
from minutes.heads import Head
from minutes.model import Meeting
from minutes.paging import Part


def is_long(name: str, argument: str) -> bool:
    """Whether a list is one of these."""
    return name == "register" or (name, argument) == ("list-of", "items")


def _rows(name: str, argument: str, head: Head) -> int:
    """How many rows a page gives to a list."""
    if not isinstance(head.entry, Meeting):
        return 0
    return dict(head.records).get(argument, 0) if name == "register" else head.items


class Stretches(Sequence[Part]):
    """A long list in its parts, each made when it is asked for."""

    def __init__(self, graph: Graph, name: str, argument: str, size: int) -> None:
        self._graph, self._name, self._argument, self._size = graph, name, argument, size
        counts = (
            (docname, _rows(name, argument, head)) for docname, head in graph.heads.items() if graph.page(docname)
        )
        found = sorted(((graph.when(docname), docname, count) for docname, count in counts if count))
        self._pages = [docname for _, docname, _ in found]
        self._ends = list(accumulate(count for _, _, count in found))

    def __len__(self) -> int:
        return max(1, -(-(self._ends[-1] if self._ends else 0) // self._size))

    def __getitem__(self, index: int) -> Part:  # type: ignore[override]
        part = self._stretch(index * self._size, self._size)
        return part if len(self) > 1 else Part("", part.blocks)

    def title(self, index: int) -> str:
        """What a part starts and ends with."""
        last = min((index + 1) * self._size, self._ends[-1]) - 1
        ends = (self._stretch(index * self._size, 1).title, self._stretch(last, 1).title)
        return " – ".join(dict.fromkeys(filter(None, ends)))

    def of_pages(self, docnames: Collection[str]) -> Iterator[int]:
        """The parts that hold rows of some pages, by their index."""
        wanted: set[int] = set()
        for at, docname in enumerate(self._pages):
            if docname in docnames:
                first, end = self._ends[at - 1] if at else 0, self._ends[at]
                wanted.update(range(first // self._size, (end - 1) // self._size + 1))
        yield from sorted(wanted)

    def _stretch(self, start: int, size: int) -> Part:
        first = bisect_right(self._ends, start)
        last = bisect_right(self._ends, min(start + size, self._ends[-1]) - 1) if self._ends else -1
        before = self._ends[first - 1] if first else 0
        return paging.stretch(self._blocks(self._pages[first : last + 1]), start - before, size)

    def _blocks(self, pages: Iterable[str]) -> Blocks:
        """What some pages give."""
        graph = self._graph
        if self._name == "register":
            filed = (each for page in pages for each in graph.filed[page] if each.record.kind == self._argument)
            return render.register(registers.register_of(graph, self._argument, filed))
        slugs = ((page, graph.heads[page].slug) for page in pages)
        items = [graph.objects[f"{slug}#{each.anchor}"] for page, slug in slugs for each in graph.ledgers[page].items]
        return render.list_of(listings.items_of(graph, sorted(items, key=graph.order)))
