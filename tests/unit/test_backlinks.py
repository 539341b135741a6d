"""What links to the pages of the tiny archive, and what rests on its sources."""

from __future__ import annotations

from pathlib import Path

from minutes import backlinks
from minutes.graph import Graph
from tests.faults import in_the_prose
from tests.helpers import edit, fold, ids

FIRST, LATER, ANN, BOB, LAMP = (
    "meetings/2001-03-06",
    "meetings/2002-03-05",
    "people/ann-ash",
    "people/bob-birch",
    "glossary/lamp",
)


def test_back_links_of_a_person(archive: Graph) -> None:
    first, later = backlinks.mentions(archive, BOB, "meetings")
    assert (first.page.id, later.page.id) == ("2001-03-06", "2002-03-05")
    asked, quoted, note = first.steps
    assert asked.segments == (("Ann Ash asked ", False), ("Bob Birch", True), (" for new lamps; he agreed.", False))
    assert (asked.where.id, asked.item, asked.relations) == ("2001-03-06#lamp-fund", "Lamps", ("was asked or urged",))
    assert (quoted.where.anchor, quoted.relations, quoted.editorial) == ("thanks", ("was quoted",), False)
    assert (note.where.anchor, note.relations, note.editorial) == ("note-lamps", (), True)
    assert backlinks.mentions(archive, BOB, "elsewhere") == ()
    assert [group.page.id for group in backlinks.mentions(archive, ANN, "elsewhere")] == ["bob-birch", "index"]
    assert len(backlinks.mentions(archive, ANN)) == 4
    assert backlinks.mentions(archive, "index") == ()


def test_back_links_of_a_meeting_name_its_items(archive: Graph) -> None:
    (group,) = backlinks.mentions(archive, FIRST)
    assert [(step.where.id, step.item) for step in group.steps] == [
        ("2002-03-05#lead", ""),
        ("2002-03-05#still-dark", "Lamps"),
    ]


def test_a_term_shows_the_mentions_of_what_is_below_it(archive: Graph) -> None:
    first, later = backlinks.mentions(archive, LAMP, "meetings")
    assert [(step.where.anchor, ids(step.of)) for step in later.steps] == [
        ("still-dark", ()),
        ("fund-set-up", ("lamp-fund",)),
    ]
    assert len(first.steps) == 1
    assert [group.page.id for group in backlinks.mentions(archive, LAMP, "elsewhere")] == ["lamp-fund"]


def test_one_sentence_is_one_step(root: Path) -> None:
    edit(
        root / f"{LATER}.md",
        "{reported}`Bob Birch` said",
        "{reported}`Bob Birch` said, {asked}`Bob` asked, {reported}`Bob's` way,",
    )
    (step,) = backlinks.mentions(fold(root), BOB, "meetings")[1].steps
    assert step.relations == ("gave a report", "put a question or request")
    assert [text for text, marked in step.segments if marked] == ["Bob Birch", "Bob", "Bob’s"]
    assert "".join(text for text, _ in step.segments).startswith("Bob Birch said, Bob asked, Bob’s way, that")


def test_marks_that_overlap_are_marked_once(root: Path) -> None:
    in_the_prose("[{person}`Bob Birch` and all](../people/bob-birch.md) x")(root)
    (step,) = backlinks.mentions(fold(root), BOB, "meetings")[1].steps
    assert [text for text, marked in step.segments if marked] == ["Bob Birch", "Bob Birch"]
    assert "".join(text for text, _ in step.segments).count("and all") == 1


def test_a_link_above_the_first_id_leads_to_the_page(archive: Graph) -> None:
    (step,) = backlinks.mentions(archive, "glossary/committee", "elsewhere")[-1].steps
    assert (step.where.id, step.where.docname, step.where.anchor, step.item) == ("index#", "index", "", "")


def test_what_rests_on_a_source(archive: Graph) -> None:
    found = backlinks.cited_by(archive, "sources", "ash-2001-03-06")
    assert found.source.key == "ash-2001-03-06"
    assert ids(found.pages) == (("2001-03-06", ()), ("bob-birch", ()), ("cy-cedar", ()))
    oak = backlinks.cited_by(archive, "sources", "oak-2000")
    assert ids(oak.pages)[0] == ("2001-03-06", ("2001-03-06#note-lamps",))
    assert [each.source.key for each in backlinks.sources(archive, "sources")] == [
        "ash-2001-03-06",
        "ash-2002-03-05",
        "oak-2000",
    ]


def test_a_source_cited_on_a_page_without_object(root: Path) -> None:
    edit(root / "index.md", "# Tiny archive\n", "# Tiny archive\n\nSee {cite:p}`oak-2000`.\n")
    found = backlinks.cited_by(fold(root), "sources", "oak-2000").pages
    assert ids(found[-1]) == ("index", ())
