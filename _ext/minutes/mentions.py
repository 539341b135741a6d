"""Find names that stand in the prose without a link where they should have one.

Every person and term is linked at its first mention under each agenda item or section. What comes
before the first link there, or has none, is reported; so an editor need not hunt for it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes import bibliography, checking, graph, names, reader
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


def _forms(found: graph.Graph) -> dict[str, graph.Object]:
    """Every form of a name that stands for one person or term only."""
    forms: dict[str, list[graph.Object]] = {}
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


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """All forms as one expression, the longest first; small letters also match a sentence's first word."""
    parts = []
    for form in sorted(forms, key=lambda each: (-len(each), each)):
        words = re.escape(form)
        if form == form.lower():
            words = f"[{re.escape(form[0])}{re.escape(form[0].upper())}]{re.escape(form[1:])}"
        parts.append(words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?:s|es)?(?:’s|’)?(?![\w-])")


def unlinked(pages: Sequence[reader.Page], found: graph.Graph) -> Iterator[Unlinked]:
    """The names without a link on some pages, in order."""
    forms = _forms(found)
    if not forms:
        return
    pattern = _pattern(forms)
    by_key = {names.key(form): each for form, each in forms.items()}

    def owner(text: str) -> graph.Object | None:
        return next((by_key[key] for key in names.forms(text.replace("’s", "'s")) if key in by_key), None) or next(
            (by_key[key] for key in names.forms(text) if key in by_key), None
        )

    for page in pages:
        own = found.page(page.ledger.docname)
        for _, blocks in reader.blocks_by_item(page):
            linked: set[str] = set()
            for block in blocks:
                events: list[tuple[int, int, str]] = []
                for mark in block.marks:
                    targets = found.find(_role(mark.role), mark.target, page.ledger.docname)
                    events.append((mark.start, mark.end, targets[0].id if len(targets) == 1 else ""))
                covered = [(start, end) for start, end, _ in events if end > start]
                for match in pattern.finditer(block.text):
                    if not any(start < match.end() and match.start() < end for start, end in covered):
                        events.append((match.start(), match.end(), f"?{match.group()}"))
                for start, _, what in sorted(events):
                    if not what.startswith("?"):
                        linked.add(what)
                        continue
                    each = owner(what[1:])
                    if each is None or each.id in linked or (own and each.id == own.id):
                        continue
                    linked.add(each.id)  # say it once
                    yield Unlinked(
                        page.ledger.path, block.line_at(start), what[1:], each.id, f"{{{each.type}}}`{what[1:]}`"
                    )


def _role(role: str) -> str:
    return role if role in ("person", "term", "meeting", "item", "record", "any", "doc") else ""


def main(arguments: list[str] | None = None) -> int:
    """Print the unlinked names of an archive; 1 if there are any."""
    arguments = sys.argv[1:] if arguments is None else arguments
    root = Path(arguments[0]) if arguments else Path.cwd()
    pages = checking.read_all(root)
    sources, faults = bibliography.read(root / checking.BIBLIOGRAPHY, checking.BIBLIOGRAPHY)
    reports = list(unlinked(pages, graph.build((page.ledger for page in pages), sources, faults)))
    for report in reports:
        print(report)
    print(f"{len(reports)} unlinked name{'s' * (len(reports) != 1)} in {len(pages)} pages of {root.resolve().name}")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
