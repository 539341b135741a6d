"""One edition, from its commit to a sealed folder: built once, and the same bytes ever after.

In `_build/editions`, beside what this is about, stand

    <commit>-<address>/   an edition that is built, with the sums of all of its files in `SHA256SUMS`
    venvs/<digest>/       the packages that a commit's lock asks for
    logs/                 what the builds of each edition told
    work/                 worktrees and what is half done; thrown away by the next run
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import deque
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from editions.git import Repository, environment
from editions.model import Edition, EditionsError, File, Sealed

#: What a commit's own `tools/build.py` is asked to make, and which file of it is to be downloaded.
FORMATS: dict[str, str] = {"html": "", "pdf": "nec-archive.pdf", "epub": "nec-archive.epub"}
SEAL = "SHA256SUMS"
LOCK = "requirements.lock"
NAME = "nec-archive"
#: Lines of a log that a failure shows.
TAIL = 20
#: What of the caller's environment would change a build: packages, places and the way to write numbers.
UNWANTED = re.compile(r"PYTHON|VIRTUAL_ENV|LC_|LANG|TZ|SOURCE_DATE_EPOCH|ARCHIVE_URL|NOX|COVERAGE|PYTEST")


class Say(Protocol):
    """What tells the one who waits."""

    def __call__(self, line: str) -> None:
        """Tell a line."""


class Make(Protocol):
    """What builds an edition."""

    def __call__(self, edition: Edition, tree: Path, log: Path) -> None:
        """Build all formats of the commit that is checked out in *tree*, there; what is told goes to *log*.

        Raises `EditionsError` when it does not work.
        """


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_in(folder: Path) -> list[Path]:
    """All files below a folder, in an order that is the same everywhere."""
    return sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.relative_to(folder).as_posix()
    )


def sums(folder: Path) -> dict[str, str]:
    """Name and digest of each file below a folder, but for its seal."""
    names = ((path, path.relative_to(folder).as_posix()) for path in files_in(folder))
    return {name: digest_of(path) for path, name in names if name != SEAL}


def written(found: Mapping[str, str]) -> str:
    """Digests as `sha256sum --check` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in found.items())


def tail(log: Path) -> str:
    """The end of a log."""
    if not log.exists():
        return ""
    with log.open(encoding="utf-8", errors="replace") as file:
        return "".join(f"    {line.rstrip()}\n" for line in deque(file, TAIL)).rstrip("\n")


