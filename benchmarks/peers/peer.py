"""What the benchmark must know of a maker of sites, and a place for those that it installs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.dialect import Link, relative
from benchmarks.generate import Plan
from benchmarks.table import ROOT

PLACE = ROOT / "_build" / "bench" / "peers"


class MissingError(Exception):
    """A peer can't be had; the message is why."""


@dataclass(frozen=True, slots=True)
class Program:
    """A peer that is installed."""

    path: Path  #: what runs it; a folder if it runs from its own sources
    version: str


@dataclass(frozen=True, slots=True)
class Peer:
    """A maker of sites. Its functions take folders that it may write to."""

    name: str  #: short, in figures
    title: str  #: in tables
    how: str  #: how to get it, for people
    #: Finds it, or installs it; raises `MissingError`.
    get: Callable[[], Program]
    #: Writes an archive in its dialect into an empty folder.
    write: Callable[[Path, Plan], None]
    #: The command that builds the archive in a folder into another.
    command: Callable[[Program, Path, Path], Sequence[str | Path]]
    variables: Mapping[str, str] = field(default_factory=dict)
    link: Link = relative  #: a link as *write* makes it
    #: Meetings of the largest archive that it gets, or None: above, it takes hours, or all memory.
    most: int | None = 3000
    cache: str = ""  #: the folder beside the pages where it remembers what it did before
    #: The same, but writes some pages only, from their sources: those of what never ends are sampled.
    some: Callable[[Program, Path, Path, Sequence[str]], Sequence[str | Path]] | None = None


def said_by(command: Sequence[str | Path], folder: Path | None = None) -> str:
    """What a command of a peer's installation prints; raises `MissingError` if it fails, or takes ten minutes."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(str(error)) from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise MissingError("\n".join(lines[-3:]) or f"{command[0]} ended with {done.returncode}")
    return done.stdout.strip()


def environment(name: str, *requirements: str) -> Path:
    """The folder of a virtual environment with exactly these packages, `name==version`; made if it is not there."""
    home = PLACE / name
    wanted = hashlib.sha256(f"{sys.version} {requirements}".encode()).hexdigest()
    stamp = home / "installed.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return home
    shutil.rmtree(home, ignore_errors=True)
    said_by([sys.executable, "-m", "venv", home])
    said_by([binary(home, "python"), "-m", "pip", "install", "--quiet", *requirements])
    stamp.write_text(wanted, encoding="utf-8")
    return home


def binary(home: Path, name: str) -> Path:
    """A program of a virtual environment."""
    return home / ("Scripts" if os.name == "nt" else "bin") / name
