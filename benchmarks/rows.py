"""The table: of the figures of a run, what is promised, what it is, and whether that is kept. Pure.

Figures are those of `figures.Figures`. Sizes are not said here: there is a row for each that was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
}


def against(name: str, size: int) -> float | None:
    """How many times as long another is to take at least, in CPU seconds of the same words."""
    if name == "stock":
        return 40 if size >= 1000 else 5 if size >= 300 else None
    if name == "hugo":
        return round(1 / 6, 2) if size >= 1000 else None
    return 1 if size >= 1000 else None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    unit: str
    ours: float | None
    bar: float | None = None
    digits: int = 1
    theirs: float | None = None
    peer: str = ""  #: whose figure *theirs* is
    note: str = ""  #: instead of a figure of theirs

    @property
    def ratio(self) -> float | None:
        """Theirs over ours; without a peer, ours over the bar."""
        above, below = (self.theirs, self.ours) if self.peer else (self.ours, self.bar)
        return above / below if above is not None and below else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is kept; None if there is none, or no figure."""
        if self.bar is None or self.ours is None:
            return None
        if not self.peer:
            return self.ours <= self.bar
        return None if self.ratio is None else self.ratio >= self.bar


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


def rows(taken: Taken) -> Iterator[Row]:
    """What is promised of ours."""
    cold = sizes(taken, f"cold/{OURS}")
    for size, figure in list(cold.items())[-2:]:
        yield Row(f"cold build, {size:,} meetings, CPU a page", "ms", each(figure, "cpu", 1e3), BARS["cold"])
    for size, figure in sizes(taken, "cold/parallel").items():
        yield Row(f"cold build, {size:,} meetings, all processors, wall", "s", figure["wall"])
    for name, field in (("CPU seconds", "cpu"), ("bytes written", "bytes"), ("peak memory", "peak")):
        grown = exponent(curve(taken, f"cold/{OURS}", field))
        bar = BARS["growth of memory" if field == "peak" else "growth"]
        yield Row(f"growth of {name} with meetings, power", "", grown, bar, 2)
        yield Row("the same, with pages", "", by_pages(taken, field), None, 2)
    for size, figure in list(cold.items())[-1:]:
        yield Row(f"peak memory, cold, {size:,} meetings", "GB", figure["peak"] / GB, BARS["memory"], 2)
    for size, figure in sizes(taken, "edit/tools").items():
        yield Row(f"peak memory, cold, all processors, {size:,} meetings", "GB", figure["peak"] / GB, BARS["memory"], 2)
    for size, figure in sizes(taken, "edit/prose").items():
        bar = BARS["edit, up to 1,000" if size <= 1000 else "edit, above"]
        yield Row(f"a meeting's prose edited, {size:,} meetings, wall", "s", figure["wall"], bar)
        yield Row(f"the same, CPU, {size:,} meetings", "s", figure["cpu"])
        yield Row(f"the same, peak memory, {size:,} meetings", "GB", figure["peak"] / GB, BARS["memory, edited"], 2)
    for size, figure in sizes(taken, "edit/nothing").items():
        yield Row(f"nothing changed, {size:,} meetings, wall", "s", figure["wall"], BARS["nothing"])
    for size, figure in sizes(taken, "edit/rename").items():
        what = f"a person on {figure['mentioned']:,} pages renamed, {size:,} meetings"
        yield Row(f"{what}, wall", "s", figure["wall"], BARS["rename"])
        yield Row(
            f"the same: pages that had to change, of {figure['rewritten']:,} rewritten",
            "pages",
            figure["needed"],
            None,
            0,
        )
        yield Row("the same: files that are not as in a clean build", "files", figure["stale"], BARS["exact"], 0)
        yield Row("the same: pages rewritten as they were", "pages", figure["needless"], BARS["exact"], 0)
    yield from reading(taken)
    for name, what in (("check", "`check`"), ("mentions", "`mentions`")):
        for size, figure in sizes(taken, f"{name}/{OURS}").items():
            yield Row(f"{what}, {size:,} meetings, first time, wall", "s", figure["cold-wall"])
            yield Row(f"{what}, {size:,} meetings, again, wall", "s", figure["wall"], BARS["errand"])
    for size, figure in sizes(taken, "pdf/all").items():
        yield Row(f"PDF of {size:,} meetings ({figure['pages']:,} pages), CPU", "s", figure["cpu"], BARS["book"])
        yield Row("the same, peak memory", "GB", figure["peak"] / GB, BARS["book memory"], 2)
    for size, figure in sizes(taken, "pdf/one").items():
        yield Row(f"PDF of one of {size:,} meetings ({figure['pages']:,} pages), CPU", "s", figure["cpu"], BARS["leaf"])
    for kind, what in (("seed", "another seed"), ("busy", "a person who is named 25 times in each meeting")):
        for size, figure in sizes(taken, f"cold/{kind}").items():
            yield Row(
                f"cold build, {what}, {size:,} meetings, CPU a page", "ms", each(figure, "cpu", 1e3), BARS["cold"]
            )


