"""The folder that is served: every edition under its number, the newest under `latest/`, and what leads to them.

It is put together aside and swapped in by renaming, so that a run that fails, or is killed, leaves the last
good one as it was. The same editions make the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from editions import building, changes, history, pages
from editions.building import Say, written
from editions.changes import PageChange
from editions.frame import CHANGES, LATEST, Frame, Templates
from editions.history import Revision
from editions.model import EditionsError, Sealed
from editions.pages import Contents, Redirects

SCHEMA = 1
TABLE = "editions.json"
SHEET = "editions.css"
#: The page for addresses where nothing is; it may be shown at any depth, and so has no frame.
LOST = "404"


class Work(NamedTuple):
    """Where a site is put together, and where it goes."""

    final: Path
    aside: Path

    @property
    def new(self) -> Path:
        """What is being put together."""
        return self.aside / "new"

    @property
    def old(self) -> Path:
        """The last good one, while it is swapped."""
        return self.aside / "old"


def work_in(root: Path) -> Work:
    """The folders of a checkout's site."""
    return Work(root / "_build" / "site", root / "_build" / ".work" / "site")


def recover(work: Work) -> None:
    """Clear up after a run that was killed, in the middle of `swap` at worst."""
    if work.old.exists() and not work.final.exists():
        work.old.rename(work.final)
    for leftover in (work.old, work.new):
        shutil.rmtree(leftover, ignore_errors=True)


def swap(work: Work) -> None:
    """Put the new site in the place of the last: two renames, all else happened aside."""
    if work.final.exists():
        work.final.rename(work.old)
    work.new.rename(work.final)
    shutil.rmtree(work.old, ignore_errors=True)


# -- what was published stays ---------------------------------------------------------------------


