"""The ids that editions have published, each for ever: `identifiers.txt`, kept and held against the pages.

    python -m minutes.identifiers [--check]

adds the ids that are new, or says which these are. None is ever taken out. Nothing here knows Sphinx.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from minutes import names
from minutes.model import Code, Ledger, Problem
from minutes.redirects import FILE as REDIRECTS
from minutes.redirects import Places, Redirects, check, sound, split
from minutes.redirects import read as read_redirects

FILE = "identifiers.txt"
HEAD = (
    "# Every id that an edition has published, and so for ever; `nox -s ids` adds new ones, and nobody takes one out."
)


@dataclass(frozen=True)
class Recorded:
    """The ids of the file, each with its line; *problems* are those of its writing."""

    lines: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def promised(ledgers: Iterable[Ledger]) -> set[str]:
    """The ids of some pages that are for ever: pages, and what has an id of its editor's choice.

    Not those that a heading gets from its words, which may change, nor those of generated sections.
    """
    found = set()
    for ledger in ledgers:
        if sound(ledger.docname):  # what is none was reported where it stands
            found.add(ledger.docname)
            found.update(f"{ledger.docname}#{each}" for each in ledger.permanent if names.SLUG.match(each))
    return found


def read(root: Path) -> Recorded:
    """The file of an archive; there need not be one."""
    path = root / FILE
    text = path.read_text(encoding="utf-8-sig", errors="replace") if path.exists() else ""
    lines: dict[str, int] = {}
    problems = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if sound(line):
            lines.setdefault(line, number)
        elif line and not line.startswith("#"):
            message = f"`{line}` is not an id; undo the change of this line"
            problems.append(Problem(FILE, number, Code.ID, message))
    return Recorded(lines, tuple(problems))


def text(ids: Iterable[str]) -> str:
    """The file that holds some ids."""
    return "".join(f"{each}\n" for each in (HEAD, *sorted(set(ids))))


def missing(recorded: Recorded, ledgers: Iterable[Ledger], redirects: Redirects) -> Iterator[Problem]:
    """A problem for each id that was published, is gone, and leads nowhere; one for a page with all its ids."""
    known = {each.docname: each for each in ledgers}
    there = Places.of(known.values())
    gone: dict[str, list[str]] = {}
    for each in recorded.lines:
        page, _, anchor = each.partition("#")  # by hand: there may be a million
        anchors = there.pages.get(page)
        if anchors is not None and (not anchor or anchor in anchors):
            continue
        if page in known and not known[page].title:
            continue  # it can't be read, which was said
        if _lost(each, there, redirects):
            gone.setdefault(page, []).append(each)
    new = promised(known.values()) - recorded.lines.keys() if gone else set()
    for page, ids in gone.items():
        if page in known or page in redirects.entries:
            for each in ids:
                went = f" (its page went to `{redirects.follow(page, there)}`)" if page in redirects.entries else ""
                yield _gone(each, went, recorded.lines[each], new, there)
        else:
            others = len(ids) - (page in ids)
            parts = f" with {others} id{'s' * (others != 1)} on it" if others else ""
            yield _gone(page, parts, recorded.lines.get(page, recorded.lines[ids[0]]), new, there)


def _lost(each: str, there: Places, redirects: Redirects) -> bool:
    """Whether nobody said where an id went. A bad redirect is told of where it stands."""
    end = redirects.follow(each, there)
    if end is None or end in there or each in redirects.entries:
        return False
    _, anchor = split(each)
    home, here = split(end)
    return end == each or (here == anchor and home in there.pages)


def _gone(each: str, more: str, line: int, new: Collection[str], there: Places) -> Problem:
    what = "id" if "#" in each else "page"
    hint = there.meant(each, new) or there.meant(each)
    message = f'{what} `{each}`{more} was published and is gone; keep it, or add `"{each}" = "…"` to {REDIRECTS}{hint}'
    return Problem(FILE, line, Code.ID, message)


def problems(recorded: Recorded, redirects: Redirects, ledgers: Collection[Ledger]) -> list[Problem]:
    """All that is wrong with the ids of an archive, by file and line."""
    found = {*recorded.problems, *missing(recorded, ledgers, redirects), *check(redirects, Places.of(ledgers))}
    return sorted(found)


def main(arguments: list[str] | None = None) -> int:
    """Add what is new, or with ``--check`` only tell; 1 if there was anything to tell."""
    from minutes import checking  # which, for its part, holds the pages against this file

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--check", action="store_true", help="add nothing; fail if an id is not recorded")
    given = parser.parse_args(arguments)
    root: Path = given.root
    ledgers, recorded = checking.ledgers(root), read(root)
    faults = problems(recorded, read_redirects(root), ledgers)
    for fault in faults:
        print(fault)
    if recorded.problems:
        print(f"{FILE} is as it was.")
        return 1
    new = sorted(promised(ledgers) - recorded.lines.keys())
    number = f"{len(new)} new id{'s' * (len(new) != 1)}"
    if given.check:
        for each in new:
            print(f"{FILE}: `{each}` is not recorded; run `nox -s ids`, and commit what it adds")
        print(f"{number} of {len(recorded.lines) + len(new)} not recorded")
        return 1 if new or faults else 0
    path = root / FILE
    made = text((*recorded.lines, *new))
    if not path.exists() or path.read_text(encoding="utf-8") != made:
        path.write_text(made, encoding="utf-8", newline="\n")
    print(f"{number} recorded in {FILE}, which holds {len(recorded.lines) + len(new)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
