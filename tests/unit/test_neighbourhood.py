"""Who and what stands near in the tiny archive, and in a larger one that is made up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import pytest

from minutes import folding, listings, neighbourhood, ties
from minutes.graph import Graph
from minutes.labels import width
from minutes.model import Ledger, Meeting, Mention, Person, Place, Sentence, Term
from minutes.neighbourhood import NEIGHBOURS, WHOLE, Near

BOB, LAMP, FIRST = "people/bob-birch", "glossary/lamp", "meetings/2001-03-06"


def mention(name: str, block: str, item: str = "lamps") -> Mention:
    role = "person" if name.startswith("p") else "term"
    return Mention(role, name, "mentioned", Sentence("", name, ""), Place(item, block, 1))


def made(*meetings: Sequence[Sequence[str]], people: int = 30, terms: int = 40) -> Graph:
    """An archive whose meetings have paragraphs that name some people, `p1`, and terms, `t1`; each its own item."""
    ledgers = [
        Ledger(f"people/p{n}", f"people/p{n}.md", f"Person {n}", Person(f"Person {n:02}")) for n in range(people)
    ]
    ledgers += [Ledger(f"glossary/t{n}", f"glossary/t{n}.md", f"Term {n}", Term("body")) for n in range(terms)]
    for n, paragraphs in enumerate(meetings):
        date = f"{2001 + n}-01-01"
        mentions = tuple(mention(name, f"b{at}", f"i{at}") for at, names in enumerate(paragraphs) for name in names)
        docname = f"meetings/{date}"
        ledgers.append(Ledger(docname, f"{docname}.md", date, Meeting(date, "Term 0", ()), mentions=mentions))
    return folding.build(ledgers, {})


def near(found: neighbourhood.Neighbourhood | None) -> dict[str, int]:
    return {each.object.id: each.paragraphs for each in found.near} if found else {}


def test_a_paragraph_ties_what_it_names_and_its_meeting() -> None:
    known = ties.of(made([["p1", "t1", "t1"], ["p1", "t1"], ["t2"]]))
    assert known.between("p1", "t1") == known.between("t1", "p1") == 2
    assert known.between("p1", "t2") == known.between("t1", "t2") == 0
    assert (known.between("t1", "2001-01-01"), known.between("2001-01-01", "t2")) == (2, 1)
    assert known.between("p1", "p1") == known.between("2001-01-01", "2001-01-01") == 0


def test_ties_are_counted_once_for_a_graph() -> None:
    archive = made([["p1", "t1"]])
    assert ties.of(archive) is ties.of(archive)
    assert ties.of(made([["p1", "t1"]])) is not ties.of(archive)


def test_a_list_of_names_ties_only_its_first_ones() -> None:
    known = ties.of(made([[f"p{n}" for n in range(80)]], people=80))
    assert known.between("p0", f"p{ties.NAMES - 1}") == 1
    assert known.between("p0", f"p{ties.NAMES}") == 0


def test_what_is_named_together_most_often_comes_first_and_of_equals_the_rarer() -> None:
    archive = made([["p1", "t1", "t2"], ["p1", "t1", "t3"], ["t3"], ["t3"]])
    assert [each.id for each, _ in ties.of(archive).nearest("p1", 9)] == ["2001-01-01", "t1", "t2", "t3"]
    assert [each.id for each, _ in ties.of(archive).nearest("p1", 2)] == ["2001-01-01", "t1"]


def test_meetings_do_not_crowd_out_people_and_terms() -> None:
    archive = made(*([["p1", *(f"t{n}" for n in range(1, 13))], ["p1"]] for _ in range(20)))
    kinds = [each.object.type for each in neighbourhood.neighbourhood(archive, "people/p1").near]
    assert len(kinds) == NEIGHBOURS
    assert kinds.count("term") == 12
    assert kinds.count("meeting") == 2


def test_others_under_the_agenda_item_fill_up() -> None:
    mentions = [mention(name, f"b{n}") for n, name in enumerate(("p1", "p2", "t1", "t2"))]
    base = made()
    page = Ledger("meetings/2001-01-01", "m.md", "m", Meeting("2001-01-01", "Term 0", ()), mentions=tuple(mentions))
    archive = folding.build([*base.ledgers.values(), page], {})
    found = neighbourhood.neighbourhood(archive, "people/p1")
    assert [(each.object.id, each.paragraphs, each.items) for each in found.near] == [
        ("2001-01-01", 1, 0),
        ("p2", 0, 1),
        ("t1", 0, 1),
        ("t2", 0, 1),
    ]
    drawn = neighbourhood.draw_neighbourhood(found)
    assert drawn.svg.count("spoke faint") == 3
    assert "agenda item only" in drawn.caption
    assert "Person 2: together in 1 agenda item<" in drawn.svg


def test_too_little_is_no_neighbourhood(archive: Graph) -> None:
    assert neighbourhood.neighbourhood(made([["p1"]]), "people/p1") is None
    assert neighbourhood.neighbourhood(archive, "index") is None
    assert neighbourhood.whole(made()) is None


def test_the_neighbourhood_of_a_person(archive: Graph) -> None:
    found = neighbourhood.neighbourhood(archive, BOB)
    assert near(found) == {"2001-03-06": 3, "ann-ash": 1, "lamp": 2, "2002-03-05": 1, "committee": 1, "cy-cedar": 1}
    tied = {frozenset((found.near[each.one].object.id, found.near[each.other].object.id)) for each in found.ties}
    assert tied == {frozenset(pair) for pair in combinations(("ann-ash", "committee", "lamp"), 2)}


def test_ties_among_neighbours_leave_out_the_meetings(archive: Graph) -> None:
    for docname in (BOB, LAMP, FIRST):
        found = neighbourhood.neighbourhood(archive, docname)
        types = {found.near[at].object.type for each in found.ties for at in (each.one, each.other)}
        assert types <= {"person", "term"}


def test_the_same_pages_give_the_same_picture_in_whatever_order() -> None:
    paragraphs = [[f"p{n % 7}", f"t{n % 11}", f"t{n % 5}"] for n in range(60)]
    one = made(paragraphs, paragraphs[::-1])
    other = folding.build(reversed(list(one.ledgers.values())), {})
    for docname in ("people/p1", "glossary/t1", "meetings/2001-01-01"):
        first, second = (neighbourhood.neighbourhood(each, docname) for each in (one, other))
        assert repr(first) == repr(second)
        assert neighbourhood.draw_neighbourhood(first) == neighbourhood.draw_neighbourhood(second)
    assert neighbourhood.draw_whole(neighbourhood.whole(one)) == neighbourhood.draw_whole(neighbourhood.whole(other))


NAME = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" class="name"(?: font-size="([\d.]+)")?>(.*?)</text>')


def names(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each name."""
    found = []
    for x, y, size, text in NAME.findall(svg):
        em = float(size or 13)
        lines = re.findall(r">([^<]+)<", text) or [text]
        half = max(width(line, em) for line in lines) / 2
        found.append((float(x) - half, float(y) - em, float(x) + half, float(y) + em * 1.15 * (len(lines) - 1)))
    return found


