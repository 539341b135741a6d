"""What a list of sources says of an entry: in which order it stands, and under which label, such as `Baxter 2011a`.

A label depends on all sources. An entry that is remembered brings its own, so that a few can be listed without the
others. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pybtex.database import Entry, Person

from minutes import bibliography, dates


def surnames(entry: Entry) -> str:
    """Whose source it is, in a word or a few."""
    people = entry.persons.get("author", ())
    names = [bibliography.plain(" ".join((*each.prelast_names, *each.last_names))) for each in people]
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and others"


def order(entry: Entry) -> tuple[str, str, str]:
    """How sources are sorted: authors A to Z, each by date."""
    date = bibliography.date(entry)
    return (surnames(entry).casefold(), dates.bounds(date)[0] if date else "9999", entry.key)


def labels(entries: Iterable[Entry]) -> Iterator[str]:
    """`Baxter 2011`; letters tell apart what one author published in one year, in order of date."""
    entries = list(entries)
    same: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        same[_bare(entry)].append(entry)
    numbers = {
        each.key: number for some in same.values() for number, each in enumerate(sorted(some, key=order)) if some[1:]
    }
    for entry in entries:
        if isinstance(entry, Remembered):
            yield entry.label
        else:
            yield _bare(entry) + (_letters(numbers[entry.key]) if entry.key in numbers else "")


def _bare(entry: Entry) -> str:
    return f"{surnames(entry)} {entry.fields.get('year', 'n.d.')}"


def _letters(number: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa."""
    head, tail = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("a") + tail)


class Remembered(Entry):  # type: ignore[misc]
    """An entry without the others of its file: it knows its label."""

    def __init__(self, packed: Packed) -> None:
        persons = {role: [_person(each) for each in people] for role, people in packed.persons}
        super().__init__(packed.type, packed.fields, persons)
        self.key, self.label = packed.key, packed.label


#: The parts of a name, each a tuple of words: first, middle, prelast, last, lineage.
Name = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Packed:
    """An entry as plain data."""

    key: str
    label: str
    type: str
    fields: tuple[tuple[str, str], ...]
    persons: tuple[tuple[str, tuple[Name, ...]], ...]


def packed(entries: Iterable[Entry]) -> Iterator[Packed]:
    """All entries of a file, to be remembered."""
    entries = list(entries)
    for entry, label in zip(entries, labels(entries), strict=True):
        persons = tuple((role, tuple(map(_name, people))) for role, people in entry.persons.items())
        yield Packed(entry.key, label, entry.original_type, tuple(entry.fields.items()), persons)


def _name(person: Person) -> Name:
    return (
        tuple(person.first_names),
        tuple(person.middle_names),
        tuple(person.prelast_names),
        tuple(person.last_names),
        tuple(person.lineage_names),
    )


def _person(name: Name) -> Person:
    made = Person()
    made.first_names, made.middle_names, made.prelast_names, made.last_names, made.lineage_names = map(list, name)
    return made
