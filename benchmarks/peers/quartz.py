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
HOW = (
    f"git clone --branch {TAG} {ADDRESS}; cd quartz; npm ci, with Node.js 22 or later; "
    f"and its folder in the variable {VARIABLE}"
)
CONFIG = "quartz.config.ts"
PROGRAM = Path("quartz") / "bootstrap-cli.mjs"


def suited(settings: str) -> str:
    r"""Its settings, without pictures for social networks and dates from git, and with links as files have them.

    >>> suited('Plugin.CustomOgImages(),\npriority: ["frontmatter", "git", "filesystem"]').strip()
    'priority: ["frontmatter", "filesystem"]'
    """
    settings = re.sub(r"^[ \t]*Plugin\.CustomOgImages\(\),?\n", "", settings, flags=re.MULTILINE)
    return settings.replace('"git", ', "").replace('"shortest"', '"relative"')


def suit(home: Path) -> None:
    """Bring the settings of a copy into line; raises `MissingError` if they are not as those of Quartz 4."""
    path = home / CONFIG
    settings = suited(path.read_text(encoding="utf-8"))
    if '"relative"' not in settings or '"git"' in settings or "CustomOgImages()" in settings:
        raise MissingError(f"the settings in {home} are not those of Quartz 4")
    path.write_text(settings, encoding="utf-8")


def copied(there: Path, home: Path) -> None:
    """Copy one that is installed, but for its packages, which stay where they are; it is not to be changed itself."""
    if not (there / PROGRAM).exists() or not (there / "node_modules").is_dir():
        raise MissingError(f"there is no Quartz in {there}, with its packages")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(there, home, ignore=shutil.ignore_patterns("node_modules", ".git", "docs", ".quartz-cache"))
    (home / "node_modules").symlink_to(there.resolve() / "node_modules")


def cloned(home: Path) -> None:
    """Clone and install it, if that is not done yet."""
    if (home / "node_modules").exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    said_by(["git", "clone", "--quiet", "--depth=1", f"--branch={TAG}", ADDRESS, home])
    said_by(["npm", "ci", "--no-audit", "--no-fund"], home)


def get() -> Program:
    """That of the variable, or one that is cloned and installed."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise MissingError("there is no Node.js")
    if given := os.environ.get(VARIABLE):
        home = PLACE / "quartz-copy"
        copied(Path(given), home)
    else:
        home = PLACE / "quartz"
        cloned(home)
    suit(home)
    version = said_by(["node", "--print", "require('./package.json').version"], home)
    return Program(home, f"{version}, Node.js {said_by(['node', '--version']).removeprefix('v')}")


def write(folder: Path, plan: Plan) -> None:
    """The pages."""
    dialect.write(folder, plan, Dialect())


def command(program: Program, source: Path, out: Path) -> Sequence[str | Path]:
    """All of it. It must run in its own folder."""
    build = 'cd "$1" && exec node quartz/bootstrap-cli.mjs build --directory "$2" --output "$3"'
    return ["sh", "-c", build, "sh", program.path, source, out]


PEERS = (Peer("quartz", "Quartz 4", HOW, get, write, command),)
