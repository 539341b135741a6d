"""The search: what is asked in words, by filters and by keys, and where the answers lead."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from minutes import catalogue, shelves
from minutes.searching import Block, Entry
from tools.serve import serving

PERSON = re.compile(r"/people/wendy-nichols\.html")


def search(page: Page, addresses: dict[str, str], query: str, way: str = "http") -> None:
    page.goto(f"{addresses[way]}/search.html?{query}")
    expect(page.locator(".search-status")).not_to_be_empty()


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def hits(page: Page) -> Locator:
    return page.locator("#search-results a.hit")


@pytest.mark.parametrize("way", ["file", "http"])
def test_from_any_page_to_somebody(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/glossary/nec.html")
    page.get_by_label("Search the archive").fill("Nichols")
    page.keyboard.press("Enter")
    group(page, "People").get_by_role("link", name="Wendy Nichols").click()
    expect(page).to_have_url(PERSON)


def test_a_result_leads_to_the_paragraph_that_matched(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=gearbox")
    hit = group(page, "Meeting items").locator("li").first
    expect(hit.locator("mark").first).to_contain_text("gearbox")
    expect(hit).to_contain_text("1 November 2011")
    hit.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/meetings/2011-11-01\.html#gearbox$"))
    expect(page.locator("#gearbox")).to_be_in_viewport()


def test_a_phrase_is_found_in_its_order(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=%22terms+of+reference%22")
    for text in page.locator(".hit-text").all_inner_texts():
        assert re.search(r"terms of reference", text, re.IGNORECASE), text
    search(page, addresses, "q=%22reference+of+terms%22")
    expect(page.locator(".search-status")).to_contain_text("Nothing found")
    page.get_by_role("button", name="in any order").click()
    expect(hits(page).first).to_be_visible()


def test_a_phrase_and_words_go_together(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=%E2%80%9Cterms+of+reference%E2%80%9D+Collins")
    urls = [each.get_attribute("href") for each in hits(page).all()]
    assert "people/ray-collins.html" in urls
    assert "glossary/implementation-working-group.html" not in urls


def test_a_variant_spelling_finds_its_person_first(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=Nicols")
    first = group(page, "People").locator("li").first
    expect(first).to_contain_text("Wendy Nichols")
    expect(first).to_contain_text("also Wendy Nicols")


def test_a_term_comes_first_among_those_that_name_it(page: Page, addresses: dict[str, str]) -> None:
    for query in ("nec", "national+executive+committee"):
        search(page, addresses, f"q={query}")
        assert group(page, "Terms").locator("a.hit").first.get_attribute("href") == "glossary/nec.html"


def test_filters_narrow_what_is_found(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=labour")
    page.get_by_label("Year").select_option("2013")
    expect(page).to_have_url(re.compile("year=2013"))
    expect(page.locator(".hit-date", has_not_text="2013")).to_have_count(0)
    expect(page.locator(".hit-date", has_text="2013")).not_to_have_count(0)
    page.get_by_role("radio", name="Meeting items").check()
    expect(page).to_have_url(re.compile("kind=item"))
    expect(page.locator("#search-results h2")).to_have_count(1)
    page.get_by_role("combobox", name="Person").fill("ray col")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("person=ray-collins"))
    expect(page.get_by_role("combobox", name="Person")).to_have_value("Ray Collins")
    expect(hits(page)).not_to_have_count(0)
    page.get_by_role("button", name="Remove the filter year 2013").click()
    expect(page).not_to_have_url(re.compile("year"))
    page.get_by_role("combobox", name="Topic").fill("Nobody speaks of this")
    page.keyboard.press("Tab")
    expect(page).not_to_have_url(re.compile("topic"))


def test_a_filter_alone_lists_what_it_fits(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "person=wendy-nichols&kind=item")
    assert [each.get_attribute("href") for each in hits(page).all()] == [
        "meetings/2011-11-01.html#tributes-and-welcomes"
    ]
    expect(page.get_by_role("combobox", name="Person")).to_have_value("Wendy Nichols")


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_results_are_ordered_by_date(page: Page, addresses: dict[str, str], order: str) -> None:
    search(page, addresses, f"q=nec&kind=source&sort={order}")
    years = [int(each[-4:]) for each in page.locator(".hit-date").all_inner_texts()]
    assert len(years) > 3
    assert years == sorted(years, reverse=order == "newest")


def test_more_of_a_kind_can_be_had(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=labour")
    terms = group(page, "Terms")
    shown = terms.locator("a.hit").count()
    terms.get_by_role("button", name="More terms").click()
    expect(terms.locator("a.hit")).to_have_count(shown + 10)
    expect(terms.locator("a.hit").nth(shown)).to_be_focused()


def test_nearest_names_help_where_nothing_is_found(page: Page, addresses: dict[str, str]) -> None:
    for query, name in (("watsin", "Tom Watson"), ("milliband", "Ed Miliband"), ("tom+wattson", "Tom Watson")):
        search(page, addresses, f"q={query}")
        expect(page.locator(".search-hints")).to_contain_text(f"Did you mean {name}")
    page.locator(".search-hints").get_by_role("link", name="Tom Watson").click()
    expect(page).to_have_url(re.compile("/people/tom-watson.html$"))


def test_a_word_that_is_nowhere_is_told(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=boundary+watsin")
    expect(page.locator(".search-hints")).to_contain_text("Nothing here holds watsin")
    expect(page.locator(".search-hints")).to_contain_text("Tom Watson")
    search(page, addresses, "q=boundary")
    expect(hits(page).first).to_be_visible()
    expect(page.locator(".search-hints")).to_be_empty()


def test_nothing_at_all_leads_on(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=xyzzyq&year=2011")
    expect(page.locator(".search-status")).to_contain_text("Nothing found")
    page.get_by_role("button", name="without the filters").click()
    expect(page).not_to_have_url(re.compile("year"))
    expect(page.get_by_role("link", name="People from A to Z")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_keys_are_enough(page: Page, addresses: dict[str, str], key: str) -> None:
    page.goto(f"{addresses['http']}/people/index.html")
    page.keyboard.press(key)
    expect(page.get_by_label("Search the archive")).to_be_focused()
    page.keyboard.type("boundary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q=boundary"))
    expect(page.locator(".search-status")).to_contain_text("results for boundary")
    page.keyboard.press(key)
    field = page.get_by_label("Search the archive")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(hits(page)).to_have_count(0)
    page.keyboard.type("gearbox")
    expect(page.locator(".search-status")).to_contain_text("for gearbox")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/meetings/2011-11-01\.html#"))


def test_a_slash_in_a_field_is_a_slash(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['http']}/people/index.html")
    field = page.get_by_label("Search the archive")
    field.fill("a")
    field.press("/")
    expect(field).to_have_value("a/")


def test_a_question_is_an_address_and_can_be_gone_back_to(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['http']}/search.html")
    field = page.get_by_label("Search the archive")
    field.fill("boundary")
    expect(page).to_have_url(re.compile(r"\?q=boundary$"))
    field.press("Enter")
    field.fill("Nichols")
    expect(page).to_have_url(re.compile(r"\?q=Nichols$"))
    page.get_by_role("radio", name="People").check()
    expect(page).to_have_url(re.compile(r"\?q=Nichols&kind=person$"))
    shared = page.url
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=Nichols$"))
    expect(page.get_by_role("radio", name="Everything")).to_be_checked()
    page.go_back()
    expect(field).to_have_value("boundary")
    expect(page.locator(".search-status")).to_contain_text("for boundary")
    page.go_back()
    expect(page).to_have_url(re.compile(r"search\.html$"))
    expect(hits(page)).to_have_count(0)
    page.goto(shared)
    expect(field).to_have_value("Nichols")
    expect(page.get_by_role("radio", name="People")).to_be_checked()
    expect(page.locator("#search-results h2")).to_have_text([re.compile("People")])


def test_what_is_typed_while_answers_come_stays(page: Page, addresses: dict[str, str]) -> None:
    held: list[Route] = []
    page.goto(f"{addresses['http']}/search.html")
    expect(page.locator("#search.ready")).to_be_visible()
    page.route(re.compile(r"/found/\w+/\d+\.txt"), lambda route: held.append(route))
    field = page.get_by_label("Search the archive")
    field.fill("boundary")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=boundary$"))
    field.press_sequentially(" re")
    for each in held:
        each.continue_()
    page.unroute_all()
    expect(page.locator(".search-status")).to_contain_text("for boundary re")
    expect(field).to_have_value("boundary re")


def unasked(page: Page, addresses: dict[str, str]) -> Locator:
    """The field of the search, on a page where no pause in typing is long enough to ask."""
    page.add_init_script("const later = setTimeout; window.setTimeout = (f, ms) => ms === 250 ? 0 : later(f, ms);")
    page.goto(f"{addresses['http']}/search.html")
    expect(page.locator("#search.ready")).to_be_visible()
    return page.get_by_label("Search the archive")


def test_whole_words_are_looked_for_while_they_are_typed(page: Page, addresses: dict[str, str]) -> None:
    field = unasked(page, addresses)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field.fill("boundar")  # no word
    page.wait_for_load_state("networkidle")
    assert asked
    assert not any(url.endswith(".json") for url in asked), "what is shown of answers was fetched for half a word"
    with page.expect_response(re.compile(r"/found/\w+/\d+\.json$")):
        field.press("y")
    page.wait_for_load_state("networkidle")
    expect(hits(page)).to_have_count(0)
    held: list[Route] = []
    page.route(re.compile("/found/"), lambda route: held.append(route))
    field.press("Enter")
    expect(hits(page).first).to_be_visible()
    for each in held:
        each.continue_()
    page.unroute_all()
    expect(page.locator(".search-status")).to_contain_text("for boundary")


def test_a_phrase_is_not_looked_for_before_it_ends(page: Page, addresses: dict[str, str]) -> None:
    field, shown = unasked(page, addresses), re.compile(r"/found/\w+/\d+\.json$")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field.press_sequentially('"terms of reference')
    page.wait_for_load_state("networkidle")
    assert asked
    assert not any(shown.search(url) for url in asked)
    with page.expect_response(shown):
        field.press('"')
    field.press("Enter")
    expect(page.locator(".search-status")).to_contain_text('for "terms of reference"')


def test_what_was_typed_is_asked_with_a_choice_that_comes_before_a_pause(page: Page, addresses: dict[str, str]) -> None:
    field = unasked(page, addresses)
    with page.expect_response(re.compile(r"/found/\w+/\d+\.json$")):
        field.press_sequentially("boundary")
    page.get_by_role("radio", name="Terms").check()
    expect(field).to_have_value("boundary")
    expect(page.locator(".search-status")).to_contain_text(re.compile(r"^\d+ terms? for boundary"))
    expect(page.locator("#search-results h2")).to_have_text([re.compile("Terms")])


def test_results_are_announced(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=boundary")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"^\d+ results for boundary: \d+ meeting items, "))


def test_what_is_asked_is_not_markup(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+watsin")
    expect(page.locator(".search-page img")).to_have_count(0)


def test_from_a_disk_another_index_serves(page: Page, addresses: dict[str, str]) -> None:
    search(page, addresses, "q=boundary", "file")
    expect(page.locator(".search-lack")).to_contain_text("behind a server")
    expect(page.get_by_label("Year")).to_be_hidden()
    expect(group(page, "Terms").get_by_role("link", name="Boundary review").first).to_be_visible()
    page.get_by_role("radio", name="Meeting items").check()
    expect(page.locator("#search-results h2")).to_have_count(1)
    hits(page).first.click()
    expect(page).to_have_url(re.compile(r"/meetings/\d{4}-\d\d-\d\d\.html"))
    search(page, addresses, "q=watsin", "file")
    expect(page.locator(".search-hints").get_by_role("link", name="Tom Watson")).to_be_visible()


def test_without_scripts_lists_lead_on(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{addresses['file']}/search.html")
    assert "The search needs a script" in tab.locator("noscript").inner_html()
    expect(tab.get_by_role("search")).to_have_count(0)
    tab.get_by_role("link", name="People from A to Z").click()
    expect(tab).to_have_url(re.compile("/people/index.html$"))
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_filters_fold_on_a_phone(page: Page, addresses: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    search(page, addresses, "q=boundary")
    expect(page.get_by_label("Year")).to_be_hidden()
    page.get_by_text("Filters and order").click()
    expect(page.get_by_label("Year")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


# -- addresses where nothing is ----------------------------------------------------------------------


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab in which things may go wrong."""
    context = browser.new_context()
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


