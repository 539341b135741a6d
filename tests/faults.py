"""What can be wrong with an archive: how to bring each fault into the tiny one, and what an editor is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from minutes.reader import BARE_DIRECTIVES, FOREIGN_DIRECTIVES, PROSE_DIRECTIVES, VIEW_DIRECTIVES
from minutes.vocabulary import LISTS, RECORD_KINDS, RELATIONS, TERM_KINDS
from tests.helpers import edit

Change = Callable[[Path], object]


class Fault(NamedTuple):
    """A fault and the problems that it makes, as they are printed; nothing else may be reported."""

    name: str
    make: Change
    problems: tuple[str, ...]

    @property
    def warnings(self) -> Iterator[str]:
        """The problems as the build prints them."""
        return (
            re.sub(r"(:\d+): (.*) \[([a-z-]+)\]\Z", r"\1: WARNING: \2 [minutes.\3]", each) for each in self.problems
        )


def put(path: str, old: str, new: str) -> Change:
    """Replace some text of a page."""
    return lambda root: edit(root / path, old, new)


def write(path: str, data: str | bytes) -> Change:
    """Write a whole file."""
    return lambda root: (root / path).write_bytes(data if isinstance(data, bytes) else data.encode())


def move(path: str, to: str) -> Change:
    return lambda root: (root / path).rename(root / to)


def remove(path: str) -> Change:
    return lambda root: (root / path).unlink()


FIRST, LATER = "meetings/2001-03-06.md", "meetings/2002-03-05.md"
ANN, BOB, CY = "people/ann-ash.md", "people/bob-birch.md", "people/cy-cedar.md"
COMMITTEE, LAMP, FUND = "glossary/committee.md", "glossary/lamp.md", "glossary/lamp-fund.md"
DECISIONS, PEOPLE, BIB = "registers/decisions.md", "people/index.md", "references.bib"

SCRIPT = "<script>alert(1)</script>"
PERSON = "---\ntype: person\nsort: {sort}\n---\n# {title}\n\nA person {{cite:p}}`oak-2000`.\n"

_NOT_EDTF = "is not an EDTF date (such as 2011-11-01, 2011-11~ or 2010-11-29/2010-11-30)"
_KINDS, _LISTS, _RELATIONS = ", ".join(RECORD_KINDS), ", ".join(LISTS), ", ".join(RELATIONS)
_DIRECTIVES = ", ".join((*PROSE_DIRECTIVES, *VIEW_DIRECTIVES, *BARE_DIRECTIVES, *FOREIGN_DIRECTIVES))


def after_the_lamps(text: str) -> Change:
    """Put something before the second item of the later meeting."""
    return put(LATER, "{#fund}\n", f"{text}\n\n{{#fund}}\n")


def in_the_prose(text: str) -> Change:
    """Put something at the end of a paragraph, on line 17 of the later meeting."""
    return put(LATER, " had not come.", f" had not come {text}.")


def sort_of_ann(text: str) -> Change:
    """Put something into front matter, on line 3."""
    return put(ANN, "sort: Ash, Ann", text)


NAMES = (
    Fault(
        "unknown person",
        put(LATER, "{reported}`Bob Birch`", "{reported}`Bob Brich`"),
        (f"{LATER}:17: unknown person or term `Bob Brich`; did you mean `Bob Birch`? [name]",),
    ),
    Fault(
        "unknown person unlike any",
        put(LATER, "{reported}`Bob Birch`", "{person}`Xerxes`"),
        (f"{LATER}:17: unknown person `Xerxes`; add its page, or check the spelling [name]",),
    ),
    Fault(
        "unknown term",
        put(LATER, "{term}`lamps`", "{term}`lampz`"),
        (f"{LATER}:17: unknown term `lampz`; did you mean `lamp`? [name]",),
    ),
    Fault(
        "unknown item",
        put(LATER, "{item}`2001-03-06#lamps`", "{item}`2001-03-06#lumps`"),
        (f"{LATER}:17: unknown item `2001-03-06#lumps`; did you mean `2001-03-06#lamps`? [name]",),
    ),
    Fault(
        "meeting as a speaker",
        put(LATER, "{reported}`Bob Birch`", "{reported}`2001-03-06`"),
        (f"{LATER}:17: unknown person or term `2001-03-06`; add its page, or check the spelling [name]",),
    ),
    Fault(
        "ambiguous name",
        write("people/bob-birch-2.md", PERSON.format(sort="Birch, Bob", title="Bob Birch")),
        tuple(
            f"{where}: ambiguous name `Bob Birch`: `bob-birch` or `bob-birch-2`; "
            "write `{…}`Bob Birch <bob-birch>`` [name]"
            for where in (f"{FIRST}:17", f"{FIRST}:26", f"{LATER}:17")
        ),
    ),
    Fault(
        "unknown body",
        put(FIRST, "body: Committee", "body: Comittee"),
        (f"{FIRST}:4: unknown body `Comittee`; did you mean `committee`? [name]",),
    ),
    Fault(
        "unknown organization",
        put(ANN, "organization: Committee", "organization: Comittee"),
        (f"{ANN}:7: unknown organization `Comittee`; did you mean `committee`? [name]",),
    ),
    Fault(
        "unknown broader term",
        put(FUND, "broader: [Lamp]", "broader: [Lanp]"),
        (f"{FUND}:5: unknown broader term `Lanp`; did you mean `lamp`? [name]",),
    ),
    Fault(
        "unknown related term",
        put(FUND, "related: [Committee]", "related: [Xyz]"),
        (f"{FUND}:6: unknown related term `Xyz`; add its page to glossary/ [name]",),
    ),
    Fault(
        "two claim one variant",
        put(BOB, "- {name: Bob,", "- {name: Anne Ashe}\n  - {name: Bob,"),
        (
            f"{ANN}:4: the name `Anne Ashe` is claimed by `bob-birch` too; "
            "a name belongs to one person: drop it from one page [duplicate]",
            f"{BOB}:4: the name `Anne Ashe` is claimed by `ann-ash` too; "
            "a name belongs to one person: drop it from one page [duplicate]",
        ),
    ),
    Fault(
        "two terms claim one label",
        put(FUND, "broader: [Lamp]", "broader: [Lamp]\naltLabel: [the board]"),
        (
            f"{COMMITTEE}:4: the name `the board` is claimed by `lamp-fund` too; "
            "a name belongs to one term: drop it from one page [duplicate]",
            f"{FUND}:6: the name `the board` is claimed by `committee` too; "
            "a name belongs to one term: drop it from one page [duplicate]",
        ),
    ),
)

IDS = (
    Fault(
        "id twice",
        put(LATER, "{#fund-set-up}", "{#still-dark}"),
        (
            f"{LATER}:23: duplicate id `still-dark`: it stands on line 17 of this page already; choose another [duplicate]",
        ),
    ),
    Fault(
        "id of a record twice",
        put(LATER, "#fund-proposed", "#still-dark"),
        (
            f"{LATER}:23: duplicate id `still-dark`: it stands on line 17 of this page already; choose another [duplicate]",
        ),
    ),
    Fault(
        "id of a generated section",
        put(LATER, "{#still-dark}", "{#records}"),
        (f"{LATER}:17: id `records` belongs to a generated section; choose another [id]",),
    ),
    Fault(
        "id with capitals",
        put(LATER, "{#still-dark}", "{#Still_Dark}"),
        (f"{LATER}:17: id `Still_Dark` must be lower-case letters, figures and hyphens, and start with a letter [id]",),
    ),
    Fault(
        "slug in two folders",
        write("people/lamp.md", PERSON.format(sort="Lamp, A.", title="A. Lamp")),
        (
            "people/lamp.md:1: duplicate id `lamp`: glossary/lamp.md has it already; rename one of the files [duplicate]",
        ),
    ),
    Fault(
        "paragraph without id",
        put(LATER, "{#still-dark}\n", ""),
        (
            f"{LATER}:16: this paragraph has no permanent id; "
            "put a line such as `{#reported-bob-birch-said}` before it [id]",
        ),
    ),
    Fault(
        "paragraph without id that begins with a figure",
        after_the_lamps("12 lamps came."),
        (f"{LATER}:19: this paragraph has no permanent id; put a line such as `{{#lamps-came}}` before it [id]",),
    ),
    Fault(
        "item without id",
        put(LATER, "{#fund}\n", ""),
        (
            f"{LATER}:19: the agenda item `The fund` has no permanent id; put `{{#the-fund}}` on the line before it [id]",
        ),
    ),
    Fault(
        "file name of a meeting",
        move(FIRST, "meetings/march.md"),
        (
            "meetings/march.md:1: the file name `march.md` is the page's permanent id "
            "and must be a date such as 2011-11-01 [id]",
            "meetings/march.md:3: date `2001-03-06` disagrees with the file name `march.md`; "
            "rename the file or correct the date [date]",
        ),
    ),
    Fault(
        "file name of a person",
        move(CY, "people/Cy_Cedar.md"),
        (
            "people/Cy_Cedar.md:1: the file name `Cy_Cedar.md` is the page's permanent id "
            "and must be lower-case letters, figures and hyphens [id]",
        ),
    ),
)

FRONT_MATTER = (
    Fault(
        "no front matter",
        write(CY, "# Cy Cedar\n\nThanked in 2001 {cite:p}`ash-2001-03-06`.\n"),
        (f"{CY}:1: front matter is missing; start the page with `---`, `type: person` … [front-matter]",),
    ),
    Fault(
        "front matter without end",
        put(CY, "---\n# Cy", "# Cy"),
        (f"{CY}:1: front matter has no end; close it with a line `---` [front-matter]",),
    ),
    Fault(
        "empty front matter",
        write(CY, "---\n---\n# Cy Cedar\n"),
        (f"{CY}:2: front matter must be fields; start it with `type: person` [front-matter]",),
    ),
    Fault(
        "front matter without fields",
        write(CY, "---\nperson\n---\n# Cy Cedar\n"),
        (f"{CY}:2: front matter must be fields; start it with `type: person` [front-matter]",),
    ),
    Fault(
        "malformed YAML",
        sort_of_ann("sort: Ash, Ann\nposts: ["),
        (
            f"{ANN}:6: front matter is not valid YAML: did not find expected node content; "
            "mend this line or the one before it [front-matter]",
        ),
    ),
    Fault(
        "control character in YAML",
        sort_of_ann("sort: Ash\x00, Ann"),
        (
            f"{ANN}:2: front matter is not valid YAML: unacceptable character #x0000: control characters are not allowed "
            'in "<unicode string>", position 22; remove what is no text [front-matter]',
        ),
    ),
    Fault(
        "YAML that asks for a type",
        sort_of_ann("sort: !!int Ann"),
        (f"{ANN}:3: front matter can't hold a YAML tag (`!…`); quote the text [front-matter]",),
    ),
    Fault(
        "YAML that holds itself",
        sort_of_ann("sort: &a [*a]"),
        (f"{ANN}:3: front matter can't refer to itself (`*a`); write it out, or quote the text [front-matter]",),
    ),
    Fault(
        "YAML as deep as a well",
        sort_of_ann(f"sort: {'[' * 100_000}{']' * 100_000}"),
        (f"{ANN}:3: front matter is nested too deeply; see the other pages for what it holds [front-matter]",),
    ),
    Fault(
        "field twice",
        sort_of_ann("sort: Ash, Ann\nsort: Ashe, Anne"),
        (f"{ANN}:4: the field `sort` stands twice; keep one [front-matter]",),
    ),
    Fault(
        "field without a name",
        sort_of_ann("sort: Ash, Ann\n~: x\nborn: 1960"),
        (f"{ANN}:4: the name of a field must be text; write a line such as `type: …` [front-matter]",),
    ),
    Fault(
        "empty field",
        sort_of_ann("sort:"),
        (f"{ANN}:3: `sort` is empty; fill it in or leave the field out [front-matter]",),
    ),
    Fault(
        "empty list",
        put(FIRST, "accounts: [ash-2001-03-06]", "accounts: []"),
        (f"{FIRST}:5: `accounts` is empty; fill it in or leave the field out [front-matter]",),
    ),
    Fault(
        "wrong type",
        put(COMMITTEE, "altLabel: [the board]", "altLabel: the board"),
        (f"{COMMITTEE}:4: `altLabel` must be a list, not `the board` [front-matter]",),
    ),
    Fault(
        "wrong type in a list",
        put(ANN, "{name: Anne Ashe, used-by: oak-2000}", "Anne Ashe"),
        (f"{ANN}:5: `variants.0` must be fields with values, not `Anne Ashe` [front-matter]",),
    ),
    Fault(
        "unknown kind of term",
        put(COMMITTEE, "kind: body", "kind: boddy"),
        (
            f"{COMMITTEE}:3: `kind` can't be `boddy`; did you mean `body`?; "
            f"it is one of {', '.join(TERM_KINDS)} [front-matter]",
        ),
    ),
    Fault(
        "type of another folder",
        put(COMMITTEE, "type: term", "type: person"),
        (f"{COMMITTEE}:2: type `person` does not belong in this folder; write `type: term` [front-matter]",),
    ),
    Fault(
        "unknown field",
        put(COMMITTEE, "altLabel:", "altlabel:"),
        (f"{COMMITTEE}:4: unknown field `altlabel`; did you mean `altLabel`? [front-matter]",),
    ),
    Fault(
        "two unknown fields",
        put(ANN, "start: 2000-05,", "strat: 2000-05, colour: red,"),
        (
            f"{ANN}:7: unknown field `colour` in `posts.0`; "
            "known: post, organization, start, end, attested, source, note [front-matter]",
            f"{ANN}:7: unknown field `strat` in `posts.0`; did you mean `start`? [front-matter]",
        ),
    ),
    Fault(
        "field missing",
        put(FIRST, "body: Committee\n", ""),
        (f"{FIRST}:2: front matter lacks the field `body`; add it [front-matter]",),
    ),
    Fault(
        "field of a post missing",
        put(ANN, ", source: oak-2000}", "}"),
        (f"{ANN}:7: `posts.0` lacks the field `source`; add it [front-matter]",),
    ),
    Fault(
        "listed twice",
        put(COMMITTEE, "[the board]", "[the board, the board]"),
        (f"{COMMITTEE}:4: `altLabel` names something twice; keep one [front-matter]",),
    ),
)

DATES = (
    Fault(
        "impossible date",
        put(FIRST, "date: 2001-03-06", "date: 2001-02-30"),
        (f"{FIRST}:3: there is no 30 February 2001; correct `date` [date]",),
    ),
    Fault(
        "date in words",
        put(FIRST, "date: 2001-03-06", "date: 6 March 2001"),
        (f"{FIRST}:3: `6 March 2001` {_NOT_EDTF}; correct `date` [date]",),
    ),
    Fault(
        "date on two lines",
        put(FIRST, "date: 2001-03-06", "date: |\n  6 March\n  2001"),
        (f"{FIRST}:3: `6 March 2001 ` {_NOT_EDTF}; correct `date` [date]",),
    ),
    Fault(
        "date that the EDTF library chokes on",
        put(ANN, "start: 2000-05,", "start: 2000-1X-01,"),
        (f"{ANN}:7: `2000-1X-01` {_NOT_EDTF}; correct `start` of the post `Secretary` [date]",),
    ),
    Fault(
        "date unlike the file name",
        put(FIRST, "date: 2001-03-06", "date: 2001-03-07"),
        (
            f"{FIRST}:3: date `2001-03-07` disagrees with the file name `2001-03-06.md`; "
            "rename the file or correct the date [date]",
        ),
    ),
    Fault(
        "post that ends before it starts",
        put(ANN, "end: 2003", "end: 1999"),
        (f"{ANN}:7: the post `Secretary` ends (1999) before it starts (2000-05); correct one of them [membership]",),
    ),
)

PROSE = (
    Fault(
        "unknown relation",
        put(LATER, "{reported}", "{reportd}"),
        (
            f"{LATER}:17: unknown relation or role `reportd`; did you mean `reported`?; relations are {_RELATIONS} [relation]",
        ),
    ),
    Fault(
        "relation unlike any",
        put(LATER, "{reported}", "{xyzzy}"),
        (f"{LATER}:17: unknown relation or role `xyzzy`; relations are {_RELATIONS} [relation]",),
    ),
    Fault(
        "unknown kind of record",
        put(LATER, ".proposal", ".propsal"),
        (f"{LATER}:23: unknown kind of record `propsal`; did you mean `proposal`?; it is one of {_KINDS} [record]",),
    ),
    Fault(
        "record without kind",
        put(LATER, ".proposal ", ""),
        (f"{LATER}:23: unknown kind of record ``; it is one of {_KINDS} [record]",),
    ),
    Fault(
        "record without id",
        put(LATER, ".proposal #fund-proposed", ".proposal"),
        (f"{LATER}:23: this proposal has no permanent id; write `{{.proposal #about-what}}` [id]",),
    ),
    Fault(
        "record without its field",
        put(LATER, "{proposed}`Ann Ash`", "{person}`Ann Ash`"),
        (
            f"{LATER}:23: the proposal `fund-proposed` lacks its field `proposed`; "
            "mark it with {proposed}`…` inside the brackets [record]",
        ),
    ),
    Fault(
        "difference with one version",
        in_the_prose("[of {version}`12` {cite:p}`oak-2000`]{.difference #lamps-counted}"),
        (
            f"{LATER}:17: the difference `lamps-counted` has one version; mark each of them with {{version}}`…` [record]",
        ),
    ),
    Fault(
        "version without its source",
        in_the_prose("[of {version}`12` {cite:p}`oak-2000` or {version}`14`]{.difference #lamps-counted}"),
        (
            f"{LATER}:17: in the difference `lamps-counted`, `14` has no source; "
            "put its citation after it, inside the brackets [record]",
        ),
    ),
    Fault(
        "statement without source on a page of several accounts",
        put(LATER, "accounts: [", "accounts: [oak-2000, "),
        tuple(
            f"{LATER}:{line}: the page restates several accounts, and `{words} …` cites none; "
            "end it with {cite:p}`…` [citation]"
            for line, words in ((17, "Bob Birch said that the lamps"), (23, "Ann Ash proposed a fund."))
        ),
    ),
    Fault(
        "role in a role",
        in_the_prose("{person}`Bob {person}`Birch``"),
        (
            f"{LATER}:17: unknown person `Bob {{person}}`; add its page, or check the spelling [name]",
            f"{LATER}:17: a stray backtick: a role has one on each side, and none can stand inside another [relation]",
        ),
    ),
    Fault(
        "field outside of a record",
        in_the_prose("all {value}`12`"),
        (f"{LATER}:17: `{{value}}` is a field of a record; put it inside `[…]{{.kind #id}}` [record]",),
    ),
    Fault(
        "field of another kind",
        put(LATER, "a {term}`fund", "{value}`12` of a {term}`fund"),
        (f"{LATER}:23: `{{value}}` is no field of this record, but of: statistic [record]",),
    ),
    Fault(
        "field in a record of unknown kind",
        put(FIRST, ".statistic", ".statstic"),
        (f"{FIRST}:18: unknown kind of record `statstic`; did you mean `statistic`?; it is one of {_KINDS} [record]",),
    ),
    Fault(
        "long quotation",
        put(FIRST, '"Light,"', '"Light and more light and yet more light we need,"'),
        (f"{FIRST}:22: the quotation `light` has 10 words; at most 8 may be quoted [record]",),
    ),
    Fault(
        "heading level skipped",
        put(LATER, "## Lamps", "### Lamps"),
        (f"{LATER}:14: heading level skipped: `### Lamps` comes after level 1; use `##` [heading]",),
    ),
    Fault(
        "no title",
        put("people/cy-cedar.md", "# Cy Cedar\n", ""),
        (
            f"{FIRST}:22: unknown person or term `Cy Cedar`; did you mean `cy-cedar`? [name]",
            f"{CY}:5: the page has no title; start it with `# Title` [heading]",
        ),
    ),
    Fault(
        "second title",
        put(LATER, "## Lamps", "# Lamps"),
        (f"{LATER}:14: a second title `# Lamps`; a page has one, use `##` [heading]",),
    ),
    Fault(
        "role in a heading",
        put(LATER, "## Lamps", "## {person}`Nobody`"),
        (f"{LATER}:14: the heading `Nobody` holds a role or a link; put that below it [heading]",),
    ),
    Fault(
        "unknown directive",
        after_the_lamps(":::{editorail}\n{#more}\nMore.\n:::"),
        (
            f"{LATER}:19: unknown directive `editorail`; did you mean `editorial`?; it is one of {_DIRECTIVES} [directive]",
        ),
    ),
    Fault(
        "text beside a directive",
        after_the_lamps(":::{note} {person}`Nobody`\n:::"),
        (f"{LATER}:19: text beside `{{note}}`; write it on the lines below [directive]",),
    ),
    Fault(
        "unknown register",
        put(DECISIONS, "{register} decision", "{register} decisions"),
        (f"{DECISIONS}:3: unknown register `decisions`; did you mean `decision`?; it is one of {_KINDS} [record]",),
    ),
    Fault(
        "register of nothing",
        put(DECISIONS, "{register} decision", "{register}"),
        (f"{DECISIONS}:3: unknown register ``; it is one of {_KINDS} [record]",),
    ),
    Fault(
        "register of two kinds",
        put(DECISIONS, "{register} decision", "{register} decision proposal"),
        (
            f"{DECISIONS}:3: unknown register `decision proposal`; did you mean `proposal`?; "
            f"it is one of {_KINDS} [record]",
        ),
    ),
    Fault(
        "unknown list",
        put(PEOPLE, "{list-of} people", "{list-of} poeple"),
        (f"{PEOPLE}:3: unknown list-of `poeple`; did you mean `people`?; it is one of {_LISTS} [record]",),
    ),
    Fault(
        "list of nothing",
        put(PEOPLE, "{list-of} people", "{list-of}"),
        (f"{PEOPLE}:3: unknown list-of ``; it is one of {_LISTS} [record]",),
    ),
    Fault(
        "no definition",
        put(LAMP, "Not defined in the sources.", ""),
        (f"{LAMP}:1: the entry has no definition; write one, or 'Not defined in the sources.' [term]",),
    ),
    Fault(
        "definition without source",
        put(COMMITTEE, " {cite:p}`oak-2000`", ""),
        (
            f"{COMMITTEE}:8: the definition cites no source; "
            "cite one, or begin with 'Not defined in the sources.' [term]",
        ),
    ),
    Fault(
        "ring of broader terms",
        put(LAMP, "kind: tool", "kind: tool\nbroader: [Lamp fund]"),
        (f"{LAMP}:4: broader terms go in a circle: lamp < lamp-fund < lamp; drop one `broader` [term]",),
    ),
    Fault(
        "term broader than itself",
        put(LAMP, "kind: tool", "kind: tool\nbroader: [Lamp]"),
        (f"{LAMP}:4: broader terms go in a circle: lamp < lamp; drop one `broader` [term]",),
    ),
)

LINKS = (
    Fault(
        "dead id",
        in_the_prose("[](#nowhere)"),
        (f"{LATER}:17: dead internal link: nothing is called `nowhere`; correct its address, or drop it [link]",),
    ),
    Fault(
        "id of another meeting",
        in_the_prose("[then](#new-lamps)"),
        (
            f"{LATER}:17: dead internal link: nothing is called `new-lamps`; did you mean `2001-03-06#new-lamps`? [link]",
        ),
    ),
    Fault(
        "dead page",
        in_the_prose("[x](../people/nobody.md)"),
        (f"{LATER}:17: dead internal link: there is no page `people/nobody.md`; did you mean `people/index`? [link]",),
    ),
    Fault(
        "dead id of a person",
        in_the_prose("[](../people/ann-ash.md#nowhere)"),
        (
            f"{LATER}:17: dead internal link: `people/ann-ash.md` has no id `nowhere`; "
            "correct its address, or drop it [link]",
        ),
    ),
    Fault(
        "dead id of a meeting",
        in_the_prose("[](2001-03-06.md#lumps)"),
        (f"{LATER}:17: dead internal link: `meetings/2001-03-06.md` has no id `lumps`; did you mean `lamps`? [link]",),
    ),
    Fault(
        "dead id of a page without object",
        in_the_prose("[](../sources.md#nowhere)"),
        (f"{LATER}:17: dead internal link: `sources.md` has no id `nowhere`; correct its address, or drop it [link]",),
    ),
    Fault(
        "dead file",
        in_the_prose("[x](nowhere.pdf)"),
        (f"{LATER}:17: dead internal link: nothing is called `nowhere.pdf`; correct its address, or drop it [link]",),
    ),
    Fault(
        "dead page of a role",
        in_the_prose("{doc}`/people/nobody` {doc}`../people/ann-ash`"),
        (f"{LATER}:17: dead internal link: there is no page `people/nobody.md`; did you mean `people/index`? [link]",),
    ),
    Fault(
        "unknown source",
        put(LATER, "{cite:p}`ash-2002-03-05`", "{cite:p}`ash-2002-03-06`"),
        (f"{LATER}:11: unknown source `ash-2002-03-06`; did you mean `ash-2002-03-05`? [citation]",),
    ),
    Fault(
        "unknown source of a page",
        put(LATER, "accounts: [ash-2002-03-05]", "accounts: [zzz]"),
        (f"{LATER}:5: unknown source `zzz`; add it to references.bib [citation]",),
    ),
    Fault(
        "unknown source of a variant",
        put(ANN, "used-by: oak-2000", "used-by: oak-2001"),
        (f"{ANN}:4: unknown source `oak-2001`; did you mean `oak-2000`? [citation]",),
    ),
)

BIBLIOGRAPHY = (
    Fault(
        "source without title and author",
        put(BIB, "  author = {Oak, Olive},\n  title = {The committee and its words},\n", ""),
        (f"{BIB}:19: source `oak-2000` lacks `author`, `title`; add it [citation]",),
    ),
    Fault(
        "month of a source",
        put(BIB, "month = {3}, day = {8}", "month = {13}"),
        (
            f"{BIB}:1: source `ash-2001-03-06` has an impossible date: there is no month 13; "
            "correct `year`, `month` and `day` [date]",
        ),
    ),
    Fault(
        "month of a source in words",
        put(BIB, "month = {3}, day = {8}", "month = {Spring}"),
        (
            f"{BIB}:1: source `ash-2001-03-06` has an impossible date: `2001-Spring` {_NOT_EDTF}; "
            "correct `year`, `month` and `day` [date]",
        ),
    ),
    Fault(
        "day of a source",
        put(BIB, "month = {3}, day = {8}", "month = {2}, day = {30}"),
        (
            f"{BIB}:1: source `ash-2001-03-06` has an impossible date: there is no 30 February 2001; "
            "correct `year`, `month` and `day` [date]",
        ),
    ),
    Fault(
        "address that runs a script",
        put(BIB, "https://example.org/march", "javascript:alert(1)"),
        (
            f"{BIB}:1: source `ash-2001-03-06` has a `url` that is no web address; "
            "it starts with https:// or http:// [citation]",
        ),
    ),
)

#: Faults with which Sphinx, or bibtex, could not even read the archive: the build stops at once.
UNREADABLE = (
    Fault(
        "bibliography that does not parse",
        put(BIB, "publisher = {Tiny Press}", "publisher = {Tiny Press"),
        (
            f"{BIB}:26: the bibliography does not parse: syntax error in line 26: premature end of file; "
            "mend the entry [citation]",
        ),
    ),
    Fault(
        "source twice",
        put(BIB, "@book{oak-2000,", "@book{Ash-2001-03-06,"),
        (f"{BIB}:19: duplicate key `Ash-2001-03-06`: it stands on line 1 already; choose another [duplicate]",),
    ),
    Fault(
        "no bibliography",
        remove(BIB),
        (f"{BIB}:1: the bibliography can't be read: No such file or directory; put the file back [citation]",),
    ),
    Fault(
        "bibliography in Latin-1",
        write(BIB, "@book{é".encode("latin-1")),
        (f"{BIB}:1: the file is not UTF-8; save it as UTF-8 [file]",),
    ),
    Fault("empty page", write(CY, "\n \n"), (f"{CY}:1: the file is empty; write the page or delete the file [file]",)),
    Fault(
        "page in Latin-1",
        write(CY, "---\ntype: person\nsort: Cedar\n---\n# Cy C\xe9dar\n".encode("latin-1")),
        (f"{CY}:5: the file is not UTF-8 (byte 0xe9); save it as UTF-8 [file]",),
    ),
    Fault(
        "page of 5 MB",
        write(CY, b"x" * 5_000_000),
        (f"{CY}:1: the page has 5,000,000 bytes, more than 1,000,000; is it the right file? split it [file]",),
    ),
)

#: Markup of a page's own, where it is a fault …
MARKUP = (
    Fault(
        "script in a heading",
        put(LATER, "## Lamps", f"## Lamps {SCRIPT}"),
        (f"{LATER}:14: the heading `Lamps {SCRIPT}` holds HTML; write plain text [heading]",),
    ),
    Fault(
        "script in a name",
        put(CY, "# Cy Cedar", f"# Cy Cedar {SCRIPT}"),
        (
            f"{FIRST}:22: unknown person or term `Cy Cedar`; did you mean `cy-cedar`? [name]",
            f"{CY}:5: the heading `Cy Cedar {SCRIPT}` holds HTML; write plain text [heading]",
        ),
    ),
    Fault(
        "raw HTML",
        after_the_lamps(f"```{{raw}} html\n{SCRIPT}\n```"),
        (f"{LATER}:19: unknown directive `raw`; did you mean `drawing`?; it is one of {_DIRECTIVES} [directive]",),
    ),
    Fault(
        "raw HTML by way of reStructuredText",
        after_the_lamps(f"```{{eval-rst}}\n.. raw:: html\n\n   {SCRIPT}\n```"),
        (f"{LATER}:19: unknown directive `eval-rst`; it is one of {_DIRECTIVES} [directive]",),
    ),
)

#: … and where it is just text. Each has a script of its own, so that all fit into one archive.
HARMLESS: dict[str, Change] = {
    f"<script>alert({number})</script>": make(f"<script>alert({number})</script>")
    for number, make in enumerate(
        (
            lambda script: put(ANN, "name: Anne Ashe,", f'name: "{script}",'),
            lambda script: put(BOB, "sort: Birch, Bob", f'sort: "{script}"'),
            lambda script: put(LATER, "abstract: A year later.", f"abstract: A year {script} later."),
            lambda script: put(COMMITTEE, "[the board]", f'["{script}"]'),
            lambda script: put(LATER, "a year after", f'a [year](#fund "{script}") after'),
            lambda script: put(LATER, "{reported}`Bob Birch`", f"{{reported}}`{script} <Bob Birch>`"),
            lambda script: put(FIRST, "{value}`12 lamps`", f"{{value}}`{script} <12 lamps>`"),
            lambda script: in_the_prose(f"{script}\n\n{{#more}}\n{script}"),
            lambda script: put(BIB, "title = {A March evening}", f"title = {{A March {script}}}"),
            lambda script: put(BIB, "seen = {first 200", f"seen = {{{script} 200"),
        )
    )
}

ALL = (*NAMES, *IDS, *FRONT_MATTER, *DATES, *PROSE, *LINKS, *BIBLIOGRAPHY, *UNREADABLE, *MARKUP)

#: Faults of all sorts that can stand in one archive: none hides another.
TOGETHER = (
    "unknown organization",
    "two terms claim one label",
    "unknown kind of record",
    "id of a generated section",
    "heading level skipped",
    "unknown source of a page",
    "unknown register",
    "unknown list",
    "no front matter",
    "ring of broader terms",
    "definition without source",
    "long quotation",
    "month of a source",
)
