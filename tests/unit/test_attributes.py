"""Attributes are read as the plugin reads them."""

from __future__ import annotations

from itertools import product

import pytest
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as step_by_step

from minutes import attributes

PARTS = ("{", "}", "#a", ".b", " ", "#é:-_", "\n", "x=1", "%", ".")


@pytest.mark.parametrize("length", range(1, 6))
def test_they_are_what_they_were(length: int) -> None:
    def told(parse: object, text: str) -> object:
        try:
            place, found = parse(text)
        except ParseError as error:
            return str(error)
        return place, list(found.items())

    for parts in product(PARTS, repeat=length - 1):
        text = "{" + "".join(parts)
        assert told(attributes.parse, text) == told(step_by_step, text)


def test_the_usual_ones_need_no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attributes, "step_by_step", lambda _: pytest.fail("step by step"))
    assert attributes.parse("{.decision #lamps-decision}.") == (26, {"id": "lamps-decision", "class": "decision"})
    assert attributes.parse("{#lamps}") == (7, {"id": "lamps"})


def test_the_parser_of_pages_reads_so() -> None:
    from mdit_py_plugins.attrs import index

    from minutes.markdown import parser

    assert parser()
    assert index.parse is attributes.parse
