"""The index of a book: entries gathered while it is written, grouped by initial. Nothing here knows Sphinx."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Mark:
    """Something is named here."""

    words: tuple[str, ...]  #: the entry, and the entry under it if there is one
    label: str  #: of the place
    main: bool = False  #: here it is told, elsewhere it is named
    see: str = ""  #: nowhere at all: another entry, to be looked up instead


@dataclass(slots=True)
class Entry:
    """A line of the index: labels of places, in the order of the book."""

    words: str
    main: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    under: list[Entry] = field(default_factory=list)


def key(words: str) -> tuple[str, str]:
    """How words are sorted: letters and digits as in English, whatever their accents and case.

    >>> key("Óscar's")[0]
    'oscars'
    """
    plain = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    kept = "".join(each for each in plain.casefold() if each.isalnum() or each == " ")
    return " ".join(kept.split()), words


def initial(words: str) -> str:
    """The letter under which words stand.

    >>> initial("élan"), initial("2011")
    ('E', '0–9')
    """
    first = key(words)[0][:1].upper()
    return first if first.isalpha() else "0–9"


def entries(marks: Iterable[Mark]) -> list[Entry]:
    """The lines of the index, sorted."""
    found: dict[str, Entry] = {}
    below: dict[tuple[str, str], Entry] = {}
    for mark in marks:
        entry = found.setdefault(mark.words[0], Entry(mark.words[0]))
        for words in mark.words[1:2]:
            if (mark.words[0], words) not in below:
                entry.under.append(Entry(words))
                below[mark.words[0], words] = entry.under[-1]
            entry = below[mark.words[0], words]
        kind = entry.see if mark.see else entry.main if mark.main else entry.others
        kind.append(mark.see or mark.label)
    for entry in found.values():
        entry.under.sort(key=lambda each: key(each.words))
    return sorted(found.values(), key=lambda each: key(each.words))


def groups(sorted_entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The lines by their initial."""
    return [(letter, list(found)) for letter, found in groupby(sorted_entries, key=lambda each: initial(each.words))]
