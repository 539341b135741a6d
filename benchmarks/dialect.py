"""The words of an invented archive as plain Markdown, which any maker of sites reads.

The same pages, sentences and links: a name is a Markdown link to its page, a citation one to the list of sources, a
record is bold, an editorial note is quoted, and what the archive shows of the front matter stands in the text. What
the archive adds by itself, such as back-links and registers, has no counterpart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks import generate
from benchmarks.generate import Plan, World
from benchmarks.phrases import RELATIONS

#: Makes a link, from the page that it is on, the page it leads to, the anchor there, and its text.
Link = Callable[[str, str, str, str], str]

SECTIONS = {"meetings": "Meetings", "people": "People", "glossary": "Glossary"}

_ROLE = re.compile(r"\{([a-z:]+)\}`([^`<]*?)\s*(?:<([^`>]*)>)?`")
_ANCHOR = re.compile(r"^\{#[^}]*\}\n", re.MULTILINE)
_NOTE = re.compile(r"^:::\{editorial\}\n(.*?)^:::\n", re.MULTILINE | re.DOTALL)
_MATTER = re.compile(r"\A---\n(.*?)^---\n# ([^\n]*)\n+", re.MULTILINE | re.DOTALL)
_BRACKET = re.compile(r"\[|\](?:\{\.[a-z-]+ #[a-z0-9-]+\})?")


def github(heading: str) -> str:
    """The anchor that a heading gets, as most make it.

    >>> github("Next year's gathering")
    'next-years-gathering'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def relative(here: str, there: str, anchor: str, text: str) -> str:
    """A link to a file, as most read it.

    >>> relative("meetings/2000-01-04", "people/ann-ash", "", "Ann Ash")
    '[Ann Ash](../people/ann-ash.md)'
    """
    up = "../" * here.count("/")
    return f"[{text}]({up}{there}.md{'#' * bool(anchor)}{anchor})"


