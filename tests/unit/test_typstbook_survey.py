"""Where places stand."""

from __future__ import annotations

from typstbook import survey


def test_a_place_that_is_twice_there_is_the_first() -> None:
    assert survey.read([("a", 3, 1.0, 2.0), ("a", 4, 1.0, 2.0)]) == {"a": survey.Place(3, 1.0, 2.0)}
