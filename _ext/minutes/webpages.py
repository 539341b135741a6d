"""Sphinx's builders of web pages, which do for a page what differs from page to page, and nothing else.

Each part that they replace gives the same bytes; what it is and why it was slow is told where it is done.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from minutes import plainly
from minutes.words import WordIndex

#: Beside the doctrees: templates as they were compiled.
TEMPLATES = "templates"


class Quiet(str):
    """HTML that shows little of itself to who logs it: Sphinx makes a text of all that it tells with an event.

    Worth a report to Sphinx: `EventManager.emit` does so for each event, whether or not anybody reads the log.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} letters>"


def _share(docnames: Sequence[str], nproc: int, work: Callable[[Any], Any], take: Callable[[Any, Any], None]) -> None:
    """Let each process work on an equal share of some pages, and take what it gives back."""
    tasks = ParallelTasks(nproc)
    for at in range(nproc):
        tasks.add_task(work, docnames[at::nproc], take)
    tasks.join()


class _Quick(StandaloneHTMLBuilder):
    """What the builders share."""

    _written = True  #: whether this build writes any page

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        """Let each process read an equal share, at once.

        Sphinx hands out ten pages at a time, and each time gets back everything that was read before with them.
        """
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)

        def read(own: list[str]) -> bytes:
            self.env._app = self._app
            for docname in own:
                self.read_doc(docname, _cache=False)
            return pickle.dumps(self.env, pickle.HIGHEST_PROTOCOL)

        def merge(own: list[str], read: bytes) -> None:
            self.env.merge_info_from(own, pickle.loads(read), self._app)

        _share(docnames, nproc, read, merge)

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        """Let each process resolve the pages that it writes, an equal share of them, and give back what the rest needs.

        Sphinx resolves all pages in the first process, for which the others wait, and starts a process for some pages
        at a time, which remembers nothing of those before.
        """
        first, *others = docnames
        self._resolve_and_write(first)  # templates and tables, once for all

        def write(own: list[str]) -> tuple[tuple[dict[str, Any], ...], dict[str, str]]:
            self.indexer, self.images = self.new_index(), {}
            for docname in own:
                self._resolve_and_write(docname)
            return self.indexer.tables, self.images

        verbosity = self.config.verbosity
        progress = status_iterator(range(nproc), "writing output... ", "darkgreen", nproc, verbosity, lambda _: "")

        def take(own: list[str], written: tuple[tuple[dict[str, Any], ...], dict[str, str]]) -> None:
            tables, images = written
            if isinstance(self.indexer, WordIndex):
                self.indexer.add(tables)
            self.images.update(images)
            next(progress)

        _share(others, nproc, write, take)

    def _resolve_and_write(self, docname: str) -> None:
        self.phase = BuildPhase.RESOLVING
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        self.phase = BuildPhase.WRITING
        self.write_doc_serialized(docname, doctree)
        self.write_doc(docname, doctree)

    def init_templates(self) -> None:
        """Keep templates as they were compiled: of a build of a few pages, that took a tenth of the time."""
        super().init_templates()
        folder = Path(self.doctreedir) / TEMPLATES
        folder.mkdir(parents=True, exist_ok=True)
        assert isinstance(self.templates, BuiltinTemplateLoader)
        self.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """A heading or a list of headings as HTML."""
        if isinstance(node, nodes.title) and (title := plainly.title(node)) is not None:
            return {"fragment": "", "title": title}
        if isinstance(node, nodes.bullet_list) and (contents := plainly.contents(node)) is not None:
            return {"fragment": contents, "title": ""}
        return super().render_partial(node)

    def load_indexer(self, docnames: Set[str]) -> None:
        """Read the index of words of the last build, unless nothing will be added to it."""
        assert self.indexer is not None
        self._written = bool(docnames)
        if not self._kept():
            self.indexer = self.new_index()
            super().load_indexer(docnames)

    def new_index(self) -> WordIndex:
        """An index of words, without any."""
        language = self.config.html_search_language or self.config.language
        return WordIndex(self.env, language, self.config.html_search_options, self.config.html_search_scorer)

    def dump_search_index(self) -> None:
        """Write the index of words, unless it is the last one."""
        if not self._kept():
            super().dump_search_index()

    def _kept(self) -> bool:
        """Whether the index of words is that of the last build: its pages, titles and objects are."""
        return not self._written and (self.outdir / self.searchindex_filename).exists()

    def update_page_context(self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: object) -> None:
        super().update_page_context(pagename, templatename, ctx, event_arg)
        for each in ("body", "toc"):
            if each in ctx:
                ctx[each] = Quiet(ctx[each])


class WebPages(_Quick):
    """Pages with addresses such as ``people/tom-watson.html``."""

    name = "html"


class WebFolders(_Quick, DirectoryHTMLBuilder):
    """Pages with addresses such as ``people/tom-watson/``."""

    name = "dirhtml"


def setup(app: Sphinx) -> None:
    app.add_builder(WebPages, override=True)
    app.add_builder(WebFolders, override=True)
