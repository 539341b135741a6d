"""What is searched: entries, their words, and who is called how."""

from __future__ import annotations

import pytest

from minutes import searching
from minutes.searching import Block, Entry
from tests.helpers import ROOTS, fold

ITEM = Entry(
    "item",
    "meetings/2001-03-06.html",
    "lamps",
    'Lamps & "shades"',
    (Block("lamp-fund", "The <committee> met."), Block("lamp-fund", "It agreed."), Block("note", "Said later.", True)),
    "2001-03-06",
    people=("ann-ash",),
    topics=("lamp",),
)
PERSON = Entry(
    "person", "people/bob-birch.html", "", "Bob Birch", (Block("", "Named."),), also=("Bob",), id="bob-birch"
)


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("", None),
        ("2001-03-06", (2001, 2001)),
        ("2001-12-31/2003-01-01", (2001, 2003)),
        ("2001-05/..", (2001, 2001)),
        ("../2004~", (2004, 2004)),
    ],
)
def test_an_entry_is_of_the_years_that_its_date_covers(date: str, years: tuple[int, int] | None) -> None:
    assert searching.years(date) == years


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("Łódź, ÉLAN & Co_op", ("łodz", "elan", "co", "op")),
        ("McNicol's McNicol’s don't sets", ("mcnicol", "mcnicol", "don", "t", "sets")),
        ("GMB-led 2011/12", ("gmb", "led", "2011", "12")),
    ],
)
def test_words_are_bare(text: str, words: tuple[str, ...]) -> None:
    assert searching.words(text) == words


def test_who_is_called_just_so_can_be_asked_for() -> None:
    assert list(searching.called(PERSON)) == ["bob-birch", "bob", "birch", "bob", "bob"]
    assert list(searching.called(Entry("term", "glossary/lamp-fund.html", "", "Lamp fund", ()))) == ["lamp-fund"]
    assert list(searching.called(ITEM)) == []


def test_entries_are_kept_as_they_are() -> None:
    assert searching.load(searching.dump([ITEM, PERSON])) == [ITEM, PERSON]


def test_an_item_has_the_people_and_topics_under_its_heading() -> None:
    graph = fold(ROOTS / "tiny")
    docname = "meetings/2001-03-06"
    assert searching.mentioned(graph, docname, frozenset({""}))[0] == ("ann-ash",)
    people, topics = searching.mentioned(graph, docname, frozenset({"lamps"}))
    assert people == ("ann-ash", "bob-birch", "cy-cedar")
    assert topics == ("committee", "lamp")
    everybody, _ = searching.mentioned(graph, docname)
    assert set(people) <= set(everybody)
