"""The archive itself, built strictly, in a process of its own and outside of its folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
#: What is made, and what tools keep: no part of the archive.
MADE = ("_build", ".git", ".nox", ".venv", "__pycache__", ".*_cache", "node_modules")


class Made(NamedTuple):
    """A built edition."""

    root: Path
    out: Path
    doctrees: Path
    told: str  #: warnings and errors


def copied(folder: Path) -> Path:
    """The whole archive in another folder: a build must not depend on where it is."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*MADE))
    return folder


@cache
def made(root: Path, builder: str, *, jobs: str = "auto", doctrees: Path | None = None, seed: str = "0") -> Made:
    """Build an edition, once in a run, from *doctrees* if it need not read the words again."""
    out, known = root.parent / f"{root.name}-{builder}", root.parent / f"{root.name}-{builder}-doctrees"
    if doctrees:
        shutil.copytree(doctrees, known)
    flags = ("-q", "-W", "-n", "--keep-going", f"-j{jobs}", f"-b{builder}", f"-d{known}")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *flags, str(root), str(out)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    return Made(root, out, known, done.stderr.replace(f"{root}/", "") or ("" if done.returncode == 0 else "failed"))


@cache
def site(folder: Path) -> Made:
    """The site, built in a folder once for all tests of a run."""
    found = made(copied(folder / "archive"), "html")
    if not (found.out / "minutes.json").exists():
        pytest.fail(f"the archive was not built: {found.told}")
    return found
