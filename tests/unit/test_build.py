"""tools/build.py, with a stand-in for Sphinx."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tools import build


class FakeSphinx:
    """Writes the pages of the archive as they are, and remembers what it was given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.warnings = ""
        self.code = 0
        self.found: list[bool] = []  # whether there were doctrees from an earlier build

    def __call__(self, command: list[str | Path], *, cwd: Path, env: dict[str, str], pass_fds: tuple[int, ...]) -> int:
        if "minutes.retouch" in command:
            return 3  # which leaves it to Sphinx
        options = dict(part[2:].split("=", 1) for part in map(str, command) if part.startswith("--") and "=" in part)
        doctrees, out = Path(options["doctree-dir"]), Path(command[-1])
        self.command, self.env = command, env
        self.found.append(doctrees.exists())
        for folder in (doctrees, out):
            folder.mkdir(exist_ok=True)
        for page in self.root.glob("*.md"):
            (out / f"{page.stem}.html").write_text(page.read_text())
        if options["builder"] == "typst":
            names = [f"-{each}" for each in self.asked(command)] or [""]
            for name in names:
                (out / f"nec-archive{name}.pdf").write_text((self.root / "index.md").read_text())
        Path(options["warning-file"]).write_text(self.warnings)
        return self.code

    @staticmethod
    def asked(command: list[str | Path]) -> list[str]:
        given = [str(part) for part in command if str(part).startswith("--define=minutes_books=")]
        return given[0].rpartition("=")[2].split(",") if given else []

    def fails(self, warnings: str = "") -> None:
        self.warnings, self.code = warnings, 1

    def works(self) -> None:
        self.warnings, self.code = "", 0


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "index.md").write_text("first")
    (tmp_path / "conf.py").touch()
    return tmp_path


@pytest.fixture
def sphinx(root: Path) -> FakeSphinx:
    return FakeSphinx(root)


def page(root: Path, name: str = "index") -> Path:
    return root / "_build" / "html" / f"{name}.html"


def test_a_good_build_is_put_in_place(root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.build("html", root, run=sphinx) == 0
    assert page(root).read_text() == "first"
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The archive is at _build/html/index.html: "
        "open it in a browser, or serve it with: python -m http.server -d _build/html"
    )


def test_a_warning_fails_and_the_order_of_sets_is_fixed(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    assert {"--builder=html", "--nitpicky", "--fail-on-warning"} <= set(sphinx.command)
    assert sphinx.env["PYTHONHASHSEED"] == "0"


def test_a_second_build_replaces_the_first(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    (root / "index.md").write_text("second")
    assert build.build("html", root, run=sphinx) == 0
    assert page(root).read_text() == "second"
    assert sphinx.found == [False, True]
    assert not (root / "_build/.work/html/old").exists()


@pytest.mark.parametrize("name", ["index.md", "conf.py", "references.bib", "people/ann-ash.md"])
def test_a_site_is_built_only_if_something_has_changed(
    root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    build.build("html", root, run=sphinx)
    assert build.build("html", root, run=sphinx) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Nothing has changed. The archive is at _build/html")
    assert len(sphinx.found) == 1
    (root / name).parent.mkdir(exist_ok=True)
    with (root / name).open("a") as file:
        file.write("# changed")
    build.build("html", root, run=sphinx)
    assert len(sphinx.found) == 2
    build.build("html", root, fresh=True, run=sphinx)
    assert len(sphinx.found) == 3


def test_a_file_is_read_again_when_its_time_or_size_says_so(root: Path) -> None:
    page = root / "index.md"
    moment = page.stat().st_mtime_ns
    fresh = build.made_of(root)
    page.write_text("other")  # at the same moment, as far as its time tells, and as long as before
    os.utime(page, ns=(moment, moment))
    assert build.made_of(root, fresh)["words"] != fresh["words"]
    os.utime(page, ns=(moment - 2 * build.RECENT,) * 2)
    old = build.made_of(root)
    page.write_text("third")
    os.utime(page, ns=(moment - 3 * build.RECENT,) * 2)
    assert build.made_of(root, old)["words"] != old["words"]
    page.write_text("longer")
    os.utime(page, ns=(moment - 2 * build.RECENT,) * 2)
    assert build.made_of(root, old)["words"] != old["words"]
    lying = {"files": {name: ["0" * 64, *stamp] for name, (_, *stamp) in build.made_of(root)["files"].items()}}
    assert build.made_of(root, lying)["files"]["index.md"][0] == "0" * 64, "all others are not read"


def test_a_page_that_was_left_alone_is_not_copied_again(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    before = page(root).stat().st_ino
    (root / "other.md").write_text("other")
    assert build.build("html", root, run=sphinx) == 0  # which writes the first page again, as it was
    assert page(root).stat().st_ino == before
    assert page(root, "other").read_text() == "other"
    assert (root / "_build/.work/html/out/index.html").stat().st_ino != before, "what is published is never written to"


def test_what_comes_from_another_machine_has_its_times_again_where_it_is_the_same(
    root: Path, sphinx: FakeSphinx
) -> None:
    other = root / "other.md"
    other.write_text("other")
    build.build("html", root, run=sphinx)
    before = {path: path.stat().st_mtime_ns for path in (root / "index.md", other)}
    for path in before:  # as a checkout does it
        os.utime(path, ns=(0, before[path] + 10**10))
    other.write_text("changed")
    build.build("html", root, run=sphinx)
    assert (root / "index.md").stat().st_mtime_ns != before[root / "index.md"], "nobody's files, unless asked to"
    other.write_text("changed again")
    build.build("html", root, cached=True, run=sphinx)
    assert sphinx.found == [False, True, True]
    assert (root / "index.md").stat().st_mtime_ns == before[root / "index.md"] + 10**10
    os.utime(root / "index.md", ns=(0, 5))
    other.write_text("and again")
    build.build("html", root, cached=True, run=sphinx)
    assert (root / "index.md").stat().st_mtime_ns == before[root / "index.md"] + 10**10
    assert page(root, "other").read_text() == "and again"


def test_two_builds_of_an_edition_wait_for_each_other(
    root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]
) -> None:
    other: list[threading.Thread] = []

    def meanwhile(command: list[str | Path], **options: object) -> int:
        if not other:
            other.append(threading.Thread(target=build.build, args=("html", root), kwargs={"run": meanwhile}))
            other[0].start()
            other[0].join(0.3)
            assert other[0].is_alive()
            (root / "index.md").write_text("while it was built")
        return sphinx(command, **options)  # type: ignore[arg-type]

    assert build.build("html", root, run=meanwhile) == 0
    other[0].join(10)
    assert not other[0].is_alive()
    assert "Another build of html is under way" in capsys.readouterr().out
    assert page(root).read_text() == "while it was built"


def test_a_failed_build_leaves_the_last_good_one(
    root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]
) -> None:
    build.build("html", root, run=sphinx)
    (root / "index.md").write_text("bad")
    sphinx.fails(f"{root}/a.md:1: WARNING: no\nWARNING: nor this\n{root}/b.md:3: ERROR: that\n  an explanation\n")
    assert build.build("html", root, run=sphinx) == 1
    assert page(root).read_text() == "first"
    told = capsys.readouterr().out.splitlines()
    assert told[-6:-2] == ["a.md:1: WARNING: no", "WARNING: nor this", "b.md:3: ERROR: that", "  an explanation"]
    assert told[-1] == (
        "The archive was not built: 3 problems, listed above; the last good build is still in _build/html."
    )


def test_a_failed_first_build_says_so(root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]) -> None:
    sphinx.fails()
    assert build.build("html", root, run=sphinx) == 1
    assert not page(root).exists()
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The archive was not built: the reason is above; there is no earlier build."
    )


