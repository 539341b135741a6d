"""Measure what the PDF takes to make, and what printing the same archive as a web page takes.

    python -m benchmarks pdf [--meetings 300] [--growth] [--times 1] [--only ours]

Invented archives of so many meetings, and of a third of it, are written, and each is made a PDF of twice: by the archive's own builder,
and through `singlehtml` and WeasyPrint, tagged too. Every build is fresh and a process of its own, one after another.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pikepdf

from benchmarks import generate, webprint
from benchmarks.measuring import Cost, FailedError, exponent, machine, middle, run, versions
from benchmarks.table import ROOT, keep, number, table

#: Parts of the number of meetings: what is measured, and what else when growth is.
PARTS, MORE = (1 / 3, 1), (1 / 6, 2 / 3, 2)
VARIABLES = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
OURS, THEIRS = "our builder", "WeasyPrint"


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF: what it took, and what came of it."""

    cost: Cost
    pages: int
    size: int  #: bytes


def ours(archive: Path) -> tuple[Cost, Path]:
    """As an editor makes it."""
    shutil.rmtree(archive / "_build", ignore_errors=True)
    cost = run([sys.executable, "tools/build.py", "pdf", "--fresh"], archive, VARIABLES)
    return cost, next((archive / "_build" / "pdf").glob("*.pdf"))


def printed(archive: Path) -> tuple[Cost, Path]:
    """Through one plain web page; what makes the page counts."""
    plain, page = archive.with_name(f"{archive.name}-plain"), archive.with_name(f"{archive.name}-page")
    shutil.rmtree(page, ignore_errors=True)
    if not plain.exists():
        shutil.copytree(archive, plain, ignore=shutil.ignore_patterns("_build"))
        webprint.undress(plain)
    flags = ("-q", "-E", "-b", "singlehtml", "-d", f"{page}-doctrees")
    cost = run([sys.executable, "-m", "sphinx", *flags, ".", str(page)], plain, VARIABLES)
    book = plain / "book.pdf"
    command = [sys.executable, "-m", "benchmarks.webprint", str(page / "index.html"), str(book)]
    return cost + run(command, plain, {**VARIABLES, "PYTHONPATH": str(ROOT)}), book


#: How a PDF is made.
WAYS: Mapping[str, Callable[[Path], tuple[Cost, Path]]] = {OURS: ours, THEIRS: printed}


def measure(way: Callable[[Path], tuple[Cost, Path]], archive: Path, times: int) -> Made:
    """Make a PDF so many times; the median of what it took. Raises `FailedError`."""
    costs = []
    for _ in range(times):
        cost, path = way(archive)
        costs.append(cost)
    with pikepdf.open(path) as book:
        return Made(middle(costs), len(book.pages), path.stat().st_size)


def growths(found: Mapping[str, Mapping[int, Made]]) -> dict[str, float | None]:
    """How each way's CPU seconds grow with the number of meetings."""
    return {way: exponent({size: each.cost.cpu for size, each in made.items()}) for way, made in found.items()}


def shown(found: Mapping[str, Mapping[int, Made]]) -> str:
    """The figures as a table; the last column compares CPU seconds with ours."""
    rows = []
    for size in sorted({size for made in found.values() for size in made}):
        base = found.get(OURS, {}).get(size)
        for way, made in found.items():
            if (each := made.get(size)) is None:
                rows.append([way, str(size), *"––––––––"])
                continue
            cost = each.cost
            ratio = number(cost.cpu / base.cost.cpu) if base else "–"
            figures = (cost.cpu, cost.wall, cost.peak / 1000, each.size / 1e6)
            cpu, wall, peak, weight = (number(figure, 2 if figure is figures[2] else 1) for figure in figures)
            share = [number(1000 * cost.cpu / each.pages), number(cost.peak / each.pages, 2)]
            rows.append([way, str(size), cpu, wall, peak, f"{each.pages:,}", *share, weight, ratio])
    heads = ["CPU s", "wall s", "peak GB", "pages", "CPU ms a page", "peak MB a page", "MB", "× ours"]
    return table(["made by", "meetings", *heads], rows)


def main(arguments: list[str] | None = None) -> int:
    """Write archives, make PDFs of them, print and keep a table."""
    parser = argparse.ArgumentParser(prog="bench -- pdf", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=300, help="measured beside a third of it; 300, unless told")
    parser.add_argument("--growth", action="store_true", help="measure a sixth, two thirds and the double of it too")
    parser.add_argument("--times", type=int, default=1, help="make each PDF so often, and take the median")
    parser.add_argument("--only", choices=("ours", "theirs"), help="leave the other out")
    given = parser.parse_args(arguments)
    parts = (*PARTS, *(MORE if given.growth else ()))
    sizes = sorted({max(1, round(given.meetings * part)) for part in parts})
    ways = [way for way in WAYS if given.only in (None, "ours" if way == OURS else "theirs")]
    if THEIRS in ways and not webprint.there():
        print(f"\n{webprint.WANTED}\n", file=sys.stderr)
    found: dict[str, dict[int, Made]] = {way: {} for way in ways}
    failed = []
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            archive = generate.write(Path(name, str(size)), generate.Plan(size))
            for way in ways:
                if way == THEIRS and not webprint.there():
                    continue
                print(f"{size} meetings, {way} …", file=sys.stderr, flush=True)
                try:
                    found[way][size] = measure(WAYS[way], archive, given.times)
                except (FailedError, StopIteration) as error:
                    failed.append(f"{way}, {size} meetings: {error}")
                    print(failed[-1], file=sys.stderr)
            shutil.rmtree(archive)
    about = machine() | versions("sphinx", "myst-parser", "typst", "weasyprint")
    slopes = growths(found)
    lines = [shown(found), "", "; ".join(f"{name} {value}" for name, value in about.items()) + "."]
    lines += [
        f"CPU seconds of {way} grow with meetings to the power of {number(slope, 2)}."
        for way, slope in slopes.items()
        if slope
    ]
    print("\n" + "\n".join(lines))
    figures = {way: {size: asdict(each) for size, each in made.items()} for way, made in found.items()}
    kept = keep("pdf", {"machine": about, "figures": figures, "growth": slopes, "failed": failed}, "\n".join(lines))
    print(f"\nKept in {kept.parent}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
