"""Run a benchmark by its name; without one, all of the table.

    python -m benchmarks [--sizes 30,100]
    python -m benchmarks quick
    python -m benchmarks pdf [--meetings 300] [--growth]
    python -m benchmarks refresh

Each is a module with `main(arguments)`; a new one is a line in `BENCHMARKS`.
"""

from __future__ import annotations

import sys
from importlib import import_module

#: The name of each, its module, and what it does.
BENCHMARKS = {
    "all": ("benchmarks.whole", "all that is promised, beside what others take: for hours"),
    "quick": ("benchmarks.quick", "the same with small archives: a few minutes"),
    "pdf": ("benchmarks.pdf", "the PDF: what it takes to make, here and by a browser's way of printing"),
    "refresh": ("benchmarks.refresh", "puts the figures of `all` into docs/performance.md"),
}


def main(arguments: list[str] | None = None) -> int:
    """Hand the arguments to the benchmark that they name."""
    given = sys.argv[1:] if arguments is None else arguments
    name, *rest = given if given and not given[0].startswith("-") else ["all", *given]
    if name not in BENCHMARKS:
        print(f"There is no benchmark {name!r}.", file=sys.stderr)
        for known, (_, what) in BENCHMARKS.items():
            print(f"  {known:8} {what}", file=sys.stderr)
        return 2
    found: int = import_module(BENCHMARKS[name][0]).main(rest)
    return found


if __name__ == "__main__":
    sys.exit(main())
