"""Words as Typst markup, and marks that become links."""

from __future__ import annotations

import doctest
import importlib

import pytest
import typst

from typstbook import markup


@pytest.mark.parametrize("module", ["markup", "index", "objects", "slots", "parts"])
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"typstbook.{module}")).failed == 0


@pytest.mark.parametrize(
    "words",
    [
        "#let x = 1; [a] {b} <c> @d $e$ *f* _g_ `h` ~ \\ / // /* */",
        "-- --- ... -? -1 'single' \"double\"",
        "1. not a list",
        "= no heading",
        "+ no item",
        "/ no: term",
        "https://example.org/a_b",
        "Muñoz, Ó Brádaigh, Łukasik, Okonjọ £1.50 “x” – ’",
    ],
)
def test_words_mean_themselves(words: str) -> None:
    source = f'#metadata[{markup.text(words)}]<x>\n#let s(it) = if it.has("text") {{ it.text }} else if it.has("children") {{ it.children.map(s).join() }} else if it.func() == [ ].func() {{ " " }} else {{ repr(it) }}\n#context [#metadata(s(query(<x>).first().value))<y>]'
    import json

    found = typst.Compiler(source.encode(), ignore_system_fonts=True).query("<y>", field="value", one=True)
    assert json.loads(found) == words


def test_a_function_is_not_called_with_the_words_after_it() -> None:
    assert markup.text("(a)") == "(a)"  # the writer ends each call with a semicolon


def test_a_string_is_one_string() -> None:
    assert markup.string('a"b\\c\nd\x00') == '"a\\"b\\\\c\\nd"'


def test_what_typst_has_no_word_for_is_an_error() -> None:
    with pytest.raises(TypeError, match="no Typst for"):
        markup.value(object())


def outside(where: str) -> str:
    return f"https://example.org/{where}"


def joined(*chunks: str, known: tuple[str, ...] = (), aliases: dict[str, str] | None = None) -> str:
    return "".join(markup.joined(chunks, set(known), aliases or {}, outside))


def test_a_link_leads_to_its_place_or_to_the_web() -> None:
    link = f"#link({markup.to('people/ann#posts')})[x];"
    assert joined(link, known=("people/ann#posts",)) == '#link("place:people/ann#posts")[x];'
    assert joined(link) == '#link("https://example.org/people/ann#posts")[x];'


def test_only_places_that_are_linked_to_are_noted() -> None:
    assert joined(markup.at("a"), known=("a",)) == ""
    assert joined(markup.at("a"), markup.to("b"), known=("a",), aliases={"b": "a"}) == '#at("a");"place:a"'


def test_only_places_in_the_book_have_a_page() -> None:
    text = joined(markup.page_of("a"), markup.page_of("b"), known=("a",), aliases={"c": "a"})
    assert markup.numbers(text) == ["a"]
    assert markup.numbered(text, lambda where: f'"#000002", {len(where)}') == '#page-of("a", "#000002", 1);'
    assert joined(markup.page_of("b")) == ""


def test_a_place_on_a_page_without_a_number_has_none() -> None:
    assert "".join(markup.joined([markup.page_of("a")], {"a"}, {}, outside, {"a"})) == ""


def test_words_with_marks_are_plain_in_the_table_of_contents() -> None:
    assert markup.plain("#emph[a];", "a") == "#emph[a];"
    assert markup.plain(f"#link({markup.to('x')})[a*b];", "a*b") == "a\\*b"
