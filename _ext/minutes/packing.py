"""Records as plain tuples, and back: what `marshal` can keep, in a tenth of the time that pickling takes.

How a kind of record is packed follows from the types of its fields. Nothing here knows Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_Step = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _union(kinds: tuple[Any, ...]) -> tuple[_Step, _Step]:
    """One of several kinds, with its number before it."""
    known = [each for each in kinds if each is not NoneType]
    steps = [packer(each) for each in known]

    def pack(value: Any) -> Any:
        if value is None:
            return None
        at = known.index(type(value))
        return at, steps[at][0](value)

    def unpack(packed: Any) -> Any:
        if packed is None:
            return None
        at, value = packed
        return steps[at][1](value)

    return pack, unpack


def _tuple(kinds: tuple[Any, ...]) -> tuple[_Step, _Step]:
    """A tuple of any length; of one of a given length, the kinds are kept as they are."""
    inside = [packer(each) for each in kinds if each is not ...]
    if all(each == (_same, _same) for each in inside):
        return _same, _same
    if kinds[1:] != (...,):
        raise TypeError(f"tuple{list(kinds)} can't be packed")
    ((pack, unpack),) = inside
    return (lambda found: tuple(map(pack, found))), (lambda found: tuple(map(unpack, found)))


def _record(kind: Any) -> tuple[_Step, _Step]:
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]
    inner = [(at, *packer(hints[name])) for at, name in enumerate(names)]
    packs = [(at, pack) for at, pack, _ in inner if pack is not _same]
    unpacks = [(at, unpack) for at, _, unpack in inner if unpack is not _same]

    def pack_record(value: Any) -> Any:
        found = [getattr(value, name) for name in names]
        for at, pack in packs:
            found[at] = pack(found[at])
        return tuple(found)

    def unpack_record(packed: Any) -> Any:
        if not unpacks:
            return kind(*packed)
        found = list(packed)
        for at, unpack in unpacks:
            found[at] = unpack(found[at])
        return kind(*found)

    return pack_record, unpack_record


@cache
def packer(kind: Any) -> tuple[_Step, _Step]:
    """What packs a kind of value, and what unpacks it.

    Kinds are records, tuples, unions of records, enumerations, words and numbers; of any other a `TypeError`
    is raised.
    """
    if kind in (str, int, bool, bytes, NoneType):
        return _same, _same
    if get_origin(kind) in (Union, UnionType):
        return _union(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda found: found.value), kind
    raise TypeError(f"{kind} can't be packed")
