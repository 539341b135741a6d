"""The indexes of the tiny archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import folding, listings
from minutes.graph import Graph
from tests.faults import in_the_prose
from tests.helpers import counted, edit, fold

LAMP = "glossary/lamp"


def listed(found: Graph, argument: str) -> list[tuple[str, list[tuple[str, int, str]]]]:
    return [
        (head, [(each.shown or each.object.label, each.count, each.note) for each in group])
        for head, group in listings.list_of(found, "", argument).groups
    ]


def test_lists(archive: Graph) -> None:
    assert listed(archive, "meetings") == [
        ("2001", [("6 March 2001", 2, "A short meeting about “lamps”.")]),
        ("2002", [("5 March 2002", 0, "A year later.")]),
    ]
    assert listed(archive, "people") == [
        ("A", [("Ash, Ann", 6, "")]),
        ("B", [("Birch, Bob", 4, "")]),
        ("C", [("Cedar, Cy", 1, "")]),
    ]
    assert listed(archive, "terms") == [
        ("C", [("Committee", 4, "")]),
        ("L", [("Lamp", 3, ""), ("Lamp fund", 1, "Fund for lamps")]),
        ("S", [("Secretary", 0, "")]),
    ]
    assert [head for head, _ in listed(archive, "terms-by-kind")] == ["body", "post", "scheme", "tool"]
    assert [(head, [shown for shown, _, _ in group]) for head, group in listed(archive, "items")] == [
        ("6 March 2001", ["Lamps"]),
        ("5 March 2002", ["Lamps", "The fund"]),
    ]
    ((_, registers),) = listed(archive, "registers")
    assert [(shown, count) for shown, count, _ in registers] == [
        ("Decisions", 1),
        ("Proposals", 1),
        ("Requests", 1),
        ("Statistics", 1),
    ]
    assert all(note.endswith(".") for _, _, note in registers)


def test_names_without_a_letter_come_together(root: Path) -> None:
    edit(root / "people/cy-cedar.md", "sort: Cedar, Cy", "sort: ’99 Cedar")
    (root / "people/zoe.md").write_text("---\ntype: person\nsort: Éa\n---\n# Zoë\n\nShe {cite:p}`oak-2000`.\n")
    assert [head for head, _ in listed(fold(root), "people")] == ["0–9", "A", "B", "É"]


def test_threads_are_terms_with_a_story(root: Path, archive: Graph) -> None:
    assert listed(archive, "threads") == []
    with (root / f"{LAMP}.md").open("a") as page:
        page.write("\n{#story}\n## Story\n\nDark, then light.\n")
    assert listed(fold(root), "threads") == [("", [("Lamp", 2, "Not defined in the sources.")])]


def test_an_empty_archive_lists_nothing() -> None:
    empty = folding.build([], {})
    for argument in listings.LISTS:
        assert listings.list_of(empty, "", argument).groups == ()


def test_the_latest_decisions_are_those_of_the_latest_meetings(
    root: Path, archive: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((title, (only,)),) = listings.list_of(archive, "index", "latest-decisions").groups
    assert (title, only.object.id, only.count, only.note) == ("", "2001-03-06#twelve-lamps", None, "6 March 2001")
    assert only.shown == "It was agreed that 12 lamps would be bought"
    in_the_prose("[It was agreed]{.decision #one} and [again]{.decision #two}.")(root)
    ((_, found),) = listings.list_of(fold(root), "index", "latest-decisions").groups
    assert [each.object.id for each in found] == ["2002-03-05#one", "2002-03-05#two", "2001-03-06#twelve-lamps"]
    monkeypatch.setattr(listings, "LATEST", 1)
    ((_, found),) = listings.list_of(fold(root), "index", "latest-decisions").groups
    assert [each.object.id for each in found] == ["2002-03-05#two"]


def test_the_longest_threads_come_first_and_are_few(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert listings.list_of(fold(root), "index", "longest-threads").groups == ()
    story = "\n\n## Story\n\n2001\n: Told {cite:p}`oak-2000`.\n"
    for term in ("lamp", "lamp-fund", "secretary"):
        path = root / f"glossary/{term}.md"
        path.write_text(path.read_text(encoding="utf-8") + story, encoding="utf-8")
    ((_, found),) = listings.list_of(fold(root), "index", "longest-threads").groups
    assert counted(found) == [("lamp", 2), ("lamp-fund", 1), ("secretary", 0)]
    monkeypatch.setattr(listings, "LONGEST", 1)
    ((_, found),) = listings.list_of(fold(root), "index", "longest-threads").groups
    assert counted(found) == [("lamp", 2)]


def test_the_latest_meetings_come_first(archive: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    ((_, found),) = listings.list_of(archive, "index", "latest-meetings").groups
    assert [(each.object.id, each.note) for each in found] == [
        ("2002-03-05", "A year later."),
        ("2001-03-06", "A short meeting about “lamps”."),
    ]
    monkeypatch.setattr(listings, "LATEST_MEETINGS", 1)
    ((_, found),) = listings.list_of(archive, "index", "latest-meetings").groups
    assert [each.object.id for each in found] == ["2002-03-05"]
