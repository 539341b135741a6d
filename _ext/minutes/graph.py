"""Fold all ledgers into one graph: who and what there is, and what links to it, and why.

Pure and deterministic: the same ledgers give the same graph, in whatever order they come.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from minutes import dates, names
from minutes.model import (
    LABEL_END,
    LABEL_START,
    Citation,
    Code,
    Correction,
    Item,
    Ledger,
    Meeting,
    Mention,
    Person,
    Problem,
    Record,
    Sentence,
    Source,
    Term,
)
from minutes.redirects import Places, Redirects

_LABEL = re.compile(f"{LABEL_START}([^{LABEL_END}]*){LABEL_END}")
_Made = TypeVar("_Made")
_Told = TypeVar("_Told", Mention, Citation)


_MEND = "; correct its address, or drop it"


#: Roles whose target may be a part of the page that has the link.
_RELATIVE = ("item", "record", "any")


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

    ledgers: dict[str, Ledger] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    objects: dict[str, Object] = field(default_factory=dict)
    authority: dict[str, names.Authority] = field(default_factory=dict)
    incoming: dict[str, list[Incoming]] = field(default_factory=dict)
    outgoing: dict[str, list[Incoming]] = field(default_factory=dict)  #: by docname
    cited: dict[str, list[Cited]] = field(default_factory=dict)
    records: dict[str, list[Filed]] = field(default_factory=dict)  #: by kind
    recorded: dict[str, list[Filed]] = field(default_factory=dict)  #: by id of the person or term in their text
    narrower: dict[str, list[str]] = field(default_factory=dict)
    unsound: names.Authority = field(default_factory=names.Authority)  #: what the faulty pages would be called
    registers: dict[str, str] = field(default_factory=dict)  #: kind of record -> docname
    labels: dict[str, str] = field(default_factory=dict)  #: id of any page -> docname
    problems: list[Problem] = field(default_factory=list)
    corrections: dict[str, Corrected] = field(default_factory=dict)  #: by the id of the entry
    moved: dict[str, str] = field(default_factory=dict)  #: old id -> the one that it leads to
    made: dict[object, object] = field(default_factory=dict, compare=False, repr=False)  #: by what made it: see `once`
    meant: dict[tuple[str, str, str], tuple[Object, ...]] = field(default_factory=dict, compare=False, repr=False)

    # -- reading --------------------------------------------------------------------------------

    def page(self, docname: str) -> Object | None:
        """The object that a page declares."""
        return self.once(_pages).get(docname)

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
        if found.id not in known:  # a part of a page that is none of the objects
            return _order(self, found)
        return known[found.id]

    def when(self, docname: str) -> tuple[str, str, str]:
        """The sort key of a page: a meeting's dates, and after all meetings the other pages."""
        return self.once(_whens)[docname]

    def find(self, role: str, target: str, docname: str = "") -> tuple[Object, ...]:
        """What a role's target may mean: one object if all is well, several if ambiguous, else none."""
        asked = (role, target, docname if role in _RELATIVE else "")
        if asked not in self.meant:
            self.meant[asked] = self._find(*asked)
        return self.meant[asked]

    def _find(self, role: str, target: str, docname: str) -> tuple[Object, ...]:
        if role == "doc":
            page, _, anchor = target.partition("#")
            found = self.page(page)
            found = self._part(found.id, anchor) if found and anchor else found
            return (found,) if found else ()
        if known := self.objects.get(target):
            if role in ("any", known.type) or (role == "" and known.type in ("person", "term")):
                return (known,)
        if role in _RELATIVE:
            slug, hash_, anchor = target.partition("#")
            owner = slug if hash_ else self.ledgers[docname].slug if docname else ""
            part = self._part(owner, anchor if hash_ else target)
            if part is not None and role in ("any", part.type, "item" if part.type == "paragraph" else "any"):
                return (part,)
        kinds = {"": ("person", "term"), "any": ("person", "term", "meeting")}.get(role, (role,))
        ids = {each for kind in kinds if kind in self.authority for each in self.authority[kind].find(target)}
        return tuple(self.objects[each] for each in sorted(ids))

    def _part(self, slug: str, anchor: str) -> Object | None:
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

    def author(self, key: str) -> Object | None:
        """The person page of a source's author, if there is one."""
        found = self.find("person", self.sources[key].author) if key in self.sources else ()
        return found[0] if len(found) == 1 else None


