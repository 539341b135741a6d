"""What stands on a page about its object, as plain data: its head, its company, what it wrote, its corrections.

A view is a pure function of the graph; `minutes.render` turns its result into nodes, and `minutes.pages` says which page
holds which. Others are in rooms of their own: `backlinks`, `registers`, `memberships`, `listings` and `grids`. Nothing here
knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from minutes import backlinks, dates, together
from minutes import corrections as entries
from minutes.drawing import bare
from minutes.graph import Corrected, Graph, Object
from minutes.model import Meeting, Person, Place, Source, Term, Variant

#: How the bibliography says that all of a source was read.
WHOLE = "whole"

#: What is said of a meeting that was called and cancelled.
CANCELLED = "cancelled, did not take place"

#: So many people or matters, of those that are named in the same places, stand on a page, however large the archive is.
MOST = 150


@dataclass(frozen=True, slots=True)
class Counted:
    """Something with a number beside it."""

    object: Object
    count: int | None  #: None: of no interest
    note: str = ""
    shown: str = ""  #: instead of the object's label
    beside: tuple[Counted, ...] = ()  #: what is named after it


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first of some counted objects: what is rarer than these is left out, and only counted."""

    found: tuple[Counted, ...] = ()
    left: int = 0  #: so many more there are

    def __iter__(self) -> Iterator[Counted]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(frozen=True, slots=True)
class Cite:
    """A bare citation of a source."""

    key: str


Value = Object | Source | Cite | str


@dataclass(frozen=True, slots=True)
class Card:
    """The head of a page: pairs of a label and what stands beside it."""

    abstract: str
    rows: tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a meeting's page has of an account."""

    source: Source
    restated: bool  #: whether the page restates it, or only knows of it
    statements: int  #: that cite it
    alone: tuple[Counted, ...]  #: items with the number of statements that rest on no other account


def companions(graph: Graph, docname: str, argument: str = "") -> Ranked:
    """Who else is named under the agenda items under which a page's object is, most often first."""
    return _together(graph, docname, together.people_of_items, lambda place: place.item)


def matters(graph: Graph, docname: str, argument: str = "") -> Ranked:
    """The matters that are named in the same paragraphs as a page's object, or on its page, most often first."""
    return _together(
        graph, docname, together.matters_of_paragraphs, lambda place: place.block, _on(graph, docname, together.matters)
    )


def involved(graph: Graph, docname: str, argument: str = "") -> Ranked:
    """The people who are named in the same paragraphs as a page's object, or on its page, most often first."""
    return _together(
        graph, docname, together.people_of_paragraphs, lambda place: place.block, _on(graph, docname, together.people)
    )


def _together(
    graph: Graph,
    docname: str,
    table: Callable[[Graph], together.Named],
    where: Callable[[Place], str],
    known: Counter[str] | None = None,
) -> Ranked:
    """What is named in the same places of meetings as a page's object or, of a term, a narrower one.

    The numbers are added to those *known*.
    """
    own = graph.page(docname)
    if own is None:
        return Ranked()
    ids = set(graph.family(own.id)) if own.type == "term" else {own.id}
    counts = together.counted(graph.once(table), together.places(graph, ids, where), ids, known)
    first = nsmallest(MOST, counts.items(), key=lambda each: (-each[1], graph.order(graph.objects[each[0]])))
    return Ranked(tuple(Counted(graph.objects[each], count) for each, count in first), len(counts) - len(first))


def _on(graph: Graph, docname: str, wanted: Callable[[Graph], Collection[str]]) -> Counter[str]:
    """Which of the objects that are wanted a page names, with the number of its paragraphs that do."""
    ids = graph.once(wanted)
    named = {(each.target.id, each.mention.place) for each in graph.outgoing.get(docname, ()) if each.target.id in ids}
    return Counter(found for found, _ in named)


def written(graph: Graph, docname: str, argument: str = "") -> tuple[Source, ...]:
    """The sources that a person wrote, by date."""
    own = graph.page(docname)
    return tuple(graph.once(_works).get(own.id, ())) if own else ()


def _works(graph: Graph) -> dict[str, list[Source]]:
    """The sources of each author with a page, by date."""
    found: dict[str, list[Source]] = {}
    for each in sorted(graph.sources.values(), key=_published):
        for author in graph.authors(each.key):
            found.setdefault(author.id, []).append(each)
    return found


def _published(source: Source) -> tuple[str, str]:
    return (dates.bounds(source.date)[0] if source.date else "9999", source.key)


def by(source: Source) -> str:
    """Who wrote a source, and where it was published."""
    return ", ".join(dict.fromkeys(filter(None, (source.author, source.publisher))))


