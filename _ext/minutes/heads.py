"""What every part of the archive has to know of a page: its head, a small part of its ledger.

An archive of ten thousand meetings has gigabytes of sentences, but its heads fit into memory at once: what there is,
under which names, in which order, and who links to whom. Nothing here knows Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern

from minutes.model import Entry, Fact, Ledger, Meeting, Person, View

#: Between a role and the name that stands in it.
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class Head(Fact):
    """A page as all others see it."""

    docname: str
    path: str
    title: str
    entry: Entry | None
    preview: str
    views: tuple[View, ...]
    claims: tuple[str, ...]
    anchors: tuple[str, ...]  #: that links of other pages may name alone; those of a meeting are its own
    items: int
    records: tuple[tuple[str, int], ...]  #: so many of each kind
    links: tuple[str, ...]  #: each role and target once, as `parsed` reads them
    times: tuple[int, ...]  #: how often each of them stands on the page
    named: tuple[tuple[int, ...], ...]  #: of a meeting, by paragraph: the numbers of its links, in order
    cites: tuple[str, ...]  #: keys of the bibliography, those of the front matter included
    bare_links: bool  #: whether a sentence holds an id whose label is still to be put in
    corrections: bool  #: whether it enters any
    faulty: bool  #: whether it has problems

    @property
    def slug(self) -> str:
        """The id of the page's object: the stem of its file."""
        return self.docname.rsplit("/", 1)[-1]


def parsed(link: str) -> tuple[str, str]:
    """The role and the target of one of a head's links."""
    role, _, target = link.partition(_BETWEEN)
    return role, target


def cited_whole(ledger: Ledger) -> dict[str, int]:
    """The sources that a front matter names, and on which line."""
    match ledger.entry:
        case Meeting() as meeting:
            found = dict.fromkeys(meeting.accounts, ledger.line_of("accounts"))
            found |= dict.fromkeys(meeting.other_accounts, ledger.line_of("other-accounts"))
            if meeting.kind_source:
                found.setdefault(meeting.kind_source, ledger.line_of("kind-source"))
            return found
        case Person() as person:
            posts = {post.source: post.line for post in person.posts}
            return posts | {each.used_by: ledger.line_of("variants") for each in person.variants if each.used_by}
    return {}


def head_of(ledger: Ledger) -> Head:
    """The head of a page."""
    numbers: dict[str, int] = {}
    times: list[int] = []
    paragraphs: dict[str, list[int]] = {}
    meeting = isinstance(ledger.entry, Meeting)
    for each in ledger.mentions:
        number = numbers.setdefault(intern(f"{each.role}{_BETWEEN}{each.target}"), len(numbers))
        times[number : number + 1] = [times[number] + 1 if number < len(times) else 1]
        if meeting:
            paragraphs.setdefault(each.place.block or each.place.item, []).append(number)
    kinds: dict[str, int] = {}
    for record in ledger.records:
        kinds[record.kind] = kinds.get(record.kind, 0) + 1
    return Head(
        docname=ledger.docname,
        path=ledger.path,
        title=ledger.title,
        entry=ledger.entry,
        preview=ledger.preview,
        views=ledger.views,
        claims=ledger.claims,
        anchors=() if meeting else ledger.anchors,
        items=len(ledger.items),
        records=tuple(sorted(kinds.items())),
        links=tuple(numbers),
        times=tuple(times),
        named=tuple(tuple(dict.fromkeys(each)) for each in paragraphs.values()),
        cites=tuple(sorted({each.key for each in ledger.citations} | cited_whole(ledger).keys())),
        bare_links=ledger.bare_links,
        corrections=bool(ledger.corrections),
        faulty=bool(ledger.problems),
    )
