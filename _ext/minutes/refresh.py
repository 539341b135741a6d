"""After reading: report the problems, and name the pages that must be written again.

Sphinx writes a page anew when its own file changed. Whether what it shows of *other* pages
changed is for us to say, in both directions: new back-links, and new names of link targets.
What was written of a page that is gone goes too.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from minutes import moved, pages, views
from minutes.collect import domain_of
from minutes.model import Ledger
from minutes.problems import warn


def _labels(env: BuildEnvironment) -> dict[str, str]:
    """Each source as the bibliography prints it: bibtex does not tell when that changes."""
    if "cite" not in env.domains:
        return {}
    return {
        each.key: f"{each.formatted_entry.label} {each.formatted_entry.text} {each.bibliography_key.docname}"
        for each in env.domains["cite"].citations  # type: ignore[attr-defined]
    }


def _frame(env: BuildEnvironment, relations: Mapping[str, Sequence[str | None]], docname: str) -> Iterator[str]:
    """The pages above a page, before and after it, which the theme may name around the text."""
    above, *beside = relations.get(docname, (None, None, None))
    seen = {docname}
    while above and above not in seen:
        seen.add(above)
        yield above
        above = relations.get(above, (None,))[0]
    yield from (each or "" for each in beside)


def _headings(env: BuildEnvironment, ledger: Ledger) -> Iterator[str]:
    """All headings of the pages that a page links to by file or bare id: such a link may show one of them."""
    labels = domain_of(env).graph.labels
    for each in ledger.mentions:
        page = {"doc": each.target.partition("#")[0], "any": labels.get(each.target)}.get(each.role)
        if page in env.tocs:
            yield env.tocs[page].astext()


def stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose generated parts differ from what was written last."""
    domain = domain_of(env)
    warn(domain.problems, Path(app.srcdir))
    labels = _labels(env)
    bibliographies = set(_bibliographies(env))
    relations = env.collect_relations()
    fresh = {}
    for docname, ledger in domain.ledgers.items():
        keys = labels if docname in bibliographies else {each.key for each in ledger.citations}
        cited = [labels.get(key, "") for key in sorted(keys)]
        extra = views.sources(domain.graph, docname) if docname in bibliographies else ()
        frame = [(each, env.titles[each].astext() if each else "") for each in _frame(env, relations, docname)]
        headings = list(_headings(env, ledger))
        facts = (pages.fingerprint(domain.graph, docname), cited, extra, frame, headings, moved.shown(domain, docname))
        fresh[docname] = hashlib.sha256(repr(facts).encode()).hexdigest()
    old, domain.data["prints"] = domain.data["prints"], fresh
    changed = {docname for docname, digest in fresh.items() if old.get(docname) != digest}
    if old.keys() - fresh.keys():
        # That a page vanished is a change, even if nobody named it: without one, Sphinx would not
        # save the environment, and find the page removed in each build to come.
        changed.add(env.config.root_doc)
    return sorted(changed & env.found_docs)


def _bibliographies(env: BuildEnvironment) -> list[str]:
    if "cite" not in env.domains:
        return []
    return [key.docname for key in env.domains["cite"].bibliographies]  # type: ignore[attr-defined]


def sweep(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Delete what was written of pages that are gone: Sphinx leaves it there, and would pack it into an e-book."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        for docname in removed:
            path = app.builder.get_output_path(docname)
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # its folder too, if nothing else is in it
                path.parent.rmdir()
    return []


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", sweep)
    app.connect("env-get-updated", stale, priority=800)  # after Sphinx has numbered the sections
