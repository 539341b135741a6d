"""An old address goes on leading somewhere, whatever the builder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from tests import webpages
from tests.helpers import Result, build, edit, tiny
from tests.soak import files

FIRST, LATER = "meetings/2001-03-06", "meetings/2002-03-05"
RULES = f"""
"people/cyrus" = "people/cy-cedar"
"people/cyrus#tool" = "glossary/lamp"
"meetings/2001-03-05" = "{FIRST}"
"meetings/2001-03-05#old-lamps" = "{FIRST}#lamps"
"glossary/torch" = "{FIRST}#lamps"
"glossary/torch#oil" = "glossary/lamp"
"{FIRST}#glow" = "{FIRST}#light"
"{FIRST}#shine" = "{FIRST}#lamps"
"{FIRST}#wick" = "{FIRST}#thanks"
"{FIRST}#whole" = "{FIRST}"
"{FIRST}#went" = "{LATER}#lamps"
"""
SETTINGS = ("-D", "html_baseurl=https://lamp.example/2001.1/", "-D", "minutes_edition_date=2001-05-04")


def moved(folder: Path, rules: str = RULES) -> Path:
    """A tiny archive in which something moved."""
    root = tiny(folder)
    (root / "_templates").mkdir()
    shutil.copy(Path(__file__).parents[2] / "_templates" / "moved.html", root / "_templates")
    (root / "_static" / "js").mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "_static" / "js" / "moved.js", root / "_static" / "js")
    edit(
        root / "conf.py",
        'html_theme = "basic"',
        'html_theme = "basic"\ntemplates_path = ["_templates"]\nhtml_static_path = ["_static"]',
    )
    (root / "redirects.toml").write_text(rules, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Result]:
    root = moved(tmp_path_factory.mktemp("moved"))
    known: dict[str, Result] = {}

    def of(builder: str) -> Result:
        if builder not in known:
            known[builder] = build(root, builder, extra=SETTINGS)
            assert (known[builder].rc, known[builder].warnings) == (0, "")
        return known[builder]

    return of


def page(result: Result, name: str) -> BeautifulSoup:
    return BeautifulSoup((result.out / name).read_text(encoding="utf-8"), "html.parser")


def one(soup: BeautifulSoup, selector: str, attribute: str) -> str:
    (found,) = soup.select(selector)
    return str(found[attribute])


@pytest.mark.parametrize(
    ("builder", "name", "to"),
    [("html", "people/cyrus.html", "cy-cedar.html"), ("dirhtml", "people/cyrus/index.html", "../cy-cedar/")],
)
def test_a_page_that_moved_leads_on_from_its_old_address(
    made: Callable[[str], Result], builder: str, name: str, to: str
) -> None:
    found = page(made(builder), name)
    assert one(found, "meta[http-equiv=refresh]", "content") == f"0; url={to}"
    assert one(found, "meta[name=robots]", "content") == "noindex"
    assert one(found, "link[rel=canonical]", "href").endswith(
        "/2001.1/people/cy-cedar" + (".html" if builder == "html" else "/")
    )
    assert found.select_one("h1").get_text() == "This page has moved"
    assert [(each["href"], each.get_text()) for each in found.select(".moved-page > p a")] == [(to, "Cy Cedar")]
    assert not found.select("head style, head script:not([src]), article [style]")


def test_a_page_that_became_a_section_leads_to_it(made: Callable[[str], Result]) -> None:
    found = page(made("html"), "glossary/torch.html")
    assert one(found, "meta[http-equiv=refresh]", "content") == "0; url=../meetings/2001-03-06.html#lamps"
    assert one(found, "link[rel=canonical]", "href") == "https://lamp.example/2001.1/meetings/2001-03-06.html#lamps"


def test_it_lists_what_stood_on_it_under_the_old_ids(made: Callable[[str], Result]) -> None:
    found = page(made("html"), "people/cyrus.html")
    assert {each["id"]: each.a["href"] for each in found.select("li[id]")} == {"tool": "../glossary/lamp.html"}
    script = found.select_one("script[data-to]")
    assert script is not None
    assert (script["data-to"], script["data-renamed"]) == ("cy-cedar.html", '{"tool":"../glossary/lamp.html"}')


def test_the_old_pages_are_found_by_nobody_who_searches(made: Callable[[str], Result]) -> None:
    out = made("html").out
    for name in ("sitemap.xml", "searchindex.js", "genindex.html", "people/index.html"):
        assert "cyrus" not in (out / name).read_text(encoding="utf-8")
    assert not [path for path in out.rglob("cyrus*") if path.suffix != ".html"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_id_that_moved_is_an_anchor_of_what_it_is_now(made: Callable[[str], Result], builder: str) -> None:
    found = page(made(builder), f"{FIRST}.html" if builder == "html" else f"{FIRST}/index.html")
    assert found.find(id="glow").find_parent(id="light")
    assert found.find(id="shine").find_parent(id="lamps")
    assert found.find(id="old-lamps").find_parent(id="lamps")  # of the page that became this one
    assert found.find(id="wick").find_parent(id="thanks")
    assert found.find(id="whole").find_parent("section").find("h1")
    assert webpages.repeated_ids(webpages.texts(made(builder).out)) == []


def test_an_id_that_went_to_another_page_says_so_at_the_end(made: Callable[[str], Result]) -> None:
    found = page(made("html"), f"{FIRST}.html").find(id="went")
    assert webpages.text(found).startswith("“went” has moved to Lamps")
    assert found.a["href"] == "2002-03-05.html#lamps"
    assert page(made("html"), "people/cy-cedar.html").find(id="tool").a["href"] == "../glossary/lamp.html"


def test_the_joined_page_keeps_them_too(made: Callable[[str], Result]) -> None:
    found = page(made("singlehtml"), "index.html")
    assert found.find(id="meetings-2001-03-06--glow").find_parent(id="meetings-2001-03-06--light")
    assert found.find(id="meetings-2001-03-06--went").a["href"] == "#meetings-2002-03-05--lamps"
    assert found.find(id="people-cy-cedar--tool")


def test_so_do_the_e_book_and_the_source_of_a_pdf(made: Callable[[str], Result]) -> None:
    found = page(made("epub"), f"{FIRST}.xhtml")
    assert all(found.find(id=each) for each in ("glow", "shine", "wick", "went", "whole"))
    assert not list(made("epub").out.rglob("cyrus*"))
    (tex,) = made("latex").out.glob("*.tex")
    text = tex.read_text(encoding="utf-8")
    labels = set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", text))
    assert {f"{FIRST}:{each}" for each in ("glow", "shine", "wick", "went", "whole")} <= labels
    assert webpages.dead_references(text) == []


def test_hosts_get_rules_but_where_the_page_knows_better(made: Callable[[str], Result]) -> None:
    assert (made("html").out / "_redirects").read_text(encoding="utf-8").splitlines() == [
        "/meetings/2001-03-05.html /meetings/2001-03-06.html 301",
        "/people/cyrus.html /people/cy-cedar.html 301",
        "/2001.1/* /:splat 200",
    ]
    assert (made("html").out / "redirects.map").read_text(encoding="utf-8").splitlines() == [
        '"/meetings/2001-03-05.html" "/meetings/2001-03-06.html";',
        '"/people/cyrus.html" "/people/cy-cedar.html";',
    ]
    assert (made("dirhtml").out / "_redirects").read_text(encoding="utf-8").splitlines()[:2] == [
        "/meetings/2001-03-05/ /meetings/2001-03-06/ 301",
        "/meetings/2001-03-05/index.html /meetings/2001-03-06/ 301",
    ]
    assert not (made("singlehtml").out / "_redirects").exists()


def test_other_sites_may_go_on_linking_to_old_ids(made: Callable[[str], Result]) -> None:
    with (made("html").out / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, uri: uri)
    assert inventory["minutes:person"]["cyrus"].uri == "people/cy-cedar.html"
    assert inventory["minutes:record"]["2001-03-06#glow"].uri == f"{FIRST}.html#light"
    assert "cyrus" not in (made("html").out / "searchindex.js").read_text(encoding="utf-8")


# -- from build to build -------------------------------------------------------------------------------


def fresh(root: Path) -> dict[str, object]:
    """What a build from nothing makes of the same."""
    aside = root.parent / "fresh"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns("_build"))
    return files(build(aside, extra=SETTINGS).out)


def test_a_change_of_the_redirects_alone_is_seen_by_the_next_build(tmp_path: Path) -> None:
    root = moved(tmp_path, "")
    build(root, extra=SETTINGS)
    for rules in (
        RULES,
        '"people/cyrus" = "people/bob-birch"\n',
        f'"people/cyrus" = "people/cy-cedar"\n"{FIRST}#glow" = "{FIRST}#thanks"\n',
        "# none\n",
    ):
        (root / "redirects.toml").write_text(rules, encoding="utf-8")
        made = build(root, extra=SETTINGS)
        assert (made.rc, made.warnings) == (0, "")
        there, wanted = files(made.out), fresh(root)
        assert sorted(there) == sorted(wanted)
        assert [name for name in wanted if there[name] != wanted[name]] == []
    assert not (made.out / "people/cyrus.html").exists()


def test_a_page_that_comes_back_is_not_swept_away(tmp_path: Path) -> None:
    root = moved(tmp_path, '"people/dee" = "people/cy-cedar"\n')
    assert (build(root).out / "people/dee.html").exists()
    (root / "redirects.toml").unlink()
    (root / "people/dee.md").write_text(
        "---\ntype: person\nsort: Dee, D.\n---\n# Dee\n\nKnew {person}`Cy Cedar`.\n", encoding="utf-8"
    )
    made = build(root)
    assert made.warnings == ""
    assert "Knew" in (made.out / "people/dee.html").read_text(encoding="utf-8")


def test_a_page_that_is_renamed_leaves_a_page_behind(tmp_path: Path) -> None:
    root = moved(tmp_path, "")
    build(root)
    (root / "people/cy-cedar.md").rename(root / "people/cyril.md")
    (root / "redirects.toml").write_text('"people/cy-cedar" = "people/cyril"\n', encoding="utf-8")
    made = build(root)
    assert made.warnings == ""
    assert "has moved" in (made.out / "people/cy-cedar.html").read_text(encoding="utf-8")


def test_an_id_that_vanished_fails_the_build(tmp_path: Path) -> None:
    root = moved(tmp_path, '"people/x" = "people/y"\n')
    (root / "identifiers.txt").write_text(f"# all\n{FIRST}\n{FIRST}#gone\npeople/cyrus\n", encoding="utf-8")
    made = build(root)
    assert made.rc != 0
    assert [each.split(": ")[0] for each in made.warnings.splitlines()] == [
        "identifiers.txt:3",
        "identifiers.txt:4",
        "redirects.toml:1",
    ]
    assert made.warnings.count("[minutes.id]") == 2
    assert made.warnings.count("[minutes.redirect]") == 1
