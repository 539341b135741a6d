"""A tiny archive to work on, and builds of it in this process."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from sphinx.cmd.build import main

from minutes import bibliography, checking, folding, retouch
from minutes.graph import Graph, Object
from minutes.model import Source
from minutes.views import Cite, Counted

ROOTS = Path(__file__).parent / "roots"


class Result(NamedTuple):
    """What a build gave."""

    rc: int
    warnings: str  #: everything it complained of, with paths relative to the archive
    out: Path


def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny archive, to be changed at will."""
    return Path(shutil.copytree(ROOTS / "tiny", tmp_path / "tiny"))


def edit(path: Path, old: str, new: str) -> None:
    """Replace what a file says once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def fold(root: Path) -> Graph:
    """The graph of an archive as it stands in its files."""
    sources, faults = bibliography.read(root / checking.BIBLIOGRAPHY, checking.BIBLIOGRAPHY)
    return folding.build((page.ledger for page in checking.read_all(root)), sources, faults)


def ids(found: object) -> object:
    """Objects by their ids, in whatever they stand."""
    match found:
        case Object():
            return found.id
        case Source() | Cite():
            return found.key
        case tuple():
            return tuple(map(ids, found))
    return found


def counted(found: Iterable[Counted]) -> list[tuple[str, int | None]]:
    """Counted objects as their ids and numbers."""
    return [(each.object.id, each.count) for each in found]


def build(root: Path, builder: str = "html", *, jobs: int = 1, extra: Sequence[str] = ()) -> Result:
    """Build strictly, and incrementally if it was built before; each builder has its own doctrees."""
    out, doctrees = root / "_build" / builder, root / "_build" / ".doctrees" / builder
    status, warnings = io.StringIO(), io.StringIO()
    flags = ("-W", "-n", "--keep-going", "--no-color", f"-j{jobs}")
    with redirect_stdout(status), redirect_stderr(warnings):
        try:
            rc = main([*flags, *extra, "-b", builder, "-d", str(doctrees), str(root), str(out)])
        except SystemExit as stop:  # a page could not be read
            rc = int(stop.code or 0)
    return Result(rc, warnings.getvalue().replace(f"{root}/", ""), out)


def in_this_process(command: list[str | Path], *, cwd: Path, env: dict[str, str], pass_fds: tuple[int, ...]) -> int:
    """Stands in for `subprocess.call`, and saves seconds; all builds are whole ones."""
    if "minutes.retouch" in command:
        return retouch.NOT_SIMPLE
    try:
        return main([str(part) for part in command[3:]])
    except SystemExit as stop:
        return int(stop.code or 0)
