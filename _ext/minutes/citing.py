"""How the archive is cited: ready text in two styles, and entries for the programs that keep references.

What is cited is a page of one edition, or a passage of it. CSL styles (`styles/`) say how the text goes.
To format an entry takes some milliseconds, so each shape of entry is formatted once, with a slot in place
of each word that differs, and the slots are filled page by page. Nothing here knows Sphinx.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from minutes import dates
from minutes.model import Source

STYLES = Path(__file__).parent / "styles"
#: The styles that a reader is offered, as they are called.
CHICAGO, HARVARD = "chicago", "harvard"
NAMES = {CHICAGO: "Chicago, notes and bibliography", HARVARD: "Harvard"}

#: A CSL-JSON item.
Item = dict[str, Any]

_VARIABLES = ("author", "title", "container-title", "collection-title", "edition", "issued", "URL")
#: Characters that no page has; each holds the place of a variable of CSL.
_SLOTS = {name: chr(0xE010 + number) for number, name in enumerate(_VARIABLES)}
_SLOT = re.compile("(“?)([\ue010-\ue01f])((?:</i>)?)([.]?)")
_NESTED = str.maketrans("“”", "‘’")
_ENDS = (".", "?", "!", "…")
_TAG = re.compile(r"<[^>]+>")

#: What only a reader's browser knows of a passage; it stands in a text until it is filled in there.
BLANKS = {"anchor": "\ue030", "title": "\ue031", "address": "\ue032"}
_BLANK = re.compile("[\ue030-\ue032]")
_TEX = str.maketrans(
    {
        **{each: f"\\{each}" for each in "&%$#_"},
        "{": r"\textbraceleft{}",  # BibTeX counts braces, also those that TeX would print
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What every citation names besides its page."""

    archive: str  #: its title, and, as a corporate body, its author
    number: str
    date: str  #: the day of publication, ISO
    base: str  #: where the site stands
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class Work:
    """A page, or a passage *within* a page; the archive as a whole has no title."""

    key: str
    address: str
    title: str = ""
    within: str = ""


def address(base: str, uri: str, anchor: str = "") -> str:
    """The permanent address of a page, or of an id on it.

    >>> address("https://a.example", "people/x.html", "posts")
    'https://a.example/people/x.html#posts'
    """
    return f"{base.rstrip('/')}/{uri}" + (f"#{anchor}" if anchor else "")


def key(archive: str, docname: str, anchor: str = "") -> str:
    """What a program that keeps references calls an entry: a word that BibTeX takes too.

    >>> key("The NEC archive", "meetings/2011-11-01", "leader")
    'nec-archive-meetings-2011-11-01-leader'
    """
    name = re.sub(r"\W+", "-", archive.lower().removeprefix("the ")).strip("-")
    return "-".join(filter(None, (name, docname.replace("/", "-"), anchor)))


def csl(work: Work, edition: Edition) -> Item:
    """A work as CSL-JSON."""
    item: Item = {
        "id": work.key,
        "type": "webpage",
        "author": [{"literal": edition.archive}],
        "title": work.title or edition.archive,
        "container-title": work.within or edition.archive,
        "edition": edition.number,
        "issued": {"date-parts": [[int(part) for part in edition.date.split("-")]]},
        "URL": work.address,
        "language": edition.language,
    }
    if work.within:
        item["collection-title"] = edition.archive
    return item


def csl_source(source: Source) -> Item:
    """A source of the bibliography as CSL-JSON; its author is said as the bibliography says it."""
    item: Item = {"id": source.key, "type": "webpage", "author": [{"literal": source.author}], "title": source.title}
    if source.publisher and source.publisher != source.author:
        item["container-title"] = source.publisher
    if source.date:
        item["issued"] = {"literal": dates.words(source.date)}
    return item | ({"URL": source.url} if source.url else {})


# -- ready text ---------------------------------------------------------------------------------------


@cache
def _style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(str(STYLES / f"{name}.csl"), validate=False)  # a test does


@cache
def _shape(style: str, names: frozenset[str], issued: tuple[int, ...], *, note: bool) -> str:
    """An entry with these variables, as HTML with slots; *issued* is a date that the style spells out, if any."""
    item: Item = {"id": "x", "type": "webpage", **{name: _SLOTS[name] for name in names}}
    if "author" in names:
        item["author"] = [{"literal": _SLOTS["author"]}]
    if issued:
        item["issued"] = {"date-parts": [list(issued)]}
    elif "issued" in names:
        item["issued"] = {"literal": _SLOTS["issued"]}
    made = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.html)
    citation = Citation([CitationItem("x")])
    made.register(citation)
    if note:
        return str(made.cite(citation, lambda item: None))
    return str(made.bibliography()[0])


