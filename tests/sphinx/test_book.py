"""The tiny archive as a book."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import page as validation
import pikepdf
import pytest

from tests.helpers import Result, build, edit


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")


def book(root: Path, *extra: str, jobs: int = 1) -> Result:
    return build(root, "typst", extra=extra, jobs=jobs)


def source(made: Result, name: str = "book") -> str:
    """The Typst of a book, from its first chapter to its last."""
    return "".join(each.read_text() for each in sorted((made.out / f"{name}.parts").glob("[0-9]*.typ")))


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Named places and the numbers of their pages."""
    numbers = {each.objgen: number for number, each in enumerate(pdf.pages)}
    return {str(name): numbers[each[0].objgen] for name, each in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def links(pdf: pikepdf.Pdf) -> tuple[list[str], list[str]]:
    """Where the links lead: to places of the book, and to addresses."""
    inside, outside = [], []
    for each in (each for page in pdf.pages for each in page.get("/Annots", ())):
        if "/A" in each and "/URI" in each.A:
            outside.append(str(each.A.URI))
        else:
            inside.append(str(each.Dest if "/Dest" in each else each.A.D))
    return inside, outside


def test_the_book_is_whole_and_keeps_to_the_standards(root: Path) -> None:
    made = book(root)
    assert made.warnings == ""
    path = made.out / "book.pdf"
    for profile in ("ua1", "pdfa2a"):
        report = validation.validate_pdf(str(path), profile=profile)
        assert report.is_compliant, report.failures
    with pikepdf.open(path) as pdf:
        places = destinations(pdf)
        inside, _ = links(pdf)
        assert len(inside) > 100
        assert {each for each in inside if each not in places} == set()
        _outline_agrees(pdf, places)
        assert places["meetings/2001-03-06"] < places["meetings/2002-03-05"] < places["people/ann-ash"]


def _outline_agrees(pdf: pikepdf.Pdf, places: dict[str, int]) -> None:
    """Each bookmark leads to the page of a place, in the order of the book."""
    found = []

    def walk(items: list[pikepdf.OutlineItem]) -> None:
        for each in items:
            found.append(each)
            walk(each.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
        titles = [each.title for each in found]
    assert {"Meetings", "Meeting of 6 March 2001", "Lamps", "Ann Ash", "Sources"} <= set(titles)


def test_a_part_links_to_the_web(root: Path) -> None:
    made = book(root, "-Dminutes_books=2001-03-06,2002,ann-ash", "-Dhtml_baseurl=https://example.org/1/")
    assert made.warnings == ""
    assert sorted(path.name for path in made.out.glob("*.pdf")) == [
        "book-2001-03-06.pdf",
        "book-2002.pdf",
        "book-ann-ash.pdf",
    ]
    with pikepdf.open(made.out / "book-2001-03-06.pdf") as pdf:
        inside, outside = links(pdf)
        assert "https://example.org/1/people/ann-ash.html" in outside
        assert "sources#source-ash-2001-03-06" in inside
        assert "sources#source-ash-2002-03-05" not in destinations(pdf)  # not cited here
        assert set(inside) <= set(destinations(pdf))


def test_an_unknown_part_fails(root: Path) -> None:
    made = book(root, "-Dminutes_books=ann-ahs")
    assert made.rc != 0
    assert "unknown meeting, person or term `ann-ahs`; did you mean `ann-ash`?" in made.warnings


def test_a_missing_image_is_told_with_its_line(root: Path) -> None:
    edit(root / "people/cy-cedar.md", "Thanked in 2001", "![A lamp](lamp.png)\n\nThanked in 2001")
    made = book(root)
    assert made.rc != 0
    assert (
        "people/cy-cedar.md:7: WARNING: there is no image people/lamp.png: add the file, or correct its name here"
        in made.warnings
    )


def test_an_unknown_node_is_told_with_its_line(root: Path) -> None:
    (root / "conf.py").write_text(
        (root / "conf.py").read_text()
        + """
from docutils import nodes
class odd(nodes.General, nodes.Element): pass
def setup(app):
    def put(app, doctree, docname):
        for each in list(doctree.findall(nodes.paragraph))[:1]:
            new = odd(); new.source, new.line = each.source, each.line
            each.parent.insert(1, new)
    app.connect("doctree-resolved", put)
"""
    )
    made = book(root)
    assert made.rc != 0
    assert "sources.md:1: WARNING: the PDF cannot show this (odd)" in made.warnings


def test_the_same_words_make_the_same_bytes(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "elsewhere" / "copy"))
    first = (book(root).out / "book.pdf").read_bytes()
    assert (book(other, jobs=2).out / "book.pdf").read_bytes() == first
    os.utime(root / "people/ann-ash.md")
    assert (book(root).out / "book.pdf").read_bytes() == first


def test_the_index_leads_to_the_pages_that_name_somebody(root: Path) -> None:
    with pikepdf.open(book(root).out / "book.pdf") as pdf:
        inside, _ = links(pdf)
        places = destinations(pdf)
        named = [each for each in inside if each.startswith("index:meetings/2001-03-06")]
        assert named
        assert {places[each] for each in named} == {places["meetings/2001-03-06"]}


def test_numbers_of_pages_stand_for_sentences_in_the_whole_book(root: Path) -> None:
    whole = source(book(root))
    ann = whole.partition('#head(2, "people/ann-ash"')[2].partition("#head(2,")[0]
    made = book(root, "-Dminutes_books=ann-ash", "-Dhtml_baseurl=https://example.org/")
    part = source(made, "book-ann-ash")
    assert "#steps(" in part
    assert "#steps(" not in whole
    assert "#back-links[" in ann
    assert "Lamps];#page-of(" in ann
    assert "Nothing so far" not in whole
    assert "#step-text[" in part
    assert "#step-text[" not in whole


def test_the_margin_says_what_a_passage_is(root: Path) -> None:
    edit(
        root / "meetings/2001-03-06.md",
        "# Meeting of 6 March 2001\n",
        "# Meeting of 6 March 2001\n\n{#spelling}\n{person}`Ann Ash` {sic}`Ann Esh` came.\n",
    )
    whole = source(book(root))
    asides = [line for line in whole.splitlines() if line.startswith("#aside(")]
    assert any("decision" in each for each in asides)
    assert any("in the account" in each for each in asides)
    assert not any("\\[" in each for each in asides)
    assert "#aside-mark;" in whole
