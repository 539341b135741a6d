"""How the index is cut, and what of it is made anew."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from minutes import catalogue, searching, shelves
from minutes.catalogue import Unit
from minutes.searching import Block, Entry

SIZE = 12


def item(day: str, number: int, text: str = "A lamp.") -> Entry:
    return Entry("item", f"meetings/{day}.html", f"i{number}", f"Item {number}", (Block("", text),), day)


def unit(number: int, count: int = 1) -> Unit:
    return Unit(f"meetings/{number}", 3, "", f"{1900 + number}-01-01", count, 0, 0, f"d{number}")


class Archive:
    """Pages with their entries, as they are kept between builds, and the index of them."""

    def __init__(self, folder: Path) -> None:
        self.stage, self.folder = folder / "stage", folder / "found"
        self.stage.mkdir(parents=True)
        self.staged: dict[str, Path] = {}
        self.written = 0

    def write(self, docname: str, entries: Iterable[Entry]) -> None:
        self.staged[docname] = self.stage / f"{docname}.json"
        self.staged[docname].write_text(catalogue.text(entries), encoding="utf-8")

    def update(self, **settings: object) -> tuple[int, int]:
        known = {"maker": "m", "size": SIZE} | settings
        return shelves.update(self.folder, self.stage, dict(sorted(self.staged.items())), **known)  # type: ignore[arg-type]

    def files(self) -> dict[str, str]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Sixty meetings of three items, twenty people and a page of sources."""
    made = Archive(tmp_path)
    for n in range(60):
        day = f"{1950 + n}-03-06"
        made.write(f"m{n}", [item(day, each) for each in range(3)])
    for n in range(20):
        made.write(f"p{n}", [Entry("person", f"people/p{n}.html", "", f"Bob {n}", (), id=f"p{n}", mentions=n)])
    sources = [Entry("source", "sources.html", f"s{n}", f"S{n}", (), f"{1950 + n}") for n in range(0, 60, 7)]
    made.write("sources", [Entry("page", "sources.html", "", "Sources", ()), *sources])
    return made


def test_units_are_ordered_by_kind_and_name_or_by_date(tmp_path: Path) -> None:
    pages = {
        "a": [Entry("page", "a.html", "", "Z", ()), Entry("source", "a.html", "s1", "S", ())],
        "b": [Entry("person", "b.html", "", "bob Birch", ())],
        "c": [Entry("person", "c.html", "", "Ann Ash", ())],
        "d": [Entry("term", "d.html", "", "Lamp", ())],
        "e": [item("2001-03-06", 1), item("2001-03-06", 2)],
        "f": [item("2002-03-06", 1)],
        "g": [item("2001-03-06", 1)],
    }
    made = Archive(tmp_path)
    for docname in ("g", "c", "a", "f", "b", "e", "d"):
        made.write(docname, pages[docname])
    undated, dated = catalogue.ordered(catalogue.updated({}, made.staged))
    assert [each.docname for each in undated] == ["a", "c", "b", "d"]
    assert [each.docname for each in dated] == ["f", "e", "g", "a"]
    assert catalogue.whole(made.staged, dated) == [*pages["f"], *pages["e"], *pages["g"], pages["a"][1]]


def test_a_part_has_so_many_entries_at_most() -> None:
    units = [unit(n, 1 + n % 5) for n in range(300)]
    parts = list(catalogue.cut(units, 20))
    assert [each for part in parts for each in part] == units
    assert max(sum(each.entries for each in part) for part in parts) <= 20
    assert len(parts) < 3 * sum(each.entries for each in units) / 20
    assert list(catalogue.cut([unit(1, 50)], 20)) == [[unit(1, 50)]]
    assert list(catalogue.cut([], 20)) == []


def test_cuts_for_a_larger_size_are_cuts_for_a_smaller() -> None:
    units = [unit(n) for n in range(500)]
    small = [part[0] for part in catalogue.cut(units, 20)]
    assert {part[0] for part in catalogue.cut(units, 100)} <= set(small)
    nested = [part[0] for shelf in catalogue.cut(units, 100) for part in catalogue.cut(shelf, 20)]
    assert nested == small


def test_one_more_or_less_changes_few_parts() -> None:
    units = [unit(n) for n in range(2000)]
    before = {tuple(each) for each in catalogue.cut(units, 60)}
    changes = []
    for n in random.Random(1).sample(range(2000), 100):
        after = {tuple(each) for each in catalogue.cut([*units[:n], *units[n + 1 :]], 60)}
        changes.append(len(after - before))
    assert sorted(changes)[50] <= 1
    assert max(changes) <= 6
    assert sum(changes) / len(changes) < 1.5


