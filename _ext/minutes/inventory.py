"""The inventory that other sites link by, after an edit: Sphinx writes it whole, and of an edit few lines change."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.builders import Builder

from minutes.graph import Object

FILE = "objects.inv"
#: Lines above what is compressed.
_HEAD = 4


def entry(found: Object) -> tuple[str, str, str, str, str, int]:
    """What Sphinx is told of an object: name, what it is called, type, page, anchor, and how early it is found."""
    return found.id, found.label, found.type, found.docname, found.anchor, 2 if found.type == "record" else 1


def line(found: Object, builder: Builder) -> str:
    """The line of an object, as Sphinx writes it."""
    name, label, kind, docname, anchor, priority = entry(found)
    uri = builder.get_target_uri(docname)
    if anchor:
        uri += f"#{anchor.removesuffix(name)}$" if anchor.endswith(name) else f"#{anchor}"
    return f"{name} minutes:{kind} {priority} {uri} {'-' if label == name else label}"


def splice(old: Path, new: Path, objects: Iterable[Object], builder: Builder) -> None:
    """Write an inventory anew, with other words for some objects that are in it."""
    lines = {found.id: line(found, builder) for found in objects}
    head, body = _split(old.read_bytes())
    text = "".join(f"{each}\n" for each in _replaced(body.decode(), lines))
    packer = zlib.compressobj(9)
    new.write_bytes(head + packer.compress(text.encode()) + packer.flush())


def _split(data: bytes) -> tuple[bytes, bytes]:
    end = 0
    for _ in range(_HEAD):
        end = data.index(b"\n", end) + 1
    return data[:end], zlib.decompress(data[end:])


def _replaced(text: str, lines: dict[str, str]) -> Iterator[str]:
    for each in text.split("\n")[:-1]:
        name, _, rest = each.partition(" ")
        yield lines[name] if name in lines and rest.startswith("minutes:") else each
