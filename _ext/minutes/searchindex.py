"""The site's search: gather the words of each page while it is written, and index them at the end.

What is gathered is kept beside the doctrees, a file for each page, so that a later build gathers only
from the pages that it writes again, and indexes only if something changed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from minutes import again, catalogue, processors, searching, shelves
from minutes.collect import domain_of
from minutes.domain import SITES
from minutes.graph import Graph
from minutes.model import Ledger, Meeting
from minutes.searching import Block, Entry

logger = logging.getLogger(__name__)

#: Beside the pages of the site.
FOLDER = "found"
#: Entries to a part of the index: no more are indexed anew after an edit.
PART_SIZE = 600
#: What pages ask for: all of them, and those that search.
SHORTCUTS = "js/shortcuts.js"
SCRIPTS = {"search": ("js/nearest.js", "js/words.js", "js/search.js"), "404": ("js/nearest.js", "js/lost.js")}
#: Marks and labels within a sentence that are no words of it.
_MARKS = frozenset({"record-mark", "bibtex-citation", "headerlink"})
_GAP = re.compile(r"\s+(?=[.,;:!?)\]])|(?<=[(\[])\s+")
_URL = re.compile(r"https?://\S+\s*")
_SPACE = re.compile(r"\s+")


def _wanted(app: Sphinx) -> bool:
    return bool(app.config.minutes_search) and app.builder.name in SITES


def _stage(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "search" / app.builder.name


def _staged(app: Sphinx, docname: str) -> Path:
    return _stage(app) / f"{docname}.json"


class MarkWords(SphinxPostTransform):
    """Before a page's generated parts are filled in: mark what is its own. These parts repeat other pages."""

    default_priority = 4  # the bibliography is made at 5, views are filled at 6
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.TextElement) if self.config.minutes_search else ():
            if not isinstance(node, nodes.Inline):
                node["own"] = True


def _text(node: nodes.Node) -> str:
    """The words of a paragraph, without marks and the labels of citations."""

    def pieces(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.Text):
            yield str(node)
        elif isinstance(node, nodes.Element) and not _MARKS.intersection(node.get("classes", ())):
            for child in node.children:
                yield from pieces(child)

    return _GAP.sub("", _SPACE.sub(" ", "".join(pieces(node)))).strip()


def _blocks(
    node: nodes.Element, anchor: str, apart: frozenset[str] = frozenset(), *, inside: bool = False, note: bool = False
) -> Iterator[Block]:
    """The page's own paragraphs below a node, not its title; not those of the sections *apart*.

    An anchor holds from its element on, until the next one in the same element.
    """
    for child in node.children:
        if not isinstance(child, nodes.Element) or apart.intersection(child["ids"]) or "generated" in child["classes"]:
            continue
        anchor = child["ids"][0] if child["ids"] else anchor
        if not isinstance(child, nodes.TextElement):
            editorial = note or "editorial" in child["classes"]
            yield from _blocks(child, anchor, apart, inside=True, note=editorial)
        elif child.get("own") and ((inside and isinstance(node, nodes.section)) or not isinstance(child, nodes.title)):
            if text := _text(child):
                yield Block(anchor, text, note)


def _meeting(graph: Graph, ledger: Ledger, meeting: Meeting, page: nodes.section, address: str) -> Iterator[Entry]:
    """The page above its first item, and each item."""
    anchors = frozenset(each.anchor for each in ledger.items)
    people, topics = searching.mentioned(graph, ledger.docname, frozenset({""}))
    abstract = [Block("", meeting.abstract)] if meeting.abstract else []
    opening = (*abstract, *_blocks(page, "", anchors))
    yield Entry("item", address, "", ledger.title, opening, meeting.date, (), people, topics)
    sections = {each: node for node in page.findall(nodes.section) for each in node["ids"]}
    for item in ledger.items:
        if item.anchor in sections:
            people, topics = searching.mentioned(graph, ledger.docname, frozenset({item.anchor}))
            blocks = tuple(_blocks(sections[item.anchor], item.anchor, anchors))
            yield Entry("item", address, item.anchor, item.title, blocks, meeting.date, (), people, topics)


def _sources(
    env: BuildEnvironment, graph: Graph, docname: str, doctree: nodes.document, address: str
) -> Iterator[Entry]:
    """Each entry of a bibliography."""
    known = env.domains["cite"].citations if "cite" in env.domains else ()  # type: ignore[attr-defined]
    lists = env.domains["cite"].bibliographies if known else ()  # type: ignore[attr-defined]
    if docname not in {each.docname for each in lists}:
        return
    keys = {each.citation_id: each.key for each in known}
    for node in doctree.findall(nodes.citation):
        anchor = next((each for each in node["ids"] if each in keys), "")
        if source := graph.sources.get(keys.get(anchor, "")):
            paragraphs = (each for each in node.children if isinstance(each, nodes.paragraph) and not each["classes"])
            blocks = tuple(Block(anchor, _URL.sub("", _text(each))) for each in paragraphs)
            people = tuple(each.id for each in graph.authors(source.key))
            yield Entry("source", address, anchor, source.title, blocks, source.date, (), people)


