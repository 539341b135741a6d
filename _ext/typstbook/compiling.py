"""A book of Typst to PDF: part by part, each in a process of its own; then joined. Nothing here knows Sphinx."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from typstbook import joining, markup, slots, survey
from typstbook.objects import StrangeError
from typstbook.parts import Guess, Heading, Part, short

#: So much of what stands above a place is shown with it, in points.
ABOVE = 10.0

#: The file by which the index's Typst learns where things stand, as `book.typ` calls it.
KNOWN = "known.json"

SETTER = Path(__file__).with_name("setting.py")

#: So often a part is set at most, until its numbers of pages have room: each turn corrects fewer of them.
TURNS = 6


class UnsetError(Exception):
    """A book that could not be set; its words say why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A book as markup."""

    name: str  #: of its file, without suffix
    head: str  #: what each part begins with
    front: str  #: the arguments of Typst's ``front`` but for the entries of the table of contents
    parts: Sequence[Part]
    contents: Sequence[Heading] = ()  #: the headings of the table of contents, in order
    index: str = ""  #: the index, if it has one: a part that asks for the numbers of pages


@dataclass(slots=True)
class _Set:
    """A part that was set."""

    path: Path
    places: dict[str, survey.Place]
    pages: int  #: with those that go away
    height: float  #: of a page, in points
    start: int = 1  #: the number of its first page that stays
    rooms: dict[str, int] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)  #: the places of its slots, by colour


def seconds(date: str) -> int:
    """When the sources were made, in seconds since 1970: SOURCE_DATE_EPOCH, else an ISO date, else 0."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()) if date else 0


def set_book(source: Source, folder: Path, standards: Sequence[str], timestamp: int) -> tuple[bytes, list[str]]:
    """The PDF of a book, and Typst's warnings. What its Typst reads stands in the folder, and so do its parts.

    Raises `UnsetError` if Typst can't make it, or can't make it as the standards want it.
    """
    try:
        return _Setting(source, folder, standards, timestamp).made()
    except StrangeError as error:
        raise UnsetError(str(error)) from error


