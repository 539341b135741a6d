"""For a book of a part, Sphinx reads the pages of that book, and knows the others by what is remembered of them.

What it has read then is no beginning of a whole build: it stands in a folder of its own, until the build ends.
"""

from __future__ import annotations

import glob
import shutil
from pathlib import Path

from pybtex.database import BibliographyData
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError
from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime

from minutes import checking, printing
from minutes.collect import domain_of
from minutes.excerpt import Archive, Excerpt
from minutes.redirects import Places
from minutes.references import Remembered

#: Below the doctrees: what was read for a part.
FOLDER = "excerpt"
#: The page that lists the sources, and how it says that it lists all: only then are labels those that are remembered.
SOURCES, ALL = "sources.md", ":all:"


class _Reading:
    """What one build reads."""

    excerpt: Excerpt | None = None  #: None: everything

    def begin(self, app: Sphinx, config: Config) -> None:
        """Before Sphinx takes up what it has read, and looks for pages."""
        self.excerpt = None
        root = Path(app.srcdir)
        if not config.minutes_books or not _simple(root, app, config):
            return
        archive = Archive(root)
        if archive.faults and not archive.sources:  # as good as none: `collect` stops, and tells all
            return
        self.excerpt = Excerpt(archive, printing.asked_for(config, archive.graph))
        app.doctreedir = Path(app.doctreedir) / FOLDER
        shutil.rmtree(app.doctreedir, ignore_errors=True)
        paths = [archive.graph.heads[each].path for each in (*self.excerpt.pages, *self.excerpt.beside)]
        tops = {path.partition("/")[0] for path in paths}
        config.include_patterns = sorted(map(glob.escape, paths))
        others = (each.name for each in root.iterdir() if each.is_dir() and each.name not in tops)
        config.exclude_patterns = [*config.exclude_patterns, *sorted(map(glob.escape, others))]

    def tell(self, app: Sphinx) -> None:
        """Let the domains know what nobody will read."""
        if app.config.minutes_books and app.builder.name != "typst":
            raise ConfigError("`minutes_books` names parts for the builder typst; leave it out")
        if self.excerpt is None:
            return
        archive, domain = self.excerpt.archive, domain_of(app.env)
        domain.note_bibliography(archive.sources, archive.faults)
        domain.redirects = archive.redirects
        domain.take(archive.graph, Places.of_graph(archive.graph), problems=self.excerpt.problems())
        entries = {each.key: Remembered(each) for each in self.excerpt.entries()}
        path = (archive.root / checking.BIBLIOGRAPHY).resolve()
        files = {path: BibFile(get_mtime(path), dict.fromkeys(entries))}
        app.env.domains["cite"].data["bibdata"] = BibData(app.config.bibtex_encoding, files, BibliographyData(entries))

    def widen(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Before pages are read: there are others, to which they may link."""
        if self.excerpt is not None:
            app.project.docnames = set(self.excerpt.graph.heads)
            env.all_docs.setdefault(app.config.root_doc, 0)  # Sphinx ends without it

    def leave_alone(self, app: Sphinx, env: BuildEnvironment) -> None:
        """After that: nobody has seen the tables of contents in which they stand."""
        if self.excerpt is not None:
            for docname in env.all_docs:
                env.metadata[docname]["orphan"] = True

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """No later build begins with this."""
        if self.excerpt is not None:
            shutil.rmtree(app.doctreedir, ignore_errors=True)


def _simple(root: Path, app: Sphinx, config: Config) -> bool:
    """Whether sources are cited as everywhere in the archive."""
    page = root / SOURCES
    return (
        list(config.bibtex_bibfiles or ()) == [checking.BIBLIOGRAPHY]
        and Path(app.confdir) == root
        and (root / checking.BIBLIOGRAPHY).is_file()
        and (not page.is_file() or ALL in page.read_text(encoding="utf-8", errors="replace"))
    )


def setup(app: Sphinx) -> None:
    reading = _Reading()
    app.connect("config-inited", reading.begin, priority=900)  # after whatever the settings get there
    app.connect("builder-inited", reading.tell, priority=90)  # before `collect` and bibtex read the bibliography
    app.connect("env-before-read-docs", reading.widen)
    app.connect("env-updated", reading.leave_alone)
    app.connect("build-finished", reading.end)
