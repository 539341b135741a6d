"""Names that should be links and are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes import checking, mentions
from tests.helpers import edit, fold, tiny

Tell = Callable[[str], list[tuple[int, str, str]]]


@pytest.fixture
def told(tmp_path: Path) -> Tell:
    """What is told of a text that stands in the first paragraph of an item, on line 17, or further down."""
    root = tiny(tmp_path)
    page = root / "meetings/2002-03-05.md"
    edit(page, "{reported}`Bob Birch` said that the {term}`lamps` of {item}`2001-03-06#lamps` had not come.", "TEXT")

    def tell(text: str) -> list[tuple[int, str, str]]:
        edit(page, "TEXT", text)
        pages = [each for each in checking.read_all(root) if each.ledger.docname == "meetings/2002-03-05"]
        return [(each.line, each.text, each.object_id) for each in mentions.unlinked(pages, fold(root))]

    return tell


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Ash came.", [(17, "Ann Ash", "ann-ash")]),
        ("Anne Ashe came.", [(17, "Anne Ashe", "ann-ash")]),
        ("Ann Ash’s and Ann Ash's.", [(17, "Ann Ash’s", "ann-ash")]),
        ("{person}`Ann Ash` came, and Ann Ash went.", []),
        ("Ann Ash came, and {person}`Ann Ash` went.", [(17, "Ann Ash", "ann-ash")]),
        ("{asked}`she <Ann Ash>` and Ann Ash.", []),
        ("One\ntwo Ann Ash\nthree Bob.", [(18, "Ann Ash", "ann-ash"), (19, "Bob", "bob-birch")]),
        ("Ann Ash.\n\n{#more}\nAnn Ash.", [(17, "Ann Ash", "ann-ash")]),
        ("Lamps.", [(17, "Lamps", "lamp")]),
        ("The board.", [(17, "The board", "committee")]),
        ("the board’s lamps", [(17, "the board’s", "committee")]),
        ("Lamp fund, Lamp.", [(17, "Lamp fund", "lamp-fund"), (17, "Lamp", "lamp")]),
        ("Fund for lamps.", [(17, "Fund for lamps", "lamp-fund")]),
        ("[Ann Ash](../people/ann-ash.md) and Ann Ash.", []),
        ("[Ann Ash](https://example.org).", [(17, "Ann Ash", "ann-ash")]),
        ("{person}`Nobody` and {cite:p}`ash-2002-03-05`.", []),
        ("Joann Ash, Lamp-shade, ann ash, lamps.", []),
        ("The Lamp Briefing was read to Bob Birch.", [(17, "Bob Birch", "bob-birch")]),
    ],
)
def test_a_name_is_linked_where_it_comes_first(told: Tell, text: str, found: list[tuple[int, str, str]]) -> None:
    assert told(text) == found


def test_a_name_of_two_people_is_left_alone(told: Tell, tmp_path: Path) -> None:
    (tmp_path / "tiny/people/bob.md").write_text("---\ntype: person\nsort: Bob\n---\n# Bob\n\nHe {cite:p}`oak-2000`.\n")
    assert told("Bob and Bob Birch.") == [(17, "Bob Birch", "bob-birch")]


def test_each_section_starts_anew_but_the_page_is_not_linked_to_itself(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    (root / "people/ann-ash.md").write_text(
        "---\ntype: person\nsort: Ash, Ann\n---\n# Ann Ash\n\nAnn Ash, {person}`Bob`, {cite:p}`oak-2000`.\n\n## Life\n\nAnn Ash and Bob.\n"
    )
    pages = [each for each in checking.read_all(root) if each.ledger.slug == "ann-ash"]
    assert list(map(str, mentions.unlinked(pages, fold(root)))) == [
        "people/ann-ash.md:11: `Bob` is not linked at its first mention here; write {person}`Bob`"
    ]


def test_an_archive_without_names_has_none_to_link(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Empty\n\nAnn Ash.\n")
    assert list(mentions.unlinked(checking.read_all(tmp_path), fold(tmp_path))) == []


def test_the_command_tells_and_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tiny(tmp_path)
    monkeypatch.setattr("sys.argv", ["mentions", str(root)])
    assert mentions.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "people/ann-ash.md:11: `Secretary` is not linked at its first mention here; write {term}`Secretary`",
        "1 unlinked name in 18 pages of tiny",
    ]
    edit(root / "people/ann-ash.md", "Secretary of", "{term}`Secretary` of")
    monkeypatch.chdir(root)
    assert mentions.main([]) == 0
    assert capsys.readouterr().out == "0 unlinked names in 18 pages of tiny\n"
