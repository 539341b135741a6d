"""The Sphinx domain: keeps one ledger a page, and finds what a link means."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

from minutes import corrections, faulty, folding, identifiers, inventory, markup, paging, previews, reader
from minutes.graph import Graph, Object
from minutes.identifiers import Recorded
from minutes.model import Ledger, Problem, Source
from minutes.redirects import Places, Redirects, Settled
from minutes.vocabulary import FIELDS, OBJECT_TYPES, RELATIONS

#: The builders that make a site of many pages, each with an address of its own on the web.
SITES = ("html", "dirhtml")


class MinutesDomain(Domain):
    """Meetings, items, people, terms and records."""

    name = "minutes"
    label = "Minutes"
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind, *(RELATIONS if kind in ("person", "term") else ())) for kind in OBJECT_TYPES
    }
    roles: ClassVar[dict[str, Any]] = {
        **{kind: markup.LinkRole() for kind in (*OBJECT_TYPES, *RELATIONS)},
        **{name: markup.FieldRole() for name in FIELDS},
        "sic": markup.SicRole(),
    }
    directives: ClassVar[dict[str, Any]] = {
        "editorial": markup.Editorial,
        "correction": markup.CorrectionEntry,
        "drawing": markup.ViewDirective,
        "list-of": markup.ViewDirective,
        "table-of": markup.ViewDirective,
        "register": markup.ViewDirective,
        "search": markup.SearchField,
    }
    initial_data: ClassVar[dict[str, Any]] = {"ledgers": {}}  # docname -> Ledger
    data_version = 2

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.sources: dict[str, Source] = {}
        self.faults: list[Problem] = []
        self.recorded = Recorded({})
        self.redirects = Redirects()
        self._settled: Settled | None = None
        self._graph: Graph | None = None
        self._taken = False  # whether others have folded the graph
        self._told: list[Problem] = []  # and their problems
        #: The pages that were edited, where these alone are read again and all else is as it was: see `retouch`.
        self.edited: frozenset[str] = frozenset()
        #: Of the page that is being written, the parts of its lists that go on elsewhere: page -> (title, HTML).
        self.continued: dict[str, dict[str, tuple[str, str]]] = {}

    # -- what was read --------------------------------------------------------------------------

    @property
    def ledgers(self) -> dict[str, Ledger]:
        """The ledgers of all pages, by docname."""
        return self.data["ledgers"]  # type: ignore[no-any-return]

    @property
    def graph(self) -> Graph:
        """All ledgers folded together; made anew after any of them changed."""
        if self._graph is None:
            self._graph = folding.of_ledgers(self.ledgers.values(), self.sources, self.redirects)
        return self._graph

    @property
    def settled(self) -> Settled:
        """What follows from the redirects for the pages there are; made anew after any of them changed."""
        if self._settled is None:
            self._settled = self.redirects.settled(Places.of(self.ledgers.values()))
        return self._settled

    @property
    def problems(self) -> list[Problem]:
        """Those of the pages, and of the ids that were once published."""
        if self._taken:
            return self._told
        of_ids = identifiers.problems(self.recorded, self.redirects, self.ledgers.values())
        return sorted({*faulty.problems(self.graph, self.faults), *of_ids, *corrections.faults(self.graph, self._read)})

    def _read(self, docname: str) -> reader.Page:
        """A page with its text, which the ledger does not keep."""
        path = Path(self.env.doc2path(docname))
        return reader.read_bytes(docname, self.ledgers[docname].path, path.read_bytes())

    def note_ledger(self, ledger: Ledger) -> None:
        """Keep the facts of a page that was read."""
        self.ledgers[ledger.docname] = ledger
        self._forget()

    def note_bibliography(self, sources: dict[str, Source], faults: list[Problem]) -> None:
        """Keep the sources, read anew in every build."""
        self.sources, self.faults = sources, faults
        self._forget()

    def note_published(self, recorded: Recorded, redirects: Redirects) -> None:
        """Keep the ids that were published and where they went, read anew in every build."""
        self.recorded, self.redirects = recorded, redirects
        self._forget()

    @property
    def taken(self) -> bool:
        """Whether others have folded the graph, of an archive of which only some pages are read."""
        return self._taken

    def take(
        self, graph: Graph, there: Places, *, edited: Iterable[str] = (), problems: Iterable[Problem] = ()
    ) -> None:
        """Take over a graph that others have folded, and its problems: see `small` and `excerpting`."""
        self._taken, self._told, self.edited = True, list(problems), frozenset(edited)
        self._graph, self._settled = graph, self.redirects.settled(there)

    def _forget(self) -> None:
        """What was made of all that was read has to be made anew."""
        if not self._taken:
            self._graph = self._settled = None

    def clear_doc(self, docname: str) -> None:
        self.ledgers.pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        # A worker's environment also holds stale copies of the pages that others read.
        for docname in docnames:
            if ledger := otherdata["ledgers"].get(docname):
                self.note_ledger(ledger)

    # -- links ----------------------------------------------------------------------------------

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        if typ == "place":  # made by a view, which knows where it goes
            return make_refnode(builder, fromdocname, node["place"][0], node["place"][1], contnode)
        if typ == "register":
            size = builder.config.minutes_part_size if builder.name in SITES else sys.maxsize
            place = paging.page_of_record(self.graph, target, node["refdoc"], node["anchor"], size)
            return make_refnode(builder, fromdocname, place, node["anchor"], contnode) if place else None
        found = self.graph.find("" if typ in RELATIONS else typ, target, node.get("refdoc", fromdocname))
        if len(found) != 1:
            return None  # reported with its file and line by the graph
        return self._reference(builder, fromdocname, found[0], typ, node, contnode)

    def _reference(
        self,
        builder: Builder,
        fromdocname: str,
        found: Object,
        typ: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference:
        if not node.get("refexplicit") and (typ in ("meeting", "item", "record") or not contnode.astext()):
            contnode = nodes.inline("", found.label, classes=contnode["classes"])
        title = previews.short(found.preview, previews.TITLE) or None
        return make_refnode(builder, fromdocname, found.docname, found.anchor, contnode, title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        refdoc = node.get("refdoc", fromdocname)
        found = self.graph.find("any", target, refdoc)
        if [each.docname for each in found if not each.anchor] == [docname_join(refdoc, target)]:
            return []  # `[x](ann-ash)` in people/: the standard domain knows the page, and two answers are a warning
        return [
            (f"minutes:{each.type}", self._reference(builder, fromdocname, each, "any", node, contnode))
            for each in found
        ]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for each in sorted(self.graph.objects.values()):
            yield inventory.entry(each)
        for old, found in self.graph.moved_objects():
            yield old, found.label, found.type, found.docname, found.anchor, -1  # for other sites; not to be found here
