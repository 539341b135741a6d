"""The generated lists of the whole book, in which a page's number does for the sentence that stands there.

On the site a list of back-links spares a reader many steps; a book is leafed through, has an index and registers, and
would be four times as long. A book of a part keeps its lists in full.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import pages, render
from minutes.collect import domain_of
from minutes.elements import view
from minutes.graph import Object
from minutes.markup import link
from minutes.pictures import Shown
from minutes.render import Nodes
from minutes.views import Counted, Group
from typstbook.writer import WITH_PAGE

#: So many links by number are printed.
CHIPS = 12


def _page(found: Object, docname: str, text: str = "") -> nodes.Node:
    """A link, and the number of its page."""
    return link(found, docname, text, classes=(WITH_PAGE,))


def mentions(groups: tuple[Group, ...], docname: str) -> Nodes:
    """Back-links: of a meeting, the agenda items that name this page, and how; of all other pages, their numbers."""
    meetings = [each for each in groups if each.page.type == "meeting"]
    built: Nodes = []
    for group in meetings:
        items: dict[str, tuple[Object, dict[str, None]]] = {}
        for step in group.steps:
            if step.where.anchor:
                _, relations = items.setdefault(step.item or "opening", (step.where, {}))
                relations.update(dict.fromkeys(step.relations))
        found = [
            [
                *(
                    [nodes.emphasis("", ", ".join(relations), classes=["relation"]), nodes.Text(" ")]
                    if relations
                    else []
                ),
                _page(where, docname, item),
            ]
            for item, (where, relations) in items.items()
        ]
        line = [link(group.page, docname), nodes.Text(": "), *render.joined(found, "; ")]
        built.append(nodes.paragraph("", "", *line, classes=["back-links"]))
    others = [[_page(each.page, docname)] for each in groups if each not in meetings]
    if others:
        built.append(nodes.paragraph("", "", *render.joined(others, "; "), classes=["back-links"]))
    return built or render.mentions((), docname)


def counted(found: tuple[Counted, ...], docname: str, of: Callable[..., Nodes]) -> Nodes:
    """The first of many links by number."""
    return of(found[:CHIPS], docname)


def picture(found: Shown, docname: str) -> Nodes:
    """A meeting's neighbours, not those of each person and term."""
    own = getattr(found.facts, "own", None)
    return [] if own is not None and own.type != "meeting" else render.picture(found, docname)


#: What is set otherwise than on the site; None: what a register, the index or the text itself says.
RENDERERS: dict[str, Callable[..., Nodes] | None] = {
    "mentions": mentions,
    "links-here": mentions,
    "companions": lambda found, docname: counted(found, docname, render.companions),
    "matters": lambda found, docname: counted(found, docname, render.matters),
    "involved": lambda found, docname: counted(found, docname, render.involved),
    "evidence": None,
    "records": None,
    "cast": None,
    "drawing": picture,
}


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
                node.replace_self(of(pages.VIEWS[name](graph, docname, node["argument"]), docname) if of else [])


def setup(app: Sphinx) -> None:
    app.add_post_transform(Abridge)
