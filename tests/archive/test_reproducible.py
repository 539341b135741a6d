"""The same words make the same bytes: in another folder, at another time, by more or fewer processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.built import MADE, Made, made

#: As many as there are processors, as the archive of all tests is built, or else not.
JOBS = "1" if (os.cpu_count() or 1) > 1 else "2"
#: The time of the files in the other folder, as an unpacked archive might have it.
TOUCHED = 1_000_000_000

Edition = Callable[[str], Made]


@pytest.fixture(scope="module")
def here(archive: Made) -> Edition:
    """An edition, made of what was read for the site of all tests."""
    return lambda builder: archive if builder == "html" else made(archive.root, builder, doctrees=archive.doctrees)


@pytest.fixture(scope="module")
def elsewhere(archive: Made, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The same of a copy, read anew, in a folder whose path is longer."""
    root = tmp_path_factory.mktemp("elsewhere") / "a-copy" / "of-the-archive"
    shutil.copytree(archive.root, root, ignore=shutil.ignore_patterns(*MADE))
    for path in root.rglob("*"):
        os.utime(path, (TOUCHED, TOUCHED))
    site = made(root, "html", jobs=JOBS, seed="1")

    def edition(builder: str) -> Made:
        return site if builder == "html" else made(root, builder, jobs=JOBS, seed="1", doctrees=site.doctrees)

    return edition


def files(out: Path) -> dict[str, bytes]:
    """All files of a folder; an e-book's are listed too, since that its bytes differ says little."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    for name in [each for each in found if each.endswith(".epub")]:
        with ZipFile(out / name) as book:
            found |= {f"{name}:{entry}": book.read(entry) for entry in book.namelist()}
    return found


@pytest.mark.parametrize(
    ("builder", "main"), [("html", "index.html"), ("epub", "nec-archive.epub"), ("typst", "nec-archive.pdf")]
)
def test_the_same_words_make_the_same_bytes(here: Edition, elsewhere: Edition, builder: str, main: str) -> None:
    one, other = here(builder), elsewhere(builder)
    assert (one.told, other.told) == ("", "")
    alone, again = files(one.out), files(other.out)
    assert main in alone
    assert alone.keys() == again.keys()
    assert [name for name in alone if alone[name] != again[name]] == []
