"""Pictures as SVG text: what every drawing of the archive is made of. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from minutes.graph import Object


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with links.

    *svg* is one ``<svg>`` element; where it links to ``links[3]`` it says ``href="@3@"``, since only
    a builder knows the address. Colours and fonts are the stylesheet's: the SVG has classes only.
    """

    name: str
    svg: str
    links: tuple[Object, ...] = ()


def number(value: float) -> str:
    """A length or coordinate, in user units, with at most one decimal: the same on every machine.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


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
    """The whole picture: it scales with its frame, and says what it is to those who don't see it."""
    return element(
        "svg",
        *children,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group",
        aria_label=label,
    )


class Links:
    """Counts the objects that a drawing links to."""

    def __init__(self) -> None:
        self._found: dict[Object, int] = {}

    def to(self, target: Object, *children: str, title: str = "", **attributes: str) -> str:
        """A link around some markup; *title* is what it is called where its words are cut short."""
        number_ = self._found.setdefault(target, len(self._found))
        head = (element("title", escape(title)),) if title else ()
        return element("a", *head, *children, href=f"@{number_}@", **attributes)

    @property
    def targets(self) -> tuple[Object, ...]:
        """The objects, by number."""
        return tuple(self._found)
