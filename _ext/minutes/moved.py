"""Old addresses go on leading somewhere: a page where one was, an anchor where an id was, and rules for hosts.

A page that moved leaves a small page behind, which leads on at once. An id that moved stays as an anchor. A host
that can redirect should, since a browser then keeps what follows the `#` without a script: see `hosting/`.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.addnodes import start_of_file
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import identifiers, redirects
from minutes.collect import domain_of
from minutes.domain import SITES, MinutesDomain
from minutes.graph import Graph, Object
from minutes.markup import link
from minutes.publishing import address_of
from minutes.redirects import Alias, Moved, split

TEMPLATE = "moved.html"
SCRIPT, COLOURS = "js/moved.js", "_static/js/colours.js"
#: For Netlify and Cloudflare Pages; for nginx. Both count from the top of the edition.
RULES, MAP = "_redirects", "redirects.map"


def read(app: Sphinx) -> None:
    """Read what was published, and where it went."""
    root, domain = Path(app.srcdir), domain_of(app.env)
    if not domain.taken:
        domain.note_published(identifiers.read(root), redirects.read(root))


def _object(graph: Graph, found: str) -> Object:
    """What an id means to a reader."""
    page, anchor = split(found)
    known = graph.find("doc", found)
    return known[0] if known else Object("page", found, page, anchor, graph.ledgers[page].title)


def shown(domain: MinutesDomain, docname: str) -> object:
    """What a page shows of moved ids, for its fingerprint; the front page stands for the pages that moved."""
    kept = domain.settled.aliases.get(docname, [])
    left = list(_moved(domain)) if docname == domain.env.config.root_doc else []
    return kept, [_object(domain.graph, each.id) for each in kept], left


def _moved(domain: MinutesDomain) -> Iterator[Moved]:
    return domain.settled.moved(domain.recorded.lines)


# -- ids ----------------------------------------------------------------------------------------------


class Aliases(SphinxPostTransform):
    """Keep each id that moved as one more anchor of what has another id now, or, at the end, with a link to it."""

    default_priority = 7  # when views are filled (6), before links are resolved (10)

    def run(self, **kwargs: object) -> None:
        domain = domain_of(self.env)
        if aliases := domain.settled.aliases:
            for docname, page in self._pages(self.document, self.env.current_document.docname):
                for each in aliases.get(docname, ()):
                    self._keep(domain.graph, docname, page, each)

    def _pages(self, node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.section]]:
        """Each page of the document: the one that it is, or all those that were joined in it."""
        top = next((each for each in node.children if isinstance(each, nodes.section)), None)
        if top is not None:
            yield docname, top
        for each in list(node.findall(start_of_file)):
            inner = next((child for child in each.children if isinstance(child, nodes.section)), None)
            if inner is not None and each is not node:
                yield each["docname"], inner

    @staticmethod
    def _keep(graph: Graph, docname: str, page: nodes.section, alias: Alias) -> None:
        home, anchor = split(alias.id)
        if home == docname:
            holder = page if not anchor else _holder(page, anchor)
            if holder is not None:
                holder["ids"].append(alias.anchor)
                return
        where = link(_object(graph, alias.id), docname)
        page += nodes.paragraph(
            "",
            "",
            nodes.Text(f"“{alias.anchor}” has moved to "),
            where,
            nodes.Text("."),
            ids=[alias.anchor],
            classes=["moved"],
        )


def _holder(node: nodes.Element, anchor: str) -> nodes.Element | None:
    """The element of a page that has an id; not of the pages below it, where pages are joined."""
    for child in node.children:
        if isinstance(child, nodes.Element) and not isinstance(child, start_of_file):
            if anchor in child["ids"]:
                return child
            if (found := _holder(child, anchor)) is not None:
                return found
    return None


# -- pages --------------------------------------------------------------------------------------------


def _uri(app: Sphinx, docname: str, found: str) -> str:
    """The relative address of an id, from a page."""
    page, anchor = split(found)
    return app.builder.get_relative_uri(docname, page) + (f"#{anchor}" if anchor else "")


def leave_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages that lead on from old addresses."""
    if app.builder.name not in SITES:
        return
    domain = domain_of(app.env)
    for each in _moved(domain):
        parts = [(one.anchor, _uri(app, each.page, one.id), _object(domain.graph, one.id)) for one in each.parts]
        to = _uri(app, each.page, each.to)
        moved = {
            "to": to,
            "label": _object(domain.graph, each.to).label,
            "parts": [(anchor, uri, found.label) for anchor, uri, found in parts],
            # All others keep their name, or follow the page.
            "renamed": {anchor: uri for anchor, uri, _ in parts if uri != (to if "#" in to else f"{to}#{anchor}")},
            "address": address_of(app, *split(each.to)) if app.config.html_baseurl else "",
        }
        yield each.page, {"title": f"Moved to {moved['label']}", "moved": moved}, TEMPLATE