def _words(value: Any) -> str:
    """The value of a variable that is no date to be spelt out."""
    if isinstance(value, list):  # of names: here there is one
        value = value[0]
    return str(value["literal"] if isinstance(value, dict) else value)


def _filled(shape: str, item: Item) -> str:
    """A shape with its words, as they go with the marks around them."""
    values = {_SLOTS[name]: value for name, value in item.items() if name in _SLOTS}

    def put(slot: re.Match[str]) -> str:
        quote, name, tag, stop = slot.groups()
        words = _words(values[name])
        words = words.translate(_NESTED) if quote else words
        return quote + html.escape(words, quote=False) + tag + ("" if words.endswith(_ENDS) else stop)

    return _SLOT.sub(put, shape)


def text(style: str, item: Item, *, note: bool = False) -> str:
    """An item in a style, as HTML: its entry in a bibliography or, as a *note*, its first citation."""
    if item["title"] == item.get("container-title") and "collection-title" not in item:  # the site, named once
        item = {name: value for name, value in item.items() if name not in ("author", "title")}
    issued = tuple(item.get("issued", {}).get("date-parts", [()])[0])
    names = frozenset(name for name in item if name in _SLOTS)
    return _filled(_shape(style, names, issued, note=note), item)


def plain(markup: str) -> str:
    """Such a text without its italics."""
    return html.unescape(_TAG.sub("", markup))


def blanks(work: Work, *, part: bool) -> Work:
    """A passage of a page still to be named: of a section (*part*) or above the first."""
    title = BLANKS["title"] if part else work.title
    return Work(f"{work.key}-{BLANKS['anchor']}", BLANKS["address"], title, work.title if part else "")


def marked(markup: str) -> str:
    """HTML whose blanks are elements that a script can fill."""
    names = {character: name for name, character in BLANKS.items()}
    return _BLANK.sub(lambda blank: f'<span data-blank="{names[blank[0]]}"></span>', markup)


# -- entries for programs -----------------------------------------------------------------------------


def csl_json(items: Iterable[Item]) -> str:
    """Items as a file of CSL-JSON."""
    return json.dumps(list(items), ensure_ascii=False, indent=1) + "\n"


def tex(value: str) -> str:
    r"""Plain words as TeX has them.

    >>> print(tex("Rayleigh & Wickford"))
    Rayleigh \& Wickford
    """
    return value.translate(_TEX)


def bibtex(work: Work, edition: Edition) -> str:
    """An entry of BibTeX; its names stand in double braces so that no style takes them apart."""
    year, month, day = (part.lstrip("0") for part in edition.date.split("-"))
    fields = {
        "author": f"{{{tex(edition.archive)}}}",
        "title": f"{{{tex(work.title or edition.archive)}}}",
        "titleaddon": f"In: {tex(work.within)}" if work.within else "",
        "version": tex(edition.number),
        "year": year,
        "month": month,
        "day": day,
        "url": work.address,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{work.key},\n{lines}}}\n"


def ris(work: Work, edition: Edition) -> str:
    """A record of RIS, whose lines end as its specification has it."""
    fields = (
        ("TY", "ELEC"),
        ("ID", work.key),
        ("AU", edition.archive),
        ("TI", work.title or edition.archive),
        ("T2", work.within or (edition.archive if work.title else "")),
        ("ET", edition.number),
        ("PY", edition.date[:4]),
        ("DA", edition.date.replace("-", "/")),
        ("PB", edition.archive),
        ("UR", work.address),
        ("LA", edition.language),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


#: The files beside a page: ending, what it is called, its media type.
FILES = (
    ("bib", "BibTeX", "application/x-bibtex"),
    ("ris", "RIS", "application/x-research-info-systems"),
    ("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
)


def files(works: Iterable[Work], edition: Edition) -> dict[str, str]:
    """The content of the files beside a page, by ending: an entry for each of its works."""
    found = list(works)
    return {
        "bib": "\n".join(bibtex(each, edition) for each in found),
        "ris": "\r\n".join(ris(each, edition) for each in found),
        "csl.json": csl_json(csl(each, edition) for each in found),
    }
