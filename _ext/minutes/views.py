"""What each generated list says, as plain data.

A view is a pure function of the graph; `minutes.render` turns its result into nodes, and
`minutes.pages` says which page holds which. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby

from minutes import corrections as entries
from minutes import dates, folding, names, neighbourhood, timeline, together
from minutes.asked import Asked
from minutes.drawing import bare
from minutes.graph import RELATIVE, Corrected, Filed, Graph, Incoming, Object
from minutes.heads import parsed
from minutes.model import Field, Meeting, Membership, Person, Place, Record, Sentence, Source, Term, Variant
from minutes.vocabulary import EVIDENCE, RECORD_KINDS, RELATIONS, TERM_KINDS

#: How the bibliography says that all of a source was read.
WHOLE = "whole"

#: So many of the latest meetings and decisions, and of the longest threads, stand on the front page.
LATEST_MEETINGS, LATEST, LONGEST = 3, 6, 8

#: So many people or matters, of those that are named in the same places, stand on a page, however large the archive is.
MOST = 150


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence in a list of back-links, with all its words that mention the page's object."""

    where: Object  #: the paragraph that holds it: id, page, anchor
    item: str  #: title of the agenda item, or of the section
    relations: tuple[str, ...]  #: in words; a mere mention has none
    segments: tuple[tuple[str, bool], ...]  #: the sentence, cut into (text, whether it is the mention)
    editorial: bool
    of: tuple[Object, ...] = ()  #: the narrower terms mentioned, where it is not the page's own


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions on one page, in its order."""

    page: Object
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A row of a person's posts."""

    membership: Membership
    post: Object | None  #: the glossary entry of the post, if there is one
    organization: Object | None


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
class Row:
    """A record in its register."""

    filed: Filed
    meeting: Object
    item: Object | None
    cells: tuple[tuple[str | Object, ...], ...]
    others: tuple[Object, ...]  #: people and terms that no cell shows


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its kind and rows by date."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """An index: headed groups of counted objects."""

    groups: tuple[tuple[str, tuple[Counted, ...]], ...]


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A source and what rests on it."""

    source: Source
    author: Object | None
    pages: tuple[tuple[Object, tuple[Object, ...]], ...]  #: page, paragraphs


def _segments(sentences: Sequence[Sentence]) -> tuple[tuple[str, bool], ...]:
    """One sentence with the marked words of each of its mentions."""
    if len(sentences) == 1:
        (one,) = sentences
        parts = ((one.before, False), (one.marked, True), (one.after, False))
        return tuple(each for each in parts if each[0])
    text, ends = str(sentences[-1]), set()
    for each in sentences:
        ends.add((len(each.before), len(each.before) + len(each.marked)))
    found, at = [], 0
    for start, end in sorted(ends):
        if start >= at:
            found += [(text[at:start], False), (text[start:end], True)]
            at = end
    return tuple(each for each in (*found, (text[at:], False)) if each[0])


def _titles(graph: Graph) -> Mapping[str, dict[str, str]]:
    """The titles of all items and sections: by docname and anchor."""
    return Asked(lambda docname: {item.anchor: item.title for item in reversed(graph.ledgers[docname].items)})


def title(graph: Graph, docname: str, anchor: str) -> str:
    """The title of an item or section, '' if there is none of that name."""
    return graph.once(_titles)[docname].get(anchor, "")


def mentioning(graph: Graph, docname: str, argument: str = "") -> list[Incoming]:
    """All mentions that `mentions` tells, by date and place."""
    own = graph.page(docname)
    if own is None:
        return []
    ids = graph.family(own.id) if own.type == "term" and argument == "meetings" else [own.id]
    found = {id(each): each for object_id in ids for each in graph.incoming.get(object_id, ())}.values()
    kept = [each for each in found if each.source != docname]
    if argument:
        pages = graph.once(_meeting_pages)
        kept = [each for each in kept if (each.source in pages) == (argument == "meetings")]
    kept.sort(key=lambda each: (graph.when(each.source), each.mention.place.line))
    return kept


