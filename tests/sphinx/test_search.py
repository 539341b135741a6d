"""The index of the site's search: what is gathered from pages, when, and what is written of it."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from minutes import indexer, searching
from tests.helpers import Result, build, edit


@pytest.fixture
def root(root: Path) -> Path:
    """The tiny archive, with a search."""
    edit(root / "conf.py", "nitpicky = True", "nitpicky = True\nminutes_search = True")
    return root


def staged(root: Path, docname: str, builder: str = "html") -> list[searching.Entry]:
    path = root / "_build" / ".doctrees" / builder / "search" / builder / f"{docname}.json"
    return searching.load(path.read_text(encoding="utf-8"))


def written(made: Result) -> dict[str, bytes]:
    folder = made.out / "pagefind"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fragments(made: Result) -> dict[str, dict[str, Any]]:
    """What the index says of each entry, by its address."""
    texts = (gzip.decompress(data) for name, data in written(made).items() if name.endswith(".pf_fragment"))
    found = [json.loads(text.removeprefix(b"pagefind_dcd")) for text in texts]
    return {each["url"]: each for each in found}


def test_without_the_setting_there_is_none(root: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = False")
    made = build(root)
    assert (made.rc, made.warnings) == (0, "")
    assert not (made.out / "pagefind").exists()
    assert "shortcuts.js" not in (made.out / "index.html").read_text()
    edit(root / "conf.py", "minutes_search = False", "minutes_search = True")
    assert "meetings/2001-03-06.html#lamps" in fragments(build(root))  # though no page had to be read again


@pytest.mark.parametrize("builder", ["singlehtml", "text"])
def test_other_editions_have_none(root: Path, builder: str) -> None:
    made = build(root, builder)
    assert (made.rc, made.warnings) == (0, "")
    assert not (made.out / "pagefind").exists()


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
    assert item["meta"]["title"] == "Lamps"
    assert item["meta"]["date"] == "6 March 2001"
    assert [each["id"] for each in item["anchors"]] == ["lamp-fund", "thanks", "note-lamps"]


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
    assert found["people/bob-birch.html"]["meta"]["also"] == "Bob"
    names = json.loads((root / "_build" / "html" / "pagefind" / "names.json").read_text(encoding="utf-8"))
    assert ["Bob Birch", "bob-birch", "people/bob-birch.html"] in [each[:3] for each in names["person"]]


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
    assert "acorns" in fragments(second)["people/cy-cedar.html"]["content"]
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("_build"))
    assert written(second) == written(build(fresh))
    (root / "glossary" / "oak.md").unlink()
    edit(root / "people" / "cy-cedar.md", "# Cy Cedar\n\nPlanted acorns.", "# Cy Cedar")
    assert written(build(root)) == first
    assert not (root / "_build" / ".doctrees" / "html" / "search" / "html" / "glossary" / "oak.json").exists()


def test_nothing_is_indexed_twice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    path = root / "_build" / "html" / "pagefind" / "contents.json"
    when = path.stat().st_mtime_ns
    build(root)
    assert path.stat().st_mtime_ns == when
    path.unlink()  # as if the output were gone
    build(root)
    assert path.exists()


def test_an_index_that_fails_fails_the_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "get_executable", lambda: None)
    made = build(root)
    assert made.rc != 0
    assert "the search was not built: Pagefind is not installed" in made.warnings
    monkeypatch.undo()
    assert build(root).rc == 0
    assert (made.out / "pagefind" / "pagefind.js").exists()


def test_a_large_index_is_written_in_parts(root: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = True\nminutes_search_part_size = 6")
    made = build(root)
    parts = json.loads((made.out / "pagefind" / "contents.json").read_text())["parts"]
    assert len(parts) > 2
    for number in range(1, len(parts)):
        folder = made.out / "pagefind" / str(number)
        assert (folder / "pagefind-entry.json").exists()
        assert not (folder / "pagefind.js").exists()
    assert "meetings/2001-03-06.html#lamps" in fragments(made)


def test_only_the_parts_that_changed_are_made_again(root: Path, tmp_path: Path) -> None:
    edit(root / "conf.py", "minutes_search = True", "minutes_search = True\nminutes_search_part_size = 6")
    made = build(root)
    places = sorted((made.out / "pagefind").rglob("pagefind-entry.json"))
    assert len(places) > 2

    def again(old: str, new: str) -> set[str]:
        before = {each: each.stat().st_mtime_ns for each in places if each.exists()}
        edit(root / "people" / "cy-cedar.md", old, new)
        assert build(root).rc == 0
        fresh = shutil.copytree(root, tmp_path / new.encode().hex(), ignore=shutil.ignore_patterns("_build"))
        assert written(made) == written(build(fresh))
        return {each.parent.name for each in places if each.exists() and each.stat().st_mtime_ns != before.get(each)}

    changed = again("# Cy Cedar", "# Cy Cedar\n\nPlanted acorns.")
    assert len(changed) == 1
    assert len(again("Planted acorns.", "Planted chestnuts.")) == 1
    shutil.rmtree(made.out / "pagefind" / "1")
    assert again("Planted chestnuts.", "Planted pears.") == {*changed, "1"}
    # Fewer entries, so fewer parts, and each of them with others.
    edit(root / "conf.py", "minutes_search_part_size = 6", "minutes_search_part_size = 1000")
    assert again("Planted pears.", "Planted plums.") == {"pagefind"}
    assert not (made.out / "pagefind" / "1").exists()


def test_pages_bring_what_searches(root: Path) -> None:
    made = build(root)
    assert "js/shortcuts.js" in (made.out / "index.html").read_text()
    assert "js/search.js" not in (made.out / "index.html").read_text()
    assert "js/search.js" in (made.out / "search.html").read_text()
