"""Where moved ids went."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import redirects
from minutes.redirects import Alias, Moved, Places, Redirect, Redirects

THERE = Places(
    {
        "people/ann": frozenset({"posts-held"}),
        "people/bob": frozenset(),
        "meetings/2001-03-06": frozenset({"lamps", "oil", "wicks"}),
        "meetings/2002-03-05": frozenset({"lamps"}),
    }
)


def given(**entries: str) -> Redirects:
    return Redirects({old: Redirect(new, number) for number, (old, new) in enumerate(entries.items(), 1)})


def written(tmp_path: Path, text: str | bytes) -> Redirects:
    (tmp_path / redirects.FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return redirects.read(tmp_path)


def told(found: Redirects) -> list[str]:
    return [str(each) for each in redirects.check(found, THERE)]


def test_an_archive_in_which_nothing_moved_needs_no_file(tmp_path: Path) -> None:
    assert redirects.read(tmp_path) == Redirects()
    assert written(tmp_path, "# nothing yet\n") == Redirects()


def test_each_entry_is_known_by_its_line(tmp_path: Path) -> None:
    found = written(tmp_path, '# old = new\n\n"people/a" = "people/ann"\n  \'people/b#x\'="people/bob"\nc = "d"\n')
    assert found.entries == {
        "people/a": Redirect("people/ann", 3),
        "people/b#x": Redirect("people/bob", 4),
        "c": Redirect("d", 5),
    }
    assert found.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('"people/a" = "people/ann"\n"people/b" =\n', 2, "this is not TOML: "),
        ('"people/a" = "people/ann"\n"people/a" = "people/bob"\n', 2, "this is not TOML: "),
        ('"people/a', 1, "this is not TOML: "),
        (b'"people/a" = "people/\xff"', 1, "the file is not UTF-8; save it as UTF-8"),
        ('\n"people/a.html" = "people/ann"', 2, "`people/a.html` is not an id; "),
        ('"people/a" = "/people/ann"', 1, "`/people/ann` is not an id; "),
        ('"people/a" = ["people/ann"]', 1, "`…` is not an id; "),
        ('"people/a" = 7', 1, "`7` is not an id; "),
        ("people.a = 'x'", 1, "`…` is not an id; "),
        ('"People/A" = "people/ann#Posts"', 1, "`People/A` is not an id; "),
    ],
)
def test_what_is_not_written_well_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, said: str
) -> None:
    (problem,) = redirects.check(written(tmp_path, text), THERE)
    assert str(problem).startswith(f"redirects.toml:{line}: {said}")
    assert str(problem).endswith(" [redirect]")


def test_sound_entries_have_no_problems() -> None:
    sound = {
        "people/a": "people/b",  # a chain
        "people/b": "people/ann#posts-held",
        "people/anna": "people/ann",
        "meetings/2001-03-06#light": "meetings/2001-03-06#lamps",
        "meetings/2001-03-06#bob": "people/bob",
        "glossary/x#y": "meetings/2002-03-05#lamps",
    }
    assert told(given(**sound)) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "people/ann": "people/bob",
        "people/x": "people/bobb",
        "people/y": "meetings/2001-03-06#wick",
        "people/z": "nowhere/at-all",
        "people/r": "people/s",
        "people/s": "people/q",
        "people/q": "people/r",
        "people/to-ring": "people/q",
        "people/self": "people/self",
        "people/chain": "people/x",
        "meetings/2001-03-06#oil": "people/ann",
    }
    assert told(given(**wrong)) == [
        "redirects.toml:1: `people/ann` is still there; drop this line, or what it names [redirect]",
        "redirects.toml:2: `people/x` leads to `people/bobb`, which is not there; did you mean `bob`? [redirect]",
        "redirects.toml:3: `people/y` leads to `meetings/2001-03-06#wick`, which is not there; "
        "did you mean `wicks`? [redirect]",
        "redirects.toml:4: `people/z` leads to `nowhere/at-all`, which is not there; correct it [redirect]",
        "redirects.toml:5: redirects go in a circle: people/q → people/r → people/s → people/q; "
        "let one lead to an id that is there [redirect]",
        "redirects.toml:9: redirects go in a circle: people/self → people/self; "
        "let one lead to an id that is there [redirect]",
        "redirects.toml:11: `meetings/2001-03-06#oil` is still there; drop this line, or what it names [redirect]",
    ]


def test_a_page_takes_its_ids_along() -> None:
    found = given(
        **{
            "meetings/2001-03-05": "meetings/2001-03-06",
            "meetings/2001-03-05#light": "meetings/2001-03-06#lamps",
            "meetings/old": "meetings/2001-03-05",
            "people/a": "people/ann#posts-held",
        }
    )
    follow = {
        "people/bob": "people/bob",
        "meetings/2001-03-05#oil": "meetings/2001-03-06#oil",
        "meetings/2001-03-05#light": "meetings/2001-03-06#lamps",
        "meetings/old#light": "meetings/2001-03-06#lamps",
        "meetings/old#oil": "meetings/2001-03-06#oil",
        "meetings/old#gone": "meetings/2001-03-06#gone",
        "people/a": "people/ann#posts-held",
        "people/a#anything": "people/ann#posts-held",  # the page became a section
    }
    assert {old: found.follow(old, THERE) for old in follow} == follow


def test_an_id_stays_as_an_anchor_of_its_page_and_of_what_its_page_became() -> None:
    found = given(
        **{
            "meetings/2001-03-06#light": "meetings/2001-03-06#lamps",
            "meetings/2001-03-06#away": "meetings/2002-03-05#lamps",
            "meetings/old": "meetings/2001-03-06",
            "meetings/old#gas": "meetings/2001-03-06#oil",
            "meetings/old#lamps": "meetings/2001-03-06#wicks",  # its name is taken there
            "gone/page#x": "people/bob",  # a page that nobody redirected
            "people/x": "people/nobody",
            "people/bob#y": "people/nobody",
        }
    ).settled(THERE)
    assert found.aliases == {
        "meetings/2001-03-06": [
            Alias("away", "meetings/2002-03-05#lamps"),
            Alias("gas", "meetings/2001-03-06#oil"),
            Alias("light", "meetings/2001-03-06#lamps"),
        ]
    }


def test_a_host_may_redirect_a_page_if_that_brings_every_id_to_its_place() -> None:
    found = given(
        **{
            "meetings/old": "meetings/2001-03-06",
            "meetings/old#gas": "meetings/2001-03-06#oil",
            "meetings/split": "meetings/2001-03-06",
            "meetings/split#lamps": "meetings/2002-03-05#lamps",  # not what #lamps is on the new page
            "people/part": "people/ann#posts-held",
            "people/whole": "people/ann#posts-held",
            "people/whole#b": "people/bob",
        }
    ).settled(THERE)
    known = ["meetings/old#wicks", "meetings/old", "meetings/2001-03-06#oil", "people/part#x", "meetings/old#lost"]
    assert list(found.moved(known)) == [
        Moved(
            "meetings/old",
            "meetings/2001-03-06",
            (Alias("gas", "meetings/2001-03-06#oil"), Alias("wicks", "meetings/2001-03-06#wicks")),
            by_host=True,
        ),
        Moved("meetings/split", "meetings/2001-03-06", (Alias("lamps", "meetings/2002-03-05#lamps"),), by_host=False),
        Moved("people/part", "people/ann#posts-held", (Alias("x", "people/ann#posts-held"),), by_host=True),
        Moved("people/whole", "people/ann#posts-held", (Alias("b", "people/bob"),), by_host=False),
    ]
