"""What an edit of one page may change on others.

A page gives others its sentences, ties, records and the like. Each of these is digested under a name, before and after
the edit; where the digests differ, the pages that show it are held against what they showed, and no others. An edit
that changes what there is, or what it is called, may show anywhere: of such a one nothing is said here. Nothing here
knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from minutes import folding, registers, ties, together
from minutes.graph import Graph
from minutes.heads import Head
from minutes.prints import Prints, digest

#: A name of what a page gives, and its digest.
Given = dict[tuple[str, ...], bytes]
#: What is shown of records as a whole, beside their registers: lists and drawings, by name and argument.
_OF_RECORDS = {
    ("drawing", "timeline"),
    ("list-of", "calendar"),
    ("list-of", "latest-decisions"),
    ("list-of", "registers"),
    ("list-of", "unsaid"),
}
#: What is shown of ties as a whole.
_OF_TIES = {("drawing", "graph"), ("list-of", "ties")}
#: What counts mentions.
_COUNTING = {"meetings", "items", "people", "terms", "terms-by-kind", "threads", "longest-threads", "year", "undefined"}
#: What shows the first words of pages.
_PREVIEWING = {"threads", "longest-threads", "undefined"}


@dataclass(slots=True)
class Touched:
    """Pages that may show something else than before."""

    pages: set[str] = field(default_factory=set)
    bibliography: bool = False  #: whether the list of sources may


def same_for_all(old: Head, new: Head) -> bool:
    """Whether an edit leaves what there is, what it is called, and what every page may depend on."""
    return (
        (old.docname, old.title, old.entry, old.views, old.claims)
        == (new.docname, new.title, new.entry, new.views, new.claims)
        and old.anchors == new.anchors
        and not (old.corrections or new.corrections or old.faulty or new.faulty)
    )


def given(graph: Graph, docname: str) -> Given:
    """What a page gives to others."""
    prints = graph.once(Prints)
    ledger, own = graph.ledgers[docname], graph.page(docname)
    found: dict[tuple[str, ...], list[object]] = {}

    def note(*key: str) -> list[object]:
        return found.setdefault(key, [])

    for owner, told in folding.by_owner(graph, docname).items():
        note("told", owner).append(prints.told(told))
        note("count", owner).append(len(told))
    if own and own.type == "meeting":
        for ids in graph.once(ties.Ties).paragraphs[docname]:
            for each in ids:
                note("tie", each).append(sorted(ids))
        tables = (together.names_of_items, together.people_of_paragraphs, together.matters_of_paragraphs)
        for name, table in zip(("items", "people", "matters"), tables, strict=True):
            for anchor, named in sorted(graph.once(table)[docname].items()):
                for each in _with(named, graph, docname, name, anchor):
                    note("beside", each).append((name, sorted(named)))
        for filed in graph.filed.get(docname, ()):
            row = prints.of(registers.row(graph, filed))
            note("record", filed.record.kind).append(row)
            for named_object in filed.mentioned:
                note("recorded", named_object.id).append(row)
    for key, cited in folding.citations(graph, ledger).items():
        note("cited", key).append(
            [(each.citation.place.block, each.citation.place.item) if each.citation else None for each in cited]
        )
    if own:
        note("preview").append(own.preview)
        for part in folding.parts(graph, own).values():
            note("part", part.id, part.type).append((part.label, part.preview))
    note("headings").extend((each.anchor, each.title) for each in ledger.items)
    return {key: digest(repr(value)) for key, value in found.items()}


def _with(named: Iterable[str], graph: Graph, docname: str, table: str, anchor: str) -> Iterator[str]:
    """Whatever stands where some things are named: of a paragraph, all that it names."""
    if table == "items":
        yield from named
        return
    for each in graph.outgoing.get(docname, ()):
        if each.mention.place.block == anchor:
            yield each.target.id


def touched(before: Graph, after: Graph, docname: str, near: Mapping[str, tuple[str, ...]]) -> Touched | None:
    """The other pages that an edit of a page may show on, which is the `same_for_all`; None if that may be any page.

    *near* has the ids that the drawing of each page shows, by docname.
    """
    if not _kept(before, after, docname):
        return None
    one, other = given(before, docname), given(after, docname)
    changed = {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
    kinds = {key[0] for key in changed}
    linked = after.linking.get(after.heads[docname].slug, ())
    if "headings" in kinds and linked:
        return None  # links by file may show any heading
    if any(key[0] == "part" and key[1] in before.incoming and key not in other for key in changed):
        return None
    found = Touched(bibliography="cited" in kinds)
    for key in changed:
        if key[0] in ("told", "count", "tie", "beside", "recorded"):
            found.pages.update(_shown_on(after, key[1]))
        elif key[0] == "preview":
            found.pages.update(linked)
        elif key[0] == "part":
            if key[2] == "record" and key[1] in before.incoming:
                return None  # a bare link shows its words in sentences that other pages show
            found.pages.update(each.source for each in before.incoming.get(key[1], ()))
    found.pages.update(_listing(after, changed, kinds))
    found.pages.update(_drawing(before, after, docname, changed, near))
    found.pages.discard(docname)
    return found


def _kept(before: Graph, after: Graph, docname: str) -> bool:
    """Whether no id is gone, no old one leads here, no correction is of this page, and no row of a register moves."""
    old, new = before.ledgers[docname], after.ledgers[docname]
    return (
        set(old.anchors) <= set(new.anchors)
        and set(old.permanent) <= set(new.permanent)
        and not any(each.partition("#")[0] == docname for each in before.moved.values())
        and not any(each.target.docname == docname for each in before.corrections.values())
        # What there is stays the same; marks of other pages lead to rows of later meetings.
        and _declared(before, docname) == _declared(after, docname)
        and before.heads[docname].records == after.heads[docname].records
    )


def _declared(graph: Graph, docname: str) -> list[str]:
    """The ids of the parts of a page, in its order."""
    page = graph.page(docname)
    return list(folding.parts(graph, page)) if page else []


def _shown_on(graph: Graph, object_id: str) -> Iterator[str]:
    """The pages of an object, and of a term's broader ones."""
    found = graph.objects.get(object_id)
    if found is None:
        return
    left, seen = [found], set()
    while left:
        each = left.pop()
        if each.id not in seen:
            seen.add(each.id)
            yield each.docname
            left.extend(graph.objects[broader] for broader, below in graph.narrower.items() if each.id in below)


