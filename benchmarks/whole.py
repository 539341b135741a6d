"""Measure everything that is promised, beside what else makes a site of the same words; print and keep a table.

    python -m benchmarks [--sizes 100,300,1000,3000,10000] [--edited 1000,10000] [--times 3] [--patience 300]
        [--only cold,edits] [--peers hugo,zensical] [--limit 900] [--go-on]
    python -m benchmarks quick [the same]

The whole takes hours, and some 30 GB of the disk; `quick` a few minutes, with smaller archives and each build once.
Every figure is kept as soon as it is there: `--go-on` takes only those that are missing, as after a fault, at the
same commit; so the whole can be taken in pieces, by `--only`, `--peers` and `--sizes`. CPU seconds are those of all of a command's processes, memory that of the largest.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import beside, cold, edits, errands, parted, rows
from benchmarks.figures import Bench, Figures
from benchmarks.measuring import commit, machine, versions
from benchmarks.peers import PEERS
from benchmarks.table import ROOT

PLACE = ROOT / "_build" / "bench"
PACKAGES = ("sphinx", "docutils", "myst-parser", "sphinx-book-theme", "sphinxcontrib-bibtex", "typst")
#: What is measured where nothing else is asked for: all, and quickly.
WHOLE: Mapping[str, Any] = {
    "sizes": "100,300,1000,3000,10000",
    "edited": "1000,10000",
    "times": 3,
    "patience": 300,
    "limit": 3600,
    "sampled": 300,
    "books": 300,
}
QUICK: Mapping[str, Any] = {
    "sizes": "10,30,100",
    "edited": "100",
    "times": 1,
    "patience": 300,
    "limit": 120,
    "sampled": 30,
    "books": 30,
}


def visits(bench: Bench) -> None:
    """What a browser loads; where there is no Playwright, that is told."""
    try:
        from benchmarks import visits as there
    except ModuleNotFoundError as error:
        print(f"\n*** Nothing is measured in a browser: there is no {error.name}.\n", file=sys.stderr, flush=True)
        return
    there.measure(bench)


def peers(bench: Bench) -> None:
    """The peers, as far as they can be had."""
    programs, absent = cold.found(bench.peers)
    about = bench.figures.about
    about["peers"] = about["peers"] | {name: each.version for name, each in programs.items()}
    missing = about["absent"] | {name: {"why": why, "how": PEERS[name].how} for name, why in absent.items()}
    about["absent"] = {name: each for name, each in missing.items() if name not in programs}
    cold.measure_peers(bench, programs)


#: What can be asked for alone, in the order in which it is measured. A new one is a line here, and its rows in `rows`.
PARTS: Mapping[str, Callable[[Bench], None]] = {
    "cold": cold.measure_ours,
    "visits": visits,
    "edits": edits.measure,
    "errands": errands.measure,
    "volumes": parted.measure,
    "peers": peers,
}


def numbers(text: str) -> tuple[int, ...]:
    """Sizes, in order.

    >>> numbers("100,30")
    (30, 100)
    """
    return tuple(sorted({int(each) for each in text.split(",")}))


def shown(about: Mapping[str, Any], figures: rows.Taken) -> str:
    """All that there is to say of a run, as Markdown."""
    titles = {name: peer.title for name, peer in PEERS.items()}
    lines = [rows.promises(figures), "", beside.comparison(figures, titles), ""]
    if told_dead := beside.links(figures, titles):
        lines += [told_dead, ""]
    lines += [f"{titles[name]} could not be had: `{each['how']}`.\n" for name, each in about.get("absent", {}).items()]
    lines += [f"Commit {about['commit'] or 'unknown'}; {told(about['machine'])}; {told(about['versions'])}."]
    if loads := [each["load"] for each in figures.values() if "load" in each]:
        lines += [
            "",
            f"Processes that wanted a processor, before or after each was taken: {min(loads)} to {max(loads)}.",
        ]
    if about.get("peers"):
        lines += ["", f"Beside it: {'; '.join(f'{titles[name]} {each}' for name, each in about['peers'].items())}."]
    return "\n".join(lines)


def told(facts: Mapping[str, str]) -> str:
    """Facts in a line."""
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def parser(name: str, usual: Mapping[str, Any]) -> argparse.ArgumentParser:
    """The command line, with what it takes where nothing is said."""
    made = argparse.ArgumentParser(prog=f"bench -- {name}", description=(__doc__ or "").partition("\n")[0])
    made.add_argument("--sizes", type=numbers, default=numbers(usual["sizes"]), help="meetings, of cold builds")
    made.add_argument("--edited", type=numbers, default=None, help="meetings, of archives that are edited")
    made.add_argument("--times", type=int, default=usual["times"], help="measure so often, and take the median")
    made.add_argument("--patience", type=float, default=usual["patience"], help="seconds; what takes longer, once")
    made.add_argument("--limit", type=float, default=usual["limit"], help="seconds that a peer has for a build")
    made.add_argument(
        "--sampled", type=int, default=usual["sampled"], help="above so many meetings, sample stock Sphinx"
    )
    made.add_argument("--books", type=int, default=usual["books"], help="meetings, of a PDF")
    made.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help=f"of {', '.join(PARTS)}")
    made.add_argument("--peers", type=lambda text: text.split(","), default=list(PEERS), help=f"of {', '.join(PEERS)}")
    made.add_argument("--folder", type=Path, default=PLACE / "work", help="where archives are written and built")
    made.add_argument("--keep", action="store_true", help="leave them there")
    made.add_argument("--go-on", action="store_true", help="keep the figures that are there already")
    return made


def main(arguments: Sequence[str] | None = None, *, quick: bool = False) -> int:
    """Measure, print and keep."""
    name, usual = ("quick", QUICK) if quick else ("all", WHOLE)
    asked = parser(name, usual)
    given = asked.parse_args(arguments)
    if unknown := (set(given.only) - set(PARTS)) | (set(given.peers) - set(PEERS)):
        asked.error(f"there is no {', '.join(sorted(unknown))}")
    usual_sizes = given.sizes == numbers(usual["sizes"])
    edited = given.edited or tuple(each for each in numbers(usual["edited"]) if each in given.sizes)
    edited = edited or given.sizes[-1:]
    about = {
        "commit": commit(ROOT),
        "machine": machine(),
        "versions": versions(*PACKAGES),
        "asked": {**{key: value for key, value in vars(given).items() if key != "folder"}, "edited": edited},
        "peers": {},
        "absent": {},
    }
    try:
        figures = Figures(PLACE / f"{name}.json", about, go_on=given.go_on)
    except ValueError as error:
        print(f"Nothing was measured: {error}.", file=sys.stderr)
        return 2
    given.folder.mkdir(parents=True, exist_ok=True)
    books = given.books if usual_sizes else min(given.books, given.sizes[-1])
    bench = Bench(
        figures,
        given.folder,
        given.sizes,
        edited,
        given.times,
        given.patience,
        given.limit,
        given.sampled,
        books,
        tuple(given.peers),
    )
    try:
        for part in given.only:
            PARTS[part](bench)
    finally:
        figures.save()
        if not given.keep:
            shutil.rmtree(given.folder, ignore_errors=True)
    text = shown(figures.about, figures.taken)
    figures.path.with_suffix(".md").write_text(text + "\n", encoding="utf-8")
    print(f"\n{text}\n\nKept in {figures.path} and beside it.")
    return 1 if any("failed" in each for each in figures.taken.values()) else 0
