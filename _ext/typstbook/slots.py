r"""Numbers of pages that are not known yet when a page is set. Nothing here knows Sphinx.

Where a number of a page is to stand, Typst sets as many noughts as it will have figures, in a colour that no words
have: the number of the place. All figures of a font are equally wide. So a number that becomes known later can be
written over the noughts, and nothing moves; the colour becomes that of the words before it.

Which signs of a font are its figures is found on a page that has all of them in `LEGEND`'s colour, and goes away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from typstbook.objects import STRING, StrangeError, literal, string

#: The number of the colour of all figures; those of places follow.
LEGEND = 1
#: So many places may have a colour: the darkest of blues and greens.
MOST = 0x080000

_COLOUR = rb"/c\d+ cs (0|0\.0[0-3]\d*) ([\d.]+) ([\d.]+) scn\n"
_TEXT = rb"BT 0 Tr/(f\d+) (\S+) Tf 1 0 0 -1 0 0 Tm(\[[^\n]*\]TJ|\([^\n]*\)Tj)\n"
_SLOT = re.compile(_COLOUR + _TEXT)
_WIDTHS = re.compile(rb"(\d+) (\d+) ([\d.]+)|(\d+)\[([\d. ]*)\]")


def colour(number: int) -> str:
    """The colour of a number, as Typst has it.

    >>> colour(258)
    '#000102'
    """
    if not 0 < number < MOST:
        raise StrangeError("there are more places with numbers than there are colours for them")
    return f"#{number:06x}"


def _number(found: re.Match[bytes]) -> int:
    red, green, blue = (round(float(each) * 255) for each in found.groups()[:3])
    return (red << 16) + (green << 8) + blue


def _signs(shown: bytes) -> bytes:
    return b"".join(literal(each) for each in STRING.findall(shown))


@dataclass(frozen=True, slots=True)
class Figures:
    """A font's figures: two bytes each, in their order; and how wide they are, in thousandths of its size."""

    signs: tuple[bytes, ...]
    width: float

    def shown(self, number: str, room: int) -> bytes:
        """What shows a number, at the right of room for so many figures."""
        signs = string(b"".join(self.signs[int(each)] for each in number))
        blank = room - len(number)
        return b"[%b%b]TJ" % (b"%g" % (-blank * self.width) if blank else b"", signs)


def legend(content: bytes, width: Callable[[bytes, int], float]) -> dict[bytes, Figures]:
    """The figures of each font, by its name on the page; *width* is asked for that of a font's sign."""
    found = {}
    for each in _SLOT.finditer(content):
        if _number(each) == LEGEND:
            held = _signs(each[6])
            signs = tuple(held[at : at + 2] for at in range(0, len(held), 2))
            widths = {round(width(each[4], int.from_bytes(sign))) for sign in signs}
            if len(set(signs)) != 10 or (len(widths) > 1 and max(widths) - min(widths) > 1):
                raise StrangeError("the figures of a font are not ten, or not equally wide")
            found[each[4]] = Figures(signs, width(each[4], int.from_bytes(signs[0])))
    return found


def widths(said: bytes) -> Callable[[int], float]:
    """How wide each sign of a font is, of its ``/W``: as runs of the same width, and as lists.

    >>> widths(b"0 3 500 4[465 250]")(5)
    250.0
    """
    found: dict[int, float] = {}
    for each in _WIDTHS.finditer(said):
        if each[1]:
            found |= dict.fromkeys(range(int(each[1]), int(each[2]) + 1), float(each[3]))
        else:
            found |= {int(each[4]) + index: float(value) for index, value in enumerate(each[5].split())}
    return lambda sign: found.get(sign, 0.0)


def filled(content: bytes, fonts: Mapping[bytes, Figures], number: Callable[[int], str | None]) -> tuple[bytes, int]:
    """A page's content with its numbers, and how many there were; *number* is asked for that of a colour.

    Raises `StrangeError` for a number without room.
    """
    count = 0

    def made(found: re.Match[bytes]) -> bytes:
        nonlocal count
        wanted = number(_number(found))
        figures = fonts.get(found[4])
        if wanted is None or figures is None:
            return found[0]
        signs = _signs(found[6])
        room = len(signs) // 2
        if signs != figures.signs[0] * room:
            return found[0]
        if len(wanted) > room:
            raise StrangeError(f"there is no room for the number {wanted}")
        count += 1
        end = content.rindex(b"scn\n", 0, found.start()) + 4
        before = content[content.rindex(b"/c", 0, end) : end]
        text = b"BT 0 Tr/%b %b Tf 1 0 0 -1 0 0 Tm%b\n" % (found[4], found[5], figures.shown(wanted, room))
        return before + text

    return _SLOT.sub(made, content), count
