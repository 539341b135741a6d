"""The NEC archive's Sphinx extension: meetings, people, terms, records and what links them.

`setup` is a table of contents. The pure modules of the package can be used without Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything; each module says what it adds."""
    from minutes import (
        abridged,
        citations,
        collect,
        defaults,
        dress,
        ebook,
        elements,
        excerpting,
        export,
        filetimes,
        fill,
        garbage,
        lean,
        lookups,
        moved,
        preview_files,
        printing,
        processors,
        publishing,
        refresh,
        searchindex,
        shell,
        singlepage,
        straight,
        transforms,
        walking,
        webpages,
    )
    from minutes.domain import MinutesDomain

    garbage.setup(app)  # before anything is read
    defaults.setup(app)
    walking.setup(app)
    lookups.setup(app)
    processors.setup(app)
    app.add_domain(MinutesDomain)
    for module in (
        *(elements, collect, filetimes, transforms, refresh, fill, straight, singlepage, citations, dress),
        *(export, preview_files, publishing, searchindex, moved, lean, shell, webpages, ebook),
        *(abridged, printing, excerpting),
    ):
        module.setup(app)
    return {
        "version": "1",
        # History of what is pickled. 1: first ledgers; 2: which ids are permanent; 3: corrections; 4: no prints.
        "env_version": 4,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
