"""Volumes: the parts of an archive that are built each on a machine of its own, and joined. Nothing here knows Sphinx.

`volumes.toml` names them:

    [[volume]]
    name = "first-century"
    years = "1900/1999"      # or "../1999", "2000/..", "2011": the first day that a meeting's date can mean counts
    bodies = ["NEC"]         # optional: only meetings of these bodies

A meeting belongs to the one volume that its year and body name. All other pages show something of every year; they
are dealt out in turn.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minutes import checking, dates

FILE = "volumes.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_YEARS = re.compile(r"(\d{4}|\.\.)(?:/(\d{4}|\.\.))?")
_FIELD = re.compile(r"^(type|date|body):\s*(.*?)\s*$", re.MULTILINE)
_FIELDS = {"name": str, "years": str, "bodies": list}
#: Characters of a page in which its type, date and body stand.
_HEAD = 2000


class VolumesError(Exception):
    """The volumes are not well divided; each argument is a line that says how, and what to do."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of an archive."""

    name: str
    first: str = "0000"  #: year, four digits
    last: str = "9999"
    bodies: frozenset[str] = frozenset()  #: as meetings name them; none: all

    def holds(self, year: str, body: str) -> bool:
        """Whether a meeting of a body in a year belongs here."""
        return self.first <= year <= self.last and (not self.bodies or body in self.bodies)


def read(root: Path) -> list[Volume]:
    """The volumes of an archive, in their order; raises VolumesError."""
    try:
        tables = tomllib.loads((root / FILE).read_text(encoding="utf-8-sig")).get("volume", [])
    except FileNotFoundError:
        raise VolumesError(f"there is no {FILE}: it says which years or bodies each volume has") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VolumesError(f"{FILE} can't be read: {error}") from None
    if not isinstance(tables, list) or len(tables) < 2 or not all(isinstance(each, dict) for each in tables):
        raise VolumesError(f"{FILE} names fewer than two volumes; write a [[volume]] for each")
    if faults := [f"{FILE}: volume {at}: {each}" for at, table in enumerate(tables, 1) for each in _faults(table)]:
        raise VolumesError(*faults)
    names = [str(each["name"]) for each in tables]
    if twice := sorted({each for each in names if names.count(each) > 1}):
        raise VolumesError(*(f"{FILE}: two volumes are called `{each}`; rename one" for each in twice))
    return [_volume(each) for each in tables]


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a volume as it is written."""
    for key in table.keys() - _FIELDS.keys():
        yield f"there is no `{key}`; a volume has {', '.join(_FIELDS)}"
    for key, kind in _FIELDS.items():
        if key in table and not isinstance(table[key], kind):
            yield f"`{key}` is no {'list' if kind is list else 'string'}"
            return
    if not _NAME.fullmatch(table.get("name", "")):
        yield "its `name` is to be of small letters, digits and hyphens, such as `first-century`"
    if not _YEARS.fullmatch(table.get("years", "..")):
        yield f"`years` is {table['years']!r}; write them as 1900/1999, ../1999, 2000/.. or 2011"
    if not all(isinstance(each, str) for each in table.get("bodies", ())):
        yield "`bodies` are strings, as the meetings have them under `body`"


def _volume(table: Mapping[str, Any]) -> Volume:
    first, last = "..", ".."
    if (match := _YEARS.fullmatch(table.get("years", ".."))) is not None:
        first, last = match[1], match[2] or match[1]
    return Volume(
        table["name"],
        "0000" if first == ".." else first,
        "9999" if last == ".." else last,
        frozenset(table.get("bodies", ())),
    )


def shares(root: Path, volumes: Sequence[Volume]) -> dict[str, list[str]]:
    """The docnames of each volume, in order, by its name; raises VolumesError, with all meetings that fit none or two."""
    found: dict[str, list[str]] = {each.name: [] for each in volumes}
    faults, dealt = [], 0
    for path in checking.pages(root):
        shown = path.relative_to(root).as_posix()
        meeting = _meeting(path) if shown.startswith("meetings/") else None
        if meeting is None:
            found[volumes[dealt % len(volumes)].name].append(shown.removesuffix(".md"))
            dealt += 1
            continue
        fitting = [each.name for each in volumes if each.holds(*meeting)]
        if len(fitting) == 1:
            found[fitting[0]].append(shown.removesuffix(".md"))
        else:
            where = f"in {' and '.join(fitting)}" if fitting else "in no volume"
            faults.append(f"{shown}: a meeting of {meeting[1]} in {meeting[0]} is {where}; mend {FILE}")
    if faults:
        raise VolumesError(*faults)
    return found


def _meeting(path: Path) -> tuple[str, str] | None:
    """Year and body of a meeting, without reading all of its page; None for any other page, or one with faults."""
    with path.open(encoding="utf-8", errors="replace") as file:
        front = file.read(_HEAD).split("\n---", 1)[0]
    fields = {match[1]: match[2].strip("\"'") for match in _FIELD.finditer(front)}
    if fields.get("type") != "meeting" or dates.fault(fields.get("date", "")):
        return None
    return dates.bounds(fields["date"])[0][:4], fields.get("body", "")
