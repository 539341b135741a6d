"""Which editions there are: what `editions.toml` says, and tags that are named like an edition.

    [[edition]]
    number = "2026.1"
    date = "2026-11-22"
    commit = "0123abc"   # or a tag
    summary = "What a reader finds in it, in one line"

The newest stands first. A tag `2026.1` or `v2026.1` that the file does not have is an edition too: its day
is that of its commit's conf.py, its summary the first line of the tag's message.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from editions.git import Repository
from editions.model import Edition, EditionsError, Fault
from minutes import dates

NAME = "editions.toml"
KEYS = ("number", "date", "commit", "summary")
#: The digest that was printed when the edition was published: with it, no machine can publish another.
OPTIONAL = ("sha256",)
_NUMBER = re.compile(r"\d{4}\.[1-9]\d*")
_TAG = re.compile(r"v?(\d{4}\.[1-9]\d*)")
_SETTING = r'^(?:version\s*=\s*)?{}\s*=\s*"([^"\n]*)"\s*(?:#.*)?$'


def order(number: str) -> tuple[int, int]:
    """Sorts editions by number, the oldest first."""
    year, _, count = number.partition(".")
    return int(year), int(count)


def setting(conf: str, name: str) -> str:
    """What a conf.py sets a name to, if it is a plain string; else ''.

    >>> setting('version = release = "2026.1"', "release")
    '2026.1'
    """
    found = re.search(_SETTING.format(name), conf, re.MULTILINE)
    return found[1] if found else ""


class _Lines:
    """Where in the file an edition, or what is said of it, stands: TOML's reader does not tell."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.heads = [at for at, line in enumerate(self.lines) if re.match(r"\s*\[\[\s*edition\s*\]\]", line)]

    def __call__(self, index: int, key: str = "") -> int:
        if index >= len(self.heads):
            return 1
        ends = self.heads[index + 1] if index + 1 < len(self.heads) else len(self.lines)
        for at in range(self.heads[index] + 1, ends):
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[at]):
                return at + 1
        return self.heads[index] + 1


