"""The files of the index: which word is where."""

from __future__ import annotations

import json

import pytest

from minutes import indexer
from minutes.indexer import CUTS, FACETS, FILES
from minutes.searching import Block, Entry

ITEM = Entry(
    "item",
    "meetings/2001-03-06.html",
    "lamps",
    "New lamps",
    (
        Block("lamp-fund", "The Lamp met lamp-lit."),
        Block("lamp-fund", "It met."),
        Block("note", "Lamp said later.", True),
    ),
    "2001-03-06",
    people=("ann-ash", "ann-ash"),
    topics=("lamp",),
)
PERSON = Entry("person", "people/bob-birch.html", "", "Bob Birch", (), also=("Bobby",), id="bob-birch")


def places(entry: Entry, word: str) -> list[int]:
    """The places of a word, put together from the steps between them."""
    place, found = 0, []
    for step in indexer.places(entry)[word][1:].split("."):
        place += int(step, 36)
        found.append(place)
    return found


def weight(entry: Entry, word: str) -> int:
    return ord(indexer.places(entry)[word][0]) - ord("A")


def test_words_are_at_the_places_at_which_they_are_shown() -> None:
    (_, text), *_ = indexer.fragments([ITEM])
    (shown,) = json.loads(text)
    words = shown["text"].split(" ")
    assert [words[at] for at in places(ITEM, "lamp")] == ["Lamp", "lamp-lit.", "Lamp"]
    assert [words[at] for at in places(ITEM, "lit")] == ["lamp-lit."]
    assert shown["anchors"] == [["lamp-fund", 0], ["note", 6]]
    assert (shown["title"], shown["url"], shown["date"]) == (ITEM.title, ITEM.url, "6 March 2001")


def test_a_phrase_does_not_reach_from_one_field_into_the_next() -> None:
    end = len("The Lamp met lamp-lit. It met. Lamp said later.".split())
    assert places(ITEM, "later") == [end - 1]
    assert (places(ITEM, "new"), places(ITEM, "lamps")) == ([end + 1], [end + 2])
    assert places(ITEM, "6") == [end + 4]
    assert places(PERSON, "bobby") == [6]  # after the title, which is its text too


def test_a_title_counts_more_than_the_text_and_a_note_less() -> None:
    assert weight(ITEM, "new") > weight(ITEM, "met") > weight(ITEM, "said") > weight(ITEM, "march")
    long = Entry("term", "a.html", "", "Lamps of the whole world", ())
    assert weight(Entry("term", "a.html", "", "Lamps", ()), "lamps") > weight(long, "lamps")


def test_what_has_no_words_is_shown_by_its_title() -> None:
    (_, text), *_ = indexer.fragments([PERSON])
    assert json.loads(text)[0]["text"] == "Bob Birch"


def test_entries_of_a_part_are_found_by_number() -> None:
    sections = dict(zip(FILES, indexer.sections([PERSON, ITEM, ITEM]), strict=True))
    heads = {text.partition("\n")[0] for text in sections.values()}
    assert heads == {"person 0 0 1;item 2001 2001 2"}
    met = sections[f"{indexer.file_of('met')}.txt"]
    assert f"\nmet\t2{indexer.places(ITEM)['met']} {indexer.places(ITEM)['met']}\n" in met
    assert "\n=bob-birch\tA\n" in sections[f"{indexer.file_of('bob')}.txt"]
    assert sections["people.txt"].endswith("\nann-ash\t2A A\n")
    assert sections["topics.txt"].endswith("\nlamp\t2A A\n")


def test_each_word_is_in_the_file_in_which_it_is_sought() -> None:
    text = "0 2011 aardvark and of theory the élan zebra łódź"
    entry = Entry("page", "a.html", "", "A", (Block("", text),))
    for name, section in zip(FILES, indexer.sections([entry]), strict=True):
        words = [line.partition("\t")[0] for line in section.splitlines()[1:]]
        assert words == sorted(words)
        if name.partition(".")[0] not in FACETS:
            assert all(name == f"{indexer.file_of(each)}.txt" for each in words)
    assert list(CUTS) == sorted(CUTS)


@pytest.mark.parametrize("word", ["in", "t", "a", "the"])
def test_a_name_is_beside_its_first_word(word: str) -> None:
    assert indexer.file_of(f"{word}-zebra") == indexer.file_of(word)


def test_sections_stand_together_under_the_names_of_their_parts() -> None:
    one, other = indexer.sections([PERSON]), indexer.sections([ITEM])
    files = dict(indexer.together([("p1", one), ("p2", other)]))
    assert list(files) == list(FILES)
    first, second = files["people.txt"].split("\f")
    assert first == "p1;person 0 0 1\n"
    assert second == "p2;item 2001 2001 1\nann-ash\tA\n"


def test_few_entries_are_shown_from_one_file() -> None:
    entries = [Entry("page", f"{n}.html", "", f"Page {n}", ()) for n in range(2 * indexer.TOGETHER + 1)]
    files = {name: json.loads(text) for name, text in indexer.fragments(entries)}
    assert [len(each) for each in files.values()] == [indexer.TOGETHER, indexer.TOGETHER, 1]
    assert files["1.json"][0]["title"] == f"Page {indexer.TOGETHER}"
