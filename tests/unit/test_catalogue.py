"""What is kept of the entries of the search to see which part of its index changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import catalogue, searching
from minutes.searching import Block, Entry


def stage(folder: Path, docname: str, *entries: Entry) -> None:
    (folder / f"{docname}.json").write_text(searching.dump(entries), encoding="utf-8")


def item(address: str, anchor: str, words: str) -> Entry:
    return Entry("item", address, anchor, anchor.title(), (Block(anchor, words),), "2001-03-06", (), ("ann-ash",))


@pytest.fixture
def staged(tmp_path: Path) -> dict[str, Path]:
    """Two pages with their entries."""
    stage(tmp_path, "a", item("a.html", "", "First."), item("a.html", "lamps", "Lamps."))
    stage(tmp_path, "b", item("b.html", "", "Second."))
    return {each: tmp_path / f"{each}.json" for each in "ab"}


def test_entries_are_found_in_the_order_of_pages_without_their_words(staged: dict[str, Path]) -> None:
    found = list(catalogue.entries(catalogue.updated({}, staged)))
    assert [each.url for each in found] == ["a.html", "a.html#lamps", "b.html"]
    assert [each.title for each in found] == ["", "Lamps", ""]
    assert not any(each.blocks for each in found)


def test_only_files_that_changed_are_read(staged: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    before = catalogue.updated({}, staged)
    read: list[Path] = []
    entries = catalogue._entries
    monkeypatch.setattr(catalogue, "_entries", lambda path: read.append(path) or entries(path))
    assert catalogue.updated(before, staged) == before
    stage(staged["b"].parent, "b", item("b.html", "", "Quite another."))
    after = catalogue.updated(before, staged)
    assert read == [staged["b"]]
    assert after["a"] == before["a"]
    assert after["b"] != before["b"]
    assert catalogue.updated(before, {"a": staged["a"]}).keys() == {"a"}


def test_a_digest_tells_words_and_order(staged: dict[str, Path]) -> None:
    before = catalogue.updated({}, staged)
    first, second, third = catalogue.entries(before)
    digests = catalogue.digests(before, [[first, second], [third]])
    assert catalogue.digests(before, [[second, first], [third]])[0] != digests[0]
    stage(staged["b"].parent, "b", item("b.html", "", "Quite another."))
    after = catalogue.digests(catalogue.updated(before, staged), [[first, second], [third]])
    assert [one == other for one, other in zip(digests, after, strict=True)] == [True, False]


def test_a_part_has_its_words_again(staged: dict[str, Path]) -> None:
    found = catalogue.updated({}, staged)
    first, lamps, second = catalogue.entries(found)
    whole = catalogue.whole(found, staged, [second, lamps])
    assert whole == [item("b.html", "", "Second."), item("a.html", "lamps", "Lamps.")]
    assert catalogue.whole(found, staged, [first])[0].people == ("ann-ash",)


def test_a_catalogue_is_kept_for_its_maker(staged: dict[str, Path], tmp_path: Path) -> None:
    path, found = tmp_path / "kept" / "catalogue", catalogue.updated({}, staged)
    assert catalogue.read(path, "me") == {}
    catalogue.write(path, "me", found)
    assert catalogue.read(path, "me") == found
    assert catalogue.read(path, "another") == {}
    path.write_text("me\n{", encoding="utf-8")
    assert catalogue.read(path, "me") == {}
