"""What is searched, and what an index is told of it."""

from __future__ import annotations

import gzip
import json
import re
import stat
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from minutes import indexer, searching
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
PERSON = Entry("person", "people/bob-birch.html", "", "Bob Birch", (Block("", "Named."),), also=("Bob",))


def test_a_facet_word_is_no_start_of_another() -> None:
    values = [
        "tom",
        "tom-watson",
        "tom0",
        "tom02",
        "t",
        "2011",
        "2011-2",
        "20",
        "201",
        "0",
        "00",
        "01",
        "02",
        "clause-4",
    ]
    words = [searching.facet_word("person", each) for each in values]
    assert len(set(words)) == len(values)
    for one in words:
        assert one.isalnum()
        assert [each for each in words if each.startswith(one)] == [one]


def test_facets_of_different_kinds_differ() -> None:
    facets = ("kind", "year", "person", "topic", "name")
    assert len({searching.facet_word(each, "lamp") for each in facets}) == len(facets)


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("", ()),
        ("2001-03-06", ("2001",)),
        ("2001-12-31/2003-01-01", ("2001", "2002", "2003")),
        ("2001-05/..", ("2001",)),
        ("../2004~", ("2004",)),
    ],
)
def test_an_entry_is_of_the_years_that_its_date_covers(date: str, years: tuple[str, ...]) -> None:
    assert Entry("source", "sources.html", "source-x", "X", (), date).years == years


def test_markup_says_all_of_an_entry() -> None:
    page = BeautifulSoup(searching.markup(ITEM), "html.parser")
    meta = dict(each["data-pagefind-meta"].split(":", 1) for each in page.select("[data-pagefind-meta]"))
    assert meta["title"] == 'Lamps & "shades"'
    assert meta["date"] == "6 March 2001"
    assert meta["facets"].split() == [
        searching.facet_word("kind", "item"),
        searching.facet_word("year", "2001"),
        searching.facet_word("person", "ann-ash"),
        searching.facet_word("topic", "lamp"),
    ]
    assert "also" not in meta
    assert page.select_one("[data-pagefind-sort]")["data-pagefind-sort"] == "date:2001-03-06"
    paragraphs = page.select("p")
    assert [each.get("id") for each in paragraphs] == ["lamp-fund", None, "note"]
    assert paragraphs[0].text == "The <committee> met."
    assert [each.get("data-pagefind-weight") for each in paragraphs] == [None, None, str(searching.NOTE_WEIGHT)]


def test_who_is_called_just_so_can_be_asked_for() -> None:
    words = list(searching.facet_words(PERSON))
    for name in ("bob-birch", "bob", "birch"):
        assert words.count(searching.facet_word("name", name)) == 1
    term = Entry("term", "glossary/lamp-fund.html", "", "Lamp fund", ())
    assert searching.facet_word("name", "lamp-fund") in searching.facet_words(term)
    assert searching.facet_word("name", "lamp") not in searching.facet_words(term)


def test_entries_are_kept_as_they_are() -> None:
    assert searching.load(searching.dump([ITEM, PERSON])) == [ITEM, PERSON]


def test_the_index_begins_with_names_and_the_latest() -> None:
    def item(number: int, date: str) -> Entry:
        return Entry("item", f"meetings/{date}.html", f"i{number}", str(number), (), date)

    old, new = [item(1, "2001-03-06"), item(2, "2001-03-06")], [item(3, "2002-03-05"), item(4, "2002-03-05")]
    undated = Entry("source", "sources.html", "source-x", "X", ())
    term = Entry("term", "glossary/a.html", "", "A", ())
    page = Entry("page", "about.html", "", "Z", ())
    other = Entry("person", "people/ann-ash.html", "", "ann Ash", ())
    found = searching.ordered([*old, undated, term, PERSON, *new, page, other])
    assert found == [page, other, PERSON, term, *new, *old, undated]
    assert searching.ordered([undated, page, term, other, PERSON, *old, *new]) == found


