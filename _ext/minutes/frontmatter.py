"""Front matter: from YAML text to an entry of the model, or to problems with their lines.

The only place where the names of its fields appear; what each may hold is said in ``schemas/``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from minutes import dates, markdown, names
from minutes.model import Code, Entry, Meeting, Membership, Person, Term, Variant

SCHEMAS = Path(__file__).parent / "schemas"

#: The folder whose pages declare each type, and back.
FOLDERS = {"meetings": "meeting", "people": "person", "glossary": "term"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was read: the entry if it is sound, the fields' lines, and the faults."""

    entry: Entry | None
    lines: tuple[tuple[str, int], ...] = ()
    faults: tuple[tuple[int, Code, str], ...] = ()  #: (line, code, message)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a date stays the text that was written."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator(kind: str) -> Draft202012Validator:
    """The JSON Schema validator for a type of page."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")))


def _lines(node: yaml.Node, offset: int, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Every path of a YAML tree with its 1-based line in the file."""
    yield path, node.start_mark.line + offset
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _lines(value, offset, (*path, name.value))
            yield (*path, name.value), name.start_mark.line + offset
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, offset, (*path, index))


def _say(error: ValidationError, fields: dict[str, Any]) -> str:
    """A schema error in the words of an editor."""
    where = f"`{'.'.join(map(str, error.absolute_path))}`" if error.absolute_path else "front matter"
    match error.validator:
        case "additionalProperties":
            known = error.schema["properties"]
            unknown = sorted(set(error.instance) - set(known))
            return "; ".join(
                f"unknown field `{name}` in {where}{names.suggest(name, known) or '; known: ' + ', '.join(known)}"
                for name in unknown
            )
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return f"{where} lacks the field {', '.join(f'`{name}`' for name in missing)}; add it"
        case "enum":
            return (
                f"{where} can't be `{error.instance}`{names.suggest(str(error.instance), error.validator_value)}"
                f"; it is one of {', '.join(error.validator_value)}"
            )
        case "const":
            return f"type `{error.instance}` does not belong in this folder; write `type: {error.validator_value}`"
        case "type":
            wanted = {"string": "text", "array": "a list", "object": "fields with values"}[error.validator_value]
            return f"{where} must be {wanted}, not `{error.instance}`"
        case "minLength" | "minItems":
            return f"{where} is empty; fill it in or leave the field out"
        case "uniqueItems":
            return f"{where} names something twice"
    return f"{where}: {error.message}"


def _meeting(fields: dict[str, Any], line: dict[tuple[str | int, ...], int]) -> Meeting:
    return Meeting(
        date=fields["date"],
        body=fields["body"],
        kind=fields.get("kind", ""),
        kind_source=fields.get("kind-source", ""),
        accounts=tuple(fields["accounts"]),
        other_accounts=tuple(fields.get("other-accounts", ())),
        abstract=markdown.typeset(fields["abstract"].strip()),
    )


def _person(fields: dict[str, Any], line: dict[tuple[str | int, ...], int]) -> Person:
    return Person(
        sort=fields["sort"],
        variants=tuple(Variant(each["name"], each.get("used-by", "")) for each in fields.get("variants", ())),
        posts=tuple(
            Membership(line=line.get(("posts", index), 1), **each) for index, each in enumerate(fields.get("posts", ()))
        ),
    )


def _term(fields: dict[str, Any], line: dict[tuple[str | int, ...], int]) -> Term:
    return Term(
        kind=fields["kind"],
        expansion=fields.get("expansion", ""),
        alt_labels=tuple(fields.get("altLabel", ())),
        broader=tuple(fields.get("broader", ())),
        related=tuple(fields.get("related", ())),
    )


_MAKE = {"meeting": _meeting, "person": _person, "term": _term}


def _date_faults(fields: dict[str, Any], stem: str, line: dict[tuple[str | int, ...], int]) -> Iterator[tuple[int, Code, str]]:
    if fields["type"] == "meeting":
        if wrong := dates.fault(fields["date"]):
            yield line["date",], Code.DATE, f"{wrong}; correct `date`"
        elif dates.bounds(fields["date"])[0] != stem[:10]:
            yield (
                line["date",],
                Code.DATE,
                f"date `{fields['date']}` disagrees with the file name `{stem}.md`; rename the file or correct the date",
            )
    for index, post in enumerate(fields.get("posts", ())):
        at = line["posts", index]
        wrong = {name: dates.fault(post[name]) for name in ("start", "end", "attested") if name in post}
        for name, why in wrong.items():
            if why:
                yield at, Code.DATE, f"{why}; correct `{name}` of the post `{post['post']}`"
        if {"start", "end"} <= post.keys() and not any(wrong.values()):
            if dates.bounds(post["end"])[1] < dates.bounds(post["start"])[0]:
                yield (
                    at,
                    Code.MEMBERSHIP,
                    f"the post `{post['post']}` ends ({post['end']}) before it starts ({post['start']}); correct one of them",
                )


def read(text: str, folder: str, stem: str, offset: int = 2) -> FrontMatter:
    """Read the YAML between the fences of a page in one of `FOLDERS`.

    *offset* is the 1-based line of the file on which *text* starts.
    """
    kind = FOLDERS[folder]
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        fields = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line if mark else 0) + offset
        return FrontMatter(None, faults=((at, Code.FRONT_MATTER, f"front matter is not valid YAML: {error.problem}"),))
    except yaml.YAMLError as error:
        return FrontMatter(None, faults=((offset, Code.FRONT_MATTER, f"front matter is not valid YAML: {error}"),))
    if not isinstance(fields, dict) or node is None:
        return FrontMatter(
            None, faults=((offset, Code.FRONT_MATTER, f"front matter must be fields such as `type: {kind}`"),)
        )
    line = dict(_lines(node, offset))
    lines = tuple((str(path[0]), at) for path, at in line.items() if len(path) == 1)

    faults = []
    for error in sorted(validator(kind).iter_errors(fields), key=lambda e: [str(part) for part in e.absolute_path]):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            path += (min(set(error.instance) - set(error.schema["properties"])),)
        faults.append((line.get(path, offset), Code.FRONT_MATTER, _say(error, fields)))
    if faults:
        return FrontMatter(None, lines, tuple(faults))
    faults += _date_faults(fields, stem, line)
    return FrontMatter(None if faults else _MAKE[kind](fields, line), lines, tuple(faults))
