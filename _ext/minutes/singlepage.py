"""Editions that join all pages: make each link land.

Sphinx 9's ``singlehtml`` joins the pages but leaves ids that repeat from page to page, and writes
links between pages as ``#document-people/x#y``, which lead nowhere (sphinx-doc/sphinx#14221).
Its LaTeX has a label for each heading, but for no paragraph, span or row of a table that has an id.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import start_of_file
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

_BETWEEN = re.compile(r"[^#]*#document-([^#]*)#(.+)\Z")


def page_id(docname: str, node_id: str) -> str:
    """The id of a page's node on the joined page."""
    return f"{docname.replace('/', '-')}--{node_id}"


class SinglePage(SphinxPostTransform):
    """Prefix the ids of each joined page with its name, and mend the links to them."""

    builders = ("singlehtml",)
    default_priority = 950  # when every link is resolved

    def run(self, **kwargs: object) -> None:
        root = self.env.config.root_doc
        self._prefix(self.document, "")
        first = next(self.document.findall(nodes.section), None)
        if first is not None:
            first["ids"].append(f"document-{root}")
        for node in self.document.findall(nodes.reference):
            if match := _BETWEEN.match(node.get("refuri", "")):
                node["refuri"] = "#" + (match[2] if match[1] == root else page_id(match[1], match[2]))

    def _prefix(self, node: nodes.Element, docname: str) -> None:
        # Downwards, not by `node.parent`: the top nodes of a joined page still name their old document.
        for child in node.children:
            if not isinstance(child, nodes.Element):
                continue
            if isinstance(child, start_of_file):
                self._prefix(child, child["docname"])
                continue
            if docname:
                for name in ("ids", "backrefs"):
                    if child.get(name):
                        child[name] = [page_id(docname, each) for each in child[name]]
                if "refid" in child:
                    child["refid"] = page_id(docname, child["refid"])
            self._prefix(child, docname)


class Labels(SphinxPostTransform):
    """Give LaTeX a target, of which it makes a label, for every id that it would pass over."""

    builders = ("latex",)
    default_priority = 950  # when every view is filled

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(nodes.Element)):
            inside: nodes.Element | None = None
            if isinstance(node, (nodes.paragraph, nodes.inline)):
                inside = node
            elif isinstance(node, nodes.row):
                inside = next(node.findall(nodes.paragraph), None)
            elif not isinstance(node, (nodes.Sequential, nodes.block_quote)):
                continue
            if node["ids"]:
                target = nodes.target("", "", ids=node["ids"])
                node["ids"] = []
                if inside is not None:
                    inside.insert(0, target)
                else:
                    node.parent.insert(node.parent.index(node), target)


def mend_contents(app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: object) -> None:
    """The table of contents is made apart from the page, with the same broken links."""
    if app.builder.name == "singlehtml" and isinstance(context.get("toc"), str):
        context["toc"] = re.sub(
            r'"#document-([^"#]*)#([^"]+)"', lambda m: f'"#{page_id(m[1], m[2])}"', str(context["toc"])
        )


def setup(app: Sphinx) -> None:
    app.add_post_transform(SinglePage)
    app.add_post_transform(Labels)
    app.connect("html-page-context", mend_contents, priority=100)  # before the theme takes it apart
