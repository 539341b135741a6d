"""Who and what is named together, and how often: counted once for the whole archive.

Two people or terms are tied by each paragraph of a meeting's page that names both; a meeting is tied to
what it names by each of its paragraphs that does. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import combinations, islice

from minutes import together
from minutes.graph import Graph, Object
from minutes.model import Meeting

#: Of a paragraph that names more, the first so many count: a list of names ties nobody to anybody.
NAMES = 40
_KINDS = ("person", "term", "meeting")


class Ties:
    """The ties of a graph; memory grows with the pairs, time with the paragraphs."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._pairs: Counter[tuple[str, str]] = Counter()  #: of two ids in order: paragraphs that tie them
        self.named: Counter[str] = Counter()  #: by id: paragraphs that name it
        for docname, ledger in graph.ledgers.items():
            if isinstance(ledger.entry, Meeting) and (own := graph.page(docname)):
                self._count(own, docname)
        self._near: dict[str, dict[str, int]] = {}  #: by id: what is tied to it, with the number of paragraphs
        for (one, other), count in self._pairs.items():
            self._near.setdefault(one, {})[other] = count
            self._near.setdefault(other, {})[one] = count

    def _count(self, meeting: Object, docname: str) -> None:
        paragraphs: dict[str, dict[str, None]] = {}
        for each in self._graph.outgoing.get(docname, ()):
            target = each.target
            if target.type in _KINDS and target.id != meeting.id:
                place = each.mention.place
                paragraphs.setdefault(place.block or place.item, {})[target.id] = None
        for found in paragraphs.values():
            ids = sorted(islice(found, NAMES))
            self.named.update(ids)
            self._pairs.update(combinations(ids, 2))
            self._pairs.update((each, meeting.id) if each < meeting.id else (meeting.id, each) for each in ids)

    def between(self, one: str, other: str) -> int:
        """How many paragraphs tie two objects."""
        return self._near.get(one, {}).get(other, 0)

    def among(self, ids: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """The ties between some objects: two of their numbers, and how many paragraphs tie them."""
        for at, one in enumerate(ids):
            near = self._near.get(one, {})
            for behind, other in enumerate(ids[at + 1 :], at + 1):
                if other in near:
                    yield at, behind, near[other]

    def nearest(self, object_id: str, number: int) -> list[tuple[Object, int]]:
        """The objects tied to one most often, strongest first; of equals, what is named more rarely."""
        return self.ranked(self._near.get(object_id, {}).items(), number)

    def ranked(self, counted: Iterable[tuple[str, int]], number: int) -> list[tuple[Object, int]]:
        """The first of some ids with counts, in the order of `nearest`."""
        named = self.named
        found = nsmallest(number, ((-count, named[each], each) for each, count in counted))
        return [(self._graph.objects[each], -count) for count, _, each in found]

    def strongest(self, number: int) -> list[tuple[Object, int]]:
        """The objects with the most ties, and the sum of these."""
        sums: Counter[str] = Counter()
        for pair, count in self._pairs.items():
            for each in pair:
                sums[each] += count
        return self.ranked(sums.items(), number)

    def beside(self, object_id: str) -> Iterator[tuple[str, int]]:
        """The people and terms under the same agenda items, with the number of items; counted anew each time."""
        here = together.places(self._graph, (object_id,), lambda place: place.item)
        yield from together.counted(self._graph.once(together.names_of_items), here, (object_id,)).items()


def of(graph: Graph) -> Ties:
    """The ties of a graph, counted when they are first asked for."""
    return graph.once(Ties)
