"""Previews of links as files beside the site, and the short ones in its pages."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from minutes import preview_files, previews
from tests import webpages
from tests.helpers import Result, build, edit

MADE = re.compile(r'archivePreviews\(("[^"]*"),(\{.*\})(?:,(\d+))?\);\n')


@pytest.fixture
def root(root: Path) -> Path:
    """The tiny archive, with previews."""
    edit(root / "conf.py", "nitpicky = True", "nitpicky = True\nminutes_previews = True")
    return root


def read(made: Result) -> dict[str, dict[str, object]]:
    """What the files say, by the page's name; 'pieces' among them where there are any."""
    found = {}
    folder = made.out / preview_files.FOLDER
    for path in sorted(folder.rglob("*.js")):
        match = MADE.fullmatch(path.read_text(encoding="utf-8"))
        assert match
        name = json.loads(match[1])
        assert name == path.relative_to(folder).with_suffix("").as_posix()
        found[name] = json.loads(match[2]) | ({"pieces": int(match[3])} if match[3] else {})
    return found


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_without_the_setting_there_are_none(root: Path) -> None:
    edit(root / "conf.py", "minutes_previews = True", "minutes_previews = False")
    made = build(root)
    assert not (made.out / preview_files.FOLDER).exists()
    assert preview_files.SCRIPT not in (made.out / "index.html").read_text(encoding="utf-8")


def test_every_page_has_its_file_and_the_script(root: Path) -> None:
    made = build(root)
    assert made.warnings == ""
    found = read(made)
    pages = {path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.md")}
    assert {*pages, "sources@0"} == found.keys()
    assert found["people/bob-birch"][""]["title"] == "Bob Birch"  # type: ignore[index]
    assert found["meetings/2002-03-05"]["fund-proposed"] == "fund"
    assert "lead" not in found["meetings/2002-03-05"]
    html = (made.out / "people/bob-birch.html").read_text(encoding="utf-8")
    assert re.search(r'<script defer="defer" src="\.\./_static/js/previews\.js', html)


def test_a_source_is_found_by_the_id_of_its_entry(root: Path) -> None:
    found = read(build(root))
    assert found["sources"]["pieces"] == 1
    assert found["sources@0"].keys() == {"source-ash-2001-03-06", "source-ash-2002-03-05", "source-oak-2000"}


def test_many_sources_are_kept_in_pieces(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PIECE", 1)
    found = read(build(root))
    assert found["sources"]["pieces"] == 4
    for number in range(4):
        for anchor in found[f"sources@{number}"]:
            assert previews.piece_of(anchor, 4) == number
    assert sum(len(found[f"sources@{number}"]) for number in range(4)) == 3


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_link_of_the_prose_has_a_preview(root: Path, builder: str) -> None:
    made = build(root, builder)
    found, seen = read(made), 0
    for name, html in webpages.texts(made.out).items():
        for path, anchor in webpages.targets(name, "\n".join(re.findall(r'<a class="[^>]*internal"[^>]*>', html))):
            page = path.removesuffix(".html")
            page = page if builder == "html" or page == "index" else page.removesuffix("/index")
            if page in ("genindex", "search"):
                continue
            seen += 1
            there = found[page]
            if anchor.startswith("source-"):
                assert anchor in found[f"{page}@0"]
            elif isinstance(there.get(anchor), str):
                assert isinstance(there[str(there[anchor])], dict)
            else:
                assert isinstance(there.get(anchor, there[""]), dict)
    assert seen > 100


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_other_editions_have_none(root: Path, builder: str) -> None:
    made = build(root, builder)
    assert made.warnings == ""
    assert not (made.out / preview_files.FOLDER).exists()
    for path in (*made.out.rglob("*.html"), *made.out.rglob("*.xhtml")):
        assert preview_files.SCRIPT not in path.read_text(encoding="utf-8")


def test_the_files_are_the_same_however_the_archive_is_built(root: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(root, tmp_path / "other"))
    one, two = read(build(root)), read(build(other, jobs=2))
    assert one == two
    assert list(map(json.dumps, one.values())) == list(map(json.dumps, two.values()))


def test_only_what_changed_is_written_and_what_is_gone_is_deleted(root: Path) -> None:
    made = build(root)
    folder = made.out / preview_files.FOLDER
    before = contents(folder)
    assert contents(build(root).out / preview_files.FOLDER) == before
    edit(root / "people/cy-cedar.md", "Thanked in 2001", "Thanked once, in 2001")
    (folder / "gone").mkdir()
    (folder / "gone/page.js").write_text("old")
    after = contents(build(root).out / preview_files.FOLDER)
    assert {name for name in after if after[name] != before.get(name)} == {"people/cy-cedar.js"}
    assert after.keys() == before.keys()
    assert not (folder / "gone").exists()


def test_they_go_when_nobody_wants_them_any_more(root: Path) -> None:
    made = build(root)
    edit(root / "conf.py", "minutes_previews = True", "minutes_previews = False")
    assert build(root).warnings == ""
    assert not (made.out / preview_files.FOLDER).exists()


def test_a_build_that_failed_leaves_them_alone(root: Path) -> None:
    made = build(root)
    before = contents(made.out / preview_files.FOLDER)
    (root / "people/bad.md").write_bytes(b"---\ntype: \xff\n---\n# Bad\n")
    assert build(root).rc != 0
    assert contents(made.out / preview_files.FOLDER) == before


# -- in the pages -------------------------------------------------------------------------------


def test_a_title_is_cut_to_its_first_sentences(root: Path) -> None:
    long = "Named by Ann. " + "A very long sentence goes on and on. " * 5
    edit(root / "people/bob-birch.md", "Named by {person}`Ann Ash`", long + "Named by {person}`Ann Ash`")
    made = build(root)
    (title,) = {
        str(each["title"]) for each in webpages.read(made.out)["meetings/2002-03-05.html"].select("a.reported[title]")
    }
    assert title.startswith("Named by Ann. A very long sentence goes on and on.")
    assert title.endswith(".")
    assert len(title) <= previews.TITLE


# -- labels of cells ----------------------------------------------------------------------------


def test_from_the_third_cell_on_a_table_says_what_each_is(root: Path) -> None:
    made = build(root)
    page = webpages.read(made.out)["registers/requests.html"]
    (row,) = page.select("table.register tbody tr")
    labels = [each.get_text() for each in row.select(".cell-label")]
    assert labels == ["Asked by: ", "Asked of: ", "Outcome: ", "People and terms: "]
    posts = webpages.read(made.out)["people/ann-ash.html"].select("table.posts .cell-label")
    assert [each.get_text() for each in posts] == ["Organization: ", "Source: "]


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_where_rows_are_no_cards_no_cell_has_a_label(root: Path, builder: str) -> None:
    made = build(root, builder)
    assert made.warnings == ""
    for path in made.out.rglob("*"):
        if path.suffix in (".txt", ".tex"):
            assert "Asked of:" not in path.read_text(encoding="utf-8")
            assert "cell-label" not in path.read_text(encoding="utf-8")