def _pages(graph: Graph) -> dict[str, Object]:
    """The objects of pages, by docname; one whose slug is taken has none."""
    return {each.docname: each for each in graph.objects.values() if not each.anchor}


def _whens(graph: Graph) -> dict[str, tuple[str, str, str]]:
    return {docname: _when(ledger) for docname, ledger in graph.ledgers.items()}


def _when(ledger: Ledger) -> tuple[str, str, str]:
    if isinstance(ledger.entry, Meeting):
        return (*dates.bounds(ledger.entry.date), ledger.docname)
    return ("9999", ledger.title.casefold(), ledger.docname)


def _order(graph: Graph, found: Object) -> tuple[str, ...]:
    entry = graph.ledgers[found.docname].entry
    match found.type:
        case "person" if isinstance(entry, Person):
            return (names.key(entry.sort), found.id)
        case "term":
            return (names.key(found.label), found.id)
        case "meeting" if isinstance(entry, Meeting):
            return (*dates.bounds(entry.date), found.id)
    line = graph.once(_lines).get(f"{found.docname}#{found.anchor}", 0)
    return (*graph.when(found.docname), f"{line:06}", found.id)


def _orders(graph: Graph) -> dict[str, tuple[str, ...]]:
    return {each.id: _order(graph, each) for each in graph.objects.values()}


def _lines(graph: Graph) -> dict[str, int]:
    """The lines of all items and records, by page and anchor."""
    found: dict[str, int] = {}
    for docname, ledger in graph.ledgers.items():
        found.update((f"{docname}#{each.anchor}", each.line) for each in ledger.items)
        found.update((f"{docname}#{each.anchor}", each.place.line) for each in ledger.records)
    return found


def _by_type(graph: Graph) -> dict[str, tuple[Object, ...]]:
    found: dict[str, list[Object]] = {}
    for each in graph.objects.values():
        found.setdefault(each.type, []).append(each)
    return {kind: tuple(sorted(objects, key=graph.order)) for kind, objects in found.items()}


def _labels(ledgers: Iterable[Ledger]) -> dict[str, str]:
    """What a bare link to a meeting, item or record shows."""
    found = {}
    for ledger in ledgers:
        if isinstance(ledger.entry, Meeting):
            date = dates.words(ledger.entry.date)
            found[ledger.slug] = date
            found |= {f"{ledger.slug}#{item.anchor}": f"{item.title}, {date}" for item in ledger.items}
            found |= {f"{ledger.slug}#{record.anchor}": record.text for record in ledger.records}
    return found


def spelt(ledger: Ledger, labels: Mapping[str, str]) -> Ledger:
    """The ledger with labels where its sentences hold only the ids of what they link to."""

    def spell(text: str) -> str:
        return _LABEL.sub(lambda match: labels.get(match[1], match[1]), text) if LABEL_START in text else text

    # Most have none, and stay as they are: a ledger is large, and copying it slow.
    def sentence(found: _Told) -> _Told:
        told = found.sentence
        if LABEL_START not in told.before and LABEL_START not in told.marked and LABEL_START not in told.after:
            return found
        spelt_out = Sentence(spell(told.before), spell(told.marked), spell(told.after))
        return replace(found, sentence=spelt_out)

    def item(found: Item) -> Item:
        return replace(found, preview=spell(found.preview)) if LABEL_START in found.preview else found

    def record(found: Record) -> Record:
        return replace(found, text=spell(found.text)) if LABEL_START in found.text else found

    return replace(
        ledger,
        preview=spell(ledger.preview),
        corrections=tuple(replace(each, why=spell(each.why)) for each in ledger.corrections),
        items=tuple(map(item, ledger.items)),
        records=tuple(map(record, ledger.records)),
        mentions=tuple(map(sentence, ledger.mentions)),
        citations=tuple(map(sentence, ledger.citations)),
    )


def short(found: str) -> str:
    """The id of a page as a role has it: without its folder.

    >>> short("meetings/2011-11-01#gearbox")
    '2011-11-01#gearbox'
    """
    page, hash_, anchor = found.partition("#")
    return page.rpartition("/")[2] + hash_ + anchor


