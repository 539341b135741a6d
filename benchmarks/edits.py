"""Builds after an edit, as an editor makes them; and whether those pages were written anew that should be."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.cold import VARIABLES
from benchmarks.figures import Bench, Figure
from benchmarks.generate import Plan, World
from benchmarks.measuring import Cost, run

#: On how many pages, about, somebody is named who gets another name; of fewer meetings, a fifth of it.
MENTIONED = 200
NAMES = 5  #: names of files that a figure brings, of each kind of fault
_PEOPLE = re.compile(r"\{[a-z]+\}`(?:[^`<]*<)?([^`<>]+?)(?:'s)?>?`")


def build(archive: Path) -> Cost:
    """Build the site as an editor does, with what is there from before."""
    return run([sys.executable, "tools/build.py", "html"], archive, VARIABLES)


def say_more(archive: Path, day: str) -> None:
    """Add a sentence to the first paragraph of the last item of a meeting."""
    path = archive / "meetings" / f"{day}.md"
    before, mark, after = path.read_text(encoding="utf-8").rpartition("-1}\n")
    path.write_text(f"{before}{mark}One sentence more was said.\n{after}", encoding="utf-8", newline="\n")


def mentions(archive: Path, names: Mapping[str, object]) -> Counter[str]:
    """On how many pages each of these names stands in a role."""
    found: Counter[str] = Counter()
    for path in archive.glob("*/*.md"):
        found.update(set(_PEOPLE.findall(path.read_text(encoding="utf-8"))) & names.keys())
    return found


def rename(archive: Path, wanted: int) -> tuple[str, int]:
    """Give the person who is mentioned on so many pages, about, another name; the old one still means them.

    Returns their id and the number of pages.
    """
    titles = {}
    for path in sorted((archive / "people").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = re.search(r"^# (.+)$", text, re.MULTILINE)
        if title and text.startswith("---\ntype: person\n") and "\nvariants:" not in text:
            titles[title[1]] = path
    found = mentions(archive, titles)
    name = min(titles, key=lambda each: (abs(found[each] - wanted), each))
    path = titles[name]
    text = path.read_text(encoding="utf-8").replace(f"\n# {name}\n", f"\n# {name} of Elsewhere\n")
    path.write_text(text.replace("\n---\n", f"\nvariants:\n  - {{name: {name}}}\n---\n", 1), encoding="utf-8")
    return path.stem, found[name]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site: what it holds, and when it was written, in nanoseconds."""

    digest: str
    written: int


def files(site: Path) -> dict[str, File]:
    """The files of a site, by path."""
    return {
        path.relative_to(site).as_posix(): File(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


def judged(before: Mapping[str, File], after: Mapping[str, File], clean: Mapping[str, File]) -> Figure:
    """What an incremental build did, beside what a clean one makes.

    *needed* pages differ, *rewritten* ones were written, *needless* ones of these are as they were before; *stale*
    files, of any kind, are not as in the clean build.
    """

    def same(one: File | None, other: File | None) -> bool:
        return (one and one.digest) == (other and other.digest)

    needed = [each for each in clean if each.endswith(".html") and not same(before.get(each), clean[each])]
    rewritten = [each for each in after if each.endswith(".html") and before.get(each) != after[each]]
    needless = sorted(each for each in rewritten if same(before.get(each), after[each]))
    stale = sorted(each for each in after.keys() | clean.keys() if not same(after.get(each), clean.get(each)))
    return {
        "needed": len(needed),
        "rewritten": len(rewritten),
        "needless": len(needless),
        "stale": len(stale),
        "names": {"needless": needless[:NAMES], "stale": stale[:NAMES]},
    }


def renamed(archive: Path) -> Figure:
    """The figure of a build after somebody was renamed, and the verdict on it."""
    site = archive / "_build" / "html"
    before = files(site)
    size = len(list((archive / "meetings").glob("2*.md")))
    person, pages = rename(archive, MENTIONED if size >= MENTIONED * 5 else size // 5)
    cost, after = build(archive), files(site)
    copy = archive.with_name(f"{archive.name}-clean")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(archive, copy, ignore=shutil.ignore_patterns("_build"))
    build(copy)
    clean = files(copy / "_build" / "html")
    shutil.rmtree(copy)
    return {**asdict(cost), "times": 1, "person": person, "mentioned": pages, **judged(before, after, clean)}


def measure(bench: Bench) -> None:
    """At each size: nothing changed, and one meeting edited; at the smallest, somebody renamed."""
    for size in bench.edited:
        kinds = ["tools", "nothing", "prose", *(["rename"] if size == bench.edited[0] else [])]
        if any(f"edit/{kind}/{size}" not in bench.figures.taken for kind in kinds):
            edited(bench, size, kinds)


def edited(bench: Bench, size: int, kinds: Sequence[str]) -> None:
    """Take the figures of one archive, one edit after the other."""
    take, archive = bench.figures.take, bench.archive(size, name="edited")
    shutil.rmtree(archive / "_build", ignore_errors=True)
    bench.figures.taken.pop(f"edit/tools/{size}", None)  # the others need a first build
    first = take(f"edit/tools/{size}", lambda: {**asdict(build(archive)), "times": 1})
    if "failed" not in first:
        take(f"edit/nothing/{size}", bench.median, lambda: build(archive))
        days = iter([World(Plan(size)).day((size // 2 + step) % size) for step in range(bench.times)])

        def edit() -> Cost:
            say_more(archive, next(days))
            return build(archive)

        take(f"edit/prose/{size}", bench.median, edit)
        if "rename" in kinds:
            take(f"edit/rename/{size}", renamed, archive)
    shutil.rmtree(archive)
