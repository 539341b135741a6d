"""What was published once is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import checking, identifiers, redirects
from minutes.model import Ledger
from tests.helpers import edit, tiny

FIRST = "meetings/2001-03-06"


def recorded(root: Path) -> None:
    (root / identifiers.FILE).write_text(identifiers.text(identifiers.promised(ledgers(root))), encoding="utf-8")


def ledgers(root: Path) -> list[Ledger]:
    return [page.ledger for page in checking.read_all(root)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tiny archive that was published."""
    found = tiny(tmp_path)
    recorded(found)
    return found


def told(root: Path) -> list[str]:
    return [str(each) for each in checking.check(root)]


def line(root: Path, wanted: str) -> int:
    return (root / identifiers.FILE).read_text(encoding="utf-8").splitlines().index(wanted) + 1


def test_pages_and_ids_of_an_editors_choice_are_promised(root: Path) -> None:
    edit(
        root / "people/ann-ash.md",
        "# Ann Ash\n",
        "# Ann Ash\n\n{#her-lamp}\nA lamp {cite:p}`oak-2000`.\n\n## Her life\n",
    )
    found = identifiers.promised(ledgers(root))
    assert {"index", "people/index", "people/ann-ash", "people/ann-ash#her-lamp", FIRST, f"{FIRST}#lamps"} <= found
    records = {f"{page.docname}#{each.anchor}" for page in ledgers(root) for each in page.records}
    assert records
    assert records <= found
    assert not any(each.endswith(("#her-life", "#posts")) for each in found)


def test_an_id_that_is_none_is_not_promised(root: Path) -> None:
    edit(root / f"{FIRST}.md", "{#lamps}", "{#Lamps_}")
    assert f"{FIRST}#Lamps_" not in identifiers.promised(ledgers(root))


def test_the_file_is_plain_sorted_and_says_what_it_is(root: Path) -> None:
    head, *lines = (root / identifiers.FILE).read_text(encoding="utf-8").splitlines()
    assert head.startswith("# ")
    assert lines == sorted(set(lines))
    assert identifiers.read(root).lines == {each: number for number, each in enumerate(lines, 2)}


def test_what_is_published_and_there_is_no_problem(root: Path) -> None:
    assert told(root) == []


def test_an_archive_that_was_never_published_has_no_file(tmp_path: Path) -> None:
    assert identifiers.read(tmp_path).lines == {}


def test_an_id_that_is_gone_is_told_with_what_to_do(root: Path) -> None:
    edit(root / f"{FIRST}.md", "{#thanks}", "{#the-thanks}")
    assert told(root) == [
        f"identifiers.txt:{line(root, f'{FIRST}#thanks')}: id `{FIRST}#thanks` was published and is gone; keep it, "
        f'or add `"{FIRST}#thanks" = "…"` to redirects.toml; did you mean `the-thanks`? [id]'
    ]
    (root / redirects.FILE).write_text(f'"{FIRST}#thanks" = "{FIRST}#the-thanks"\n', encoding="utf-8")
    assert told(root) == []


def test_a_page_that_is_gone_is_told_once_with_all_its_ids(root: Path) -> None:
    path = root / "people/cy-cedar.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n{#a-note}\nMore {cite:p}`oak-2000`.\n", encoding="utf-8")
    recorded(root)
    path.rename(root / "people/cyril-cedar.md")
    assert told(root) == [
        f"identifiers.txt:{line(root, 'people/cy-cedar')}: page `people/cy-cedar` with 1 id on it was published and is "
        'gone; keep it, or add `"people/cy-cedar" = "…"` to redirects.toml; did you mean `cyril-cedar`? [id]'
    ]
    (root / redirects.FILE).write_text('"people/cy-cedar" = "people/cyril-cedar"\n', encoding="utf-8")
    assert told(root) == []


def test_a_page_that_became_another_must_say_where_its_ids_went(root: Path) -> None:
    path = root / "people/cy-cedar.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n{#a-note}\nMore {cite:p}`oak-2000`.\n", encoding="utf-8")
    recorded(root)
    path.write_text(path.read_text(encoding="utf-8").replace("{#a-note}", "{#new-note}"), encoding="utf-8")
    path.rename(root / "people/cyril-cedar.md")
    rules = '"people/cy-cedar" = "people/cyril-cedar"\n'
    (root / redirects.FILE).write_text(rules, encoding="utf-8")
    assert told(root) == [
        f"identifiers.txt:{line(root, 'people/cy-cedar#a-note')}: id `people/cy-cedar#a-note` (its page went to "
        "`people/cyril-cedar`) was published and is gone; keep it, or add "
        '`"people/cy-cedar#a-note" = "…"` to redirects.toml [id]'
    ]
    rules += '"people/cy-cedar#a-note" = "people/cyril-cedar#new-note"\n'
    (root / redirects.FILE).write_text(rules, encoding="utf-8")
    assert told(root) == []


