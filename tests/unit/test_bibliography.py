"""The bibliography, as far as the archive itself reads it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pybtex.database import Entry, Person
from pybtex.richtext import Text

from minutes import bibliography
from minutes.model import Source


def entry(**fields: str) -> Entry:
    return Entry("online", fields=list(fields.items()))


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, ""),
        ({"year": "2011"}, "2011"),
        ({"year": " 2011 ", "month": "3"}, "2011-03"),
        ({"year": "2011", "month": "March"}, "2011-03"),
        ({"year": "2011", "month": "dec", "day": "8"}, "2011-12-08"),
        ({"year": "2011", "month": "12", "day": "31"}, "2011-12-31"),
        ({"year": "2011", "month": "2", "day": "30"}, "2011"),  # told, and then left out
        ({"year": "2011", "month": "13"}, "2011"),
        ({"year": "2011", "month": "Spring"}, "2011"),
        ({"year": "2011", "day": "8"}, "2011"),
        ({"year": "forthcoming", "month": "3"}, ""),
        ({"month": "3"}, ""),
    ],
)
def test_a_date_is_taken_as_far_as_it_goes(fields: dict[str, str], date: str) -> None:
    assert bibliography.date(entry(**fields)) == date


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["Black, Ann"], "Ann Black"),
        (["Ann Black"], "Ann Black"),
        (["Jim McMahon", "Perry, Alice"], "Jim McMahon and Alice Perry"),
        (["van der Oak, Jr, Olive B."], "Olive B. van der Oak Jr"),
        (["{The Committee}"], "The Committee"),
        (["O'Brien, S{\\'e}an"], "Séan O’Brien"),
    ],
)
def test_authors_are_written_as_a_reader_does(names: list[str], shown: str) -> None:
    assert bibliography.author(Entry("book", persons={"author": list(map(Person, names))})) == shown


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("{NEC} report", "NEC report"),
        ("Caf\\'e \\& bar", "Café & bar"),
        ("Ann's", "Ann’s"),
        ("<script>", "<script>"),
        ("", ""),
    ],
)
def test_a_field_is_read_without_its_tex(tex: str, shown: str) -> None:
    assert bibliography.plain(tex) == shown


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" http://example.org ", "http://example.org"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("https://example.org javascript:alert(1)", ""),
        ("//example.org", ""),
        ("example.org", ""),
        ("https://<script>", ""),
    ],
)
def test_an_address_can_be_followed_safely(url: str, address: str) -> None:
    assert bibliography.address(entry(url=url)) == address


GOOD = """\
Anything between entries is a comment.
@online{b,
  author = {Ash, Ann}, title = {{March}}, organization = {Her blog}, publisher = {Nobody},
  year = 2001, month = mar, url = {https://example.org}, seen = {all}, note = {short}
}
@book{A, author = {Oak, Olive}, title = {Words}, publisher = {Press}, seen = {all}}
"""


def test_entries_become_sources(tmp_path: Path) -> None:
    path = tmp_path / "references.bib"
    path.write_text(GOOD)
    sources, problems = bibliography.read(path, "references.bib")
    assert problems == []
    assert list(sources.items()) == [
        ("A", Source("A", "Olive Oak", "Words", "Press", "", "", "all", "", line=6)),
        ("b", Source("b", "Ann Ash", "March", "Her blog", "2001-03", "https://example.org", "all", "short", line=2)),
    ]


def test_every_fault_of_the_entries_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text(
        "@book{a, title = { }, seen = {all}, year = 2001, month = 13, url = {x}}\n\n@misc{b,\n title = {T}}"
    )
    sources, problems = bibliography.read(path, "x.bib")
    assert list(sources) == ["a", "b"]
    assert list(map(str, problems)) == [
        "x.bib:1: source `a` lacks `author`, `title`; add it [citation]",
        "x.bib:1: source `a` has an impossible date: there is no month 13; correct `year`, `month` and `day` [date]",
        "x.bib:1: source `a` has a `url` that is no web address; it starts with https:// or http:// [citation]",
        "x.bib:3: source `b` lacks `author`, `seen`; add it [citation]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title = {x}",
        "@book{a, title = }",
        "@book{a, author = {A, B, C, D, E}, title = {x}, seen = {y}}",
        '@book{a, title = "x } y"}',
    ],
)
def test_what_does_not_parse_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.bib"
    path.write_text(text)
    sources, problems = bibliography.read(path, "x.bib")
    assert sources == {}
    assert [(each.line, each.message.partition(":")[0]) for each in problems] == [
        (1, "the bibliography does not parse")
    ]


def test_a_field_without_tex_is_found_to_be_as_tex_would_leave_it() -> None:
    def set_by_tex(value: str) -> str:
        return str(Text.from_latex(value)).strip("{}").replace("'", "’")

    chosen = random.Random(1)
    fields = ["".join(chosen.choices("aZ09 .,;:()/-?!`'&~", k=chosen.randrange(8))) for _ in range(4000)]
    assert [bibliography.plain(each) for each in fields] == [set_by_tex(each) for each in fields]
