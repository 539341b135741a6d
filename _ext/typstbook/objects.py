"""The objects of a PDF as Typst writes it, and a PDF written of objects. Nothing here knows Sphinx.

Typst writes each object as plain text with a table of where they are, and no object within another's stream. So they
can be taken apart without a reader of any PDF: of a large book that would take more time than setting it.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

_INNER = rb"\\."
for _ in range(4):  # brackets within a string stand there as they are, if they are paired
    _INNER = rb"\\.|\([^()\\]*(?:(?:" + _INNER + rb")[^()\\]*)*\)"
_INNER = _INNER.removeprefix(rb"\\.|")
#: A string in brackets.
STRING = re.compile(_INNER, re.DOTALL)
_REFERENCE = re.compile(rb"(\d+) 0 R")
_TOKEN = re.compile(rb"(" + _INNER + rb")|(\d+) 0 R", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_UNSAFE = re.compile(rb"[\\()\x00-\x1f\x7f-\xff]")


class StrangeError(ValueError):
    """A PDF that is not as Typst writes it; the words say in which way."""


def pieces(body: bytes) -> list[bytes]:
    """What an object says, taken apart at its references; those in a string are words.

    Text and numbers take turns; text comes first and last.

    >>> pieces(b"<</P 12 0 R/T(1 0 R)>>")
    [b'<</P ', b'12', b'/T(1 0 R)>>']
    """
    if b" 0 R" not in body:
        return [body]
    if b"(" not in body:
        return _REFERENCE.split(body)
    found: list[bytes] = []
    start = 0
    for token in _TOKEN.finditer(body):
        if token[2]:
            found += body[start : token.start()], token[2]
            start = token.end()
    found.append(body[start:])
    return found


def literal(string: bytes) -> bytes:
    r"""What a string in brackets holds.

    >>> literal(rb"(a\(\061\n)")
    b'a(1\n'
    """

    def meant(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes((int(sign, 8) & 255,)) if sign[:1].isdigit() else _SHORT.get(sign, sign)

    return _ESCAPE.sub(meant, string[1:-1]) if b"\\" in string else string[1:-1]


def string(held: bytes) -> bytes:
    r"""Bytes as a string in brackets.

    >>> string(b"a(1\n")
    b'(a\\(1\\012)'
    """
    return b"(%b)" % (_UNSAFE.sub(_safe, held) if _UNSAFE.search(held) else held)


def _safe(found: re.Match[bytes]) -> bytes:
    return b"\\" + found[0] if found[0] in b"\\()" else rb"\%03o" % ord(found[0])


def entry(body: bytes, key: bytes) -> int | None:
    """The number of the object that a dictionary's entry refers to.

    >>> entry(b"<</Pages 3 0 R/Root 4 0 R>>", b"/Pages")
    3
    """
    at = body.find(key + b" ")
    number, _, after = body[at + len(key) + 1 : at + len(key) + 16].partition(b" ")
    return int(number) if at >= 0 and after.startswith(b"0 R") and number.isdigit() else None


def references(body: bytes, key: bytes) -> list[int]:
    """The numbers of the objects in an array of references.

    >>> references(b"<</Kids[3 0 R 4 0 R]/Count 2>>", b"/Kids")
    [3, 4]
    """
    return [int(each) for each in _REFERENCE.findall(between(body, key + b"["))]


def between(body: bytes, start: bytes, end: bytes = b"]") -> bytes:
    """What stands between two signs; the second is not looked for in strings.

    >>> between(b"<</Names[(a]) 3 0 R]>>", b"/Names[")
    b'(a]) 3 0 R'
    """
    at = body.find(start)
    if at < 0:
        return b""
    at += len(start)
    stop = body.find(end, at)
    if b"(" not in body[at:stop]:
        return body[at:stop]
    for found in re.compile(b"(" + _INNER + b")|" + re.escape(end), re.DOTALL).finditer(body, at):
        if not found[1]:
            return body[at : found.start()]
    return body[at:]


class Read:
    """The objects of a PDF by their numbers. Raises `StrangeError` if it is none of Typst's."""

    def __init__(self, data: bytes) -> None:
        self.bodies: dict[int, bytes] = {}  #: what each object says; of a stream, its dictionary
        self.streams: dict[int, bytes] = {}  #: the bytes of the streams, as they are kept
        begin = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        head = re.compile(rb"xref\n0 (\d+)\n").match(data, begin)
        if not head:
            raise StrangeError("its table of objects is not where it should be")
        size, at = int(head[1]), head.end()
        places = sorted((int(data[at + 20 * each : at + 20 * each + 10]), each) for each in range(1, size))
        for (start, number), (end, _) in zip(places, [*places[1:], (begin, 0)], strict=True):
            opening = b"%d 0 obj\n" % number
            body = data[start:end].rstrip()
            if not body.startswith(opening) or not body.endswith(b"\nendobj"):
                raise StrangeError(f"object {number} is not where it should be")
            body = body[len(opening) : -len(b"\nendobj")]
            if body.endswith(b"\nendstream"):
                said, _, held = body.partition(b"\nstream\n")
                length = re.search(rb"/Length (\d+)", said)
                if length is None:
                    raise StrangeError(f"stream {number} does not say how long it is")
                self.bodies[number], self.streams[number] = said, held[: int(length[1])]
            else:
                self.bodies[number] = body
        trailer = data[at + 20 * size :]
        root, about = entry(trailer, b"/Root"), entry(trailer, b"/Info")
        if root is None or about is None:
            raise StrangeError("it has no catalogue, or says nothing of itself")
        self.root, self.about = root, about

    def one(self, body: bytes, key: bytes) -> int:
        """The number of what an entry refers to. Raises `StrangeError` if there is none."""
        found = entry(body, key)
        if found is None:
            raise StrangeError(f"there is no {key.decode()} where there should be one")
        return found

    def stream(self, number: int) -> bytes:
        """What a stream holds, unpacked."""
        held = self.streams[number]
        return zlib.decompress(held) if b"/FlateDecode" in self.bodies[number] else held


