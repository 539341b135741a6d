"""The archive builds without a warning with every builder, and the same words make the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import webpages
from tests.built import Made, copied, made


def test_the_site_is_built_without_a_warning(archive: Made) -> None:
    assert archive.told == ""


@pytest.mark.parametrize(
    ("builder", "suffix"),
    [("dirhtml", ".html"), ("singlehtml", ".html"), ("epub", ".xhtml"), ("latex", ".tex"), ("text", ".txt")],
)
def test_every_other_edition_is_too(archive: Made, builder: str, suffix: str) -> None:
    # What was read for the site is read alike for all: to read it again would double the time.
    edition = made(archive.root, builder, doctrees=archive.doctrees)
    assert edition.told == ""
    pages = webpages.texts(edition.out, suffix)
    if suffix.endswith("html"):
        assert webpages.dead_links(pages) == []
        assert webpages.repeated_ids(pages) == []
    elif suffix == ".tex":
        assert webpages.dead_references(pages["nec-archive.tex"]) == []
    else:
        assert "meetings/2011-11-01.txt" in pages


def test_the_same_words_make_the_same_bytes(archive: Made, tmp_path: Path) -> None:
    again = made(copied(tmp_path / "elsewhere" / "a-copy"), "html", jobs="2", seed="1")
    alone = {path.relative_to(archive.out): path for path in archive.out.rglob("*") if path.is_file()}
    other = {path.relative_to(again.out): path for path in again.out.rglob("*") if path.is_file()}
    assert alone.keys() == other.keys()
    assert [str(name) for name in alone if alone[name].read_bytes() != other[name].read_bytes()] == []
