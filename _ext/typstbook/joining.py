"""Several PDFs of Typst as one: pages, tags, bookmarks, named places. Nothing here knows Sphinx.

Each part is a PDF with tags of its own. The tags of all become the children of one document; what is numbered or
named within a part (structure parents, ids of notes and of cells) is numbered on, or named after the part.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from pathlib import Path
from typing import BinaryIO

from typstbook import slots
from typstbook.markup import INSIDE
from typstbook.objects import (
    STRING,
    Read,
    StrangeError,
    Writer,
    array,
    between,
    entry,
    literal,
    pieces,
    references,
    string,
    tree,
)

_SAID = re.compile(rb"/Contents(" + STRING.pattern + rb")", re.DOTALL)
_OWNER = re.compile(rb"/StructParents? (\d+)")
_HEADERS = re.compile(rb"/Headers\[([^\]]*)\]")
_TITLE = re.compile(rb"/Title(" + STRING.pattern + rb"|<[0-9A-Fa-f]*>)", re.DOTALL)
_NAMED = re.compile(rb"(" + STRING.pattern + rb") ?(\d+) 0 R", re.DOTALL)
_NUMBERED = re.compile(rb"(\d+) (\d+) 0 R")
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_PREFIX = INSIDE.encode()
_LINK = b"/A<</Type/Action/S/URI/URI(" + _PREFIX
_LENGTH = re.compile(rb"/Length \d+")
_PAGES = re.compile(rb"<xmpTPg:NPages>\d+<")
#: What the catalogue has of the first part: objects, and entries as they are.
_WRITTEN = (b"/Metadata", b"/OutputIntents")
_SAME = tuple(
    re.compile(each, re.DOTALL)
    for each in (rb"/Lang" + STRING.pattern, rb"/MarkInfo<<[^>]*>>", rb"/ViewerPreferences<<[^>]*>>")
)


@dataclass(frozen=True, slots=True)
class Label:
    """How the pages from one on are numbered: as PDF has it, with ``D`` or ``r``, or not at all; and from which on."""

    style: str
    start: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF, and which of its pages are pages of the book."""

    path: Path
    first: int  #: index of the first page that is kept
    last: int  #: and of the one after the last; pages before and after are set for their headings or signs only
    labels: Mapping[int, Label]  #: by index of the page in the PDF
    numbers: Sequence[str] = ()  #: what stands in the slots of each colour, from the second on
    slots: int = 0  #: how many slots there are


@dataclass(frozen=True, slots=True)
class Target:
    """A named place: index of its page in the book, points from the left and from the foot, what its link says."""

    page: int
    x: float
    y: float
    said: str
    named: bool = True  #: even if no link leads to it


