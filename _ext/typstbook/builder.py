"""The builder ``typst``: pages are resolved one by one, written as Typst, and set as one PDF a book."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from typstbook import compiling, index, markup
from typstbook.parts import Heading, Written, split
from typstbook.plan import Book, Chapter
from typstbook.writer import TypstTranslator

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
#: The places that `book.typ` calls so.
TITLE_PAGE = "title-page"
INDEX = "the-index"


def _spent() -> float:
    """The CPU seconds of this process, and of those that it has waited for."""
    return sum(os.times()[:4])


class TypstBuilder(Builder):
    """Makes each book of the plan: ``<name>.pdf``, beside its Typst source."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012
    supported_remote_images = False
    supported_data_uri_images = False
    allow_parallel = False

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self.sphinx = app
        self._kept: dict[str, nodes.document | None] = {}  #: pages that several books hold

    # -- what Sphinx asks --------------------------------------------------------------------------

    def get_outdated_docs(self) -> str:
        return "all pages"  # numbers of pages depend on all of them

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return to

    def write_documents(self, _docnames: Set[str]) -> None:
        books = self.books()
        uses = Counter(chapter.docname for book in books for chapter in book.chapters)
        self._kept = {docname: None for docname, times in uses.items() if times > 1}
        for book in books:
            self.make(book)

    # -- what is in a book -------------------------------------------------------------------------

    def books(self) -> list[Book]:
        """The plan: an extension's, or else one book of all pages in the order of their toctrees."""
        planned = self.events.emit_firstresult("typst-books")
        if planned is not None:
            return list(planned)
        name = self.config.typst_name or "book"
        chapters = tuple(Chapter(docname, level) for docname, level in self._in_order(self.config.root_doc))
        return [Book(name, self.config.project, chapters, author=self.config.author, index="Index")]

    def _in_order(self, docname: str, level: int = 1, seen: set[str] | None = None) -> Iterator[tuple[str, int]]:
        seen = seen if seen is not None else set()
        if docname in seen:
            return
        seen.add(docname)
        yield docname, level
        below = level + (docname != self.config.root_doc)
        for child in self.env.toctree_includes.get(docname, ()):
            yield from self._in_order(child, below, seen)

    # -- making one --------------------------------------------------------------------------------

    def make(self, book: Book) -> None:
        """Write a book's Typst source and set it."""
        started = _spent()
        chapters, written, writers = self._written(book)
        marks = [mark for writer in writers for mark in writer.index]
        index = self._index(book, marks)
        known = {each for writer in writers for each in writer.places}
        aliases = {name: where for writer in writers for name, where in writer.aliases.items()}
        known.add(TITLE_PAGE)
        if book.stands_for:
            aliases.setdefault(book.stands_for, TITLE_PAGE)
        self._check(book, writers, known, aliases)
        self._lay_out()
        joined = [*markup.joined([*written, index], known, aliases, self.web_address, {TITLE_PAGE})]
        texts = (replace(each, text=text) for each, text in zip(chapters, joined, strict=False))
        facts = markup.value(self._facts(book))
        style = '#import "/lib/style.typ": *\n' if self.config.typst_style else ""
        source = compiling.Source(
            name=book.name,
            head=f'#import "/lib/book.typ": *\n{style}#show: book.with({facts})\n',
            front=f"{facts}, title-page: title-page, contents: contents",
            parts=split(texts),
            contents=[*self._contents(book, writers), *([Heading(1, INDEX, markup.text(book.index))] if index else [])],
            index=joined[-1],
        )
        then = _spent()
        self._set(source)
        logger.info("%s: written in %.1f s, set in %.1f s", book.name, then - started, _spent() - then)

    def _written(self, book: Book) -> tuple[list[Written], list[str], list[TypstTranslator]]:
        """The chapters without their text, their texts, and what wrote them."""
        chapters: list[Written] = []
        texts: list[str] = []
        writers: list[TypstTranslator] = []
        linked = set[str]()
        for chapter in book.chapters:
            if chapter.docname not in self.env.all_docs:
                logger.warning("the book %s wants a page that is not there: %s", book.name, chapter.docname)
                continue
            tree = self._resolved(chapter.docname)
            self.post_process_images(tree)
            writer: Any = self.create_translator(tree, self)
            writer.start(chapter, linked)
            tree.walkabout(writer)
            linked |= writer.linked
            writers.append(writer)
            texts.append(writer.astext())
            opens = chapter.opens or chapter.level == 1
            title = next((each.title for each in writer.headings), "")
            chapters.append(Written(chapter.docname, "", chapter.style, chapter.level, opens, title, writer.notes))
        return chapters, texts, writers

    def _contents(self, book: Book, writers: list[TypstTranslator]) -> list[Heading]:
        """The lines of the table of contents, but for the index."""
        found = [each for writer in writers for each in writer.headings if each.listed and each.level <= book.depth]
        return [Heading(each.level, each.name, markup.plain(each.words, each.title)) for each in found]

    def _resolved(self, docname: str) -> nodes.document:
        """A page with its links resolved: once, since some extensions add to what they resolve twice."""
        if tree := self._kept.get(docname):
            return tree
        tree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        for toctree in list(tree.findall(addnodes.compact_paragraph)):
            if toctree.get("toctree"):
                toctree.parent.remove(toctree)
        if docname in self._kept:
            self._kept[docname] = tree
        return tree

    def _facts(self, book: Book) -> dict[str, object]:
        language, _, region = (
            (self.config.typst_language or self.config.language or "en").replace("_", "-").partition("-")
        )
        return {
            "title": book.title,
            "author": book.author,
            "description": book.description,
            "keywords": book.keywords,
            "lang": language,
            "region": region or None,
            "depth": book.depth,
            "front": book.front,
        }

    def _index(self, book: Book, marks: list[index.Mark]) -> str:
        if not book.index or not marks:
            return ""

        def line(entry: index.Entry) -> str:
            parts = {
                "words": markup.string(entry.words),
                "main": markup.sequence(map(markup.string, entry.main)),
                "others": markup.sequence(map(markup.string, entry.others)),
                "see": markup.sequence(map(markup.string, entry.see)),
                "under": markup.sequence(map(line, entry.under)),
            }
            return "(" + ", ".join(f"{name}: {found}" for name, found in parts.items()) + ")"

        letters = (
            f"#index-group({markup.string(letter)}, {markup.sequence(map(line, found))})\n"
            for letter, found in index.groups(index.entries(marks))
        )
        return f"#show: index-pages.with({markup.string(book.index)})\n{''.join(letters)}"

    def _check(self, book: Book, writers: list[TypstTranslator], known: set[str], aliases: dict[str, str]) -> None:
        """Warn of links to places that a page of the book does not have, and of those that lead nowhere at all."""
        inside = {chapter.docname for chapter in book.chapters}
        omitted = {where for writer in writers for where in writer.omitted}
        for writer in writers:
            for where, location in writer.leads:
                if aliases.get(where, where) in known:
                    continue
                page = where.partition("#")[0]
                if page in inside and where not in omitted:
                    logger.warning("the book has no place %r to link to", where, location=location, type="typst")
                elif page not in inside and not self._web():
                    logger.warning(
                        "a link leads out of the book, to %r: say in typst_web_address where its pages stand on the web",
                        where,
                        location=location,
                        type="typst",
                    )

    def _web(self) -> str:
        return str(self.config.typst_web_address or self.config.html_baseurl)

    def web_address(self, where: str) -> str:
        """Where a place stands on the web."""
        page, hash_, anchor = where.partition("#")
        base = self._web()
        return f"{base}{'' if not base or base.endswith('/') else '/'}{page}.html{hash_}{anchor}"

    def _lay_out(self) -> None:
        """Put what the source reads beside it: styles and images."""
        out = Path(self.outdir)
        (out / "lib").mkdir(exist_ok=True)
        shutil.copy(HERE / "book.typ", out / "lib" / "book.typ")
        if self.config.typst_style:
            shutil.copy(Path(self.confdir, self.config.typst_style), out / "lib" / "style.typ")
        (out / "img").mkdir(exist_ok=True)
        for source, name in self.images.items():
            shutil.copy(Path(self.srcdir, source), out / "img" / name)

    def picture(self, name: str, svg: str) -> str:
        """Keep an SVG for the book. Returns its path, as Typst's `image` wants it."""
        folder = Path(self.outdir, "img")
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
        return f"/img/{name}.svg"

    def _fail(self, why: str) -> None:
        """Say why there is no PDF, and let the build fail. An exception would be told with all of its stack."""
        logger.error(why, type="typst")
        self.sphinx.statuscode = 1

    def _set(self, source: compiling.Source) -> None:
        timestamp = compiling.seconds(self.config.typst_date)
        folder = Path(self.outdir)
        try:
            pdf, warnings = compiling.set_book(source, folder, self.config.typst_standards, timestamp)
        except compiling.UnsetError as error:
            self._fail(f"{error}\nThe Typst source is in {folder / source.name}.parts.")
            return
        for warning in warnings:
            logger.warning("Typst: %s", warning, type="typst")
        try:
            compiling.put(pdf, folder / f"{source.name}.pdf")
        except OSError as error:
            self._fail(f"the PDF could not be written: {error}")
