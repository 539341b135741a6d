"""Names: when two forms are the same, whose they are, and what a wrong one may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
MEETING_SLUG = re.compile(r"\d{4}-\d\d-\d\d(?:-[a-z0-9]+)*\Z")
_POSSESSIVE = re.compile(r"['’]s?\Z")


def key(name: str) -> str:
    """The form under which a name is compared: case, spacing and apostrophes don't count."""
    return " ".join(name.replace("’", "'").split()).casefold()


def forms(name: str) -> Iterator[str]:
    """The keys under which a name may be filed, likeliest first: as written, then singular.

    >>> list(forms("CLPs'"))
    ["clps'", 'clps', 'clp']
    """
    written = key(name)
    yield written
    bare = _POSSESSIVE.sub("", written)
    if bare != written:
        yield bare
    if bare.endswith("ies"):
        yield bare[:-3] + "y"
    if bare.endswith("es"):
        yield bare[:-2]
    if bare.endswith("s"):
        yield bare[:-1]


def suggest(name: str, known: Iterable[str], *, quote: str = "`") -> str:
    """A clause such as ``; did you mean `tom-watson`?``, or '' when nothing comes near."""
    by_key = {key(candidate): candidate for candidate in sorted(known)}
    close = difflib.get_close_matches(key(name), by_key, n=1, cutoff=0.6)
    return f"; did you mean {quote}{by_key[close[0]]}{quote}?" if close else ""


class Authority:
    """Who or what a name means: from each form to the ids that claim it."""

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}
        self._labels: dict[str, str] = {}  # key -> a form worth suggesting

    def claim(self, name: str, object_id: str) -> None:
        """Note that a name stands for an object; claiming twice does no harm."""
        ids = self._ids.setdefault(key(name), [])
        if object_id not in ids:
            ids.append(object_id)
        self._labels.setdefault(key(name), name)

    def find(self, name: str) -> tuple[str, ...]:
        """The ids that a name may stand for: none, one, or several if it is ambiguous."""
        for form in forms(name):
            if ids := self._ids.get(form):
                return tuple(sorted(ids))
        return ()

    def contested(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Names that several objects claim, in order."""
        for form in sorted(self._ids):
            if len(self._ids[form]) > 1:
                yield self._labels[form], tuple(sorted(self._ids[form]))

    def labels(self) -> list[str]:
        """All names, in order."""
        return sorted(self._labels.values())
