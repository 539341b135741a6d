"""Tables whose entries are made when they are asked for, and kept. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar, overload

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_Other = TypeVar("_Other")


class Asked(Mapping[_Key, _Value]):
    """A table of what *make* gives for a key: None where there is nothing. *keys* are all that there may be, in order."""

    def __init__(self, make: Callable[[_Key], _Value | None], keys: Callable[[], Iterable[_Key]] = tuple) -> None:
        self._make, self._keys = make, keys
        self._known: dict[_Key, _Value | None] = {}

    def _find(self, key: _Key) -> _Value | None:
        try:
            return self._known[key]
        except KeyError:
            found = self._known[key] = self._make(key)
            return found

    def __getitem__(self, key: _Key) -> _Value:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    @overload
    def get(self, key: _Key, /) -> _Value | None: ...
    @overload
    def get(self, key: _Key, default: _Value | _Other, /) -> _Value | _Other: ...
    def get(self, key: _Key, default: object = None, /) -> object:
        """What is made for a key, else *default*."""
        found = self._find(key)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        return self._find(key) is not None  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[_Key]:
        return (key for key in self._keys() if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
