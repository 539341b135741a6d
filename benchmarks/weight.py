"""Weigh what a reader's browser loads, here and from the same words in the theme as it comes.

    python -m benchmarks.weight [--page meetings/2011-11-01]

Both sites are built anew, served alike (compressed), and visited with nothing kept from before.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.aside import build
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving
from tools.visit import Line

ROOT = Path(__file__).resolve().parents[1]
LEFT = shutil.ignore_patterns("_build", ".git", ".nox", ".venv", "__pycache__", ".*_cache", "node_modules")
#: The settings that make the pages and books what they are; the theme as it comes has none of them, …
DRESS = ("html_", "minutes_", "notfound_", "templates_path", "epub_", "typst_")
#: … nor what these parts of the extension add.
PARTS = ("dress", "preview_files", "publishing", "searchindex")
QUERY = "conference"


def copy(folder: Path) -> Path:
    """The archive's words and settings in a folder."""
    return Path(shutil.copytree(ROOT, folder, ignore=LEFT))


def undress(root: Path) -> None:
    """Leave of the settings those that say what the words mean, and take the theme as it comes."""
    path = root / "conf.py"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for node in reversed(ast.parse("".join(lines)).body):
        if isinstance(node, ast.Assign) and str(getattr(node.targets[0], "id", "")).startswith(DRESS):
            assert node.end_lineno is not None
            del lines[node.lineno - 1 : node.end_lineno]
    lines.append('\nhtml_theme = "sphinx_book_theme"\nextensions.remove("notfound.extension")\n')
    for part in PARTS:
        if (root / "_ext" / "minutes" / f"{part}.py").exists():
            lines.append(f"import minutes.{part}\nminutes.{part}.setup = lambda app: None\n")
    path.write_text("".join(lines), encoding="utf-8")


def weigh(browser: Browser, site: Path, page: str) -> list[float]:
    """Requests, KB, KB of scripts, KB more for a first search."""
    with serving(site) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        line = Line(context.new_page())
        line.visit(f"{address}/{page}.html")
        found = [
            line.requests,
            line.bytes / 1024,
            sum(size for kind, _, size in line.answers if kind == "Script") / 1024,
        ]
        before = line.bytes
        line.visit(f"{address}/search.html?q={QUERY}")
        context.close()
        return [*found, (line.bytes - before) / 1024]


def main(arguments: list[str] | None = None) -> int:
    """Build, visit, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--page", default="meetings/2011-11-01", help="the page that is visited")
    page = parser.parse_args(arguments).page
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, found = Path(name), chromium(playwright)
        if found is None:
            print("There is no Chromium.", file=sys.stderr)
            return 1
        stock = copy(folder / "stock")
        undress(stock)
        sites = {
            "the archive": build(copy(folder / "ours"), folder / "ours-html"),
            "the theme as it comes": build(stock, folder / "stock-html"),
        }
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        print(f"First visit of {page}, compressed; then the first search, for “{QUERY}”:\n")
        print(f"{'':24}{'requests':>10}{'KB':>10}{'KB script':>12}{'search KB':>12}")
        for title, site in sites.items():
            requests, *sizes = weigh(browser, site, page)
            print(f"{title:24}{requests:10.0f}{sizes[0]:10.1f}{sizes[1]:12.1f}{sizes[2]:12.1f}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
