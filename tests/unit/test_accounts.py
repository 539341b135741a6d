"""What accounts of one meeting say otherwise, what each carries alone, and who covered what."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import grids, listings, memberships, registers, views
from minutes.graph import Graph
from minutes.render import differences, table_of, told
from tests.helpers import edit, fold, tiny

FIRST, LATER = "meetings/2001-03-06", "meetings/2002-03-05"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny archive, whose later meeting is told by two accounts."""
    root = tiny(tmp_path)
    later = root / f"{LATER}.md"
    edit(later, "accounts: [ash-2002-03-05]", "accounts: [ash-2002-03-05, oak-2000]")
    edit(later, "`2001-03-06`.", "`2001-03-06`. On the page, not of it.")
    edit(
        later,
        " had not come.",
        " had not come {cite:p}`ash-2002-03-05`. [{wrote}`Ash <Ann Ash>` counted {version}`12 lamps` "
        "{cite:p}`ash-2002-03-05`, Oak {version}`14` {cite:p}`oak-2000`, and {settled}`there were 12` "
        "{cite:p}`oak-2000,ash-2001-03-06`]{.difference #lamps-counted}.",
    )
    edit(later, "{.proposal #fund-proposed}.", "{.proposal #fund-proposed} {cite:p}`ash-2002-03-05,oak-2000`.")
    return root


@pytest.fixture
def graph(root: Path) -> Graph:
    found = fold(root)
    assert not found.problems
    return found


def test_versions_stand_side_by_side_each_with_the_sources_that_have_it(graph: Graph) -> None:
    (found,) = registers.differences(graph, LATER)
    sides = [(each.text, [source.key for source in each.sources]) for each in (*found.versions, *found.settled)]
    assert sides == [
        ("12 lamps", ["ash-2002-03-05"]),
        ("14", ["oak-2000"]),
        ("there were 12", ["oak-2000", "ash-2001-03-06"]),
    ]
    assert found.filed.record.text == "Ash counted 12 lamps, Oak 14, and there were 12"
    assert [type(each).__name__ for each in differences((found,))] == ["Rubric", "Paragraph", "Bullets", "Paragraph"]


def test_a_meeting_whose_accounts_agree_has_none(graph: Graph) -> None:
    assert registers.differences(graph, FIRST) == ()
    assert differences(()) == []


def test_the_register_has_all_versions_in_a_cell(graph: Graph) -> None:
    (row,) = registers.register(graph, "registers/differences", "difference").rows
    versions, settled = row.cells
    assert [each.text for each in versions if isinstance(each, registers.Version)] == ["12 lamps", "14"]
    assert [each.text for each in settled if isinstance(each, registers.Version)] == ["there were 12"]


def test_what_an_account_carries_alone_is_what_cites_no_other_account(graph: Graph) -> None:
    ash, oak = views.told(graph, LATER)
    # The lamps and one version; shared with Oak, the fund. The lead is about the page.
    assert (ash.source.key, ash.restated, ash.statements) == ("ash-2002-03-05", True, 3)
    assert [(each.shown, each.count) for each in ash.alone] == [("Lamps", 2)]
    # What settles it rests on another source too, but on no other account of this meeting.
    assert [(each.object.id, each.count) for each in oak.alone] == [(f"{LATER[9:]}#lamps", 2)]
    assert oak.statements == 3


def test_what_an_editor_notes_is_told_by_no_account(root: Path) -> None:
    edit(root / f"{FIRST}.md", "accounts: [ash-2001-03-06]", "accounts: [ash-2001-03-06]\nother-accounts: [oak-2000]")
    ash, oak = views.told(fold(root), FIRST)
    assert (oak.restated, oak.statements, oak.alone) == (False, 0, ())
    # A page that restates one account says nothing of whose the rest is.
    (table,) = told((ash, oak))
    assert [line.cells[2:] for line in table.lines] == [
        [["all others"], ["what cites nothing"]],
        [["none"], ["nothing"]],
    ]  # type: ignore[union-attr]


