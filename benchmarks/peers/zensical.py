"""Zensical, which follows MkDocs Material; its default looks and menu."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks import dialect
from benchmarks.dialect import Dialect
from benchmarks.generate import Plan
from benchmarks.peers.peer import Peer, Program, binary, environment

PACKAGES = ("zensical==0.0.60",)
SETTINGS = """[project]
site_name = "The archive"
site_url = "https://example.org/"
docs_dir = "{docs}"
site_dir = "{site}"
[project.theme]
font = false
"""


def get() -> Program:
    """Its program, in a virtual environment of its own."""
    home = environment("zensical", *PACKAGES)
    return Program(binary(home, "zensical"), PACKAGES[0].partition("==")[2])


def write(folder: Path, plan: Plan) -> None:
    """The pages."""
    dialect.write(folder / "docs", plan, Dialect())


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it, or what it has not in its cache. Its settings stand above both folders, as it wishes."""
    settings = source.parent / "zensical.toml"
    settings.write_text(SETTINGS.format(docs=f"{source.name}/docs", site=out.name), encoding="utf-8")
    return [program.path, "build", "--config-file", settings]


PEERS = (Peer("zensical", "Zensical", f"pip install {' '.join(PACKAGES)}", get, write, command, cache="../.cache"),)
