"""Corrections: what an edition had wrong, since when, and what the archive says now.

An entry is written once, on the page of corrections; the page that it corrects shows it too. What it
claims of that page is held against the page, so that nobody undoes a correction without noticing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import astuple
from typing import Any, Final

from minutes import dates
from minutes.graph import Corrected, Graph
from minutes.model import Code, Problem
from minutes.reader import Block, Page

_PLAIN: Final = str.maketrans("’‘“”", "''\"\"")


def flat(text: str) -> str:
    """A text as it is compared: with straight quotes, and single spaces.

    >>> flat("the  party’s")
    "the party's"
    """
    return " ".join(text.translate(_PLAIN).split())


def faults(graph: Graph, read: Callable[[str], Page], among: Container[str] | None = None) -> Iterator[Problem]:
    """The corrections that do not hold of the pages as they are; *read* gives a page by its docname.

    Only those of pages *among* some, if they are given.
    """
    for each in graph.corrections.values():
        if among is not None and each.target.docname not in among:
            continue
        wrong, right = flat(each.correction.was), flat(each.correction.now)
        text = flat(_text(read(each.target.docname), each.target.anchor))
        path = graph.ledgers[each.docname].path
        if right and right not in text:
            message = (
                f"`{each.target.id}` does not say `{each.correction.now}`; "
                "write what it says, or enter why it was corrected again"
            )
            yield Problem(path, each.correction.line, Code.CORRECTION, message)
        elif wrong and wrong in (text.replace(right, "\0") if right else text):
            message = f"`{each.target.id}` still says `{each.correction.was}`; correct it there"
            yield Problem(path, each.correction.line, Code.CORRECTION, message)


def _text(page: Page, anchor: str) -> str:
    """What a page or a part of it says, as a reader sees it; of a page, its front matter too."""

    def holds(block: Block) -> bool:
        spans = (span.anchor for span in block.spans)
        return anchor in (block.place.block, block.place.item, *spans)

    found = [block.seen for block in page.blocks if holds(block)] if anchor else []
    titles = [item.title for item in page.ledger.items if item.anchor == anchor]
    if found:
        return "\n".join((*titles, *found))
    matter = astuple(page.ledger.entry) if page.ledger.entry else ()
    return "\n".join((page.ledger.title, *(block.seen for block in page.blocks), *_strings(matter)))


def _strings(values: Iterable[Any]) -> Iterator[str]:
    for each in values:
        if isinstance(each, str):
            # A date is in the page as a reader sees it.
            yield from (each, dates.words(each)) if re.match(r"\d{4}", each) and not dates.fault(each) else (each,)
        elif isinstance(each, tuple):
            yield from _strings(each)


def in_order(found: Iterable[Corrected]) -> tuple[Corrected, ...]:
    """Corrections, the newest first; those of one day as they stand on their page."""
    by_line = sorted(found, key=lambda each: each.correction.line)
    return tuple(sorted(by_line, key=lambda each: each.correction.date, reverse=True))
