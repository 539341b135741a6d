"""However an archive came to be, its edition is the one that a clean build makes."""

from __future__ import annotations

import json
import pickle
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from minutes.model import Ledger
from tests.helpers import build, edit, tiny

#: Ways to mention something by its role, title and id.
SYNTAXES = (
    "{{{role}}}`{title}`",
    "{{{role}}}`{id}`",
    "{{{role}}}`this one <{title}>`",
    "{{any}}`{title}`",
    "[](#{id})",
    "[this one](#{id})",
    "[this one]({id})",
    "[](../{folder}/{id}.md)",
    "[this one](../{folder}/{id}.md)",
)


def ledgers(root: Path, builder: str = "html") -> dict[str, Ledger]:
    """What the last build that changed anything knows of each page."""
    pickled = root / "_build" / ".doctrees" / builder / "environment.pickle"
    return dict(sorted(pickle.loads(pickled.read_bytes()).domaindata["minutes"]["ledgers"].items()))


def files(out: Path) -> dict[str, object]:
    """An edition, without what Sphinx keeps for itself."""
    found: dict[str, object] = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    index = json.loads(found["searchindex.js"][len("Search.setIndex(") : -1])
    for name in ("terms", "titleterms"):
        # A word that left its last page stays in Sphinx's index, with no page: nothing is found by it.
        index[name] = {word: pages for word, pages in index[name].items() if pages != []}
    return found | {"searchindex.js": json.dumps(index)}


def clean(root: Path, *, jobs: int = 1) -> tuple[dict[str, Ledger], dict[str, object]]:
    """What a build from nothing makes of the same words."""
    aside = root.parent / "clean"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns("_build"))
    made = build(aside, jobs=jobs)
    assert made.warnings == ""
    return ledgers(aside), files(made.out)


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


