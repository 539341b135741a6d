"""Who and what stands near: the ties of one page's object, and the strongest of the archive, as graphs.

What a graph shows is plain data, cheap to make and to compare; it is laid out only when its page is
written. Nothing here knows Sphinx.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import igraph

from minutes import drawing, ties
from minutes.asked import Asked
from minutes.drawing import LEADING, SIZE, Drawing, Links, bare, number
from minutes.graph import Graph, Object
from minutes.labels import Box, part, width, wrapped

#: A page's graph: so many neighbours at most, of each kind so many before the others have their turn.
NEIGHBOURS = 14
SHARES = {
    "person": {"person": 5, "term": 7, "meeting": 2},
    "term": {"person": 5, "term": 7, "meeting": 2},
    "meeting": {"person": 6, "term": 7, "meeting": 1},
}
#: Where so few share a paragraph with it, those under the same agenda items fill up.
FEW = 8
FEWEST = 3
#: The graph of the archive.
WHOLE = 60
WHOLE_SHARES = {"person": 22, "term": 28, "meeting": 10}
OF_MEETING = 4  #: so many ties of each meeting
BEST_TIES = 5  #: of each object, in its list

_BREADTH, _WHOLE_BREADTH = 430.0, 1120.0
_LIMIT = 104.0  #: of a label's line
_KINDS = {"person": "person", "term": "term", "meeting": "meeting"}


@dataclass(frozen=True, slots=True)
class Near:
    """An object near another."""

    object: Object
    paragraphs: int  #: that name both
    items: int = 0  #: agenda items that name both, where no paragraph does


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two of some objects, by their numbers."""

    one: int
    other: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An object, what stands near it, and the ties among these."""

    own: Object
    near: tuple[Near, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The objects of the archive with the most ties, and the strongest of these."""

    objects: tuple[tuple[Object, int], ...]  #: with the sum of their ties
    ties: tuple[Tie, ...]


def _shared(found: Iterable[tuple[Object, int]], shares: dict[str, int], most: int) -> list[tuple[Object, int]]:
    """The first of some objects, but of each kind no more than its share while there are others."""
    left, chosen, rest = dict(shares), [], []
    for each in found:
        if left.get(each[0].type, 0) > 0:
            left[each[0].type] -= 1
            chosen.append(each)
        else:
            rest.append(each)
    kept = [*chosen[:most], *rest[: max(0, most - len(chosen))]]
    return sorted(kept, key=lambda each: -each[1])  # stable: of equals, the order stays


def neighbourhood(graph: Graph, docname: str) -> Neighbourhood | None:
    """What stands near a page's object; None if hardly anything does."""
    return graph.once(_neighbourhoods).get(docname)


def _neighbourhoods(graph: Graph) -> Mapping[str, Neighbourhood]:
    """That of each page: asked for when it is held against the last build, when it is drawn, and when it is kept."""
    return Asked(lambda docname: _neighbourhood(graph, docname))


def _neighbourhood(graph: Graph, docname: str) -> Neighbourhood | None:
    own = graph.page(docname)
    if own is None:
        return None
    known = ties.of(graph)
    found = _shared(known.nearest(own.id, 6 * NEIGHBOURS), SHARES[own.type], NEIGHBOURS)
    near = [Near(bare(each), count) for each, count in found]
    if len(near) < FEW:
        taken = {own.id, *(each.object.id for each in near)}
        beside = ((each, count) for each, count in known.beside(own.id) if each not in taken)
        near += [Near(bare(each), 0, count) for each, count in known.ranked(beside, FEW - len(near))]
    if len(near) < FEWEST:
        return None
    among = _ties(known, [each.object for each in near])
    others = [tie for tie in among if "meeting" not in (near[tie.one].object.type, near[tie.other].object.type)]
    return Neighbourhood(bare(own), tuple(near), tuple(others[:NEIGHBOURS]))


