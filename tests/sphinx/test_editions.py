"""Each builder makes a whole edition: no warnings, no dead links, previews, an inventory and a data file."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from sphinx.util.inventory import InventoryFile

from tests import webpages
from tests.helpers import Result, build, edit

Edition = Callable[[str], Result]
BUILDERS = ("html", "dirhtml", "singlehtml", "latex", "text", "epub")


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_is_content(edition: Edition, builder: str) -> None:
    made = edition(builder)
    assert made.warnings == ""


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_a_builder_is_content_when_it_runs_again(root: Path, builder: str) -> None:
    build(root, builder)
    edit(root / "people/cy-cedar.md", "Thanked in 2001", "Thanked")
    made = build(root, builder)
    assert made.warnings == ""


@pytest.mark.parametrize(
    ("builder", "suffix"), [("html", ".html"), ("dirhtml", ".html"), ("singlehtml", ".html"), ("epub", ".xhtml")]
)
def test_every_link_lands(edition: Edition, builder: str, suffix: str) -> None:
    pages = webpages.texts(edition(builder).out, suffix)
    assert webpages.dead_links(pages) == []
    assert webpages.repeated_ids(pages) == []
    assert sum(len(webpages.targets(name, html)) for name, html in pages.items()) > 100


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_back_link_leads_to_its_paragraph(edition: Edition, builder: str) -> None:
    pages = webpages.read(edition(builder).out)
    found = 0
    for name, page in pages.items():
        for path, fragment, sentence in webpages.steps(name, page):
            there = pages[path].find(id=fragment) if fragment else pages[path].find("section")
            assert there is not None
            assert webpages.quotes(there, sentence)
            assert fragment or not path.startswith("meetings/")
            found += 1
    assert found > 20


def test_every_reference_of_the_pdf_has_a_label(edition: Edition) -> None:
    (source,) = edition("latex").out.glob("tiny*.tex")
    tex = source.read_text(encoding="utf-8")
    assert webpages.dead_references(tex) == []
    assert tex.count("\\hyperref[") > 50
    labels = re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex)
    assert len(labels) == len(set(labels))


def test_the_e_book_holds_every_page(edition: Edition) -> None:
    (book,) = edition("epub").out.glob("*.epub")
    names = ZipFile(book).namelist()
    assert {"meetings/2001-03-06.xhtml", "people/ann-ash.xhtml", "sources.xhtml"} <= set(names)
    assert not [name for name in names if name.endswith(".json")]


def test_plain_text_says_it_all(edition: Edition) -> None:
    text = (edition("text").out / "people/ann-ash.txt").read_text(encoding="utf-8")
    assert "Anne Ashe (Olive Oak 2000)" in text
    assert "May 2000 – 2003" in text
    assert "put a question or request" in text
    assert "**Ann Ash** asked Bob Birch for new lamps; he agreed." in text


# -- previews -----------------------------------------------------------------------------------


def previews(out: Path, page: str) -> dict[str, str]:
    """The previews of a page's links, by the links' text."""
    soup = webpages.read(out)[page]
    return {webpages.text(each): str(each["title"]) for each in soup.select("section a.reference[title]")}


def test_links_of_the_prose_carry_a_preview(edition: Edition) -> None:
    out = edition("html").out
    found = previews(out, "meetings/2002-03-05.html")
    assert found["Bob Birch"] == "Named by Ann Ash."
    assert found["lamps"] == "Not defined in the sources."
    assert found["6 March 2001"] == "A short meeting about “lamps”."
    assert found["Lamps, 6 March 2001"].startswith("The Committee met. Ann Ash asked Bob Birch for new lamps")
    assert found["Ash 2002"].startswith("Ann Ash, “Another March evening”, Ash’s letters, March 2002.")


def test_links_by_id_carry_a_preview_too(root: Path) -> None:
    edit(
        root / "index.md",
        "with {person}`Ann Ash`",
        "[](#ann-ash), [her](ann-ash), {any}`lamp`, {record}`2001-03-06#twelve-lamps`",
    )
    made = build(root)
    assert made.warnings == ""
    found = previews(made.out, "index.html")
    assert found["Ann Ash"] == found["her"] == "Secretary of the Committee."
    assert found["lamp"] == "Not defined in the sources."
    assert found["It was agreed that 12 lamps would be bought"] == "It was agreed that 12 lamps would be bought"


def test_every_object_has_a_preview(edition: Edition) -> None:
    objects = json.loads((edition("html").out / "minutes.json").read_text(encoding="utf-8"))["objects"]
    assert {each["type"] for each in objects} == {"meeting", "item", "person", "term", "record"}
    assert [each["id"] for each in objects if not each["preview"]] == []


# -- for others ---------------------------------------------------------------------------------


def inventory(out: Path) -> dict[str, dict[str, str]]:
    """What others can link to: type -> id -> address."""
    found: dict[str, dict[str, str]] = {}
    for (domain_type, name), item in (
        ((kind, name), item)
        for kind, items in InventoryFile.loads((out / "objects.inv").read_bytes(), uri="").data.items()
        for name, item in items.items()
    ):
        found.setdefault(domain_type, {})[name] = item.uri
    return found


def test_the_inventory_holds_all_kinds(edition: Edition) -> None:
    found = inventory(edition("html").out)
    assert found["minutes:meeting"]["2001-03-06"] == "meetings/2001-03-06.html"
    assert found["minutes:item"]["2001-03-06#lamps"] == "meetings/2001-03-06.html#lamps"
    assert found["minutes:record"]["2001-03-06#twelve-lamps"] == "meetings/2001-03-06.html#twelve-lamps"
    assert found["minutes:person"]["ann-ash"] == "people/ann-ash.html"
    assert found["minutes:term"]["lamp-fund"] == "glossary/lamp-fund.html"


def test_another_project_can_link_in(edition: Edition, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(edition("html").out / "objects.inv", other)
    (other / "conf.py").write_text(
        "extensions = ['myst_parser', 'sphinx.ext.intersphinx']\n"
        "intersphinx_mapping = {'tiny': ('https://example.org/', 'objects.inv')}\n"
        "html_theme = 'basic'\n"
    )
    wanted = {
        "person#ann-ash": "people/ann-ash.html",
        "term#lamp-fund": "glossary/lamp-fund.html",
        "meeting#2001-03-06": "meetings/2001-03-06.html",
        "item#2001-03-06#lamps": "meetings/2001-03-06.html#lamps",
        "record#2001-03-06#twelve-lamps": "meetings/2001-03-06.html#twelve-lamps",
    }
    words = "\n".join(f"- [](inv:tiny:minutes:{each})" for each in wanted)
    (other / "index.md").write_text(f"# Other\n\n{words}\n")
    made = build(other)
    assert made.warnings == ""
    page = webpages.read(made.out)["index.html"]
    found = [str(each["href"]) for each in page.select("li a.external")]
    assert [each.rstrip("#") for each in found] == [f"https://example.org/{each}" for each in wanted.values()]
    assert webpages.text(page.select("li a.external")[0]) == "Ann Ash"


def test_the_data_file_does_not_depend_on_the_order_of_reading(root: Path) -> None:
    first = (build(root).out / "minutes.json").read_bytes()
    shutil.rmtree(root / "_build")
    # Other workers read other pages, in another order: one file is read later, some have other sizes.
    (root / "meetings/2001-03-06.md").touch()
    assert (build(root, jobs=4).out / "minutes.json").read_bytes() == first
    for name in ("people/ann-ash.md", "glossary/lamp.md"):
        (root / name).touch()
    assert (build(root).out / "minutes.json").read_bytes() == first


def test_the_data_file_says_what_the_pages_say(edition: Edition) -> None:
    data = json.loads((edition("html").out / "minutes.json").read_text(encoding="utf-8"))
    assert sorted(data) == ["corrections", "mentions", "objects", "records", "schema", "sources"]
    asked = [each for each in data["mentions"] if each["relation"] == "asked"]
    assert [(each["target"], each["page"], each["anchor"]) for each in asked] == [
        ("ann-ash", "meetings/2001-03-06", "lamp-fund")
    ]
    assert [each["id"] for each in data["records"] if each["kind"] == "decision"] == ["2001-03-06#twelve-lamps"]
    assert {each["key"] for each in data["sources"]} == {"ash-2001-03-06", "ash-2002-03-05", "oak-2000"}
