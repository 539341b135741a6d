"""Pictures in the editions of the tiny archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import webpages
from tests.helpers import Result, build, edit

Edition = Callable[[str], Result]


def figures(out: Path) -> dict[str, list[str]]:
    """The addresses that each picture of each page links to."""
    return {
        f"{name} {' '.join(each['class'])}": [str(link["href"]) for link in each.select("a")]
        for name, page in webpages.read(out).items()
        for each in page.select("figure.drawing")
    }


def test_pictures_link_to_pages(edition: Edition) -> None:
    found = figures(edition("html").out)
    assert "ann-ash.html" in found["people/bob-birch.html drawing drawing-neighbourhood"]
    assert found["people/ann-ash.html drawing drawing-tenure"] == ["../glossary/secretary.html"]
    assert all(found.values())


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_other_sites_have_the_same_pictures(edition: Edition, builder: str) -> None:
    here, there = figures(edition("html").out), figures(edition(builder).out)
    if builder == "dirhtml":
        assert sorted(map(len, here.values())) == sorted(map(len, there.values()))
    else:
        assert all(each.startswith("#") for links in there.values() for each in links)
    assert len(there) >= 1


def test_texts_have_lists_in_their_stead(edition: Edition) -> None:
    for builder, suffix in (("text", "txt"), ("latex", "tex")):
        words = "".join(each.read_text(encoding="utf-8") for each in edition(builder).out.rglob(f"*.{suffix}"))
        assert "The thicker" not in words
        assert "the thicker" not in words
        assert "The same in words" not in words


def test_a_timeline_and_a_graph_stand_where_a_page_asks_for_them(root: Path) -> None:
    (root / "timeline.md").write_text(
        "# Timeline\n\n" + "".join(f":::{{drawing}} {name}\n:::\n\n" for name in ("timeline", "ribbon", "graph")),
        "utf-8",
    )
    edit(root / "index.md", "sources\n", "sources\ntimeline\n")
    made = build(root)
    assert made.warnings == ""
    page = webpages.read(made.out)["timeline.html"]
    frames = page.select("figure.wide > .frame[tabindex='0'][role=region][aria-label]")
    assert [each["aria-label"] for each in frames] == ["Timeline", "Graph of the archive"]
    assert "meetings/2001-03-06.html#twelve-lamps" in {each["href"] for each in page.select(".drawing-timeline a")}
    ribbon = page.select(".drawing-ribbon a")
    assert [each.title.string for each in ribbon] == ["6 March 2001", "5 March 2002"]


def test_a_page_is_written_again_when_its_picture_changes(root: Path) -> None:
    made = build(root)
    before = (made.out / "people/cy-cedar.html").read_bytes()
    edit(root / "meetings/2001-03-06.md", "{thanked}`Cy Cedar` was thanked.", "{thanked}`Cy Cedar` and {term}`lamps`.")
    build(root)
    after = (made.out / "people/cy-cedar.html").read_text(encoding="utf-8")
    assert before.decode() != after
    assert "Lamp: together in 1 paragraph<" in after
