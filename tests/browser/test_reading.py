"""The archive can be read by whoever comes: by keyboard, enlarged, on a phone or a wall, on paper, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kinds import KINDS

MEETING = KINDS["meeting"]
#: What the element in focus is, and whether a reader can see that it is.
FOCUSED = """() => {
    const it = document.activeElement;
    const style = getComputedStyle(it);
    const box = it.getClientRects()[0] || it.getBoundingClientRect();  // the first line of a broken link
    const at = document.elementFromPoint(box.left + Math.min(box.width, 8) / 2, box.top + Math.min(box.height, 8) / 2);
    return {
        name: it.tagName + " " + (it.getAttribute("aria-label") || it.textContent || it.id).trim().slice(0, 40),
        ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        uncovered: at === null || it.contains(at) || at.contains(it) || [...it.labels || []].some(each => each.contains(at)),
    };
}"""
NEEDED = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"


# -- keyboard -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["front page", "meeting", "register of undertakings", "search"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    page: Page, addresses: dict[str, str], kind: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{addresses['http']}/{KINDS[kind]}")
    found = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    reached = [each["name"] for each in found]
    if kind != "search":  # whose field waits for words
        assert reached[0] == "A Skip to the text"
    assert len(set(reached)) > 8
    unseen = [each for each in found if not (each["ringed"] and each["inView"] and each["uncovered"])]
    assert [each for each in unseen if not each["name"].startswith(("BODY", "HTML"))] == []


def test_the_first_key_skips_to_the_text(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['http']}/{MEETING}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


# -- sizes --------------------------------------------------------------------------------------


def test_no_page_is_wider_than_the_screen(page: Page, addresses: dict[str, str]) -> None:
    """From the narrowest screen of WCAG, and a laptop's at 200 %, to a wall; and with letters twice as large."""
    wide = {}
    for kind, path in KINDS.items():
        page.goto(f"{addresses['http']}/{path}")
        for letters, width in ((100, 320), (100, 640), (100, 3840), (200, 1280)):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", f"{letters}%")
            if (needed := page.evaluate(NEEDED)) > width:
                wide[kind, letters, width] = needed
    assert wide == {}


def test_lines_can_be_read_on_a_wall(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})
    page.goto(f"{addresses['http']}/{MEETING}")
    letters = page.evaluate("""() => {
        const text = [...document.querySelectorAll("article section p")].find(each => each.textContent.length > 400);
        const range = document.createRange();
        range.selectNodeContents(text);
        const lines = new Set([...range.getClientRects()].map(each => Math.round(each.bottom / 8)));
        return text.textContent.length / lines.size;
    }""")
    assert 45 <= letters <= 90


# -- what a reader asks of the system ---------------------------------------------------------------


