"""MkDocs with the Material theme; and the same without the branches of the menu that a page is not in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import dialect
from benchmarks.dialect import Dialect
from benchmarks.generate import Plan
from benchmarks.peers.peer import Peer, Program, binary, environment

PACKAGES = ("mkdocs==1.6.1", "mkdocs-material==9.8.1")
SETTINGS = """site_name: The archive
site_url: https://example.org/
theme:
  name: material
  font: false
  features: [{features}]
markdown_extensions: [admonition, attr_list, footnotes]
plugins: [search]
"""


def get() -> Program:
    """Its program, in a virtual environment of its own."""
    home = environment("material", *PACKAGES)
    return Program(binary(home, "mkdocs"), ", ".join(PACKAGES).replace("==", " "))


def write(folder: Path, plan: Plan, features: str = "") -> None:
    """The pages, and a menu of them all, which MkDocs makes of the folders."""
    dialect.write(folder / "docs", plan, Dialect())
    (folder / "mkdocs.yml").write_text(SETTINGS.format(features=features), encoding="utf-8")


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it, as always. It would not tell of dead links if it were asked to be quiet."""
    return [program.path, "build", "--config-file", source / "mkdocs.yml", "--site-dir", out]


HOW = f"pip install {' '.join(PACKAGES)}"
PEERS = (
    Peer("material", "MkDocs Material", HOW, get, write, command, {"NO_MKDOCS_2_WARNING": "1"}),
    Peer(
        "pruned",
        "MkDocs Material, pruned",
        HOW,
        get,
        partial(write, features="navigation.prune"),
        command,
        {"NO_MKDOCS_2_WARNING": "1"},
    ),
)
