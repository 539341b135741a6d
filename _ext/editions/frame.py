"""What stands in the places of a served page: which edition it is, and where the page is in each other one.

All links are relative and need no script, so that the whole site can be read from a disk, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from jinja2 import Template

from editions.model import Edition
from editions.pages import Contents
from editions.templating import TEMPLATES, environment

#: Those of the checkout that this is run from: the frame belongs to the site, and not to an edition.
#: The newest edition's content, at an address that stays.
LATEST = "latest"
#: The page of each edition that says what it changed.
CHANGES = "changes"


class Other(NamedTuple):
    """A page in an edition, as the switcher lists it."""

    edition: Edition
    href: str  #: '' if the page is not there, or is the one that is read
    here: bool
    latest: bool


def href(docname: str) -> str:
    """The address of a page within its edition."""
    return f"{quote(docname)}.html"


def up(docname: str) -> str:
    """The way from a page of an edition to the root of the site."""
    return "../" * (docname.count("/") + 1)


class Templates:
    """The templates of the frame and of the root page."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self.folder = folder
        self.environment = environment(folder)

    def __call__(self, name: str, **context: Any) -> str:
        """What a template makes of a context."""
        return self.get(name).render(**context)

    def get(self, name: str) -> Template:
        """A template; kept, once it is read."""
        return self.environment.get_template(name)

    @cached_property
    def css(self) -> str:
        """The style of all that is not an edition's own: the parts in order of name."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.css")))


class Frame:
    """The frame of all editions, the oldest first."""

    def __init__(
        self,
        editions: Sequence[Edition],
        contents: Sequence[Contents],
        templates: Templates,
        address: str,
        version: str,
    ) -> None:
        self.editions, self.contents, self.templates = editions, contents, templates
        self.address = address
        self.version = version  #: digest of the style sheet, so that a browser asks for a new one
        self.newest = len(editions) - 1

    def folder(self, at: int) -> str:
        """Where the pages of an edition are best read: the newest's where its address stays."""
        return LATEST if at == self.newest else self.editions[at].number

    def others(self, at: int, docname: str) -> list[Other]:
        """A page of an edition in all editions, the newest first."""
        found = []
        for index in range(self.newest, -1, -1):
            there = "" if index == at else self.contents[index].same(docname)
            link = f"{up(docname)}{self.folder(index)}/{href(there)}" if there else ""
            found.append(Other(self.editions[index], link, index == at, index == self.newest))
        return found

    def canonical(self, at: int, docname: str) -> str:
        """The address under which search engines list a page: in the newest edition, if it is still there.

        The front page is its folder. '' if the page's own address is right.
        """
        there = self.contents[self.newest].same(docname)
        if not there:
            return ""
        return f"{self.address}{LATEST}/{'' if there == 'index' else href(there)}"

    def head(self, at: int, docname: str) -> str:
        """Links for programs: the style sheet, the editions before and after."""
        others = {each.edition.number: each.href for each in self.others(at, docname)}
        return self.templates(
            "head.html",
            up=up(docname),
            version=self.version,
            latest=others[self.editions[-1].number],
            before=others[self.editions[at - 1].number] if at else "",
            after=others[self.editions[at + 1].number] if at < self.newest else "",
        )

    def top(self, at: int, docname: str, status: str) -> str:
        """The line under the header, and on older editions the note that there is a newer one.

        *status* says how the page differs from the edition before: new, changed or same.
        """
        others = self.others(at, docname)
        there = self.contents[self.newest].same(docname)
        return self.templates(
            "top.html",
            edition=self.editions[at],
            previous=self.editions[at - 1] if at else None,
            newest=self.editions[-1],
            others=others,
            up=up(docname),
            older=at < self.newest,
            latest=others[0].href,
            front=f"{up(docname)}{LATEST}/index.html",
            moved=there not in ("", docname),
            changes="" if docname == CHANGES else f"{'../' * docname.count('/')}{CHANGES}.html",
            status=status,
        )