def test_nothing_moves_for_whom_motion_makes_ill(page: Page, addresses: dict[str, str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in KINDS.values():
        page.goto(f"{addresses['http']}/{path}")
        assert (
            page.evaluate("""[...document.querySelectorAll("*")].filter(each => ["", "::before", "::after"].some(part => {
            const style = getComputedStyle(each, part || null);
            return style.transitionDuration.split(", ").some(parseFloat) && style.transitionProperty !== "none"
                || style.animationName !== "none" || style.scrollBehavior === "smooth";
        })).map(each => each.outerHTML.slice(0, 80))""")
            == []
        )


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_more_contrast_is_had_by_whom_needs_it(page: Page, addresses: dict[str, str], colours: str) -> None:
    """Seven to one, for all text of a meeting."""
    page.emulate_media(color_scheme=colours, contrast="more")  # type: ignore[arg-type]
    page.goto(f"{addresses['http']}/{MEETING}")
    weakest = page.evaluate("""() => {
        const channel = each => (each /= 255) <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4;
        const light = colour => {
            const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number).map(channel);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const paper = light(getComputedStyle(document.body).backgroundColor);
        const texts = [...document.querySelectorAll("article p, article a, article dt, .archive-header a, .trail a")];
        return Math.min(...texts.map(each => light(getComputedStyle(each).color)).map(ink =>
            (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
    }""")
    assert weakest >= 7


def test_colours_that_a_system_forces_hide_nothing(page: Page, addresses: dict[str, str]) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{addresses['http']}/{MEETING}")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    ink, paper = page.evaluate("['color', 'backgroundColor'].map(each => getComputedStyle(document.body)[each])")
    assert ink != paper
    assert (
        page.evaluate("""[...document.querySelectorAll("article *")]
        .filter(each => getComputedStyle(each).forcedColorAdjust === "none" && each.textContent.trim())
        .map(each => each.outerHTML.slice(0, 80))""")
        == []
    )
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["ringed"]


def test_paper_takes_the_text_alone(page: Page, addresses: dict[str, str]) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    for path in (MEETING, KINDS["person"], KINDS["register of decisions"]):
        page.goto(f"{addresses['http']}/{path}")
        for away in (".archive-header", ".on-this-page", ".trail", ".archive-footer", "article :not(th) > button"):
            assert page.locator(f"{away}:visible").count() == 0, away
        assert page.evaluate("getComputedStyle(document.querySelector('article p')).color") == "rgb(0, 0, 0)"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        )


# -- ways through the archive -------------------------------------------------------------------


def test_nothing_shifts_while_a_page_loads(page: Page, addresses: dict[str, str]) -> None:
    page.add_init_script("""window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(each => { window.shifted += each.value; }))
            .observe({type: "layout-shift", buffered: true});""")
    shifted = {}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for kind, path in {**KINDS, "answer": f"{KINDS['search']}?q=boundary"}.items():
            for _ in range(3):  # on a busy machine a page may be painted before its script; what always moves, fails
                page.goto(f"{addresses['http']}/{path}")
                if kind == "answer":
                    page.locator(".search-results a").first.wait_for()
                page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
                shifted.pop((kind, width), None)
                if (moved := page.evaluate("window.shifted")) < 0.02:
                    break
                shifted[kind, width] = moved
    assert shifted == {}


def test_the_way_back_leads_back(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['http']}/{MEETING}")
    link = page.locator("article section p a.reference.internal[href*='people/']").nth(5)
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    link.click()
    expect(page).to_have_url(re.compile("/people/"))
    page.go_back()
    expect(page).to_have_url(re.compile(f"{MEETING}$"))
    page.wait_for_function(f"() => Math.abs(scrollY - {before}) < 200")
    page.go_forward()
    expect(page).to_have_url(re.compile("/people/"))


@pytest.mark.parametrize("way", ["file", "http"])
@pytest.mark.parametrize("width", [390, 1440])
def test_an_address_with_an_id_shows_its_paragraph(page: Page, addresses: dict[str, str], way: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{addresses[way]}/{MEETING}")
    plain = "getComputedStyle(document.getElementById(%r)).backgroundColor"
    anchors = page.evaluate("[...document.querySelectorAll('article section section p[id]')].map(each => each.id)")
    anchor = anchors[len(anchors) // 2]
    before = page.evaluate(plain % anchor)
    page.goto(f"{addresses[way]}/{MEETING}#{anchor}")
    paragraph = page.locator(f"[id='{anchor}']")
    expect(paragraph).to_be_in_viewport()
    box = paragraph.bounding_box()
    assert box is not None
    assert box["y"] >= 0  # and nothing lies over it
    assert page.evaluate(plain % anchor) != before


# -- without scripts ----------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab on a phone in which no script runs."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, has_touch=True)
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("way", ["file", "http"])
def test_without_scripts_a_reader_gets_from_the_front_page_to_a_paragraph(
    plain: Page, addresses: dict[str, str], way: str
) -> None:
    plain.goto(f"{addresses[way]}/index.html")
    plain.get_by_role("navigation", name="Archive").get_by_role("link", name="People").tap()
    plain.get_by_role("link", name="Collins, Ray").first.tap()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Ray Collins")
    step = plain.locator("#appearances ul.steps > li").first
    expect(step.locator(".step-text")).to_be_visible()
    step.get_by_role("link").first.tap()
    expect(plain).to_have_url(re.compile(r"/meetings/[0-9-]+\.html#[a-z0-9-]+$"))
    expect(plain.locator(f"[id='{plain.url.partition('#')[2]}']")).to_be_in_viewport()
    plain.locator("article a[href*='sources.html#']").first.tap()  # a citation
    expect(plain).to_have_url(re.compile(r"/sources\.html#source-"))
    expect(plain.locator(f"[id='{plain.url.partition('#')[2]}']")).to_be_in_viewport()
    plain.get_by_role("navigation", name="Archive").get_by_role("link", name="Registers").tap()
    plain.get_by_role("main").get_by_role("link", name="Decisions").first.tap()
    expect(plain.locator("table.register tbody tr").first).to_be_visible()
    plain.locator("table.register tbody a[href*='.html#']").first.tap()
    expect(plain).to_have_url(re.compile(r"/meetings/[0-9-]+\.html#"))


def test_without_scripts_no_page_shows_a_control_that_does_nothing(plain: Page, addresses: dict[str, str]) -> None:
    for path in KINDS.values():
        plain.goto(f"{addresses['http']}/{path}")
        assert plain.locator("button:not(form *):visible, select:visible").count() == 0, path


def test_without_scripts_the_headings_of_a_page_can_be_opened(plain: Page, addresses: dict[str, str]) -> None:
    plain.goto(f"{addresses['http']}/{MEETING}")
    plain.get_by_text("On this page").tap()
    link = plain.get_by_role("navigation", name="On this page").get_by_role("link").nth(3)
    expect(link).to_be_visible()
    link.tap()
    expect(plain).to_have_url(re.compile("#"))
    expect(plain.locator(f"[id='{plain.url.partition('#')[2]}']")).to_be_in_viewport()


def test_without_scripts_a_dark_system_gets_dark_pages(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    tab = context.new_page()
    tab.goto(f"{addresses['http']}/{MEETING}")
    paper = tab.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", paper)[:3])) < 3 * 64
    context.close()