def test_authors_of_several_accounts_have_a_column_and_all_others_share_one(graph: Graph) -> None:
    found = grids.table_of(graph, "index", "accounts")
    assert [getattr(each, "label", each) for each in found.columns] == ["Ann Ash", "Others and unsigned"]
    rows = [(row.id, [[each.key for each in cell] for cell in cells]) for row, cells in found.rows]  # type: ignore[union-attr]
    assert rows == [
        ("2001-03-06", [["ash-2001-03-06"], []]),
        ("2002-03-05", [["ash-2002-03-05"], ["oak-2000"]]),
    ]
    (table,) = table_of(found)
    assert len(table.lines) == 2  # type: ignore[union-attr]


def test_an_account_of_two_authors_is_of_both(root: Path) -> None:
    edit(root / "references.bib", "author = {Oak, Olive}", "author = {Birch, Bob and Ash, Ann}")
    graph = fold(root)
    assert [each.id for each in graph.authors("oak-2000")] == ["bob-birch", "ann-ash"]
    assert "oak-2000" in [each.key for each in views.written(graph, "people/bob-birch")]
    assert "oak-2000" in [each.key for each in views.written(graph, "people/ann-ash")]


def test_the_archive_in_figures_counts_what_was_held(root: Path) -> None:
    edit(root / f"{LATER}.md", "body: Committee", "body: Committee\nstatus: cancelled")
    found = grids.table_of(fold(root), "index", "figures")
    rows = {year: dict(zip(found.columns, (cell[0] for cell in cells), strict=True)) for year, cells in found.rows}
    assert [rows[each]["Meetings"] for each in ("2001", "2002", "All")] == ["1", "0", "1"]
    assert (rows["All"]["Accounts"], rows["2002"]["Differences"]) == ("3", "1")
    assert rows["2001"]["Statistics"] == rows["2001"]["Decisions"] == rows["2001"]["Requests"] == "1"


def test_a_cancelled_meeting_says_so(root: Path) -> None:
    edit(root / f"{LATER}.md", "body: Committee", "body: Committee\nstatus: cancelled")
    assert dict(views.card(fold(root), LATER).rows)["Status"] == (views.CANCELLED,)


def test_holders_of_a_post_and_members_of_a_body(graph: Graph) -> None:
    held = memberships.holders(graph, "glossary/committee")
    assert {each.post.membership.organization for each in held} == {"Committee"}
    assert {each.person.id for each in memberships.holders(graph, "glossary/secretary")} <= {
        each.person.id for each in held
    }
    assert memberships.holders(graph, FIRST) == ()
    bodies = dict(listings.list_of(graph, "index", "posts").groups)["Bodies"]
    assert [each.object.id for each in bodies] == ["committee"]


def test_the_post_of_one_body_is_not_that_of_another(root: Path) -> None:
    own = "---\ntype: term\nkind: post\n---\n# Secretary of the Committee\n\nOne {cite:p}`oak-2000`.\n"
    (root / "glossary" / "secretary-of-the-committee.md").write_text(own)
    graph = fold(root)
    assert [each.person.id for each in memberships.holders(graph, "glossary/secretary-of-the-committee")] == ["ann-ash"]
    assert memberships.holders(graph, "glossary/secretary") == ()


def test_a_year_lists_its_meetings(root: Path) -> None:
    (root / "meetings" / "2002.md").write_text("---\ntype: index\n---\n# 2002\n\n:::{list-of} year\n:::\n")
    graph = fold(root)
    ((_, found),) = listings.list_of(graph, "meetings/2002", "year").groups
    assert [each.object.id for each in found] == ["2002-03-05"]
    linked = grids.table_of(graph, "index", "figures").rows
    assert [getattr(year, "docname", year) for year, _ in linked] == ["2001", "meetings/2002", "All"]


def test_what_nobody_says_is_listed(root: Path) -> None:
    edit(root / f"{FIRST}.md", "{addressed}`Bob Birch`", "{addressed}`the speaker <unnamed>`")
    ((title, found),) = listings.list_of(fold(root), "index", "unsaid").groups
    assert (title, [each.object.id for each in found]) == ("6 March 2001", ["2001-03-06#new-lamps"])


def test_accounts_seen_in_part_are_listed(graph: Graph) -> None:
    found = grids.table_of(graph, "index", "in-part")
    seen = {key: graph.sources[key].seen for key in ("ash-2001-03-06", "ash-2002-03-05", "oak-2000")}
    part = [key for key, each in seen.items() if not each.startswith(views.WHOLE)]
    assert [cells[0][1].key for _, cells in found.rows] == part  # type: ignore[union-attr]