class _Setting:
    """The work on a book."""

    def __init__(self, source: Source, folder: Path, standards: Sequence[str], timestamp: int) -> None:
        self.source, self.folder = source, folder
        self.standards, self.timestamp = standards, timestamp
        self.guess = Guess(source.parts)
        self.warnings: dict[str, None] = {}
        self.aside = folder / f"{source.name}.parts"
        self.aside.mkdir(exist_ok=True)
        for left in self.aside.iterdir():
            left.unlink()

    def made(self) -> tuple[bytes, list[str]]:
        """Set the parts, then what needs their numbers; and join them."""
        found = self._parts()
        end = _end(found)
        if self.source.index:
            known = json.dumps(self.guess.known, ensure_ascii=False, sort_keys=True)
            (self.folder / KNOWN).write_text(known, encoding="utf-8")
            index = self._set("index", self._opening(end) + self.source.index)
            index.start = end
            self._learn(index)
            found.append(index)
        numbers = [(self.guess.known[each.name], each) for each in self.source.contents]
        by_page = [(number, [each for _, each in some]) for number, some in groupby(numbers, key=lambda pair: pair[0])]
        entries = (
            f"({number}, {markup.sequence(f'({each.level}, {markup.string(each.name)}, [{each.words}])' for each in some)})"
            for number, some in by_page
        )
        front = self._set("front", f"#front({self.source.front}, entries: {markup.sequence(entries)})\n")
        pdf = self._joined(front, front.pages - len(by_page), found)
        for left in self.aside.glob("*.pdf"):
            left.unlink()
        return pdf, list(self.warnings)

    def _parts(self) -> list[_Set]:
        """The parts of the book, with room for each number."""
        found: list[_Set | None] = [None] * len(self.source.parts)
        for _ in range(TURNS):
            start = 1
            done = True
            for index, part in enumerate(self.source.parts):
                made = found[index]
                if made is None or made.start != start or short(part, made.rooms, self.guess.known):
                    made = found[index] = self._part(index, start)
                    done = False
                start += made.pages - 1
            if done:
                return [each for each in found if each]
        raise UnsetError("the numbers of pages do not settle: one of them moves what it counts")

    def _part(self, index: int, start: int) -> _Set:
        part = self.source.parts[index]
        places = list(dict.fromkeys(markup.numbers(part.text)))
        rooms = {where: self.guess.figures(where) for where in places}
        colours = {where: slots.colour(number) for number, where in enumerate(places, slots.LEGEND + 1)}
        body = markup.numbered(part.text, lambda where: f'"{colours[where]}", {rooms[where]}')
        made = self._set(f"{index + 1:04}", self._opening(start, part) + body)
        made.start, made.rooms, made.numbers = start, rooms, places
        self._learn(made)
        self.guess.learn(part, start, start + made.pages - 1)
        return made

    def _opening(self, start: int, part: Part | None = None) -> str:
        under = markup.string(part.under if part else "")
        facts = f"start: {start}, notes: {part.notes if part else 0}, under: {under}, legend: "
        return f"#show: part.with({facts}{markup.string(slots.colour(slots.LEGEND))})\n"

    def _learn(self, made: _Set) -> None:
        self.guess.known |= {name: made.start + each.page - 2 for name, each in made.places.items()}

    def _set(self, name: str, text: str) -> _Set:
        """Set a file in a process of its own. Raises `UnsetError` if it can't be set."""
        path = self.aside / f"{name}.typ"
        path.write_text(self.source.head + text, encoding="utf-8", newline="\n")
        command = [sys.executable, str(SETTER), str(self.folder), str(path), str(self.timestamp), *self.standards]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            said = done.stderr.strip().rpartition("\n")[2]
            raise UnsetError(f"Typst ended with code {done.returncode}" + (f": {said}" if said else ""))
        told: dict[str, Any] = json.loads(done.stdout)
        if "error" in told:
            raise UnsetError(told["error"])
        self.warnings |= dict.fromkeys(told["warnings"])
        return _Set(path.with_suffix(".pdf"), survey.read(told["survey"]), told["pages"], told["height"])

    def _joined(self, front: _Set, fronts: int, found: Sequence[_Set]) -> bytes:
        known = {name: str(number) for name, number in self.guess.known.items()}
        labels = {0: joining.Label("", 1), **({1: joining.Label("r", 2)} if fronts > 1 else {})}
        pieces = [joining.Piece(front.path, 0, fronts, labels)]
        targets: dict[str, joining.Target] = {}
        for at, made in ((-1, front), *enumerate(found)):
            for name, place in made.places.items():
                if at >= 0 or place.page == 1:  # other headings of the front's are other parts'
                    page = fronts + made.start - 1 + place.page - 2 if at >= 0 else 0
                    said = f"Page {known[name]}" if name in known else "Title page"
                    top = made.height - max(place.y - ABOVE, 0)
                    named = not name.startswith("index:")
                    targets.setdefault(name, joining.Target(page, place.x, round(top, 1), said, named))
            if at >= 0:
                numbers = [known.get(where, "") for where in made.numbers]
                start = {1: joining.Label("D", 1)} if at == 0 else {}
                count = len(markup.numbers(self.source.parts[at].text)) if made.numbers else 0
                pieces.append(joining.Piece(made.path, 1, made.pages, start, numbers, count))
        out = io.BytesIO()
        joining.join(pieces, targets, out)
        return out.getvalue()


def _end(found: Sequence[_Set]) -> int:
    """The number of the page after some parts."""
    return found[-1].start + found[-1].pages - 1 if found else 1


def put(pdf: bytes, path: Path) -> None:
    """Write a file in one step: whoever reads it has the old one or the new one."""
    aside = path.with_suffix(".part")
    try:
        aside.write_bytes(pdf)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
