"""What is written straight into a page of the site is what Sphinx would write of its nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import straight
from tests.helpers import build, tiny


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_site_is_the_same_by_way_of_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str) -> None:
    def pages() -> dict[str, str]:
        (tmp_path / builder).mkdir(exist_ok=True)
        made = build(
            tiny(tmp_path / builder), builder, extra=("-Dhtml_theme=sphinx_book_theme",)
        )  # whose tables are its own
        assert made.warnings == ""
        found = {path.relative_to(made.out).as_posix(): path.read_text("utf-8") for path in made.out.rglob("*.html")}
        made.out.parents[1].rename(tmp_path / f"{builder}-{len(list(tmp_path.iterdir()))}")
        return found

    by_html = pages()
    monkeypatch.setattr(straight, "BUILDERS", ())
    by_nodes = pages()
    assert by_html.keys() == by_nodes.keys()
    assert [name for name in by_html if by_html[name] != by_nodes[name]] == []
    assert any('class="mentions"' in text for text in by_html.values())
