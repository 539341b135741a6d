"""What a page says of itself to programs: meta tags, links, linked data, and its place in the site's map.

Only what the page itself states; of a person no more than name and posts. Nothing here knows Sphinx.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from minutes.citing import Edition, address
from minutes.model import Entry, Meeting, Membership, Person, Source, Term

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: The picture that stands for a page where it is shared, under the site's address: width and height in pixels.
CARD, CARD_SIZE = "_static/social-card.png", (1200, 630)
#: So many letters of a description are shown by most who show it; fewer than the least say too little alone.
LONGEST, LEAST = 160, 60
#: So many pages may be named in one map of a site.
MOST = 50_000

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Tag(NamedTuple):
    """A ``<meta>``: *kind* is the attribute that names it."""

    kind: str
    name: str
    content: str


#: What a page says that no search engine shall offer.
HIDDEN = Tag("name", "robots", "noindex")
#: What the search says of itself.
SEARCHING = Tag(
    "name", "description", "Search the archive’s meetings, people, terms and sources by words, year, person and topic."
)


class Link(NamedTuple):
    """A ``<link>``; *type* is a media type or ''."""

    rel: str
    href: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as far as programs care."""

    title: str
    description: str
    address: str
    trail: tuple[tuple[str, str], ...] = ()  #: (title, address) of the pages above it and, last, of itself
    entry: Entry | None = None
    definition: str = ""  #: of a term
    sources: tuple[Source, ...] = ()  #: the accounts that it restates


def description(title: str, preview: str) -> str:
    """What a page is about, in a line: the start of what it says, cut at a word.

    >>> description("Webinar", "Not defined in the sources.")
    'Webinar. Not defined in the sources.'
    """
    text = " ".join(preview.split())
    if len(text) < LEAST:
        text = f"{title}. {text}" if text else title
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(" ,;:.–") + "…"


def tags(page: Page, edition: Edition) -> Iterator[Tag]:
    """The ``<meta>`` elements of a page: for search engines, libraries, scholars' programs and shared links."""
    yield Tag("name", "description", page.description)

    yield Tag("name", "citation_title", page.title)
    yield Tag("name", "citation_author", edition.archive)
    yield Tag("name", "citation_publication_date", edition.date.replace("-", "/"))
    yield Tag("name", "citation_publisher", edition.archive)
    yield Tag("name", "citation_language", edition.language)
    yield Tag("name", "citation_public_url", page.address)

    yield Tag("name", "DC.title", page.title)
    yield Tag("name", "DC.creator", edition.archive)
    yield Tag("name", "DC.publisher", edition.archive)
    yield Tag("name", "DC.date", edition.date)
    yield Tag("name", "DC.identifier", page.address)
    yield Tag("name", "DC.type", "Text")
    yield Tag("name", "DC.format", "text/html")
    yield Tag("name", "DC.language", edition.language)
    yield Tag("name", "DC.rights", LICENCE)
    yield Tag("name", "DC.description", page.description)
    for source in page.sources:
        yield Tag("name", "DC.source", source.url or source.title)
    if isinstance(page.entry, Meeting):
        yield Tag("name", "DC.coverage", page.entry.date)

    yield Tag("property", "og:title", page.title)
    yield Tag("property", "og:type", "article" if page.entry else "website")
    yield Tag("property", "og:url", page.address)
    yield Tag("property", "og:site_name", edition.archive)
    yield Tag("property", "og:locale", edition.language.replace("-", "_"))
    yield Tag("property", "og:description", page.description)
    yield Tag("property", "og:image", address(edition.base, CARD))
    yield Tag("property", "og:image:type", "image/png")
    yield Tag("property", "og:image:width", str(CARD_SIZE[0]))
    yield Tag("property", "og:image:height", str(CARD_SIZE[1]))
    yield Tag("property", "og:image:alt", edition.archive)
    yield Tag("name", "twitter:card", "summary_large_image")


def links(page: Page) -> Iterator[Link]:
    """The ``<link>`` elements of a page; a browser follows none of them."""
    yield Link("schema.DC", "http://purl.org/dc/elements/1.1/")
    yield Link("license", LICENCE)
    yield Link("cite-as", page.address)


# -- linked data --------------------------------------------------------------------------------------


