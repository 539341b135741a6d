"""Problems as Sphinx warnings: each with its file, its line and a subtype that can be named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.util import logging

from minutes.model import Problem

logger = logging.getLogger(__name__)


def warn(problems: Iterable[Problem], srcdir: Path) -> None:
    """Report problems, in order, as warnings ``minutes.<code>``."""
    for each in problems:
        logger.warning(
            "%s", each.message, location=f"{srcdir / each.path}:{each.line}", type="minutes", subtype=str(each.code)
        )
