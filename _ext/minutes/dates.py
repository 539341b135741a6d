"""Dates of the archive: EDTF (ISO 8601-2) in, words and sort keys out."""

from __future__ import annotations

import calendar
import io
import re
from contextlib import redirect_stdout
from functools import lru_cache

_PART = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[~?%]?)\Z")
_MARKS = {"": "", "~": "about ", "?": "probably ", "%": "probably about "}


def _odd(value: str) -> list[str]:
    """The parts of a date that are none of the common forms, and so need the EDTF library."""
    return [part for part in value.split("/") if part not in ("", "..") and not _PART.match(part)]


def _understood(value: str) -> bool:
    """Whether the EDTF library makes days of the common calendar of a date in a rare form.

    It raises whatever comes to hand at some of what it can't do, and prints what it tried.
    """
    from edtf import parse_edtf

    try:
        with redirect_stdout(io.StringIO()):
            parse_edtf(value)
            return words(value) != "" and all(len(edge) == len("2011-11-01") for edge in bounds(value))
    except Exception:
        return False


def fault(value: str) -> str:
    """Say what is wrong with an EDTF date, or '' if nothing is.

    >>> fault("2011-11-01"), fault("2011-02-30")
    ('', 'there is no 30 February 2011')
    """
    not_edtf = f"`{value}` is not an EDTF date (such as 2011-11-01, 2011-11~ or 2010-11-29/2010-11-30)"
    if not value.isascii() or value.split() != [value] or not value.strip("/."):
        return not_edtf
    for part in value.split("/"):
        match = _PART.match(part)
        if match is None:
            continue
        year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
        if match["month"] and not 1 <= month <= 12:
            return f"there is no month {month}"
        if match["day"] and not 1 <= day <= calendar.monthrange(year, month)[1]:
            return f"there is no {day} {calendar.month_name[month]} {year}"
    # The library takes half a second to load and a hundredth to parse: only for rare forms.
    if (_odd(value) or value.count("/") > 1) and not _understood(value):
        return not_edtf
    first, _, last = value.partition("/")
    if last and "" not in (first, last) and ".." not in (first, last) and bounds(value)[0] > bounds(value)[1]:
        return f"`{value}` ends before it starts"
    return ""


def _edge(part: str, *, last: bool) -> str:
    if part in ("", ".."):
        return "9999-12-31" if last else "0001-01-01"
    match = _PART.match(part)
    if match is None:
        from edtf import parse_edtf

        parsed = parse_edtf(part)
        edge = parsed.upper_strict() if last else parsed.lower_strict()
        return f"{edge.tm_year:04}-{edge.tm_mon:02}-{edge.tm_mday:02}"
    year, month, day = match["year"], match["month"], match["day"]
    month = month or ("12" if last else "01")
    day = day or (f"{calendar.monthrange(int(year), int(month))[1]:02}" if last else "01")
    return f"{year}-{month}-{day}"


@lru_cache(maxsize=65_536)
def bounds(value: str) -> tuple[str, str]:
    """First and last day that a valid EDTF date can mean, as ISO dates.

    >>> bounds("2011-11~")
    ('2011-11-01', '2011-11-30')
    """
    first, slash, last = value.partition("/")
    return _edge(first, last=False), _edge(last if slash else first, last=True)


def _part_words(part: str) -> str:
    if part in ("", ".."):
        return ""
    match = _PART.match(part)
    if match is None:
        return part
    words = [match["year"]]
    if match["month"]:
        words.insert(0, calendar.month_name[int(match["month"])])
    if match["day"]:
        words.insert(0, str(int(match["day"])))
    return _MARKS[match["mark"]] + " ".join(words)


@lru_cache(maxsize=65_536)
def words(value: str) -> str:
    """A valid EDTF date as a reader writes it.

    >>> words("2010-11-29/2010-11-30"), words("2011-10~"), words("2011-11/..")
    ('29–30 November 2010', 'about October 2011', 'from November 2011')
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _part_words(first)
    start, end = _part_words(first), _part_words(last)
    if not end:
        return f"from {start}"
    if not start:
        return f"until {end}"
    if len(first) == len(last) == 10 and first[:7] == last[:7] and first[8:].isdigit():
        return f"{int(first[8:])}–{end}"
    return f"{start} – {end}"


def year(value: str) -> str:
    """The year in which a valid EDTF date starts."""
    return bounds(value)[0][:4]
