"""What happened when: posts, meetings, decisions and undertakings along a line of time.

As with graphs, what a timeline shows is plain data, bounded however large the archive is; it is drawn
only when its page is written. Nothing here knows Sphinx.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from minutes import dates, drawing
from minutes.drawing import SIZE, Drawing, Links, bare
from minutes.graph import Filed, Graph, Object
from minutes.labels import cut, width
from minutes.model import Field, Membership, View

#: The kinds of record that stand on the timeline beside the meetings.
KINDS = ("decision", "appointment", "undertaking")
#: More marks than this, of one kind, are counted by month, year or decade: see `_unit`.
MARKS = 400
#: So many bars at most stand side by side.
BARS = 160
#: More meetings than this are counted on the ribbon too.
RIBBON = 160

_OPEN = ("0001-01-01", "9999-12-31")


@dataclass(frozen=True, slots=True)
class Dated:
    """A record, or a meeting, at its date."""

    object: Object
    day: str  #: ISO
    text: str
    due: tuple[str, str] | None = None  #: first and last day on which it falls due
    due_words: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many there are in a month, year or decade."""

    first: str  #: ISO day
    last: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """All of a kind: either each, or their numbers."""

    kind: str  #: ``meeting`` or a kind of record
    marks: tuple[Dated, ...] = ()
    sums: tuple[Sum, ...] = ()
    index: Object | None = None  #: the page that lists them all


@dataclass(frozen=True, slots=True)
class Held:
    """A post held, with the glossary's entry of it if there is one."""

    membership: Membership
    post: Object | None
    when: str  #: in words


# -- what happened ------------------------------------------------------------------------------


def _day(graph: Graph, docname: str) -> str:
    return graph.when(docname)[0]


def _due(field: Field) -> tuple[str, str] | None:
    """When something falls due, as far as a date was made of it."""
    if field.target in ("", field.text) or dates.fault(field.target):
        return None
    return dates.bounds(field.target)


def _meetings(graph: Graph) -> list[Dated]:
    return [Dated(bare(each), _day(graph, each.docname), each.label) for each in graph.of_type("meeting")]


def _record(graph: Graph, filed: Filed) -> Dated:
    text = filed.record.text[:1].upper() + filed.record.text[1:]
    for field in filed.record.fields:
        if field.name == "due" and (due := _due(field)):
            return Dated(bare(filed.object), _day(graph, filed.docname), text, due, field.text)
    return Dated(bare(filed.object), _day(graph, filed.docname), text)


def _all(graph: Graph, kind: str) -> list[Dated]:
    if kind == "meeting":
        return _meetings(graph)
    return [_record(graph, each) for each in graph.records.get(kind, ())]


def _index(graph: Graph, kind: str) -> Object | None:
    """The page that lists all of a kind."""
    docname = graph.registers.get(kind)
    if kind == "meeting":
        wanted = View("list-of", "meetings")
        docname = next((name for name in ("meetings/index", "index") if wanted in _views(graph, name)), None)
    return graph.shown(docname) if docname else None


def _views(graph: Graph, docname: str) -> tuple[View, ...]:
    return graph.ledgers[docname].views if docname in graph.ledgers else ()


def _unit(days: Sequence[str]) -> int:
    """How many letters of a day to count by, so that there are not too many bars: month, year or decade."""
    years = int(max(days)[:4]) - int(min(days)[:4]) + 1
    return 7 if years * 12 <= BARS else 4 if years <= BARS else 3


def _sums(days: Sequence[str]) -> tuple[Sum, ...]:
    """Days, counted.

    >>> [(each.words, each.count) for each in _sums(["2011-05-17", "2011-05-30", "2012-01-04"])]
    [('May 2011', 2), ('January 2012', 1)]
    """
    letters = _unit(days)
    found = []
    for part, count in sorted(Counter(day[:letters] for day in days).items()):
        first, last = (f"{part}0", f"{part}9") if letters == 3 else (part, part)
        bounds = dates.bounds(first)[0], dates.bounds(last)[1]
        found.append(Sum(*bounds, f"{part}0s" if letters == 3 else dates.words(part), count))
    return tuple(found)


def lanes(graph: Graph) -> tuple[Lane, ...]:
    """Meetings, decisions, appointments and undertakings by date; what is too much to show is counted."""
    found = []
    for kind in ("meeting", *KINDS):
        if marks := _all(graph, kind):
            index = _index(graph, kind)
            if len(marks) <= MARKS:
                found.append(Lane(kind, marks=tuple(marks), index=index))
            else:
                found.append(Lane(kind, sums=_sums([each.day for each in marks]), index=index))
    return tuple(found)


