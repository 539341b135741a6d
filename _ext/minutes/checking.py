"""Check the whole archive without Sphinx: read every page, fold the graph, list the problems.

The commands remember what they have read of each page, and read others on all processors.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import TypeVar

from minutes import bibliography, corrections, folding, identifiers, memory, reader, redirects, references, shelf
from minutes.memory import FOLDER, Memory, digest
from minutes.model import Ledger, Problem, Source
from minutes.packing import packer
from minutes.references import Packed
from minutes.shelf import Shelf, Stamp

#: The pages of the archive, as patterns below its root; ``conf.py`` names the same.
PAGES = (
    "index.md",
    "about.md",
    "sources.md",
    "timeline.md",
    "graph.md",
    "corrections.md",
    "meetings/**/*.md",
    "people/**/*.md",
    "glossary/**/*.md",
    "registers/**/*.md",
    "overviews/**/*.md",
)
BIBLIOGRAPHY = "references.bib"
_Found = TypeVar("_Found")
#: Fewer pages than this are read by one processor: others would take longer to start.
FEW = 150


def pages(root: Path) -> Iterator[Path]:
    """The files of the archive's pages, in order; hidden ones, such as an editor's own, are none."""
    yield from (root / each for each in paths(root))


def paths(root: Path) -> list[str]:
    """Their paths below its root."""
    found: list[str] = []
    for pattern in PAGES:
        folder, below, _ = pattern.partition("/**/")
        if below:
            found += _below(f"{root}/{folder}", folder)
        elif (root / pattern).is_file():
            found.append(pattern)
    return sorted(found, key=lambda each: each.split("/"))


def _below(folder: str, shown: str) -> Iterator[str]:
    """The pages in a folder and all below it. A large archive has many: `Path.glob` would take longer than reading one."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for each in found:
            if each.name.startswith("."):
                continue
            if each.is_dir(follow_symlinks=False):
                yield from _below(each.path, f"{shown}/{each.name}")
            elif each.name.endswith(".md") and each.is_file():
                yield f"{shown}/{each.name}"


def read_all(root: Path) -> list[reader.Page]:
    """Every page, read."""
    return [reader.read_bytes(shown.removesuffix(".md"), shown, (root / shown).read_bytes()) for shown in paths(root)]


def _read(root: Path, shown: str) -> tuple[reader.Page, bytes]:
    """A page, and the digest of the bytes that were read."""
    data = (root / shown).read_bytes()
    return reader.read_bytes(shown.removesuffix(".md"), shown, data), digest(data)


def _read_some(root: Path, names: list[str]) -> list[tuple[str, bytes, Stamp, object, object]]:
    """The ledgers and heads of some pages, packed."""
    found = []
    for shown in names:
        stamp = Stamp.of(root / shown)
        page, made_of = _read(root, shown)
        found.append((shown, made_of, stamp, *shelf.packed(page.ledger)))
    return found


def shelve(root: Path) -> Shelf:
    """The shelf of an archive, with all its pages as they are now; those that were read before are not read again."""
    known = Shelf.of(root)
    missing, there = [], paths(root)
    for shown in there:
        stamp = Stamp.of(root / shown)
        if known.stamp(shown) == stamp and stamp.time >= 0 and known.whole(shown):
            continue
        if known.digest(shown) == digest((root / shown).read_bytes()) and known.whole(shown):
            known.restamp(shown, stamp)
        else:
            missing.append(shown)
    for found in shared(_read_some, root, missing):
        known.put_packed(*found)
    known.keep_only(there)
    known.save()
    return known


def ledgers(root: Path) -> list[Ledger]:
    """The ledgers of all pages, in order; those that were read before are remembered."""
    known = shelve(root)
    return [known.ledger(shown) for shown in known]


def shared(work: Callable[[Path, list[str]], list[_Found]], root: Path, names: list[str]) -> Iterator[_Found]:
    """What some work finds in files of an archive, shared among all processors if it is much; in any order."""
    processors = os.cpu_count() or 1
    if len(names) < FEW or processors == 1:
        yield from work(root, names)
        return
    with ProcessPoolExecutor(processors) as workers:
        for found in workers.map(work, repeat(root), memory.chunks(names, 4 * processors)):
            yield from found


@dataclass(frozen=True, slots=True)
class _Bibliography:
    sources: tuple[Source, ...]
    faults: tuple[Problem, ...]


def read_bibliography(root: Path) -> tuple[dict[str, Source], list[Problem]]:
    """The sources and the faults of the bibliography, remembered."""
    path = root / BIBLIOGRAPHY
    made_of = digest(path.read_bytes() if path.is_file() else b"")
    found = Memory(root / FOLDER, "sources").get(BIBLIOGRAPHY, made_of)
    if found is None or not path.is_file():
        return _read_bibliography(root)[:2]
    kept = packer(_Bibliography)[1](found)
    return {each.key: each for each in kept.sources}, list(kept.faults)


def read_entries(root: Path, keys: Iterable[str]) -> list[Packed]:
    """Some entries of the bibliography, in the order of their keys, remembered; those that it does not have are left out."""
    made_of = digest((root / BIBLIOGRAPHY).read_bytes())
    known, unpack = Memory(root / FOLDER, "entries"), packer(Packed)[1]
    wanted = sorted(set(keys))
    found = [known.get(key, made_of) for key in wanted]
    if all(each is not None for each in found):
        return [unpack(each) for each in found]
    entries = {each.key: each for each in _read_bibliography(root)[2]}
    return [entries[key] for key in wanted if key in entries]


def _read_bibliography(root: Path) -> tuple[dict[str, Source], list[Problem], list[Packed]]:
    """The bibliography as its file has it; what it says is remembered as a whole, and entry by entry."""
    path = root / BIBLIOGRAPHY
    made_of = digest(path.read_bytes() if path.is_file() else b"")
    sources, faults, entries = bibliography.read_entries(path, BIBLIOGRAPHY)
    packed = list(references.packed(entries))
    known = Memory(root / FOLDER, "sources")
    known.put(BIBLIOGRAPHY, made_of, packer(_Bibliography)[0](_Bibliography(tuple(sources.values()), tuple(faults))))
    known.save()
    known, pack = Memory(root / FOLDER, "entries"), packer(Packed)[0]
    for each in packed:
        known.put(each.key, made_of, pack(each))
    known.save()
    return sources, faults, packed


def check(root: Path, *, remember: bool = False) -> list[Problem]:
    """All problems of the archive in *root*, by file and line."""
    if remember:
        sources, faults = read_bibliography(root)
        read = ledgers(root)
        page: Callable[[str], reader.Page] = cache(lambda docname: _read(root, f"{docname}.md")[0])
    else:
        sources, faults = bibliography.read(root / BIBLIOGRAPHY, BIBLIOGRAPHY)
        found = {page.ledger.docname: page for page in read_all(root)}
        read, page = [page.ledger for page in found.values()], found.__getitem__
    moved = redirects.read(root)
    folded = folding.build(read, sources, faults, moved)
    of_corrections = corrections.faults(folded, page)
    return sorted({*folded.problems, *of_corrections, *identifiers.problems(identifiers.read(root), moved, read)})


def main(arguments: list[str] | None = None) -> int:
    """Print the problems of an archive; 1 if there are any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    root = Path(arguments[0]) if arguments else Path.cwd()
    gc.disable()  # it would walk all that was read again and again, and a command ends soon
    problems = check(root, remember=True)
    for problem in problems:
        print(problem)
    number = len(paths(root))
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)} in {number} pages of {root.resolve().name}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
