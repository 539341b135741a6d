"""Before a page is written: fill its placeholders from the graph.

The site's pages keep theirs, which `straight` writes: so no transform has to walk over what they stand for.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from minutes import as_nodes, domain, pages, render
from minutes.collect import domain_of
from minutes.domain import MinutesDomain
from minutes.elements import view
from minutes.markup import link, make_view


class FillLinks(SphinxPostTransform):
    """Finish what depends on other pages, and is none of the generated lists."""

    default_priority = 6  # after bibtex has made the bibliography (5), before links are resolved (10)

    def run(self, **kwargs: object) -> None:
        self._page_links(domain_of(self.env))
        self._cited_by(domain_of(self.env))

    def _page_links(self, domain: MinutesDomain) -> None:
        """Links such as ``[](2011-11-01.md#conference)``: of a page's ids MyST knows its headings' only."""
        for node in self.document.findall(pending_xref):
            if node.get("refdomain") != "doc" or not node.get("reftargetid"):
                continue
            for found in domain.graph.find("doc", f"{node['reftarget']}#{node['reftargetid']}"):
                if not node["refexplicit"]:
                    node[0] = nodes.inline("", found.label)
                node.attributes |= link(found, node["refdoc"]).attributes

    def _cited_by(self, domain: MinutesDomain) -> None:
        """Each entry of the bibliography says which pages and items cite it."""
        if "cite" not in self.env.domains:
            return
        entries = list(self.document.findall(nodes.citation))
        if not entries:
            return
        keys = {each.citation_id: each.key for each in self.env.domains["cite"].citations}  # type: ignore[attr-defined]
        for node in entries:
            key = next((keys[each] for each in node["ids"] if each in keys), None)
            if key in domain.graph.sources:
                node += make_view("cited-by", node["docname"], key)


class FillViews(SphinxPostTransform):
    """Replace each placeholder by the nodes of its view; Sphinx then resolves their links."""

    default_priority = 7  # after `FillLinks`, before links are resolved

    def run(self, **kwargs: object) -> None:
        graph = domain_of(self.env).graph
        for node in list(self.document.findall(view)):
            name, argument, docname = node["name"], node["argument"], node["docname"]
            data = pages.VIEWS[name](graph, docname, argument)
            node.replace_self(as_nodes.blocks(render.RENDERERS[name](data), docname))


def quiet(app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element) -> nodes.Element | None:
    """A link that leads nowhere was reported by the graph, with advice: say it once."""
    return contnode if node.get("refdomain") == "minutes" else None


def fill_views(app: Sphinx) -> None:
    """Where pages are not written straight."""
    if app.builder.name not in domain.SITES:
        app.add_post_transform(FillViews)


def setup(app: Sphinx) -> None:
    app.add_post_transform(FillLinks)
    app.connect("builder-inited", fill_views)
    app.connect("missing-reference", quiet)
