"""After reading: report the problems, and name the pages that must be written again.

Sphinx writes a page anew when its own file changed. Whether what it shows of *other* pages
changed is for us to say, in both directions: new back-links, and new names of link targets.
What was written of a page that is gone goes too.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from minutes import backlinks, moved, pages, paging, state, words
from minutes.collect import domain_of
from minutes.model import Ledger
from minutes.prints import Prints
from minutes.problems import warn
from minutes.webpages import Quick


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


def _linked_pages(env: BuildEnvironment, ledger: Ledger) -> list[str]:
    """The pages that a page links to by file or bare id: such a link may show any heading of them."""
    labels = domain_of(env).graph.labels
    found = (
        each.target.partition("#")[0] if each.role == "doc" else labels.get(each.target, "")
        for each in ledger.mentions
        if each.role in ("doc", "any")
    )
    return [page for page in found if page in env.tocs]


class Fingerprints:
    """What each page shows of others, as digests."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env, self._domain = env, domain_of(env)
        self._labels = _labels(env)
        self._bibliographies = set(_bibliographies(env))
        self._relations = env.collect_relations()
        self._titles = {docname: title.astext() for docname, title in env.titles.items()}
        self._headings = cache(lambda docname: env.tocs[docname].astext())
        # The index of a large archive holds other words of each page.
        self._large = words.is_large(env)

    def of(self, docname: str) -> tuple[bytes, bytes]:
        """Those of a page: of what `pages` shows, and of all else."""
        graph, ledger, labels = self._domain.graph, self._domain.ledgers[docname], self._labels
        listed = docname in self._bibliographies
        cited = [labels.get(key, "") for key in sorted(labels if listed else pages.labelled(graph, docname))]
        extra = backlinks.sources(graph, docname) if listed else ()
        frame = [(each, self._titles.get(each, "")) for each in _frame(self._env, self._relations, docname)]
        linked = [self._headings(each) for each in _linked_pages(self._env, ledger)]
        # A mark of a record leads to its row.
        rows = [
            paging.page_of_record(
                graph, each.kind, docname, f"{ledger.slug}-{each.anchor}", self._env.config.minutes_part_size
            )
            for each in ledger.records
        ]
        rest = (cited, extra, frame, linked, moved.shown(self._domain, docname), rows, self._large)
        return pages.fingerprint(graph, docname), graph.once(Prints).of(rest)


def _kept(app: Sphinx) -> Path:
    return state.folder(Path(app.doctreedir), app.builder.name) / state.PRINTS


def stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages whose generated parts differ from what was written last."""
    domain = domain_of(env)
    warn(domain.problems, Path(app.srcdir))
    kept = _kept(app)
    old: state.Prints = state.load(kept) or {}
    vanished = old.keys() - domain.ledgers.keys()
    if isinstance(app.builder.get_outdated_docs(), str):  # in words, not as a list: it writes all pages, always
        state.save(kept, dict.fromkeys(domain.ledgers, (b"", b"")))
        return [env.config.root_doc] if vanished else []
    fingerprint = Fingerprints(env).of
    if not old and isinstance(app.builder, Quick):
        app.builder.after = fingerprint  # by the process that writes the page, and has looked up what it shows
        return sorted(env.found_docs)
    fresh = {docname: fingerprint(docname) for docname in domain.ledgers}
    state.save(kept, fresh)
    changed = {docname for docname, digest in fresh.items() if old.get(docname) != digest}
    if vanished:
        # That a page vanished is a change, even if nobody named it: without one, Sphinx would not
        # save the environment, and find the page removed in each build to come.
        changed.add(env.config.root_doc)
    return sorted(changed & env.found_docs)


def fingerprints(builder: Quick, docnames: Iterable[str]) -> state.Prints:
    """Those of some pages; pages that were written by several processes have theirs already."""
    assert builder.after
    return {each: builder.results.get(each) or builder.after(each) for each in docnames}


def keep(app: Sphinx, exception: Exception | None) -> None:
    """When all pages are new, and were written."""
    if exception is None and isinstance(app.builder, Quick) and app.builder.after:
        state.save(_kept(app), fingerprints(app.builder, domain_of(app.env).ledgers))


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
    app.connect("build-finished", keep)
