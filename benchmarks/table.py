"""Tables of plain text that are Markdown too, and where they are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, its columns made straight, all but the first to the right.

    >>> print(table(["tool", "s"], [["ours", "9.5"], ["theirs", "120.0"]]))
    | tool   |     s |
    |--------|------:|
    | ours   |   9.5 |
    | theirs | 120.0 |
    """
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        cells = [
            each.ljust(width) if not at else each.rjust(width)
            for at, (each, width) in enumerate(zip(row, widths, strict=True))
        ]
        return f"| {' | '.join(cells)} |"

    rule = "|".join("-" * (width + 2) if not at else "-" * (width + 1) + ":" for at, width in enumerate(widths))
    return "\n".join([line(heads), f"|{rule}|", *map(line, rows)])


def number(value: float | None, digits: int = 1) -> str:
    """A figure as it stands in a table; a dash if there is none."""
    return "–" if value is None else f"{value:,.{digits}f}"


def keep(name: str, facts: Mapping[str, object], text: str, folder: Path = ROOT / "_build" / "bench") -> Path:
    """Write a benchmark's facts as JSON and its text as Markdown; gives the latter's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    path = folder / f"{name}.md"
    path.write_text(text + "\n", encoding="utf-8")
    return path
