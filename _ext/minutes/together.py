"""What is named in the same places: under one agenda item, or in one paragraph, of the meetings.

Counted from one table for all pages, whose entries are made when they are asked for. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping

from minutes.asked import Asked
from minutes.graph import Graph
from minutes.model import Meeting, Place, Term
from minutes.vocabulary import MATTERS

#: The ids that are named at each anchor of a page, by docname.
Named = Mapping[str, dict[str, set[str]]]


def _named(graph: Graph, where: Callable[[Place], str], wanted: Collection[str]) -> Named:
    def named(docname: str) -> dict[str, set[str]]:
        places: dict[str, set[str]] = {}
        for each in graph.outgoing.get(docname, ()):
            if each.target.id in wanted:
                places.setdefault(where(each.mention.place), set()).add(each.target.id)
        return places

    return Asked(named)


def people(graph: Graph) -> set[str]:
    """The ids of all people."""
    return {each.id for each in graph.of_type("person")}


def matters(graph: Graph) -> set[str]:
    """The ids of all terms that are matters."""
    entries = ((each.id, graph.heads[each.docname].entry) for each in graph.of_type("term"))
    return {found for found, entry in entries if isinstance(entry, Term) and entry.kind in MATTERS}


def _names(graph: Graph) -> set[str]:
    return graph.once(people) | {each.id for each in graph.of_type("term")}


def names_of_items(graph: Graph) -> Named:
    """The people and terms under each agenda item."""
    return _named(graph, lambda place: place.item, graph.once(_names))


def people_of_items(graph: Graph) -> Named:
    """The people under each agenda item."""
    return _named(graph, lambda place: place.item, graph.once(people))


def people_of_paragraphs(graph: Graph) -> Named:
    """The people of each paragraph."""
    return _named(graph, lambda place: place.block, graph.once(people))


def matters_of_paragraphs(graph: Graph) -> Named:
    """The matters of each paragraph."""
    return _named(graph, lambda place: place.block, graph.once(matters))


def places(graph: Graph, ids: Collection[str], where: Callable[[Place], str]) -> dict[str, set[str]]:
    """The anchors of the places of meetings that name any of some objects, by docname."""
    found: dict[str, set[str]] = {}
    for object_id in ids:
        for each in graph.incoming.get(object_id, ()):
            if isinstance(graph.heads[each.source].entry, Meeting):
                found.setdefault(each.source, set()).add(where(each.mention.place))
    return found


def counted(
    named: Named, here: dict[str, set[str]], ids: Collection[str], known: Counter[str] | None = None
) -> Counter[str]:
    """How many places name each object beside the *ids* that were looked for; added to what is *known*."""
    counts = Counter(known)
    for each in _sets(named, here):
        counts.update(each.difference(ids))
    return counts


def _sets(named: Named, here: dict[str, set[str]]) -> Iterator[set[str]]:
    for docname, anchors in here.items():
        at = named[docname]
        for anchor in anchors:
            if anchor in at:
                yield at[anchor]
