"""Read one Markdown page into its ledger, with no Sphinx and no docutils.

The page's text is parsed by MyST's own parser and walked once. Blocks become flat text with marks
(links, citations, record spans); marks become mentions, citations and records, each with the
sentence around it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from urllib.parse import unquote

from markdown_it.token import Token

from minutes import dates, frontmatter, markdown, names, sentences
from minutes.model import (
    LABEL,
    LABEL_END,
    LABEL_START,
    Citation,
    Code,
    Correction,
    Field,
    Item,
    Ledger,
    Meeting,
    Mention,
    Place,
    Problem,
    Record,
    Sentence,
    View,
)
from minutes.vocabulary import (
    ATTRIBUTED,
    CORRECTION_FIELDS,
    CORRECTIONS,
    FIELDS,
    GENERATED_IDS,
    LISTS,
    OBJECT_TYPES,
    PAGE_BYTES,
    QUOTATION_WORDS,
    RECORD_KINDS,
    RELATIONS,
    TABLES,
    UNDEFINED,
    UNNAMED,
)

#: Directives that ask for a generated list, and those whose content is prose of the page.
VIEW_DIRECTIVES = {
    "list-of": LISTS,
    "table-of": TABLES,
    "register": tuple(RECORD_KINDS),
    "drawing": ("ribbon", "timeline", "graph"),
}
PROSE_DIRECTIVES = ("editorial", "note", "tip", "important", "correction")
#: A directive that has nothing to say.
BARE_DIRECTIVES = ("search",)
#: Directives and roles of other extensions that pages may use.
FOREIGN_DIRECTIVES = ("bibliography", "image", "toctree")
FOREIGN_ROLES = ("cite", "cite:p", "cite:t", "doc", "ref", "abbr", "sub", "sup")

#: The front matter of a page that lists the objects of its folder and declares none.
INDEX = "type: index"

_TITLED = re.compile(r"(?P<text>.*?)\s*<(?P<target>[^<>]+)>\Z", re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]([^\"”]*)[\"”]")
_PRONOUNS = dict.fromkeys(("he", "him", "she", "her", "they", "them"), "") | dict.fromkeys(
    ("his", "hers", "their"), "'s"
)
_OPTION = re.compile(r":([a-z-]+):\s*(.*)")
_EDITION = re.compile(r"20\d\d\.[1-9]\d*")
_PREVIEW = 240  # characters; two lines of a tooltip


def titled(text: str) -> tuple[str, str]:
    """Split ``shown <target>``; without a target the text is its own.

    >>> titled("local parties <CLP>"), titled("CLP")
    (('local parties', 'CLP'), ('CLP', 'CLP'))
    """
    match = _TITLED.match(text)
    return (match["text"], match["target"].strip()) if match and match["text"] else (text, text)


def _spoken(role: str, text: str, target: str, *, named: bool) -> str:
    """A role's text as it stands in a sentence that is shown away from its page.

    There, "she asked him" helps nobody: a pronoun gives way to the name, in an editor's brackets,
    unless the sentence has *named* the same person before.
    """
    if role == "sic":
        return f"[{text} in the account]"
    if role in ("meeting", "item", "record") and target == text:
        return f"{LABEL_START}{target}{LABEL_END}"  # the page shows the label, which other pages decide
    pronoun = _PRONOUNS.get(text.casefold())
    if pronoun is None or named or target in (text, UNNAMED):
        return text.replace("'", "’")
    return f"[{target}{pronoun}]".replace("'", "’")


def slugify(title: str) -> str:
    """The id that a heading without one gets: `A new start` -> `a-new-start`."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def options(content: str) -> tuple[dict[str, str], str, int]:
    r"""The fields at the head of a directive, the text below them, and the number of lines before that.

    A value is plain text, whatever signs are in it, and may go on on indented lines.

    >>> options(":was: a: #1\n  b\n\nText.")
    ({'was': 'a: #1 b'}, 'Text.', 3)
    """
    lines = content.splitlines()
    found: dict[str, str] = {}
    name, at = "", 0
    for line in lines:
        if match := _OPTION.fullmatch(line.rstrip()):
            name = match[1]
            found[name] = match[2]
        elif name and line[:1].isspace() and line.strip():
            found[name] = f"{found[name]} {line.strip()}".strip()
        else:
            break
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return found, "\n".join(lines[at:]), at


