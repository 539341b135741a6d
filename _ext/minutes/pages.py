"""What each kind of page holds: its views, where they stand, and when it must be written again.

Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minutes import backlinks, grids, listings, memberships, pictures, registers, views
from minutes.graph import Graph
from minutes.heads import cited_whole
from minutes.prints import Prints
from minutes.vocabulary import ATTRIBUTED

#: What can be asked for: a pure function of graph, docname and argument each.
VIEWS: dict[str, Callable[[Graph, str, str], object]] = {
    "card": views.card,
    "mentions": backlinks.mentions,
    "links-here": backlinks.mentions,
    "posts": memberships.posts,
    "companions": views.companions,
    "matters": views.matters,
    "involved": views.involved,
    "evidence": registers.evidence,
    "marks": registers.marks,
    "written": views.written,
    "told": views.told,
    "differences": registers.differences,
    "holders": memberships.holders,
    "table-of": grids.table_of,
    "cast": views.cast,
    "neighbours": views.neighbours,
    "records": registers.records,
    "register": registers.register,
    "list-of": listings.list_of,
    "correction": views.correction,
    "corrections": views.corrections,
    "drawing": pictures.shown,
    "cited-by": backlinks.cited_by,
}

#: A view and its argument.
Wanted = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A generated section of a page."""

    anchor: str
    title: str
    views: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The generated parts of a kind of page, around its prose."""

    head: tuple[Wanted, ...]
    sections: tuple[Section, ...]
    foot: tuple[Wanted, ...] = ()
    after_lead: bool = False  #: the head follows the first paragraph, which is the definition

    def __iter__(self) -> Iterator[Wanted]:
        yield from self.head
        for section in self.sections:
            yield from section.views
        yield from self.foot


LAYOUTS: dict[str, Layout] = {
    "meeting": Layout(
        head=(("card", ""), ("marks", "")),
        sections=(
            Section("account-by-account", "Account by account", (("told", ""), ("differences", ""))),
            Section(
                "people-and-terms",
                "People and terms",
                (("drawing", "neighbourhood"), ("cast", "person"), ("cast", "term")),
            ),
            Section("records", "Records", (("records", ""),)),
            Section("links-here", "What links here", (("links-here", ""),)),
        ),
        foot=(("corrections", ""), ("neighbours", "")),
    ),
    "person": Layout(
        head=(("card", ""),),
        sections=(
            Section(
                "posts",
                "Posts",
                (
                    ("drawing", "tenure"),
                    ("posts", ""),
                ),
            ),
            Section("appearances", "Appearances", (("mentions", "meetings"), ("written", ""))),
            Section(
                "seen-with", "People and matters", (("drawing", "neighbourhood"), ("companions", ""), ("matters", ""))
            ),
            Section("elsewhere", "Elsewhere in the archive", (("mentions", "elsewhere"),)),
        ),
        foot=(("corrections", ""),),
    ),
    "term": Layout(
        head=(("card", ""), ("holders", "")),
        sections=(
            Section("mentions", "In the meetings", (("evidence", ""), ("mentions", "meetings"))),
            Section(
                "near",
                "Who and what stands near",
                (
                    ("drawing", "neighbourhood"),
                    ("involved", ""),
                ),
            ),
            Section("elsewhere", "Elsewhere in the archive", (("mentions", "elsewhere"),)),
        ),
        foot=(("corrections", ""),),
        after_lead=True,
    ),
}


def labelled(graph: Graph, docname: str) -> set[str]:
    """The keys of the sources whose labels stand on a page, whether it cites them or one of its lists does."""
    ledger = graph.ledgers[docname]
    keys = {each.key for each in ledger.citations} | cited_whole(ledger).keys()
    for name, argument in _wanted(graph, docname):
        match name, argument:
            case "written", _:
                keys |= {each.key for each in views.written(graph, docname)}
            case "holders", _:
                keys |= {each.post.membership.source for each in memberships.holders(graph, docname)}
            case "register", "difference":
                fields = (each for filed in graph.records.get(argument, ()) for each in filed.record.fields)
                keys |= {key for each in fields if each.name in ATTRIBUTED for key in each.target.split(",")}
            case "table-of", _:
                keys |= graph.sources.keys()
    return keys


def _wanted(graph: Graph, docname: str) -> list[Wanted]:
    ledger = graph.ledgers[docname]
    wanted = list(LAYOUTS[ledger.entry.type] if ledger.entry and graph.page(docname) else ())
    return wanted + [(view.name, view.argument) for view in ledger.views]


def fingerprint(graph: Graph, docname: str) -> bytes:
    """A digest of everything on a page that comes from other pages.

    It changes exactly when the page must be written again although its own file did not change.
    """
    ledger, prints = graph.ledgers[docname], graph.once(Prints)
    shown = [
        prints.told(backlinks.mentioning(graph, docname, argument))
        if VIEWS[name] is backlinks.mentions
        else VIEWS[name](graph, docname, argument)
        for name, argument in _wanted(graph, docname)
    ]
    linked = [each.target for each in graph.outgoing.get(docname, ())]
    cited = [graph.sources.get(each.key) for each in ledger.citations]
    return prints.of((shown, linked, cited, ledger.title, sorted(graph.registers.items())))
