"""A build of a faulty archive fails, tells every fault as the check does, and does no harm."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from tests import faults
from tests.faults import Fault
from tests.helpers import Result, build, in_this_process, tiny
from tools import build as editions

#: Front matter never reaches Sphinx, to which all its faults are one: a page that declares nothing.
READABLE = (
    *faults.NAMES,
    *faults.IDS,
    *faults.FRONT_MATTER[:3],
    *faults.DATES[:1],
    *faults.PROSE,
    *faults.LINKS,
    *faults.BIBLIOGRAPHY,
)


def told(made: Result) -> list[str]:
    """What the archive's own checks complained of, in order."""
    return [line for line in made.warnings.splitlines() if " [minutes." in line]


def html(made: Result) -> str:
    """All pages of a site."""
    pages = sorted(made.out.rglob("*.html"))
    assert len(pages) > 18
    return "".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("fault", READABLE, ids=lambda fault: fault.name)
def test_a_fault_fails_the_build_and_is_told(root: Path, fault: Fault) -> None:
    fault.make(root)
    made = build(root, "dummy")  # reads all and resolves all, and spares us the writing
    assert (made.rc, told(made)) == (1, list(fault.warnings))
    assert "Traceback" not in made.warnings


@pytest.mark.parametrize("fault", faults.MARKUP, ids=lambda fault: fault.name)
def test_not_even_a_failed_build_holds_markup_of_a_page(root: Path, fault: Fault) -> None:
    fault.make(root)
    made = build(root)
    assert (made.rc, told(made)) == (1, list(fault.warnings))
    assert "<script>alert" not in html(made)


def test_markup_in_text_is_escaped(root: Path) -> None:
    for change in faults.HARMLESS.values():
        change(root)
    in_address = "[x](javascript:alert(1)) <javascript:alert(1)> [y](data:text/html,z) [z](vbscript:z)"
    faults.put(faults.BOB, "Named by", f"{in_address} Named by")(root)
    made = build(root)
    assert (made.rc, made.warnings) == (0, "")
    text = html(made)
    assert "<script>alert" not in text
    assert [script for script in faults.HARMLESS if escape(script) not in text] == []
    assert not re.search(r"""(href|src)=["']?(javascript|data|vbscript):""", text)


def test_a_source_links_to_nothing_but_the_web(root: Path) -> None:
    faults.put(faults.BIB, "https://example.org/march", "javascript:alert(1)")(root)
    made = build(root)
    assert made.rc == 1
    assert "javascript:" not in (made.out / "sources.html").read_text(encoding="utf-8")


def together(root: Path) -> list[str]:
    """Bring many faults into an archive; what must be told of them."""
    chosen = [fault for fault in faults.ALL if fault.name in faults.TOGETHER]
    for fault in chosen:
        fault.make(root)
    return [warning for fault in chosen for warning in fault.warnings]


def place(warning: str) -> tuple[str, int]:
    path, line, _ = warning.split(":", 2)
    return path, int(line)


def test_all_faults_are_told_at_once_by_one_process_or_two(tmp_path: Path) -> None:
    made = []
    for jobs in (1, 2):
        root = tiny(tmp_path / str(jobs))
        expected = together(root)
        made.append(build(root, jobs=jobs))
        assert sorted(told(made[-1])) == sorted(expected)
        assert list(map(place, told(made[-1]))) == sorted(map(place, expected))
    assert told(made[0]) == told(made[1])
    assert sorted(made[0].warnings.splitlines()) == sorted(made[1].warnings.splitlines())
    assert made[0].rc == made[1].rc == 1


def test_a_fault_is_told_again_while_it_is_there(root: Path) -> None:
    """Sphinx alone warns of a page once: when it reads it."""
    expected = together(root)
    build(root)
    for change in (lambda _: None, faults.put(faults.BOB, "Named by", "Told of by")):
        change(root)
        made = build(root)
        assert made.rc == 1
        assert sorted(told(made)) == sorted(expected)


@pytest.mark.parametrize("fault", faults.UNREADABLE, ids=lambda fault: fault.name)
def test_a_file_that_cannot_be_read_is_told_again_and_can_be_mended(root: Path, fault: Fault) -> None:
    good = {path: path.read_bytes() for path in (root / faults.CY, root / faults.BIB)}
    fault.make(root)
    for _ in range(2):
        made = build(root, "dummy")
        assert (made.rc, told(made)) == (2, list(fault.warnings))
        assert "Traceback" not in made.warnings
    for path, data in good.items():
        path.write_bytes(data)
    made = build(root, "dummy")
    assert (made.rc, made.warnings) == (0, "")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_failed_build_keeps_the_last_good_one_whole(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    place = root / "_build" / "html"
    assert editions.build("html", root, run=in_this_process) == 0
    good = files(place)
    assert "people/cy-cedar.html" in good
    page = (root / faults.CY).read_bytes()
    for fault in (faults.NAMES[0], faults.UNREADABLE[4]):
        fault.make(root)
        assert editions.build("html", root, run=in_this_process) != 0
        assert files(place) == good
        assert "the last good build is still in" in capfd.readouterr().out.splitlines()[-1]
    (root / faults.CY).write_bytes(page)
    faults.put(faults.LATER, "Bob Brich", "Bob Birch")(root)
    faults.put(faults.CY, "Thanked in 2001", "Thanked")(root)
    assert editions.build("html", root, run=in_this_process) == 0
    changed = {name for name, data in files(place).items() if good.get(name) != data}
    assert "people/cy-cedar.html" in changed
    assert "people/ann-ash.html" not in changed
