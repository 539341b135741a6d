"""The archive's facts as one JSON file, beside the pages: same sources, same bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, cast

from sphinx.application import Sphinx

from minutes import again, folding, state
from minutes.collect import domain_of
from minutes.corrections import in_order
from minutes.graph import Filed, Graph, Incoming, Object
from minutes.state import NotSimpleError
from minutes.vocabulary import RECORD_KINDS

SCHEMA_VERSION = 1
_quoted: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode
FILE = "minutes.json"


#: An entry of a list, and the page that it is of.
_Owned = tuple[str, dict[str, Any]]


def data(graph: Graph) -> dict[str, Any]:
    """Objects, mentions, records, corrections and sources as plain JSON values, in a fixed order."""
    return data_but_lists(graph) | {name: [entry for _, entry in found] for name, found in _lists(graph).items()}


def data_but_lists(graph: Graph) -> dict[str, Any]:
    """What stands in no page's name."""
    return {
        "schema": SCHEMA_VERSION,
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


def _lists(graph: Graph, pages: Collection[str] | None = None) -> dict[str, Iterable[_Owned]]:
    """The lists whose entries are each of a page, in their order; those of some *pages* alone, if they are given."""
    wanted = sorted(graph.heads if pages is None else pages)
    objects: Iterable[Object] = graph.objects.values()
    filed: Mapping[str, Iterable[Filed]] = graph.records
    if pages is not None:
        declared = [page for each in wanted if (page := graph.page(each))]
        objects = [found for page in declared for found in (page, *folding.parts(graph, page).values())]
        by_date = [each for docname in sorted(wanted, key=graph.when) for each in graph.filed.get(docname, ())]
        filed = {kind: [each for each in by_date if each.record.kind == kind] for kind in RECORD_KINDS}
    return {
        "objects": ((each.docname, _flat(each)) for each in sorted(objects, key=attrgetter(*_names(Object)))),
        "mentions": ((docname, _mention(each)) for docname in wanted for each in graph.outgoing.get(docname, ())),
        "records": ((each.docname, _record(each)) for kind in sorted(filed) for each in filed[kind]),
    }


def _mention(found: Incoming) -> dict[str, Any]:
    place = found.mention.place
    return {
        "target": found.target.id,
        "page": found.source,
        "anchor": place.block or place.item,
        "relation": found.mention.relation,
        "sentence": str(found.mention.sentence),
        "editorial": place.editorial,
    }


def _record(found: Filed) -> dict[str, Any]:
    record = found.record
    return {
        "id": found.object.id,
        "kind": record.kind,
        "text": record.text,
        "fields": [_flat(each) for each in record.fields],
    }


def _flat(each: Any) -> dict[str, Any]:
    """The fields of a dataclass whose values are plain already; `asdict` would copy each of them."""
    return {name: getattr(each, name) for name in _names(cast(Hashable, type(each)))}


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))  # type: ignore[arg-type]


def _listed(value: Any) -> Iterator[str]:
    """A list, each entry a piece; anything else as one."""
    if not isinstance(value, list) or not value:
        yield indented(value, 1)
        return
    between = "[\n  "
    for each in value:
        yield f"{between}{indented(each, 2)}"
        between = ",\n  "
    yield "\n ]"


def indented(value: Any, depth: int) -> str:
    """A value, from its first letter on; *depth* is that of its brackets."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, dict | list | tuple) or not value:
        return json.dumps(value, ensure_ascii=False)
    end, inside = "\n" + " " * depth, "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        items = [f"{_quoted(key)}: {indented(value[key], depth + 1)}" for key in sorted(value)]
        return f"{{{inside}{f',{inside}'.join(items)}{end}}}"
    items = [indented(each, depth + 1) for each in value]
    return f"[{inside}{f',{inside}'.join(items)}{end}]"


# -- the file -----------------------------------------------------------------------------------------

_BETWEEN = ",\n  "


@dataclass(slots=True)
class Layout:
    """Where in the file each page's entries stand: of each list, its first byte, and (page, bytes) of each run."""

    starts: dict[str, int] = field(default_factory=dict)
    runs: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def _runs(found: Iterable[_Owned]) -> Iterator[tuple[str, bytes]]:
    """Entries of one page and kind, which stand side by side, as text."""
    for (owner, _), group in groupby(found, key=lambda each: (each[0], each[1].get("type", each[1].get("kind")))):
        yield owner, _BETWEEN.join(indented(entry, 2) for _, entry in group).encode()


