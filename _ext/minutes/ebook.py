"""The archive as an e-book: Sphinx's builder with another end, and what a page leaves out in a book.

Sphinx's own packs whatever lies in its folder, with the clock's times, lists the pages by file name, and says
nothing of accessibility or of pictures inside of pages. Its public hooks for that are few, so the builder here
takes over the last step, and leaves the pages to it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import citing, cover, dates, epub, listings
from minutes.citing import Edition, Work
from minutes.collect import domain_of
from minutes.elements import drawing, folded
from minutes.epub import Entry, Facts, File, Landmark
from minutes.graph import Graph
from minutes.model import Meeting

THEME = "archive-book"
#: What the contents call the front page, whose title is that of the book.
FRONT = "Overview"
#: The lists that order the pages of a kind of object, in groups.
ORDERS = {"meeting": "meetings", "person": "people", "term": "terms"}
#: A part of the book with more pages than this is divided by its groups; meetings always stand by year.
FEW = 50
_MORE = re.compile(r"\d+ more\b")


class BookBuilder(Epub3Builder):
    """``epub``: the same archive, the same bytes."""

    def init(self) -> None:
        super().init()
        self.use_index = False  # the archive's own lists are its index

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        return THEME, {}

    def prepare_writing(self, docnames: Set[str]) -> None:
        super().prepare_writing(docnames)
        self.domain_indices = []
        self.globalcontext["epub_language"] = self.config.epub_language

    def copy_static_files(self) -> None:
        """The book's one style sheet, and nothing of the site's."""
        self.copy_theme_static_files(self.globalcontext.copy())

    def handle_finish(self) -> None:
        """Make what only the whole book has, and pack it."""
        facts = facts_of(self.config)
        entries = list(self._contents(domain_of(self.env).graph))
        written = epub.pages(entries)
        written += sorted({self.get_target_uri(each) for each in self.env.found_docs} - set(written))  # orphans
        front, files = self._front(facts), [self._read(href) for href in written]
        contents = File("nav.xhtml", epub.contents(facts, entries, self._landmarks()).encode(), ("nav",))
        spine = [*front, contents, *files]
        picture = cover.draw(facts.title, facts.edition, _day(facts), facts.publisher)
        every = [
            *spine,
            File("_static/book.css", (Path(self.outdir) / "_static/book.css").read_bytes()),
            File("cover.png", picture, ("cover-image",)),
            *(
                File(f"{self.imagedir}/{name}", (Path(self.outdir) / self.imagedir / name).read_bytes())
                for name in self._pictures()
            ),
        ]
        document = epub.package(facts, every, [each.href for each in spine])
        epub.pack(Path(self.outdir) / f"{self.config.epub_basename}.epub", document, every, facts.modified)

    def _read(self, href: str) -> File:
        content = (Path(self.outdir) / href).read_bytes()
        return File(href, content, ("svg",) if b"<svg" in content else ())

    def _pictures(self) -> list[str]:
        """The files of all images: the builder knows those of the pages only that it has just written."""
        folder = Path(self.outdir) / self.imagedir
        return sorted({name for _, name in self.env.images.values() if (folder / name).exists()})

    def _front(self, facts: Facts) -> list[File]:
        edition = edition_of(self.config)
        whole = (
            Work(citing.key(edition.archive, self.config.root_doc), citing.address(edition.base, ""))
            if edition
            else None
        )
        citations = [
            (name, citation(whole, edition, style)) for style, name in citing.NAMES.items() if edition and whole
        ]
        title = epub.page("title.xhtml", facts=facts, day=_day(facts), citations=citations)
        return [
            File("cover.xhtml", epub.page("cover.xhtml", facts=facts).encode()),
            File("title.xhtml", title.encode()),
        ]

    # -- contents -------------------------------------------------------------------------------

    def _contents(self, graph: Graph) -> Iterator[Entry]:
        """The book's order: the front page, then the tree of contents that it holds."""
        top = self._entry(graph, self.config.root_doc, frozenset())
        yield Entry(FRONT, top.href)
        yield from top.below

    def _entry(self, graph: Graph, docname: str, above: frozenset[str]) -> Entry:
        ledger, href = graph.ledgers[docname], self.get_target_uri(docname)
        items = ledger.items if isinstance(ledger.entry, Meeting) else ()
        above |= {docname}
        below = [each for each in self.env.toctree_includes.get(docname, ()) if each not in above]
        kinds = {each: found.type if (found := graph.page(each)) else "" for each in below}
        entries = [Entry(each.title, f"{href}#{each.anchor}") for each in items]
        entries += [self._entry(graph, each, above) for each, kind in kinds.items() if not kind]
        for kind in ORDERS:
            if own := {each for each in below if kinds[each] == kind}:
                entries += self._sorted(graph, kind, own, above)
        return Entry(ledger.title, href, tuple(entries))

    def _sorted(self, graph: Graph, kind: str, own: set[str], above: frozenset[str]) -> Iterator[Entry]:
        """The pages of a kind in the order of its list: meetings by date, people by surname."""
        divided = kind == "meeting" or len(own) > FEW
        for title, counted in listings.list_of(graph, "", ORDERS[kind]).groups:
            found = []
            for each in counted:
                if each.object.docname in own:
                    entry = self._entry(graph, each.object.docname, above)
                    found.append(replace(entry, label=each.shown or entry.label))
            if divided and found:
                yield Entry(title, below=tuple(found))
            else:
                yield from found

    def _landmarks(self) -> Iterator[Landmark]:
        yield Landmark("cover", "Cover", "cover.xhtml")
        yield Landmark("titlepage", "Title page", "title.xhtml")
        yield Landmark("toc", "Contents", "nav.xhtml")
        yield Landmark("bodymatter", "Start of the archive", self.get_target_uri(self.config.root_doc))
        if "glossary/index" in self.env.found_docs:
            yield Landmark("glossary", "Glossary", self.get_target_uri("glossary/index"))
        if "cite" in self.env.domains:
            lists = self.env.domains["cite"].bibliographies  # type: ignore[attr-defined]
            for docname in sorted({each.docname for each in lists})[:1]:
                yield Landmark("bibliography", "Sources", self.get_target_uri(docname))