def _day_fault(date: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        return f"the date {date!r} is no day; write it as 2026-11-22"
    return f"{wrong}: the date {date!r} is no day" if (wrong := dates.fault(date)) else ""


def _table_faults(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What is wrong with one edition as it is written: the key, and what to do."""
    for key in KEYS:
        value = table.get(key)
        if value is None:
            yield "", f"this edition has no {key}; add a line such as {key} = …"
        elif not isinstance(value, str) or not value.strip():
            hint = " in quotation marks" if not isinstance(value, str) else ", and not an empty one"
            yield key, f"{key} is to be a text{hint}"
    for key in table.keys() - {*KEYS, *OPTIONAL}:
        yield key, f"an edition has no {key}, only {', '.join(KEYS)} and {', '.join(OPTIONAL)}"
    number, date, summary = (table[key] if isinstance(table.get(key), str) else "" for key in KEYS[:2] + KEYS[3:])
    if number and not _NUMBER.fullmatch(number):
        yield "number", f"{number!r} is no edition's number; write the year, a full stop and a count, such as 2026.1"
    if date and (fault := _day_fault(date)):
        yield "date", fault
    elif date and _NUMBER.fullmatch(number) and number[:4] != date[:4]:
        yield "date", f"edition {number} is to be of {number[:4]}, and its date is {date}"
    if "\n" in summary.strip():
        yield "summary", "the summary is to be one line"
    if not re.fullmatch(r"[0-9a-f]{64}", table.get("sha256", "0" * 64) or ""):
        yield "sha256", "sha256 is to be 64 hexadecimal digits, as printed when the edition was built"


def _agrees(repository: Repository, edition: Edition) -> Iterable[str]:
    """What an edition's own commit says otherwise, where it says it plainly."""
    conf = repository.text(edition.commit, "conf.py")
    for name, said in (("release", edition.number), ("minutes_edition_date", edition.date)):
        own = setting(conf, name)
        if own and own != said:
            yield f"in edition {edition.number}'s commit {edition.commit[:12]}, conf.py has {name} = {own!r}, not {said!r}"


def _tagged(repository: Repository) -> tuple[dict[str, tuple[str, Edition]], list[Fault]]:
    """The editions that tags name, each with its tag, and where two tags contradict each other."""
    found: dict[str, tuple[str, Edition]] = {}
    faults = []
    for tag in repository.tags():
        named = _TAG.fullmatch(tag.name)
        if named is None:
            continue
        number = named[1]
        if number in found and found[number][1].commit != tag.commit:
            other, edition = found[number]
            faults.append(
                Fault(
                    "",
                    0,
                    f"tag {other} is at {edition.commit[:12]} and tag {tag.name} at {tag.commit[:12]}: delete one",
                )
            )
            continue
        date = setting(repository.text(tag.commit, "conf.py"), "minutes_edition_date")
        found[number] = (tag.name, Edition(number, date, tag.commit, tag.subject))
    return found, faults


class _Reading:
    """One reading of the file: the editions, and every fault on the way."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.faults: list[Fault] = []
        self.editions: dict[str, Edition] = {}
        self.digests: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(NAME, line, message))

    def read(self, text: str) -> None:
        """Take in the file."""
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            self.fault(int(found[1]) if found else text.count("\n") + 1, f"this is no TOML: {error}")
            return
        tables, lines = content.pop("edition", []), _Lines(text)
        for key in content:
            self.fault(1, f"unknown {key!r}; each edition starts with a line [[edition]]")
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.fault(1, "each edition starts with a line [[edition]]")
            return
        whole = []
        for index, table in enumerate(tables):
            wrong = [(lines(index, key), message) for key, message in _table_faults(table)]
            for line, message in wrong:
                self.fault(line, message)
            if not wrong:
                whole.append((index, Edition(*(table[key].strip() for key in KEYS)), table.get("sha256", "")))
        for index, edition, digest in whole:
            self._take(lines, index, edition, digest)

    def _take(self, lines: _Lines, index: int, edition: Edition, digest: str) -> None:
        number = edition.number
        if number in self.editions:
            self.fault(lines(index, "number"), f"edition {number} is also in line {self.lines[number]}: number it anew")
            return
        commit = self.repository.commit(edition.commit)
        if not commit:
            self.fault(
                lines(index, "commit"),
                f"edition {number}: there is no commit {edition.commit!r} here; correct it, or fetch it: git fetch --tags",
            )
        elif not self.repository.is_ancestor(commit, "HEAD"):
            self.fault(
                lines(index, "commit"),
                f"edition {number}: commit {edition.commit!r} is no part of the history that is checked out",
            )
        # Kept even so: a number that is there twice, or in the wrong place, is to be told at once.
        self.editions[number] = Edition(number, edition.date, commit, edition.summary)
        self.lines[number] = lines(index, "number")
        self.digests[number] = digest

    def compare(self) -> None:
        """Look at the editions side by side, and at their tags and commits."""
        for newer, older in pairwise(self.editions.values()):
            if order(newer.number) < order(older.number):
                self.fault(
                    self.lines[older.number], f"edition {older.number} is to stand above {newer.number}: newest first"
                )
        tagged, faults = _tagged(self.repository)
        self.faults += faults
        for number, (tag, edition) in tagged.items():
            known = self.editions.get(number)
            if known is None:
                if wrong := _day_fault(edition.date):
                    self.faults.append(
                        Fault(
                            "", 0, f"tag {tag} names an edition that {NAME} does not have, and no day for it: {wrong}"
                        )
                    )
                elif not self.repository.is_ancestor(edition.commit, "HEAD"):
                    self.faults.append(Fault("", 0, f"tag {tag} is no part of the history that is checked out"))
                else:
                    self.editions[number] = edition
            elif known.commit and known.commit != edition.commit:
                self.fault(
                    self.lines[number],
                    f"edition {number} is commit {known.commit[:12]} here, and {edition.commit[:12]} by its tag {tag}: "
                    "move one to the other",
                )
        in_order = [each for _, each in sorted(self.editions.items(), key=lambda pair: order(pair[0])) if each.commit]
        for older, newer in pairwise(in_order):
            line = self.lines.get(newer.number, 0)
            where = NAME if line else ""
            if newer.date < older.date:
                message = f"edition {newer.number} is of {newer.date}, before edition {older.number}, of {older.date}"
                self.faults.append(Fault(where, line, message))
            if newer.commit == older.commit:
                message = f"editions {older.number} and {newer.number} are the same commit; each needs its own"
                self.faults.append(Fault(where, line, message))
            elif not self.repository.is_ancestor(older.commit, newer.commit):
                message = f"edition {newer.number} does not follow edition {older.number}, whose commit is no part of its history"
                self.faults.append(Fault(where, line, message))
        for edition in in_order:
            line = self.lines.get(edition.number, 0)
            self.faults += [Fault(NAME if line else "", line, each) for each in _agrees(self.repository, edition)]


def read(root: Path, repository: Repository) -> tuple[tuple[Edition, ...], dict[str, str]]:
    """All editions, the oldest first, and the digests that the file gives for some; or every fault at once."""
    path = root / NAME
    reading = _Reading(repository)
    if path.is_file():
        try:
            reading.read(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            reading.fault(1, "the file is not in UTF-8")
    reading.compare()
    if reading.faults:
        raise EditionsError(*sorted(set(reading.faults)))
    if not reading.editions:
        raise EditionsError(
            f"there is no edition yet: name one in {NAME}, as CONTRIBUTING.md says under *Publish an edition*"
        )
    found = sorted(reading.editions.values(), key=lambda each: order(each.number))
    return tuple(found), {number: digest for number, digest in reading.digests.items() if digest}
