"""Run commands and measure them: CPU seconds, wall seconds, peak memory.

CPU seconds are the steadier figure where other work goes on beside. All of a command's processes count, as far as
it has waited for them; the peak is that of the largest single process.
"""

from __future__ import annotations

import math
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median
from threading import Timer

#: The file, in the folder where a command ran, with what it said.
TOLD = ".told.txt"


class FailedError(Exception):
    """A command ended with an error; the message is what it said last."""


class TooLongError(FailedError):
    """A command took longer than *limit*, the seconds that it was given, and was ended."""

    def __init__(self, command: str, limit: float) -> None:
        super().__init__(f"{command}\nended after {limit:.0f} s")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took."""

    cpu: float  #: seconds, of user and system
    wall: float  #: seconds
    peak: float  #: MB

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


def run(
    command: Sequence[str | Path],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    *,
    limit: float | None = None,
    fine: Collection[int] = (0,),
) -> Cost:
    """Run a command in a folder, silently, for *limit* seconds of wall time at most; *fine* are its good exit codes.

    Raises `FailedError` with the end of what it said if it ends otherwise, and `TooLongError` if it does not end.
    """
    told = folder / TOLD
    late = False

    def end() -> None:
        nonlocal late
        late = True
        os.killpg(process.pid, signal.SIGKILL)  # with all that it has started

    with told.open("w+", encoding="utf-8", errors="replace") as out:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = Timer(limit or 0, end)
        if limit:
            timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            end()
            raise
        finally:
            timer.cancel()
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # or it would be waited for again
        if late and limit:
            raise TooLongError(" ".join(map(str, command)), limit)
        if process.returncode not in fine:
            out.seek(0)
            raise FailedError(f"{' '.join(map(str, command))}\n{out.read()[-4000:]}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KB elsewhere
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * unit / 1e6)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure.

    >>> middle([Cost(1, 5, 9), Cost(2, 4, 8), Cost(3, 6, 7)])
    Cost(cpu=2, wall=5, peak=8)
    """
    return Cost(*(median(getattr(each, name) for each in costs) for name in ("cpu", "wall", "peak")))


def exponent(points: Mapping[int, float]) -> float | None:
    """How a figure grows with a number: the slope of the line through the logarithms; None of less than two points.

    >>> round(exponent({100: 5.0, 200: 10.0, 400: 20.0}), 2), round(exponent({10: 1.0, 100: 100.0}), 2)
    (1.0, 2.0)
    """
    if len(points) < 2:
        return None
    across, up = [math.log(each) for each in points], [math.log(each) for each in points.values()]
    middles = sum(across) / len(across), sum(up) / len(up)
    run_ = sum((x - middles[0]) ** 2 for x in across)
    return sum((x - middles[0]) * (y - middles[1]) for x, y in zip(across, up, strict=True)) / run_


def machine() -> dict[str, str]:
    """Where it was measured."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB",
    }


def load() -> float:
    """How many processes wanted a processor, on an average of the last minute."""
    return round(os.getloadavg()[0], 2)


def processor() -> str:
    """What the processor calls itself, as far as the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or "unknown"


def commit(root: Path) -> str:
    """The commit that a folder stands at, with a plus if something there differs from it; empty without a history."""
    if not (root / ".git").exists():
        return ""

    def ask(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    return ask("rev-parse", "--short=12", "HEAD") + "+" * bool(ask("status", "--porcelain"))


def versions(*packages: str) -> dict[str, str]:
    """The installed versions of some packages; those that are not installed are left out."""
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found
