"""All ledgers as one graph: who and what there is, and what links to it, and why.

The tables of a graph may be made entry by entry when they are asked for, as `minutes.folding` does it: whoever shows
one page then takes up the ledgers that this page shows, and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from minutes import dates, names
from minutes.asked import Asked
from minutes.heads import Head
from minutes.model import AND, Citation, Correction, Ledger, Meeting, Mention, Person, Problem, Record, Source

_Made = TypeVar("_Made")

#: Roles whose target may be a part of the page that has the link.
RELATIVE = ("item", "record", "any")


@dataclass(frozen=True, slots=True, order=True)
class Object:
    """Something with a permanent id that a link may point to."""

    type: str
    id: str
    docname: str
    anchor: str
    label: str
    preview: str = ""

    def __hash__(self) -> int:
        return hash(self.id)  # objects are counted and told apart all the time, and hardly two share an id


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mention seen from the thing mentioned."""

    source: str  #: docname of the page that mentions it
    target: Object
    mention: Mention


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation seen from the source cited."""

    source: str  #: docname of the page that cites it
    citation: Citation | None  #: None: the page as a whole rests on it (its front matter says so)
    line: int = 1


@dataclass(frozen=True, slots=True)
class Filed:
    """A record with the meeting and item that hold it, and the things its text links to."""

    object: Object
    record: Record
    docname: str
    mentioned: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the page or passage that it corrects."""

    correction: Correction
    target: Object
    docname: str  #: of the page that holds its entry


@dataclass(slots=True)
class Graph:
    """All that the views need; every list is in its final order."""

    heads: Mapping[str, Head] = field(default_factory=dict)  #: by docname, in order
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)  #: by docname, in order
    by_date: Sequence[str] = ()  #: docnames: meetings by date, then the others by title
    sources: dict[str, Source] = field(default_factory=dict)
    objects: Mapping[str, Object] = field(default_factory=dict)
    declared: dict[str, Object] = field(default_factory=dict)  #: the objects of pages, by slug
    authority: dict[str, names.Authority] = field(default_factory=dict)
    linking: Mapping[str, list[str]] = field(default_factory=dict)  #: by slug: pages that link to it or a part, by date
    citing: Mapping[str, list[str]] = field(default_factory=dict)  #: by key of a source: pages that cite it, by date
    incoming: Mapping[str, list[Incoming]] = field(default_factory=dict)
    outgoing: Mapping[str, list[Incoming]] = field(default_factory=dict)  #: by docname
    cited: Mapping[str, list[Cited]] = field(default_factory=dict)
    filed: Mapping[str, list[Filed]] = field(default_factory=dict)  #: by docname
    records: Mapping[str, list[Filed]] = field(default_factory=dict)  #: by kind
    recorded: Mapping[str, list[Filed]] = field(default_factory=dict)  #: by id of the person or term in their text
    narrower: dict[str, list[str]] = field(default_factory=dict)
    unsound: names.Authority = field(default_factory=names.Authority)  #: what the faulty pages would be called
    registers: dict[str, str] = field(default_factory=dict)  #: kind of record -> docname
    labels: dict[str, str] = field(default_factory=dict)  #: id of any page -> docname
    problems: list[Problem] = field(default_factory=list)
    corrections: Mapping[str, Corrected] = field(default_factory=dict)  #: by the id of the entry
    moved: dict[str, str] = field(default_factory=dict)  #: old id -> the one that it leads to
    made: dict[object, object] = field(default_factory=dict, compare=False, repr=False)  #: by what made it: see `once`
    meant: dict[tuple[str, str, str], tuple[Object, ...]] = field(default_factory=dict, compare=False, repr=False)

    # -- reading --------------------------------------------------------------------------------

    def page(self, docname: str) -> Object | None:
        """The object that a page declares."""
        return self.once(_pages).get(docname)

    def shown(self, docname: str) -> Object:
        """What lists have of a page: its object, else the page by its title."""
        return self.page(docname) or Object("page", docname, docname, "", self.heads[docname].title)

    def once(self, make: Callable[[Graph], _Made]) -> _Made:
        """What a function makes of the whole graph: made when it is first asked for, and kept for all pages.

        The graph must be whole by then, and what is made must not be changed.
        """
        if make not in self.made:
            self.made[make] = make(self)
        return self.made[make]  # type: ignore[return-value]  # each function keeps its own kind

    def of_type(self, kind: str) -> tuple[Object, ...]:
        """All objects of a type, meetings and items by date, the others by name."""
        return self.once(_by_type).get(kind, ())

    def order(self, found: Object) -> tuple[str, ...]:
        """How objects of one type are sorted."""
        known = self.once(_orders)
        if found.id not in self.objects:  # a part of a page
            return _order(self, found)
        return known[found.id]

    def when(self, docname: str) -> tuple[str, str, str]:
        """The sort key of a page: a meeting's dates, and after all meetings the other pages."""
        return self.once(_whens)[docname]

    def find(self, role: str, target: str, docname: str = "") -> tuple[Object, ...]:
        """What a role's target may mean: one object if all is well, several if ambiguous, else none."""
        asked = (role, target, docname if role in RELATIVE else "")
        if asked not in self.meant:
            self.meant[asked] = self._find(*asked)
        return self.meant[asked]

    def _find(self, role: str, target: str, docname: str) -> tuple[Object, ...]:
        if role == "doc":
            page, _, anchor = target.partition("#")
            found = self.page(page)
            found = self.part(found.id, anchor) if found and anchor else found
            return (found,) if found else ()
        if known := self.objects.get(target):
            if role in ("any", known.type) or (role == "" and known.type in ("person", "term")):
                return (known,)
        if role in RELATIVE:
            slug, hash_, anchor = target.partition("#")
            owner = slug if hash_ else self.heads[docname].slug if docname else ""
            part = self.part(owner, anchor if hash_ else target)
            if part is not None and role in ("any", part.type, "item" if part.type == "paragraph" else "any"):
                return (part,)
        kinds = {"": ("person", "term"), "any": ("person", "term", "meeting")}.get(role, (role,))
        ids = {each for kind in kinds if kind in self.authority for each in self.authority[kind].find(target)}
        return tuple(self.objects[each] for each in sorted(ids))

    def part(self, slug: str, anchor: str) -> Object | None:
        """A part of a page: an item, a record, or a paragraph."""
        owner = self.objects.get(slug)
        if owner is None or "#" in slug:
            return None
        if known := self.objects.get(f"{slug}#{anchor}"):
            return known
        if anchor in self.ledgers[owner.docname].anchors:
            return Object("paragraph", f"{slug}#{anchor}", owner.docname, anchor, owner.label, owner.preview)
        return None

    def moved_objects(self) -> Iterator[tuple[str, Object]]:
        """What the old ids of objects mean now, in order."""
        for old, new in sorted(self.moved.items()):
            found = self.find("doc", new)
            if found and short(old) not in self.objects:
                yield short(old), found[0]

    def family(self, term_id: str) -> list[str]:
        """A term and all narrower ones, each once."""
        found, queue = [term_id], list(self.narrower.get(term_id, ()))
        while queue:
            each = queue.pop(0)
            if each not in found:
                found.append(each)
                queue.extend(self.narrower.get(each, ()))
        return found

    def authors(self, key: str) -> tuple[Object, ...]:
        """The person pages of a source's authors, as far as they have one."""
        written = self.sources[key].author.split(AND) if key in self.sources else ()
        found = (self.find("person", each) for each in written)
        return tuple(each[0] for each in found if len(each) == 1)