def test_what_a_failed_build_has_read_is_thrown_away(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    (root / "index.md").write_text("bad")
    sphinx.fails("WARNING: told once only")
    build.build("html", root, run=sphinx)
    sphinx.works()
    build.build("html", root, run=sphinx)
    assert sphinx.found == [False, True, False]


def test_what_a_killed_build_has_read_is_thrown_away(root: Path, sphinx: FakeSphinx) -> None:
    def killed(command: list[str | Path], **options: object) -> int:
        if code := sphinx(command, **options):  # type: ignore[arg-type]
            return code
        raise KeyboardInterrupt

    build.build("html", root, run=sphinx)
    (root / "index.md").write_text("bad")
    with pytest.raises(KeyboardInterrupt):
        build.build("html", root, run=killed)
    assert page(root).read_text() == "first"
    build.build("html", root, run=sphinx)
    assert sphinx.found == [False, True, False]


def test_a_build_killed_between_the_two_renames_is_undone(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    work = root / "_build/.work/html"
    page(root).parent.rename(work / "old")
    (work / "new").mkdir()
    sphinx.fails()
    build.build("html", root, run=sphinx)
    assert page(root).read_text() == "first"
    assert not (work / "old").exists()
    assert not (work / "new").exists()


@pytest.mark.parametrize("leftover", ["old", "new"])
def test_other_leftovers_are_cleared_away(root: Path, sphinx: FakeSphinx, leftover: str) -> None:
    build.build("html", root, run=sphinx)
    (root / "_build/.work/html" / leftover).mkdir()
    (root / "index.md").write_text("second")
    assert build.build("html", root, run=sphinx) == 0
    assert page(root).read_text() == "second"


def test_a_page_that_is_no_more_leaves_nothing_behind(root: Path, sphinx: FakeSphinx) -> None:
    (root / "gone.md").write_text("soon")
    build.build("html", root, run=sphinx)
    assert page(root, "gone").exists()
    (root / "gone.md").unlink()
    build.build("html", root, run=sphinx)
    assert not page(root, "gone").exists()


@pytest.mark.parametrize("part", ["conf.py", "_ext/minutes/views.py", "_static/site.css", "_templates/page.html"])
def test_a_change_of_the_machinery_starts_afresh(root: Path, sphinx: FakeSphinx, part: str) -> None:
    build.build("html", root, run=sphinx)
    (root / part).parent.mkdir(parents=True, exist_ok=True)
    (root / part).write_text("new")
    build.build("html", root, run=sphinx)
    assert sphinx.found == [False, False]


def test_fresh_starts_afresh(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    build.build("html", root, fresh=True, run=sphinx)
    assert sphinx.found == [False, False]


def test_editions_keep_out_of_each_other(root: Path, sphinx: FakeSphinx) -> None:
    build.build("html", root, run=sphinx)
    build.build("text", root, run=sphinx)
    assert sphinx.found == [False, False]
    assert page(root).read_text() == "first"


def test_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(build, "build", lambda builder, **options: given.append((builder, options)) or 7)
    assert build.main(["epub", "--fresh"]) == 7
    assert build.main(["pdf", "--fresh", "2011-11-01"]) == 7  # a part after a flag
    assert given == [
        ("epub", {"names": [], "fresh": True, "cached": False}),
        ("pdf", {"names": ["2011-11-01"], "fresh": True, "cached": False}),
    ]
    with pytest.raises(SystemExit):
        build.main(["docx"])
    with pytest.raises(SystemExit):
        build.main(["html", "tom-watson"])  # only a PDF can be of a part


# -- PDFs ---------------------------------------------------------------------------------------


@pytest.fixture
def pages(root: Path) -> None:
    for name, kind in (("meetings/2011-11-01", "meeting"), ("people/tom-watson", "person"), ("glossary/nec", "term")):
        path = root / f"{name}.md"
        path.parent.mkdir()
        path.write_text(f"---\ntype: {kind}\n---\n")
    (root / "people/index.md").write_text("# People\n")


def pdfs(root: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted((root / "_build/pdf").iterdir())}


@pytest.mark.usefixtures("pages")
def test_a_part_stands_beside_the_whole(root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.build("pdf", root, run=sphinx) == 0
    assert build.build("pdf", root, ["2011", "tom-watson"], run=sphinx) == 0
    assert list(pdfs(root)) == ["nec-archive-2011.pdf", "nec-archive-tom-watson.pdf", "nec-archive.pdf"]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The parts are at _build/pdf/nec-archive-2011.pdf, _build/pdf/nec-archive-tom-watson.pdf: "
        "open it in a PDF reader"
    )
    assert sphinx.found == [False, False], "a part begins afresh"
    assert build.build("pdf", root, run=sphinx) == 0
    assert build.build("pdf", root, ["2011"], run=sphinx) == 0
    assert sphinx.found == [False, False, True, False], "and the whole goes on with what it has read"


@pytest.mark.usefixtures("pages")
def test_a_part_that_failed_is_nothing_to_the_whole(root: Path, sphinx: FakeSphinx) -> None:
    build.build("pdf", root, run=sphinx)
    before = (root / "_build/.work/pdf/stamp.json").read_bytes()
    sphinx.fails("bad")
    assert build.build("pdf", root, ["2011"], run=sphinx) == 1
    assert (root / "_build/.work/pdf/stamp.json").read_bytes() == before
    sphinx.works()
    assert build.build("pdf", root, run=sphinx) == 0
    assert sphinx.found == [False, False, True]
    sphinx.fails("bad")
    assert build.build("pdf", root, run=sphinx) == 1
    sphinx.works()
    assert build.build("pdf", root, ["2011"], run=sphinx) == 0
    assert build.build("pdf", root, run=sphinx) == 0
    assert sphinx.found[-1] is False, "what a failed build has read is thrown away, whatever parts were made since"


@pytest.mark.usefixtures("pages")
def test_an_unknown_name_is_told_at_once(root: Path, sphinx: FakeSphinx, capsys: pytest.CaptureFixture[str]) -> None:
    build.build("pdf", root, run=sphinx)
    assert build.build("pdf", root, ["tom-wattson", "2011", "zzz"], run=sphinx) == 2
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "unknown meeting, person or term `tom-wattson`; did you mean `tom-watson`?",
        "unknown meeting, person or term `zzz`",
    ]
    assert len(sphinx.found) == 1
    assert pdfs(root) == {"nec-archive.pdf": "first"}


def test_a_failed_pdf_leaves_the_last_good_one(root: Path, sphinx: FakeSphinx) -> None:
    build.build("pdf", root, run=sphinx)
    (root / "index.md").write_text("second")
    sphinx.fails("bad")
    assert build.build("pdf", root, run=sphinx) == 1
    assert pdfs(root) == {"nec-archive.pdf": "first"}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_pdf_that_is_not_put_in_place_is_the_next_time(
    root: Path, sphinx: FakeSphinx, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    build.build("pdf", root, run=sphinx)
    (root / "index.md").write_text("second")

    def stopped(source: Path, target: Path) -> None:
        target.write_text("sec")
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(build.shutil, "copy2", stopped)
        with pytest.raises(type(error)):
            build.build("pdf", root, run=sphinx)
    assert pdfs(root) == {"nec-archive.pdf": "first"}
    assert build.build("pdf", root, run=sphinx) == 0
    assert pdfs(root) == {"nec-archive.pdf": "second"}