class _Part:
    """A part on its way into the book."""

    def __init__(self, index: int, piece: Piece) -> None:
        self.index, self.piece = index, piece
        self.read = read = Read(piece.path.read_bytes())
        catalogue = read.bodies[read.root]
        self.parents = read.one(catalogue, b"/Pages")
        pages = references(read.bodies[self.parents], b"/Kids")
        self.pages, self.gone = pages[piece.first : piece.last], {*pages[: piece.first], *pages[piece.last :]}
        self.structure = read.one(catalogue, b"/StructTreeRoot")
        said = read.bodies[self.structure]
        (self.document,) = references(said, b"/K")
        self.owners = [(int(key), int(each)) for key, each in _NUMBERED.findall(between(said, b"/Nums["))]
        self.ids = [(literal(key), int(each)) for key, each in _NAMED.findall(between(said, b"/Names["))]
        self.roles = between(said, b"/RoleMap<<", b">>")
        self.pieces = {number: pieces(body) for number, body in read.bodies.items()}
        # Pages go at the beginning or at the end, and so do their elements.
        elements = references(read.bodies[self.document], b"/K")
        elements = list(dropwhile(self._goes, elements))[::-1]
        self.elements = list(dropwhile(self._goes, elements))[::-1]
        self.outline = list(self._outline(entry(catalogue, b"/Outlines")))

    def _goes(self, element: int) -> bool:
        """Whether an element stands on pages that go."""
        todo = [element]
        while todo:
            body = self.read.bodies[todo.pop()]
            page = entry(body, b"/Pg")
            if page is not None:
                return page in self.gone
            todo += references(body, b"/K")
        return False

    def _outline(self, number: int | None, depth: int = 0) -> Iterator[tuple[int, bytes, int]]:
        """Depth, title and destination of each bookmark."""
        at = entry(self.read.bodies[number], b"/First") if number else None
        while at:
            body = self.read.bodies[at]
            title, to = _TITLE.search(body), entry(body, b"/Dest")
            if title is None or to is None:
                raise StrangeError("a bookmark has no title, or leads nowhere")
            if int(self.pieces[to][1]) not in self.gone:
                yield depth, title[1], to
            yield from self._outline(at, depth + 1)
            at = entry(body, b"/Next")

    def kept(self) -> list[int]:
        """The objects that the book's pages, tags and bookmarks need, in their order."""
        seen = {b"%d" % each for each in (self.parents, self.structure, self.document, *self.gone)}
        away = len(seen)
        todo = [b"%d" % each for each in (*self.pages, *self.elements, *(to for _, _, to in self.outline))]
        order: list[bytes] = [*seen]
        while todo:
            each = todo.pop()
            if each not in seen:
                seen.add(each)
                order.append(each)
                todo += self.pieces[int(each)][1::2]
        found = {int(each) for each in order[away:]}
        # What owns the marks of a page is an array of elements, and of an annotation an element.
        self.owners = [
            (key, each)
            for key, each in self.owners
            if each in found or any(int(one) in found for one in self.pieces[each][1::2])
        ]
        self.ids = [(name, each) for name, each in self.ids if each in found]
        return sorted(found | {each for _, each in self.owners})


