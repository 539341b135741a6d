"""Lists that are too long for a page."""

from __future__ import annotations

from itertools import pairwise

from minutes import paging
from minutes.content import Block, Blocks, Bullets, Entries, Folded, Line, Link, Paragraph, Rubric, Table
from minutes.graph import Graph, Object


def link(name: str) -> Link:
    return Link(Object("page", name, name, "", name))


def item(name: str) -> Blocks:
    return [Paragraph([link(name)])]


def words(found: Block) -> list[str]:
    """The names under a block, in order, headings in capitals."""
    match found:
        case Bullets():
            return [name for blocks in found.items for each in blocks for name in words(each)]
        case Entries():
            return [name for head, _ in found.items for name in (head[0].to.label,)]  # type: ignore[union-attr]
        case Table():
            return [line.cells[0][0].to.label for line in found.lines]  # type: ignore[union-attr]
        case Rubric():
            return [found.text.upper()]
        case Paragraph():
            return [found.children[0].to.label]  # type: ignore[union-attr]
    raise AssertionError(found)


def named(parts: list[paging.Part]) -> list[list[str]]:
    return [[name for block in part.blocks for name in words(block)] for part in parts]


def test_a_list_that_fits_is_left_as_it_is() -> None:
    found: Blocks = [Rubric("A"), Bullets([item("ann"), item("ben")])]
    assert paging.split(found, 3) == [paging.Part("", found)]


def test_a_table_is_cut_after_so_many_rows() -> None:
    table = Table(("Who",), [Line([[link(str(each))]]) for each in range(7)], (1,), ("register",))
    parts = paging.split([table], 3)
    assert named(parts) == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
    assert [part.title for part in parts] == ["0 – 2", "3 – 5", "6"]
    assert all(isinstance(block, Table) and block.classes == ("register",) for part in parts for block in part.blocks)


def test_a_heading_that_is_cut_through_stands_above_both_halves() -> None:
    found: Blocks = [Rubric("a"), Bullets([*map(item, "123")]), Rubric("b"), Bullets([*map(item, "45")])]
    assert named(paging.split(found, 2)) == [["A", "1", "2"], ["A", "3", "B", "4"], ["B", "5"]]


def test_what_stands_under_one_head_stays_together() -> None:
    found: Blocks = [
        Entries([([link(name)], [Bullets([item("x")] * steps)]) for name, steps in zip("abc", (1, 9, 1), strict=True)])
    ]
    assert named(paging.split(found, 4)) == [["a"], ["b"], ["c"]]


def test_what_was_folded_is_cut_too_under_its_name() -> None:
    found: Blocks = [Folded("From people", [Bullets([*map(item, "123")])])]
    assert named(paging.split(found, 2)) == [["FROM PEOPLE", "1", "2"], ["FROM PEOPLE", "3"]]


def test_every_part_leads_to_its_neighbours_and_the_first_to_all() -> None:
    parts = paging.split([Bullets([item(str(each)) for each in range(100)])], 4)
    names = [paging.page("people/index", "list-of", "people", number) for number in range(1, len(parts) + 1)]

    def targets(here: int) -> list[str]:
        found = []
        for block in paging.contents(names, lambda index: parts[index].title, here):
            for each in (block, *(block.blocks if isinstance(block, Folded) else ())):
                items = each.items if isinstance(each, Bullets) else [[each]]
                inline = [part for blocks in items for held in blocks for part in getattr(held, "children", ())]
                found += [part.to.docname for part in inline if isinstance(part, Link)]
        return found

    assert targets(0) == names[1:]
    for here, (before, after) in enumerate(pairwise(names), 1):
        assert before in targets(here)
        assert names[0] in targets(here)
        assert here == len(names) - 1 or names[here + 1] in targets(here)
        assert after != before
    assert paging.contents(names[:1], lambda index: parts[index].title, 0) == []


def test_a_record_without_a_register_has_no_page() -> None:
    assert paging.page_of_record(Graph(), "decision", "meetings/x", "x", 10) is None
