"""Sentences: cut the one around a mention out of a paragraph."""

from __future__ import annotations

import re

from minutes.model import Sentence

# A full stop ends a sentence when a capital, a figure or an opening quote follows …
_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")
# … unless it belongs to an abbreviation or an initial.
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sir|No|Nos|p|pp|vol|ed|cf|e\.g|i\.e|c|approx)|\b[A-Z])\.\s+\Z")
# A semicolon or colon is not an end: the clause before it is needed to understand the rest.


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) offsets, without the white space between them.

    >>> split("One. Two by St. Paul's. Three")
    [(0, 4), (5, 23), (24, 29)]
    """
    found, start = [], 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text, start, match.end()):
            continue
        end = match.start() + len(match.group().rstrip())
        found.append((start, end))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def around(text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> Sentence:
    """The sentence(s) that hold ``text[start:end]``, with that stretch marked."""
    first = max((a for a, _ in cuts if a <= start), default=0)
    last = min((b for _, b in cuts if b >= end), default=len(text))
    return Sentence(text[first:start].lstrip(), text[start:end], text[end:last].rstrip())
