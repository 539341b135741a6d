"""Editions of the tiny archive, built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.helpers import Result, build, tiny


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Result]:
    """What a builder makes of the tiny archive as it is."""
    root = tiny(tmp_path_factory.mktemp("editions"))
    return cache(lambda builder: build(root, builder))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny archive to edit."""
    return tiny(tmp_path)
