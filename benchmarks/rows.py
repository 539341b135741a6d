"""The table of what is promised: from the figures of a run, what it is, and whether that is kept. Pure.

Figures are those of `figures.Figures`. Sizes are not said here: there is a row for each that was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import exponent
from benchmarks.table import number, table

Taken = Mapping[str, Mapping[str, Any]]

KB, MB, GB = 1024, 1e6, 1e3  #: bytes; bytes; megabytes
OURS = "ours"

#: What is promised at most, by the name of the row. A row without one is measured, and promises nothing.
BARS: Mapping[str, float] = {
    "cold": 45,  # ms of CPU, a page
    "growth": 1.05,
    "growth of memory": 1.0,
    "memory": 4,  # GB, cold
    "memory, edited": 2,
    "edit, up to 1,000": 2,  # s, wall
    "edit, above": 8,
    "nothing": 4,
    "rename": 15,
    "errand": 10,  # s, warm
    "exact": 0,
    "page requests": 15,
    "page": 150,  # KB
    "page beside small": 1.05,  # bytes and requests of a page, times those in a small archive
    "search": 120,  # KB: what is fetched only for the search and its first question
    "answer": 0.15,  # s
    "index": 15,  # ms of CPU, a page
    "book": 35,  # s of CPU
    "book memory": 1.3,  # GB
    "leaf": 5,  # s of CPU: the PDF of one meeting
    "volume": 1.1,  # CPU of the dearest of three volumes, times a third of the whole's
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    unit: str
    ours: float | None
    bar: float | None = None
    digits: int = 1
    runs: int | None = None  #: whose median it is

    @property
    def ratio(self) -> float | None:
        """Ours over the bar."""
        return self.ours / self.bar if self.ours is not None and self.bar else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept; None if there is none, or no figure."""
        return None if self.bar is None or self.ours is None else self.ours <= self.bar


def sizes(taken: Taken, kind: str) -> dict[int, Mapping[str, Any]]:
    """The figures of a kind, such as `cold/ours`, by size; without those that failed or took too long."""
    found = {
        int(key.rpartition("/")[2]): figure
        for key, figure in taken.items()
        if key.rpartition("/")[0] == kind and "failed" not in figure and "over" not in figure
    }
    return dict(sorted(found.items()))


def curve(taken: Taken, kind: str, field: str) -> dict[int, float]:
    """One field of the figures of a kind, by size; where it is known."""
    return {size: figure[field] for size, figure in sizes(taken, kind).items() if field in figure}


def building(taken: Taken) -> Iterator[Row]:
    """Of cold builds, and how they grow."""
    cold = sizes(taken, f"cold/{OURS}")
    shown = [size for size in cold if size >= 1000] or list(cold)[-2:]
    for size in shown:
        what = f"cold build, {size:,} meetings, CPU a page"
        yield Row(what, "ms", each(cold[size], "cpu", 1e3), BARS["cold"], runs=runs(cold[size]))
        if "sources" in cold[size]:
            share = each(cold[size], "cpu", 1e3, "sources")
            yield Row("the same, a page of Markdown", "ms", share, runs=runs(cold[size]))
    for size, figure in sizes(taken, "cold/parallel").items():
        if size in shown or size not in cold:
            what = f"cold build, {size:,} meetings, all processors, wall"
            yield Row(what, "s", figure["wall"], runs=runs(figure))
    for name, field in (("CPU seconds", "cpu"), ("bytes written", "bytes"), ("peak memory", "peak")):
        grown = exponent(curve(taken, f"cold/{OURS}", field))
        bar = BARS["growth of memory" if field == "peak" else "growth"]
        yield Row(f"growth of {name} with meetings, power", "", grown, bar, 2)
        yield Row("the same, with pages", "", by_pages(taken, field), None, 2)
    for size, figure in list(cold.items())[-1:]:
        what = f"peak memory, cold, {size:,} meetings"
        yield Row(what, "GB", figure["peak"] / GB, BARS["memory"], 2, runs(figure))


def editing(taken: Taken) -> Iterator[Row]:
    """Of what an editor waits for."""
    for size, figure in sizes(taken, "edit/tools").items():
        what = f"peak memory, cold, all processors, {size:,} meetings"
        yield Row(what, "GB", figure["peak"] / GB, BARS["memory"], 2, runs(figure))
    for size, figure in sizes(taken, "edit/prose").items():
        bar, times = BARS["edit, up to 1,000" if size <= 1000 else "edit, above"], runs(figure)
        yield Row(f"a meeting's prose edited, {size:,} meetings, wall", "s", figure["wall"], bar, runs=times)
        yield Row(f"the same, CPU, {size:,} meetings", "s", figure["cpu"], runs=times)
        memory = figure["peak"] / GB
        yield Row(f"the same, peak memory, {size:,} meetings", "GB", memory, BARS["memory, edited"], 2, times)
    for size, figure in sizes(taken, "edit/nothing").items():
        yield Row(f"nothing changed, {size:,} meetings, wall", "s", figure["wall"], BARS["nothing"], runs=runs(figure))
    for size, figure in sizes(taken, "edit/rename").items():
        what, times = f"a person on {figure['mentioned']:,} pages renamed, {size:,} meetings", runs(figure)
        yield Row(f"{what}, wall", "s", figure["wall"], BARS["rename"], runs=times)
        what = f"the same: pages that had to change, of {figure['rewritten']:,} rewritten"
        yield Row(what, "pages", figure["needed"], None, 0, times)
        yield Row("the same: files that are not as in a clean build", "files", figure["stale"], BARS["exact"], 0, times)
        yield Row("the same: pages rewritten as they were", "pages", figure["needless"], BARS["exact"], 0, times)


