"""Builds from nothing: ours and those of the peers, and ours of other archives of the same size."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Bench, Figure, empty, weight
from benchmarks.generate import Plan, World
from benchmarks.measuring import Cost, run
from benchmarks.peers import PEERS
from benchmarks.peers.peer import MissingError, Peer, Program

VARIABLES = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
#: Pages that are written of what is sampled: first, and then.
FEW, MORE = 2, 22
#: How often somebody is named in each meeting of an archive with one busy person; and another seed.
BUSY, SEED = 25, 2


def site(archive: Path) -> Path:
    """Where a cold build of ours leaves the site."""
    return archive.with_name(f"{archive.name}-site")


def ours(archive: Path, *flags: str) -> Cost:
    """Build it with Sphinx, without anything from before."""
    out, doctrees = site(archive), archive.with_name(f"{archive.name}-doctrees")
    for folder in (out, doctrees):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        return run(
            [sys.executable, "-m", "sphinx", "-q", "-b", "html", *flags, "-d", doctrees, ".", out], archive, VARIABLES
        )
    finally:
        shutil.rmtree(doctrees, ignore_errors=True)


def built(bench: Bench, archive: Path, *flags: str) -> Figure:
    """The figure of a cold build."""
    return bench.median(lambda: ours(archive, *flags)) | weight(site(archive))


def of_size(bench: Bench, size: int, *flags: str) -> Figure:
    """The figure of a cold build of the usual archive."""
    return built(bench, bench.archive(size), *flags)


def once_of(bench: Bench, size: int, what: Mapping[str, Any], *flags: str) -> Figure:
    """The figure of a cold build of an archive that is used for nothing else; the sites of the usual ones are visited."""
    archive = bench.archive(size, **what)
    try:
        return built(bench, archive, *flags)
    finally:
        for folder in (archive, site(archive)):
            shutil.rmtree(folder, ignore_errors=True)


def measure_ours(bench: Bench) -> None:
    """Serially at all sizes; with all processors, another seed, a busy person and no search at one."""
    take = bench.figures.take
    for each in bench.sizes:
        take(f"cold/ours/{each}", of_size, bench, each)
    size = min(bench.sizes[-1], 1000)
    for each in sorted({size, bench.sizes[-1]}):
        take(f"cold/parallel/{each}", of_size, bench, each, "-j", "auto")
    take(f"cold/seed/{size}", once_of, bench, size, {"seed": SEED})
    take(f"cold/busy/{size}", once_of, bench, size, {"busy": BUSY})
    take(f"cold/unsearched/{size}", once_of, bench, size, {"name": "unsearched"}, "-D", "minutes_search=0")


def found(names: Sequence[str]) -> tuple[dict[str, Program], dict[str, str]]:
    """Which peers there are, installed if need be; and why the others are not. It is told loudly."""
    there, absent = {}, {}
    for name in names:
        try:
            there[name] = PEERS[name].get()
        except MissingError as error:
            absent[name] = str(error)
            told = f"{PEERS[name].title} is not here, so its cells stay empty: {error}\nTo have it: {PEERS[name].how}"
            print(f"\n*** {told}\n", file=sys.stderr, flush=True)
    return there, absent


def measure_peers(bench: Bench, programs: dict[str, Program]) -> None:
    """Each peer at all sizes, until it takes too long; and once more after an edit."""
    for name, program in programs.items():
        late = False
        for size in bench.sizes:
            key = f"cold/{name}/{size}"
            if late:
                bench.figures.take(key, lambda: {"over": bench.limit})
                continue
            figure = bench.figures.take(key, peer, bench, PEERS[name], program, size)
            late = "over" in figure
            if size == min(bench.sizes[-1], 1000) and not late and "sampled" not in figure:  # else there is no build
                bench.figures.take(f"edit/{name}/{size}", again, bench, PEERS[name], program, size)
            shutil.rmtree(place(bench, PEERS[name], size), ignore_errors=True)


def place(bench: Bench, peer: Peer, size: int) -> Path:
    """Where a peer's archive is."""
    return bench.folder / f"{peer.name}-{size}"


def peer(bench: Bench, peer: Peer, program: Program, size: int) -> Figure:
    """The figure of a peer's cold build."""
    home = empty(place(bench, peer, size))
    source, out = home / "source", home / "site"
    source.mkdir()
    peer.write(source, Plan(size))
    if peer.some is not None and size > bench.sampled:
        return sampled(bench, peer, program, home, Plan(size))

    def once() -> Cost:
        shutil.rmtree(out, ignore_errors=True)
        if peer.cache:
            shutil.rmtree(source / peer.cache, ignore_errors=True)
        return run(peer.command(program, source, out), source, peer.variables, limit=bench.limit)

    return bench.median(once) | weight(out)


def sampled(bench: Bench, peer: Peer, program: Program, home: Path, plan: Plan) -> Figure:
    """The figure of a cold build, as it would be: all is read and some is written, as many pages more tell what one costs.

    Memory and bytes are of the pages that were written, and so are left out.
    """
    assert peer.some is not None
    source, world = home / "source", World(plan)
    days = [f"meetings/{world.day(number)}" for number in range(0, plan.meetings, max(1, plan.meetings // MORE))]
    pages = sum(1 for _ in source.rglob("*.md"))
    costs, written = [], []
    for out, some in ((home / "read", days[:FEW]), (home / "few", days[:FEW]), (home / "more", days[:MORE])):
        costs.append(run(peer.some(program, source, out, some), source, peer.variables, limit=bench.limit))
        written.append(weight(out)["pages"])
    read, few, more = costs
    number = max(1, written[2] - written[1])
    each = Cost((more.cpu - few.cpu) / number, (more.wall - few.wall) / number, 0)
    rest = pages - written[0]
    return {
        "cpu": read.cpu + rest * each.cpu,
        "wall": read.wall + rest * each.wall,
        "pages": pages,
        "sampled": written[2],
    }


def again(bench: Bench, peer: Peer, program: Program, size: int) -> Figure:
    """The figure of a peer's build after one meeting was edited, with what it keeps from the one before."""
    home = place(bench, peer, size)
    if not (home / "site").exists():  # a run that goes on, or a sample
        raise OSError("there is no build to add to")
    page = next(home.joinpath("source").rglob(f"{World(Plan(size)).day(size // 2)}.md"))

    def once() -> Cost:
        with page.open("a", encoding="utf-8") as file:
            file.write("\nOne sentence more was said.\n")
        return run(
            peer.command(program, home / "source", home / "site"), home / "source", peer.variables, limit=bench.limit
        )

    return bench.median(once)
