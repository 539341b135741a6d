"""A book in parts, which are set one after another: so the memory that Typst takes is that of one part.

Of the numbers of pages, those of earlier parts are known when a part is set. Of the others it must only be known how
many figures they have: that is guessed, and a part is set once more if the room was not enough. Nothing here knows
Sphinx.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from typstbook import markup

_UNSEEN = re.compile(r'"(?:[^"\\]|\\.)*"|#[\w-]+|[\[\](){};,\s\\]+')

#: So many letters make a part; some 150 pages.
SIZE = 250_000
#: Letters on a page, until a part is set and it is known better.
DENSE = 1550.0
#: A guess errs on this side: too much room is a wider space before some numbers, too little sets a part again.
GENEROUS = 1.03


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents."""

    level: int
    name: str  #: of its place
    words: str  #: as Typst's markup


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter as markup, with marks for the numbers of pages."""

    page: str  #: name of the page of the sources
    text: str
    style: str = ""  #: a function that its text is set with
    level: int = 1
    opens: bool = True  #: begins a page
    title: str = ""  #: in plain words
    notes: int = 0  #: how many footnotes it has


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters that are set together."""

    chapters: tuple[Written, ...]
    lengths: tuple[int, ...]  #: of the chapters, in letters
    under: str = ""  #: the heading of level 1 that they are part of, if it stands in an earlier part
    notes: int = 0  #: footnotes before it

    @property
    def text(self) -> str:
        """Its markup, each chapter in its style."""
        found = []
        style = ""
        for each in self.chapters:
            if each.style != style:
                found.append(("]\n" if style else "") + (f"\n#[#show: {each.style}\n" if each.style else "\n"))
                style = each.style
            found.append(each.text)
        return "".join(found) + ("]\n" if style else "")


def letters(text: str) -> int:
    """How many signs of some markup are seen on paper, more or less: without names, functions and addresses.

    >>> letters('#link("place:people/ann")[Ann, or him];')
    8
    """
    return len(_UNSEEN.sub("", text))


def split(chapters: Iterable[Written], size: int = SIZE) -> list[Part]:
    """Chapters as parts of at least so many letters, but for the last; each begins with a page."""
    parts: list[Part] = []
    held: list[Written] = []
    lengths: list[int] = []
    title = under = ""
    notes = before = 0
    for each in chapters:
        if held and each.opens and sum(lengths) >= size:
            parts.append(Part(tuple(held), tuple(lengths), under, before))
            held, lengths, before = [], [], notes
            under = "" if each.level == 1 else title
        if each.level == 1:
            title = each.title
        held.append(each)
        lengths.append(letters(each.text))
        notes += each.notes
    return [*parts, Part(tuple(held), tuple(lengths), under, before)] if held else parts


class Guess:
    """How many figures the numbers of pages have."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._before: dict[str, int] = {}
        at = 0
        for part in parts:
            for each, length in zip(part.chapters, part.lengths, strict=True):
                self._before[each.page] = at
                at += length
        self._before[""] = at
        self._set, self._pages = 0, 0
        self.known: dict[str, int] = {}  #: numbers of places

    def learn(self, part: Part, start: int, end: int) -> None:
        """A part was set: its first page, and the one after its last."""
        at = self._before[part.chapters[0].page] + sum(part.lengths)
        if at >= self._set:
            self._set, self._pages = at, end - 1

    def figures(self, where: str) -> int:
        """How many figures to leave room for."""
        if where in self.known:
            return len(str(self.known[where]))
        page = where.partition("#")[0]
        to_come = self._before.get(page, self._before[""]) - self._set
        dense = self._set / self._pages if self._pages > 20 else DENSE
        return len(str(int(self._pages + 1 + max(to_come, 0) / dense * GENEROUS)))


def short(part: Part, rooms: dict[str, int], known: dict[str, int]) -> bool:
    """Whether a part has a number for which it left no room."""
    return any(len(str(known[where])) > rooms[where] for where in set(markup.numbers(part.text)) & known.keys())
