"""An archive in three volumes, each built as on a machine of its own, beside one build of the whole."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks.cold import VARIABLES
from benchmarks.edits import File, files
from benchmarks.figures import Bench, Figure
from benchmarks.generate import Plan, World
from benchmarks.measuring import Cost, run

#: So many volumes, of about as many meetings each.
VOLUMES = 3
#: More meetings than this are not built in volumes here: their figures say nothing new.
MOST = 3000


def divided(size: int) -> dict[str, str]:
    """The years of each volume, by its name: as many meetings in each as whole years allow."""
    world = World(Plan(size))
    years = Counter(world.day(number)[:4] for number in range(size))
    ends: list[int] = []
    seen = 0
    for year, number in sorted(years.items()):
        seen += number
        if len(ends) < VOLUMES - 1 and seen >= size * (len(ends) + 1) / VOLUMES:
            ends.append(int(year))
    starts = ["..", *(str(end + 1) for end in ends)]
    return {
        f"v{at}": f"{start}/{end}"
        for at, (start, end) in enumerate(zip(starts, [*map(str, ends), ".."], strict=True), 1)
    }


def step(archive: Path, *words: str) -> Cost:
    """What a step takes."""
    return run([sys.executable, "tools/volumes.py", *words], archive, VARIABLES)


def built(bench: Bench, size: int) -> Figure:
    """The CPU seconds of the whole, of the dearest volume and of joining; and whether what is joined is the whole."""
    archive = bench.archive(size, name="divided")
    names = divided(size)
    text = "\n".join(f'[[volume]]\nname = "{name}"\nyears = "{years}"\n' for name, years in names.items())
    (archive / "volumes.toml").write_text(text, encoding="utf-8")
    try:
        whole = run([sys.executable, "tools/build.py", "html"], archive, VARIABLES)
        made = files(archive / "_build" / "html")
        shutil.rmtree(archive / "_build")
        read = {name: step(archive, "read", name) for name in names}
        volumes = {name: read[name] + step(archive, "write", name) for name in names}
        joining = step(archive, "join")
        joined = files(archive / "_build" / "html")
    finally:
        shutil.rmtree(archive)
    dearest = max(volumes.values(), key=lambda cost: cost.cpu)
    different = [each for each in made.keys() | joined.keys() if _digest(made, each) != _digest(joined, each)]
    return {
        **asdict(dearest),
        "times": 1,
        "whole": whole.cpu,
        "volumes": {name: cost.cpu for name, cost in volumes.items()},
        "join": joining.cpu,
        "pages": sum(each.endswith(".html") for each in made),
        "different": len(different),
        "names": sorted(different)[:5],
    }


def _digest(found: Mapping[str, File], name: str) -> str | None:
    return found[name].digest if name in found else None


def measure(bench: Bench) -> None:
    """At the largest size that is not too large."""
    if fitting := [each for each in bench.sizes if each <= MOST]:
        bench.figures.take(f"volumes/{fitting[-1]}", built, bench, fitting[-1])
