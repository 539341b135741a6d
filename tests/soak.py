"""Edit archives at random, build them in every way there is, and hold each build against a clean one.

    python -m tests.soak [--steps 2000] [--seed 7] [--from 360]

Work is done in rounds of some steps. A round starts from the tiny archive or from an invented one, and depends on its
number and the seed alone: what step 391 found is found again by starting from 360. A step makes some edits and then

    plain   runs Sphinx as it is, in one process or two, on what the last such step left
    tool    runs `tools/build.py`, of the site or of another edition
    kill    runs it, and kills it at some moment; sometimes builds again at once, else leaves that to later steps
    fault   runs it on words with a fault, which it must refuse; and mends them

Whatever a build says it has made must be, to the byte, what a clean build makes of the same words. What a build that
was killed or refused leaves in place must be the last good edition, or the new one whole. On a difference, the shortest
way to it that can be found is told.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks import generate
from tests.editor import Editor, put, words
from tests.helpers import tiny
from tools import build

REPOSITORY = Path(__file__).resolve().parents[1]
#: Steps to a round: an archive that only grows would be slow to build, and its beginnings forgotten.
ROUND = 40
ARCHIVES = ("tiny", "invented")
INVENTED = generate.Plan(meetings=3, people=12, terms=12, words=300, links=12)
#: What a step does, as often as it stands here, and how many edits it makes before that.
KINDS = (*("plain",) * 5, *("tool",) * 4, *("kill",) * 3, "fault", *("other",) * 2)
COUNTS = (0, 1, 1, 1, 2, 2, 3)
#: What else can be built; those that need an extension, only where there is one.
OTHERS = ("dirhtml", "singlehtml", "text", "latex", "epub", "pdf")
NEEDS = {"pdf": "typstbook"}
#: Builds that the search for a short way may make.
PATIENCE = 60

#: `tools/build.py` with another number of processes: for the command itself, that is always one for each processor.
TOOL = """
import subprocess, sys
from itertools import pairwise
from pathlib import Path
from tools import build
root, builder, jobs, *fresh = sys.argv[1:]
def run(command, **settings):
    return subprocess.call([f"--jobs={jobs}" if each == "--jobs=auto" else each for each in command], **settings)
sys.exit(build.build(builder, Path(root), fresh=bool(fresh), run=run))
"""

#: Of the tiny archive, so that a page can move, and be cited.
SETTINGS = """
templates_path = ["_templates"]
html_static_path = ["_static"]
html_baseurl = "https://lamp.example/2001.1/"
minutes_edition_date = "2001-05-04"
minutes_previews = True
"""

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Way:
    """How something is built."""

    kind: str  #: plain, tool, kill or fault
    builder: str = "html"
    jobs: int = 1
    moment: float = 0.0  #: of a kill, as a share of the time that such a build takes
    again: bool = False  #: after a kill or a fault: built once more at once

    def __str__(self) -> str:
        more = [f"-j{self.jobs}", *([f"at {self.moment:.0%}"] if self.kind == "kill" else []), *["again"] * self.again]
        return " ".join((self.kind, self.builder, *more))


@dataclass(frozen=True)
class Step:
    """What was done: the words as they are after it, and how they were built."""

    number: int
    edits: tuple[str, ...]
    words: Mapping[str, str]
    old: frozenset[str]  #: the files with a time before that of the last build
    way: Way


class DifferentError(Exception):
    """A build that is not as a clean one; says in what."""


class UnsoundError(Exception):
    """A clean build fails: the fault is the editor's."""


# -- what was made ----------------------------------------------------------------------------------------


def files(out: Path) -> dict[str, bytes]:
    """An edition, without what Sphinx keeps for itself, and what it has set aside."""
    found = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != ".buildinfo.bak"
    }
    if "searchindex.js" in found:
        index = json.loads(found["searchindex.js"][len("Search.setIndex(") : -1])
        for name in ("terms", "titleterms"):
            # A word that left its last page stays in Sphinx's index, with no page: nothing is found by it.
            index[name] = {word: pages for word, pages in index[name].items() if pages != []}
        found["searchindex.js"] = json.dumps(index).encode()
    return found


def ledgers(doctrees: Path) -> dict[str, bytes]:
    """What the last build that changed anything knows of each page, as if it were files."""
    pickled = doctrees / "environment.pickle"
    if not pickled.exists():
        return {}
    known = pickle.loads(pickled.read_bytes()).domaindata["minutes"]["ledgers"]
    return {f"(ledger of {docname})": repr(known[docname]).encode() for docname in sorted(known)}


