"""Which editions there are: every fault of the register, at once, with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from editions import register
from editions.git import Repository
from editions.model import Edition, EditionsError
from tests.checkouts import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "archive")


def read(checkout: Checkout) -> tuple[Edition, ...]:
    return register.read(checkout.root, Repository(checkout.root))[0]


def faults(checkout: Checkout) -> list[str]:
    with pytest.raises(EditionsError) as caught:
        read(checkout)
    return list(caught.value.faults)


def test_the_editions_are_read_the_oldest_first(checkout: Checkout) -> None:
    first, second = checkout.edition("2026.9", "2026-11-22"), checkout.edition("2026.10", "2026-12-13")
    checkout.git("tag", "second-one", second)
    checkout.register(("2026.10", "2026-12-13", "second-one", "Two"), ("2026.9", "2026-11-22", first[:9], "One"))
    assert read(checkout) == (
        Edition("2026.9", "2026-11-22", first, "One"),
        Edition("2026.10", "2026-12-13", second, "Two"),
    )


def test_without_any_it_says_how_to_name_one(checkout: Checkout) -> None:
    checkout.edition("2026.1", "2026-11-22")
    assert faults(checkout) == [
        "there is no edition yet: name one in editions.toml, as CONTRIBUTING.md says under *Publish an edition*"
    ]


def test_a_commit_that_is_not_there(checkout: Checkout) -> None:
    checkout.edition("2026.1", "2026-11-22")
    checkout.register(("2026.1", "2026-11-22", "0123abc", "One"))
    assert faults(checkout) == [
        "editions.toml:4: edition 2026.1: there is no commit '0123abc' here; correct it, or fetch it: git fetch --tags"
    ]


@pytest.mark.parametrize("name", ["--all", "-h", "HEAD:conf.py", "v^{tree}", "no such"])
def test_what_looks_like_something_else_is_no_commit(checkout: Checkout, name: str) -> None:
    checkout.edition("2026.1", "2026-11-22")
    checkout.register(("2026.1", "2026-11-22", name, "One"))
    assert "there is no commit" in faults(checkout)[0]


def test_a_commit_of_another_branch(checkout: Checkout) -> None:
    base = checkout.edition("2026.1", "2026-11-22")
    checkout.git("checkout", "--quiet", "-b", "aside")
    aside = checkout.commit("Aside")
    checkout.git("checkout", "--quiet", "main")
    checkout.register(("2026.1", "2026-11-22", aside, "One"))
    assert faults(checkout) == [
        f"editions.toml:4: edition 2026.1: commit '{aside}' is no part of the history that is checked out"
    ]
    assert base != aside


def test_a_number_that_is_there_twice(checkout: Checkout) -> None:
    first, second = checkout.edition("2026.1", "2026-11-22"), checkout.commit("More")
    checkout.register(("2026.1", "2026-11-22", second, "Two"), ("2026.1", "2026-11-22", first, "One"))
    assert "editions.toml:8: edition 2026.1 is also in line 2: number it anew" in faults(checkout)


@pytest.mark.parametrize(
    ("number", "date", "told"),
    [
        ("1.0", "2026-11-22", "editions.toml:2: '1.0' is no edition's number"),
        ("2026.0", "2026-11-22", "editions.toml:2: '2026.0' is no edition's number"),
        ("2026.01", "2026-11-22", "editions.toml:2: '2026.01' is no edition's number"),
        ("2026.1", "22 November", "editions.toml:3: the date '22 November' is no day; write it as 2026-11-22"),
        ("2026.1", "2026-02-30", "editions.toml:3: there is no 30 February 2026"),
        ("2026.1", "2026-11", "editions.toml:3: the date '2026-11' is no day"),
        ("2026.1", "2025-11-22", "editions.toml:3: edition 2026.1 is to be of 2026, and its date is 2025-11-22"),
        ("", "2026-11-22", "editions.toml:2: number is to be a text, and not an empty one"),
    ],
)
def test_a_number_or_a_date_that_is_none(checkout: Checkout, number: str, date: str, told: str) -> None:
    commit = checkout.edition("2026.1", "2026-11-22")
    checkout.register((number, date, commit, "One"))
    assert faults(checkout)[0].startswith(told)


def test_editions_out_of_order(checkout: Checkout) -> None:
    first, second = checkout.edition("2026.1", "2026-11-22"), checkout.edition("2026.2", "2026-12-13")
    checkout.register(("2026.1", "2026-11-22", first, "One"), ("2026.2", "2026-12-13", second, "Two"))
    assert faults(checkout) == ["editions.toml:8: edition 2026.2 is to stand above 2026.1: newest first"]


def test_a_later_edition_of_an_earlier_day_or_commit(checkout: Checkout) -> None:
    second, first = checkout.edition("2026.2", "2026-11-01"), checkout.edition("2026.1", "2026-11-22")
    checkout.register(("2026.2", "2026-11-01", second, "Two"), ("2026.1", "2026-11-22", first, "One"))
    assert faults(checkout) == [
        "editions.toml:2: edition 2026.2 does not follow edition 2026.1, whose commit is no part of its history",
        "editions.toml:2: edition 2026.2 is of 2026-11-01, before edition 2026.1, of 2026-11-22",
    ]


def test_two_editions_of_one_commit(checkout: Checkout) -> None:
    only = checkout.edition("2026.1", "2026-11-22")
    checkout.register(("2026.2", "2026-11-22", only, "Two"), ("2026.1", "2026-11-22", only, "One"))
    assert "editions.toml:2: editions 2026.1 and 2026.2 are the same commit; each needs its own" in faults(checkout)


def test_settings_that_say_otherwise(checkout: Checkout) -> None:
    commit = checkout.edition("2026.1", "2026-11-22")
    checkout.register(("2026.2", "2026-11-23", commit, "Two"))
    assert faults(checkout) == [
        f"editions.toml:2: in edition 2026.2's commit {commit[:12]}, conf.py has minutes_edition_date = '2026-11-22', "
        "not '2026-11-23'",
        f"editions.toml:2: in edition 2026.2's commit {commit[:12]}, conf.py has release = '2026.1', not '2026.2'",
    ]


def test_all_faults_are_told_in_one_run(checkout: Checkout) -> None:
    checkout.edition("2026.1", "2026-11-22")
    checkout.write(
        "editions.toml",
        '[[edition]]\nnumber = 2026.1\ndate = "2026-11-22"\ncommit = "HEAD"\ncolour = "red"\n\n'
        '[[edition]]\nnumber = "2025.1"\ndate = "x"\nsummary = """a\nb"""\ncommit = "HEAD"\nsha256 = "1"\n',
    )
    checkout.commit("Register")
    assert faults(checkout) == [
        "editions.toml:1: this edition has no summary; add a line such as summary = …",
        "editions.toml:2: number is to be a text in quotation marks",
        "editions.toml:5: an edition has no colour, only number, date, commit, summary and sha256",
        "editions.toml:9: the date 'x' is no day; write it as 2026-11-22",
        "editions.toml:10: the summary is to be one line",
        "editions.toml:13: sha256 is to be 64 hexadecimal digits, as printed when the edition was built",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[edition]]\nnumber = \n", "editions.toml:2: this is no TOML: "),
        ("[edition]\nnumber = '2026.1'\n", "editions.toml:1: each edition starts with a line [[edition]]"),
        ("[[editions]]\nnumber = '2026.1'\n", "editions.toml:1: unknown 'editions'; each edition starts with"),
        ("edition = [1]\n", "editions.toml:1: each edition starts with a line [[edition]]"),
    ],
)
def test_a_file_that_can_not_be_read(checkout: Checkout, text: str, told: str) -> None:
    checkout.write("editions.toml", text)
    checkout.commit("Register")
    assert faults(checkout)[0].startswith(told)


def test_a_file_in_another_encoding(checkout: Checkout) -> None:
    checkout.commit("Start")
    (checkout.root / "editions.toml").write_bytes(b"# caf\xe9\n")
    assert faults(checkout) == ["editions.toml:1: the file is not in UTF-8"]


# -- tags --------------------------------------------------------------------------------------------


def test_a_tag_is_an_edition_too(checkout: Checkout) -> None:
    first = checkout.edition("2026.1", "2026-11-22")
    checkout.git("tag", "v2026.1", "--message=The first one\n\nMore of it")
    second = checkout.edition("2026.2", "2026-12-13")
    checkout.git("tag", "2026.2")
    checkout.git("tag", "v1.0")
    checkout.commit("Later")
    assert read(checkout) == (
        Edition("2026.1", "2026-11-22", first, "The first one"),
        Edition("2026.2", "2026-12-13", second, "Edition 2026.2"),
    )


def test_a_tag_that_the_file_contradicts(checkout: Checkout) -> None:
    first = checkout.edition("2026.1", "2026-11-22")
    later = checkout.commit("Later")
    checkout.git("tag", "v2026.1", later)
    checkout.register(("2026.1", "2026-11-22", first, "One"))
    assert faults(checkout) == [
        f"editions.toml:2: edition 2026.1 is commit {first[:12]} here, and {later[:12]} by its tag v2026.1: "
        "move one to the other"
    ]


def test_two_tags_that_contradict_each_other(checkout: Checkout) -> None:
    first = checkout.edition("2026.1", "2026-11-22")
    checkout.git("tag", "2026.1", first)
    later = checkout.commit("Later")
    checkout.git("tag", "v2026.1", later)
    assert faults(checkout) == [f"tag 2026.1 is at {first[:12]} and tag v2026.1 at {later[:12]}: delete one"]


def test_a_tag_of_no_known_day(checkout: Checkout) -> None:
    checkout.commit("Without settings")
    checkout.git("tag", "2026.1")
    assert faults(checkout)[0].startswith("tag 2026.1 names an edition that editions.toml does not have, and no day")
