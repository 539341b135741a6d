"""Indexes: everything of a kind, in headed groups. Nothing here knows Sphinx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from minutes import corrections as entries
from minutes import dates, folding, memberships, names, neighbourhood, registers, timeline
from minutes.drawing import bare
from minutes.graph import RELATIVE, Graph, Object
from minutes.heads import parsed
from minutes.model import Meeting, Person, Term
from minutes.views import Counted
from minutes.vocabulary import RECORD_KINDS, TERM_KINDS, UNDEFINED, UNNAMED

#: So many of the latest meetings and decisions, and of the longest threads, stand on the front page.
LATEST_MEETINGS, LATEST, LONGEST = 3, 6, 8


@dataclass(frozen=True, slots=True)
class Listing:
    """An index: headed groups of counted objects."""

    groups: tuple[tuple[str, tuple[Counted, ...]], ...]


def list_of(graph: Graph, docname: str, argument: str) -> Listing:
    """An index of everything of a kind; *argument* is a key of `LISTS`."""
    return LISTS[argument](graph, docname)


def _initial(text: str) -> str:
    first = names.key(text)[:1].upper()
    return first if first.isalpha() else "0–9"


def mention_count(graph: Graph, found: Object) -> int:
    """How often other pages mention something; their heads tell."""
    return graph.once(_mention_counts)[found.id]


def _mention_counts(graph: Graph) -> Counter[str]:
    """By id of a page or of a part of one."""
    counts: dict[str, int] = {}
    everywhere: dict[str, tuple[str, ...]] = {}  # the same on whatever page they stand
    for docname, head in graph.heads.items():
        own = page.id if (page := graph.page(docname)) else None
        for link, times in zip(head.links, head.times, strict=True):
            if (owners := everywhere.get(link)) is None:
                role, target = parsed(link)
                owners = folding.owners_of_link(graph, role, target, docname)
                if role not in RELATIVE:
                    everywhere[link] = owners
            for each in owners:
                if each != own:
                    counts[each] = counts.get(each, 0) + times
    return Counter(counts)


def _grouped(
    graph: Graph, objects: Iterable[Object], head: Callable[[Object], str], note: Callable[[Object], str]
) -> Listing:
    counted = [Counted(bare(each), mention_count(graph, each), note(each)) for each in objects]
    return Listing(
        tuple((title, tuple(group)) for title, group in groupby(counted, key=lambda each: head(each.object)))
    )


def _term_note(graph: Graph, found: Object) -> str:
    entry = graph.heads[found.docname].entry
    return entry.expansion if isinstance(entry, Term) else ""


def _kind(graph: Graph, found: Object) -> str:
    entry = graph.heads[found.docname].entry
    return entry.kind if isinstance(entry, Term) else ""


def _date(graph: Graph, found: Object) -> str:
    entry = graph.heads[found.docname].entry
    return entry.date if isinstance(entry, Meeting) else ""


def _meetings(graph: Graph) -> Listing:
    return _grouped(
        graph,
        graph.of_type("meeting"),
        lambda each: graph.when(each.docname)[0][:4],
        lambda each: each.preview,
    )


def _year(graph: Graph, docname: str) -> Listing:
    """The meetings of the year of which a page is called."""
    year = docname.rpartition("/")[2]
    groups = (group for title, group in _meetings(graph).groups if title == year)
    return Listing(tuple(("", group) for group in groups))


def items_of(graph: Graph, items: Iterable[Object]) -> Listing:
    """Some agenda items, by date."""
    found = [
        Counted(bare(each), mention_count(graph, each), each.preview, each.label.rpartition(", ")[0]) for each in items
    ]
    groups = groupby(found, key=lambda each: dates.words(_date(graph, each.object)))
    return Listing(tuple((title, tuple(group)) for title, group in groups))


def _items(graph: Graph) -> Listing:
    return items_of(graph, graph.of_type("item"))


def _people(graph: Graph) -> Listing:
    def sort(found: Object) -> str:
        entry = graph.heads[found.docname].entry
        return entry.sort if isinstance(entry, Person) else found.label

    counted = [Counted(bare(each), mention_count(graph, each), shown=sort(each)) for each in graph.of_type("person")]
    groups = groupby(counted, key=lambda each: _initial(each.shown))
    return Listing(tuple((title, tuple(group)) for title, group in groups))


def _terms(graph: Graph) -> Listing:
    return _grouped(
        graph, graph.of_type("term"), lambda each: _initial(each.label), lambda each: _term_note(graph, each)
    )


def _terms_by_kind(graph: Graph) -> Listing:
    terms = sorted(graph.of_type("term"), key=lambda each: (TERM_KINDS.index(_kind(graph, each)), graph.order(each)))
    return _grouped(graph, terms, lambda each: _kind(graph, each), lambda each: _term_note(graph, each))


def _undefined(graph: Graph) -> Listing:
    """Terms that no source defines."""
    found = (each for each in graph.of_type("term") if each.preview.startswith(UNDEFINED))
    counted = tuple(Counted(bare(each), mention_count(graph, each), _term_note(graph, each)) for each in found)
    return Listing((("", counted),) if counted else ())


def _posts(graph: Graph) -> Listing:
    """Posts and bodies with those who are known to have held them or been in them, by the first known date."""
    found = graph.once(memberships.all_holders)

    def counted(term: Object) -> Counted:
        people = dict.fromkeys(each.person for each in found[term.id])
        return Counted(bare(term), None, beside=tuple(Counted(each, None) for each in people))

    def of(kind: str) -> tuple[Counted, ...]:
        terms = (each for each in graph.of_type("term") if _kind(graph, each) == kind and each.id in found)
        return tuple(map(counted, terms))

    groups = (("Bodies", of("body")), ("Posts", of("post")))
    return Listing(tuple(each for each in groups if each[1]))


def _unsaid(graph: Graph) -> Listing:
    """Records in which somebody stands whom the account does not name, by meeting."""

    def unsaid(meeting: Object) -> tuple[Counted, ...]:
        filed = graph.filed.get(meeting.docname, ())
        found = (each for each in filed if any(field.target == UNNAMED for field in each.record.fields))
        return tuple(Counted(each.object, None, "", registers.capital(each.record.text)) for each in found)

    groups = ((each.label, unsaid(each)) for each in graph.of_type("meeting"))
    return Listing(tuple(each for each in groups if each[1]))


def _threads(graph: Graph) -> Listing:
    """Terms whose page tells their story, with the number of meetings that mention them or a narrower term."""

    def meetings(found: Object) -> int:
        pages = {page for term in graph.family(found.id) for page in graph.linking.get(term, ())}
        return sum(1 for page in pages if (own := graph.page(page)) and own.type == "meeting")

    storied = [each for each in graph.of_type("term") if "story" in graph.ledgers[each.docname].anchors]
    counted = tuple(Counted(each, meetings(each), each.preview) for each in storied)
    return Listing((("", counted),) if counted else ())


def _longest_threads(graph: Graph) -> Listing:
    """The threads that run through most meetings, longest first."""
    found = [each for _, group in _threads(graph).groups for each in group]
    found.sort(key=lambda each: (-(each.count or 0), graph.order(each.object)))
    return Listing((("", tuple(found[:LONGEST])),) if found else ())


def _latest_meetings(graph: Graph) -> Listing:
    """The latest meetings, latest first."""
    found = tuple(Counted(each, None, each.preview) for each in reversed(graph.of_type("meeting")[-LATEST_MEETINGS:]))
    return Listing((("", found),) if found else ())


def _latest_decisions(graph: Graph) -> Listing:
    """The decisions of the latest meetings, latest meeting first, in the order of its page."""
    latest = graph.records.get("decision", ())[-LATEST:]
    by_page = [tuple(group) for _, group in groupby(latest, key=lambda each: each.docname)]
    found = tuple(
        Counted(filed.object, None, dates.words(_date(graph, filed.object)), registers.capital(filed.record.text))
        for group in reversed(by_page)
        for filed in group
    )
    return Listing((("", found),) if found else ())


def _registers(graph: Graph) -> Listing:
    found = [
        Counted(
            graph.shown(docname),
            len(graph.records.get(kind, ())),
            RECORD_KINDS[kind].about,
        )
        for kind in RECORD_KINDS
        if (docname := graph.registers.get(kind))
    ]
    return Listing((("", tuple(found)),) if found else ())


def _ties(graph: Graph) -> Listing:
    """What the graph of the archive shows: each object with its strongest ties."""
    found = tuple(
        Counted(each.object, None, beside=tuple(Counted(*near) for near in each.near))
        for each in neighbourhood.strongest(graph)
    )
    return Listing((("", found),) if found else ())


def _calendar(graph: Graph) -> Listing:
    """What the timeline shows, by date."""
    return Listing(
        tuple(
            (words, tuple(Counted(each.object, each.count, each.note, each.text) for each in group))
            for words, group in timeline.calendar(graph)
        )
    )


def _corrections(graph: Graph) -> Listing:
    """What has been corrected, with the number of corrections: the latest first."""
    counts = Counter(each.target.id.partition("#")[0] for each in entries.in_order(graph.corrections.values()))
    found = tuple(Counted(graph.objects[slug], count) for slug, count in counts.items())
    return Listing((("", found),) if found else ())


#: The lists that are the same on whatever page they stand.
_EVERYWHERE: dict[str, Callable[[Graph], Listing]] = {
    "meetings": _meetings,
    "items": _items,
    "people": _people,
    "terms": _terms,
    "terms-by-kind": _terms_by_kind,
    "threads": _threads,
    "longest-threads": _longest_threads,
    "latest-meetings": _latest_meetings,
    "latest-decisions": _latest_decisions,
    "registers": _registers,
    "ties": _ties,
    "calendar": _calendar,
    "corrections": _corrections,
    "posts": _posts,
    "undefined": _undefined,
    "unsaid": _unsaid,
}


def _anywhere(make: Callable[[Graph], Listing]) -> Callable[[Graph, str], Listing]:
    return lambda graph, docname: make(graph)


#: What can be listed on a page.
LISTS: dict[str, Callable[[Graph, str], Listing]] = {
    "year": _year,
    **{name: _anywhere(make) for name, make in _EVERYWHERE.items()},
}
