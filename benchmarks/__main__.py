"""Run a benchmark by its name.

    python -m benchmarks pdf [--meetings 300] [--growth]

Each is a module with `main(arguments)`; a new one is a line in `BENCHMARKS`.
"""

from __future__ import annotations

import sys
from importlib import import_module

#: The name of each, its module, and what it measures.
BENCHMARKS = {
    "pdf": ("benchmarks.pdf", "the PDF: what it takes to make, here and by a browser's way of printing"),
}


def main(arguments: list[str] | None = None) -> int:
    """Hand the arguments to the benchmark that they name."""
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or [""]
    if name not in BENCHMARKS:
        print(f"There is no benchmark {name!r}." if name else "Which one?", file=sys.stderr)
        for known, (_, what) in BENCHMARKS.items():
            print(f"  {known:8} {what}", file=sys.stderr)
        return 2
    found: int = import_module(BENCHMARKS[name][0]).main(rest)
    return found


if __name__ == "__main__":
    sys.exit(main())
