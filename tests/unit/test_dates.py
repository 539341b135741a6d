"""Dates: which are taken, what days they mean, and how they are written out."""

from __future__ import annotations

import random

import pytest

from minutes import dates

NOT_EDTF = "is not an EDTF date"


@pytest.mark.parametrize(
    ("value", "first", "last", "words"),
    [
        ("2011", "2011-01-01", "2011-12-31", "2011"),
        ("2012-02", "2012-02-01", "2012-02-29", "February 2012"),
        ("1900-02", "1900-02-01", "1900-02-28", "February 1900"),
        ("2011-11-01", "2011-11-01", "2011-11-01", "1 November 2011"),
        ("2011-01-31/2011-12-31", "2011-01-31", "2011-12-31", "31 January 2011 – 31 December 2011"),
        ("2011~", "2011-01-01", "2011-12-31", "about 2011"),
        ("2011-11?", "2011-11-01", "2011-11-30", "probably November 2011"),
        ("2011-11-01%", "2011-11-01", "2011-11-01", "probably about 1 November 2011"),
        ("2010-11-29/2010-11-30", "2010-11-29", "2010-11-30", "29–30 November 2010"),
        ("2010-11-30/2010-12-01", "2010-11-30", "2010-12-01", "30 November 2010 – 1 December 2010"),
        ("2010-11-29~/2010-11-30", "2010-11-29", "2010-11-30", "about 29 November 2010 – 30 November 2010"),
        ("2010/2011-02", "2010-01-01", "2011-02-28", "2010 – February 2011"),
        ("2011-11/..", "2011-11-01", "9999-12-31", "from November 2011"),
        ("2011-11/", "2011-11-01", "9999-12-31", "from November 2011"),
        ("../2012", "0001-01-01", "2012-12-31", "until 2012"),
        ("/2012", "0001-01-01", "2012-12-31", "until 2012"),
        ("201X", "2010-01-01", "2019-12-31", "201X"),
        ("2011-03-XX", "2011-03-01", "2011-03-31", "2011-03-XX"),
        ("2011-03-XX/2011-03-30", "2011-03-01", "2011-03-30", "2011-03-XX – 30 March 2011"),
    ],
)
def test_a_date_means_days_and_has_words(value: str, first: str, last: str, words: str) -> None:
    assert dates.fault(value) == ""
    assert dates.bounds(value) == (first, last)
    assert dates.words(value) == words
    assert dates.year(value) == first[:4]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("2001-02-30", "there is no 30 February 2001"),
        ("1900-02-29", "there is no 29 February 1900"),
        ("2001-04-31~", "there is no 31 April 2001"),
        ("2001-03-00", "there is no 0 March 2001"),
        ("2001-13", "there is no month 13"),
        ("2001-00-01", "there is no month 0"),
        ("2001/2001-02-30", "there is no 30 February 2001"),
        ("2001-02-30/..", "there is no 30 February 2001"),
        ("2001-03/2001-02", "`2001-03/2001-02` ends before it starts"),
        ("201X/2001", "`201X/2001` ends before it starts"),
        ("6 March 2001", NOT_EDTF),
        ("2001-3-6", NOT_EDTF),
        ("06/03/2001", NOT_EDTF),
        ("2001/2002/2003", NOT_EDTF),
        ("2001–2002", NOT_EDTF),
        ("２００１", NOT_EDTF),
        ("2001-03-06\n", NOT_EDTF),
        ("", NOT_EDTF),
        ("/", NOT_EDTF),
        ("../..", NOT_EDTF),
        ("Y170002", NOT_EDTF),  # a date, but of no calendar that can be sorted here
        ("2001-1X-31", NOT_EDTF),  # these crash the EDTF library, each in its own way
        ("2001-02-3X/2002", NOT_EDTF),
        ("2001-XX/2002", NOT_EDTF),
        ("../201X", NOT_EDTF),
    ],
)
def test_what_is_no_date_is_told(value: str, why: str) -> None:
    assert why in dates.fault(value)


def test_no_text_at_all_makes_trouble(capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever is written as a date: it is refused, or it can be sorted and shown."""
    chance = random.Random(1)
    parts = ["2001-03-06", "201X", "2001-XX", "..", "", "-0044", "2001-21", "2001-1X-31"]
    values = [f"{a}/{b}" for a in parts for b in parts]
    values += ["".join(chance.choices("0123456789-/.~?%XY[]{},:", k=chance.randint(1, 11))) for _ in range(100)]
    for value in values:
        if not dates.fault(value):
            first, last = dates.bounds(value)
            assert len(first) == len(last) == 10
            assert dates.words(value)
    assert capfd.readouterr().out == ""