class _Book:
    """The book as far as it is written."""

    def __init__(self, out: BinaryIO, targets: Mapping[str, Target]) -> None:
        self.writer, self.targets = Writer(out), targets
        self.catalogue, self.tags, self.document, self.leaves = (self.writer.number() for _ in range(4))
        self.pages: list[int] = []
        self.elements: list[int] = []
        self.owners: list[tuple[bytes, bytes]] = []
        self.ids: dict[bytes, int] = {}
        self.outline: list[tuple[int, bytes, int]] = []
        self.labels: list[tuple[bytes, bytes]] = []
        self.roles = b""
        self.leads: set[str] = set()
        self._leads: dict[bytes, tuple[bytes, bytes]] = {}  #: of an address, the name of its place, and what is said
        self.next = 0  #: of what has structure parents

    def add(self, part: _Part) -> None:
        """Write a part: its objects, and what the book's own need to know of them."""
        kept = part.kept()
        new = {part.parents: self.leaves, part.document: self.document}
        fresh = []
        for each in kept:
            same = self._same(part.read, each)
            new[each] = same or self.writer.number()
            if not same:
                fresh.append(each)
        self._write(part, fresh, new)
        for number, label in sorted(part.piece.labels.items()):
            style = b"/S/%b/St %d" % (label.style.encode(), label.start) if label.style else b""
            at = len(self.pages) + number - part.piece.first
            self.labels.append((b"%d" % at, b"<</Type/PageLabel%b>>" % style))
        self.pages += [new[each] for each in part.pages]
        self.elements += [new[each] for each in part.elements]
        self.owners += [(b"%d" % (self.next + key), b"%d 0 R" % new[each]) for key, each in part.owners]
        self.ids |= {b"%d." % part.index + name: new[each] for name, each in part.ids}
        self.outline += [(depth, title, new[to]) for depth, title, to in part.outline]
        self.next += max((key for key, _ in part.owners), default=-1) + 1

    def _same(self, read: Read, number: int) -> int | None:
        """The number in the book of a stream that another part had too: a profile of colours, a picture."""
        if number not in read.streams or b" 0 R" in read.bodies[number]:
            return None
        return self.writer.known(read.bodies[number], read.streams[number])

    def _write(self, part: _Part, numbers: Sequence[int], new: Mapping[int, int]) -> None:
        contents = self._contents(part)
        streams = part.read.streams
        named = {b"%d" % old: b"%d 0 R" % number for old, number in new.items()}
        for number in numbers:
            parts = part.pieces[number]
            if len(parts) > 1:
                parts = parts.copy()
                parts[1::2] = [named[each] for each in parts[1::2]]
            said = b"".join(parts)
            if number in streams:
                held = contents.get(number, streams[number])
                if held is not streams[number]:
                    said = _LENGTH.sub(b"/Length %d" % len(held), said, count=1)
                else:
                    self.writer.remember(new[number], part.read.bodies[number], held)
                self.writer.stream(new[number], self._owned(said), held)
            elif said.startswith(b"<</Type/StructElem"):
                self.writer.add(new[number], _identified(said, part.index))
            elif said.startswith(b"<</Type/Annot"):
                self.writer.add(new[number], self._owned(self._led(said)))
            else:
                self.writer.add(new[number], self._owned(said))

    def _owned(self, said: bytes) -> bytes:
        """A page, an annotation or a form, with its number among the structure parents of the book."""
        found = _OWNER.search(said) if b"/StructParent" in said else None
        if found is None:
            return said
        return b"%b%d%b" % (said[: found.start(1)], int(found[1]) + self.next, said[found.end() :])

    def _led(self, annotation: bytes) -> bytes:
        """A link to a place, by its name."""
        at = annotation.find(_LINK)
        if at < 0:
            return annotation
        address = STRING.match(annotation, at + len(_LINK) - 1 - len(_PREFIX))
        assert address is not None
        raw = address[0]
        if raw not in self._leads:
            name = literal(raw).removeprefix(_PREFIX)
            target = self.targets.get(name.decode())
            if target is None:
                raise StrangeError(f"the book has no place {name.decode()!r} to link to")
            self.leads.add(name.decode())
            self._leads[raw] = string(name), string(target.said.encode("ascii"))
        led, said = self._leads[raw]
        rest = annotation[address.end() + len(b">>") :]
        told = _SAID.search(rest)
        if told is not None:
            rest = b"%b/Contents%b%b" % (rest[: told.start()], said, rest[told.end() :])
        return b"%b/Dest%b%b" % (annotation[:at], led, rest)

    def _contents(self, part: _Part) -> dict[int, bytes]:
        """The pages' contents into which numbers were written, packed."""
        if not part.piece.slots:
            return {}
        figures: dict[int, slots.Figures] = {}  # by object of the font
        read = part.read

        def width(name: bytes, sign: int, fonts: Mapping[bytes, int]) -> float:
            (below,) = references(read.bodies[fonts[name]], b"/DescendantFonts")
            return slots.widths(between(read.bodies[below], b"/W["))(sign)

        for page in part.gone:
            fonts = _fonts(read, page)
            found = slots.legend(
                read.stream(read.one(read.bodies[page], b"/Contents")),
                lambda name, sign, fonts=fonts: width(name, sign, fonts),  # type: ignore[misc]
            )
            figures |= {fonts[name]: each for name, each in found.items()}
        numbers = dict(enumerate(part.piece.numbers, slots.LEGEND + 1))
        made, count = {}, 0
        for page in part.pages:
            number = read.one(read.bodies[page], b"/Contents")
            here = {name: figures[font] for name, font in _fonts(read, page).items() if font in figures}
            held, some = slots.filled(read.stream(number), here, numbers.get)
            if some:
                made[number] = zlib.compress(held, 6)
                count += some
        if count != part.piece.slots:
            raise StrangeError(f"of {part.piece.slots} numbers of pages, {count} were found where they should stand")
        return made

    def finish(self, first: Read) -> None:
        """Write what holds it together; what a PDF says of itself is said as in the first part."""
        writer, said = self.writer, first.bodies[first.root]
        writer.add(self.leaves, b"<</Type/Pages/Count %d/Kids%b>>" % (len(self.pages), array(self.pages)))
        held = b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>"
        writer.add(self.document, held % (self.tags, array(self.elements)))
        ids = sorted((name, b"%d 0 R" % each) for name, each in self.ids.items())
        named = b"/IDTree" + tree(writer, b"/Names", [(string(name), each) for name, each in ids]) if ids else b""
        held = b"<</Type/StructTreeRoot/RoleMap<<%b>>/K[%d 0 R]/ParentTree%b%b/ParentTreeNextKey %d>>"
        owners = tree(writer, b"/Nums", self.owners)
        writer.add(self.tags, held % (self.roles, self.document, owners, named, self.next))
        dests = [
            (string(name.encode()), b"[%d 0 R/XYZ %g %g 0]" % (self.pages[each.page], each.x, each.y))
            for name, each in sorted(self.targets.items(), key=lambda each: each[0].encode())
            if each.named or name in self.leads
        ]
        about = self._copied(first, first.about)
        entries = [
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R" % (self.leaves, self.tags),
            b"/PageLabels<</Nums[%b]>>" % b" ".join(b"%b %b" % each for each in self.labels),
            b"/Names<</Dests%b>>" % tree(writer, b"/Names", dests),
            *(b"/Outlines %d 0 R" % each for each in [self._bookmarks()] if each),
            *(b"%b %d 0 R" % (key, self._copied(first, at)) for key in _WRITTEN if (at := entry(said, key))),
            *(found[0] for each in _SAME if (found := each.search(said))),
        ]
        writer.add(self.catalogue, b"".join(entries) + b">>")
        writer.finish(self.catalogue, about)

    def _copied(self, read: Read, number: int) -> int:
        """An object of the first part, with what it refers to."""
        body, new = read.bodies[number], self.writer.number()
        parts = pieces(body)
        parts[1::2] = [b"%d 0 R" % self._copied(read, int(each)) for each in parts[1::2]]
        said = b"".join(parts)
        if number not in read.streams:
            self.writer.add(new, said)
            return new
        held = _PAGES.sub(b"<xmpTPg:NPages>%d<" % len(self.pages), read.streams[number])
        self.writer.stream(new, _LENGTH.sub(b"/Length %d" % len(held), said, count=1), held)
        return new

    def _bookmarks(self) -> int | None:
        """Write the bookmarks, each closed. Returns the number of their root."""
        if not self.outline:
            return None
        root = self.writer.number()
        numbers = [self.writer.number() for _ in self.outline]
        kids: dict[int, list[int]] = {root: []}
        above = [root]
        parents = []
        for number, (depth, _, _) in zip(numbers, self.outline, strict=True):
            del above[depth + 1 :]
            parents.append(above[-1])
            kids.setdefault(above[-1], []).append(number)
            above.append(number)
        beside: dict[int, bytes] = dict.fromkeys(numbers, b"")
        for some in kids.values():
            for one, next_ in pairwise(some):
                beside[one] += b"/Next %d 0 R" % next_
                beside[next_] += b"/Prev %d 0 R" % one
        for number, parent, (_, title, to) in zip(numbers, parents, self.outline, strict=True):
            below = kids.get(number, [])
            inside = b"/First %d 0 R/Last %d 0 R/Count -%d" % (below[0], below[-1], len(below)) if below else b""
            said = b"<</Parent %d 0 R%b%b/Title%b/Dest %d 0 R>>"
            self.writer.add(number, said % (parent, beside[number], inside, title, to))
        top = kids[root]
        held = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        self.writer.add(root, held % (top[0], top[-1], len(top)))
        return root


