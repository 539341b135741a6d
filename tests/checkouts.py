"""A small repository with editions, and something that builds them in a moment."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from editions.__main__ import main
from editions.model import Edition, EditionsError

ADDRESS = "https://nec-archive.example/"
PAGE = """<!DOCTYPE html>
<html lang="en-GB" data-theme="auto">
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="{up}_static/archive.css?v=1" />
<link rel="canonical" href="{address}" />
<!-- edition:head --><!-- /edition:head -->
</head>
<body>
<nav class="archive-nav"><a href="{up}about.html">About</a></nav>
<!-- edition:top --><!-- /edition:top -->
<main><article class="bd-article"><section id="x">
<h1>{title}</h1>
{text}
</section></article>
<!-- edition:foot --><!-- /edition:foot --></main>
</body>
</html>
"""
SHELL = "<!-- edition:body --><p>Told elsewhere.</p><!-- /edition:body -->"


def build(edition: Edition, tree: Path, log: Path) -> None:
    """What stands in for the commit's own build: a page for each `*.txt`, and what else an edition has."""
    conf: dict[str, str] = {}
    exec((tree / "conf.py").read_text(), conf)
    if "fails" in conf:
        log.write_text("".join(f"line {number}\n" for number in range(50)) + "the reason why\n")
        raise EditionsError(f"its html was not built; the end of {log}:\n    the reason why")
    html = tree / "_build" / "html"
    base = f"{os.environ.get('ARCHIVE_URL', ADDRESS)}{conf['release']}/"
    found = {
        path.relative_to(tree).with_suffix("").as_posix(): path.read_text() for path in sorted(tree.rglob("*.txt"))
    }
    listed = []
    for docname, text in {**found, "changes": SHELL, "404": "<p>No such page.</p>"}.items():
        path = html / f"{docname}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        up = base.partition("example")[2] if docname == "404" else "../" * docname.count("/")
        address = base + ("" if docname == "index" else f"{docname}.html")
        path.write_text(PAGE.format(title=docname, text=text, address=address, up=up))
        if docname in found:
            listed.append(f"<url><loc>{address}</loc></url>")
    (html / "_static").mkdir()
    (html / "_static" / "archive.css").write_text("body { color: #222 }")
    (html / "sitemap.xml").write_text("\n".join(listed))
    (html / "objects.inv").write_bytes(
        f"# Sphinx inventory version 2\n# Project: Tiny\n# Version: {conf['release']}\n# The rest\n".encode()
    )
    if (tree / "redirects.toml").exists():
        (html / "_redirects").write_text("/people/ann.html /people/ann-ash.html 301\n/2026.2/* /:splat 200\n")
        (html / "redirects.map").write_text('"/people/ann.html" "/people/ann-ash.html";\n')
    people = [{"type": "person", "docname": each, "label": each, "preview": ""} for each in found if "/" in each]
    data = {"schema": 1, "objects": people, "records": [], "sources": [], "mentions": []}
    (html / "minutes.json").write_text(json.dumps(data))
    (tree / "_build" / "epub").mkdir()
    (tree / "_build" / "epub" / "nec-archive.epub").write_bytes(b"book " + conf["release"].encode())


class Checkout:
    """A repository at a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True)
        self.time = 1_700_000_000
        self.git("init", "--quiet", "--initial-branch=main")
        self.write(".gitignore", "_build/\n")

    def git(self, *arguments: str) -> str:
        variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **{f"GIT_{who}_{what}": "x@y.z" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            "GIT_AUTHOR_DATE": f"{self.time} +0000",
            "GIT_COMMITTER_DATE": f"{self.time} +0000",
        }
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=variables).stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, message: str) -> str:
        self.time += 86400
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return self.git("rev-parse", "HEAD")

    def edition(self, number: str, date: str, *, more: str = "") -> str:
        """Commit a state whose settings name an edition."""
        self.write("conf.py", f'version = release = "{number}"\nminutes_edition_date = "{date}"\n{more}')
        return self.commit(f"Edition {number}")

    def register(self, *entries: tuple[str, str, str, str], more: str = "") -> None:
        """Write the register, and commit it: number, date, commit and summary of each, as they are to stand."""
        keys = ("number", "date", "commit", "summary")
        tables = [
            "[[edition]]\n" + "".join(f'{key} = "{value}"\n' for key, value in zip(keys, each, strict=True))
            for each in entries
        ]
        self.write("editions.toml", "\n".join(tables) + more)
        self.commit("Register")

    @property
    def site(self) -> Path:
        return self.root / "_build" / "site"

    def run(self, *arguments: str) -> int:
        return main([*arguments, "--root", str(self.root)], build)


def two_editions(root: Path) -> Checkout:
    """Three pages, of which the second edition renames one, changes one and adds one."""
    made = Checkout(root)
    made.write("index.txt", "<p>Welcome to the archive.</p>")
    made.write("about.txt", "<p>What this is.</p>")
    made.write("people/ann.txt", "<p>Ann Ash was a member for three years and spoke about lamps at length.</p>")
    made.write("people/bob.txt", "<p>Bob Birch bought lamps.</p>")
    made.write("people/gone.txt", "<p>Nobody in the end.</p>")
    first = made.edition("2026.1", "2026-11-22")
    made.git("mv", "people/ann.txt", "people/ann-ash.txt")
    made.git("rm", "--quiet", "people/gone.txt")
    made.write("people/bob.txt", "<p>Bob Birch bought twelve lamps.</p>")
    made.write("people/cy.txt", "<p>Cy Cedar came.</p>")
    made.write("redirects.toml", '"people/ann" = "people/ann-ash"\n')
    second = made.edition("2026.2", "2026-12-13")
    made.register(
        ("2026.2", "2026-12-13", second[:12], "More about Bob."),
        ("2026.1", "2026-11-22", first, "The first."),
    )
    return made
