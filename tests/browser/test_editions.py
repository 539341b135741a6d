"""The site of all editions in a browser: which edition it is, the way to every other, and no script for any of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from editions import building, history, site
from editions.model import Edition, File, Sealed
from tests import built
from tests.browser.conftest import a_tab
from tests.browser.test_accessibility import SCREENS, show, violations
from tests.kinds import KINDS
from tests.webpages import dead_links, repeated_ids, texts
from tools import parts

OLDER = Edition("2026.1", "2026-11-22", "a" * 40, "The first meetings.")
NEWEST = Edition("2026.2", "2026-12-13", "b" * 40, "More about Ray Collins; a page has moved.")
PAGE, MOVED, NAMED = KINDS["person"], "people/ann-black.html", "people/ann-black-of-oxford.html"
#: One of each that the site of all editions adds, or lays a frame around.
SHOWN = {
    "root page": "index.html",
    "older page": f"2026.1/{PAGE}",
    "latest page": f"latest/{PAGE}",
    "meeting": f"latest/{KINDS['meeting']}",
    "register": f"2026.1/{KINDS['register of decisions']}",
    "what changed": "latest/changes.html",
    "about the first": "2026.1/changes.html",
}


def seal(html: Path, folder: Path, edition: Edition, changed: dict[str, tuple[str, str]]) -> Sealed:
    """An edition made of the built archive, with a few words changed."""
    shutil.copytree(html, folder / "html")
    release = re.compile(rf'({re.escape("https://nec-archive.example")}|=")/\d{{4}}\.\d+/')
    for path in (folder / "html").rglob("*.html"):
        text = release.sub(rf"\1/{edition.number}/", path.read_text(encoding="utf-8"))
        for old, new in [changed.get(path.relative_to(folder / "html").as_posix(), ("", ""))]:
            text = text.replace(old, new, 1) if old else text
        path.write_text(text, encoding="utf-8")
    (folder / "files").mkdir()
    file = folder / "files" / f"nec-archive-{edition.number}.pdf"
    file.write_bytes(b"%PDF" * 100_000)
    found = (File(file.name, "PDF", file.stat().st_size, building.digest_of(file)),)
    return Sealed(edition, folder, "0" * 64, found)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of two editions."""
    html = built.site(tmp_path_factory.getbasetemp()).out
    root = tmp_path_factory.mktemp("editions")
    sealed = [
        seal(html, root / "older", OLDER, {}),
        seal(html, root / "newest", NEWEST, {PAGE: ("<p>", "<p>Words that are new here. ")}),
    ]
    newest = sealed[1].html
    (newest / MOVED).rename(newest / NAMED)
    for path in (*newest.rglob("*.html"), newest / "minutes.json"):
        path.write_text(re.sub(r'\bann-black(?=\.html|",)', "ann-black-of-oxford", path.read_text(encoding="utf-8")))
    (root / "redirects.toml").write_text(f'"{MOVED[:-5]}" = "{NAMED[:-5]}"\n')
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(history, "revisions", lambda *given: {})
        return site.assemble(root, "https://nec-archive.example/", sealed, {}, print)