def published(work: Work, address: str) -> dict[str, Mapping[str, Any]]:
    """The editions of the site that is there, by number; none if it stands at another address."""
    try:
        table = json.loads((work.final / TABLE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise EditionsError(
            f"{work.final / TABLE} can't be read ({error}); delete {work.final} to make it anew"
        ) from None
    if table.get("url") != address:
        return {}
    return {each["number"]: each for each in table["editions"]}


def changed(sealed: Sequence[Sealed], known: Mapping[str, Mapping[str, Any]], digests: Mapping[str, str]) -> list[str]:
    """Where editions are not what was published under their numbers."""
    now = {each.edition.number: each for each in sealed}
    found = []
    for number, old in known.items():
        if number not in now:
            found.append(f"edition {number} is gone: it is published, and no longer in editions.toml; put it back")
            continue
        for name, was, is_ in (
            ("commit", old["commit"], now[number].edition.commit),
            ("digest", old["digest"], now[number].digest),
        ):
            if was != is_:
                found.append(
                    f"edition {number} changed: its {name} was {was} when it was published, and is {is_} now; "
                    "publish what is new under a new number"
                )
    for number, digest in digests.items():
        if number in now and now[number].digest != digest:
            found.append(
                f"edition {number} changed: editions.toml has sha256 {digest}, and it is {now[number].digest} now"
            )
    return found


# -- files --------------------------------------------------------------------------------------------


def link(source: Path, target: Path) -> None:
    """The same file at another place: without a copy, where the disk can."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def write(path: Path, text: str) -> None:
    """Write a file, its folder too, with the same ends of lines on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def docnames(html: Path) -> set[str]:
    """The pages of a built edition: those that have a frame to fill."""
    return {
        path.relative_to(html).as_posix().removesuffix(".html")
        for path in html.rglob("*.html")
        if pages.framed(path.read_text(encoding="utf-8"))
    } - {LOST}


# -- what the root page and the tables say -----------------------------------------------------------


class Look(NamedTuple):
    """What the root page takes over from the newest edition's front page."""

    archive: str  #: its name
    language: str
    policy: str
    sheet: str  #: addresses within the edition; '' if there is none
    icon: str
    colours: str
    nav: tuple[tuple[str, str], ...]  #: address and name


def _first(pattern: str, text: str, default: str = "") -> str:
    found = re.search(pattern, text, re.DOTALL)
    return unescape(found[1]) if found else default


def look(html: Path) -> Look:
    """Read a front page for its look."""
    text = (html / "index.html").read_text(encoding="utf-8")
    with (html / "objects.inv").open("rb") as file:
        file.readline()
        archive = file.readline().decode("utf-8", "replace").strip().removeprefix("# Project: ")
    nav = re.findall(r'<a href="([^"#]+)"[^>]*>([^<]+)</a>', _first(r'<nav class="archive-nav"(.*?)</nav>', text))
    return Look(
        archive=archive,
        language=_first(r'<html lang="([^"]*)"', text, "en-GB"),
        policy=_first(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text),
        sheet=_first(r'<link rel="stylesheet"[^>]* href="(_static/[^"]*)"', text),
        icon=_first(r'<link rel="icon" href="([^"]*)"', text),
        colours=_first(r'<script src="(_static/js/colours\.js[^"]*)"', text),
        nav=tuple((address, unescape(name)) for address, name in nav),
    )


def measures(html: Path) -> list[tuple[int, str]]:
    """How much the archive holds, of what."""
    try:
        data = json.loads((html / "minutes.json").read_text(encoding="utf-8"))
        kinds = [each["type"] for each in data["objects"]]
        counts = [(kinds.count("meeting"), "meeting"), (kinds.count("item"), "agenda item")]
        counts += [(kinds.count("person"), "person"), (kinds.count("term"), "term")]
        counts += [(len(data["records"]), "record"), (len(data["sources"]), "source")]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [
        (number, name if number == 1 else {"person": "people"}.get(name, f"{name}s"))
        for number, name in counts
        if number
    ]


def table(archive: str, address: str, sealed: Sequence[Sealed]) -> str:
    """The editions for programs, the newest first."""
    entries = [
        {
            "number": each.edition.number,
            "date": each.edition.date,
            "commit": each.edition.commit,
            "summary": each.edition.summary,
            "url": f"{address}{each.edition.number}/",
            "digest": each.digest,
            "files": [
                {
                    "name": file.name,
                    "url": f"{address}{each.edition.number}/downloads/{file.name}",
                    "size": file.size,
                    "sha256": file.sha256,
                }
                for file in each.files
            ],
        }
        for each in reversed(sealed)
    ]
    content = {
        "schema": SCHEMA,
        "archive": archive,
        "url": address,
        "latest": sealed[-1].edition.number,
        "latest_url": f"{address}{LATEST}/",
        "editions": entries,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def addresses(html: Path, stands: str) -> list[str]:
    """The pages that an edition's own map lists, relative to where it stands."""
    parts = sorted(html.glob("sitemap-*.xml")) or [html / "sitemap.xml"]  # of a very large one there are several
    maps = (path.read_text(encoding="utf-8") for path in parts if path.is_file())
    listed = [each for text in maps for each in re.findall(r"<loc>([^<]*)</loc>", text)]
    return [unescape(each).removeprefix(stands) for each in listed if unescape(each).startswith(stands)]


def sitemap(entries: Mapping[str, str]) -> str:
    """A map of the site: address -> the day of the page's last change."""
    rows = "".join(
        f"<url><loc>{escape(address)}</loc><lastmod>{day}</lastmod></url>\n" for address, day in sorted(entries.items())
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


# -- the whole ------------------------------------------------------------------------------------------


class Assembly:
    """One site in the making."""

    def __init__(self, root: Path, address: str, sealed: Sequence[Sealed], say: Say) -> None:
        self.root, self.address, self.sealed, self.say = root, address, sealed, say
        self.editions = tuple(each.edition for each in sealed)
        self.templates = Templates()
        known = Redirects(pages.redirects(root))
        self.contents = [Contents(docnames(each.html), known) for each in sealed]
        version = hashlib.sha256(self.templates.css.encode()).hexdigest()[:8]
        self.frame = Frame(self.editions, self.contents, self.templates, address, version)
        self.days: dict[str, str] = {}  # of the pages for the map

    def write(self, new: Path) -> None:
        """Write all of it into a folder."""
        shutil.rmtree(new, ignore_errors=True)
        for at in range(len(self.sealed)):
            self._edition(at, new)
        newest = self.sealed[-1]
        for path in building.files_in(new / newest.edition.number):
            name = path.relative_to(new / newest.edition.number)
            if name.parts[0] != "downloads":
                link(path, new / LATEST / name)
        found = look(newest.html)
        write(new / SHEET, self.templates.css)
        write(new / "index.html", self._root(found))
        write(new / TABLE, table(found.archive, self.address, self.sealed))
        write(new / "sitemap.xml", sitemap({self.address: newest.edition.date, **self.days}))
        write(new / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {self.address}sitemap.xml\n")
        self._lost(new)
        self._rules(new)

    def _edition(self, at: int, new: Path) -> None:
        sealed, edition = self.sealed[at], self.editions[at]
        previous = self.editions[at - 1] if at else None
        compared = changes.compare(self.sealed[at - 1].html if at else None, sealed.html, self._renamed(at))
        for fault in compared.faults:
            self.say(f"edition {edition.number}: {fault}")
        revised = history.revisions(self.root, edition.commit, self.editions[: at + 1])
        out = new / edition.number
        for path in building.files_in(sealed.html):
            name = path.relative_to(sealed.html).as_posix()
            docname = name.removesuffix(".html")
            if name == docname or docname not in self.contents[at].docnames:
                link(path, out / name)
                continue
            page = compared.pages.get(docname)
            filled = {
                "head": self.frame.head(at, docname),
                "top": self.frame.top(at, docname, page.status if page and previous else "same"),
                "foot": self._foot(docname, revised.get(docname, ()), page, at),
            }
            if docname == CHANGES:
                filled["body"] = changes.changes_page(compared, edition, previous) + self._downloads(sealed, "../")
            html = path.read_bytes().decode()
            write(out / name, pages.fill(html, filled, self.frame.canonical(at, docname)))
        for file in sealed.files:
            link(sealed.folder / "files" / file.name, out / "downloads" / file.name)
        write(out / "downloads" / building.SEAL, written({file.name: file.sha256 for file in sealed.files}))
        self._map(at, {docname: each[0].date for docname, each in revised.items() if each})

    def _foot(self, docname: str, revised: Sequence[Revision], page: PageChange | None, at: int) -> str:
        """What became of a page; of one that is made anew each time, such as the search, there is nothing to tell."""
        if page is None and not revised:
            return ""
        previous = self.editions[at - 1] if at else None
        return changes.foot_html(docname, revised, page, self.editions[at], previous)

    def _renamed(self, at: int) -> dict[str, str]:
        """The pages of the edition before that have another name in this one."""
        older = self.contents[at - 1].docnames if at else set()
        found = {docname: self.contents[at].same(docname) for docname in older}
        return {was: now for was, now in sorted(found.items()) if now not in ("", was)}

    def _map(self, at: int, revised: Mapping[str, str]) -> None:
        """Enter the pages that are listed under this edition: all of the newest, and what is only in an older one."""
        sealed, edition = self.sealed[at], self.editions[at]
        newest = at == len(self.sealed) - 1
        folder = self.frame.folder(at)
        for name in addresses(sealed.html, f"{self.address}{edition.number}/"):
            docname = name.removesuffix(".html") or "index"
            # Found later in a newer edition, under its number: the older address gives way.
            if newest or not any(later.same(docname) for later in self.contents[at + 1 :]):
                self.days[f"{self.address}{folder}/{name}"] = revised.get(docname, edition.date)

    def _downloads(self, sealed: Sealed, root: str) -> str:
        """The files of an edition, from a page that sees the site's root as *root*."""
        folder = f"{root}{sealed.edition.number}/downloads/"
        return self.templates("downloads.html", files=sealed.files, folder=folder, edition=sealed.edition)

    def _root(self, found: Look) -> str:
        newest, older = self.sealed[-1], self.sealed[-2::-1]
        return self.templates(
            "root.html",
            look=found,
            measures=measures(newest.html),
            edition=newest.edition,
            sealed=newest,
            older=older,
            latest=LATEST,
            changes=CHANGES,
            address=self.address,
            version=self.frame.version,
            downloads=self._downloads(newest, ""),
        )

    def _lost(self, new: Path) -> None:
        """The page for addresses where nothing is: its links start at the site's top, and lead to `latest/`."""
        newest = self.sealed[-1]
        path = newest.html / f"{LOST}.html"
        if path.is_file():
            top = urlsplit(self.address).path
            own, stays = f'="{top}{newest.edition.number}/', f'="{top}{LATEST}/'
            write(new / f"{LOST}.html", path.read_bytes().decode().replace(own, stays))

    def _rules(self, new: Path) -> None:
        """What hosts read to redirect addresses of pages that moved: of all editions, from the top of the host."""
        top = urlsplit(self.address).path.rstrip("/")
        folders = [(LATEST, self.sealed[-1]), *((each.edition.number, each) for each in reversed(self.sealed))]
        for name, entry, form in (
            ("_redirects", r"(/\S+) (/\S+) 301", "{}{} {}{} 301\n"),
            ("redirects.map", r'"(/[^"]+)" "(/[^"]+)";', '"{}{}" "{}{}";\n'),
        ):
            lines = [
                form.format(f"{top}/{folder}", old, f"{top}/{folder}", to)
                for folder, sealed in folders
                if (path := sealed.html / name).is_file()
                for old, to in re.findall(rf"^{entry}$", path.read_text(encoding="utf-8"), re.MULTILINE)
            ]
            if lines:
                write(new / name, "".join(lines))


def assemble(root: Path, address: str, sealed: Sequence[Sealed], digests: Mapping[str, str], say: Say) -> Path:
    """Put the site together and in its place; gives its folder. Raises `EditionsError`, and then all is as it was."""
    work = work_in(root)
    if wrong := changed(sealed, published(work, address), digests):
        raise EditionsError(*wrong)
    try:
        Assembly(root, address, sealed, say).write(work.new)
        swap(work)
    finally:
        recover(work)
    return work.final