# -- facts --------------------------------------------------------------------------------------


def edition_of(config: Config) -> Edition | None:
    """The edition that citations name, if the archive has one: dated, and with a permanent address."""
    if not (config.html_baseurl and config.minutes_edition_date):
        return None
    return Edition(
        config.project, config.release, config.minutes_edition_date, config.html_baseurl, config.epub_language
    )


def facts_of(config: Config) -> Facts:
    """What the settings say of the book. What Sphinx calls 'unknown' is not said."""

    def known(value: str) -> str:
        return "" if value == "unknown" else value

    slug = re.sub(r"\W+", "-", config.project.lower()).strip("-")
    identifier = known(config.epub_identifier) or config.html_baseurl or f"urn:x-archive:{slug}:{config.release}"
    return Facts(
        title=config.epub_title,
        creator=config.epub_author,
        publisher=config.epub_publisher,
        language=config.epub_language,
        identifier=identifier,
        modified=_modified(config),
        edition=config.release,
        date=config.minutes_edition_date,
        rights=config.epub_copyright,
        description=known(config.epub_description),
    )


def _modified(config: Config) -> int:
    """When the sources were made: SOURCE_DATE_EPOCH, or the edition's day; never the clock."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    day = config.minutes_edition_date
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day else 0


def _day(facts: Facts) -> str:
    return dates.words(facts.date) if facts.date else ""


def citation(work: Work, edition: Edition, style: str) -> Markup:
    """A citation as XHTML, its address a link."""
    text = citing.text(style, citing.csl(work, edition))
    address = Markup.escape(work.address)
    return Markup(text.replace(address, Markup('<a href="{0}">{0}</a>').format(address)))


# -- pages --------------------------------------------------------------------------------------


class Bookish(SphinxPostTransform):
    """What a page is in a book: open, without previews of links, and without what only a screen can show."""

    builders = ("epub",)
    default_priority = 950  # when every view is filled, and every link resolved

    def run(self, **kwargs: object) -> None:
        for raw in list(self.document.findall(nodes.raw)):  # boxes to tick
            raw.parent.remove(raw)
        for reference in self.document.findall(nodes.reference):
            reference.attributes.pop("reftitle", None)  # a reader can't point at it, and a voice would read it out
        for picture in list(self.document.findall(drawing)):
            if picture["drawing"].frame:  # too wide for a page: its page lists what it shows
                picture.parent.remove(picture)
            else:
                picture["drawing"] = replace(picture["drawing"], svg=_on_plate(picture["drawing"].svg))
        for each in list(self.document.findall(folded)):
            _open(each)
        for cell in self.document.findall(nodes.entry):
            if not cell.astext():
                cell["classes"].append("empty")  # no line of a row that is set as a card


def _on_plate(svg: str) -> str:
    """A drawing with its namespace, and a ground of its own: that of a page, a reading system may take away."""
    head, _, rest = svg.partition(">")
    plate = '<rect class="plate" x="-1.5%" y="-3%" width="103%" height="106%" rx="3"/>'
    return f'{head} xmlns="http://www.w3.org/2000/svg">{plate}{rest}'


def _open(node: folded) -> None:
    """Put what a reader of the site unfolds in its place: under a heading, or at the end of the list above."""
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    only = node.children[0] if len(node.children) == 1 else None
    if _MORE.match(node["summary"]) and isinstance(before, nodes.bullet_list) and isinstance(only, nodes.bullet_list):
        before += only.children
        node.parent.remove(node)
    else:
        node.replace_self([nodes.rubric("", node["summary"]), *node.children])


def describe(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Tell a page how it is cited: by the address that it has on the web."""
    if app.builder.name != "epub":
        return
    edition, graph = edition_of(app.config), domain_of(app.env).graph
    ledger = graph.ledgers.get(pagename)
    if edition and ledger and pagename != app.config.root_doc:  # the title page has that of the whole
        address = citing.address(edition.base, f"{pagename}.html")
        work = Work(citing.key(edition.archive, pagename), address, ledger.title)
        context["citation"] = citation(work, edition, citing.CHICAGO)


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(BookBuilder, override=True)
    app.add_html_theme(THEME, str(epub.FOLDER))
    app.add_post_transform(Bookish)
    app.connect("html-page-context", describe)
