"""What a reader opens on a page: what must hold for pages must hold for these, too."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.kinds import KINDS


def choose_dark(tab: Page) -> None:
    button = tab.locator("button.colours")
    button.click()  # light
    button.click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")


def open_preview(tab: Page) -> None:
    link = tab.locator(".bd-article section p a.reference.internal").first
    link.scroll_into_view_if_needed()
    link.hover()
    expect(tab.locator("#preview-card")).to_be_visible()


def sort_and_filter(tab: Page) -> None:
    head, choice = tab.locator("table button.sort").nth(1), tab.locator(".controls select").first
    if head.is_visible():
        head.click()
    else:  # on a phone, where rows are cards
        choice.select_option(index=3)
    tab.locator(".controls input").first.fill("a")
    expect(tab.locator("[aria-sort]")).to_have_count(1)


def search(tab: Page) -> None:
    tab.get_by_label("Search the archive").first.fill("conference")
    tab.keyboard.press("Enter")
    expect(tab.locator("#search-results a").first).to_be_visible()


def narrow_a_search(tab: Page) -> None:
    search(tab)
    tab.locator(".search-kinds label").filter(has_text="People").click()
    expect(tab.locator("#search-results a").first).to_be_visible()


def cite_a_passage(tab: Page) -> None:
    heading = tab.locator("article section section > h2").first
    heading.hover()
    heading.locator(".cite-mark").click()
    expect(tab.locator("#cite-card")).to_be_visible()


def mark_all_passages(tab: Page) -> None:
    tab.get_by_role("button", name="Show a mark to cite each passage").click()
    expect(tab.locator(".cite-mark").nth(2)).to_be_visible()


def zoom_in(tab: Page) -> None:
    tab.get_by_role("button", name="Zoom in").click()
    expect(tab.locator(".zoom [role=status]")).to_contain_text("times")


#: What is opened -> on which page, and how.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "dark colours": (KINDS["term"], choose_dark),
    "preview": (KINDS["person"], open_preview),
    "sorted and filtered register": (KINDS["register of undertakings"], sort_and_filter),
    "citation of a passage": (KINDS["person"], cite_a_passage),
    "marks of all passages": (KINDS["term"], mark_all_passages),
    "timeline from near": (KINDS["timeline"], zoom_in),
    "search results": (KINDS["about"], search),
    "search among people": (KINDS["about"], narrow_a_search),
}
