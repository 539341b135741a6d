"""A page that names a source, and the list of sources, follow what the bibliography says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag

from tests import webpages
from tests.helpers import Result, build, edit

Edition = Callable[[str], Result]


def entry(out: Path, key: str) -> Tag:
    """A source in the list of sources."""
    found = webpages.read(out)["sources.html"].find(id=f"source-{key}")
    assert isinstance(found, Tag)
    return found


def cited_on(out: Path, key: str) -> list[tuple[str, str]]:
    """The pages and paragraphs that a source says cite it."""
    line = entry(out, key).select_one(".cited-by")
    assert line is not None
    return list(webpages.links("sources.html", line))


def test_an_entry_says_what_a_reader_needs(edition: Edition) -> None:
    words = webpages.text(entry(edition("html").out, "ash-2002-03-05"))
    assert "Ann Ash, “Another March evening”, Ash’s letters, March 2002." in words
    assert "Seen: first 200 characters. Address not preserved." in words


def test_an_entry_lists_the_pages_that_cite_it(edition: Edition) -> None:
    assert cited_on(edition("html").out, "oak-2000") == [
        ("meetings/2001-03-06.html", ""),
        ("meetings/2001-03-06.html", "note-lamps"),
        ("people/ann-ash.html", ""),
        ("glossary/committee.html", ""),
        ("glossary/secretary.html", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("author = {Oak, Olive}", "author = {Oakes, Olivia}", "Oakes 2000"),
        ("year = {2000}", "year = {1999}", "Oak 1999"),
        ("title = {The committee and its words}", "title = {Words}", "“Words”"),
    ],
    ids=["author", "year", "title"],
)
def test_a_changed_source_changes_on_every_page(root: Path, old: str, new: str, shown: str) -> None:
    build(root)
    edit(root / "references.bib", old, new)
    made = build(root)
    assert made.warnings == ""
    for name in ("meetings/2001-03-06", "people/ann-ash", "glossary/committee", "glossary/secretary", "sources"):
        html = (made.out / f"{name}.html").read_text(encoding="utf-8")
        assert shown in html, name
        if "2000" in old or "author" in old:
            assert "Oak 2000" not in html, name


def test_a_change_of_one_source_leaves_other_pages_alone(root: Path) -> None:
    made = build(root)
    cy = made.out / "people/cy-cedar.html"
    before = cy.stat().st_mtime_ns
    edit(root / "references.bib", "title = {The committee and its words}", "title = {Words}")
    build(root)
    assert cy.stat().st_mtime_ns == before


def test_a_new_citation_is_listed_and_a_dropped_one_is_not(root: Path) -> None:
    build(root)
    page = root / "meetings/2002-03-05.md"
    edit(page, "had not come.", "had not come {cite:p}`oak-2000`.")
    assert ("meetings/2002-03-05.html", "still-dark") in cited_on(build(root).out, "oak-2000")
    edit(page, " {cite:p}`oak-2000`", "")
    made = build(root)
    assert ("meetings/2002-03-05.html", "still-dark") not in cited_on(made.out, "oak-2000")
    assert made.warnings == ""


def test_a_citation_in_the_front_matter_counts(root: Path) -> None:
    build(root)
    edit(
        root / "meetings/2002-03-05.md",
        "accounts: [ash-2002-03-05]",
        "accounts: [ash-2002-03-05]\nother-accounts: [oak-2000]",
    )
    assert ("meetings/2002-03-05.html", "") in cited_on(build(root).out, "oak-2000")


def test_letters_tell_apart_what_came_out_in_one_year(root: Path) -> None:
    build(root)
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write(
            "\n@book{oak-2000-b,\n  author = {Oak, Olive}, title = {More}, year = {2000}, month = {1}, seen = {all}\n}\n"
        )
    made = build(root)
    assert made.warnings == ""
    assert "Oak 2000a" in (made.out / "people/ann-ash.html").read_text(encoding="utf-8")


def test_a_source_that_is_new_is_listed_before_anybody_cites_it(root: Path) -> None:
    build(root)
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n@book{elm-1990,\n  author = {Elm, Eve}, title = {Trees}, year = {1990}, seen = {all}\n}\n")
    assert webpages.text(entry(build(root).out, "elm-1990")).endswith("Cited on no page.")


def test_an_unknown_source_is_said_with_file_and_line(root: Path) -> None:
    edit(root / "glossary/secretary.md", "oak-2000", "oak-2001")
    made = build(root)
    assert made.rc == 1
    assert (
        "glossary/secretary.md:8: WARNING: unknown source `oak-2001`; did you mean `oak-2000`? [minutes.citation]"
        in made.warnings
    )
