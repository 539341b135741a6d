"""No page asks another server for anything: a reader's visit is between the reader and the site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import tinycss2
import tinycss2.ast
from bs4 import BeautifulSoup, Tag

from tests.built import Made

#: Attributes whose address a browser asks for by itself. Not `href` of `a`: that is the reader's own step.
FETCHED = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "href"}
#: Links of a page's head that say something of the page; nothing is asked for.
SAID = {"alternate", "author", "canonical", "cite-as", "license", "next", "prev", "schema.dc", "search"}
FETCHING_SCRIPT = re.compile(r"\b(?:fetch|import|importScripts|Worker|WebSocket|EventSource|sendBeacon)\s*\(")
FOREIGN = re.compile(r"(?:(?:https?|wss?):)?//[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def fetched(tag: Tag) -> list[str]:
    """The addresses that a browser asks for because of an element."""
    if tag.name in ("a", "area"):
        return [str(tag["ping"])] if "ping" in tag.attrs else []
    if tag.name == "link" and SAID.issuperset(each.lower() for each in tag.get_attribute_list("rel")):
        return []
    return [str(value) for name, value in tag.attrs.items() if name.rpartition(":")[2] in FETCHED]


def foreign(address: str) -> bool:
    parts = urlsplit(address.strip())
    return bool(parts.netloc) or parts.scheme not in ("", "data", "blob")


def asked_by_styles(nodes: list[tinycss2.ast.Node]) -> list[str]:
    """The addresses in `url(…)` and `@import`, however deep."""
    found = []
    for node in nodes:
        if node.type == "url":
            found.append(node.value)
        elif node.type == "function" and node.lower_name in ("url", "src", "image-set"):
            found += [each.value for each in node.arguments if each.type == "string"]
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            found += [each.value for each in node.prelude if each.type in ("string", "url")]
        for part in ("prelude", "content", "arguments"):
            found += asked_by_styles(getattr(node, part, None) or [])
    return found


def test_no_page_makes_a_browser_ask_elsewhere(pages: dict[str, BeautifulSoup], html: dict[str, str]) -> None:
    rest = {name: BeautifulSoup(html[name], "html.parser") for name in html.keys() - pages.keys()}
    found = [
        f"{name}: <{tag.name}> {address}"
        for name, page in {**pages, **rest}.items()
        for tag in page.find_all(True)
        for address in fetched(tag)
        if foreign(address)
    ]
    assert found == []


def test_no_page_holds_a_script_or_a_style_of_its_own(html: dict[str, str]) -> None:
    """Which the policy of the site would not let run. What a page says of itself as data is no script."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(?:ld\+)?json\")|<style|<[^>]+\s(?:style|on[a-z]+)=", re.I
    )
    found = {name: match[0] for name, text in html.items() if (match := inline.search(text))}
    assert found == {}


def test_no_style_sheet_asks_elsewhere(archive: Made) -> None:
    sheets = sorted(archive.out.rglob("*.css"))
    assert any(path.name == "archive.css" for path in sheets)
    for path in sheets:
        rules = tinycss2.parse_stylesheet(path.read_text(encoding="utf-8"), skip_comments=True)
        assert [each for each in asked_by_styles(rules) if foreign(each)] == [], path


@pytest.mark.parametrize(
    "written", ['@import "//x.org/a.css";', "@media print{a{b:url(https://x.org/f)}}", "a{b:url('//x.org/f')}"]
)
def test_such_a_question_in_a_style_sheet_would_be_seen(written: str) -> None:
    assert [each for each in asked_by_styles(tinycss2.parse_stylesheet(written)) if foreign(each)]


def test_no_script_asks_elsewhere(archive: Made) -> None:
    """A script that can ask for something names no other server."""
    found = {}
    for path in sorted(archive.out.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if FETCHING_SCRIPT.search(line)]
        if named := [match[0] for line in lines for match in FOREIGN.finditer(line)]:
            found[path.relative_to(archive.out).as_posix()] = named
    assert found == {}
