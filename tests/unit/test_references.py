"""Labels of sources, and entries that are remembered with theirs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pybtex.database import Entry, parse_string

from minutes import checking, references
from minutes.packing import packer
from minutes.references import Packed, Remembered
from tests.helpers import edit, tiny

FILE = """
@online{b, author = {de la Ash, Ann and Birch, Bob}, title = {It's {TeX} \\& more}, year = {2001}, month = mar}
@Online{a, author = {de la Ash, Ann and Birch, Bob}, title = {One}, year = {2001}, month = {1}}
@book{c, author = {Oak, Jr, Olive and Elm, E. M. and Fir, F.}, editor = {Yew, Y.}, title = {Two}, year = {2001}}
@misc{d, title = {Nobody's}}
"""


def entries() -> list[Entry]:
    return list(parse_string(FILE, "bibtex").entries.values())


def test_letters_follow_the_dates_of_one_author_in_one_year() -> None:
    assert list(references.labels(entries())) == [
        *("de la Ash and Birch 2001b", "de la Ash and Birch 2001a"),
        *("Oak and others 2001", " n.d."),
    ]
    many = [Entry("misc", {"year": "2001"}) for _ in range(28)]
    for number, each in enumerate(many):
        each.key = f"{number:02}"
    random.Random(1).shuffle(many)
    assert {each.key: label for each, label in zip(many, references.labels(many), strict=True)}["27"] == " 2001ab"


def test_a_remembered_entry_is_the_entry_and_has_its_label_among_any_others() -> None:
    pack, unpack = packer(Packed)
    for entry, label, packed in zip(entries(), references.labels(entries()), references.packed(entries()), strict=True):
        made = Remembered(unpack(pack(packed)))
        assert made == entry
        assert (made.key, made.original_type) == (entry.key, entry.original_type)
        assert [str(each) for each in made.persons.get("author", ())] == [
            str(each) for each in entry.persons.get("author", ())
        ]
        assert references.order(made) == references.order(entry)
        assert list(references.labels([made])) == [label]


def test_entries_are_read_once_and_again_after_an_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tiny(tmp_path)
    keys = ["oak-2000", "ash-2001-03-06", "nobody-1999"]
    first = checking.read_entries(root, keys[:2])
    assert [each.key for each in first] == ["ash-2001-03-06", "oak-2000"]
    assert [each.key for each in checking.read_entries(root, keys)] == ["ash-2001-03-06", "oak-2000"]
    with monkeypatch.context() as patch:
        patch.setattr(checking, "_read_bibliography", lambda *_: pytest.fail("it was read again"))
        assert checking.read_entries(root, keys[:2]) == first
        assert len(checking.read_bibliography(root)[0]) == 3
    edit(root / "references.bib", "{A March evening}", "{A May evening}")
    assert ("title", "A May evening") in checking.read_entries(root, keys[:1] + keys[1:2])[0].fields
