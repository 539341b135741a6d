"""Sphinx's builders of web pages, which do for a page what differs from page to page, and nothing else.

Each part that they replace gives the same bytes; what it is and why it was slow is told where it is done.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence, Set
from multiprocessing import get_context
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

from minutes import garbage, plainly
from minutes.words import WordIndex

#: Beside the doctrees: templates as they were compiled.
TEMPLATES = "templates"
#: So many pages a process takes up to write.
_AT_A_TIME = 8
#: What comes back of pages that another process wrote: their words, pictures and results.
_Written = tuple[tuple[dict[str, Any], ...], dict[str, str], dict[str, Any]]


class Quiet(str):
    """HTML that shows little of itself to who logs it: Sphinx makes a text of all that it tells with an event.

    Worth a report to Sphinx: `EventManager.emit` does so for each event, whether or not anybody reads the log.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} letters>"


class Quick(StandaloneHTMLBuilder):
    """What the builders share."""

    #: What to do after a page was written, in the same process; and what that made of which page.
    after: Callable[[str], Any] | None = None
    results: dict[str, Any]
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
            with garbage.left_alone():
                known = pickle.loads(read)
            self.env.merge_info_from(own, known, self._app)

        tasks = ParallelTasks(nproc)
        for at in range(nproc):
            tasks.add_task(read, docnames[at::nproc], merge)
        tasks.join()

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        """Let each process resolve the pages that it writes, a few at a time, and give back what the rest needs.

        Sphinx resolves all pages in the first process, for which the others wait, and starts a process for some pages
        at a time, which remembers nothing of those before.
        """
        first, *others = docnames
        self._resolve_and_write(first)  # templates and tables, once for all

        # Long lists come late in the order of names; a page that is left to the end is to be a short one.
        others.reverse()
        begun = get_context("fork").Value("i", 0)

        def next_ones() -> list[str]:
            with begun.get_lock():
                start, begun.value = begun.value, begun.value + _AT_A_TIME
            return others[start : start + _AT_A_TIME]

        def write() -> _Written:
            self.indexer, self.images, self.results = self.new_index(), {}, {}
            while own := next_ones():
                for docname in own:
                    self._resolve_and_write(docname)
            return self.indexer.tables, self.images, self.results

        verbosity = self.config.verbosity
        progress = status_iterator(range(nproc), "writing output... ", "darkgreen", nproc, verbosity, lambda _: "")

        def take(_: None, written: _Written) -> None:
            tables, images, results = written
            if isinstance(self.indexer, WordIndex):
                self.indexer.add(tables)
            self.images.update(images)
            self.results.update(results)
            next(progress)

        tasks = ParallelTasks(nproc)
        for _ in range(nproc):
            tasks.add_task(write, None, take)
        tasks.join()

    def _resolve_and_write(self, docname: str) -> None:
        self.phase = BuildPhase.RESOLVING
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        self.phase = BuildPhase.WRITING
        self.write_doc_serialized(docname, doctree)
        self.write_doc(docname, doctree)
        if self.after:
            self.results[docname] = self.after(docname)

    def init(self) -> None:
        """Before anything is read."""
        super().init()
        self.results = {}

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


class WebPages(Quick):
    """Pages with addresses such as ``people/tom-watson.html``."""

    name = "html"


class WebFolders(Quick, DirectoryHTMLBuilder):
    """Pages with addresses such as ``people/tom-watson/``."""

    name = "dirhtml"


def setup(app: Sphinx) -> None:
    app.add_builder(WebPages, override=True)
    app.add_builder(WebFolders, override=True)
