"""Which pictures there are: what each shows, as plain data, and how that is drawn.

A page's fingerprint takes the data; the drawing is made when the page is written. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minutes import memberships, neighbourhood, timeline
from minutes.drawing import Drawing, bare
from minutes.graph import Graph


@dataclass(frozen=True, slots=True)
class Shown:
    """What a picture shows; nothing, if there is too little for one."""

    name: str
    facts: object


def _tenure(graph: Graph, docname: str) -> tuple[timeline.Held, ...]:
    return tuple(
        timeline.Held(each.membership, each.post and bare(each.post), memberships.when_held(each.membership))
        for each in memberships.posts(graph, docname)
    )


#: By name: the facts, of a graph and docname, and the drawing of facts that are not empty.
PICTURES: dict[str, tuple[Callable[[Graph, str], object], Callable[[Any], Drawing | None]]] = {
    "neighbourhood": (neighbourhood.neighbourhood, neighbourhood.draw_neighbourhood),
    "graph": (lambda graph, _: neighbourhood.whole(graph), neighbourhood.draw_whole),
    "tenure": (_tenure, timeline.tenure),
    "ribbon": (lambda graph, _: timeline.meetings(graph), timeline.ribbon),
    "timeline": (lambda graph, _: timeline.lanes(graph), timeline.timeline),
}


def shown(graph: Graph, docname: str, argument: str) -> Shown:
    """What a picture, a key of `PICTURES`, shows on a page."""
    return Shown(argument, PICTURES[argument][0](graph, docname))


def drawn(found: Shown) -> Drawing | None:
    """The picture; None if there is too little for one."""
    return PICTURES[found.name][1](found.facts) if found.facts else None
