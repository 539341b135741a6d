"""While a page of the site is written: its generated lists, straight from the graph.

What a placeholder stands for never becomes nodes here: see `as_html`. The views are computed by the process that
writes the page. A list that is too long goes on in pages below it: see `paging`; after an edit of a few pages, only
those parts of the longest lists are written that these pages stand in: see `stretches`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from minutes import pages, paging, render, stretches
from minutes.as_html import Writer
from minutes.collect import domain_of
from minutes.domain import SITES
from minutes.elements import view
from minutes.paging import Part
from minutes.stretches import Stretches

_PLACE = "\ue002"  # of an address, in a citation that all pages share


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
        with env.domains["cite"].of_keys([key]):  # type: ignore[attr-defined]
            citation = next(iter(env.domains["cite"].citations), None)  # type: ignore[attr-defined]
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


def writer(translator: Any, docname: str) -> Writer:
    """What writes on a page."""
    builder: Builder = translator.builder
    made = domain_of(builder.env).graph.made
    address = Addresses(builder, docname, made.setdefault("addresses", {}))  # type: ignore[arg-type]
    return Writer(address, Cited(translator, address, made.setdefault("citations", {})))  # type: ignore[arg-type]


def write(self: Any, node: view) -> NoReturn:
    """Write a placeholder's list; of one that is too long, the first part."""
    config, domain = self.builder.config, domain_of(self.builder.env)
    name, docname, argument = node["name"], node["docname"], node["argument"]
    parts: Sequence[Part]
    if domain.edited and stretches.is_long(name, argument):
        parts = Stretches(domain.graph, name, argument, config.minutes_part_size)
        wanted: Iterable[int] = sorted({0, *parts.of_pages(domain.edited)})
        title = parts.title
    else:
        data = pages.VIEWS[name](domain.graph, docname, argument)
        parts = paging.split(render.RENDERERS[name](data), config.minutes_part_size)
        wanted, title = range(len(parts)), lambda index: parts[index].title
    names = [paging.page(docname, name, argument, number) for number in range(1, len(parts) + 1)]
    for index in wanted:
        part = parts[index]
        html = writer(self, names[index]).blocks([*paging.contents(names, title, index), *part.blocks])
        if not index:
            self.body.append(html)
        else:
            domain.continued.setdefault(docname, {})[names[index]] = (part.title, html)
    raise nodes.SkipNode


def write_parts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """The other parts of a page's lists, each on a page of its own below it; none that it no longer has."""
    builder = app.builder
    if doctree is None or builder.name not in SITES:
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    parts = domain_of(app.env).continued.pop(pagename, {})
    kept = {Path(builder.get_output_path(each)) for each in parts}
    for path in set(parts_of(Path(app.outdir), pagename)) - kept:
        _remove(path)
    scripts = list(context["script_files"])  # Sphinx keeps one list for the page at hand, whichever it is
    for page, (title, html) in parts.items():
        above = {"link": builder.get_relative_uri(page, pagename), "title": context["title"]}
        body = f'<section class="part"><h1>{context["title"]}</h1>\n{html}</section>\n'
        words = {"title": f"{context['title']}: {title}", "parents": [above], "body": body, "toc": ""}
        builder.handle_page(page, {**words, "display_toc": False})
    context["script_files"][:] = scripts


def parts_of(site: Path, docname: str) -> Iterator[Path]:
    """The files of the other parts of a page's lists, in the folder of a site."""
    folder = site / docname
    for pattern in ("*-[0-9]*.html", "*-[0-9]*/index.html"):
        yield from folder.glob(pattern)


def _remove(path: Path) -> None:
    path.unlink()
    with contextlib.suppress(OSError):  # its folders too, if nothing else is in them
        path.parent.rmdir()
        path.parent.parent.rmdir()


def sweep(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Delete the parts of pages that are gone."""
    if app.builder.name in SITES:
        for docname in removed:
            for path in list(parts_of(Path(app.outdir), docname)):
                _remove(path)
    return []


def setup(app: Sphinx) -> None:
    app.add_node(view, html=(write, None))
    app.add_config_value("minutes_part_size", 1000, "html", int)
    app.connect("env-get-outdated", sweep, priority=400)  # before `refresh` deletes folders that are empty
    app.connect("html-page-context", write_parts, priority=100)  # before others add what this page alone has
