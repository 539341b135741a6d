"""Build an edition of the archive aside, and put it in its place only when it is whole.

    python tools/build.py html [--fresh] [--cached]
    python tools/build.py pdf [--fresh] [2011-11-01] [2011] [tom-watson]

A PDF is of the whole archive, or of the parts that are named: a meeting, a year, a person, a term. A build that
fails, or is killed, leaves the last good one in `_build/<builder>` as it was. Aside,
in `_build/.work/<builder>`, stand

    out         what Sphinx writes, and adds to the next time
    doctrees    what it has read; not shared: one builder would use up what has changed for the others
    stamp.json  what `out` was made of; there only while the last build is one that ended well
    new, old    on their way into `_build/<builder>`, and out of it
    change      what a few edited pages change of all that, on its way

After an edit of a few pages that leaves names and ids as they are, `minutes.retouch` writes what the edit shows on, and
no Sphinx looks at the other pages. If nothing that an edition is made of has changed since, nothing is done. Two builds of an edition wait for each
other; so does a build for what is left of one that was killed. PDFs go into `_build/pdf` one by one, each in a single step, and leave the others there.
Those of parts are made in `_build/.work/parts`, each time afresh: Sphinx reads the pages of the part alone, and what it has read is of no use for the whole.

Standard library only: Sphinx runs as a command of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import filecmp
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

#: What each builder makes: the file to open, and how.
EDITIONS = {
    "html": ("index.html", "open it in a browser, or serve it with: python -m http.server -d {folder}"),
    "dirhtml": ("index.html", "serve it with: python -m http.server -d {folder}"),
    "singlehtml": ("index.html", "open it in a browser"),
    "latex": ("nec-archive.tex", "make a PDF of it with: make -C {folder}"),
    "text": ("index.txt", "open it in an editor"),
    "epub": ("nec-archive.epub", "open it in an e-book reader"),
    "pdf": ("nec-archive.pdf", "open it in a PDF reader"),
}
#: Those that do not tell their age.
SITES = ("html", "dirhtml", "singlehtml", "text")

#: What Sphinx calls them, where that is something else.
BUILDERS = {"pdf": "typst"}

FLAGS = (
    "--nitpicky",  # a link that leads nowhere is a warning,
    "--fail-on-warning",  # and a warning, once all of them are told, fails the build
    "--jobs=auto",  # as many processes as there are processors
)

#: What makes pages of the words. Sphinx does not notice every change of it.
MACHINERY = ("conf.py", "requirements.lock", "_ext/**/*", "_static/**/*", "_templates/**/*")

#: What is in an edition: its pages,
PAGES = ("*.md", "[!._]*/**/*.md")
#: and what is beside them.
WORDS = ("*.bib", "identifiers.txt", "redirects.toml")

#: Builders of a site of many pages, of which some can be written again.
RETOUCHED = ("html", "dirhtml")

#: Where pages stand that may be a book of their own, and what they say then.
FOLDERS = ("meetings", "people", "glossary")
_BOOK = re.compile(r"^type: (?:meeting|person|term)$", re.MULTILINE)

#: A file that was saved less than this before it was looked at is read again the next time; nanoseconds.
RECENT = 2_000_000_000

_WARNING = re.compile(r"(?:^|: )(?:WARNING|ERROR|CRITICAL|SEVERE): ", re.MULTILINE)


def recover(final: Path, work: Path) -> None:
    """Clear up after a build that was killed, in the middle of `put_in_place` at worst."""
    if (work / "old").exists() and not final.exists():
        (work / "old").rename(final)
    for leftover in ("old", "new", "change.part"):
        shutil.rmtree(work / leftover, ignore_errors=True)
    if (work / "change").exists():
        put_change(final, work)


def put_in_place(final: Path, work: Path) -> None:
    """Swap what was built for the last good build: two renames, all else happens aside."""
    lay_out(work / "out", work / "new", final)
    if final.exists():
        final.rename(work / "old")
    (work / "new").rename(final)
    shutil.rmtree(work / "old", ignore_errors=True)


def put_change(final: Path, work: Path) -> None:
    """Put in place what a few edited pages change. It is whole; whoever is interrupted starts again, to the same end."""
    change = work / "change"
    gone = change / "gone.json"
    for name in json.loads(gone.read_text(encoding="utf-8")) if gone.exists() else ():
        for site in (work / "out", final):
            if (site / name).is_dir():
                shutil.rmtree(site / name)
            (site / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # its folder too, if nothing else is in it
                (site / name).parent.rmdir()
    for path in sorted(each for each in (change / "out").rglob("*") if each.is_file()):
        name = path.relative_to(change / "out")
        for site in (work / "out", final):
            there = site / name
            if not there.exists() or not filecmp.cmp(path, there, shallow=False):
                there.parent.mkdir(parents=True, exist_ok=True)
                aside = there.with_name(f".{there.name}.aside")
                shutil.copyfile(path, aside)
                aside.replace(there)
    for path in sorted(each for each in (change / "doctrees").rglob("*") if each.is_file()):
        there = work / "doctrees" / path.relative_to(change / "doctrees")
        there.parent.mkdir(parents=True, exist_ok=True)
        path.replace(there)
    if (change / "stamp.json").exists():
        (change / "stamp.json").replace(work / "stamp.json")
    shutil.rmtree(change)


def edited(last: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The pages that were edited since the last build, if that is all that has changed; else none."""
    if not last or last["machinery"] != now["machinery"] or last["pages"] != now["pages"]:
        return []
    changed = [name for name, (digest, *_) in now["files"].items() if last["files"].get(name, ("",))[0] != digest]
    return [name.removesuffix(".md") for name in changed] if {*changed} <= {*now["pages"]} else []


