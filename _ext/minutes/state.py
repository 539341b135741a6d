"""What a build leaves for the next: beside the doctrees, in a folder for each builder.

    prints       of each page, two digests of what it shows of others: see `refresh`
    shelf        the ledgers of all pages as they were built
    environment  Sphinx's own, without what is told by the ledgers
    citations    each source as bibtex has it
    near         the ids that the drawing of each page shows
    retouched    the pages that were read since then by a small build, of which Sphinx's whole environment is behind
    layout       where in the file of all facts those of each page stand

Nothing here knows Sphinx.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PRINTS, SHELF, ENVIRONMENT = "prints", "shelf", "environment.pickle"
CITATIONS, NEAR, LAYOUT, RETOUCHED = "citations", "near", "layout", "retouched"


class NotSimpleError(Exception):
    """Only a whole build will do; says why."""


#: Of each page: a digest of what `pages` shows, and one of all else.
Prints = dict[str, tuple[bytes, bytes]]


def folder(doctrees: Path, builder: str) -> Path:
    """Where the state of a builder is."""
    return doctrees / "state" / builder


def load(path: Path) -> Any:
    """Plain data that was saved; None if it is not there, or not whole."""
    try:
        digest, data = (whole := path.read_bytes())[:16], whole[16:]
        return marshal.loads(data) if digest == hashlib.blake2b(data, digest_size=16).digest() else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def save(path: Path, found: object) -> None:
    """Save plain data."""
    data = marshal.dumps(found)  # type: ignore[arg-type]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}")
    aside.write_bytes(hashlib.blake2b(data, digest_size=16).digest() + data)
    aside.replace(path)


class Pieces(Mapping[str, Any]):
    """Objects by name, of which each is taken from the disk when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._places: dict[str, tuple[int, int]] = load(path.with_suffix(".index")) or {}
        self._data = path.read_bytes() if self._places else b""

    def __getitem__(self, name: str) -> Any:
        start, length = self._places[name]
        return pickle.loads(self._data[start : start + length])

    def __iter__(self) -> Any:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @staticmethod
    def save(path: Path, found: Mapping[str, object]) -> None:
        """Put such objects on the disk."""
        places: dict[str, tuple[int, int]] = {}
        at = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for name, each in found.items():
                data = pickle.dumps(each, pickle.HIGHEST_PROTOCOL)
                places[name] = (at, len(data))
                at += len(data)
                file.write(data)
        save(path.with_suffix(".index"), places)
