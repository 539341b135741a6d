"""How a build uses several processors: they share the pages of an archive that is read anew, and those to be written.

What a page was read into has to come back from another process, with everything that this process knew before. That
is little when it knew nothing, and otherwise takes longer than reading.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.parallel import ParallelTasks, parallel_available

#: Fewer pages are read by one process.
FEW = 150
#: When a build is finished, and all have done their part.
_LAST = 9_000
_beside: WeakKeyDictionary[Sphinx, list[ParallelTasks]] = WeakKeyDictionary()


def read_alone(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before anything is read: one process reads, unless nothing is known yet, and to be read there is much."""
    if env.all_docs.keys() - set(docnames) or len(docnames) < FEW or not isinstance(app.builder, StandaloneHTMLBuilder):
        app.parallel = 1


def beside(app: Sphinx, work: Callable[[], None]) -> None:
    """Let a process of its own do what nothing in the build waits for, if there is more than one; it only writes files.

    A build has not ended before all such work has; what goes wrong there ends it with an error.
    """
    if app.parallel < 2 or not parallel_available:  # one does it itself
        work()
        return
    tasks = ParallelTasks(1)
    tasks.add_task(work)
    _beside.setdefault(app, []).append(tasks)


def _wait(app: Sphinx, exception: Exception | None) -> None:
    for tasks in _beside.pop(app, []):
        if exception is None:
            tasks.join()
        else:
            tasks.terminate()


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
    app.connect("build-finished", _wait, priority=_LAST)
