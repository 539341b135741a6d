"""Build the site for a check, beside the one that is read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def build(root: Path, out: Path, address: str = "") -> Path:
    """Build a site as it is to stand at an address. Silent; if it fails, it says why and ends the program."""
    flags = ("-q", "-j", "auto", "-b", "html", "-d", f"{out}-doctrees")
    command = [sys.executable, "-m", "sphinx", *flags, str(root), str(out)]
    variables = {**os.environ, "PYTHONHASHSEED": "0", **({"ARCHIVE_URL": f"{address}/"} if address else {})}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return out
