"""Any id of any page can be linked to by file, as an editor's completion writes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.helpers import build, edit

#: What is written on the page of the later meeting -> where it leads, and what a reader sees.
LINKS = {
    "[](2001-03-06.md#lamps)": ("2001-03-06.html#lamps", "Lamps, 6 March 2001"),
    "[then](2001-03-06.md#lamps)": ("2001-03-06.html#lamps", "then"),
    "[](2001-03-06.md#thanks)": ("2001-03-06.html#thanks", "6 March 2001"),
    "[](2001-03-06.md#twelve-lamps)": ("2001-03-06.html#twelve-lamps", "It was agreed that 12 lamps would be bought"),
    "[*her* life](../people/ann-ash.md#life)": ("../people/ann-ash.html#life", "her life"),
    "[here](2002-03-05.md#fund-set-up)": ("#fund-set-up", "here"),
    "[above](../index.md#top)": ("../index.html#top", "above"),
}


@pytest.fixture
def linked(root: Path) -> Path:
    """An archive with one paragraph for each link."""
    edit(root / "index.md", "# Tiny archive", "{#top}\n# Tiny archive")
    edit(root / "people/ann-ash.md", "Secretary of the", "{#life}\nSecretary of the")
    with (root / "meetings/2002-03-05.md").open("a", encoding="utf-8") as page:
        page.writelines(f"\n{{#link-{number}}}\nSee {each} there.\n" for number, each in enumerate(LINKS))
    return root


def test_a_link_to_an_id_leads_there(linked: Path) -> None:
    made = build(linked)
    assert made.warnings == ""
    html = (made.out / "meetings/2002-03-05.html").read_text(encoding="utf-8")
    for number, (address, shown) in enumerate(LINKS.values()):
        paragraph = re.search(rf'id="link-{number}">(.*?)</p>', html, re.DOTALL)
        assert paragraph is not None
        assert re.findall(r'href="([^"]*)"', paragraph[1]) == [address]
        assert re.sub(r"<[^>]*>", "", paragraph[1]) == f"See {shown} there."
        page, _, anchor = address.partition("#")
        target = made.out / "meetings" / (page or "2002-03-05.html")
        assert f'id="{anchor}"' in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text"])
def test_so_it_does_in_other_editions(linked: Path, builder: str) -> None:
    made = build(linked, builder)
    assert made.warnings == ""
    if builder == "singlehtml":
        html = (made.out / "index.html").read_text(encoding="utf-8")
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]*)"', html))
