"""Fold the pages of an archive into one graph. Pure and deterministic, in whatever order the pages come.

What is there, under which names, and who links to whom follows from the heads of all pages, which are at hand. All
else is made of a page's ledger when somebody asks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from minutes import dates, names
from minutes.asked import Asked
from minutes.graph import RELATIVE, Cited, Corrected, Filed, Graph, Incoming, Object
from minutes.heads import Head, cited_whole, head_of, parsed
from minutes.model import (
    LABEL,
    LABEL_START,
    Citation,
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
from minutes.vocabulary import RECORD_KINDS

_Told = TypeVar("_Told", Mention, Citation)


def build(
    ledgers: Iterable[Ledger],
    sources: Mapping[str, Source],
    faults: Iterable[Problem] = (),
    redirects: Redirects | None = None,
) -> Graph:
    """The graph of some pages, with its problems. *faults* are those of the bibliography."""
    from minutes import faulty

    graph = of_ledgers(ledgers, sources, redirects)
    graph.problems = faulty.problems(graph, tuple(faults))
    return graph


def of_ledgers(ledgers: Iterable[Ledger], sources: Mapping[str, Source], redirects: Redirects | None = None) -> Graph:
    """The graph of some pages whose ledgers are at hand; nobody looks for problems."""
    read = {each.docname: each for each in sorted(ledgers, key=lambda each: each.docname)}
    heads = {docname: head_of(ledger) for docname, ledger in read.items()}
    return fold(heads, read.__getitem__, sources, redirects)


def fold(
    heads: Mapping[str, Head],
    raw: Callable[[str], Ledger],
    sources: Mapping[str, Source],
    redirects: Redirects | None = None,
) -> Graph:
    """The graph of the pages that have some heads; *raw* gives the ledger of a page, by its docname, as it was read."""
    graph = Graph(
        heads=dict(sorted(heads.items())),
        sources=dict(sources),
        authority={kind: names.Authority() for kind in ("meeting", "person", "term")},
    )
    for head in graph.heads.values():
        if not isinstance(head.entry, Meeting):  # whose ids are its own
            graph.labels.update(dict.fromkeys(head.anchors, head.docname))
        for name in head.claims:
            graph.unsound.claim(name, head.slug)
        for view in head.views:
            if view.name == "register":
                graph.registers[view.argument] = head.docname
        if head.entry is not None and head.slug not in graph.declared:  # of two pages with one slug the first has it
            graph.declared[head.slug] = _page(head)
            for form in _forms(head):
                graph.authority[head.entry.type].claim(form, head.slug)
    _spread(graph, raw, redirects)
    graph.by_date = sorted(graph.heads, key=graph.when)
    for head in map(graph.heads.__getitem__, graph.by_date):
        if isinstance(head.entry, Term) and graph.page(head.docname):
            for name in head.entry.broader:
                if len(found := graph.find("term", name)) == 1:
                    graph.narrower.setdefault(found[0].id, []).append(head.slug)
    linking: dict[str, list[str]] = defaultdict(list)
    for docname, slugs in _links(graph, graph.by_date):
        for slug in slugs:
            linking[slug].append(docname)
    citing: dict[str, list[str]] = defaultdict(list)
    for docname in graph.by_date:
        for key in graph.heads[docname].cites:
            citing[key].append(docname)
    graph.linking, graph.citing = dict(linking), dict(citing)
    _tie(graph)
    return graph


def refold(
    before: Graph, edited: Mapping[str, Head], raw: Callable[[str], Ledger], redirects: Redirects | None = None
) -> Graph:
    """The graph after an edit of some pages which leaves what there is, and what it is called, as they are.

    What follows from names alone is taken over, and what follows from links is mended.
    """
    graph = Graph(
        heads={**before.heads, **edited},
        by_date=before.by_date,
        sources=before.sources,
        declared={
            **before.declared,
            **{head.slug: _page(head) for head in edited.values() if before.page(head.docname)},
        },
        authority=before.authority,
        narrower=before.narrower,
        unsound=before.unsound,
        registers=before.registers,
        labels=before.labels,
    )
    _spread(graph, raw, redirects)
    graph.linking = _mended(graph, before.linking, *(dict(_links(each, edited)) for each in (before, graph)))
    cites = [{docname: each.heads[docname].cites for docname in edited} for each in (before, graph)]
    graph.citing = _mended(graph, before.citing, *cites)
    _tie(graph)
    return graph


def _spread(graph: Graph, raw: Callable[[str], Ledger], redirects: Redirects | None) -> None:
    """Give a graph whose names are known its ledgers and objects, and what old ids mean."""
    labels = _labels(graph.heads, raw)

    def ledger(docname: str) -> Ledger | None:
        if docname not in graph.heads:
            return None
        return spelt(raw(docname), labels) if graph.heads[docname].bare_links else raw(docname)

    graph.ledgers = Asked(ledger, lambda: graph.heads)
    graph.objects = _objects(graph)
    if redirects and redirects.entries:
        there = Places.of_graph(graph)
        ends = {old: redirects.follow(old, there) for old in redirects.entries if old not in there}
        graph.moved = {old: end for old, end in ends.items() if end and end in there}


# -- what there is ------------------------------------------------------------------------------------


def _objects(graph: Graph) -> Mapping[str, Object]:
    """The objects of all pages, and of their parts, by id."""
    pages = graph.declared
    inside: Mapping[str, dict[str, Object]] = Asked(lambda slug: parts(graph, pages[slug]) if slug in pages else None)

    def found(object_id: str) -> Object | None:
        slug, hash_, _ = object_id.partition("#")
        if not hash_:
            return pages.get(slug)
        return inside[slug].get(object_id) if slug in pages else None

    def ids() -> Iterator[str]:
        for slug in pages:
            yield slug
            yield from inside[slug]

    return Asked(found, ids)


def _page(head: Head) -> Object:
    assert head.entry is not None
    label, preview = head.title, head.preview
    if isinstance(head.entry, Meeting):
        label, preview = dates.words(head.entry.date), head.entry.abstract
    return Object(head.entry.type, head.slug, head.docname, "", label, preview)


def _forms(head: Head) -> Iterator[str]:
    """The names that a page claims."""
    yield head.slug
    match head.entry:
        case Meeting(date=date):
            yield from (date, dates.words(date), head.title)
        case Person(variants=variants):
            yield from (head.title, *(each.name for each in variants))
        case Term() as term:
            yield from (head.title, *term.alt_labels, *filter(None, [term.expansion]))


def parts(graph: Graph, page: Object) -> dict[str, Object]:
    """The items and records of a meeting, by id."""
    found: dict[str, Object] = {}
    if page.type == "meeting":
        ledger = graph.ledgers[page.docname]
        for item in ledger.items:
            part = f"{page.id}#{item.anchor}"
            label = f"{item.title}, {page.label}"
            found[part] = Object("item", part, page.docname, item.anchor, label, item.preview)
        for record in ledger.records:
            part = f"{page.id}#{record.anchor}"
            found[part] = Object("record", part, page.docname, record.anchor, record.text, record.text)
    return found


def _labels(heads: Mapping[str, Head], raw: Callable[[str], Ledger]) -> Mapping[str, str]:
    """What a bare link to a meeting, item or record shows, by id."""
    docnames = {head.slug: docname for docname, head in heads.items() if isinstance(head.entry, Meeting)}

    def labels(slug: str) -> dict[str, str] | None:
        if slug not in docnames:
            return None
        entry = heads[docnames[slug]].entry
        assert isinstance(entry, Meeting)
        ledger, date = raw(docnames[slug]), dates.words(entry.date)
        found = {slug: date} | {f"{slug}#{each.anchor}": f"{each.title}, {date}" for each in ledger.items}
        return found | {f"{slug}#{each.anchor}": each.text for each in ledger.records}

    known: Mapping[str, dict[str, str]] = Asked(labels)

    def label(found: str) -> str | None:
        slug = found.partition("#")[0]
        own = known.get(slug, {})
        return own.get(found, own.get(slug))  # a paragraph is called as its meeting is

    return Asked(label)


def spelt(ledger: Ledger, labels: Mapping[str, str]) -> Ledger:
    """The ledger with labels where its sentences hold only the ids of what they link to."""

    def spell(text: str) -> str:
        return LABEL.sub(lambda match: labels.get(match[1], match[1]), text) if LABEL_START in text else text

    # Most have none, and stay as they are: a ledger is large, and copying it slow.
    def sentence(found: _Told) -> _Told:
        told = found.sentence
        if LABEL_START not in told.before and LABEL_START not in told.marked and LABEL_START not in told.after:
            return found
        spelt_out = Sentence(spell(told.before), spell(told.marked), spell(told.after))
        return replace(found, sentence=spelt_out)

    def record(found: Record) -> Record:
        return replace(found, text=spell(found.text)) if LABEL_START in found.text else found

    return replace(
        ledger,
        corrections=tuple(replace(each, why=spell(each.why)) for each in ledger.corrections),
        records=tuple(map(record, ledger.records)),
        mentions=tuple(map(sentence, ledger.mentions)),
        citations=tuple(map(sentence, ledger.citations)),
    )


# -- what links to it ---------------------------------------------------------------------------------


def _tie(graph: Graph) -> None:
    """Give a graph its tables of links, citations and records."""
    owned: Mapping[str, dict[str, list[Incoming]]] = Asked(lambda docname: by_owner(graph, docname))

    def incoming(object_id: str) -> list[Incoming] | None:
        pages = graph.linking.get(object_id.partition("#")[0], ())
        return [each for docname in pages for each in owned[docname].get(object_id, ())] or None

    def recorded(object_id: str) -> list[Filed] | None:
        filed = (each for docname in graph.linking.get(object_id, ()) for each in graph.filed.get(docname, ()))
        return [each for each in filed if any(named.id == object_id for named in each.mentioned)] or None

    def records(kind: str) -> list[Filed] | None:
        pages = (docname for docname in graph.by_date if any(kind == each for each, _ in graph.heads[docname].records))
        return [each for docname in pages for each in graph.filed.get(docname, ()) if each.record.kind == kind] or None

    def cited(key: str) -> list[Cited] | None:
        pages = graph.citing.get(key, ()) if key in graph.sources else ()
        return [each for docname in pages for each in citations(graph, graph.ledgers[docname]).get(key, ())] or None

    graph.outgoing = Asked(lambda docname: linked(graph, graph.ledgers[docname]) or None, lambda: graph.heads)
    graph.incoming = Asked(incoming, lambda: graph.objects)
    graph.filed = Asked(lambda docname: _filed(graph, docname) or None, lambda: graph.heads)
    graph.records = Asked(records, lambda: RECORD_KINDS)
    graph.recorded = Asked(recorded, lambda: graph.linking)
    graph.cited = Asked(cited, lambda: graph.sources)
    graph.corrections = {
        each.anchor: Corrected(each, found, docname)
        for docname in graph.by_date
        if graph.heads[docname].corrections
        for each in graph.ledgers[docname].corrections
        if (found := corrected(graph, each.target))
    }


def _links(graph: Graph, docnames: Iterable[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """The slugs of the pages that each of some pages links to, or to a part of them."""
    everywhere: dict[str, tuple[str, ...]] = {}  # the same on whatever page they stand
    for docname in docnames:
        slugs: dict[str, None] = {}
        for link in graph.heads[docname].links:
            if (known := everywhere.get(link)) is None:
                role, target = parsed(link)
                known = tuple(_slugs(graph, role, target, docname))
                if role not in RELATIVE:
                    everywhere[link] = known
            slugs.update(dict.fromkeys(known))
        yield docname, slugs


def _mended(
    graph: Graph, table: Mapping[str, list[str]], old: Mapping[str, Iterable[str]], new: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """A table of pages, by date, where some pages stand under other keys than before."""
    found = dict(table)
    for docname in new:
        before, after = set(old[docname]), set(new[docname])
        for key in before - after:
            found[key] = [each for each in found[key] if each != docname]
            if not found[key]:
                del found[key]
        for key in after - before:
            found[key] = sorted((*found.get(key, ()), docname), key=graph.when)
    return found


def _slugs(graph: Graph, role: str, target: str, docname: str) -> Iterable[str]:
    """The page that a link leads to; for a part of a page, the page that would have it."""
    page, hash_, _ = target.partition("#")
    if role in ("item", "record") or (role == "any" and hash_):
        return (page if hash_ else graph.heads[docname].slug,)
    found = graph.find(role, page if role == "doc" else target, docname)
    return (found[0].id.partition("#")[0],) if len(found) == 1 else ()


def owners_of_link(graph: Graph, role: str, target: str, docname: str) -> tuple[str, ...]:
    """The ids of what shows a link of a page that leads somewhere; of a part of a page, its own and the page's."""
    _, hash_, anchor = target.partition("#")
    slugs = tuple(_slugs(graph, role, target, docname))
    if role in ("item", "record") and not hash_:
        return (*(f"{slug}#{target}" for slug in slugs), *slugs)
    return (*(f"{slug}#{anchor}" for slug in slugs if hash_), *slugs)


