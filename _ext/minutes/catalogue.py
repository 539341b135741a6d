"""What was gathered for the search, page by page, as far as it says whether and where a part of the index changed.

In an archive of many parts, an edit changes the words of one. Nothing here knows Sphinx.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from minutes import searching
from minutes.searching import Entry

#: Of a page, by docname: time (ns) and size (bytes) of the file with its entries, and of each what orders it, and a digest.
Catalogue = dict[str, list[Any]]


def read(path: Path, maker: str) -> Catalogue:
    """The catalogue in a file, if there is one that this *maker* wrote."""
    try:
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        found: Catalogue = json.loads(rest) if first == maker else {}
    except (OSError, ValueError):
        return {}
    return found


def write(path: Path, maker: str, found: Catalogue) -> None:
    """Keep a catalogue."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{maker}\n{json.dumps(found, ensure_ascii=False, separators=(',', ':'))}", encoding="utf-8")


def updated(before: Catalogue, staged: Mapping[str, Path]) -> Catalogue:
    """The catalogue of all pages, by docname, whose entries are in files; those that are as before are not read."""
    now: Catalogue = {}
    for docname, path in staged.items():
        seen = path.stat()
        known = before.get(docname)
        if known is None or known[:2] != [seen.st_mtime_ns, seen.st_size]:
            known = [seen.st_mtime_ns, seen.st_size, [_row(each) for each in _entries(path)]]
        now[docname] = known
    return now


def _entries(path: Path) -> list[Entry]:
    return searching.load(path.read_text(encoding="utf-8"))


def _row(entry: Entry) -> list[str]:
    digest = hashlib.sha256(searching.dump([entry]).encode()).hexdigest()
    return [entry.kind, entry.address, entry.anchor, entry.title, entry.date, digest]


def entries(found: Catalogue) -> Iterator[Entry]:
    """All entries, in the order of their pages, without their words."""
    for _, _, rows in found.values():
        for kind, address, anchor, title, date, _ in rows:
            yield Entry(kind, address, anchor, title, (), date)


def digests(found: Catalogue, parts: Iterable[Iterable[Entry]]) -> list[str]:
    """A digest of each part of the index, of its entries and their order."""
    made = {(row[1], row[2]): row[5] for _, _, rows in found.values() for row in rows}
    return [
        hashlib.sha256("".join(made[each.address, each.anchor] for each in part).encode()).hexdigest() for part in parts
    ]


def whole(found: Catalogue, staged: Mapping[str, Path], part: Iterable[Entry]) -> list[Entry]:
    """The entries of a part with their words."""
    wanted = list(part)
    addresses = {each.address for each in wanted}
    pages = [docname for docname, (_, _, rows) in found.items() if any(row[1] in addresses for row in rows[:1])]
    known = {each.url: each for docname in pages for each in _entries(staged[docname])}
    return [known[each.url] for each in wanted]
