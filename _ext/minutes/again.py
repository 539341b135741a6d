"""What a build need not do again at its end: a file about the whole archive says the same while no page is read anew.

Each task leaves a stamp beside the doctrees, of all that its files were made of. Stamps may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from minutes import checking, identifiers, redirects

#: What is read in each build, beside the pages.
READ = (checking.BIBLIOGRAPHY, identifiers.FILE, redirects.FILE)


@cache
def machinery() -> str:
    """A digest of what makes all this of the pages."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and "__pycache__" not in each.parts):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def made_of(app: Sphinx) -> str:
    """A digest of all that a file about the whole archive is made of.

    A page counts by the moment at which it was read, which Sphinx keeps for each: no two readings share one.
    """
    builder = app.builder
    settings = [builder.build_info.config_hash] if isinstance(builder, StandaloneHTMLBuilder) else []
    own = [(each.name, each.value) for each in app.config if each.name.startswith(("minutes_", "bibtex_", "html_base"))]
    digest = hashlib.sha256(repr((machinery(), str(app.outdir), settings, sorted(own, key=repr))).encode())
    digest.update(repr(sorted(app.env.all_docs.items())).encode())
    for name in READ:
        path = Path(app.srcdir) / name
        digest.update(f"\0{name}\0".encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def _stamp(app: Sphinx, task: str) -> Path:
    return Path(app.doctreedir) / "done" / app.builder.name / task


def needless(app: Sphinx, task: str, *files: Path) -> bool:
    """Whether a task was done, of the same words, and its files are there. If not, nobody says so until it is `done`."""
    stamp = _stamp(app, task)
    if all(each.exists() for each in files) and stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of(app):
        return True
    stamp.unlink(missing_ok=True)
    return False


def done(app: Sphinx, task: str) -> None:
    """Note that a task was done."""
    stamp = _stamp(app, task)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_of(app), encoding="utf-8")
