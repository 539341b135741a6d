"""Each way to mention somebody counts once, and what can't be counted is said once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import webpages
from tests.helpers import Result, build, edit, tiny

MEETING = "meetings/2002-03-05.md"
#: Every way to mention Ann Ash, and what a reader then reads.
SYNTAXES = {
    "{person}`Ann Ash`": "Ann Ash",
    "{proposed}`Ann Ash`": "Ann Ash",
    "[](#ann-ash)": "Ann Ash",
    "[she](#ann-ash)": "she",
    "[she](ann-ash)": "she",
    "[she](../people/ann-ash.md)": "she",
    "[](../people/ann-ash.md)": "Ann Ash",
    "{doc}`she <../people/ann-ash>`": "she",
    "{doc}`she </people/ann-ash>`": "she",
    "{any}`Ann Ash`": "Ann Ash",
    "{any}`ann-ash`": "ann-ash",
    "{person}`ann-ash`": "ann-ash",
    "{person}`ANN ash`": "ANN ash",
    "{person}`Anne Ashe`": "Anne Ashe",
    "{person}`Ann Ash's`": "Ann Ash’s",
    "{person}`Ann Ash’s`": "Ann Ash’s",
    "{person}`the Secretary <Ann Ash>`": "the Secretary",
    "{thanked}`the Secretary <ann-ash>`": "the Secretary",
    "**{person}`Ann Ash`**": "Ann Ash",
    "*[she](#ann-ash)*": "she",
}
#: The same for a term, which has a plural.
TERMS = (
    "{term}`Lamp`",
    "{term}`lamps`",
    "{term}`lamp’s`",
    "{term}`lamps'`",
    "{any}`Lamps`",
    "[](#lamp)",
    "{spoke}`a lamp <lamp>`",
)
WAYS = (*SYNTAXES, *TERMS)


def back_links(out: Path, page: str, source: str) -> list[str]:
    """The sentences of one page that another page shows."""
    shown = webpages.read(out)[page]
    return [sentence for path, _, sentence in webpages.steps(page, shown) if path == source]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> webpages.Pages:
    """An archive with one paragraph for each way."""
    root = tiny(tmp_path_factory.mktemp("ways"))
    with (root / MEETING).open("a", encoding="utf-8") as file:
        file.writelines(f"\n{{#way-{n}}}\nWay {n} is {each} here.\n" for n, each in enumerate(WAYS))
    made = build(root)
    assert made.warnings == ""
    return webpages.read(made.out)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_mention_counts_once(ways: webpages.Pages, way: str) -> None:
    anchor = f"way-{WAYS.index(way)}"
    there = "people/ann-ash.html" if way in SYNTAXES else "glossary/lamp.html"
    paragraph = ways["meetings/2002-03-05.html"].find(id=anchor)
    assert list(webpages.links("meetings/2002-03-05.html", paragraph)) == [(there, "")]
    assert webpages.text(paragraph.a) == SYNTAXES.get(way, webpages.text(paragraph.a))
    steps = webpages.steps(there, ways[there])
    assert [path for path, fragment, _ in steps if fragment == anchor] == ["meetings/2002-03-05.html"]


def test_a_link_from_the_same_folder_is_not_ambiguous(root: Path) -> None:
    edit(root / "people/bob-birch.md", "{person}`Ann Ash`", "[her](ann-ash), {any}`ann-ash` and [](ann-ash.md)")
    made = build(root)
    assert made.warnings == ""
    assert len(back_links(made.out, "people/ann-ash.html", "people/bob-birch.html")) == 1


def test_nobody_names_the_secretary(edition: Callable[[str], Result]) -> None:
    page = webpages.read(edition("html").out)["glossary/secretary.html"]
    assert webpages.steps("glossary/secretary.html", page) == []
    assert "Nothing so far." in page.get_text()


def test_one_page_names_cy_cedar(edition: Callable[[str], Result]) -> None:
    page = webpages.read(edition("html").out)["people/cy-cedar.html"]
    assert webpages.steps("people/cy-cedar.html", page) == [
        ("meetings/2001-03-06.html", "thanks", "Cy Cedar was thanked.")
    ]


def test_mentions_stand_in_order_of_date(root: Path) -> None:
    early = (root / "meetings/2001-03-06.md").read_text(encoding="utf-8").replace("2001-03-06", "1999-01-01")
    (root / "meetings/1999-01-01.md").write_text(
        early.replace("[ash-1999-01-01]", "[oak-2000]").replace("ash-1999-01-01", "oak-2000")
    )
    made = build(root)
    assert made.warnings == ""
    steps = webpages.steps("people/bob-birch.html", webpages.read(made.out)["people/bob-birch.html"])
    pages = [path for path, _, _ in steps]
    assert pages == sorted(pages)
    assert pages[0] == "meetings/1999-01-01.html"


# -- faults -------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 4])
def test_an_unknown_name_is_said_once_with_file_and_line(root: Path, jobs: int) -> None:
    edit(root / MEETING, "{reported}`Bob Birch`", "{reported}`bob-brich`")
    made = build(root, jobs=jobs)
    assert made.rc == 1
    assert made.warnings == (
        f"{MEETING}:17: WARNING: unknown person or term `bob-brich`; did you mean `bob-birch`? [minutes.name]\n"
    )


def test_an_unknown_name_is_said_again_though_its_page_is_not_read_again(root: Path) -> None:
    edit(root / MEETING, "{reported}`Bob Birch`", "{reported}`bob-brich`")
    first = build(root)
    edit(root / "people/cy-cedar.md", "Thanked in 2001", "Thanked")
    assert build(root).warnings == first.warnings


def test_two_pages_with_one_id_are_told_of_however_they_are_read(root: Path) -> None:
    text = (root / "people/cy-cedar.md").read_text(encoding="utf-8")
    (root / "people/lamp.md").write_text(text.replace("Cy Cedar", "A. Lamp"), encoding="utf-8")
    serial = build(root)
    parallel = build(root, jobs=4, extra=["-E"])
    assert serial.rc == parallel.rc == 1
    assert serial.warnings == parallel.warnings
    assert serial.warnings.count("duplicate id `lamp`") == 1
    assert serial.warnings.startswith("people/lamp.md:1: WARNING: duplicate id `lamp`: glossary/lamp.md has it already")
