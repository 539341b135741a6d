"""Attributes such as ``{.decision #lamps-decision}``, of which a page has dozens, read in one step.

To be proposed to mdit-py-plugins (0.7): its parser takes a step for each character, and asks for all that follows.
"""

from __future__ import annotations

import re

from mdit_py_plugins.attrs import index
from mdit_py_plugins.attrs.parse import parse as step_by_step

_USUAL = re.compile(r"\{(?:\.([\w:-]+) )?#([\w:-]+)\}", re.ASCII)


def parse(string: str) -> tuple[int, dict[str, str]]:
    """The place of the brace that closes them, and the attributes with which a text begins.

    Raises `mdit_py_plugins.attrs.parse.ParseError` if it begins with none.

    >>> parse("{.decision #lamps-decision}. The lamps"), parse("{#lamps}")
    ((26, {'id': 'lamps-decision', 'class': 'decision'}), (7, {'id': 'lamps'}))
    """
    if found := _USUAL.match(string):
        kind, name = found.groups()
        return found.end() - 1, {"id": name, "class": kind} if kind else {"id": name}
    return step_by_step(string)


def install() -> None:
    """Let the plugin read so."""
    index.parse = parse  # type: ignore[attr-defined]