def test_a_bad_redirect_is_told_of_once_where_it_stands(root: Path) -> None:
    (root / "people/cy-cedar.md").rename(root / "people/cyril-cedar.md")
    (root / redirects.FILE).write_text('"people/cy-cedar" = "people/cyrill-cedar"\n', encoding="utf-8")
    assert [each.split(": ")[0] for each in told(root)] == ["redirects.toml:1"]
    (root / redirects.FILE).write_text('"people/cy-cedar" = "people/x"\n"people/x" = "people/cy-cedar"\n')
    assert [each.split(": ")[0] for each in told(root)] == ["redirects.toml:1"]


def test_of_a_page_that_cannot_be_read_no_id_is_missed(root: Path) -> None:
    (root / f"{FIRST}.md").write_bytes(b"\xff")
    assert not any(each.startswith("identifiers.txt") for each in told(root))


def test_a_line_that_is_no_id_is_told(root: Path) -> None:
    with (root / identifiers.FILE).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< ours\n\n# a note\n")
    assert len(told(root)) == 1
    assert "`<<<<<<< ours` is not an id; undo the change of this line [id]" in told(root)[0]


# -- links of the pages to old ids ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrote", "write"),
    [
        ("{person}`cy-cedar`", "cyril-cedar"),
        ("[him](../people/cy-cedar.md)", "people/cyril-cedar.md"),
        ("{item}`2001-03-06#glow`", "2001-03-06#lamps"),
        ("[it](#glow)", "lamps"),
        ("[it](2001-03-06.md#glow)", "meetings/2001-03-06.md#lamps"),
    ],
)
def test_a_link_to_an_old_id_is_told_the_new_one(tmp_path: Path, wrote: str, write: str) -> None:
    root = tiny(tmp_path)
    (root / "people/cy-cedar.md").rename(root / "people/cyril-cedar.md")
    rules = f'"people/cy-cedar" = "people/cyril-cedar"\n"{FIRST}#glow" = "{FIRST}#lamps"\n'
    (root / redirects.FILE).write_text(rules, encoding="utf-8")
    assert told(root) == []
    path = root / f"{FIRST}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{{#more}}\nSee {wrote}.\n", encoding="utf-8")
    (problem,) = told(root)
    assert f"has moved; write `{write}` [link]" in problem
    assert problem.startswith(f"{FIRST}.md:")


# -- the command ---------------------------------------------------------------------------------------


def test_the_command_adds_and_never_takes_away(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / identifiers.FILE
    before = path.read_text(encoding="utf-8")
    assert identifiers.main([str(root)]) == 0
    assert path.read_text(encoding="utf-8") == before
    assert capsys.readouterr().out.startswith("0 new ids recorded")

    edit(root / f"{FIRST}.md", "{#lamps}", "{#the-lamps}")
    assert identifiers.main([str(root), "--check"]) == 1
    assert path.read_text(encoding="utf-8") == before
    assert f"`{FIRST}#the-lamps` is not recorded; run `nox -s ids`" in capsys.readouterr().out

    assert identifiers.main([str(root)]) == 1  # an id is gone, which recording others does not mend
    after = path.read_text(encoding="utf-8").splitlines()
    assert set(after) - set(before.splitlines()) == {f"{FIRST}#the-lamps"}
    assert set(before.splitlines()) <= set(after)
    assert "1 new id recorded" in capsys.readouterr().out

    (root / redirects.FILE).write_text(f'"{FIRST}#lamps" = "{FIRST}#the-lamps"\n', encoding="utf-8")
    assert identifiers.main([str(root), "--check"]) == 0


def test_the_command_makes_the_file(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    assert identifiers.main([str(root)]) == 0
    recorded(tmp_path / "tiny")
    assert identifiers.main([str(root), "--check"]) == 0


def test_the_command_leaves_a_damaged_file_alone(root: Path) -> None:
    path = root / identifiers.FILE
    path.write_text("=======\n", encoding="utf-8")
    assert identifiers.main([str(root)]) == 1
    assert path.read_text(encoding="utf-8") == "=======\n"
