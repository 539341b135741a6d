"""Pictures as SVG text: what every drawing of the archive is made of. Nothing here knows Sphinx.

Colours and fonts are the stylesheet's, so that a picture is as light or dark as its page: the SVG has
classes only. It has no ids either, for an edition may join many pages, and their pictures, in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from minutes.graph import Object

#: The font size of labels, in user units, and from line to line, of the size.
SIZE, LEADING = 13.0, 1.15


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with links.

    *svg* is one ``<svg>`` element; where it links to ``links[3]`` it says ``href="@3@"``, since only
    a builder knows the address. *frame* is the name of the frame of a picture that is wider than a
    narrow page, and scrolls in there.
    """

    name: str
    svg: str
    links: tuple[Object, ...] = ()
    frame: str = ""
    caption: str = ""


def bare(found: Object) -> Object:
    """An object as far as a picture shows it, so that a page is not written again for its preview."""
    return Object(found.type, found.id, found.docname, found.anchor, found.label)


def number(value: float) -> str:
    """A length or coordinate, in user units, with at most one decimal: the same on every machine.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def share(value: float) -> str:
    """A part of the whole width.

    >>> share(0.5), share(1 / 3)
    ('50%', '33.333%')
    """
    return f"{f'{value * 100:.3f}'.rstrip('0').rstrip('.')}%"


def element(name: str, *children: str, **attributes: str | float) -> str:
    """An SVG element; children are markup already, attributes are not (``class_`` is ``class``).

    >>> element("text", "Tom", x=1, class_="label")
    '<text x="1" class="label">Tom</text>'
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{pairs}>{''.join(children)}</{name}>" if children else f"<{name}{pairs}/>"


def svg(label: str, width: float, height: float, children: Iterable[str]) -> str:
    """A whole picture that scales with its frame, and says what it is to those who don't see it."""
    return element(
        "svg",
        *children,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group",
        aria_label=label,
    )


def strip(label: str, height: float, children: Iterable[str]) -> str:
    """A whole picture as wide as its frame, whose words and marks keep their size: it places them by `share`."""
    return element("svg", *children, width="100%", height=height, role="group", aria_label=label)


def at(place: float, *children: str, **attributes: str) -> str:
    """Markup moved along a strip, to a share of its width; its own zero is there."""
    return element("svg", *children, x=share(place), overflow="visible", **attributes)


def words(lines: Sequence[str], x: float, y: float, size: float = SIZE, **attributes: str | float) -> str:
    """A text of some lines, the first one's baseline at *y*."""
    if size != SIZE:
        attributes["font_size"] = size
    if len(lines) == 1:
        return element("text", escape(lines[0], quote=False), x=x, y=y, **attributes)
    spans = (
        element("tspan", escape(line, quote=False), x=x, **({"dy": f"{LEADING}em"} if at_ else {}))
        for at_, line in enumerate(lines)
    )
    return element("text", *spans, x=x, y=y, **attributes)


def mark(kind: str, x: float, y: float, radius: float) -> str:
    """The sign of an object, told apart by shape as well as by colour; signs of one radius weigh the same."""
    name = f"sign {kind}"
    if kind == "person":
        return element("circle", cx=x, cy=y, r=radius, class_=name)
    if kind == "term":
        reach = radius * 1.22
        corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
        return element("polygon", points=" ".join(f"{number(a)},{number(b)}" for a, b in corners), class_=name)
    width, height = radius * 1.5, radius * 2  # a sheet of paper
    return element("rect", x=x - width / 2, y=y - height / 2, width=width, height=height, rx=radius / 5, class_=name)


class Links:
    """Counts the objects that a drawing links to."""

    def __init__(self) -> None:
        self._found: dict[Object, int] = {}

    def to(self, target: Object, *children: str, title: str = "", **attributes: str) -> str:
        """A link around some markup; *title* is what it is called where its words don't say all."""
        number_ = self._found.setdefault(target, len(self._found))
        head = (element("title", escape(title, quote=False)),) if title else ()
        return element("a", *head, *children, href=f"@{number_}@", **attributes)

    @property
    def targets(self) -> tuple[Object, ...]:
        """The objects, by number."""
        return tuple(self._found)
