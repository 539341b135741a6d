"""The check of all pages, and its command."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import checking
from tests.helpers import ROOTS, edit, tiny


def test_the_tiny_archive_is_sound() -> None:
    assert checking.check(ROOTS / "tiny") == []


def test_pages_come_in_order_and_by_their_names() -> None:
    ledgers = [page.ledger for page in checking.read_all(ROOTS / "tiny")]
    assert [each.path for each in ledgers] == sorted(f"{each.docname}.md" for each in ledgers)
    assert len(ledgers) == 18
    assert {"index", "meetings/2001-03-06", "people/ann-ash"} <= {each.docname for each in ledgers}


def test_the_command_tells_and_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny(tmp_path)
    monkeypatch.chdir(root)
    assert checking.main([]) == 0
    assert capsys.readouterr().out == "0 problems in 18 pages of tiny\n"
    edit(root / "people/ann-ash.md", "end: 2003", "end: 1999")
    monkeypatch.setattr("sys.argv", ["checking", str(root)])
    assert checking.main() == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("people/ann-ash.md:7: the post `Secretary` ends (1999) before")
    assert told[1:] == ["1 problem in 18 pages of tiny"]