def reading(taken: Taken) -> Iterator[Row]:
    """Of what a reader's browser fetches, and of what the search costs."""
    pages = sizes(taken, "visit/page")
    for size, figure in pages.items():
        what = f"first visit to a meeting, of {size:,}"
        yield Row(f"{what}: requests", "", figure["requests"], BARS["page requests"], 0)
        yield Row(f"{what}: over the line", "KB", figure["bytes"] / KB, BARS["page"])
        if size != min(pages):
            small = pages[min(pages)]
            for field, name in (("bytes", "bytes"), ("requests", "requests")):
                ratio = figure[field] / small[field]
                yield Row(f"{what}: {name}, beside one of {min(pages)}", "×", ratio, BARS["page beside small"], 2)
    for size, figure in sizes(taken, "visit/search").items():
        what = f"first search, {size:,} meetings, the worst of {figure['questions']} questions"
        times = runs(figure)
        page, search = figure["page"] / KB, figure["search"] / KB
        yield Row(f"{what}: its page, with what any page fetches", "KB", page, BARS["page"], runs=times)
        yield Row(f"{what}: fetched only for the search", "KB", search, BARS["search"], runs=times)
        waited = f"{what}: from opening it to the first answer, processor slowed 4 times"
        yield Row(waited, "s", figure["wait"], None, 2, times)
        asked = f"{what}: from asking to the first answer, the same"
        yield Row(asked, "s", figure["answered"], BARS["answer"], 2, times)
    for size, without in sizes(taken, "cold/unsearched").items():
        if (figure := taken.get(f"cold/{OURS}/{size}", {})) and "cpu" in figure:
            cost = (figure["cpu"] - without["cpu"]) / figure["pages"] * 1e3
            what = f"indexing for the search, {size:,} meetings, CPU a page"
            yield Row(what, "ms", cost, BARS["index"], runs=runs(without))


def running(taken: Taken) -> Iterator[Row]:
    """Of errands, and of PDFs."""
    for name, what in (("check", "`check`"), ("mentions", "`mentions`")):
        for size, figure in sizes(taken, f"{name}/{OURS}").items():
            yield Row(f"{what}, {size:,} meetings, first time, wall", "s", figure["cold-wall"], runs=1)
            again = f"{what}, {size:,} meetings, again, wall"
            yield Row(again, "s", figure["wall"], BARS["errand"], runs=runs(figure))
    for size, figure in sizes(taken, "pdf/all").items():
        what, times = f"PDF of {size:,} meetings ({figure['pages']:,} pages), CPU", runs(figure)
        yield Row(what, "s", figure["cpu"], BARS["book"], runs=times)
        yield Row("the same, peak memory", "GB", figure["peak"] / GB, BARS["book memory"], 2, times)
    for size, figure in sizes(taken, "pdf/one").items():
        what = f"PDF of one of {size:,} meetings ({figure['pages']:,} pages), CPU"
        yield Row(what, "s", figure["cpu"], BARS["leaf"], runs=runs(figure))


def parted(taken: Taken) -> Iterator[Row]:
    """Of an archive in volumes."""
    for size, figure in sizes(taken, "volumes").items():
        what, third = f"{size:,} meetings in {len(figure['volumes'])} volumes", figure["whole"] / len(figure["volumes"])
        yield Row(f"{what}: the whole in one, CPU", "s", figure["whole"])
        yield Row(
            f"{what}: the dearest volume, CPU, beside its share of that", "×", figure["cpu"] / third, BARS["volume"], 2
        )
        yield Row(f"{what}: joining them, CPU", "s", figure["join"])
        yield Row("the same: files that are not as in the whole", "files", figure["different"], BARS["exact"], 0)


def others(taken: Taken) -> Iterator[Row]:
    """Of archives that are made otherwise."""
    for kind, what in (("seed", "another seed"), ("busy", "a person who is named 25 times in each meeting")):
        for size, figure in sizes(taken, f"cold/{kind}").items():
            text = f"cold build, {what}, {size:,} meetings, CPU a page"
            yield Row(text, "ms", each(figure, "cpu", 1e3), BARS["cold"], runs=runs(figure))


#: What is promised, in the order in which it stands in the table. What is measured anew gets its rows here.
SECTIONS: Sequence[Callable[[Taken], Iterator[Row]]] = (building, editing, reading, running, parted, others)


def runs(figure: Mapping[str, Any]) -> int | None:
    """Of how many runs a figure is the median; None if that is not known."""
    return figure.get("times")


def each(figure: Mapping[str, Any], field: str, unit: float, by: str = "pages") -> float:
    """A field of a figure, divided by its pages, in so many parts of its unit."""
    return float(figure[field]) / float(figure[by]) * unit


def by_pages(taken: Taken, field: str) -> float | None:
    """How a field grows with the number of pages."""
    return exponent(
        {figure["pages"]: figure[field] for figure in sizes(taken, f"cold/{OURS}").values() if "pages" in figure}
    )


def verdict(met: bool | None) -> str:
    """Whether a bar is met, as a word."""
    return "–" if met is None else "yes" if met else "**missed**"


def said(value: float | None, row: Row) -> str:
    """A figure with its unit; a dash if there is none."""
    return number(value, row.digits) + f" {row.unit}" * bool(value is not None and row.unit)


def promises(taken: Taken) -> str:
    """The table of what is promised."""
    found = (row for section in SECTIONS for row in section(taken))
    lines = [
        [row.what, said(row.ours, row), said(row.bar, row), number(row.ratio, 2), verdict(row.met), number(row.runs, 0)]
        for row in found
    ]
    return table(["measured", OURS, "bar", "ours ÷ bar", "met", "runs"], lines)
