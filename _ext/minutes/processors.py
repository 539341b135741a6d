"""How a build uses several processors: one process reads all pages, and several write them.

What a page was read into would have to come back from another process, with everything read before it: that takes
longer than reading. What is written stays where it is.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def read_alone(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before anything is read."""
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
