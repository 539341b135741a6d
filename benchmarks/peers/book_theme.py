"""Stock Sphinx: the book theme as it comes, MyST and bibtex; the very versions that the archive is built with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from benchmarks import dialect, generate
from benchmarks.dialect import SECTIONS, Dialect
from benchmarks.generate import Plan, World
from benchmarks.peers.peer import Peer, Program

SETTINGS = """project = "The archive"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
myst_heading_anchors = 2
bibtex_bibfiles = ["references.bib"]
html_theme = "sphinx_book_theme"
"""
CACHE = ".doctrees"
BIBLIOGRAPHY = "# Sources\n\n```{bibliography}\n:all:\n```\n"
SITE_TREE = "\n```{{toctree}}\n:hidden:\n:glob:\n\n{}\n```\n"
DIALECT = Dialect(cite=lambda here, key: f"{{cite:p}}`{key}`")


def get() -> Program:
    """It is here, since the archive is built with it."""
    return Program(
        Path(sys.executable), f"{metadata.version('sphinx-book-theme')}, Sphinx {metadata.version('sphinx')}"
    )


def write(folder: Path, plan: Plan) -> None:
    """The pages, with a tree of the site."""
    dialect.write(folder, plan, DIALECT)
    (folder / "conf.py").write_text(SETTINGS, encoding="utf-8")
    (folder / "sources.md").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(generate.sources(World(plan))), encoding="utf-8")
    branches = {"": "\n".join([*(f"{each}/index" for each in SECTIONS), "sources"]), **dict.fromkeys(SECTIONS, "*")}
    for branch, pages in branches.items():
        with (folder / branch / "index.md").open("a", encoding="utf-8") as index:
            index.write(SITE_TREE.format(pages))


def some(program: Program, source: Path, out: Path, pages: Sequence[str]) -> Sequence[str | Path]:
    """It reads everything that has changed since it last did, and writes these pages."""
    files = (source / f"{page}.md" for page in pages)
    return [program.path, "-m", "sphinx", "-q", "-b", "html", "-d", source / CACHE, source, out, *files]


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it."""
    return some(program, source, out, ())


PEERS = (
    Peer(
        name="stock",
        title="stock Sphinx",
        how="It comes with the archive's own packages.",
        get=get,
        write=write,
        command=command,
        most=1000,
        cache=CACHE,
        some=some,
    ),
)
