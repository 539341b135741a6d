"""What the archive's books hold: the whole of it, or the part that a name stands for. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minutes import dates, names
from minutes.graph import Graph, Object
from minutes.model import Meeting, Person
from typstbook.plan import Book, Chapter

#: The types of objects that a book may be about.
TYPES = ("meeting", "person", "term")

#: The parts of the whole book, in order: the page that opens each, and the type and style of its chapters.
PARTS = (
    ("meetings/index", "meeting", "meeting"),
    ("people/index", "person", "entry"),
    ("glossary/index", "term", "entry"),
)
#: What follows them: pages, with level and style; after the first of them come the registers.
APPENDICES = (
    ("glossary/by-kind", 2, "listing"),
    ("glossary/threads", 2, "listing"),
    ("registers/index", 1, "register"),
)
END = (
    ("overviews/concordance", 1, "wide"),
    ("overviews/bodies", 1, "listing"),
    ("overviews/figures", 1, "wide"),
    ("overviews/gaps", 1, "listing"),
    ("timeline", 1, "wide"),
    ("graph", 1, "wide"),
    ("sources", 1, "sources"),
    ("corrections", 1, "essay"),
    ("about", 1, "essay"),
)

#: So many lines of a table of contents are welcome; a longer one has no agenda items.
CONTENTS = 160


class UnknownError(LookupError):
    """A name that stands for no part of the archive; its words say so, and what may be meant."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is the same for every book of an edition."""

    file: str  #: name of the whole book's file, without suffix
    archive: str
    author: str
    release: str
    date: str  #: ISO
    address: str  #: of the edition on the web
    root: str = "index"  #: the front page, in whose stead the whole book has a title page
    description: str = ""
    licence: str = ""
    keywords: tuple[str, ...] = ()


def whole(graph: Graph, imprint: Imprint) -> Book:
    """The whole archive."""
    meetings = graph.of_type("meeting")
    lines = sum(len(graph.ledgers[each.docname].items) + 1 for each in meetings)
    chapters = tuple(each for each in _chapters(graph) if each.docname in graph.ledgers)
    return _book(imprint, "", imprint.archive, chapters, 3 if lines <= CONTENTS else 2, imprint.address)


def _chapters(graph: Graph) -> Iterator[Chapter]:
    for opening, kind, style in PARTS:
        yield Chapter(opening, 1, "opener")
        meeting, year = kind == "meeting", ""
        for each in graph.of_type(kind):
            if meeting and year != (year := _year(graph, each)):
                yield _of_year(year, 2)
            yield Chapter(each.docname, 2, style, opens=meeting, listed=meeting)
    yield from (Chapter(*each) for each in APPENDICES)
    yield from (Chapter(docname, 2, "register") for docname in sorted(graph.registers.values()))
    yield from (Chapter(*each) for each in END)


def _of_year(year: str, level: int) -> Chapter:
    """What a year was about, before its meetings."""
    return Chapter(f"meetings/{year}", level, "essay", opens=True)


def part(graph: Graph, imprint: Imprint, name: str) -> Book:
    """A meeting, person or term by its id, or the meetings of a year. Raises `UnknownError`."""
    found = graph.objects.get(name)
    if found and found.type in TYPES:
        pages, title = [found], graph.heads[found.docname].title
        address = f"{imprint.address}{found.docname}.html"
    else:
        pages = [each for each in graph.of_type("meeting") if _year(graph, each) == name]
        title, address = f"Meetings of {name}", imprint.address
    if not pages:
        known = (each.id for kind in TYPES for each in graph.of_type(kind))
        raise UnknownError(f"unknown meeting, person or term `{name}`{names.suggest(name, known)}")
    # What links to a meeting is elsewhere; of a person or a term it is most of what there is.
    without = frozenset(("links-here", "neighbours"))
    chapters = [Chapter(each.docname, 1, "alone", without=without) for each in pages]
    if (year := _of_year(name, 1)).docname in graph.heads and found is None:
        chapters.insert(0, year)
    if "sources" in graph.heads:
        chapters.append(Chapter("sources", 1, "sources", cited_only=True, without=frozenset(("cited-by",))))
    meetings = pages[0].type == "meeting"
    return _book(imprint, name, title, tuple(chapters), 2 if meetings else 0, address)


def _year(graph: Graph, meeting: Object) -> str:
    entry = graph.heads[meeting.docname].entry
    return dates.bounds(entry.date)[0][:4] if isinstance(entry, Meeting) else ""


def _book(imprint: Imprint, name: str, title: str, chapters: tuple[Chapter, ...], depth: int, address: str) -> Book:
    edition = f"Edition {imprint.release}" + (f", {dates.words(imprint.date)}" if imprint.date else "")
    cited = (f"{imprint.archive}.", f"“{title}.”" if name else "", f"{edition}.", f"{address}." if address else "")
    return Book(
        name=f"{imprint.file}-{name}" if name else imprint.file,
        title=title,
        chapters=chapters,
        author=imprint.author,
        description=imprint.description,
        keywords=imprint.keywords,
        depth=depth,
        index="Index of people and subjects" if depth else "",
        stands_for="" if name else imprint.root,
        front={
            "above": f"From {imprint.archive}" if name else None,
            "subtitle": None if name else imprint.description,
            "edition": edition,
            "cite": " ".join(filter(None, cited)),
            "licence": imprint.licence,
            "address": address,
        },
    )


def entry_of(graph: Graph, found: Object) -> str:
    """How a person or a subject stands in an index: people by surname."""
    entry = graph.heads[found.docname].entry
    return entry.sort if isinstance(entry, Person) else found.label
