"""Check the whole archive without Sphinx: read every page, fold the graph, list the problems."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from minutes import bibliography, corrections, graph, identifiers, reader, redirects
from minutes.model import Problem

#: The pages of the archive, as patterns below its root; ``conf.py`` names the same.
PAGES = (
    "index.md",
    "about.md",
    "sources.md",
    "timeline.md",
    "graph.md",
    "corrections.md",
    "meetings/**/*.md",
    "people/**/*.md",
    "glossary/**/*.md",
    "registers/**/*.md",
)
BIBLIOGRAPHY = "references.bib"


def pages(root: Path) -> Iterator[Path]:
    """The files of the archive's pages, in order; hidden ones, such as an editor's own, are none."""
    found = {path.relative_to(root) for pattern in PAGES for path in root.glob(pattern) if path.is_file()}
    yield from (root / path for path in sorted(found) if not any(part.startswith(".") for part in path.parts))


def read_all(root: Path) -> list[reader.Page]:
    """Every page, read."""
    return [
        reader.read_bytes(shown.removesuffix(".md"), shown, path.read_bytes())
        for path in pages(root)
        for shown in [path.relative_to(root).as_posix()]
    ]


def check(root: Path) -> list[Problem]:
    """All problems of the archive in *root*, by file and line."""
    sources, faults = bibliography.read(root / BIBLIOGRAPHY, BIBLIOGRAPHY)
    read = {page.ledger.docname: page for page in read_all(root)}
    ledgers = [page.ledger for page in read.values()]
    moved = redirects.read(root)
    folded = graph.build(ledgers, sources, faults, moved)
    of_corrections = corrections.faults(folded, read.__getitem__)
    return sorted({*folded.problems, *of_corrections, *identifiers.problems(identifiers.read(root), moved, ledgers)})


def main(arguments: list[str] | None = None) -> int:
    """Print the problems of an archive; 1 if there are any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    root = Path(arguments[0]) if arguments else Path.cwd()
    problems = check(root)
    for problem in problems:
        print(problem)
    number = sum(1 for _ in pages(root))
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)} in {number} pages of {root.resolve().name}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
