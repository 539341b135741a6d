"""Sphinx's own index of words, which answers where the search can fetch nothing, fed at a fraction of its cost.

It is one file, which a browser reads whole. Of a large archive it holds what the pages are called, and no other words.

Sphinx looks at each word of a page as often as it stands there, forgets the stems of words from page to page, and
walks a page by a call for each node. The index is the same.

Worth a report to Sphinx: `IndexBuilder.feed` could filter a set of words, and remember what it made of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes
from sphinx.addnodes import index
from sphinx.environment import BuildEnvironment
from sphinx.search import IndexBuilder

_STYLES, _TAG = re.compile(r"<(style|script).*?</\1>", re.IGNORECASE | re.DOTALL), re.compile(r"<[^<]+?>")


#: An archive of more pages is a large one.
MOST = 1000


def is_large(env: BuildEnvironment) -> bool:
    """Whether the index of an archive holds the titles of its pages alone."""
    return len(env.all_docs) > MOST


class WordIndex(IndexBuilder):
    """The index, which remembers what each word stands under."""

    def __init__(self, env: BuildEnvironment, lang: str, options: dict[str, str], scoring: str) -> None:
        super().__init__(env, lang, options, scoring)
        self._terms: dict[str, str] = {}
        self._large = is_large(env)

    @property
    def tables(self) -> tuple[dict[str, Any], ...]:
        """What was taken in: by page its title, its file and its headings; by word its pages."""
        return (self._titles, self._filenames, self._all_titles, self._title_mapping, self._mapping)

    def add(self, tables: Sequence[Mapping[str, Any]]) -> None:
        """Take in what another index has of other pages."""
        for own, other in zip(self.tables[:3], tables[:3], strict=True):
            own.update(other)
        for own, other in zip(self.tables[3:], tables[3:], strict=True):
            for word, docnames in other.items():
                own.setdefault(word, set()).update(docnames)

    def get_objects(self, fn2index: dict[str, int]) -> dict[str, list[tuple[int, int, int, str, str]]]:
        """The objects of all domains; of a large archive none: its pages are found by their titles."""
        return {} if self._large else super().get_objects(fn2index)

    def feed(self, docname: str, filename: str | os.PathLike[str], title: str, doctree: nodes.document) -> None:
        """Take in the words of a page."""
        found = _gathered(doctree)
        if found is None:
            super().feed(docname, filename, title, doctree)
            return
        texts, titles = found
        if self._large:
            texts, titles = [], titles[:1]
        self._titles[docname], self._filenames[docname] = title, os.fspath(filename)
        self._all_titles[docname] = titles
        self._index_entries[docname] = []
        in_titles = self._found("\n".join(words for words, _ in titles))
        for term in in_titles:
            self._title_mapping.setdefault(term, set()).add(docname)
        for term in self._found("\n".join(texts)):
            if docname not in self._title_mapping.get(term, ()):
                self._mapping.setdefault(term, set()).add(docname)

    def _found(self, text: str) -> dict[str, None]:
        """What the words of a text stand under, each once and in their order."""
        words = dict.fromkeys(self.lang.split(text))
        return dict.fromkeys(term for term in map(self._term, words) if term)

    def _term(self, word: str) -> str:
        """What a word stands under: its stem, else itself, else nothing."""
        if (known := self._terms.get(word)) is None:
            keep, stem = self.lang.word_filter, self.lang.stem(word).lower()
            known = self._terms[word] = stem if keep(stem) else word if keep(word) else ""
        return known


def _gathered(doctree: nodes.document) -> tuple[list[str], list[tuple[str, str | None]]] | None:
    """The texts of a page, and its headings with their ids; None if it has what only Sphinx knows how to read."""
    texts: list[str] = []
    titles: list[tuple[str, str | None]] = []
    left: list[nodes.Node] = [doctree]
    while left:
        node = left.pop()
        if type(node) is nodes.Text:
            texts.append(node.astext())
            continue
        if isinstance(node, nodes.comment):
            continue
        assert isinstance(node, nodes.Element)
        if isinstance(node, index) or (isinstance(node, nodes.meta) and node.get("name") == "keywords"):
            return None
        if "no-search" in node["classes"]:
            continue
        if isinstance(node, nodes.raw):
            if "html" in node.get("format", "").split():
                texts.append(_TAG.sub("", _STYLES.sub("", node.astext())))
            continue
        if isinstance(node, nodes.title):
            ids = node.parent["ids"]
            titles.append((node.astext(), ids[0] if ids and titles else None))
        left.extend(reversed(node.children))
    return texts, titles
