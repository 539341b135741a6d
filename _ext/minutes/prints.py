"""Digests of what a page shows of others: two are the same just when the page need not be written again.

A view is digested as the plain data that it is; a list of back-links, of which an archive has more than of
anything else, as the mentions that it is made of, each digested once for all lists that tell it. On which line
of its file something stands is left out: no page shows it. Nothing here knows Sphinx.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

from minutes import backlinks
from minutes.graph import Filed, Graph, Incoming, Object
from minutes.model import Source

_OBJECT = attrgetter("type", "id", "docname", "anchor", "label", "preview")
_SOURCE = attrgetter("key", "author", "title", "publisher", "date", "url", "seen", "note")
_ATOMS = frozenset((str, int, bool, bytes, NoneType))


def digest(text: str) -> bytes:
    """Sixteen bytes that stand for a text."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


@cache
def _getter(kind: type) -> Callable[[Any], tuple[object, ...]] | None:
    """What gives the fields of a kind of record, but for its line; None if it is no record."""
    if not is_dataclass(kind):
        return None
    names = [each.name for each in fields(kind) if each.name != "line"]
    return attrgetter(*names) if len(names) > 1 else lambda found: tuple(getattr(found, name) for name in names)


class Prints:
    """The digests of a graph, each made when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        # By identity, and so only of what the graph itself holds: to compare a record costs as much as to digest it.
        self._known: dict[int, bytes] = {}
        self._pages: dict[str, bytes] = {}

    def of(self, value: object) -> bytes:
        """The digest of plain data: records, tuples and lists of them, words and numbers."""
        return digest(repr(self._plain(value)))

    def _plain(self, value: Any) -> object:
        kind: Any = type(value)
        if kind in _ATOMS:
            return value
        if kind is tuple or kind is list:
            return self._all(value)
        if kind in (Object, Filed, Source):
            return self._known.get(id(value)) or self._record(value)
        if getter := _getter(kind):
            return (kind.__name__, self._all(getter(value)))
        return value

    def _all(self, values: Iterable[Any]) -> list[object]:
        # Not a call for each: most are words, or records that are known.
        known = self._known
        return [
            each if type(each) in _ATOMS else known[id(each)] if id(each) in known else self._plain(each)
            for each in values
        ]

    def _record(self, found: Object | Filed | Source) -> bytes:
        """What stands for a record of which many lists tell, kept if it is the graph's own."""
        if isinstance(found, Object):
            shown, own = _OBJECT(found), self._graph.objects.get(found.id) is found
        elif isinstance(found, Filed):
            record, own = found.record, True
            shown = (found.object, record.kind, record.text, record.fields, found.mentioned)
        else:
            shown, own = _SOURCE(found), self._graph.sources.get(found.key) is found
        made = digest(repr(self._all(shown)))
        if own:
            self._known[id(found)] = made
        return made

    def told(self, found: Iterable[Incoming]) -> bytes:
        """The digest of a list of mentions, in its order: of all that `backlinks.mentions` makes of them."""
        parts: list[bytes] = []
        source = ""
        for each in found:
            if each.source != source:
                source = each.source
                parts.append(self._page(source))
            known = self._known.get(id(each))
            if known is None:
                known = self._known[id(each)] = self._mention(each)
            parts.append(known)
        return hashlib.blake2b(b"".join(parts), digest_size=16).digest()

    def _page(self, docname: str) -> bytes:
        if docname not in self._pages:
            page = self._graph.page(docname)
            self._pages[docname] = self.of(page or (docname, self._graph.ledgers[docname].title))
        return self._pages[docname]

    def _mention(self, found: Incoming) -> bytes:
        mention = found.mention
        place, told = mention.place, mention.sentence
        title = backlinks.title(self._graph, found.source, place.item)
        where = (place.block or place.item, title, place.editorial)
        words = (mention.relation, told.before, told.marked, told.after)
        return digest(repr((where, words, self._plain(found.target))))