def write_file(path: Path, graph: Graph) -> Layout:
    """Write the file, a page's entries at a time."""
    layout, whole, lists = Layout(), data_but_lists(graph), _lists(graph)
    with path.open("wb") as file:
        between = "{\n "
        for name in sorted({*whole, *lists}):
            file.write(f"{between}{_quoted(name)}: ".encode())
            between = ",\n "
            if name in whole:
                file.writelines(piece.encode() for piece in _listed(whole[name]))
                continue
            runs = layout.runs[name] = []
            for owner, run in _runs(lists[name]):
                file.write(b"[\n  " if not runs else _BETWEEN.encode())
                layout.starts.setdefault(name, file.tell())
                file.write(run)
                runs.append((owner, len(run)))
            file.write(b"\n ]" if runs else b"[]")
        file.write(b"\n}\n")
    return layout


def splice(old: Path, new: Path, layout: Layout, graph: Graph, pages: Collection[str]) -> Layout:
    """Write the file anew with other entries for some pages; NotSimpleError if these stand in other places now."""
    made, cuts = Layout(dict(layout.starts)), []
    for name, found in _lists(graph, pages).items():
        fresh: dict[str, list[bytes]] = {}
        for owner, run in _runs(found):
            fresh.setdefault(owner, []).append(run)
        at, runs = layout.starts.get(name, 0), []
        for owner, length in layout.runs[name]:
            if owner in pages:
                if not fresh.get(owner):
                    raise NotSimpleError(f"{owner} has fewer entries in {FILE}")
                run = fresh[owner].pop(0)
                cuts.append((at, at + length, run))
                runs.append((owner, len(run)))
            else:
                runs.append((owner, length))
            at += length + len(_BETWEEN)
        if any(fresh.values()):
            raise NotSimpleError(f"there are more entries in {FILE}")
        made.runs[name] = runs
    cuts.sort()
    for name, start in layout.starts.items():
        made.starts[name] = start + sum(len(run) - (end - first) for first, end, run in cuts if end <= start)
    with old.open("rb") as source, new.open("wb") as target:
        at = 0
        for start, end, run in cuts:
            _copy(source, target, start - at)
            target.write(run)
            source.seek(end)
            at = end
        shutil.copyfileobj(source, target, _BLOCK)
    return made


_BLOCK = 1 << 22


def _copy(source: BinaryIO, target: BinaryIO, number: int) -> None:
    while number:
        block = source.read(min(number, _BLOCK))
        target.write(block)
        number -= len(block)


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the file for builders that make a site; in an e-book it would be a stranger."""
    if exception is None and app.builder.format == "html" and app.builder.name != "epub":
        path = Path(app.outdir) / FILE
        if not again.needless(app, "export", path):
            layout = write_file(path, domain_of(app.env).graph)
            save_layout(state.folder(Path(app.doctreedir), app.builder.name), layout)
            again.done(app, "export")


def save_layout(folder: Path, layout: Layout) -> None:
    """Keep where entries stand for the next build."""
    state.save(folder / state.LAYOUT, (layout.starts, layout.runs))


def load_layout(folder: Path) -> Layout:
    """What was kept; NotSimpleError if nothing was."""
    found = state.load(folder / state.LAYOUT)
    if found is None:
        raise NotSimpleError(f"it is not known what {FILE} holds")
    return Layout(*found)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write)
