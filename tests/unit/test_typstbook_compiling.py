"""Typst to PDF: in parts, and joined."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import page as validation
import pikepdf
import pytest

from typstbook import compiling, markup, parts
from typstbook.parts import Heading, Written, split

HERE = Path(compiling.__file__).parent
META = '(title: "T", author: "A", description: "D", keywords: ("k",), lang: "en", region: "GB", depth: 2, front: (:))'
HEAD = f'#import "/lib/book.typ": *\n#show: book.with({META})\n'
WHOLE = 1_000_000  #: letters in a part: all of a small book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "book.typ").write_text((HERE / "book.typ").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def chapter(name: str, body: str, level: int = 1, notes: int = 0) -> Written:
    title = name.capitalize()
    head = f'\n#pagebreak(weak: true)\n#head({level}, "{name}", "{title}", opens: true, begins: true)[{title}];\n'
    return Written(name, head + body, "", level, True, title, notes)


def made(folder: Path, *chapters: Written, size: int = WHOLE, index: str = "") -> bytes:
    headings = [Heading(each.level, each.page, each.title) for each in chapters]
    front = f"{META}, title-page: title-page, contents: contents"
    source = compiling.Source("b", HEAD, front, split(chapters, size), headings, index)
    return compiling.set_book(source, folder, ["ua-1", "a-2a"], 1000)[0]


def link(name: str) -> str:
    return f'See #to("{name}")[{name}]{markup.page_of(name)}.'


CHAPTERS = (chapter("one", link("two")), chapter("two", f"{link('one')} {link('two')}"))

#: Of all that is numbered or named within a part: tables with head cells, notes, links, places, bookmarks.
TABLE = "#sheet([#table(columns: 2, table.header[A][B], [1], [2])]);\n"
LONG = (
    chapter("first", f"{link('last')} A note.#footnote[The first];\n{TABLE}", notes=1),
    chapter("second", f'{link("last")}\n#head(3, "second#x", "Below", listed: false)[Below];\n{TABLE}', 2),
    chapter("third", f'{link("first")} #at("third#here"); A note.#footnote[The second];\n{TABLE}', 2, notes=1),
    chapter("fourth", f'{link("third#here")} #link("https://example.org/(a)/5 0 R")[Web];\n'),
    chapter("last", f"{link('second')} Once more.#footnote[The third];\n", 2, notes=1),
)


def words(page: pikepdf.Page) -> str:
    """What stands on a page, as its fonts tell which signs are which letters."""
    letters: dict[str, dict[bytes, str]] = {}
    for name, font in page.Resources.Font.items():
        codes = re.findall(rb"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>\n", font.ToUnicode.read_bytes())
        letters[name] = {bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in codes}
    found = ""
    font_now: dict[bytes, str] = {}
    for held, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font_now = letters[str(held[0])]
        elif str(operator) in ("TJ", "Tj"):
            strings = held[0] if str(operator) == "TJ" else held
            signs = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
            found += "".join(font_now[signs[at : at + 2]] for at in range(0, len(signs), 2))
    return found


def shown(pdf: pikepdf.Pdf) -> list[list[bytes]]:
    """The text of each page, as signs of fonts."""
    return [[bytes(piece) for piece in re.findall(rb"Tm(.*)\n", each.Contents.read_bytes())] for each in pdf.pages]


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str, str]]:
    return [
        (number, str(each.Dest) if isinstance(each.get("/Dest"), pikepdf.String) else "", str(each.Contents))
        for number, page in enumerate(pdf.pages)
        for each in page.get("/Annots", ())
    ]


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Depth, title and page."""
    numbers = {each.objgen: number for number, each in enumerate(pdf.pages)}

    def walk(items: Sequence[pikepdf.OutlineItem], depth: int) -> list[tuple[int, str, int]]:
        found = []
        for each in items:
            assert isinstance(each.destination, pikepdf.Array)
            found.append((depth, each.title, numbers[each.destination[0].objgen]))
            found += walk(each.children, depth + 1)
        return found

    with pdf.open_outline() as outline:
        return walk(outline.root, 0)


def tags(pdf: pikepdf.Pdf) -> Counter[str]:
    found: Counter[str] = Counter()

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found[str(element.S)] += 1
            for each in element.get("/K", ()):  # type: ignore[call-overload]
                walk(each)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


