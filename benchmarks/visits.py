"""What a reader's browser loads and waits for, in a real Chromium on a slow processor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Error, sync_playwright

from benchmarks.cold import ours, site
from benchmarks.figures import Bench, Figure
from benchmarks.generate import Plan, World
from benchmarks.measuring import FailedError
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving
from tools.visit import Line

SLOWER = 4  #: times, than the processor is
QUERY = "timetable"  #: a word of the invented archive
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

#: Asks, and gives the milliseconds until the first answer can be seen.
ASK = """query => new Promise(done => {
  const field = document.querySelector("#search-query");
  field.value = query;
  const asked = performance.now();
  const look = () => document.querySelector("#search-results a")
    ? setTimeout(() => done(performance.now() - asked))
    : requestAnimationFrame(look);
  field.form.requestSubmit();
  look();
})"""


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


def search(browser: Browser, folder: Path, day: str, times: int) -> Figure:
    """A first search, by a reader who was on a meeting's page: bytes of the page of it, and then of the question.

    And the time, with a slow processor and nothing kept from before, from leaving for the answers to seeing the first;
    and from asking on the page of the search, once that is there.
    """
    opened, fetched, waited, answered = [], [], [], []
    with serving(folder) as address:
        for _ in range(times):
            with line_of(browser) as line:
                sums = []
                for place in (f"meetings/{day}.html", "search.html", f"search.html?q={QUERY}"):
                    line.visit(f"{address}/{place}")
                    sums.append(line.bytes)
                opened.append(sums[1] - sums[0])
                fetched.append(sums[2] - sums[1])
            with line_of(browser) as line:
                tab = line.page
                tab.add_init_script(WATCH)
                tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                tab.goto(f"{address}/search.html?q={QUERY}")
                tab.wait_for_function("() => window.answeredAfter")
                waited.append(tab.evaluate("() => window.answeredAfter") / 1000)
            with line_of(browser) as line:
                tab = line.page
                tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                tab.goto(f"{address}/search.html", wait_until="networkidle")
                answered.append(tab.evaluate(ASK, QUERY) / 1000)
    middles = {"opened": opened, "bytes": fetched, "wait": waited, "answered": answered}
    return {**{name: median(each) for name, each in middles.items()}, "times": times}


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
            day = World(Plan(size)).day(size // 2)
            take(keys[0], page, browser, out, day)
            if len(keys) > 1:
                take(keys[1], search, browser, out, day, bench.times)
        browser.close()
