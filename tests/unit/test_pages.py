"""When a page must be written again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minutes import pages
from minutes.graph import Graph
from tests.faults import put, write
from tests.helpers import fold

LATER = "meetings/2002-03-05"


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        pytest.param(
            put(f"{LATER}.md", "had not come", "had come"), "2001-03-06 bob-birch lamp meetings/index", id="prose"
        ),
        pytest.param(put(f"{LATER}.md", "## Lamps", "## Light"), "2001-03-06 bob-birch lamp meetings/index", id="item"),
        # Links to a page show the start of it.
        pytest.param(
            put(f"{LATER}.md", "A year later.", "Later."),
            "index 2001-03-06 ann-ash bob-birch lamp lamp-fund",
            id="abstract",
        ),
        pytest.param(
            put("people/cy-cedar.md", "Thanked in 2001", "Thanked"),
            "2001-03-06 ann-ash bob-birch",
            id="preview",
        ),
        pytest.param(put("people/cy-cedar.md", "# Cy Cedar", "# Cy Cedar\n\n"), "", id="blank line"),
        pytest.param(
            put("people/cy-cedar.md", "sort: Cedar, Cy", "sort: A, Cy"),
            "2001-03-06 ann-ash bob-birch people/index",
            id="sort key",
        ),
        pytest.param(
            put("references.bib", "first 200 characters", "all of it"), "2002-03-05 ann-ash lamp-fund", id="source"
        ),
        pytest.param(
            write("glossary/dark.md", "---\ntype: term\nkind: tool\n---\n# Dark\n\nNot defined in the sources.\n"),
            "glossary/index",
            id="new page",
        ),
    ],
)
def test_a_page_is_stale_just_when_what_it_shows_of_others_changes(
    root: Path, archive: Graph, change: Callable[[Path], object], stale: str
) -> None:
    change(root)
    after = fold(root)
    assert after.problems == []
    changed = {
        docname
        for docname in archive.ledgers
        if pages.fingerprint(archive, docname) != pages.fingerprint(after, docname)
    }
    own = {docname for docname, ledger in after.ledgers.items() if ledger != archive.ledgers.get(docname)}
    slugs = {docname if docname.endswith("index") else docname.rpartition("/")[2] for docname in changed - own}
    assert slugs == set(stale.split())
