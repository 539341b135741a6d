"""What is remembered of files: true, or forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from minutes import checking, memory, mentions, reader
from minutes.memory import FOLDER, Memory
from minutes.model import Code, Ledger, Problem
from minutes.packing import packer
from tests.helpers import edit


def test_a_ledger_is_unpacked_as_it_was_packed(root: Path) -> None:
    edit(root / "people/ann-ash.md", "end: 2003", "end: 1999")  # so that there is a problem, too
    pack, unpack = packer(Ledger)
    ledgers = [page.ledger for page in checking.read_all(root)]
    assert [unpack(pack(each)) for each in ledgers] == ledgers
    problem = Problem("a.md", 1, Code.DATE, "no such day")
    odd = Ledger("a", "a.md", "A", problems=(problem,))
    assert type(unpack(pack(odd)).problems[0].code) is Code


@dataclass(frozen=True)
class Odd:
    field: tuple[tuple[Ledger, int], ...]


@pytest.mark.parametrize("kind", [float, dict, Odd])
def test_what_can_not_be_packed_is_said_at_once(kind: type) -> None:
    with pytest.raises(TypeError, match="can't be packed"):
        packer(kind)


def test_a_fact_is_kept_while_it_is_true(tmp_path: Path) -> None:
    first = Memory(tmp_path, "kind")
    first.put("a", b"1", ("fact",))
    assert Memory(tmp_path, "kind").get("a", b"1") is None  # not saved yet
    first.save()
    assert Memory(tmp_path, "kind").get("a", b"1") == ("fact",)
    assert Memory(tmp_path, "kind").get("a", b"2") is None
    assert Memory(tmp_path, "other").get("a", b"1") is None


def test_what_nobody_asks_for_is_dropped_when_its_piece_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PIECES", 1)
    first = Memory(tmp_path, "kind")
    first.put("gone", b"1", "old")
    first.save()
    later = Memory(tmp_path, "kind")
    later.put("here", b"1", "new")
    later.save()
    last = Memory(tmp_path, "kind")
    assert (last.get("gone", b"1"), last.get("here", b"1")) == (None, "new")


@pytest.mark.parametrize("harm", ["torn", "empty", "changed", "folder"])
def test_what_was_harmed_is_forgotten(tmp_path: Path, harm: str) -> None:
    first = Memory(tmp_path, "kind")
    first.put("a", b"1", "fact" * 100)
    first.save()
    (piece,) = (tmp_path / "kind").iterdir()
    data = piece.read_bytes()
    match harm:
        case "torn":
            piece.write_bytes(data[:-7])
        case "empty":
            piece.write_bytes(b"")
        case "changed":
            piece.write_bytes(data.replace(b"fact", b"fake", 1))
        case "folder":
            piece.unlink()
            piece.mkdir()
    assert Memory(tmp_path, "kind").get("a", b"1") is None


def test_another_reader_remembers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Memory(tmp_path, "kind")
    first.put("a", b"1", "fact")
    first.save()
    monkeypatch.setattr(memory, "reader_version", lambda: b"another")
    assert Memory(tmp_path, "kind").get("a", b"1") is None


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "kind").write_text("a file where the folder should be")
    first = Memory(tmp_path, "kind")
    first.put("a", b"1", "fact")
    first.save()
    assert Memory(tmp_path, "kind").get("a", b"1") is None


def test_two_that_write_at_once_leave_whole_pieces(tmp_path: Path) -> None:
    one, other = Memory(tmp_path, "kind"), Memory(tmp_path, "kind")
    one.put("a", b"1", "one")
    other.put("a", b"1", "other")
    one.save()
    other.save()
    assert Memory(tmp_path, "kind").get("a", b"1") == "other"
    assert not [each for each in (tmp_path / "kind").iterdir() if each.name.startswith(".")]


def test_the_check_reads_only_what_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = reader.read_bytes
    monkeypatch.setattr(reader, "read_bytes", lambda name, shown, data: read.append(shown) or real(name, shown, data))

    def check() -> list[str]:
        read.clear()
        return [str(each) for each in checking.check(root, remember=True)]

    assert check() == []
    assert len(read) == 18
    assert check() == read == []
    edit(root / "people/ann-ash.md", "end: 2003", "end: 1999")
    told = check()
    assert (len(told), read) == (1, ["people/ann-ash.md"])
    assert check() == told
    assert read == []
    edit(root / "people/ann-ash.md", "end: 1999", "end: 2003")
    (root / "people/cy-cedar.md").unlink()
    assert check() == [str(each) for each in checking.check(root)] != []


def test_a_bibliography_is_read_again_when_it_changed_or_is_gone(root: Path) -> None:
    path = root / "references.bib"
    for change in (None, lambda: path.write_text("@online{a"), path.unlink):
        if change:
            change()
        for _ in range(2):
            assert checking.check(root, remember=True) == checking.check(root)


def test_pages_read_by_many_processors_are_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "FEW", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert checking.ledgers(root) == [page.ledger for page in checking.read_all(root)]


def test_unlinked_names_are_looked_for_again_when_page_or_names_change(root: Path) -> None:
    def told() -> list[tuple[str, str]]:
        return [(each.path, each.object_id) for each in mentions.all_unlinked(root)[0]]

    before = told()
    assert told() == before
    page = root / "meetings/2002-03-05.md"
    edit(page, "had not come", "had not come, Anne Ashe")
    assert set(told()) - set(before) == set(told()) - set(before) == {("meetings/2002-03-05.md", "ann-ash")}
    person = root / "people/ann-ash.md"
    was = person.read_text(encoding="utf-8")
    person.write_text(was.replace("Anne Ashe", "Anna Asche"), encoding="utf-8")
    assert told() == before
    person.write_text(was, encoding="utf-8")
    assert len(told()) == len(before) + 1
    assert (root / FOLDER).is_dir()


@pytest.mark.parametrize(
    "text", ["CLPs CLP’s CLP- xCLP", "The boards, Board’s boarding", "EU or Eu, e", "Ann Ash-Elm Ann Ashes", "“So” it"]
)
def test_the_finder_finds_what_one_expression_finds(text: str) -> None:
    forms = ["CLP", "board", "boarding", "EU", "Ann Ash", "Ann Ash-Elm", "“So”", "e", "bo", "straße", "Ann"]
    whole = mentions._pattern(forms)
    found, at = [], 0
    starts = [at for at in range(len(text)) if not at or not (text[at - 1].isalnum() or text[at - 1] in "_-")]
    for start in starts:
        if start >= at and (match := whole.match(text, start)):
            found.append(match.span())
            at = match.end()
    assert [each.span() for each in mentions.Finder(forms).finditer(text)] == found != []


def test_a_line_of_a_problem_is_packed_too(root: Path) -> None:
    pack, unpack = packer(Problem)
    problem = Problem("a.md", 3, Code.NAME, "unknown")
    assert unpack(pack(problem)) == problem != replace(problem, line=4)