@pytest.fixture
def still(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab in which no script runs."""
    with a_tab(browser, addresses, java_script_enabled=False, viewport={"width": 1440, "height": 900}) as tab:
        yield tab


@pytest.fixture
def phone(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab on a phone."""
    with a_tab(browser, addresses, viewport={"width": 390, "height": 844}) as tab:
        yield tab


@pytest.mark.parametrize("way", ["file", "http"])
def test_nothing_goes_wrong_on_any_page(page: Page, addresses: dict[str, str], way: str) -> None:
    for path in SHOWN.values():
        page.goto(f"{addresses[way]}/{path}")
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')") != ""


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_reader_without_scripts_goes_from_edition_to_edition(
    still: Page, addresses: dict[str, str], way: str
) -> None:
    still.goto(f"{addresses[way]}/2026.1/{PAGE}")
    switch = still.locator(".edition-switch")
    expect(switch.get_by_role("link", name="2026.2")).to_be_hidden()
    switch.locator("summary").click()
    switch.get_by_role("link", name="2026.2").click()
    assert still.url == f"{addresses[way]}/latest/{PAGE}"
    expect(still.locator(".edition-switch summary")).to_contain_text("13 December 2026")
    still.locator(".edition-switch summary").click()
    still.get_by_role("link", name="All editions").click()
    still.get_by_role("link", name="2026.1", exact=True).click()
    assert still.url == f"{addresses[way]}/2026.1/index.html"


def test_the_switcher_is_used_with_the_keyboard(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/latest/{PAGE}")
    page.locator(".edition-switch summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".edition-switch a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/2026.1/{PAGE}")


def test_an_older_edition_leads_to_the_page_in_the_latest_one(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/2026.1/{MOVED}")
    banner = page.locator(".edition-banner")
    expect(banner).to_contain_text("You are reading edition 2026.1 of 22 November 2026.")
    banner.get_by_role("link").click()
    assert page.url.endswith(f"/latest/{NAMED}")
    expect(page.locator(".edition-banner")).to_have_count(0)


def test_what_changed_is_seen_at_once(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/latest/{PAGE}")
    page.get_by_role("link", name="changed here since 2026.1").click()
    expect(page.locator("#edition-changes")).to_be_in_viewport()
    expect(page.locator("#edition-changes ins").first).to_contain_text("Words that are new here.")
    page.get_by_role("link", name="What changed in 2026.2").click()
    expect(page.locator("article h1")).to_have_count(1)
    expect(page.locator("article ins").first).to_contain_text("Words that are new here.")
    expect(page.locator("article.bd-article")).not_to_contain_text("where all editions stand side by side")


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("path", [f"latest/{PAGE}", f"2026.1/{PAGE}", "latest/index.html"])
def test_it_is_one_thin_line_and_opens_without_moving_anything(
    page: Page, addresses: dict[str, str], width: int, path: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{addresses['file']}/{path}")
    line, main = page.locator(".edition-line"), page.locator("main")
    box, before = line.bounding_box(), main.bounding_box()
    assert box is not None
    assert box["height"] <= (36 if width > 320 else 60)
    page.locator(".edition-switch summary").click()
    opened = page.locator(".edition-switch nav").bounding_box()
    assert opened is not None
    assert opened["x"] >= 0
    assert opened["x"] + opened["width"] <= width
    assert main.bounding_box() == before
    assert line.bounding_box() == box
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_no_page_is_wider_than_the_screen(page: Page, addresses: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in SHOWN.values():
        page.goto(f"{addresses['file']}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_what_is_pressed_is_large_enough(phone: Page, addresses: dict[str, str]) -> None:
    for path in SHOWN.values():
        phone.goto(f"{addresses['file']}/{path}")
        for summary in phone.locator(".edition-switch summary").all():
            summary.click()
        small = phone.evaluate("""() => [...document.querySelectorAll(
            ".edition-line > a, .edition-switch a, .edition-switch summary, .ways a, .files a, .edition-downloads li a")]
            .filter(each => each.getBoundingClientRect().height < 24).map(each => each.outerHTML)""")
        assert small == [], path


def test_on_paper_only_the_name_of_the_edition_is_left(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/latest/{PAGE}")
    page.locator(".edition-switch summary").click()
    page.emulate_media(media="print")
    expect(page.locator(".edition-switch summary")).to_be_visible()
    expect(page.locator(".edition-switch nav")).to_be_hidden()
    expect(page.locator(".edition-line > a").first).to_be_hidden()
    page.goto(f"{addresses['file']}/2026.1/{PAGE}")
    expect(page.locator(".edition-banner")).to_be_hidden()


def test_a_lost_address_leads_to_the_latest_edition(page: Page, addresses: dict[str, str]) -> None:
    lost = f"{addresses['http']}/2026.1/no/such/page.html"
    answer = page.request.get(lost)
    assert answer.status == 404
    links = re.findall(r'<(?:a|link|script)[^>]* (?:href|src)="(/[^"]*)"', answer.text())
    assert len(links) > 10
    for link in links:
        assert link.startswith("/latest/")
        assert page.request.get(urljoin(lost, link)).status == 200, link


def test_every_link_of_the_site_lands(out: Path) -> None:
    html = {name: text for name, text in texts(out).items() if not name.endswith("404.html") and "_static" not in name}
    assert [each for each in dead_links(html) if not each.endswith(("SHA256SUMS#", ".json#"))] == []
    assert repeated_ids(html) == []


@pytest.mark.parametrize("shown", SHOWN)
def test_no_page_has_a_violation(browser: Browser, addresses: dict[str, str], shown: str) -> None:
    axe = parts.find("axe-core/axe.min.js")
    if axe is None:
        pytest.skip("axe-core is not installed: python tools/parts.py")
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=axe)
    tab, found = context.new_page(), []
    tab.goto(f"{addresses['http']}/{SHOWN[shown]}")
    for summary in tab.locator(".edition-switch summary").all():
        summary.click()
    for width, colours in SCREENS:
        show(tab, width, colours)
        found += [f"{width} {colours}: {each}" for each in violations(tab)]
    context.close()
    assert found == []
