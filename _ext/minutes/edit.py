"""Some edited pages of an archive, and the archive before and after: what the edit shows on, and what is kept of it.

Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from minutes import checking, delta, faulty, folding, pages, reader, redirects, state, stretches
from minutes.graph import Graph, Object
from minutes.heads import head_of
from minutes.memory import digest
from minutes.model import Ledger
from minutes.neighbourhood import neighbourhood
from minutes.shelf import Shelf, Stamp
from minutes.state import NotSimpleError

#: More pages than these are left to a whole build.
MOST = 20
#: Lists of the whole archive: whether one changed is not asked anew, since that takes as long as to write it.
_WHOLE = {("drawing", "timeline"), ("list-of", "calendar"), ("drawing", "graph"), ("list-of", "ties")}


class Edit:
    """Some edited pages of an archive, and the archive before and after."""

    def __init__(self, root: Path, known: Path, docnames: Sequence[str]) -> None:
        self.root, self.known, self.docnames = root, known, tuple(docnames)
        self.shelf = Shelf(known / state.SHELF)
        self.prints: state.Prints = state.load(known / state.PRINTS) or {}
        self.near: dict[str, tuple[str, ...]] = state.load(known / state.NEAR) or {}
        paths = {f"{docname}.md" for docname in docnames}
        if not self.prints or len(docnames) > MOST or not all(each in self.shelf for each in paths):
            raise NotSimpleError("there is no earlier build of these pages")
        sources, faults = checking.read_bibliography(root)
        if faults:
            raise NotSimpleError("the bibliography has faults")
        moved = redirects.read(root)
        heads = {head.docname: head for head in map(self.shelf.head, self.shelf)}
        self.read = {docname: self._read(docname) for docname in docnames}
        edited = {docname: head_of(ledger) for docname, ledger in self.read.items()}
        if not all(delta.same_for_all(heads[docname], head) for docname, head in edited.items()):
            raise NotSimpleError("the edit may show anywhere")
        self.before = folding.fold(heads, self._as_built, sources, moved)
        self.after = folding.refold(
            self.before, edited, lambda docname: self.read.get(docname) or self._as_built(docname), moved
        )

    def _as_built(self, docname: str) -> Ledger:
        return self.shelf.ledger(f"{docname}.md")

    def _read(self, docname: str) -> Ledger:
        path = self.root / f"{docname}.md"
        data = path.read_bytes()
        if reader.unreadable(docname, data):
            raise NotSimpleError(f"{docname} can't be read")
        return reader.read_bytes(docname, f"{docname}.md", data).ledger

    def touched(self) -> delta.Touched:
        """What the edit may show on; raises NotSimpleError if that is not told, or if the pages have faults."""
        found = delta.Touched()
        for docname in self.docnames:
            if fault := next(faulty.of_page(self.after, docname), None):
                raise NotSimpleError(str(fault))
            one = delta.touched(self.before, self.after, docname, self.near)
            if one is None or one.bibliography:
                raise NotSimpleError(f"an edit of {docname} may show anywhere")
            found.pages |= one.pages
        found.pages -= set(self.docnames)
        return found

    def stale(self, touched: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Those of some pages that do show something else, with the digest of what they show."""
        for docname in sorted(touched):
            head = self.after.heads[docname]
            wanted = {(view.name, view.argument) for view in head.views}
            if any(stretches.is_long(*each) for each in wanted) or wanted & _WHOLE:
                yield docname, b""
            elif (shown := pages.fingerprint(self.after, docname)) != self.prints[docname][0]:
                yield docname, shown

    def relabelled(self, docname: str) -> list[Object]:
        """What an edited page declares under other words than before."""
        old, new = (
            {page.id: page, **folding.parts(graph, page)} if (page := graph.page(docname)) else {}
            for graph in (self.before, self.after)
        )
        return [each for name, each in new.items() if each.label != old[name].label]

    def save(self, folder: Path, stale: Iterable[tuple[str, bytes]]) -> None:
        """Put the state after the edit into a folder."""
        for docname, shown in (*stale, *((each, pages.fingerprint(self.after, each)) for each in self.docnames)):
            self.prints[docname] = (shown, self.prints[docname][1])
        state.save(folder / state.PRINTS, self.prints)
        state.save(
            folder / state.RETOUCHED, sorted({*(state.load(self.known / state.RETOUCHED) or ()), *self.docnames})
        )
        for ledger in self.read.values():
            made_of = digest(b"retouched", (self.root / ledger.path).read_bytes())
            self.shelf.put(ledger.path, made_of, Stamp(0, 0), ledger)
        self.shelf.save_in(folder / state.SHELF)


def near(graph: Graph, docnames: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The ids that the drawings of some pages show."""
    shown = ((docname, neighbourhood(graph, docname)) for docname in docnames if graph.page(docname))
    return {docname: tuple(each.object.id for each in found.near) for docname, found in shown if found}
