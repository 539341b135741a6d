"""tools/latexpdf.py, with a stand-in for latexmk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import latexpdf


def test_without_tex_live_it_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tex").touch()
    assert latexpdf.make(tmp_path, find=lambda name: None) == 2
    told = capsys.readouterr().err
    assert "TeX Live with latexmk is not installed" in told
    assert "apt install latexmk texlive-" in told


def test_without_a_source_it_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert latexpdf.make(tmp_path) == 2
    assert "python tools/build.py latex" in capsys.readouterr().err


@pytest.mark.parametrize("code", [0, 12])
def test_latexmk_runs_where_the_source_is(tmp_path: Path, code: int) -> None:
    (tmp_path / "a.tex").touch()
    given = []
    assert latexpdf.make(tmp_path, find=str, run=lambda command, cwd: given.append((command, cwd)) or code) == code
    ((command, cwd),) = given
    assert command[0] == "latexmk"
    assert command[-1] == "a.tex"
    assert cwd == tmp_path
