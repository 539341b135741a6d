"""What a book holds, as plain data. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the sources as a chapter, or a part's opening, of a book."""

    docname: str
    level: int = 1  #: of its title: 1 is a part or a chapter of its own, 2 a chapter of a part
    style: str = "plain"  #: a function of the Typst style that its text is set with
    opens: bool = False  #: its title begins a page; one of level 1 always does
    listed: bool = True  #: in the table of contents; bookmarks have every heading
    cited_only: bool = False  #: of a bibliography: leave out what no other chapter links to
    without: frozenset[str] = frozenset()  #: classes and ids of nodes that are left out


@dataclass(frozen=True, slots=True)
class Book:
    """A PDF to be made."""

    name: str  #: of its file, without suffix
    title: str
    chapters: tuple[Chapter, ...]
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    depth: int = 3  #: of the table of contents
    index: str = ""  #: title of the index; '' for none
    stands_for: str = ""  #: a page that is not in it, whose links lead to the title page
    front: Mapping[str, object] = field(default_factory=dict)  #: what the style's title page says