def _listing(graph: Graph, changed: set[tuple[str, ...]], kinds: set[str]) -> Iterator[str]:
    """The pages with lists of the whole archive that show what changed."""
    of_records = {key[1] for key in changed if key[0] == "record"}
    for head in graph.heads.values():
        for view in head.views:
            wanted = (view.name, view.argument)
            if (
                (view.name == "register" and view.argument in of_records)
                or (of_records and wanted in _OF_RECORDS)
                or ("tie" in kinds and wanted in _OF_TIES)
                or ("count" in kinds and view.name == "list-of" and view.argument in _COUNTING)
                or ("preview" in kinds and view.name == "list-of" and view.argument in _PREVIEWING)
                or ("part" in kinds and wanted == ("list-of", "items"))
            ):
                yield head.docname


def _drawing(
    before: Graph, after: Graph, docname: str, changed: set[tuple[str, ...]], near: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """The pages in whose drawing two objects stand that are tied otherwise now, or that could come to stand there."""
    tied = {key[1] for key in changed if key[0] == "tie"}
    if not tied:
        return
    for page, ids in near.items():
        if len(tied.intersection(ids)) > 1:
            yield page
    one, other = before.once(ties.Ties), after.once(ties.Ties)
    for each in tied:
        if one.rarity(each) != other.rarity(each):
            for close in {*one.ids_near(each), *other.ids_near(each)}:
                yield after.objects[close].docname
