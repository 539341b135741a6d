"""Write the file in which some hosts, such as Netlify and Cloudflare Pages, read what to send with each answer.

    python tools/headers.py [FOLDER]

The folder is that of the site of all editions. To `hosting/_headers` it adds what may be kept for good: in each
edition, the folders without pages. Standard library only.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = "_headers"
#: The folder of an edition that never changes.
NUMBER = re.compile(r"\d{4}\.\d+")
KEPT = "public, max-age=31536000, immutable"


def unchanging(site: Path) -> Iterator[str]:
    """The folders of files that no later edition touches, as a browser asks for them."""
    for edition in sorted(path for path in site.iterdir() if path.is_dir() and NUMBER.fullmatch(path.name)):
        for folder in sorted(path for path in edition.iterdir() if path.is_dir()):
            if next(folder.rglob("*.html"), None) is None:
                yield f"/{edition.name}/{folder.name}/*"


def text(site: Path) -> str:
    """The file."""
    rules = "".join(f"\n{each}\n  Cache-Control: {KEPT}\n" for each in unchanging(site))
    return (ROOT / "hosting" / FILE).read_text(encoding="utf-8") + rules


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "_build" / "site")
    given = parser.parse_args(arguments)
    (given.folder / FILE).write_text(text(given.folder), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
