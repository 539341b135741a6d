"""The site's one style sheet; the theme's own assets stay behind, and so does what it does for its own templates.

The theme brings 400 KB of CSS, of which the pages use a twentieth, a font of icons as 1.5 MB of script,
and scripts for menus that the archive does not have. For each page it also renders its menus and buttons,
twice, parses the table of contents and joins the words: for templates that `_templates/site.html` replaces.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pydata_sphinx_theme
import sphinx_book_theme
import tinycss2
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from minutes import again, stylesheet

#: Our own parts, relative to the archive's root, in order of name.
PARTS = "_static/css"
SHEET = "archive.css"
THEMES = (
    Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    Path(sphinx_book_theme.__file__).parent / "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
)
#: What the theme copies into `_static` that no page asks for.
UNUSED = (
    *("css", "locales", "scripts", "styles", "vendor", "images", "webpack-macros.html", "sbt-webpack-macros.html"),
    *("pygments.css", "basic.css", "plus.png", "minus.png", "file.png"),
)
#: Whose pages are made by our templates alone. What a page's templates know is itself what `json` writes.
SITES = ("html", "dirhtml", "singlehtml")


def _dressed(app: Sphinx) -> bool:
    return isinstance(app.builder, StandaloneHTMLBuilder) and app.config.html_theme == "sphinx_book_theme"


def write_sheet(app: Sphinx) -> None:
    """Before any page names it: its address carries a digest of its text."""
    if _dressed(app):
        path = Path(app.outdir) / "_static" / SHEET
        path.parent.mkdir(parents=True, exist_ok=True)
        said = _sheet(app).encode()
        if not path.is_file() or path.read_bytes() != said:
            path.write_bytes(said)


def _sheet(app: Sphinx) -> str:
    """The style sheet, kept beside the doctrees: to choose among the theme's rules takes half a second."""
    parts = (*THEMES, *sorted((Path(app.srcdir) / PARTS).glob("*.css")))
    texts = [path.read_text(encoding="utf-8") for path in parts]
    digest = hashlib.sha256(repr((again.machinery(), tinycss2.VERSION, texts)).encode()).hexdigest()
    kept = Path(app.doctreedir) / "dress" / SHEET
    first, _, css = (kept.read_text(encoding="utf-8") if kept.is_file() else "").partition("\n")
    if first != digest:
        css = stylesheet.bundle(texts[: len(THEMES)], texts[len(THEMES) :])
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"{digest}\n{css}", encoding="utf-8", newline="")
    return css


def leave_out(app: Sphinx) -> None:
    """Let the theme add nothing to what the templates of a page know: ours ask for none of it."""
    if _dressed(app) and app.builder.name in SITES:
        packages = {theme.__name__ for theme in (pydata_sphinx_theme, sphinx_book_theme)}
        for each in list(app.events.listeners["html-page-context"]):
            if each.handler.__module__.partition(".")[0] in packages:
                app.disconnect(each.id)


def leave_behind(app: Sphinx, exception: Exception | None) -> None:
    """Delete the theme's assets that no page asks for."""
    if exception is None and _dressed(app):
        for name in UNUSED:
            path = Path(app.outdir) / "_static" / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", write_sheet, priority=900)
    app.connect("builder-inited", leave_out, priority=900)  # themes connect when a builder is made
    app.connect("build-finished", leave_behind)
