"""The site works under the strictest policy that a host can send, and from a disk under the one in its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import watched
from tests.browser.states import STATES
from tests.kinds import KINDS
from tools.serve import headers

ROOT = Path(__file__).parents[2]
LISTEN = """document.addEventListener("securitypolicyviolation", event => console.error(
    `${event.violatedDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`))"""


@pytest.fixture
def guarded(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """A tab that takes what the policy forbids for an error."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(5000)
    context.add_init_script(LISTEN)
    tab = context.new_page()
    faults = watched(tab, addresses)
    yield tab
    context.close()
    assert faults == []


@pytest.mark.parametrize("way", ["file", "http"])
def test_no_page_does_what_the_policy_forbids(guarded: Page, addresses: dict[str, str], way: str) -> None:
    for kind, path in KINDS.items():
        if (kind, way) != ("no such page", "file"):  # which is for servers, and counts from their top
            guarded.goto(f"{addresses[way]}/{path}")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("way", ["file", "http"])
def test_nor_does_a_reader_who_uses_it(guarded: Page, addresses: dict[str, str], way: str, state: str) -> None:
    path, use = STATES[state]
    guarded.goto(f"{addresses[way]}/{path}")
    use(guarded)


def test_what_the_policy_forbids_would_be_seen(browser: Browser, addresses: dict[str, str]) -> None:
    tab = browser.new_page()
    tab.add_init_script(LISTEN)
    faults = watched(tab, addresses)
    tab.goto(f"{addresses['http']}/index.html")
    tab.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
    }""")
    tab.wait_for_function("() => true")
    assert tab.evaluate("window.ran") is None
    assert any("script-src-elem forbids inline" in each for each in faults)
    tab.close()


def test_every_answer_carries_the_headers(page: Page, addresses: dict[str, str]) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{addresses['http']}/{KINDS['meeting']}")
    assert len(answers) >= 2
    for answer in answers:
        sent = answer.all_headers()
        assert {name: sent.get(name.lower()) for name in headers()} == headers()


def test_the_headers_forbid_what_the_pages_forbid(out: Path) -> None:
    """All that a page can say of itself it says; a host adds what only a header can say, and what old editions need."""
    written = (out / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', written)
    assert found is not None
    sent = headers()["Content-Security-Policy"]
    assert sent.replace(" 'wasm-unsafe-eval'", "") == f"{found[1]}; frame-ancestors 'none'"
    assert {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"} < headers().keys()


def test_the_policy_stands_before_anything_that_it_governs(out: Path) -> None:
    asking = re.compile(r"<(?:link|script|style|img)\b")
    unruled = []
    for path in KINDS.values():
        before = asking.split((out / path).read_text(encoding="utf-8"), maxsplit=1)[0]
        if "Content-Security-Policy" not in before:
            unruled.append(path)
    assert unruled == []


def test_the_recipes_for_hosts_send_the_same_headers() -> None:
    recipe = (ROOT / "hosting" / "_headers").read_text(encoding="utf-8")
    assert dict(re.findall(r"^  ([\w-]+): (.+)$", recipe.partition("/*\n")[2], re.MULTILINE)) == headers()
    assert "include headers.conf;" in (ROOT / "hosting" / "nginx" / "archive.conf").read_text(encoding="utf-8")
