"""Front matter, from YAML to the model. What can be wrong with it is in `test_bad_input`."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema.exceptions import ValidationError

from minutes import frontmatter
from minutes.model import Code, Meeting, Membership, Person, Term, Variant

MEETING = """\
type: meeting
date: 2010-11-29/2010-11-30
body: Committee
kind: away day
kind-source: a
accounts: [a, b]
other-accounts:
  - c
abstract: >
  Two "days"
  by the sea.
"""
PERSON = """\
type: person
sort: Ash, Ann
variants:
  - {name: Anne, used-by: a}
  - name: No
posts:
  - post: Secretary
    organization: Committee
    start: 2000-05
    end: 2003
    attested: 2001~
    source: a
    note: acting
  - {post: Chair, organization: Committee, source: b}
"""
TERM = "type: term\nkind: scheme\nexpansion: Fund\naltLabel: [x, 12]\nbroader: [y]\nrelated: [z]\n"


@pytest.mark.parametrize(
    ("folder", "stem", "text", "entry"),
    [
        (
            "meetings",
            "2010-11-29",
            MEETING,
            Meeting(
                "2010-11-29/2010-11-30", "Committee", ("a", "b"), "away day", "a", ("c",), "Two “days” by the sea."
            ),
        ),
        (
            "people",
            "ann-ash",
            PERSON,
            Person(
                "Ash, Ann",
                (Variant("Anne", "a"), Variant("No")),  # in YAML 1.1, a bare `No` is false
                (
                    Membership("Secretary", "Committee", "a", "2000-05", "2003", "2001~", "acting", line=8),
                    Membership("Chair", "Committee", "b", line=15),
                ),
            ),
        ),
        ("glossary", "fund", TERM, Term("scheme", "Fund", ("x", "12"), ("y",), ("z",))),
        ("people", "x", "type: person\nsort: X\n", Person("X")),
        ("glossary", "x", "type: term\nkind: tool\n", Term("tool")),
        (
            "meetings",
            "2001-03-06-b",
            "type: meeting\ndate: 2001-03-06\nbody: C\naccounts: [a]\nabstract: An.\n",
            Meeting("2001-03-06", "C", ("a",), abstract="An."),
        ),
    ],
)
def test_sound_front_matter_becomes_an_entry(folder: str, stem: str, text: str, entry: object) -> None:
    found = frontmatter.read(text, folder, stem)
    assert (found.entry, found.faults) == (entry, ())
    assert dict(found.lines)["type"] == 2


def test_lines_are_those_of_the_file() -> None:
    assert frontmatter.read(PERSON, "people", "x").lines == (("type", 2), ("sort", 3), ("variants", 4), ("posts", 7))


@pytest.mark.parametrize(
    ("field", "value", "line", "message"),
    [
        ("start", "May", 10, "`May` is not an EDTF date (such as 2011-11-01, 2011-11~ or 2010-11-29/2010-11-30)"),
        ("end", "2003-13", 11, "there is no month 13"),
        ("attested", "2001-02-29", 12, "there is no 29 February 2001"),
    ],
)
def test_each_date_of_a_post_is_looked_at(field: str, value: str, line: int, message: str) -> None:
    lines = PERSON.splitlines()
    name, _, _ = lines[line - 2].strip().partition(":")
    assert name == field
    lines[line - 2] = f"    {field}: {value}"
    found = frontmatter.read("\n".join(lines), "people", "x")
    assert found.entry is None
    assert found.faults == ((8, Code.DATE, f"{message}; correct `{field}` of the post `Secretary`"),)


@pytest.mark.parametrize(
    ("start", "end", "sound"),
    [("2000", "2000", True), ("2000-05", "2000", True), ("2000", "2000-05", True), ("2000-05", "2000-04-30", False)],
)
def test_a_post_may_end_when_it_starts_but_not_before(start: str, end: str, sound: bool) -> None:
    text = PERSON.replace("start: 2000-05", f"start: {start}").replace("end: 2003", f"end: {end}")
    assert (frontmatter.read(text, "people", "x").entry is not None) == sound


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "a: b: c",
        "\tx: y",
        "- a\n- b",
        "text",
        "",
        "a: 1\n b: 2",
        "? [a]\n: b",
        "{a: {a: {a: {a: {a: {a: a}}}}}}",
        "\0",
        "a: \x1b",
        "--- a\n--- b",
    ],
)
@pytest.mark.parametrize("folder", frontmatter.FOLDERS)
def test_whatever_stands_there_nothing_is_raised(folder: str, text: str) -> None:
    found = frontmatter.read(text, folder, "x")
    assert found.entry is None
    assert found.faults


def test_faulty_front_matter_still_claims_its_names() -> None:
    found = frontmatter.read(
        "type: person\nvariants: [{name: Anne}, {used-by: a}, Ann]\naltLabel: x\ndate: {}\n", "people", "x"
    )
    assert found.entry is None
    assert found.claims == ("x", "Anne", "Ann")


def keywords(schema: dict[str, Any]) -> set[str]:
    """What a schema asks of fields."""
    parts = [schema.get("items", {}), *schema.get("properties", {}).values()]
    asked = schema.keys() - {"$schema", "title", "description", "properties", "items"}
    return asked.union(*map(keywords, parts)) if schema else set()


def test_every_fault_that_a_schema_can_find_has_words() -> None:
    asked: set[str] = set().union(
        *(keywords(dict(frontmatter.validator(kind).schema)) for kind in frontmatter.FOLDERS.values())
    )
    said = "additionalProperties required enum const type minLength minItems uniqueItems"
    assert asked == set(said.split())
    error = ValidationError("'x' does not match", validator="pattern", path=["sort"], instance="x")
    assert frontmatter._say(error) == "`sort`: 'x' does not match"
