"""Sentences, as an editor would cut them."""

from __future__ import annotations

import pytest

from minutes import sentences
from minutes.model import Sentence


@pytest.mark.parametrize(
    "cut",
    [
        ["One."],
        ["One"],
        ["One.", "Two."],
        ["Really?", "Yes!", "Good."],
        ["“Light,” said Bob.", "“More.”", "Then dark."],
        ["It cost £5.", "£6 was too much.", "3 came."],
        ["She (Ann) left.)", "(Bob stayed.)", "Cy too."],
        ["Mr. Ash, Dr. Birch and St. Cedar met J. B. Priestley, i.e. a writer, cf. Oak."],
        ["See No. 10, p. 3 and vol. 2."],
        ["He paid 1.5 million.", "More."],
        ["The board. it met"],  # a small letter starts no sentence
        ["First; then: second.", "Third"],
        [],
    ],
)
def test_a_text_is_cut_where_sentences_end(cut: list[str]) -> None:
    for space in (" ", "  ", "\n"):
        text = space.join(cut)
        assert [text[start:end] for start, end in sentences.split(text)] == cut


def test_white_space_is_no_sentence() -> None:
    assert sentences.split("  ") == []
    assert sentences.split("One.  ") == [(0, 4)]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("One", Sentence("", "One", " a.")),
        ("Two", Sentence("And ", "Two", " b.")),
        ("a. And", Sentence("One ", "a. And", " Two b.")),  # over two sentences: both
        ("three", Sentence("Then ", "three", "")),
        ("", Sentence("", "", "One a.")),
    ],
)
def test_the_sentence_around_a_mention_is_cut_in_three(marked: str, found: Sentence) -> None:
    text = "One a. And Two b. Then three"
    start = text.index(marked)
    cut = sentences.around(text, start, start + len(marked), sentences.split(text))
    assert cut == found
    assert str(cut) in text


def test_without_cuts_all_is_one_sentence() -> None:
    assert sentences.around(" one ", 1, 4, []) == Sentence("", "one", "")
