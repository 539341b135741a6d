"""A build keeps no page's nodes longer than it needs them, and leaves Python as it found it."""

from __future__ import annotations

import gc
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace, patch_docutils

from minutes import garbage


def application(root: Path) -> Sphinx:
    out = root / "_build"
    return Sphinx(root, root, out / "html", out / "doctrees", "html", status=None)


def test_pages_are_not_kept_from_reading_to_writing(root: Path) -> None:
    kept: list[int] = []

    def count(app: Sphinx, env: BuildEnvironment) -> None:
        kept.extend((len(env._write_doc_doctree_cache), len(env._pickled_doctree_cache)))

    with patch_docutils(root), docutils_namespace():
        app = application(root)
        # Sphinx must still fill what we replace, or it has renamed it.
        assert {"_write_doc_doctree_cache", "_pickled_doctree_cache"} <= BuildEnvironment(app).__dict__.keys()
        app.connect("env-updated", count, priority=900)
        app.build()
        assert app.env.get_doctree("index").children
        count(app, app.env)
    assert len(app.env.all_docs) > 5
    assert kept == [0, 0, 0, 0]


def test_collection_is_as_it_was_after_a_build_that_failed_too(root: Path) -> None:
    usual = (700, 10, 10)
    gc.set_threshold(*usual)  # a build that was stopped in this process may have left others
    with patch_docutils(root), docutils_namespace():
        app = application(root)
        assert gc.get_threshold() > usual
        assert gc.get_freeze_count() > 10_000
        app.events.emit("build-finished", ValueError())
    assert gc.get_threshold() == usual


def test_what_was_frozen_thaws_in_the_next_build(root: Path) -> None:
    gc.freeze()
    with patch_docutils(root), docutils_namespace():
        app = application(root)
        gc.unfreeze()
        garbage.collect_rarely(app)
        assert gc.get_freeze_count() == 0
        app.events.emit("build-finished", None)
    gc.unfreeze()
