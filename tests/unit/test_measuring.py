"""What benchmarks do with their figures, and how they are asked for. No figure is judged here."""

from __future__ import annotations

import doctest
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import pdf, table, whole
from benchmarks.measuring import Cost, FailedError, commit, exponent, middle, run
from benchmarks.pdf import OURS, THEIRS, Made


def test_a_command_is_measured_with_what_it_waits_for(tmp_path: Path) -> None:
    inner = "sum(range(10**6))"
    cost = run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{inner}'])"], tmp_path
    )
    assert cost.cpu > 0
    assert cost.wall > 0
    assert cost.peak > 1


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="no lamps"):
        run([sys.executable, "-c", "raise SystemExit('no lamps')"], tmp_path)


def test_costs_add_up_and_peaks_do_not() -> None:
    assert Cost(1, 2, 30) + Cost(4, 5, 6) == Cost(5, 7, 30)
    assert middle([Cost(1, 9, 2), Cost(2, 8, 1), Cost(9, 1, 3)]) == Cost(2, 8, 2)


def test_growth_is_the_slope_of_the_logarithms() -> None:
    assert exponent({10: 3.0, 20: 6.0, 80: 24.0}) == pytest.approx(1)
    assert exponent({10: 1.0, 30: 9.0}) == pytest.approx(2)
    assert exponent({10: 1.0}) is None


def test_figures_are_set_beside_ours_and_gaps_are_shown() -> None:
    found = {
        OURS: {100: Made(Cost(10, 11, 800), 200, 3_000_000)},
        THEIRS: dict[int, Made](),
    }
    lines = pdf.shown(found).splitlines()
    assert [each.strip() for each in lines[2].split("|")[1:-1]] == [
        OURS,
        "100",
        "10.0",
        "11.0",
        "0.80",
        "200",
        "50.0",
        "4.00",
        "3.0",
        "1.0",
    ]
    assert [each.strip() for each in lines[3].split("|")[1:-1]] == [THEIRS, "100", *"––––––––"]
    assert len({len(each) for each in lines}) == 1


def test_a_table_is_kept_as_figures_and_as_text(tmp_path: Path) -> None:
    path = table.keep("x", {"one": 1}, "| a |", tmp_path / "bench")
    assert path.read_text(encoding="utf-8") == "| a |\n"
    assert json.loads(path.with_suffix(".json").read_text(encoding="utf-8")) == {"one": 1}


def test_an_unknown_name_is_answered_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmarks.main(["epbu"]) == 2
    told = capsys.readouterr().err
    assert "There is no benchmark 'epbu'." in told
    assert all(name in told for name in benchmarks.BENCHMARKS)


def test_without_a_name_everything_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(whole, "main", lambda rest: asked.append(rest) or 0)
    assert benchmarks.main([]) == 0
    assert benchmarks.main(["--sizes", "30"]) == 0
    assert asked == [[], ["--sizes", "30"]]


@pytest.mark.parametrize("module", ["beside", "dialect", "measuring", "table", "curves", "whole"])
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"benchmarks.{module}")).failed == 0


def test_a_commit_is_named_and_changes_to_it_are_marked(tmp_path: Path) -> None:
    assert commit(tmp_path) == ""
    for words in (["init", "-q"], ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "x", "--allow-empty"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True)
    clean = commit(tmp_path)
    assert len(clean) == 12
    (tmp_path / "new.txt").touch()
    assert commit(tmp_path) == f"{clean}+"
