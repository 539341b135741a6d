"""The archive itself, built once for all tests that look at its pages."""

from __future__ import annotations

import gc

import pytest
from bs4 import BeautifulSoup

from minutes import bibliography, checking, folding, redirects
from minutes.graph import Graph
from minutes.reader import Page
from tests import webpages
from tests.built import Made, site


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site."""
    return site(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def html(archive: Made) -> dict[str, str]:
    """The site's pages."""
    return webpages.texts(archive.out)


@pytest.fixture(scope="session")
def moved(archive: Made) -> set[str]:
    """The pages that only lead to others."""
    return {f"{old}.html" for old in redirects.read(archive.root).entries if "#" not in old}


@pytest.fixture(scope="session")
def pages(archive: Made, moved: set[str]) -> dict[str, BeautifulSoup]:
    """The site's pages, parsed, without those that Sphinx makes of its own accord."""
    parsed = {
        name: page
        for name, page in webpages.read(archive.out).items()
        if name not in {"genindex.html", "search.html", *moved}
    }
    gc.freeze()  # a million objects that stay: to look through them again and again would slow all other tests
    return parsed


@pytest.fixture(scope="session")
def words(archive: Made) -> list[Page]:
    """What the pages' sources say."""
    return checking.read_all(archive.root)


@pytest.fixture(scope="session")
def folded(archive: Made, words: list[Page]) -> Graph:
    """The same, folded: who is mentioned where."""
    sources, faults = bibliography.read(archive.root / checking.BIBLIOGRAPHY, checking.BIBLIOGRAPHY)
    return folding.build((page.ledger for page in words), sources, faults)
