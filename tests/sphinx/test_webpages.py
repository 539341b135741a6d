"""What our builders of web pages do more quickly than Sphinx: the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.addnodes import compact_paragraph, index
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import IndexBuilder
from sphinx.util.docutils import docutils_namespace

from minutes import plainly, processors, searchindex, state
from minutes.webpages import Quiet, WebPages
from minutes.words import WordIndex
from tests.helpers import Result, build, tiny
from tests.soak import differences, files


def _app(root: Path, builder: str = "html", **settings: str) -> Sphinx:
    doctrees = root / "_build" / ".doctrees" / builder
    return Sphinx(root, root, root / "out", doctrees, builder, settings, status=None, warning=None)


@pytest.fixture
def app(edition: Callable[[str], Result]) -> Iterator[Sphinx]:
    """An application that has read the tiny archive."""
    root = edition("html").out.parents[1]
    with docutils_namespace():
        yield _app(root)


def _link(words: str, uri: str = "#items", **attributes: object) -> nodes.reference:
    return nodes.reference("", words, internal=True, refuri=uri, anchorname=uri, **attributes)


def _entry(*inside: nodes.Node, below: nodes.Node | None = None) -> nodes.list_item:
    return nodes.list_item("", compact_paragraph("", "", *inside), *([below] if below else []))


WORDS = "Rules & “roles” <a@b> \"c\" 'd'"
HEADINGS = [
    nodes.title("", WORDS),
    nodes.title("", "A ", nodes.emphasis("", "B")),
    nodes.bullet_list("", _entry(_link(WORDS))),
    nodes.bullet_list("", _entry(_link("A", "#"), below=nodes.bullet_list("", _entry(_link("B")), _entry(_link("C"))))),
    nodes.bullet_list("", _entry(_link("A", classes=["old"]))),
    nodes.bullet_list("", _entry(_link("A", "https://example.org/?a=1&b=2"))),
    nodes.bullet_list("", _entry(nodes.Text("no link"))),
    nodes.bullet_list("", _entry(_link("1", secnumber=(1, 2)))),
    nodes.bullet_list("", _entry(_link("A"), _link("B"))),
    nodes.bullet_list("", nodes.list_item()),
    nodes.bullet_list(),
    nodes.paragraph("", "something else"),
]


@pytest.mark.parametrize("node", HEADINGS, ids=[str(each) for each in range(len(HEADINGS))])
def test_headings_are_written_as_sphinx_writes_them(app: Sphinx, node: nodes.Element) -> None:
    assert isinstance(app.builder, WebPages)
    assert app.builder.render_partial(node) == StandaloneHTMLBuilder.render_partial(app.builder, node.deepcopy())


def test_plain_headings_are_written_at_once() -> None:
    titles, lists = [plainly.title(each) for each in HEADINGS[:2]], [plainly.contents(each) for each in HEADINGS[2:5]]
    assert [each is not None for each in titles + lists] == [True, False, True, True, False]


def _page() -> nodes.document:
    page = new_document("page")
    title = nodes.title("", "The rules of 2011, ruled")
    section = nodes.section("", title, nodes.paragraph("", "Ruling, RULED and the 2011 rules; naïve 42"), ids=["rules"])
    below = nodes.section("", nodes.title("", "Voting voters"), nodes.paragraph("", "They voted."), ids=["votes"])
    hidden = nodes.container("", nodes.paragraph("", "secretly"), classes=["no-search"])
    raw = nodes.raw("", "<p class='shown'>marked &amp; raw</p><style>p { color: red }</style>", format="html")
    page += [section, nodes.comment("", "commented"), hidden, raw, nodes.raw("", "latexed", format="latex")]
    section += [below, nodes.meta(name="viewport", content="width"), nodes.section("", nodes.title("", "No id"))]
    return page


def _frozen(kind: type[IndexBuilder], app: Sphinx, pages: dict[str, nodes.document]) -> object:
    made = kind(app.env, "en", {}, "")
    for each in ("_titles", "_filenames", "_mapping", "_title_mapping", "_all_titles", "_index_entries"):
        setattr(made, each, {})  # which are else the environment's
    for name, page in pages.items():
        made.feed(name, f"{name}.md", name, page)
    return made.freeze()


def test_index_of_words_is_that_of_sphinx(app: Sphinx) -> None:
    pages = {each: app.env.get_doctree(each) for each in sorted(app.env.found_docs)}
    pages |= {"made": _page(), "indexed": _page(), "keywords": _page()}
    pages["indexed"] += index(entries=[("single", "rules; of order", "rules", "main", None)])
    pages["keywords"] += nodes.meta(name="keywords", content="one word, another")
    found = _frozen(WordIndex, app, pages)
    assert found == _frozen(IndexBuilder, app, pages)
    assert "secretli" not in str(found)
    assert "anoth" in str(found) or "another" in str(found)


def test_html_is_told_in_few_letters() -> None:
    assert repr({"body": Quiet("<p>" * 100)}) == "{'body': <300 letters>}"


def test_index_of_words_is_left_alone_when_nothing_is_written(root: Path) -> None:
    out = build(root).out
    before = (out / "searchindex.js").stat().st_mtime_ns
    assert build(root).rc == 0
    assert (out / "searchindex.js").stat().st_mtime_ns == before
    with (root / "index.md").open("a", encoding="utf-8") as page:
        page.write("\nOne more word: perspicacious.\n")
    assert build(root).rc == 0
    assert "perspicaci" in (out / "searchindex.js").read_text(encoding="utf-8")


def test_theme_adds_nothing_to_what_templates_know(root: Path) -> None:
    def theirs(builder: str) -> set[str]:
        with docutils_namespace():
            app = _app(root, builder, html_theme="sphinx_book_theme")
        heard = {each.handler.__module__.partition(".")[0] for each in app.events.listeners["html-page-context"]}
        return heard & {"pydata_sphinx_theme", "sphinx_book_theme"}

    assert not theirs("html")
    assert theirs("json") == {"pydata_sphinx_theme", "sphinx_book_theme"}


def test_several_processes_read_an_archive_of_which_nothing_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[int] = []
    together = WebPages._read_parallel

    def counted(self: WebPages, docnames: list[str], nproc: int) -> None:
        shares.append(len(docnames))
        together(self, docnames, nproc)

    monkeypatch.setattr(WebPages, "_read_parallel", counted)
    monkeypatch.setattr(processors, "FEW", 2)
    alone, shared = tiny(tmp_path / "alone"), tiny(tmp_path / "shared")
    one, other = build(alone), build(shared, jobs=2)
    assert (one.rc, other.rc, other.warnings) == (0, 0, "")
    assert shares == [len(list(shared.rglob("*.md")))]
    assert not differences(files(other.out), files(one.out))
    for page in ("index.md", "people/index.md"):
        with (shared / page).open("a", encoding="utf-8") as words:
            words.write("\nOne more.\n")
    assert build(shared, jobs=2).rc == 0
    assert len(shares) == 1, "of what is known, nothing has to come back"


def test_a_new_page_gets_its_fingerprint_from_whoever_writes_it(tmp_path: Path) -> None:
    alone, shared = tiny(tmp_path / "alone"), tiny(tmp_path / "shared")
    assert (build(alone).rc, build(shared, jobs=2).rc) == (0, 0)

    def kept(root: Path) -> state.Prints:
        (found,) = root.rglob(state.PRINTS)
        return state.load(found)

    assert kept(alone).keys() == {each.relative_to(alone).with_suffix("").as_posix() for each in alone.rglob("*.md")}
    assert kept(shared) == kept(alone)


def test_what_goes_wrong_beside_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(searchindex, "update", full)
    result = build(tiny(tmp_path), jobs=2, extra=["-D", "minutes_search=1"])
    assert result.rc == 2
    assert "no space left" in result.warnings
