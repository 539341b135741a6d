"""Set one Typst file: a process of its own, so that the memory it took is given back.

    python setting.py ROOT FILE SECONDS [STANDARD …]

ROOT holds what the file reads. Writes the PDF beside it, and tells as JSON what the file found out of itself, Typst's warnings, or an error.
The wheel's fonts only, no network, no clock.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import typst


def explained(error: RuntimeError) -> str:
    """What Typst complains of, with its hints, in a few lines."""
    if not isinstance(error, typst.TypstError):
        return f"Typst: {error}"
    hints = "".join(f"\n  hint: {hint}" for hint in error.hints)
    where = "\n".join(line for line in str(error.diagnostic).splitlines() if "┌─" in line or "-->" in line)
    return f"Typst: {error.message}{hints}" + (f"\n{where}" if where else "")


def made(root: Path, source: Path, standards: list[str], timestamp: int) -> dict[str, Any]:
    """Set a file. Returns `survey`, as the file has it, `pages`, their `height` in points, and `warnings`; or else `error`."""
    try:
        compiler = typst.Compiler(source, root=root, ignore_system_fonts=True)
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            pdf_standards=standards,  # type: ignore[arg-type]
            timestamp=timestamp,
        )
        survey = json.loads(compiler.query("<survey>", field="value", one=True))
    except RuntimeError as error:
        return {"error": explained(error)}
    assert isinstance(pdf, bytes)
    source.with_suffix(".pdf").write_bytes(pdf)
    (pages,) = re.findall(rb"/Type/Pages/Count (\d+)", pdf)
    height = re.findall(rb"/MediaBox\[0 0 \S+ ([\d.]+)\]", pdf)[0]
    told = [str(each.message) for each in warnings]
    return {"survey": survey, "pages": int(pages), "height": float(height), "warnings": told}


if __name__ == "__main__":
    told = made(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[4:], int(sys.argv[3]))
    sys.stdout.write(json.dumps(told))
