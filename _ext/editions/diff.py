"""What differs between two texts: blocks that come, go, move or change, and in these the words.

Blocks with an id of their own are the same block wherever they stand; the others are matched by their
words. Nothing here is quadratic in the length of a page: what is too much to compare is told as replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from editions.texts import CITED, END, KEY, Block

#: Two blocks are versions of one when at least this share of their words is in both.
LIKE: Final = 0.45
#: Below this share, a changed block is told as the old one and the new one.
READABLE: Final = 0.25
#: At most two words with so many letters may stand unchanged between two changes and still be told with them.
CONFETTI: Final = 8
#: At most so many pairs of words, and of blocks, are compared at one place.
PAIRS: Final = 250_000
BLOCK_PAIRS: Final = 2_500

_TOKEN = re.compile(rf"\s*(?:{CITED}[^{END}]*{END}|\w+(?:[’'.,:/–-]\w+)*|[^\w\s])")
_KEY = re.compile(f"{KEY}([^{END}]+){END}")
_LABEL = re.compile(f"{CITED}[^{KEY}]*{KEY}")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one fate: '=' kept, '+' new, '-' gone."""

    fate: str
    text: str  #: as in a block: see `texts.plain`


@dataclass(frozen=True, slots=True)
class Change:
    """A block that is not as it was."""

    fate: str  #: 'added', 'removed', 'changed' or 'moved'
    block: Block  #: the new one, or the one that is gone
    runs: tuple[Run, ...]
    moved: bool = False
    added: int = 0  #: words
    removed: int = 0


def key(token: str) -> str:
    """What makes two tokens the same: of a citation its source, whatever its label."""
    found = _KEY.search(token) if KEY in token else None
    return found[1] if found else token.strip()


def tokens(text: str) -> list[str]:
    """Words, signs and citations, each with the space before it; joined, they are the text again."""
    return _TOKEN.findall(text)


def counted(text: str) -> int:
    """The number of words; signs are none."""
    return sum(1 for each in tokens(text) if _WORD.search(each))


def compare(old: Sequence[Block], new: Sequence[Block]) -> tuple[Change, ...]:
    """The changes from one text to another, in the order of the new one; what is gone stands where it was."""
    pairs = _pair(old, new)
    moved = _moved(pairs)
    partner = {after: before for before, after in pairs}
    places = _places(len(old), pairs)
    found: list[Change] = []
    for number, block in enumerate(new):
        found += [_removed(old[each]) for each in places.get(number, ())]
        if number not in partner:
            found.append(Change("added", block, (Run("+", block.text),), added=counted(block.text)))
        elif change := _changed(old[partner[number]], block, moved=number in moved):
            found.append(change)
    return (*found, *(_removed(old[each]) for each in places.get(len(new), ())))


def _removed(block: Block) -> Change:
    return Change("removed", block, (Run("-", block.text),), removed=counted(block.text))


def _changed(old: Block, new: Block, *, moved: bool) -> Change | None:
    runs = words(old.text, new.text)
    if all(run.fate == "=" for run in runs):
        return Change("moved", new, runs, moved=True) if moved else None
    added, removed = (sum(counted(run.text) for run in runs if run.fate == fate) for fate in "+-")
    return Change("changed", new, runs, moved, added, removed)


