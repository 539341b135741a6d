"""Whatever is wrong with the archive, the check says so: once, at the right line, with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from minutes import backlinks, bibliography, checking, listings, pages, reader, registers
from minutes.vocabulary import RECORD_KINDS
from tests import faults
from tests.faults import Fault
from tests.helpers import fold, tiny

_read_bytes, _parse_string = cache(reader.read_bytes), cache(bibliography.parse_string)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny archive, of which only what a test changes is read again."""
    monkeypatch.setattr(reader, "read_bytes", _read_bytes)
    monkeypatch.setattr(bibliography, "parse_string", _parse_string)
    return tiny(tmp_path)


@pytest.mark.parametrize("fault", faults.ALL, ids=lambda fault: fault.name)
def test_a_fault_is_told_and_borne(root: Path, fault: Fault) -> None:
    fault.make(root)
    found = fold(root)
    assert list(map(str, found.problems)) == list(fault.problems)
    # A build goes on, so as to tell all faults: the views must bear them.
    for docname in found.ledgers:
        assert pages.fingerprint(found, docname)
    for argument in listings.LISTS:
        assert listings.list_of(found, "", argument)
    for kind in RECORD_KINDS:
        assert registers.register(found, "", kind)
    assert len(backlinks.sources(found, "")) == len(found.sources)


@pytest.mark.parametrize("name", faults.HARMLESS)
def test_markup_in_text_is_text(root: Path, name: str) -> None:
    faults.HARMLESS[name](root)
    assert checking.check(root) == []


def test_all_faults_are_told_at_once_in_order(root: Path) -> None:
    together = [fault for fault in faults.ALL if fault.name in faults.TOGETHER]
    assert len(together) == len(faults.TOGETHER)
    for fault in together:
        fault.make(root)
    found = checking.check(root)
    assert sorted(map(str, found)) == sorted(each for fault in together for each in fault.problems)
    assert [(each.path, each.line) for each in found] == sorted((each.path, each.line) for each in found)


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_line_ends_and_byte_order_mark_do_not_count(root: Path, ends: bytes) -> None:
    """A page from Windows, or from an old Mac, is the same page."""
    for path in checking.pages(root):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends))
    assert checking.check(root) == []
    path = root / faults.LATER
    path.write_bytes(path.read_bytes().replace(b"Bob Birch", b"Bob Brich"))
    assert [each.line for each in checking.check(root)] == [17]


def test_a_bad_page_does_not_make_its_names_unknown(root: Path) -> None:
    """One typing error in `ann-ash.md` is one problem, not one for each page that names her."""
    faults.sort_of_ann("sort: [")(root)
    faults.put(faults.BOB, "{person}`Ann Ash`", "[her](ann-ash.md#life), {any}`ann-ash` and {any}`Ann Ash`")(root)
    assert {each.path for each in checking.check(root)} == {faults.ANN}
    (root / faults.ANN).write_bytes(b"\xff")
    assert {each.path for each in checking.check(root)} == {faults.ANN}


def test_a_bad_bibliography_does_not_make_its_sources_unknown(root: Path) -> None:
    """An empty one does: there, nothing else tells the editor what is wrong."""
    (root / faults.BIB).write_text("")
    found = checking.check(root)
    assert len(found) == 13
    assert all(each.message.startswith("unknown source `") for each in found)


@pytest.mark.parametrize(
    "text",
    ["", "---", "---\n", "---\n---", "---\n---\n", "# ", "#", "{#x}", "[", "`" * 99, ":::{", "\0", "---\n\ufeff"],
)
@pytest.mark.parametrize("docname", ["index", "people/x", "meetings/2001-01-01", "glossary/x"])
def test_no_text_stops_the_reader(docname: str, text: str) -> None:
    page = reader.read_bytes(docname, f"{docname}.md", text.encode())
    assert page.ledger.docname == docname
    assert page.ledger.problems


def test_the_command_prints_problems_and_fails(root: Path) -> None:
    fault = faults.NAMES[0]
    fault.make(root)
    command = [sys.executable, "-m", "minutes.checking", str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [*fault.problems, "1 problem in 18 pages of tiny"]
