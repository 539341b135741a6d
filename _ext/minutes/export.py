"""The archive's facts as one JSON file, beside the pages: same sources, same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import asdict, fields
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx

from minutes import again
from minutes.collect import domain_of
from minutes.corrections import in_order
from minutes.graph import Graph, Object

SCHEMA_VERSION = 1
_quoted: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode
FILE = "minutes.json"


def data(graph: Graph) -> dict[str, Any]:
    """Objects, mentions, records, corrections and sources as plain JSON values, in a fixed order."""
    return {
        "schema": SCHEMA_VERSION,
        "objects": [_flat(each) for each in sorted(graph.objects.values(), key=attrgetter(*_names(Object)))],
        "mentions": [
            {
                "target": each.target.id,
                "page": docname,
                "anchor": each.mention.place.block or each.mention.place.item,
                "relation": each.mention.relation,
                "sentence": str(each.mention.sentence),
                "editorial": each.mention.place.editorial,
            }
            for docname in sorted(graph.outgoing)
            for each in graph.outgoing[docname]
        ],
        "records": [
            {
                "id": filed.object.id,
                "kind": kind,
                "text": filed.record.text,
                "fields": [_flat(each) for each in filed.record.fields],
            }
            for kind in sorted(graph.records)
            for filed in graph.records[kind]
        ],
        "corrections": [
            {
                **{name: value for name, value in asdict(each.correction).items() if name not in ("anchor", "line")},
                "id": each.correction.anchor,
                "page": each.docname,
                "target": each.target.id,
                "docname": each.target.docname,
                "anchor": each.target.anchor,
                "label": each.target.label,
            }
            for each in in_order(graph.corrections.values())
        ],
        "sources": [
            {name: value for name, value in _flat(each).items() if name != "line"} for each in graph.sources.values()
        ],
    }


def _flat(each: Any) -> dict[str, Any]:
    """The fields of a dataclass whose values are plain already; `asdict` would copy each of them."""
    return {name: getattr(each, name) for name in _names(cast(Hashable, type(each)))}


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))  # type: ignore[arg-type]


def text(data: Mapping[str, Any]) -> Iterator[str]:
    """Such values as the text of the file, piece by piece: each entry indented, its names in order.

    What `json` writes itself, with an indent, it writes in Python, and takes ten times as long.
    """
    between = "{\n "
    for name in sorted(data):
        yield f"{between}{_quoted(name)}: "
        between = ",\n "
        yield from _listed(data[name])
    yield "\n}\n"


def _listed(value: Any) -> Iterator[str]:
    """A list, each entry a piece; anything else as one."""
    if not isinstance(value, list) or not value:
        yield _indented(value, 1)
        return
    between = "[\n  "
    for each in value:
        yield f"{between}{_indented(each, 2)}"
        between = ",\n  "
    yield "\n ]"


def _indented(value: Any, depth: int) -> str:
    """A value, from its first letter on; *depth* is that of its brackets."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, dict | list | tuple) or not value:
        return json.dumps(value, ensure_ascii=False)
    end, inside = "\n" + " " * depth, "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        items = [f"{_quoted(key)}: {_indented(value[key], depth + 1)}" for key in sorted(value)]
        return f"{{{inside}{f',{inside}'.join(items)}{end}}}"
    items = [_indented(each, depth + 1) for each in value]
    return f"[{inside}{f',{inside}'.join(items)}{end}]"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file for builders that make a site; in an e-book it would be a stranger."""
    if exception is None and app.builder.format == "html" and app.builder.name != "epub":
        path = Path(app.outdir) / FILE
        if not again.needless(app, "export", path):
            with path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(text(data(domain_of(app.env).graph)))
            again.done(app, "export")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write)
