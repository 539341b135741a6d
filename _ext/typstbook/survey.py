"""Where things came to stand when a part of a book was set. Nothing here knows Sphinx."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the page, counted from 1, and points from its left and top edges."""

    page: int
    x: float
    y: float


def read(found: list[tuple[str, int, float, float]]) -> dict[str, Place]:
    """The survey as Typst tells it; of a place that is there twice, the first."""
    places: dict[str, Place] = {}
    for name, page, x, y in found:
        places.setdefault(name, Place(page, x, y))
    return places