def differences(one: Files, other: Files) -> list[str]:
    """The names of files that are not in both, or not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def told(made: Files, clean: Files, limit: int = 5) -> str:
    """How two editions differ, and the first place in some of their files."""
    names = differences(made, clean)
    lines = [f"{len(names)} of {len(clean)} files differ from those of a clean build:"]
    for name in names[:limit]:
        one, other = made.get(name), clean.get(name)
        if one is None or other is None:
            lines.append(f"  {name} is only in the {'clean' if one is None else 'other'} build")
            continue
        at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        lines.append(f"  {name}, from byte {at} on:")
        lines += [
            f"    {label} {each[max(0, at - 60) : at + 100]!r}" for label, each in (("is", one), ("clean", other))
        ]
    return "\n".join((*lines, *(f"  {name}" for name in names[limit:50]), *["  …"] * (len(names) > 50)))


# -- building -----------------------------------------------------------------------------------------------


class Place:
    """An archive in a folder, and what was built of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.good: dict[str, Files] = {}  # by builder: what was put in place last
        self.took: dict[str, float] = {}  # seconds of the last whole build

    def out(self, way: Way) -> Path:
        """Where the edition is in the end."""
        return self.root / "_build" / ("plain/out" if way.kind == "plain" else way.builder)

    def made(self, way: Way) -> Files:
        """The edition as it is; none, nothing."""
        return files(self.out(way)) | (self.ledgers(way) if way.kind == "plain" else {})

    def ledgers(self, way: Way) -> Files:
        """What Sphinx knows of each page; not of one that a small build has read since."""
        doctrees = "plain/doctrees" if way.kind == "plain" else f".work/{way.builder}/doctrees"
        return ledgers(self.root / "_build" / doctrees)

    def start(self, way: Way, *, fresh: bool = False) -> subprocess.Popen[bytes]:
        """Start a build, as the leader of a group of processes."""
        base = self.root / "_build"
        base.mkdir(exist_ok=True)
        if way.kind == "plain":
            flags = [*(each for each in build.FLAGS if "jobs" not in each), f"--jobs={way.jobs}"]
            places = [f"--doctree-dir={base / 'plain/doctrees'}", str(self.root), str(self.out(way))]
            command = ["-m", "sphinx", f"--builder={way.builder}", *flags, *places]
        else:
            command = ["-c", TOOL, str(self.root), way.builder, str(way.jobs), *["fresh"] * fresh]
        environment = {
            **os.environ,
            "PYTHONPATH": f"{REPOSITORY / '_ext'}{os.pathsep}{REPOSITORY}",
            "PYTHONHASHSEED": "0",
            "SOURCE_DATE_EPOCH": build.epoch(self.root),
        }
        with (base / "told.txt").open("wb") as output:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=self.root,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def told(self) -> str:
        """What the last build printed, its last part."""
        return (self.root / "_build/told.txt").read_text(encoding="utf-8", errors="replace")[-3000:]

    def build(self, way: Way, *, fresh: bool = False) -> int:
        """Build to the end."""
        if way.kind == "plain":
            self._forget()
        begun = time.monotonic()
        code = self.start(way, fresh=fresh).wait()
        if not code:
            self.took[way.builder] = time.monotonic() - begun
        return code

    def _forget(self) -> None:
        """Of a change of the machinery Sphinx alone does not notice everything: what it has made is thrown away."""
        stamp, now = self.root / "_build/plain/machinery", build.made_of(self.root)["machinery"]
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != now:
            shutil.rmtree(stamp.parent, ignore_errors=True)
            stamp.parent.mkdir(parents=True)
            stamp.write_text(now, encoding="utf-8")

    def kill(self, way: Way) -> None:
        """Start a build, and kill all its processes at some moment."""
        process = self.start(way)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(way.moment * self.took.get(way.builder, 3.0))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for _ in range(20):  # the others of the group are gone a moment later
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)

    def left(self, way: Way) -> Files:
        """What a build that was cut short has left; the last edition may be aside, to be put back by the next build."""
        old = self.root / "_build" / ".work" / way.builder / "old"
        return files(self.out(way) if self.out(way).exists() or not old.exists() else old)