def build(
    ledgers: Iterable[Ledger],
    sources: Mapping[str, Source],
    faults: Iterable[Problem] = (),
    redirects: Redirects | None = None,
) -> Graph:
    """The graph of some pages. *faults* are those of the bibliography."""
    ordered = sorted(ledgers, key=lambda each: each.docname)
    labels = _labels(ordered)
    graph = Graph(
        ledgers={each.docname: spelt(each, labels) if each.bare_links else each for each in ordered},
        sources=dict(sources),
        authority={kind: names.Authority() for kind in ("meeting", "person", "term")},
    )
    faults = tuple(faults)
    graph.problems.extend(faults)
    if redirects and redirects.entries:
        there = Places.of(ordered)
        ends = {old: redirects.follow(old, there) for old in redirects.entries if old not in there}
        graph.moved = {old: end for old, end in ends.items() if end and end in there}
    for ledger in graph.ledgers.values():
        graph.problems.extend(ledger.problems)
        if not isinstance(ledger.entry, Meeting):  # whose ids are its own
            graph.labels.update(dict.fromkeys(ledger.anchors, ledger.docname))
        for name in ledger.claims:
            graph.unsound.claim(name, ledger.slug)
        for view in ledger.views:
            if view.name == "register":
                graph.registers[view.argument] = ledger.docname
        _declare(graph, ledger)
    _check_names(graph)
    for ledger in sorted(graph.ledgers.values(), key=lambda each: graph.when(each.docname)):
        _link(graph, ledger)
        if graph.sources or not faults:  # without a readable bibliography, each source would seem unknown
            _cite(graph, ledger)
        _check_entry(graph, ledger)
        _correct(graph, ledger)
    _check_cycles(graph)
    graph.problems = sorted(set(graph.problems))
    return graph


def _declare(graph: Graph, ledger: Ledger) -> None:
    """Note the objects of a page and the names they claim."""
    entry, slug = ledger.entry, ledger.slug
    if entry is None:
        return
    if slug in graph.objects:
        other = graph.ledgers[graph.objects[slug].docname].path
        message = f"duplicate id `{slug}`: {other} has it already; rename one of the files"
        graph.problems.append(Problem(ledger.path, 1, Code.DUPLICATE, message))
        return
    label, preview = ledger.title, ledger.preview
    match entry:
        case Meeting():
            label, preview = dates.words(entry.date), entry.abstract
            forms = [slug, entry.date, label, ledger.title]
        case Person():
            forms = [slug, label, *(variant.name for variant in entry.variants)]
        case Term():
            forms = [slug, label, *entry.alt_labels, *filter(None, [entry.expansion])]
    graph.objects[slug] = Object(entry.type, slug, ledger.docname, "", label, preview)
    for form in forms:
        graph.authority[entry.type].claim(form, slug)
    if isinstance(entry, Meeting):
        for item in ledger.items:
            found = Object(
                "item", f"{slug}#{item.anchor}", ledger.docname, item.anchor, f"{item.title}, {label}", item.preview
            )
            graph.objects[found.id] = found
        for record in ledger.records:
            found = Object("record", f"{slug}#{record.anchor}", ledger.docname, record.anchor, record.text, record.text)
            graph.objects[found.id] = found


def _check_names(graph: Graph) -> None:
    for kind in ("person", "term"):  # a date may have two meetings; the bare date is then ambiguous
        for name, ids in graph.authority[kind].contested():
            owners = [graph.ledgers[graph.objects[each].docname] for each in ids]
            if all(names.key(owner.title) == names.key(name) for owner in owners):
                continue  # two people with one name are two pages; only a bare mention is ambiguous
            for owner in owners:
                others = ", ".join(f"`{each.slug}`" for each in owners if each is not owner)
                field_name = {"person": "variants", "term": "altLabel"}[kind]
                message = (
                    f"the name `{name}` is claimed by {others} too; a name belongs to one {kind}: drop it from one page"
                )
                graph.problems.append(Problem(owner.path, owner.line_of(field_name), Code.DUPLICATE, message))


def _known(graph: Graph, role: str) -> Iterator[str]:
    """Names worth suggesting for a role: slugs and names."""
    for kind in {"": ("person", "term"), "any": ("person", "term", "meeting")}.get(role, (role,)):
        if kind in graph.authority:
            yield from graph.authority[kind].labels()
        else:
            yield from (each.id for each in graph.objects.values() if each.type == kind)


