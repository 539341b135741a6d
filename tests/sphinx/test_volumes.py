"""An archive that is built in volumes, and joined."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import generate
from tests.helpers import edit
from tests.soak import differences, files, told
from tools import build, volumes

THREE = """
[[volume]]
name = "first"
years = "../2000"
[[volume]]
name = "second"
years = "2001"
[[volume]]
name = "third"
years = "2002/.."
"""


class Runs:
    """Runs commands, and keeps what they said."""

    def __init__(self) -> None:
        self.told = ""

    def __call__(self, command: list[str | Path], **settings: object) -> int:
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **settings)  # type: ignore[call-overload]
        self.told = done.stdout + done.stderr
        return int(done.returncode)


def go(root: Path, *arguments: str) -> tuple[int, str]:
    """Run a step; its exit code, and what Sphinx said."""
    runs = Runs()
    code = volumes.main(arguments, root=root, run=runs)
    return code, runs.told


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented archive of two and a half years; its longest lists go on in parts."""
    root = generate.write(tmp_path_factory.mktemp("volumes") / "archive", generate.Plan(28, words=250, links=12))
    (root / "volumes.toml").write_text(THREE)
    with (root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nminutes_part_size = 9\n")
    return root


def clean(root: Path, folder: Path) -> dict[str, bytes]:
    """What a whole build makes."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("_build"))
    runs = Runs()
    assert build.build("html", folder, run=runs) == 0, runs.told
    return dict(files(folder / "_build/html"))


def test_joined_volumes_are_the_whole(archive: Path, tmp_path: Path) -> None:
    machines = [tmp_path / name for name in ("first", "second", "third")]
    for each in machines:
        shutil.copytree(archive, each)
        assert go(each, "read", each.name)[0] == 0
    for each in machines:  # the inventories go to all
        for other in machines:
            if other != each:
                shutil.copytree(
                    other / f"_build/volumes/{other.name}",
                    each / f"_build/volumes/{other.name}",
                    ignore=shutil.ignore_patterns("doctrees"),
                )
    for each in machines:
        code, said = go(each, "write", each.name)
        assert code == 0, said
    for each in machines:
        shutil.copytree(each / f"_build/volumes/{each.name}", archive / f"_build/volumes/{each.name}")
    code, said = go(archive, "join")
    assert code == 0, said
    assert "0 added, 0 changed, 0 removed" in said
    made, wanted = files(archive / "_build/html"), clean(archive, tmp_path / "clean")
    assert not differences(made, wanted), told(made, wanted)
    # And later builds go on from there.
    edit(archive / "people/index.md", "# People", "# All the people")
    runs = Runs()
    assert build.build("html", archive, run=runs) == 0, runs.told
    assert "0 added, 1 changed, 0 removed" in runs.told
    made, wanted = files(archive / "_build/html"), clean(archive, tmp_path / "clean again")
    assert not differences(made, wanted), told(made, wanted)


def test_volumes_of_other_words_are_not_joined(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "archive"
    shutil.copytree(archive, root, ignore=shutil.ignore_patterns("_build"))
    (root / "volumes.toml").write_text(THREE.replace("second", "last").partition('[[volume]]\nname = "third"')[0])
    edit(root / "volumes.toml", '"2001"', '"2001/.."')
    assert go(root, "write", "first")[0] == 2
    assert capsys.readouterr().out.splitlines() == [
        "the inventory of volume `first` is not here: python tools/volumes.py read first",
        "the inventory of volume `last` is not here: python tools/volumes.py read last",
    ]
    assert go(root, "read", "fourth")[0] == 2
    assert "there is no volume `fourth`; volumes.toml has first, last" in capsys.readouterr().out
    assert go(root, "read", "first")[0] == 0
    with (root / "people/index.md").open("a", encoding="utf-8") as page:
        page.write("\nSaid by {person}`Nobody At All`.\n")
    assert go(root, "read", "last")[0] == 0
    capsys.readouterr()
    assert go(root, "write", "first")[0] == 2
    assert capsys.readouterr().out.splitlines() == [
        "volume `first` was made of other words, or by other code, than are here: python tools/volumes.py read first"
    ]
    assert go(root, "read", "first")[0] == 0
    divided = (root / "volumes.toml").read_text("utf-8")
    (root / "volumes.toml").write_text(divided.replace("2000", "2001").replace('"2001/.."', '"2002/.."'))
    capsys.readouterr()
    assert go(root, "write", "first")[0] == 2, "what is in each is another now"
    assert "volume `last` was made of other words" in capsys.readouterr().out
    (root / "volumes.toml").write_text(divided)
    found = [go(root, "write", each) for each in ("first", "last")]
    line = len((root / "people/index.md").read_text("utf-8").splitlines())
    assert sorted(code for code, _ in found) == [0, 1]
    wrong = next(said for code, said in found if code)
    assert f"people/index.md:{line}: WARNING: unknown person `Nobody At All`" in wrong
    assert go(root, "join")[0] == 2  # and there is no half of a site
    assert not (root / "_build/html").exists()
