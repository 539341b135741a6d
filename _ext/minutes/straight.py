"""While a page of the site is written: its generated lists, straight from the graph.

What a placeholder stands for never becomes nodes here: see `as_html`. The views are computed by the process that
writes the page.
"""

from __future__ import annotations

from typing import Any, NoReturn

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from minutes import pages, render
from minutes.as_html import Writer
from minutes.collect import domain_of
from minutes.elements import view

#: The builders whose pages are written so. Those of one page, and of books, have ids of their own to make.
BUILDERS = ("html", "dirhtml")


class Addresses:
    """Addresses as the links of one page have them."""

    def __init__(self, builder: Builder, docname: str, known: dict[tuple[str, str], str]) -> None:
        self.builder, self.docname, self.known = builder, docname, known
        self.folder = builder.get_target_uri(docname).rpartition("/")[0]

    def __call__(self, docname: str, anchor: str) -> str:
        """That of an anchor of a page; '' is the page itself."""
        if docname == self.docname:
            return f"#{anchor}" if anchor else ""
        # Seen from any other page of a folder, a page has the same address.
        uri = self.known.get((self.folder, docname))
        if uri is None:
            uri = self.known[self.folder, docname] = self.builder.get_relative_uri(self.docname, docname)
        return f"{uri}#{anchor}" if anchor else uri


class Cited:
    """Citations as bibtex writes them, each made once for all pages but for its address."""

    def __init__(self, translator: Any, address: Addresses, known: dict[str, tuple[str, str, str, str]]) -> None:
        self.translator, self.address, self.known = translator, address, known

    def __call__(self, key: str) -> str:
        """The citation of a source."""
        if key not in self.known:
            self.known[key] = self._parts(key)
        before, docname, anchor, after = self.known[key]
        if not docname:
            return before
        return f"{before}{self.translator.attval(self.address(docname, anchor))}{after}"

    def _parts(self, key: str) -> tuple[str, str, str, str]:
        """What stands before the address; page and anchor of the entry; what follows."""
        builder: Builder = self.translator.builder
        env: BuildEnvironment = builder.env
        if "cite" not in env.domains:
            return self.translator.encode(key), "", "", ""
        node = pending_xref("", refdomain="cite", reftype="p", reftarget=key, refdoc=self.address.docname)
        made = env.domains["cite"].resolve_xref(
            env, self.address.docname, builder, "p", key, node, nodes.inline("", key)
        )
        citation = next((each for each in env.domains["cite"].citations if each.key == key), None)  # type: ignore[attr-defined]
        if made is None or citation is None:
            return self.translator.encode(key), "", "", ""  # reported by the graph
        for link in made.findall(nodes.reference):
            link.attributes.pop("refid", None)
            link["refuri"] = _PLACE
        before, _, after = self._written(made).partition(_PLACE)
        return before, citation.bibliography_key.docname, citation.citation_id, after

    def _written(self, made: nodes.Element) -> str:
        body, self.translator.body = self.translator.body, []
        try:
            nodes.paragraph("", "", made)  # a link asks for what it stands in
            made.walkabout(self.translator)
            return "".join(self.translator.body)
        finally:
            self.translator.body = body


_PLACE = "\ue002"


def write(self: Any, node: view) -> NoReturn:
    """Write a placeholder's list."""
    builder: Builder = self.builder
    graph = domain_of(builder.env).graph
    docname = node["docname"]
    address = Addresses(builder, docname, graph.made.setdefault("addresses", {}))  # type: ignore[arg-type]
    cited = Cited(self, address, graph.made.setdefault("citations", {}))  # type: ignore[arg-type]
    data = pages.VIEWS[node["name"]](graph, docname, node["argument"])
    self.body.append(Writer(address, cited).blocks(render.RENDERERS[node["name"]](data)))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(view, html=(write, None))
