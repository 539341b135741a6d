"""What an edition is, and what can be wrong with one: small frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from minutes import dates


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen, numbered, citable state of the whole archive."""

    number: str  #: calendar version, such as 2026.1
    date: str  #: its day, such as 2026-11-22
    commit: str  #: in full
    summary: str  #: one line

    @property
    def day(self) -> str:
        """Its day in words, such as 22 November 2026."""
        return dates.words(self.date)

    @property
    def short_day(self) -> str:
        """The same for a narrow screen, such as 22 Nov 2026."""
        day, month, year = self.day.split()
        return f"{day} {month[:3]} {year}"


@dataclass(frozen=True, slots=True)
class File:
    """A file of an edition to be downloaded."""

    name: str
    label: str  #: what it is, in a few words
    size: int  #: in bytes
    sha256: str

    @property
    def kind(self) -> str:
        """Its kind in a word, from the end of its name.

        >>> [File(name, "", 0, "").kind for name in ("a-2026.1-html.zip", "a-2026.1.pdf", "a-2026.1-minutes.json")]
        ['HTML', 'PDF', 'JSON']
        """
        ending = self.name.rpartition(".")[2]
        return {"zip": "HTML", "bib": "BibTeX"}.get(ending, ending.upper())

    @property
    def measure(self) -> str:
        """Its size as a reader takes it in.

        >>> [File("", "", size, "").measure for size in (999, 51200, 3_400_000)]
        ['1 KB', '51 KB', '3.4 MB']
        """
        return f"{self.size / 1e6:.1f} MB" if self.size >= 999_500 else f"{max(1, round(self.size / 1000))} KB"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An edition that is built, and does not change any more."""

    edition: Edition
    folder: Path  #: holds `html/`, `files/` and the seal
    digest: str  #: of the names and bytes of all of its pages
    files: tuple[File, ...]

    @property
    def html(self) -> Path:
        """The folder of its frozen pages."""
        return self.folder / "html"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with the register of editions, or the checkout, and what to do."""

    path: str  #: relative to the root; '' if it is none of a file's
    line: int  #: 1-based
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.path else self.message


class EditionsError(Exception):
    """Why there is no new site: all that was found, each in one line or with its log."""

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = tuple(str(each) for each in faults)
        super().__init__("\n".join(self.faults))
