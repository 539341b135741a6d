"""What differs between two editions, and what their pages say of it."""

from __future__ import annotations

import doctest
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from editions import changes, diff
from editions.changes import Changes, PageChange, changes_page, compare, foot_html, gathered, measure, shortened
from editions.diff import Change, Run
from editions.history import Revision
from editions.model import Edition
from editions.texts import Block

FIRST = Edition("2026.1", "2026-11-22", "a" * 40, "The first.")
SECOND = Edition("2026.2", "2026-12-01", "b" * 40, "Lamps and bells.")
REVISIONS = (
    Revision("2026-11-30", "Light the <lamps>", "c2", "2026.2"),
    Revision("2026-11-20", "Calendar March", "c1", "2026.1"),
)


def html(title: str, *paragraphs: str, mentions: tuple[str, ...] = ()) -> str:
    own = "".join(f"<p>{each}</p>" for each in paragraphs)
    entries = "".join(f'<li><p class="step-text">{each}</p></li>' for each in mentions)
    steps = f'<dl class="mentions"><dt>March (2)</dt><dd><ul class="steps">{entries}</ul></dd></dl>'
    listed = f'<section class="generated" id="mentions"><h2>Mentions</h2>{steps}</section>' if mentions else ""
    return (
        f"<html><body><p>Edition 2026.1</p><article><section id='top'><h1>{title}</h1>{own}{listed}</section></article>"
        "<section class='cite'>Cite</section></body></html>"
    )


def thing(kind: str, docname: str, label: str, preview: str = "") -> dict[str, str]:
    slug = docname.rpartition("/")[2]
    return {"type": kind, "id": slug, "docname": docname, "anchor": "", "label": label, "preview": preview}


def corrected(target: str, docname: str, was: str, now: str = "") -> dict[str, str]:
    return {
        "id": f"corrected-{target}",
        "page": "corrections",
        "target": target,
        "docname": docname,
        "anchor": "",
        "label": "Lamp",
        "date": "2026-12-01",
        "since": "2026.1",
        "was": was,
        "now": now,
        "why": "Nobody says so.",
    }


def source(key: str, title: str) -> dict[str, str]:
    return {"key": key, "title": title, "author": "Ann Ash", "date": "2001-03-06"}