class Editor:
    """Somebody who works on an archive at random, and never leaves it with a fault."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random, self.number = root, random.Random(seed), 0
        self.todo: list[Callable[[Editor], None]] = []
        self.done: list[str] = []

    # -- what there is --------------------------------------------------------------------------

    def pages(self, *folders: str) -> list[Path]:
        found = [path for folder in folders for path in self.root.glob(f"{folder}/*.md") if path.stem != "index"]
        return sorted(found)

    def added(self) -> list[Path]:
        """Pages of the editor's own: their names stand for nothing else, so all links to them are known."""
        return [
            path
            for path in self.pages("meetings", "people", "glossary")
            if re.search(r"\d$", path.stem[4:]) and path.stem[:4] not in ("2001", "2002")
        ]

    def title(self, path: Path) -> str:
        match = re.search(r"^# (.*)$", path.read_text(), re.MULTILINE)
        assert match
        return match[1]

    def lines(self) -> list[tuple[Path, int]]:
        """Every place in the prose after which a line can be added."""
        found = []
        for path in self.pages("meetings", "people", "glossary"):
            text = path.read_text().splitlines()
            start = text.index("---", 1)
            found += [(path, at + 1) for at, line in enumerate(text) if at > start and line.endswith(".")]
        return found

    # -- small moves ----------------------------------------------------------------------------

    def next(self) -> str:
        self.number += 1
        return f"{self.number:03}"

    def write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")

    def insert(self, place: tuple[Path, int], line: str) -> None:
        path, at = place
        text = path.read_text().splitlines()
        self.write(path, "\n".join((*text[:at], line, *text[at:])) + "\n")

    def everywhere(self, old: str, new: str) -> None:
        for path in [*self.root.glob("*.md"), *self.root.glob("*/*.md")]:
            if old in (text := path.read_text()):
                self.write(path, text.replace(old, new))

    def mention(self, path: Path) -> str:
        role = {"people": self.random.choice(("person", "thanked")), "glossary": "term"}.get(
            path.parent.name, "meeting"
        )
        link = self.random.choice(SYNTAXES).format(
            role=role, title=self.title(path), id=path.stem, folder=path.parent.name
        )
        return f"Remark {self.next()} names {link}."

    # -- edits ----------------------------------------------------------------------------------

    def add_person(self) -> None:
        name = self.next()
        head = f"type: person\nsort: Kim {name}"
        self.write(
            self.root / f"people/kim-{name}.md", f"---\n{head}\n---\n# Kim {name}\n\nSomebody {{cite:p}}`oak-2000`.\n"
        )

    def add_term(self) -> None:
        name = self.next()
        head = f"type: term\nkind: tool\nbroader: [{self.title(self.random.choice(self.pages('glossary')))}]"
        text = f"---\n{head}\n---\n# Thing {name}\n\nNot defined in the sources.\n"
        self.write(self.root / f"glossary/thing-{name}.md", text)

    def add_meeting(self) -> None:
        date = (
            f"{self.random.randrange(1990, 2000)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
        )
        path = self.root / f"meetings/{date}.md"
        if not path.exists():
            head = f"type: meeting\ndate: {date}\nbody: committee\naccounts: [oak-2000]\nabstract: One more."
            self.write(
                path,
                f"---\n{head}\n---\n# Meeting on {date}\n\n{{#lead}}\nLead.\n\n{{#point}}\n## Point\n\n{{#matter}}\nMatter.\n",
            )

    def add_mention(self) -> None:
        self.insert(
            self.random.choice(self.lines()),
            self.mention(self.random.choice(self.pages("meetings", "people", "glossary"))),
        )

    def add_record(self) -> None:
        place = self.random.choice([each for each in self.lines() if each[0].parent.name == "meetings"])
        person = self.title(self.random.choice(self.pages("people")))
        number = self.next()
        self.insert(place, f"[{{proposed}}`{person}` proposed plan {number}]{{.proposal #plan-{number}}}.")

    def link_to_part(self) -> None:
        """Of a meeting: an item, or the list of all of them."""
        path = self.random.choice(self.pages("meetings"))
        item = self.random.choice(re.findall(r"^\{#(.*)\}\n## ", path.read_text(), re.MULTILINE))
        link = self.random.choice(("{item}`PATH#ITEM`", "[](../meetings/PATH.md#ITEM)", "[](../meetings/index.md)"))
        line = f"Remark {self.next()} points to {link.replace('PATH', path.stem).replace('ITEM', item)}."
        self.insert(self.random.choice(self.lines()), line)

    def tell_story(self) -> None:
        """A term becomes a thread."""
        path = self.random.choice(self.pages("glossary"))
        if "## Story" not in path.read_text():
            self.write(path, f"{path.read_text()}\n{{#story}}\n## Story\n\nIt went on.\n")

    def edit_prose(self) -> None:
        self.insert(self.random.choice(self.lines()), f"Remark {self.next()} says nothing.")

    def cite(self) -> None:
        key = self.random.choice(re.findall(r"@\w+\{(.*),", (self.root / "references.bib").read_text()))
        self.insert(self.random.choice(self.lines()), f"Remark {self.next()} rests on a source {{cite:p}}`{key}`.")

    def drop_remark(self) -> None:
        """A mention, a citation or a mere sentence goes."""
        found = [
            (path, line)
            for path in self.pages("meetings", "people", "glossary")
            for line in path.read_text().splitlines(keepends=True)
            if line.startswith("Remark ")
        ]
        if found:
            path, line = self.random.choice(found)
            self.write(path, path.read_text().replace(line, ""))

    def retitle(self) -> None:
        """A new name, in the links too."""
        if pages := [path for path in self.added() if path.parent.name != "meetings"]:
            old = self.title(self.random.choice(pages))
            self.everywhere(old, f"{old.split()[0]} {self.next()}")

    def retitle_only(self) -> None:
        """A new name on the page alone: the links know its id, or its old name as a variant."""
        path = self.random.choice(self.pages("people", "glossary"))
        old, new = self.title(path), f"New {self.next()}"
        text = path.read_text()
        field, entry = ("variants", f"{{name: {old}}}") if path.parent.name == "people" else ("altLabel", old)
        if f"{field}:" in text:
            text = re.sub(
                rf"^{field}:( \[|\n)",
                lambda m: f"{field}: [{entry}, " if m[1] == " [" else f"{field}:\n  - {entry}\n",
                text,
                flags=re.MULTILINE,
            )
        else:
            text = text.replace("\n---\n#", f"\n{field}: [{entry}]\n---\n#")
        self.write(path, text.replace(f"# {old}\n", f"# {new}\n"))

    def retitle_index(self) -> None:
        """A page that declares nothing gets a new name."""
        path = self.random.choice(sorted((*self.root.glob("*/index.md"), *self.root.glob("registers/*.md"))))
        self.write(path, path.read_text().replace(f"# {self.title(path)}\n", f"# List {self.next()}\n", 1))

    def retitle_item(self) -> None:
        path = self.random.choice(self.pages("meetings"))
        items = re.findall(r"^## .*$", path.read_text(), re.MULTILINE)
        self.write(path, path.read_text().replace(self.random.choice(items) + "\n", f"## Item {self.next()}\n"))

    def rename(self) -> None:
        """A new id, in the links too."""
        if pages := self.added():
            path = self.random.choice(pages)
            new = (
                f"{path.stem[:-2]}{self.random.randrange(10, 29)}"
                if path.parent.name == "meetings"
                else f"{path.stem}-{self.next()}"
            )
            if not (path.parent / f"{new}.md").exists():
                path.rename(path.parent / f"{new}.md")
                self.everywhere(path.stem, new)

    def delete(self) -> None:
        """A page goes, and what names it."""
        if pages := self.added():
            path = self.random.choice(pages)
            gone = (self.title(path), path.stem)
            path.unlink()
            for other in [*self.root.glob("*.md"), *self.root.glob("*/*.md")]:
                text = other.read_text()
                kept = "".join(
                    line for line in text.splitlines(keepends=True) if not any(each in line for each in gone)
                )
                if kept != text:
                    self.write(other, kept)

    def change_source(self) -> None:
        path = self.root / "references.bib"
        name, value = self.random.choice(
            (
                ("title", f"Title {self.next()}"),
                ("year", str(self.random.randrange(1980, 2010))),
                ("author", f"Elm, Eve and Fir, No{self.next()}"),
            )
        )
        found = list(re.finditer(rf"{name} = \{{(.*?)\}}", path.read_text()))
        spot = self.random.choice(found)
        self.write(path, path.read_text()[: spot.start(1)] + value + path.read_text()[spot.end(1) :])

    def add_source(self) -> None:
        path = self.root / "references.bib"
        number = self.next()
        entry = f"@book{{new-{number},\n  author = {{Ash, Ann}},\n  title = {{Book {number}}},\n  year = {{2000}},\n  seen = {{nothing}}\n}}\n"
        self.write(path, f"{path.read_text()}\n{entry}")

    # -- work -----------------------------------------------------------------------------------

    EDITS = (
        *(add_person, add_term, add_meeting, add_mention, add_mention, add_mention, add_record, edit_prose, cite),
        *(link_to_part, tell_story, drop_remark, retitle, retitle_only, retitle_index, retitle_item),
        *(rename, delete, change_source, add_source),
    )

    def work(self) -> None:
        """Make one to three edits, of each kind before any kind again."""
        for _ in range(self.random.choice((1, 1, 2, 3))):
            if not self.todo:
                self.todo = self.random.sample(self.EDITS, len(self.EDITS))
            edit = self.todo.pop()
            edit(self)
            self.done.append(edit.__name__)


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_edits_ends_where_a_clean_build_does(tmp_path: Path, seed: int) -> None:
    root = tiny(tmp_path)
    editor = Editor(root, seed)
    for first in (Editor.add_person, Editor.add_term, Editor.add_meeting, Editor.add_mention):
        first(editor)
    editor.write(root / "lists.md", "# Lists\n\n:::{list-of} threads\n:::\n\n:::{list-of} terms-by-kind\n:::\n")
    editor.everywhere("sources\n```", "sources\nlists\n```")
    build(root)
    for step in range(8):
        editor.work()
        made = build(root, jobs=4 if step % 2 else 1)
        assert made.warnings == "", editor.done
        facts, edition = clean(root, jobs=1 if step % 2 else 4)
        assert ledgers(root) == facts, editor.done
        assert differences(files(made.out), edition) == [], editor.done


