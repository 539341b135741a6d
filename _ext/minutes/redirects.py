"""Where moved ids went: `redirects.toml`, read, checked and followed to the end.

An id is that of a page, `people/tom-watson`, or of something on it, `meetings/2011-11-01#gearbox`.
A page that moved takes its ids along. Nothing here knows Sphinx.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from minutes import names
from minutes.asked import Asked
from minutes.model import Code, Ledger, Problem

if TYPE_CHECKING:
    from minutes.graph import Graph

FILE = "redirects.toml"

_ID = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*(?:#[a-z][a-z0-9-]*)?")
_KEY = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([\w-]+))\s*=""")
_LINE = re.compile(r"line (\d+)")


def split(found: str) -> tuple[str, str]:
    """The page of an id, and the anchor, '' for the page itself."""
    page, _, anchor = found.partition("#")
    return page, anchor


def sound(found: object) -> bool:
    """Whether something is written as an id.

    >>> sound("people/tom-watson"), sound("/people/tom-watson.html"), sound(2011)
    (True, False, False)
    """
    return isinstance(found, str) and bool(_ID.fullmatch(found))


@dataclass(frozen=True)
class Places:
    """What there is now: the pages, and the ids on each."""

    pages: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, ledgers: Iterable[Ledger]) -> Places:
        """Those of some pages."""
        return cls({each.docname: frozenset(each.anchors) for each in ledgers})

    @classmethod
    def of_graph(cls, graph: Graph) -> Places:
        """Those of an archive; the ids of a page are taken up when somebody asks for them."""

        def anchors(docname: str) -> frozenset[str] | None:
            return frozenset(graph.ledgers[docname].anchors) if docname in graph.heads else None

        return cls(Asked(anchors, lambda: graph.heads))

    def __contains__(self, found: str) -> bool:
        page, anchor = split(found)
        return page in self.pages and (not anchor or anchor in self.pages[page])

    def meant(self, found: str, among: Collection[str] | None = None) -> str:
        """A clause that asks whether another id of the same page, or page of the same folder, was meant; or ''.

        Only ids *among* some, if they are given.
        """
        page, anchor = split(found)
        if anchor:
            options = [each for each in self.pages.get(page, ()) if among is None or f"{page}#{each}" in among]
            return names.suggest(anchor, options)
        folder, _, slug = page.rpartition("/")
        beside = [each for each in (self.pages if among is None else among) if "#" not in each]
        return names.suggest(slug, [each.rpartition("/")[2] for each in beside if each.rpartition("/")[0] == folder])


class Redirect(NamedTuple):
    """An entry of the file."""

    new: str
    line: int


class Alias(NamedTuple):
    """An anchor that a page keeps for an id that is no longer there."""

    anchor: str
    id: str  #: where it leads: on the same page, or another


class Moved(NamedTuple):
    """A page that is no longer there."""

    page: str
    to: str  #: the id to which its address leads
    parts: tuple[Alias, ...]  #: its ids that are known, and where each leads
    by_host: bool  #: whether a host's redirect, which keeps what follows the `#`, brings every id to its place


@dataclass(frozen=True)
class Redirects:
    """The entries of the file; *problems* are those of its writing."""

    entries: Mapping[str, Redirect] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def follow(self, old: str, there: Places) -> str | None:
        """Where an id leads in the end, be anything there or not; None if it goes in circles."""
        seen = set()
        here = old
        while here not in seen:
            seen.add(here)
            page, anchor = split(here)
            if here in self.entries:
                here = self.entries[here].new
            elif anchor and page in self.entries:  # it went along with its page …
                new, section = split(self.entries[page].new)
                here = f"{new}#{anchor}"
                if section and here not in there and here not in self.entries:
                    here = self.entries[page].new  # … or into the section that the whole page became
            else:
                return here
        return None

    def settled(self, there: Places) -> Settled:
        """What follows from the entries for the pages that there are."""
        return Settled(self, there)


