"""What a build does not do again at its end, and when it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minutes import again, export
from minutes.export import data
from tests.helpers import ROOTS, Result, build, edit, fold

FILES = ("minutes.json", "_previews")


@pytest.fixture
def root(root: Path) -> Path:
    """The tiny archive, with previews."""
    edit(root / "conf.py", "nitpicky = True", "nitpicky = True\nminutes_previews = True")
    return root


def spoil(made: Result) -> tuple[Path, Path]:
    """Change what was made, so that one sees whether it is made again."""
    facts, preview = made.out / "minutes.json", made.out / "_previews" / "people" / "bob-birch.js"
    for each in (facts, preview):
        each.write_text("spoilt", encoding="utf-8")
    return facts, preview


def again_after(root: Path) -> list[bool]:
    """Whether the facts and the previews were made again."""
    made = Result(0, "", root / "_build" / "html")
    spoilt = spoil(made)
    assert build(root).rc == 0
    return [each.read_text(encoding="utf-8") != "spoilt" for each in spoilt]


def test_nothing_is_made_again_of_the_same_words(root: Path) -> None:
    build(root)
    assert again_after(root) == [False, False]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("people/bob-birch.md", "# Bob Birch", "# Bob Birch\n\nHe liked lamps."),
        ("references.bib", "note = {", "note = {In part; "),
        ("conf.py", "nitpicky = True", 'nitpicky = True\nhtml_baseurl = "https://other.example/"'),
    ],
)
def test_a_change_makes_them_again(root: Path, name: str, old: str, new: str) -> None:
    build(root)
    path = root / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert again_after(root) == [True, True]
    assert again_after(root) == [False, False]


def test_other_machinery_makes_them_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    monkeypatch.setattr(again, "machinery", lambda: "another")
    assert again_after(root) == [True, True]


def test_what_is_gone_is_made_again(root: Path) -> None:
    made = build(root)
    (made.out / "minutes.json").unlink()
    build(root)
    assert json.loads((made.out / "minutes.json").read_text(encoding="utf-8"))["objects"]


def test_a_task_that_fails_was_not_done(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    edit(root / "people" / "bob-birch.md", "# Bob Birch", "# Bob Birch\n\nHe liked lamps.")
    monkeypatch.setattr(export, "write_file", lambda path, graph: 1 / 0)
    assert build(root).rc != 0
    monkeypatch.undo()
    assert again_after(root) == [True, True]


def test_facts_are_written_as_json_writes_them(root: Path, tmp_path: Path) -> None:
    edit(root / "meetings" / "2001-03-06.md", "It was agreed", 'It\u2028was \\ "agreed"')
    for each in (root, ROOTS / "tiny"):
        found = fold(each)
        export.write_file(tmp_path / "facts.json", found)
        written = (tmp_path / "facts.json").read_text(encoding="utf-8")
        assert written == json.dumps(data(found), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    odd = {"none": None, "number": 1.5, "empty": {}, "list": [], "nested": [[1], {"b": (True, False), "a": "x\x00"}]}
    assert export.indented(odd, 0) == json.dumps(odd, ensure_ascii=False, indent=1, sort_keys=True)
