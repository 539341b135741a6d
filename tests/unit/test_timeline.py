"""Posts, meetings and undertakings along a line of time."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from minutes import folding, listings, memberships, pictures, timeline
from minutes.graph import Graph, Object
from minutes.model import Field, Ledger, Meeting, Membership, Place, Record, View
from minutes.timeline import BARS, MARKS, RIBBON, Axis, Held

PLACE = Place("", "b", 1)


def meeting(date: str, *records: Record) -> Ledger:
    return Ledger(f"meetings/{date}", f"meetings/{date}.md", date, Meeting(date, "NEC", ()), records=records)


def record(kind: str, anchor: str, *fields: Field) -> Record:
    return Record(kind, anchor, f"that {anchor} be done", fields, PLACE)


def made(*meetings: Ledger) -> Graph:
    index = Ledger("meetings/index", "meetings/index.md", "Meetings", views=(View("list-of", "meetings"),))
    register = Ledger("registers/decisions", "r.md", "Decisions", views=(View("register", "decision"),))
    return folding.build([index, register, *meetings], {})


def held(start: str = "", end: str = "", attested: str = "", post: str = "Chair") -> Held:
    found = Membership(post, "NEC", "x", start, end, attested)
    return Held(found, None, memberships.when_held(found))


def test_the_posts_of_a_person(archive: Graph) -> None:
    drawn = pictures.drawn(pictures.shown(archive, "people/ann-ash", "tenure"))
    assert [each.id for each in drawn.links] == ["secretary"]
    assert "<title>Secretary, Committee: May 2000 – 2003</title>" in drawn.svg
    assert re.search(r'<rect x="8.2\d*%" y="21" width="91.\d*%"', drawn.svg)
    assert "ring" not in drawn.caption
    assert pictures.drawn(pictures.shown(archive, "people/cy-cedar", "tenure")) is None


def test_a_post_without_a_date_has_no_row() -> None:
    assert timeline.tenure([held()]) is None
    assert timeline.tenure([held(), held(attested="2011-11-01")]).svg.count('class="rail"') == 1


def test_a_post_that_is_only_attested_is_a_ring_in_the_middle_of_its_date() -> None:
    drawn = timeline.tenure([held(attested="2011")])
    assert '<svg x="49.863%" overflow="visible"><circle' in drawn.svg
    assert drawn.caption == "A ring is a date at which the post is attested."
    assert 'class="bar"' not in drawn.svg


@pytest.mark.parametrize(("start", "end", "bars"), [("2010", "2012", 1), ("2010", "", 2), ("", "2012", 2)])
def test_an_open_end_is_an_arrow(start: str, end: str, bars: int) -> None:
    assert timeline.tenure([held(start, end)]).svg.count('class="bar"') == bars


def test_long_names_of_posts_make_room_for_their_date() -> None:
    drawn = timeline.tenure([held("2010", post="Director of Campaign Organisation and of much else besides")])
    assert "…<" in drawn.svg
    assert drawn.svg.count("besides") == 0
    one = Membership("Campaign Co-ordinator", "Labour Party", "x", attested="2011-11-01")
    assert ">Campaign Co-ordinator<" in timeline.tenure([Held(one, None, "attested 1 November 2011")]).svg
    other = Membership("Member", "Implementation Working Group", "x", attested="2011-11-01")
    assert ">Member, Implementation" in timeline.tenure([Held(other, None, "attested 1 November 2011")]).svg
    whole = timeline.tenure([held("2010")])
    assert ">Chair, NEC<" in whole.svg


def test_the_axis_has_whole_years_and_names_few() -> None:
    axis = Axis.over(["2010-05-01", "2012-02-01"])
    assert (axis.first, axis.last, axis.place("2010-01-01")) == (2010, 2012, 0)
    assert 0.99 < axis.place("2012-12-31") < 1
    assert (axis.place("0001-01-01"), axis.place("9999-12-31")) == (0, 1)
    assert [Axis(1900, last).step(6) for last in (1905, 1909, 1999, 2024)] == [1, 2, 20, 50]
    assert len(list(Axis(1900, 2024).ticks(9, 9, 6))) == 3


def test_the_ribbon_links_to_every_meeting() -> None:
    archive = made(*(meeting(date) for date in ("2010-11-29/2010-11-30", "2013-07-16", "2011-11-01")))
    drawn = timeline.ribbon(timeline.meetings(archive))
    assert [each.label for each in drawn.links] == ["29–30 November 2010", "1 November 2011", "16 July 2013"]
    assert "<title>1 November 2011</title>" in drawn.svg
    assert re.findall(r">(\d{4})</text>", drawn.svg) == ["2010", "2011", "2012", "2013"]


def test_a_ribbon_with_room_names_its_days() -> None:
    few = timeline.ribbon(timeline.meetings(made(meeting("2011-03-01"), meeting("2013-07-16"))))
    assert re.findall(r">(\d+ [A-Z]\w+)</text>", few.svg) == ["1 March", "16 July"]
    assert few.svg.count('text-anchor="end"') == 1
    close = timeline.ribbon(
        timeline.meetings(made(meeting("2011-03-01"), meeting("2011-04-05"), meeting("2013-07-16")))
    )
    assert ">1 March<" not in close.svg


def test_marks_of_the_ribbon_keep_apart_on_a_phone() -> None:
    places = [n / 46 for n in range(46)]
    levels = timeline._levels(places)
    for level in set(levels):
        own = [place for place, each in zip(places, levels, strict=True) if each == level]
        assert min(b - a for a, b in pairwise(own)) * timeline._NARROWEST >= 24
    assert max(timeline._levels([0.5] * 9)) == timeline._LEVELS - 1


def test_many_meetings_are_counted() -> None:
    dates = [f"{1900 + n // 12}-{n % 12 + 1:02}-01" for n in range(RIBBON + 1)]
    lane = timeline.meetings(made(*map(meeting, dates)))
    assert (lane.marks, sum(each.count for each in lane.sums)) == ((), RIBBON + 1)
    drawn = timeline.ribbon(lane)
    assert drawn.links == (Object("page", "meetings/index", "meetings/index", "", "Meetings"),)
    assert "<title>1900: 12 meetings</title>" in drawn.svg
    bare = timeline.ribbon(timeline.meetings(folding.build(map(meeting, dates), {})))
    assert bare.links == ()
    assert "<title>1900: 12 meetings</title>" in bare.svg
    assert timeline.meetings(Graph()) is None


@pytest.mark.parametrize(("last", "words"), [(1912, "January 1900"), (1980, "1900"), (2090, "1900s")])
def test_they_are_counted_by_what_there_is_room_for(last: int, words: str) -> None:
    sums = timeline._sums([f"{year}-{month:02}-03" for year in range(1900, last + 1) for month in range(1, 13)])
    assert sums[0].words == words
    assert len(sums) <= BARS


UNDERTAKEN = (
    record("undertaking", "soon", Field("due", "shortly", "shortly")),
    record("undertaking", "later", Field("due", "next May", "2012-05")),
)


def test_the_timeline_has_a_lane_for_each_kind() -> None:
    archive = made(meeting("2011-11-01", *UNDERTAKEN, record("decision", "a"), record("request", "b")))
    assert [each.kind for each in timeline.lanes(archive)] == ["meeting", "decision", "undertaking"]
    drawn = timeline.timeline(timeline.lanes(archive))
    assert [each.id for each in drawn.links] == [
        "2011-11-01",
        *(f"2011-11-01#{each}" for each in ("a", "soon", "later")),
    ]
    assert "<title>1 November 2011: That later be done (due: next May)</title>" in drawn.svg
    assert drawn.svg.count('class="lead"') == drawn.svg.count('class="due"') == 1
    assert ">2012</text>" in drawn.svg  # the axis reaches to the due date
    assert drawn.frame
    assert timeline.timeline(()) is None


def test_marks_of_one_date_stack() -> None:
    archive = made(meeting("2011-11-01", *(record("decision", f"d{n}") for n in range(20))))
    svg = timeline.timeline(timeline.lanes(archive)).svg
    spots = re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', svg)
    assert len(set(spots)) == len(spots) == 20
    assert len({x for x, _ in spots}) == 3


def test_too_many_marks_are_counted_and_link_to_their_register() -> None:
    archive = made(
        *(
            meeting(f"20{n:02}-05-0{m}", *(record("decision", f"d{k}") for k in range(5)))
            for n in range(50)
            for m in (1, 2)
        )
    )
    meetings, decisions = timeline.lanes(archive)
    assert (len(meetings.marks), len(decisions.marks)) == (100, 0)
    assert [each.words for each in decisions.sums][:2] == ["2000", "2001"]
    drawn = timeline.timeline((meetings, decisions))
    assert "registers/decisions" in {each.docname for each in drawn.links}
    assert "<title>2000: 10 decisions</title>" in drawn.svg
    assert MARKS < 500
    assert 'class="month"' not in drawn.svg


def test_the_list_by_date_says_what_the_timeline_shows() -> None:
    archive = made(meeting("2011-11-01", *UNDERTAKEN), meeting("2011-09-20"))
    listed = listings.list_of(archive, "timeline", "calendar").groups
    assert [(title, [(each.object.id, each.note) for each in group]) for title, group in listed] == [
        ("20 September 2011", [("2011-09-20", "")]),
        (
            "1 November 2011",
            [("2011-11-01", ""), ("2011-11-01#soon", "undertaking"), ("2011-11-01#later", "undertaking")],
        ),
        ("1–31 May 2012", [("2011-11-01#later", "undertaking due: next May")]),
    ]


def test_the_list_by_date_is_bounded_too() -> None:
    days = [f"{1900 + n // 12}-{n % 12 + 1:02}-01" for n in range(MARKS + 1)]
    listed = listings.list_of(made(*map(meeting, days)), "timeline", "calendar").groups
    assert len(listed) <= BARS
    assert [(each.shown, each.count) for each in listed[0][1]] == [("Meetings", 12)]
