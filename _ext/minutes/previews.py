"""What a reader is told of a link before following it, as plain data.

A page's previews are kept by anchor; '' is the page itself. `minutes.preview_files` writes them where
the site's script finds them. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from minutes import dates, memberships, sentences
from minutes.graph import Graph, Object
from minutes.model import Item, Ledger, Meeting, Person, Source, Term

#: Letters of a link's `title`, which every page carries for each of its links …
TITLE = 120
#: … and of the text of a card, which is fetched when a reader asks for it.
TEXT = 300
#: So many posts of a person stand on a card.
POSTS = 3
#: So many previews, on average, are kept in one piece of a list that may grow without end.
PIECE = 16


@dataclass(frozen=True, slots=True)
class Preview:
    """A small card, from top to bottom; any part but kind and title may be empty."""

    kind: str
    title: str
    facts: tuple[str, ...] = ()
    text: str = ""
    foot: str = ""

    def shown(self) -> dict[str, object]:
        """Its parts that say something."""
        return {name: value for name, value in asdict(self).items() if value}


#: The previews of a page by anchor, or the anchor of the item that stands for a paragraph.
Previews = dict[str, Preview | str]


def short(text: str, limit: int) -> str:
    """The sentences of a text that fit into a number of letters, else its first words.

    >>> short("One. Two and three.", 12), short("One. Two and three.", 40), short("Twenty or more words", 12)
    ('One.', 'One. Two and three.', 'Twenty or …')
    """
    fitting = [end for _, end in sentences.split(text) if end <= limit]
    if fitting:
        return text[: fitting[-1]]
    cut = text[: limit - 1]
    return f"{(cut.rpartition(' ')[0] or cut[:-1]).rstrip(' ,;:–—')} …" if text else ""


def of_page(graph: Graph, docname: str) -> Previews:
    """The previews of a page and its items; its paragraphs and records show their item."""
    ledger = graph.ledgers[docname]
    found: Previews = {"": _page(graph, ledger)}
    found |= {each.anchor: _item(graph, ledger, each) for each in ledger.items}
    places = [each.place for each in ledger.mentions] + [each.place for each in ledger.citations]
    inner = [(each.block, each.item) for each in places] + [(each.anchor, each.place.item) for each in ledger.records]
    return found | {anchor: item for anchor, item in inner if anchor not in found and item and item in found}


def of_sources(graph: Graph, anchors: Mapping[str, str]) -> Previews:
    """The previews of a bibliography; *anchors* are those of its entries, by key."""
    return {anchor: _source(graph, graph.sources[key]) for key, anchor in anchors.items() if key in graph.sources}


def pieces(number: int) -> int:
    """In how many pieces so many previews are kept: a power of two, so that it seldom changes.

    >>> pieces(0), pieces(16), pieces(17), pieces(10_000)
    (1, 1, 2, 1024)
    """
    return 1 << max(0, -(-number // PIECE) - 1).bit_length()


def piece_of(anchor: str, count: int) -> int:
    """Which of *count* pieces holds an anchor: the site's script reckons in the same way.

    >>> piece_of("source-ash-2001-03-06", 8)
    2
    """
    found = 0
    for letter in anchor:
        found = (found * 31 + ord(letter)) % 65521
    return found % count


def _page(graph: Graph, ledger: Ledger) -> Preview:
    own = graph.page(ledger.docname)
    match ledger.entry:
        case Meeting() as meeting:
            kind = " · ".join(filter(None, ("Meeting", _label(graph, meeting.body), meeting.kind)))
            return Preview(kind, dates.words(meeting.date), (), short(meeting.abstract, TEXT), _told(graph, meeting))
        case Person():
            return Preview("Person", ledger.title, _posts(graph, ledger), ledger.preview, _mentions(graph, own))
        case Term() as term:
            facts = (term.expansion,) if term.expansion else ()
            return Preview(f"Glossary · {term.kind}", ledger.title, facts, ledger.preview, _mentions(graph, own))
    return Preview("Page", ledger.title, (), ledger.preview)


def _item(graph: Graph, ledger: Ledger, item: Item) -> Preview:
    if isinstance(ledger.entry, Meeting):
        kind = f"Agenda item · {dates.words(ledger.entry.date)}"
        return Preview(kind, item.title, (), item.preview, _told(graph, ledger.entry, also=False))
    # A section such as a story begins with a date, which tells nobody anything.
    text = item.preview if item.preview.endswith((".", "!", "?", "”")) else ledger.preview
    return Preview(f"Section · {ledger.title}", item.title, (), text)


def _source(graph: Graph, source: Source) -> Preview:
    by = ", ".join(filter(None, (source.author, source.publisher, dates.words(source.date) if source.date else "")))
    told = (f"Seen: {source.seen}." if source.seen else "", _sentence(source.note))
    cited = len({each.source for each in graph.cited.get(source.key, ())})
    foot = f"Cited on {_number(cited, 'page')}" if cited else "Cited on no page"
    return Preview("Source", f"“{source.title}”", (by,) if by else (), " ".join(filter(None, told)), foot)


def _sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:].rstrip('.')}." if note else ""


def _label(graph: Graph, name: str) -> str:
    found = graph.find("term", name)
    return found[0].label if len(found) == 1 else name


def _told(graph: Graph, meeting: Meeting, *, also: bool = True) -> str:
    """Whose accounts a meeting's page restates and, unless *also* is false, whose it only compares."""

    def authors(keys: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(graph.sources[key].author for key in keys if key in graph.sources))

    main = authors(meeting.accounts)
    others = [each for each in authors(meeting.other_accounts) if each not in main]
    told = f"As told by {' and '.join(main)}" if main else ""
    return f"{told}; also by {', '.join(others)}" if told and others and also else told


def _posts(graph: Graph, ledger: Ledger) -> tuple[str, ...]:
    """The first posts of a person, each with its organization and dates."""
    held = [each.membership for each in memberships.posts(graph, ledger.docname)]
    lines = [f"{each.post}, {each.organization} ({memberships.when_held(each)})" for each in held]
    if len(lines) > POSTS + 1:
        return (*lines[:POSTS], f"and {len(lines) - POSTS} more posts")
    return tuple(lines)


def _mentions(graph: Graph, own: Object | None) -> str:
    found = graph.incoming.get(own.id, ()) if own else ()
    if not found:
        return "Not mentioned on other pages"
    return f"{_number(len(found), 'mention')} on {_number(len({each.source for each in found}), 'page')}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