@dataclass(frozen=True)
class Settled:
    """The redirects of an archive that has no problems; of one that has, as many as make sense."""

    redirects: Redirects
    there: Places

    @cached_property
    def aliases(self) -> dict[str, list[Alias]]:
        """By page: the anchors that it keeps, in order.

        Also those of pages that became it: a host that redirects an address leaves its anchor as it was.
        """
        found: dict[str, dict[str, str]] = {}
        for old in sorted(self.redirects.entries):
            page, anchor = split(old)
            end = self.redirects.follow(old, self.there)
            home = self.redirects.follow(page, self.there)
            if not anchor or end not in self or home not in self or old in self.there:
                continue
            owner, _ = split(str(home))
            if anchor not in self.there.pages[owner]:
                found.setdefault(owner, {}).setdefault(anchor, str(end))
        return {page: [Alias(*each) for each in sorted(anchors.items())] for page, anchors in sorted(found.items())}

    def __contains__(self, end: str | None) -> bool:
        return end is not None and end in self.there

    def moved(self, known: Iterable[str]) -> Iterator[Moved]:
        """The pages that moved, in order; *known* are the ids that they may have had."""
        parts: dict[str, set[str]] = {}
        for each in (*known, *self.redirects.entries):
            page, anchor = split(each)
            if anchor and page in self.redirects.entries:
                parts.setdefault(page, set()).add(anchor)
        for page in sorted(self.redirects.entries):
            end = self.redirects.follow(page, self.there)
            if "#" in page or end not in self or page in self.there:
                continue
            ends = {each: self.redirects.follow(f"{page}#{each}", self.there) for each in sorted(parts.get(page, ()))}
            found = tuple(Alias(anchor, str(each)) for anchor, each in ends.items() if each in self)
            by_host = all(self._landing(str(end), each.anchor) == each.id for each in found)
            yield Moved(page, str(end), found, by_host)

    def _landing(self, end: str, anchor: str) -> str:
        """Where a browser comes that follows a host's redirect and brings an anchor along."""
        page, section = split(end)
        if section:
            return end
        if anchor in self.there.pages[page]:
            return f"{page}#{anchor}"
        return dict(self.aliases.get(page, ())).get(anchor, page)


def read(root: Path) -> Redirects:
    """The file of an archive; there need not be one."""
    path = root / FILE
    if not path.exists():
        return Redirects()
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        return Redirects(problems=(_problem(1, "the file is not UTF-8; save it as UTF-8"),))
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        return Redirects(problems=(_problem(line, f'this is not TOML: {error}; write lines such as "old" = "new"'),))
    lines = {
        "".join(filter(None, match.groups())): number
        for number, line in enumerate(text.splitlines(), 1)
        if (match := _KEY.match(line))
    }
    entries, problems = {}, []
    for old, new in data.items():
        line = lines.get(old, 1)
        if wrong := next((each for each in (old, new) if not sound(each)), None):
            advice = 'write "old" = "new", with ids such as people/tom-watson or meetings/2011-11-01#gearbox'
            problems.append(_problem(line, f"`{_shown(wrong)}` is not an id; {advice}"))
        else:
            entries[old] = Redirect(new, line)
    return Redirects(entries, tuple(problems))


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "…" if isinstance(value, dict | list) else str(value)


def check(redirects: Redirects, there: Places) -> list[Problem]:
    """What is wrong with the entries: loops, targets that are not there, and ids that did not move at all."""
    found = list(redirects.problems)
    rings = set()
    for old, (new, line) in redirects.entries.items():
        if old in there:
            found.append(_problem(line, f"`{old}` is still there; drop this line, or what it names"))
        end = redirects.follow(old, there)
        if end is None:
            ring = _ring(redirects, old)
            if ring and ring not in rings:
                rings.add(ring)
                first = min((redirects.entries[each].line for each in ring if each in redirects.entries), default=line)
                way = " → ".join((*ring, ring[0]))
                found.append(_problem(first, f"redirects go in a circle: {way}; let one lead to an id that is there"))
        elif end not in there and new not in redirects.entries:
            hint = there.meant(end) or "; correct it"
            found.append(_problem(line, f"`{old}` leads to `{end}`, which is not there{hint}"))
    return sorted(found)


def _ring(redirects: Redirects, start: str) -> tuple[str, ...]:
    """The circle of entries that an id ends in, its least id first; () if pages go round and not it."""
    way: list[str] = []
    here = start
    while here not in way:
        way.append(here)
        if here not in redirects.entries:
            return ()
        here = redirects.entries[here].new
    ring = way[way.index(here) :]
    least = ring.index(min(ring))
    return (*ring[least:], *ring[:least])


def _problem(line: int, message: str) -> Problem:
    return Problem(FILE, line, Code.REDIRECT, message)
