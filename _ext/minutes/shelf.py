"""All pages that were read, on the disk, so that a program takes up the one that it needs and no other.

A shelf has an index, with the head of each page, and bundles of ledgers. A new one adds a bundle with what is new,
and puts a new index in place in one step: whoever reads meanwhile goes on with the old one. It may be deleted at any
time. Nothing here knows Sphinx.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import mmap
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minutes.heads import Head, head_of
from minutes.memory import FOLDER, reader_version
from minutes.model import Ledger
from minutes.packing import packer

INDEX = "index"
#: More bundles than this become one.
BUNDLES = 24


#: A file that was changed less than this before it was looked at, in nanoseconds, may be changed again unnoticed.
RECENT = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """The file of a page when it was read: when it was changed last, in nanoseconds, and its size in bytes."""

    time: int  #: -1 just after a change
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """That of a file that is there; to be taken before its bytes are read."""
        found = path.stat()
        return cls(found.st_mtime_ns if time.time_ns() - found.st_mtime_ns > RECENT else -1, found.st_size)


#: Of a page: the digest and the stamp of its file, its head, and where its ledger is: bundle, first byte, bytes.
_Row = tuple[bytes, tuple[int, int], Any, tuple[str, int, int]]


class Shelf:
    """The pages of an archive as they were read last. Pages are named by their path below the root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, _Row] = self._read_index()
        self._new: dict[str, Any] = {}  # packed ledgers that are in no bundle yet
        self._changed = False
        self._open: dict[str, memoryview | None] = {}
        self._pack, self._unpack = packer(Ledger)
        self._pack_head, self._unpack_head = packer(Head)

    @classmethod
    def of(cls, root: Path) -> Shelf:
        """That of an archive."""
        return cls(root / FOLDER / "shelf")

    # -- what there is --------------------------------------------------------------------------

    def __iter__(self) -> Iterator[str]:
        """The paths of the pages, in order."""
        return iter(sorted(self._rows))

    def __contains__(self, shown: object) -> bool:
        return shown in self._rows

    def stamp(self, shown: str) -> Stamp | None:
        """The stamp of a page's file when it was read; None of a page that was not."""
        row = self._rows.get(shown)
        return Stamp(*row[1]) if row else None

    def digest(self, shown: str) -> bytes | None:
        """The digest of the bytes that were read."""
        row = self._rows.get(shown)
        return row[0] if row else None

    def head(self, shown: str) -> Head:
        """The head of a page; KeyError if it was not read."""
        head: Head = self._unpack_head(self._rows[shown][2])
        return head

    def ledger(self, shown: str) -> Ledger:
        """The ledger of a page; KeyError if it is not there, or not whole."""
        ledger: Ledger = self._unpack(self._packed(shown))
        return ledger

    def whole(self, shown: str) -> bool:
        """Whether the ledger of a page can be had."""
        if shown in self._new:
            return True
        row = self._rows.get(shown)
        bundle = self._bundle(row[3][0]) if row else None
        return row is not None and bundle is not None and len(bundle) >= row[3][1] + row[3][2]

    # -- changes --------------------------------------------------------------------------------

    def put(self, shown: str, digest: bytes, stamp: Stamp, ledger: Ledger) -> None:
        """Note a page; not on the disk before `save`."""
        self.put_packed(shown, digest, stamp, self._pack(ledger), self._pack_head(head_of(ledger)))

    def put_packed(self, shown: str, digest: bytes, stamp: Stamp, ledger: object, head: object) -> None:
        """Note a page that `packed` has packed."""
        self._new[shown] = ledger
        self._rows[shown] = (digest, (stamp.time, stamp.size), head, ("", 0, 0))
        self._changed = True

    def restamp(self, shown: str, stamp: Stamp) -> None:
        """Note that the file of a page is another one, which says the same."""
        digest, _, head, place = self._rows[shown]
        self._rows[shown] = (digest, (stamp.time, stamp.size), head, place)
        self._changed = True

    def keep_only(self, wanted: Iterable[str]) -> None:
        """Forget all other pages."""
        for shown in self._rows.keys() - set(wanted):
            del self._rows[shown]
            self._new.pop(shown, None)
            self._changed = True

    def save(self) -> None:
        """Write what changed. A disk that refuses is no fault: others will read the pages again."""
        if self._changed:
            with contextlib.suppress(OSError):
                old = {place[0] for _, _, _, place in self._rows.values() if place[0]}
                if len(old) >= BUNDLES:
                    for shown in self._rows:
                        self._new.setdefault(shown, None)
                self.save_in(self.folder)
                used = {place[0] for _, _, _, place in self._rows.values()} | {INDEX}
                for path in self.folder.iterdir():
                    if path.name not in used:
                        with contextlib.suppress(OSError):  # somebody may still look at it
                            path.unlink()

    def save_in(self, folder: Path) -> None:
        """Write what changed into another folder, to be put beside the rest; OSError if that fails."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._new:
            pieces = [
                marshal.dumps(self._packed(shown) if found is None else found) for shown, found in self._new.items()
            ]
            data = b"".join(pieces)
            name = hashlib.blake2b(data, digest_size=16).hexdigest()
            self._write(folder / name, data)
            at = 0
            for shown, piece in zip(self._new, pieces, strict=True):
                self._rows[shown] = (*self._rows[shown][:3], (name, at, len(piece)))
                at += len(piece)
            self._new.clear()
        body = marshal.dumps(self._rows)
        self._write(folder / INDEX, reader_version() + hashlib.blake2b(body, digest_size=16).digest() + body)
        self._changed = False

    # -- the disk -------------------------------------------------------------------------------

    def _packed(self, shown: str) -> Any:
        if self._new.get(shown) is not None:
            return self._new[shown]
        name, start, length = self._rows[shown][3]
        bundle = self._bundle(name)
        if bundle is None or len(bundle) < start + length:
            raise KeyError(shown)
        return marshal.loads(bundle[start : start + length])

    def _bundle(self, name: str) -> memoryview | None:
        if name not in self._open:
            try:
                with (self.folder / name).open("rb") as file:
                    self._open[name] = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except (OSError, ValueError):  # gone, or empty
                self._open[name] = None
        return self._open[name]

    def _read_index(self) -> dict[str, _Row]:
        try:
            data = (self.folder / INDEX).read_bytes()
            version, digest, body = data[:16], data[16:32], data[32:]
            if version != reader_version() or digest != hashlib.blake2b(body, digest_size=16).digest():
                return {}
            rows: dict[str, _Row] = marshal.loads(body)
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        return rows

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        number, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)


def packed(ledger: Ledger) -> tuple[Any, Any]:
    """A ledger and its head, packed: what comes from another process."""
    return packer(Ledger)[0](ledger), packer(Head)[0](head_of(ledger))
