"""What differs between two editions, and what a page and an edition say of it.

Read from the frozen pages of both, and from their data file: an edition is compared as it was
published, not as its sources would be built today.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from editions import diff, texts
from editions.diff import Change, Run
from editions.history import Revision
from editions.model import Edition
from editions.pages import leads_on
from editions.templating import environment
from minutes import dates
from minutes.corrections import flat

DATA = "minutes.json"
#: Pages that have no words of their own, and folders that have no pages.
_NO_WORDS = frozenset({"404", "changes", "genindex", "py-modindex", "search"})
_NO_PAGES = frozenset({"found", "pagefind"})  # the index of the search, now and in older editions
_FOLDERS = ("meetings", "people", "glossary", "registers")

#: So many bytes may the history of a page take; what would be longer is told by its measure.
PAGE_BYTES: Final = 60_000
#: So many bytes of changed sentences may stand on the page of all changes; further pages are listed without.
CHANGES_BYTES: Final = 150_000
#: So many of a page's changes stand on the page of all changes, with so many words around and inside of each.
SHOWN, AROUND, INSIDE = 3, 10, 40
#: So many words stand on a page's own history around a change, and so many changes at most.
CONTEXT, PASSAGES = 16, 200
#: So many gathered entries, and so many revisions before they fold.
GATHERED, REVISIONS = 60, 4


@dataclass(frozen=True, slots=True)
class PageChange:
    """What became of a page between two editions."""

    docname: str  #: as it is now; of a page that is gone, as it was
    title: str
    status: str  #: 'new', 'changed', 'same' or 'gone'
    renamed_from: str = ""  #: docname
    own: tuple[Change, ...] = ()  #: in the page's own words
    gathered: tuple[Change, ...] = ()  #: in what it gathers from other pages

    @property
    def added(self) -> int:
        """Words that came into its own text."""
        return sum(each.added for each in self.own)

    @property
    def removed(self) -> int:
        """Words that went from its own text."""
        return sum(each.removed for each in self.own)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page or a source in a list."""

    docname: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that an edition brings."""

    docname: str  #: of the page corrected
    anchor: str
    label: str
    date: str
    since: str
    was: str
    now: str
    why: str
    entry: str  #: address of its entry, from the root of the edition
    confirmed: bool = True  #: whether the edition before did say what is corrected


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two editions; every list is in its final order."""

    pages: dict[str, PageChange]
    new_meetings: tuple[Listed, ...] = ()
    new_people: tuple[Listed, ...] = ()
    new_terms: tuple[Listed, ...] = ()
    new_pages: tuple[Listed, ...] = ()  #: of no object
    new_sources: tuple[Listed, ...] = ()
    changed: tuple[PageChange, ...] = ()  #: in their own words
    gathering: tuple[PageChange, ...] = ()  #: only in what they gather
    renamed: tuple[PageChange, ...] = ()
    gone: tuple[PageChange, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()  #: of everything that the new edition has
    first: bool = False

    @property
    def faults(self) -> tuple[str, ...]:
        """Corrections of what the edition before did not say."""
        return tuple(
            f"{each.entry}: edition {each.since} is said to have had `{each.was}` on {each.docname}, "
            "and the edition before does not have it; correct `was` or `since`"
            for each in self.corrections
            if not each.confirmed
        )


def compare(old: Path | None, new: Path, renamed: Mapping[str, str]) -> Changes:
    """What differs between the frozen html of two editions; *old* is None for the first.

    *renamed* has the docname that a page had -> the one it has.
    """
    now, before = _data(new), _data(old)
    came_from = {after: was for was, after in renamed.items()}
    ours = _pages(new)
    theirs = _pages(old) if old else {}
    pages = {}
    for docname, path in ours.items():
        was = docname if docname in theirs else came_from.get(docname, docname)
        pages[docname] = _page(docname, was, theirs.get(was), path)
    kept = {each.renamed_from or each.docname for each in pages.values()}
    gone = [
        PageChange(docname, texts.title(_article(path)) or docname, "gone")
        for docname, path in theirs.items()
        if docname not in kept
    ]
    pages |= {each.docname: each for each in gone}
    objects = {kind: _new_objects(now, pages, kind) if old else () for kind in ("meeting", "person", "term")}
    known = {each["docname"] for each in now["objects"]}
    found = sorted(pages.values(), key=_order)
    return Changes(
        pages,
        new_meetings=objects["meeting"],
        new_people=objects["person"],
        new_terms=objects["term"],
        new_pages=tuple(
            Listed(each.docname, each.title)
            for each in found
            if old and each.status == "new" and each.docname not in known
        ),
        new_sources=_new_sources(before, now) if old else (),
        changed=tuple(each for each in found if each.own),
        gathering=tuple(each for each in found if each.gathered and not each.own),
        renamed=tuple(each for each in found if each.renamed_from),
        gone=tuple(sorted(gone, key=_order)),
        corrections=_corrections(before, now, old, came_from),
        counts=_counts(now),
        first=old is None,
    )


def _data(folder: Path | None) -> dict[str, Any]:
    empty: dict[str, Any] = {"objects": [], "records": [], "sources": [], "corrections": []}
    if folder is None:
        return empty
    found: dict[str, Any] = json.loads((folder / DATA).read_text(encoding="utf-8"))
    return empty | found


def _pages(folder: Path) -> dict[str, Path]:
    """The pages of an edition that have words, by docname."""
    found = list(folder.glob("*.html"))
    for each in sorted(folder.iterdir()):
        if each.is_dir() and not each.name.startswith(("_", ".")) and each.name not in _NO_PAGES:
            found += each.rglob("*.html")
    named = ((path.relative_to(folder).as_posix().removesuffix(".html"), path) for path in found)
    kept = ((docname, path) for docname, path in sorted(named) if docname not in _NO_WORDS)
    return {docname: path for docname, path in kept if not leads_on(path.read_text(encoding="utf-8"))}


def _article(path: Path) -> str:
    return texts.article(path.read_text(encoding="utf-8"))


def _page(docname: str, was: str, old: Path | None, new: Path) -> PageChange:
    article = _article(new)
    title = texts.title(article) or docname
    if old is None:
        return PageChange(docname, title, "new")
    before, renamed = _article(old), was if was != docname else ""
    if before == article:
        return PageChange(docname, title, "same", renamed)
    sides: list[tuple[Change, ...]] = []
    theirs, ours = texts.blocks(before), texts.blocks(article)
    for generated in (False, True):
        sides.append(diff.compare(*([each for each in side if each.generated == generated] for side in (theirs, ours))))
    # A list that is sorted anew says nothing new.
    own, gathered = sides[0], tuple(each for each in sides[1] if each.fate != "moved" and each.block.kind != "heading")
    return PageChange(docname, title, "changed" if own or gathered else "same", renamed, own, gathered)


def _order(page: PageChange) -> tuple[int, str, str]:
    """Meetings by date, then people, terms, registers and the other pages by their titles."""
    folder = page.docname.partition("/")[0]
    place = _FOLDERS.index(folder) if folder in _FOLDERS else len(_FOLDERS)
    return (place, page.docname if folder == "meetings" else page.title.casefold(), page.docname)


def _new_objects(now: Mapping[str, Any], pages: Mapping[str, PageChange], kind: str) -> tuple[Listed, ...]:
    found = [
        Listed(each["docname"], pages[each["docname"]].title if kind != "meeting" else each["label"], each["preview"])
        for each in now["objects"]
        if each["type"] == kind and pages[each["docname"]].status == "new"
    ]
    return tuple(sorted(found, key=lambda each: _order(pages[each.docname])))


def _new_sources(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Listed, ...]:
    known = {each["key"] for each in before["sources"]}
    return tuple(
        Listed(f"sources.html#source-{each['key']}", each["title"], ", ".join(filter(None, [each["author"], date])))
        for each in now["sources"]
        for date in [dates.words(each["date"]) if each["date"] else ""]
        if each["key"] not in known
    )


def _counts(now: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    types = Counter(each["type"] for each in now["objects"])
    return (
        ("meeting", types["meeting"]),
        ("agenda item", types["item"]),
        ("person", types["person"]),
        ("term", types["term"]),
        ("record", len(now["records"])),
        ("source", len(now["sources"])),
    )


def _corrections(
    before: Mapping[str, Any], now: Mapping[str, Any], old: Path | None, came_from: Mapping[str, str]
) -> tuple[Corrected, ...]:
    known = {each["id"] for each in before["corrections"]}

    @cache
    def said(docname: str) -> str:
        """All that the edition before said on a page."""
        path = (old or Path()) / f"{came_from.get(docname, docname)}.html"
        article = _article(path) if old and path.exists() else ""
        own = (texts.uncited(block.text) for block in texts.blocks(article) if not block.generated)
        return flat("\n".join(own))

    return tuple(
        Corrected(
            each["docname"],
            each["anchor"],
            each["label"],
            each["date"],
            each["since"],
            each["was"],
            each["now"],
            each["why"],
            f"{each['page']}.html#{each['id']}",
            confirmed=old is None or flat(each["was"]) in said(each["docname"]),
        )
        for each in now["corrections"]
        if each["id"] not in known
    )


# -- in words -----------------------------------------------------------------------------------------


def number(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> number(1, "person", "people"), number(2000, "term")
    ('1 person', '2,000 terms')
    """
    return f"{count:,} {one if count == 1 else many or {'person': 'people'}.get(one, one + 's')}"


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def measure(changes: Iterable[Change]) -> str:
    """How much of a page's own words changed.

    >>> measure([])
    'No word'
    """
    found = list(changes)
    added, removed = (sum(getattr(each, name) for each in found) for name in ("added", "removed"))
    parts = [f"{number(added, 'word')} added"] if added else []
    if removed:
        parts.append(f"{removed:,} removed" if added else f"{number(removed, 'word')} removed")
    if moved := sum(each.moved for each in found):
        parts.append(f"{number(moved, 'passage')} moved")
    if found and not parts:
        return "Signs or sources changed"
    return listed(parts) or "No word"


def gathered(changes: Iterable[Change]) -> str:
    """What happened to what a page gathers: mentions first, then the entries of its other lists."""
    counts = Counter((each.block.kind == "mention", each.fate) for each in changes)
    words = {"added": "new", "removed": "gone", "changed": "reworded"}
    parts = [
        f"{number(counts[True, fate], f'{word} mention')}"
        if fate == "added"
        else f"{number(counts[True, fate], 'mention')} {word}"
        for fate, word in words.items()
        if counts[True, fate]
    ]
    others = {"added": "added", "removed": "gone", "changed": "changed"}
    parts += [
        f"{number(counts[False, fate], 'entry', 'entries')} {word}"
        for fate, word in others.items()
        if counts[False, fate]
    ]
    return listed(parts)


def shortened(runs: Sequence[Run], around: int, inside: int = 0) -> tuple[Run, ...]:
    """Runs as a reader sees them, with few words *around* a change, and of long ones as many *inside* (0: all)."""
    found = []
    for index, run in enumerate(runs):
        first, last = index == 0, index == len(runs) - 1
        tokens = diff.tokens(run.text)
        limit = around * (1 if first or last else 2) if run.fate == "=" else inside
        if limit and len(tokens) > limit + 8 and not (first and last and run.fate == "="):
            if run.fate != "=" or last:
                shown = "".join(tokens[:limit]) + " …"
            elif first:
                shown = "… " + "".join(tokens[-limit:]).lstrip()
            else:
                shown = "".join(tokens[: limit // 2]) + " … " + "".join(tokens[-(limit // 2) :]).lstrip()
            run = replace(run, text=shown)
        found.append(replace(run, text=texts.plain(run.text)))
    return tuple(found)


# -- as HTML ------------------------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    made = environment(keep_trailing_newline=True)
    made.filters |= {"measure": measure, "gathered": gathered, "shortened": shortened, "day": dates.words}
    made.filters["counted"] = number
    return made


def foot_html(
    docname: str,
    revisions: Sequence[Revision],
    page_change: PageChange | None,
    edition: Edition,
    previous: Edition | None,
) -> str:
    """The history of a page: what changed since the edition before, and its revisions.

    Never much longer than `PAGE_BYTES`: what would be is told by its measure, with a link to the page as it was.
    '' for a page that has no words of its own, such as the search.
    """
    if docname in _NO_WORDS:
        return ""
    root = "../" * docname.count("/")
    was = page_change.renamed_from if page_change and page_change.renamed_from else docname
    template = _environment().get_template("foot.html")
    html = ""
    few = page_change is None or len(page_change.own) <= PASSAGES
    for shows_own, shows_gathered in ((few, True), (few, False), (False, False)):
        html = template.render(
            change=page_change,
            revisions=revisions,
            edition=edition,
            previous=previous,
            root=root,
            page=f"{root}{docname}.html",
            before=f"{root}../{previous.number}/{was}.html" if previous else "",
            shows_own=shows_own,
            shows_gathered=shows_gathered,
            context=CONTEXT,
            most_gathered=GATHERED,
            most_revisions=REVISIONS,
        )
        if len(html.encode()) <= PAGE_BYTES:
            break
    return html


def changes_page(changes: Changes, edition: Edition, previous: Edition | None) -> str:
    """The article of an edition's page of all changes; its links start from the edition's root."""
    return (
        _environment()
        .get_template("changes.html")
        .render(
            changes=changes,
            edition=edition,
            previous=previous,
            figures=_figures(changes),
            around=AROUND,
            inside=INSIDE,
            most=SHOWN,
            enough=CHANGES_BYTES,
        )
    )


def _figures(changes: Changes) -> tuple[tuple[int, str, str], ...]:
    """The figures at the top: count, what it counts, and the anchor of the part that tells more."""
    if changes.first:
        return tuple((count, _noun(count, name), "") for name, count in changes.counts if count)
    told = (
        (len(changes.new_meetings), "new meeting", "", "new-meetings"),
        (len(changes.new_people), "new person", "new people", "new-people"),
        (len(changes.new_terms), "new term", "", "new-terms"),
        (len(changes.new_sources), "new source", "", "new-sources"),
        (len(changes.corrections), "correction", "", "corrections"),
        (len(changes.changed), "page changed", "pages changed", "changed"),
        (len(changes.renamed), "page renamed", "pages renamed", "renamed"),
        (len(changes.gone), "page gone", "pages gone", "gone"),
        (sum(each.added for each in changes.changed), "word added", "words added", "changed"),
        (sum(each.removed for each in changes.changed), "word removed", "words removed", "changed"),
    )
    return tuple((count, _noun(count, one, many), anchor) for count, one, many, anchor in told if count)


def _noun(count: int, one: str, many: str = "") -> str:
    return number(count, one, many).partition(" ")[2]
