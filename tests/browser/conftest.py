"""A real browser on the built archive."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.built import site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not tell of every request."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    return site(tmp_path_factory.getbasetemp()).out


@pytest.fixture(scope="module")
def addresses(out: Path) -> Iterator[dict[str, str]]:
    """Where the site stands: as files, and behind a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield {"file": out.as_uri(), "http": f"http://127.0.0.1:{server.server_port}"}
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the one of the environment, else of the system, else Playwright's own."""
    with sync_playwright() as playwright:
        found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        found = found or playwright.chromium.executable_path
        if not Path(found).exists():
            pytest.skip("there is no Chromium: install it, or say where it is with the variable CHROMIUM")
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


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


@pytest.fixture
def page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab, in which nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(5000)
    tab = context.new_page()
    faults = watched(tab, addresses)
    yield tab
    context.close()
    assert faults == []
