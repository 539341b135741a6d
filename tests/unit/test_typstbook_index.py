"""The index of a book."""

from __future__ import annotations

from typstbook.index import Entry, Mark, entries, groups


def test_marks_of_one_name_make_one_line() -> None:
    found = entries([Mark(("Ash, Ann",), "a"), Mark(("Ash, Ann",), "b", main=True), Mark(("Ash, Ann",), "c")])
    assert found == [Entry("Ash, Ann", main=["b"], others=["a", "c"])]


def test_lines_are_sorted_without_regard_to_case_and_accents() -> None:
    words = [
        entry.words for entry in entries(Mark((each,), each) for each in ("Zoe", "élan", "Eagle", "ann", "12 lamps"))
    ]
    assert words == ["12 lamps", "ann", "Eagle", "élan", "Zoe"]


def test_lines_stand_under_their_initial() -> None:
    found = groups(entries(Mark((each,), each) for each in ("Óscar", "oak", "3d", "Ash")))
    assert [(letter, [each.words for each in lines]) for letter, lines in found] == [
        ("0–9", ["3d"]),
        ("A", ["Ash"]),
        ("O", ["oak", "Óscar"]),
    ]


def test_an_entry_under_another_and_a_reference() -> None:
    (found,) = entries([Mark(("Lamps", "new"), "a"), Mark(("Lamps", "broken"), "b"), Mark(("Lamps",), "", see="Light")])
    assert [each.words for each in found.under] == ["broken", "new"]
    assert found.see == ["Light"]
