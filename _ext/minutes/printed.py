"""Drawings on paper: their SVG with the colours and fonts of the book. Nothing here knows Sphinx.

On the site a style sheet colours the drawings, light or dark; what sets the book knows no variables and no
fonts but its own. The rules are those of ``_static/css/drawings.css``, in one light.
"""

from __future__ import annotations

import re
from html import unescape

FONT = "Libertinus Serif"
PAPER, INK, QUIET, LINE, EDGE, LINK = "#ffffff", "#1f2328", "#575c63", "#ddd6c6", "#8c8778", "#1f2328"
PERSON, TERM, MEETING, SPOKE, TIE = "#1b4f80", "#a2441c", "#54682a", "#9a8f78", "#cfc6b2"

#: A picture as wide as its frame has this width, in user units: of a page's text, or of the whole page.
NARROW, WIDE = 430, 620

RULES = f"""
.person, .appointment {{ fill: {PERSON} }}
.term, .decision {{ fill: {TERM} }}
.meeting {{ fill: {MEETING} }}
.sign {{ stroke: {PAPER}; stroke-width: 1.5 }}
.undertaking {{ fill: {PAPER}; stroke: {MEETING}; stroke-width: 2.5 }}
.sum.undertaking {{ fill: {MEETING}; stroke: none }}
.legend text {{ fill: {QUIET} }}
.name {{ text-anchor: middle; stroke: {PAPER}; stroke-width: 4; stroke-linejoin: round; paint-order: stroke }}
.own .name {{ font-weight: bold }}
.spoke, .tie {{ fill: none; stroke-linecap: round }}
.spoke {{ stroke: {SPOKE} }}
.spoke.faint {{ stroke-dasharray: 0.1 5; stroke-width: 2 }}
.tie {{ stroke: {TIE} }}
.tick, .rail {{ stroke: {LINE} }}
.base {{ stroke: {EDGE} }}
.tick + text {{ fill: {QUIET}; font-size: 12px }}
.when {{ fill: {QUIET}; font-size: 12px; text-anchor: end }}
.bar {{ fill: {PERSON} }}
.attested {{ fill: {PAPER}; stroke: {PERSON}; stroke-width: 2.5 }}
.stalk {{ stroke: {SPOKE} }}
.reach {{ fill: none }}
.lead {{ stroke: {MEETING}; stroke-dasharray: 0.1 4.5; stroke-linecap: round; stroke-width: 2 }}
.due {{ fill: {MEETING} }}
.lane {{ font-weight: bold }}
.month text {{ display: none }}
"""

_LINK = re.compile(r'<a href="@\d+@"')
_STRIP = re.compile(r'\A<svg width="100%"')


def printed(svg: str, *, wide: bool = False) -> str:
    """A drawing's SVG for the book: no links, its own rules, and a width in numbers."""
    svg = _LINK.sub("<g", svg).replace("</a>", "</g>")
    svg = _STRIP.sub(f'<svg width="{WIDE if wide else NARROW}"', svg)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}" font-size="13" fill="{INK}" '
    svg = head + svg.removeprefix("<svg ")
    opening, closing, rest = svg.partition(">")
    return f"{opening}{closing}<style>{RULES}</style>{rest}\n"


def name(svg: str) -> str:
    """What a drawing says that it is."""
    found = re.search(r'aria-label="([^"]*)"', svg)
    return unescape(found[1]) if found else ""
