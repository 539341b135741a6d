"""The archive builds without a warning with every builder. For the e-book see test_epub.py."""

from __future__ import annotations

import pytest

from tests import webpages
from tests.built import Made, made


def test_the_site_is_built_without_a_warning(archive: Made) -> None:
    assert archive.told == ""


@pytest.mark.parametrize(
    ("builder", "suffix"),
    [("dirhtml", ".html"), ("singlehtml", ".html"), ("latex", ".tex"), ("text", ".txt")],
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
