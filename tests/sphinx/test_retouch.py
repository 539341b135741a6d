"""After an edit of a few pages only these and what shows them are written, and the site is as a whole build makes it."""

from __future__ import annotations

import gc
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import generate
from minutes import retouch
from tests.soak import differences, files, told
from tools import build

Edit = Callable[[Path], object]


class Runs:
    """Runs what a build runs, and remembers which programs these were, and how they ended."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []

    def __call__(self, command: list[str | Path], **settings: object) -> int:
        if "minutes.retouch" in command:
            code = retouch.main(list(map(str, command[3:])))
            gc.enable()
            self.found.append(("minutes.retouch", code))
            return code
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **settings)  # type: ignore[call-overload]
        self.found.append((str(command[2]), done.returncode))
        self.told = done.stdout[-500:] + done.stderr[-3000:]
        return int(done.returncode)


def built(root: Path, *, fresh: bool = False) -> list[tuple[str, int]]:
    """Build the site; what ran for it."""
    runs = Runs()
    assert build.build("html", root, fresh=fresh, run=runs) == 0, runs.told
    return runs.found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented archive, built; its longest lists go on in parts."""
    root = generate.write(tmp_path_factory.mktemp("retouch") / "archive", generate.Plan(5, words=400, links=16))
    with (root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nminutes_part_size = 7\n")
    assert built(root) == [("sphinx", 0)]
    return root


def meetings(root: Path) -> list[Path]:
    return sorted((root / "meetings").glob("2*.md"))


def people(root: Path) -> list[Path]:
    return [path for path in sorted((root / "people").glob("*.md")) if path.stem != "index"]


def change(path: Path, pattern: str, new: str, *, last: bool = False) -> None:
    """Replace the first or the last place that fits."""
    text = path.read_text("utf-8")
    found = list(re.finditer(pattern, text, re.MULTILINE))
    match = found[-1 if last else 0]
    path.write_text(text[: match.start()] + match.expand(new) + text[match.end() :], "utf-8")


def person(root: Path, number: int) -> str:
    """The name of somebody."""
    found = re.search(r"^# (.+)$", people(root)[number].read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


#: Each is simple: names, ids and records stay as they are.
SIMPLE: dict[str, Edit] = {
    "a sentence more": lambda root: change(
        meetings(root)[2], r"-1\}\n", r"\g<0>One sentence more was said.\n", last=True
    ),
    "words of a sentence with names": lambda root: change(
        meetings(root)[1], r"(\{term\}`[^`]+`)", r"the well-known \1"
    ),
    "somebody is named": lambda root: change(
        meetings(root)[3],
        r"-1\}\n",
        rf"\g<0>{{thanked}}`{person(root, 3)}` was thanked with {{thanked}}`{person(root, 5)}`.\n",
    ),
    "somebody is no longer named": lambda root: change(meetings(root)[3], r"^\{thanked\}`.*\n", ""),
    "words of a record": lambda root: change(meetings(root)[0], r"\]\{\.decision", r" in the end\g<0>"),
    "a paragraph more": lambda root: change(
        meetings(root)[4], r"\A([\s\S]*\S)\s*\Z", r"\1\n\n{#one-more}\nThat was all.\n"
    ),
    "a person's page": lambda root: change(
        people(root)[4],
        r"\A([\s\S]*\S)\s*\Z",
        rf"\1\n\nSee {{person}}`{person(root, 6)}`.\n",
    ),
    "a list's own words": lambda root: change(root / "meetings" / "items.md", r"\.$", ", as they stand."),
    "two pages at once": lambda root: [
        change(each, r"-1\}\n", r"\g<0>Both were edited.\n") for each in meetings(root)[:2]
    ],
}


def test_what_is_simple_is_written_again_as_a_whole_build_would(archive: Path, tmp_path: Path) -> None:
    for name, edit in SIMPLE.items():
        edit(archive)
        assert built(archive) == [("minutes.retouch", 0)], name
    clean = tmp_path / "clean"
    shutil.copytree(archive, clean, ignore=shutil.ignore_patterns("_build"))
    built(clean)
    made, wanted = files(archive / "_build/html"), files(clean / "_build/html")
    assert not differences(made, wanted), told(made, wanted)
    change(archive / "people/index.md", r"# .*", "# All of them")  # and whole builds go on from there
    change(clean / "people/index.md", r"# .*", "# All of them")
    assert built(archive)[-1] == ("sphinx", 0)
    built(clean, fresh=True)
    made, wanted = files(archive / "_build/html"), files(clean / "_build/html")
    assert not differences(made, wanted), told(made, wanted)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda root: change(meetings(root)[0], r"^# .*", "# Another title"), id="title"),
        pytest.param(lambda root: change(meetings(root)[0], r"^\{#[^}]+-1\}\n", "{#another-id}\n"), id="id"),
        pytest.param(
            lambda root: (root / "people/new.md").write_text("---\ntype: person\nsort: New\n---\n# New\n"), id="page"
        ),
    ],
)
def test_what_may_show_anywhere_is_left_to_a_whole_build(archive: Path, tmp_path: Path, edit: Edit) -> None:
    root = tmp_path / "archive"
    shutil.copytree(archive, root)
    edit(root)
    assert built(root)[-1] == ("sphinx", 0)
