"""The archive's facts as one JSON file, beside the pages: same sources, same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from minutes.collect import domain_of
from minutes.corrections import in_order
from minutes.graph import Graph

SCHEMA_VERSION = 1
FILE = "minutes.json"


def data(graph: Graph) -> dict[str, Any]:
    """Objects, mentions, records, corrections and sources as plain JSON values, in a fixed order."""
    return {
        "schema": SCHEMA_VERSION,
        "objects": [asdict(each) for each in sorted(graph.objects.values())],
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
                "fields": [asdict(each) for each in filed.record.fields],
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
            {name: value for name, value in asdict(each).items() if name != "line"} for each in graph.sources.values()
        ],
    }


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file for builders that make a site; in an e-book it would be a stranger."""
    if exception is None and app.builder.format == "html" and app.builder.name != "epub":
        text = json.dumps(data(domain_of(app.env).graph), ensure_ascii=False, indent=1, sort_keys=True)
        (Path(app.outdir) / FILE).write_text(text + "\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write)
