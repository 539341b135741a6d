"""Frozen pages: the places that each keeps empty, and which page of one edition is which of another.

A page is searched for its places as a string, since thousands are to be filled: none is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from editions.model import EditionsError
from minutes import redirects as moves

#: The places, in the order in which they stand.
PLACES = ("head", "top", "body", "foot")
_FILLED = re.compile(r"(<!-- edition:(head|top|body|foot) -->)(.*?)(<!-- /edition:\2 -->)", re.DOTALL)
#: What stood in a place that was not empty: kept in it, where no browser shows it.
_KEPT = re.compile(r'<template class="edition-frozen">(.*?)</template>', re.DOTALL)
_LEADS_ON = '<meta http-equiv="refresh"'
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_MOVED = re.compile(r'<link rel="canonical" href="[^"]*" data-frozen="([^"]*)"')


def framed(html: str) -> bool:
    """Whether a frozen page is to have a frame: one that only leads to another has none."""
    return "<!-- edition:top -->" in html and not leads_on(html)


def leads_on(html: str) -> bool:
    """Whether a page is only what is left where one was that has moved."""
    return _LEADS_ON in html.partition("</head>")[0]


def fill(html: str, places: Mapping[str, str], canonical: str = "") -> str:
    """A page with its places filled, and with another address for search engines to list."""
    for name in PLACES:
        text = places.get(name, "")
        start, end = f"<!-- edition:{name} -->", f"<!-- /edition:{name} -->"
        before, found, rest = html.partition(start)
        kept, ended, after = rest.partition(end)
        if text and found and ended:
            # Only the article's place is not empty; what stood there is kept.
            kept = f'<template class="edition-frozen">{kept}</template>' if name == "body" else ""
            html = f"{before}{start}{kept}{text}{end}{after}"
    if canonical:
        head, ended, rest = html.partition("</head>")
        html = _CANONICAL.sub(
            lambda old: f'<link rel="canonical" href="{canonical}" data-frozen="{old[1]}"', head, count=1
        )
        html += ended + rest
    return html


def _emptied(match: re.Match[str]) -> str:
    if match[2] != "body":
        return f"{match[1]}{match[4]}"
    kept = _KEPT.match(match[3])
    return f"{match[1]}{kept[1]}{match[4]}" if kept else match[0]  # which was not filled


def unframed(html: str) -> str:
    """The page as it was frozen, from the page as it is served."""
    head, ended, rest = html.partition("</head>")
    head = _MOVED.sub(lambda moved: f'<link rel="canonical" href="{moved[1]}"', head, count=1)
    return _FILLED.sub(_emptied, head + ended + rest)


def redirects(root: Path) -> dict[str, str]:
    """Pages that were renamed, or became part of another: docname that was -> docname that is."""
    found = moves.read(root)
    if found.problems:
        raise EditionsError(*map(str, found.problems))
    return {old: moves.split(entry.new)[0] for old, entry in found.entries.items() if "#" not in old}


class Redirects:
    """What became of each page that was renamed."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = dict(entries)

    def last(self, docname: str) -> str:
        """The name that a page has in the end, however often it was renamed."""
        seen = {docname}
        while (after := self.entries.get(docname, docname)) not in seen:
            seen.add(after)
            docname = after
        return docname


class Contents:
    """The pages of one edition, and how those of others are called in it."""

    def __init__(self, docnames: set[str], redirects: Redirects) -> None:
        self.docnames = docnames
        self.redirects = redirects
        # Where two pages became one, the first by name stands for it.
        self.by_last = {redirects.last(each): each for each in sorted(docnames, reverse=True)}

    def same(self, docname: str) -> str:
        """The page of this edition that a page of another is; '' if there is none.

        >>> older, newer = ({"a", "c"}, {"b", "c"})
        >>> renamed = Redirects({"a": "b"})
        >>> Contents(newer, renamed).same("a"), Contents(older, renamed).same("b"), Contents(older, renamed).same("d")
        ('b', 'a', '')
        """
        if docname in self.docnames:
            return docname
        return self.by_last.get(self.redirects.last(docname), "")