def matter(title: str) -> list[str]:
    """The head of a page: its title alone."""
    return ["---", f'title: "{title}"', "---", "", f"# {title}", ""]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between the makers of sites."""

    link: Link = relative
    #: The anchor that a heading gets.
    anchor: Callable[[str], str] = github
    #: A citation, from the page that it is on and its key; None for a link to the list of sources.
    cite: Callable[[str, str], str] | None = None
    #: The head of a page, from its title.
    head: Callable[[str], list[str]] = matter
    #: The name of the page that stands for a folder.
    home: str = "index"


class Translator:
    """Puts the pages of an archive into a dialect."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect, self.world = plan, dialect, World(plan)
        self.names = {each.name: f"people/{each.slug}" for each in self.world.people}
        self.names |= {each.title: f"glossary/{each.slug}" for each in self.world.terms}
        self.numbers = {self.world.day(number): number for number in range(plan.meetings)}

    def pages(self) -> Iterator[tuple[str, str]]:
        """All pages as (path, text), one at a time."""
        listed: dict[str, list[tuple[str, str]]] = {folder: [] for folder in SECTIONS}
        for path, text in generate.pages(self.plan):
            if path.endswith(".bib"):
                continue
            page = path.removesuffix(".md")
            title, words = self.page(page, text)
            listed[page.partition("/")[0]].append((page, title))
            yield path, words
        for folder, title in SECTIONS.items():
            here = f"{folder}/{self.dialect.home}"
            yield f"{here}.md", self.listing(here, title, listed[folder])
        folders = [(f"{folder}/{self.dialect.home}", title) for folder, title in SECTIONS.items()]
        yield f"{self.dialect.home}.md", self.listing("index", "The archive", [*folders, ("sources", "Sources")])
        yield "sources.md", self.sources()

    def listing(self, here: str, title: str, pages: list[tuple[str, str]]) -> str:
        """A page that links to others."""
        links = [f"- {self.dialect.link(here, page, '', each)}" for page, each in pages]
        return "\n".join([*self.dialect.head(title), *links]) + "\n"

    def page(self, here: str, text: str) -> tuple[str, str]:
        """The title of a page, and its text in the dialect."""
        found = _MATTER.match(text)
        assert found is not None, here
        facts, title = yaml.safe_load(found[1]), found[2]
        words = _ANCHOR.sub("", text[found.end() :])
        words = _NOTE.sub(lambda note: "".join(f"> {line}\n" for line in note[1].splitlines()), words)
        words = bold(words)
        words = _ROLE.sub(lambda role: self.role(here, role[1], role[2], role[3] or role[2]), words)
        said = self.facts(here, facts)
        return title, "\n".join([*self.dialect.head(title), *said, words])

    def role(self, here: str, role: str, text: str, target: str) -> str:
        """A role as a link, or as its text where it is none."""
        if role.startswith("cite"):
            return self.cite(here, target)
        if role in ("meeting", "item", "record"):
            day, _, anchor = target.partition("#")
            item = next((heading for each, heading in self.agenda(day) if anchor.startswith(each)), "")
            shown = text if text != target else item or f"the meeting of {day}"
            return self.dialect.link(here, f"meetings/{day}", self.dialect.anchor(item) if item else "", shown)
        if role == "term" or role in RELATIONS:
            page = self.names.get(target) or self.names[target.removesuffix("'s")]
            return self.dialect.link(here, page, "", text)
        return text  # a field of a record

    def agenda(self, day: str) -> list[tuple[str, str]]:
        """The items of a day's meeting, the longest ids first, since one may begin as another does."""
        return sorted(self.world.agenda(self.numbers[day]), reverse=True)

    def cite(self, here: str, key: str) -> str:
        """A citation."""
        if self.dialect.cite is not None:
            return self.dialect.cite(here, key)
        return f"({self.dialect.link(here, 'sources', self.dialect.anchor(key), key)})"

    def name(self, here: str, name: str) -> str:
        """A link by a name."""
        return self.dialect.link(here, self.names[name], "", name)

    def facts(self, here: str, facts: dict[str, object]) -> list[str]:
        """What the archive shows of a front matter."""
        lines = []
        match facts:
            case {"abstract": str(abstract)}:
                lines += [abstract.strip()]
            case {"posts": list(posts)}:
                lines += [
                    f"- {post['post']}, {self.name(here, post['organization'])}, "
                    f"{post.get('attested') or '{start} to {end}'.format_map(post)} {self.cite(here, post['source'])}"
                    for post in posts
                ]
            case {"kind": str(kind)}:
                lines += [f"- {kind}"]
                for field in ("broader", "related"):
                    names = facts.get(field)
                    if isinstance(names, list):
                        lines += [f"- {field}: {', '.join(self.name(here, name) for name in names)}"]
        return [*lines, ""] if lines else []

    def sources(self) -> str:
        """The list of sources, a heading each."""
        lines = self.dialect.head("Sources")
        for entry in generate.sources(self.world):
            key = entry.partition("{")[2].partition(",")[0]
            fields = dict(re.findall(r"^  (\w+) = \{(.*?)\}", entry, re.MULTILINE))
            lines += [f"## {key}", "", f"{fields['author']}: *{fields['title']}*, {fields['year']}.", ""]
        return "\n".join(lines)


def bold(words: str) -> str:
    """A text whose records are bold.

    >>> bold("[It was agreed [as before]]{.decision #it} and [nothing else] was.")
    '**It was agreed [as before]** and [nothing else] was.'
    """
    marks, starts = {}, []
    for bracket in _BRACKET.finditer(words):
        if bracket[0] == "[":
            starts.append(bracket.start())
        elif bracket[0] == "]":
            starts.pop()
        else:
            marks[starts.pop()] = 1
            marks[bracket.start()] = len(bracket[0])
    pieces, last = [], 0
    for start, length in sorted(marks.items()):
        pieces += [words[last:start], "**"]
        last = start + length
    return "".join([*pieces, words[last:]])


def write(folder: Path, plan: Plan, dialect: Dialect) -> None:
    """Write an archive in a dialect into a folder."""
    for path, text in Translator(plan, dialect).pages():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
