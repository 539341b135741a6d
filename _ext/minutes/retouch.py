"""Build a site again after a few pages were edited: read these, write what they show on, and leave all else alone.

    python -m minutes.retouch ROOT BUILDER DOCTREES CHANGE docname…

What a whole build has left is read (`state`), and what is new is put into the folder *CHANGE*, for `tools/build.py` to
put in place: `out`, as in the site; `doctrees`; `state`; and `gone.json`, the files of the site that are there no longer. Whatever
is not simple, such as a page that is new, named otherwise or faulty, is left to a whole build: exit 3. All else gives
the same bytes as a whole build.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from minutes import state
from minutes.edit import Edit, near
from minutes.state import NotSimpleError

NOT_SIMPLE = 3


def retouch(root: Path, builder: str, doctrees: Path, change: Path, docnames: Sequence[str]) -> None:
    """Make what is to be put in place; raises NotSimpleError."""
    edit = Edit(root, state.folder(doctrees, builder), docnames)
    touched = edit.touched()
    stale = list(edit.stale(touched.pages))

    from minutes import small  # Sphinx is loaded only where it is wanted

    small.build(edit, builder, doctrees, change, [docname for docname, _ in stale], sorted(touched.pages))
    folder = state.folder(change / "doctrees", builder)
    drawn = near(edit.after, (*docnames, *touched.pages))
    edit.near = {docname: each for docname, each in edit.near.items() if docname not in {*docnames, *touched.pages}}
    state.save(folder / state.NEAR, edit.near | drawn)
    edit.save(folder, stale)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it; say why not, if so."""
    root, builder, doctrees, change, *docnames = sys.argv[1:] if arguments is None else arguments
    gc.disable()  # it would walk all that was read again and again, and a command ends soon
    try:
        retouch(Path(root), builder, Path(doctrees), Path(change), docnames)
    except NotSimpleError as why:
        print(f"A whole build: {why}.")
        return NOT_SIMPLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
