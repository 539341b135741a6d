"""A small invented archive builds as strictly as the real one, with the real settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import generate
from tests.built import made


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_an_invented_archive_builds_without_a_warning(tmp_path: Path, builder: str) -> None:
    root = generate.write(tmp_path / "archive", generate.Plan(6))
    found = made(root, builder, jobs="1")
    assert found.told == ""
    assert len(list((found.out / "meetings").glob("2000-*"))) >= 6