def meetings(graph: Graph) -> Lane | None:
    """The meetings for the ribbon."""
    marks = _meetings(graph)
    if not marks:
        return None
    index = _index(graph, "meeting")
    if len(marks) <= RIBBON:
        return Lane("meeting", marks=tuple(marks), index=index)
    return Lane("meeting", sums=_sums([each.day for each in marks]), index=index)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list that says what the timeline shows."""

    object: Object
    text: str
    note: str = ""
    count: int | None = None


def calendar(graph: Graph) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """All that the timeline shows, by date: headed groups."""
    dated: dict[tuple[str, str], list[Entry]] = {}
    for lane in lanes(graph):
        for each in lane.marks:
            note = "" if lane.kind == "meeting" else lane.kind
            dated.setdefault((each.day, dates.words(each.day)), []).append(Entry(each.object, each.text, note))
            if each.due:
                entry = Entry(each.object, each.text, f"{lane.kind} due: {each.due_words}")
                dated.setdefault((each.due[0], dates.words("/".join(each.due))), []).append(entry)
        for total in lane.sums if lane.index else ():
            assert lane.index is not None
            entry = Entry(lane.index, f"{lane.kind.capitalize()}s", "", total.count)
            dated.setdefault((total.first, total.words), []).append(entry)
    return tuple((words, tuple(entries)) for (_, words), entries in sorted(dated.items(), key=lambda each: each[0]))


# -- the axis -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole years; days have their place between 0 and 1."""

    first: int
    last: int

    @staticmethod
    def over(days: Iterable[str]) -> Axis:
        """From the year of the first of some days to that of the last."""
        years = [int(day[:4]) for day in days]
        return Axis(min(years), max(years))

    @property
    def years(self) -> int:
        """How many there are."""
        return self.last - self.first + 1

    def place(self, day: str) -> float:
        """Where a day stands; an open start or end is beyond the edge.

        >>> Axis(2010, 2011).place("2011-01-01")
        0.5
        """
        if day in _OPEN:
            return 0.0 if day == _OPEN[0] else 1.0
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal() + 1
        return (date.fromisoformat(day).toordinal() - start) / (end - start)

    def step(self, most: int) -> int:
        """Every how many years one is named, so that there are not too many names."""
        return next(each for each in (1, 2, 5, 10, 20, 50, 100, 500) if self.years / each <= most or each == 500)

    def ticks(self, height: float, y: float, most: int) -> Iterator[str]:
        """A thin line for each year that is named, its name right of the line's end at *y*."""
        step = self.step(most)
        for year in range(self.first, self.last + 1):
            if year % step == 0 or self.years <= most:
                x = self.place(f"{year}-01-01")
                line = drawing.element("line", x1=0, y1=0, x2=0, y2=height, class_="tick")
                yield drawing.at(x, line, drawing.words((str(year),), 4, y))


# -- drawing ------------------------------------------------------------------------------------

_ROW = 40.0
_BAR = "A bar lasts from start to end, as far as a source gives them."
_RING = "A ring is a date at which the post is attested."
_NARROWEST = 330.0  #: a phone's column


def tenure(posts: Sequence[Held]) -> Drawing | None:
    """A person's posts over time; None if no post has a date."""
    dated = [each for each in posts if each.membership.start or each.membership.end or each.membership.attested]
    if not dated:
        return None
    spans = [_span(each.membership) for each in dated]
    axis = Axis.over(day for span in spans for day in span if day not in _OPEN)
    links = Links()
    height = _ROW * len(dated)
    parts = list(axis.ticks(height + 4, height + 16, 6))
    for row, (held, span) in enumerate(zip(dated, spans, strict=True)):
        parts.append(_post(held, span, axis, row * _ROW, links))
    lasting = [bool(each.membership.start or each.membership.end) for each in dated]
    caption = " ".join(filter(None, [_BAR if any(lasting) else "", _RING if not all(lasting) else ""]))
    picture = drawing.strip("Posts over time", height + 22, parts)
    return Drawing("tenure", picture, links.targets, caption=caption)


def _span(held: Membership) -> tuple[str, str]:
    if held.start or held.end:
        return dates.bounds(f"{held.start or '..'}/{held.end or '..'}")
    return dates.bounds(held.attested)


