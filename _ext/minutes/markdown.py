"""The Markdown of the archive: which MyST syntax is on, for the build and for every check alike."""

from __future__ import annotations

from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

#: MyST extensions that pages may use.
EXTENSIONS: Final = frozenset({"attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes"})

#: Raw HTML is text here, wherever it stands: what looks like markup is escaped.
DISABLED: Final = ("html_block", "html_inline")


@cache
def parser() -> MarkdownIt:
    """The very parser that MyST uses in the build."""
    config = MdParserConfig(enable_extensions=set(EXTENSIONS), disable_syntax=list(DISABLED))
    return create_md_parser(config, RendererHTML)


def typeset(text: str) -> str:
    """Plain text with the curly quotes that the same text would get on a page."""
    inline = parser().parseInline(text)[0]
    return "".join(" " if token.type == "softbreak" else token.content for token in inline.children or ())
