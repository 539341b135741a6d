"""Quartz 4, with back-links, previews and search; as it comes, but for what needs the internet or a git history."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import dialect
from benchmarks.dialect import Dialect
from benchmarks.generate import Plan
from benchmarks.peers.peer import PLACE, MissingError, Peer, Program, said_by

ADDRESS, TAG = "https://github.com/jackyzha0/quartz.git", "v4.5.2"
#: A copy of it that is there already.
VARIABLE = "QUARTZ"
HOW = f"git clone --branch {TAG} {ADDRESS}; cd quartz; npm ci; and its folder in the variable {VARIABLE}"
CONFIG = "quartz.config.ts"


def suited(settings: str) -> str:
    r"""Its settings, without pictures for social networks and dates from git, and with links as files have them.

    >>> suited('Plugin.CustomOgImages(),\npriority: ["frontmatter", "git", "filesystem"]').strip()
    'priority: ["frontmatter", "filesystem"]'
    """
    settings = re.sub(r"^[ \t]*Plugin\.CustomOgImages\(\),?\n", "", settings, flags=re.MULTILINE)
    return settings.replace('"git", ', "").replace('"shortest"', '"relative"')


def get() -> Program:
    """That of the variable, or one that is cloned and installed."""
    if shutil.which("npx") is None:
        raise MissingError("there is no Node.js")
    home = Path(os.environ[VARIABLE]) if VARIABLE in os.environ else PLACE / "quartz"
    if VARIABLE not in os.environ and not (home / "node_modules").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        said_by(["git", "clone", "--quiet", "--depth=1", f"--branch={TAG}", ADDRESS, home])
        settings = home / CONFIG
        settings.write_text(suited(settings.read_text(encoding="utf-8")), encoding="utf-8")
        said_by(["npm", "ci", "--no-audit", "--no-fund"], home)
    if not (home / "quartz" / "bootstrap-cli.mjs").exists():
        raise MissingError(f"there is no Quartz in {home}")
    return Program(home, said_by(["node", "--print", "require('./package.json').version"], home))


def write(folder: Path, plan: Plan) -> None:
    """The pages."""
    dialect.write(folder, plan, Dialect())


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it. It must run in its own folder."""
    build = 'cd "$1" && exec node quartz/bootstrap-cli.mjs build --directory "$2" --output "$3"'
    return ["sh", "-c", build, "sh", program.path, source, out]


PEERS = (Peer("quartz", "Quartz 4", HOW, get, write, command),)