#: So many objects go into one stream.
TOGETHER = 200


@dataclass
class Writer:
    """Writes a PDF: objects are packed into streams as they come, so that none of them need be kept."""

    out: BinaryIO
    last: int = 0  #: the highest number given away
    _waiting: list[tuple[int, bytes]] = field(default_factory=list)
    _places: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    _same: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _at: int = 0

    def __post_init__(self) -> None:
        self._put(b"%PDF-1.7\n%\x80\x80\x80\x80\n")

    def number(self) -> int:
        """A number for an object."""
        self.last += 1
        return self.last

    def add(self, number: int, body: bytes) -> None:
        """An object that is no stream."""
        self._waiting.append((number, body))
        if len(self._waiting) == TOGETHER:
            self._flush()

    def stream(self, number: int, said: bytes, held: bytes) -> None:
        """A stream: its dictionary and its bytes, packed as the dictionary says."""
        self._places[number] = (1, self._at, 0)
        # After a last byte that is a carriage return, a line feed would make one end of a line with it, to a strict
        # reader, and the stream be too short. A carriage return ends a line as well.
        end = b"\r" if held.endswith(b"\r") else b"\n"
        self._put(b"%d 0 obj\n%b\nstream\n%b%bendstream\nendobj\n" % (number, said, held, end))

    def known(self, said: bytes, held: bytes) -> int | None:
        """The number of a stream that is the same to the byte, once it has been asked for."""
        return self._same.get((said, hashlib.sha256(held).digest()))

    def remember(self, number: int, said: bytes, held: bytes) -> None:
        """Let a stream be found by `known`."""
        self._same[said, hashlib.sha256(held).digest()] = number

    def finish(self, root: int, about: int) -> None:
        """Write what is left, and where everything is."""
        self._flush()
        table = self.number()
        name = self._digest.digest()[:16].hex().upper().encode()
        begin = self._at
        self._places[table] = (1, begin, 0)
        # Each row as what it adds to the one before, which packs to a tenth; bytes overflow.
        free = (0, 0, 65535)
        before = bytes(8)
        rows = []
        for each in range(self.last + 1):
            kind, where, index = self._places.get(each, free)
            row = b"%c%b%b" % (kind, where.to_bytes(5, "big"), index.to_bytes(2, "big"))
            rows.append(bytes((2, *((a - b) & 255 for a, b in zip(row, before, strict=True)))))
            before = row
        packed = zlib.compress(b"".join(rows), 9)
        how = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 8>>"
        said = b"<</Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" + how + b"/Length %d>>"
        self.stream(table, said % (self.last + 1, root, about, name, name, len(packed)), packed)
        self._put(b"startxref\n%d\n%%%%EOF\n" % begin)

    def _put(self, data: bytes) -> None:
        self.out.write(data)
        self._digest.update(data)
        self._at += len(data)

    def _flush(self) -> None:
        if not self._waiting:
            return
        number = self.number()
        heads, bodies, at = [], [], 0
        for index, (each, body) in enumerate(self._waiting):
            self._places[each] = (2, number, index)
            heads.append(b"%d %d" % (each, at))
            bodies.append(body)
            at += len(body) + 1
        head = b" ".join(heads) + b"\n"
        packed = zlib.compress(head + b"\n".join(bodies), 6)
        said = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        self.stream(number, said % (len(heads), len(head), len(packed)), packed)
        self._waiting.clear()


def tree(writer: Writer, kind: bytes, pairs: Sequence[tuple[bytes, bytes]], leaf: int = 64) -> bytes:
    """A tree of names (*kind* is ``/Names``) or numbers (``/Nums``), of sorted keys and values as text; its root's text."""
    if len(pairs) <= leaf:
        return b"<<%b[%b]>>" % (kind, b" ".join(b"%b %b" % each for each in pairs))
    kids: list[tuple[bytes, bytes, bytes]]
    level: list[tuple[bytes, bytes, bytes]] = []
    for start in range(0, len(pairs), leaf):
        part = pairs[start : start + leaf]
        level.append((part[0][0], part[-1][0], b"%b[%b]" % (kind, b" ".join(b"%b %b" % each for each in part))))
    while True:
        kids = []
        for first, last, held in level:
            number = writer.number()
            writer.add(number, b"<</Limits[%b %b]%b>>" % (first, last, held))
            kids.append((first, last, b"%d 0 R" % number))
        if len(kids) <= leaf:
            return b"<</Kids[%b]>>" % b" ".join(each for _, _, each in kids)
        groups = [kids[start : start + leaf] for start in range(0, len(kids), leaf)]
        level = [(some[0][0], some[-1][1], b"/Kids[%b]" % b" ".join(each for _, _, each in some)) for some in groups]


def array(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[" + b" ".join(b"%d 0 R" % each for each in numbers) + b"]"
