"""Typst to PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from typstbook import compiling

BOOK = (Path(compiling.__file__).parent / "book.typ").read_text(encoding="utf-8")
META = '(title: "T", author: "A", description: "D", keywords: ("k",), lang: "en", region: "GB", depth: 2, front: (:))'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "book.typ").write_text(BOOK, encoding="utf-8")
    return tmp_path / "b.typ"


def made(source: Path, body: str) -> bytes:
    source.write_text(f'#import "lib/book.typ": *\n#show: book.with({META})\n{body}', encoding="utf-8")
    return compiling.set_book(source, ["ua-1", "a-2a"], 1000)[0]


CHAPTERS = """
#head(1, "one", "One", opens: true)[One]
See #to("two")[two]#page-of("two");.
#head(1, "two", "Two", opens: true)[Two]
Words.
"""


def test_numbers_of_pages_are_right_and_links_lead_there(source: Path) -> None:
    with pikepdf.open(io.BytesIO(made(source, CHAPTERS))) as pdf:
        dests = pikepdf.NameTree(pdf.Root.Names.Dests)
        leads = [
            str(each.Dest)
            for page in pdf.pages
            for each in page.get("/Annots", ())
            if "/Dest" in each and isinstance(each.Dest, pikepdf.String)
        ]
        assert leads == ["one", "two", "two", "two"]  # the contents, the link, its number
        assert dests["two"][0].objgen == pdf.pages[3].objgen
        assert str(pdf.Root.Lang) == "en-GB"


def test_the_same_words_make_the_same_bytes(source: Path, tmp_path: Path) -> None:
    first = made(source, CHAPTERS)
    other = tmp_path / "elsewhere"
    (other / "lib").mkdir(parents=True)
    (other / "lib" / "book.typ").write_text(BOOK, encoding="utf-8")
    assert made(other / "b.typ", CHAPTERS) == first


def test_a_link_to_no_place_is_an_error(source: Path) -> None:
    with pytest.raises(compiling.UnsetError, match="the book has no place 'three' to link to"):
        made(source, CHAPTERS + '#to("three")[x]')


def test_an_error_of_typst_says_where(source: Path) -> None:
    with pytest.raises(compiling.UnsetError, match=r"(?s)Typst: unknown variable: nothing-such.*b\.typ"):
        made(source, CHAPTERS + "#nothing-such")


def test_a_picture_without_words_is_refused(source: Path) -> None:
    (source.parent / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(compiling.UnsetError, match="alt"):
        made(source, CHAPTERS + '#image("x.svg")')


def test_a_disk_that_is_full_leaves_the_last_good_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as out:
            out.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        compiling.put(b"new", path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_time_is_the_environments_or_the_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert compiling.seconds("1970-01-02") == 86400
    assert compiling.seconds("") == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert compiling.seconds("1970-01-02") == 7
