"""What stands on the pages of the tiny archive about their objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import views
from minutes.graph import Graph
from minutes.views import Ranked
from tests.faults import in_the_prose
from tests.helpers import counted, edit, fold, ids

FIRST, LATER = "meetings/2001-03-06", "meetings/2002-03-05"
ANN, BOB, LAMP = "people/ann-ash", "people/bob-birch", "glossary/lamp"


def test_companions_share_an_item(root: Path, archive: Graph) -> None:
    def met(found: Graph, docname: str) -> list[tuple[str, int]]:
        return [(each.object.id, each.count) for each in views.companions(found, docname)]

    assert met(archive, ANN) == [("bob-birch", 1), ("cy-cedar", 1)]
    assert met(archive, "people/cy-cedar") == [("ann-ash", 1), ("bob-birch", 1)]
    assert met(archive, "index") == []
    in_the_prose("for {person}`Ann Ash`")(root)
    assert met(fold(root), ANN) == [("bob-birch", 2), ("cy-cedar", 1)]


def test_what_a_person_wrote(root: Path, archive: Graph) -> None:
    assert [each.key for each in views.written(archive, ANN)] == ["ash-2001-03-06", "ash-2002-03-05"]
    assert views.written(archive, BOB) == views.written(archive, "index") == ()
    edit(root / "references.bib", "  year = {2001}, month = {3}, day = {8},\n", "")
    assert [each.key for each in views.written(fold(root), ANN)] == ["ash-2002-03-05", "ash-2001-03-06"]


def test_the_cast_of_a_meeting(archive: Graph) -> None:
    assert [(each.object.id, each.count) for each in views.cast(archive, FIRST, "person")] == [
        ("ann-ash", 2),
        ("bob-birch", 3),
        ("cy-cedar", 1),
    ]
    assert [(each.object.id, each.count) for each in views.cast(archive, LATER, "term")] == [
        ("lamp", 1),
        ("lamp-fund", 1),
    ]
    assert views.cast(archive, "sources", "term") == ()


@pytest.mark.parametrize(
    ("docname", "abstract", "rows"),
    [
        (
            FIRST,
            "A short meeting about “lamps”.",
            [
                ("Date", ("6 March 2001",)),
                ("Body", ("committee",)),
                ("Account", ("ash-2001-03-06",)),
                ("Seen", ("the account as a whole",)),
            ],
        ),
        (ANN, "", [("Also written", ("Anne Ashe (Olive Oak 2000)",))]),
        ("people/cy-cedar", "", []),
        (
            "glossary/committee",
            "",
            [("Kind", ("body",)), ("Also called", ("the board",)), ("Narrower", ("secretary",))],
        ),
        (LAMP, "", [("Kind", ("tool",)), ("Narrower", ("lamp-fund",))]),
        (
            "glossary/lamp-fund",
            "",
            [
                ("Stands for", ("Fund for lamps",)),
                ("Kind", ("scheme",)),
                ("Broader", ("lamp",)),
                ("Related", ("committee",)),
            ],
        ),
        ("sources", "", []),
    ],
)
def test_the_head_of_a_page(
    archive: Graph, docname: str, abstract: str, rows: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = views.card(archive, docname)
    assert (found.abstract, [(label, ids(values)) for label, values in found.rows]) == (abstract, rows)


def test_the_head_of_a_page_with_everything_and_with_faults(root: Path) -> None:
    edit(
        root / f"{FIRST}.md",
        "body: Committee\naccounts: [ash-2001-03-06]",
        "body: Comittee\nkind: away day\nkind-source: oak-2000\naccounts: [ash-2001-03-06, zzz]\nother-accounts: [oak-2000]",
    )
    edit(root / f"{LATER}.md", "body: Committee", "body: Committee\nkind: short")
    edit(root / f"{BOB}.md", "used-by: ash-2001-03-06}", "used-by: zzz}\n  - {name: B.}")
    edit(root / f"{LAMP}.md", "kind: tool", "kind: tool\nrelated: [Lamp fund, Committee]")
    found = fold(root)
    assert [(label, ids(values)) for label, values in views.card(found, FIRST).rows] == [
        ("Date", ("6 March 2001",)),
        ("Body", ("Comittee",)),
        ("Kind", ("away day", "oak-2000")),
        ("Accounts", ("ash-2001-03-06", "zzz")),
        ("Other accounts", ("oak-2000",)),
        ("Seen", ("2 accounts: 2 as a whole",)),
    ]
    assert ("Kind", ("short",)) in views.card(found, LATER).rows
    assert views.card(found, BOB).rows == (("Also written", ("Bob", "B.")),)
    assert ids(views.card(found, LAMP).rows[-1]) == ("Related", ("committee",))  # the fund stands under Narrower


def test_neighbours(archive: Graph) -> None:
    assert ids(views.neighbours(archive, FIRST)) == (None, "2002-03-05")
    assert ids(views.neighbours(archive, LATER)) == ("2001-03-06", None)
    assert views.neighbours(archive, ANN) == views.neighbours(archive, "index") == (None, None)


def test_matters_and_people_share_a_paragraph_not_only_an_item(root: Path, archive: Graph) -> None:
    assert counted(views.matters(archive, ANN)) == [("lamp", 1), ("lamp-fund", 1)]
    assert counted(views.matters(archive, BOB)) == [("lamp", 2)]  # the committee is a body, not a matter
    assert counted(views.involved(archive, LAMP)) == [("ann-ash", 2), ("bob-birch", 2)]  # the fund's people too
    assert counted(views.involved(archive, "glossary/lamp-fund")) == [("ann-ash", 1)]
    assert views.matters(archive, "index") == views.involved(archive, "index") == Ranked()
    edit(root / f"{LATER}.md", "had not come.", "had not come.\n\n{#more}\nThe {term}`fund <Lamp fund>` grew.")
    assert counted(views.matters(fold(root), BOB)) == [("lamp", 2)]


def test_of_many_only_the_first_are_named(archive: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = views.involved(archive, LAMP)
    assert (len(whole), whole.left) == (2, 0)
    monkeypatch.setattr(views, "MOST", 1)
    first = views.involved(archive, LAMP)
    assert (counted(first), first.left) == ([("ann-ash", 2)], 1)


def test_what_the_whole_graph_gives_is_made_once() -> None:
    found, asked = Graph(), []

    def make(graph: Graph) -> tuple[str, ...]:
        asked.append(graph)
        return tuple(graph.ledgers)

    assert found.once(make) == found.once(make) == ()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("accounts", "seen"),
    [
        ("[ash-2001-03-06]", "the account as a whole"),
        ("[ash-2002-03-05]", "the account in part"),
        ("[ash-2001-03-06, oak-2000]", "2 accounts: 2 as a whole"),
        ("[ash-2001-03-06, ash-2002-03-05]", "2 accounts: 1 as a whole, 1 in part"),
    ],
)
def test_a_meeting_says_how_much_was_seen(root: Path, accounts: str, seen: str) -> None:
    edit(root / f"{FIRST}.md", "accounts: [ash-2001-03-06]", f"accounts: {accounts}")
    assert views.card(fold(root), FIRST).rows[-1] == ("Seen", (seen,))


def test_who_a_page_names_itself_is_involved_too(root: Path) -> None:
    edit(root / "glossary/lamp-fund.md", "Money for", "{person}`Cy Cedar's` and {person}`Ann Ash's` money for")
    assert counted(views.involved(fold(root), "glossary/lamp-fund")) == [("ann-ash", 2), ("cy-cedar", 1)]
