"""Front matter: from YAML text to an entry of the model, or to problems with their lines.

The only place where the names of its fields appear; what each may hold is said in ``schemas/``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
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
    claims: tuple[str, ...] = ()  #: names that the page claims, sound or not


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a date stays the text that was written."""


_NULL = "tag:yaml.org,2002:null"
_TEXT = "tag:yaml.org,2002:str"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == _NULL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_DEPTH = 5  # nothing in the schemas is deeper


@cache
def validator(kind: str) -> Draft202012Validator:
    """The JSON Schema validator for a type of page."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")))


def _lines(
    node: yaml.Node, offset: int, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Every path of a YAML tree with its 1-based line in the file."""
    yield path, node.start_mark.line + offset
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _lines(value, offset, (*path, name.value))
            yield (*path, name.value), name.start_mark.line + offset
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, offset, (*path, index))


def _out_of_place(text: str) -> Iterator[tuple[int, str]]:
    """What YAML can do and front matter has no use for, as (line, message): it could crash or flood us."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            yield line, f"front matter can't refer to itself (`*{event.anchor}`); write it out, or quote the text"
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            yield line, "front matter can't hold a YAML tag (`!…`); quote the text"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            yield line, "front matter is nested too deeply; see the other pages for what it holds"
            return


def _misnamed(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Fields whose name is no text or stands there twice, as (line, message): YAML keeps the last."""
    if isinstance(node, yaml.MappingNode):
        known = set()
        for name, value in node.value:
            line = name.start_mark.line
            if name.tag != _TEXT:
                yield line, "the name of a field must be text; write a line such as `type: …`"
            elif name.value in known:
                yield line, f"the field `{name.value}` stands twice; keep one"
            known.add(str(name.value))
            yield from _misnamed(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _misnamed(value)


def _texts(value: object) -> Iterator[str]:
    """The names in a field, whether it has the right type or not."""
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            yield from _texts(value.get("name"))


def _claims(fields: dict[str, Any]) -> tuple[str, ...]:
    return tuple(name for field in ("date", "expansion", "altLabel", "variants") for name in _texts(fields.get(field)))


def _errors(kind: str, fields: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where the fields break the schema of their type, as (path, message)."""
    for error in validator(kind).iter_errors(fields):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = error.schema["properties"]
            where = f" in `{'.'.join(map(str, path))}`" if path else ""
            for name in error.instance.keys() - known.keys():
                yield (
                    (*path, name),
                    f"unknown field `{name}`{where}{names.suggest(name, known) or '; known: ' + ', '.join(known)}",
                )
        else:
            yield path, _say(error)


def _say(error: ValidationError) -> str:
    """A schema error in the words of an editor."""
    where = f"`{'.'.join(map(str, error.absolute_path))}`" if error.absolute_path else "front matter"
    if error.instance in (None, "", []):
        return f"{where} is empty; fill it in or leave the field out"
    match error.validator:
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
        case "uniqueItems":
            return f"{where} names something twice; keep one"
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
        cancelled=fields.get("status") == "cancelled",
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


_MAKE: dict[str, Callable[[dict[str, Any], dict[tuple[str | int, ...], int]], Entry]] = {
    "meeting": _meeting,
    "person": _person,
    "term": _term,
}


def _date_faults(
    fields: dict[str, Any], stem: str, line: dict[tuple[str | int, ...], int]
) -> Iterator[tuple[int, Code, str]]:
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
        whys = {name: dates.fault(post[name]) for name in ("start", "end", "attested") if name in post}
        for name, why in whys.items():
            if why:
                yield at, Code.DATE, f"{why}; correct `{name}` of the post `{post['post']}`"
        if {"start", "end"} <= post.keys() and not any(whys.values()):
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
        slips = list(_out_of_place(text))
        loader = _Loader("" if slips else text)
        node = loader.get_single_node()
        slips += _misnamed(node) if node else ()
        fields = loader.construct_document(node) if node and not slips else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line if mark else 0) + offset
        return FrontMatter(
            None,
            faults=(
                (
                    at,
                    Code.FRONT_MATTER,
                    f"front matter is not valid YAML: {error.problem}; mend this line or the one before it",
                ),
            ),
        )
    except yaml.YAMLError as error:
        return FrontMatter(
            None,
            faults=((offset, Code.FRONT_MATTER, f"front matter is not valid YAML: {error}; remove what is no text"),),
        )
    if slips:
        return FrontMatter(None, faults=tuple((line + offset, Code.FRONT_MATTER, message) for line, message in slips))
    if not isinstance(fields, dict) or node is None:
        return FrontMatter(
            None, faults=((offset, Code.FRONT_MATTER, f"front matter must be fields; start it with `type: {kind}`"),)
        )
    line = dict(_lines(node, offset))
    lines = tuple((str(path[0]), at) for path, at in line.items() if len(path) == 1)

    faults = [(line.get(path, offset), Code.FRONT_MATTER, message) for path, message in _errors(kind, fields)]
    faults = faults or list(_date_faults(fields, stem, line))
    return FrontMatter(None if faults else _MAKE[kind](fields, line), lines, tuple(sorted(faults)), _claims(fields))
