"""Everything but the site: the check, unlinked names, and the PDF of a book and of one meeting."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import pikepdf

from benchmarks.cold import VARIABLES
from benchmarks.figures import Bench, Figure
from benchmarks.generate import Plan, World
from benchmarks.measuring import Cost, run

#: The commands that read the words alone. The second ends with 1 if it has found something.
COMMANDS = {"check": "minutes.checking", "mentions": "minutes.mentions"}


def ask(archive: Path, module: str) -> Cost:
    """Run one of the commands."""
    return run([sys.executable, "-m", module], archive, {**VARIABLES, "PYTHONPATH": "_ext"}, fine=(0, 1))


def errand(bench: Bench, archive: Path, module: str) -> Figure:
    """The figure of a command: without anything from before, and with it."""
    shutil.rmtree(archive / "_build", ignore_errors=True)
    cold = ask(archive, module)
    warm = bench.median(lambda: ask(archive, module))
    return {**warm, **{f"cold-{name}": value for name, value in asdict(cold).items()}}


def book(bench: Bench, archive: Path, *names: str) -> Figure:
    """The figure of a PDF, made anew."""
    place = archive / "_build" / "pdf"

    def once() -> Cost:
        shutil.rmtree(place, ignore_errors=True)
        return run([sys.executable, "tools/build.py", "pdf", *names, "--fresh"], archive, VARIABLES)

    figure = bench.median(once)
    path = next(place.glob("*.pdf"))
    with pikepdf.open(path) as pdf:
        return {**figure, "pages": len(pdf.pages), "bytes": path.stat().st_size}


def measure(bench: Bench) -> None:
    """The commands at the sizes that are edited; the books at theirs."""
    take = bench.figures.take
    for size in bench.edited:
        for name, module in COMMANDS.items():
            take(f"{name}/ours/{size}", errand, bench, bench.archive(size), module)
        # Of an archive that was checked, as most are.
        take(f"pdf/one/{size}", book, bench, bench.archive(size), World(Plan(size)).day(size // 2))
    size = bench.books
    take(f"pdf/all/{size}", book, bench, bench.archive(size))
    take(f"pdf/one/{size}", book, bench, bench.archive(size), World(Plan(size)).day(size // 2))