def test_years_are_counted() -> None:
    units = [
        unit(1, 2),
        unit(2),
        unit(1),
        Unit("s", 3, "", "1901/1902", 1, 0, 0, ""),
        Unit("t", 3, "", "", 5, 0, 0, ""),
    ]
    assert catalogue.years(units) == [(1902, 2), (1901, 4)]
    assert catalogue.span(units) == (1901, 1902)
    assert catalogue.span(units[4:]) == (0, 0)


def test_an_edit_makes_one_part_and_its_shelf(archive: Archive) -> None:
    made, parts = archive.update()
    assert made == parts > 10
    before = archive.files()
    assert archive.update() == (0, parts)
    archive.write("m30", [item("1980-03-06", each, "A chestnut.") for each in range(3)])
    assert archive.update() == (1, parts)
    after = archive.files()
    new = {name.partition("/")[0] for name in after.keys() - before.keys()}
    assert len(new) == 2
    assert {name for name in before.keys() & after.keys() if before[name] != after[name]} == {"contents.json"}
    assert any("chestnut" in text for text in after.values())


def test_only_the_entries_of_the_part_are_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.update()
    read: list[int] = []
    load = searching.load
    monkeypatch.setattr(searching, "load", lambda text: read.append(len(load(text))) or load(text))
    archive.write("m30", [item("1980-03-06", each, "A chestnut.") for each in range(3)])
    archive.update(changed={"m30"})
    assert sum(read) <= SIZE + 3  # the part, and what the page has now


def test_only_what_is_said_to_have_changed_is_looked_at(archive: Archive) -> None:
    _, parts = archive.update()
    archive.write("m30", [item("1980-03-06", 1)])
    assert archive.update(changed=()) == (0, parts)
    assert archive.update(changed={"m30"})[0] >= 1


def test_a_later_index_is_as_a_fresh_one(archive: Archive, tmp_path: Path) -> None:
    archive.update()
    chance = random.Random(2)
    for turn in range(8):
        for n in chance.sample(range(60), 3):
            if f"m{n}" in archive.staged and turn % 2:
                del archive.staged[f"m{n}"]
            else:
                day = f"{1950 + n}-03-06"
                archive.write(f"m{n}", [item(day, each, f"Turn {turn}.") for each in range(chance.randint(1, 5))])
        archive.update()
        fresh = Archive(tmp_path / str(turn))
        for docname, path in archive.staged.items():
            fresh.staged[docname] = path
        fresh.update()
        assert archive.files() == fresh.files()


def test_what_is_gone_is_made_again_and_what_is_left_over_goes(archive: Archive) -> None:
    archive.update()
    whole = archive.files()
    shelf = json.loads(whole["contents.json"])["shelves"][1][0]
    for path in (archive.folder / shelf).iterdir():
        path.unlink()
    (archive.folder / shelf).rmdir()
    (archive.folder / "left~").mkdir()
    archive.update()
    assert archive.files() == whole
    assert not (archive.folder / "left~").exists()


def test_another_maker_makes_all_anew(archive: Archive) -> None:
    _, parts = archive.update()
    assert archive.update(maker="other") == (parts, parts)


def test_a_page_that_is_gone_leaves_nothing(archive: Archive) -> None:
    archive.update()
    path = archive.staged.pop("m30")
    archive.update()
    assert not path.exists()
    assert not any("1980-03-06" in text for text in archive.files().values())


def test_contents_say_where_to_look(archive: Archive) -> None:
    archive.update()
    contents = json.loads(archive.files()["contents.json"])
    assert contents["undated"] == 1
    (_, *none), *dated = contents["shelves"]
    assert none == [0, 0]
    assert [last for _, _, last in dated] == sorted((last for _, _, last in dated), reverse=True)
    assert contents["years"][0] == [2009, 3]
    assert contents["years"][-1] == [1950, 4]
    assert contents["names"] == [""]


def test_many_names_are_in_files_by_their_letters(archive: Archive) -> None:
    found = catalogue.updated({}, archive.staged)
    ((start, names),) = catalogue.shelved(found)
    assert start == ""
    assert [each[1] for each in names["person"]] == [f"p{n}" for n in range(19, -1, -1)]  # the most mentioned first
    assert names["person"][0] == ["Bob 19", "p19", "people/p19.html", 19, []]
    many = dict(catalogue.shelved(found, most=5))
    assert len(many["bob"]["person"]) == 20  # they can't be told apart by more letters
    assert [each[1] for each in many["7"]["person"]] == ["p7"]
    assert sorted(each[1] for start, own in many.items() if start.startswith("1") for each in own["person"]) == sorted(
        ["p1", *(f"p{n}" for n in range(10, 20))]
    )