def _ties(known: ties.Ties, objects: Sequence[Object]) -> list[Tie]:
    """All ties among some objects, strongest first."""
    found = sorted(known.among([each.id for each in objects]), key=lambda each: (-each[2], each))
    return [Tie(*each) for each in found]


def whole(graph: Graph) -> Whole | None:
    """The strongest ties of the archive: each object's own strongest, and the strongest of all."""
    known = ties.of(graph)
    objects = _shared(known.strongest(4 * WHOLE), WHOLE_SHARES, WHOLE)
    among = _ties(known, [each for each, _ in objects])
    meetings = {at for at, (each, _) in enumerate(objects) if each.type == "meeting"}
    degree = [0] * len(objects)
    kept: list[Tie] = []
    # A meeting is tied to all that it names, so that its ties come last, and only the strongest.
    for tie in sorted(among, key=lambda each: not meetings.isdisjoint((each.one, each.other))):
        ends = (tie.one, tie.other)
        if meetings.isdisjoint(ends):
            wanted = len(kept) < WHOLE or min(degree[at] for at in ends) < 2
        else:
            wanted = any(degree[at] < (OF_MEETING if at in meetings else 1) for at in ends)
        if wanted:
            kept.append(tie)
            for at in ends:
                degree[at] += 1
    if len(objects) < FEWEST:
        return None
    return Whole(
        tuple((bare(each), count) for each, count in objects),
        tuple(sorted(kept, key=lambda each: (each.one, each.other))),
    )


@dataclass(frozen=True, slots=True)
class Strongest:
    """An object and its strongest ties, with the number of paragraphs of each."""

    object: Object
    near: tuple[tuple[Object, int], ...]


def strongest(graph: Graph) -> tuple[Strongest, ...]:
    """What the graph of the archive shows, as a list."""
    found, known = whole(graph), ties.of(graph)
    objects = found.objects if found else ()
    return tuple(
        Strongest(each, tuple((bare(other), count) for other, count in known.nearest(each.id, BEST_TIES)))
        for each, _ in objects
    )


# -- drawing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Node:
    """What stands at a point: a sign with its name below or above it."""

    object: Object
    radius: float
    lines: tuple[str, ...]
    size: float

    def box(self, x: float, y: float, *, fixed: bool = False) -> Box:
        """The room that it takes: sign, name, and some air."""
        breadth = max(2.4 * self.radius, *(width(line, self.size) for line in self.lines)) + 10
        return Box(x, y, breadth, 2 * self.radius + 12 + LEADING * self.size * len(self.lines), fixed)


@dataclass(slots=True)
class _Placed:
    """A node with the point of its sign."""

    node: _Node
    x: float
    y: float
    above: bool  #: the name stands above the sign


def _node(found: Object, radius: float, size: float = SIZE) -> _Node:
    return _Node(found, radius, wrapped(found.label, size, _LIMIT * size / SIZE), size)


def _points(count: int, edges: Sequence[Tie], *, centre: bool) -> list[tuple[float, float]]:
    """Where tied nodes come to stand near each other; the first one in the middle, if it is the centre."""
    around = count - centre
    ring = [(math.cos(math.tau * at / around), math.sin(math.tau * at / around)) for at in range(around)]
    net = igraph.Graph(n=count, edges=[(each.one, each.other) for each in edges])
    lengths = [1 + 1.5 / math.sqrt(each.paragraphs) for each in edges]
    start = [(0.0, 0.0), *ring] if centre else ring
    points = net.layout_kamada_kawai(seed=start, weights=lengths, maxiter=60 * count).coords
    return [(x, y) for x, y in points]


def _spread(values: Sequence[float]) -> list[float]:
    """Values between 0 and 1, in their order: half by size, half by rank, so that no corner stays empty."""
    low, high = min(values), max(values)
    ranks = {at: rank for rank, at in enumerate(sorted(range(len(values)), key=lambda at: (round(values[at], 6), at)))}
    last = max(1, len(values) - 1)
    return [((value - low) / ((high - low) or 1) + ranks[at] / last) / 2 for at, value in enumerate(values)]


