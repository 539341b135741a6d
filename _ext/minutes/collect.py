"""Reading: one page, one ledger. Faults that would stop Sphinx are reported before it starts."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from minutes import bibliography, checking, reader
from minutes.domain import MinutesDomain
from minutes.markdown import DISABLED, EXTENSIONS
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
    path = Path(app.confdir) / checking.BIBLIOGRAPHY
    if not app.config.bibtex_bibfiles:
        return
    sources, faults = bibliography.read(path, checking.BIBLIOGRAPHY)
    domain_of(app.env).note_bibliography(sources, faults)
    if faults and not sources:
        _stop(app)


def preflight(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop, with all problems of the archive, if a page can't even be read."""
    for docname in docnames:
        if reader.unreadable(docname, Path(env.doc2path(docname)).read_bytes()):
            _stop(app)


def _stop(app: Sphinx) -> NoReturn:
    problems = checking.check(Path(app.srcdir))
    warn(problems, Path(app.srcdir))
    logger.info("%s problem%s; nothing was built", len(problems), "s" * (len(problems) != 1))
    raise SystemExit(2)  # of any other exception Sphinx would print a traceback, and ask for a bug report


def collect(app: Sphinx, docname: str, content: list[str]) -> None:
    """Note the ledger of a page that is about to be parsed."""
    path = Path(app.env.doc2path(docname)).relative_to(app.srcdir).as_posix()
    domain_of(app.env).note_ledger(reader.read(docname, path, content[0]).ledger)
    # The front matter is ours: docutils would print an abstract and a date of its own. Its lines stay.
    content[0] = reader.without_front_matter(content[0])


def setup(app: Sphinx) -> None:
    app.connect("config-inited", configure)
    app.connect("builder-inited", forbid_raw)
    app.connect("builder-inited", read_bibliography, priority=100)  # before sphinxcontrib-bibtex
    app.connect("env-before-read-docs", preflight)
    app.connect("source-read", collect)
