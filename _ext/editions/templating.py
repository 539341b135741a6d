"""The templates of what the site of all editions adds to a page, and of its own pages."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "_templates" / "editions"


def environment(folder: Path = TEMPLATES, *, keep_trailing_newline: bool = False) -> Environment:
    """A folder's templates: what they are given is escaped, and what they are not given is an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
