"""The index of the site's search: what is gathered from pages, when, and what is written of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from minutes import catalogue, searching
from tests.helpers import Result, build, edit


@pytest.fixture
def root(root: Path) -> Path:
    """The tiny archive, with a search."""
    edit(root / "conf.py", "nitpicky = True", "nitpicky = True\nminutes_search = True")
    return root


def staged(root: Path, docname: str, builder: str = "html") -> list[searching.Entry]:
    path = root / "_build" / ".doctrees" / builder / "search" / builder / f"{docname}.json"
    return catalogue.entries(path)


def written(made: Result) -> dict[str, bytes]:
    folder = made.out / "found"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fragments(made: Result) -> dict[str, dict[str, Any]]:
    """What the index says of each entry, by its address."""
    texts = (data for name, data in written(made).items() if re.fullmatch(r"[0-9a-f]+/\d+\.json", name))
    return {each["url"]: each for text in texts for each in json.loads(text)}


def test_without_the_setting_there_is_none(root: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = False")
    made = build(root)
    assert (made.rc, made.warnings) == (0, "")
    assert not (made.out / "found").exists()
    assert "shortcuts.js" not in (made.out / "index.html").read_text()
    edit(root / "conf.py", "minutes_search = False", "minutes_search = True")
    assert "meetings/2001-03-06.html#lamps" in fragments(build(root))  # though no page had to be read again


@pytest.mark.parametrize("builder", ["singlehtml", "text"])
def test_other_editions_have_none(root: Path, builder: str) -> None:
    made = build(root, builder)
    assert (made.rc, made.warnings) == (0, "")
    assert not (made.out / "found").exists()


def test_each_item_person_term_source_and_page_is_an_entry(root: Path) -> None:
    made = build(root)
    assert (made.rc, made.warnings) == (0, "")
    found = fragments(made)
    assert {
        "meetings/2001-03-06.html",
        "meetings/2001-03-06.html#lamps",
        "people/bob-birch.html",
        "glossary/lamp-fund.html",
        "sources.html#source-ash-2001-03-06",
        "registers/decisions.html",
    } <= found.keys()
    item = found["meetings/2001-03-06.html#lamps"]
    assert item["title"] == "Lamps"
    assert item["date"] == "6 March 2001"
    assert [each for each, _ in item["anchors"]] == ["lamp-fund", "thanks", "note-lamps"]


def test_an_entry_has_its_own_words_alone(root: Path) -> None:
    build(root)
    (item,) = (each for each in staged(root, "meetings/2001-03-06") if each.anchor == "lamps")
    assert [(each.anchor, each.editorial) for each in item.blocks] == [
        ("lamp-fund", False),
        ("thanks", False),
        ("note-lamps", True),
    ]
    # Neither marks of records, nor labels of citations, nor a gap where they were.
    assert item.blocks[0].text == (
        "The Committee met. Ann Ash asked Bob Birch for new lamps; he agreed. "
        "It was agreed that 12 lamps would be bought."
    )
    assert item.blocks[2].text == "Another account has it that Bob Birch paid."
    (person,) = staged(root, "people/bob-birch")
    assert [each.text for each in person.blocks] == ["Named by Ann Ash."]  # not where others name him
    (head, *_) = staged(root, "meetings/2001-03-06")
    assert [each.text for each in head.blocks] == ["A short meeting about “lamps”.", "As told by Ann Ash."]
    (register,) = staged(root, "registers/decisions")
    assert not any("lamps" in each.text for each in register.blocks)
    (source,) = (each for each in staged(root, "sources") if each.anchor == "source-ash-2001-03-06")
    assert source.people == ("ann-ash",)
    assert not any("Cited on" in each.text or "http" in each.text for each in source.blocks)


def test_names_of_a_page_are_indexed_with_it(root: Path) -> None:
    found = fragments(build(root))
    assert found["people/bob-birch.html"]["also"] == ["Bob"]
    names = json.loads((root / "_build" / "html" / "found" / "names" / "0.json").read_text(encoding="utf-8"))
    assert len(names["person"]) == 3
    name, _, address, mentions, others = next(each for each in names["person"] if each[1] == "bob-birch")
    assert (name, address, others) == ("Bob Birch", "people/bob-birch.html", ["Bob"])
    assert mentions > 0
    assert {each[1] for each in names["term"]} == {"committee", "lamp", "lamp-fund", "secretary"}


def test_folders_have_addresses_of_folders(root: Path) -> None:
    assert {"people/bob-birch/", "meetings/2001-03-06/#lamps"} <= fragments(build(root, "dirhtml")).keys()


def test_the_same_sources_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    other = shutil.copytree(root, tmp_path / "other")
    assert written(build(root)) == written(build(other, jobs=2))


def test_a_later_build_gives_what_a_fresh_one_gives(root: Path, tmp_path: Path) -> None:
    first = written(build(root))
    edit(root / "people" / "cy-cedar.md", "# Cy Cedar", "# Cy Cedar\n\nPlanted acorns.")
    (root / "glossary" / "oak.md").write_text(
        "---\ntype: term\nkind: body\n---\n# Oak\n\nNot defined in the sources.\n", encoding="utf-8"
    )
    second = build(root)
    assert second.rc == 0, second.warnings
    assert "acorns" in fragments(second)["people/cy-cedar.html"]["text"]
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("_build"))
    assert written(second) == written(build(fresh))
    (root / "glossary" / "oak.md").unlink()
    edit(root / "people" / "cy-cedar.md", "# Cy Cedar\n\nPlanted acorns.", "# Cy Cedar")
    assert written(build(root)) == first
    assert not (root / "_build" / ".doctrees" / "html" / "search" / "html" / "glossary" / "oak.json").exists()


def test_nothing_is_indexed_twice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    path = root / "_build" / "html" / "found" / "contents.json"
    when = path.stat().st_mtime_ns
    build(root)
    assert path.stat().st_mtime_ns == when
    path.unlink()  # as if the output were gone
    build(root)
    assert path.exists()


def mentions(made: Result, name: str) -> int:
    names = json.loads((made.out / "found" / "names" / "0.json").read_text(encoding="utf-8"))
    (count,) = (each[3] for each in names["person"] if each[1] == name)
    assert isinstance(count, int)
    return count


def test_a_person_who_is_named_once_more_has_one_more_mention(root: Path, tmp_path: Path) -> None:
    before = mentions(build(root), "ann-ash")
    edit(root / "people" / "cy-cedar.md", "# Cy Cedar", "# Cy Cedar\n\nA friend of {person}`Ann Ash`.")
    made = build(root)
    assert mentions(made, "ann-ash") == before + 1
    fresh = shutil.copytree(root, tmp_path / "fresh", ignore=shutil.ignore_patterns("_build"))
    assert written(made) == written(build(fresh))


def test_a_large_index_is_written_in_parts(root: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = True\nminutes_search_part_size = 2")
    made = build(root)
    contents = json.loads((made.out / "found" / "contents.json").read_text())
    assert contents["undated"] == 1
    shelves = {name for name, _, _ in contents["shelves"]}
    parts = {path.parent for path in (made.out / "found").glob("*/0.json")} - {made.out / "found" / "names"}
    assert len(parts) > len(shelves)
    for each in shelves:
        assert (made.out / "found" / each / "people.txt").exists()
    assert "meetings/2001-03-06.html#lamps" in fragments(made)


def test_only_the_parts_that_changed_are_made_again(root: Path, tmp_path: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = True\nminutes_search_part_size = 6")
    made = build(root)

    def parts() -> dict[str, int]:
        folder = made.out / "found"
        return {path.parent.name: path.stat().st_mtime_ns for path in folder.glob("*/0.json")}

    def again(old: str, new: str) -> int:
        before = parts()
        edit(root / "people" / "cy-cedar.md", old, new)
        assert build(root).rc == 0
        fresh = shutil.copytree(root, tmp_path / new.encode().hex(), ignore=shutil.ignore_patterns("_build"))
        assert written(made) == written(build(fresh))
        return len(parts().items() - before.items())

    assert len(parts()) > 3
    assert again("# Cy Cedar", "# Cy Cedar\n\nPlanted acorns.") == 1
    assert again("Planted acorns.", "Planted chestnuts.") == 1
    # Fewer and larger parts, each of them with others.
    edit(root / "conf.py", "minutes_search_part_size = 6", "minutes_search_part_size = 1000")
    again("Planted chestnuts.", "Planted plums.")
    assert len(parts()) == 3  # undated, dated, and the names


def test_pages_bring_what_searches(root: Path) -> None:
    made = build(root)
    assert "js/shortcuts.js" in (made.out / "index.html").read_text()
    assert "js/search.js" not in (made.out / "index.html").read_text()
    assert "js/search.js" in (made.out / "search.html").read_text()
