"""Somebody who works on an archive at random, and never leaves it with a fault."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from minutes import checking, identifiers
from minutes.reader import VIEW_DIRECTIVES

#: What an editor may touch, from the root of an archive.
TOUCHED = (
    *("*.md", "*/*.md", "references.bib", identifiers.FILE, identifiers.REDIRECTS),
    *("conf.py", "_static/css/*.css"),
)
FOLDERS = ("meetings", "people", "glossary")

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


def words(root: Path) -> dict[str, str]:
    """All that an editor may touch, by its path, as it is now."""
    found = {path for pattern in TOUCHED for path in root.glob(pattern) if path.is_file()}
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(found)}


def put(root: Path, wanted: Mapping[str, str]) -> None:
    """Give an archive these words and no others; a file that says the same already keeps its time."""
    now = words(root)
    for name in now.keys() - wanted.keys():
        (root / name).unlink()
    for name, text in wanted.items():
        if now.get(name) != text:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")


class Editor:
    """Edits of every kind. What it does next depends on its seed and on the words that it finds.

    After each edit the archive is checked; one that would leave a fault is undone, and counted as refused.
    """

    def __init__(self, root: Path, seed: object) -> None:
        self.root, self.random, self.number = root, Random(str(seed)), 0
        self.given = set(self.pages())
        self.dates = "20" if (root / "meetings/items.md").exists() else "19"  # which the list of meetings takes
        self.todo: list[Callable[[Editor], None]] = []
        self.accepted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    # -- what there is --------------------------------------------------------------------------

    def pages(self, *folders: str) -> list[Path]:
        """The pages that declare something, not those of lists."""
        found = (path for folder in folders or FOLDERS for path in sorted(self.root.glob(f"{folder}/*.md")))
        return [path for path in found if re.match(r"---\ntype: (?:meeting|person|term)\n", path.read_text())]

    def lists(self) -> list[Path]:
        """The pages that declare nothing."""
        found = (*self.root.glob("*.md"), *self.root.glob("*/index.md"), *self.root.glob("registers/*.md"))
        return sorted(path for path in found if path.parent.name not in ("docs", "hosting"))

    def all_pages(self) -> list[Path]:
        return [*self.lists(), *self.pages()]

    def added(self, *folders: str) -> list[Path]:
        """Pages of the editor's own: their names stand for nothing else, so all links to them are known."""
        return [path for path in self.pages(*folders) if path not in self.given]

    def title(self, path: Path) -> str:
        match = re.search(r"^# (.*)$", path.read_text(), re.MULTILINE)
        assert match
        return match[1]

    def lines(self, *folders: str) -> list[tuple[Path, int]]:
        """Every place in the prose after which a line can be added."""
        found = []
        for path in self.pages(*folders):
            text = path.read_text().splitlines()
            start = text.index("---", 1)
            found += [(path, at + 1) for at, line in enumerate(text) if at > start and line.endswith(".")]
        return found

    def keys(self) -> list[str]:
        return re.findall(r"^@\w+\{(.*),", (self.root / "references.bib").read_text(), re.MULTILINE)

    def unused(self, found: str) -> bool:
        """Whether no word of the archive has these letters in it."""
        return not any(found in name or found in text for name, text in words(self.root).items())

    def published(self) -> set[str]:
        return set(identifiers.read(self.root).lines)

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
        for path in self.all_pages():
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

    def redirect(self, old: str, new: str) -> None:
        """What was promised leads on; what was not may."""
        if any(each == old or each.startswith(f"{old}#") for each in self.published()) or self.random.random() < 0.5:
            with (self.root / identifiers.REDIRECTS).open("a", encoding="utf-8") as file:
                file.write(f'"{old}" = "{new}"\n')

    def id_of(self, path: Path) -> str:
        return path.relative_to(self.root).with_suffix("").as_posix()

    # -- pages ----------------------------------------------------------------------------------

    def add_person(self) -> None:
        name = self.next()
        head = f"type: person\nsort: Kim {name}"
        text = f"---\n{head}\n---\n# Kim {name}\n\nSomebody {{cite:p}}`{self.random.choice(self.keys())}`.\n"
        self.write(self.root / f"people/kim-{name}.md", text)

    def add_term(self) -> None:
        name = self.next()
        head = f"type: term\nkind: tool\nbroader: [{self.title(self.random.choice(self.pages('glossary')))}]"
        text = f"---\n{head}\n---\n# Thing {name}\n\nNot defined in the sources.\n"
        self.write(self.root / f"glossary/thing-{name}.md", text)

    def add_meeting(self) -> None:
        year = f"{self.dates}{self.random.randrange(90, 100)}"
        date = f"{year}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
        body = re.search(r"^body: .*$", self.pages("meetings")[0].read_text(), re.MULTILINE)
        assert body
        if self.unused(date):
            accounts = f"accounts: [{self.random.choice(self.keys())}]"
            head = f"type: meeting\ndate: {date}\n{body[0]}\n{accounts}\nabstract: One more."
            text = "{#lead}\nLead.\n\n{#point}\n## Point\n\n{#matter}\nMatter.\n"
            self.write(self.root / f"meetings/{date}.md", f"---\n{head}\n---\n# Meeting on {date}\n\n{text}")

    def add_list(self) -> None:
        """A page that declares nothing."""
        name = self.next()
        directive = self.random.choice(("list-of", "list-of", "table-of"))
        view = f"{{{directive}}} {self.random.choice(VIEW_DIRECTIVES[directive])}"
        self.write(self.root / f"registers/list-{name}.md", f"# List {name}\n\nA list.\n\n:::{view}\n:::\n")

    def drop_list(self) -> None:
        """And nobody links to it."""
        if found := sorted(self.root.glob("registers/list-*.md")):
            path = self.random.choice(found)
            path.unlink()
            self.redirect(self.id_of(path), "index")

    def rename(self) -> None:
        """A new id, in the links too; sometimes the old one leads on."""
        if pages := self.added():
            path = self.random.choice(pages)
            new = (
                f"{path.stem[:-2]}{self.random.randrange(10, 29)}"
                if path.parent.name == "meetings"
                else f"{path.stem}-{self.next()}"
            )
            if self.unused(new):
                path.rename(path.parent / f"{new}.md")
                self.everywhere(path.stem, new)
                self.redirect(self.id_of(path), f"{path.parent.name}/{new}")

    def swap(self) -> None:
        """Two pages change places; their files keep their times."""
        some = [pages for folder in FOLDERS if len(pages := self.added(folder)) > 1]
        if some:
            one, other = self.random.sample(self.random.choice(some), 2)
            aside = one.with_suffix(".aside")
            one.rename(aside)
            other.rename(one)
            aside.rename(other)

    def delete(self) -> None:
        """A page goes, and what names it."""
        if pages := self.added():
            path = self.random.choice(pages)
            gone = (self.title(path), path.stem)
            path.unlink()
            self.redirect(self.id_of(path), self.id_of(self.random.choice(self.pages(path.parent.name))))
            for other in self.all_pages():
                text = other.read_text()
                kept = "".join(
                    line for line in text.splitlines(keepends=True) if not any(each in line for each in gone)
                )
                if kept != text:
                    self.write(other, kept)

    # -- prose ----------------------------------------------------------------------------------

    def add_mention(self) -> None:
        self.insert(self.random.choice(self.lines()), self.mention(self.random.choice(self.pages())))

    def mention_often(self) -> None:
        """One person, on many pages."""
        path = self.random.choice(self.pages("people"))
        for _ in range(6):
            self.insert(self.random.choice(self.lines()), self.mention(path))

    def add_record(self) -> None:
        person = self.title(self.random.choice(self.pages("people")))
        number = self.next()
        text, kind = self.random.choice(
            (
                (f"{{proposed}}`{person}` proposed plan {number}", "proposal"),
                (f"It was agreed by {{decided}}`{person}` to go on with {number}", "decision"),
                (f"There were {{value}}`{number}` {{of}}`lamps`", "statistic"),
                (f"{{undertook}}`{person}` would do {number} by {{due}}`May`", "undertaking"),
            )
        )
        self.insert(self.random.choice(self.lines("meetings")), f"[{text}]{{.{kind} #plan-{number}}}.")

    def drop_record(self) -> None:
        """One that the editor has made; if it was promised, its id leads to its page."""
        found = [
            (path, match)
            for path in self.pages("meetings")
            for match in re.finditer(r"^\[.*#(plan-\d+)\}\.\n", path.read_text(), re.MULTILINE)
        ]
        if found:
            path, match = self.random.choice(found)
            self.write(path, path.read_text().replace(match[0], ""))
            self.redirect(f"{self.id_of(path)}#{match[1]}", self.id_of(path))

    def link_to_part(self) -> None:
        """Of a meeting: an item, or the list of all of them."""
        path = self.random.choice(self.pages("meetings"))
        item = self.random.choice(re.findall(r"^\{#(.*)\}\n## ", path.read_text(), re.MULTILINE))
        link = self.random.choice(("{item}`PATH#ITEM`", "[](../meetings/PATH.md#ITEM)", "[](../meetings/index.md)"))
        line = f"Remark {self.next()} points to {link.replace('PATH', path.stem).replace('ITEM', item)}."
        self.insert(self.random.choice(self.lines()), line)

    def edit_prose(self) -> None:
        self.insert(self.random.choice(self.lines()), f"Remark {self.next()} says nothing.")

    def edit_definition(self) -> None:
        """The first sentence, which previews and lists show."""
        path = self.random.choice(self.pages("people", "glossary"))
        text = path.read_text()
        at = text.index("\n\n", text.index("\n# ")) + 2
        opening = "" if text[at:].startswith("Not defined") else f"As told {self.next()} times: "
        self.write(path, f"{text[:at]}{opening}{text[at:]}")

    def cite(self) -> None:
        key = self.random.choice(self.keys())
        self.insert(self.random.choice(self.lines()), f"Remark {self.next()} rests on a source {{cite:p}}`{key}`.")

    def drop_remark(self) -> None:
        """A mention, a citation or a mere sentence goes."""
        found = [
            (path, line)
            for path in self.pages()
            for line in path.read_text().splitlines(keepends=True)
            if line.startswith("Remark ")
        ]
        if found:
            path, line = self.random.choice(found)
            self.write(path, path.read_text().replace(line, ""))

    def tell_story(self) -> None:
        """A term becomes a thread."""
        path = self.random.choice(self.pages("glossary"))
        if "## Story" not in path.read_text():
            self.write(path, f"{path.read_text()}\n{{#story-{self.next()}}}\n## Story\n\nIt went on.\n")

    # -- names ----------------------------------------------------------------------------------

    def retitle(self) -> None:
        """A new name, in the links too."""
        if pages := self.added("people", "glossary"):
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

    def retitle_list(self) -> None:
        """A page that declares nothing gets a new name."""
        path = self.random.choice(self.lists())
        self.write(path, path.read_text().replace(f"# {self.title(path)}\n", f"# List {self.next()}\n", 1))

    def retitle_item(self) -> None:
        path = self.random.choice(self.pages("meetings"))
        items = re.findall(r"^## .*$", path.read_text(), re.MULTILINE)
        self.write(path, path.read_text().replace(self.random.choice(items) + "\n", f"## Item {self.next()}\n"))

    # -- front matter ---------------------------------------------------------------------------

    def edit_front_matter(self) -> None:
        """A field with a new value, or one that was not there."""
        path = self.random.choice(self.pages())
        text = path.read_text()
        field, value = {
            "meetings": (
                ("abstract", f"Another meeting, {self.next()}."),
                ("other-accounts", f"[{self.random.choice(self.keys())}]"),
            ),
            "people": (
                ("sort", f"Sorted {self.next()}"),
                (
                    "posts",
                    f"[{{post: Keeper {self.next()}, organization: {self.title(self.random.choice(self.pages('glossary')))}, "
                    f"attested: {self.random.randrange(1990, 2020)}, source: {self.random.choice(self.keys())}}}]",
                ),
            ),
            "glossary": (
                ("kind", self.random.choice(("tool", "place", "event", "body"))),
                ("related", f"[{self.title(self.random.choice(self.pages('glossary')))}]"),
                ("broader", f"[{self.title(self.random.choice(self.pages('glossary')))}]"),
            ),
        }[path.parent.name][self.random.randrange(2 if path.parent.name != "glossary" else 3)]
        head, rest = text[4:].split("\n---\n", 1)
        head, there = re.subn(rf"^{field}:.*(?:\n .*)*", f"{field}: {value}", head, flags=re.MULTILINE)
        self.write(path, f"---\n{head}{'' if there else f'{chr(10)}{field}: {value}'}\n---\n{rest}")

    def drop_field(self) -> None:
        """One that a page need not have."""
        fields = "posts|related|broader|other-accounts|expansion|variants|altLabel"
        found = [
            (path, match)
            for path in self.pages()
            for match in re.finditer(rf"^(?:{fields}):.*\n(?: .*\n)*", path.read_text(), re.MULTILINE)
        ]
        if found:
            path, match = self.random.choice(found)
            self.write(path, path.read_text().replace(match[0], "", 1))

    # -- sources, ids, corrections --------------------------------------------------------------

    def change_source(self) -> None:
        path = self.root / "references.bib"
        name, value = self.random.choice(
            (
                ("title", f"Title {self.next()}"),
                ("year", str(self.random.randrange(1980, 2010))),
                ("author", f"Elm, Eve and Fir, No{self.next()}"),
                ("seen", f"page {self.next()}"),
            )
        )
        text = path.read_text()
        spot = self.random.choice(list(re.finditer(rf"\b{name} = \{{(.*?)\}}", text)))
        self.write(path, text[: spot.start(1)] + value + text[spot.end(1) :])

    def add_source(self) -> None:
        path = self.root / "references.bib"
        number = self.next()
        entry = f"@book{{new-{number},\n  author = {{Ash, Ann}},\n  title = {{Book {number}}},\n  year = {{2000}},\n  seen = {{nothing}}\n}}\n"
        self.write(path, f"{path.read_text()}\n{entry}")

    def drop_source(self) -> None:
        """One that nobody cites, if it can be had: else it is refused."""
        path = self.root / "references.bib"
        if found := re.findall(r"^@book\{new-\d+,\n(?:  .*\n)*\}\n", path.read_text(), re.MULTILINE):
            self.write(path, path.read_text().replace(self.random.choice(found), ""))

    def move_source(self) -> None:
        """The entries of the bibliography in another order."""
        path = self.root / "references.bib"
        entries = re.split(r"(?m)^(?=@)", path.read_text())
        last = entries.pop().rstrip("\n") + "\n\n"
        self.write(path, "".join((entries[0], last, *entries[1:])))

    def publish(self) -> None:
        """All ids are promised."""
        found = identifiers.promised(page.ledger for page in checking.read_all(self.root))
        self.write(self.root / identifiers.FILE, identifiers.text({*found, *self.published()}))

    def correct(self) -> None:
        """What a remark had wrong is put right, and entered."""
        path = self.root / "corrections.md"
        if path.exists():
            place = self.random.choice(self.lines())
            number = self.next()
            self.insert(place, f"Remark {number} is right.")
            entry = (
                f":::{{correction}} {place[0].stem}\n:date: 2026-12-{self.random.randrange(1, 29):02}\n"
                f":since: 2026.1\n:was: Remark {number} is wrong\n:now: Remark {number} is right\n\n"
                f"The source counts {number}.\n:::\n"
            )
            self.write(path, f"{path.read_text().rstrip()}\n\n{entry}")

    def drop_correction(self) -> None:
        path = self.root / "corrections.md"
        if path.exists() and (found := re.findall(r"(?ms)^:::\{correction\}.*?^:::\n", path.read_text())):
            self.write(path, path.read_text().replace(self.random.choice(found), ""))

    # -- files ----------------------------------------------------------------------------------

    def put_back(self) -> None:
        """A file as it was before the editor came to it, with the time that it had then, as `cp -p` leaves it."""
        path = self.random.choice([*self.pages()[-3:], *self.lists()[:2], self.root / "references.bib"])
        backup = self.root / "_build" / "backup" / path.relative_to(self.root)
        backup.parent.mkdir(parents=True, exist_ok=True)
        if backup.exists():
            time = backup.stat().st_mtime_ns
            self.write(path, backup.read_text())
            os.utime(path, ns=(time, time))
            backup.unlink()
        else:
            self.write(backup, path.read_text())
            time = path.stat().st_mtime_ns
            os.utime(backup, ns=(time, time))
            places = [each for each in self.lines() if each[0] == path]
            if places:
                self.insert(self.random.choice(places), "Said in between.")
            elif path.suffix == ".bib":
                self.change_source()
            else:
                self.write(path, f"{path.read_text()}\nSaid in between.\n")

    def change_style(self) -> None:
        """The looks are no words: they make every page anew."""
        if (self.root / "_static/css").is_dir():
            self.write(self.root / "_static/css/99-soak.css", f"main {{ --soak: {self.next()}; }}\n")

    def change_settings(self) -> None:
        path = self.root / "conf.py"
        self.write(
            path, re.sub(r'^project = ".*?"', f'project = "Archive {self.next()}"', path.read_text(), flags=re.M)
        )

    # -- work -----------------------------------------------------------------------------------

    #: Each is made before any is made again; what matters most stands here more than once.
    EDITS = (
        *(add_person, add_person, add_term, add_term, add_meeting, add_meeting, add_list, drop_list),
        *(rename, rename, swap, delete, delete),
        *(add_mention, add_mention, add_mention, mention_often, add_record, add_record, drop_record, link_to_part),
        *(edit_prose, edit_definition, cite, drop_remark, drop_remark, tell_story),
        *(retitle, retitle_only, retitle_list, retitle_item, edit_front_matter, edit_front_matter, drop_field),
        *(change_source, add_source, drop_source, move_source, publish, correct, drop_correction),
        *(put_back, put_back, change_style, change_settings),
    )

    def make(self, edit: Callable[[Editor], None]) -> bool:
        """Make one edit; whether it changed anything and left no fault."""
        before, times = words(self.root), {path: path.stat() for path in self.all_pages()}
        edit(self)
        changed = words(self.root) != before
        if changed and checking.check(self.root):
            put(self.root, before)
            for path, was in times.items():
                os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
            self.refused[edit.__name__] += 1
            return False
        self.accepted[edit.__name__] += changed
        return changed

    def work(self, number: int = 1) -> list[str]:
        """Make some edits, of each kind before any kind again; their names."""
        done: list[str] = []
        for _ in range(1000):
            if len(done) == number:
                break
            if not self.todo:
                self.todo = self.random.sample(self.EDITS, len(self.EDITS))
            edit = self.todo.pop()
            if self.make(edit):
                done.append(edit.__name__)
        return done