def correction_id(date: str, target: str) -> str:
    """The id of a correction's entry.

    >>> correction_id("2026-12-01", "2013-07-16#gearbox")
    'corrected-2026-12-01-2013-07-16-gearbox'
    """
    return f"corrected-{date}-{slugify(target)}"


def _hint(text: str, words: int | None = None) -> str:
    """An id worth suggesting for a text: its first words, from the first that an id may start with."""
    fit = dropwhile(lambda word: not word[:1].isalpha(), slugify(text).split("-"))
    return "-".join(list(fit)[:words]) or "its-matter"


@dataclass(slots=True)
class _Mark:
    """A stretch of a block's text that means something."""

    start: int
    end: int
    role: str
    target: str
    line: int
    records: tuple[str, ...] = ()
    shown: str = ""  #: of a role, what stands on the page in its place


@dataclass(slots=True)
class _Span:
    """An open record span."""

    start: int
    kind: str
    anchor: str
    line: int
    fields: list[Field] = field(default_factory=list)
    end: int = -1

    def attribute(self, keys: Sequence[str]) -> None:
        """The versions since the last citation are those of these sources."""
        for at in reversed(range(len(self.fields))):
            if self.fields[at].name in ATTRIBUTED:
                if self.fields[at].target:
                    break
                self.fields[at] = replace(self.fields[at], target=",".join(keys))