def pack(folder: Path, name: str, target: Path) -> None:
    """Make a zip of a folder, under a name: the same files make the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in files_in(folder):
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}")  # dated 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            made.writestr(entry, path.read_bytes())


def release_of(html: Path) -> str:
    """The number that built pages have for their own: their inventory, which other projects link by, says it."""
    try:
        with (html / "objects.inv").open("rb") as file:
            lines = [file.readline().decode("utf-8", "replace").strip() for _ in range(3)]
    except OSError:
        return ""
    return lines[2].removeprefix("# Version: ")


def canonical_of(html: Path) -> str:
    """The address that the front page has for its own."""
    found = re.search(r'<link rel="canonical" href="([^"]*)"', (html / "index.html").read_text(encoding="utf-8"))
    return found[1] if found else ""


class Workshop:
    """Where editions are built: a checkout, and the folder for all that is made of it."""

    def __init__(self, root: Path, repository: Repository, address: str, make: Make | None = None) -> None:
        self.root, self.repository, self.address = root, repository, address
        self.make: Make = make or self.build
        self.folder = root / "_build" / "editions"

    # -- what is there -------------------------------------------------------------------------

    def place(self, edition: Edition) -> Path:
        """Where an edition is kept. Its pages name their address, so that elsewhere they are others."""
        where = hashlib.sha256(self.address.encode()).hexdigest()[:8]
        return self.folder / f"{edition.commit[:16]}-{where}"

    def clear(self) -> None:
        """Throw away what a run that was killed has left."""
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        self.repository.clear(self.folder / "work")

    def sealed(self, edition: Edition) -> Sealed | None:
        """An edition that was built, exactly as it was built; None if it was not."""
        folder = self.place(edition)
        if not folder.is_dir():
            return None
        anew = f"build it again: python -m nox -s editions -- --rebuild {edition.number}"
        try:
            known = (folder / SEAL).read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise EditionsError(f"edition {edition.number} has lost its seal, {folder / SEAL}; {anew}") from None
        kept = {name: digest for digest, _, name in (line.partition("  ") for line in known.splitlines())}
        now = sums(folder)
        broken = sorted(name for name in kept.keys() | now.keys() if kept.get(name) != now.get(name))
        if broken:
            names = ", ".join(broken[:5]) + (f" and {len(broken) - 5} more" if len(broken) > 5 else "")
            raise EditionsError(f"edition {edition.number} is not as it was sealed in {folder}: {names}; {anew}")
        if (release := release_of(folder / "html")) != edition.number:
            raise EditionsError(f"edition {edition.number} is the commit that was published as {release!r}")
        return self._read(edition, folder, now)

    def _read(self, edition: Edition, folder: Path, found: Mapping[str, str]) -> Sealed:
        pages = {name: digest for name, digest in found.items() if name.startswith("html/")}
        labels = {
            each["name"]: each["label"] for each in json.loads((folder / "files.json").read_text(encoding="utf-8"))
        }
        files = tuple(
            File(name, label, (folder / "files" / name).stat().st_size, found[f"files/{name}"])
            for name, label in labels.items()
        )
        return Sealed(edition, folder, hashlib.sha256(written(pages).encode()).hexdigest(), files)

    # -- how it comes there ---------------------------------------------------------------------

    def built(self, edition: Edition) -> Sealed:
        """An edition from its commit: built, looked at, sealed and put in its place."""
        tree, new = self.folder / "work" / edition.number, self.folder / "work" / f"{edition.number}-sealed"
        log = self.folder / "logs" / f"{edition.number}.txt"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")
        shutil.rmtree(new, ignore_errors=True)
        try:
            with self.repository.checked_out(edition.commit, tree):
                self.make(edition, tree, log)
                self._collect(edition, tree, new)
            (new / SEAL).write_text(written(sums(new)), encoding="utf-8", newline="\n")
            shutil.rmtree(self.place(edition), ignore_errors=True)  # a broken one, kept until there is a better
            new.rename(self.place(edition))
        finally:
            shutil.rmtree(new, ignore_errors=True)
        made = self.sealed(edition)
        assert made is not None
        return made

    def _collect(self, edition: Edition, tree: Path, new: Path) -> None:
        """Take what was built out of the worktree, if it is what it should be."""
        html, files = tree / "_build" / "html", new / "files"
        if not (html / "index.html").is_file():
            raise EditionsError(f"edition {edition.number} was built, and there is no {html / 'index.html'}")
        release, stands = release_of(html), f"{self.address}{edition.number}/"
        if release != edition.number:
            raise EditionsError(
                f"edition {edition.number} calls itself {release!r}: set release in conf.py, commit, "
                "and name that commit in editions.toml"
            )
        if not (own := canonical_of(html)).startswith(stands):
            raise EditionsError(
                f"the pages of edition {edition.number} are to stand at {stands}, and say that they do at {own!r}"
            )
        files.mkdir(parents=True)
        name = f"{NAME}-{edition.number}"
        shutil.copytree(html, new / "html")
        pack(html, name, files / f"{name}-html.zip")
        labels = [(f"{name}-html.zip", "All pages, to read offline")]
        for kind, file in FORMATS.items():
            if file and (made := tree / "_build" / kind / file).is_file():
                shutil.copyfile(made, files / f"{name}{made.suffix}")
                labels.append((f"{name}{made.suffix}", {"pdf": "PDF", "epub": "E-book (EPUB)"}[kind]))
        for source, label in (
            (html / "minutes.json", "Data: names, mentions, records"),
            (tree / "references.bib", "Sources, as BibTeX"),
        ):
            if source.is_file():
                shutil.copyfile(source, files / f"{name}-{source.name}")
                labels.append((f"{name}-{source.name}", label))
        told = [{"name": each, "label": label} for each, label in labels]
        (new / "files.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    def build(self, edition: Edition, tree: Path, log: Path) -> None:
        """Build every format with the commit's own tools and packages."""
        python = self.packages(tree, log)
        variables = {name: value for name, value in environment().items() if not UNWANTED.match(name)} | {
            "ARCHIVE_URL": self.address,
            "SOURCE_DATE_EPOCH": self.repository.time(edition.commit),
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
        }
        for kind in FORMATS:
            self._run((python, "tools/build.py", kind), tree, log, variables, f"its {kind} was not built")

    def packages(self, tree: Path, log: Path) -> Path:
        """The Python that has the packages of a commit's lock, and no others."""
        wanted = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
        lock = (tree / LOCK).read_bytes()
        digest = hashlib.sha256(f"{sys.version} {sys.prefix} {wanted}".encode() + lock).hexdigest()[:16]
        venv = self.folder / "venvs" / digest
        python, stamp = (
            venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"),
            venv / "installed.txt",
        )
        if stamp.is_file():
            return python
        shutil.rmtree(venv, ignore_errors=True)
        variables = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
        why = "its packages were not installed"
        self._run((sys.executable, "-m", "venv", "--without-pip", venv), tree, log, variables, why)
        # The pip that runs this: from 26.1 on, it takes the hashes of a constraints file.
        installer = (
            sys.executable,
            "-m",
            "pip",
            "--python",
            python,
            "install",
            "--require-hashes",
            "--constraint",
            LOCK,
        )
        self._run((*installer, *wanted), tree, log, variables, why)
        stamp.write_text(digest, encoding="utf-8")
        return python

    def _run(
        self, command: Iterable[str | Path], tree: Path, log: Path, variables: Mapping[str, str], why: str
    ) -> None:
        with log.open("a", encoding="utf-8") as told:
            told.write(f"$ {' '.join(map(str, command))}\n")
            told.flush()
            done = subprocess.run(list(command), cwd=tree, env=dict(variables), stdout=told, stderr=told, check=False)
        if done.returncode:
            raise EditionsError(f"{why} (code {done.returncode}); the end of {log}:\n{tail(log)}")


def built_or_kept(
    workshop: Workshop, editions: Iterable[Edition], say: Say, rebuild: Container[str] = ()
) -> list[Sealed]:
    """All editions, each as it was sealed or, if it was not, newly built; those of *rebuild* in any case.

    If one fails, the others are tried, and all failures are told.
    """
    made, failures = [], []
    for edition in editions:
        try:
            kept = None if edition.number in rebuild else workshop.sealed(edition)
            if kept is None:
                say(f"edition {edition.number}: being built from {edition.commit[:12]}, which takes some minutes")
            made.append(kept or workshop.built(edition))
            say(f"edition {edition.number}: {'as it was sealed' if kept else 'built and sealed'}, {made[-1].digest}")
        except EditionsError as error:
            failures.append(f"edition {edition.number} failed: {error}")
        except OSError as error:
            failures.append(f"edition {edition.number} failed: {error.filename or 'a file'}: {error.strerror or error}")
    if failures:
        raise EditionsError(*failures)
    return made
