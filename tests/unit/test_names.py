"""Names: when two are one, what they may stand for, and what a wrong one may have meant."""

from __future__ import annotations

import pytest

from minutes import names
from minutes.names import Authority


@pytest.mark.parametrize(
    ("written", "filed"),
    [
        ("Tom Watson", "tom watson"),
        ("TOM  watson ", "Tom\nWatson"),
        ("women’s officer", "Women's Officer"),
        ("local parties", "local party"),
        ("branches", "branch"),
        ("CLPs", "CLP"),
        ("CLPs’", "CLP"),
        ("CLP’s", "CLP"),
        ("Bob's", "Bob"),
        ("houses", "house"),
        ("straße", "STRASSE"),
    ],
)
def test_a_form_finds_its_name(written: str, filed: str) -> None:
    authority = Authority()
    authority.claim(filed, "it")
    assert authority.find(written) == ("it",)


@pytest.mark.parametrize(
    ("written", "filed"), [("CLP", "CLPs"), ("party", "parties"), ("Watson", "Tom Watson"), ("T.Watson", "T. Watson")]
)
def test_other_forms_do_not(written: str, filed: str) -> None:
    authority = Authority()
    authority.claim(filed, "it")
    assert authority.find(written) == ()


def test_what_is_written_comes_before_what_it_may_be_the_plural_of() -> None:
    authority = Authority()
    authority.claim("the news", "paper")
    authority.claim("the new", "other")
    assert authority.find("the news") == ("paper",)


def test_a_name_of_two_is_ambiguous_and_contested() -> None:
    authority = Authority()
    for each in ("bob-2", "bob-1", "bob-2"):
        authority.claim("Bob Birch", each)
    authority.claim("bob  birch", "bob-1")
    authority.claim("Ann", "ann")
    assert authority.find("bob birch") == ("bob-1", "bob-2")
    assert list(authority.contested()) == [("Bob Birch", ("bob-1", "bob-2"))]
    assert authority.labels() == ["Ann", "Bob Birch"]
    assert authority.find("Cy") == ()


def test_a_wrong_name_gets_the_nearest_one_or_none() -> None:
    known = ["Tom Watson", "tom-watson", "Susan Lewis"]
    assert names.suggest("Tom Wattson", known) == "; did you mean `Tom Watson`?"
    assert names.suggest("SUSAN LEWES", known) == "; did you mean `Susan Lewis`?"
    assert names.suggest("Xerxes", known) == names.suggest("Tom", []) == ""
    assert names.suggest("Tom Wattson", iter(known)) == names.suggest("Tom Wattson", reversed(known))


@pytest.mark.parametrize(
    ("slug", "is_slug", "is_meeting"),
    [
        ("ann-black", True, False),
        ("a1-b2", True, False),
        ("2011-11-01", False, True),
        ("2011-11-01-away-day", False, True),
        ("Ann", False, False),
        ("ann--black", False, False),
        ("ann-", False, False),
        ("ann_black", False, False),
        ("ann\n", False, False),
        ("2011-11-01\n", False, False),
        ("ánn", False, False),
        ("2011-11", False, False),
        ("", False, False),
    ],
)
def test_slugs(slug: str, is_slug: bool, is_meeting: bool) -> None:
    assert bool(names.SLUG.match(slug)) == is_slug
    assert bool(names.MEETING_SLUG.match(slug)) == is_meeting
