"""That the period is whole: its meetings, the accounts of each, the differences between them, and its threads."""

from __future__ import annotations

from bs4 import BeautifulSoup

from minutes import listings, registers
from minutes.graph import Graph
from minutes.model import Meeting
from tests import webpages

Pages = dict[str, BeautifulSoup]

#: The first days of all meetings that members are known to have written of, from September 2010 to November 2016.
MEETINGS = """
2010-09-21 2010-11-29
2011-01-25 2011-02-15 2011-03-29 2011-05-17 2011-07-19 2011-09-20 2011-11-01
2012-01-24 2012-03-19 2012-05-29 2012-07-17 2012-09-25 2012-11-27
2013-01-22 2013-03-19 2013-05-21 2013-07-16 2013-09-17 2013-09-21 2013-09-24 2013-11-04
2014-01-28 2014-02-04 2014-03-25 2014-06-03 2014-07-22 2014-09-16 2014-11-04
2015-01-27 2015-03-24 2015-05-13 2015-05-19 2015-07-21 2015-09-22 2015-11-17
2016-01-26 2016-03-15 2016-05-17 2016-07-12 2016-07-19 2016-09-20 2016-09-24 2016-11-22
""".split()
#: Where accounts are known to differ: a meeting, and words of two versions.
DIFFERENT = {
    "2010-11-29": ("29/30 November", "30 November"),
    "2012-05-29": ("33", "23"),
    "2013-07-16": ("27 bids", "£1.50"),
    "2014-06-03": ("24%", "over 25%"),
    "2015-05-13": ("230,000", "231,000"),
    "2016-01-26": ("16 January", "26 January"),
}


def entries(folded: Graph) -> dict[str, Meeting]:
    found = {each.id: folded.heads[each.docname].entry for each in folded.of_type("meeting")}
    return {slug: entry for slug, entry in found.items() if isinstance(entry, Meeting)}


def test_every_meeting_has_its_page_and_one_did_not_take_place(folded: Graph) -> None:
    found = entries(folded)
    assert list(found) == MEETINGS
    assert [slug for slug, entry in found.items() if entry.cancelled] == ["2014-09-16"]


def test_every_report_of_a_meeting_among_the_sources_is_an_account_of_one(folded: Graph) -> None:
    known = {key for entry in entries(folded).values() for key in (*entry.accounts, *entry.other_accounts)}
    authors = {
        "Ann Black",
        "Johanna Baxter",
        "Christine Shawcroft",
        "Luke Akehurst",
        "Peter Willsman",
        "Darren Williams",
    }
    reports = {
        key
        for key, source in folded.sources.items()
        if source.author in authors and any(f"-{slug}" in key for slug in MEETINGS)
    }
    assert reports - known == set()


def test_no_page_restates_what_it_does_not_cite(folded: Graph) -> None:
    idle = {
        slug: key
        for slug, entry in entries(folded).items()
        for key in entry.accounts
        if key not in {each.key for each in folded.ledgers[f"meetings/{slug}"].citations}
    }
    assert idle == {}


def test_accounts_that_differ_stand_side_by_side(folded: Graph, pages: Pages) -> None:
    for slug, words in DIFFERENT.items():
        told = [[each.text for each in found.versions] for found in registers.differences(folded, f"meetings/{slug}")]
        assert any(all(any(word in side for side in sides) for word in words) for sides in told), (slug, told)
        boxes = pages[f"meetings/{slug}.html"].select("#account-by-account ul.versions > li")
        assert len(boxes) == sum(map(len, told))
        assert all(each.select(".bibtex-citation") for each in boxes)
    rows = webpages.text(pages["registers/differences.html"].select_one("table"))
    assert all(word in rows for words in DIFFERENT.values() for word in words)


def test_there_are_threads_through_the_whole_period(folded: Graph) -> None:
    ((_, threads),) = listings.list_of(folded, "glossary/threads", "threads").groups
    assert len([each for each in threads if (each.count or 0) > 1]) >= 25


def test_the_figures_are_those_of_the_pages(folded: Graph, pages: Pages) -> None:
    rows = [
        [webpages.text(cell) for cell in row.select("td")]
        for row in pages["overviews/figures.html"].select("table.grid-figures tbody tr")
    ]
    years = sorted({slug[:4] for slug in MEETINGS})
    assert [row[0].split()[-1] for row in rows] == [*years, "All"]
    held = [int(row[1].rpartition(" ")[2]) for row in rows]
    assert held[-1] == sum(held[:-1]) == len(MEETINGS) - 1


def test_every_author_of_an_account_has_a_column_of_the_concordance(folded: Graph, pages: Pages) -> None:
    table = pages["overviews/concordance.html"].select_one("table.grid-accounts")
    heads = [webpages.text(each) for each in table.select("thead th")]
    assert {"Ann Black", "Johanna Baxter", "Christine Shawcroft", "Luke Akehurst", "Alice Perry"} <= set(heads)
    known = {key for entry in entries(folded).values() for key in (*entry.accounts, *entry.other_accounts)}
    cited = {each["href"].partition("#source-")[2] for each in table.select(".bibtex-citation a")}
    assert cited == known


def test_each_year_has_a_page_with_its_meetings_and_some_words(folded: Graph) -> None:
    for year in sorted({slug[:4] for slug in MEETINGS}):
        ledger = folded.ledgers[f"meetings/{year}"]
        ((_, listed),) = listings.list_of(folded, ledger.docname, "year").groups
        assert [each.object.id for each in listed] == [slug for slug in MEETINGS if slug.startswith(year)]
        assert len({each.key for each in ledger.citations}) > 1
