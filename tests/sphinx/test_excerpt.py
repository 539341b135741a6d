"""A book of a part reads the pages of that book alone, and is what a whole build makes of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from minutes import checking, excerpting
from minutes.collect import PageParser
from tests.helpers import Result, build, edit

ADDRESS = "-Dhtml_baseurl=https://example.org/1/"
PARTS = ("2001-03-06", "2002", "ann-ash", "lamp")
MEETING, ANN = "meetings/2001-03-06", "people/ann-ash"
Read = Callable[[], list[str]]


@pytest.fixture(autouse=True)
def _epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The pages that Sphinx has read since it was asked last."""
    seen: list[str] = []
    parse = PageParser.parse

    def noted(self: PageParser, text: str, document: object) -> None:
        seen.append(document.settings.env.current_document.docname)  # type: ignore[attr-defined]
        parse(self, text, document)  # type: ignore[arg-type]

    def since() -> list[str]:
        found = seen[:]
        seen.clear()
        return found

    monkeypatch.setattr(PageParser, "parse", noted)
    return since


def part(root: Path, *names: str) -> Result:
    return build(root, "typst", extra=(f"-Dminutes_books={','.join(names)}", ADDRESS))


def pdfs(made: Result) -> dict[str, bytes]:
    assert made.warnings == ""
    return {path.name: path.read_bytes() for path in sorted(made.out.glob("*.pdf"))}


def whole_read(root: Path, *names: str) -> dict[str, bytes]:
    """The books as a build makes them that reads all pages, of nothing from before."""
    for path in (root / "_build").rglob("*.pdf"):
        path.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excerpting, "_simple", lambda *_: False)
        flags = ("-E", f"-Dminutes_books={','.join(names)}", ADDRESS)
        return pdfs(build(root, "typst", extra=flags))


def test_only_the_pages_of_the_book_are_read(root: Path, read: Read) -> None:
    part(root, "2001-03-06")
    assert read() == [MEETING, "sources"]
    part(root, "2002", "ann-ash")
    assert read() == ["meetings/2002-03-05", ANN, "sources"]
    whole_read(root, "2001-03-06")
    assert len(read()) == 18


@pytest.mark.parametrize("names", [*PARTS, ",".join(PARTS)])
def test_it_is_what_a_whole_read_makes_of_it(root: Path, names: str) -> None:
    short = pdfs(part(root, names))
    assert len(short) == len(names.split(","))
    assert short == whole_read(root, names)


def cite(root: Path, *days: int) -> None:
    """More sources by an author of 2001."""
    with (root / "references.bib").open("a", encoding="utf-8") as file:
        for day in days:
            said = f"author = {{Ash, Ann}}, title = {{Of day {day}}}, year = {{2001}}, month = {{3}}, day = {{{day}}}"
            file.write(f"\n@online{{ash-2001-03-{day:02},\n  {said},\n  seen = {{whole text}}\n}}\n")


def rename(root: Path) -> None:
    edit(root / "people/ann-ash.md", "# Ann Ash\n", "# Ann Ashcroft\n")
    edit(root / "people/ann-ash.md", "variants:\n", "variants:\n  - {name: Ann Ash, used-by: oak-2000}\n")


def link(root: Path) -> None:
    """A heading of another page, which a link without words shows."""
    (root / "people/index.md").write_text("# People\n\n## Those who spoke\n\n:::{list-of} people\n:::\n")
    meeting = root / "meetings/2001-03-06.md"
    edit(
        meeting,
        "{#thanks}\n",
        "{#more}\nSee [](../people/index.md#those-who-spoke) and [](../people/index.md).\n\n{#thanks}\n",
    )


#: Edits that the book of a meeting shows, of other files than its own page but for the last.
EDITS: dict[str, Callable[[Path], object]] = {
    "another name": rename,
    "another place in the index": lambda root: edit(root / "people/ann-ash.md", "sort: Ash, Ann", "sort: Zash, Ann"),
    "a letter in a label": lambda root: cite(root, 1, 9),
    "what a source is called": lambda root: edit(root / "references.bib", "{A March evening}", "{A May evening}"),
    "a heading": link,
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS.keys())
def test_what_changes_elsewhere_is_seen(root: Path, change: Callable[[Path], object]) -> None:
    before = pdfs(part(root, "2001-03-06"))
    change(root)
    after = pdfs(part(root, "2001-03-06"))
    assert after == whole_read(root, "2001-03-06")
    assert after != before