def _fonts(read: Read, page: int) -> dict[bytes, int]:
    """The objects of a page's fonts, by their names there."""
    held = between(read.bodies[read.one(read.bodies[page], b"/Resources")], b"/Font<<", b">>")
    return {name: int(number) for name, number in _FONT.findall(held)}


def _identified(text: bytes, index: int) -> bytes:
    """Part of a tag, whose own id, and those of the head cells that it names, are the part's."""
    text = text.replace(b"/ID(", b"/ID(%d." % index, 1)
    if b"/Headers[(" not in text:
        return text
    return _HEADERS.sub(lambda found: b"/Headers[%b]" % found[1].replace(b"(", b"(%d." % index), text)


def join(parts: Sequence[Piece], targets: Mapping[str, Target], out: BinaryIO) -> None:
    """Write a book of its parts. *targets* are the places that links lead to, and others that shall have a name.

    Raises `StrangeError` for a link to no place, for a number of a page without its slot or too long for it, and
    for a PDF that is none of Typst's.
    """
    book = _Book(out, targets)
    first: Read | None = None
    for index, piece in enumerate(parts):
        part = _Part(index, piece)
        first = first or part.read
        if index and part.roles != book.roles:
            raise StrangeError("the parts of the book have different kinds of tags")
        book.roles = part.roles
        book.add(part)
    assert first is not None
    book.finish(first)
