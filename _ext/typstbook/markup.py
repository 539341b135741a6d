r"""Words as Typst markup, and the links of a book. Nothing here knows Sphinx.

While pages are written nobody knows which of them the book holds, nor which places are linked to. So a
link, a place and the number of a page are written as marks, and `joined` makes Typst of them in the end:
a place that nothing leads to costs nothing, and a link out of the book becomes a link to the web.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set

#: How the address of a place in the book begins, until the PDF is made: links to labels cost Typst far more.
INSIDE = "place:"

_START, _END = "\x02", "\x03"
_MARK = re.compile(f"{_START}(to|page|at):([^{_END}]*){_END}")
_SPECIAL = re.compile(r"[\\#$*_`~@<>\[\]\"'/=+-]|\.(?=\.)|(?<=\A)(\d+)\.")
_UNSEEN = str.maketrans(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127)))


def text(words: str) -> str:
    r"""Words that mean themselves, with single spaces.

    >>> text("[a_b] #1 -- \n 5*3...")
    '\\[a\\_b\\] \\#1 \\-\\- 5\\*3\\.\\..'
    >>> text("1. May")
    '1\\. May'
    """
    spaced = re.sub(r"[ \t\r\n]+", " ", words.translate(_UNSEEN))
    return _SPECIAL.sub(lambda found: f"{found[1]}\\." if found[1] else f"\\{found[0]}", spaced)


def string(words: str) -> str:
    r"""A string of Typst's code.

    >>> string('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    escaped = words.translate(_UNSEEN).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "").replace("\t", "\\t") + '"'


def value(found: object) -> str:
    """Plain data as Typst's code; mappings with string keys, sequences, strings, numbers, truths, None.

    >>> value({"a": [1, "b"], "c": None})
    '("a": (1, "b",), "c": none)'
    """
    if found is None:
        return "none"
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, int | float):
        return str(found)
    if isinstance(found, str):
        return string(found)
    if isinstance(found, Mapping):
        return "(" + (", ".join(f"{string(str(key))}: {value(each)}" for key, each in found.items()) or ":") + ")"
    if isinstance(found, Iterable):
        return sequence(value(each) for each in found)
    raise TypeError(f"no Typst for {found!r}")


def sequence(parts: Iterable[str]) -> str:
    """An array of Typst's code, of expressions.

    >>> sequence(["[a]"]), sequence([])
    ('([a],)', '()')
    """
    inside = "".join(f"{part}, " for part in parts)
    return f"({inside[:-1]})" if inside else "()"


def place(page: str, anchor: str = "") -> str:
    """The name of a place: a page, or an id on it.

    >>> place("people/ann"), place("people/ann", "posts")
    ('people/ann', 'people/ann#posts')
    """
    return f"{page}#{anchor}" if anchor else page


def at(where: str) -> str:
    """A mark: here is a place."""
    return f"{_START}at:{where}{_END}"


def to(where: str) -> str:
    """A mark: what `link` of Typst is given to lead to a place."""
    return f"{_START}to:{where}{_END}"


def page_of(where: str) -> str:
    """A mark: the number of the page on which a place is; nothing for one that is not in the book."""
    return f"{_START}page:{where}{_END}"


def plain(markup: str, words: str) -> str:
    """Markup, or if it has marks, which only stand where they were written: what it says."""
    return text(words) if _MARK.search(markup) else markup


def wanted(chunks: Iterable[str]) -> set[str]:
    """The places that some markup leads to, as it names them."""
    return {where for chunk in chunks for kind, where in _MARK.findall(chunk) if kind != "at"}


def joined(
    chunks: Iterable[str],
    known: Set[str],
    aliases: Mapping[str, str],
    outside: Callable[[str], str],
    unnumbered: Set[str] = frozenset(),
) -> Iterable[str]:
    """Markup without marks but those of numbers of pages, which `numbered` sees to.

    *known* are the places of the book that have a label whether linked to or not, such as headings, and
    those that have a mark; *aliases* are their other names; *outside* gives the address of any other place;
    *unnumbered* are places of the book on pages without a number.
    """
    chunks = list(chunks)
    needed = {aliases.get(where, where) for where in wanted(chunks)}

    def made(found: re.Match[str]) -> str:
        kind, where = found[1], aliases.get(found[2], found[2])
        if kind == "at":
            return f"#at({string(where)});" if where in needed else ""
        if kind == "page":
            return page_of(where) if where in known and where not in unnumbered else ""
        return string(INSIDE + where if where in known else outside(found[2]))

    for chunk in chunks:
        yield _MARK.sub(made, chunk)


def numbers(text: str) -> list[str]:
    """The places of whose pages the numbers stand in some markup, one for each time."""
    return [where for kind, where in _MARK.findall(text) if kind == "page"]


def numbered(text: str, slot: Callable[[str], str]) -> str:
    """Markup without marks; *slot* gives the two arguments of Typst's ``slot`` for a place."""
    return _MARK.sub(lambda found: f"#page-of({string(found[2])}, {slot(found[2])});", text)
