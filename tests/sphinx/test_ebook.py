"""The e-book of the tiny archive: what is in it, in which order, and what it says of itself."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docutils import nodes

from minutes import ebook
from minutes.elements import make_folded
from tests.helpers import Result, build, edit

Edition = Callable[[str], Result]
NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
#: A dot.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class Book:
    """A packed e-book."""

    def __init__(self, made: Result) -> None:
        assert (made.rc, made.warnings) == (0, "")
        (path,) = made.out.glob("*.epub")
        self.bytes = path.read_bytes()
        self.zip = ZipFile(path)
        self.names = self.zip.namelist()
        self.package = ElementTree.fromstring(self.text("content.opf"))

    def text(self, name: str) -> str:
        return self.zip.read(name).decode()

    def tree(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.text(name))

    @property
    def pages(self) -> list[str]:
        return [name for name in self.names if name.endswith(".xhtml")]

    @property
    def spine(self) -> list[str]:
        items = {each.get("id"): str(each.get("href")) for each in self.package.iterfind(".//opf:item", NAMES)}
        return [items[each.get("idref")] for each in self.package.iterfind(".//opf:itemref", NAMES)]

    def said(self, name: str) -> list[str]:
        """What the package document says under a name of Dublin Core, or a property."""
        found = self.package.iterfind(f".//{name}", NAMES) if ":" in name and name.startswith("dc:") else ()
        metas = (each for each in self.package.iterfind(".//opf:meta", NAMES) if each.get("property") == name)
        return [str(each.text) for each in (*found, *metas)]


@pytest.fixture(scope="module")
def book(edition: Edition) -> Book:
    return Book(edition("epub"))


def contents(node: ElementTree.Element) -> list[object]:
    """The contents as nested lists of labels."""
    found: list[object] = []
    for line in node.iterfind("x:ol/x:li", NAMES):
        label = "".join(line[0].itertext())
        found.append([label, *below] if (below := contents(line)) else label)
    return found


def toc(book: Book) -> list[object]:
    nav = book.tree("nav.xhtml").find(".//x:nav", NAMES)
    assert nav is not None
    assert nav.get(TYPE) == "toc"
    return contents(nav)


def test_it_holds_what_it_lists_and_nothing_else(book: Book) -> None:
    listed = [str(each.get("href")) for each in book.package.iterfind(".//opf:item", NAMES)]
    assert book.names == ["mimetype", "META-INF/container.xml", "content.opf", *listed]
    assert [name for name in listed if not name.endswith(".xhtml")] == ["_static/book.css", "cover.png"]
    assert book.spine == book.pages


def test_its_pages_stand_in_the_order_of_the_contents(book: Book) -> None:
    assert toc(book) == [
        "Overview",
        "Meetings",
        "People",
        "Glossary",
        "Decisions",
        "Proposals",
        "Requests",
        "Statistics",
        "Sources",
        ["2001", ["Meeting of 6 March 2001", "Lamps"]],
        ["2002", ["Meeting of 5 March 2002", "Lamps", "The fund"]],
        "Ash, Ann",
        "Birch, Bob",
        "Cedar, Cy",
        "Committee",
        "Lamp",
        "Lamp fund",
        "Secretary",
    ]
    linked = [
        str(each.get("href")).partition("#")[0] for each in book.tree("nav.xhtml").iterfind(".//x:nav[1]//x:a", NAMES)
    ]
    assert book.spine == ["cover.xhtml", "title.xhtml", "nav.xhtml", *dict.fromkeys(linked)]


def test_a_long_part_is_divided(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ebook, "FEW", 3)
    found = toc(Book(build(root, "epub")))
    assert found[-3:] == [["C", "Committee"], ["L", "Lamp", "Lamp fund"], ["S", "Secretary"]]
    assert "Ash, Ann" in found


def test_every_landmark_and_link_lands(book: Book) -> None:
    landmarks = book.tree("nav.xhtml").findall(".//x:nav", NAMES)[1]
    assert landmarks.get(TYPE) == "landmarks"
    kinds = [each.get(TYPE) for each in landmarks.iterfind(".//x:a", NAMES)]
    assert kinds == ["cover", "titlepage", "toc", "bodymatter", "glossary", "bibliography"]
    ids = {name: [each.get("id") for each in book.tree(name).iter() if each.get("id")] for name in book.pages}
    count = 0
    for name in book.pages:
        assert len(ids[name]) == len(set(ids[name]))
        for each in book.tree(name).iter():
            href = each.get("href") or each.get("src")
            if href is None or href.startswith("http"):
                continue
            path, _, fragment = href.partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert path in book.names, (name, href)
            assert not fragment or fragment in ids[path], (name, href)
            count += 1
    assert count > 200


def test_every_page_says_its_language_and_title_and_asks_for_nothing_that_is_not_there(book: Book) -> None:
    titles = set()
    for name in book.pages:
        page = book.tree(name)
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        titles.add(str(page.findtext(".//x:title", namespaces=NAMES)))
        for tag in ("script", "form", "input", "details", "iframe", "style"):
            assert page.find(f".//x:{tag}", NAMES) is None, (name, tag)
        assert not [each for each in page.iter() if each.get("title") or each.get("style")]
        assert "http" not in re.sub(r'href="https?:|xmlns(:\w+)?="[^"]*"|>[^<]*<', "", book.text(name))
    assert {"Ann Ash", "Meeting of 6 March 2001", "Contents", "Cover", "Title page"} <= titles
    assert "url(" not in book.text("_static/book.css")
    assert "@import" not in book.text("_static/book.css")


def test_pages_with_drawings_are_listed_as_such(book: Book) -> None:
    for item in book.package.iterfind(".//opf:item[@media-type='application/xhtml+xml']", NAMES):
        drawings = book.tree(str(item.get("href"))).findall(".//{http://www.w3.org/2000/svg}svg[@aria-label]")
        assert ("svg" in (item.get("properties") or "")) == bool(drawings)
        assert not [each for each in drawings if not each.get("aria-label")]
    assert "<svg" in book.text("people/ann-ash.xhtml")


# -- facts --------------------------------------------------------------------------------------


def test_without_an_edition_it_says_what_it_can(book: Book) -> None:
    assert book.said("dc:identifier") == ["urn:x-archive:tiny-archive:0"]
    assert book.said("dc:title") == ["Tiny archive"]
    assert book.said("dc:date") == book.said("dc:description") == []
    assert "Cite this page" not in book.text("people/ann-ash.xhtml")
    assert "How to cite" not in book.text("title.xhtml")


DATED = tuple(
    part
    for setting in (
        "minutes_edition_date=2003-04-05",
        "release=3",
        "html_baseurl=https://lamp.example/3/",
        "epub_language=en-GB",
        "epub_description=Lamps & oil",
    )
    for part in ("-D", setting)
)


def test_an_edition_says_which_it_is(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1050000000")
    book = Book(build(root, "epub", extra=DATED))
    assert book.said("dc:identifier") == ["https://lamp.example/3/"]
    assert book.said("dc:date") == ["2003-04-05"]
    assert book.said("dc:language") == ["en-GB"]
    assert book.said("dc:publisher") == book.said("dc:creator") == ["Nobody"]
    assert book.said("dc:rights") == ["© nobody"]
    assert book.said("dc:description") == ["Lamps & oil"]
    assert book.said("schema:bookEdition") == ["3"]
    assert book.said("dcterms:modified") == ["2003-04-10T18:40:00Z"]
    assert book.said("schema:accessMode") == ["textual", "visual"]
    assert book.said("schema:accessModeSufficient") == ["textual"]
    assert "tableOfContents" in book.said("schema:accessibilityFeature")
    assert book.said("schema:accessibilityHazard") == ["none"]
    assert len(book.said("schema:accessibilitySummary")) == 1
    assert book.said("dcterms:conformsTo") == []  # nobody has evaluated it
    assert {each.date_time for each in book.zip.infolist()} == {(2003, 4, 10, 18, 40, 0)}
    assert 'xml:lang="en-GB"' in book.text("people/ann-ash.xhtml")
    title = "".join(book.tree("title.xhtml").itertext())
    assert "Edition 3" in title
    assert "5 April 2003" in title
    assert 'href="https://lamp.example/3/people/ann-ash.html"' in book.text("people/ann-ash.xhtml")
    assert "“Ann Ash.”" in "".join(book.tree("people/ann-ash.xhtml").itertext())
    assert "Cite this page" not in book.text("index.xhtml")


def test_without_an_epoch_it_is_as_old_as_its_edition(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    book = Book(build(root, "epub", extra=DATED))
    assert book.said("dcterms:modified") == ["2003-04-05T00:00:00Z"]


# -- pages --------------------------------------------------------------------------------------


def test_what_the_site_folds_stands_open() -> None:
    def listed(*words: str) -> nodes.bullet_list:
        return nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", each)) for each in words))

    section = nodes.section("", listed("a"), make_folded("1 more on this page", listed("b")))
    section += make_folded("Decisions (1)", listed("c"))
    section += make_folded("2 more", nodes.paragraph("", "d"))
    for each in list(section.findall(ebook.folded)):
        ebook._open(each)
    assert [type(each) for each in section] == [
        *(nodes.bullet_list, nodes.rubric, nodes.bullet_list, nodes.rubric, nodes.paragraph)
    ]
    assert [each.astext() for each in section] == ["a\n\nb", "Decisions (1)", "c", "2 more", "d"]


def test_a_meeting_has_its_records_under_headings(book: Book) -> None:
    rubrics = book.tree("meetings/2001-03-06.xhtml").findall(".//x:p[@class='rubric']", NAMES)
    assert {"Decisions (1)", "Requests (1)"} <= {"".join(each.itertext()) for each in rubrics}


def test_a_cell_of_a_register_says_what_it_is(book: Book) -> None:
    page = book.tree("registers/requests.xhtml")
    labels = [str(each.text) for each in page.iterfind(".//x:span[@class='cell-label']", NAMES)]
    assert labels == ["Asked by: ", "Asked of: ", "Outcome: ", "People and terms: "]
    page = book.tree("registers/decisions.xhtml")
    empty = page.findall(".//x:td[@class='empty']", NAMES)
    assert ["".join(each.itertext()).strip() for each in empty] == ["", ""]


def test_a_drawing_has_a_plate_and_one_too_wide_for_a_page_is_left_out(root: Path) -> None:
    asked = "".join(f":::{{drawing}} {name}\n:::\n\n" for name in ("timeline", "ribbon", "graph"))
    edit(root / "index.md", ":::{list-of} registers", f"{asked}:::{{list-of}} registers")
    book = Book(build(root, "epub"))
    drawn = [each.get("class") for each in book.tree("index.xhtml").iterfind(".//x:figure", NAMES)]
    assert drawn == ["drawing drawing-ribbon"]
    (svg,) = book.tree("index.xhtml").iterfind(".//x:figure/x:div/{http://www.w3.org/2000/svg}svg", NAMES)
    assert svg[0].get("class") == "plate"
    assert "tabindex" not in book.text("index.xhtml")


def test_images_come_along_and_a_missing_one_fails_with_its_line(root: Path) -> None:
    (root / "dot.png").write_bytes(PNG)
    edit(root / "people/cy-cedar.md", "Thanked in 2001", "![A dot](../dot.png) Thanked in 2001")
    first = Book(build(root, "epub"))
    assert "_images/dot.png" in first.names
    edit(root / "people/ann-ash.md", "# Ann Ash", "# Ann Ash\n\n")
    assert "_images/dot.png" in Book(build(root, "epub")).names  # though its page was not written again
    edit(root / "people/cy-cedar.md", "../dot.png", "../none.png")
    made = build(root, "epub")
    assert made.rc == 1
    line = (root / "people/cy-cedar.md").read_text(encoding="utf-8").partition("![A dot]")[0].count("\n") + 1
    assert (
        made.warnings == f"people/cy-cedar.md:{line}: WARNING: image file not readable: none.png [image.not_readable]\n"
    )


def test_an_orphan_comes_last(root: Path) -> None:
    (root / "aside.md").write_text("# Aside\n", encoding="utf-8")
    made = build(root, "epub", extra=("-D", "suppress_warnings=toc.not_included"))
    assert Book(made).spine[-1] == "aside.xhtml"


def test_a_book_built_again_is_the_one_that_would_be_built_afresh(root: Path) -> None:
    build(root, "epub")
    page = root / "people/cy-cedar.md"
    edit(page, "Thanked in 2001", "Thanked")
    (root / "aside.md").write_text("# Aside\n", encoding="utf-8")
    build(root, "epub")
    (root / "aside.md").unlink()
    again = Book(build(root, "epub"))
    shutil.rmtree(root / "_build")
    assert again.bytes == Book(build(root, "epub", jobs=2)).bytes
