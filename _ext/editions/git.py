"""What is asked of git, and nothing else of it: no hook runs, and nothing of the checkout is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from editions.model import EditionsError


class Tag(NamedTuple):
    """A tag, with the commit that it names."""

    name: str
    commit: str
    subject: str  #: first line of its message, or of its commit's


def environment() -> dict[str, str]:
    """The variables for a command that works on another checkout than the one it may have been called from."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


class Repository:
    """The checkout at a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _run(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        command = ("git", "-C", str(self.root), "-c", "core.hooksPath=/dev/null", *map(str, arguments))
        try:
            return subprocess.run(command, capture_output=True, check=False, env=environment())
        except FileNotFoundError:
            raise EditionsError("git is not installed; editions are made of commits: install git") from None

    def ask(self, *arguments: str | Path) -> str:
        """What git answers; a refusal is an error, with git's own words."""
        done = self._run(*arguments)
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip()
            raise EditionsError(f"git {arguments[0]} did not work: {told}")
        return done.stdout.decode(errors="surrogateescape").rstrip("\n")

    def faults(self, *, allowed: tuple[str, ...] = ()) -> list[str]:
        """Why no editions can be made of this checkout: it has no history, a part of it, or changes.

        Files *allowed* may be changed.
        """
        top = self._run("rev-parse", "--show-toplevel")
        told = top.stderr.decode(errors="replace").strip()
        if top.returncode and "not a git repository" not in told:
            return [f"git can't read the checkout: {told}"]
        if top.returncode or Path(top.stdout.decode().rstrip("\n")).resolve() != self.root.resolve():
            return [
                "this is no git checkout, and editions are made of commits: clone the repository, with its history. "
                "Without it, the archive as it is here can be built: python -m nox -s html epub pdf"
            ]
        if self.ask("rev-parse", "--is-shallow-repository") == "true":
            return ["this clone is shallow, and editions are made of older commits: git fetch --unshallow --tags"]
        # Two letters of state, a space, the path; of a renamed file its old path follows.
        states = iter(self.ask("status", "--porcelain", "--untracked-files=no", "-z").split("\0"))
        changed = []
        for each in filter(None, states):
            if each[0] in "RC":
                next(states, None)
            if each[3:] not in allowed:
                changed.append(each[3:])
        if changed:
            names = ", ".join(changed[:12]) + (f" and {len(changed) - 12} more" if len(changed) > 12 else "")
            return [f"there are changes that are in no commit, and editions are made of commits: commit them: {names}"]
        return []

    def commit(self, name: str) -> str:
        """A commit's full name, from a short one or a tag's; '' if there is none."""
        if not name or name.startswith("-"):
            return ""
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return done.stdout.decode().strip() if done.returncode == 0 else ""

    def tags(self) -> list[Tag]:
        """All tags of commits, in order of name."""
        # Of a tag with a message, the second is the commit; of one without, the first.
        form = "%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(contents:subject)"
        found = []
        for line in self.ask("for-each-ref", "--sort=refname", f"--format={form}", "refs/tags").splitlines():
            name, own, commit, subject = line.split("\0")
            if self.commit(commit or own):
                found.append(Tag(name, commit or own, subject))
        return found

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether a commit is part of another's history, or the same."""
        return self._run("merge-base", "--is-ancestor", older, newer).returncode == 0

    def text(self, commit: str, path: str) -> str:
        """A file as a commit has it; '' if it has none."""
        done = self._run("show", f"{commit}:{path}")
        return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""

    def time(self, commit: str) -> str:
        """When a commit was made, in seconds since 1970."""
        return self.ask("show", "--no-patch", "--format=%ct", commit)

    @contextmanager
    def checked_out(self, commit: str, folder: Path) -> Iterator[Path]:
        """A commit's files in a folder of their own, for as long as the context lasts."""
        self.clear(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.ask("worktree", "add", "--quiet", "--force", "--detach", folder, commit)
            yield folder
        finally:
            self.clear(folder)

    def clear(self, folder: Path) -> None:
        """Delete such a folder, and let git forget it; one of a run that was killed, too."""
        shutil.rmtree(folder, ignore_errors=True)
        self._run("worktree", "prune")
