"""Make the pictures: of the site for the README, and those that the site itself shows elsewhere.

    python -m tools.pictures

The same site gives the same pictures, as far as this system's fonts are the same.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.aside import ROOT, build
from tools.browser import ARGUMENTS, chromium
from tools.serve import serving

#: Of the site: the picture's name in `docs`, and the page.
SCREENS = (
    ("front-page", "index.html"),
    ("meeting-page", "meetings/2011-11-01.html"),
    ("person-page", "people/johanna-baxter.html#appearances"),
)
#: Of the icon for a phone: the pixels of a side.
ICON = 180


def take(browser: Browser, address: str, size: tuple[int, int]) -> bytes:
    """A PNG of what a screen shows of an address."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.goto(address, wait_until="networkidle")
    tab.evaluate("document.fonts.ready")
    picture: bytes = tab.screenshot(animations="disabled", caret="hide", omit_background=True)
    context.close()
    return picture


def mark(browser: Browser, size: int) -> bytes:
    """A PNG of the archive's mark, with sharp corners: a phone rounds them itself."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "mark.html")
        svg = (ROOT / "_static" / "favicon.svg").read_text(encoding="utf-8")
        svg = svg.replace(' rx="5"', "")
        style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
        page.write_text(f"<!DOCTYPE html>{style}{svg}", encoding="utf-8")
        return take(browser, page.as_uri(), (size, size))


def main() -> int:
    """Build the site aside, and take all pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            print("There is no Chromium: install it, or say where it is with the variable CHROMIUM", file=sys.stderr)
            return 1
        browser = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, "--font-render-hinting=none"])
        made = {
            "_static/social-card.png": take(browser, (ROOT / "tools" / "social-card.html").as_uri(), (1200, 630)),
            "_static/apple-touch-icon.png": mark(browser, ICON),
        }
        with serving(build(ROOT, Path(name, "site"))) as address:
            for title, page in SCREENS:
                made[f"docs/{title}.png"] = take(browser, f"{address}/{page}", (1440, 900))
        browser.close()
    for path, picture in made.items():
        (ROOT / path).write_bytes(picture)
        print(f"{path}: {len(picture) / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
