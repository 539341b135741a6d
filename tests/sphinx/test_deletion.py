"""A page that is gone is gone from everywhere, at once and for good."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tests.helpers import build, edit


def times(out: Path) -> dict[Path, int]:
    """When each page was written; Sphinx makes the index and the search page anew in every build."""
    return {
        path: path.stat().st_mtime_ns
        for path in out.rglob("*.html")
        if not {"genindex", "search"} & {path.stem, path.parent.name}
    }


def known(root: Path, builder: str = "html") -> set[str]:
    """The pages that the environment remembers."""
    pickled = root / "_build" / ".doctrees" / builder / "environment.pickle"
    return set(pickle.loads(pickled.read_bytes()).all_docs)


def lone(root: Path) -> Path:
    """A page that nobody names, in an archive that names each page it has."""
    edit(root / "conf.py", "nitpicky = True", 'nitpicky = True\nsuppress_warnings = ["toc.not_included"]')
    names = sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("*/*.md"))
    # With `:glob:`, the front page would be read again whenever a page comes or goes.
    edit(
        root / "index.md",
        ":glob:\n:hidden:\n\nmeetings/*\npeople/*\nglossary/*\nregisters/*",
        "\n".join((":hidden:", "", *names)),
    )
    path = root / "lone.md"
    path.write_text("# Lone\n\nNothing.\n", encoding="utf-8")
    return path


def test_a_build_that_only_deletes_updates_the_other_pages(root: Path) -> None:
    made = build(root)
    page = made.out / "glossary/lamp.html"
    assert "Money for" in page.read_text(encoding="utf-8")
    (root / "glossary/lamp-fund.md").unlink()
    edit(root / "meetings/2002-03-05.md", "{term}`fund <Lamp fund>`", "fund")
    made = build(root)
    assert made.warnings == ""
    assert "Money for" not in page.read_text(encoding="utf-8")
    assert "Lamp fund" not in (made.out / "glossary/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex"])
def test_a_deletion_settles(root: Path, builder: str) -> None:
    page = root / "people/dan-doe.md"
    page.write_text("---\ntype: person\nsort: Doe, Dan\n---\n# Dan Doe\n\nKnew {person}`Cy Cedar`.\n", encoding="utf-8")
    assert build(root, builder).warnings == ""
    page.unlink()
    made = build(root, builder)
    assert made.warnings == ""
    assert "people/dan-doe" not in known(root, builder)
    for path in (*made.out.rglob("*.html"), *made.out.glob("people/*.txt"), *made.out.glob("*.tex")):
        assert "Knew" not in path.read_text(encoding="utf-8") or path.stem == "dan-doe"
    before = times(made.out)
    assert times(build(root, builder).out) == before  # nothing left to do


def test_the_deletion_of_a_page_that_nobody_names_settles_too(root: Path) -> None:
    page = lone(root)
    build(root)
    page.unlink()
    made = build(root)
    assert "lone" not in known(root)
    before = times(made.out)
    assert times(build(root).out) == before


def test_a_build_without_a_change_writes_nothing(root: Path) -> None:
    before = times(build(root).out)
    assert times(build(root).out) == before
    assert times(build(root, jobs=4).out) == before


@pytest.mark.parametrize(
    ("builder", "written"), [("html", "lone.html"), ("dirhtml", "lone/index.html"), ("epub", "lone.xhtml")]
)
def test_what_was_written_of_a_page_goes_with_it(root: Path, builder: str, written: str) -> None:
    page = lone(root)
    made = build(root, builder)
    assert (made.out / written).exists()
    page.unlink()
    assert build(root, builder).warnings == ""
    assert not (made.out / written).exists()
    assert not (made.out / "lone").exists()
    assert (made.out / "people").exists()
