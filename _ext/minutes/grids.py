"""Tables with a head for each row and column: who covered what, the archive in figures, what was seen in part.

Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes.drawing import bare
from minutes.graph import Graph, Object
from minutes.model import Meeting
from minutes.views import WHOLE, Value, by
from minutes.vocabulary import RECORD_KINDS

#: The kinds of records that the archive in figures counts.
COUNTED = ("decision", "proposal", "request", "undertaking", "statistic", "difference")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head for each row and column."""

    corner: str
    columns: tuple[Value, ...]
    rows: tuple[tuple[Value, tuple[tuple[Value, ...], ...]], ...]
    kind: str  #: what it is a table of


def table_of(graph: Graph, docname: str, argument: str) -> Grid:
    """Something set out in rows and columns; *argument* is a key of `TABLES`."""
    return TABLES[argument](graph)


def _entries(graph: Graph) -> list[tuple[Object, Meeting]]:
    """All meetings with their entries, by date."""
    found = ((each, graph.heads[each.docname].entry) for each in graph.of_type("meeting"))
    return [(each, entry) for each, entry in found if isinstance(entry, Meeting)]


def _accounts(graph: Graph) -> Grid:
    """Who covered what: a row for each meeting, a column for each author of several accounts, and one for the others."""
    meetings = _entries(graph)
    keys = {each.id: (*entry.accounts, *entry.other_accounts) for each, entry in meetings}
    counts: Counter[Object] = Counter()
    for found in keys.values():
        counts.update({author for key in found for author in graph.authors(key)})
    authors = sorted(
        (each for each, count in counts.items() if count > 1), key=lambda each: (-counts[each], each.label)
    )

    def cells(found: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        for author in authors:
            yield tuple(graph.sources[key] for key in found if author in graph.authors(key))
        yield tuple(
            graph.sources[key] for key in found if key in graph.sources and not set(authors) & set(graph.authors(key))
        )

    rows = tuple((bare(each), tuple(cells(keys[each.id]))) for each, _ in meetings)
    return Grid("Meeting", (*map(bare, authors), "Others and unsigned"), rows, "accounts")


def _figures(graph: Graph) -> Grid:
    """The archive in figures, year by year."""
    years = [(year, list(group)) for year, group in groupby(_entries(graph), key=lambda each: each[1].date[:4])]
    records = (RECORD_KINDS[kind].register.capitalize() for kind in COUNTED)
    columns = ("Meetings", "Accounts", "Seen whole", "Seen in part", *records)

    def cells(meetings: Sequence[tuple[Object, Meeting]]) -> tuple[tuple[str], ...]:
        keys = {key for _, entry in meetings for key in (*entry.accounts, *entry.other_accounts)}
        seen = [graph.sources[key].seen.startswith(WHOLE) for key in keys if key in graph.sources]
        kinds: Counter[str] = Counter()
        for each, _ in meetings:
            kinds.update(dict(graph.heads[each.docname].records))
        held = sum(1 for _, entry in meetings if not entry.cancelled)
        numbers = (held, len(seen), sum(seen), len(seen) - sum(seen), *(kinds[kind] for kind in COUNTED))
        return tuple((f"{each:,}",) for each in numbers)

    rows = [(_year_page(graph, year), cells(found)) for year, found in years]
    total = cells([each for _, found in years for each in found])
    return Grid("Year", columns, (*rows, ("All", total)), "figures")


def _year_page(graph: Graph, year: str) -> Object | str:
    """The page of a year, if there is one."""
    docname = f"meetings/{year}"
    return graph.shown(docname) if docname in graph.heads else year


def _in_part(graph: Graph) -> Grid:
    """The accounts of meetings of which only a part was seen, with how much."""
    rows: list[tuple[Value, tuple[tuple[Value, ...], ...]]] = []
    for meeting, entry in _entries(graph):
        for key in (*entry.accounts, *entry.other_accounts):
            source = graph.sources.get(key)
            if source and not source.seen.startswith(WHOLE):
                rows.append((bare(meeting), ((by(source), source), (source.seen,))))
    return Grid("Meeting", ("Account", "Seen"), tuple(rows), "in-part")


TABLES: dict[str, Callable[[Graph], Grid]] = {"accounts": _accounts, "figures": _figures, "in-part": _in_part}
