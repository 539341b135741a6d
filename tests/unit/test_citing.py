"""How the archive is cited: ready text, and entries that other programs read."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import pytest
import yaml
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from minutes import bibliography, citing
from minutes.citing import CHICAGO, HARVARD, Edition, Work
from minutes.model import Source

EDITION = Edition("The Lamp archive", "2026.1", "2026-02-03", "https://lamp.example/")
PAGE = Work("lamp-m", "https://lamp.example/m.html", "Meeting of 6 March 2001")
ITEM = Work("lamp-m-oil", "https://lamp.example/m.html#oil", "Oil", PAGE.title)
WHOLE = Work("lamp-index", "https://lamp.example/")
ODD = (
    "Who pays?",
    "“Light” & ‘shade’",
    "Oil – 50% off: $5_a #1 {x} ~y^z \\back",
    "Mr. Ash’s <i>plan</i>",
    "A name, with commas; and = signs",
)


def said(style: str, work: Work) -> str:
    return citing.plain(citing.text(style, citing.csl(work, EDITION)))


def source(**changes: str) -> Source:
    fields = {
        "author": "Ann Ash",
        "title": "Lamps",
        "publisher": "The Wick",
        "date": "2001-03",
        "url": "https://w.example/a",
    }
    return Source(key="ash", seen="", note="", **fields | changes)


@pytest.mark.parametrize(
    ("work", "chicago", "harvard"),
    [
        (
            PAGE,
            "The Lamp archive. “Meeting of 6 March 2001.” Edition 2026.1, 3 February 2026. https://lamp.example/m.html.",
            "The Lamp archive (2026) Meeting of 6 March 2001. Edition 2026.1, 3 February 2026. "
            "Available at: https://lamp.example/m.html.",
        ),
        (
            ITEM,
            "The Lamp archive. “Oil.” In “Meeting of 6 March 2001.” Edition 2026.1, 3 February 2026. "
            "https://lamp.example/m.html#oil.",
            "The Lamp archive (2026) ‘Oil’, in Meeting of 6 March 2001. Edition 2026.1, 3 February 2026. "
            "Available at: https://lamp.example/m.html#oil.",
        ),
        (
            WHOLE,
            "The Lamp archive. Edition 2026.1, 3 February 2026. https://lamp.example/.",
            "The Lamp archive (2026) Edition 2026.1, 3 February 2026. Available at: https://lamp.example/.",
        ),
    ],
    ids=["page", "item", "whole"],
)
def test_the_ready_text(work: Work, chicago: str, harvard: str) -> None:
    assert said(CHICAGO, work) == chicago
    assert said(HARVARD, work) == harvard


def test_a_page_stands_in_italics_where_harvard_wants_it() -> None:
    assert "<i>Meeting of 6 March 2001</i>." in citing.text(HARVARD, citing.csl(PAGE, EDITION))
    assert "in <i>Meeting of 6 March 2001</i>." in citing.text(HARVARD, citing.csl(ITEM, EDITION))


def test_a_paragraph_is_cited_as_its_item_at_its_own_address() -> None:
    html = citing.marked(citing.text(CHICAGO, citing.csl(citing.blanks(PAGE, part=True), EDITION)))
    assert html == (
        'The Lamp archive. “<span data-blank="title"></span>.” In “Meeting of 6 March 2001.” '
        'Edition 2026.1, 3 February 2026. <span data-blank="address"></span>.'
    )


def test_a_paragraph_above_all_items_is_cited_as_its_page() -> None:
    html = citing.marked(citing.text(HARVARD, citing.csl(citing.blanks(PAGE, part=False), EDITION)))
    assert html.startswith("The Lamp archive (2026) <i>Meeting of 6 March 2001</i>. ")
    assert html.endswith('Available at: <span data-blank="address"></span>.')
    assert 'lamp-m-<span data-blank="anchor"></span>,' in citing.marked(
        citing.bibtex(citing.blanks(PAGE, part=False), EDITION)
    )


def test_no_full_stop_follows_another_end() -> None:
    asked = Work("k", "https://lamp.example/x", "Who pays?")
    assert "“Who pays?” Edition" in said(CHICAGO, asked)
    assert "Who pays? Edition" in said(HARVARD, asked)
    assert "In “Who pays?” Edition" in said(CHICAGO, Work("k", "https://lamp.example/x#y", "Oil", "Who pays?"))


def test_quotes_within_quotes_are_single() -> None:
    assert "“‘Light’ again.”" in said(CHICAGO, Work("k", "https://lamp.example/x", "“Light” again"))
    assert "(2026) “Light” again." in said(HARVARD, Work("k", "https://lamp.example/x", "“Light” again"))


def test_no_title_becomes_markup() -> None:
    for style in citing.NAMES:
        html = citing.text(style, citing.csl(Work("k", "https://lamp.example/?a&b", "<b>&"), EDITION))
        assert "&lt;b&gt;&amp;" in html
        assert "?a&amp;b" in html


def test_an_account_is_cited_in_a_note_as_its_author_wrote_it() -> None:
    html = citing.text(CHICAGO, citing.csl_source(source()), note=True)
    assert html == "Ann Ash, “Lamps,” <i>The Wick</i>, March 2001, https://w.example/a."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"publisher": "Ann Ash"}, "Ann Ash, “Lamps,” March 2001, https://w.example/a."),
        ({"url": ""}, "Ann Ash, “Lamps,” The Wick, March 2001."),
        ({"date": "", "url": ""}, "Ann Ash, “Lamps,” The Wick."),
        ({"date": "2001-03-06"}, "Ann Ash, “Lamps,” The Wick, 6 March 2001, https://w.example/a."),
    ],
)
def test_an_account_is_cited_with_what_is_known_of_it(changes: dict[str, str], expected: str) -> None:
    assert citing.plain(citing.text(CHICAGO, citing.csl_source(source(**changes)), note=True)) == expected


# -- entries for programs -----------------------------------------------------------------------------


def test_what_tex_takes_for_orders_is_written_out() -> None:
    title = "50% & $5_a #1 {x ~y^z \\back"
    written = r"50\% \& \$5\_a \#1 \textbraceleft{}x \textasciitilde{}y\textasciicircum{}z \textbackslash{}back"
    (entry,) = parse_string(citing.bibtex(Work("k", WHOLE.address, title), EDITION), "bibtex").entries.values()
    assert entry.fields["title"] == f"{{{written}}}"


@pytest.mark.parametrize("title", [title for title in ODD if "$" not in title])  # pybtex does not know them all
def test_bibtex_reads_back(title: str) -> None:
    work = Work("lamp-m-odd", "https://lamp.example/m%20n.html#a_b", title, title)
    (entry,) = parse_string(citing.bibtex(work, EDITION), "bibtex").entries.values()
    assert entry.key == "lamp-m-odd"
    plain = {name: bibliography.plain(value) for name, value in entry.fields.items() if name != "url"}
    assert plain == {
        "title": title,
        "titleaddon": f"In: {title}",
        "version": "2026.1",
        "year": "2026",
        "month": "2",
        "day": "3",
    }
    assert entry.fields["url"] == work.address
    assert bibliography.author(entry) == "The Lamp archive"


def test_a_file_of_bibtex_holds_every_work_once() -> None:
    read = parse_string(citing.files([PAGE, ITEM, WHOLE], EDITION)["bib"], "bibtex")
    assert list(read.entries) == ["lamp-m", "lamp-m-oil", "lamp-index"]
    assert bibliography.plain(read.entries["lamp-index"].fields["title"]) == "The Lamp archive"


def test_the_lines_of_ris() -> None:
    assert citing.ris(ITEM, EDITION).split("\r\n") == [
        "TY  - ELEC",
        "ID  - lamp-m-oil",
        "AU  - The Lamp archive",
        "TI  - Oil",
        "T2  - Meeting of 6 March 2001",
        "ET  - 2026.1",
        "PY  - 2026",
        "DA  - 2026/02/03",
        "PB  - The Lamp archive",
        "UR  - https://lamp.example/m.html#oil",
        "LA  - en-GB",
        "ER  - ",
        "",
    ]
    assert "T2  - The Lamp archive\r\n" in citing.ris(PAGE, EDITION)
    assert "T2" not in citing.ris(WHOLE, EDITION)


@pytest.mark.parametrize("title", ODD)
def test_other_styles_take_the_json(title: str) -> None:
    work = Work("Lamp-M", "https://lamp.example/m.html", title)
    data = json.loads(citing.files([work], EDITION)["csl.json"])
    assert data[0]["title"] == title
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        made = CitationStylesBibliography(style, CiteProcJSON(data), formatter.plain)
        made.register(Citation([CitationItem("Lamp-M")]))
        assert str(made.bibliography()[0]).startswith("The Lamp archive (2026)")


@pytest.mark.parametrize("name", citing.NAMES)
def test_the_styles_are_valid(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an invalid style is told of in a warning
        CitationStylesStyle(str(citing.STYLES / f"{name}.csl"), validate=True)


def test_an_address_has_one_slash_where_the_site_ends() -> None:
    for base in ("https://lamp.example", "https://lamp.example/"):
        assert citing.address(base, "") == "https://lamp.example/"
        assert citing.address(base, "m.html", "oil") == "https://lamp.example/m.html#oil"


def test_keys_are_words_of_bibtex() -> None:
    assert citing.key("The Lamp & Wick archive", "people/ann-ash") == "lamp-wick-archive-people-ann-ash"


def test_the_archive_as_a_whole_says_the_same_of_itself() -> None:
    root = Path(__file__).parents[2]
    settings = (root / "conf.py").read_text(encoding="utf-8")
    said = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert re.findall(r'^version = release = "(.+)"', settings, re.MULTILINE) == [said["version"]]
    assert re.findall(r'^minutes_edition_date = "(.+)"', settings, re.MULTILINE) == [str(said["date-released"])]
    (site,) = re.findall(r'"ARCHIVE_URL", "(.+)"', settings)
    assert said["url"] == f"{site}{said['version']}/"  # of this edition, as each of its pages is cited
    assert re.findall(r'^project = "(.+)"', settings, re.MULTILINE) == [said["title"]]