def _hints(graph: Graph) -> Callable[[str, str], str]:
    """What a wrong target of a role may have meant; a page that is gone may be missed in hundreds of places."""

    @cache
    def hint(role: str, what: str) -> str:
        if role == "doc":
            return names.suggest(what, graph.ledgers)
        return names.suggest(what, (*_known(graph, role), *(graph.objects if role == "any" else ())))

    return hint


def _link(graph: Graph, ledger: Ledger) -> None:
    own, docname = graph.page(ledger.docname), ledger.docname
    outgoing = []
    for mention in ledger.mentions:
        found = graph.find(mention.role, mention.target, docname)
        if len(found) == 1:
            target = graph.objects.get(found[0].id) or graph.objects[found[0].id.partition("#")[0]]
            incoming = Incoming(docname, found[0], mention)
            outgoing.append(incoming)
            for each in _owners(target):
                if own is None or each != own.id:
                    graph.incoming.setdefault(each, []).append(incoming)
            continue
        if fault := _fault_of_link(graph, ledger, mention, found):
            graph.problems.append(Problem(ledger.path, mention.place.line, *fault))
    if outgoing:
        graph.outgoing[docname] = outgoing


def _fault_of_link(graph: Graph, ledger: Ledger, mention: Mention, found: Sequence[Object]) -> tuple[Code, str] | None:
    """What is wrong with a link that means several things, or none; None if it is no business of ours."""
    what, role = mention.target, mention.role
    page, _, anchor = what.partition("#")
    if found:
        ids = " or ".join(f"`{each.id}`" for each in found)
        return Code.NAME, f"ambiguous name `{what}`: {ids}; write `{{…}}`{mention.sentence.marked} <{found[0].id}>``"
    if new := _moved(graph, ledger, mention):
        return Code.LINK, f"`{what}` has moved; write `{new}`"
    if graph.unsound.find(page.rpartition("/")[2]):
        return None  # its page exists, and its fault is told there
    if role == "doc":
        if page not in graph.ledgers:
            hint = graph.once(_hints)(role, page) or _MEND
            return Code.LINK, f"dead internal link: there is no page `{page}.md`{hint}"
        if anchor and anchor not in (known := graph.ledgers[page].anchors):
            return (
                Code.LINK,
                f"dead internal link: `{page}.md` has no id `{anchor}`{names.suggest(anchor, known) or _MEND}",
            )
        return None
    if role == "any":
        if any(what in known for known in (ledger.anchors, graph.labels, graph.sources, graph.ledgers)):
            return None  # Sphinx finds it
        hint = graph.once(_hints)(role, what) or _MEND
        return Code.LINK, f"dead internal link: nothing is called `{what}`{hint}"
    kind = "person or term" if role == "" else role
    hint = graph.once(_hints)(role, what) or "; add its page, or check the spelling"
    return Code.NAME, f"unknown {kind} `{what}`{hint}"


def _moved(graph: Graph, ledger: Ledger, mention: Mention) -> str:
    """What to write for an id that is an old one, else ''."""
    what = mention.target
    for old, new in graph.moved.items():
        page, hash_, anchor = new.partition("#")
        if mention.role == "doc":
            if old == what:
                return f"{page}.md{hash_}{anchor}"
        elif what == short(old):
            return short(new)
        elif f"{ledger.docname}#{what}" == old:
            return anchor if anchor and page == ledger.docname else short(new)
    return ""


def _owners(target: Object) -> tuple[str, ...]:
    """The objects whose page shows a link: an item's and a record's meeting too."""
    slug, hash_, _ = target.id.partition("#")
    return (target.id, slug) if hash_ else (slug,)


def _cite(graph: Graph, ledger: Ledger) -> None:
    for citation in ledger.citations:
        if _source_known(graph, ledger, citation.key, citation.place.line):
            graph.cited.setdefault(citation.key, []).append(Cited(ledger.docname, citation, citation.place.line))
    whole: dict[str, int] = {}
    match ledger.entry:
        case Meeting() as meeting:
            whole = dict.fromkeys(meeting.accounts, ledger.line_of("accounts"))
            whole |= dict.fromkeys(meeting.other_accounts, ledger.line_of("other-accounts"))
            if meeting.kind_source:
                whole.setdefault(meeting.kind_source, ledger.line_of("kind-source"))
        case Person() as person:
            whole = {post.source: post.line for post in person.posts}
            whole |= {v.used_by: ledger.line_of("variants") for v in person.variants if v.used_by}
    for key, line in whole.items():
        if _source_known(graph, ledger, key, line):
            graph.cited.setdefault(key, []).append(Cited(ledger.docname, None, line))


