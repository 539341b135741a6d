"""What a build says of a page to those who cite, find and share it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pybtex.database import parse_file

from minutes import bibliography
from tests import webpages
from tests.helpers import Result, build, edit, tiny

BASE = "https://lamp.example/"
MEETING = "meetings/2001-03-06"
LAYOUT = """{% extends "!layout.html" %}
{% block extrahead %}{% include "meta.html" %}{% endblock %}
{% block document %}{{ super() }}{% include "cite.html" %}{% endblock %}
"""
SETTINGS = ("-D", f"html_baseurl={BASE}", "-D", "minutes_edition_date=2026-02-03")


def framed(folder: Path) -> Path:
    """A tiny archive whose pages have a head and a foot such as the archive's."""
    root = tiny(folder)
    templates = root / "_templates"
    templates.mkdir()
    (templates / "layout.html").write_text(LAYOUT, encoding="utf-8")
    for name in ("meta.html", "cite.html"):
        shutil.copy(Path(__file__).parents[2] / "_templates" / name, templates)
    edit(root / "conf.py", 'html_theme = "basic"', 'html_theme = "basic"\ntemplates_path = ["_templates"]')
    return root


def made(root: Path, builder: str = "html", jobs: int = 1) -> Result:
    return build(root, builder, jobs=jobs, extra=SETTINGS)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    found = made(framed(tmp_path_factory.mktemp("citing")))
    assert (found.rc, found.warnings) == (0, "")
    return found


@pytest.fixture(scope="module")
def pages(result: Result) -> dict[str, BeautifulSoup]:
    return webpages.read(result.out)


def content(page: BeautifulSoup, name: str) -> list[str]:
    return [str(each["content"]) for each in page.select(f'meta[name="{name}"], meta[property="{name}"]')]


def canonical(page: BeautifulSoup) -> list[str]:
    return [str(each["href"]) for each in page.select("link[rel=canonical]")]


def test_every_page_has_its_files_and_names_them(result: Result, pages: dict[str, BeautifulSoup]) -> None:
    docnames = {path.with_suffix("").name for path in result.out.rglob("*.bib")}
    assert {"2001-03-06", "ann-ash", "index", "sources", "decisions"} <= docnames
    for name, page in pages.items():
        for link in page.select(".cite-files a, link[rel=alternate]"):
            assert (result.out / name).parent.joinpath(str(link["href"])).is_file()
    assert [link.get_text() for link in pages[f"{MEETING}.html"].select(".cite-files a")] == [
        "BibTeX",
        "RIS",
        "CSL-JSON",
    ]


def test_the_files_of_a_meeting_hold_its_items_too(result: Result) -> None:
    entries = parse_file(result.out / f"{MEETING}.bib").entries
    assert {key: (bibliography.plain(each.fields["title"]), each.fields["url"]) for key, each in entries.items()} == {
        "tiny-archive-meetings-2001-03-06": ("Meeting of 6 March 2001", f"{BASE}{MEETING}.html"),
        "tiny-archive-meetings-2001-03-06-lamps": ("Lamps", f"{BASE}{MEETING}.html#lamps"),
    }
    data = json.loads((result.out / f"{MEETING}.csl.json").read_text(encoding="utf-8"))
    assert [each["title"] for each in data] == ["Meeting of 6 March 2001", "Lamps"]
    assert (result.out / f"{MEETING}.ris").read_bytes().count(b"\r\nER  - \r\n") == 2
    assert len(parse_file(result.out / "people/ann-ash.bib").entries) == 1


def test_the_foot_of_a_meeting_cites_it_its_items_and_its_account(pages: dict[str, BeautifulSoup]) -> None:
    foot = pages[f"{MEETING}.html"].select_one(".cite")
    assert foot is not None
    words = webpages.text(foot)
    assert f"Tiny archive. “Meeting of 6 March 2001.” Edition 0, 3 February 2026. {BASE}{MEETING}.html." in words
    assert f"“Lamps.” In “Meeting of 6 March 2001.” Edition 0, 3 February 2026. {BASE}{MEETING}.html#lamps." in words
    (link,) = foot.select("a.cite-source")
    target = pages["sources.html"].find(id=urljoin(f"{MEETING}.html", str(link["href"])).partition("#")[2])
    assert target is not None
    assert "Ann Ash" in webpages.text(target)


def test_a_page_without_items_and_accounts_offers_none(pages: dict[str, BeautifulSoup]) -> None:
    foot = pages["people/ann-ash.html"].select_one(".cite")
    assert foot is not None
    assert foot.select("details, .cite-source") == []


