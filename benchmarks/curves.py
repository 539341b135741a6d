"""Curves of growth as SVG, for light and dark pages: figures over sizes, both on scales of powers of ten. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 230, 44, 44
APART = 19  #: of two names, at least
SAMPLE = 28  #: of a line beside its name, how long
#: The colours of lines, on light and on dark pages: ours first and drawn thicker. Names stand at the right, in the
#: order of the ends of lines, and each has a dash of its own, so that nobody needs the colours.
COLOURS = (
    ("#b5121b", "#ff6b6b"),
    ("#2563a8", "#7cb7ff"),
    ("#8a5a00", "#e5b05c"),
    ("#2f7d4f", "#7dd3a0"),
    ("#6d4aa8", "#c0a3f5"),
    ("#0f766e", "#5fd4c8"),
    ("#57534e", "#b8b3ad"),
    ("#9d174d", "#f39ac0"),
)
DASHES = ("", "7 3", "2 3", "9 3 2 3", "5 5", "1 4", "12 4", "9 3 2 3 2 3")


def powers(low: float, high: float) -> list[float]:
    """The powers of ten around two figures, first and last included.

    >>> powers(3, 200)
    [1.0, 10.0, 100.0, 1000.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**each for each in range(first, max(last, first + 1) + 1)]


def short(value: float) -> str:
    """A figure on an axis.

    >>> [short(each) for each in (0.1, 1, 3000, 1e6)]
    ['0.1', '1', '3,000', '1,000,000']
    """
    return f"{value:,.10g}"


def spread(wanted: list[float], apart: float = APART) -> list[float]:
    """Places for names, near those wanted (from the top down), and not on top of each other.

    >>> spread([10.0, 12.0, 80.0], 15)
    [10.0, 25.0, 80.0]
    """
    places: list[float] = []
    for each in wanted:
        places.append(max(each, places[-1] + apart) if places else each)
    return places


def chart(title: str, unit: str, series: Mapping[str, Mapping[int, float]]) -> str:
    """A drawing of curves by name; those without a figure are left out. At least one has one."""
    series = {name: dict(sorted(points.items())) for name, points in series.items() if points}
    across = sorted({size for points in series.values() for size in points})
    up = [value for points in series.values() for value in points.values()]
    ticks = powers(min(up), max(up))
    low, high = math.log10(ticks[0]), math.log10(ticks[-1])
    first, last = math.log10(across[0]), math.log10(across[-1])

    def x(size: float) -> float:
        part = (math.log10(size) - first) / ((last - first) or 1)
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(title)}: {escape(described(unit, series))}</title>',
        f"<style>{style(len(series))}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="head" x="{LEFT}" y="24">{escape(title)} <tspan class="unit">{escape(unit)}</tspan></text>',
    ]
    for tick in ticks:
        lines.append(f'<path class="grid" d="M{LEFT} {y(tick)}H{WIDTH - RIGHT}"/>')
        lines.append(f'<text class="tick" x="{LEFT - 8}" y="{y(tick) + 4}" text-anchor="end">{short(tick)}</text>')
    for size in across:
        lines.append(
            f'<text class="tick" x="{x(size)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    lines.append(f'<text class="tick" x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">meetings</text>')
    numbers = {name: index for index, name in enumerate(series)}
    for name, points in reversed(series.items()):  # ours, the first, on top
        dots = [(x(size), y(value)) for size, value in points.items()]
        path = "L".join(f"{across} {up}" for across, up in dots)
        lines.append(f'<path class="line c{numbers[name]}" d="M{path}"/>')
        lines += [f'<circle class="dot c{numbers[name]}" cx="{across}" cy="{up}" r="3"/>' for across, up in dots]
    ends = sorted((y(list(points.values())[-1]), name) for name, points in series.items())
    for place, (_, name) in zip(spread([end for end, _ in ends]), ends, strict=True):
        left, number = WIDTH - RIGHT + 18, numbers[name]
        lines.append(f'<path class="line c{number}" d="M{left} {round(place, 1)}h{SAMPLE}"/>')
        lines.append(
            f'<text class="name n{number}" x="{left + SAMPLE + 6}" y="{round(place + 4, 1)}">{escape(name)}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def described(unit: str, series: Mapping[str, Mapping[int, float]]) -> str:
    """The ends of the curves in words, for those who do not see them."""
    ends = [(name, *list(points.items())[-1]) for name, points in series.items()]
    return "; ".join(f"{name} {value:,.3g} {unit} at {size:,} meetings" for name, size, value in ends)


def style(number: int) -> str:
    """The looks, light and dark."""
    rules = [
        "text{font:13px system-ui,sans-serif}",
        ".head{font-size:15px;font-weight:600}.unit{font-weight:400}",
        ".line{fill:none;stroke-width:1.6}.line.c0{stroke-width:3}.name.n0{font-weight:600}",
        *(f".line.c{index}{{stroke-dasharray:{DASHES[index % len(DASHES)]}}}" for index in range(1, number)),
    ]
    for dark in (0, 1):
        paper, ink, grid = (("#fff", "#1c1917", "#e7e5e4"), ("#17181a", "#f0efed", "#35373b"))[dark]
        inside = [f".paper{{fill:{paper}}}", f"text{{fill:{ink}}}", f".grid{{stroke:{grid}}}"]
        for index in range(number):
            colour = COLOURS[index % len(COLOURS)][dark]
            inside += [f".line.c{index}{{stroke:{colour}}}", f".dot.c{index},.n{index}{{fill:{colour}}}"]
        text = "".join(inside)
        rules.append(f"@media(prefers-color-scheme:dark){{{text}}}" if dark else text)
    return "".join(rules)