def dressed(root: Path) -> Path:
    """The tiny archive with what its pages need to move, to have an address and to be shown in previews."""
    for name in ("_templates/moved.html", "_static/js/moved.js", "_static/js/previews.js"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / name, root / name)
    with (root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    return root


def faulty(root: Path) -> Path:
    """Make a fault in the first page of all, and say which this is."""
    page = root / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nSaid by {person}`Nobody At All`.\n", encoding="utf-8")
    return page


class Round:
    """Some steps with one archive. *folder* is for its files; *kinds* of ways and *counts* of edits, to choose from."""

    def __init__(
        self, archive: str, seed: object, folder: Path, *, kinds: Sequence[str] = KINDS, counts: Sequence[int] = COUNTS
    ) -> None:
        self.archive, self.folder, self.kinds, self.counts = archive, folder, tuple(kinds), tuple(counts)
        self.place = self._place("archive")
        self.editor = Editor(self.place.root, f"{seed} edits")
        self.random = Random(f"{seed} ways")
        self.steps: list[Step] = []

    def _place(self, name: str) -> Place:
        """The archive as it is in the beginning."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return Place(dressed(tiny(folder)) if self.archive == "tiny" else generate.write(folder / "invented", INVENTED))

    # -- one step -------------------------------------------------------------------------------

    def way(self) -> Way:
        """One at random."""
        kind = self.random.choice(self.kinds)
        jobs, moment, again = self.random.choice((1, 2)), self.random.random(), self.random.random() < 0.6
        settings = (self.place.root / "conf.py").read_text(encoding="utf-8")
        other = self.random.choice([each for each in OTHERS if NEEDS.get(each, "") in settings])
        if kind == "other":
            return Way("tool", other, jobs)
        return Way(kind, "html", jobs, moment * (kind == "kill"), again and kind in ("kill", "fault"))

    def next(self) -> Step:
        """Edit, and say how to build."""
        last = time.time_ns()
        edits = self.editor.work(self.random.choice(self.counts))
        now = words(self.place.root)
        old = frozenset(each for each in now if (self.place.root / each).stat().st_mtime_ns < last)
        step = Step(len(self.steps), tuple(edits), now, old, self.way())
        self.steps.append(step)
        return step

    def do(self, place: Place, way: Way, *, compare: bool = True) -> None:
        """Build, and hold what came of it against a clean build; `DifferentError` if it differs."""
        if way.kind == "kill":
            place.kill(way)
            self._whole(place, way, "killed")
        elif way.kind == "fault":
            page = place.root / "index.md"
            before, times = page.read_text(encoding="utf-8"), page.stat()
            faulty(place.root)
            if place.build(way) == 0:
                raise DifferentError("a build of words with a fault was not refused")
            page.write_text(before, encoding="utf-8")
            os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
            self._whole(place, way, "refused")
        if way.kind in ("kill", "fault") and not way.again:
            return
        if place.build(way):
            self.clean(place, way)  # which fails too, if the words are at fault
            raise DifferentError(f"the build failed, and a clean one does not:\n{place.told()}")
        made = place.made(way)
        place.good[way.builder if way.kind != "plain" else "plain"] = files(place.out(way))
        if compare:
            clean = self.clean(place, way)
            if differences(made, clean):
                raise DifferentError(told(made, clean))

    def clean(self, place: Place, way: Way) -> Files:
        """What a build from nothing makes of the same words."""
        aside = Place(self.folder / "clean")
        shutil.rmtree(aside.root, ignore_errors=True)
        shutil.copytree(place.root, aside.root, ignore=shutil.ignore_patterns("_build"))
        tool = Way("tool", way.builder)
        if aside.build(tool, fresh=True):
            raise UnsoundError(f"a clean build of {way.builder} fails:\n{aside.told()}")
        return aside.made(tool) | (aside.ledgers(tool) if way.kind == "plain" else {})

    def _whole(self, place: Place, way: Way, what: str) -> None:
        """Nothing half done is in place."""
        left, last = place.left(way), place.good.get(way.builder, {})
        if differences(left, last):
            # The new edition, if it came so far; its words, as ever, without what Sphinx knows of them.
            clean = {name: text for name, text in self.clean(place, way).items() if not name.startswith("(")}
            if differences(left, clean):
                raise DifferentError(
                    f"a build that was {what} left something else than the last edition;\n{told(left, last)}"
                )
            place.good[way.builder] = left

    # -- the shortest way to a difference ---------------------------------------------------------

    def _again(self, steps: Sequence[Step]) -> str | None:
        """Go some steps once more, from a clean build of the first; what differs in the end, or None."""
        place = self._place("again")
        begun = time.time_ns() - 10**12
        before: Mapping[str, str] = {}
        for number, step in enumerate(steps):
            put(place.root, step.words)
            for name in step.old:
                if step.words[name] != before.get(name):
                    os.utime(place.root / name, ns=(begun, begun))
            before, last = step.words, number == len(steps) - 1
            way = step.way if number else Way("plain" if step.way.kind == "plain" else "tool", step.way.builder)
            try:
                self.do(place, way, compare=last)
            except DifferentError as found:
                return str(found) if last else None
            except UnsoundError:
                return None
        return None

    def shortest(self) -> tuple[list[Step], str] | None:
        """The fewest steps, and in the last of them the fewest changed files, that end in a difference."""
        budget = PATIENCE
        kind = self.steps[-1].way
        found: tuple[list[Step], str] | None = None
        length = 2
        while found is None and budget > 0:
            some = self.steps[-length:]
            first = replace(some[0], way=replace(kind, again=False))
            budget -= len(some) + 1
            if said := self._again([first, *some[1:]]):
                found = [first, *some[1:]], said
            if length >= len(self.steps):
                break
            length *= 2
        if found is None:
            return None
        for index in range(len(found[0]) - 2, 0, -1):
            some = [*found[0][:index], *found[0][index + 1 :]]
            if budget > len(some) and (said := self._again(some)):
                found = some, said
            budget -= len(some) + 1
        for name in sorted(changed(found[0])):
            *some, last = found[0]
            fewer = {**last.words}
            if (was := some[-1].words.get(name)) is None:
                del fewer[name]
            else:
                fewer[name] = was
            trial = [*some, replace(last, words=fewer, old=last.old & fewer.keys())]
            if budget > len(trial) and changed(trial) and (said := self._again(trial)):
                found = trial, said
            budget -= len(trial) + 1
        return found


def changed(steps: Sequence[Step]) -> set[str]:
    """The files that the last of some steps changed."""
    before, after = (steps[-2].words, steps[-1].words) if len(steps) > 1 else ({}, steps[-1].words)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def recipe(steps: Sequence[Step]) -> Iterator[str]:
    """How to come to a difference, for somebody to read."""
    yield f"Build ({steps[0].way.kind} {steps[0].way.builder}) the archive as it is after step {steps[0].number}."
    for before, after in pairwise(steps):
        yield f"Then change this, and build it so: {after.way}"
        for name in sorted(changed([before, after])):
            old, new = before.words.get(name), after.words.get(name)
            time = ", with a time before that of the last build" if name in after.old else ""
            labels = (name if old is not None else "nothing", f"{name if new is not None else 'nothing'}{time}")
            lines = ((each or "").splitlines() for each in (old, new))
            yield from (f"    {line}" for line in difflib.unified_diff(*lines, *labels, lineterm="", n=1))


def report(trial: Round, said: Exception, command: str) -> str:
    """Everything that somebody needs who is to mend it."""
    step = trial.steps[-1]
    lines = [
        f"Step {step.number} of the round: {', '.join(step.edits) or 'no edit'}; {step.way}",
        f"Once more: {command}",
        str(said),
        "",
        f"The archive is in {trial.place.root}, the clean one in {trial.folder / 'clean'}. All steps:",
        *(f"  {each.number} {each.way}: {', '.join(each.edits)}" for each in trial.steps),
        "",
    ]
    shutil.rmtree(trial.folder / "kept", ignore_errors=True)
    if (trial.folder / "clean").exists():
        shutil.copytree(trial.folder / "clean", trial.folder / "kept")
    if isinstance(said, UnsoundError):
        return "\n".join(lines)  # to be mended in the editor, or in the check
    if found := trial.shortest():
        steps, same = found
        _write(trial.folder / "shortest", steps)
        lines += [f"The shortest way that was found, its words in {trial.folder / 'shortest'}:", *recipe(steps), same]
    else:
        lines.append("No shorter way was found.")
    return "\n".join(lines)


def _write(folder: Path, steps: Sequence[Step]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for number, step in enumerate(steps):
        put(folder / str(number), step.words)


# -- rounds -------------------------------------------------------------------------------------------------


def go(trial: Round, steps: int) -> Iterator[Step]:
    """Go some steps; `DifferentError` ends it."""
    for _ in range(steps):
        step = trial.next()
        trial.do(trial.place, step.way)
        yield step


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; 1 if anything differed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the step to start with; its round, that is")
    parser.add_argument("--archive", choices=ARCHIVES, help="this one only, instead of each in turn")
    parser.add_argument("--folder", type=Path, help="where to work; what differs stays there")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="soak-"))
    failures = 0
    for number in range(given.first // ROUND, -(-given.steps // ROUND)):
        archive = given.archive or ARCHIVES[number % len(ARCHIVES)]
        trial = Round(archive, f"{given.seed} {number} {archive}", folder / f"{given.seed}-{number}")
        begun = time.monotonic()
        try:
            for step in go(trial, min(ROUND, given.steps - number * ROUND)):
                took, begun = time.monotonic() - begun, time.monotonic()
                at = number * ROUND + step.number
                print(f"{at:5} {archive:8} {took:5.1f} s  {step.way}: {', '.join(step.edits)}", flush=True)
        except (DifferentError, UnsoundError) as found:
            failures += 1
            alone = f" --archive {given.archive}" if given.archive else ""
            at = number * ROUND + trial.steps[-1].number
            again = f"python -m nox -s soak -- --seed {given.seed}{alone} --from {number * ROUND} --steps {at + 1}"
            print(f"\n{type(found).__name__}: {report(trial, found, again)}\n", flush=True)
        else:
            shutil.rmtree(trial.folder)
        print(f"      refused: {dict(trial.editor.refused)}", flush=True)
    if not failures and not given.folder:
        shutil.rmtree(folder)
    print(f"{failures} round{'s' * (failures != 1)} with a difference; seed {given.seed}, {given.steps} steps")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