def _meeting_pages(graph: Graph) -> set[str]:
    return {each.docname for each in graph.of_type("meeting")}


def _sentences(found: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Mentions by the sentence that they share, in the order of the first of each."""
    together: dict[tuple[str, str, str], list[Incoming]] = {}
    for each in found:
        place, told = each.mention.place, each.mention.sentence
        at = (each.source, place.block or place.item, f"{told.before}{told.marked}{told.after}")
        together.setdefault(at, []).append(each)
    yield from together.values()


def _step(graph: Graph, own: Object, page: Object, group: Sequence[Incoming]) -> Step:
    """What a list says of a sentence, on a page, with all its mentions of an object."""
    first = group[0]
    place, source = first.mention.place, first.source
    anchor = place.block or place.item
    relations = (each.mention.relation for each in group if each.mention.relation != "mentioned")
    others = (each.target for each in group if each.target.id != own.id and each.target.type == "term")
    return Step(
        where=Object("paragraph", f"{page.id}#{anchor}", source, anchor, page.label),
        item=title(graph, source, place.item),
        relations=tuple(RELATIONS[each] for each in dict.fromkeys(relations)),
        segments=_segments([each.mention.sentence for each in group]),
        editorial=place.editorial,
        of=tuple(dict.fromkeys(others)),
    )


def mentions(graph: Graph, docname: str, argument: str = "") -> tuple[Group, ...]:
    """Everything that links to a page's object, by page; a term's narrower terms included.

    *argument* ``meetings`` keeps the meetings' pages only, ``elsewhere`` the others.
    """
    own = graph.page(docname)
    if own is None:
        return ()
    groups = []
    found = _sentences(mentioning(graph, docname, argument))
    for source, sentences in groupby(found, key=lambda group: group[0].source):
        page = graph.page(source) or Object("page", source, source, "", graph.heads[source].title)
        groups.append(Group(page, tuple(_step(graph, own, page, group) for group in sentences)))
    return tuple(groups)


def posts(graph: Graph, docname: str, argument: str = "") -> tuple[Post, ...]:
    """A person's posts by date."""
    entry = graph.heads[docname].entry
    if not isinstance(entry, Person):
        return ()

    def term(name: str) -> Object | None:
        found = graph.find("term", name)
        return found[0] if len(found) == 1 else None

    def when(post: Membership) -> tuple[str, str]:
        date = post.start or post.attested or post.end
        return (dates.bounds(date)[0] if date else "9999", post.post)

    return tuple(Post(post, term(post.post), term(post.organization)) for post in sorted(entry.posts, key=when))


def when_held(post: Membership) -> str:
    """When a post was held, as far as its source tells."""
    if post.start or post.end:
        return dates.words(f"{post.start or '..'}/{post.end or '..'}")
    return f"attested {dates.words(post.attested)}" if post.attested else "not dated"


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


def written(graph: Graph, docname: str, argument: str = "") -> tuple[Source, ...]:
    """The sources that a person wrote, by date."""
    own = graph.page(docname)
    return tuple(graph.once(_works).get(own.id, ())) if own else ()


def _works(graph: Graph) -> dict[str, list[Source]]:
    """The sources of each author with a page, by date."""
    found: dict[str, list[Source]] = {}
    for each in sorted(graph.sources.values(), key=_published):
        if author := graph.author(each.key):
            found.setdefault(author.id, []).append(each)
    return found


def _published(source: Source) -> tuple[str, str]:
    return (dates.bounds(source.date)[0] if source.date else "9999", source.key)


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
    by = " ".join(filter(None, [source.author, source.date[:4]]))
    return f"{variant.name} ({by})"


def neighbours(graph: Graph, docname: str, argument: str = "") -> tuple[Object | None, Object | None]:
    """The meetings before and after one."""
    own = graph.page(docname)
    return graph.once(_beside).get(own.id, (None, None)) if own else (None, None)


def _beside(graph: Graph) -> dict[str, tuple[Object | None, Object | None]]:
    """The meetings before and after each."""
    meetings = graph.of_type("meeting")
    sides = zip((None, *meetings[:-1]), (*meetings[1:], None), strict=True) if meetings else ()
    return {each.id: beside for each, beside in zip(meetings, sides, strict=True)}


def _cells(graph: Graph, record: Record, docname: str) -> Iterator[tuple[str | Object, ...]]:
    for _, fields in RECORD_KINDS[record.kind].columns:
        cell: list[str | Object] = []
        for each in record.fields:
            if each.name in fields:
                found = graph.find("", each.target, docname) if each.name in RELATIONS else ()
                value: str | Object = found[0] if len(found) == 1 else _field(each)
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


def records(graph: Graph, docname: str, argument: str = "") -> tuple[tuple[str, tuple[Filed, ...]], ...]:
    """The records of one meeting, by kind."""
    filed = graph.filed.get(docname, ())
    found = ((kind, tuple(each for each in filed if each.record.kind == kind)) for kind in RECORD_KINDS)
    return tuple((kind, each) for kind, each in found if each)


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


def list_of(graph: Graph, docname: str, argument: str) -> Listing:
    """An index of everything of a kind; *argument* is a key of `LISTS`."""
    return LISTS[argument](graph)


def _meetings(graph: Graph) -> Listing:
    return _grouped(
        graph,
        graph.of_type("meeting"),
        lambda each: graph.when(each.docname)[0][:4],
        lambda each: each.preview,
    )


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
    def kind(found: Object) -> str:
        entry = graph.heads[found.docname].entry
        return entry.kind if isinstance(entry, Term) else ""

    terms = sorted(graph.of_type("term"), key=lambda each: (TERM_KINDS.index(kind(each)), graph.order(each)))
    return _grouped(graph, terms, kind, lambda each: _term_note(graph, each))


def _items(graph: Graph) -> Listing:
    return items_of(graph, graph.of_type("item"))


def items_of(graph: Graph, items: Iterable[Object]) -> Listing:
    """Some agenda items, by date."""
    found = [
        Counted(bare(each), mention_count(graph, each), each.preview, each.label.rpartition(", ")[0]) for each in items
    ]
    groups = groupby(found, key=lambda each: dates.words(_date(graph, each.object)))
    return Listing(tuple((title, tuple(group)) for title, group in groups))


def _date(graph: Graph, found: Object) -> str:
    entry = graph.heads[found.docname].entry
    return entry.date if isinstance(entry, Meeting) else ""


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
        Counted(filed.object, None, dates.words(_date(graph, filed.object)), capital(filed.record.text))
        for group in reversed(by_page)
        for filed in group
    )
    return Listing((("", found),) if found else ())


