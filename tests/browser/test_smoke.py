"""A reader's way through the archive."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

PERSON = "people/wendy-nichols.html"
KINDS = (
    *("index.html", "about.html", "sources.html", "search.html"),
    *("meetings/2011-11-01.html", "meetings/index.html", "meetings/items.html"),
    *("people/johanna-baxter.html", "people/index.html"),
    *("glossary/nec.html", "glossary/index.html", "glossary/by-kind.html"),
    *("registers/decisions.html", "registers/requests.html", "registers/statistics.html", "registers/index.html"),
)


@pytest.mark.parametrize("way", ["file", "http"])
def test_from_the_front_page_to_a_paragraph(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/index.html")
    page.get_by_role("navigation", name="Archive").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Nichols, Wendy").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wendy Nichols")
    step = page.locator("#appearances ul.steps > li").first
    expect(step.locator(".mention")).to_have_text("Wendy Nichols")
    step.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/meetings/2011-11-01\.html#[a-z-]+$"))
    paragraph = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(paragraph).to_be_in_viewport()
    paragraph.get_by_role("link", name="Wendy Nichols").click()
    expect(page).to_have_url(re.compile(rf"/{PERSON}$"))


def test_back_links_can_be_read_without_scripts(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{addresses['file']}/{PERSON}")
    step = tab.locator("#appearances ul.steps > li").first
    expect(step.locator(".step-text")).to_be_visible()
    expect(step.locator(".step-text")).to_contain_text("Wendy Nichols")
    step.get_by_role("link").first.click()
    expect(tab.locator(f"[id='{tab.url.partition('#')[2]}']")).to_be_in_viewport()
    context.close()


def test_a_link_shows_its_preview(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/meetings/2011-11-01.html")
    link = page.locator("section p").get_by_role("link", name="Wendy Nichols").first
    assert str(link.get_attribute("title")).startswith("Wendy Nichols was welcomed on")


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(page: Page, addresses: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for name in KINDS:
        page.goto(f"{addresses['file']}/{name}")
        needed = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        if needed > width:
            wide[name] = needed
    assert wide == {}
