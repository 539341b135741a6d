"""What a reader's browser loads and waits for, in a real Chromium on a slow processor."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.cold import ours, site
from benchmarks.figures import Bench, Figure
from benchmarks.generate import Plan, World
from benchmarks.measuring import FailedError
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving
from tools.visit import Line

SLOWER = 4  #: times, than the processor is
#: Meetings of the small archive whose pages are weighed beside those of the large.
SMALL = 10
PATIENCE = 120_000  #: milliseconds
#: Notes the milliseconds from the start of the page until the first answer can be seen.
WATCH = """(() => {
  const look = () => document.querySelector("#search-results a")
    ? setTimeout(() => { window.answeredAfter = performance.now(); })
    : requestAnimationFrame(look);
  look();
})();"""

#: Notes the milliseconds from the Enter key until the first answer can be seen; nothing may be there before.
ENTER = """() => addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const there = () => document.querySelector("#search-results a");
  window.early = Boolean(there());
  const look = () => there()
    ? setTimeout(() => { window.answered = performance.now() - event.timeStamp; })
    : requestAnimationFrame(look);
  look();
}, true)"""
KEY = 100  #: milliseconds from one letter to the next
#: How often a question is typed, if the browser pauses over it so that what is typed so far is answered.
TRIES = 5


class EarlyError(FailedError):
    """A question was answered before it was asked."""


def ask(page: Page, query: str) -> float:
    """Type a question on the page of the search, as a reader does, and return the seconds from Enter to an answer."""
    page.evaluate(ENTER)
    page.focus("#search-query")
    page.keyboard.type(query, delay=KEY)
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.answered")
    if page.evaluate("() => window.early"):
        raise EarlyError(f"{query} was answered before it was asked")
    return float(page.evaluate("() => window.answered")) / 1000


@contextmanager
def line_of(browser: Browser) -> Iterator[Line]:
    """The line of a new tab, with nothing kept from before. What goes wrong in it is a `FailedError`."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    try:
        yield Line(context.new_page())
    except Error as error:
        raise FailedError(str(error)) from error
    finally:
        context.close()


def page(browser: Browser, folder: Path, day: str) -> Figure:
    """A first visit to a meeting: requests and bytes over the line, compressed."""
    with serving(folder) as address, line_of(browser) as line:
        line.visit(f"{address}/meetings/{day}.html")
        document = sum(size for kind, _, size in line.answers if kind == "Document")
        return {"requests": line.requests, "bytes": line.bytes, "document": document}


def questions(world: World) -> tuple[str, ...]:
    """What is asked of an invented archive: a word, two that are everywhere, a phrase, a name, and one that is rare."""
    busy, *_, rare = world.people
    return ("timetable", "second weather", '"the item was"', busy.name, rare.last)


def search(browser: Browser, folder: Path, day: str, asked: Sequence[str], times: int) -> Figure:
    """A first search, with nothing kept from before: the heaviest and the slowest of some questions.

    Bytes over the line are told apart: of the page, with what a meeting's page fetches too, and of what is fetched only
    for the search, from its scripts to its answers. Times are those of a slow processor, from opening the address of
    the answers to seeing the first; and on the page of the search, once that is there, from the Enter key after the
    question was typed.
    """
    pages, fetched, waited, answered = [], [], [], []
    with serving(folder) as address:
        with line_of(browser) as line:
            line.visit(f"{address}/meetings/{day}.html")
            frame = {url for kind, url, _ in line.answers if kind != "Document"}
        for query in asked:
            with line_of(browser) as line:
                line.visit(f"{address}/search.html")
                ask(line.page, query)
                line.rest()
                own = [size for kind, url, size in line.answers if kind != "Document" and url not in frame]
                pages.append(line.bytes - sum(own))
                fetched.append(sum(own))
            waits, answers = [], []
            for _ in range(times):
                with slow(browser) as tab:
                    tab.add_init_script(WATCH)
                    tab.goto(f"{address}/search.html?{urlencode({'q': query})}")
                    tab.wait_for_function("() => window.answeredAfter")
                    waits.append(tab.evaluate("() => window.answeredAfter") / 1000)
                answers.append(asked_anew(browser, f"{address}/search.html", query))
            waited.append(median(waits))
            answered.append(median(answers))
    worst = {"page": pages, "search": fetched, "wait": waited, "answered": answered}
    return {**{name: max(each) for name, each in worst.items()}, "questions": len(asked), "times": times}


def asked_anew(browser: Browser, address: str, query: str) -> float:
    """The seconds of `ask`, in a new tab. Raises `EarlyError` if it is never typed in one go."""
    for left in reversed(range(TRIES)):
        try:
            with slow(browser) as tab:
                tab.goto(address, wait_until="networkidle")
                return ask(tab, query)
        except EarlyError:
            if not left:
                raise
    raise AssertionError


@contextmanager
def slow(browser: Browser) -> Iterator[Page]:
    """A new tab whose processor is slowed."""
    with line_of(browser) as line:
        line.page.context.new_cdp_session(line.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield line.page


def measure(bench: Bench) -> None:
    """A meeting's page at ten meetings and at each size, and a search at each size."""
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            print(
                "\n*** There is no Chromium: install it, or say where it is with the variable CHROMIUM.\n",
                file=sys.stderr,
            )
            return
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        bench.figures.about["versions"]["chromium"] = browser.version
        take = bench.figures.take
        for size in sorted({SMALL, *bench.sizes}):
            keys = [f"visit/page/{size}", *([f"visit/search/{size}"] if size in bench.sizes else [])]
            if all(key in bench.figures.taken for key in keys):
                continue
            archive = bench.archive(size)
            out = site(archive)
            if not (out / "index.html").exists():
                ours(archive, "-j", "auto")
            world = World(Plan(size))
            day = world.day(size // 2)
            take(keys[0], page, browser, out, day)
            if len(keys) > 1:
                take(keys[1], search, browser, out, day, questions(world), bench.times)
        browser.close()