def test_a_large_index_is_cut_in_parts_that_know_their_years() -> None:
    entries = [Entry("source", "sources.html", f"s{n}", "S", (), f"{2010 - n}-01-01") for n in range(5)]
    parts = searching.parts(entries, 2)
    assert [len(each) for each in parts] == [2, 2, 1]
    assert searching.contents(parts) == {
        "parts": [["2009", "2010"], ["2007", "2008"], ["2006"]],
        "years": [("2010", 1), ("2009", 1), ("2008", 1), ("2007", 1), ("2006", 1)],
    }
    assert searching.parts([], 2) == [[]]


def test_names_are_known_with_their_other_forms_and_mentions() -> None:
    found = searching.known_names(fold(ROOTS / "tiny"), lambda docname: f"{docname}.html")
    people = {each[1]: each for each in found["person"]}
    name, _, address, mentions, others = people["bob-birch"]
    assert (name, address, others) == ("Bob Birch", "people/bob-birch.html", ["Bob"])
    assert mentions > 0
    assert list(people) == ["ann-ash", "bob-birch", "cy-cedar"]  # by surname
    assert {each[1] for each in found["term"]} == {"committee", "lamp", "lamp-fund", "secretary"}


def test_an_item_has_the_people_and_topics_under_its_heading() -> None:
    graph = fold(ROOTS / "tiny")
    docname = "meetings/2001-03-06"
    assert searching.mentioned(graph, docname, frozenset({""}))[0] == ("ann-ash",)
    people, topics = searching.mentioned(graph, docname, frozenset({"lamps"}))
    assert people == ("ann-ash", "bob-birch", "cy-cedar")
    assert topics == ("committee", "lamp")
    everybody, _ = searching.mentioned(graph, docname)
    assert set(people) <= set(everybody)


# -- Pagefind ------------------------------------------------------------------------------------------


def pairs(number: int) -> list[tuple[str, str]]:
    return [
        (f"p{n}.html", searching.markup(Entry("page", f"p{n}.html", "", f"Page {n}", (Block("", f"word{n} same"),))))
        for n in range(number)
    ]


def test_an_index_is_the_same_each_time_and_follows_the_order() -> None:
    found = dict(indexer.index(pairs(30)))
    assert found == dict(indexer.index(pairs(30)))
    assert found != dict(indexer.index(pairs(30)[::-1]))


def test_an_index_has_what_a_page_asks_for_and_no_more(tmp_path: Path) -> None:
    indexer.write(pairs(3), tmp_path / "whole")
    indexer.write(pairs(3), tmp_path / "part", whole=False)
    named = {path.name for path in (tmp_path / "whole").rglob("*.*")}
    assert {"pagefind.js", "wasm.en.pagefind", "pagefind-entry.json"} < named
    assert not [each for each in named if re.search("ui|highlight|worker|unknown", each)]
    assert named - {path.name for path in (tmp_path / "part").rglob("*.*")} == {"pagefind.js", "wasm.en.pagefind"}
    entry = json.loads((tmp_path / "whole" / "pagefind-entry.json").read_text())
    assert entry["languages"]["en"]["page_count"] == 3


def program(folder: Path, text: str) -> Path:
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("exit 1", "Pagefind (stopped|can't be run)"),
        ("head -c 10 >/dev/null; exit 1", "Pagefind (stopped|can't be run)"),
        # {"message_id":1,"payload":{"type":"Error","message":"no room"}}
        (
            "printf eyJtZXNzYWdlX2lkIjoxLCJwYXlsb2FkIjp7InR5cGUiOiJFcnJvciIsIm1lc3NhZ2UiOiJubyByb29tIn19,; cat >/dev/null",
            "Pagefind says: no room",
        ),
    ],
)
def test_what_goes_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(indexer.IndexingError, match=told):
        list(indexer.index(pairs(1), program=program(tmp_path, text)))


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(indexer.IndexingError, match="can't be run"):
        list(indexer.index(pairs(1), program=tmp_path / "none"))
    monkeypatch.setattr(indexer, "get_executable", lambda: None)
    with pytest.raises(indexer.IndexingError, match=r"install `pagefind\[bin\]`"):
        list(indexer.index(pairs(1)))


def test_a_page_without_words_is_found_by_its_title() -> None:
    bare = searching.markup(Entry("page", "p.html", "", "Nothing yet", ()))
    ((_, content),) = [each for each in indexer.index([("p.html", bare)]) if each[0].startswith("fragment")]
    assert b"Nothing yet" in gzip.decompress(content)
