"""Pages whose file is another than the one that was read, however old it is.

Sphinx reads a page again when its file is newer than its reading. A file that was moved, unpacked or copied with its
time is older, and would go unnoticed, as would one that is saved while it is read. To be reported upstream: its
`env.all_docs` should keep the time that a file had before it was read, and ask whether it has another one now.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from minutes import state

#: Where what is known of files is kept, with all else that was read.
ATTRIBUTE = "minutes_stamps"
#: The file of a page, as good as its words: when it was changed last, in nanoseconds, and its size in bytes.
Stamp = tuple[int, int]


def _stamps(env: BuildEnvironment) -> dict[str, Stamp]:
    """What is known of the files that were read, by docname; pickled with all else that was read."""
    found: dict[str, Stamp] = env.__dict__.setdefault(ATTRIBUTE, {})
    return found


def stamp_of(env: BuildEnvironment, docname: str) -> Stamp | None:
    """The stamp of a page's file when it was read."""
    return _stamps(env).get(docname)


def _stamp(env: BuildEnvironment, docname: str) -> Stamp | None:
    """Of a file that can be looked at."""
    try:
        found = env.doc2path(docname).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    known = _stamps(env)
    behind = state.load(state.folder(Path(app.doctreedir), app.builder.name) / state.RETOUCHED) or ()
    return [
        each
        for each in sorted(env.found_docs)
        if each in behind or (each in known and known[each] != _stamp(env, each))
    ]


def note(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Before they are read: what is saved after this will be read the next time."""
    known = _stamps(env)
    for docname in docnames:
        if stamp := _stamp(env, docname):
            known[docname] = stamp


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    # Also called for a page that is about to be read again, which was noted before.
    if docname not in env.found_docs:
        _stamps(env).pop(docname, None)


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", note)
    app.connect("env-purge-doc", forget)
