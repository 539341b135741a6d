"""Reading: one page, one ledger. Faults that would stop Sphinx are reported before it starts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NoReturn

from docutils import nodes
from markdown_it import MarkdownIt
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from minutes import checking, reader
from minutes.domain import MinutesDomain
from minutes.markdown import DISABLED, EXTENSIONS, make_parser
from minutes.problems import warn

logger = logging.getLogger(__name__)


def domain_of(env: BuildEnvironment) -> MinutesDomain:
    """The archive's domain."""
    found = env.domains["minutes"]
    assert isinstance(found, MinutesDomain)
    return found


def configure(app: Sphinx, config: object) -> None:
    """Let MyST read exactly what the reader reads."""
    app.config.myst_enable_extensions = set(EXTENSIONS)
    app.config.myst_disable_syntax = list(DISABLED)


def forbid_raw(app: Sphinx) -> None:
    """No page may bring markup of its own, not even one whose faults are reported."""
    app.env.settings["raw_enabled"] = False


def read_bibliography(app: Sphinx) -> None:
    """Read the sources; one that does not parse would crash the build without a word of advice."""
    if not app.config.bibtex_bibfiles or domain_of(app.env).taken:
        return
    sources, faults = checking.read_bibliography(Path(app.confdir))
    domain_of(app.env).note_bibliography(sources, faults)
    if faults and not sources:
        _stop(app)


def preflight(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop, with all problems of the archive, if a page can't even be read."""
    for docname in docnames:
        if reader.unreadable(docname, Path(env.doc2path(docname)).read_bytes()):
            _stop(app)


def _stop(app: Sphinx) -> NoReturn:
    domain = domain_of(app.env)
    problems = domain.problems if domain.taken else checking.check(Path(app.srcdir))
    warn(problems, Path(app.srcdir))
    logger.info("%s problem%s; nothing was built", len(problems), "s" * (len(problems) != 1))
    raise SystemExit(2)  # of any other exception Sphinx would print a traceback, and ask for a bug report


@cache
def _markdown() -> MarkdownIt:
    """MyST's parser and renderer; MyST itself makes both anew for each page."""
    return make_parser(SphinxRenderer)


class PageParser(MystParser):
    """MyST, which makes a page's nodes of the very tokens that its ledger is read from."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        env = document.settings.env
        docname = env.current_document.docname
        path = Path(env.doc2path(docname)).relative_to(env.srcdir).as_posix()
        # The front matter is no part of it: docutils would print an abstract and a date of its own.
        parsed = reader.parse(inputstring)
        domain_of(env).note_ledger(reader.read(docname, path, inputstring, parsed).ledger)
        markdown = _markdown()
        markdown.options.update(myst_config=env.myst_config, document=document)
        markdown.renderer.render(parsed.tokens, markdown.options, parsed.noted)


def setup(app: Sphinx) -> None:
    app.setup_extension("myst_parser")
    app.add_source_parser(PageParser, override=True)
    app.connect("config-inited", configure)
    app.connect("builder-inited", forbid_raw)
    app.connect("builder-inited", read_bibliography, priority=100)  # before sphinxcontrib-bibtex
    app.connect("env-before-read-docs", preflight)
