"""A Sphinx builder that sets a book with Typst: one PDF, tagged, fit for archives, the same bytes each time.

All but ``builder`` and ``writer`` can be used without Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder ``typst``, its settings, and the event ``typst-books``."""
    from typstbook.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    # (app) -> list of `plan.Book`: what to make instead of one book of all pages in the order of their toctrees.
    app.add_event("typst-books")
    app.add_config_value("typst_name", "", "", frozenset({str}))  # of the file, without suffix
    app.add_config_value("typst_date", "", "", frozenset({str}))  # ISO 8601; SOURCE_DATE_EPOCH is stronger
    app.add_config_value("typst_language", "", "", frozenset({str}))  # BCP 47; else `language`
    app.add_config_value("typst_standards", ["ua-1", "a-2a"], "", frozenset({list}))
    app.add_config_value("typst_style", "", "", frozenset({str}))  # a Typst file over `book.typ`
    # Class of a docutils node -> function of the style: see `writer`.
    app.add_config_value("typst_functions", {}, "", frozenset({dict}))
    app.add_config_value("typst_beside", [], "", frozenset({list}))  # classes of what stands in the margin
    # Where pages stand that are not in the book, as in "https://example.org/"; else `html_baseurl`.
    app.add_config_value("typst_web_address", "", "", frozenset({str}))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
