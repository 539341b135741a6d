"""When two things have one digest, and what of a page counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from minutes import backlinks, listings, pages, views
from minutes.graph import Graph
from minutes.model import Source
from minutes.prints import Prints
from tests.faults import put
from tests.helpers import edit, fold, tiny

LATER = "meetings/2002-03-05"
ANN, BOB, LAMP = "people/ann-ash", "people/bob-birch", "glossary/lamp"


def changed(before: Graph, after: Graph) -> set[str]:
    """The pages whose digests differ."""
    return {each for each in before.ledgers if pages.fingerprint(before, each) != pages.fingerprint(after, each)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("ab",)),
        (("a", ("b",)), (("a", "b"),)),
        (("1",), (1,)),
        (None, "None"),
        (views.Ranked(()), views.Ranked((), 1)),
        (views.Cite("key"), listings.Listing(("key",))),
    ],
    ids=("cut", "depth", "number", "nothing", "field", "kind"),
)
def test_different_facts_have_different_digests(archive: Graph, one: object, other: object) -> None:
    assert Prints(archive).of(one) != Prints(archive).of(other)


def test_a_line_is_no_fact_of_a_page(archive: Graph) -> None:
    source: Source = next(iter(archive.sources.values()))
    prints = Prints(archive)
    assert prints.of(source) == prints.of(replace(source, line=source.line + 1))
    assert prints.of(source) != prints.of(replace(source, title=f"{source.title}!"))


def test_lines_that_move_make_no_page_stale(archive: Graph, tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(root / f"{LATER}.md", "## Lamps", "\n\n\n## Lamps")
    bibliography = root / "references.bib"
    bibliography.write_text(f"% Sources\n\n{bibliography.read_text(encoding='utf-8')}", encoding="utf-8")
    after = fold(root)
    assert after.ledgers[LATER] != archive.ledgers[LATER]
    assert after.sources != archive.sources
    assert changed(archive, after) == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put(f"{LATER}.md", "{reported}`Bob Birch`", "{asked}`Bob Birch`"), id="relation"),
        pytest.param(put(f"{LATER}.md", "{reported}`Bob Birch`", "{reported}`Bob`"), id="words"),
        pytest.param(put(f"{LATER}.md", "{reported}`Bob Birch`", "`Bob Birch`"), id="mere"),
        pytest.param(put(f"{LATER}.md", "## Lamps", "## Lights"), id="item"),
        pytest.param(put(f"{LATER}.md", "had not come", "had come"), id="prose"),
    ],
)
def test_the_digest_of_mentions_changes_with_what_they_say(
    archive: Graph, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    root = tiny(tmp_path)
    change(root)
    after = fold(root)
    for docname in archive.ledgers:
        for argument in ("", "meetings", "elsewhere"):
            one, other = (Prints(each).told(backlinks.mentioning(each, docname, argument)) for each in (archive, after))
            same = backlinks.mentions(archive, docname, argument) == backlinks.mentions(after, docname, argument)
            assert (one == other) is same, (docname, argument)
    assert BOB in changed(archive, after)
