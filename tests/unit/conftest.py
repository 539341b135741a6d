"""The tiny archive, folded once."""

from __future__ import annotations

import pytest

from minutes.graph import Graph
from tests.helpers import ROOTS, fold


@pytest.fixture(scope="session")
def archive() -> Graph:
    """The graph of the tiny archive as it is; not to be changed."""
    return fold(ROOTS / "tiny")
