"""The rooms of the extension keep to themselves, and what is said in two places agrees."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import runpy
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from sphinx.util.matching import get_matching_files

from minutes import checking, frontmatter, listings, pages, reader, render, vocabulary
from minutes.domain import MinutesDomain
from minutes.model import Membership

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "_ext" / "minutes"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: The modules that may know Sphinx, as the linter is told.
FACING_SPHINX = next(
    key.partition("{")[2].partition("}")[0].split(",")
    for key in CONFIG["tool"]["ruff"]["lint"]["per-file-ignores"]
    if key.startswith("_ext/minutes/{__init__,")
)
PURE = sorted({path.stem for path in EXTENSION.glob("*.py")} - set(FACING_SPHINX))


def imports(module: str) -> Iterator[str]:
    """What a module imports, at its top or inside of a function."""
    for node in ast.walk(ast.parse((EXTENSION / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_every_module_that_may_know_sphinx_is_there_and_does() -> None:
    for module in FACING_SPHINX:
        assert any(name.startswith(("docutils", "sphinx", "pybtex", "minutes")) for name in imports(module))


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_knows_no_sphinx(module: str) -> None:
    for name in imports(module):
        top, _, rest = name.partition(".")
        assert top not in ("docutils", "sphinx", "sphinxcontrib")
        if top == "minutes":
            assert rest.partition(".")[0] in PURE


@pytest.mark.parametrize("module", FACING_SPHINX)
def test_no_module_uses_what_sphinx_keeps_to_itself(module: str) -> None:
    assert not any("._" in name for name in imports(module))


@pytest.mark.parametrize("module", PURE)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"minutes.{module}")).failed == 0


def test_every_view_can_be_shown_and_every_page_knows_its_views() -> None:
    assert pages.VIEWS.keys() == render.RENDERERS.keys()
    assert pages.VIEWS.keys() >= {name for layout in pages.LAYOUTS.values() for name, _ in layout}
    assert set(pages.LAYOUTS) == set(frontmatter.FOLDERS.values())


def test_ids_of_generated_sections_are_reserved() -> None:
    generated = {section.anchor for layout in pages.LAYOUTS.values() for section in layout.sections}
    assert generated == set(vocabulary.GENERATED_IDS)


def test_every_list_and_register_that_a_page_may_ask_for_can_be_made() -> None:
    assert set(listings.LISTS) == set(vocabulary.LISTS) == set(reader.VIEW_DIRECTIVES["list-of"])
    assert set(reader.VIEW_DIRECTIVES["register"]) == set(vocabulary.RECORD_KINDS)
    directives = {*reader.VIEW_DIRECTIVES, *reader.BARE_DIRECTIVES, "editorial", "correction"}
    assert directives == set(MinutesDomain.directives)
    assert set(reader.VIEW_DIRECTIVES) <= set(pages.VIEWS)


def test_the_words_of_the_vocabulary_are_roles() -> None:
    words = [*vocabulary.OBJECT_TYPES, *vocabulary.RELATIONS, *vocabulary.FIELDS, "sic"]
    assert sorted(words) == sorted(MinutesDomain.roles)
    assert set(MinutesDomain.object_types) == set(vocabulary.OBJECT_TYPES)


def test_a_record_shows_what_it_requires_and_every_field_has_a_record() -> None:
    known = {*vocabulary.RELATIONS, *vocabulary.FIELDS}
    for name, kind in vocabulary.RECORD_KINDS.items():
        assert kind.name == name
        shown = {role for _, roles in kind.columns for role in roles}
        assert shown <= known
        assert all(kind.admits(role) for group in kind.required for role in group)
        assert not kind.admits("mentioned")
    assert all(any(kind.admits(field) for kind in vocabulary.RECORD_KINDS.values()) for field in vocabulary.FIELDS)


def schema(kind: str) -> dict[str, dict[str, dict[str, object]]]:
    return json.loads((frontmatter.SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))["properties"]


def test_the_vocabulary_agrees_with_the_schemas() -> None:
    assert {path.name for path in frontmatter.SCHEMAS.iterdir()} == {f"{kind}.schema.json" for kind in pages.LAYOUTS}
    for kind in pages.LAYOUTS:
        assert schema(kind)["type"]["const"] == kind
    assert schema("term")["kind"]["enum"] == list(vocabulary.TERM_KINDS)
    posts = schema("person")["posts"]["items"]["properties"]
    assert set(posts) == {field.name for field in fields(Membership)} - {"line"}


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    path = list(sys.path)
    try:
        return runpy.run_path(str(ROOT / "conf.py"))
    finally:
        sys.path[:] = path


def test_the_check_and_the_build_read_the_same_pages(settings: dict[str, object], tmp_path: Path) -> None:
    for name in (
        *("index.md", "about.md", "sources.md", "README.md", "CHANGELOG.md", "references.bib", ".hidden.md"),
        *("_ext/minutes/README.md", "tests/roots/tiny/index.md", "_build/html/index.md", ".venv/x.md"),
        *("meetings/index.md", "meetings/2001-03-06.md", "meetings/2001/2001-03-06-b.md", "meetings/.2001.md"),
        *("people/a.md", "people/a.md~", "people/a.txt", "people/b/c/a.md", "people/.trash/a.md"),
        *("glossary/a.md", "glossary/.#a.md", "registers/index.md", "registers/more/decisions.md"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    read = [path.relative_to(tmp_path).as_posix() for path in checking.pages(tmp_path)]
    built = get_matching_files(tmp_path, settings["include_patterns"], settings["exclude_patterns"])
    assert sorted(read) == sorted(name for name in built if name.endswith(".md"))
    assert len(read) == 11


def test_the_build_cites_from_the_file_that_the_check_reads(settings: dict[str, object]) -> None:
    assert settings["bibtex_bibfiles"] == [checking.BIBLIOGRAPHY]
