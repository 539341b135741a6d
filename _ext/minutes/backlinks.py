"""What links to a page: the sentences that mention its object; and what rests on a source.

Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes.asked import Asked
from minutes.graph import Graph, Incoming, Object
from minutes.model import Sentence, Source
from minutes.vocabulary import RELATIONS


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
        page = graph.shown(source)
        groups.append(Group(page, tuple(_step(graph, own, page, group) for group in sentences)))
    return tuple(groups)


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
    found = tuple((graph.shown(page), tuple(paragraphs)) for page, paragraphs in pages.items())
    return CitedBy(graph.sources[argument], found)


def sources(graph: Graph, docname: str, argument: str = "") -> tuple[CitedBy, ...]:
    """What rests on each source."""
    return tuple(cited_by(graph, docname, key) for key in graph.sources)
