"""A walk meets the nodes that docutils' own would meet, in the same order; and transforms change what they would."""

from __future__ import annotations

import importlib.util
import random
from types import ModuleType

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.transforms import Transform
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.util.nodes import NodeMatcher

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


@pytest.mark.parametrize("seed", range(50))
def test_nodes_that_are_added_are_sought_anew(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes.Node, "setup_child", walking.adopt)
    chosen, documents = random.Random(seed), [new_document(name, get_default_settings()) for name in ("a.md", "b.md")]
    for _ in range(60):
        document, kind = chosen.choice(documents), chosen.choice((*TYPES, nodes.comment, nodes.target))
        elements = [each for each in document.findall() if isinstance(each, nodes.Element)]
        match chosen.randrange(5):
            case 0:
                chosen.choice(elements).append(kind("", "", kind()))
            case 1 if len(elements) > 1:
                chosen.choice(elements[1:]).replace_self([kind(), nodes.Text("words")])
            case 2 if len(elements) > 1:
                elements[1].parent.remove(elements[1])
        met = list(map(id, walking.sought(document, kind)))
        assert met == [id(each) for each in document.findall() if isinstance(each, kind)]


def test_what_a_page_has_not_is_not_walked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes.Node, "setup_child", walking.adopt)
    document = new_document("a.md", get_default_settings())
    document += tree(1)
    assert not list(walking.sought(document, nodes.comment))
    monkeypatch.setattr(walking, "find", lambda *_: pytest.fail("it was walked through"))
    assert not list(walking.sought(document, (nodes.comment, nodes.image)))


@pytest.mark.parametrize("seed", range(10))
def test_a_document_is_found_as_docutils_finds_it(original: ModuleType, seed: int) -> None:
    grown, settings = tree(seed), get_default_settings()
    theirs = original.Node.document.fget
    alone = list(grown.findall())
    assert {walking.document_of(each) for each in alone} == {theirs(each) for each in alone} == {None}
    document = new_document("a.md", settings)
    document += grown
    for each in document.findall():
        assert walking.document_of(each) is theirs(each) is document


def test_a_child_is_adopted_as_docutils_does_it(original: ModuleType) -> None:
    def adopted(adopt: object) -> list[tuple[object, ...]]:
        document = new_document("a.md", get_default_settings())
        document.current_source, document.current_line = "b.md", 7
        far, near, known = nodes.inline(), nodes.inline(), nodes.inline()
        known.source, known.line = "c.md", 3
        paragraph = nodes.paragraph()
        for parent, child in ((paragraph, far), (document, paragraph), (paragraph, near), (paragraph, known)):
            adopt(parent, child)
        return [
            (each.parent.tagname, each._document is document, each.source, each.line)
            for each in (far, paragraph, near, known)
        ]

    assert adopted(walking.adopt) == adopted(original.Node.setup_child)


def test_a_matcher_finds_what_it_found() -> None:
    document = new_document("a.md", get_default_settings())
    document += [tree(seed) for seed in range(10)]
    for n, each in enumerate(document.findall(nodes.inline)):
        each["translatable"] = n % 2
    for matcher in (NodeMatcher(nodes.inline, translatable=1), NodeMatcher(nodes.inline, nodes.Text), NodeMatcher()):
        found = list(walking.matched(matcher, document))
        assert found
        assert list(map(id, found)) == [id(each) for each in document.findall() if matcher.match(each)]


def highlighted(*children: nodes.Node) -> nodes.document:
    document = new_document("a.md", get_default_settings())
    document += [nodes.paragraph("", "Words."), *children]
    transform = HighlightLanguageTransform.__new__(HighlightLanguageTransform)
    Transform.__init__(transform, document)
    document.settings.env = type("env", (), {"config": type("config", (), {"highlight_language": "text"})})
    walking.SPARING[HighlightLanguageTransform](transform)
    return document


def test_a_transform_that_looks_first_still_finds() -> None:
    document = highlighted(
        nodes.literal_block("", "1"), addnodes.highlightlang(lang="c", force=False, linenothreshold=9)
    )
    assert [each["language"] for each in document.findall(nodes.literal_block)] == ["text"]
    assert not list(document.findall(addnodes.highlightlang))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes.Node, "walkabout", lambda *_: pytest.fail("it was not needed"))
        highlighted()


def test_docutils_walks_so() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes.Node, "_fast_findall", None)
        walking.setup(None)
        assert [each.astext() for each in nodes.paragraph("", "", nodes.inline("", "x")).findall(nodes.inline)] == ["x"]
