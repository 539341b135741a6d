"""What a small build needs of the pages that it does not read: kept at the end of a whole one.

Sphinx keeps all that it knows of all pages in one file, its environment, and reads and writes it whole. An archive of
ten thousand meetings has 300 MB of it: ledgers, tables of contents, sources. What a page shows of others is nearly all
in the ledgers, which stand on a shelf and are taken up one by one; the lean environment has what is left.
"""

from __future__ import annotations

import contextlib
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyData
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.bibfile import BibData

from minutes import again, filetimes, neighbourhood, state
from minutes.collect import domain_of
from minutes.domain import SITES
from minutes.memory import digest
from minutes.shelf import Shelf, Stamp
from minutes.state import Pieces


def lean(env: BuildEnvironment) -> BuildEnvironment:
    """An environment without what a small build does without."""
    without = BuildEnvironment.__new__(BuildEnvironment)
    known: dict[str, Any] = env.__getstate__()
    ledgers = domain_of(env).ledgers
    data = dict(known["domaindata"])
    data["minutes"] = {**data["minutes"], "ledgers": {}}
    if "cite" in data:
        lists = {key: each._replace(citation_nodes={}) for key, each in data["cite"]["bibliographies"].items()}
        bibliography = BibData(data["cite"]["bibdata"].encoding, {}, BibliographyData())
        emptied_lists: dict[str, Any] = {"bibdata": bibliography, "citations": [], "citation_refs": []}
        data["cite"] = {**data["cite"], **emptied_lists, "bibliographies": lists}
    # Of a page with an object the ledger has all ids.
    slugs = {
        docname: each for docname, each in env.metadata.items() if docname in ledgers and not ledgers[docname].entry
    }
    emptied: dict[str, Any] = {
        "domaindata": data,
        "metadata": defaultdict(dict, slugs),
        "settings": {**env.settings, "env": without},
        filetimes.ATTRIBUTE: {},
        **{name: {} for name in ("tocs", "toc_num_entries", "longtitles")},
        **{name: defaultdict(set) for name in ("dependencies", "included")},
    }
    without.__dict__.update(known | {name: each for name, each in emptied.items() if name in known})
    return without


def near(app: Sphinx) -> dict[str, tuple[str, ...]]:
    """The ids that the drawing of each page shows."""
    graph = domain_of(app.env).graph
    shown = ((docname, neighbourhood.neighbourhood(graph, docname)) for docname in graph.heads if graph.page(docname))
    return {docname: tuple(each.object.id for each in found.near) for docname, found in shown if found}


def shelve(env: BuildEnvironment, folder: Path) -> None:
    """Put all ledgers on a shelf. The words themselves may have been edited since they were read."""
    known, ledgers = Shelf(folder), domain_of(env).ledgers
    for docname, ledger in ledgers.items():
        stamp, made_of = filetimes.stamp_of(env, docname), env.all_docs[docname].to_bytes(8, "big")
        if known.digest(ledger.path) != (found := digest(made_of, repr(stamp).encode())) or not known.whole(
            ledger.path
        ):
            known.put(ledger.path, found, Stamp(0, 0), ledger)
    known.keep_only(each.path for each in ledgers.values())
    known.save()


def remember(env: BuildEnvironment, root: Path) -> None:
    """Let the commands, and books of parts, have what was read of pages that have not been saved since."""
    known, ledgers = Shelf.of(root), domain_of(env).ledgers
    for docname, ledger in ledgers.items():
        stamp = Stamp(*(filetimes.stamp_of(env, docname) or (-1, 0)))
        if known.stamp(ledger.path) != stamp or not known.whole(ledger.path):
            with contextlib.suppress(OSError):
                if Stamp.of(root / ledger.path) == stamp:
                    known.put(ledger.path, digest((root / ledger.path).read_bytes()), stamp, ledger)
    known.keep_only(each.path for each in ledgers.values())
    known.save()


def keep(app: Sphinx, exception: Exception | None) -> None:
    """At the end of a build of a site."""
    if exception is not None or app.builder.name not in SITES:
        return
    folder = state.folder(Path(app.doctreedir), app.builder.name)
    environment = folder / state.ENVIRONMENT
    if again.needless(app, "state", environment):
        return
    folder.mkdir(parents=True, exist_ok=True)
    shelve(app.env, folder / state.SHELF)
    remember(app.env, Path(app.srcdir))
    state.save(folder / state.NEAR, near(app))
    by_key: dict[str, list[object]] = {}
    for each in app.env.domains["cite"].data["citations"] if "cite" in app.env.domains else ():
        by_key.setdefault(each.key, []).append(each)
    Pieces.save(folder / state.CITATIONS, by_key)
    with environment.open("wb") as file:
        pickle.dump(lean(app.env), file, pickle.HIGHEST_PROTOCOL)
    (folder / state.RETOUCHED).unlink(missing_ok=True)
    again.done(app, "state")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", keep)
