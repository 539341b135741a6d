"""The figures of a run: taken one by one, kept as soon as they are there, and not taken again by a run that goes on.

A key is what was measured, of what, at which size: `cold/ours/1000`. A figure is a flat mapping of numbers and words;
`failed` is in those that came to nothing, and says why; `over` in those that took longer than so many seconds. Each
says how much `load` there was, before or after, its own included; those of builds also what they were made `with`, and
how many `times`.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import generate
from benchmarks.generate import Plan
from benchmarks.measuring import Cost, FailedError, TooLongError, load, middle

Figure = dict[str, Any]


class Figures:
    """Figures by key, and what is known about the run."""

    def __init__(self, path: Path, about: Mapping[str, Any], *, go_on: bool = False) -> None:
        """To go on raises `ValueError` if the figures that are there are of another commit."""
        self.path, self.about, self.taken = path, dict(about), dict[str, Figure]()
        if go_on and path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["about"]["commit"] != about["commit"]:
                raise ValueError(f"the figures in {path} are of commit {kept['about']['commit'] or 'unknown'}")
            self.about = {**kept["about"], **{key: each for key, each in self.about.items() if each}}
            self.taken = {key: each for key, each in kept["figures"].items() if "failed" not in each}

    def take(self, key: str, measure: Callable[..., Figure], *given: Any) -> Figure:
        """A figure; measured, of what is given, if it is not there yet. What fails is a figure too, and is told."""
        if key not in self.taken:
            print(f"{key} …", file=sys.stderr, flush=True)
            before = load()
            try:
                self.taken[key] = measure(*given)
            except TooLongError as error:
                self.taken[key] = {"over": error.limit}
            except (FailedError, OSError) as error:
                print(f"{key}: {error}", file=sys.stderr, flush=True)
                self.taken[key] = {"failed": str(error)[-400:]}
            self.taken[key]["load"] = max(before, load())
            self.save()
        return self.taken[key]

    def save(self) -> None:
        """Keep them."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        told = {"about": self.about, "figures": self.taken}
        self.path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and where."""

    figures: Figures
    folder: Path  #: for archives and what is made of them
    sizes: Sequence[int]  #: meetings, of cold builds
    edited: Sequence[int]  #: meetings, of archives that are edited
    times: int = 3
    patience: float = 300  #: seconds of wall time; what takes longer is not repeated
    limit: float = 3600  #: seconds, of one command of a peer
    sampled: int = 300  #: meetings above which what never ends is sampled
    books: int = 300  #: meetings, of a PDF
    peers: Sequence[str] = field(default_factory=tuple)

    def archive(self, size: int, *, seed: int = 1, busy: int = 0, name: str = "archive") -> Path:
        """An invented archive of so many meetings; written if it is not there."""
        folder = self.folder / f"{name}-{size}-{seed}-{busy}"
        if not (folder / ".whole").exists():
            generate.write(empty(folder), Plan(size, seed=seed, busy=busy))
            (folder / ".whole").touch()
        return folder

    def median(self, once: Callable[[], Cost]) -> Figure:
        """What something takes: the median of so many times, but of one if that takes long."""
        costs = [once()]
        while len(costs) < self.times and costs[0].wall <= self.patience:
            costs.append(once())
        return {**asdict(middle(costs)), "times": len(costs)}


def empty(folder: Path) -> Path:
    """A folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def weight(folder: Path) -> Figure:
    """The pages and bytes of a site."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        "pages": sum(path.suffix == ".html" for path in files),
        "bytes": sum(path.stat().st_size for path in files),
    }
