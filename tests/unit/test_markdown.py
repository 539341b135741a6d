"""The Markdown of the archive."""

from __future__ import annotations

import pytest

from minutes import markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('a "short" meeting', "a “short” meeting"),
        ("the women's officer: 'she'", "the women’s officer: ‘she’"),
        ("on two\nlines", "on two lines"),
        ("<b>bold</b> &amp; 1 < 2", "<b>bold</b> & 1 < 2"),
        ("", ""),
    ],
)
def test_plain_text_is_typeset_like_a_page(written: str, shown: str) -> None:
    assert markdown.typeset(written) == shown


def test_html_is_text_wherever_it_stands() -> None:
    tokens = markdown.parser().parse("<script>x</script>\n\n<!-- y -->\n\nin <b>line</b>\n")
    types = {each.type for token in tokens for each in (token, *(token.children or ()))}
    assert not [each for each in types if each.startswith("html")]


def test_there_is_one_parser() -> None:
    assert markdown.parser() is markdown.parser()
