"""Words in a picture: how wide they are, where they break, and how boxes come to lie side by side.

A picture is made before any browser knows its fonts, so widths are those of a broad sans serif:
rather a little air than two labels over each other. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

_NARROW, _WIDE = frozenset("fijlrtI.,:;'’|!()[]- "), frozenset("mwMWOQGCDHNU@%—…&")
_ROUNDS = 80


def width(text: str, size: float) -> float:
    """The width of a text at a font size, in the size's units.

    >>> width("mill", 10) < width("MOON", 10)
    True
    """
    units = sum(
        0.33 if each in _NARROW else 0.84 if each in _WIDE else 0.7 if each.isupper() else 0.57 for each in text
    )
    return units * size


def wrapped(text: str, size: float, limit: float, lines: int = 3) -> tuple[str, ...]:
    """A text in as few lines as keep to a width, and these as even as can be; what is too long is cut.

    >>> wrapped("Campaign Co-ordinator", 10, 80), wrapped("NEC", 10, 80)
    (('Campaign', 'Co-ordinator'), ('NEC',))
    """
    words = text.split()
    best: tuple[str, ...] = (text,)
    limit = max([limit, *(min(width(word, size), limit * 1.15) for word in words)])
    for number in range(1, min(lines, len(words)) + 1):
        ways = (
            tuple(" ".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True))
            for cuts in combinations(range(1, len(words)), number - 1)
        )
        best = min(ways, key=lambda way: max(width(line, size) for line in way))
        if max(width(line, size) for line in best) <= limit:
            return best
    return tuple(cut(line, size, limit) for line in best)


def cut(text: str, size: float, limit: float) -> str:
    """A text, shortened if it is wider than a limit.

    >>> cut("Member of staff", 10, 50), cut("NEC", 10, 50)
    ('Member…', 'NEC')
    """
    if width(text, size) <= limit:
        return text
    while text and width(f"{text}…", size) > limit:
        text = text[:-1]
    return f"{text.rstrip()}…"


@dataclass(slots=True)
class Box:
    """A rectangle around its middle."""

    x: float
    y: float
    width: float
    height: float
    fixed: bool = False  #: others make way for it

    def overlap(self, other: Box) -> tuple[float, float]:
        """How far two boxes lie over each other, in both directions; positive in both if they do."""
        return (
            (self.width + other.width) / 2 - abs(self.x - other.x),
            (self.height + other.height) / 2 - abs(self.y - other.y),
        )


def part(boxes: Sequence[Box], breadth: float) -> None:
    """Push boxes apart until none lies on another, between 0 and *breadth*, but as far down as it takes."""
    pairs = list(combinations(boxes, 2))
    for _ in range(_ROUNDS):
        moved = False
        for one, other in pairs:
            dy = (one.height + other.height) / 2 - abs(one.y - other.y)
            if dy <= 0.01:
                continue
            dx = (one.width + other.width) / 2 - abs(one.x - other.x)
            if dx <= 0.01:
                continue
            moved = True
            share = 0.0 if one.fixed else 1.0 if other.fixed else 0.5
            if dx < dy:
                step = dx if one.x <= other.x else -dx
                one.x -= step * share
                other.x += step * (1 - share)
            else:
                step = dy if one.y <= other.y else -dy
                one.y -= step * share
                other.y += step * (1 - share)
        for each in boxes:
            each.x = min(max(each.x, each.width / 2), breadth - each.width / 2)
        if not moved:
            break
    _drop(boxes)


def _drop(boxes: Sequence[Box]) -> None:
    """Whatever still lies on something above it goes further down."""
    placed: list[Box] = []
    for each in sorted(boxes, key=lambda box: box.y):
        while under := [other for other in placed if min(each.overlap(other)) > 0.05]:
            each.y = max(other.y + (other.height + each.height) / 2 for other in under)
        placed.append(each)