def _field(nodes: Sequence[_Node], edges: Sequence[Tie], breadth: float) -> list[Box]:
    """The nodes all over a field."""
    points = _points(len(nodes), edges, centre=False)
    boxes = [node.box(0, 0) for node in nodes]
    height = max(1.55 * sum(box.width * box.height for box in boxes) / breadth, 0.45 * breadth)
    across, down = _spread([x for x, _ in points]), _spread([y for _, y in points])
    for box, x, y in zip(boxes, across, down, strict=True):
        box.x, box.y = box.width / 2 + x * (breadth - box.width), y * height
    return boxes


def _round(nodes: Sequence[_Node], edges: Sequence[Tie], near: Sequence[float], breadth: float) -> list[Box]:
    """The first node in the middle, the others around it, tied ones side by side; *near*: of 1, which are close."""
    points = _points(len(nodes), edges, centre=True)
    x0, y0 = points[0]
    angles = [math.atan2(y - y0, x - x0) for x, y in points[1:]]
    order = sorted(range(len(angles)), key=lambda at: (round(angles[at], 6), at))
    boxes = [nodes[0].box(breadth / 2, 0, fixed=True)]
    boxes += [node.box(0, 0) for node in nodes[1:]]
    reach = 13.0 * len(order)
    for rank, at in enumerate(order):
        turn = math.tau * (rank + 0.5) / len(order)
        turn -= 0.2 * math.sin(2 * turn)  # names are wide: more room above and below than at the sides
        box = boxes[at + 1]
        far = 1 - 0.36 * near[at]
        box.x = breadth / 2 + far * math.cos(turn) * (breadth - box.width) / 2
        box.y = far * math.sin(turn) * reach
    return boxes


def _placed(
    nodes: Sequence[_Node], boxes: Sequence[Box], breadth: float, *, away: bool = False
) -> tuple[list[_Placed], float]:
    """The points of the nodes once no name lies on another, and the height that they take.

    *away*: of nodes in the upper half the names stand above, where no line to the middle crosses them.
    """
    part(boxes, breadth)
    top = min(box.y - box.height / 2 for box in boxes)
    middle = (max(box.y + box.height / 2 for box in boxes) + top) / 2 if away else top
    placed = []
    for node, box in zip(nodes, boxes, strict=True):
        above = not box.fixed and box.y < middle
        reach = (box.height / 2 - node.radius - 3) * (1 if above else -1)
        placed.append(_Placed(node, box.x, box.y + reach - top, above))
    return placed, max(box.y + box.height / 2 for box in boxes) - top


def _line(one: _Placed, other: _Placed, thickness: float, name: str) -> str:
    return drawing.element("line", x1=one.x, y1=one.y, x2=other.x, y2=other.y, stroke_width=thickness, class_=name)


def _bow(one: _Placed, other: _Placed, centre: _Placed, thickness: float) -> str:
    """A tie around the middle, bent towards it."""
    x, y = ((a + b) / 2 * 0.6 + c * 0.4 for a, b, c in ((one.x, other.x, centre.x), (one.y, other.y, centre.y)))
    route = f"M{number(one.x)} {number(one.y)}Q{number(x)} {number(y)} {number(other.x)} {number(other.y)}"
    return drawing.element("path", d=route, stroke_width=thickness, class_="tie")


def _sign(placed: _Placed, name: str = "name") -> str:
    """A node's sign and name."""
    node = placed.node
    first = placed.y + node.radius + 2 + node.size
    if placed.above:
        first = placed.y - node.radius - 5 - LEADING * node.size * (len(node.lines) - 1)
    return drawing.mark(node.object.type, placed.x, placed.y, node.radius) + drawing.words(
        node.lines, placed.x, first, node.size, class_=name
    )


