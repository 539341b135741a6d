"""The generated lists of the whole book, in which a page's number does for the sentence that stands there.

On the site a list of back-links spares a reader many steps; a book is leafed through, has an index and registers, and
would be four times as long. A book of a part keeps its lists in full.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import as_nodes, pages, render
from minutes.backlinks import Group
from minutes.collect import domain_of
from minutes.content import Blocks, Inlines, Link, Paragraph, Words, joined
from minutes.elements import view
from minutes.graph import Object
from minutes.pictures import Shown
from minutes.views import Ranked
from typstbook.writer import WITH_PAGE

#: So many links by number are printed.
CHIPS = 12


def _page(found: Object, text: str = "") -> Link:
    """A link, and the number of its page."""
    return Link(found, text, (WITH_PAGE,))


def mentions(groups: tuple[Group, ...]) -> Blocks:
    """Back-links: of a meeting, the agenda items that name this page, and how; of all other pages, their numbers."""
    meetings = [each for each in groups if each.page.type == "meeting"]
    built: Blocks = []
    for group in meetings:
        items: dict[str, tuple[Object, dict[str, None]]] = {}
        for step in group.steps:
            if step.where.anchor:
                _, relations = items.setdefault(step.item or "opening", (step.where, {}))
                relations.update(dict.fromkeys(step.relations))
        found: list[Inlines] = []
        for item, (where, how) in items.items():
            said: Inlines = [Words(", ".join(how), ("relation",), "emphasis"), " "] if how else []
            found.append([*said, _page(where, item)])
        built.append(Paragraph([Link(group.page), ": ", *joined(found, "; ")], ("back-links",)))
    others = [[_page(each.page)] for each in groups if each not in meetings]
    if others:
        built.append(Paragraph(joined(others, "; "), ("back-links",)))
    return built


def _named(label: str, found: Ranked) -> Blocks:
    """The first of many links by number, in a line, without their numbers."""
    if not found:
        return []
    names = joined(([Link(each.object)] for each in found.found[:CHIPS]), ", ")
    more = [" and others"] if len(found) > CHIPS else []
    return [Paragraph([Words(label, (), "emphasis"), " ", *names, *more], ("back-links",))]


def picture(found: Shown) -> Blocks:
    """A meeting's neighbours, and what has a page of its own; a table says the same of a person's posts."""
    own = getattr(found.facts, "own", None)
    return [] if found.name == "tenure" or (own is not None and own.type != "meeting") else render.picture(found)


#: What is set otherwise than on the site; None: what a register, the index or the text itself says.
RENDERERS: dict[str, Callable[..., Blocks] | None] = {
    "mentions": mentions,
    "links-here": mentions,
    "posts": lambda found: render.posts(found) if found else [],
    "written": render.written,
    "companions": lambda found: _named("Named together with", found),
    "matters": lambda found: _named("In matters of", found),
    "involved": lambda found: _named("Named beside", found),
    "register": lambda found: render.register(found, named=False),
    "evidence": None,
    "records": None,
    "cast": None,
    "drawing": picture,
}


def _run_in(section: nodes.section) -> None:
    """Without a heading: a section that says nothing, or a few lines of links, which its title leads in."""
    title = section[0]
    lines = [
        each for each in section.children[1:] if isinstance(each, nodes.paragraph) and "back-links" in each["classes"]
    ]
    if not isinstance(title, nodes.title) or len(lines) < len(section) - 1:
        return
    if lines and not isinstance(lines[0][0], nodes.emphasis):  # which says what the names are
        lines[0].insert(0, [nodes.emphasis("", title.astext()), nodes.Text("  ")])
    section.replace_self([nodes.target("", "", ids=section["ids"]), *lines])


class Abridge(SphinxPostTransform):
    """Fill some placeholders of the whole book; `fill` does the others, and all of a part's."""

    builders = ("typst",)
    default_priority = 5  # before `fill`

    def run(self, **kwargs: object) -> None:
        if self.config.minutes_books:
            return
        graph = domain_of(self.env).graph
        for node in list(self.document.findall(view)):
            name, docname = node["name"], node["docname"]
            if name in RENDERERS:
                of = RENDERERS[name]
                built = of(pages.VIEWS[name](graph, docname, node["argument"])) if of else []
                node.replace_self(as_nodes.blocks(built, docname))
        for section in list(self.document.findall(nodes.section)):
            if "generated" in section["classes"]:
                _run_in(section)


def setup(app: Sphinx) -> None:
    app.add_post_transform(Abridge)