def _places(length: int, pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Before which new block each block that is gone is told: after what it followed."""
    partner, at = dict(pairs), 0
    places: dict[int, list[int]] = defaultdict(list)
    for number in range(length):
        if number in partner:
            at = partner[number] + 1
        else:
            places[at].append(number)
    return places


# -- blocks -------------------------------------------------------------------------------------------


_KeyOf = Callable[[Block], Hashable]


def _pair(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Which blocks are the same, by number, in the order of the old text."""
    pairs: dict[int, int] = {}
    before, after = list(range(len(old))), list(range(len(new)))

    def take(found: Mapping[int, int]) -> None:
        pairs.update(found)
        taken = set(found.values())
        before[:] = [each for each in before if each not in found]
        after[:] = [each for each in after if each not in taken]

    def by(key_of: _KeyOf) -> None:
        """Pair what has the same key, if it has one: first with first."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for number in reversed(after):
            if (each := key_of(new[number])) is not None:
                waiting[each].append(number)
        keyed = ((number, waiting.get(key_of(old[number]))) for number in before)
        take({number: numbers.pop() for number, numbers in keyed if numbers})

    by(lambda block: (block.kind, block.anchor) if block.own_id and block.anchor else None)
    by(lambda block: (block.kind, block.anchor, _same(block.text)))
    by(lambda block: (block.kind, _same(block.text)))
    here: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for blocks, numbers, side in ((old, before, 0), (new, after, 1)):
        for number in numbers:
            here[blocks[number].anchor][side].append(number)
    take({one: other for group in here.values() for one, other in _alike(old, new, *group).items()})
    take(_alike(old, new, before, after))
    return sorted(pairs.items())


def _same(text: str) -> str:
    """What is the same of two equal blocks: not the labels of their citations."""
    return _LABEL.sub("", text) if CITED in text else text


def _alike(old: Sequence[Block], new: Sequence[Block], before: Sequence[int], after: Sequence[int]) -> dict[int, int]:
    """Pairs of blocks with most of their words in common, the likest first."""
    if len(before) * len(after) > BLOCK_PAIRS:
        return {}
    found: list[tuple[float, int, int]] = []
    bags = [Counter(map(key, tokens(new[each].text))) for each in after]
    for one in before:
        ours = Counter(map(key, tokens(old[one].text)))
        for other, theirs in zip(after, bags, strict=True):
            if old[one].kind == new[other].kind and old[one].own_id == new[other].own_id:
                likeness = 2 * (ours & theirs).total() / (ours.total() + theirs.total())
                if likeness >= LIKE:
                    found.append((-likeness, one, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in sorted(found):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _moved(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The new numbers of the fewest blocks that must have moved: those off the longest rising sequence."""
    tails: list[int] = []
    ends: list[int] = []  # index into pairs of each tail
    above = [-1] * len(pairs)
    for index, (_, after) in enumerate(pairs):
        at = bisect_left(tails, after)
        above[index] = ends[at - 1] if at else -1
        tails[at : at + 1], ends[at : at + 1] = [after], [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(pairs[index][1])
        index = above[index]
    return {after for _, after in pairs} - kept


# -- words --------------------------------------------------------------------------------------------


def words(old: str, new: str) -> tuple[Run, ...]:
    """The words of two versions of a text, with the fate of each; joined but for '-', they are the new one."""
    before, after = tokens(old), tokens(new)
    ours, theirs = list(map(key, before)), list(map(key, after))
    if ours == theirs:
        return (Run("=", new),)
    head = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
    head = min(len(ours), len(theirs)) if head is None else head
    limit, tail = min(len(ours), len(theirs)) - head, 0
    while tail < limit and ours[-1 - tail] == theirs[-1 - tail]:
        tail += 1
    middle = slice(head, len(ours) - tail), slice(head, len(theirs) - tail)
    steps = [("=", 0, head, 0, head)] if head else []
    steps += _steps(ours[middle[0]], theirs[middle[1]], head)
    if tail:
        steps.append(("=", len(ours) - tail, len(ours), len(theirs) - tail, len(theirs)))
    kept = sum(end - start for fate, start, end, _, _ in steps if fate == "=")
    if kept < READABLE * min(len(ours), len(theirs)):
        return _runs([("!", 0, len(ours), 0, len(theirs))], before, after)
    return _runs(_smoothed(steps, ours), before, after)


_Step = tuple[str, int, int, int, int]


def _steps(ours: list[str], theirs: list[str], offset: int) -> Iterator[_Step]:
    if not ours or not theirs or len(ours) * len(theirs) > PAIRS:
        yield "!", offset, offset + len(ours), offset, offset + len(theirs)
        return
    for tag, *ends in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        start, end, from_, to = (each + offset for each in ends)
        yield "=" if tag == "equal" else "!", start, end, from_, to


def _smoothed(steps: list[_Step], ours: list[str]) -> list[_Step]:
    """Without confetti: what little stands unchanged between two changes is told with them."""
    found: list[_Step] = []
    for number, (fate, start, end, from_, to) in enumerate(steps):
        inner = 0 < number < len(steps) - 1
        kept = [each for each in ours[start:end] if _WORD.search(each)]
        if fate == "=" and not (inner and len(kept) <= 2 and len("".join(kept)) <= CONFETTI):
            found.append((fate, start, end, from_, to))
        elif found and found[-1][0] == "!":
            _, first, _, first_new, _ = found[-1]
            found[-1] = ("!", first, end, first_new, to)
        else:
            found.append(("!", start, end, from_, to))
    return found


def _runs(steps: Sequence[_Step], before: list[str], after: list[str]) -> tuple[Run, ...]:
    found: list[Run] = []
    for fate, start, end, from_, to in steps:
        if fate == "=":
            found.append(Run("=", "".join(after[from_:to])))
            continue
        if end > start:
            found.append(Run("-", "".join(before[start:end])))
        if to > from_:
            found.append(Run("+", "".join(after[from_:to])))
    return tuple(found)
