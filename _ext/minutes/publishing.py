"""What a page of the site tells those who cite, find and share it; the files beside it; the map of the site.

A ready-made extension would make the map, but of the pages that a build happens to write, in the order in
which they are written: after a small change, a map of a few pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError

from minutes import citing, dates, metadata
from minutes.citing import Edition, Work
from minutes.collect import domain_of
from minutes.domain import SITES
from minutes.graph import Graph
from minutes.model import Ledger, Meeting, Source

#: The script of the section on citing, which a page without it need not load.
SCRIPT = "_static/js/cite.js"


class Text(NamedTuple):
    """A citation to copy: its style, and how it goes, as HTML."""

    style: str
    name: str
    markup: str


def edition_of(app: Sphinx) -> Edition | None:
    """The edition, if it is one to be cited: dated, and with an address."""
    config = app.config
    if app.builder.name not in SITES or not (config.html_baseurl and config.minutes_edition_date):
        return None
    language = config.html_context.get("language", config.language)
    return Edition(config.project, config.release, config.minutes_edition_date, config.html_baseurl, language)


def address_of(app: Sphinx, docname: str, anchor: str = "") -> str:
    """The permanent address of a page; that of the front page is the site's."""
    uri = "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)
    return citing.address(app.config.html_baseurl, uri, anchor)


def works(app: Sphinx, edition: Edition, ledger: Ledger) -> tuple[Work, ...]:
    """A page and, of a meeting, its agenda items."""
    where = address_of(app, ledger.docname)
    title = "" if ledger.docname == app.config.root_doc else ledger.title
    page = Work(citing.key(edition.archive, ledger.docname), where, title)
    items = ledger.items if isinstance(ledger.entry, Meeting) else ()
    return (
        page,
        *(Work(f"{page.key}-{each.anchor}", f"{where}#{each.anchor}", each.title, ledger.title) for each in items),
    )


def texts(work: Work, edition: Edition) -> list[Text]:
    """A work in every style on offer."""
    item = citing.csl(work, edition)
    return [Text(style, name, citing.text(style, item)) for style, name in citing.NAMES.items()]


def passage(page: Work, edition: Edition, *, part: bool) -> dict[str, Any]:
    """What a script fills in to cite a passage of a page."""
    blank = citing.blanks(page, part=part)
    bibtex = str(escape(citing.bibtex(blank, edition).rstrip("\n")))
    return {
        "texts": [each._replace(markup=citing.marked(each.markup)) for each in texts(blank, edition)],
        "bibtex": citing.marked(bibtex),
    }


def restated(graph: Graph, ledger: Ledger) -> tuple[Source, ...]:
    """The accounts that a page rests on."""
    keys = ledger.entry.accounts if isinstance(ledger.entry, Meeting) else ()
    return tuple(graph.sources[key] for key in keys if key in graph.sources)


def _entry_uri(app: Sphinx, docname: str, key: str) -> str:
    """Where the list of sources has one, seen from a page; '' without such a list."""
    lists = app.env.domains["cite"].bibliographies if "cite" in app.env.domains else ()  # type: ignore[attr-defined]
    for each in lists:
        uri = app.builder.get_relative_uri(docname, each.docname)
        return f"{uri}#{app.config.bibtex_cite_id.format(key=key)}"
    return ""


def _trail(app: Sphinx, ledger: Ledger, parents: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The pages above a page and itself, with their addresses."""
    root, docname = app.config.root_doc, ledger.docname
    yield app.config.project, address_of(app, root)
    here = citing.address(app.config.html_baseurl, app.builder.get_target_uri(docname))
    for each in parents:
        yield Markup(each["title"]).striptags(), urljoin(here, each["link"])
    if docname != root:
        yield ledger.title, address_of(app, docname)


def describe(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Tell a page's templates how it is cited and what it says to programs, and write the files beside it."""
    edition, graph = edition_of(app), domain_of(app.env).graph
    if edition is None:
        return
    ledger = graph.ledgers.get(pagename)
    if ledger is None:  # nothing to cite
        context["meta_tags"] = [metadata.SEARCHING if pagename == "search" else metadata.HIDDEN]
        scripts = context["script_files"]
        context["script_files"] = [each for each in scripts if str(each.filename) != SCRIPT]
        return
    found, accounts, own = works(app, edition, ledger), restated(graph, ledger), graph.page(pagename)
    page = metadata.Page(
        title=ledger.title,
        description=metadata.description(ledger.title, own.preview if own else ledger.preview),
        address=found[0].address,
        trail=tuple(_trail(app, ledger, context["parents"])),
        entry=ledger.entry,
        definition=ledger.preview,
        sources=accounts,
    )
    context["pageurl"] = page.address  # which Sphinx names as the canonical one
    context["meta_tags"] = list(metadata.tags(page, edition))
    context["meta_links"] = list(metadata.links(page))
    context["linked_data"] = metadata.script(metadata.linked_data(page, edition))
    context["cite"] = {
        "texts": texts(found[0], edition),
        "items": [texts(each, edition)[0].markup for each in found[1:]],
        "accounts": [
            (citing.text(citing.CHICAGO, citing.csl_source(each), note=True), _entry_uri(app, pagename, each.key))
            for each in accounts
        ],
        "files": [(f"{pagename}.{ending}", name, kind) for ending, name, kind in citing.FILES],
        "part": "item" if isinstance(ledger.entry, Meeting) else "section",
        "passages": {
            "part": passage(found[0], edition, part=True),
            "lead": passage(found[0], edition, part=False),
        },
    }
    for ending, content in citing.files(found, edition).items():
        _write(_file(app, pagename, ending), content)


def _write(path: Path, content: str) -> None:
    """Write a file, unless it says the same already."""
    said = content.encode()
    if not path.is_file() or path.read_bytes() != said:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said)


def _file(app: Sphinx, docname: str, ending: str) -> Path:
    return Path(app.outdir) / f"{docname}.{ending}"


def sweep(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Delete the files beside pages that are gone."""
    if app.builder.name in SITES:
        for docname in removed:
            for ending, _, _ in citing.FILES:
                _file(app, docname, ending).unlink(missing_ok=True)
    return []


def write_map(app: Sphinx, exception: Exception | None) -> None:
    """Write the map of the site, of all its pages in order of name, and where it is."""
    edition = edition_of(app)
    if exception is None and edition is not None:
        addresses = [address_of(app, docname) for docname in sorted(app.env.found_docs)]
        files = {**metadata.sitemaps(addresses, edition), "robots.txt": metadata.robots(edition.base)}
        for name, content in files.items():
            _write(Path(app.outdir) / name, content)
        for path in Path(app.outdir).glob("sitemap*.xml"):
            if path.name not in files:
                path.unlink()  # of an archive that was larger


def check(app: Sphinx, config: Config) -> None:
    """An edition's date is a day."""
    date = config.minutes_edition_date
    if date and (dates.fault(date) or len(date) != len("2026-11-22")):
        raise ConfigError(f"minutes_edition_date is {date!r}; write a day such as 2026-11-22")


def setup(app: Sphinx) -> None:
    app.add_config_value("minutes_edition_date", "", "html", (str,))
    app.connect("config-inited", check)
    app.connect("env-get-outdated", sweep, priority=400)  # before `refresh` deletes folders that are empty
    app.connect("html-page-context", describe)
    app.connect("build-finished", write_map)