def reading(taken: Taken) -> Iterator[Row]:
    """What is promised to a reader's browser."""
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
        yield Row(f"{what}: its page, with what any page fetches", "KB", figure["page"] / KB, BARS["page"])
        yield Row(f"{what}: fetched only for the search", "KB", figure["search"] / KB, BARS["search"])
        yield Row(
            f"{what}: from opening it to the first answer, processor slowed 4 times", "s", figure["wait"], None, 2
        )
        yield Row(f"{what}: from asking to the first answer, the same", "s", figure["answered"], BARS["answer"], 2)
    for size, without in sizes(taken, "cold/unsearched").items():
        if (figure := taken.get(f"cold/{OURS}/{size}", {})) and "cpu" in figure:
            cost = (figure["cpu"] - without["cpu"]) / figure["pages"] * 1e3
            yield Row(f"indexing for the search, {size:,} meetings, CPU a page", "ms", cost, BARS["index"])


def beside(taken: Taken, peers: Mapping[str, str]) -> Iterator[Row]:
    """Ours beside the peers, whose titles are given by name: of the same words, in CPU seconds."""
    for kind, what in (("cold", "cold build"), ("edit", "one meeting edited")):
        ours = sizes(taken, f"cold/{OURS}" if kind == "cold" else "edit/prose")
        for size, mine in list(ours.items()):
            for name, title in peers.items():
                if kind == "edit" and f"edit/{name}/{size}" not in taken:
                    continue
                theirs = taken.get(f"{kind}/{name}/{size}", {})
                bar = against(name, size) if kind == "cold" else None
                note = f"over {theirs['over']:,.0f} s" if "over" in theirs else "failed" * ("failed" in theirs)
                row = Row(f"{what}, {size:,} meetings", "s", mine["cpu"], bar, 1, theirs.get("cpu"), title, note)
                yield row


def each(figure: Mapping[str, Any], field: str, unit: float) -> float:
    """A field of a figure, divided by its pages, in so many parts of its unit."""
    return float(figure[field]) / float(figure["pages"]) * unit


def by_pages(taken: Taken, field: str) -> float | None:
    """How a field grows with the number of pages."""
    return exponent(
        {figure["pages"]: figure[field] for figure in sizes(taken, f"cold/{OURS}").values() if "pages" in figure}
    )


def verdict(row: Row) -> str:
    """Whether a bar is met, as a word."""
    return "–" if row.met is None else "yes" if row.met else "**missed**"


def said(value: float | None, row: Row) -> str:
    """A figure with its unit; a dash if there is none."""
    return number(value, row.digits) + f" {row.unit}" * bool(value is not None and row.unit)


def promises(taken: Taken) -> str:
    """The table of what is promised."""
    lines = [
        [row.what, said(row.ours, row), said(row.bar, row), number(row.ratio, 2), verdict(row)] for row in rows(taken)
    ]
    return table(["measured", OURS, "bar", "ours ÷ bar", "met"], lines)


def comparison(taken: Taken, peers: Mapping[str, str]) -> str:
    """The table of ours beside the peers."""
    lines = []
    for row in beside(taken, peers):
        sampled = next((each for each in peers if peers[each] == row.peer), "")
        size = row.what.rpartition(", ")[2].partition(" ")[0].replace(",", "")
        guessed = "sampled" in taken.get(f"cold/{sampled}/{size}", {}) and row.theirs is not None
        theirs = f"{'about ' * guessed}{said(row.theirs, row)}" if row.theirs is not None else row.note or "–"
        bar = f"{number(row.bar)} ×" if row.bar is not None else "–"
        ratio = f"{number(row.ratio)} ×" if row.ratio is not None else "–"
        lines.append([row.what, row.peer, theirs, said(row.ours, row), ratio, bar, verdict(row)])
    return table(["CPU seconds of", "beside", "theirs", OURS, "theirs ÷ ours", "bar", "met"], lines)
