"""What a build keeps in memory, and how often Python looks through that for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

#: Python looks at a whole heap of ledgers and indexes again after every 700 new objects, ten times ten
#: times: a quarter of a build. A page's nodes are some ten thousand objects.
_THRESHOLD: Final = (20_000, 10, 10)
_LAST: Final = 10_000  # a priority behind everybody's


@contextmanager
def left_alone() -> Iterator[None]:
    """While this lasts, nothing is collected: of what is read from a pickle, everything stays."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Forgetful(dict[str, object]):
    """A cache that keeps nothing, so that whoever asks reads the file again."""

    def __setitem__(self, key: str, value: object) -> None:
        pass


def collect_rarely(app: Sphinx) -> None:
    """Collect more rarely until the build is finished; what was frozen in an earlier build thaws now."""
    before = gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(*_THRESHOLD)

    def end(app: Sphinx, exception: Exception | None) -> None:
        gc.set_threshold(*before)  # what is frozen stays so: a process that ends should not look through it

    app.connect("build-finished", end, priority=_LAST)


def set_aside(app: Sphinx, env: BuildEnvironment | None = None) -> None:
    """Exempt from collection what there is now: nearly all of it stays until the end."""
    gc.freeze()


def forget_doctrees(app: Sphinx) -> None:
    """Let Sphinx read each page's nodes from its file when it writes the page.

    It keeps those of all pages from reading to writing, and their pickled form from then on: 0.15 MB
    a page. An archive of ten thousand meetings would need 4 GB for it; to read one again takes half a
    millisecond. The names are private ones of Sphinx 9, and a test says when they are gone. To be
    proposed there: an upper bound of what `BuildEnvironment` caches.
    """
    app.env._write_doc_doctree_cache = Forgetful()  # type: ignore[assignment]
    app.env._pickled_doctree_cache = Forgetful()  # type: ignore[assignment]


def setup(app: Sphinx) -> None:
    collect_rarely(app)
    app.connect("builder-inited", forget_doctrees)
    app.connect("builder-inited", set_aside, priority=_LAST)
    app.connect("env-updated", set_aside, priority=_LAST)
