"""The Markdown of the archive: which MyST syntax is on, for the build and for every check alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from minutes import attributes

#: MyST extensions that pages may use.
EXTENSIONS: Final = frozenset({"attrs_block", "attrs_inline", "colon_fence", "deflist", "smartquotes"})

#: Raw HTML is text here, wherever it stands: what looks like markup is escaped.
DISABLED: Final = ("html_block", "html_inline")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as the parser sees it: its tokens, and what it noted beside them, such as link references."""

    tokens: list[Token]
    noted: dict[str, Any] = field(default_factory=dict)


def make_parser(renderer: Callable[[MarkdownIt], RendererProtocol]) -> MarkdownIt:
    """The parser that MyST uses in the build, but for its count of words, which nobody asks for."""
    attributes.install()
    config = MdParserConfig(enable_extensions=set(EXTENSIONS), disable_syntax=list(DISABLED))
    return create_md_parser(config, renderer).disable("wordcount")


@cache
def parser() -> MarkdownIt:
    """A parser to read with."""
    return make_parser(RendererHTML)


def parse(text: str) -> Parsed:
    """Parse a text."""
    noted: dict[str, Any] = {}
    return Parsed(parser().parse(text, noted), noted)


def typeset(text: str) -> str:
    """Plain text with the curly quotes that the same text would get on a page."""
    inline = parser().parseInline(text)[0]
    return "".join(" " if token.type == "softbreak" else token.content for token in inline.children or ())
