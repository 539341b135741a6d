"""What differs between two texts, in blocks and in words."""

from __future__ import annotations

import time
from random import Random

import pytest

from editions import diff
from editions.diff import Run, compare, counted, tokens, words
from editions.texts import CITED, END, KEY, Block


def block(text: str, anchor: str = "", *, kind: str = "paragraph", part: str = "Part") -> Block:
    """A block with an id of its own, or in the section `part`."""
    return Block(kind, anchor or "part", bool(anchor), text, part)


def marked(runs: tuple[Run, ...]) -> str:
    return "".join(each.text if each.fate == "=" else f"{{{each.fate}{each.text}}}" for each in runs)


def fates(old: list[Block], new: list[Block]) -> list[tuple[str, str]]:
    return [(each.fate, each.block.text) for each in compare(old, new)]


def cite(label: str, source: str) -> str:
    return f"[{CITED}{label}{KEY}{source}{END}]"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("The same.", "The same.", "The same."),
        ("It was 110.", "It was 120.", "It was{- 110}{+ 120}."),
        ("", "New words.", "{+New words.}"),
        ("Old words.", "", "{-Old words.}"),
        ("One two.", "One two, three.", "One two{+, three}."),
        ("It cost £1.50 in all.", "It cost £1.60 in all.", "It cost £{-1.50}{+1.60} in all."),
        ("McNicol’s plan stood.", "Hain’s plan stood.", "{-McNicol’s}{+Hain’s} plan stood."),
        ("co-ordinated work here", "coordinated work here", "{-co-ordinated}{+coordinated} work here"),
    ],
)
def test_words_are_whole_and_signs_are_kept(old: str, new: str, told: str) -> None:
    assert marked(words(old, new)) == told


def test_little_words_between_two_changes_are_told_with_them() -> None:
    found = words("Ann asked for a lamp and a bell at once.", "Bob begged for a torch and a horn at once.")
    assert marked(found) == "{-Ann asked for a lamp and a bell}{+Bob begged for a torch and a horn} at once."


def test_longer_words_between_two_changes_stand() -> None:
    found = words("The party had 110 organising staff, by March.", "The party has 120 organising staff, by May.")
    assert marked(found) == "The party{- had 110}{+ has 120} organising staff, by{- March}{+ May}."


def test_what_has_little_in_common_is_told_as_two_texts() -> None:
    old, new = "Wholly other words stood here at the time.", "Nobody now recalls the least of it, alas."
    assert [run.fate for run in words(old, new)] == ["-", "+"]


def test_joined_without_what_is_gone_the_runs_are_the_new_text() -> None:
    random = Random(7)
    for _ in range(200):
        old, new = ("".join(random.choice("ab c.,") for _ in range(30)).strip() for _ in range(2))
        runs = words(old, new)
        assert "".join(each.text for each in runs if each.fate != "-") == "".join(tokens(new)) == new


def test_a_citation_is_the_same_while_its_source_is() -> None:
    old = f"She spoke {cite('Ash 2001a', 'ash-march')}."
    assert compare([block(old)], [block(f"She spoke {cite('Ash 2001b', 'ash-march')}.")]) == ()
    (change,) = compare([block(old)], [block(f"She spoke {cite('Ash 2001a', 'ash-may')}.")])
    assert [run.fate for run in change.runs] == ["=", "-", "+", "="]
    assert "Ash 2001a" in change.runs[1].text


def test_blocks_come_and_go_where_they_stood() -> None:
    old = [block("First words."), block("Gone for ever now."), block("Last words.")]
    new = [block("First words."), block("Last words."), block("Quite another thing.")]
    assert fates(old, new) == [("removed", "Gone for ever now."), ("added", "Quite another thing.")]
    assert fates(old, []) == [("removed", each.text) for each in old]
    assert fates([], new) == [("added", each.text) for each in new]


def test_a_block_with_an_id_is_itself_whatever_it_says() -> None:
    (change,) = compare([block("Wholly other.", "a")], [block("Nothing in common with that.", "a")])
    assert (change.fate, change.added, change.removed) == ("changed", 5, 2)


def test_a_block_without_an_id_is_known_by_its_words() -> None:
    old = [block("The committee met in March and talked of lamps."), block("It rained.")]
    new = [block("It rained."), block("The committee met in March and talked of bells.")]
    (change,) = compare(old, new)
    assert (change.fate, change.block, change.moved) == ("changed", new[1], True)
    assert marked(change.runs) == "The committee met in March and talked of{- lamps}{+ bells}."


def test_only_what_moved_is_told_as_moved() -> None:
    old = [block(f"Paragraph {number} of these.", f"p{number}") for number in range(6)]
    new = [*old[1:5], old[0], old[5]]
    assert fates(old, new) == [("moved", old[0].text)]
    (change,) = compare(old, [*old[1:5], block("Paragraph 9 of these.", "p0"), old[5]])
    assert (change.fate, change.moved) == ("changed", True)


def test_a_passage_that_gets_an_id_or_another_part_is_no_change() -> None:
    assert fates([block("Just as it was.")], [block("Just as it was.", "named")]) == []
    assert fates([block("As it was.", part="A")], [block("As it was.", part="B")]) == []


def test_the_same_words_twice_are_two_blocks() -> None:
    assert fates([block("None.")], [block("None."), block("None.")]) == [("added", "None.")]


def test_words_are_counted_without_signs() -> None:
    assert counted("Well, 2,034 of “them” – co-ordinated.") == 5


def test_a_page_of_many_changes_takes_no_time() -> None:
    random = Random(1)
    known = [f"w{number}" for number in range(300)]
    old = [block(" ".join(random.choices(known, k=60))) for _ in range(600)]
    new = [block(" ".join(random.choices(known, k=60))) for _ in range(600)]
    start = time.process_time()
    assert len(compare(old, new)) == 1200
    long = " ".join(random.choices(known[:3], k=20_000)), " ".join(random.choices(known[:3], k=20_000))
    assert {run.fate for run in words(*long)} >= {"-", "+"}
    assert time.process_time() - start < 5


def test_the_limits_are_for_what_is_compared_and_not_for_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diff, "PAIRS", 0)
    monkeypatch.setattr(diff, "BLOCK_PAIRS", 0)
    assert marked(words("All of it was red.", "All of it is green.")) == "All of it{- was red}{+ is green}."
    assert fates([block("It was red.")], [block("It is red.")]) == [("removed", "It was red."), ("added", "It is red.")]