def _source_known(graph: Graph, ledger: Ledger, key: str, line: int) -> bool:
    if key in graph.sources:
        return True
    hint = names.suggest(key, graph.sources) or "; add it to references.bib"
    graph.problems.append(Problem(ledger.path, line, Code.CITATION, f"unknown source `{key}`{hint}"))
    return False


def _check_entry(graph: Graph, ledger: Ledger) -> None:
    """Names in the front matter, and the records' place in their registers."""

    def term(name: str, line: int, what: str) -> Object | None:
        found = graph.find("term", name)
        if len(found) == 1:
            return found[0]
        if graph.unsound.find(name):
            return None
        hint = names.suggest(name, graph.authority["term"].labels()) or "; add its page to glossary/"
        graph.problems.append(Problem(ledger.path, line, Code.NAME, f"unknown {what} `{name}`{hint}"))
        return None

    match ledger.entry:
        case Meeting() as meeting:
            term(meeting.body, ledger.line_of("body"), "body")
            _file_records(graph, ledger)
        case Person() as person:
            for post in person.posts:
                term(post.organization, post.line, "organization")
        case Term() as entry:
            for name in entry.broader:
                if (found := term(name, ledger.line_of("broader"), "broader term")) and graph.page(ledger.docname):
                    graph.narrower.setdefault(found.id, []).append(ledger.slug)
            for name in entry.related:
                term(name, ledger.line_of("related"), "related term")


def _file_records(graph: Graph, ledger: Ledger) -> None:
    mentioned: dict[str, dict[str, Object]] = defaultdict(dict)
    for each in graph.outgoing.get(ledger.docname, ()):
        if each.mention.records and each.target.type in ("person", "term"):
            for anchor in each.mention.records:
                mentioned[anchor][each.target.id] = each.target
    for record in ledger.records:
        if (found := graph.objects.get(f"{ledger.slug}#{record.anchor}")) and found.docname == ledger.docname:
            links = tuple(mentioned[record.anchor].values())
            filed = Filed(found, record, ledger.docname, links)
            graph.records.setdefault(record.kind, []).append(filed)
            for named in links:
                graph.recorded.setdefault(named.id, []).append(filed)


def _correct(graph: Graph, ledger: Ledger) -> None:
    """Find what the corrections of a page correct: a page of an object, or a part of one, by its id."""
    for each in ledger.corrections:
        slug, _, anchor = each.target.partition("#")
        if found := graph.objects.get(each.target) or (graph._part(slug, anchor) if anchor else None):
            graph.corrections[each.anchor] = Corrected(each, found, ledger.docname)
        elif not graph.unsound.find(slug):
            owner = graph.objects.get(slug)
            parts = graph.ledgers[owner.docname].anchors if owner else ()
            new = next((short(new) for old, new in graph.moved.items() if short(old) == each.target), "")
            known = (*graph.objects, *(f"{slug}#{part}" for part in parts))
            hint = f"; it has moved, write `{new}`" if new else names.suggest(each.target, known) or _MEND
            message = f"unknown page or passage `{each.target}`{hint}"
            graph.problems.append(Problem(ledger.path, each.line, Code.CORRECTION, message))


def _check_cycles(graph: Graph) -> None:
    """A term may not be broader than itself, by however many steps."""
    done: set[str] = set()

    def visit(slug: str, path: tuple[str, ...]) -> None:
        if slug in path:
            ring = path[path.index(slug) :]
            first = graph.ledgers[graph.objects[min(ring)].docname]
            message = f"broader terms go in a circle: {' < '.join((*ring, slug))}; drop one `broader`"
            graph.problems.append(Problem(first.path, first.line_of("broader"), Code.TERM, message))
        elif slug not in done:
            done.add(slug)
            for narrower in graph.narrower.get(slug, ()):
                visit(narrower, (*path, slug))

    for start in sorted(graph.narrower):
        visit(start, ())
