"""The archive's books, for ``typstbook``: which are asked for, the marks of their index, their numbers of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import books
from minutes.collect import domain_of
from minutes.graph import Graph, Object
from typstbook.plan import Book
from typstbook.writer import WITH_PAGE

#: Where the links are not those of an author: for them the index has no marks.
GENERATED = {"generated", "facts", "neighbours"}

#: How the archive's book looks, and which of its functions sets nodes of a class.
STYLE = Path(__file__).parent / "typst" / "archive.typ"
FUNCTIONS = {
    **{
        each: each
        for each in (
            *("abstract", "facts", "generated", "lead", "count", "note", "chips", "index-list"),
            *("mentions", "steps", "step-head", "step-text", "relation", "editorial-mark", "mention"),
            *("records", "record-step", "record-mark", "written", "cited-by", "neighbours"),
            *("back-links", "editorial", "sic"),
        )
    },
    "bibtex-citation": "citation",
    "evidence": "mentions",
    "none": "none-so-far",
}
#: What stands in the margin.
ASIDES = ("record-mark", "sic")


def dress(app: Sphinx, config: Config) -> None:
    """Bring the archive's own style, unless the settings name another."""
    config.typst_style = config.typst_style or str(STYLE)
    config.typst_beside = [*ASIDES, *config.typst_beside]
    config.typst_functions = {**FUNCTIONS, **config.typst_functions}


def plan(app: Sphinx) -> list[Book]:
    """The plan of `typstbook`."""
    return asked_for(app.config, domain_of(app.env).graph)


def asked_for(config: Config, graph: Graph) -> list[Book]:
    """The books that are asked for: some parts, or else the whole archive."""
    imprint = books.Imprint(
        file=config.typst_name or "book",
        archive=config.project,
        author=config.author,
        release=config.release,
        date=config.minutes_edition_date,
        address=config.html_baseurl,
        root=config.root_doc,
        description=config.minutes_book_description,
        licence=config.minutes_book_licence,
        keywords=tuple(config.minutes_book_keywords),
    )
    try:
        parts = [books.part(graph, imprint, each) for each in config.minutes_books.split(",") if each]
    except books.UnknownError as error:
        raise ConfigError(str(error)) from error
    return parts or [books.whole(graph, imprint)]


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark, for the index, where a meeting names people and subjects, and where each has its own page."""
    if app.builder.name != "typst":
        return
    graph = domain_of(app.env).graph
    own = graph.page(docname)
    section = next(doctree.findall(nodes.section), None)
    if own is None or section is None:
        return
    if own.type in ("person", "term"):
        section.insert(1, _entry(graph, own, section["ids"][0]))
    elif own.type == "meeting":
        for reference in list(_written(section)):
            target = graph.page(reference["refuri"].partition("#")[0])
            if target and target.type in ("person", "term"):
                reference.insert(0, _entry(graph, target))


def _written(node: nodes.Element) -> Iterator[nodes.reference]:
    """The links to other pages in what an author wrote."""
    for child in node.children:
        if isinstance(child, nodes.reference):
            if child.get("internal") and child.get("refuri"):
                yield child
        elif isinstance(child, nodes.Element) and not GENERATED & set(child.get("classes", ())):
            yield from _written(child)


def _entry(graph: Graph, found: Object, anchor: str = "") -> addnodes.index:
    words = books.entry_of(graph, found).replace(";", ",")
    return addnodes.index(entries=[("single", words, anchor, "main" if anchor else "", None)])


class Paginate(SphinxPostTransform):
    """Say which links of the views are followed by the number of their page. Prose has none."""

    builders = ("typst",)
    default_priority = 7  # when the views are filled (6), before their links are resolved (10)

    def run(self, **kwargs: object) -> None:
        for node in self.document.findall(addnodes.pending_xref):
            words = node[0]
            if node.get("reftype") == "place" and isinstance(words, nodes.inline) and _numbered(node, words):
                words["classes"].append(WITH_PAGE)


class Unbracket(SphinxPostTransform):
    """In the margin a word needs no brackets to be set apart."""

    builders = ("typst",)
    default_priority = 11

    def run(self, **kwargs: object) -> None:
        for node in self.document.findall(nodes.Element):
            if set(node["classes"]) & set(ASIDES):
                for words in list(node.findall(nodes.Text)):
                    words.parent.replace(words, nodes.Text(words.astext().strip("[]")))


def _numbered(node: addnodes.pending_xref, words: nodes.inline) -> bool:
    around = node.parent
    if isinstance(around, nodes.term) or "where" in words["classes"]:
        return True
    if not isinstance(around, nodes.paragraph):
        return False
    if {"cited-by", "neighbours", "record-step"} & set(around["classes"]):
        return True
    inside = around.parent
    if isinstance(inside, nodes.entry):  # the record itself, in the second cell of its row
        assert inside.parent is not None
        return inside.parent.index(inside) == 1 and "register" in _table(inside)["classes"]
    if isinstance(inside, nodes.list_item):
        assert isinstance(inside.parent, nodes.Element)
        return around.index(node) == 0 and bool({"index-list", "records"} & set(inside.parent["classes"]))
    return False


def _table(node: nodes.Element) -> nodes.Element:
    while not isinstance(node, nodes.table):
        assert node.parent is not None
        node = node.parent
    return node


def setup(app: Sphinx) -> None:
    app.setup_extension("typstbook")
    app.add_config_value("minutes_books", "", "", frozenset({str}))  # ids and years, with commas; '' is the whole
    app.add_config_value("minutes_book_description", "", "", frozenset({str}))
    app.add_config_value("minutes_book_licence", "", "", frozenset({str}))
    app.add_config_value("minutes_book_keywords", [], "", frozenset({list}))
    app.add_post_transform(Paginate)
    app.add_post_transform(Unbracket)
    app.connect("config-inited", dress)
    app.connect("typst-books", plan)
    app.connect("doctree-resolved", mark)