@dataclass(slots=True)
class Block:
    """A paragraph, list item or heading as flat text, with its marks."""

    text: str
    line: int
    place: Place
    marks: list[_Mark]
    spans: list[_Span]
    line_starts: list[int]  #: offsets at which a new source line starts

    def line_at(self, offset: int) -> int:
        """The source line on which a character of the text stands."""
        return self.line + sum(1 for start in self.line_starts if start <= offset)

    @property
    def seen(self) -> str:
        """The text as it stands on its page: there, a pronoun is a pronoun."""
        parts, at = [], 0
        for mark in sorted((each for each in self.marks if each.shown), key=lambda each: each.start):
            parts += [self.text[at : mark.start], mark.shown]
            at = mark.end
        return "".join((*parts, self.text[at:]))


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page: the facts, and the text they stand in."""

    ledger: Ledger
    blocks: tuple[Block, ...]


class _Reader:
    """State while one page is read."""

    def __init__(self, docname: str, path: str) -> None:
        self.docname, self.path = docname, path
        self.folder = docname.split("/", 1)[0] if "/" in docname else ""
        self.problems: list[Problem] = []
        self.blocks: list[Block] = []
        self.items: list[Item] = []
        self.views: list[View] = []
        self.corrections: list[Correction] = []
        self.anchors: dict[str, int] = {}
        self.chosen: dict[str, int] = {}  #: those of the anchors that no heading made of its words
        self.sections: list[str] = []
        self.title, self.level, self.item = "", 0, ""
        self.declares = False  #: whether the page declares an object of its folder's type

    @property
    def is_meeting(self) -> bool:
        return self.declares and frontmatter.FOLDERS[self.folder] == "meeting"

    def problem(self, line: int, code: Code, message: str) -> None:
        self.problems.append(Problem(self.path, line, code, message))

    # -- blocks ---------------------------------------------------------------------------------

    def walk(self, tokens: Sequence[Token], offset: int, *, editorial: bool = False) -> None:
        """Read block tokens; *offset* is the line before their first."""
        ids: list[str] = []  # id or '' for each open block
        for index, token in enumerate(tokens):
            line = offset + (token.map[0] + 1 if token.map else 1)
            if token.nesting == 1:
                ids.append(self.own_id(token, line))
                if token.type == "heading_open":
                    self.heading(token, tokens[index + 1], line, ids[-1])
                elif self.is_meeting and not any(ids) and token.type in _BLOCKS:
                    inline = next((t.content for t in tokens[index:] if t.type == "inline"), "")
                    hint = _hint(inline, 4)
                    self.problem(
                        line, Code.ID, f"this paragraph has no permanent id; put a line such as `{{#{hint}}}` before it"
                    )
                    ids[-1] = "?"
            elif token.nesting == -1:
                ids.pop()
            elif token.type == "inline" and not (index and tokens[index - 1].type == "heading_open"):
                block = next((each for each in reversed(ids) if each and each != "?"), "")
                self.block(token, line, block, editorial=editorial)
            elif token.type in ("fence", "colon_fence") and token.info.strip().startswith("{"):
                self.directive(token, line)
            elif token.type == "myst_target":
                self.anchors.setdefault(token.content, line)
                self.chosen.setdefault(token.content, line)

    def own_id(self, token: Token, line: int) -> str:
        anchor = str(token.attrs.get("id", ""))
        if anchor:
            self.note_id(anchor, line)
        return anchor

    def note_id(self, anchor: str, line: int) -> None:
        if not names.SLUG.match(anchor):
            self.problem(
                line, Code.ID, f"id `{anchor}` must be lower-case letters, figures and hyphens, and start with a letter"
            )
        elif anchor in GENERATED_IDS:
            self.problem(line, Code.ID, f"id `{anchor}` belongs to a generated section; choose another")
        elif anchor in self.anchors:
            self.problem(
                line,
                Code.DUPLICATE,
                f"duplicate id `{anchor}`: it stands on line {self.anchors[anchor]} of this page already; choose another",
            )
        self.anchors.setdefault(anchor, line)
        self.chosen.setdefault(anchor, line)

    def heading(self, token: Token, inline: Token, line: int, anchor: str) -> None:
        level = int(token.tag[1])
        title = "".join(child.content for child in inline.children or ()).strip()
        if "<" in title and ">" in title:
            self.problem(line, Code.HEADING, f"the heading `{title}` holds HTML; write plain text")
        if any(child.type in _LINKING for child in inline.children or ()):
            self.problem(line, Code.HEADING, f"the heading `{title}` holds a role or a link; put that below it")
        if level > self.level + 1:
            self.problem(
                line,
                Code.HEADING,
                f"heading level skipped: `{'#' * level} {title}` comes after level {self.level}; "
                f"use `{'#' * (self.level + 1)}`",
            )
        self.level = level
        if level == 1:
            if self.title:
                self.problem(line, Code.HEADING, f"a second title `# {title}`; a page has one, use `##`")
            self.title = self.title or title
            return
        if not anchor:
            if self.is_meeting:
                self.problem(
                    line,
                    Code.ID,
                    f"the agenda item `{title}` has no permanent id; put `{{#{_hint(title)}}}` on the line before it",
                )
            anchor = slugify(title)
            self.anchors.setdefault(anchor, line)
        if level == 2:
            self.item = anchor
            self.items.append(Item(anchor, title, "", line))

    def directive(self, token: Token, line: int) -> None:
        name, _, argument = token.info.strip()[1:].partition("}")
        if name == "correction":
            self.correction(token, argument.strip(), line)
        elif name in PROSE_DIRECTIVES:
            if argument.strip():
                self.problem(line, Code.DIRECTIVE, f"text beside `{{{name}}}`; write it on the lines below")
            self.walk(markdown.parser().parse(token.content), line, editorial=name == "editorial")
        elif name in VIEW_DIRECTIVES:
            argument, known = argument.strip(), VIEW_DIRECTIVES[name]
            if argument in known:
                self.views.append(View(name, argument))
            else:
                self.problem(
                    line,
                    Code.RECORD,
                    f"unknown {name} `{argument}`{names.suggest(argument, known)}; it is one of {', '.join(known)}",
                )
        elif name not in (*BARE_DIRECTIVES, *FOREIGN_DIRECTIVES):
            allowed = (*PROSE_DIRECTIVES, *VIEW_DIRECTIVES, *BARE_DIRECTIVES, *FOREIGN_DIRECTIVES)
            hint = names.suggest(name, allowed)
            message = f"unknown directive `{name}`{hint}; it is one of {', '.join(allowed)}"
            self.problem(line, Code.DIRECTIVE, message)

    def correction(self, token: Token, target: str, line: int) -> None:
        given, body, before = options(token.content)
        date, since, was, now = (given.get(name, "") for name in CORRECTION_FIELDS)
        if self.docname != CORRECTIONS:
            self.problem(line, Code.CORRECTION, f"a correction stands on the page `{CORRECTIONS}.md`; move it there")
        for name in given:
            if name not in CORRECTION_FIELDS:
                hint = names.suggest(name, CORRECTION_FIELDS)
                message = f"a correction has no field `{name}`{hint}; it has {', '.join(CORRECTION_FIELDS)}"
                self.problem(line, Code.CORRECTION, message)
        lacking = [f"`:{name}:`" for name in CORRECTION_FIELDS[:-1] if not given.get(name)]
        if not target:
            lacking.insert(0, "the id of what it corrects, after `{correction}`")
        if lacking:
            self.problem(line, Code.CORRECTION, f"the correction lacks {', '.join(lacking)}; add it")
        if since and not _EDITION.fullmatch(since):
            message = f"`{since}` is not the number of an edition (such as 2026.1)"
            self.problem(line, Code.CORRECTION, f"{message}; name the first that had it wrong")
        if date and (dates.fault(date) or not re.fullmatch(r"\d{4}-\d\d-\d\d", date)):
            message = f"`{date}` is not a day (such as 2026-12-01); name that of the correction"
            self.problem(line, Code.CORRECTION, message)
            date = ""
        anchor = correction_id(date, target)
        if anchor in self.anchors:
            message = f"a second correction of `{target}` on one day; tell both in one entry"
            self.problem(line, Code.CORRECTION, message)
        elif target and date:
            self.note_id(anchor, line)
        known = len(self.blocks)
        self.walk(markdown.parser().parse(body), line + before)
        why = " ".join(block.seen for block in self.blocks[known:])
        if not why:
            self.problem(line, Code.CORRECTION, "the correction does not say why; add a sentence, with its citation")
        if target and date:
            was, now = markdown.typeset(was), markdown.typeset(now)
            self.corrections.append(Correction(anchor, target, date, since, was, now, why, line))
            self.views.append(View("correction", anchor))

    # -- inline ---------------------------------------------------------------------------------

    def block(self, inline: Token, line: int, anchor: str, *, editorial: bool) -> None:
        place = Place(self.item, anchor, line, editorial)
        block = Block("", line, place, [], [], [])
        parts: list[str] = []
        length = 0
        open_spans: list[_Span] = []
        open_links: list[tuple[int, str]] = []  # (start, address)

        def add(text: str) -> None:
            nonlocal length
            parts.append(text)
            length += len(text)

        for token in inline.children or ():
            here = line + len(block.line_starts)
            match token.type:
                case "text" | "code_inline":
                    if token.type == "text" and "`" in token.content:
                        message = "a stray backtick: a role has one on each side, and none can stand inside another"
                        self.problem(here, Code.RELATION, message)
                    add(token.content)
                case "softbreak" | "hardbreak":
                    add(" ")
                    block.line_starts.append(length)
                case "myst_role":
                    name = str(token.meta["name"])
                    if name.startswith("cite"):
                        if parts:  # "… conference {cite:p}`x`." reads "… conference."
                            stripped = parts[-1].rstrip()
                            length -= len(parts[-1]) - len(stripped)
                            parts[-1] = stripped
                        keys = [key.strip() for key in token.content.split(",")]
                        block.marks += [_Mark(length, length, name, key, here) for key in keys]
                        for span in open_spans:
                            span.attribute(keys)
                    else:
                        text, target = titled(token.content)
                        if name == "doc":
                            target = self.docname_of(target)
                        said = "".join(parts)
                        before = [mark for mark in block.marks if mark.target == target]
                        known = bool(before) and len(sentences.split(said[before[-1].start :] + "X")) == 1
                        shown, text = text, _spoken(name, text, target, named=known)
                        shown = shown.replace("'", "’") if LABEL_START not in text and name != "sic" else text
                        around = tuple(span.anchor for span in open_spans if span.kind)
                        block.marks.append(_Mark(length, length + len(text), name, target, here, around, shown))
                        add(text)
                        self.role(name, text, target, here, open_spans)
                case "span_open":
                    open_spans.append(self.span(token, length, here))
                case "span_close":
                    span = open_spans.pop()
                    span.end = length
                    if span.kind:
                        block.spans.append(span)
                case "link_open":
                    open_links.append((length, str(token.attrs.get("href", ""))))
                case "link_close":
                    start, href = open_links.pop()
                    self.link(block, start, length, href, here)
                case "image":
                    add(token.content)
        block.text = "".join(parts)
        self.blocks.append(block)

    def role(self, name: str, text: str, target: str, line: int, open_spans: list[_Span]) -> None:
        if name in FIELDS:
            if not open_spans:
                self.problem(
                    line, Code.RECORD, f"`{{{name}}}` is a field of a record; put it inside `[…]{{.kind #id}}`"
                )
                return
            admits = (span for span in reversed(open_spans) if span.kind and RECORD_KINDS[span.kind].admits(name))
            if span := next(admits, None):
                span.fields.append(Field(name, text, "" if name in ATTRIBUTED else target))
            elif all(span.kind for span in open_spans):
                kinds = ", ".join(kind.name for kind in RECORD_KINDS.values() if kind.admits(name))
                self.problem(line, Code.RECORD, f"`{{{name}}}` is no field of this record, but of: {kinds}")
        elif name in RELATIONS:
            for span in open_spans:
                span.fields.append(Field(name, text, target))
        elif name not in (*OBJECT_TYPES, *FOREIGN_ROLES, "any", "sic"):
            known = (*RELATIONS, *OBJECT_TYPES, *FIELDS, "sic", "cite:p")
            self.problem(
                line,
                Code.RELATION,
                f"unknown relation or role `{name}`{names.suggest(name, known)}; relations are {', '.join(RELATIONS)}",
            )

    def span(self, token: Token, start: int, line: int) -> _Span:
        kinds = str(token.attrs.get("class", "")).split()
        anchor = str(token.attrs.get("id", ""))
        kind = kinds[0] if kinds else ""
        if kind not in RECORD_KINDS:
            self.problem(
                line,
                Code.RECORD,
                f"unknown kind of record `{kind}`{names.suggest(kind, RECORD_KINDS)}; it is one of {', '.join(RECORD_KINDS)}",
            )
            kind = ""
        elif not anchor:
            self.problem(line, Code.ID, f"this {kind} has no permanent id; write `{{.{kind} #about-what}}`")
            kind = ""
        else:
            self.note_id(anchor, line)
        return _Span(start, kind, anchor, line)

    def link(self, block: Block, start: int, end: int, href: str, line: int) -> None:
        if href.startswith("#"):
            block.marks.append(_Mark(start, end, "any", unquote(href[1:]), line))
        elif not _SCHEME.match(href) and not href.startswith("//"):
            path, _, fragment = unquote(href).partition("#")
            if path.endswith(".md"):
                docname = self.docname_of(path.removesuffix(".md"))
                block.marks.append(_Mark(start, end, "doc", f"{docname}#{fragment}" if fragment else docname, line))
            else:
                block.marks.append(_Mark(start, end, "any", path, line))

    def docname_of(self, path: str) -> str:
        """The page that a path means, seen from this page or, with a `/` before it, from the root."""
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(self.docname), path)).lstrip("/")

    # -- facts ----------------------------------------------------------------------------------

    def facts(self) -> tuple[tuple[Mention, ...], tuple[Citation, ...], tuple[Record, ...]]:
        """Distil mentions, citations and records from the blocks read so far."""
        mentions: list[Mention] = []
        citations: list[Citation] = []
        records: list[Record] = []
        for block in self.blocks:
            cuts = sentences.split(block.text)
            for mark in block.marks:
                place = replace(block.place, line=mark.line)
                if mark.role.startswith("cite"):
                    sentence = sentences.around(block.text, max(mark.start - 1, 0), mark.end, cuts)
                    sentence = Sentence(str(sentence), "", "")
                    citations.append(Citation(mark.target, sentence, place, mark.start))
                elif mark.target != UNNAMED and mark.role in (*RELATIONS, *OBJECT_TYPES, "any", "doc"):
                    relation = mark.role if mark.role in RELATIONS else "mentioned"
                    role = "" if mark.role in RELATIONS else mark.role
                    sentence = sentences.around(block.text, mark.start, mark.end, cuts)
                    mentions.append(Mention(role, mark.target, relation, sentence, place, mark.records))
            records.extend(self.record(block, span) for span in sorted(block.spans, key=lambda s: (s.start, -s.end)))
        return tuple(mentions), tuple(citations), tuple(records)

    def record(self, block: Block, span: _Span) -> Record:
        kind = RECORD_KINDS[span.kind]
        text = block.text[span.start : span.end].strip()
        given = {each.name for each in span.fields}
        for group in kind.required:
            if not given.intersection(group):
                self.problem(
                    span.line,
                    Code.RECORD,
                    f"the {kind.name} `{span.anchor}` lacks its field `{group[0]}`; mark it with {{{group[0]}}}`…` inside the brackets",
                )
        if kind.name == "quotation":
            for quoted in _QUOTED.findall(text):
                if len(quoted.split()) > QUOTATION_WORDS:
                    self.problem(
                        span.line,
                        Code.RECORD,
                        f"the quotation `{span.anchor}` has {len(quoted.split())} words; at most {QUOTATION_WORDS} may be quoted",
                    )
        if kind.name == "difference":
            self.difference(span)
        return Record(kind.name, span.anchor, text, tuple(span.fields), replace(block.place, line=span.line))

    def difference(self, span: _Span) -> None:
        """Two versions or more, each with its source."""
        versions = [each for each in span.fields if each.name == "version"]
        if len(versions) == 1:
            message = f"the difference `{span.anchor}` has one version; mark each of them with {{version}}`…`"
            self.problem(span.line, Code.RECORD, message)
        for each in span.fields:
            if each.name in ATTRIBUTED and not each.target:
                message = f"in the difference `{span.anchor}`, `{each.text}` has no source; put its citation after it, inside the brackets"
                self.problem(span.line, Code.RECORD, message)

    def preview_of(self, blocks: Iterable[Block]) -> str:
        """The first sentence or two of some blocks. A bare link shows its day there, which no other page decides."""
        text = next((block.text for block in blocks if not block.place.editorial and block.text.strip()), "")
        text = LABEL.sub(lambda match: _day(match[1]), text)
        preview = ""
        for start, end in sentences.split(text):
            if preview and len(preview) + end - start > _PREVIEW:
                break
            preview = f"{preview} {text[start:end]}".strip()
        return preview


def _day(target: str) -> str:
    """The day of a meeting, of the id of one or of a part of it.

    >>> _day("2011-11-01#conference")
    '1 November 2011'
    """
    slug = target.partition("#")[0]
    return dates.words(slug) if slug and not dates.fault(slug) else target


_LINKING = frozenset({"image", "link_open", "myst_role", "span_open"})
_BLOCKS = frozenset(
    {"paragraph_open", "bullet_list_open", "ordered_list_open", "blockquote_open", "dl_open", "table_open"}
)


def _lines(text: str) -> str:
    """A text with the line ends of Unix, as Sphinx reads it too."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str) -> tuple[str | None, str, int]:
    """Front matter (None if there is none), body, and the number of lines before the body."""
    if not text.startswith("---\n"):
        return None, text, 0
    end = text.find("\n---", 3)
    if end < 0:
        return text[4:], "", text.count("\n")
    body = text.find("\n", end + 1)
    body = len(text) if body < 0 else body + 1
    return text[4 : end + 1], text[body:], text.count("\n", 0, body)