@pytest.mark.parametrize("docname", ["people/p1", "glossary/t1", "meetings/2001-01-01", ""])
def test_no_name_lies_on_another_or_leaves_the_picture(docname: str) -> None:
    archive = made([[f"p{n % 17}", f"t{n % 23}", f"t{n % 29}"] for n in range(200)])
    if docname:
        svg = neighbourhood.draw_neighbourhood(neighbourhood.neighbourhood(archive, docname)).svg
    else:
        svg = neighbourhood.draw_whole(neighbourhood.whole(archive)).svg
    breadth, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    found = names(svg)
    assert len(found) >= NEIGHBOURS
    for left, top, right, bottom in found:
        assert left >= 0
        assert top >= 0
        assert right <= breadth
        assert bottom <= height
    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_graph_of_the_archive_is_bounded_and_leaves_nobody_alone() -> None:
    archive = made(
        *([[f"p{n}", f"t{n}", f"t{(n + m) % 80}"] for n in range(60)] for m in range(20)), people=60, terms=90
    )
    found = neighbourhood.whole(archive)
    assert len(found.objects) == WHOLE
    tied = {at for each in found.ties for at in (each.one, each.other)}
    assert tied == set(range(WHOLE))
    assert len(found.ties) <= 4 * WHOLE
    kinds = [each.type for each, _ in found.objects]
    assert min(map(kinds.count, ("person", "term", "meeting"))) >= 10


def test_the_list_of_ties_says_what_the_graph_shows(archive: Graph) -> None:
    ((_, listed),) = listings.list_of(archive, "graph", "ties").groups
    assert [each.object for each in listed] == [each for each, _ in neighbourhood.whole(archive).objects]
    bob = next(each for each in listed if each.object.id == "bob-birch")
    assert [(each.object.id, each.count) for each in bob.beside][:2] == [("2001-03-06", 3), ("lamp", 2)]
    assert listings.list_of(Graph(), "graph", "ties").groups == ()


def test_what_is_near_says_how_near() -> None:
    found = Near(made().objects["p1"], 2)
    assert neighbourhood._said(found) == "Person 1: together in 2 paragraphs"
