"""Make a PDF of the LaTeX source that `tools/build.py latex` wrote.

    python -m tools.latexpdf

It needs TeX Live, which no Python package brings. The source is built without it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What has latexmk, and all that Sphinx's LaTeX asks for, on Debian and its kin.
PACKAGES = (
    "latexmk texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended"
    " texlive-xetex texlive-luatex tex-gyre fonts-freefont-otf xindy"
)


def make(
    folder: Path, *, find: Callable[[str], str | None] = shutil.which, run: Callable[..., int] = subprocess.call
) -> int:
    """Run latexmk on what is in a folder; 0 is success. The last line printed says where the PDF is, or what is wanting."""
    sources = sorted(folder.glob("*.tex"))
    if not sources:
        print(f"There is no LaTeX source in {folder}: build it with: python tools/build.py latex", file=sys.stderr)
        return 2
    if not find("latexmk"):
        print(
            f"TeX Live with latexmk is not installed, so there is no PDF; the LaTeX source is in {folder}.\n"
            f"On Debian and its kin, this installs what it needs: apt install {PACKAGES}",
            file=sys.stderr,
        )
        return 2
    code = run(
        ["latexmk", "-pdf", "-dvi-", "-ps-", "-interaction=nonstopmode", *(each.name for each in sources)], cwd=folder
    )
    print(f"latexmk failed; its log is in {folder}" if code else f"The PDF is in {folder}.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(make(Path(os.path.relpath(ROOT / "_build" / "latex"))))
