"""Pictures in a browser: what they show, and that nothing of it is out of reach."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

GRAPHS = (
    "people/tom-watson.html",
    "people/declan-mchugh.html",
    "glossary/nec.html",
    "glossary/refounding-labour.html",
    "meetings/2011-11-01.html",
    "graph.html",
)
#: Pairs of names that lie over each other, in a picture.
OVERLAPS = """figure => {
    const boxes = [...figure.querySelectorAll(".name")].map(each => [each.textContent, each.getBoundingClientRect()]);
    return boxes.flatMap(([name, one], at) => boxes.slice(at + 1).filter(([_, other]) =>
        one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
    ).map(([other]) => [name, other]));
}"""
#: How far a picture reaches, and its names, unless it scrolls.
BOUNDS = """figures => figures.flatMap(figure => [figure, ...figure.querySelectorAll(
    figure.classList.contains("wide") ? ":scope > .frame" : ".frame, text")
]).map(each => { const { left, right } = each.getBoundingClientRect(); return { left, right }; })"""
#: How many marks of a timeline are to be seen in its frame.
IN_SIGHT = """frame => {
    const { left, right } = frame.getBoundingClientRect();
    return [...frame.querySelectorAll(".sign")].map(each => each.getBoundingClientRect())
        .filter(box => box.right > left && box.left < right).length;
}"""
#: The font size of the smallest name, in pixels of the screen.
SMALLEST = """figure => Math.min(...[...figure.querySelectorAll("a .name")].map(each =>
    parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", GRAPHS)
def test_names_in_a_graph_can_be_read(page: Page, addresses: dict[str, str], name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{addresses['file']}/{name}")
    figure = page.locator("figure:is(.drawing-neighbourhood, .drawing-graph)")
    expect(figure).to_be_visible()
    assert figure.evaluate(OVERLAPS) == []
    assert figure.evaluate(SMALLEST) >= 10.5
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 2560])
def test_no_picture_leaves_its_page(page: Page, addresses: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name in (*GRAPHS, "timeline.html", "index.html", "people/glenis-willmott.html"):
        page.goto(f"{addresses['file']}/{name}")
        for box in page.locator("figure.drawing").evaluate_all(BOUNDS):
            assert 0 <= box["left"] <= box["right"] <= width, (name, box)


def test_a_name_in_a_graph_leads_to_its_page(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/people/tom-watson.html")
    figure = page.locator("figure.drawing-neighbourhood")
    figure.get_by_role("link", name=re.compile("^Jonathan Ashworth: together in")).click()
    expect(page).to_have_url(re.compile(r"/people/jonathan-ashworth\.html$"))


def test_marks_lead_to_records_without_scripts(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{addresses['file']}/timeline.html")
    figure = tab.locator("figure.drawing-timeline")
    assert figure.get_by_role("button").count() == 0
    marks = figure.get_by_role("link").count()
    assert marks == tab.locator("#by-date li:not(:has-text('due:'))").count()
    figure.get_by_role("link", name=re.compile("due: Over the next two months")).click()
    expect(tab.locator(":target")).to_be_in_viewport()
    context.close()


def test_the_timeline_comes_nearer(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/timeline.html")
    frame = page.get_by_role("region", name="Timeline")
    whole = frame.evaluate("each => each.scrollWidth")
    month = frame.locator(".month text").first
    expect(month).to_be_hidden()
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    assert frame.evaluate("each => each.scrollWidth") == pytest.approx(8 * whole, rel=0.01)
    expect(month).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="times")).to_have_text("8 times as wide as the page")
    expect(frame.get_by_text("Decisions", exact=True)).to_be_in_viewport()
    assert frame.evaluate(IN_SIGHT) > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    page.get_by_role("button", name="Fit to the page").click()
    assert frame.evaluate("each => each.scrollWidth") == whole
    expect(page.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")


def test_the_timeline_obeys_keys(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{addresses['file']}/timeline.html")
    frame = page.get_by_role("region", name="Timeline")
    frame.focus()
    page.keyboard.press("0")
    assert frame.evaluate("each => each.scrollWidth") == frame.evaluate("each => each.clientWidth")
    for _ in range(9):
        page.keyboard.press("+")
    assert frame.evaluate("each => each.scrollWidth / each.clientWidth") == pytest.approx(16, rel=0.01)
    expect(page.get_by_role("button", name="Zoom in")).to_have_attribute("aria-disabled", "true")
    expect(frame).to_be_focused()


def test_a_wide_picture_scrolls_in_its_frame(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{addresses['file']}/graph.html")
    frame = page.get_by_role("region", name="Graph of the archive")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.drawing-graph .frame').scrollLeft > 0")


def test_the_ribbon_leads_to_each_meeting(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/index.html")
    ribbon = page.locator("figure.drawing-ribbon")
    for each in ribbon.get_by_role("link").all():
        box = each.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 23.99  # it is scaled
    ribbon.get_by_role("link", name="16 July 2013").click()
    expect(page).to_have_url(re.compile(r"/meetings/2013-07-16\.html$"))
