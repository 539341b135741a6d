"""Who follows an old link comes to what it led to, with or without a script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers import build
from tests.sphinx.test_moved import SETTINGS, moved
from tools.serve import Handler, serving

FIRST, LATER = "meetings/2001-03-06.html", "meetings/2002-03-05.html"
#: What a reader asks for, and where it is now.
WAYS = {
    "people/cyrus.html": "people/cy-cedar.html",
    "people/cyrus.html#posts": "people/cy-cedar.html#posts",
    "people/cyrus.html#tool": "glossary/lamp.html",
    "people/cyrus.html#constructor": "people/cy-cedar.html#constructor",
    "meetings/2001-03-05.html#thanks": f"{FIRST}#thanks",
    "meetings/2001-03-05.html#old-lamps": f"{FIRST}#lamps",
    "glossary/torch.html": f"{FIRST}#lamps",
    "glossary/torch.html#oil": "glossary/lamp.html",
    "glossary/torch.html#anything": f"{FIRST}#lamps",
    "glossary/torch.html#%": f"{FIRST}#lamps",
}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny site in which something moved."""
    made = build(moved(tmp_path_factory.mktemp("moved")), extra=SETTINGS)
    assert made.warnings == ""
    return made.out


@pytest.fixture(scope="module")
def addresses(out: Path) -> Iterator[dict[str, str]]:
    with serving(out) as address:
        yield {"file": out.as_uri(), "http": address}


@contextmanager
def tab(browser: Browser, *, scripts: bool) -> Iterator[Page]:
    """A tab. The theme of the tiny site does what the archive's policy forbids, so faults are not watched for."""
    context = browser.new_context(java_script_enabled=scripts)
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with tab(browser, scripts=True) as found:
        yield found


@pytest.mark.parametrize("way", ["file", "http"])
def test_an_old_link_leads_to_what_it_meant(page: Page, addresses: dict[str, str], way: str) -> None:
    for old, new in WAYS.items():
        page.goto("about:blank")
        page.goto(f"{addresses[way]}/{old}", wait_until="commit")
        expect(page).to_have_url(f"{addresses[way]}/{new}")


def test_the_way_back_leads_past_the_old_page(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['http']}/index.html")
    page.goto(f"{addresses['http']}/people/cyrus.html#posts", wait_until="commit")
    expect(page).to_have_url(f"{addresses['http']}/people/cy-cedar.html#posts")
    page.go_back()
    expect(page).to_have_url(f"{addresses['http']}/index.html")


def test_without_a_script_the_page_is_still_found(browser: Browser, addresses: dict[str, str]) -> None:
    with tab(browser, scripts=False) as bare:
        for old, new in WAYS.items():
            if "#" not in old:
                bare.goto(f"{addresses['http']}/{old}", wait_until="commit")
                expect(bare).to_have_url(f"{addresses['http']}/{new}")


def test_behind_a_host_with_rules_an_id_needs_no_script(browser: Browser, out: Path) -> None:
    rules = dict(line.split()[:2] for line in (out / "_redirects").read_text(encoding="utf-8").splitlines()[:-1])

    class Host(Handler):
        def _answer(self) -> None:
            if to := rules.get(self.path):
                self.send_response(301)
                self.send_header("Location", to)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                super()._answer()

    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Host(*given, directory=str(out)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        with tab(browser, scripts=False) as bare:
            for old, target in (
                ("meetings/2001-03-05.html#thanks", "#thanks"),
                ("meetings/2001-03-05.html#old-lamps", "#lamps"),
                ("people/cyrus.html#tool", "#tool"),
            ):
                bare.goto("about:blank")
                bare.goto(f"{base}/{old}")
                assert bare.url.partition("#")[0].endswith(("2001-03-06.html", "cy-cedar.html"))
                assert bare.locator(f"{target}:target, {target}:has(:target)").count() == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
