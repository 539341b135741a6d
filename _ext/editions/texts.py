"""What a page of an edition says, read back from its HTML: a list of blocks of plain text.

Of the article alone: what stands around it, and the pictures in it, say nothing of their own. A block
is either of the page's own words, or gathered from other pages, which change it without its doing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

#: Around a citation's label and its source's key: the label may get another letter, the source stays the same.
CITED, KEY, END = "\ue000", "\ue001", "\ue002"

_ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1>(.*?)(?:<a class=\"headerlink\"|</h1>)", re.DOTALL)
_PICTURE = re.compile(r"<figure class=\"drawing.*?</figure>|<svg.*?</svg>|<script.*?</script>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CITATION = re.compile(f"{CITED}([^{KEY}]*){KEY}[^{END}]*{END}")

_CITATIONS = re.compile(rf"\s*\[{CITED}[^]]*{END}\]")

_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("ul", "ol", "dl", "div", "section", "blockquote", "table", "thead", "tbody", "details"), ""),
    **dict.fromkeys(("p", "dd", "pre"), "paragraph"),
    "li": "item",
    "dt": "term",
    "tr": "row",
}
_SKIPPED = frozenset({"button", "fieldset", "figure", "form", "script", "style", "summary", "svg", "template", "thead"})
#: Permanent links, marks of records, labels of cells, and the words that lead generated lists.
_SKIPPED_CLASSES = frozenset(
    {
        *("headerlink", "record-mark", "cell-label", "colon", "label", "count"),
        *("admonition-title", "rubric", "lead", "none", "toctree-wrapper"),
    }
)
_GENERATED_CLASSES = frozenset(
    {"generated", "chips", "index-list", "mentions", "register", "neighbours", "cited-by", "corrections-here"}
)
#: Sections that the build makes of the page's own front matter.
_OWN_SECTIONS = frozenset({"posts"})
#: Rows at the head of a page that other pages decide.
_GATHERED_ROWS = frozenset({"Narrower", "Seen"})
#: Lists of which an entry is one block, whatever it is made of.
_WHOLE_ENTRIES = frozenset({"steps", "index-list", "chips", "records", "written"})


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, entry of a list or row of a table."""

    kind: str  #: 'heading', 'paragraph', 'item', 'term', 'row'; 'mention' of a gathered sentence
    anchor: str  #: the nearest id: its own, or that of the part that holds it; '' above all ids
    own_id: bool  #: whether the id is this block's alone
    text: str  #: with citations between `CITED`, `KEY` and `END`
    part: str  #: the heading above it
    generated: bool = False


def article(html: str) -> str:
    """The article of a page, without its pictures; '' if there is none."""
    found = _ARTICLE.search(html)
    return _PICTURE.sub("", found[1]) if found else ""


def title(article: str) -> str:
    """The heading of an article, as text."""
    found = _HEADING.search(article)
    if not found:
        return ""
    parser = _Reader()
    parser.feed(f"<p>{_TAG.sub('', found[1])}</p>")
    return next((block.text for block in parser.finish()), "")


def plain(text: str) -> str:
    """A block's text as a reader sees it."""
    return _CITATION.sub(r"\1", text)


def uncited(text: str) -> str:
    """A block's text without its citations: what it says, not whence."""
    return _CITATIONS.sub("", text)


def blocks(article: str) -> tuple[Block, ...]:
    """The blocks of an `article`, in order."""
    parser = _Reader()
    parser.feed(article)
    return tuple(parser.finish())


class _Open:
    """An element that is open, and what holds inside of it."""

    __slots__ = ("anchor", "classes", "generated", "kind", "own_id", "skipped", "tag", "whole")

    skipped: bool
    generated: bool
    anchor: str
    own_id: bool
    whole: bool
    kind: str

    def __init__(self, tag: str, above: _Open | None, identity: str, classes: frozenset[str]) -> None:
        self.tag, self.classes = tag, classes
        self.skipped = (above is not None and above.skipped) or tag in _SKIPPED or bool(classes & _SKIPPED_CLASSES)
        self.generated = above is not None and above.generated
        if classes & _GENERATED_CLASSES:
            self.generated = not (identity in _OWN_SECTIONS and tag == "section")
        self.anchor = identity or (above.anchor if above else "")
        self.own_id = bool(identity) and tag != "section"
        self.whole = above is not None and above.whole
        self.kind = ""


class _Reader(HTMLParser):
    """Collects the text between the tags into blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[_Open] = []
        self.found: list[Block] = []
        self.text: list[str] = []
        self.holder: _Open | None = None  #: the element that the gathered text belongs to
        self.part = ""
        self.lead = ""  #: the term that the next block explains
        self.group = ""  #: the page that gathered sentences stand on
        self.cited: list[str] = []

    def finish(self) -> Iterator[Block]:
        """The blocks, once everything is fed."""
        self.close()
        self.flush()
        yield from self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag == "br":
                self.text.append(" ")
            return
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        above = self.stack[-1] if self.stack else None
        identity = (given.get("id") or "") if tag not in ("span", "a") else ""
        opened = _Open(tag, above, identity, classes)
        self.stack.append(opened)
        if opened.skipped:
            return
        if tag in _BLOCKS:
            if above is not None and above.whole:
                self.text.append(" ")
            else:
                self.flush()
                opened.kind = _BLOCKS[tag]
                self.holder = opened
                opened.whole = tag in ("tr", "dt") or bool(tag == "li" and above and above.classes & _WHOLE_ENTRIES)
                if tag == "li" and above and "steps" in above.classes:
                    opened.kind = "mention"
        elif tag in ("td", "th") and "".join(self.text).strip():
            self.text.append(" · ")
        if tag == "a" and above and "bibtex-citation" in above.classes:
            self.cited.append((given.get("href") or "").partition("#source-")[2])
            self.text.append(CITED)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.stack:
            closed = self.stack.pop()
            if closed.tag == tag:
                break
        else:
            return
        if closed.skipped:
            return
        if tag == "a" and self.cited and self.stack and "bibtex-citation" in self.stack[-1].classes:
            self.text.append(f"{KEY}{self.cited.pop()}{END}")
        elif "step-head" in closed.classes and "".join(self.text).strip():
            self.text.append(":")
        elif tag in _BLOCKS and not (self.stack and self.stack[-1].whole):
            self.flush()
            self.holder = next((each for each in reversed(self.stack) if each.tag in _BLOCKS), None)

    def handle_data(self, data: str) -> None:
        if not self.stack or not self.stack[-1].skipped:
            self.text.append(data)

    def flush(self) -> None:
        """Make a block of the text since the last one."""
        text, holder = " ".join("".join(self.text).split()), self.holder
        self.text.clear()
        if not text or holder is None:
            return
        above = next((each for each in reversed(self.stack) if each.tag == "dl"), None)
        if holder.tag == "dt":
            if above is not None and "mentions" in above.classes:
                self.group = re.sub(r" \(\d+\)$", "", text)
            else:
                self.lead = text
            return
        generated = holder.generated
        if self.lead:
            if above is not None and "facts" in above.classes and self.lead in _GATHERED_ROWS:
                generated = True
            text, self.lead = f"{self.lead}: {text}", ""
        elif generated and above is not None and "mentions" in above.classes:
            text = f"{self.group}, {text}"
        kind = holder.kind or "paragraph"
        if kind == "heading":
            self.part = plain(text)
        own = holder.own_id or kind == "heading"
        self.found.append(Block(kind, holder.anchor, own, text, self.part, generated))
