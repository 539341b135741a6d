"""Measure everything quickly, with small archives."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import whole


def main(arguments: Sequence[str] | None = None) -> int:
    """As the whole, in a few minutes."""
    return whole.main(arguments, quick=True)