def add_script(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Such a page brings the script that takes along what a reader asked for on it."""
    if templatename == TEMPLATE:
        moved = context["moved"]
        renamed = json.dumps(moved["renamed"], ensure_ascii=False, separators=(",", ":"))
        app.add_js_file(SCRIPT, priority=50, **{"data-to": moved["to"], "data-renamed": renamed})


def strip(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """It has no other scripts but the first of all, and says of itself only what address counts."""
    if templatename == TEMPLATE:
        kept = {f"_static/{SCRIPT}", COLOURS}
        context["script_files"] = [each for each in context["script_files"] if str(each.filename) in kept]
        context["pageurl"] = context["moved"]["address"] or None
        context["meta_tags"] = []


def sweep(app: Sphinx, exception: Exception | None) -> None:
    """Delete the pages that led on and are not wanted any more, and note those that are."""
    if exception is not None or app.builder.name not in SITES:
        return
    note = Path(app.doctreedir) / "moved" / f"{app.builder.name}.json"
    before = json.loads(note.read_text(encoding="utf-8")) if note.exists() else []
    now = [each.page for each in _moved(domain_of(app.env))]
    for page in sorted({*before} - {*now} - app.env.found_docs):
        path = Path(app.builder.get_output_path(page))  # type: ignore[attr-defined]
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # its folder too, if nothing else is in it
            path.parent.rmdir()
    if now != before:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(now), encoding="utf-8")


# -- rules for hosts ----------------------------------------------------------------------------------


def _addresses(uri: str) -> Iterator[str]:
    """Whatever a reader may have asked for to see a page, from the top of the edition."""
    yield f"/{uri}"
    if uri.endswith("/"):
        yield f"/{uri}index.html"
    elif uri.endswith("/index.html"):
        yield f"/{uri.removesuffix('index.html')}"


def rules(app: Sphinx) -> list[tuple[str, str]]:
    """(old path, new address) of each page whose redirect may be left to a host."""
    return [
        (old, f"/{app.builder.get_target_uri(page)}" + (f"#{anchor}" if anchor else ""))
        for each in _moved(domain_of(app.env))
        if each.by_host
        for page, anchor in [split(each.to)]
        for old in _addresses(app.builder.get_target_uri(each.page))
    ]


def write_rules(app: Sphinx, exception: Exception | None) -> None:
    """Write what a host reads."""
    if exception is not None or app.builder.name not in SITES:
        return
    found = rules(app)
    lines = [f"{old} {new} 301" for old, new in found]
    base = urlsplit(app.config.html_baseurl).path
    if base.strip("/") and app.config.minutes_edition_date:
        # An edition that stands alone at the top of a host also answers to its permanent addresses.
        lines.append(f"{base.rstrip('/')}/* {base.rstrip('/').rpartition('/')[0]}/:splat 200")
    for name, text in (
        (RULES, "".join(f"{each}\n" for each in lines)),
        (MAP, "".join(f'"{old}" "{new}";\n' for old, new in found)),
    ):
        path = Path(app.outdir) / name
        if text:
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            path.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", read, priority=90)  # before the sources, whose faults may end the build
    app.add_post_transform(Aliases)
    app.connect("html-collect-pages", leave_pages)
    app.connect("html-page-context", add_script, priority=400)  # before others choose among a page's scripts
    app.connect("html-page-context", strip, priority=900)  # when they have said what they say of any page
    app.connect("build-finished", sweep)
    app.connect("build-finished", write_rules)