def capital(text: str) -> str:
    """A record's words at the start of a line."""
    return text[:1].upper() + text[1:]


def _registers(graph: Graph) -> Listing:
    found = [
        Counted(
            Object("page", docname, docname, "", graph.heads[docname].title),
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


LISTS: dict[str, Callable[[Graph], Listing]] = {
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
}


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


def cited_by(graph: Graph, docname: str, argument: str) -> CitedBy:
    """What rests on a source; *argument* is its key."""
    pages: dict[str, dict[Object, None]] = {}
    for each in graph.cited.get(argument, ()):
        paragraphs = pages.setdefault(each.source, {})
        if each.citation is not None:
            ledger, place = graph.ledgers[each.source], each.citation.place
            anchor = place.block or place.item
            label = title(graph, each.source, place.item)
            if anchor and label:
                paragraphs[Object("paragraph", f"{ledger.slug}#{anchor}", each.source, anchor, label)] = None
    found = tuple(
        (graph.page(page) or Object("page", page, page, "", graph.heads[page].title), tuple(paragraphs))
        for page, paragraphs in pages.items()
    )
    return CitedBy(graph.sources[argument], graph.author(argument), found)


def sources(graph: Graph, docname: str, argument: str = "") -> tuple[CitedBy, ...]:
    """What rests on each source."""
    return tuple(cited_by(graph, docname, key) for key in graph.sources)