def _legend(kinds: Iterable[str], y: float) -> str:
    """What the signs mean."""
    parts, x = [], 8.0
    for kind in kinds:
        parts += [drawing.mark(kind, x, y, 4.5), drawing.words((kind,), x + 10, y + 4)]
        x += 10 + width(kind, SIZE) + 16
    return drawing.element("g", *parts, class_="legend")


def _thickness(count: int) -> float:
    return min(0.8 + 0.7 * math.sqrt(count), 5.0)


def _radius(count: int) -> float:
    return min(3.6 + 1.2 * math.sqrt(count), 9.0)


def _kinds(objects: Iterable[Object]) -> list[str]:
    found = {each.type for each in objects}
    return [kind for kind in ("person", "term", "meeting") if kind in found]


def _said(found: Near) -> str:
    count, unit = (found.paragraphs, "paragraph") if found.paragraphs else (found.items, "agenda item")
    return f"{found.object.label}: together in {count} {unit}{'' if count == 1 else 's'}"


def draw_neighbourhood(found: Neighbourhood) -> Drawing:
    """The page's object in the middle, and around it what stands near."""
    nodes = [_node(found.own, 11.0, SIZE + 2), *(_node(each.object, _radius(each.paragraphs)) for each in found.near)]
    spokes = [Tie(0, at, max(each.paragraphs, 1)) for at, each in enumerate(found.near, 1)]
    others = [Tie(each.one + 1, each.other + 1, each.paragraphs) for each in found.ties]
    most = math.sqrt(max(each.paragraphs for each in spokes))
    close = [(math.sqrt(each.paragraphs) - 1) / max(most - 1, 1) for each in spokes]
    boxes = _round(nodes, [*spokes, *others], close, _BREADTH)
    placed, height = _placed(nodes, boxes, _BREADTH, away=True)
    links = Links()
    parts = [_bow(placed[each.one], placed[each.other], placed[0], _thickness(each.paragraphs)) for each in others]
    parts += [
        _line(placed[0], placed[at], _thickness(each.paragraphs), "spoke" if each.paragraphs else "spoke faint")
        for at, each in enumerate(found.near, 1)
    ]
    parts += [links.to(each.object, _sign(placed[at]), title=_said(each)) for at, each in enumerate(found.near, 1)]
    parts.append(drawing.element("g", _sign(placed[0]), class_="own"))
    parts.append(_legend(_kinds([found.own, *(each.object for each in found.near)]), height + 12))
    label = f"Who and what stands near {found.own.label}"
    caption = "Named most often in the same paragraphs of the meetings; the thicker a line, the more of them."
    if any(not each.paragraphs for each in found.near):
        caption += " Dots: under the same agenda item only."
    return Drawing("neighbourhood", drawing.svg(label, _BREADTH, height + 24, parts), links.targets, caption=caption)


def draw_whole(found: Whole) -> Drawing:
    """The graph of the archive: wide, since names need room."""
    most = found.objects[0][1]
    shares = [math.sqrt(count / most) for _, count in found.objects]
    nodes = [
        _node(each, 4 + 9 * part_, 12 + 4.5 * part_) for (each, _), part_ in zip(found.objects, shares, strict=True)
    ]
    placed, height = _placed(nodes, _field(nodes, found.ties, _WHOLE_BREADTH), _WHOLE_BREADTH)
    links = Links()
    parts = [_line(placed[each.one], placed[each.other], _thickness(each.paragraphs), "tie") for each in found.ties]
    parts += [links.to(each.node.object, _sign(each)) for each in placed]
    parts.append(_legend(_kinds(each for each, _ in found.objects), height + 12))
    label = "Who and what stands together in the archive"
    picture = drawing.svg(label, _WHOLE_BREADTH, height + 24, parts)
    caption = "The thicker a line, the more paragraphs name both; the larger a sign, the more ties it has."
    return Drawing("graph", picture, links.targets, "Graph of the archive", caption)
