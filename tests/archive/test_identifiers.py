"""Every address that an edition has published is there."""

from __future__ import annotations

import re

import pytest

from minutes import identifiers, redirects
from minutes.reader import Page
from minutes.redirects import Places, split
from tests import webpages
from tests.built import ROOT, Made


@pytest.fixture(scope="module")
def known(archive: Made) -> identifiers.Recorded:
    found = identifiers.read(archive.root)
    assert found.problems == ()
    assert len(found.lines) >= 473  # those of the first edition: none is ever taken out
    return found


def test_every_recorded_id_is_an_address_of_the_site(
    known: identifiers.Recorded, archive: Made, html: dict[str, str], words: list[Page]
) -> None:
    ids = {name: set(webpages.ids(text)) for name, text in html.items()}
    moved, there = redirects.read(archive.root), Places.of(page.ledger for page in words)
    lost = []
    for each in known.lines:
        page, anchor = split(str(moved.follow(each, there)))
        if f"{page}.html" not in ids or (anchor and anchor not in ids[f"{page}.html"]):
            lost.append(each)
    assert lost == []


def test_the_file_is_as_the_command_writes_it(known: identifiers.Recorded) -> None:
    assert (ROOT / identifiers.FILE).read_text(encoding="utf-8") == identifiers.text(known.lines)


def test_every_id_that_an_editor_chose_is_on_its_page(words: list[Page], html: dict[str, str]) -> None:
    """What would be recorded is what a reader can link to."""
    promised = identifiers.promised(page.ledger for page in words)
    ids = {name: set(webpages.ids(text)) for name, text in html.items()}
    missing = [
        each for each in promised for page, anchor in [split(each)] if anchor and anchor not in ids[f"{page}.html"]
    ]
    assert missing == []


def test_all_that_names_a_page_for_others_names_its_edition(archive: Made, html: dict[str, str]) -> None:
    settings = (archive.root / "conf.py").read_text(encoding="utf-8")
    (number,) = re.findall(r'^version = release = "(.+)"', settings, re.MULTILINE)
    (site,) = re.findall(r'"ARCHIVE_URL", "(.+)"', settings)
    page = html["meetings/2011-11-01.html"]
    address = f"{site}{number}/meetings/2011-11-01.html"
    for each in (
        f'<link rel="canonical" href="{address}"',
        f'<link rel="cite-as" href="{address}"',
        f'<meta name="citation_public_url" content="{address}"',
        f'<meta name="DC.identifier" content="{address}"',
        f'<meta property="og:url" content="{address}"',
        f'<meta property="og:image" content="{site}{number}/_static/social-card.png"',
        f'"@id": "{address}"',
    ):
        assert each in page
    for ending in ("bib", "ris", "csl.json"):
        assert address in (archive.out / f"meetings/2011-11-01.{ending}").read_text(encoding="utf-8")
    named = {
        each
        for path in archive.out.rglob("*")
        if path.suffix in (".html", ".xml", ".txt", ".bib", ".ris")
        for each in re.findall(rf"{re.escape(site)}[^\s\"<>}}]*", path.read_text(encoding="utf-8"))
    }
    assert [each for each in named if not each.startswith(f"{site}{number}/")] == []


def test_the_page_for_lost_addresses_is_at_home_in_its_edition(html: dict[str, str]) -> None:
    """So that it holds wherever in the site of all editions a host shows it."""
    page = re.sub(r'<link rel="canonical"[^>]*>', "", html["404.html"])
    links = re.findall(r'(?:href|src|action|data-index)="([^"#]*)"', page)
    assert len(links) > 15
    assert [each for each in links if not re.match(r"/\d{4}\.\d+/", each)] == []
