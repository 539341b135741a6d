"""Which volume a page is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import volumes

TWO = """
[[volume]]
name = "early"
years = "../2000"

[[volume]]
name = "late"
years = "2001/.."
"""


def meeting(root: Path, name: str, date: str, body: str = "NEC") -> None:
    page = root / "meetings" / f"{name}.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(f"---\ntype: meeting\ndate: {date}\nbody: {body}\n---\n# A meeting\n\ndate: 1066\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / volumes.FILE).write_text(TWO)
    return tmp_path


def shares(root: Path) -> dict[str, list[str]]:
    return volumes.shares(root, volumes.read(root))


def test_a_meeting_is_in_the_volume_of_its_year(root: Path) -> None:
    meeting(root, "a", "2000-12-31")
    meeting(root, "b", "2001")
    meeting(root, "c", "2000-12/2001-01")  # by its first day
    meeting(root, "d", "'2001-01-01'")
    assert shares(root) == {"early": ["meetings/a", "meetings/c"], "late": ["meetings/b", "meetings/d"]}


def test_a_volume_may_be_of_some_bodies(root: Path) -> None:
    (root / volumes.FILE).write_text(
        '[[volume]]\nname = "nec"\nbodies = ["NEC"]\n[[volume]]\nname = "others"\nbodies = ["NPF", "CAC"]\n'
    )
    meeting(root, "a", "2000-01-01")
    meeting(root, "b", "2000-01-01", "CAC")
    assert shares(root) == {"nec": ["meetings/a"], "others": ["meetings/b"]}
    meeting(root, "c", "2000-01-01", "TULO")
    with pytest.raises(volumes.VolumesError, match=r"^meetings/c.md: a meeting of TULO in 2000 is in no volume"):
        shares(root)


def test_all_other_pages_are_dealt_out_in_turn(root: Path) -> None:
    for name in ("index", "people/a", "people/b", "people/c", "meetings/index", "readme"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / f"{name}.md").write_text("---\ntype: person\n---\n")
    assert shares(root) == {"early": ["index", "people/a", "people/c"], "late": ["meetings/index", "people/b"]}


def test_every_meeting_that_is_in_two_volumes_is_told(root: Path) -> None:
    (root / volumes.FILE).write_text(TWO.replace("2001/..", "2000/.."))
    meeting(root, "a", "2000-01-01")
    meeting(root, "b", "2000-02-01")
    with pytest.raises(volumes.VolumesError) as told:
        shares(root)
    assert str(told.value).splitlines() == [
        f"meetings/{each}.md: a meeting of NEC in 2000 is in early and late; mend volumes.toml" for each in "ab"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("volume = 3", "names fewer than two volumes"),
        ("[[volume]]", "names fewer than two volumes"),
        ("[[volume", "can't be read"),
        (TWO.replace('name = "late"', ""), "volume 2: its `name` is to be of small letters"),
        (TWO.replace("late", "early"), "two volumes are called `early`; rename one"),
        (TWO.replace("2001/..", "since 2001"), "volume 2: `years` is 'since 2001'; write them as 1900/1999"),
        (TWO.replace("years", "year"), "volume 1: there is no `year`; a volume has name, years, bodies"),
        (TWO + "bodies = [1]", "volume 2: `bodies` are strings"),
        (TWO + 'bodies = "NEC"', "volume 2: `bodies` is no list"),
    ],
)
def test_what_is_wrong_is_told(root: Path, text: str, words: str) -> None:
    (root / volumes.FILE).write_text(text)
    with pytest.raises(volumes.VolumesError) as told:
        volumes.read(root)
    assert words in str(told.value)
    (root / volumes.FILE).unlink()
    with pytest.raises(volumes.VolumesError, match=r"there is no volumes\.toml"):
        volumes.read(root)
