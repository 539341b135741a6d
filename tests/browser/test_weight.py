"""What a first visit costs a reader, as it comes over the line: compressed, and nothing kept from before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.states import search
from tests.kinds import KINDS
from tools.visit import Line

KILOBYTE = 1024


@pytest.fixture
def line(browser: Browser) -> Iterator[Line]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(5000)
    yield Line(context.new_page())
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_visit_is_light(line: Line, addresses: dict[str, str], kind: str) -> None:
    line.visit(f"{addresses['http']}/{KINDS[kind]}")
    assert line.requests <= 15, line.told()
    assert line.bytes <= 150 * KILOBYTE, line.told()


def test_a_first_search_costs_little_more(line: Line, addresses: dict[str, str]) -> None:
    """What searches comes with the search page, and is kept from then on; a question costs what answers it."""
    line.visit(f"{addresses['http']}/{KINDS['meeting']}")
    visited = line.bytes
    line.visit(f"{addresses['http']}/{KINDS['search']}")
    opened = line.bytes
    search(line.page)
    line.rest()
    assert opened - visited <= 30 * KILOBYTE, line.told()
    assert line.bytes - opened <= 40 * KILOBYTE, line.told()


def test_the_line_is_measured(line: Line, addresses: dict[str, str]) -> None:
    """Compressed bytes, with their headers, of everything that was asked for."""
    line.visit(f"{addresses['http']}/{KINDS['meeting']}")
    assert {kind for kind, _, _ in line.answers} >= {"Document", "Stylesheet", "Script"}
    document = next(size for kind, _, size in line.answers if kind == "Document")
    page: Page = line.page
    assert 2 * KILOBYTE < document < len(page.content()) / 3
