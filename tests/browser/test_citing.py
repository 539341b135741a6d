"""Citing a page or a passage: with a mouse, with keys, with a finger, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from minutes import dates

SELF = yaml.safe_load((Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8"))
MEETING = "meetings/2011-11-01.html"
ADDRESS = f"{SELF['url']}{MEETING}"
PARAGRAPH = "call-to-readers"  # under the item `refounding-labour`
EDITION = f"Edition {SELF['version']}, {dates.words(str(SELF['date-released']))}."


@pytest.fixture
def reader(page: Page, addresses: dict[str, str]) -> Page:
    """Somebody on a meeting's page, whose clipboard may be written and read."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=addresses["http"])
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{addresses['http']}/{MEETING}")
    return page


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def card(page: Page) -> Iterator[str]:
    """The lines of the open card."""
    yield from page.locator("#cite-card dl:visible .cite-text").all_inner_texts()


def opened(page: Page, host: str) -> None:
    """Open the card of a passage with the mouse."""
    page.locator(host).hover(position={"x": 40, "y": 10})
    page.locator(f"{host} .cite-mark").click()
    expect(page.locator("#cite-card")).to_be_visible()


@pytest.mark.parametrize("style", ["Chicago, notes and bibliography", "Harvard"])
def test_a_button_copies_the_citation_and_says_so(reader: Page, style: str) -> None:
    foot = reader.locator("section.cite")
    foot.get_by_role("button", name=f"Copy the citation in {style}").click()
    expect(foot.get_by_role("status")).to_have_text(f"Copied the citation in {style}.")
    copied = clipboard(reader)
    assert copied.startswith("The NEC archive")
    assert "Meeting of 1 November 2011" in copied
    assert EDITION in copied
    assert ADDRESS in copied


def test_what_is_copied_keeps_its_italics(reader: Page) -> None:
    reader.get_by_role("button", name="Copy the citation in Harvard").click()
    expect(reader.locator("section.cite").get_by_role("status")).not_to_be_empty()
    rich = reader.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )
    assert "<i>Meeting of 1 November 2011</i>" in rich


def test_where_nothing_may_be_copied_the_text_is_selected(page: Page, addresses: dict[str, str]) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{addresses['file']}/{MEETING}")
    page.get_by_role("button", name="Copy the citation in Harvard").click()
    expect(page.locator("section.cite").get_by_role("status")).to_contain_text("Selected the citation")
    assert str(page.evaluate("getSelection().toString()")).startswith("The NEC archive (2026)")


def test_a_paragraph_is_cited_with_its_item_and_address(reader: Page) -> None:
    opened(reader, f"#{PARAGRAPH}")
    expect(reader.get_by_role("dialog", name="Cite this paragraph")).to_be_visible()
    address, chicago, harvard, bibtex = card(reader)
    assert address == f"{ADDRESS}#{PARAGRAPH}"
    assert chicago == (
        f"The NEC archive. “Refounding Labour.” In “Meeting of 1 November 2011.” {EDITION} {ADDRESS}#{PARAGRAPH}."
    )
    assert harvard == (
        "The NEC archive (2026) ‘Refounding Labour’, in Meeting of 1 November 2011. "
        f"{EDITION} Available at: {ADDRESS}#{PARAGRAPH}."
    )
    assert f"@online{{nec-archive-meetings-2011-11-01-{PARAGRAPH},\n" in bibtex
    reader.get_by_role("dialog").get_by_role("button", name="Copy the BibTeX entry").click()
    expect(reader.locator("section.cite").get_by_role("status")).to_have_text("Copied the BibTeX entry.")
    assert clipboard(reader).strip() == bibtex.strip()


def test_an_item_is_cited_as_in_the_file_beside_its_page(reader: Page, out: Path) -> None:
    opened(reader, "#refounding-labour > h2")
    expect(reader.get_by_role("dialog", name="Cite this item")).to_be_visible()
    *_, bibtex = card(reader)
    assert bibtex.strip() in (out / MEETING).with_suffix(".bib").read_text(encoding="utf-8")


def test_a_paragraph_above_all_items_is_cited_as_the_page(reader: Page) -> None:
    opened(reader, "#about-this-page")
    assert (
        list(card(reader))[1] == f"The NEC archive. “Meeting of 1 November 2011.” {EDITION} {ADDRESS}#about-this-page."
    )


def test_odd_titles_go_as_the_text_around_them_wants(reader: Page) -> None:
    reader.evaluate("document.querySelector('#leader > h2').firstChild.data = '“Light” & 5% {of} what?'")
    opened(reader, "#leader > h2")
    _, chicago, harvard, bibtex = card(reader)
    assert "“‘Light’ & 5% {of} what?” In “Meeting" in chicago
    assert "‘“Light” & 5% {of} what?’, in" in harvard
    assert r"{{“Light” \& 5\% \textbraceleft{}of\textbraceright{} what?}}" in bibtex
    reader.keyboard.press("Escape")
    opened(reader, "#deputy-leader > h2")
    assert "“Deputy Leader’s report.” In" in list(card(reader))[1]


