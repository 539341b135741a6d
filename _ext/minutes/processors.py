"""How a build uses several processors: they share the pages of an archive that is read anew, and those to be written.

What a page was read into has to come back from another process, with everything that this process knew before. That
is little when it knew nothing, and otherwise takes longer than reading.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

#: Fewer pages are read by one process.
FEW = 150


def read_alone(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before anything is read: one process reads, unless nothing is known yet, and to be read there is much."""
    if env.all_docs.keys() - set(docnames) or len(docnames) < FEW or not isinstance(app.builder, StandaloneHTMLBuilder):
        app.parallel = 1


def setup(app: Sphinx) -> None:
    wanted = app.parallel

    def write_together(app: Sphinx, env: BuildEnvironment) -> None:
        # Sphinx counts the process that hands out the pages, which has little to do.
        app.parallel = wanted + 1 if wanted > 1 else wanted

    def end(app: Sphinx, exception: Exception | None) -> None:
        app.parallel = wanted

    app.connect("env-before-read-docs", read_alone)
    app.connect("env-updated", write_together)
    app.connect("build-finished", end, priority=0)
