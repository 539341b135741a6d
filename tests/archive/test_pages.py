"""What holds for each page of the archive."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from minutes import checking, mentions
from minutes.graph import Graph
from minutes.reader import Page
from minutes.vocabulary import QUOTATION_WORDS, RECORD_KINDS
from tests import webpages
from tests.archive.test_links import meetings, own
from tests.built import Made

Pages = dict[str, BeautifulSoup]


def test_the_quick_check_has_nothing_to_say(archive: Made) -> None:
    assert [str(each) for each in checking.check(archive.root)] == []


def test_every_name_is_linked_at_its_first_mention(words: list[Page], folded: Graph) -> None:
    at_meetings = [page for page in words if page.ledger.docname.startswith("meetings/")]
    assert [str(each) for each in mentions.unlinked(at_meetings, folded)] == []


def test_every_source_file_is_a_page(archive: Made, pages: Pages) -> None:
    sources = {path.relative_to(archive.root).with_suffix(".html").as_posix() for path in checking.pages(archive.root)}
    assert pages.keys() == {*sources, "404.html", "changes.html"}


def test_every_page_has_a_title_and_one_heading(pages: Pages) -> None:
    # What the theme says again for the printer is not on the screen.
    heads = {
        name: [webpages.text(each) for each in page.select("h1") if not each.find_parent(class_="onlyprint")]
        for name, page in pages.items()
    }
    assert {name: head for name, head in heads.items() if len(head) != 1 or not head[0].strip("¶")} == {}
    titles = Counter(page.title.string for page in pages.values())
    assert [title for title, number in titles.items() if number > 1] == []


def test_no_page_asks_another_host_for_anything(archive: Made, pages: Pages) -> None:
    named = ':not([rel="canonical"], [rel="cite-as"], [rel="license"], [rel="schema.DC"])'  # which no browser follows
    asked = {
        f"{name}: {address}"
        for name, page in pages.items()
        for each in page.select(f"script[src], link[href]{named}, img, iframe, source, video, audio, object, embed")
        for address in [each.get("src") or each.get("href") or each.get("data") or each.get("srcset") or ""]
        if re.match(r"(?:[a-z]+:)?//", address)
    }
    styles = {
        f"{path.name}: {address}"
        for path in archive.out.rglob("*.css")
        for address in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]+)", path.read_text(encoding="utf-8")
        )
    }
    assert asked | styles == set()


def test_the_way_around_is_the_same_on_every_page(pages: Pages) -> None:
    """A page costs the same in an archive of any size."""
    around = {tuple(webpages.links(name, page.select_one(".archive-header"))) for name, page in pages.items()}
    assert [5 < len(each) < 12 for each in around] == [True]


def test_every_paragraph_of_a_meeting_has_an_address(pages: Pages) -> None:
    nameless = [
        f"{name}: {webpages.text(each)[:60]}"
        for name, page in meetings(pages).items()
        for each in own(page).select("p")
        if "admonition-title" not in each.get("class", ())
        and not each.get("id")
        and not any(up.get("id") for up in each.parents if up.name in ("ul", "ol", "blockquote", "dl"))
    ]
    assert nameless == []


def test_quotations_are_short(pages: Pages) -> None:
    long = [
        f"{name}: {quoted}"
        for name, page in meetings(pages).items()
        for each in page.select("span.record-quotation")
        for quoted in re.findall(r"“([^”]*)”", webpages.prose(each))
        if len(quoted.split()) > QUOTATION_WORDS
    ]
    assert long == []


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_a_register_holds_every_record_of_its_kind(archive: Made, pages: Pages, kind: str) -> None:
    register = f"registers/{RECORD_KINDS[kind].register}.html"
    rows = {str(row["id"]): row for row in pages[register].select("tr[id]")}
    found = 0
    for name, page in meetings(pages).items():
        for record in page.select(f"span.record-{kind}"):
            found += 1
            mark = record.select("sup.record-mark a")[-1]  # its own; those before it are of records inside
            path, anchor = webpages.target(name, str(mark["href"]))
            assert path == register
            row = rows[anchor]
            assert (name, str(record["id"])) in webpages.links(register, row)
            link = next(each for each in row.select("a") if str(each["href"]).endswith(f"#{record['id']}"))
            said = webpages.text(link)
            assert webpages.quotes(record, said[0].lower() + said[1:]) or webpages.quotes(record, said)
    written = sum(
        len(re.findall(rf"\]\{{\.{kind}\s+#", path.read_text(encoding="utf-8")))
        for path in Path(archive.root / "meetings").glob("*.md")
    )
    assert len(rows) == found == written > 0
