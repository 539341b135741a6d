"""When each page was revised, and why: asked of git once for all pages.

The words' own files alone count: a page is not revised when its dress changes.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import translate
from pathlib import Path

from editions.git import environment
from editions.model import Edition, EditionsError
from minutes.checking import PAGES

#: Every commit, newest first: its name, parents, time and first line; then what it did to which files.
_LOG = ("log", "-z", "--name-status", "-M", "--no-color", "--encoding=UTF-8", "--format=%x01%H%x1f%P%x1f%ct%x1f%s")
_WORDS = re.compile("|".join(translate(pattern.replace("**/", "")) for pattern in PAGES))


class HistoryError(EditionsError):
    """The history can't be told: no repository, or not the whole of it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a page."""

    date: str  #: of the commit, in UTC: `2026-11-22`
    summary: str  #: first line of the commit's message
    commit: str
    edition: str  #: number of the first edition that contains it; '' if none does yet


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, and what it did: (letter, path, path before a rename or '')."""

    name: str
    parents: tuple[str, ...]
    time: int  #: seconds since 1970
    summary: str
    files: tuple[tuple[str, str, str], ...]

    @property
    def date(self) -> str:
        """Its day in UTC."""
        return datetime.fromtimestamp(self.time, UTC).date().isoformat()


def revisions(root: Path, commit: str, editions: Sequence[Edition]) -> dict[str, tuple[Revision, ...]]:
    """The revisions of every page that *commit* has, by docname, newest first.

    *editions* stand in the order of their dates. Raises `HistoryError` where git has no history
    to tell, or only part of it.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        message = "this is a shallow clone, which lacks the history of the pages; fetch it: git fetch --unshallow"
        raise HistoryError(message)
    commits = tuple(parse(_git(root, *_LOG, commit, "--")))
    return told(commits, first_editions(commits, editions))


def _git(root: Path, *arguments: str) -> str:
    command = ("git", "-c", "log.showSignature=false", "-C", str(root), *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment())
    except OSError as error:
        raise HistoryError(f"git can't be run: {error.strerror}; install it") from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().replace("\n", " ")
        raise HistoryError(f"git does not tell the history of the pages: {why}")
    return done.stdout.decode("utf-8", "replace")


def parse(log: str) -> Iterator[Commit]:
    """The commits of a log as `git` prints it for us, in its order."""
    for entry in log.split("\x01")[1:]:
        head, *rest = entry.split("\0")
        name, parents, time, summary = head.rstrip("\n").split("\x1f", 3)
        files: list[tuple[str, str, str]] = []
        fields = iter(each for each in (field.lstrip("\n") for field in rest) if each)
        for status in fields:
            letter, path, before = status[0], next(fields), ""
            if letter in "RC":  # a copy is a page of its own: its history begins with it
                path, before = next(fields), path if letter == "R" else ""
            files.append((letter, path, before))
        yield Commit(name, tuple(parents.split()), int(time), summary, tuple(files))


def first_editions(commits: Iterable[Commit], editions: Sequence[Edition]) -> dict[str, str]:
    """The number of the first edition that contains each commit, as far as one does."""
    parents = {each.name: each.parents for each in commits}
    found: dict[str, str] = {}
    for edition in editions:
        queue = [name for name in parents if edition.commit and name.startswith(edition.commit)]
        while queue:
            name = queue.pop()
            if name not in found and name in parents:
                found[name] = edition.number
                queue.extend(parents[name])
    return found


def told(commits: Iterable[Commit], contained: Mapping[str, str]) -> dict[str, tuple[Revision, ...]]:
    """The revisions of the pages, of *commits* from the newest to the oldest.

    A page keeps its history when it is renamed: the name it had goes on standing for it.
    """
    owner: dict[str, str] = {}  # path at that time -> path now; '' of a page that is gone
    found: dict[str, list[Revision]] = {}
    for commit in commits:
        revision = Revision(commit.date, commit.summary, commit.name, contained.get(commit.name, ""))
        earlier: dict[str, str] = {}
        for letter, path, before in commit.files:
            now = owner.setdefault(path, "" if letter == "D" else path)
            if now and _WORDS.match(now):
                found.setdefault(now.removesuffix(".md"), []).append(revision)
            if before:
                earlier[before] = now
        for _, path, before in commit.files:
            if before and path not in earlier:
                owner[path] = ""  # what stood at this path before is another page
        owner |= earlier
    return {docname: tuple(each) for docname, each in sorted(found.items())}