def without_front_matter(text: str) -> str:
    """The page with its front matter blanked, so that all lines keep their numbers."""
    _, body, before = _split(_lines(text))
    return "\n" * before + body


def parse(text: str) -> markdown.Parsed:
    """A page's Markdown, parsed; its lines are those of the file."""
    return markdown.parse(without_front_matter(text))


def read(docname: str, path: str, text: str, parsed: markdown.Parsed | None = None) -> Page:
    """Read a page. Faults become problems of its ledger; nothing is raised.

    *path* is the file's, relative to the root, for messages; *parsed* is what `parse` made of the text. Pages in a folder of
    `frontmatter.FOLDERS` (their index aside) declare an object and need front matter.
    """
    text = _lines(text)
    reader = _Reader(docname, path)
    stem = docname.rsplit("/", 1)[-1]
    matter, _, before = _split(text)
    declares = reader.folder in frontmatter.FOLDERS and stem != "index" and (matter or "").strip() != INDEX
    reader.declares = declares
    found = frontmatter.FrontMatter(None)
    closed = matter is None or "\n---" in text[3:]
    if not closed:
        reader.problem(1, Code.FRONT_MATTER, "front matter has no end; close it with a line `---`")
    elif declares:
        slug = names.MEETING_SLUG if reader.is_meeting else names.SLUG
        if not slug.match(stem):
            wanted = "a date such as 2011-11-01" if reader.is_meeting else "lower-case letters, figures and hyphens"
            reader.problem(1, Code.ID, f"the file name `{stem}.md` is the page's permanent id and must be {wanted}")
        if matter is None:
            kind = frontmatter.FOLDERS[reader.folder]
            reader.problem(
                1, Code.FRONT_MATTER, f"front matter is missing; start the page with `---`, `type: {kind}` …"
            )
        else:
            found = frontmatter.read(matter, reader.folder, stem)
            for line, code, message in found.faults:
                reader.problem(line, code, message)

    reader.walk((parsed or parse(text)).tokens, 0)
    if closed and not reader.title:
        reader.problem(before + 1, Code.HEADING, "the page has no title; start it with `# Title`")
    mentions, citations, records = reader.facts()
    items = tuple(
        replace(item, preview=reader.preview_of(block for block in reader.blocks if block.place.item == item.anchor))
        for item in reader.items
    )
    preview = reader.preview_of(reader.blocks)
    if declares and reader.folder == "glossary" and found.entry is not None:
        _check_definition(reader, citations)
    if isinstance(found.entry, Meeting) and len(found.entry.accounts) > 1:
        _check_attribution(reader)
    ledger = Ledger(
        docname=docname,
        path=path,
        title=reader.title,
        entry=found.entry,
        preview=preview,
        items=items,
        records=records,
        mentions=mentions,
        citations=citations,
        anchors=tuple(reader.anchors),
        permanent=tuple(reader.chosen),
        views=tuple(reader.views),
        corrections=tuple(reader.corrections),
        field_lines=found.lines,
        claims=(*_own_names(stem), reader.title, *found.claims) if declares and found.entry is None else (),
        problems=tuple(sorted(set(reader.problems))),
    )
    return Page(ledger, tuple(reader.blocks))


