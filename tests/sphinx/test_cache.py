"""A build that goes on with what another machine has built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers import edit, in_this_process, tiny
from tools import build


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_checkout_elsewhere_goes_on_with_what_was_kept_and_is_as_a_clean_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tiny(tmp_path)
    assert build.build("html", root, run=in_this_process) == 0
    kept = shutil.move(root / "_build", tmp_path / "kept")
    shutil.rmtree(root)
    tiny(tmp_path)
    for path in root.rglob("*"):  # as new as a checkout makes them
        if path.is_file():
            path.write_bytes(path.read_bytes())
    shutil.move(kept, root / "_build")
    edit(root / "people" / "cy-cedar.md", "Thanked in 2001", "Thanked in 2002")
    capfd.readouterr()
    assert build.build("html", root, cached=True, run=in_this_process) == 0
    assert "0 added, 1 changed, 0 removed" in capfd.readouterr().out
    made = files(root / "_build" / "html")
    assert build.build("html", root, fresh=True, run=in_this_process) == 0
    assert made == files(root / "_build" / "html")
    # Of other machinery, nothing is kept.
    with (root / "conf.py").open("a") as settings:
        settings.write("\n# changed\n")
    assert build.build("html", root, cached=True, run=in_this_process) == 0
    assert "added, 0 changed, 0 removed" in capfd.readouterr().out.split("updating environment")[-1]
