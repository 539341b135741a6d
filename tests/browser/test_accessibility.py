"""WCAG 2.2 AA and axe's best practices, on a page of each kind, by day and by night, on a phone and a screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.states import STATES
from tests.kinds import KINDS
from tools import parts

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Colours = Literal["light", "dark"]
SCREENS: list[tuple[int, Colours]] = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
RUN = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"], preload: false}))
    .violations.map(each => [each.id, each.nodes.length, each.nodes.slice(0, 3).map(
        node => `${node.target.join(" ")}: ${node.failureSummary}`)])"""


#: Leave of what comes again and again on a page the first few: to look at it all on each screen takes minutes.
SHORTEN = """() => {
    for (const parent of document.querySelectorAll("article, article *")) {
        const alike = new Map();
        for (const child of [...parent.children]) {
            const kind = `${child.tagName} ${child.className}`;
            alike.set(kind, (alike.get(kind) || 0) + 1);
            if (alike.get(kind) > 4) child.remove();
        }
    }
}"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that knows axe, which is no script of the site's."""
    axe = parts.find("axe-core/axe.min.js")
    if axe is None:
        pytest.skip("axe-core is not installed: python tools/parts.py")
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(5000)
    context.add_init_script(path=axe)
    yield context.new_page()
    context.close()


def show(tab: Page, width: int, colours: Colours) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=colours)


def violations(tab: Page) -> list[str]:
    """What axe finds on a page as it stands: a rule, how often, and where first."""
    return [f"{rule}, {number} times: {'; '.join(nodes)}" for rule, number, nodes in tab.evaluate(RUN, TAGS)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_has_no_violation(tab: Page, addresses: dict[str, str], kind: str) -> None:
    tab.goto(f"{addresses['http']}/{KINDS[kind]}")
    found = []
    for width, colours in SCREENS:
        show(tab, width, colours)
        if (width, colours) != SCREENS[0]:
            tab.evaluate(SHORTEN)
        found += [f"{width} {colours}: {each}" for each in violations(tab)]
    assert found == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("width", "colours"), [SCREENS[0], SCREENS[-1]])
def test_nor_has_what_a_reader_opens(
    tab: Page, addresses: dict[str, str], width: int, colours: Colours, state: str
) -> None:
    path, use = STATES[state]
    show(tab, width, colours)  # before: what is open closes when the screen changes
    tab.goto(f"{addresses['http']}/{path}")
    use(tab)
    assert violations(tab) == []


def test_a_violation_would_be_seen(tab: Page) -> None:
    tab.set_content("<main><h1>Pale</h1><p style='color: #aaa'>Words</p><img src='data:,'></main>")
    assert {each.partition(",")[0] for each in violations(tab)} >= {"color-contrast", "image-alt", "html-has-lang"}
