"""Bring docs/performance.md and its curves into line with the figures that were kept.

python -m benchmarks refresh [_build/bench/all.json]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks import rows, whole
from benchmarks.curves import chart
from benchmarks.peers import PEERS
from benchmarks.table import ROOT

PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- figures: made by `nox -s bench -- refresh` -->\n", "<!-- end of figures -->\n"
#: The curves: the name of each, its title and unit, the field of a figure, and what it is divided by.
CURVES = (
    ("time", "Cold build", "CPU seconds", "cpu", 1.0),
    ("bytes", "Bytes written", "MB", "bytes", 1e6),
    ("memory", "Peak memory of a cold build", "MB", "peak", 1.0),
)


def drawings(taken: rows.Taken) -> dict[str, str]:
    """The curves as SVG, by name; without those that have no figures."""
    titles = {rows.OURS: "the archive", **{name: peer.title for name, peer in PEERS.items()}}
    made = {}
    for name, title, unit, field, part in CURVES:
        series: dict[str, Mapping[int, float]] = {
            shown: {size: value / part for size, value in rows.curve(taken, f"cold/{kind}", field).items()}
            for kind, shown in titles.items()
        }
        if any(series.values()):
            made[name] = chart(title, unit, series)
    return made


def replaced(page: str, text: str) -> str:
    """A page with other figures between its two marks; raises `ValueError` if it has not both."""
    found = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    if not found.search(page):
        raise ValueError("the page has no place for figures")
    return found.sub(lambda _: f"{START}\n{text}\n\n{END}", page)


def refresh(kept: Path, page: Path = PAGE) -> None:
    """Write the page, and the curves into the folder named after it."""
    facts = json.loads(kept.read_text(encoding="utf-8"))
    made = drawings(facts["figures"])
    folder = page.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in made.items():
        (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    titles = {name: title for name, title, *_ in CURVES}
    pictures = [f"![{titles[name]}, by the number of meetings]({folder.name}/{name}.svg)\n" for name in made]
    text = "\n".join([*pictures, whole.shown(facts["about"], facts["figures"])])
    page.write_text(replaced(page.read_text(encoding="utf-8"), text), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bench -- refresh", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kept", nargs="?", type=Path, default=whole.PLACE / "all.json", help="the figures")
    kept = parser.parse_args(arguments).kept
    if not kept.exists():
        print(f"There are no figures in {kept}.", file=sys.stderr)
        return 1
    refresh(kept)
    print(f"{PAGE.relative_to(ROOT)} has the figures of {kept}.")
    return 0
