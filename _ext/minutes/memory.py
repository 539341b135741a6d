"""What was found out about files, kept from one run to the next, for as long as it is true.

A fact is kept with a digest of all that it was made of; it is looked up with the digest of what is there now, so
that none can be stale. The folder may be deleted at any time, and several programs may use it at once: each
piece is written aside and put in place in one step, and one that is torn or of others is forgotten.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import markdown_it

#: Where it is kept, below the archive's root.
FOLDER = Path("_build/.cache/facts")
#: In so many pieces a kind of fact is kept: of a few changed pages only a few are written again.
PIECES = 64


def digest(*parts: bytes) -> bytes:
    """Sixteen bytes that stand for some others."""
    found = hashlib.blake2b(digest_size=16)
    for each in parts:
        found.update(len(each).to_bytes(8, "big") + each)
    return found.digest()


@cache
def reader_version() -> bytes:
    """A digest of all that reads a page: this package's own files, Python, and the packages beside it."""
    own = Path(__file__).parent
    files = sorted(path for path in own.rglob("*") if path.suffix in (".py", ".json"))
    parts = [part for path in files for part in (path.relative_to(own).as_posix().encode(), path.read_bytes())]
    beside = sorted(path.name for path in Path(markdown_it.__file__).parents[1].glob("*.dist-info"))
    return digest(sys.version.encode(), "\n".join(beside).encode(), *parts)


class Memory:
    """Facts of one kind, by name; each is what `marshal` can write."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder / kind
        self._pieces: dict[int, dict[str, tuple[bytes, Any]]] = {}
        self._asked: dict[int, set[str]] = {}
        self._changed: set[int] = set()

    def get(self, name: str, made_of: bytes) -> Any | None:
        """The fact of a name, if it was made of the same; else None."""
        at = _piece(name)
        self._asked.setdefault(at, set()).add(name)
        known = self._piece(at).get(name)
        return known[1] if known and known[0] == made_of else None

    def put(self, name: str, made_of: bytes, fact: object) -> None:
        """Keep a fact; not on the disk before `save`."""
        at = _piece(name)
        self._asked.setdefault(at, set()).add(name)
        self._piece(at)[name] = (made_of, fact)
        self._changed.add(at)

    def save(self) -> None:
        """Write what changed, without the facts that nobody asked for. A disk that refuses is no fault."""
        for at in sorted(self._changed):
            piece = {name: fact for name, fact in self._pieces[at].items() if name in self._asked[at]}
            with contextlib.suppress(OSError):
                self._write(at, marshal.dumps(piece))
        self._changed.clear()

    def _path(self, at: int) -> Path:
        return self._folder / f"{at:02x}"

    def _piece(self, at: int) -> dict[str, tuple[bytes, Any]]:
        if at not in self._pieces:
            self._pieces[at] = self._read(at)
        return self._pieces[at]

    def _read(self, at: int) -> dict[str, tuple[bytes, Any]]:
        try:
            head, _, data = self._path(at).read_bytes().partition(b"\n")
            return marshal.loads(data) if head == _head(data) else {}
        except (OSError, ValueError, EOFError, TypeError):
            return {}

    def _write(self, at: int, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_head(data) + b"\n" + data)
            Path(name).replace(self._path(at))
        finally:
            Path(name).unlink(missing_ok=True)


def _head(data: bytes) -> bytes:
    """What a sound piece of this very reader starts with."""
    return digest(reader_version(), data).hex().encode()


def _piece(name: str) -> int:
    return zlib.crc32(name.encode()) % PIECES


def chunks(names: list[str], number: int) -> Iterator[list[str]]:
    """Names in about so many parts, of neighbours that take about as long."""
    yield from (part for start in range(number) if (part := names[start::number]))
