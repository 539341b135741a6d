"""A page's nodes as Typst, one small method a node.

Looks are the style's: a node with a class that `typst_functions` names is handed to that function of it,

    inline, paragraph       fn[content]
    list                    fn((([block], [block]), ...))       an array of its items' blocks
    definition list         fn((([term], [definition]), ...))
    field list              fn((([name], [body]), ...))
    anything else           fn[content]

and everything else to a function of `book.typ`. An empty name leaves the node out. What has a class of
`typst_beside` stands in the margin, beside the paragraph that holds it: fn[content] of each, for aside((...)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from typstbook import markup
from typstbook.index import Mark
from typstbook.plan import Chapter

logger = logging.getLogger(__name__)

#: What a link's words bring with them if the number of its page is to follow them.
WITH_PAGE = "with-page"


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of a chapter."""

    level: int
    name: str  #: of its place; '' if it has none
    title: str  #: in plain words
    words: str  #: as Typst's markup
    listed: bool  #: in the table of contents


class TypstTranslator(SphinxTranslator):
    """Writes one page, as a chapter of a book."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.functions: dict[str, str] = builder.config.typst_functions
        self.asides = frozenset(builder.config.typst_beside)
        self.places: set[str] = set()  #: that have, or may have, a label
        self.aliases: dict[str, str] = {}
        self.leads: list[tuple[str, Any]] = []  #: each link's place, and where it stands in the sources
        self.linked: set[str] = set()
        self.index: list[Mark] = []
        self.omitted: set[str] = set()  #: places that the chapter leaves out
        self.headings: list[Title] = []
        self.notes = 0  #: how many footnotes it has written
        self._out: list[list[str]] = [[]]
        self._notes: dict[str, nodes.footnote] = {}
        self._noted: set[str] = set()
        self._beside: list[str] | None = None  # of the paragraph that is being written
        self._level = 0
        self._named = False  # whether a heading has taken the page's own name

    def start(self, chapter: Chapter, linked: set[str]) -> None:
        """Say which chapter this is, and what other chapters of the book link to."""
        self.chapter, self._cited = chapter, linked
        self._level = chapter.level - 1
        for note in self.document.findall(nodes.footnote):
            self._notes |= dict.fromkeys(note["ids"], note)

    def astext(self) -> str:
        """The page."""
        return "".join(self._out[0])

    # -- tools -------------------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Write some Typst."""
        self._out[-1].append(text)

    def content(self, node: nodes.Element | Iterable[nodes.Node]) -> str:
        """The Typst of what a node, or each of some, holds."""
        self._out.append([])
        for child in list(node.children if isinstance(node, nodes.Element) else node):
            child.walkabout(self)
        return "".join(self._out.pop())

    def block(self, node: nodes.Node) -> str:
        """A node as a content block."""
        return f"[{self.content([node])}]"

    def words(self, plain: str) -> str:
        """Words as a content block."""
        return f"[{markup.text(plain)}]"

    def call(self, function: str, node: nodes.Element) -> None:
        """A function of the style around what a node holds."""
        self.put(f"#{function}[{self.content(node)}];")
        raise nodes.SkipNode

    def picture(self, name: str, svg: str, alt: str, function: str = "picture") -> None:
        """Draw an SVG: for nodes of extensions."""
        path = self.builder.picture(name, svg)  # type: ignore[attr-defined]
        self.put(f"\n\n#{function}({markup.string(path)}, alt: {markup.string(alt)});\n\n")

    def here(self, node: nodes.Element) -> str:
        """Marks of the places that a node's ids name."""
        if not node.get("ids"):
            return ""
        where, *others = (markup.place(self.chapter.docname, each) for each in node["ids"])
        self.places.add(where)
        self.aliases |= dict.fromkeys(others, where)
        return markup.at(where)

    def function(self, node: nodes.Element) -> str | None:
        """What the style does with a node; None: nothing of its own."""
        return next((self.functions[each] for each in node["classes"] if each in self.functions), None)

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Leave out what the chapter, or the style, does not want."""
        if isinstance(node, nodes.Element):
            names = set(node["classes"]) | set(node["ids"])
            if names & self.chapter.without or self.function(node) == "":
                self.omitted |= {
                    markup.place(self.chapter.docname, each)
                    for element in node.findall(nodes.Element)
                    for each in element["ids"]
                }
                raise nodes.SkipNode
            if self._beside is not None and set(node["classes"]) & self.asides:
                function = self.function(node)
                words = self.content(node)
                self._beside.append(f"[#{function}[{words}]]" if function else f"[{words}]")
                if self._out[-1]:  # no space, and so no end of a line, before the sign
                    self._out[-1][-1] = self._out[-1][-1].rstrip(" ")
                self.put("#aside-mark;")
                raise nodes.SkipNode
        super().dispatch_visit(node)

    def unknown_visit(self, node: nodes.Node) -> None:
        logger.warning(
            "the PDF cannot show this (%s): its text stands there as it is",
            type(node).__name__,
            location=node,
            type="typst",
        )

    def unknown_departure(self, node: nodes.Node) -> None:
        pass

    def _pass(self, node: nodes.Element) -> None:
        """What it holds stands there as it is."""

    def _skip(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    # -- the page and its sections -----------------------------------------------------------------

    visit_document = depart_document = _pass
    visit_start_of_file = depart_start_of_file = _pass
    visit_meta = visit_comment = visit_substitution_definition = visit_toctree = visit_system_message = _skip
    visit_highlightlang = visit_tabular_col_spec = visit_footnote = visit_colspec = _skip
    visit_only = depart_only = _pass
    # Written with the node around them.
    visit_list_item = visit_definition_list_item = visit_definition = visit_classifier = _pass
    depart_list_item = depart_definition_list_item = depart_definition = depart_classifier = _pass
    visit_field = visit_field_name = visit_field_body = visit_label = visit_line = visit_entry = _pass
    depart_field = depart_field_name = depart_field_body = depart_label = depart_line = depart_entry = _pass

    def visit_section(self, node: nodes.section) -> None:
        self._level += 1
        function = self.function(node)
        self.put(f"\n#[#show: {function}\n" if function else "")

    def depart_section(self, node: nodes.section) -> None:
        self._level -= 1
        self.put("]\n" if self.function(node) else "")

    def visit_title(self, node: nodes.title) -> None:
        section = node.parent
        if not isinstance(section, nodes.section):
            self.put(f"#title-of-block[{self.content(node)}];\n\n")
            raise nodes.SkipNode
        names = [markup.place(self.chapter.docname, each) for each in section["ids"]]
        if not self._named:
            names.insert(0, self.chapter.docname)
            self._named = True
        label, *others = names or [""]
        self.places |= {label} - {""}
        self.aliases |= dict.fromkeys(others, label)
        facts = [str(min(self._level, 6)), markup.string(label), markup.string(node.astext())]
        if self._level == 1 or (self.chapter.opens and self._level == self.chapter.level):
            facts.append("opens: true")
        if self._level == self.chapter.level:
            facts.append("begins: true")
        if not (self.chapter.listed and "generated" not in section["classes"]):
            facts.append("listed: false")
        words = self.content(node)
        self.headings.append(Title(min(self._level, 6), label, node.astext(), words, "listed: false" not in facts))
        self.put(f"\n\n#head({', '.join(facts)})[{words}];\n\n")
        raise nodes.SkipNode

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        self.call("subtitle", node)

    def visit_rubric(self, node: nodes.rubric) -> None:
        self.put(f"\n\n#rubric[{self.here(node)}{self.content(node)}];\n\n")
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.transition) -> None:
        self.put("\n\n#transition\n\n")
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Element) -> None:
        self.put(self.here(node))
        if function := self.function(node):
            self.put("\n\n")
            self.call(function, node)

    depart_container = _pass
    visit_compound, depart_compound = visit_container, _pass
    visit_topic, depart_topic = visit_container, _pass
    visit_sidebar, depart_sidebar = visit_container, _pass
    visit_decoration, depart_decoration = visit_container, _pass

    # -- blocks ------------------------------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        function = self.function(node)
        around, self._beside = self._beside, []
        words = self.here(node) + self.content(node).strip()
        if self._beside:
            self.put(f"\n\n#aside({markup.sequence(self._beside)});")
        self._beside = around
        self.put(f"\n\n#{function}[{words}];\n\n" if function else f"\n\n{words}\n\n")
        raise nodes.SkipNode

    def visit_compact_paragraph(self, node: nodes.Element) -> None:
        self.put(f"\n\n{self.content(node).strip()}\n\n")
        raise nodes.SkipNode

    def visit_attribution(self, node: nodes.attribution) -> None:
        self.put("\n\n")
        self.call("attribution", node)

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self.put(f"\n\n#quote(block: true)[{self.here(node)}{self.content(node)}];\n\n")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        language = node.get("language", "none")
        of = "" if language in ("none", "text", "default") else f", lang: {markup.string(language)}"
        self.put(f"\n\n{self.here(node)}#raw({markup.string(node.astext())}, block: true{of});\n\n")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block  # type: ignore[assignment]

    def visit_math_block(self, node: nodes.math_block) -> None:
        self.put(f"\n\n{self.here(node)}#raw({markup.string(node.astext())}, block: true);\n\n")
        raise nodes.SkipNode

    def visit_line_block(self, node: nodes.line_block) -> None:
        lines = [self.content(each).strip() for each in node.findall(nodes.line)]
        self.put("\n\n" + "#linebreak();".join(lines) + "\n\n")
        raise nodes.SkipNode

    def visit_raw(self, node: nodes.raw) -> None:
        if "typst" in node.get("format", "").split():
            self.put(node.astext())
        elif node.get("format") == "html" and node.astext().strip().lower() in ("<br>", "<br/>", "<br />"):
            self.put("#linebreak();")
        raise nodes.SkipNode

    # -- lists -------------------------------------------------------------------------------------

    def _items(self, node: nodes.Element) -> str:
        """A list's items for a function: each an array of its blocks."""
        found = []
        for item in node.children:
            assert isinstance(item, nodes.Element)
            blocks = [self.block(each) for each in item.children]
            if item.get("ids"):
                blocks[:1] = [f"[{self.here(item)}{''.join(blocks[:1])[1:-1]}]"]
            found.append(markup.sequence(blocks))
        return markup.sequence(found)

    def _plain_items(self, node: nodes.Element) -> str:
        items = (each for each in node.children if isinstance(each, nodes.list_item))
        return ", ".join(f"[{self.here(each)}{self.content(each).strip()}]" for each in items)

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        self.put(f"\n\n{self.here(node)}")
        if function := self.function(node):
            self.put(f"#{function}({self._items(node)});\n\n")
        else:
            self.put(f"#list({self._plain_items(node)});\n\n")
        raise nodes.SkipNode

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        kind = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}.get(
            node.get("enumtype", ""), "1"
        )
        form = markup.string(f"{node.get('prefix', '')}{kind}{node.get('suffix', '.') or '.'}")
        items = self._plain_items(node)
        self.put(f"\n\n{self.here(node)}#enum(start: {node.get('start', 1)}, numbering: {form}, {items});\n\n")
        raise nodes.SkipNode

    def _headword(self, node: nodes.Node) -> str:
        assert isinstance(node, nodes.Element)
        words = self.here(node) + self.content(node)
        return f"#classifier[{words}];" if isinstance(node, nodes.classifier) else words

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        pairs = []
        for item in node.children:
            assert isinstance(item, nodes.Element)
            terms = [each for each in item.children if isinstance(each, nodes.term | nodes.classifier)]
            rest = [each for each in item.children if each not in terms]
            head = "".join(self._headword(each) for each in terms)
            pairs.append(f"([{self.here(item)}{head}], [{self.content(rest)}])")
        self.put(f"\n\n{self.here(node)}#{self.function(node) or 'definitions'}({markup.sequence(pairs)});\n\n")
        raise nodes.SkipNode

    visit_glossary, depart_glossary = _pass, _pass

    def visit_field_list(self, node: nodes.field_list) -> None:
        pairs = []
        for each in node.children:
            assert isinstance(each, nodes.field)
            name, body = each.children
            assert isinstance(name, nodes.Element)
            assert isinstance(body, nodes.Element)
            pairs.append(f"([{self.content(name)}], [{self.content(body).strip()}])")
        self.put(f"\n\n#{self.function(node) or 'fields'}({markup.sequence(pairs)});\n\n")
        raise nodes.SkipNode

    visit_docinfo = visit_option_list = visit_field_list  # type: ignore[assignment]

    # -- tables ------------------------------------------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        group = next(iter(node.findall(nodes.tgroup)))
        widths = ", ".join(f"{each.get('colwidth', 1)}fr" for each in group.findall(nodes.colspec))
        heads = [row for part in group.findall(nodes.thead) for row in part.children]
        rows = [row for part in group.findall(nodes.tbody) for row in part.children]
        parts = [f"columns: ({widths},)"]
        if heads:
            parts.append(f"table.header({', '.join(cell for row in heads for cell in self._cells(row))})")
        parts += [cell for row in rows for cell in self._cells(row)]
        titles = [self.content(each) for each in node.children if isinstance(each, nodes.title)]
        head = f", caption: [{titles[0]}]" if titles else ""
        made = f"#sheet([#table({', '.join(parts)})]{head});"
        function = self.function(node)
        self.put(f"\n\n{self.here(node)}" + (f"#{function}[{made}];" if function else made) + "\n\n")
        raise nodes.SkipNode

    def _cells(self, row: nodes.Node) -> Iterable[str]:
        assert isinstance(row, nodes.Element)
        here = self.here(row)
        for entry in row.children:
            assert isinstance(entry, nodes.Element)
            spans = [
                f"{word}: {entry[name] + 1}"
                for word, name in (("colspan", "morecols"), ("rowspan", "morerows"))
                if entry.get(name)
            ]
            cell = f"[{here}{self.content(entry).strip()}]"
            here = ""
            yield f"table.cell({', '.join(spans)}){cell}" if spans else cell

    # -- notes -------------------------------------------------------------------------------------

    def visit_admonition(self, node: nodes.Element) -> None:
        title, rest = "", list(node.children)
        if rest and isinstance(rest[0], nodes.title):
            title = self.content(rest.pop(0))  # type: ignore[arg-type]
        elif not isinstance(node, nodes.admonition):
            title = markup.text(type(node).__name__.capitalize())
        function = self.function(node) or "admonition"
        self.put(f"\n\n#{function}([{title}])[{self.here(node)}{self.content(rest)}];\n\n")
        raise nodes.SkipNode

    visit_note = visit_tip = visit_hint = visit_important = visit_warning = visit_caution = visit_admonition
    visit_attention = visit_danger = visit_error = visit_seealso = visit_admonition

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        where = node.get("refid", "")
        label = f"footnote:{self.chapter.docname}#{where}"
        if where in self._noted:
            self.put(f"#footnote(label({markup.string(label)}));")
        elif where in self._notes:
            self._noted.add(where)
            self.notes += 1
            note = [each for each in self._notes[where].children if not isinstance(each, nodes.label)]
            self.put(f"#footnote[{self.content(note).strip()}]#label({markup.string(label)});")
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.citation) -> None:
        names = {markup.place(self.chapter.docname, each) for each in node["ids"]}
        if self.chapter.cited_only and not names & self._cited:
            self.omitted |= names
            raise nodes.SkipNode
        label = next((self.content(each) for each in node.children if isinstance(each, nodes.label)), "")
        rest = [each for each in node.children if not isinstance(each, nodes.label)]
        self.put(f"\n\n#source([{self.here(node)}{label}])[{self.content(rest).strip()}];\n\n")
        raise nodes.SkipNode

    # -- in the line -------------------------------------------------------------------------------

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        self.put(markup.text(node.astext()))

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802
        pass

    def visit_inline(self, node: nodes.inline) -> None:
        self.put(self.here(node))
        if function := self.function(node):
            self.call(function, node)

    depart_inline = _pass
    visit_generated = visit_inline  # type: ignore[assignment]
    depart_generated = _pass
    visit_abbreviation = visit_inline  # type: ignore[assignment]
    depart_abbreviation = _pass
    visit_term = visit_inline  # type: ignore[assignment]
    depart_term = _pass

    def visit_emphasis(self, node: nodes.emphasis) -> None:
        self.call(self.function(node) or "emph", node)

    visit_title_reference = visit_literal_emphasis = visit_emphasis  # type: ignore[assignment]

    def visit_strong(self, node: nodes.strong) -> None:
        self.call(self.function(node) or "strong", node)

    visit_literal_strong = visit_strong

    def visit_superscript(self, node: nodes.superscript) -> None:
        self.call(self.function(node) or "super", node)

    def visit_subscript(self, node: nodes.subscript) -> None:
        self.call("sub", node)

    def visit_literal(self, node: nodes.literal) -> None:
        self.put(f"#raw({markup.string(node.astext())});")
        raise nodes.SkipNode

    visit_math = visit_literal  # type: ignore[assignment]

    def visit_problematic(self, node: nodes.problematic) -> None:
        self.call("strong", node)

    def visit_target(self, node: nodes.target) -> None:
        if "refuri" not in node and "refid" not in node:
            self.put(self.here(node))

    depart_target = _pass

    def visit_reference(self, node: nodes.reference) -> None:
        where = self._where(node)
        words = self.content(node)
        if where is None:
            target = markup.string(node["refuri"]) if node.get("refuri") else ""
            self.put(f"#link({target})[{words}];" if target else words)
            raise nodes.SkipNode
        self.leads.append((where, node))
        self.linked.add(where)
        self.put(f"#link({markup.to(where)})[{words}];")
        if any(WITH_PAGE in each["classes"] for each in node.findall(nodes.inline)):
            self.put(markup.page_of(where))
        raise nodes.SkipNode

    visit_number_reference = visit_reference

    def _where(self, node: nodes.reference) -> str | None:
        """The place that a link leads to; None if it is an address of the web."""
        if node.get("refid"):
            return markup.place(self.chapter.docname, node["refid"])
        return node["refuri"].rstrip("#") if node.get("internal") and node.get("refuri") else None

    def visit_index(self, node: addnodes.index) -> None:
        for kind, value, target, main, _ in node["entries"]:
            where = markup.place(self.chapter.docname, target) if target else ""
            where = self.aliases.get(where, where)
            label = where if where in self.places else f"index:{self.chapter.docname}:{len(self.index)}"
            marks = list(_marks(kind, value, label, bool(main)))
            self.index += marks
            if label != where and any(not mark.see for mark in marks):
                self.put(f"#at({markup.string(label)});")
        raise nodes.SkipNode

    # -- pictures ----------------------------------------------------------------------------------

    def visit_image(self, node: nodes.image) -> None:
        name = self.builder.images.get(node["uri"])
        if not name:
            advice = "add the file, or correct its name here"
            logger.warning("there is no image %s: %s", node["uri"], advice, location=node, type="typst")
            raise nodes.SkipNode
        alt = node.get("alt", "")
        if not alt:
            advice = "say in its `alt` what it shows; a PDF that all can read needs it"
            logger.warning("the image %s has no words: %s", node["uri"], advice, location=node, type="typst")
        inside = isinstance(node.parent, nodes.TextElement)
        function = "picture-in-line" if inside else "picture"
        self.put(f"{self.here(node)}#{function}({markup.string('/img/' + name)}, alt: {markup.string(alt or name)});")
        raise nodes.SkipNode

    def visit_figure(self, node: nodes.figure) -> None:
        words = [each for each in node.children if isinstance(each, nodes.caption | nodes.legend)]
        rest = [each for each in node.children if each not in words]
        caption = f", caption: [{self.content(words).strip()}]" if words else ""
        self.put(f"\n\n{self.here(node)}#figure([{self.content(rest).strip()}]{caption});\n\n")
        raise nodes.SkipNode

    visit_caption, depart_caption = _pass, _pass
    visit_legend, depart_legend = _pass, _pass


def _marks(kind: str, value: str, label: str, main: bool) -> Iterable[Mark]:
    """The marks of an entry as Sphinx has it."""
    parts = tuple(each.strip() for each in value.split(";") if each.strip())
    if kind in ("see", "seealso") and len(parts) == 2:
        yield Mark(parts[:1], "", see=parts[1])
    elif kind == "pair" and len(parts) == 2:
        yield Mark(parts, label, main)
        yield Mark(parts[::-1], label, main)
    elif kind == "triple" and len(parts) == 3:
        for turn in range(3):
            yield Mark((parts[turn], f"{parts[(turn + 1) % 3]} {parts[(turn + 2) % 3]}"), label, main)
    elif parts:
        yield Mark(parts[:2], label, main)
