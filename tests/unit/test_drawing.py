"""Pictures as SVG text, the room that words take, and boxes that make way for each other."""

from __future__ import annotations

import random
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from minutes import drawing, labels, pages, pictures
from minutes.drawing import Links
from minutes.graph import Graph, Object
from minutes.labels import Box

SVG = "{http://www.w3.org/2000/svg}"
ANN = Object("person", "ann-ash", "people/ann-ash", "", "Ann Ash")
LAMP = Object("term", "lamp", "glossary/lamp", "", "Lamp & wick")


def tree(svg: str) -> ET.Element:
    """The picture, as a parser of XML reads it."""
    return ET.fromstring(svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))


def test_numbers_are_short_and_have_no_minus_zero() -> None:
    assert [drawing.number(each) for each in (100, 0.04, -0.04, 2.25, -3.999)] == ["100", "0", "0", "2.2", "-4"]
    assert drawing.share(1) == "100%"


def test_what_stands_in_a_picture_is_escaped() -> None:
    links = Links()
    made = links.to(LAMP, drawing.words(("<wick>",), 1, 2), title='Lamp & "wick"')
    found = tree(drawing.svg('The "lamp"', 10, 10, [made]))
    assert found.get("aria-label") == 'The "lamp"'
    assert ["".join(each.itertext()) for each in found[0]] == ['Lamp & "wick"', "<wick>"]


def test_an_object_has_one_number_however_often_it_is_linked() -> None:
    links = Links()
    made = [links.to(each) for each in (ANN, LAMP, ANN)]
    assert [each.count('"@0@"') for each in made] == [1, 0, 1]
    assert links.targets == (ANN, LAMP)


def test_each_kind_has_a_shape_of_its_own() -> None:
    shapes = {kind: tree(drawing.mark(kind, 0, 0, 5)).tag for kind in ("person", "term", "meeting")}
    assert len(set(shapes.values())) == 3


def test_a_text_of_some_lines_keeps_its_place_in_each() -> None:
    found = tree(drawing.words(("Jobs and", "Growth"), 3, 4, 15))
    assert [(each.get("x"), each.get("dy")) for each in found] == [("3", None), ("3", "1.15em")]
    assert found.get("font-size") == "15"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("NEC", ("NEC",)),
        ("Communications with members", ("Communications", "with members")),
        ("Scottish independence referendum", ("Scottish", "independence", "referendum")),
        ("", ("",)),
    ],
)
def test_names_break_where_it_is_even(text: str, lines: tuple[str, ...]) -> None:
    assert labels.wrapped(text, 13, 100) == lines


def test_a_name_that_no_break_makes_narrow_is_cut() -> None:
    (cut,) = labels.wrapped("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 13, 100)
    assert cut.endswith("…")
    assert labels.width(cut, 13) <= 120


@pytest.mark.parametrize("seed", range(20))
def test_boxes_part_whatever_their_start(seed: int) -> None:
    some = random.Random(seed)
    boxes = [Box(some.uniform(0, 400), some.uniform(0, 100), some.uniform(20, 130), 40) for _ in range(25)]
    boxes[0].fixed = True
    labels.part(boxes, 430)
    for one, other in combinations(boxes, 2):
        assert min(one.overlap(other)) <= 0.06
    assert all(each.width / 2 - 0.01 <= each.x <= 430 - each.width / 2 + 0.01 for each in boxes)


def test_boxes_on_one_spot_part_too() -> None:
    boxes = [Box(50, 50, 80, 20) for _ in range(6)]
    labels.part(boxes, 100)
    assert len({round(each.y) for each in boxes}) == 6


def test_every_picture_that_a_page_asks_for_can_be_made(archive: Graph) -> None:
    wanted = {argument for layout in pages.LAYOUTS.values() for name, argument in layout if name == "drawing"}
    assert wanted <= set(pictures.PICTURES)
    for name in pictures.PICTURES:
        for docname in archive.ledgers:
            made = pictures.drawn(pictures.shown(archive, docname, name))
            if made is not None:
                root = tree(made.svg)
                assert root.get("role") == "group"
                assert root.get("aria-label")
                assert not [each for each in root.iter() if "id" in each.attrib or "style" in each.attrib]
                names = [" ".join(each.itertext()).strip() for each in root.iter(f"{SVG}a")]
                assert all(names)
                assert {each.get("href") for each in root.iter(f"{SVG}a")} == {f"@{n}@" for n in range(len(made.links))}


def test_no_picture_of_nothing() -> None:
    for name in pictures.PICTURES:
        if name not in ("tenure", "neighbourhood"):
            assert pictures.drawn(pictures.shown(Graph(), "index", name)) is None
