"""Numbers written where there were noughts."""

from __future__ import annotations

import pytest

from typstbook.objects import StrangeError
from typstbook.slots import LEGEND, MOST, Figures, colour, filled, legend

SIGNS = tuple(bytes((0, each)) for each in range(20, 30))
FIGURES = {b"f0": Figures(SIGNS, 465.0)}


def text(number: int, shown: bytes, font: bytes = b"f0") -> bytes:
    """A piece of a page in a colour: before it, one in another."""
    blue = b"%.9g" % (number / 255)
    before = b"q 1 0 0 -1 1 2 cm/c1 cs 0.5 0.6 0.7 scn\nBT 0 Tr/f0 9 Tf 1 0 0 -1 0 0 Tm(\\000\\001)Tj\nET\nQ\n"
    now = b"q 1 0 0 -1 3 4 cm/c1 cs 0 0 %b scn\nBT 0 Tr/%b 8.8 Tf 1 0 0 -1 0 0 Tm%b\nET\nQ\n"
    return before + now % (blue, font, shown)


def test_a_number_takes_its_room_and_the_colour_before_it() -> None:
    found, count = filled(text(5, rb"[(\000\024\000\024)]TJ"), FIGURES, {5: "42"}.get)
    assert count == 1
    assert b"4 cm/c1 cs 0.5 0.6 0.7 scn\nBT 0 Tr/f0 8.8 Tf 1 0 0 -1 0 0 Tm[(\\000\\030\\000\\026)]TJ\n" in found


def test_a_shorter_number_stands_at_the_right_of_its_room() -> None:
    found, _ = filled(text(5, rb"[(\000\024\000\024\000\024)]TJ"), FIGURES, {5: "4"}.get)
    assert b"Tm[-930(\\000\\030)]TJ\n" in found


@pytest.mark.parametrize(
    "page",
    [
        text(6, rb"(\000\024)Tj"),  # the colour of no place
        text(5, rb"(\000\025)Tj"),  # no noughts
        text(5, rb"(\000\024)Tj", b"f1"),  # a font without figures
    ],
)
def test_other_words_stay(page: bytes) -> None:
    assert filled(page, FIGURES, {5: "4"}.get) == (page, 0)


def test_a_number_without_room_is_an_error() -> None:
    with pytest.raises(StrangeError, match="there is no room for the number 42"):
        filled(text(5, rb"(\000\024)Tj"), FIGURES, {5: "42"}.get)


def test_the_legend_tells_a_fonts_figures() -> None:
    shown = b"[(" + b"".join(rb"\000\%03o" % each[1] for each in SIGNS) + b")]TJ"
    page = text(LEGEND, shown)
    assert legend(page, lambda font, sign: 465.0) == {b"f0": Figures(SIGNS, 465.0)}
    with pytest.raises(StrangeError, match="not equally wide"):
        legend(page, lambda font, sign: 465.0 if sign > 20 else 300.0)


def test_there_are_no_more_colours_than_can_be_told_from_words() -> None:
    assert colour(MOST - 1) == "#07ffff"
    with pytest.raises(StrangeError, match="more places"):
        colour(MOST)
