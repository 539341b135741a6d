"""Find names that stand in the prose without a link where they should have one.

Every person and term is linked at its first mention under each agenda item or section. What comes
before the first link there, or has none, is reported; so an editor need not hunt for it.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from minutes import checking, folding, names, reader
from minutes.graph import Graph, Object
from minutes.memory import FOLDER, Memory, digest
from minutes.model import Person, Term


@dataclass(frozen=True, slots=True, order=True)
class Unlinked:
    """A name without its link, and the role that would link it."""

    path: str
    line: int
    text: str
    object_id: str
    role: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: `{self.text}` is not linked at its first mention here; write {self.role}"


def _forms(found: Graph) -> dict[str, Object]:
    """Every form of a name that stands for one person or term only."""
    forms: dict[str, list[Object]] = {}
    for each in found.objects.values():
        ledger = found.ledgers[each.docname]
        match ledger.entry:
            case Person() as person if each.type == "person":
                own = [ledger.title, *(variant.name for variant in person.variants)]
            case Term() as term if each.type == "term":
                own = [ledger.title, *term.alt_labels, *filter(None, [term.expansion])]
            case _:
                continue
        for form in own:
            forms.setdefault(form.replace("'", "’"), []).append(each)
    return {form: owners[0] for form, owners in forms.items() if len(owners) == 1}


#: Forms are filed by so many letters at their start: a page is full of words, and an archive of names.
HEAD = 4
_WORD = re.compile(r"(?<![\w-])\S")
#: Goes on with a capital: the name of a term is part of another name there, as in "Labour Briefing".
_CONTINUED = re.compile(r" [A-Z]")


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Some forms as one expression, the longest first; small letters also match a sentence's first word."""
    parts = []
    for form in sorted(forms, key=lambda each: (-len(each), each)):
        words = re.escape(form)
        if form == form.lower():
            words = f"[{re.escape(form[0])}{re.escape(form[0].upper())}]{re.escape(form[1:])}"
        parts.append(words)
    return re.compile(rf"(?:{'|'.join(parts)})(?:s|es)?(?:’s|’)?(?![\w-])")


class Finder:
    """Finds the forms of names in a text: at each word only those that start as it does are tried."""

    def __init__(self, forms: Iterable[str]) -> None:
        filed: dict[str, set[str]] = {}
        for form in forms:
            for first in {form[0], *form[0].upper()} if form == form.lower() else form[0]:
                filed.setdefault(first + form[1:HEAD], set()).add(form)
        self._patterns = {head: _pattern(found) for head, found in filed.items()}
        # Longest first: a form that is shorter than a head is also shorter than all that have a whole one.
        self._lengths = sorted({len(head) for head in filed}, reverse=True)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text, in order; none overlaps another."""
        end = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < end:
                continue
            for length in self._lengths:
                pattern = self._patterns.get(text[start : start + length])
                if pattern and (match := pattern.match(text, start)):
                    yield match
                    end = match.end()
                    break


class Unlinkeds:
    """Finds the names without a link on pages of an archive."""

    def __init__(self, found: Graph) -> None:
        self._graph = found
        self.forms = _forms(found)
        self._finder = Finder(self.forms)
        self._by_key = {names.key(form): each for form, each in self.forms.items()}

    def _owner(self, text: str) -> Object | None:
        by_key = self._by_key
        return next((by_key[key] for key in names.forms(text.replace("’s", "'s")) if key in by_key), None) or next(
            (by_key[key] for key in names.forms(text) if key in by_key), None
        )

    def of(self, page: reader.Page) -> Iterator[Unlinked]:
        """The names without a link on a page, in order."""
        own = self.own(page.ledger.docname)
        for _, blocks in reader.blocks_by_item(page):
            linked: set[str] = set()
            for block in blocks:
                events: list[tuple[int, int, str]] = []
                for mark in block.marks:
                    events.append((mark.start, mark.end, self.meant(mark.role, mark.target, page.ledger.docname)))
                covered = [(start, end) for start, end, _ in events if end > start]
                for match in self._finder.finditer(block.text):
                    if not any(start < match.end() and match.start() < end for start, end in covered):
                        events.append((match.start(), match.end(), f"?{match.group()}"))
                for start, _, what in sorted(events):
                    if not what.startswith("?"):
                        linked.add(what)
                        continue
                    name = what[1:]
                    each = self._owner(name)
                    if each is None or each.id in linked or each.id == own:
                        continue
                    if each.type == "term" and _CONTINUED.match(block.text, start + len(name)):
                        continue
                    linked.add(each.id)  # say it once
                    yield Unlinked(page.ledger.path, block.line_at(start), name, each.id, f"{{{each.type}}}`{name}`")

    def own(self, docname: str) -> str:
        """The id of a page's object, else ''."""
        found = self._graph.page(docname)
        return found.id if found else ""

    def meant(self, role: str, target: str, docname: str) -> str:
        """The id of the one thing that a link means, else ''."""
        found = self._graph.find(_role(role), target, docname)
        return found[0].id if len(found) == 1 else ""


def unlinked(pages: Iterable[reader.Page], found: Graph) -> Iterator[Unlinked]:
    """The names without a link on some pages, in order."""
    finder = Unlinkeds(found)
    for page in pages if finder.forms else ():
        yield from finder.of(page)


def _role(role: str) -> str:
    return role if role in ("person", "term", "meeting", "item", "record", "any", "doc") else ""


def all_unlinked(root: Path) -> tuple[list[Unlinked], int]:
    """The names without a link in an archive, by page and line, and the number of its pages.

    What was found on a page is remembered for as long as the page, the names of the archive and what the links
    of the page mean are the same.
    """
    sources, faults = checking.read_bibliography(root)
    ledgers = checking.ledgers(root)
    finder = Unlinkeds(folding.build(ledgers, sources, faults))
    known = Memory(root / FOLDER, "unlinked")
    links_of = Memory(root / FOLDER, "links")
    forms = digest(repr(sorted((form, each.id, each.type) for form, each in finder.forms.items())).encode())
    reports: list[Unlinked] = []
    for ledger in ledgers if finder.forms else ():
        data = (root / ledger.path).read_bytes()
        page = None
        links = links_of.get(ledger.path, digest(data))
        if links is None:
            page = reader.read_bytes(ledger.docname, ledger.path, data)
            links = tuple(dict.fromkeys((mark.role, mark.target) for block in page.blocks for mark in block.marks))
            links_of.put(ledger.path, digest(data), links)
        own = finder.own(ledger.docname)
        meanings = [own, *(finder.meant(role, target, ledger.docname) for role, target in links)]
        key = digest(data, forms, repr(meanings).encode())
        told = known.get(ledger.path, key)
        if told is None:
            page = page or reader.read_bytes(ledger.docname, ledger.path, data)
            told = tuple(astuple(each) for each in finder.of(page))
            known.put(ledger.path, key, told)
        reports += (Unlinked(*each) for each in told)
    links_of.save()
    known.save()
    return reports, len(ledgers)


def main(arguments: list[str] | None = None) -> int:
    """Print the unlinked names of an archive; 1 if there are any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    root = Path(arguments[0]) if arguments else Path.cwd()
    gc.disable()  # as in the check
    reports, number = all_unlinked(root)
    for report in reports:
        print(report)
    print(f"{len(reports)} unlinked name{'s' * (len(reports) != 1)} in {number} pages of {root.resolve().name}")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
