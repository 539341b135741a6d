"""The cover of the e-book: a picture made of its words, with fonts that come with Typst. Nothing here knows Sphinx."""

from __future__ import annotations

from pathlib import Path

import typst

_SOURCE = Path(__file__).parent / "book" / "cover.typ"
#: Its width is 16 cm: 1,600 pixels, as shops and shelves ask for.
_PPI = 254.0


def draw(title: str, edition: str, day: str, publisher: str) -> bytes:
    """The cover as PNG, 1,600 by 2,400 pixels."""
    words = {"title": title, "edition": edition, "day": day, "publisher": publisher}
    made = typst.compile(
        str(_SOURCE), format="png", ppi=_PPI, ignore_system_fonts=True, font_paths=[], sys_inputs=words
    )
    assert isinstance(made, bytes)
    return made
