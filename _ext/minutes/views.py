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
from minutes.vocabulary import ATTRIBUTED, EVIDENCE, RECORD_KINDS, RELATIONS, TERM_KINDS, UNDEFINED, UNNAMED

#: How the bibliography says that all of a source was read.
WHOLE = "whole"

#: The kinds of records that the archive in figures counts.
COUNTED = ("decision", "proposal", "request", "undertaking", "statistic", "difference")

#: What is said of a meeting that was called and cancelled.
CANCELLED = "cancelled, did not take place"

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
class Told:
    """What a meeting's page has of an account."""

    source: Source
    restated: bool  #: whether the page restates it, or only knows of it
    statements: int  #: that cite it
    alone: tuple[Counted, ...]  #: items with the number of statements that rest on no other account


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held a post, or one in a body."""

    person: Object
    post: Post


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head for each row and column."""

    corner: str
    columns: tuple[Value, ...]
    rows: tuple[tuple[Value, tuple[tuple[Value, ...], ...]], ...]
    kind: str  #: what it is a table of


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


@dataclass(frozen=True, slots=True)
class Listing:
    """An index: headed groups of counted objects."""

    groups: tuple[tuple[str, tuple[Counted, ...]], ...]


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A source and what rests on it."""

    source: Source
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

    def term(*names: str) -> Object | None:
        found = (graph.find("term", each) for each in names)
        return next((each[0] for each in found if len(each) == 1), None)

    return tuple(Post(each, term(*_called(each)), term(each.organization)) for each in _by_date(entry.posts))


def _by_date(posts: Iterable[Membership]) -> list[Membership]:
    return sorted(posts, key=lambda each: (_since(each), each.post))


def _since(held: Membership) -> str:
    """The first day on which a post is known to have been held."""
    date = held.start or held.attested or held.end
    return dates.bounds(date)[0] if date else "9999"


def _called(held: Membership) -> tuple[str, ...]:
    """What the page of a post may be called, the fullest first: the leader of one body is not that of another."""
    post, body = held.post, held.organization
    return (f"{post} of the {body}", f"{post} of {body}", f"{post} on the {body}", f"{body} {post}", post)


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
        for author in graph.authors(each.key):
            found.setdefault(author.id, []).append(each)
    return found


def _published(source: Source) -> tuple[str, str]:
    return (dates.bounds(source.date)[0] if source.date else "9999", source.key)


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
            Counted(bare(graph.objects.get(f"{own.id}#{item}", own)), count, shown=title(graph, docname, item))
            for item, count in alone.items()
        )
        number = sum(1 for keys in statements.values() if key in keys)
        return Told(graph.sources[key], key in entry.accounts, number, tuple(items))

    return tuple(of(key) for key in accounts if key in graph.sources)


def holders(graph: Graph, docname: str, argument: str = "") -> tuple[Holder, ...]:
    """Who held a post, or any in a body, by date."""
    own = graph.page(docname)
    return graph.once(_holders).get(own.id, ()) if own else ()


def _holders(graph: Graph) -> dict[str, tuple[Holder, ...]]:
    found: dict[str, list[Holder]] = {}
    for person in graph.of_type("person"):
        for post in posts(graph, person.docname):
            for each in dict.fromkeys(filter(None, (post.post, post.organization))):
                found.setdefault(each.id, []).append(Holder(bare(person), post))

    def when(held: Holder) -> tuple[str, tuple[str, ...]]:
        return _since(held.post.membership), graph.order(held.person)

    return {term: tuple(sorted(held, key=when)) for term, held in found.items()}


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


def differences(graph: Graph, docname: str, argument: str = "") -> tuple[Difference, ...]:
    """Where the accounts of a meeting differ, in the order of its page."""
    filed = (each for each in graph.filed.get(docname, ()) if each.record.kind == "difference")

    def of(found: Filed, name: str) -> tuple[Version, ...]:
        return tuple(_version(graph, each) for each in found.record.fields if each.name == name)

    return tuple(Difference(each, of(each, "version"), of(each, "settled")) for each in filed)


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
    return LISTS[argument](graph, docname)


def _year(graph: Graph, docname: str) -> Listing:
    """The meetings of the year of which a page is called."""
    year = docname.rpartition("/")[2]
    groups = (group for title, group in _meetings(graph).groups if title == year)
    return Listing(tuple(("", group) for group in groups))


def _posts(graph: Graph) -> Listing:
    """Posts and bodies with those who are known to have held them or been in them, by the first known date."""
    found = graph.once(_holders)

    def counted(term: Object) -> Counted:
        people = dict.fromkeys(each.person for each in found[term.id])
        return Counted(bare(term), None, beside=tuple(Counted(each, None) for each in people))

    def of(kind: str) -> tuple[Counted, ...]:
        terms = (each for each in graph.of_type("term") if _kind(graph, each) == kind and each.id in found)
        return tuple(map(counted, terms))

    groups = (("Bodies", of("body")), ("Posts", of("post")))
    return Listing(tuple(each for each in groups if each[1]))


def _kind(graph: Graph, found: Object) -> str:
    entry = graph.heads[found.docname].entry
    return entry.kind if isinstance(entry, Term) else ""


def _undefined(graph: Graph) -> Listing:
    """Terms that no source defines."""
    found = (each for each in graph.of_type("term") if each.preview.startswith(UNDEFINED))
    counted = tuple(Counted(bare(each), mention_count(graph, each), _term_note(graph, each)) for each in found)
    return Listing((("", counted),) if counted else ())


def _unsaid(graph: Graph) -> Listing:
    """Records in which somebody stands whom the account does not name, by meeting."""

    def unsaid(meeting: Object) -> tuple[Counted, ...]:
        filed = graph.filed.get(meeting.docname, ())
        found = (each for each in filed if any(field.target == UNNAMED for field in each.record.fields))
        return tuple(Counted(each.object, None, "", capital(each.record.text)) for each in found)

    groups = ((each.label, unsaid(each)) for each in graph.of_type("meeting"))
    return Listing(tuple(each for each in groups if each[1]))


def _in_part(graph: Graph) -> Grid:
    """The accounts of meetings of which only a part was seen, with how much."""
    rows: list[tuple[Value, tuple[tuple[Value, ...], ...]]] = []
    for meeting, entry in _entries(graph):
        for key in (*entry.accounts, *entry.other_accounts):
            source = graph.sources.get(key)
            if source and not source.seen.startswith(WHOLE):
                rows.append((bare(meeting), ((by(source), source), (source.seen,))))
    return Grid("Meeting", ("Account", "Seen"), tuple(rows), "in-part")


def by(source: Source) -> str:
    """Who wrote a source, and where it was published."""
    return ", ".join(dict.fromkeys(filter(None, (source.author, source.publisher))))


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
    return Object("page", docname, docname, "", graph.heads[docname].title) if docname in graph.heads else year


TABLES: dict[str, Callable[[Graph], Grid]] = {"accounts": _accounts, "figures": _figures, "in-part": _in_part}


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
    terms = sorted(graph.of_type("term"), key=lambda each: (TERM_KINDS.index(_kind(graph, each)), graph.order(each)))
    return _grouped(graph, terms, lambda each: _kind(graph, each), lambda each: _term_note(graph, each))


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
    return CitedBy(graph.sources[argument], found)


def sources(graph: Graph, docname: str, argument: str = "") -> tuple[CitedBy, ...]:
    """What rests on each source."""
    return tuple(cited_by(graph, docname, key) for key in graph.sources)
