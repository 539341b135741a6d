"""A page is parsed once, and its nodes are those that MyST and Sphinx make by themselves."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from docutils.frontend import Values
from docutils.readers import standalone
from myst_parser.mdit_to_docutils import base as myst
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.util import docutils as sphinx_docutils
from sphinx.util.docutils import docutils_namespace, patch_docutils

from minutes import markdown, reader
from minutes.collect import PageParser
from minutes.defaults import remembered


@contextmanager
def application(root: Path) -> Iterator[Sphinx]:
    out = root / "_build"
    with patch_docutils(root), docutils_namespace():
        app = Sphinx(root, root, out / "html", out / "doctrees", "dummy", status=None, freshenv=True)
        yield app
        app.events.emit("build-finished", None)


def doctrees(app: Sphinx) -> dict[str, str]:
    app.builder.read()
    return {docname: app.env.get_doctree(docname).pformat() for docname in sorted(app.env.all_docs)}


def test_nodes_are_those_that_myst_makes_of_the_text(root: Path) -> None:
    class Plain(MystParser):
        def parse(self, inputstring: str, document: object) -> None:
            docname = document.settings.env.current_document.docname
            ledger = reader.read(docname, f"{docname}.md", inputstring).ledger
            document.settings.env.domains["minutes"].note_ledger(ledger)
            super().parse(reader.without_front_matter(inputstring), document)

    with application(root) as app:
        ours = doctrees(app)
        metadata = dict(app.env.metadata)
    with application(root) as app:
        app.add_source_parser(Plain, override=True)
        theirs = doctrees(app)
        counted = [each.pop("wordcount", None) for each in app.env.metadata.values()]
        assert metadata == app.env.metadata
    assert any(counted)  # what is left out
    assert ours == theirs


def test_a_page_is_parsed_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = markdown.parse
    monkeypatch.setattr(markdown, "parse", lambda text: parsed.append(text) or parse(text))
    monkeypatch.setattr(MystParser, "parse", None)
    with application(root) as app:
        doctrees(app)
        assert app.registry.get_source_parser("markdown") is PageParser
        assert len(parsed) == len(app.env.all_docs)


def test_settings_are_those_that_docutils_makes(root: Path) -> None:
    with application(root) as app:
        for patched, asked in (
            (
                sphinx_docutils._get_settings,
                ((standalone.Reader, PageParser()), {"defaults": {"traceback": True, **app.env.settings}}),
            ),
            (myst.get_default_settings, ((PageParser,), {})),
        ):
            components, values = asked
            with warnings.catch_warnings(action="ignore"):
                fresh = patched.__wrapped__(*components, **values)
                known = patched(*components, **values)
            assert known.__dict__.keys() == fresh.__dict__.keys()
            different = {name for name, value in fresh.__dict__.items() if known.__dict__[name] != value}
            assert different == {"record_dependencies"}
            assert type(known.record_dependencies) is type(fresh.record_dependencies)


def test_settings_are_made_again_only_for_other_arguments() -> None:
    made: list[object] = []

    def make(*components: object, **values: object) -> Values:
        made.append(values)
        return Values(values)

    settings = remembered(remembered(make))  # what is remembered twice asks the original
    with warnings.catch_warnings(action="ignore"):
        first, second = settings(PageParser, given=1), settings(PageParser(), given=1)
        assert made == [{"given": 1}]
        first.changed = "only here"
        third = settings(PageParser(), given=1)
        assert made == [{"given": 1}]
        assert not hasattr(third, "changed")
        assert third.record_dependencies is not second.record_dependencies
        assert settings(PageParser, given=2).given == 2
        assert settings(MystParser, given=2).given == 2
        assert settings(PageParser, given=1).given == 1
    assert len(made) == 4
