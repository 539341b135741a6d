"""The tiny archive, folded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes.graph import Graph
from tests.helpers import ROOTS, fold, tiny


@pytest.fixture(scope="session")
def archive() -> Graph:
    """The graph of the tiny archive as it is; not to be changed."""
    return fold(ROOTS / "tiny")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the tiny archive, to be changed."""
    return tiny(tmp_path)
