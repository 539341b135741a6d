"""The bibliography as the archive needs it: which sources there are, by whom, and how much was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from minutes import dates
from minutes.model import AND, Code, Problem, Source

_KEY = re.compile(r"^\s*@\w+\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>]+\Z")
#: A field in which TeX changes nothing, as most are.
_BARE = re.compile(r"(?:[A-Za-z0-9.;:()/]|,(?!,)|(?<=[A-Za-z0-9.,;:()/])[ -](?=[A-Za-z0-9.,;:()/]))*")
_MONTHS = {
    name: f"{number:02}" for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
#: What an entry needs so that a reader can judge it.
REQUIRED = ("title", "seen")


@lru_cache(maxsize=1 << 17)
def plain(value: str) -> str:
    """A field as a reader sees it: no TeX, curly apostrophes."""
    if _BARE.fullmatch(value):
        return value
    return str(Text.from_latex(value)).strip("{}").replace("'", "’")


def author(entry: Entry) -> str:
    """The authors as a reader writes them: ``Jim McMahon and Alice Perry``."""
    people = [
        " ".join(
            str(part) for part in (*p.first_names, *p.middle_names, *p.prelast_names, *p.last_names, *p.lineage_names)
        )
        for p in entry.persons.get("author", ())
    ]
    return plain(AND.join(people))


def _written_date(entry: Entry) -> str:
    """Year, month and day as they are given, in the form of EDTF; '' without a year."""
    year, month, day = (str(entry.fields.get(name, "")).strip() for name in ("year", "month", "day"))
    if not re.fullmatch(r"\d{4}", year):
        return ""
    if not month:
        return year
    month = _MONTHS.get(month[:3].lower(), month.zfill(2))
    return f"{year}-{month}-{day.zfill(2)}" if day else f"{year}-{month}"


def date(entry: Entry) -> str:
    """The date of publication in EDTF, as far as it is given and exists; '' if none is."""
    written = _written_date(entry)
    return written[:4] if written and dates.fault(written) else written


def address(entry: Entry) -> str:
    """The address, if a reader can safely follow it; else ''."""
    url: str = entry.fields.get("url", "").strip()
    return url if _ADDRESS.match(url) else ""


def sources(data: BibliographyData, lines: Mapping[str, int] | None = None) -> dict[str, Source]:
    """The entries of a parsed bibliography, by key, in order of key."""
    found = {}
    for key in sorted(data.entries):
        entry = data.entries[key]
        fields = entry.fields
        found[key] = Source(
            key=key,
            author=author(entry),
            title=plain(fields.get("title", "")),
            publisher=plain(fields.get("organization", fields.get("publisher", ""))),
            date=date(entry),
            url=address(entry),
            seen=plain(fields.get("seen", "")),
            note=plain(fields.get("note", "")),
            line=(lines or {}).get(key, 1),
        )
    return found


def read(path: Path, shown: str) -> tuple[dict[str, Source], list[Problem]]:
    """Read a ``.bib`` file; *shown* is its path in messages. Faults are returned, not raised."""
    found, problems, _ = read_entries(path, shown)
    return found, problems


def read_entries(path: Path, shown: str) -> tuple[dict[str, Source], list[Problem], tuple[Entry, ...]]:
    """The same, with the entries as they stand in the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        problem = Problem(
            shown, 1, Code.CITATION, f"the bibliography can't be read: {error.strerror}; put the file back"
        )
        return {}, [problem], ()
    except UnicodeDecodeError:
        return {}, [Problem(shown, 1, Code.FILE, "the file is not UTF-8; save it as UTF-8")], ()
    lines: dict[str, int] = {}
    taken: dict[str, int] = {}  # BibTeX does not tell small letters from capitals
    problems = []
    line, counted = 1, 0
    for match in _KEY.finditer(text):
        line, counted = line + text.count("\n", counted, match.start(1)), match.start(1)
        if first := taken.get(match[1].casefold()):
            message = f"duplicate key `{match[1]}`: it stands on line {first} already; choose another"
            problems.append(Problem(shown, line, Code.DUPLICATE, message))
        lines[match[1]] = taken.setdefault(match[1].casefold(), line)
    if problems:
        return {}, problems, ()
    try:
        data = parse_string(text, "bibtex")
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        return (
            {},
            [Problem(shown, line, Code.CITATION, f"the bibliography does not parse: {error}; mend the entry")],
            (),
        )
    found = sources(data, lines)
    for key, entry in data.entries.items():
        line = lines.get(key, 1)
        problems += [Problem(shown, line, code, f"source `{key}` {message}") for code, message in _faults(entry)]
    return found, problems, tuple(data.entries.values())


def _faults(entry: Entry) -> Iterator[tuple[Code, str]]:
    """What an entry lacks or has wrong."""
    missing = [name for name in REQUIRED if not entry.fields.get(name, "").strip()]
    if not entry.persons.get("author"):
        missing.insert(0, "author")
    if missing:
        yield Code.CITATION, f"lacks {', '.join(f'`{name}`' for name in missing)}; add it"
    if (written := _written_date(entry)) and (wrong := dates.fault(written)):
        yield Code.DATE, f"has an impossible date: {wrong}; correct `year`, `month` and `day`"
    if entry.fields.get("url", "").strip() and not address(entry):
        yield Code.CITATION, "has a `url` that is no web address; it starts with https:// or http://"
