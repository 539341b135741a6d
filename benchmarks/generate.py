"""Write an invented archive of any size, as large as one likes, to measure with.

    python -m benchmarks.generate FOLDER --meetings 300 [--people 300 --terms 300 --seed 1 --words 1200 --links 40 --busy 0]

Its pages are made as the real ones are, its settings and machinery are copies of the real ones, so that whatever
builds the archive builds this. The same numbers give the same bytes, on any machine. Nobody in it exists.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import sys
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, product
from pathlib import Path
from random import Random

from benchmarks import phrases
from benchmarks.phrases import Template, template

ROOT = Path(__file__).resolve().parents[1]
#: What makes pages of the words, copied as it is.
MACHINERY = ("conf.py", "requirements.lock", "_ext", "_static", "_templates", "tools", "hosting")
MADE = shutil.ignore_patterns("__pycache__", ".*_cache")

MOST_PEOPLE, MOST_TERMS = 3000, 300
ITEMS = 10  # of the agenda, a meeting
AUTHORS = 12  # people who write accounts
FIRST_DAY, LAST_DAY = date(2000, 1, 4), date(2099, 12, 1)  # the list of meetings takes pages named 20…
#: How fast mentions fall off from the busiest person to the others: Zipf's law has 1.
SLOPE = 1.0
_ROLE = re.compile(r"\{[a-z:]+\}`([^`<]*?)\s*(?:<[^`>]*>)?`")
_CORRECTION = re.compile(r"^:::\{correction\}.*?^:::\n", re.MULTILINE | re.DOTALL)  # of pages that it has not
_DECLARES = re.compile(r"^type: (?:meeting|person|term)$", re.MULTILINE)
_ASCII = str.maketrans("łŁøØđĐßŧ", "lLoOdDst")


@dataclass(frozen=True, slots=True)
class Plan:
    """How large an archive is, and of which seed."""

    meetings: int
    people: int = 0  #: 0: as many as meetings, up to `MOST_PEOPLE`
    terms: int = 0  #: 0: by the number of meetings, up to `MOST_TERMS`
    seed: int = 1
    words: int = 1200  #: a meeting, about
    links: int = 40  #: a meeting, to people, terms and other meetings
    busy: int = 0  #: mentions more of one and the same person, in every meeting

    @property
    def persons(self) -> int:
        """The number of people; never fewer than write accounts."""
        return max(self.people or min(self.meetings, MOST_PEOPLE), AUTHORS)

    @property
    def entries(self) -> int:
        """The number of glossary entries; never fewer than one of each kind."""
        return max(self.terms or min(20 + self.meetings, MOST_TERMS), len(phrases.TERM_TITLES) + 2)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: the name as it is read, and as it is filed."""

    name: str
    first: str
    last: str

    @property
    def slug(self) -> str:
        """The name of their page."""
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry."""

    title: str
    kind: str
    expansion: str = ""

    @property
    def slug(self) -> str:
        """The name of its page."""
        return slug(self.expansion or self.title)


LEAGUE = Term("League", "body")
COMMITTEE = Term("LGC", "body", "League General Committee")


def slug(name: str) -> str:
    """A name as a page's id.

    >>> slug("Łucja Ó Dálmhaigh")
    'lucja-o-dalmhaigh'
    """
    plain = unicodedata.normalize("NFKD", name.translate(_ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def drawer(plan: Plan, *what: object) -> Random:
    """A source of chance for one page: it depends on the seed and the page, not on what was written before."""
    return Random(" ".join(map(str, (plan.seed, *what))))


class Heavy:
    """Numbers from 0 to *size*, the first far oftener than the last."""

    def __init__(self, size: int) -> None:
        self.sums = list(accumulate(1 / (rank + 1) ** SLOPE for rank in range(size)))

    def draw(self, random: Random) -> int:
        """One of them."""
        return bisect(self.sums, random.random() * self.sums[-1])


class World:
    """Who and what there is in an archive; the pages are made one by one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        random = drawer(plan, "people")
        lasts = [*map("".join, product(phrases.SURNAME_STARTS, phrases.SURNAME_ENDS)), *phrases.ACCENTED]
        pairs = list(product(phrases.FIRST, lasts))
        if plan.persons > len(pairs):
            raise ValueError(f"there are names for {len(pairs)} people, not for {plan.persons}")
        found = random.sample(pairs, plan.persons)
        self.people = tuple(Person(f"{first} {last}", first, last) for first, last in found)
        self.terms = (LEAGUE, COMMITTEE, *invented_terms(drawer(plan, "terms"), plan.entries - 2))
        self.who, self.what = Heavy(len(self.people)), Heavy(len(self.terms))
        self.step = max(1, min(28, (LAST_DAY - FIRST_DAY).days // plan.meetings))
        if plan.meetings > (LAST_DAY - FIRST_DAY).days:
            raise ValueError("there are fewer days than meetings")
        self.outside = 10 + plan.meetings // 10

    def day(self, number: int) -> str:
        """When a meeting was, which is its id."""
        return (FIRST_DAY + timedelta(days=number * self.step)).isoformat()

    def agenda(self, number: int) -> list[tuple[str, str]]:
        """The items of a meeting: id and heading."""
        random = drawer(self.plan, "agenda", number)
        some = sorted(random.sample(range(len(phrases.AGENDA)), ITEMS))
        return [(slug(phrases.AGENDA[each]), phrases.AGENDA[each]) for each in some]

    def author(self, number: int, account: int) -> Person:
        """Who wrote the first, or another, account of a meeting; the busiest wrote most."""
        first: int = drawer(self.plan, "author", number).choice((0, 0, 0, 1, 2, 3, *range(AUTHORS)))
        return self.people[(first + account) % AUTHORS]

    def account(self, number: int, account: int) -> str:
        """The key of an account of a meeting."""
        return f"{slug(self.author(number, account).name)}-{self.day(number)}"

    def book(self, random: Random) -> str:
        """The key of a source that is no account."""
        return f"source-{random.randrange(self.outside)}"


def invented_terms(random: Random, number: int) -> list[Term]:
    """So many terms, no two of which could be taken for each other."""
    found = [
        Term(title.replace("$mark", mark), kind)
        for kind, titles in phrases.TERM_TITLES.items()
        for title, mark in product(titles, phrases.MARKS)
    ]
    if number > len(found):
        raise ValueError(f"there are names for {len(found)} terms, not for {number}")
    taken = {LEAGUE.title, COMMITTEE.title}
    terms = []
    for term in random.sample(found, number):
        initials = "".join(word[0] for word in re.findall(r"\w+", term.title))
        if term.kind == "body" and len(initials) > 2 and initials not in taken:
            taken.add(initials)
            term = Term(initials, term.kind, term.title)
        terms.append(term)
    return terms


class Writer:
    """Writes one page's prose; counts what it has written."""

    def __init__(self, world: World, random: Random, number: int = 0) -> None:
        self.world, self.random, self.number = world, random, number
        self.last = world.people[0]
        self.ids: dict[str, int] = {}
        self.anchor = ""
        self.words = self.links = 0

    def say(self, sentence: Template, kind: str = "") -> str:
        """A sentence, its slots filled."""
        self.words += sentence.words
        self.links += sentence.links
        return "".join(self._fill(part, kind) if index % 2 else part for index, part in enumerate(sentence.parts))

    def _fill(self, slot: str, kind: str) -> str:
        if slot in phrases.WORDS:
            return self.random.choice(phrases.WORDS[slot])
        if slot in phrases.RELATIONS:
            self.last = self.world.people[self.world.who.draw(self.random)]
            return f"{{{slot}}}`{self.last.name}`"
        if slot.startswith("again_"):
            return f"{{{slot.removeprefix('again_')}}}`They <{self.last.name}>`"
        if slot == "term":
            term = self.world.terms[self.world.what.draw(self.random)]
            return f"{{term}}`{term.title}`"
        if slot in ("account", "other"):
            return f"{{cite:p}}`{self.world.account(self.number, int(slot == 'other'))}`"
        if slot == "id":
            return self.own_id(f"{self.anchor}-{kind}")
        earlier = max(0, self.number - 1 - self.world.what.draw(self.random) % 12)
        there = self.world.day(earlier)
        if slot == "meeting":
            return f"{{meeting}}`{there}`"
        agenda = self.world.agenda(earlier)
        if slot == "item":
            return f"{{item}}`{there}#{self.random.choice(agenda)[0]}`"
        assert slot == "record", slot
        return f"{{record}}`what was decided <{there}#{agenda[0][0]}-decision>`"

    def own_id(self, wanted: str) -> str:
        """An id that the page has not had yet."""
        self.ids[wanted] = count = self.ids.get(wanted, 0) + 1
        return wanted if count == 1 else f"{wanted}-{count}"


_PLAIN = tuple(map(template, phrases.PLAIN))
_BUSY = tuple(map(template, phrases.BUSY))
_LINKED = tuple(map(template, phrases.LINKED))
_RECORDS = {kind: tuple(map(template, texts)) for kind, texts in phrases.RECORDS.items()}
_KINDS = tuple(kind for kind, often in phrases.FREQUENCY.items() for _ in range(often))


def sentences(writer: Writer, words: int, links: int, kinds: Sequence[str]) -> Iterator[str]:
    """Sentences until the page has so many words and links, about, a record of each kind first."""
    random = writer.random
    for kind in kinds:
        yield writer.say(random.choice(_RECORDS[kind]), kind)
    while writer.words < words or writer.links < links:
        wanted = writer.links < links and (writer.words >= words or random.random() < 0.5)
        yield writer.say(random.choice(_LINKED if wanted else _PLAIN))


def meeting(world: World, number: int) -> str:
    """The page of a meeting."""
    plan, random = world.plan, drawer(world.plan, "meeting", number)
    writer = Writer(world, random, number)
    day, author = date.fromisoformat(world.day(number)), world.author(number, 0)
    accounts = [world.account(number, each) for each in range(2)]
    agenda = world.agenda(number)
    first, second = random.sample([heading for _, heading in agenda], 2)
    lines = [
        "---",
        "type: meeting",
        f"date: {day}",
        f"body: {COMMITTEE.title}",
        *(
            [f"kind: {random.choice(('away day', 'special meeting'))}", f"kind-source: {accounts[1]}"]
            * (number % 9 == 4)
        ),
        f"accounts: [{accounts[0]}]",
        f"other-accounts: [{accounts[1]}]",
        "abstract: >-",
        f"  A meeting of the committee as told by {author.name}, most of it on {first.lower()}.",
        f"  It went on to {second.lower()}, and came to an end {random.choice(phrases.WORDS['manner'])}.",
        "---",
        f"# Meeting of {day.day} {day:%B %Y}",
        "",
        "{#about-this-page}",
        f"This page calendars {{wrote}}`{author.name}'s` personal account of a meeting of the {{term}}`{COMMITTEE.title}` "
        f"{{cite:p}}`{accounts[0]}`.",
        "Everything on the page is as it is told there, unless it is marked as an editorial note.",
    ]
    writer.words, writer.links = 130, 2  # what stands above, the headings and the points
    notes = {1: accounts[1], ITEMS - 2: world.book(random)}
    for index, (anchor, heading) in enumerate(agenda):
        writer.anchor = anchor
        lines += ["", f"{{#{anchor}}}", f"## {heading}"]
        kinds = [random.choice(_KINDS) for _ in range(random.choice((1, 1, 2)))]
        if index == 0:
            kinds[0] = "decision"  # which later meetings go back to
        due = (index + 1) / ITEMS
        said = list(sentences(writer, round(plan.words * due), round(plan.links * due), kinds))
        for paragraph, start in enumerate(range(0, len(said), 3), 1):
            lines += ["", f"{{#{anchor}-{paragraph}}}", *said[start : start + 3]]
        if index % 4 == 2:
            lines += [
                "",
                f"{{#{anchor}-points}}",
                *(f"- the {_word(random, 'adjective')} {_word(random, 'noun')};" for _ in "12"),
            ]
            lines += [f"- some {_word(random, 'plural')}, {_word(random, 'manner')}."]
        if often := plan.busy * (index + 1) // ITEMS - plan.busy * index // ITEMS:
            busy = Writer(world, drawer(plan, "busy", number, index), number)  # whatever else is said stays the same
            busy.last = world.people[0]
            lines += ["", f"{{#{anchor}-busy}}", *(busy.say(busy.random.choice(_BUSY)) for _ in range(often))]
        if index in notes:
            said = [writer.say(random.choice(_PLAIN)) for _ in "12"]
            said[-1] = f"{said[-1][:-1]} {{cite:p}}`{notes[index]}`."
            lines += ["", ":::{editorial}", f"{{#note-{anchor}}}", *said, ":::"]
    return "\n".join(lines) + "\n"


def _word(random: Random, name: str) -> str:
    return random.choice(phrases.WORDS[name])


def person(world: World, number: int, taken: set[str]) -> str:
    """The page of a person. *taken* are the names that others have, and grows by theirs."""
    random, who = drawer(world.plan, "person", number), world.people[number]
    writer = Writer(world, random, number=min(number + 1, world.plan.meetings))
    there = random.randrange(world.plan.meetings)
    source = world.account(there, 0)
    lines = ["---", "type: person", f"sort: {who.last}, {who.first}"]
    misspelt = f"{who.first} {_misspelt(who.last, random)}"
    if number % 5 == 0 and misspelt.casefold() not in taken:
        taken.add(misspelt.casefold())
        lines += ["variants:", f"  - {{name: {misspelt}, used-by: {source}}}"]
    posts = random.choice((0, 1, 1, 2, 3)) + 3 * (number < AUTHORS)
    if posts:
        bodies = [term.title for term in world.terms if term.kind == "body"]
        lines.append("posts:")
        for index in range(posts):
            start = 1990 + 3 * index + random.randrange(3)
            when = random.choice(
                (f"start: {start}, end: {start + 2}", f"attested: {start}-{random.randrange(1, 13):02}~")
            )
            post = _word(random, "post").capitalize()
            lines.append(f"  - {{post: {post}, organization: {random.choice(bodies)}, {when}, source: {source}}}")
    anchor = world.agenda(there)[random.randrange(ITEMS)][0]
    said = writer.say(template(f"{who.name} has to do with the $term and its $noun, as $person has too"))
    lines += ["---", f"# {who.name}", "", f"{said} {{cite:p}}`{source}`."]
    lines += [
        "",
        f"{writer.say(random.choice(_PLAIN))}",
        f"More of that is told under {{item}}`{world.day(there)}#{anchor}`.",
    ]
    return "\n".join(lines) + "\n"


def _misspelt(name: str, random: Random) -> str:
    at = random.randrange(2, len(name))
    return f"{name[:at]}{name[at - 1]}{name[at:]}"  # a letter twice


def term(world: World, number: int) -> str:
    """The page of a glossary entry."""
    random, entry = drawer(world.plan, "term", number), world.terms[number]
    writer = Writer(world, random, number=world.plan.meetings)
    lines = ["---", "type: term", f"kind: {entry.kind}"]
    if entry.expansion:
        lines.append(f"expansion: {entry.expansion}")
    if number % 3 == 2:
        lines.append(f"altLabel: [the old {entry.expansion or entry.title}]")
    if number:
        lines.append(f"broader: [{world.terms[random.randrange(number)].title}]")  # of those before, so never a circle
        others = random.sample(world.terms, 2)
        lines.append(f"related: [{', '.join(each.title for each in others if each != entry)}]")
    what = f"A {entry.kind} of the {{term}}`{LEAGUE.title}`" if number else f"A {entry.kind}"
    said = writer.say(template(f"{what}, known for its $noun and for $plural kept $manner"))
    if number % 11 == 10:
        lines += ["---", f"# {entry.title}", "", "Not defined in the sources."]
    else:
        lines += ["---", f"# {entry.title}", "", f"{said} {{cite:p}}`{world.book(random)}`."]
    lines += ["", writer.say(random.choice(_LINKED[:2])), writer.say(random.choice(_PLAIN))]
    return "\n".join(lines) + "\n"


def sources(world: World) -> Iterator[str]:
    """The entries of the bibliography."""
    for number in range(world.plan.meetings):
        day = date.fromisoformat(world.day(number))
        for account in range(2):
            author, key = world.author(number, account), world.account(number, account)
            yield (
                f"@online{{{key},\n  author = {{{author.last}, {author.first}}},\n"
                f"  title = {{{('What was said in', 'Notes of')[account]} {day:%B %Y}}},\n"
                f"  organization = {{Letters to the branches}},\n"
                f"  year = {{{day.year}}}, month = {{{day.month}}}, day = {{{day.day}}},\n"
                f"  url = {{https://example.org/{key}}},\n"
                f"  seen = {{{('whole text', 'first 2,000 characters')[account]}}},\n}}\n"
            )
    for number in range(world.outside):
        random = drawer(world.plan, "source", number)
        author = random.choice(world.people)
        yield (
            f"@book{{source-{number},\n  author = {{{author.last}, {author.first}}},\n"
            f"  title = {{The {_word(random, 'adjective')} {_word(random, 'noun')} and its {_word(random, 'plural')}}},\n"
            f"  publisher = {{Nowhere Press}},\n  year = {{{random.randrange(1950, 2000)}}},\n"
            f"  seen = {{page {random.randrange(1, 300)}}},\n}}\n"
        )


def listings(root: Path) -> Iterator[tuple[str, str]]:
    """The pages of an archive that hold lists and name nobody, as (path, text), their own links left out."""
    settings = ast.parse((root / "conf.py").read_text(encoding="utf-8")).body
    patterns = next(
        ast.literal_eval(each.value)
        for each in settings
        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") == "include_patterns"
    )
    for pattern in patterns:
        for path in sorted(root.glob(f"{pattern}/*.md" if pattern.endswith("**") else pattern)):
            text = _CORRECTION.sub("", path.read_text(encoding="utf-8"))
            if not _DECLARES.search(text):
                yield path.relative_to(root).as_posix(), _ROLE.sub(r"\1", text)


def pages(plan: Plan) -> Iterator[tuple[str, str]]:
    """All invented pages as (path, text), one at a time."""
    world = World(plan)
    for number in range(plan.meetings):
        yield f"meetings/{world.day(number)}.md", meeting(world, number)
    taken = {each.name.casefold() for each in world.people}
    for number, who in enumerate(world.people):
        yield f"people/{who.slug}.md", person(world, number, taken)
    for number, entry in enumerate(world.terms):
        yield f"glossary/{entry.slug}.md", term(world, number)
    yield "references.bib", "\n".join(sources(world))


def write(folder: Path, plan: Plan, root: Path = ROOT) -> Path:
    """Write an archive to a folder that is not there yet, or is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    for name in MACHINERY:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=MADE)
        elif (root / name).exists():
            shutil.copyfile(root / name, folder / name)
    for source in (listings(root), pages(plan)):
        for path, text in source:
            (folder / path).parent.mkdir(exist_ok=True)
            with (folder / path).open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
    return folder


def main(arguments: list[str] | None = None) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--meetings", type=int, required=True)
    parser.add_argument("--people", type=int, default=0, help=f"as many as meetings, up to {MOST_PEOPLE}")
    parser.add_argument("--terms", type=int, default=0, help=f"by the number of meetings, up to {MOST_TERMS}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=int, default=1200, help="in a meeting")
    parser.add_argument("--links", type=int, default=40, help="in a meeting")
    parser.add_argument("--busy", type=int, default=0, help="mentions more of one person, in every meeting")
    given = vars(parser.parse_args(arguments))
    folder = given.pop("folder")
    try:
        write(folder, Plan(**given))
    except (FileExistsError, ValueError) as error:
        print(f"Nothing was written: {error}.", file=sys.stderr)
        return 1
    print(f"An archive of {given['meetings']} meetings is in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