def linked(graph: Graph, ledger: Ledger) -> list[Incoming]:
    """The mentions of a page that lead somewhere, in its order."""
    asked = ((graph.find(each.role, each.target, ledger.docname), each) for each in ledger.mentions)
    return [Incoming(ledger.docname, found[0], each) for found, each in asked if len(found) == 1]


def owners(target: Object) -> tuple[str, ...]:
    """The ids of the objects whose page shows a link: those of an item and a record, and of the page that has it."""
    slug, hash_, _ = target.id.partition("#")
    return (target.id, slug) if hash_ and target.type != "paragraph" else (slug,)


def by_owner(graph: Graph, docname: str) -> dict[str, list[Incoming]]:
    """The mentions of a page, by what shows them; none of the page itself."""
    own = graph.page(docname)
    found: dict[str, list[Incoming]] = {}
    for each in graph.outgoing.get(docname, ()):
        for owner in owners(each.target):
            if own is None or owner != own.id:
                found.setdefault(owner, []).append(each)
    return found


def citations(graph: Graph, ledger: Ledger) -> dict[str, list[Cited]]:
    """What a page cites, by key: in its text, and as a whole."""
    found: dict[str, list[Cited]] = {}
    for citation in ledger.citations:
        found.setdefault(citation.key, []).append(Cited(ledger.docname, citation, citation.place.line))
    for key, line in cited_whole(ledger).items():
        found.setdefault(key, []).append(Cited(ledger.docname, None, line))
    return found


def _filed(graph: Graph, docname: str) -> list[Filed]:
    """The records of a meeting, in its order."""
    head, page = graph.heads[docname], graph.page(docname)
    if not isinstance(head.entry, Meeting) or not head.records or page is None:
        return []
    mentioned: dict[str, dict[str, Object]] = defaultdict(dict)
    for each in graph.outgoing.get(docname, ()):
        if each.mention.records and each.target.type in ("person", "term"):
            for anchor in each.mention.records:
                mentioned[anchor][each.target.id] = each.target
    return [
        Filed(graph.objects[f"{page.id}#{record.anchor}"], record, docname, tuple(mentioned[record.anchor].values()))
        for record in graph.ledgers[docname].records
    ]


def corrected(graph: Graph, target: str) -> Object | None:
    """What a correction names: a page of an object, or a part of one."""
    slug, _, anchor = target.partition("#")
    return graph.objects.get(target) or (graph.part(slug, anchor) if anchor else None)
