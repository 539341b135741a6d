"""Builds from nothing: ours and those of the peers, and ours of other archives of the same size.

And what all of them say of dead links.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.figures import Bench, Figure, empty, weight
from benchmarks.generate import Plan, World
from benchmarks.measuring import TOLD, Cost, FailedError, run
from benchmarks.peers import PEERS
from benchmarks.peers.peer import MissingError, Peer, Program

VARIABLES = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
#: Pages that are written of what is sampled: first, and then.
FEW, MORE = 2, 22
#: How often somebody is named in each meeting of an archive with one busy person; and another seed.
BUSY, SEED = 25, 2
#: Meetings of the archive in which links are dead; a page that is not there, and a heading.
FEW_MEETINGS, NO_PAGE, NO_HEADING = 12, "nobody-at-all", "no-such-heading"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


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
    sources = sum("_build" not in path.parts for path in archive.rglob("*.md"))
    made = {"sources": sources, "with": " ".join(["Sphinx", metadata.version("sphinx"), *flags])}
    return bench.median(lambda: ours(archive, *flags)) | weight(site(archive)) | made


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
    """In one process and with all processors at all sizes; with another seed, a busy person and no search at one."""
    take = bench.figures.take
    for each in bench.sizes:
        take(f"cold/ours/{each}", of_size, bench, each)
        take(f"cold/parallel/{each}", of_size, bench, each, "-j", "auto")
    take(f"dead/ours/{FEW_MEETINGS}", dead_ours, bench)
    size = min(bench.sizes[-1], 1000)
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
    """Each peer at all sizes that it can bear, until it takes too long; and once more after an edit, where ours is."""
    take = bench.figures.take
    for name, program in programs.items():
        made, late = PEERS[name], False
        take(f"dead/{name}/{FEW_MEETINGS}", dead, bench, made, program)
        for size in bench.sizes:
            if made.most is not None and size > made.most:
                continue
            key = f"cold/{name}/{size}"
            if late:
                take(key, lambda: {"over": bench.limit})
                continue
            figure = take(key, peer, bench, made, program, size)
            late = "over" in figure
            if size in bench.edited and not late and "sampled" not in figure:  # of those there is no build
                take(f"edit/{name}/{size}", again, bench, made, program, size)
            shutil.rmtree(place(bench, made, size), ignore_errors=True)


def place(bench: Bench, peer: Peer, size: int) -> Path:
    """Where a peer's archive is."""
    return bench.folder / f"{peer.name}-{size}"


def peer(bench: Bench, peer: Peer, program: Program, size: int) -> Figure:
    """The figure of a peer's cold build."""
    home = prepared(bench, peer, size)
    source, out = home / "source", home / "site"
    made = {"with": program.version}
    if peer.some is not None and size > bench.sampled:
        return sampled(bench, peer, program, home, Plan(size)) | made

    def once() -> Cost:
        shutil.rmtree(out, ignore_errors=True)
        if peer.cache:
            shutil.rmtree(source / peer.cache, ignore_errors=True)
        return run(peer.command(program, source, out), source, peer.variables, limit=bench.limit)

    return bench.median(once) | weight(out) | made


def prepared(bench: Bench, peer: Peer, size: int) -> Path:
    """The folder with a peer's archive, `source` in it, and nothing else."""
    home = empty(place(bench, peer, size))
    (home / "source").mkdir()
    peer.write(home / "source", Plan(size))
    return home


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
        "times": 1,
        "pages": pages,
        "sampled": written[2],
    }


def again(bench: Bench, peer: Peer, program: Program, size: int) -> Figure:
    """The figure of a peer's build after one meeting was edited, with what it keeps from the one before."""
    home = place(bench, peer, size)
    there = (home / "site").exists()
    if not there:  # in a run that goes on
        prepared(bench, peer, size)
    build = peer.command(program, home / "source", home / "site")
    if not there:
        run(build, home / "source", peer.variables, limit=bench.limit)
    page = next(home.joinpath("source").rglob(f"{World(Plan(size)).day(size // 2)}.md"))

    def once() -> Cost:
        with page.open("a", encoding="utf-8") as file:
            file.write("\nOne sentence more was said.\n")
        return run(build, home / "source", peer.variables, limit=bench.limit)

    return bench.median(once) | {"with": program.version}


def dead(bench: Bench, peer: Peer, program: Program) -> Figure:
    """What a peer says of a link to no page, and of one to no heading."""
    home, here = prepared(bench, peer, FEW_MEETINGS), f"meetings/{World(Plan(FEW_MEETINGS)).day(FEW_MEETINGS // 2)}"
    source = home / "source"
    links = [peer.link(here, f"people/{NO_PAGE}", "", "one"), peer.link(here, "sources", NO_HEADING, "other")]
    with next(source.rglob(f"{here}.md")).open("a", encoding="utf-8") as file:
        file.write(f"\n{' and '.join(links)}\n")
    build = peer.command(program, source, home / "site")
    try:
        return said(lambda: run(build, source, peer.variables, limit=bench.limit), source) | {"with": program.version}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def dead_ours(bench: Bench) -> Figure:
    """What ours says of them."""
    archive = bench.archive(FEW_MEETINGS, name="dead")
    day = World(Plan(FEW_MEETINGS)).day(FEW_MEETINGS // 2)
    with (archive / "meetings" / f"{day}.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{{meeting}}`{NO_PAGE}` and {{item}}`{day}#{NO_HEADING}`\n")
    try:
        return said(lambda: ours(archive), archive)
    finally:
        for folder in (archive, site(archive)):
            shutil.rmtree(folder, ignore_errors=True)


def said(build: Callable[[], Cost], folder: Path) -> Figure:
    """Whether a build tells of a dead page and of a dead heading, and whether it fails for them."""
    try:
        build()
        fails = False
    except FailedError:
        fails = True
    told = _COLOUR.sub("", (folder / TOLD).read_text(encoding="utf-8", errors="replace"))
    return {"page": NO_PAGE in told, "heading": NO_HEADING in told, "fails": fails}
