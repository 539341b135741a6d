"""Build the site in volumes, which may be on several machines, and join them: `volumes.toml` says what is in each.

    python tools/volumes.py read NAME      on its machine: read the volume's pages; leaves its inventory
    python tools/volumes.py write NAME     there, with the inventories of all others: write its pages
    python tools/volumes.py join           anywhere, with all of that: put the site in its place
    python tools/volumes.py                all of this, here

Every machine has the same sources, and reads and writes the pages of its volume alone. What it makes stands in
`_build/volumes/NAME`, and has to be brought to the same place on the other machines:

    inventory           after `read`, to each machine that writes
    out, doctrees       after `write`, with the inventory, to the one that joins

Of a volume that was made of other words or by another machinery, nothing is taken. What is joined is the same, to the
byte, as what `tools/build.py html` makes, and later builds go on from it.

Standard library only: whatever knows the archive runs as a command of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import build  # the path is set above

BUILDER = "html"
#: What was made of what, by step: there when the step has ended well.
STAMPS = {"read": "inventory/stamp.json", "write": "doctrees/stamp.json"}
FILE = "volumes.toml"

_Run = Callable[..., int]


def place(root: Path) -> Path:
    """Where the volumes are."""
    return root / "_build" / "volumes"


def made_of(root: Path) -> dict[str, Any]:
    """What a volume is made of: digests of the machinery, of all words, and of what is said to be in each."""
    now = build.made_of(root)
    shares = hashlib.sha256((root / FILE).read_bytes()).hexdigest()
    return {"machinery": now["machinery"], "words": now["words"], "volumes": shares}


def names(root: Path) -> list[str]:
    """What the volumes are called, as far as that can be read: all else is told by the command that builds one."""
    try:
        tables = tomllib.loads((root / FILE).read_text(encoding="utf-8-sig")).get("volume", [])
        return [str(each["name"]) for each in tables]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def missing(root: Path, step: str, wanted: Sequence[str]) -> list[str]:
    """What some volumes lack that should have gone through a step, in words."""
    now, found = made_of(root), []
    for name in wanted:
        stamp = place(root) / name / STAMPS[step]
        how = f"python tools/volumes.py {step} {name}"
        if not stamp.exists():
            what = "inventory of volume `{}` is" if step == "read" else "pages of volume `{}` are"
            found.append(f"the {what.format(name)} not here: {how}")
        elif json.loads(stamp.read_text(encoding="utf-8")) != now:
            found.append(f"volume `{name}` was made of other words, or by other code, than are here: {how}")
    return found


def run_step(root: Path, step: str, name: str, run: _Run) -> int:
    """Run a step; its exit code."""
    return run(
        [sys.executable, "-m", "minutes.divided", step, root, BUILDER, place(root), name],
        cwd=root,
        env=build.variables(root) | {"SOURCE_DATE_EPOCH": build.epoch(root)},
    )


def make(step: str, name: str, root: Path, run: _Run) -> int:
    """Read or write a volume."""
    known = names(root)
    if known and name not in known:
        print(f"there is no volume `{name}`; {FILE} has {', '.join(known)}")
        return 2
    if step == "write" and (lacking := missing(root, "read", known)):
        print("\n".join(lacking))
        return 2
    folder = place(root) / name
    if step == "read":
        shutil.rmtree(folder, ignore_errors=True)
    stamp = folder / STAMPS[step]
    stamp.unlink(missing_ok=True)
    if code := run_step(root, step, name, run):
        print(f"Volume `{name}` was not made: the reason is above.")
        return code
    stamp.write_text(json.dumps(made_of(root)), encoding="utf-8")
    print(
        f"Volume `{name}`: {'its inventory is' if step == 'read' else 'its pages are'} in {folder.relative_to(root)}."
    )
    return 0


def join(root: Path, run: _Run) -> int:
    """Put the joined site in its place, as `tools/build.py` does it."""
    if lacking := missing(root, "write", names(root)):
        print("\n".join(lacking))
        return 2
    work = root / "_build" / ".work" / BUILDER
    with build.alone(work):
        build.recover(root / "_build" / BUILDER, work)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        if code := run_step(root, "join", str(work), run):
            return code
        # As after a whole build whose words are others now: this one reads nothing, and makes the rest.
        stamp = build.made_of(root) | {"words": ""}
        (work / "stamp.json").write_text(json.dumps(stamp), encoding="utf-8")
    return build.build(BUILDER, root, run=run)


def main(arguments: Sequence[str] | None = None, *, root: Path = build.ROOT, run: _Run = subprocess.call) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("step", nargs="?", choices=("read", "write", "join"), help="without it, all of them")
    parser.add_argument("name", nargs="?", help="of the volume, to read or to write it")
    given = parser.parse_args(arguments)
    if (given.step in ("read", "write")) != bool(given.name):
        parser.error("name the volume that is to be read or written; `join` joins all")
    if not names(root):
        print(f"there is no {FILE} that names volumes; how it is written is said in CONTRIBUTING.md")
        return 2
    if given.step == "join":
        return join(root, run)
    steps = [(given.step, given.name)] if given.step else [(s, n) for s in ("read", "write") for n in names(root)]
    for step, name in steps:
        if code := make(step, name, root, run):
            return code
    return 0 if given.step else join(root, run)


if __name__ == "__main__":
    sys.exit(main())
