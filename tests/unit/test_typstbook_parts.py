"""A book in parts, and the room for its numbers."""

from __future__ import annotations

from typstbook import markup
from typstbook.parts import Guess, Part, Written, short, split


def chapter(name: str, level: int = 1, length: int = 10, *, opens: bool = True, notes: int = 0) -> Written:
    return Written(name, "x" * length, "", level, opens, name.upper(), notes)


def pages(parts: list[Part]) -> list[list[str]]:
    return [[each.page for each in part.chapters] for part in parts]


def test_a_part_begins_with_a_page_once_the_one_before_is_long_enough() -> None:
    book = [chapter("a"), chapter("b", 2), chapter("c", 2), chapter("d", 2, opens=False), chapter("e")]
    assert pages(split(book, 20)) == [["a", "b"], ["c", "d"], ["e"]]
    assert pages(split(book, 1000)) == [["a", "b", "c", "d", "e"]]
    assert split([], 10) == []


def test_a_part_knows_its_heading_and_the_notes_before_it() -> None:
    book = [chapter("a", notes=2), chapter("b", 2), chapter("c", 2, notes=1), chapter("d")]
    assert [(part.under, part.notes) for part in split(book, 1)] == [("", 0), ("A", 2), ("A", 2), ("", 3)]


def test_chapters_of_one_style_share_it() -> None:
    def styled(style: str) -> Written:
        return Written("a", "x", style)

    (part,) = split([styled("fine"), styled("fine"), styled(""), styled("plain")])
    assert part.text == "\n#[#show: fine\nxx]\n\nx\n#[#show: plain\nx]\n"


def test_what_is_known_is_not_guessed() -> None:
    parts = split([chapter("a", length=100_000), chapter("b", length=100_000), chapter("c")], 1)
    guess = Guess(parts)
    assert [guess.figures(each) for each in ("a", "b", "c#x")] == [1, 2, 3]  # of pages 1, 67 and 133
    guess.learn(parts[0], 1, 1001)
    assert [guess.figures(each) for each in ("b", "c")] == [4, 4]
    guess.known["c"] = 7
    assert guess.figures("c") == 1


def test_a_part_without_room_for_a_number_is_found() -> None:
    (part,) = split([Written("a", markup.page_of("b"))])
    assert short(part, {"b": 1}, {"b": 10})
    assert not short(part, {"b": 2}, {"b": 10})
    assert not short(part, {"b": 2}, {})
