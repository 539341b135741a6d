"""What is written straight into a page of the site is what Sphinx would write of its nodes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import generate
from minutes import domain
from tests.helpers import build, tiny


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_site_is_the_same_by_way_of_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
    def pages() -> dict[str, str]:
        (tmp_path / builder).mkdir(exist_ok=True)
        made = build(generate.write(tmp_path / builder / "archive", generate.Plan(3)), builder)
        assert made.warnings == ""
        found = {path.relative_to(made.out).as_posix(): path.read_text("utf-8") for path in made.out.rglob("*.html")}
        made.out.parents[1].rename(tmp_path / f"{builder}-{len(list(tmp_path.iterdir()))}")
        return found

    by_html = pages()
    monkeypatch.setattr(domain, "SITES", ())
    by_nodes = pages()
    assert by_html.keys() == by_nodes.keys()
    assert [name for name in by_html if by_html[name] != by_nodes[name]] == []
    assert any('class="mentions"' in text for text in by_html.values())


def links(out: Path) -> dict[str, set[tuple[str, str]]]:
    """By page, where its links within the site lead: file and id."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in out.rglob("*.html"):
        for href in re.findall(r'<a [^>]*href="([^"]+)"', path.read_text("utf-8")):
            target, _, anchor = href.partition("?")[0].partition("#")
            if ":" not in target and not target.startswith("/"):  # as those of the page on lost ones do
                file = (path.parent / target).resolve() if target else path
                found.setdefault(path.relative_to(out).as_posix(), set()).add(
                    ((file / "index.html" if file.is_dir() else file).relative_to(out).as_posix(), anchor)
                )
    return found


def test_the_parts_of_a_long_list_can_be_reached_and_linked_to(tmp_path: Path) -> None:
    root = generate.write(tmp_path / "archive", generate.Plan(4, words=300, links=12))
    made = build(root, extra=("-Dminutes_part_size=6",))
    assert made.warnings == ""
    ids = {
        path.relative_to(made.out).as_posix(): set(re.findall(r' id="([^"]+)"', path.read_text("utf-8")))
        for path in made.out.rglob("*.html")
    }
    parts = {name for name in ids if re.search(r"-\d+(?:/index)?\.html$", name) and name.count("/") > 1}
    assert any("register-decision" in name for name in parts)
    assert any("mentions-meetings" in name for name in parts)
    reached = set()
    for page, found in links(made.out).items():
        for target, anchor in found:
            assert (made.out / target).is_file(), (page, target)
            assert not anchor or anchor in ids.get(target, ()), (page, target, anchor)
            reached.add(target)
    assert parts <= reached
    rows = {
        anchor for name in parts if "register-decision" in name for anchor in ids[name] if anchor.endswith("-decision")
    }
    assert rows, "the rows of a register are in its parts"
    assert rows <= {anchor for name, found in links(made.out).items() if "meetings/" in name for _, anchor in found}


def test_parts_that_a_list_no_longer_has_go(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    made = build(root, extra=("-Dminutes_part_size=1",))
    assert (made.out / "glossary" / "committee" / "involved-2.html").exists()
    again = build(root)  # as long as a list is by default, all of these fit
    assert again.warnings == ""
    assert not [each for each in again.out.rglob("*-[23].html") if each.parent.name != "meetings"]
    assert not (again.out / "glossary" / "committee").exists()
