"""Who and what is named together, and how often.

Two people or terms are tied by each paragraph of a meeting's page that names both; a meeting is tied to
what it names by each of its paragraphs that does. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice

from minutes import together
from minutes.asked import Asked
from minutes.graph import Graph, Object
from minutes.heads import parsed

#: Of a paragraph that names more, the first so many count: a list of names ties nobody to anybody.
NAMES = 40
_KINDS = ("person", "term", "meeting")
_PARTS = ("item", "record")  #: roles of what is a part of a page, and none of these


class Ties:
    """The ties of a graph, counted for each object when they are asked for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        #: By docname: what each paragraph of a meeting names.
        self.paragraphs: Mapping[str, list[list[str]]] = Asked(self._named_on)
        self._near: Mapping[str, Counter[str]] = Asked(self._count)
        self._sums: Counter[str] | None = None
        self._meant: dict[str, str] = {}  # what a link names on whatever page, '' if that is nothing to be tied

    def _named_on(self, docname: str) -> list[list[str]]:
        """What each paragraph of a meeting names, without the meeting itself; its head tells."""
        head, own = self._graph.heads[docname], self._graph.page(docname)
        if own is None or own.type != "meeting":
            return []
        ids = [self._id(link) or own.id for link in head.links]
        paragraphs = (dict.fromkeys(ids[number] for number in numbers) for numbers in head.named)
        return [list(islice((each for each in named if each != own.id), NAMES)) for named in paragraphs]

    def _id(self, link: str) -> str:
        """What a link names, of what can be tied."""
        if (known := self._meant.get(link)) is None:
            role, target = parsed(link)
            found = () if "#" in target or role in _PARTS else self._graph.find(role, target)
            known = self._meant[link] = found[0].id if len(found) == 1 and found[0].type in _KINDS else ""
        return known

    def _count(self, object_id: str) -> Counter[str]:
        """What is tied to an object, with the number of paragraphs."""
        found: Counter[str] = Counter()
        own = self._graph.objects[object_id]
        for ids in self.paragraphs[own.docname]:  # of a meeting
            found.update(ids)
        for docname in self._graph.linking.get(object_id, ()):
            for ids in self.paragraphs[docname]:
                if object_id in ids:
                    found.update(each for each in ids if each != object_id)
                    found[self._graph.heads[docname].slug] += 1
        return found

    @property
    def named(self) -> Counter[str]:
        """How many paragraphs of meetings name each object."""
        if self._sums is None:
            self._sums = Counter()
            for docname in self._graph.heads:
                for ids in self.paragraphs[docname]:
                    self._sums.update(ids)
        return self._sums

    def rarity(self, object_id: str) -> int:
        """How rarely an object is named, the rarer the less.

        In powers of two: one mention more or less of something should not change pictures all over the archive.
        """
        return self.named[object_id].bit_length()

    def ids_near(self, object_id: str) -> Iterable[str]:
        """The ids of all that is tied to an object."""
        return self._near[object_id]

    def between(self, one: str, other: str) -> int:
        """How many paragraphs tie two objects."""
        return self._near[one][other]

    def among(self, ids: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """The ties between some objects: two of their numbers, and how many paragraphs tie them."""
        for at, one in enumerate(ids):
            near = self._near[one]
            for behind, other in enumerate(ids[at + 1 :], at + 1):
                if other in near:
                    yield at, behind, near[other]

    def nearest(self, object_id: str, number: int) -> list[tuple[Object, int]]:
        """The objects tied to one most often, strongest first; of equals, what is named more rarely."""
        return self.ranked(self._near[object_id].items(), number)

    def ranked(self, counted: Iterable[tuple[str, int]], number: int) -> list[tuple[Object, int]]:
        """The first of some ids with counts, in the order of `nearest`."""
        found = nsmallest(number, ((-count, self.rarity(each), each) for each, count in counted))
        return [(self._graph.objects[each], -count) for count, _, each in found]

    def strongest(self, number: int) -> list[tuple[Object, int]]:
        """The objects with the most ties, and the sum of these."""
        ids = (each.id for kind in _KINDS for each in self._graph.of_type(kind))
        sums = ((each, self._near[each].total()) for each in ids)
        return self.ranked(((each, total) for each, total in sums if total), number)

    def beside(self, object_id: str) -> Iterator[tuple[str, int]]:
        """The people and terms under the same agenda items, with the number of items; counted anew each time."""
        here = together.places(self._graph, (object_id,), lambda place: place.item)
        yield from together.counted(self._graph.once(together.names_of_items), here, (object_id,)).items()


def of(graph: Graph) -> Ties:
    """The ties of a graph, counted when they are first asked for."""
    return graph.once(Ties)
