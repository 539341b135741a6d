"""Where a Chromium is that can look at the site."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: In a container, Chromium has no rights to shut itself in. It sees nothing but the site.
ARGUMENTS = ("--no-sandbox",)


def chromium(playwright: Playwright) -> Path | None:
    """The Chromium of the variable CHROMIUM, else of the system, else Playwright's own; None without any."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    path = Path(named or playwright.chromium.executable_path)
    return path if path.exists() else None
