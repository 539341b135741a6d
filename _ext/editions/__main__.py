"""Build the site of all editions.

    python -m editions [--rebuild NUMBER]

Each edition of `editions.toml` that is not built yet is built from its commit, and sealed; those that are
sealed are only looked at. Then `_build/site` is put together: see `CONTRIBUTING.md`, *Publish an edition*.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from editions import building, register, site
from editions.building import Make, Workshop
from editions.git import Repository
from editions.history import HistoryError
from editions.model import EditionsError, Fault

#: Where the site of all editions stands, if the variable ARCHIVE_URL does not say otherwise; as in conf.py.
ADDRESS = "https://nec-archive.example/"


def address() -> str:
    """Where the site is to stand, with a slash at its end."""
    return os.environ.get("ARCHIVE_URL", ADDRESS).rstrip("/") + "/"


def say(line: str) -> None:
    """Tell the one who waits, at once."""
    print(line, flush=True)


def run(root: Path, rebuild: tuple[str, ...] = (), make: Make | None = None) -> Path:
    """Build what is missing, and put the site together; gives its folder."""
    site.recover(site.work_in(root))
    repository = Repository(root)
    # The register may be looked at before it is committed: it only names commits.
    if wrong := repository.faults(allowed=(register.NAME,)):
        raise EditionsError(*(Fault("", 0, each) for each in wrong))
    editions, digests = register.read(root, repository)
    by_number = {each.number: each for each in editions}
    if unknown := [each for each in rebuild if each not in by_number]:
        raise EditionsError(f"there is no edition {unknown[0]} to build again, only {', '.join(by_number)}")
    workshop = Workshop(root, repository, address(), make)
    workshop.clear()
    try:
        sealed = building.built_or_kept(workshop, editions, say, rebuild)
    finally:
        workshop.clear()
    return site.assemble(root, workshop.address, sealed, digests, say)


def main(arguments: list[str] | None = None, make: Make | None = None) -> int:
    """Read the command line; 1 if there is no new site."""
    parser = argparse.ArgumentParser(prog="python -m editions", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rebuild", metavar="NUMBER", action="append", default=[], help="build a sealed edition again")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    final = site.work_in(given.root).final
    try:
        run(given.root, tuple(given.rebuild), make)
    except (EditionsError, HistoryError) as error:
        reasons = str(error)
    except OSError as error:
        reasons = f"{error.filename or 'a file'}: {error.strerror or error}"
    else:
        shown = Path(os.path.relpath(final))
        say(
            f"The site of all editions is at {shown / 'index.html'}: open it, or serve it with: python tools/serve.py {shown}"
        )
        return 0
    kept = "the last good one is still in _build/site" if final.exists() else "there is none from before"
    say(f"{reasons}\nThe site of all editions was not built: the reasons are above; {kept}.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