def test_a_lost_address_is_guessed(tab: Page, addresses: dict[str, str]) -> None:
    answer = tab.goto(f"{addresses['http']}/people/deep/er/tom-wattson.html")
    assert answer is not None
    assert answer.status == 404
    expect(tab.get_by_role("heading", level=1)).to_have_text("There is no such page")
    field = tab.get_by_label("Search the archive")
    expect(field).to_have_value("tom wattson")
    tab.get_by_role("link", name="Tom Watson").click()
    expect(tab).to_have_url(re.compile(r"/\d{4}\.\d+/people/tom-watson\.html$"))  # its permanent address
    tab.go_back()
    field.fill("boundary")
    field.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search\.html\?q=boundary$"))
    expect(hits(tab).first).to_be_visible()


def test_a_lost_page_leads_on_without_scripts(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    lost = context.new_page()
    lost.goto(f"{addresses['http']}/a/b/c")
    assert "Charter" in lost.locator("body").evaluate("each => getComputedStyle(each).fontFamily")  # its style is found
    lost.get_by_role("navigation", name="Ways in").get_by_role("link", name="People").click()
    expect(lost).to_have_url(re.compile(r"/\d{4}\.\d+/people/index\.html$"))
    context.close()


# -- an index of several shelves --------------------------------------------------------------------------


@pytest.fixture
def large(out: Path, tmp_path: Path) -> Iterator[str]:
    """A site whose index has many shelves, of some years each."""
    entries = [
        Entry(
            "item",
            f"meetings/{year}.html",
            f"item-{n}",
            f"Item {n} of {year}",
            (Block(f"p-{n}", f"A lamp of {year}."),),
            f"{year}-03-0{n}",
        )
        for year in range(2001, 2013)
        for n in (1, 2)
    ]
    stage, staged = tmp_path / "stage", {}
    stage.mkdir()
    for page in sorted({each.address for each in entries}):
        staged[page] = stage / f"{page[9:]}.json"
        staged[page].write_text(catalogue.text(each for each in entries if each.address == page))
    with patch.object(shelves, "SHELF", 2):
        shelves.update(tmp_path / "site" / "found", stage, staged, "", size=4)
    shutil.copy(out / "search.html", tmp_path / "site")
    shutil.copytree(out / "_static", tmp_path / "site" / "_static")
    with serving(tmp_path / "site") as address:
        yield address


def dated(large: str) -> list[tuple[str, int, int]]:
    """The shelves with dates, the latest first: name, first and last year."""
    with urlopen(f"{large}/found/contents.json") as answer:
        contents = json.load(answer)
    found: list[tuple[str, int, int]] = contents["shelves"][contents["undated"] :]
    return found


def test_a_large_index_is_searched_shelf_by_shelf(tab: Page, large: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{large}/search.html?q=lamp&kind=item")
    earlier = tab.get_by_role("button", name="Search earlier years too")
    expect(earlier).to_be_visible()
    names = [name for name, _, _ in dated(large)]
    assert len(names) > 5
    assert [name for name in names if any(f"/{name}/" in each for each in asked)] == names[:4]
    expect(tab.locator(".search-status")).not_to_contain_text("24")
    earlier.click()
    expect(tab.locator(".search-status")).to_contain_text("24 meeting items")
    expect(earlier).to_have_count(0)


def test_a_word_of_an_earlier_year_is_not_left_out(tab: Page, large: str) -> None:
    first = dated(large)[0][1]
    tab.goto(f"{large}/search.html?q=lamp+{first - 1}&kind=item")
    expect(tab.locator(".search-status")).to_contain_text("2 meeting items")
    expect(tab.locator(".hit-date", has_text=str(first - 1))).to_have_count(2)
    expect(tab.locator(".search-hints")).to_be_empty()


def test_shelves_follow_each_other_by_date(tab: Page, large: str) -> None:
    for order, years in (("newest", range(2012, 2007, -1)), ("oldest", range(2001, 2006))):
        tab.goto(f"{large}/search.html?q=lamp&kind=item&sort={order}")
        expect(hits(tab)).to_have_count(10)
        shown = [int(each.inner_text()[-4:]) for each in hits(tab).all()]
        assert list(dict.fromkeys(shown)) == list(years)


def test_a_year_asks_its_shelves_alone(tab: Page, large: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{large}/search.html?q=lamp&year=2004")
    expect(tab.locator(".search-status")).to_contain_text("2 results")
    found = {match[1] for each in asked if (match := re.search(r"/found/(\w+)/\d+\.txt", each))}
    assert found == {name for name, first, last in dated(large) if first <= 2004 <= last}
