"""Who held which post."""

from __future__ import annotations

from pathlib import Path

from minutes import memberships
from tests.helpers import edit, fold, ids

ANN, LAMP = "people/ann-ash", "glossary/lamp"


def test_posts_by_date_with_their_entries(root: Path) -> None:
    edit(
        root / f"{ANN}.md",
        "posts:\n",
        "posts:\n  - {post: Late, organization: Committee, source: oak-2000}\n"
        "  - {post: Seen, organization: Committee, attested: 1999, source: oak-2000}\n"
        "  - {post: Gone, organization: Committee, end: 1998, source: oak-2000}\n",
    )
    found = fold(root)
    assert found.problems == []
    assert [
        (each.membership.post, ids(each.post), ids(each.organization)) for each in memberships.posts(found, ANN)
    ] == [
        ("Gone", None, "committee"),
        ("Seen", None, "committee"),
        ("Secretary", "secretary", "committee"),
        ("Late", None, "committee"),
    ]
    assert memberships.posts(found, LAMP) == ()
