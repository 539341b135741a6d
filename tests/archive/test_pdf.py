"""The archive as a PDF: to the standards, every link right, the index true, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import page as validation
import pikepdf
import pytest

from minutes import books
from minutes.graph import Graph
from tests.built import Made, copied, made


@pytest.fixture(scope="session")
def path(archive: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("pdf") / "archive")
    edition = made(folder, "typst")
    assert edition.told == ""
    return edition.out / "nec-archive.pdf"


@pytest.fixture(scope="session")
def pdf(path: Path) -> pikepdf.Pdf:
    return pikepdf.open(path)


@pytest.fixture(scope="session")
def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Named places and the indices of their pages."""
    numbers = {each.objgen: number for number, each in enumerate(pdf.pages)}
    return {str(name): numbers[each[0].objgen] for name, each in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def annotations(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [each for page in pdf.pages for each in page.get("/Annots", ())]


@pytest.mark.parametrize("profile", ["ua1", "pdfa2a"])
def test_it_breaks_no_rule_of(path: Path, profile: str) -> None:
    report = validation.validate_pdf(str(path), profile=profile)
    assert report.is_compliant, report.failures


def test_it_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as facts:
        assert facts["dc:title"] == "The NEC archive"
        assert facts["dc:creator"] == ["The NEC archive"]
        assert "National Executive Committee" in str(facts["dc:description"])
        assert "Labour Party" in str(facts["pdf:Keywords"])


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    for font in fonts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()), font.FontName


def test_every_link_leads_to_a_place(pdf: pikepdf.Pdf, places: dict[str, int]) -> None:
    inside = [
        str(each.Dest) if "/Dest" in each else str(each.A.get("/D"))
        for each in annotations(pdf)
        if "/URI" not in each.get("/A", {})
    ]
    assert len(inside) > 5000
    assert {each for each in inside if each not in places} == set()
    assert not any(str(each.A.URI).startswith("place:") for each in annotations(pdf) if "/URI" in each.get("/A", {}))


def test_every_bookmark_leads_to_its_heading(pdf: pikepdf.Pdf, places: dict[str, int], folded: Graph) -> None:
    found: dict[str, list[int]] = {}
    numbers = {each.objgen: number for number, each in enumerate(pdf.pages)}

    def walk(items: list[pikepdf.OutlineItem]) -> None:
        for each in items:
            to = each.destination if each.destination is not None else each.action.D
            number = numbers[to[0].objgen] if isinstance(to, pikepdf.Array) else places[str(to)]
            found.setdefault(each.title, []).append(number)
            walk(each.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
    for each in folded.objects.values():
        if each.type in ("meeting", "person", "term"):
            assert places[each.docname] in found[folded.ledgers[each.docname].title]
        elif each.type == "item":
            item = next(item for item in folded.ledgers[each.docname].items if item.anchor == each.anchor)
            assert places[f"{each.docname}#{each.anchor}"] in found[item.title]


def test_the_index_names_the_pages_on_which_a_name_is(pdf: pikepdf.Pdf, places: dict[str, int], folded: Graph) -> None:
    main = {each.docname for each in folded.objects.values() if each.type in ("person", "term")}
    first = places["the-index"]
    leads = [str(each.Dest) for page in pdf.pages[first:] for each in page.get("/Annots", ()) if "/Dest" in each]
    assert main <= set(leads)
    assert len([each for each in leads if each.startswith("index:meetings/")]) > 100


def test_numbers_of_pages_are_what_the_pages_say(pdf: pikepdf.Pdf, places: dict[str, int]) -> None:
    words = {each.objgen: str(each.Contents) for each in annotations(pdf) if "/Dest" in each and "/Contents" in each}
    start = places["meetings/index"]
    checked = 0
    for each in annotations(pdf):
        if "/Dest" in each and re.fullmatch(r"Page \d+", words.get(each.objgen, "")):
            assert words[each.objgen] == f"Page {places[str(each.Dest)] - start + 1}"
            checked += 1
    assert checked > 1000


def test_the_same_words_make_the_same_bytes(path: Path, tmp_path: Path) -> None:
    other = made(copied(tmp_path / "elsewhere" / "a-copy"), "typst", jobs="1", seed="1")
    assert (other.out / "nec-archive.pdf").read_bytes() == path.read_bytes()


def test_a_year_holds_its_meetings(folded: Graph) -> None:
    imprint = books.Imprint("a", "The archive", "", "1", "2026-11-22", "https://example.org/")
    book = books.part(folded, imprint, "2011")
    held = [each.docname for each in folded.of_type("meeting") if each.id.startswith("2011-")]
    assert held
    assert [each.docname for each in book.chapters] == ["meetings/2011", *held, "sources"]
    with pytest.raises(
        books.UnknownError, match=r"unknown meeting, person or term `tom-wattson`; did you mean `tom-watson`\?"
    ):
        books.part(folded, imprint, "tom-wattson")
