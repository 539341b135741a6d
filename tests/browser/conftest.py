"""A real browser on the built archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.built import site
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    return site(tmp_path_factory.getbasetemp()).out


@pytest.fixture(scope="module")
def addresses(out: Path) -> Iterator[dict[str, str]]:
    """Where the site stands: as files, and behind a server that compresses and sends a good host's headers."""
    with serving(out) as address:
        yield {"file": out.as_uri(), "http": address}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Not for longer than a module: while it runs, nothing else can run an event loop."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            pytest.skip("there is no Chromium: install it, or say where it is with the variable CHROMIUM")
        running = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield running
        running.close()


def watched(page: Page, addresses: dict[str, str]) -> list[str]:
    """What goes wrong on a page while it is used: errors, and requests to other hosts."""
    faults: list[str] = []

    def fault(what: str) -> None:
        # No page on a disk may read another, so from there Sphinx's search finds pages, but can't quote them.
        unquoted = page.url.startswith(f"{addresses['file']}/search.html") and re.search("CORS|FAILED|Failed", what)
        if not unquoted and "ERR_ABORTED" not in what:  # nor is it a fault that a reader left before the end
            faults.append(what)

    page.on("console", lambda message: message.type == "error" and fault(message.text))
    page.on("pageerror", lambda error: fault(str(error)))
    page.on("requestfailed", lambda request: fault(f"{request.url}: {request.failure}"))
    page.on("response", lambda response: response.status >= 400 and fault(f"{response.url}: {response.status}"))
    home = (*addresses.values(), "data:", "blob:")
    page.on("request", lambda request: request.url.startswith(home) or fault(f"elsewhere: {request.url}"))
    return faults


@contextmanager
def a_tab(browser: Browser, addresses: dict[str, str], **settings: Any) -> Iterator[Page]:
    """A tab, in which nothing may go wrong."""
    context = browser.new_context(**settings)
    context.set_default_timeout(5000)
    tab = context.new_page()
    faults = watched(tab, addresses)
    yield tab
    context.close()
    assert faults == []


@pytest.fixture
def page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab on a desk."""
    with a_tab(browser, addresses, viewport={"width": 1440, "height": 900}) as tab:
        yield tab
