"""Cards beside links, and the choice of colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import a_tab, watched

MEETING, PERSON = "meetings/2011-11-01.html", "people/tom-watson.html"
WAYS = pytest.mark.parametrize("way", ["file", "http"])
SOON = 150  # milliseconds, less than any card takes to come
LATER = 1200  # more than any card takes


def link(page: Page, name: str) -> Locator:
    """The first link of the prose with a name."""
    return page.locator(".bd-article section p").get_by_role("link", name=name, exact=True).first


def card(page: Page) -> Locator:
    return page.locator(".preview-card")


def stand_still(page: Page) -> None:
    """Wait until the page has scrolled to where it should be, which takes its time."""
    page.evaluate(
        """() => new Promise(done => {
            let last = -1;
            const timer = setInterval(() => {
                if (scrollY === last) { clearInterval(timer); done(); }
                last = scrollY;
            }, 100);
        })"""
    )


def rest(page: Page, target: Locator) -> None:
    """Move the pointer onto something and leave it there."""
    target.scroll_into_view_if_needed()
    stand_still(page)
    x, y = target.evaluate("each => [each.getClientRects()[0].x, each.getClientRects()[0].y]")  # it may be broken
    page.mouse.move(x + 3, y + 3)
    page.mouse.move(x + 5, y + 5)


# -- by mouse -----------------------------------------------------------------------------------


@WAYS
def test_a_pointer_that_rests_on_a_link_gets_its_card(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{MEETING}")
    target = link(page, "Tom Watson")
    title = target.get_attribute("title")
    assert title
    rest(page, target)
    expect(card(page)).to_be_visible()
    expect(card(page).locator(".preview-kind")).to_have_text("Person")
    expect(card(page).locator(".preview-title")).to_have_text("Tom Watson")
    expect(card(page).locator(".preview-fact").first).to_contain_text("Campaign Co-ordinator")
    expect(card(page).locator(".preview-foot")).to_have_text(re.compile(r"^\d+ mentions on \d+ pages$"))
    expect(page.get_by_role("tooltip")).to_have_count(1)
    expect(target).to_have_accessible_description(re.compile("Person Tom Watson"))
    assert target.get_attribute("title") is None  # or it would be told twice
    page.mouse.move(2, 2)
    expect(card(page)).to_be_hidden()
    assert target.get_attribute("title") == title
    assert target.get_attribute("aria-describedby") is None


@WAYS
def test_each_kind_of_link_has_its_card(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{MEETING}")
    rest(page, link(page, "boundary review"))
    expect(card(page).locator(".preview-kind")).to_have_text(re.compile("^Glossary · "))
    rest(page, page.locator(".bd-article p .bibtex-citation a").first)
    expect(card(page).locator(".preview-kind")).to_have_text("Source")
    expect(card(page).locator(".preview-text")).to_contain_text("Seen: ")
    expect(card(page).locator(".preview-foot")).to_contain_text("Cited on ")
    page.goto(f"{addresses[way]}/{PERSON}")
    rest(page, page.locator("#appearances dt a").first)
    expect(card(page).locator(".preview-kind")).to_have_text(re.compile("^Meeting · NEC"))
    expect(card(page).locator(".preview-foot")).to_contain_text("As told by ")
    page.mouse.move(2, 2)  # the card is on the next link
    expect(card(page)).to_be_hidden()
    rest(page, page.locator("#appearances .step-head a", has_not_text="opening").first)  # to a paragraph: its item
    expect(card(page).locator(".preview-kind")).to_have_text(re.compile("^Agenda item · "))


def test_the_card_stays_while_the_pointer_is_on_it(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Tom Watson"))
    expect(card(page)).to_be_visible()
    box = card(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30, steps=5)
    page.wait_for_timeout(LATER)
    expect(card(page)).to_be_visible()
    page.mouse.move(2, 2)
    expect(card(page)).to_be_hidden()


def test_the_card_covers_neither_its_link_nor_the_edge_of_the_screen(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    before = page.evaluate("document.documentElement.scrollHeight")
    for width, height in ((1440, 900), (390, 844), (320, 300)):
        page.set_viewport_size({"width": width, "height": height})
        for block in ("start", "end"):
            page.mouse.move(1, 1)
            expect(card(page)).to_be_hidden()
            target = link(page, "Refounding Labour")
            target.evaluate(f"each => each.scrollIntoView({{block: '{block}', behavior: 'instant'}})")
            rest(page, target)
            expect(card(page)).to_be_visible()
            there, here = card(page).bounding_box(), target.bounding_box()
            assert there
            assert here
            assert there["y"] >= here["y"] + here["height"] or there["y"] + there["height"] <= here["y"]
            assert there["x"] >= 0
            assert there["y"] >= 0
            assert there["x"] + there["width"] <= width
            assert there["y"] + there["height"] <= height
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate("document.documentElement.scrollHeight") == before


def test_a_pointer_that_passes_by_gets_nothing(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Tom Watson"))
    page.wait_for_timeout(SOON)
    page.mouse.move(2, 2)
    page.wait_for_timeout(LATER)
    expect(card(page)).to_be_hidden()
    assert link(page, "Tom Watson").get_attribute("title")


def test_links_that_scroll_under_the_pointer_get_nothing(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/people/index.html")  # a list of links, one under the other
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    box = page.locator("ul.index-list a").nth(3).bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    for _ in range(6):
        page.mouse.wheel(0, 41)
        page.wait_for_timeout(60)
    page.wait_for_timeout(LATER)
    expect(card(page)).to_be_hidden()
    assert not [each for each in fetched if "_previews" in each]


def test_a_card_goes_when_the_page_is_scrolled(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Tom Watson"))
    expect(card(page)).to_be_visible()
    page.mouse.wheel(0, 300)
    expect(card(page)).to_be_hidden()


def test_escape_sends_the_card_away_until_the_pointer_has_left(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    target = link(page, "Tom Watson")
    rest(page, target)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    box = target.bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + 6)
    page.wait_for_timeout(LATER)
    expect(card(page)).to_be_hidden()
    assert target.get_attribute("title") is None
    page.mouse.move(2, 2)
    assert target.get_attribute("title")
    rest(page, target)
    expect(card(page)).to_be_visible()


def test_there_is_never_more_than_one_card(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Jennie Formby"))
    expect(card(page).locator(".preview-title")).to_have_text("Jennie Formby")
    rest(page, link(page, "Susan Lewis"))
    expect(card(page).locator(".preview-title")).to_have_text("Susan Lewis")
    expect(card(page)).to_have_count(1)
    assert link(page, "Jennie Formby").get_attribute("title")


def test_no_card_for_what_is_in_sight(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    page.evaluate(
        """() => {
            const add = (href, text) => {
                const made = Object.assign(document.createElement("a"), {href, textContent: text});
                made.className = "reference internal";
                document.querySelector("h1").append(" ", made);
            };
            add("2011-11-01.html", "to the top"); add("#about-this-page", "to what is here"); add("#conference", "further on");
        }"""
    )
    for name in ("to the top", "to what is here"):
        rest(page, page.get_by_role("link", name=name))
        page.wait_for_timeout(LATER)
        expect(card(page)).to_be_hidden()
    rest(page, page.get_by_role("link", name="further on"))
    expect(card(page).locator(".preview-kind")).to_have_text("Agenda item · 1 November 2011")


def test_what_a_card_says_is_fetched_once(page: Page, addresses: dict[str, str]) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{addresses['http']}/{MEETING}")
    assert not [each for each in fetched if "_previews" in each]
    for _ in range(2):
        rest(page, link(page, "Tom Watson"))
        expect(card(page)).to_be_visible()
        page.mouse.move(2, 2)
        expect(card(page)).to_be_hidden()
    assert [each for each in fetched if "_previews" in each] == [f"{addresses['http']}/_previews/people/tom-watson.js"]


def test_the_link_still_opens(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Tom Watson"))
    expect(card(page)).to_be_visible()
    link(page, "Tom Watson").click()
    expect(page).to_have_url(re.compile(f"/{PERSON}$"))
    expect(card(page)).to_be_hidden()


def test_without_its_file_a_link_keeps_its_title(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.route("**/_previews/**", lambda route: route.abort())
    tab.goto(f"{addresses['http']}/{MEETING}")
    rest(tab, link(tab, "Tom Watson"))
    tab.wait_for_timeout(LATER)
    expect(card(tab)).to_be_hidden()
    assert link(tab, "Tom Watson").get_attribute("title")
    context.close()


# -- by keyboard --------------------------------------------------------------------------------


@WAYS
def test_a_keyboard_gets_the_card_of_the_link_it_reaches(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{MEETING}")
    target = link(page, "Tom Watson")
    link(page, "Martin Mayer").evaluate("each => each.focus()")
    for _ in range(20):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            break
    expect(card(page).locator(".preview-title")).to_have_text("Tom Watson")
    expect(target).to_be_focused()
    expect(target).to_have_accessible_description(re.compile("Person Tom Watson"))
    there, here = card(page).bounding_box(), target.bounding_box()
    assert there
    assert here
    assert there["y"] >= here["y"] + here["height"] or there["y"] + there["height"] <= here["y"]
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(target).to_be_focused()
    page.keyboard.press("Tab")  # "his": still he
    page.keyboard.press("Tab")
    expect(card(page).locator(".preview-title")).to_have_text("Campaign Co-ordinator")
    page.keyboard.press("Shift+Tab")
    expect(card(page).locator(".preview-title")).to_have_text("Tom Watson")
    page.evaluate("document.activeElement.blur()")
    expect(card(page)).to_be_hidden()


def test_the_card_takes_no_place_in_the_order_of_the_keyboard(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{MEETING}")
    rest(page, link(page, "Tom Watson"))
    expect(card(page)).to_be_visible()
    assert card(page).locator("a, button, [tabindex]").count() == 0


# -- by touch -----------------------------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab on a phone."""
    with a_tab(browser, addresses, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as tab:
        yield tab


def press(page: Page, target: Locator, *, hold: int, slip: int = 0) -> None:
    """Lay a finger on something for some milliseconds."""
    target.scroll_into_view_if_needed()
    stand_still(page)
    box = target.bounding_box()
    assert box
    point = {"x": box["x"] + 6, "y": box["y"] + 8}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    if slip:
        moved = {"x": point["x"], "y": point["y"] - slip}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    page.wait_for_timeout(hold)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_a_tap_opens_a_link_as_always(phone: Page, addresses: dict[str, str]) -> None:
    phone.goto(f"{addresses['file']}/{MEETING}")
    link(phone, "Tom Watson").tap()
    expect(phone).to_have_url(re.compile(f"/{PERSON}$"))


@WAYS
def test_a_long_press_shows_the_card_with_a_link(phone: Page, addresses: dict[str, str], way: str) -> None:
    phone.goto(f"{addresses[way]}/{MEETING}")
    press(phone, link(phone, "Tom Watson"), hold=1000)
    shown = phone.get_by_role("dialog", name="Preview: Tom Watson")
    expect(shown).to_be_visible()
    phone.wait_for_timeout(LATER)
    expect(shown).to_be_visible()  # until the reader sends it away
    assert phone.url.endswith(MEETING)
    opening = shown.get_by_role("link", name="Open the page")
    box = opening.bounding_box()
    assert box
    assert box["height"] >= 44
    opening.tap()
    expect(phone).to_have_url(re.compile(f"/{PERSON}$"))


def test_a_tap_elsewhere_sends_the_card_away(phone: Page, addresses: dict[str, str]) -> None:
    phone.goto(f"{addresses['file']}/{MEETING}")
    press(phone, link(phone, "Tom Watson"), hold=1000)
    expect(card(phone)).to_be_visible()
    phone.touchscreen.tap(200, 20)
    expect(card(phone)).to_be_hidden()
    link(phone, "Tom Watson").tap()
    expect(phone).to_have_url(re.compile(f"/{PERSON}$"))


def test_a_finger_that_slips_scrolls(phone: Page, addresses: dict[str, str]) -> None:
    phone.goto(f"{addresses['file']}/{MEETING}")
    press(phone, link(phone, "Tom Watson"), hold=1000, slip=60)
    expect(card(phone)).to_be_hidden()


# -- colours ------------------------------------------------------------------------------------


def theme(page: Page) -> tuple[str, str]:
    return tuple(
        page.evaluate("[document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]")
    )  # type: ignore[return-value]


LIGHT, DARK = "rgb(255, 253, 249)", "rgb(21, 24, 28)"


def opened(context: BrowserContext, address: str) -> Page:
    tab = context.new_page()
    tab.goto(address)
    return tab


@WAYS
def test_the_choice_of_colours_is_kept_from_page_to_page(page: Page, addresses: dict[str, str], way: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{addresses[way]}/{PERSON}")
    assert theme(page) == ("auto", LIGHT)
    button = page.get_by_role("banner").get_by_role("button", name="Colours: as the system")
    box = button.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    button.focus()
    page.keyboard.press("Enter")
    assert theme(page) == ("light", LIGHT)
    page.get_by_role("button", name="Colours: light").click()
    assert theme(page) == ("dark", DARK)
    page.get_by_role("link", name="Glossary", exact=True).first.click()
    expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
    assert theme(page) == ("dark", DARK)
    page.get_by_role("button", name="Colours: dark").click()
    assert theme(page) == ("auto", LIGHT)
    page.go_back()
    expect(page.get_by_role("button", name="Colours: as the system")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    assert theme(page) == ("auto", DARK)


def test_where_nothing_can_be_kept_colours_can_still_be_chosen(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    tab = context.new_page()
    faults = watched(tab, addresses)
    tab.goto(f"{addresses['file']}/index.html")
    tab.get_by_role("button", name="Colours: as the system").click()
    tab.get_by_role("button", name="Colours: light").click()
    assert theme(tab) == ("dark", DARK)
    assert faults == []
    context.close()


def test_what_others_left_in_the_store_does_no_harm(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script("try { localStorage.colours = 'constructor'; } catch {}")
    tab = opened(context, f"{addresses['http']}/index.html")
    assert theme(tab) == ("auto", LIGHT)
    expect(tab.get_by_role("button", name="Colours: as the system")).to_be_visible()
    context.close()


def test_without_scripts_no_dead_button_stands_there(browser: Browser, addresses: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = opened(context, f"{addresses['file']}/{MEETING}")
    expect(tab.get_by_role("button", name=re.compile("Colours"))).to_have_count(0)
    context.close()
