"""Pages of a built edition, as a reader's browser would see them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

Pages = Mapping[str, BeautifulSoup]


def texts(out: Path, suffix: str = ".html") -> dict[str, str]:
    """The HTML of all pages of an edition, by path."""
    return {
        name: path.read_text(encoding="utf-8")
        for path in sorted(out.rglob(f"*{suffix}"))
        for name in [path.relative_to(out).as_posix()]
        if not name.startswith("_static/")  # themes keep templates there
    }


def read(out: Path) -> dict[str, BeautifulSoup]:
    """All pages of an edition, parsed, by path."""
    return {name: BeautifulSoup(text, "html.parser") for name, text in texts(out).items()}


# -- links: by plain search, since parsing hundreds of pages takes long -------------------------


def ids(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<[^<>]*\sid=\"([^\"]*)\"", html)]


def hrefs(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"<a\s(?![^<>]*\sdownload)[^<>]*?href=\"([^\"]*)\"", html)]


def target(name: str, href: str) -> tuple[str, str]:
    """The page and id that a link on a page leads to; ('', '') outside of the edition."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
    # From the site's root, as on the page for lost addresses, where the edition has its place.
    path = re.sub(r"^/(?:\d{4}\.\d+/)?", "", path) or "."
    path = path.lstrip("/") or "."  # of an address that does not exist, the links start at the top
    if path == "." or parts.path.endswith("/"):
        path = posixpath.normpath(f"{path}/index.html")
    return path, unquote(parts.fragment)


def targets(name: str, html: str) -> list[tuple[str, str]]:
    """The page and id of every link on a page that stays in the edition."""
    return [found for each in hrefs(html) if (found := target(name, each)) != ("", "")]


def repeated_ids(pages: Mapping[str, str]) -> list[str]:
    return [f"{name}#{each}" for name, html in pages.items() for each, n in Counter(ids(html)).items() if n > 1]


def dead_links(pages: Mapping[str, str]) -> list[str]:
    """Links to pages or ids that are not there."""
    known = {name: set(ids(html)) for name, html in pages.items()}
    return [
        f"{name} -> {path}#{fragment}"
        for name, html in pages.items()
        for path, fragment in targets(name, html)
        if path not in known or (fragment and fragment not in known[path])
    ]


def dead_references(tex: str) -> list[str]:
    """Links of a PDF's source to labels that are not there."""
    labels = set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex))
    links = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex))
    sources = set(re.findall(r"\\bibitem\[.*?\]\{(.*?)\}", tex))
    return sorted((links - labels) | (set(re.findall(r"\\hyperlink\{cite\.(.*?)\}", tex)) - sources))


# -- text ---------------------------------------------------------------------------------------


def text(node: Tag) -> str:
    """What a reader reads there, in one line."""
    return re.sub(r"\s+", " ", node.get_text()).strip()


def prose(node: Tag) -> str:
    """The same without the marks of records and the citations: what a back-link quotes."""
    bare = copy(node)
    for mark in bare.select("sup.record-mark, span.bibtex-citation"):
        if isinstance(mark.previous_sibling, NavigableString) and "bibtex-citation" in mark["class"]:
            mark.previous_sibling.replace_with(mark.previous_sibling.rstrip())
        mark.decompose()
    return text(bare)


def quotes(paragraph: Tag, sentence: str) -> bool:
    """Whether a sentence stands in a paragraph; what an editor put in brackets need not."""
    words = prose(paragraph)
    return all(part.strip() in words for part in re.split(r"\[[^\]]*\]", sentence))


def links(name: str, node: Tag) -> Iterator[tuple[str, str]]:
    """The page and id of every link in a part of a page that stays in the edition."""
    yield from targets(name, str(node))


def steps(name: str, page: Tag) -> list[tuple[str, str, str]]:
    """The back-links of a page: page and id that each leads to, and its sentence."""
    found = []
    for group in page.select("dl.mentions:not(.evidence) > dt"):
        head, body = group.find("a"), group.find_next_sibling("dd")
        assert isinstance(head, Tag)
        assert isinstance(body, Tag)
        for step in body.select("ul.steps > li"):
            where = step.select_one("p.step-head a") or head
            sentence = step.select_one("p.step-text")
            assert sentence is not None
            found.append((*target(name, str(where["href"])), text(sentence)))
    return found
