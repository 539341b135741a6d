"""The same words in the theme as it comes, to be weighed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import weight


def test_settings_without_their_dress_are_still_settings(tmp_path: Path) -> None:
    shutil.copytree(weight.ROOT / "_ext", tmp_path / "_ext", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(weight.ROOT / "conf.py", tmp_path)
    weight.undress(tmp_path)
    read = "import conf; print([each for each in vars(conf) if each.startswith(('html_', 'minutes_'))])"
    done = subprocess.run([sys.executable, "-c", read], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "['html_theme']\n"), done.stderr
