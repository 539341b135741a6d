"""The table of others: what they take for the same words, beside what ours takes; and what they say of dead links. Pure.

Stock Sphinx and Hugo are compared by CPU seconds, with a build of ours in one process; the others by the time on the
wall, which is what a person waits for, with a build of ours on all processors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.rows import GB, OURS, Taken, runs, sizes, verdict
from benchmarks.table import number, table

Figure = Mapping[str, Any]

#: How many times faster than each ours is to be cold, by the meetings from which on it is.
COLD: Mapping[str, Mapping[int, float]] = {
    "stock": {300: 5, 1000: 40},
    "zensical": {1000: 1, 3000: 1},
    "material": {1000: 1, 3000: 1},
    "pruned": {1000: 1, 3000: 1},
    "quartz": {1000: 1, 3000: 1},
    "hugo": {1000: 1 / 6, 10000: 1 / 6},  # slower, but not by more
}
#: The same, after one meeting was edited.
EDITED: Mapping[str, Mapping[int, float]] = {"hugo": {1000: 1, 10000: 1}}
#: Those that are compared by CPU seconds.
BY_CPU = frozenset({"stock", "hugo", "bare"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two builds of the same words. A figure that is not there is empty."""

    what: str
    peer: str  #: its title
    field: str  #: by which they are compared
    theirs: Figure
    ours: Figure
    bar: float | None = None  #: how many times faster ours is to be

    @property
    def ratio(self) -> float | None:
        """How many times faster ours is; of one that was ended, at least so many times; None if that is not known."""
        mine, its = self.ours.get(self.field), self.theirs.get(self.field)
        if its is None and self.field == "wall":
            its = self.theirs.get("over")
        return its / mine if mine and its is not None else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept; None if there is none, or if that is not known."""
        if self.bar is None or self.ratio is None:
            return None
        if self.ratio >= self.bar:
            return True
        return None if "over" in self.theirs else False  # it might have gone on for longer


def bar(bars: Mapping[str, Mapping[int, float]], name: str, size: int) -> float | None:
    """The bar for a peer at a size: that of the largest size which is not above it."""
    reached = [each for each in bars.get(name, {}) if each <= size]
    return bars[name][max(reached)] if reached else None


def pairs(taken: Taken, peers: Mapping[str, str]) -> Iterator[Pair]:
    """All that were measured, and those gaps for which there is a bar. The peers' titles are given by name."""
    for kind, what, bars in (("cold", "cold build", COLD), ("edit", "one meeting edited", EDITED)):
        single = sizes(taken, f"cold/{OURS}" if kind == "cold" else "edit/prose")
        several = sizes(taken, "cold/parallel") if kind == "cold" else single
        known = {size for name in peers for size in within(taken, f"{kind}/{name}")}
        for size in sorted(known | single.keys()):
            for name, title in peers.items():
                theirs = taken.get(f"{kind}/{name}/{size}", {})
                if theirs or size in bars.get(name, {}):
                    field, ours = ("cpu", single) if name in BY_CPU else ("wall", several)
                    text = f"{what}, {size:,} meetings"
                    yield Pair(text, title, field, theirs, ours.get(size, {}), bar(bars, name, size))


def within(taken: Taken, kind: str) -> set[int]:
    """The sizes of the figures of a kind, of those too that came to nothing."""
    return {int(key.rpartition("/")[2]) for key in taken if key.rpartition("/")[0] == kind}


def cell(figure: Figure, field: str, unit: str, part: float = 1, digits: int = 1) -> str:
    """A field of a figure: roughly, if it was reckoned from some pages; or what became of it."""
    if field in figure:
        return f"{'about ' * ('sampled' in figure)}{number(figure[field] / part, digits)} {unit}"
    if "over" in figure and field == "wall":
        return f"over {number(figure['over'], 0)} s"
    return "failed" if "failed" in figure else "–"


def faster(ratio: float | None) -> str:
    """How many times faster something is, in words.

    >>> faster(13.7), faster(1 / 6), faster(None)
    ('13.7 × faster', '6.0 × slower', '–')
    """
    if ratio is None:
        return "–"
    return f"{number(ratio)} × faster" if ratio >= 1 else f"{number(1 / ratio)} × slower"


def factor(pair: Pair) -> str:
    """How many times faster ours is; of one that was ended, only if that is known to be faster at all."""
    if "over" not in pair.theirs:
        return faster(pair.ratio)
    return f"over {faster(pair.ratio)}" if pair.ratio is not None and pair.ratio >= 1 else "–"


def wanted(least: float | None) -> str:
    """A bar in words.

    >>> wanted(5), wanted(1), wanted(1 / 6), wanted(None)
    ('5 × faster', 'faster', 'at most 6 × slower', '–')
    """
    if least is None:
        return "–"
    if least == 1:
        return "faster"
    return f"{least:.0f} × faster" if least > 1 else f"at most {1 / least:.0f} × slower"


def comparison(taken: Taken, peers: Mapping[str, str]) -> str:
    """The table of others, theirs before ours in each cell that has both."""
    lines = []
    for pair in pairs(taken, peers):
        both = (pair.theirs, pair.ours)
        cells = [
            " / ".join(cell(each, field, unit, part, digits) for each in both)
            for field, unit, part, digits in (("cpu", "s", 1, 1), ("wall", "s", 1, 1), ("peak", "GB", GB, 2))
        ]
        told = " / ".join(number(runs(each), 0) for each in both)
        by = "CPU" if pair.field == "cpu" else "wall"
        verdicts = [by, factor(pair), wanted(pair.bar), verdict(pair.met)]
        lines.append([pair.what, pair.peer, *cells, told, *verdicts])
    heads = ["theirs / ours", "beside", "CPU", "wall", "peak memory", "runs", "compared by", "ours is", "bar", "met"]
    return table(heads, lines)


def links(taken: Taken, peers: Mapping[str, str]) -> str:
    """The table of what is said of dead links; empty if nobody was asked."""
    lines = []
    for name, title in {OURS: OURS, **peers}.items():
        for figure in sizes(taken, f"dead/{name}").values():
            lines.append([title, *("yes" if figure[field] else "no" for field in ("page", "heading"))])
    return table(["dead links are told", "to a page", "to a heading"], lines) if lines else ""
