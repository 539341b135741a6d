"""Corrections in built pages: the page of corrections, and the pages corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.helpers import build, edit

PAGE = "corrections.md"
ENTRY = """
:::{correction} 2002-03-05#still-dark
:date: 2026-12-01
:since: 2026.1
:was: Ann Ash said so: [of] #1
:now: Bob Birch said that the lamps of

The account names {person}`Bob Birch` {cite:p}`ash-2002-03-05`.
:::
"""
ANCHOR = "corrected-2026-12-01-2002-03-05-still-dark"


@pytest.fixture
def corrected(root: Path) -> Path:
    """The tiny archive with a page of corrections, and none in it."""
    (root / PAGE).write_text("# Corrections\n\n:::{list-of} corrections\n:::\n", encoding="utf-8")
    edit(root / "index.md", "sources\n", "sources\ncorrections\n")
    return root


def enter(root: Path) -> None:
    path = root / PAGE
    path.write_text(path.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")


def page(root: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((root / "_build/html" / name).read_text(encoding="utf-8"), "html.parser")


def words(root: Path, name: str) -> str:
    return " ".join(page(root, name).get_text().split())


def test_a_correction_reaches_both_pages_in_the_next_build_and_leaves_them_again(corrected: Path) -> None:
    assert build(corrected).warnings == ""
    assert "None yet." in words(corrected, "corrections.html")
    assert "Corrections to this page" not in words(corrected, "meetings/2002-03-05.html")

    enter(corrected)
    assert build(corrected).warnings == ""
    entry = page(corrected, "corrections.html").select_one("dl.correction")
    assert entry is not None
    assert entry.dt is not None
    assert (entry.dt["id"], entry.dt.text) == (ANCHOR, "1 December 2026")
    (link,) = entry.select("a[href='meetings/2002-03-05.html#still-dark']")
    assert link.text == "A passage of 5 March 2002"
    told = " ".join(entry.text.split())
    assert "since edition 2026.1 It said: “Ann Ash said so: [of] #1” It says now: “Bob Birch said that" in told
    assert entry.select("a[href='people/bob-birch.html']")
    assert entry.select("a[href='sources.html#source-ash-2002-03-05']")
    (here,) = page(corrected, "meetings/2002-03-05.html").select(".corrections-here")
    assert "edition 2026.1 said “Ann Ash said so: [of] #1”; it says now “Bob Birch said" in " ".join(here.text.split())
    assert here.a is not None
    assert here.a["href"] == f"../corrections.html#{ANCHOR}"
    assert "Corrections to this page" not in words(corrected, "meetings/2001-03-06.html")

    edit(corrected / PAGE, ENTRY, "")
    assert build(corrected).warnings == ""
    assert "None yet." in words(corrected, "corrections.html")
    assert "Corrections to this page" not in words(corrected, "meetings/2002-03-05.html")


def test_the_build_notices_a_page_that_goes_back(corrected: Path) -> None:
    enter(corrected)
    assert build(corrected).rc == 0
    edit(corrected / "meetings/2002-03-05.md", "{reported}`Bob Birch` said", "{reported}`Cy Cedar` said")
    result = build(corrected)
    assert result.rc != 0
    assert f"{PAGE}:6: WARNING: `2002-03-05#still-dark` does not say `Bob Birch" in result.warnings
    assert "[minutes.correction]" in result.warnings


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "singlehtml"])
def test_every_edition_can_tell_a_correction(corrected: Path, builder: str) -> None:
    enter(corrected)
    assert build(corrected, builder).warnings == ""
    if builder == "text":
        told = (corrected / "_build/text/corrections.txt").read_text(encoding="utf-8")
        assert "1 December 2026\n   A passage of 5 March 2002, since edition 2026.1\n" in told


def test_a_faulty_entry_is_told_once_and_breaks_nothing_else(corrected: Path) -> None:
    enter(corrected)
    edit(corrected / PAGE, ":date: 2026-12-01\n", "")
    edit(corrected / PAGE, "2002-03-05#still-dark", "2002-03-05#nowhere")
    result = build(corrected)
    assert result.warnings.count("WARNING") == 1
    assert "the correction lacks `:date:`; add it [minutes.correction]" in result.warnings
