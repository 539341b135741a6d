"""The facts of the archive as small frozen records, built once and never changed.

A page is read into one `Ledger`; all ledgers are folded into one graph (`minutes.graph`).
Everything here is plain data: it can be pickled, compared and hashed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Final

#: Around an id, in a sentence, that stands for the label of its object: see `folding.spelt`.
LABEL_START, LABEL_END = "\ue000", "\ue001"
LABEL: Final = re.compile(f"{LABEL_START}([^{LABEL_END}]*){LABEL_END}")

#: Between the authors of a source.
AND: Final = " and "


class Code(StrEnum):
    """What is wrong with a page; also the subtype of the build's warnings."""

    FRONT_MATTER = "front-matter"
    FILE = "file"
    DATE = "date"
    NAME = "name"
    DUPLICATE = "duplicate"
    ID = "id"
    RELATION = "relation"
    RECORD = "record"
    DIRECTIVE = "directive"
    CITATION = "citation"
    HEADING = "heading"
    LINK = "link"
    TERM = "term"
    MEMBERSHIP = "membership"
    REDIRECT = "redirect"
    CORRECTION = "correction"


@cache
def _values(kind: type[Fact]) -> Callable[[Fact], tuple[Any, ...]]:
    """What gives the values of a kind of fact, of which each has two or more, in order."""
    return attrgetter(*(each.name for each in fields(kind)))  # type: ignore[arg-type]


class Fact:
    """A fact is pickled as its values: a dataclass with slots would do it in Python, and take twice as long."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type[Fact], tuple[Any, ...]]:
        return type(self), _values(type(self))(self)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, order=True)
class Problem(Fact):
    """One fault of a page: where it is, what is wrong and what to do."""

    path: str  #: relative to the archive's root, with suffix
    line: int  #: 1-based
    code: Code
    message: str

    def __post_init__(self) -> None:
        # One line, whatever it quotes of the page.
        object.__setattr__(self, "message", " ".join(self.message.split()))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Sentence(Fact):
    """A sentence around a mention, cut in three."""

    before: str
    marked: str
    after: str

    def __str__(self) -> str:
        return self.before + self.marked + self.after


@dataclass(frozen=True, slots=True)
class Place(Fact):
    """Where on its page something stands. Anchors are '' above the first heading."""

    item: str  #: anchor of the agenda item or section
    block: str  #: anchor of the paragraph or list
    line: int
    editorial: bool = False  #: inside an editorial note: not said by the account


@dataclass(frozen=True, slots=True)
class Mention(Fact):
    """A link of the prose to a named thing."""

    role: str  #: a type of object, 'any', 'doc', or '' for a relation of person or term
    target: str  #: the name or id as written
    relation: str  #: a key of `vocabulary.RELATIONS`
    sentence: Sentence
    place: Place
    records: tuple[str, ...] = ()  #: anchors of the records around it, outermost first


@dataclass(frozen=True, slots=True)
class Citation(Fact):
    """A citation of a source of the bibliography."""

    key: str
    sentence: Sentence
    place: Place
    at: int = 0  #: where it stands in the words of its paragraph: those in one pair of brackets share it


@dataclass(frozen=True, slots=True)
class Field(Fact):
    """A field of a record, filled in the flow of the prose."""

    name: str  #: a relation or one of `vocabulary.FIELDS`
    text: str  #: as a reader sees it
    target: str = ""  #: the name (relations) or the normalised value (fields)


@dataclass(frozen=True, slots=True)
class Record(Fact):
    """A decision, request, figure … marked in the prose."""

    kind: str
    anchor: str
    text: str
    fields: tuple[Field, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Item(Fact):
    """A section of a page; on a meeting page, an agenda item."""

    anchor: str
    title: str
    preview: str
    line: int


@dataclass(frozen=True, slots=True)
class Variant(Fact):
    """Another form of a person's name, and the source that uses it."""

    name: str
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class Membership(Fact):
    """A post held (Popolo membership); dates are EDTF, '' where no source gives one."""

    post: str
    organization: str
    source: str
    start: str = ""
    end: str = ""
    attested: str = ""
    note: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Meeting(Fact):
    """A meeting of a body."""

    date: str
    body: str
    accounts: tuple[str, ...]
    kind: str = ""
    kind_source: str = ""
    other_accounts: tuple[str, ...] = ()
    abstract: str = ""
    cancelled: bool = False  #: it was called, and did not take place
    type = "meeting"


@dataclass(frozen=True, slots=True)
class Person(Fact):
    """A person: authority form (the page's title), variants and posts."""

    sort: str
    variants: tuple[Variant, ...] = ()
    posts: tuple[Membership, ...] = ()
    type = "person"


@dataclass(frozen=True, slots=True)
class Term(Fact):
    """A term of the glossary (SKOS concept); the page's title is its prefLabel."""

    kind: str
    expansion: str = ""
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    type = "term"


Entry = Meeting | Person | Term


@dataclass(frozen=True, slots=True)
class View(Fact):
    """A generated list that a page asks for, such as the register of decisions."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Correction(Fact):
    """What an edition had wrong, and what the archive says now."""

    anchor: str  #: of its entry
    target: str  #: the id of the page or passage, as written
    date: str  #: the day of the correction
    since: str  #: number of the first edition that had it wrong
    was: str
    now: str  #: '' if the words were taken out
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Ledger(Fact):
    """All facts of one page."""

    docname: str
    path: str
    title: str
    entry: Entry | None = None
    preview: str = ""
    items: tuple[Item, ...] = ()
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()
    citations: tuple[Citation, ...] = ()
    anchors: tuple[str, ...] = ()  #: every other id a link may point to
    permanent: tuple[str, ...] = ()  #: those of them that an editor chose, and that are for ever
    views: tuple[View, ...] = ()
    corrections: tuple[Correction, ...] = ()
    field_lines: tuple[tuple[str, int], ...] = ()  #: lines of the front matter's fields
    claims: tuple[str, ...] = ()  #: names that would be the page's own if its front matter were sound
    problems: tuple[Problem, ...] = ()

    @property
    def bare_links(self) -> bool:
        """Whether a sentence holds an id whose label is still to be put in."""
        sentences = (*(each.sentence for each in self.mentions), *(each.sentence for each in self.citations))
        texts = (*map(str, sentences), *(each.why for each in self.corrections))
        return any(LABEL_START in text for text in texts)

    @property
    def slug(self) -> str:
        """The id of the page's object: the stem of its file."""
        return self.docname.rsplit("/", 1)[-1]

    def line_of(self, field: str) -> int:
        """The line of a field of the front matter, else 1."""
        return dict(self.field_lines).get(field, 1)


@dataclass(frozen=True, slots=True)
class Source(Fact):
    """An entry of the bibliography, as far as the archive itself needs it."""

    key: str
    author: str  #: as a reader sees it: "Ann Black"
    title: str
    publisher: str
    date: str  #: EDTF
    url: str
    seen: str  #: how much of it was seen
    note: str
    line: int = 1
