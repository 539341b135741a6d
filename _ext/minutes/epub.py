"""An e-book as EPUB 3.3 has it: its package document, contents, title page and the archive that holds them.

Everything follows from what is passed in: no clock, no random id, no order of a file system, so that the
same pages make the same bytes. Nothing here knows Sphinx.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

#: The templates, and the theme of the pages.
FOLDER = Path(__file__).parent / "book"
MIMETYPE = "application/epub+zip"
CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="content.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
#: What the book may hold besides its pages, by ending: types that every reading system must know.
MEDIA_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
#: The first and last second that an entry of a zip archive can name.
_FIRST, _LAST = 315532800, 4354819198

_PAGES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the book says of itself; what is '' is left out."""

    title: str
    creator: str
    publisher: str
    language: str
    identifier: str  #: permanent, and that of this edition
    modified: int  #: seconds since 1970
    edition: str = ""
    date: str = ""  #: the day of publication, ISO
    rights: str = ""
    description: str = ""

    @property
    def modified_at(self) -> str:
        """When it was made, as EPUB writes it: UTC, to the second."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.modified))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; without an *href* it is the heading of those below it."""

    label: str
    href: str = ""
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems have a button for; *kind* is a word of EPUB's structural semantics."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class File:
    """A file of the book; *properties* are words of EPUB's manifest."""

    href: str
    content: bytes
    properties: tuple[str, ...] = field(default=())

    @property
    def media_type(self) -> str:
        """Its type; KeyError if a book can't hold such a file."""
        return MEDIA_TYPES[Path(self.href).suffix.lower()]


def page(name: str, **facts: object) -> str:
    """A page made of a template, such as ``title.xhtml``."""
    return _PAGES.get_template(name).render(facts)


def contents(facts: Facts, entries: Iterable[Entry], landmarks: Iterable[Landmark]) -> str:
    """The contents: what a reading system shows in its menu, and a page of the book."""
    return page("nav.xhtml", facts=facts, entries=tuple(entries), landmarks=tuple(landmarks))


def package(facts: Facts, files: Iterable[File], spine: Iterable[str]) -> str:
    """The package document. *spine* holds the hrefs of the pages in the order of reading; the others are no pages."""
    ids = {each.href: (f"file-{number}", each) for number, each in enumerate(files, start=1)}
    visual = any({"svg", "cover-image"} & set(each.properties) for _, each in ids.values())
    return page("package.opf", facts=facts, items=ids.values(), spine=[ids[href][0] for href in spine], visual=visual)


def pages(entries: Iterable[Entry]) -> list[str]:
    """The files that the contents lead to, in their order, each once.

    >>> pages([Entry("A", "a.xhtml", (Entry("One", "a.xhtml#one"), Entry("B", "b.xhtml")))])
    ['a.xhtml', 'b.xhtml']
    """
    found: dict[str, None] = {}
    for each in entries:
        if each.href:
            found.setdefault(each.href.partition("#")[0])
        found.update(dict.fromkeys(pages(each.below)))
    return list(found)


def pack(path: Path, package_document: str, files: Iterable[File], modified: int) -> None:
    """Write the book: every entry is of one age and of one make, whatever the system."""
    when = time.gmtime(min(max(modified, _FIRST), _LAST))[:6]
    with ZipFile(path, "w") as book:

        def put(name: str, content: bytes, method: int = ZIP_DEFLATED) -> None:
            entry = ZipInfo(name, when)
            entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
            book.writestr(entry, content, compresslevel=9)

        put("mimetype", MIMETYPE.encode(), ZIP_STORED)  # first, and as it is: so a book is known
        put("META-INF/container.xml", CONTAINER.encode())
        put("content.opf", package_document.encode())
        for each in files:
            put(each.href, each.content)
