"""What is wrong with an archive as a whole: names that mean nobody or several, links to nowhere, terms in a circle.

What is wrong with a page alone its reader has told already. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache

from minutes import names
from minutes.folding import corrected
from minutes.graph import Graph, Object, short
from minutes.heads import cited_whole
from minutes.model import Code, Ledger, Meeting, Mention, Person, Problem, Term

_MEND = "; correct its address, or drop it"


def problems(graph: Graph, faults: Sequence[Problem] = ()) -> list[Problem]:
    """All problems of an archive, in order; *faults* are those of the bibliography."""
    return sorted(of_pages(graph, graph.heads, faults))


def of_pages(graph: Graph, docnames: Collection[str], faults: Iterable[Problem] = ()) -> set[Problem]:
    """Those of some pages, without a look at what the others say; and *faults*, of the bibliography."""
    paths = {graph.heads[docname].path for docname in docnames}
    across = (*_duplicates(graph), *_contested(graph), *_circles(graph))
    found = {*(faults := tuple(faults)), *(each for each in across if each.path in paths)}
    for docname in docnames:
        found.update(of_page(graph, docname, sources=bool(graph.sources) or not faults))
    return found


def of_page(graph: Graph, docname: str, *, sources: bool = True) -> Iterator[Problem]:
    """Those of a page; without *sources*, as when there is no readable bibliography, none is unknown."""
    ledger = graph.ledgers[docname]
    yield from ledger.problems
    for mention in ledger.mentions:
        found = graph.find(mention.role, mention.target, docname)
        if len(found) != 1 and (fault := _fault_of_link(graph, ledger, mention, found)):
            yield Problem(ledger.path, mention.place.line, *fault)
    if sources:
        yield from _unknown_sources(graph, ledger)
    yield from _entry(graph, ledger)
    yield from _corrections(graph, ledger)


def _duplicates(graph: Graph) -> Iterator[Problem]:
    for head in graph.heads.values():
        if head.entry is not None and (owner := graph.objects[head.slug]).docname != head.docname:
            other = graph.heads[owner.docname].path
            message = f"duplicate id `{head.slug}`: {other} has it already; rename one of the files"
            yield Problem(head.path, 1, Code.DUPLICATE, message)


def _contested(graph: Graph) -> Iterator[Problem]:
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
                yield Problem(owner.path, owner.line_of(field_name), Code.DUPLICATE, message)


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


def _unknown_sources(graph: Graph, ledger: Ledger) -> Iterator[Problem]:
    lines = [(each.key, each.place.line) for each in ledger.citations]
    for key, line in (*lines, *cited_whole(ledger).items()):
        if key not in graph.sources:
            hint = names.suggest(key, graph.sources) or "; add it to references.bib"
            yield Problem(ledger.path, line, Code.CITATION, f"unknown source `{key}`{hint}")


def _entry(graph: Graph, ledger: Ledger) -> Iterator[Problem]:
    """Names in the front matter that mean no term."""
    named: list[tuple[str, int, str]] = []
    match ledger.entry:
        case Meeting() as meeting:
            named = [(meeting.body, ledger.line_of("body"), "body")]
        case Person() as person:
            named = [(post.organization, post.line, "organization") for post in person.posts]
        case Term() as entry:
            named = [(each, ledger.line_of("broader"), "broader term") for each in entry.broader]
            named += [(each, ledger.line_of("related"), "related term") for each in entry.related]
    for name, line, what in named:
        if len(graph.find("term", name)) != 1 and not graph.unsound.find(name):
            hint = names.suggest(name, graph.authority["term"].labels()) or "; add its page to glossary/"
            yield Problem(ledger.path, line, Code.NAME, f"unknown {what} `{name}`{hint}")


def _corrections(graph: Graph, ledger: Ledger) -> Iterator[Problem]:
    """Corrections of what is not there."""
    for each in ledger.corrections:
        slug, _, _ = each.target.partition("#")
        if corrected(graph, each.target) is None and not graph.unsound.find(slug):
            owner = graph.objects.get(slug)
            parts = graph.ledgers[owner.docname].anchors if owner else ()
            new = next((short(new) for old, new in graph.moved.items() if short(old) == each.target), "")
            known = (*graph.objects, *(f"{slug}#{part}" for part in parts))
            hint = f"; it has moved, write `{new}`" if new else names.suggest(each.target, known) or _MEND
            message = f"unknown page or passage `{each.target}`{hint}"
            yield Problem(ledger.path, each.line, Code.CORRECTION, message)


def _circles(graph: Graph) -> Iterator[Problem]:
    """A term may not be broader than itself, by however many steps."""
    done: set[str] = set()

    def visit(slug: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if slug in path:
            ring = path[path.index(slug) :]
            first = graph.ledgers[graph.objects[min(ring)].docname]
            message = f"broader terms go in a circle: {' < '.join((*ring, slug))}; drop one `broader`"
            yield Problem(first.path, first.line_of("broader"), Code.TERM, message)
        elif slug not in done:
            done.add(slug)
            for narrower in graph.narrower.get(slug, ()):
                yield from visit(narrower, (*path, slug))

    for start in sorted(graph.narrower):
        yield from visit(start, ())
