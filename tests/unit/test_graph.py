"""The graph: what a name means, what links to what. Its complaints are in `test_bad_input`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import generate
from minutes import bibliography, checking, folding
from minutes.graph import Graph
from minutes.heads import head_of
from minutes.model import Code, Meeting
from tests.helpers import ROOTS, edit, fold, tiny

LATER = "meetings/2002-03-05"


@pytest.mark.parametrize(
    ("role", "target", "found"),
    [
        ("person", "Ann Ash", "ann-ash"),
        ("person", "ann-ash", "ann-ash"),
        ("person", "ANNE ASHE’S", "ann-ash"),
        ("person", "lamp", ""),
        ("term", "lamps", "lamp"),
        ("term", "the board", "committee"),
        ("term", "Fund for lamps", "lamp-fund"),
        ("term", "ann-ash", ""),
        ("", "Ann Ash", "ann-ash"),
        ("", "lamps", "lamp"),
        ("", "lamp-fund", "lamp-fund"),
        ("", "2001-03-06", ""),
        ("", "2001-03-06#lamps", ""),
        ("meeting", "2001-03-06", "2001-03-06"),
        ("meeting", "6 March 2001", "2001-03-06"),
        ("meeting", "Meeting of 6 March 2001", "2001-03-06"),
        ("meeting", "2001-03-06#lamps", ""),
        ("item", "2001-03-06#lamps", "2001-03-06#lamps"),
        ("item", "lamps", "2002-03-05#lamps"),
        ("item", "2001-03-06#thanks", "2001-03-06#thanks"),  # a paragraph
        ("item", "2001-03-06#new-lamps", ""),
        ("item", "nowhere#lamps", ""),
        ("item", "2001-03-06#lamps#lamps", ""),
        ("record", "2001-03-06#new-lamps", "2001-03-06#new-lamps"),
        ("record", "fund-proposed", "2002-03-05#fund-proposed"),
        ("record", "2001-03-06#lamps", ""),
        ("any", "ann-ash", "ann-ash"),
        ("any", "the board", "committee"),
        ("any", "6 March 2001", "2001-03-06"),
        ("any", "fund", "2002-03-05#fund"),
        ("any", "still-dark", "2002-03-05#still-dark"),
        ("any", "2001-03-06#new-lamps", "2001-03-06#new-lamps"),
        ("any", "nowhere", ""),
        ("doc", "people/ann-ash", "ann-ash"),
        ("doc", "meetings/2001-03-06#lamps", "2001-03-06#lamps"),
        ("doc", "meetings/2001-03-06#new-lamps", "2001-03-06#new-lamps"),
        ("doc", "meetings/2001-03-06#nowhere", ""),
        ("doc", "people/nobody", ""),
        ("doc", "sources", ""),
    ],
)
def test_what_a_link_means(archive: Graph, role: str, target: str, found: str) -> None:
    assert [each.id for each in archive.find(role, target, LATER)] == ([found] if found else [])


def test_without_a_page_a_bare_id_means_nothing(archive: Graph) -> None:
    assert archive.find("item", "lamps") == ()


def test_parts_are_labelled_with_their_meeting(archive: Graph) -> None:
    (item,), (record,), (paragraph,) = (
        archive.find("any", f"2001-03-06#{each}") for each in ("lamps", "new-lamps", "thanks")
    )
    assert (item.type, item.docname, item.label) == ("item", "meetings/2001-03-06", "Lamps, 6 March 2001")
    assert (record.type, record.label) == ("record", "Ann Ash asked Bob Birch for new lamps; he agreed")
    assert (paragraph.type, paragraph.anchor, paragraph.label) == ("paragraph", "thanks", "6 March 2001")


def test_a_page_and_its_object(archive: Graph) -> None:
    page = archive.page("people/ann-ash")
    assert page is not None
    assert (page.type, page.id, page.label, page.preview) == (
        "person",
        "ann-ash",
        "Ann Ash",
        "Secretary of the Committee.",
    )
    assert archive.page("sources") is archive.page("nowhere") is None


def test_things_have_an_order(archive: Graph) -> None:
    found = {
        kind: [each.id for each in archive.of_type(kind)] for kind in ("meeting", "item", "person", "term", "record")
    }
    assert found == {
        "meeting": ["2001-03-06", "2002-03-05"],
        "item": ["2001-03-06#lamps", "2002-03-05#lamps", "2002-03-05#fund"],
        "person": ["ann-ash", "bob-birch", "cy-cedar"],
        "term": ["committee", "lamp", "lamp-fund", "secretary"],
        "record": [
            "2001-03-06#new-lamps",
            "2001-03-06#number-of-lamps",
            "2001-03-06#twelve-lamps",
            "2001-03-06#light",
            "2002-03-05#fund-proposed",
        ],
    }
    pages = sorted(archive.ledgers, key=archive.when)
    assert pages[:2] == ["meetings/2001-03-06", LATER]
    assert pages[2:4] == ["people/ann-ash", "people/bob-birch"]  # by title


def test_links_are_seen_from_both_ends(archive: Graph) -> None:
    out = [(each.target.id, each.mention.relation) for each in archive.outgoing[LATER]]
    assert out == [
        ("ann-ash", "wrote"),
        ("2001-03-06", "mentioned"),
        ("bob-birch", "reported"),
        ("lamp", "mentioned"),
        ("2001-03-06#lamps", "mentioned"),
        ("ann-ash", "proposed"),
        ("lamp-fund", "mentioned"),
    ]
    assert [each.source for each in archive.incoming["cy-cedar"]] == ["meetings/2001-03-06"]
    # A link to an item is a link to its meeting too; a page's links to itself are none.
    assert [each.target.id for each in archive.incoming["2001-03-06"]] == ["2001-03-06", "2001-03-06#lamps"]
    assert [each.target.id for each in archive.incoming["2001-03-06#lamps"]] == ["2001-03-06#lamps"]
    # By date of the meeting, then the pages that are none.
    assert [each.source for each in archive.incoming["bob-birch"]] == ["meetings/2001-03-06"] * 3 + [LATER]
    assert all(each.source != "people/bob-birch" for each in archive.incoming["bob-birch"])


def test_a_link_to_a_paragraph_is_one_to_its_page(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(root / f"{LATER}.md", "had not come.", "had not come [then](2001-03-06.md#thanks), [here](#fund-set-up).")
    found = fold(root)
    assert [each.target.id for each in found.incoming["2001-03-06"]][-1] == "2001-03-06#thanks"
    assert "2002-03-05" not in found.incoming


def test_a_bare_link_reads_like_its_label(archive: Graph) -> None:
    sentences = {str(each.mention.sentence) for each in archive.incoming["2001-03-06"]}
    assert sentences == {
        "As told by Ann Ash, a year after the 6 March 2001.",
        "Bob Birch said that the lamps of Lamps, 6 March 2001 had not come.",
    }


def test_a_bare_link_to_nothing_keeps_its_words(archive: Graph) -> None:
    ledger = archive.ledgers[LATER]
    (record,) = ledger.records
    told = folding.spelt(replace(ledger, records=(replace(record, text="see \ue000x#y\ue001!"),)), {})
    assert told.records[0].text == "see x#y!"


def test_sources_know_where_they_are_cited(archive: Graph) -> None:
    found = [(each.source, each.citation is None, each.line) for each in archive.cited["oak-2000"]]
    assert found == [
        ("meetings/2001-03-06", False, 26),
        ("people/ann-ash", False, 11),
        ("people/ann-ash", True, 4),
        ("glossary/committee", False, 8),
        ("glossary/secretary", False, 8),
    ]
    assert [each.citation is None for each in archive.cited["ash-2001-03-06"]][:2] == [False, True]


def test_every_source_of_front_matter_counts(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(
        root / f"{LATER}.md",
        "body: Committee",
        "body: Committee\nkind: away day\nkind-source: oak-2000\nother-accounts: [ash-2001-03-06]",
    )
    edit(root / "people/bob-birch.md", "used-by: ash-2001-03-06", "used-by: ash-2002-03-05")
    found = fold(root)
    assert found.problems == []
    assert (LATER, True) in [(each.source, each.citation is None) for each in found.cited["oak-2000"]]
    assert (LATER, True) in [(each.source, each.citation is None) for each in found.cited["ash-2001-03-06"]]
    assert ("people/bob-birch", True) in [
        (each.source, each.citation is None) for each in found.cited["ash-2002-03-05"]
    ]


def test_records_are_filed_with_what_they_link_to(archive: Graph) -> None:
    found = {
        kind: [(each.object.id, [it.id for it in each.mentioned]) for each in filed]
        for kind, filed in archive.records.items()
    }
    assert found == {
        "request": [("2001-03-06#new-lamps", ["ann-ash", "bob-birch", "lamp"])],
        "decision": [("2001-03-06#twelve-lamps", [])],
        "statistic": [("2001-03-06#number-of-lamps", [])],
        "quotation": [("2001-03-06#light", ["bob-birch"])],
        "proposal": [("2002-03-05#fund-proposed", ["ann-ash", "lamp-fund"])],
    }
    assert archive.registers["decision"] == "registers/decisions"


def test_a_family_is_a_term_and_all_below_it(archive: Graph) -> None:
    assert archive.family("lamp") == ["lamp", "lamp-fund"]
    assert archive.family("secretary") == ["secretary"]


def test_a_family_in_a_circle_ends(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(root / "glossary/lamp.md", "kind: tool", "kind: tool\nbroader: [Lamp fund]")
    assert fold(root).family("lamp") == ["lamp", "lamp-fund"]


def test_circles_are_told_once_each(tmp_path: Path) -> None:
    """A ring of three, one that hangs on it, one apart; and none where two ways lead up."""
    for name, broader in {
        "a": "b",
        "b": "c",
        "c": "a",
        "d": "a",
        "e": "e",
        "f": "g, h",
        "g": "i",
        "h": "i",
        "i": "",
    }.items():
        path = tmp_path / f"glossary/{name}{name}.md"
        path.parent.mkdir(exist_ok=True)
        above = ", ".join(each.strip() * 2 for each in broader.split(",") if each)
        path.write_text(
            f"---\ntype: term\nkind: tool\nbroader: [{above}]\n---\n# {name}{name}\n\nNot defined in the sources.\n"
        )
    (tmp_path / "references.bib").touch()
    assert [(each.path, each.message) for each in checking.check(tmp_path)] == [
        ("glossary/aa.md", "broader terms go in a circle: aa < cc < bb < aa; drop one `broader`"),
        ("glossary/ee.md", "broader terms go in a circle: ee < ee; drop one `broader`"),
    ]


def test_authors_with_a_page(archive: Graph) -> None:
    assert [each.id for each in archive.authors("ash-2001-03-06")] == ["ann-ash"]
    assert archive.authors("oak-2000") == archive.authors("nothing") == ()


def test_the_order_of_pages_does_not_matter(archive: Graph) -> None:
    ledgers = [page.ledger for page in checking.read_all(ROOTS / "tiny")]
    chance = random.Random(1)
    for _ in range(5):
        chance.shuffle(ledgers)
        again = folding.build(ledgers, archive.sources)
        for name in (
            "objects",
            "incoming",
            "outgoing",
            "cited",
            "records",
            "narrower",
            "registers",
            "labels",
            "problems",
        ):
            one, other = getattr(again, name), getattr(archive, name)
            assert one or name in ("labels", "problems")
            assert repr(dict(one) if isinstance(one, Mapping) else one) == repr(
                dict(other) if isinstance(other, Mapping) else other
            )


def test_a_page_whose_slug_is_taken_has_no_object(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(root / "glossary/lamp-fund.md", "kind: scheme", "kind: scheme\naltLabel: [purse]")
    copy = root / "meetings/old/2001-03-06.md"
    copy.parent.mkdir()
    copy.write_bytes((root / "meetings/2001-03-06.md").read_bytes())
    (root / "glossary/old").mkdir()
    (root / "glossary/old/lamp-fund.md").write_bytes((root / "glossary/lamp-fund.md").read_bytes())
    found = fold(root)
    assert [(each.path, each.code) for each in found.problems] == [
        ("glossary/old/lamp-fund.md", Code.DUPLICATE),
        ("meetings/old/2001-03-06.md", Code.DUPLICATE),
    ]
    assert found.page("meetings/old/2001-03-06") is found.page("glossary/old/lamp-fund") is None
    assert found.narrower["lamp"] == ["lamp-fund"]
    assert len(found.records["request"]) == 1


def test_two_meetings_may_be_on_one_day(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    text = (root / f"{LATER}.md").read_text().replace("# Meeting of", "# Second meeting of")
    (root / f"{LATER}-evening.md").write_text(text)
    found = fold(root)
    assert found.problems == []
    assert [each.id for each in found.find("meeting", "2002-03-05")] == ["2002-03-05"]
    assert [each.id for each in found.find("meeting", "5 March 2002")] == ["2002-03-05", "2002-03-05-evening"]


def test_two_people_may_have_one_name_while_nobody_uses_it(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    (root / "people/cy-cedar-2.md").write_bytes((root / "people/cy-cedar.md").read_bytes())
    edit(root / "meetings/2001-03-06.md", "{thanked}`Cy Cedar`", "{thanked}`Cy Cedar <cy-cedar>`")
    assert fold(root).problems == []


def test_an_id_of_a_page_without_object_can_be_linked(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    edit(root / "index.md", "# Tiny archive", "(top)=\n# Tiny archive")
    edit(
        root / f"{LATER}.md",
        "had not come.",
        "had not come [x](#top), [y](../index.md#top), [z](../sources.md), {any}`oak-2000`.",
    )
    assert fold(root).problems == []


def test_an_edit_that_leaves_names_is_folded_from_the_graph_before_it(tmp_path: Path) -> None:
    root = generate.write(tmp_path / "archive", generate.Plan(4, words=300, links=14))
    sources, _ = bibliography.read(root / checking.BIBLIOGRAPHY, checking.BIBLIOGRAPHY)
    before = {page.ledger.docname: page.ledger for page in checking.read_all(root)}
    old = folding.of_ledgers(before.values(), sources)
    meetings = sorted(docname for docname, ledger in before.items() if isinstance(ledger.entry, Meeting))
    one, other = meetings[1], meetings[2]
    # One names all that the other names and cites what it cites, and the other nothing any more.
    after = before | {
        one: replace(
            before[one],
            mentions=before[one].mentions + before[other].mentions,
            citations=before[one].citations + before[other].citations,
            preview="Told otherwise.",
        ),
        other: replace(before[other], mentions=(), citations=()),
    }
    clean = folding.of_ledgers(after.values(), sources)
    assert clean.linking != old.linking
    assert clean.citing != old.citing
    made = folding.refold(old, {each: head_of(after[each]) for each in (one, other)}, after.__getitem__)
    for table in ("heads", "by_date", "declared", "linking", "citing", "narrower", "labels", "registers", "moved"):
        assert getattr(made, table) == getattr(clean, table), table
    for table in ("objects", "incoming", "outgoing", "cited", "filed", "records", "recorded"):
        assert dict(getattr(made, table)) == dict(getattr(clean, table)), table
    assert {docname for docnames in old.linking.values() for docname in docnames} >= {other}  # which stays as it was