#: One change in one file, which shows on another page.
CHANGES = {
    "title of a page linked by file": ("meetings/index.md", "# Meetings", "# Gatherings"),
    "heading linked by its id": ("sources.md", "## Far away", "## Near by"),
    "first sentence of a person": ("people/ann-ash.md", "Secretary of the {term}", "Head of the {term}"),
    "variant of a name": ("people/bob-birch.md", "used-by: ash-2001-03-06", "used-by: oak-2000"),
    "abstract of a meeting": ("meetings/2001-03-06.md", "abstract: A short", "abstract: A long"),
    "item of a meeting": ("meetings/2001-03-06.md", "## Lamps", "## Lanterns"),
    "kind of a term": ("glossary/lamp.md", "kind: tool", "kind: place"),
    "text of a record": ("meetings/2002-03-05.md", "proposed a {term}", "proposed to have a {term}"),
    "register of a kind": ("registers/proposals.md", ":::{register} proposal\n:::", "None."),
    "how much was seen": ("references.bib", "seen = {first 200 characters}", "seen = {nothing}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_shows_wherever_it_should(root: Path, change: tuple[str, str, str]) -> None:
    with (root / "sources.md").open("a", encoding="utf-8") as file:
        file.write("\n(far)=\n## Far away\n\nWords.\n")
    edit(root / "meetings/2001-03-06.md", "Cy Cedar` was", "Cy Cedar` of [](index.md) and [](#far) was")
    build(root)
    edit(root / change[0], *change[1:])
    made = build(root)
    assert made.warnings == ""
    assert differences(files(made.out), clean(root)[1]) == []
