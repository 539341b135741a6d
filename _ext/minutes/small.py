"""Sphinx for a few pages: it reads those that were edited, writes those that show it, and knows the others lean."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.collectors.title import TitleCollector
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils

from minutes import export, inventory, preview_files, searchindex, state, straight, stretches, webpages, words
from minutes.collect import domain_of
from minutes.lookups import CitationDomain
from minutes.redirects import Places
from minutes.state import NotSimpleError, Pieces

if TYPE_CHECKING:
    from minutes.edit import Edit

#: Of the folder of a site, what the pages that are written ask for.
ASSETS = "_static"


def build(edit: Edit, builder: str, doctrees: Path, change: Path, stale: Sequence[str], touched: Sequence[str]) -> None:
    """Write the edited and the stale pages into *change*, and what else tells of them; of all *touched*, previews."""
    with patch_docutils(edit.root), docutils_namespace():  # as Sphinx's command does
        _build(edit, builder, doctrees, change, stale, touched)


def _build(
    edit: Edit, builder: str, doctrees: Path, change: Path, stale: Sequence[str], touched: Sequence[str]
) -> None:
    known = state.folder(doctrees, builder)
    out, read = change / "out", change / "doctrees"
    for folder in (out, read):
        folder.mkdir(parents=True)
    _link(out / ASSETS, doctrees.parent / "out" / ASSETS)
    _link(read / "environment.pickle", known / state.ENVIRONMENT)
    for each in ("dress", webpages.TEMPLATES):
        _link(read / each, doctrees / each)
    for docname in stale:
        _link(read / f"{docname}.doctree", doctrees / f"{docname}.doctree")
    warnings = io.StringIO()
    app = Sphinx(
        *(edit.root, edit.root, out, read, builder),
        confoverrides={"nitpicky": True, "bibtex_bibfiles": []},
        status=None,
        warning=warnings,
    )
    made = app.builder
    if not app.env.all_docs or not isinstance(made, StandaloneHTMLBuilder):
        raise NotSimpleError("what an earlier build has left is of another one")
    _prepare(app, edit, Pieces(known / state.CITATIONS))
    made.phase = BuildPhase.READING
    app.events.emit("env-before-read-docs", app.env, list(edit.docnames))
    made._read_serial(list(edit.docnames))
    _prepare(app, edit, Pieces(known / state.CITATIONS))
    for docname in stale:
        _collect(app, docname)
    made.phase = BuildPhase.RESOLVING
    if words.is_large(app.env):
        made.search = False  # it has the titles of pages alone, and these are as they were
    else:
        _link(out / made.searchindex_filename, doctrees.parent / "out" / made.searchindex_filename)
    wanted = sorted({*edit.docnames, *stale})
    made.prepare_writing(set(wanted))
    made._write_serial(wanted)
    if made.search:
        made.dump_search_index()
    if app._warncount:
        raise NotSimpleError(f"there are warnings: {warnings.getvalue()}")
    preview_files.write_some(app, (*edit.docnames, *touched))
    site = doctrees.parent / "out"
    renamed = [each for docname in edit.docnames for each in edit.relabelled(docname)]
    if renamed:
        inventory.splice(site / inventory.FILE, out / inventory.FILE, renamed, made)
    layout = export.splice(site / export.FILE, out / export.FILE, export.load_layout(known), edit.after, edit.docnames)
    export.save_layout(state.folder(read, builder), layout)
    gone = [each for docname in wanted for each in _gone(edit, docname, site, out)]
    gone += [f"{searchindex.FOLDER}/{each}" for each in searchindex.update_beside(app, doctrees, site, wanted)]
    _unlink(change)
    (change / "gone.json").write_text(json.dumps(sorted(gone)), encoding="utf-8")


def _gone(edit: Edit, docname: str, site: Path, out: Path) -> Iterator[str]:
    """The parts of a page's lists that it no longer has. The longest lists stay as long as they are."""
    if any(stretches.is_long(view.name, view.argument) for view in edit.after.heads[docname].views):
        return
    for path in straight.parts_of(site, docname):
        name = path.relative_to(site)
        if not (out / name).exists():
            yield name.as_posix()


def _prepare(app: Sphinx, edit: Edit, citations: Mapping[str, Any]) -> None:
    """Let Sphinx know the whole archive, as far as anybody asks."""
    app.project.docnames = set(app.env.all_docs)
    domain = domain_of(app.env)
    domain.take(edit.after, Places.of_graph(edit.after), edited=edit.docnames)
    cite = app.env.domains.get("cite")
    if isinstance(cite, CitationDomain):
        cite.kept = citations


def _collect(app: Sphinx, docname: str) -> None:
    """Gather what Sphinx knew of a page when it had read it."""
    app.env.current_document.docname = docname
    doctree: nodes.document = app.env.get_doctree(docname)
    TitleCollector().process_doc(app, doctree)
    TocTreeCollector().process_doc(app, doctree)


def _link(here: Path, there: Path) -> None:
    if there.exists():
        here.parent.mkdir(parents=True, exist_ok=True)
        here.symlink_to(there.resolve())


def _unlink(folder: Path) -> None:
    """Leave only what was made."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            path.unlink()
