"""The revisions of pages, as git knows them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from editions.history import Commit, HistoryError, Revision, first_editions, parse, revisions, told
from editions.model import Edition


def edition(number: str, commit: str) -> Edition:
    return Edition(number, "2026-01-01", commit, "")


def commit(name: str, *files: str, parents: str = "", time: int = 0) -> Commit:
    """A commit of files such as `M people/a.md`, `R people/a.md people/b.md`."""
    found = []
    for each in files:
        letter, path, *after = each.split()
        found.append((letter, after[0], path) if after else (letter, path, ""))
    return Commit(name, tuple(parents.split()), time, f"Do {name}", tuple(found))


def names(found: dict[str, tuple[Revision, ...]]) -> dict[str, str]:
    return {docname: " ".join(each.commit for each in revised) for docname, revised in found.items()}


def test_a_log_is_read_as_git_prints_it() -> None:
    log = (
        "\x01c2\x1fc1 c0\x1f86400\x1fName it\x1fso\0\nR100\0people/a.md\0people/b.md\0M\0index.md\0\0"
        "\x01c1\x1f\x1f0\x1fStart\0\nC075\0x.md\0y.md\0A\0people/ä b.md\0"
    )
    later, first = parse(log)
    assert later == Commit(
        "c2", ("c1", "c0"), 86400, "Name it\x1fso", (("R", "people/b.md", "people/a.md"), ("M", "index.md", ""))
    )
    assert first.files == (("C", "y.md", ""), ("A", "people/ä b.md", ""))
    assert (later.date, first.date) == ("1970-01-02", "1970-01-01")


def test_a_page_has_its_revisions_newest_first_and_other_files_none() -> None:
    found = told(
        [
            commit("c3", "M people/a.md", "M conf.py", "M README.md"),
            commit("c2", "M _static/css/x.css", "A meetings/2001/b.md", "M about.md"),
            commit("c1", "A people/a.md", "A references.bib", "A tests/roots/tiny/index.md"),
        ],
        {"c1": "2026.1"},
    )
    assert names(found) == {"about": "c2", "meetings/2001/b": "c2", "people/a": "c3 c1"}
    assert [each.edition for each in found["people/a"]] == ["", "2026.1"]


def test_a_page_keeps_its_history_when_it_is_renamed_twice() -> None:
    log = [
        commit("c4", "M people/c.md"),
        commit("c3", "R people/b.md people/c.md"),
        commit("c2", "R people/a.md people/b.md"),
        commit("c1", "A people/a.md"),
    ]
    assert names(told(log, {})) == {"people/c": "c4 c3 c2 c1"}


def test_two_pages_that_change_their_names_keep_each_its_own() -> None:
    log = [
        commit("c3", "R people/a.md people/b.md", "R people/b.md people/a.md"),
        commit("c2", "M people/a.md"),
        commit("c1", "A people/b.md"),
    ]
    assert names(told(log, {})) == {"people/a": "c3 c1", "people/b": "c3 c2"}


def test_the_name_that_a_page_had_may_be_anothers_later() -> None:
    log = [
        commit("c3", "A people/a.md"),
        commit("c2", "R people/a.md people/b.md"),
        commit("c1", "A people/a.md"),
    ]
    assert names(told(log, {})) == {"people/a": "c3", "people/b": "c2 c1"}


def test_a_page_that_is_gone_has_no_history_and_one_that_came_back_has_all_of_it() -> None:
    log = [
        commit("c4", "D people/x.md", "A people/a.md"),
        commit("c3", "M people/x.md", "D people/a.md"),
        commit("c2", "A people/x.md", "M people/a.md"),
        commit("c1", "A people/a.md"),
    ]
    assert names(told(log, {})) == {"people/a": "c4 c3 c2 c1"}


def test_a_file_that_was_renamed_to_a_page_over_another_does_not_inherit_its_history() -> None:
    log = [
        commit("c3", "R people/draft.md people/a.md"),
        commit("c2", "D people/a.md", "A people/draft.md"),
        commit("c1", "A people/a.md"),
    ]
    assert names(told(log, {})) == {"people/a": "c3 c2"}


def test_a_commit_belongs_to_the_first_edition_that_contains_it_on_any_branch() -> None:
    log = [
        commit("e5", parents="d4"),
        commit("d4", parents="c3 b2"),
        commit("c3", parents="a1"),
        commit("b2", parents="a1"),
        commit("a1"),
    ]
    found = first_editions(log, [edition("2026.1", "c3"), edition("2026.2", "d4"), edition("2026.3", "unknown")])
    assert found == {"a1": "2026.1", "c3": "2026.1", "b2": "2026.2", "d4": "2026.2"}


def git(root: Path, *arguments: str, day: str = "2026-01-01T00:00:00+00:00") -> str:
    who = {f"GIT_{role}_{what}": "A <a@example.org>" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **who, **dates},
    )
    return done.stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two commits: a page is made, then renamed late at night in New York."""
    root = tmp_path / "root"
    (root / "people").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "people" / "a.md").write_text("# A\n\nWords that stay as they are.\n", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Tell of A\n\nAt length.")
    git(root, "mv", "people/a.md", "people/b.md")
    git(root, "commit", "-qm", "Call it B", day="2026-02-03T23:30:00-05:00")
    return root


def test_git_is_asked_once_and_days_are_those_of_greenwich(checkout: Path) -> None:
    first, newest = git(checkout, "rev-parse", "HEAD~1"), git(checkout, "rev-parse", "HEAD")
    assert revisions(checkout, newest, [edition("2026.1", first)]) == {
        "people/b": (
            Revision("2026-02-04", "Call it B", newest, ""),
            Revision("2026-01-01", "Tell of A", first, "2026.1"),
        )
    }
    assert list(revisions(checkout, first, [edition("2026.1", first)])) == ["people/a"]


def test_a_shallow_clone_is_refused_with_the_way_out(checkout: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", checkout.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(HistoryError, match="git fetch --unshallow"):
        revisions(tmp_path / "shallow", "HEAD", ())


def test_no_repository_and_no_commit_are_said(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HistoryError, match="does not tell the history"):
        revisions(tmp_path / "nowhere", "HEAD", ())
    with pytest.raises(HistoryError, match="does not tell the history"):
        revisions(checkout, "0" * 40, ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HistoryError, match="can't be run"):
        revisions(checkout, "HEAD", ())
