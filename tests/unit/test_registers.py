"""The records of the tiny archive: in registers, on the pages of meetings, and about terms."""

from __future__ import annotations

from pathlib import Path

from minutes import registers
from minutes.graph import Graph
from tests.helpers import edit, fold, ids

FIRST, LATER, ANN, LAMP = "meetings/2001-03-06", "meetings/2002-03-05", "people/ann-ash", "glossary/lamp"


def test_a_register(root: Path, archive: Graph) -> None:
    found = registers.register(archive, "registers/requests", "request")
    (row,) = found.rows
    assert found.columns == ("Asked by", "Asked of", "Outcome")
    assert ids(row.cells) == (("ann-ash",), ("bob-birch",), ("he agreed",))
    assert (ids(row.meeting), ids(row.item), ids(row.others)) == ("2001-03-06", "2001-03-06#lamps", ("lamp",))
    assert registers.register(archive, "", "opinion").rows == ()
    edit(
        root / f"{FIRST}.md",
        "for new",
        "and {addressed}`Bob` and {addressed}`all <unnamed>` and {addressed}`Nobody` for new",
    )
    (row,) = registers.register(fold(root), "", "request").rows
    assert ids(row.cells[1]) == ("bob-birch", "all", "Nobody")


def test_fields_say_what_they_resolve_to(root: Path) -> None:
    edit(
        root / f"{FIRST}.md",
        "{value}`12 lamps`",
        "{value}`a dozen <12 lamps>` {of}`them <lamps>` {as-of}`now <2001-03>` {as-of}`then <soon>` {as-of}`1999`",
    )
    (row,) = registers.register(fold(root), "", "statistic").rows
    assert row.cells == (("12 lamps",), ("[lamps]",), (), ("now (March 2001)", "then", "1999"))


def test_a_record_above_the_items_has_none(root: Path) -> None:
    edit(root / f"{LATER}.md", "As told by", "[It is {term}`dark <Lamp>`]{.opinion #dark}. As told by")
    found = fold(root)
    (row,) = registers.register(found, "", "opinion").rows
    assert (row.item, ids(row.others)) == (None, ("lamp",))


def test_the_records_of_a_meeting(archive: Graph) -> None:
    found = {kind: [each.object.anchor for each in filed] for kind, filed in registers.records(archive, FIRST)}
    assert found == {
        "decision": ["twelve-lamps"],
        "request": ["new-lamps"],
        "statistic": ["number-of-lamps"],
        "quotation": ["light"],
    }
    assert registers.records(archive, ANN) == ()


def test_records_about_a_term_stand_on_its_page(archive: Graph) -> None:
    def found(docname: str) -> list[tuple[str, list[str]]]:
        return [(page.id, [each.record.kind for each in filed]) for page, filed in registers.evidence(archive, docname)]

    assert found(LAMP) == [("2001-03-06", ["request"]), ("2002-03-05", ["proposal"])]  # the fund's too
    assert found("glossary/lamp-fund") == [("2002-03-05", ["proposal"])]
    assert found("glossary/secretary") == found("index") == []


def test_the_kinds_of_record_on_a_page(archive: Graph) -> None:
    assert registers.marks(archive, FIRST) == (("decision", 1), ("request", 1), ("statistic", 1), ("quotation", 1))
    assert registers.marks(archive, ANN) == ()
