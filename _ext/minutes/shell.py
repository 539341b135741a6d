"""A page beside the archive's own that says what the edition changed: empty, until the site of all editions fills it.

What an edition changed shows only beside the one before, which its own build does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from minutes.domain import SITES

PAGE = "changes"


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, with its template's name."""
    if app.config.minutes_changes_page and app.builder.name in SITES:
        yield PAGE, {"title": f"Edition {app.config.release}: what changed"}, f"{PAGE}.html"


def setup(app: Sphinx) -> None:
    app.add_config_value("minutes_changes_page", False, "html", bool)
    app.connect("html-collect-pages", collect)