def test_the_mark_keeps_out_of_the_way(reader: Page) -> None:
    assert reader.locator(".cite-mark").count() == 0
    reader.locator(f"#{PARAGRAPH}").hover(position={"x": 40, "y": 10})
    mark = reader.locator(".cite-mark")
    expect(mark).to_have_count(1)
    expect(mark).to_have_css("opacity", "1")
    box, text = mark.bounding_box(), reader.locator(f"#{PARAGRAPH}").bounding_box()
    assert box
    assert text
    assert box["x"] + box["width"] <= text["x"] + 1
    assert min(box["width"], box["height"]) >= 24
    reader.locator("#plan-for-jobs-materials").hover(position={"x": 40, "y": 10})
    expect(mark).to_have_count(1)


def test_with_keys_it_opens_beside_a_link_and_escape_leads_back(reader: Page) -> None:
    paragraph = reader.locator(f"#{PARAGRAPH}")
    paragraph.get_by_role("link").last.focus()
    reader.keyboard.press("Tab")
    mark = paragraph.get_by_role("button", name="Cite this paragraph")
    expect(mark).to_be_focused()
    expect(mark).to_have_css("opacity", "1")
    at = reader.evaluate("scrollY")
    reader.keyboard.press("Enter")
    expect(reader.locator("#cite-card")).to_be_focused()
    assert reader.evaluate("scrollY") == at
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("button", name="Close")).to_be_focused()
    reader.keyboard.press("Escape")
    expect(reader.locator("#cite-card")).to_be_hidden()
    expect(mark).to_be_focused()


def test_a_click_elsewhere_or_on_the_mark_closes_it(reader: Page) -> None:
    opened(reader, f"#{PARAGRAPH}")
    reader.locator(f"#{PARAGRAPH} .cite-mark").click()
    expect(reader.locator("#cite-card")).to_be_hidden()
    opened(reader, f"#{PARAGRAPH}")
    reader.mouse.click(1300, 10)
    expect(reader.locator("#cite-card")).to_be_hidden()


def test_all_marks_can_be_shown_at_once(reader: Page) -> None:
    switch = reader.get_by_role("button", name="Show a mark to cite each passage")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert reader.locator("article .cite-mark").count() > 50
    mark = reader.locator("#three-points .cite-mark")
    expect(mark).to_have_css("opacity", "1")
    mark.click()
    expect(reader.get_by_role("dialog", name="Cite this passage")).to_be_visible()
    assert next(card(reader)) == f"{ADDRESS}#three-points"
    reader.keyboard.press("Escape")
    switch.click()
    expect(reader.locator("article .cite-mark")).to_have_count(0)


def test_a_reader_who_comes_by_an_address_finds_the_mark_there(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}#{PARAGRAPH}")
    expect(page.locator(f"#{PARAGRAPH} > .cite-mark")).to_have_css("opacity", "1")
    page.goto(f"{addresses['file']}/{MEETING}#leader")
    expect(page.locator("#leader > h2 > .cite-mark")).to_have_css("opacity", "1")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(5000)
    yield context
    context.close()


def test_with_a_finger_a_tap_shows_the_mark_and_the_card_at_the_foot(
    phone: BrowserContext, addresses: dict[str, str]
) -> None:
    page = phone.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{addresses['file']}/{MEETING}")
    paragraph = page.locator("#closing-statement")
    paragraph.scroll_into_view_if_needed()
    box = paragraph.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 120, box["y"] + 8)
    mark = paragraph.locator(".cite-mark")
    expect(mark).to_have_css("opacity", "1")
    mark.tap()
    found = page.locator("#cite-card").bounding_box()
    assert found
    assert (round(found["x"]), round(found["width"])) == (0, 390)
    assert round(found["y"] + found["height"]) == 844
    page.get_by_role("button", name="Close").tap()
    expect(page.locator("#cite-card")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_a_script_all_citations_can_be_read(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{addresses['http']}/{MEETING}")
    foot = tab.locator("section.cite")
    expect(foot).to_contain_text(f"The NEC archive. “Meeting of 1 November 2011.” {EDITION} {ADDRESS}.")
    expect(foot).to_contain_text("Johanna Baxter, “NEC report, November 1st 2011,” LabourList")
    expect(foot.get_by_role("button")).to_have_count(0)
    foot.get_by_text("Cite one agenda item").click()
    expect(foot.get_by_text(f"{ADDRESS}#refounding-labour.")).to_be_visible()
    with tab.expect_download() as download:
        foot.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == "2011-11-01.bib"
    foot.get_by_role("link", name="Its entry in the sources").click()
    expect(tab.locator("#source-baxter-2011-11-01")).to_be_in_viewport()
    context.close()


def test_paper_says_how_it_is_cited(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    page.emulate_media(media="print")
    expect(page.locator("#cite-chicago")).to_be_visible()
    for hidden in (".cite-files", ".cite details", ".cite-copy", ".cite-tools"):
        expect(page.locator(hidden).first).to_be_hidden()