def _post(held: Held, span: tuple[str, str], axis: Axis, y: float, links: Links) -> str:
    """A row: the post's name, and below it a bar, or a mark where the post is only attested."""
    membership = held.membership
    name = f"{membership.post}, {membership.organization}"
    when = held.when.removeprefix("attested ")  # a ring says so
    room = _NARROWEST - width(when, 12) - 10
    alone = 0.6 * room < width(membership.post, SIZE) <= room < width(name, SIZE)
    short = membership.post if alone else cut(name, SIZE, room)
    label = drawing.words((short,), 0, y + 13)
    title = f"{name}: {held.when}"
    head = links.to(held.post, label, title=title) if held.post else label
    head += drawing.at(1, drawing.words((when,), 0, y + 13, class_="when"))
    line = y + 25
    rail = drawing.element("line", x1=0, y1=line, x2="100%", y2=line, class_="rail")
    start, end = (axis.place(day) for day in span)
    if not (membership.start or membership.end):
        middle = (start + end) / 2
        return head + rail + drawing.at(middle, drawing.element("circle", cx=0, cy=line, r=5.5, class_="attested"))
    bar = drawing.element(
        "rect", x=drawing.share(start), y=line - 4, width=drawing.share(max(end - start, 0.006)), height=8, class_="bar"
    )
    arrows = ""
    if span[0] == _OPEN[0]:
        arrows += drawing.at(0, drawing.element("path", d=f"M0 {line - 8:g}l-9 8 9 8z", class_="bar"))
    if span[1] == _OPEN[1]:
        arrows += drawing.at(1, drawing.element("path", d=f"M0 {line - 8:g}l9 8 -9 8z", class_="bar"))
    return head + rail + bar + arrows


_PITCH = 26.0  #: from mark to mark, for a finger
_LEVELS = 4
_ASIDE = 12.0  #: from the middle of a mark to the words beside it


def _levels(places: Sequence[float]) -> list[int]:
    """How high each mark stands, so that even on a phone none lies on another.

    >>> _levels([0.1, 0.11, 0.5])
    [0, 1, 0]
    """
    ends = [-math.inf] * _LEVELS
    found = []
    for place in places:
        free = (level for level, end in enumerate(ends) if (place - end) * _NARROWEST >= _PITCH)
        level = next(free, min(range(_LEVELS), key=lambda each: ends[each]))
        ends[level] = place
        found.append(level)
    return found


def _room(places: Sequence[float], words: Sequence[str]) -> bool:
    """Whether there is room for words beside all marks, even on a phone: towards the middle of the ribbon."""
    spans = []
    for place, word in zip(places, words, strict=True):
        x, reach = place * _NARROWEST, _ASIDE + width(word, 12) + 4
        spans.append((x - reach, x + _ASIDE) if place > 0.5 else (x - _ASIDE, x + reach))
    return all(one[1] <= other[0] for one, other in pairwise(spans))


def ribbon(found: Lane) -> Drawing:
    """All meetings over all years, each a link."""
    links = Links()
    if found.sums:
        axis = Axis.over((found.sums[0].first, found.sums[-1].last))
        height = 64.0
        marks = list(_bars(found, axis, height, height - 4, links))
    else:
        axis = Axis.over(each.day for each in found.marks)
        places = [axis.place(each.day) for each in found.marks]
        levels = _levels(places)
        height = 24 + max(levels) * 24 + 22.0
        words = [each.text.rpartition(" ")[0] for each in found.marks]
        shown = _room(places, words)
        marks = []
        for each, place, level, word in zip(found.marks, places, levels, words, strict=True):
            y = height - 32 - level * 24
            stalk = drawing.element("line", x1=0, y1=height, x2=0, y2=y + 8, class_="stalk")
            sheet = drawing.mark("meeting", 0, y, 8)
            turn = {"text_anchor": "end"} if place > 0.5 else {}
            name = drawing.words((word,), -_ASIDE if turn else _ASIDE, y + 4, 12, **turn) if shown else ""
            more = width(word, 12) if shown else 0.0
            left = -_ASIDE - (more if turn else 0)
            reach = drawing.element("rect", x=left, y=y - 12, width=2 * _ASIDE + more, height=24, class_="reach")
            marks.append(drawing.at(place, links.to(each.object, stalk, reach, sheet, name, title=each.text)))
    parts = [*axis.ticks(height + 20, height + 16, 6), _base(height), *marks]
    return Drawing("ribbon", drawing.strip("Meetings by date", height + 24, parts), links.targets)


def _base(y: float) -> str:
    return drawing.element("line", x1=0, y1=y, x2="100%", y2=y, class_="base")