def test_labels_are_those_of_all_sources(root: Path) -> None:
    cite(root, 1, 9)
    pdfs(part(root, "2001-03-06"))
    written = "".join(path.read_text() for path in (root / "_build/typst/book-2001-03-06.parts").glob("[0-9]*.typ"))
    assert "Ash 2001b" in written, "between two that the book does not cite"
    assert "Ash 2001a" not in written


def test_a_whole_build_goes_on_from_what_a_whole_build_has_read(root: Path, read: Read) -> None:
    def whole() -> bytes:
        return pdfs(build(root, "typst"))["book.pdf"]

    first = whole()
    read()
    kept = {path: path.read_bytes() for path in (root / "_build/.doctrees/typst").rglob("*") if path.is_file()}
    edit(root / "references.bib", "{A March evening}", "{A May evening}")
    part(root, "2001-03-06", "ann-ash")
    assert kept == {path: path.read_bytes() for path in (root / "_build/.doctrees/typst").rglob("*") if path.is_file()}
    edit(root / "references.bib", "{A May evening}", "{A March evening}")
    read()
    assert whole() == first
    edit(root / "meetings/2002-03-05.md", "had not come", "had come")
    part(root, "2001-03-06")
    read()
    second = whole()
    assert "meetings/2002-03-05" in read()
    assert second != first
    (root / "people/cy-cedar.md").unlink()
    edit(root / "meetings/2001-03-06.md", "{thanked}`Cy Cedar` was", "Somebody was")
    part(root, "2001-03-06", "bob-birch")
    third = whole()
    for path in (root / "_build").rglob("*.pdf"):
        path.unlink()
    assert pdfs(build(root, "typst", extra=("-E",))) == {"book.pdf": third}


def test_what_a_build_of_the_site_has_read_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in root.rglob("*.*"):
        os.utime(path, (10**9, 10**9))  # what was saved just now may be saved again unnoticed
    whole = whole_read(Path(shutil.copytree(root, root.parent / "other")), "2001-03-06")
    build(root)
    seen: list[str] = []
    read_some = checking._read_some

    def noted(root: Path, names: list[str]) -> object:
        seen.extend(names)
        return read_some(root, names)

    monkeypatch.setattr(checking, "_read_some", noted)
    monkeypatch.setattr(checking, "_read_bibliography", lambda *_: pytest.fail("it was read again"))
    assert pdfs(part(root, "2001-03-06")) == whole
    assert seen == []
    edit(root / "meetings/2002-03-05.md", "had not come", "had come")
    part(root, "2001-03-06")
    assert seen == ["meetings/2002-03-05.md"]


def test_a_part_comes_before_any_whole(root: Path) -> None:
    pdfs(part(root, "2001-03-06"))
    made = build(root, "typst")
    assert made.warnings == ""
    before = (made.out / "book.pdf").read_bytes()
    assert (build(root, "typst", extra=("-E",)).out / "book.pdf").read_bytes() == before


def test_a_fault_of_the_page_is_told_and_none_of_others(root: Path) -> None:
    edit(root / "meetings/2002-03-05.md", "{reported}`Bob Birch`", "{reported}`Bob Brich`")
    assert part(root, "2001-03-06").rc == 0
    made = part(root, "2002-03-05")
    assert made.rc != 0
    assert "meetings/2002-03-05.md:17: WARNING: unknown person or term `Bob Brich`" in made.warnings
    edit(root / "references.bib", "  title = {The committee and its words},\n", "")
    assert "references.bib:19: WARNING: source `oak-2000` lacks `title`" in part(root, "2001-03-06").warnings


def test_a_page_that_cannot_be_read_stops_the_books_that_need_it(root: Path) -> None:
    (root / "meetings/2002-03-05.md").write_bytes(b"\xff\xfe")
    assert part(root, "2001-03-06").rc == 0
    link(root)
    (root / "people/index.md").write_bytes(b"\xff\xfe")
    made = part(root, "2001-03-06")
    assert made.rc == 2
    assert "people/index.md:1: WARNING: the file is not UTF-8" in made.warnings
    assert "meetings/2002-03-05.md" not in made.warnings


def test_a_list_that_leaves_out_sources_takes_a_whole_read(root: Path, read: Read) -> None:
    edit(root / "sources.md", ":all:", ":cited:")
    part(root, "2001-03-06")
    assert len(read()) == 18


def test_parts_are_books(root: Path) -> None:
    made = build(root, extra=("-Dminutes_books=2001-03-06",))
    assert made.rc != 0
    assert "`minutes_books` names parts for the builder typst; leave it out" in made.warnings
