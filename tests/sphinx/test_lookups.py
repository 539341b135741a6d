"""Citations are looked up in tables, and what is found is what sphinxcontrib-bibtex finds."""

from __future__ import annotations

import ast
import random
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from pybtex.database import Entry
from sphinxcontrib.bibtex.bibfile import BibData, BibFile
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.directives import BibliographyKey, BibliographyValue
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.roles import CitationRef
from sphinxcontrib.bibtex.transforms import BibliographyTransform

from minutes import citations
from minutes.lookups import Bibliography, CitationDomain
from tests.helpers import build, edit

PAGES = [f"page-{number}" for number in range(9)]
KEYS = [f"key-{number}" for number in range(12)]
FILE = Path("references.bib")


def data(chosen: random.Random) -> dict[str, Any]:
    """Citations as bibtex keeps them, at random."""
    entries = {key: Entry("misc", {"title": key}) for key in KEYS}
    for key, entry in entries.items():
        entry.key = key
    filters = ["True", "cited", "docname in docnames", f'docnames & {{"{PAGES[0]}", "{PAGES[1]}"}}', "cited and True"]
    bibliographies = {
        BibliographyKey(chosen.choice(PAGES), f"list-{number}"): BibliographyValue(
            line=1,
            bibfiles=[FILE],
            style="minutes",
            list_="citation",
            enumtype="",
            start=1,
            labelprefix="",
            keyprefix=prefix,
            filter_=ast.parse(chosen.choice(filters)),
            citation_nodes={},
            keys=dict.fromkeys(chosen.sample(KEYS, 2)),
        )
        for number, prefix in enumerate(("", "", "x-"))
    }
    refs = [
        CitationRef(
            citation_ref_id=f"ref-{number}",
            docname=chosen.choice(PAGES),
            line=number,
            targets=[
                CitationTarget(key=chosen.choice(("", "", "x-")) + chosen.choice(KEYS), pre="", post="")
                for _ in range(chosen.randint(1, 3))
            ],
        )
        for number in range(40)
    ]
    listed = [
        Citation(f"id-{key}", chosen.choice(list(bibliographies)), key, entries[key], key, None)
        for key in chosen.sample(KEYS, 9)
    ]
    bibdata = BibData("utf-8", {FILE: BibFile(0.0, dict.fromkeys(KEYS))}, SimpleNamespace(entries=entries))
    return {
        "version": BibtexDomain.data_version + 1,
        "bibdata": bibdata,
        "bibliographies": bibliographies,
        "citations": listed,
        "citation_refs": refs,
    }


def domain(of: type[BibtexDomain], seed: int, monkeypatch: pytest.MonkeyPatch) -> BibtexDomain:
    made = object.__new__(of)
    monkeypatch.setattr(BibtexDomain, "__init__", lambda self, env: setattr(self, "data", data(random.Random(seed))))
    of.__init__(made, None)
    return made


@pytest.mark.parametrize("seed", range(20))
def test_lookups_find_what_lists_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (domain(each, seed, monkeypatch) for each in (CitationDomain, BibtexDomain))
    chosen = random.Random(seed)
    for step in range(12):
        pages = chosen.sample(PAGES, len(PAGES))
        assert list(ours.get_all_cited_keys(pages)) == list(theirs.get_all_cited_keys(pages))
        for key in theirs.bibliographies:
            found = [[name for name, _ in each.get_sorted_entries(key, pages)] for each in (ours, theirs)]
            assert found[0] == found[1]
        added = data(random.Random(seed + step))["citation_refs"][:3]
        page = chosen.choice(PAGES)
        for each in (ours, theirs):
            each.clear_doc(page)
            each.citation_refs.extend(added)
        for what in ("citations", "citation_refs", "bibliographies"):
            assert [repr(each) for each in getattr(ours, what)] == [repr(each) for each in getattr(theirs, what)]


def test_the_few_in_hand_are_those_of_the_keys_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = domain(CitationDomain, 1, monkeypatch)
    known = [each.key for each in ours.citations]
    with ours.of_keys([known[5], "missing", known[2], known[5]]):
        assert [each.key for each in ours.citations] == [known[2], known[5]]
    assert [each.key for each in ours.citations] == known
    with ours.of_bibliographies():
        assert {each.docname for each in ours.citation_refs} <= {each.docname for each in ours.bibliographies}
    assert len(ours.citation_refs) == 40


def test_a_page_without_citations_costs_no_walk_through_all(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = domain(CitationDomain, 1, monkeypatch)
    monkeypatch.setattr(BibtexDomain, "clear_doc", lambda self, docname: pytest.fail("walked"))
    ours.clear_doc("page-none")


@pytest.mark.parametrize("lists", [0, 1])
def test_only_a_page_with_a_list_of_sources_goes_through_all_citations(
    lists: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, walks, transform = domain(CitationDomain, 1, monkeypatch), [], Bibliography.__new__(Bibliography)
    monkeypatch.setattr(CitationDomain, "of_bibliographies", lambda self: nullcontext(walks.append(self)))
    monkeypatch.setattr(BibliographyTransform, "run", lambda self: None)
    transform.document = new_document("a.md", get_default_settings())
    transform.document += [bibliography("") for _ in range(lists)]
    transform.document.settings.env = SimpleNamespace(domains={"cite": ours})
    transform.run()
    assert len(walks) == lists


def test_an_entry_is_formatted_once_whatever_its_label(monkeypatch: pytest.MonkeyPatch) -> None:
    citations.setup(None)
    style, entry = citations.ArchiveStyle(), Entry("misc", {"title": "A {Title}"})
    entry.key = "a"
    first, second = style.format_entry("A 2011", entry), style.format_entry("B 2011", entry)
    assert (first.label, second.label) == ("A 2011", "B 2011")
    assert first.text is second.text
    assert citations.ArchiveStyle().format_entry("A 2011", entry).text == first.text


def test_a_source_that_changed_is_shown_anew(root: Path) -> None:
    assert build(root).warnings == ""
    edit(root / "references.bib", "{A March evening}", "{Quite another evening}")
    made = build(root)
    assert made.warnings == ""
    assert "Quite another evening" in (made.out / "sources.html").read_text(encoding="utf-8")