def entries(app: Sphinx, docname: str, doctree: nodes.document) -> Iterator[Entry]:
    """What can be found on a page."""
    graph = domain_of(app.env).graph
    ledger, address = graph.ledgers[docname], app.builder.get_target_uri(docname)
    page = next(iter(doctree.findall(nodes.section)), None)
    if page is None:
        return
    if isinstance(ledger.entry, Meeting):
        yield from _meeting(graph, ledger, ledger.entry, page, address)
    else:
        people, topics = searching.mentioned(graph, docname)
        kind, itself, own, mentions = "page", graph.page(docname), "", 0
        if itself:
            kind, own, mentions = itself.type, itself.id, len(graph.incoming.get(itself.id, ()))
            people = (*people, itself.id) if kind == "person" else people
            topics = (*topics, itself.id) if kind == "term" else topics
        also = tuple(searching.other_names(graph, docname))
        yield Entry(kind, address, "", ledger.title, tuple(_blocks(page, "")), "", also, people, topics, own, mentions)
    yield from _sources(app.env, graph, docname, doctree, address)


def add_shortcuts(app: Sphinx) -> None:
    """Every page leads to the search."""
    if _wanted(app):
        app.add_js_file(SHORTCUTS, defer="defer")


def add_scripts(app: Sphinx, pagename: str, *_: object) -> None:
    """The pages that search bring what searches."""
    for script in SCRIPTS.get(pagename, ()) if _wanted(app) else ():
        app.add_js_file(script, defer="defer")


def gather(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """While a page is written, by whatever process: keep what can be found on it."""
    if doctree is not None and _wanted(app):
        path, text = _staged(app, pagename), catalogue.text(entries(app, pagename, doctree))
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def ungathered(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages that were written when nothing was gathered yet: they are written again."""
    return sorted(each for each in env.found_docs if not _staged(app, each).exists()) if _wanted(app) else []


def index(app: Sphinx, exception: Exception | None) -> None:
    """When all pages are written: index what was gathered."""
    if exception is None and _wanted(app):
        processors.beside(app, lambda: update(app))


def update_beside(app: Sphinx, doctrees: Path, site: Path, changed: Collection[str]) -> Iterator[str]:
    """Index what some pages have, beside the doctrees and the site of an earlier build, which stay as they are.

    What is new comes to the folders of *app*, as links what stays; returns what of the site's folder goes.
    """
    if not _wanted(app):
        return
    there, here = doctrees / "search" / app.builder.name, _stage(app)
    there_made, here_made = site / FOLDER, Path(app.outdir) / FOLDER
    for old, new in ((there / shelves.SECTIONS, here / shelves.SECTIONS), (there_made, here_made)):
        new.mkdir(parents=True, exist_ok=True)
        for each in old.iterdir():
            if each.name == shelves.NAMES:
                shutil.copytree(each, new / each.name)
            elif each.is_dir() or new == here / shelves.SECTIONS:
                (new / each.name).symlink_to(each.resolve())
            else:
                shutil.copyfile(each, new / each.name)
    shutil.copyfile(there / shelves.CATALOGUE, here / shelves.CATALOGUE)
    staged = {
        each: _staged(app, each) if each in changed else there / f"{each}.json" for each in sorted(app.env.found_docs)
    }
    update(app, changed, staged)
    yield from sorted({each.name for each in there_made.iterdir()} - {each.name for each in here_made.iterdir()})


def update(app: Sphinx, changed: Collection[str] | None = None, staged: Mapping[str, Path] | None = None) -> None:
    """Index what was gathered, but for what is as it was.

    *changed* are the pages that were written; if it is not known which, each file of gathered words is looked at.
    *staged* are these files, by docname, where they are not in the usual place.
    """
    staged = staged or {each: _staged(app, each) for each in sorted(app.env.found_docs)}
    made, of = shelves.update(
        Path(app.outdir) / FOLDER,
        _stage(app),
        staged,
        again.machinery(),
        size=app.config.minutes_search_part_size,
        changed=changed,
    )
    if made:
        logger.info("search: %s of %s part(s) made", made, of)


def lost_page(app: Sphinx, config: Any) -> None:
    """A missing address may be at any depth, so the links of the page that says so start at the site's root."""
    if "notfound_urls_prefix" in config.values:
        config.notfound_urls_prefix = f"{urlsplit(config.html_baseurl).path.rstrip('/')}/"


def setup(app: Sphinx) -> None:
    app.add_config_value("minutes_search", default=False, rebuild="html", types=bool)
    app.add_config_value("minutes_search_part_size", default=PART_SIZE, rebuild="", types=int)
    app.add_post_transform(MarkWords)
    app.connect("config-inited", lost_page)
    app.connect("builder-inited", add_shortcuts)
    app.connect("env-get-updated", ungathered)
    app.connect("html-page-context", add_scripts, priority=400)  # before others choose among a page's scripts
    app.connect("html-page-context", gather)
    app.connect("build-finished", index, priority=400)  # while others write their files
