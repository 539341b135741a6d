"""The previews of links as small scripts, one a page, which a reader's browser fetches when it needs one.

They are scripts rather than JSON since a page that is opened from a disk may load nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from minutes import again, previews
from minutes.collect import domain_of
from minutes.domain import SITES

#: Beside the pages of the site.
FOLDER = "_previews"
SCRIPT = "js/previews.js"


def _wanted(app: Sphinx) -> bool:
    return bool(app.config.minutes_previews) and app.builder.name in SITES


def add_script(app: Sphinx) -> None:
    """The script comes with its data: where no files are written, it would ask in vain."""
    if _wanted(app):
        app.add_js_file(SCRIPT, defer="defer")


def page_name(uri: str) -> str:
    """What a page's file is called, by the page's address: the script knows nothing else of it."""
    return uri.removesuffix(".html").rstrip("/") or "index"


def _anchors(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """By bibliography: the ids of its entries, by key."""
    found: dict[str, dict[str, str]] = {}
    if "cite" in env.domains:
        for each in env.domains["cite"].citations:  # type: ignore[attr-defined]
            found.setdefault(each.bibliography_key.docname, {})[each.key] = each.citation_id
    return found


def _script(name: str, found: previews.Previews, count: int = 0) -> str:
    """One call; *count* says in how many pieces the page's other previews are."""
    said = {anchor: each if isinstance(each, str) else each.shown() for anchor, each in sorted(found.items())}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return f"archivePreviews({json.dumps(name)},{text}{f',{count}' if count else ''});\n"


def scripts(app: Sphinx, docnames: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, text) of every file of some pages."""
    graph, sources = domain_of(app.env).graph, _anchors(app.env)
    for docname in docnames:
        name = page_name(app.builder.get_target_uri(docname))
        found = previews.of_page(graph, docname)
        if docname not in sources:
            yield f"{name}.js", _script(name, found)
            continue
        entries = previews.of_sources(graph, sources[docname])
        count = previews.pieces(len(entries))
        yield f"{name}.js", _script(name, found, count)
        parts: list[previews.Previews] = [{} for _ in range(count)]
        for anchor, each in entries.items():
            parts[previews.piece_of(anchor, count)][anchor] = each
        for number, part in enumerate(parts):
            yield f"{name}@{number}.js", _script(f"{name}@{number}", part)


def update(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder hold just these files; one that says the same already is left alone."""
    wanted = {os.path.join(folder, name): text for name, text in files.items()}  # noqa: PTH118  # thousands of them
    for name, text in wanted.items():
        said = text.encode()
        try:
            with open(name, "rb") as file:  # noqa: PTH123
                same = file.read() == said
        except FileNotFoundError:
            same = False
        if not same:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(said)
    for inside, _, names in os.walk(folder, topdown=False):  # what a folder holds before the folder
        for name in names:
            if os.path.join(inside, name) not in wanted:  # noqa: PTH118
                os.unlink(os.path.join(inside, name))  # noqa: PTH108, PTH118
        if not os.listdir(inside):  # noqa: PTH208
            os.rmdir(inside)  # noqa: PTH106


def write(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name in SITES:
        folder = Path(app.outdir) / FOLDER
        if not _wanted(app):
            update(folder, {})
        elif not again.needless(app, "previews", folder):
            update(folder, dict(scripts(app, domain_of(app.env).graph.heads)))
            again.done(app, "previews")


def write_some(app: Sphinx, docnames: Iterable[str]) -> None:
    """Write the files of some pages, none of them a bibliography."""
    if _wanted(app):
        update(Path(app.outdir) / FOLDER, dict(scripts(app, docnames)))


def setup(app: Sphinx) -> None:
    app.add_config_value("minutes_previews", False, "html", bool)
    app.connect("builder-inited", add_script)
    app.connect("build-finished", write)