def edition(folder: Path, pages: dict[str, str], **data: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for docname, text in pages.items():
        path = folder / f"{docname}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "minutes.json").write_text(json.dumps({"objects": [], "records": [], "sources": [], **data}))
    return folder


MANY = " ".join(f"w{number}" for number in range(60))
LAMP, ANN, MARCH = "glossary/lamp", "people/ann", "meetings/2001-03-06"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    pages = {
        LAMP: html("Lamp", "It is a lamp, said the committee.", mentions=("They burn.",)),
        ANN: html("Ann", "She spoke of lamps."),
        "glossary/torch": html("Torch", "A torch."),
        "people/old-name": html("Name", "Known by it."),
        "search": html("Search"),
        "_previews/x": html("No page"),
        "pagefind/x": html("No page"),
        "found/x": html("No page"),
    }
    objects = [thing("term", LAMP, "Lamp"), thing("person", ANN, "Ann"), thing("term", "glossary/torch", "Torch")]
    return edition(tmp_path / "old", pages, objects=[*objects, thing("person", "people/old-name", "Old Name")])


@pytest.fixture
def new(tmp_path: Path) -> Path:
    pages = {
        LAMP: html("Lamp", "It is a torch, said the committee.", mentions=("They burn.", "They burn &amp; smoke.")),
        ANN: html("Ann", "She spoke of lamps.", mentions=("Ann sat.",)).replace("2026.1", "2026.2"),
        MARCH: html("Meeting of 6 March 2001", "They met."),
        "people/bob": html("Bob", "He came."),
        "people/new-name": html("Name", "Known by it."),
        "corrections": html("Corrections", "None."),
        "changes": html("What changed"),
    }
    objects = [
        *(thing("term", LAMP, "Lamp"), thing("person", ANN, "Ann"), thing("person", "people/bob", "Bob", "He <came>.")),
        *(
            thing("meeting", MARCH, "6 March 2001"),
            thing("item", MARCH, "Lamps"),
            thing("person", "people/new-name", "N"),
        ),
    ]
    fixes = [corrected("lamp", LAMP, "It is a lamp", "It is a torch")]
    return edition(tmp_path / "new", pages, objects=objects, sources=[source("ash", "March")], corrections=fixes)


@pytest.fixture
def both(old: Path, new: Path) -> Changes:
    return compare(old, new, {"people/old-name": "people/new-name"})


def test_each_page_has_its_status(both: Changes) -> None:
    assert {docname: page.status for docname, page in both.pages.items()} == {
        LAMP: "changed",
        ANN: "changed",
        MARCH: "new",
        "people/bob": "new",
        "people/new-name": "same",
        "corrections": "new",
        "glossary/torch": "gone",
    }
    assert both.pages["people/new-name"].renamed_from == "people/old-name"


def test_lists_name_what_is_new_gone_renamed_and_changed(both: Changes) -> None:
    assert [(each.docname, each.title) for each in both.new_meetings] == [(MARCH, "6 March 2001")]
    assert [(each.title, each.note) for each in both.new_people] == [("Bob", "He <came>.")]
    assert both.new_terms == ()
    assert [each.docname for each in both.new_pages] == ["corrections"]
    assert [(each.title, each.note) for each in both.new_sources] == [("March", "Ann Ash, 6 March 2001")]
    assert [each.docname for each in both.gone] == ["glossary/torch"]
    assert [each.docname for each in both.renamed] == ["people/new-name"]
    assert [each.docname for each in both.changed] == [LAMP]
    assert [each.docname for each in both.gathering] == [ANN]


def test_a_pages_own_words_are_kept_apart_from_what_it_gathers(both: Changes) -> None:
    lamp = both.pages[LAMP]
    assert [(each.fate, each.block.part) for each in lamp.own] == [("changed", "Lamp")]
    assert [(each.fate, each.block.text) for each in lamp.gathered] == [("added", "March, They burn & smoke.")]
    assert (lamp.added, lamp.removed) == (1, 1)


def test_what_stands_around_the_article_changes_no_page(old: Path, tmp_path: Path) -> None:
    same = {docname: (old / f"{docname}.html").read_text().replace("2026.1", "2026.2") for docname in (LAMP, ANN)}
    found = compare(edition(tmp_path / "a", {}), edition(tmp_path / "b", same), {})
    assert {page.status for page in found.pages.values()} == {"new"}
    found = compare(tmp_path / "b", edition(tmp_path / "c", same), {})
    assert {page.status for page in found.pages.values()} == {"same"}
    assert "The words of all pages are those of edition 2026.1." in changes_page(found, SECOND, FIRST)


def test_a_correction_is_held_against_the_edition_before(both: Changes, old: Path, new: Path) -> None:
    (fix,) = both.corrections
    assert (fix.docname, fix.was, fix.entry, fix.confirmed) == (
        LAMP,
        "It is a lamp",
        "corrections.html#corrected-lamp",
        True,
    )
    assert both.faults == ()
    data = json.loads((new / "minutes.json").read_text())
    (new / "minutes.json").write_text(json.dumps({**data, "corrections": [corrected("lamp", LAMP, "It was a bell")]}))
    (fault,) = compare(old, new, {}).faults
    assert fault.startswith("corrections.html#corrected-lamp: edition 2026.1 is said to have had `It was a bell`")
    assert compare(None, new, {}).faults == ()
    assert compare(new, new, {}).corrections == ()


def test_a_correction_of_a_renamed_page_looks_at_the_page_as_it_was_called(old: Path, new: Path) -> None:
    data = json.loads((new / "minutes.json").read_text())
    data["corrections"] = [corrected("new-name", "people/new-name", "Known by"), corrected("bob", "people/bob", "He")]
    (new / "minutes.json").write_text(json.dumps(data))
    found = compare(old, new, {"people/old-name": "people/new-name"}).corrections
    assert [each.confirmed for each in found] == [True, False]


def test_the_first_edition_has_counts_and_no_lists(new: Path) -> None:
    first = compare(None, new, {})
    assert first.first
    assert not any((first.new_meetings, first.new_people, first.new_sources, first.changed, first.gone))
    assert dict(first.counts)["person"] == 3
    told = changes_page(first, FIRST, None)
    assert "This is the first edition, of 22 November 2026. The first." in told
    assert "<b>3</b> people" in told
    assert "<b>1</b> meeting<" in told.replace("\n", "<")
    assert "<h2>" not in told.replace("<h2>Corrections</h2>", "")


class _Links(HTMLParser):
    """The addresses and ids of a piece of HTML; its elements are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not {"style", "onclick"} & given.keys()
        assert tag != "script"
        self.open.append(tag)
        self.links += [given["href"] or ""] if "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_of_changes_begins_with_the_figures_and_links_to_what_they_count(both: Changes) -> None:
    told = changes_page(both, SECOND, FIRST)
    assert "Edition 2026.2, of 1 December 2026, against" in told
    found = _Links(told)
    assert len(found.ids) == len(set(found.ids))
    assert {each[1:] for each in found.links if each.startswith("#")} <= set(found.ids)
    figures = told[: told.index("</ul>")]
    for count in ("<b>1</b> new meeting", "<b>1</b> new person", "<b>1</b> correction", "<b>1</b> page changed"):
        assert count in figures
    assert "<del>lamp</del> <ins>torch</ins>" in told
    assert "He &lt;came&gt;." in told
    assert {"people/bob.html", "../2026.1/glossary/torch.html", "sources.html#source-ash"} <= set(found.links)


def test_the_foot_of_a_changed_page_has_its_changes_and_revisions(both: Changes) -> None:
    told = foot_html(LAMP, REVISIONS, both.pages[LAMP], SECOND, FIRST)
    found = _Links(told)
    assert found.ids == ["edition-changes", "edition-changes-title"]
    assert "../../2026.1/glossary/lamp.html" in found.links
    assert "../changes.html" in found.links
    assert "#top" in found.links
    assert "1 word added and 1 removed" in told
    assert "Gathered from other pages: 1 new mention" in told
    assert '<time datetime="2026-11-30">30 November 2026</time> Light the &lt;lamps&gt;' in told


@pytest.mark.parametrize(
    ("docname", "words"),
    [
        (MARCH, "The page is new in edition 2026.2."),
        ("people/new-name", 'Until edition 2026.1 the page stood at <a href="../../2026.1/people/old-name.html">'),
        (ANN, 'Its own words are those of <a href="../../2026.1/people/ann.html">edition 2026.1</a>.'),
    ],
)
def test_the_foot_says_what_became_of_a_page(both: Changes, docname: str, words: str) -> None:
    assert words in foot_html(docname, (), both.pages[docname], SECOND, FIRST)


def test_a_page_that_did_not_change_says_so_in_one_line() -> None:
    told = foot_html("index", (), PageChange("index", "Home", "same"), SECOND, FIRST)
    assert 'Nothing on it has changed since <a href="../2026.1/index.html">edition 2026.1</a>.' in told
    assert "<h3>" not in told
    assert "Edition 2026.1 is the first" in foot_html("index", (), None, FIRST, None)
    assert foot_html("search", (), None, SECOND, FIRST) == ""


def test_many_revisions_fold(both: Changes) -> None:
    told = foot_html(LAMP, REVISIONS * 4, None, FIRST, None)
    assert "<summary>4 earlier revisions</summary>" in told
    assert told.count("<li><time") == 8


def big(tmp_path: Path, own: int, listed: int) -> PageChange:
    """A page of which much changed, in its own words and in what it gathers."""
    was, now = (tuple(f"Sentence {n} of the {age} text." for n in range(own)) for age in ("old", "new"))
    old_mentions, new_mentions = (tuple(f"{age} {n} " + MANY for n in range(listed)) for age in ("Old", "New"))
    old = edition(tmp_path / "a", {LAMP: html("Lamp", *was, mentions=old_mentions)})
    new = edition(tmp_path / "b", {LAMP: html("Lamp", *now, mentions=new_mentions)})
    return compare(old, new, {}).pages[LAMP]


@pytest.mark.parametrize(
    ("own", "listed", "shows"), [(20, 100, "<ins>"), (100, 400, "<ins>"), (900, 900, "set out here")]
)
def test_the_history_of_a_page_stays_small_whatever_changed(tmp_path: Path, own: int, listed: int, shows: str) -> None:
    told = foot_html(LAMP, REVISIONS, big(tmp_path, own, listed), SECOND, FIRST)
    assert len(told.encode()) < changes.PAGE_BYTES
    assert shows in told
    assert "Gathered from other pages" in told
    _Links(told)


def test_the_page_of_changes_stays_small_and_still_names_each_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "CHANGES_BYTES", 10_000)
    names = [f"people/p{number:03}" for number in range(40)]
    was, now = ({name: html(name, *[f"{word} {n} " + MANY for n in range(5)]) for name in names} for word in "ab")
    found = compare(edition(tmp_path / "a", was), edition(tmp_path / "b", now), {})
    told = changes_page(found, SECOND, FIRST)
    assert len(told) < changes.CHANGES_BYTES + 40 * 400 + 3_000
    assert all(f'href="{name}.html"' in told for name in names)
    assert "2 more passages" in told
    assert "5 passages</a>" in told


def test_measures_are_words(both: Changes) -> None:
    assert measure(both.pages[LAMP].own) == "1 word added and 1 removed"
    assert measure(()) == "No word"
    signs = compare_texts("One, two.", "One; two.")
    assert measure(signs) == "Signs or sources changed"
    assert measure(compare_texts("One two three four.", "One two three.")) == "1 word removed"
    assert gathered(both.pages[LAMP].gathered) == "1 new mention"


def compare_texts(old: str, new: str) -> tuple[Change, ...]:
    return diff.compare([Block("paragraph", "a", True, old, "")], [Block("paragraph", "a", True, new, "")])


def test_gathered_lists_are_told_by_kind() -> None:
    change = compare_texts("They burn all night.", "They burn all day.")[0]
    found = [change, replace(change, fate="added"), replace(change, fate="removed")]
    mention = replace(change.block, kind="mention")
    mentions = [replace(each, block=mention) for each in (found[1], found[1], found[0])]
    assert gathered([*found, *mentions]) == (
        "2 new mentions, 1 mention reworded, 1 entry added, 1 entry gone and 1 entry changed"
    )


def test_long_runs_are_cut_around_the_change() -> None:
    many = " ".join(f"w{number}" for number in range(60))
    first, gone, came, last = shortened(
        (Run("=", many), Run("-", f" {many}"), Run("+", " new"), Run("=", f" {many}")), 5, 9
    )
    assert first.text == "… w55 w56 w57 w58 w59"
    assert gone.text == " w0 w1 w2 w3 w4 w5 w6 w7 w8 …"
    assert came.text == " new"
    assert last.text == " w0 w1 w2 w3 w4 …"
    (_, middle, _) = shortened((Run("+", "a"), Run("=", f" {many} "), Run("+", "b")), 5)
    assert middle.text == " w0 w1 w2 w3 w4 … w55 w56 w57 w58 w59"
    assert shortened((Run("=", many),), 5) == (Run("=", many),)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(changes).failed == 0