def _bars(found: Lane, axis: Axis, height: float, most: float, links: Links) -> Iterator[str]:
    """A bar for each number, standing at *height*."""
    highest = max(each.count for each in found.sums)
    for each in found.sums:
        start, end = axis.place(each.first), axis.place(each.last)
        tall = max(most * each.count / highest, 2)
        title = f"{each.words}: {each.count} {found.kind}{'' if each.count == 1 else 's'}"
        bar = drawing.element(
            "rect",
            x=drawing.share(start),
            y=height - tall,
            width=drawing.share((end - start) * 0.86),
            height=tall,
            class_=f"sum {found.kind}",
        )
        if found.index:
            yield links.to(found.index, bar, title=title)
        else:
            yield drawing.element("g", drawing.element("title", title), bar)


_STACK, _STEP = 8, 15.0  #: marks in a column, and from one to the next
_TALL = 70.0  #: of the highest bar


def timeline(found: Sequence[Lane]) -> Drawing | None:
    """Meetings, decisions, appointments and undertakings: a lane each, on one axis."""
    if not found:
        return None
    days = [each.day for lane in found for each in lane.marks]
    days += [day for lane in found for each in lane.marks if each.due for day in each.due if day not in _OPEN]
    days += [day for lane in found for each in lane.sums for day in (each.first, each.last)]
    axis = Axis.over(days)
    links, parts, y = Links(), [], 24.0
    for lane in found:
        markup, height = _lane(lane, axis, y + 22, links)
        parts += [drawing.words((lane.kind.capitalize() + "s",), 0, y + 12, class_="lane"), markup]
        y += 22 + height
        parts.append(_base(y))
        y += 10
    months = _months(axis, y) if axis.years * 12 <= BARS else ()
    ticks = axis.ticks(y, 12, 24)
    picture = drawing.strip("Timeline of the archive", y + 18, [*ticks, *months, *parts])
    caption = "A mark for each; what was undertaken with a date has a line to when it fell due."
    return Drawing("timeline", picture, links.targets, "Timeline", caption)


def _months(axis: Axis, y: float) -> Iterator[str]:
    """A short line for each month; its name shows when a reader comes nearer."""
    for year in range(axis.first, axis.last + 1):
        for month in range(1, 13):
            line = drawing.element("line", x1=0, y1=y - 10, x2=0, y2=y - 4, class_="tick")
            name = drawing.words((f"{dates.words(f'2000-{month:02}')[:3]} {year}",), 3, y + 8)
            yield drawing.at(axis.place(f"{year}-{month:02}-01"), line, name, class_="month")


def _lane(lane: Lane, axis: Axis, y: float, links: Links) -> tuple[str, float]:
    """The marks of a kind below *y*, stacked where they share a date, and the height that they take."""
    if lane.sums:
        return "".join(_bars(lane, axis, y + _TALL, _TALL, links)), _TALL
    by_day = [(day, list(group)) for day, group in groupby(lane.marks, key=lambda each: each.day)]
    rows = max(min(len(group), _STACK) for _, group in by_day)
    height = rows * _STEP + 6
    parts = []
    for day, group in by_day:
        columns = math.ceil(len(group) / _STACK)
        high = math.ceil(len(group) / columns)
        for number, each in enumerate(group):
            x = (number // high - (columns - 1) / 2) * _STEP
            cy = y + height - 9 - number % high * _STEP
            parts.append(_dated(each, lane.kind, axis.place(day), x, cy, axis, links))
    return "".join(parts), height


def _dated(found: Dated, kind: str, place: float, x: float, y: float, axis: Axis, links: Links) -> str:
    """A mark, with a line to when it falls due."""
    title = f"{dates.words(found.day)}: {found.text}" if kind != "meeting" else found.text
    sign = (
        drawing.mark("meeting", x, y, 6)
        if kind == "meeting"
        else drawing.element("circle", cx=x, cy=y, r=5.5, class_=f"sign {kind}")
    )
    due = ""
    if found.due:
        start, end = (axis.place(day) for day in found.due)
        title += f" (due: {found.due_words})"
        due = drawing.element(
            "line", x1=drawing.share(place), y1=y, x2=drawing.share(end), y2=y, class_="lead"
        ) + drawing.element(
            "rect",
            x=drawing.share(start),
            y=y - 4,
            width=drawing.share(max(end - start, 0.004)),
            height=8,
            rx=4,
            class_="due",
        )
    return links.to(found.object, due, drawing.at(place, sign), title=title)
