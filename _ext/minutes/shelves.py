"""The folder of the index: of all that was gathered, what has changed is made anew.

A part (some hundred entries) is made of the words of its entries, and a shelf of the sections of its parts, which are
kept for that. After an edit a part is made, and its shelf put together; the words of no other part are read.
Nothing here knows Sphinx.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from minutes import catalogue, indexer
from minutes.catalogue import Catalogue, Unit

#: Parts' worth of entries to a shelf: what a question fetches at once grows no further.
SHELF = 6
#: Beside the kept entries: what is known of them, and the sections of each part.
CATALOGUE, SECTIONS = "catalogue", "~sections"
#: Beside the parts and shelves: what a question must know before it is asked, and names to choose from.
CONTENTS, NAMES = "contents.json", "names"


def update(
    folder: Path,
    stage: Path,
    staged: Mapping[str, Path],
    maker: str,
    *,
    size: int,
    changed: Collection[str] | None = None,
) -> tuple[int, int]:
    """Bring the index in *folder* up to date; return how many parts were made, and how many there are.

    *staged* are the files with the entries of each page, by docname; *stage* is where more is kept between builds, all
    of which may be deleted. Of *changed* pages alone the files are looked at, if it is given. What another *maker* made
    is made anew. A part has at most *size* entries, or those of one page and date.
    """
    before = catalogue.read(stage / CATALOGUE, maker)
    if not before:  # what is there was made by other rules, or nobody knows of what
        for each in (folder, stage / SECTIONS):
            shutil.rmtree(each, ignore_errors=True)
    found = catalogue.updated(before, staged, changed)
    undated, dated = catalogue.ordered(found)
    rows = [_cut(each, size) for each in ([undated] if undated else [], list(catalogue.cut(dated, SHELF * size)))]
    parts = {name: part for some in rows for _, own in some for name, part in own.items()}
    sections = {each: stage / SECTIONS / each for each in parts}
    stale = [each for each in parts if not ((folder / each).is_dir() and sections[each].exists())]
    for name in stale:
        entries = catalogue.whole(staged, parts[name])
        _write(sections[name], json.dumps(indexer.sections(entries), ensure_ascii=False))
        _fill(folder / name, indexer.fragments(entries))
    standing = {catalogue.name(own): own for some in rows for _, own in some}
    for name, own in standing.items():
        if not (folder / name).is_dir():
            _fill(folder / name, indexer.together((each, json.loads(sections[each].read_bytes())) for each in own))
    files = _contents(found, rows)
    for name, data in files.items():
        _write(folder / name, json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    _clear(folder, {*parts, *standing, NAMES, CONTENTS})
    _clear(folder / NAMES, {Path(each).name for each in files})
    _clear(stage / SECTIONS, set(parts))
    for gone in before.keys() - found.keys():
        stage.joinpath(f"{gone}.json").unlink(missing_ok=True)
    if found != before:
        catalogue.write(stage / CATALOGUE, maker, found)
    return len(stale), len(parts)


#: The units on a shelf, and its parts by name.
_Shelf = tuple[Sequence[Unit], dict[str, Sequence[Unit]]]


def _cut(shelves: Iterable[Sequence[Unit]], size: int) -> list[_Shelf]:
    return [
        (shelf, {catalogue.name(unit.digest for unit in part): part for part in catalogue.cut(shelf, size)})
        for shelf in shelves
    ]


def _contents(found: Catalogue, rows: Sequence[Sequence[_Shelf]]) -> dict[str, Any]:
    """The small files beside the shelves, by name: the first says where to look for what."""
    undated, dated = rows
    names = catalogue.shelved(found)
    contents = {
        "cuts": indexer.CUTS,
        "together": indexer.TOGETHER,
        "shelves": [[catalogue.name(own), *catalogue.span(units)] for units, own in (*undated, *dated)],
        "undated": len(undated),
        "years": catalogue.years(unit for units, _ in dated for unit in units),
        "names": [start for start, _ in names],
    }
    return {CONTENTS: contents} | {f"{NAMES}/{n}.json": known for n, (_, known) in enumerate(names)}


def _write(path: Path, text: str) -> None:
    """Write a file, unless it says so already."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _fill(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write a folder of (name, text) files, which is there only when it is whole."""
    aside = folder.with_name(f"{folder.name}~")
    for each in (aside, folder):
        shutil.rmtree(each, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, text in files:
        (aside / name).write_text(text, encoding="utf-8")
    aside.rename(folder)


def _clear(folder: Path, kept: Set[str]) -> None:
    """Delete what is not wanted any more."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