def linked_data(page: Page, edition: Edition) -> dict[str, Any]:
    """A page and what it is about, in the words of schema.org."""
    archive = {"@type": "Organization", "name": edition.archive, "url": edition.base}
    crumbs = [
        {"@type": "ListItem", "position": number, "name": name, "item": where}
        for number, (name, where) in enumerate(page.trail, 1)
    ]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": page.address,
        "url": page.address,
        "name": page.title,
        "description": page.description,
        "inLanguage": edition.language,
        "datePublished": edition.date,
        "version": edition.number,
        "license": LICENCE,
        "publisher": archive,
        "isPartOf": {"@type": "WebSite", "name": edition.archive, "url": edition.base},
    }
    if len(crumbs) > 1:
        found["breadcrumb"] = {"@type": "BreadcrumbList", "itemListElement": crumbs}
    if page.sources:
        found["isBasedOn"] = [_work(each) for each in page.sources]
    if subject := _subject(page):
        found["mainEntity"] = subject
    return found


def _exact(value: str) -> bool:
    """Whether a date is a day, month or year of which nothing is in doubt."""
    return bool(_DAY.fullmatch(value))


def _work(source: Source) -> dict[str, str]:
    found = {"@type": "CreativeWork", "name": source.title, "datePublished": source.date, "url": source.url}
    return {name: value for name, value in found.items() if value}


def _subject(page: Page) -> dict[str, Any]:
    """The meeting, person or term of a page."""
    match page.entry:
        case Meeting() as meeting:
            first, _, last = meeting.date.partition("/")
            found: dict[str, Any] = {"@type": "Event", "name": page.title}
            if all(map(_exact, filter(None, (first, last)))) and first:
                found |= {"startDate": first, "endDate": last or first}
            if meeting.cancelled:
                found["eventStatus"] = "https://schema.org/EventCancelled"
            return found | {"organizer": {"@type": "Organization", "name": meeting.body}}
        case Person() as person:
            posts = [_post(each) for each in person.posts]
            return {"@type": "Person", "name": page.title} | ({"memberOf": posts} if posts else {})
        case Term() as term:
            found = {"@type": "DefinedTerm", "name": page.title, "description": page.definition}
            if names := [*filter(None, (term.expansion,)), *term.alt_labels]:
                found["alternateName"] = names
            for name, where in page.trail[1:-1][-1:]:
                found["inDefinedTermSet"] = {"@type": "DefinedTermSet", "name": name, "url": where}
            return found
    return {}


def _post(held: Membership) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "OrganizationRole",
        "roleName": held.post,
        "memberOf": {"@type": "Organization", "name": held.organization},
    }
    for name, value in (("startDate", held.start), ("endDate", held.end)):
        if _exact(value):
            found[name] = value
    return found


def script(data: object) -> str:
    r"""Data as it may stand inside of a ``<script>``: no text of it ends the element.

    >>> script("</script>")
    '"\\u003c/script>"'
    """
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


# -- the site -----------------------------------------------------------------------------------------


def sitemap(addresses: Iterable[str], date: str) -> str:
    """The map of a site, all of whose pages are of one *date*."""
    rows = "".join(f"<url><loc>{escape(each)}</loc><lastmod>{date}</lastmod></url>\n" for each in addresses)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{rows}</urlset>\n"


def sitemaps(addresses: Sequence[str], edition: Edition, most: int = MOST) -> dict[str, str]:
    """The files of a site's map: one, or, of more pages than one may name, several and a list of them.

    >>> list(sitemaps(["a", "b", "c"], Edition("A", "1", "2026-01-01", "https://a.example/"), most=2))
    ['sitemap.xml', 'sitemap-1.xml', 'sitemap-2.xml']
    """
    if len(addresses) <= most:
        return {"sitemap.xml": sitemap(addresses, edition.date)}
    parts = [addresses[start : start + most] for start in range(0, len(addresses), most)]
    made = {f"sitemap-{number}.xml": sitemap(part, edition.date) for number, part in enumerate(parts, 1)}
    rows = "".join(
        f"<sitemap><loc>{escape(address(edition.base, each))}</loc><lastmod>{edition.date}</lastmod></sitemap>\n"
        for each in made
    )
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    )
    return {"sitemap.xml": f"{head}{rows}</sitemapindex>\n", **made}


def robots(base: str) -> str:
    """All may read everything."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {address(base, 'sitemap.xml')}\n"