def variables(root: Path) -> dict[str, str]:
    """The environment of a command of the archive's own."""
    return {
        **os.environ,
        "PYTHONHASHSEED": "0",  # one order for sets: same sources, same bytes
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root / "_ext"), os.environ.get("PYTHONPATH")))),
    }


def retouch(
    builder: str,
    root: Path,
    work: Path,
    names: list[str],
    now: dict[str, Any],
    run: Callable[..., int],
    held: tuple[int, ...],
) -> bool:
    """Let what a few edited pages change be made; False if that takes a whole build."""
    part = work / "change.part"
    code = run(
        [sys.executable, "-m", "minutes.retouch", root, builder, work / "doctrees", part, *names],
        cwd=root,
        env=variables(root)
        | {"PYTHONDONTWRITEBYTECODE": ""},  # to compile the code anew would take a tenth of the time
        pass_fds=held,
    )
    if code:
        shutil.rmtree(part, ignore_errors=True)
        return False
    (part / "stamp.json").write_text(json.dumps(now), encoding="utf-8")
    part.rename(work / "change")
    return True


def lay_out(made: Path, new: Path, last: Path) -> None:
    """Copy what was made, since the next build adds to it; a file that says what it said is the last edition's, linked.

    Of a large archive, copying all files would take longer than building what changed; and a file keeps its time, so
    that whoever mirrors the site sends on only what is new.
    """
    new.mkdir()
    known = {each.name: each.stat() for each in os.scandir(last)} if last.is_dir() else {}
    for each in os.scandir(made):
        if each.is_dir():
            lay_out(made / each.name, new / each.name, last / each.name)
            continue
        now, then = each.stat(), known.get(each.name)
        if then and now.st_size == then.st_size:
            same = now.st_mtime_ns == then.st_mtime_ns
            if not same and filecmp.cmp(each.path, last / each.name, shallow=False):
                os.utime(each.path, ns=(then.st_atime_ns, then.st_mtime_ns))
                same = True
            if same:
                with contextlib.suppress(OSError):  # a file system without links
                    os.link(last / each.name, new / each.name)
                    continue
        shutil.copy2(each.path, new / each.name)


def put_files(names: Sequence[str], final: Path, work: Path) -> None:
    """Put some files in place, each by one rename; the others in the folder stay."""
    final.mkdir(parents=True, exist_ok=True)
    (work / "new").mkdir()
    for name in names:
        shutil.copy2(work / "out" / name, work / "new" / name)
    for name in names:
        (work / "new" / name).replace(final / name)
    (work / "new").rmdir()


def _stands_for(root: Path, folder: str, stems: str = "*") -> Iterator[str]:
    """The names that the pages of a folder stand for: ids of meetings, people and terms, and years; of some stems."""
    for page in sorted((root / folder).rglob(f"{stems}.md")):
        if not page.name.startswith("."):
            with page.open(encoding="utf-8", errors="replace") as words:
                if _BOOK.search(words.read(1000)):
                    yield page.stem
                    if folder == "meetings":
                        yield page.stem[:4]


def parts(root: Path) -> list[str]:
    """The names of what may be a book of its own."""
    return list(dict.fromkeys(each for folder in FOLDERS for each in _stands_for(root, folder)))


def is_part(root: Path, name: str) -> bool:
    """Whether something may be a book of its own: a look at one page or a few, not at all of them."""
    if not re.fullmatch(r"[\w-]+", name):
        return False
    stems = [(folder, name) for folder in FOLDERS] + [("meetings", f"{name}*")] * bool(re.fullmatch(r"\d{4}", name))
    return any(found == name for folder, stem in stems for found in _stands_for(root, folder, stem))


