"""The page of what an edition changed: it keeps a place, and says where that is told."""

from __future__ import annotations

import shutil
from pathlib import Path

from editions import pages
from tests.helpers import ROOTS, build

TEMPLATE = ROOTS.parents[1] / "_templates" / "changes.html"


def wanted(root: Path) -> Path:
    (root / "templates").mkdir()
    shutil.copy(TEMPLATE, root / "templates")
    conf = root / "conf.py"
    more = '\ntemplates_path = ["templates"]\nminutes_changes_page = True\nhtml_baseurl = "https://a.example/0/"\n'
    conf.write_text(conf.read_text() + more)
    return root


def test_it_says_where_it_is_told_until_it_is_filled(root: Path) -> None:
    made = build(wanted(root))
    assert (made.rc, made.warnings) == (0, "")
    html = (made.out / "changes.html").read_text()
    assert html.count("<h1>Edition 0: what changed</h1>") == 1
    assert '<a href="https://a.example/0/changes.html">the site of all editions</a>' in html
    served = pages.fill(html, {"body": "<p>All of it.</p>"})
    assert "<h1>Edition 0: what changed</h1>" in served.replace("\n", "")
    assert "<p>All of it.</p><!-- /edition:body -->" in served
    assert pages.unframed(served) == html


def test_an_archive_that_does_not_want_it_has_none(root: Path) -> None:
    assert not (build(root).out / "changes.html").exists()


def test_nor_has_an_e_book(root: Path) -> None:
    assert not (build(wanted(root), "epub").out / "changes.xhtml").exists()