def _own_names(slug: str) -> tuple[str, str]:
    """What a page is called by its file alone: `ann-black`, `ann black`."""
    return slug, slug.replace("-", " ")


def _check_definition(reader: _Reader, citations: Iterable[Citation]) -> None:
    first = next(iter(reader.blocks), None)
    if first is None:
        reader.problem(1, Code.TERM, f"the entry has no definition; write one, or '{UNDEFINED}.'")
    elif not first.text.startswith(UNDEFINED) and not any(mark.role.startswith("cite") for mark in first.marks):
        reader.problem(
            first.line,
            Code.TERM,
            f"the definition cites no source; cite one, or begin with '{UNDEFINED}.'",
        )


def _check_attribution(reader: _Reader) -> None:
    """On a page that restates several accounts, each statement says whose it is: a citation stands at its end.

    The first paragraph is about the page itself, and names its accounts.
    """
    for block in reader.blocks:
        cited = max((mark.end for mark in block.marks if mark.role.startswith("cite")), default=0)
        rest = block.text[cited:] if not cited or block is not reader.blocks[0] else ""
        if block.place.editorial or rest.rstrip().endswith(":") or not re.search(r"\w", rest):
            continue
        start = len(block.text) - len(rest.lstrip(" .,;:!?)”"))
        words = " ".join(block.text[start:].split()[:6])
        reader.problem(
            block.line_at(start),
            Code.CITATION,
            f"the page restates several accounts, and `{words} …` cites none; end it with {{cite:p}}`…`",
        )


def unreadable(path: str, data: bytes) -> Problem | None:
    """Why a file can't be read as a page at all, if so: empty, too large, or not UTF-8."""
    if not data.strip():
        return Problem(path, 1, Code.FILE, "the file is empty; write the page or delete the file")
    if len(data) > PAGE_BYTES:
        message = f"the page has {len(data):,} bytes, more than {PAGE_BYTES:,}; is it the right file? split it"
        return Problem(path, 1, Code.FILE, message)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8"
        return Problem(path, line, Code.FILE, message)
    return None


def read_bytes(docname: str, path: str, data: bytes) -> Page:
    """`read`, from a file's bytes; one that is `unreadable` has no facts but that problem."""
    if problem := unreadable(path, data):
        return Page(Ledger(docname, path, "", problems=(problem,), claims=_own_names(docname.rsplit("/", 1)[-1])), ())
    return read(docname, path, data.decode("utf-8-sig"))


def blocks_by_item(page: Page) -> Iterator[tuple[str, list[Block]]]:
    """The blocks of a page under each item, in order, the lead ('') first."""
    grouped: dict[str, list[Block]] = {}
    for block in page.blocks:
        grouped.setdefault(block.place.item, []).append(block)
    yield from grouped.items()
