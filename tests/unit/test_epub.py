"""An e-book's parts, from plain values."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import pytest

from minutes import cover, epub
from minutes.epub import Entry, Facts, File, Landmark

FACTS = Facts("Lamps & oil", "The board", "The board", "en-GB", "https://lamp.example/1/", 1_000_000_000)
PAGE = b'<html xmlns="http://www.w3.org/1999/xhtml"/>'
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_facts_that_are_not_there_are_not_said() -> None:
    document = epub.package(FACTS, [File("a.xhtml", PAGE)], ["a.xhtml"])
    tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(document.encode()).iter()}
    assert tags.isdisjoint({"date", "rights", "description"})
    assert "bookEdition" not in document
    assert ">visual<" not in document


def test_words_are_escaped() -> None:
    facts = Facts(**{**{name: getattr(FACTS, name) for name in FACTS.__slots__}, "description": "<b> & “so”"})
    for text in (
        epub.package(facts, [File("a.xhtml", PAGE)], ["a.xhtml"]),
        epub.contents(facts, [Entry("<b> & “so”", "a.xhtml")], [Landmark("toc", "&", "nav.xhtml")]),
        epub.page("title.xhtml", facts=facts, day="", citations=[]),
        epub.page("cover.xhtml", facts=facts),
    ):
        assert "<b>" not in text
        ElementTree.fromstring(text.encode())


def test_the_spine_holds_the_pages_in_their_order_and_the_manifest_every_file() -> None:
    files = [File("b.xhtml", PAGE), File("a.xhtml", PAGE, ("svg",)), File("a b.png", b"", ("cover-image",))]
    root = ElementTree.fromstring(epub.package(FACTS, files, ["a.xhtml", "b.xhtml"]).encode())
    items = {str(each.get("id")): each for each in root.iter(f"{OPF}item")}
    assert [each.get("href") for each in items.values()] == ["b.xhtml", "a.xhtml", "a%20b.png"]
    assert [items[str(each.get("idref"))].get("href") for each in root.iter(f"{OPF}itemref")] == ["a.xhtml", "b.xhtml"]
    assert [each.get("properties") for each in items.values()] == [None, "svg", "cover-image"]
    assert [each.get("content") for each in root.iter(f"{OPF}meta") if each.get("name") == "cover"] == ["file-3"]


def test_a_heading_of_the_contents_is_no_link() -> None:
    entries = [Entry("2001", below=(Entry("A meeting", "a.xhtml", (Entry("Lamps", "a.xhtml#lamps"),)),))]
    nav = ElementTree.fromstring(epub.contents(FACTS, entries, []).encode()).find(f".//{XHTML}nav")
    assert nav is not None
    assert [each.text for each in nav.iter(f"{XHTML}span")] == ["2001"]
    assert [each.get("href") for each in nav.findall(f".//{XHTML}li/{XHTML}ol/{XHTML}li/{XHTML}a")] == [
        "a.xhtml",
        "a.xhtml#lamps",
    ]


@pytest.mark.parametrize(
    ("modified", "when"),
    [(1_000_000_000, (2001, 9, 9, 1, 46, 40)), (0, (1980, 1, 1, 0, 0, 0)), (2**40, (2107, 12, 31, 23, 59, 58))],
)
def test_every_entry_is_as_old_as_the_sources_or_as_a_zip_can_say(
    tmp_path: Path, modified: int, when: tuple[int, ...]
) -> None:
    epub.pack(tmp_path / "a.epub", "<package/>", [File("a.xhtml", PAGE)], modified)
    entries = ZipFile(tmp_path / "a.epub").infolist()
    assert [each.filename for each in entries] == ["mimetype", "META-INF/container.xml", "content.opf", "a.xhtml"]
    assert {each.date_time for each in entries} == {when}
    assert [each.compress_type == ZIP_STORED for each in entries] == [True, False, False, False]
    assert {(each.create_system, each.external_attr, each.extra) for each in entries} == {(3, 0o644 << 16, b"")}


def test_a_file_that_no_reading_system_must_know_has_no_place() -> None:
    with pytest.raises(KeyError):
        _ = File("song.mp3", b"").media_type


def test_the_cover_is_a_picture_of_its_words() -> None:
    made = cover.draw("Lamps", "1", "6 March 2001", "The board")
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(made[16:20]), int.from_bytes(made[20:24])) == (1600, 2400)
    assert made == cover.draw("Lamps", "1", "6 March 2001", "The board")
    assert made != cover.draw("Lamps", "2", "6 March 2001", "The board")
    assert cover.draw("Lamps", "", "", "")