def test_each_page_says_where_it_stands(pages: dict[str, BeautifulSoup]) -> None:
    addresses = set()
    for name, page in pages.items():
        if name in ("search.html", "genindex.html"):
            assert content(page, "description" if name == "search.html" else "robots")
            assert page.select(".cite") == []
            continue
        (address,) = canonical(page)
        assert address == (BASE if name == "index.html" else BASE + name)
        assert [address] == content(page, "citation_public_url") == content(page, "og:url")
        assert address in webpages.text(page.select(".cite")[0])
        addresses.add(address)
    assert len(addresses) == len(pages) - 2


def test_each_page_describes_itself_in_words_of_its_own(pages: dict[str, BeautifulSoup]) -> None:
    described = [content(page, "description") for page in pages.values() if page.select(".cite")]
    assert all(len(each) == 1 and each[0] for each in described)
    assert len({each[0] for each in described}) == len(described)
    assert content(pages[f"{MEETING}.html"], "description")[0].endswith("A short meeting about “lamps”.")


def test_the_linked_data_can_be_read_and_say_what_the_page_is_about(pages: dict[str, BeautifulSoup]) -> None:
    about = {}
    for name, page in pages.items():
        for script in page.select('script[type="application/ld+json"]'):
            data = json.loads(script.get_text())
            assert [data["url"]] == canonical(page)
            about[name] = data.get("mainEntity", {}).get("@type")
    assert about[f"{MEETING}.html"] == "Event"
    assert about["people/ann-ash.html"] == "Person"
    assert about["glossary/lamp.html"] == "DefinedTerm"
    assert about["index.html"] is None


def test_the_map_has_every_page_in_order(result: Result, pages: dict[str, BeautifulSoup]) -> None:
    tree = ElementTree.parse(result.out / "sitemap.xml")
    listed = [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(listed) == sorted(canonical(page)[0] for page in pages.values() if page.select(".cite"))
    assert listed == sorted(listed, key=lambda each: str(each).replace(BASE, "").removesuffix(".html") or "index")
    assert f"Sitemap: {BASE}sitemap.xml" in (result.out / "robots.txt").read_text(encoding="utf-8")


def files(out: Path) -> dict[str, bytes]:
    kinds = (".html", ".bib", ".ris", ".csl.json", "sitemap.xml", "robots.txt")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.name.endswith(kinds)}


def test_two_workers_and_a_second_build_write_the_same(result: Result, tmp_path: Path) -> None:
    root = framed(tmp_path)
    edit(root / "people/ann-ash.md", "# Ann Ash", "# Anna Ash")
    made(root, jobs=2)
    edit(root / "people/ann-ash.md", "# Anna Ash", "# Ann Ash")
    again = made(root)
    assert (again.rc, again.warnings) == (0, "")
    assert files(again.out) == files(result.out)


def test_the_files_of_a_page_go_with_it(tmp_path: Path) -> None:
    root = framed(tmp_path)
    (root / "extra").mkdir()
    (root / "extra/note.md").write_text("---\norphan: true\n---\n# Note\n", encoding="utf-8")
    edit(root / "conf.py", '"*.md", ', '"*.md", "extra/**", ')
    assert (made(root).out / "extra/note.bib").exists()
    (root / "extra/note.md").unlink()
    assert not (made(root).out / "extra").exists()


def test_short_addresses_are_cited_where_pages_have_them(tmp_path: Path) -> None:
    out = made(framed(tmp_path), "dirhtml").out
    page = BeautifulSoup((out / MEETING / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert canonical(page) == [f"{BASE}{MEETING}/"]
    assert page.select(".cite-files a")[0]["href"] == "../2001-03-06.bib"
    assert (out / f"{MEETING}.bib").exists()
    crumbs = json.loads(page.select('script[type="application/ld+json"]')[0].get_text())["breadcrumb"]
    assert crumbs["itemListElement"][-1]["item"] == f"{BASE}{MEETING}/"


def test_an_edition_without_address_or_date_is_not_cited(tmp_path: Path) -> None:
    found = build(framed(tmp_path), extra=SETTINGS[:2])
    assert (found.rc, found.warnings) == (0, "")
    assert not list(found.out.rglob("*.bib"))
    assert not (found.out / "sitemap.xml").exists()
    page = webpages.read(found.out)[f"{MEETING}.html"]
    assert page.select(".cite, meta[property]") == []


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_other_editions_leave_citing_to_the_site(tmp_path: Path, builder: str) -> None:
    found = made(framed(tmp_path), builder)
    assert (found.rc, found.warnings) == (0, "")
    assert not list(found.out.rglob("*.bib"))


@pytest.mark.parametrize("date", ["2026", "2026-02-30", "soon"])
def test_the_date_of_an_edition_is_a_day(tmp_path: Path, date: str) -> None:
    found = build(tiny(tmp_path), extra=("-D", f"minutes_edition_date={date}"))
    assert found.rc != 0
    assert "write a day such as 2026-11-22" in found.warnings
