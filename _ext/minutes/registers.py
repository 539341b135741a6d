"""Records: of a kind in their register, of a meeting on its page, and about a term. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from minutes import dates
from minutes.drawing import bare
from minutes.graph import Filed, Graph, Object
from minutes.model import Field, Record, Source
from minutes.vocabulary import ATTRIBUTED, EVIDENCE, RECORD_KINDS, RELATIONS


@dataclass(frozen=True, slots=True)
class Version:
    """What one side has where accounts differ, and the sources that have it."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where accounts differ: the versions side by side, and what settles it."""

    filed: Filed
    versions: tuple[Version, ...]
    settled: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A record in its register."""

    filed: Filed
    meeting: Object
    item: Object | None
    cells: tuple[tuple[str | Object | Version, ...], ...]
    others: tuple[Object, ...]  #: people and terms that no cell shows


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its kind and rows by date."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def evidence(graph: Graph, docname: str, argument: str = "") -> tuple[tuple[Object, tuple[Filed, ...]], ...]:
    """The decisions, figures and other records about a term or a narrower one: by meeting, in order."""
    own = graph.page(docname)
    if own is None:
        return ()
    found = {
        filed.object.id: filed
        for term in graph.family(own.id)
        for filed in graph.recorded.get(term, ())
        if filed.record.kind in EVIDENCE
    }
    ordered = sorted(found.values(), key=lambda each: graph.order(each.object))
    return tuple(
        (graph.objects[graph.heads[page].slug], tuple(group))
        for page, group in groupby(ordered, key=lambda each: each.docname)
    )


def marks(graph: Graph, docname: str, argument: str = "") -> tuple[tuple[str, int], ...]:
    """The kinds of record on a meeting's page, with their numbers."""
    return tuple((kind, len(found)) for kind, found in records(graph, docname))


def records(graph: Graph, docname: str, argument: str = "") -> tuple[tuple[str, tuple[Filed, ...]], ...]:
    """The records of one meeting, by kind."""
    filed = graph.filed.get(docname, ())
    found = ((kind, tuple(each for each in filed if each.record.kind == kind)) for kind in RECORD_KINDS)
    return tuple((kind, each) for kind, each in found if each)


def _cells(graph: Graph, record: Record, docname: str) -> Iterator[tuple[str | Object | Version, ...]]:
    for _, fields in RECORD_KINDS[record.kind].columns:
        cell: list[str | Object | Version] = []
        for each in record.fields:
            if each.name in fields:
                found = graph.find("", each.target, docname) if each.name in RELATIONS else ()
                value: str | Object | Version = found[0] if len(found) == 1 else _field(each)
                if each.name in ATTRIBUTED:
                    value = _version(graph, each)
                if value not in cell:
                    cell.append(value)
        yield tuple(cell)


def _field(found: Field) -> str:
    """A field in a register: what the prose says, and what that resolves to."""
    if found.name == "value":
        return found.target
    if found.target != found.text and found.name in ("due", "as-of") and not dates.fault(found.target):
        return f"{found.text} ({dates.words(found.target)})"
    return found.text


def _version(graph: Graph, found: Field) -> Version:
    return Version(found.text, tuple(graph.sources[key] for key in found.target.split(",") if key in graph.sources))


def row(graph: Graph, filed: Filed) -> Row:
    """A record as its register shows it."""
    slug = graph.ledgers[filed.docname].slug
    item = graph.objects.get(f"{slug}#{filed.record.place.item}")
    cells = tuple(_cells(graph, filed.record, filed.docname))
    shown = {each for cell in cells for each in cell}
    others = tuple(each for each in filed.mentioned if each not in shown)
    return Row(filed, bare(graph.objects[slug]), bare(item) if item else None, cells, others)


def register(graph: Graph, docname: str, argument: str) -> Register:
    """All records of a kind, by date and place."""
    return register_of(graph, argument, graph.records.get(argument, ()))


def register_of(graph: Graph, kind: str, filed: Iterable[Filed]) -> Register:
    """Some records of a kind."""
    columns = tuple(title for title, _ in RECORD_KINDS[kind].columns)
    return Register(kind, columns, tuple(row(graph, each) for each in filed))


def differences(graph: Graph, docname: str, argument: str = "") -> tuple[Difference, ...]:
    """Where the accounts of a meeting differ, in the order of its page."""
    filed = (each for each in graph.filed.get(docname, ()) if each.record.kind == "difference")

    def of(found: Filed, name: str) -> tuple[Version, ...]:
        return tuple(_version(graph, each) for each in found.record.fields if each.name == name)

    return tuple(Difference(each, of(each, "version"), of(each, "settled")) for each in filed)


def capital(text: str) -> str:
    """A record's words at the start of a line."""
    return text[:1].upper() + text[1:]
