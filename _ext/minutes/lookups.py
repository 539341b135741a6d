"""What sphinxcontrib-bibtex looks up: in tables, where it goes through lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from docutils import nodes
from pybtex.database import Entry
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.roles import CitationRef
from sphinxcontrib.bibtex.transforms import BibliographyTransform

from minutes import walking


class CitationDomain(BibtexDomain):
    """The domain of sphinxcontrib-bibtex 2.7, with tables where it goes through lists.

    For each entry it goes through all citations of the archive, for each of these through the list of
    pages, for each link, even one that is no citation, through all entries, and for each page that is
    read through everything. What it does is left to it; it only gets the few things in hand that can
    matter. To be proposed there: an index of `citations` by key, and of `citation_refs` by key and page.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._citations: list[Citation] | None = None  #: those in hand, if not all
        self._refs: list[CitationRef] | None = None  #: and those of the prose
        self._numbers: dict[str, list[int]] | None = None  #: key -> where its citations stand
        self._citing: set[str] = set()  #: pages in the first `_seen` of the prose's citations
        self._seen = 0
        self._cited: tuple[str, dict[str, list[CitationRef]]] | None = None  #: prefix, key -> citations
        #: The citations of each key as they were kept, where no bibliography is at hand: see `lean`.
        self.kept: Mapping[str, list[Citation]] | None = None

    @property
    def citations(self) -> list[Citation]:
        """The entries of the bibliographies, or the few in hand."""
        return self.data["citations"] if self._citations is None else self._citations

    @property
    def citation_refs(self) -> list[CitationRef]:
        """The citations of the prose, or the few in hand."""
        return self.data["citation_refs"] if self._refs is None else self._refs

    # -- while pages are read and left ----------------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        refs = self.data["citation_refs"]
        self._citing.update(each.docname for each in refs[self._seen :])
        if docname in self._citing or docname in self._pages():
            super().clear_doc(docname)
            self._citing.discard(docname)
        self._seen, self._numbers = len(self.data["citation_refs"]), None

    def _pages(self) -> set[str]:
        """Those with a bibliography."""
        return {each.docname for each in self.bibliographies}

    # -- while entries are listed ---------------------------------------------------------------

    def env_updated(self) -> Iterable[str]:
        self._numbers = None
        return super().env_updated()

    def get_all_cited_keys(self, docnames: list[str]) -> Iterator[str]:
        order = {docname: number for number, docname in enumerate(docnames)}
        for ref in sorted(self.citation_refs, key=lambda each: order[each.docname]):
            yield from (target.key for target in ref.targets)

    def get_filtered_entries(self, bibliography_key: BibliographyKey) -> Iterator[tuple[str, Entry]]:
        cited: defaultdict[str, list[CitationRef]] = defaultdict(list)
        for ref in self.data["citation_refs"]:
            for target in ref.targets:
                cited[target.key].append(ref)
        self._cited = self.bibliographies[bibliography_key].keyprefix, cited
        try:
            yield from super().get_filtered_entries(bibliography_key)
        finally:
            self._cited = self._refs = None

    def get_entries(self, bibfiles: list[Path]) -> Iterator[Entry]:
        for entry in super().get_entries(bibfiles):
            if self._cited:
                prefix, cited = self._cited
                self._refs = cited.get(prefix + entry.key, [])
            yield entry

    # -- while pages are written ----------------------------------------------------------------

    @contextmanager
    def of_keys(self, keys: Iterable[str]) -> Iterator[None]:
        """While this lasts, there are the entries of some keys alone, in their order."""
        before = self._citations
        self._citations = self._of_keys(keys)
        try:
            yield
        finally:
            self._citations = before

    def _of_keys(self, keys: Iterable[str]) -> list[Citation]:
        if self.kept is not None:
            return [each for key in dict.fromkeys(keys) for each in self.kept.get(key, ())]
        known = self.data["citations"]
        if self._numbers is None:
            self._numbers = {}
            for number, each in enumerate(known):
                self._numbers.setdefault(each.key, []).append(number)
        return [known[number] for number in sorted({n for key in keys for n in self._numbers.get(key, ())})]

    @contextmanager
    def of_bibliographies(self) -> Iterator[None]:
        """While this lasts, there are the citations alone that stand on a page with a bibliography."""
        pages = self._pages()
        self._refs = [each for each in self.data["citation_refs"] if each.docname in pages]
        try:
            yield
        finally:
            self._refs = None

    def resolve_xref(  # type: ignore[override]
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element:
        with self.of_keys(each.key for each in parse_citation_targets(target)):
            return super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)

    def resolve_any_xref(  # type: ignore[override]
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.Element]]:
        with self.of_keys(each.strip() for each in target.split(",")):
            return super().resolve_any_xref(env, fromdocname, builder, target, node, contnode)


class Bibliography(BibliographyTransform):
    """The list of sources; of back-links, bibtex keeps those on its own page."""

    def run(self, **kwargs: object) -> None:
        if next(walking.sought(self.document, bibliography), None) is None:
            return  # to know whose citations stand beside a list, all of the archive are gone through
        domain = self.env.domains["cite"]
        assert isinstance(domain, CitationDomain)
        with domain.of_bibliographies():
            super().run(**kwargs)


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(CitationDomain, override=True)
    app.registry.post_transforms.remove(BibliographyTransform)
    app.add_post_transform(Bibliography)
