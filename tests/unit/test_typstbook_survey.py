"""Running heads and numbers of pages."""

from __future__ import annotations

from typstbook import survey


def test_a_running_head_names_the_first_and_the_last_chapter_of_its_page() -> None:
    begun = [(3, "Ash", False), (3, "Birch", False), (5, "Cedar", False), (6, "Meetings", True)]
    found = survey.heads(begun, 3, 7)
    assert [each and each["words"] for each in found] == [
        None,
        "",
        "Ash – Birch",
        "Birch",
        "Birch – Cedar",
        "Meetings",
        "Meetings",
    ]
    assert [each and each["opens"] for each in found] == [None, True, False, False, False, True, False]
    assert [each and each["number"] for each in found] == [None, "ii", "1", "2", "3", "4", "5"]


def test_a_place_that_is_twice_there_is_the_first() -> None:
    found = survey.read({"places": [["a", 3, 1.0, 2.0, "1"], ["a", 4, 1.0, 2.0, "2"]], "begun": []})
    assert survey.told(found)["numbers"] == {"a": "1"}
    assert survey.told(found)["pages"] == {"a": 3}
