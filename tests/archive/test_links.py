"""Every link of the site lands, and what is said here of there is said there of here."""

from __future__ import annotations

from collections import defaultdict

import pytest
from bs4 import BeautifulSoup, Tag

from minutes.graph import Graph
from minutes.model import Person
from tests import webpages

Pages = dict[str, BeautifulSoup]
Place = tuple[str, str]  # page and id


#: Lists of sources that pages do not cite themselves.
GENERATED = ("written", "told", "holders", "grid", "register", "versions", "settled")


def meetings(pages: Pages) -> dict[str, BeautifulSoup]:
    return {name: page for name, page in pages.items() if page.select_one("section.page-meeting")}


def own(page: BeautifulSoup) -> Tag:
    """What an editor wrote on a page, without what is generated around it."""
    section = page.select_one("article section")
    assert section is not None
    bare = BeautifulSoup(str(section), "html.parser")
    for made in bare.select("section.generated, dl.facts, p.abstract, p.neighbours, dl.mentions, ul.index-list"):
        made.decompose()
    return bare


def place(link: Tag) -> str:
    """The id of the paragraph, list or section that holds a link."""
    holder = next(each for each in link.parents if each.get("id") and each.name != "span")
    return str(holder["id"])


def test_every_link_lands(html: dict[str, str]) -> None:
    assert webpages.dead_links(html) == []


def test_no_page_repeats_an_id(html: dict[str, str]) -> None:
    assert webpages.repeated_ids(html) == []


@pytest.fixture(scope="module")
def mentioned(pages: Pages) -> dict[str, set[Place]]:
    """Person or term -> the paragraphs of meetings that link to it."""
    found = defaultdict(set)
    for name, page in meetings(pages).items():
        for link in own(page).select("a.reference.internal"):
            there, _ = webpages.target(name, str(link["href"]))
            if there.startswith(("people/", "glossary/")):
                found[there].add((name, place(link)))
    return found


def test_each_mention_at_a_meeting_stands_on_the_page_of_whom_it_names(
    pages: Pages, mentioned: dict[str, set[Place]]
) -> None:
    shown = {name: {(path, anchor) for path, anchor, _ in webpages.steps(name, pages[name])} for name in mentioned}
    missing = {name: places - shown[name] for name, places in mentioned.items() if places - shown[name]}
    assert missing == {}
    assert sum(map(len, mentioned.values())) > 300


def test_no_back_link_is_without_its_mention(pages: Pages, mentioned: dict[str, set[Place]], folded: Graph) -> None:
    found = []
    meetings_ = meetings(pages)
    for name in mentioned:
        slug = name.rpartition("/")[2].removesuffix(".html")
        family = folded.family(slug) if name.startswith("glossary/") else [slug]  # narrower terms count
        named = set().union(*(mentioned.get(f"{folded.objects[each].docname}.html", set()) for each in family))
        for path, anchor, sentence in webpages.steps(name, pages[name]):
            if path in meetings_:
                if (path, anchor) not in named:
                    found.append(f"{name}: {path}#{anchor} does not name it")
                elif not webpages.quotes(pages[path].find(id=anchor), sentence):
                    found.append(f"{name}: {path}#{anchor} does not say {sentence!r}")
    assert found == []


def test_back_links_are_the_mentions_of_the_ledgers(pages: Pages, folded: Graph) -> None:
    """The same from the words: on every kind of page, sentence by sentence."""
    at_meetings = {each.docname for each in folded.of_type("meeting")}
    for each in folded.objects.values():
        if each.type not in ("person", "term"):
            continue
        said = {
            (f"{incoming.source}.html", str(incoming.mention.sentence))
            for slug in folded.family(each.id)
            for incoming in folded.incoming.get(slug, ())
            if incoming.source != each.docname and (slug == each.id or incoming.source in at_meetings)
        }
        name = f"{each.docname}.html"
        assert {(path, sentence) for path, _, sentence in webpages.steps(name, pages[name])} == said, name


def test_nobody_is_an_orphan(pages: Pages) -> None:
    lonely = [
        name
        for name, page in pages.items()
        if page.select_one(".page-person, .page-term") and not webpages.steps(name, page)
    ]
    assert lonely == []


def test_every_page_can_be_reached(html: dict[str, str], moved: set[str]) -> None:
    reached, queue = {"index.html"}, ["index.html"]
    while queue:
        name = queue.pop()
        for path, _ in webpages.targets(name, html[name]):
            if path in html and path not in reached:
                reached.add(path)
                queue.append(path)
    assert html.keys() - reached - moved - {"404.html", "changes.html", "genindex.html", "search.html"} == set()


def test_each_source_lists_the_pages_that_cite_it(pages: Pages, folded: Graph) -> None:
    citing = defaultdict(set)
    for name, page in pages.items():
        for link in page.select("article a.reference.internal"):
            path, anchor = webpages.target(name, str(link["href"]))
            if path == "sources.html" != name and anchor and not link.find_parent(class_=GENERATED):
                citing[anchor].add(name)
    for ledger in folded.ledgers.values():  # the source of a variant is named on the page, not linked
        for variant in ledger.entry.variants if isinstance(ledger.entry, Person) else ():
            if variant.used_by:
                citing[f"source-{variant.used_by}"].add(f"{ledger.docname}.html")
    listed = {
        str(entry["id"]): {path for path, _ in webpages.links("sources.html", entry.select_one(".cited-by"))}
        for entry in pages["sources.html"].select("[id^=source-]")
    }
    assert listed.keys() == {f"source-{key}" for key in folded.sources}
    assert {key: sorted(names) for key, names in listed.items()} == {key: sorted(citing[key]) for key in listed}
    assert [key for key, names in listed.items() if not names] == []
