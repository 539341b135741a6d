"""Typst to PDF: the wheel's fonts only, no network, no clock; then packed smaller. Nothing here knows Sphinx."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import typst

from typstbook import survey
from typstbook.markup import INSIDE

#: So much of what stands above a place is shown with it, in points.
ABOVE = 10.0

#: A stream whose last byte is a carriage return, and the line feed that qpdf writes after it: a strict reader takes
#: both for the end of a line, and the stream to be too short. A carriage return ends a line as well.
UNCLEAR, CLEAR = b"\r\nendstream", b"\r\rendstream"


class UnsetError(Exception):
    """A book that could not be set; its words say why."""


def seconds(date: str) -> int:
    """When the sources were made, in seconds since 1970: SOURCE_DATE_EPOCH, else an ISO date, else 0."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()) if date else 0


def explained(error: RuntimeError) -> str:
    """What Typst complains of, with its hints, in a few lines."""
    if not isinstance(error, typst.TypstError):
        return f"Typst: {error}"
    hints = "".join(f"\n  hint: {hint}" for hint in error.hints)
    where = "\n".join(line for line in str(error.diagnostic).splitlines() if "┌─" in line or "-->" in line)
    return f"Typst: {error.message}{hints}" + (f"\n{where}" if where else "")


def asked(compiler: typst.Compiler) -> str:
    """What the book found out about itself, as JSON."""
    try:
        return compiler.query("<survey>", field="value", one=True)
    except RuntimeError:
        compiler.compile(format="pdf")  # the same, told with its place
        raise


#: So often a book is set at most, until its numbers of pages are right: each turn corrects fewer of them.
TURNS = 6


def set_book(source: Path, standards: Sequence[str], timestamp: int) -> tuple[bytes, list[str]]:
    """The PDF of a book's Typst file, and Typst's warnings. What it reads stands in the file's folder.

    Raises `UnsetError` if Typst can't make it, or can't make it as the standards want it.
    """
    known = survey.NOTHING
    told = ""
    try:
        for _ in range(TURNS):
            told = json.dumps(known, ensure_ascii=False, sort_keys=True)
            (source.parent / survey.FILE).write_text(told, encoding="utf-8")
            compiler = typst.Compiler(source, root=source.parent, ignore_system_fonts=True)
            found = survey.read(json.loads(asked(compiler)))
            known = survey.told(found)
            if json.dumps(known, ensure_ascii=False, sort_keys=True) == told:
                break
        else:
            raise UnsetError("the numbers of pages do not settle: one of them moves what it counts")
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=list(standards),  # type: ignore[arg-type]
            timestamp=timestamp,
        )
    except RuntimeError as error:
        raise UnsetError(explained(error)) from error
    assert isinstance(pdf, bytes)
    return finished(pdf, found), [str(each.message) for each in warnings]


def finished(pdf: bytes, found: survey.Survey) -> bytes:
    """A PDF whose links to places lead there, with a name for each place, and objects in compressed streams."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        link(document, found)
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=True,
            deterministic_id=True,
        )
    return out.getvalue().replace(UNCLEAR, CLEAR)


def link(document: pikepdf.Pdf, found: survey.Survey) -> None:
    """Let the links to places lead there, by name. Raises `UnsetError` for a place that is not in the book."""
    prefix = INSIDE.encode()
    leads: set[str] = set()
    for page in document.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            address = bytes(action.get("/URI", pikepdf.String(""))) if action is not None else b""
            if not address.startswith(prefix):
                continue
            name = address.removeprefix(prefix).decode()
            if name not in found.places:
                raise UnsetError(f"the book has no place {name!r} to link to")
            leads.add(name)
            del annotation["/A"]
            annotation["/Dest"] = pikepdf.String(name)
            annotation["/Contents"] = pikepdf.String(f"Page {found.places[name].number}")
    names = {name: each for name, each in found.places.items() if name in leads or not name.startswith("index:")}
    tree = pikepdf.NameTree.new(document)
    for name, place in sorted(names.items()):
        page = document.pages[place.page - 1]
        top = float(page.mediabox[3]) - max(place.y - ABOVE, 0)
        tree[name] = pikepdf.Array([page.obj, pikepdf.Name.XYZ, place.x, round(top, 1), pikepdf.Object.parse(b"null")])
    if "/Names" not in document.Root:
        document.Root.Names = pikepdf.Dictionary()
    document.Root.Names.Dests = tree.obj


def put(pdf: bytes, path: Path) -> None:
    """Write a file in one step: whoever reads it has the old one or the new one."""
    aside = path.with_suffix(".part")
    try:
        aside.write_bytes(pdf)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