def unknown(root: Path, names: Iterable[str]) -> list[str]:
    """What is wrong with the names of parts; they are found before anything is built."""
    strange = [name for name in names if not is_part(root, name)]
    known = parts(root) if strange else []
    problems = []
    for name in strange:
        if name not in known:
            near = difflib.get_close_matches(name.lower().replace(" ", "-"), known, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            problems.append(f"unknown meeting, person or term `{name}`{hint}")
    return problems


def made_of(root: Path, last: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Digests of the machinery and of the words; the names of the pages; and of each file its digest, time and size.

    A file that has the time and the size that it had in the *last* build is not read again.
    """

    def named(patterns: Iterable[str]) -> list[str]:
        start = len(f"{root}{os.sep}")  # of many thousands of files, pathlib would take a second to tell their names
        found = {path for pattern in patterns for path in root.glob(pattern)}
        return sorted(str(path)[start:].replace(os.sep, "/") for path in found)

    machinery = [each for each in named(MACHINERY) if "/__pycache__/" not in each and (root / each).is_file()]
    pages = named(PAGES)
    words = [*pages, *named(WORDS)]
    known, now = (last or {}).get("files", {}), time.time_ns()

    def looked_at(name: str) -> list[Any]:
        stat = os.stat(f"{root}/{name}")  # noqa: PTH116  # the same
        digest, *stamp = known.get(name, ("",))
        if stamp != [stat.st_mtime_ns, stat.st_size]:
            digest = hashlib.sha256((root / name).read_bytes()).hexdigest()
        # What was saved just now may be saved again at the same moment, as far as its time tells.
        return [digest, stat.st_mtime_ns, stat.st_size if now - stat.st_mtime_ns > RECENT else -1]

    files = {name: looked_at(name) for name in (*machinery, *words)}

    def digest(settings: str, names: Iterable[str]) -> str:
        said = [settings, *(f"{name}\0{files[name][0]}" for name in names)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    settings = f"{sys.version} {FLAGS} {os.environ.get('ARCHIVE_URL', '')}"
    return {"machinery": digest(settings, machinery), "words": digest("", words), "pages": pages, "files": files}


def give_back_times(root: Path, last: dict[str, Any], now: dict[str, Any]) -> None:
    """Give each file that says what it said in the last build the time that it had then.

    Sphinx asks when a file was changed. After a checkout on another machine that is just now, of all of them.
    """
    for name, (digest, moment, *_) in last.get("files", {}).items():
        if now["files"].get(name, ("",))[0] == digest:
            os.utime(root / name, ns=(moment, moment))


def last_made(work: Path) -> dict[str, Any]:
    """What the last build was made of; nothing unless it ended well."""
    try:
        found: dict[str, Any] = json.loads((work / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


@contextlib.contextmanager
def alone(work: Path) -> Iterator[tuple[int, ...]]:
    """Wait until nobody else builds this edition; gives the files that whoever builds must hold open.

    The lock is the system's: it goes with the last process that holds it, however that ends.
    """
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        yield ()
        return
    work.parent.mkdir(parents=True, exist_ok=True)
    with (work.parent / f"{work.name}.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(f"Another build of {work.name} is under way; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield (lock.fileno(),)


def reusable(work: Path, now: dict[str, Any]) -> bool:
    """Whether an incremental build would give what a fresh one gives.

    Not after a failure: Sphinx does not warn again of pages that it has read and not yet written.
    Not without a page that was there: Sphinx leaves behind what it wrote of it.
    """
    last = last_made(work)
    return bool(last) and last["machinery"] == now["machinery"] and set(last["pages"]) <= set(now["pages"])


def unchanged(last: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether a site is what it would be made of now; the time of the last commit is on none of its pages."""
    return bool(last) and all(last.get(each) == now[each] for each in ("machinery", "words"))


def epoch(root: Path) -> str:
    """When the sources were made, as SOURCE_DATE_EPOCH: what a PDF or an e-book says about its own age.

    As the environment has it; else the time of the last commit; else, in a copy without history, the
    edition's day. Never the clock.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    if (root / ".git").exists():
        asked = ("git", "-C", str(root), "log", "-1", "--format=%ct")
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip()
    settings = (root / "conf.py").read_text(encoding="utf-8") if (root / "conf.py").exists() else ""
    day = re.search(r'^minutes_edition_date = "(\d{4}-\d\d-\d\d)"', settings, re.MULTILINE)
    return str(int(datetime.fromisoformat(f"{day[1]}T00:00:00+00:00").timestamp())) if day else "0"


def build(
    builder: str,
    root: Path = ROOT,
    names: Sequence[str] = (),
    *,
    fresh: bool = False,
    cached: bool = False,
    run: Callable[..., int] = subprocess.call,
) -> int:
    """Build an edition; of a PDF, some parts if they are named. The last line printed says where it is, or what was kept."""
    if wrong := unknown(root, names):
        print("\n".join(wrong))
        return 2
    final, work = root / "_build" / builder, root / "_build" / ".work" / ("parts" if names else builder)
    with alone(work) as held:
        if names:
            return _build_parts(root, names, final, work, held, run)
        return _build(builder, root, final, work, held, fresh=fresh, cached=cached, run=run)


def _build(
    builder: str,
    root: Path,
    final: Path,
    work: Path,
    held: tuple[int, ...],
    *,
    fresh: bool,
    cached: bool,
    run: Callable[..., int],
) -> int:
    recover(final, work)
    now = made_of(root, last_made(work)) | {"epoch": epoch(root)}
    name, how = EDITIONS[builder]
    folder = Path(os.path.relpath(final))
    said = f"The archive is at {folder / name}: {how.format(folder=folder)}"
    if builder in SITES and not fresh and final.exists() and unchanged(last_made(work), now):
        print(f"Nothing has changed. {said}")
        return 0
    if builder in RETOUCHED and not fresh and not cached and final.exists():
        pages = edited(last_made(work), now)
        if pages and retouch(builder, root, work, pages, now, run, held):
            put_change(final, work)
            print(said)
            return 0
    if fresh or not reusable(work, now):
        shutil.rmtree(work, ignore_errors=True)
    elif cached:
        give_back_times(root, last_made(work), now)
    work.mkdir(parents=True, exist_ok=True)
    (work / "stamp.json").unlink(missing_ok=True)
    if code := _sphinx(builder, root, final, work, held, now["epoch"], run):
        return code
    if builder == "pdf":
        put_files([name], final, work)
    else:
        put_in_place(final, work)
    (work / "stamp.json").write_text(json.dumps(now), encoding="utf-8")
    print(said)
    return 0


def _build_parts(
    root: Path, names: Sequence[str], final: Path, work: Path, held: tuple[int, ...], run: Callable[..., int]
) -> int:
    """PDFs of some parts, of nothing that an earlier build has left here."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    if code := _sphinx("pdf", root, final, work, held, epoch(root), run, names):
        return code
    name, how = EDITIONS["pdf"]
    folder = Path(os.path.relpath(final))
    files = [f"{Path(name).stem}-{each}{Path(name).suffix}" for each in names]
    put_files(files, final, work)
    what = "The part is" if len(names) == 1 else "The parts are"
    print(f"{what} at {', '.join(str(folder / each) for each in files)}: {how.format(folder=folder)}")
    return 0


def _sphinx(
    builder: str,
    root: Path,
    final: Path,
    work: Path,
    held: tuple[int, ...],
    epoch: str,
    run: Callable[..., int],
    names: Sequence[str] = (),
) -> int:
    """Let Sphinx build an edition aside, or some parts; if it fails, say what was wrong, and what was kept."""
    told = work / "warnings.txt"
    code = run(
        [
            *(sys.executable, "-m", "sphinx"),
            f"--builder={BUILDERS.get(builder, builder)}",
            f"--doctree-dir={work / 'doctrees'}",
            f"--warning-file={told}",
            *FLAGS,
            *([f"--define=minutes_books={','.join(names)}"] if names else []),
            root,
            work / "out",
        ],
        cwd=root,
        env={
            **os.environ,
            "PYTHONHASHSEED": "0",  # one order for sets: same sources, same bytes
            "SOURCE_DATE_EPOCH": epoch,
        },
        pass_fds=held,
    )
    if code:
        problems = told.read_text(encoding="utf-8") if told.exists() else ""
        number = len(_WARNING.findall(problems))
        if number:
            print("\nOnce more, all together:\n" + problems.replace(f"{root}{os.sep}", ""))
        why = f"{number} problem{'s' * (number != 1)}, listed above" if number else "the reason is above"
        folder = Path(os.path.relpath(final))
        kept = f"the last good build is still in {folder}" if final.exists() else "there is no earlier build"
        print(f"The archive was not built: {why}; {kept}.")
    return code


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("builder", choices=EDITIONS)
    parser.add_argument("--fresh", action="store_true", help="forget what earlier builds have read")
    parser.add_argument(
        "--cached", action="store_true", help="earlier builds come from another machine, to a folder of the same name"
    )
    parser.add_argument("names", nargs="*", metavar="part", help="of a PDF: a meeting, a year, a person or a term")
    given = parser.parse_intermixed_args(arguments)  # parts may be named after a flag
    if given.names and given.builder != "pdf":
        parser.error(f"only a PDF can be of a part of the archive, and this is {given.builder}")
    return build(given.builder, names=given.names, fresh=given.fresh, cached=given.cached)


if __name__ == "__main__":
    sys.exit(main())