def _pages(graph: Graph) -> Mapping[str, Object]:
    """The objects of pages, by docname; one whose slug is taken has none."""

    def page(docname: str) -> Object | None:
        head = graph.heads.get(docname)
        found = graph.objects.get(head.slug) if head else None
        return found if found and found.docname == docname else None

    return Asked(page, lambda: graph.heads)


def _whens(graph: Graph) -> Mapping[str, tuple[str, str, str]]:
    return Asked(lambda docname: _when(graph.heads[docname]), lambda: graph.heads)


def _when(head: Head) -> tuple[str, str, str]:
    if isinstance(head.entry, Meeting):
        return (*dates.bounds(head.entry.date), head.docname)
    return ("9999", head.title.casefold(), head.docname)


def _order(graph: Graph, found: Object) -> tuple[str, ...]:
    entry = graph.heads[found.docname].entry
    match found.type:
        case "person" if isinstance(entry, Person):
            return (names.key(entry.sort), found.id)
        case "term":
            return (names.key(found.label), found.id)
        case "meeting" if isinstance(entry, Meeting):
            return (*dates.bounds(entry.date), found.id)
    line = graph.once(_lines).get(found.docname, {}).get(found.anchor, 0)
    return (*graph.when(found.docname), f"{line:06}", found.id)


def _orders(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    return Asked(lambda object_id: _order(graph, graph.objects[object_id]))


def _lines(graph: Graph) -> Mapping[str, dict[str, int]]:
    """The lines of all items and records, by page and anchor."""

    def lines(docname: str) -> dict[str, int]:
        ledger = graph.ledgers[docname]
        found = {each.anchor: each.line for each in ledger.items}
        return found | {each.anchor: each.place.line for each in ledger.records}

    return Asked(lines)


def _by_type(graph: Graph) -> Mapping[str, tuple[Object, ...]]:
    def sorted_objects(kind: str) -> tuple[Object, ...]:
        if kind in ("meeting", "person", "term"):  # of these the heads tell
            found = [each for each in graph.once(_pages).values() if each.type == kind]
        else:
            found = [each for each in graph.objects.values() if each.type == kind]
        return tuple(sorted(found, key=graph.order))

    return Asked(sorted_objects)


def short(found: str) -> str:
    """The id of a page as a role has it: without its folder.

    >>> short("meetings/2011-11-01#gearbox")
    '2011-11-01#gearbox'
    """
    page, hash_, anchor = found.partition("#")
    return page.rpartition("/")[2] + hash_ + anchor
