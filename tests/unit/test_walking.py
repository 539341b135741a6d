"""A walk meets the nodes that docutils' own would meet, in the same order."""

from __future__ import annotations

import importlib.util
import random
from types import ModuleType

import pytest
from docutils import nodes

from minutes import walking

TYPES = (nodes.paragraph, nodes.inline, nodes.emphasis, nodes.strong)
ASKED = (nodes.Node, nodes.Element, nodes.Text, nodes.inline, nodes.comment, nodes.TextElement)


@pytest.fixture(scope="module")
def original() -> ModuleType:
    """The docutils of the installation, whatever was put into the one that is in use."""
    found = importlib.util.find_spec("docutils.nodes")
    fresh = importlib.util.module_from_spec(found)
    found.loader.exec_module(fresh)
    return fresh


def tree(seed: int, depth: int = 4) -> nodes.Element:
    chosen = random.Random(seed)

    def grow(level: int) -> nodes.Node:
        if level == 0 or chosen.random() < 0.2:
            return nodes.Text(str(chosen.random()))
        return chosen.choice(TYPES)("", "", *(grow(level - 1) for _ in range(chosen.randrange(4))))

    return nodes.section("", *(grow(depth) for _ in range(4)))


@pytest.mark.parametrize("asked", ASKED)
def test_it_meets_what_docutils_meets(original: ModuleType, asked: type) -> None:
    theirs = original.Node._fast_findall
    assert theirs.__module__ == "docutils.nodes"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes.Node, "_fast_findall", theirs)
        for seed in range(50):
            grown = tree(seed)
            assert list(map(id, walking.find(grown, asked))) == list(map(id, theirs(grown, asked)))


@pytest.mark.parametrize("seed", range(50))
def test_it_does_so_while_the_tree_changes(original: ModuleType, seed: int) -> None:
    def change(walk: object) -> list[str]:
        chosen, grown, met = random.Random(seed), tree(seed), []
        for node in walk(grown, nodes.Element):
            met.append(node.tagname)
            match chosen.randrange(6):
                case 0 if node.parent is not None:
                    node.replace_self(nodes.comment("", "gone"))
                case 1:
                    node += nodes.inline("", "new")
                case 2 if node.children:
                    node.pop()
                case 3 if node.parent is not None:
                    node.parent.insert(0, nodes.emphasis("", "before"))
            if len(met) > 500:
                break
        return [*met, grown.pformat()]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes.Node, "_fast_findall", original.Node._fast_findall)
        theirs = change(nodes.Node._fast_findall)
    assert change(walking.find) == theirs


def test_docutils_walks_so() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes.Node, "_fast_findall", None)
        walking.setup(None)
        assert [each.astext() for each in nodes.paragraph("", "", nodes.inline("", "x")).findall(nodes.inline)] == ["x"]
