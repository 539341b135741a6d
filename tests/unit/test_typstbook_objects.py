"""The objects of PDFs."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
import typst

from typstbook.objects import Read, StrangeError, Writer, literal, pieces, string, tree


def written(count: int) -> pikepdf.Pdf:
    """A PDF with so many names in a tree."""
    out = io.BytesIO()
    writer = Writer(out)
    root, about, leaves, content = (writer.number() for _ in range(4))
    pairs = [(string(b"n%05d" % each), b"(%d)" % each) for each in range(count)]
    names = tree(writer, b"/Names", pairs)
    held = zlib.compress(b"q Q")
    writer.stream(content, b"<</Length %d/Filter/FlateDecode>>" % len(held), held)
    page = writer.number()
    writer.add(
        page, b"<</Type/Page/Resources<<>>/MediaBox[0 0 9 9]/Parent %d 0 R/Contents %d 0 R>>" % (leaves, content)
    )
    writer.add(leaves, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % page)
    writer.add(root, b"<</Type/Catalog/Pages %d 0 R/Names<</Dests%b>>>>" % (leaves, names))
    writer.add(about, b"<</Title(T)>>")
    writer.finish(root, about)
    out.seek(0)
    return pikepdf.open(out)


@pytest.mark.parametrize("count", [1, 64, 65, 5000])
def test_what_is_written_is_read(count: int) -> None:
    with written(count) as pdf:
        assert pdf.check_pdf_syntax() == []
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        assert {str(name): str(each) for name, each in names.items()} == {f"n{at:05}": str(at) for at in range(count)}
        assert pdf.pages[0].Contents.read_bytes() == b"q Q"
        assert str(pdf.docinfo.Title) == "T"


def test_a_stream_that_ends_with_a_carriage_return_keeps_its_length() -> None:
    out = io.BytesIO()
    writer = Writer(out)
    writer.stream(writer.number(), b"<</Length 2>>", b"x\r")
    assert b"\nstream\nx\r\rendstream\n" in out.getvalue()


def test_references_in_strings_are_words() -> None:
    body = rb"<</P 12 0 R/T(1 0 R \( (2 0 R (x)) 3 0 R)/K[4 0 R 5 6 0 R]>>"
    assert pieces(body)[1::2] == [b"12", b"4", b"6"]
    assert b"".join(each if at % 2 == 0 else each + b" 0 R" for at, each in enumerate(pieces(body))) == body


@pytest.mark.parametrize("held", [b"plain", b"a(b)c\\", bytes(range(256))])
def test_a_string_says_what_it_holds(held: bytes) -> None:
    assert literal(string(held)) == held


def test_a_pdf_of_typst_is_taken_apart() -> None:
    pdf = typst.compile(b"#set document(title: [(a)]); Words.", format="pdf")
    assert isinstance(pdf, bytes)
    read = Read(pdf)
    assert b"/Type/Catalog" in read.bodies[read.root]
    assert b"/Title((a))" in read.bodies[read.about]
    assert any(b"BT" in read.stream(each) for each in read.streams)


def test_another_pdf_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(StrangeError, match="table of objects"):
        Read(out.getvalue())