def places(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    numbers = {each.objgen: number for number, each in enumerate(pdf.pages)}
    return {
        str(name): (numbers[each[0].objgen], float(each[2]), float(each[3]))
        for name, each in pikepdf.NameTree(pdf.Root.Names.Dests).items()
    }


def test_numbers_of_pages_are_right_and_links_lead_there(folder: Path) -> None:
    with pikepdf.open(io.BytesIO(made(folder, *CHAPTERS))) as pdf:
        leads = [lead for _, lead, _ in links(pdf)]
        assert leads == ["one", "two", "two", "two", "one", "one", "two", "two"]  # the contents; words and numbers
        assert {(lead, said) for number, lead, said in links(pdf) if number > 1} == {
            ("one", "Page 1"),
            ("two", "Page 2"),
        }
        assert places(pdf)["two"][0] == 3
        assert str(pdf.Root.Lang) == "en-GB"
        assert [each.label for each in pdf.pages] == ["", "ii", "1", "2"]


def test_numbers_of_pages_are_read(folder: Path) -> None:
    with pikepdf.open(io.BytesIO(made(folder, *CHAPTERS))) as pdf:
        assert "See two\xa0p.\xa02." in words(pdf.pages[2])
        assert "See one\xa0p.\xa01. See two\xa0p.\xa02." in words(pdf.pages[3])


def test_a_book_in_parts_is_the_book_in_one(folder: Path) -> None:
    with (
        pikepdf.open(io.BytesIO(made(folder, *LONG))) as one,
        pikepdf.open(io.BytesIO(made(folder, *LONG, size=1))) as many,
    ):
        assert len(list((folder / "b.parts").glob("[0-9]*.typ"))) == len(LONG)
        assert len(one.pages) == len(many.pages) == 7
        for of in (links, bookmarks, tags, places):
            assert of(many) == of(one), of  # type: ignore[operator]
        assert (1, "Third", 4) in bookmarks(many)
        assert [each.label for each in many.pages] == [each.label for each in one.pages]
        assert len(pikepdf.NameTree(many.Root.StructTreeRoot.IDTree)) == 3 * 2 + 3  # head cells and notes
        parents = pikepdf.NumberTree(many.Root.StructTreeRoot.ParentTree)
        for number, page in enumerate(many.pages):
            assert {each.Pg.objgen for each in parents[int(page.StructParents)]} == {page.obj.objgen}, number
            for each in page.get("/Annots", ()):
                assert parents[int(each.StructParent)].S == "/Link"


@pytest.mark.parametrize("profile", ["ua1", "pdfa2a"])
def test_a_book_in_parts_breaks_no_rule_of(folder: Path, profile: str) -> None:
    path = folder / "x.pdf"
    path.write_bytes(made(folder, *LONG, size=1))
    report = validation.validate_pdf(str(path), profile=profile)
    assert report.is_compliant, report.failures
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_notes_are_numbered_on(folder: Path) -> None:
    with pikepdf.open(io.BytesIO(made(folder, *LONG, size=1))) as pdf:
        assert [said for _, _, said in links(pdf) if said.startswith("Footnote")] == [
            "Footnote 1",
            "Footnote 2",
            "Footnote 3",
        ]


@pytest.mark.parametrize("dense", [0.1, 1e9])
def test_a_wrong_guess_makes_no_wrong_number(folder: Path, monkeypatch: pytest.MonkeyPatch, dense: float) -> None:
    pages = [chapter(f"n{number}", "Words.\n#pagebreak()\nWords.") for number in range(8)]
    text = (chapter("start", f"{link('n7')} Words."), *pages)
    with pikepdf.open(io.BytesIO(made(folder, *text, size=1))) as right:
        wanted = shown(right)
    monkeypatch.setattr(parts, "DENSE", dense)
    with pikepdf.open(io.BytesIO(made(folder, *text, size=1))) as pdf:
        found = shown(pdf)
    if dense < 1:  # too much room: the same figures, and blank before them
        (number,) = [(a, b) for a, b in zip(found[2], wanted[2], strict=True) if a != b]
        assert re.fullmatch(rb"\[-\d+%b\]TJ" % re.escape(number[1].strip(b"[]TJ")), number[0])
    else:  # too little: the part was set once more
        assert found == wanted


def test_a_number_that_is_not_set_as_one_is_an_error(folder: Path) -> None:
    style = folder / "lib" / "book.typ"
    style.write_text(style.read_text(encoding="utf-8").replace('"0" * room', '"9" * room'), encoding="utf-8")
    with pytest.raises(compiling.UnsetError, match="of 3 numbers of pages, 0 were found where they should stand"):
        made(folder, *CHAPTERS)


def test_the_index_is_told_the_numbers(folder: Path) -> None:
    index = (
        '#show: index-pages.with("Index")\n'
        '#index-group("A", ((words: "a", main: (), others: ("one", "two"), see: (), under: ()),))\n'
    )
    with pikepdf.open(io.BytesIO(made(folder, *CHAPTERS, index=index))) as pdf:
        assert [(number, lead) for number, lead, _ in links(pdf)][-2:] == [(4, "one"), (4, "two")]
        assert bookmarks(pdf)[-1] == (0, "Index", 4)


def test_the_same_words_make_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    first = made(folder, *LONG, size=1)
    other = tmp_path / "elsewhere"
    (other / "lib").mkdir(parents=True)
    (other / "lib" / "book.typ").write_bytes((folder / "lib" / "book.typ").read_bytes())
    assert made(other, *LONG, size=1) == first


def test_a_link_to_no_place_is_an_error(folder: Path) -> None:
    with pytest.raises(compiling.UnsetError, match="the book has no place 'three' to link to"):
        made(folder, chapter("one", '#to("three")[x]'))


def test_an_error_of_typst_says_where(folder: Path) -> None:
    with pytest.raises(compiling.UnsetError, match=r"(?s)Typst: unknown variable: nothing-such.*0001\.typ"):
        made(folder, chapter("one", "#nothing-such"))


def test_a_picture_without_words_is_refused(folder: Path) -> None:
    (folder / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(compiling.UnsetError, match="alt"):
        made(folder, chapter("one", '#image("/x.svg")'))


def test_a_disk_that_is_full_leaves_the_last_good_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as out:
            out.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        compiling.put(b"new", path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_time_is_the_environments_or_the_editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert compiling.seconds("1970-01-02") == 86400
    assert compiling.seconds("") == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    assert compiling.seconds("1970-01-02") == 7
