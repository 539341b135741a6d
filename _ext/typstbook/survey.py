"""Where things came to stand when a book was set, and what the next setting is told of it.

Typst sets the book; what it found is asked of it; the numbers of pages go in as plain words; and so again,
until they are right. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: The name of the file by which a book's Typst learns of the last turn, and how it goes for the first one.
FILE = "known.json"
NOTHING: dict[str, Any] = {"numbers": {}, "pages": {}, "heads": []}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the page, counted from 1, points from its left and top edges, the page's number."""

    name: str
    page: int
    x: float
    y: float
    number: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a turn found."""

    places: dict[str, Place]
    begun: tuple[tuple[int, str, bool], ...]  #: page, words and whether it opens its page, of each chapter's title


def read(found: dict[str, Any]) -> Survey:
    """The survey as Typst tells it."""
    places: dict[str, Place] = {}
    for name, page, x, y, number in found["places"]:
        places.setdefault(name, Place(name, page, x, y, number))
    return Survey(places, tuple((page, words, opens) for page, words, opens in found["begun"]))


def heads(begun: Sequence[tuple[int, str, bool]], first: int, last: int) -> list[dict[str, object] | None]:
    """The running head of each page, from the first counted one on; None where there is none.

    It names the chapters from the one that runs on to the last that begins, as a dictionary does.
    """
    by_page: dict[int, list[tuple[str, bool]]] = {}
    for page, words, opens in begun:
        by_page.setdefault(page, []).append((words, opens))
    found: list[dict[str, object] | None] = []
    on = ""
    for page in range(1, last + 1):
        here = by_page.get(page, [])
        opens = bool(here) and here[0][1]
        start = here[0][0] if opens or (here and not on) else on
        on = here[-1][0] if here else on
        words = start if start == on else f"{start} – {on}"
        number = str(page - first + 1) if page >= first else roman(page)
        found.append({"words": words, "opens": opens or not on, "number": number} if page > 1 else None)
    return found


def roman(number: int) -> str:
    """A small number in small Roman figures.

    >>> roman(4), roman(19)
    ('iv', 'xix')
    """
    text = ""
    for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += sign * (number // value)
        number %= value
    return text


def told(survey: Survey) -> dict[str, Any]:
    """What the next turn is told."""
    first = min((each.page for each in survey.places.values() if each.number == "1"), default=1)
    last = max((each.page for each in survey.places.values()), default=1)
    return {
        "numbers": {each.name: each.number for each in survey.places.values()},
        "pages": {each.name: each.page for each in survey.places.values()},
        "heads": heads(survey.begun, first, last + 20),
    }
