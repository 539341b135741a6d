"""Corrections: how they are written, and what is held against the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import checking, corrections, export, listings, pages, reader, views
from minutes.model import Correction
from minutes.reader import correction_id, options
from tests.helpers import edit, fold, tiny

PAGE = "corrections.md"
#: An entry that holds of the tiny archive.
ENTRY = """\
:::{correction} 2002-03-05#still-dark
:date: 2026-12-01
:since: 2026.1
:was: Ann Ash said that the "lamps" had
  come
:now: Bob Birch said that the lamps of

The account names {person}`Bob Birch` {cite:p}`ash-2002-03-05`.
:::
"""


def enter(root: Path, *entries: str) -> Path:
    (root / PAGE).write_text("# Corrections\n\n" + "\n".join(entries), encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return enter(tiny(tmp_path), ENTRY)


def problems(root: Path) -> list[str]:
    return [str(each) for each in checking.check(root)]


def read(text: str, docname: str = "corrections") -> reader.Page:
    return reader.read(docname, f"{docname}.md", text)


def test_an_entry_is_read_as_plain_words() -> None:
    (found,) = read(f"# Corrections\n\n{ENTRY}").ledger.corrections
    assert found == Correction(
        anchor="corrected-2026-12-01-2002-03-05-still-dark",
        target="2002-03-05#still-dark",
        date="2026-12-01",
        since="2026.1",
        was="Ann Ash said that the “lamps” had come",
        now="Bob Birch said that the lamps of",
        why="The account names Bob Birch.",
        line=3,
    )


def test_why_is_prose_of_the_page_with_its_own_lines() -> None:
    ledger = read(f"# Corrections\n\n{ENTRY}").ledger
    assert [(each.target, each.place.line) for each in ledger.mentions] == [("Bob Birch", 10)]
    assert [(each.key, each.place.line) for each in ledger.citations] == [("ash-2002-03-05", 10)]
    assert ledger.anchors == ledger.permanent == ("corrected-2026-12-01-2002-03-05-still-dark",)


@pytest.mark.parametrize(
    ("content", "found", "body"),
    [
        ("", {}, ""),
        ("Only text: here.", {}, "Only text: here."),
        (":was: a\n:now:\n\n\nText.", {"was": "a", "now": ""}, "Text."),
        (":was: #no comment, [no] *markup*: none", {"was": "#no comment, [no] *markup*: none"}, ""),
        (':was: "quoted" at first', {"was": '"quoted" at first'}, ""),
        (":was:\n  all of it\n  below\nText", {"was": "all of it below"}, "Text"),
        ("  indented\n:was: a", {}, "  indented\n:was: a"),
    ],
)
def test_fields_may_hold_any_sign(content: str, found: dict[str, str], body: str) -> None:
    fields, text, before = options(content)
    assert (fields, text) == (found, body)
    assert "\n".join(content.splitlines()[before:]) == body


def test_ids_are_made_of_the_day_and_the_target() -> None:
    assert correction_id("2026-12-01", "2011-11-01#gearbox") == "corrected-2026-12-01-2011-11-01-gearbox"
    assert correction_id("2026-12-01", "lamp") == "corrected-2026-12-01-lamp"


def test_a_correction_that_holds_is_no_problem(root: Path) -> None:
    assert problems(root) == []
    (found,) = fold(root).corrections.values()
    assert (found.target.type, found.target.docname, found.target.anchor) == (
        "paragraph",
        "meetings/2002-03-05",
        "still-dark",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "2002-03-05#still-dark",
            "2002-03-05#stil-dark",
            "unknown page or passage `2002-03-05#stil-dark`; did you mean `2002-03-05#still-dark`?",
        ),
        ("2002-03-05#still-dark", "zzzz", "unknown page or passage `zzzz`; correct its address, or drop it"),
        (
            ":since: 2026.1",
            ":since: 1",
            "`1` is not the number of an edition (such as 2026.1); name the first that had it wrong",
        ),
        (":since: 2026.1\n", "", "the correction lacks `:since:`; add it"),
        (" 2002-03-05#still-dark", "", "the correction lacks the id of what it corrects, after `{correction}`; add it"),
        (
            ":date: 2026-12-01",
            ":date: 2026-12",
            "`2026-12` is not a day (such as 2026-12-01); name that of the correction",
        ),
        (
            ":date: 2026-12-01",
            ":date: 2026-13-01",
            "`2026-13-01` is not a day (such as 2026-12-01); name that of the correction",
        ),
        (":now:", ":noow:", "a correction has no field `noow`; did you mean `now`?; it has date, since, was, now"),
        (
            "The account names {person}`Bob Birch` {cite:p}`ash-2002-03-05`.\n",
            "",
            "the correction does not say why; add a sentence, with its citation",
        ),
        (
            ":now: Bob Birch",
            ":now: Cy Cedar",
            "`2002-03-05#still-dark` does not say `Cy Cedar said that the lamps of`; "
            "write what it says, or enter why it was corrected again",
        ),
    ],
)
def test_a_fault_is_told_where_it_stands(root: Path, old: str, new: str, told: str) -> None:
    edit(root / PAGE, old, new)
    assert f"{PAGE}:3: {told} [correction]" in problems(root)


def test_a_page_that_goes_back_to_what_was_wrong_is_noticed(root: Path) -> None:
    edit(root / "meetings/2002-03-05.md", "{reported}`Bob Birch` said", "{reported}`Cy Cedar <cy-cedar>` said")
    (found,) = problems(root)
    assert found.startswith(f"{PAGE}:3: `2002-03-05#still-dark` does not say `Bob Birch said that the lamps of`")


def test_what_is_right_may_hold_what_was_wrong(root: Path) -> None:
    edit(root / PAGE, ':was: Ann Ash said that the "lamps" had\n  come', ":was: said that the lamps")
    assert problems(root) == []


def test_what_is_still_wrong_is_noticed(root: Path) -> None:
    edit(root / PAGE, ':was: Ann Ash said that the "lamps" had\n  come', ":was: had not come")
    assert problems(root) == [
        f"{PAGE}:3: `2002-03-05#still-dark` still says `had not come`; correct it there [correction]"
    ]


def test_words_that_were_taken_out_must_be_out(root: Path) -> None:
    edit(root / PAGE, ":now: Bob Birch said that the lamps of\n", "")
    assert problems(root) == []
    edit(root / PAGE, ':was: Ann Ash said that the "lamps" had\n  come', ":was: had not come")
    assert problems(root) == [
        f"{PAGE}:3: `2002-03-05#still-dark` still says `had not come`; correct it there [correction]"
    ]


@pytest.mark.parametrize(
    ("target", "now"),
    [
        ("lamp", "Not defined in the sources."),  # a page
        ("lamp", "tool"),  # its front matter
        ("2001-03-06", "6 March 2001"),  # a date, as a reader sees it
        ("2002-03-05#lamps", "had not come"),  # an item
        ("2002-03-05#fund-proposed", "Ann Ash proposed a fund"),  # a record
        ("2002-03-05#fund", "The fund"),  # its title
    ],
)
def test_pages_items_and_records_can_be_corrected(root: Path, target: str, now: str) -> None:
    edit(root / PAGE, "2002-03-05#still-dark", target)
    edit(root / PAGE, "Bob Birch said that the lamps of", now)
    assert problems(root) == []


def test_pronouns_are_compared_as_the_page_has_them(root: Path) -> None:
    edit(root / "meetings/2002-03-05.md", "{reported}`Bob Birch` said", "{reported}`He <Bob Birch>` said")
    edit(root / PAGE, "Bob Birch said that the lamps of", "He said that the lamps of")
    assert problems(root) == []


def test_two_corrections_of_one_thing_on_one_day_are_one(root: Path) -> None:
    enter(root, ENTRY, ENTRY)
    told = "a second correction of `2002-03-05#still-dark` on one day; tell both in one entry"
    assert problems(root) == [f"{PAGE}:13: {told} [correction]"]


def test_corrections_stand_on_their_own_page(root: Path) -> None:
    enter(root)
    path = root / "registers/decisions.md"
    path.write_text(path.read_text() + "\n" + ENTRY)
    (found,) = problems(root)
    assert "a correction stands on the page `corrections.md`; move it there" in found


def test_a_target_whose_page_is_unsound_is_reported_there_alone(root: Path) -> None:
    edit(root / "meetings/2002-03-05.md", "body: Committee\n", "")
    assert not any(each.startswith(PAGE) for each in problems(root))


def test_views_have_the_newest_first_and_say_nothing_where_there_is_nothing(root: Path) -> None:
    older = ENTRY.replace("2026-12-01", "2026-11-30")
    enter(
        root,
        older,
        ENTRY,
        ENTRY.replace("2002-03-05#still-dark", "lamp").replace("Bob Birch said that the lamps of", "Not"),
    )
    graph = fold(root)
    found = views.corrections(graph, "meetings/2002-03-05")
    assert [each.correction.date for each in found] == ["2026-12-01", "2026-11-30"]
    assert views.corrections(graph, "people/ann-ash") == ()
    assert views.correction(graph, "corrections", "corrected-2026-12-01-lamp") is not None
    assert views.correction(graph, "corrections", "corrected-2026-12-02-lamp") is None
    ((_, counted),) = listings.list_of(graph, "corrections", "corrections").groups
    assert [(each.object.id, each.count) for each in counted] == [("2002-03-05", 2), ("lamp", 1)]
    assert listings.list_of(fold(enter(root)), "corrections", "corrections").groups == ()


def test_both_pages_must_be_written_again_when_a_correction_changes(root: Path) -> None:
    def prints() -> dict[str, str]:
        graph = fold(root)
        return {docname: pages.fingerprint(graph, docname) for docname in graph.ledgers}

    before = prints()
    edit(root / PAGE, "The account names", "For the account names")
    after = prints()
    changed = {docname for docname in after if before[docname] != after[docname]}
    assert changed >= {"corrections", "meetings/2002-03-05"}
    assert "meetings/2001-03-06" not in changed


def test_a_bare_link_in_the_reason_is_spelt_out(root: Path) -> None:
    edit(root / PAGE, "The account names", "See {item}`2002-03-05#fund`. The account names")
    (found,) = fold(root).corrections.values()
    assert found.correction.why == "See The fund, 5 March 2002. The account names Bob Birch."


def test_the_data_file_has_the_corrections(root: Path) -> None:
    (found,) = export.data(fold(root))["corrections"]
    assert found == {
        "id": "corrected-2026-12-01-2002-03-05-still-dark",
        "page": "corrections",
        "target": "2002-03-05#still-dark",
        "docname": "meetings/2002-03-05",
        "anchor": "still-dark",
        "label": "5 March 2002",
        "date": "2026-12-01",
        "since": "2026.1",
        "why": "The account names Bob Birch.",
        "was": "Ann Ash said that the “lamps” had come",
        "now": "Bob Birch said that the lamps of",
    }


def test_quotes_and_spaces_make_no_difference() -> None:
    assert corrections.flat("the  party’s\n“plan”") == 'the party\'s "plan"'