def told(graph: Graph, docname: str, argument: str = "") -> tuple[Told, ...]:
    """What each account of a meeting carries of its page, and what it carries alone.

    The first paragraph is about the page, and states nothing. On a page that restates one account, the statements that
    cite nothing are its own, and are not counted.
    """
    ledger, entry, own = graph.ledgers[docname], graph.heads[docname].entry, graph.page(docname)
    if not isinstance(entry, Meeting) or own is None:
        return ()
    accounts = (*entry.accounts, *entry.other_accounts)
    statements: dict[tuple[Place, int], set[str]] = {}
    about = ledger.citations[0].place.block if ledger.citations else ""
    for each in ledger.citations:
        if each.key in accounts and not each.place.editorial and each.place.block != about:
            statements.setdefault((each.place, each.at), set()).add(each.key)

    def of(key: str) -> Told:
        alone = Counter(place.item for (place, _), keys in statements.items() if keys == {key})
        items = (
            Counted(
                bare(graph.objects.get(f"{own.id}#{item}", own)), count, shown=backlinks.title(graph, docname, item)
            )
            for item, count in alone.items()
        )
        number = sum(1 for keys in statements.values() if key in keys)
        return Told(graph.sources[key], key in entry.accounts, number, tuple(items))

    return tuple(of(key) for key in accounts if key in graph.sources)


def cast(graph: Graph, docname: str, argument: str = "") -> tuple[Counted, ...]:
    """The people (argument ``person``) or terms (``term``) of a meeting, with their mentions."""
    counts: Counter[str] = Counter()
    for each in graph.outgoing.get(docname, ()):
        if each.target.type == argument:
            counts[each.target.id] += 1
    found = [Counted(graph.objects[each], count) for each, count in counts.items()]
    return tuple(sorted(found, key=lambda each: graph.order(each.object)))


def card(graph: Graph, docname: str, argument: str = "") -> Card:
    """The facts that stand at the head of a page."""
    entry, own = graph.heads[docname].entry, graph.page(docname)

    def terms(labels: Iterable[str]) -> tuple[Value, ...]:
        return tuple(found[0] if len(found := graph.find("term", label)) == 1 else label for label in labels)

    def sources(keys: Iterable[str]) -> tuple[Value, ...]:
        return tuple(graph.sources.get(key, key) for key in keys)

    rows: list[tuple[str, tuple[Value, ...]]] = []
    abstract = ""
    match entry:
        case Meeting():
            abstract = entry.abstract
            rows = [
                ("Date", (dates.words(entry.date),)),
                ("Body", terms([entry.body])),
                ("Kind", (entry.kind, *([Cite(entry.kind_source)] if entry.kind_source else [])) if entry.kind else ()),
                ("Status", (CANCELLED,) if entry.cancelled else ()),
                ("Account" if len(entry.accounts) == 1 else "Accounts", sources(entry.accounts)),
                ("Other accounts", sources(entry.other_accounts)),
                ("Seen", _seen(graph, (*entry.accounts, *entry.other_accounts))),
            ]
        case Person():
            rows = [("Also written", tuple(_variant(graph, each) for each in entry.variants))]
        case Term():
            below = graph.narrower.get(own.id, ()) if own else ()
            narrower = tuple(sorted((graph.objects[each] for each in below), key=graph.order))
            rows = [
                ("Stands for", (entry.expansion,) if entry.expansion else ()),
                ("Kind", (entry.kind,)),
                ("Also called", entry.alt_labels),
                ("Broader", terms(entry.broader)),
                ("Narrower", narrower),
                ("Related", tuple(each for each in terms(entry.related) if each not in narrower)),
            ]
    return Card(abstract, tuple((label, values) for label, values in rows if values))


def _seen(graph: Graph, keys: tuple[str, ...]) -> tuple[str, ...]:
    """How much of a meeting's accounts the archive rests on, in words."""
    known = [graph.sources[key] for key in keys if key in graph.sources]
    whole = sum(1 for each in known if each.seen.startswith(WHOLE))
    part = len(known) - whole
    if len(known) < 2:
        return tuple("the account as a whole" if whole else "the account in part" for _ in known)
    counts = (f"{whole} as a whole" if whole else "", f"{part} in part" if part else "")
    return (f"{len(known)} accounts: {', '.join(filter(None, counts))}",)


def _variant(graph: Graph, variant: Variant) -> str:
    source = graph.sources.get(variant.used_by)
    if source is None:
        return variant.name
    used = " ".join(filter(None, [source.author, source.date[:4]]))
    return f"{variant.name} ({used})"


def neighbours(graph: Graph, docname: str, argument: str = "") -> tuple[Object | None, Object | None]:
    """The meetings before and after one."""
    own = graph.page(docname)
    return graph.once(_beside).get(own.id, (None, None)) if own else (None, None)


def _beside(graph: Graph) -> dict[str, tuple[Object | None, Object | None]]:
    """The meetings before and after each."""
    meetings = graph.of_type("meeting")
    sides = zip((None, *meetings[:-1]), (*meetings[1:], None), strict=True) if meetings else ()
    return {each.id: beside for each, beside in zip(meetings, sides, strict=True)}


def correction(graph: Graph, docname: str, argument: str) -> Corrected | None:
    """An entry of the page of corrections; *argument* is its id."""
    return graph.corrections.get(argument)


def corrections(graph: Graph, docname: str, argument: str = "") -> tuple[Corrected, ...]:
    """The corrections to a page, the newest first."""
    return graph.once(_corrected).get(docname, ())


def _corrected(graph: Graph) -> dict[str, tuple[Corrected, ...]]:
    """The corrections to each page."""
    found: dict[str, list[Corrected]] = {}
    for each in graph.corrections.values():
        found.setdefault(each.target.docname, []).append(each)
    return {docname: entries.in_order(corrected) for docname, corrected in found.items()}
