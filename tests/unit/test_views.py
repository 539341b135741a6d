"""What each generated list says of the tiny archive, and when a page must be written again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from minutes import folding, pages, views
from minutes.graph import Graph, Object
from minutes.model import Source
from minutes.views import Cite, Ranked
from tests.faults import in_the_prose, put, write
from tests.helpers import edit, fold, tiny

FIRST, LATER = "meetings/2001-03-06", "meetings/2002-03-05"
ANN, BOB, LAMP = "people/ann-ash", "people/bob-birch", "glossary/lamp"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny(tmp_path)


def ids(found: object) -> object:
    """Objects by their ids, in whatever they stand."""
    match found:
        case Object():
            return found.id
        case Source() | Cite():
            return found.key
        case tuple():
            return tuple(map(ids, found))
    return found


def test_back_links_of_a_person(archive: Graph) -> None:
    first, later = views.mentions(archive, BOB, "meetings")
    assert (first.page.id, later.page.id) == ("2001-03-06", "2002-03-05")
    asked, quoted, note = first.steps
    assert asked.segments == (("Ann Ash asked ", False), ("Bob Birch", True), (" for new lamps; he agreed.", False))
    assert (asked.where.id, asked.item, asked.relations) == ("2001-03-06#lamp-fund", "Lamps", ("was asked or urged",))
    assert (quoted.where.anchor, quoted.relations, quoted.editorial) == ("thanks", ("was quoted",), False)
    assert (note.where.anchor, note.relations, note.editorial) == ("note-lamps", (), True)
    assert views.mentions(archive, BOB, "elsewhere") == ()
    assert [group.page.id for group in views.mentions(archive, ANN, "elsewhere")] == ["bob-birch", "index"]
    assert len(views.mentions(archive, ANN)) == 4
    assert views.mentions(archive, "index") == ()


def test_back_links_of_a_meeting_name_its_items(archive: Graph) -> None:
    (group,) = views.mentions(archive, FIRST)
    assert [(step.where.id, step.item) for step in group.steps] == [
        ("2002-03-05#lead", ""),
        ("2002-03-05#still-dark", "Lamps"),
    ]


def test_a_term_shows_the_mentions_of_what_is_below_it(archive: Graph) -> None:
    first, later = views.mentions(archive, LAMP, "meetings")
    assert [(step.where.anchor, ids(step.of)) for step in later.steps] == [
        ("still-dark", ()),
        ("fund-set-up", ("lamp-fund",)),
    ]
    assert len(first.steps) == 1
    assert [group.page.id for group in views.mentions(archive, LAMP, "elsewhere")] == ["lamp-fund"]


def test_one_sentence_is_one_step(root: Path) -> None:
    edit(
        root / f"{LATER}.md",
        "{reported}`Bob Birch` said",
        "{reported}`Bob Birch` said, {asked}`Bob` asked, {reported}`Bob's` way,",
    )
    (step,) = views.mentions(fold(root), BOB, "meetings")[1].steps
    assert step.relations == ("gave a report", "put a question or request")
    assert [text for text, marked in step.segments if marked] == ["Bob Birch", "Bob", "Bob’s"]
    assert "".join(text for text, _ in step.segments).startswith("Bob Birch said, Bob asked, Bob’s way, that")


def test_marks_that_overlap_are_marked_once(root: Path) -> None:
    in_the_prose("[{person}`Bob Birch` and all](../people/bob-birch.md) x")(root)
    (step,) = views.mentions(fold(root), BOB, "meetings")[1].steps
    assert [text for text, marked in step.segments if marked] == ["Bob Birch", "Bob Birch"]
    assert "".join(text for text, _ in step.segments).count("and all") == 1


def test_a_link_above_the_first_id_leads_to_the_page(archive: Graph) -> None:
    (step,) = views.mentions(archive, "glossary/committee", "elsewhere")[-1].steps
    assert (step.where.id, step.where.docname, step.where.anchor, step.item) == ("index#", "index", "", "")


def test_posts_by_date_with_their_entries(root: Path) -> None:
    edit(
        root / f"{ANN}.md",
        "posts:\n",
        "posts:\n  - {post: Late, organization: Committee, source: oak-2000}\n"
        "  - {post: Seen, organization: Committee, attested: 1999, source: oak-2000}\n"
        "  - {post: Gone, organization: Committee, end: 1998, source: oak-2000}\n",
    )
    found = fold(root)
    assert found.problems == []
    assert [(each.membership.post, ids(each.post), ids(each.organization)) for each in views.posts(found, ANN)] == [
        ("Gone", None, "committee"),
        ("Seen", None, "committee"),
        ("Secretary", "secretary", "committee"),
        ("Late", None, "committee"),
    ]
    assert views.posts(found, LAMP) == ()


def test_companions_share_an_item(root: Path, archive: Graph) -> None:
    def met(found: Graph, docname: str) -> list[tuple[str, int]]:
        return [(each.object.id, each.count) for each in views.companions(found, docname)]

    assert met(archive, ANN) == [("bob-birch", 1), ("cy-cedar", 1)]
    assert met(archive, "people/cy-cedar") == [("ann-ash", 1), ("bob-birch", 1)]
    assert met(archive, "index") == []
    in_the_prose("for {person}`Ann Ash`")(root)
    assert met(fold(root), ANN) == [("bob-birch", 2), ("cy-cedar", 1)]


def test_what_a_person_wrote(root: Path, archive: Graph) -> None:
    assert [each.key for each in views.written(archive, ANN)] == ["ash-2001-03-06", "ash-2002-03-05"]
    assert views.written(archive, BOB) == views.written(archive, "index") == ()
    edit(root / "references.bib", "  year = {2001}, month = {3}, day = {8},\n", "")
    assert [each.key for each in views.written(fold(root), ANN)] == ["ash-2002-03-05", "ash-2001-03-06"]


def test_the_cast_of_a_meeting(archive: Graph) -> None:
    assert [(each.object.id, each.count) for each in views.cast(archive, FIRST, "person")] == [
        ("ann-ash", 2),
        ("bob-birch", 3),
        ("cy-cedar", 1),
    ]
    assert [(each.object.id, each.count) for each in views.cast(archive, LATER, "term")] == [
        ("lamp", 1),
        ("lamp-fund", 1),
    ]
    assert views.cast(archive, "sources", "term") == ()


@pytest.mark.parametrize(
    ("docname", "abstract", "rows"),
    [
        (
            FIRST,
            "A short meeting about “lamps”.",
            [
                ("Date", ("6 March 2001",)),
                ("Body", ("committee",)),
                ("Account", ("ash-2001-03-06",)),
                ("Seen", ("the account as a whole",)),
            ],
        ),
        (ANN, "", [("Also written", ("Anne Ashe (Olive Oak 2000)",))]),
        ("people/cy-cedar", "", []),
        (
            "glossary/committee",
            "",
            [("Kind", ("body",)), ("Also called", ("the board",)), ("Narrower", ("secretary",))],
        ),
        (LAMP, "", [("Kind", ("tool",)), ("Narrower", ("lamp-fund",))]),
        (
            "glossary/lamp-fund",
            "",
            [
                ("Stands for", ("Fund for lamps",)),
                ("Kind", ("scheme",)),
                ("Broader", ("lamp",)),
                ("Related", ("committee",)),
            ],
        ),
        ("sources", "", []),
    ],
)
def test_the_head_of_a_page(
    archive: Graph, docname: str, abstract: str, rows: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = views.card(archive, docname)
    assert (found.abstract, [(label, ids(values)) for label, values in found.rows]) == (abstract, rows)


def test_the_head_of_a_page_with_everything_and_with_faults(root: Path) -> None:
    edit(
        root / f"{FIRST}.md",
        "body: Committee\naccounts: [ash-2001-03-06]",
        "body: Comittee\nkind: away day\nkind-source: oak-2000\naccounts: [ash-2001-03-06, zzz]\nother-accounts: [oak-2000]",
    )
    edit(root / f"{LATER}.md", "body: Committee", "body: Committee\nkind: short")
    edit(root / f"{BOB}.md", "used-by: ash-2001-03-06}", "used-by: zzz}\n  - {name: B.}")
    edit(root / f"{LAMP}.md", "kind: tool", "kind: tool\nrelated: [Lamp fund, Committee]")
    found = fold(root)
    assert [(label, ids(values)) for label, values in views.card(found, FIRST).rows] == [
        ("Date", ("6 March 2001",)),
        ("Body", ("Comittee",)),
        ("Kind", ("away day", "oak-2000")),
        ("Accounts", ("ash-2001-03-06", "zzz")),
        ("Other accounts", ("oak-2000",)),
        ("Seen", ("2 accounts: 2 as a whole",)),
    ]
    assert ("Kind", ("short",)) in views.card(found, LATER).rows
    assert views.card(found, BOB).rows == (("Also written", ("Bob", "B.")),)
    assert ids(views.card(found, LAMP).rows[-1]) == ("Related", ("committee",))  # the fund stands under Narrower


def test_neighbours(archive: Graph) -> None:
    assert ids(views.neighbours(archive, FIRST)) == (None, "2002-03-05")
    assert ids(views.neighbours(archive, LATER)) == ("2001-03-06", None)
    assert views.neighbours(archive, ANN) == views.neighbours(archive, "index") == (None, None)


def test_a_register(root: Path, archive: Graph) -> None:
    found = views.register(archive, "registers/requests", "request")
    (row,) = found.rows
    assert found.columns == ("Asked by", "Asked of", "Outcome")
    assert ids(row.cells) == (("ann-ash",), ("bob-birch",), ("he agreed",))
    assert (ids(row.meeting), ids(row.item), ids(row.others)) == ("2001-03-06", "2001-03-06#lamps", ("lamp",))
    assert views.register(archive, "", "opinion").rows == ()
    edit(
        root / f"{FIRST}.md",
        "for new",
        "and {addressed}`Bob` and {addressed}`all <unnamed>` and {addressed}`Nobody` for new",
    )
    (row,) = views.register(fold(root), "", "request").rows
    assert ids(row.cells[1]) == ("bob-birch", "all", "Nobody")


def test_fields_say_what_they_resolve_to(root: Path) -> None:
    edit(
        root / f"{FIRST}.md",
        "{value}`12 lamps`",
        "{value}`a dozen <12 lamps>` {of}`them <lamps>` {as-of}`now <2001-03>` {as-of}`then <soon>` {as-of}`1999`",
    )
    (row,) = views.register(fold(root), "", "statistic").rows
    assert row.cells == (("12 lamps",), ("[lamps]",), (), ("now (March 2001)", "then", "1999"))


def test_a_record_above_the_items_has_none(root: Path) -> None:
    edit(root / f"{LATER}.md", "As told by", "[It is {term}`dark <Lamp>`]{.opinion #dark}. As told by")
    found = fold(root)
    (row,) = views.register(found, "", "opinion").rows
    assert (row.item, ids(row.others)) == (None, ("lamp",))


def test_the_records_of_a_meeting(archive: Graph) -> None:
    found = {kind: [each.object.anchor for each in filed] for kind, filed in views.records(archive, FIRST)}
    assert found == {
        "decision": ["twelve-lamps"],
        "request": ["new-lamps"],
        "statistic": ["number-of-lamps"],
        "quotation": ["light"],
    }
    assert views.records(archive, ANN) == ()


def listed(found: Graph, argument: str) -> list[tuple[str, list[tuple[str, int, str]]]]:
    return [
        (head, [(each.shown or each.object.label, each.count, each.note) for each in counted])
        for head, counted in views.list_of(found, "", argument).groups
    ]


def test_lists(archive: Graph) -> None:
    assert listed(archive, "meetings") == [
        ("2001", [("6 March 2001", 2, "A short meeting about “lamps”.")]),
        ("2002", [("5 March 2002", 0, "A year later.")]),
    ]
    assert listed(archive, "people") == [
        ("A", [("Ash, Ann", 6, "")]),
        ("B", [("Birch, Bob", 4, "")]),
        ("C", [("Cedar, Cy", 1, "")]),
    ]
    assert listed(archive, "terms") == [
        ("C", [("Committee", 4, "")]),
        ("L", [("Lamp", 3, ""), ("Lamp fund", 1, "Fund for lamps")]),
        ("S", [("Secretary", 0, "")]),
    ]
    assert [head for head, _ in listed(archive, "terms-by-kind")] == ["body", "post", "scheme", "tool"]
    assert [(head, [shown for shown, _, _ in counted]) for head, counted in listed(archive, "items")] == [
        ("6 March 2001", ["Lamps"]),
        ("5 March 2002", ["Lamps", "The fund"]),
    ]
    ((_, registers),) = listed(archive, "registers")
    assert [(shown, count) for shown, count, _ in registers] == [
        ("Decisions", 1),
        ("Proposals", 1),
        ("Requests", 1),
        ("Statistics", 1),
    ]
    assert all(note.endswith(".") for _, _, note in registers)


def test_names_without_a_letter_come_together(root: Path) -> None:
    edit(root / "people/cy-cedar.md", "sort: Cedar, Cy", "sort: ’99 Cedar")
    (root / "people/zoe.md").write_text("---\ntype: person\nsort: Éa\n---\n# Zoë\n\nShe {cite:p}`oak-2000`.\n")
    assert [head for head, _ in listed(fold(root), "people")] == ["0–9", "A", "B", "É"]


def test_threads_are_terms_with_a_story(root: Path, archive: Graph) -> None:
    assert listed(archive, "threads") == []
    with (root / f"{LAMP}.md").open("a") as page:
        page.write("\n{#story}\n## Story\n\nDark, then light.\n")
    assert listed(fold(root), "threads") == [("", [("Lamp", 2, "Not defined in the sources.")])]


def test_an_empty_archive_lists_nothing() -> None:
    empty = folding.build([], {})
    for argument in views.LISTS:
        assert views.list_of(empty, "", argument).groups == ()


def test_what_rests_on_a_source(archive: Graph) -> None:
    found = views.cited_by(archive, "sources", "ash-2001-03-06")
    assert found.source.key == "ash-2001-03-06"
    assert ids(found.pages) == (("2001-03-06", ()), ("bob-birch", ()), ("cy-cedar", ()))
    oak = views.cited_by(archive, "sources", "oak-2000")
    assert ids(oak.pages)[0] == ("2001-03-06", ("2001-03-06#note-lamps",))
    assert [each.source.key for each in views.sources(archive, "sources")] == [
        "ash-2001-03-06",
        "ash-2002-03-05",
        "oak-2000",
    ]


def test_a_source_cited_on_a_page_without_object(root: Path) -> None:
    edit(root / "index.md", "# Tiny archive\n", "# Tiny archive\n\nSee {cite:p}`oak-2000`.\n")
    found = views.cited_by(fold(root), "sources", "oak-2000").pages
    assert ids(found[-1]) == ("index", ())


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        pytest.param(
            put(f"{LATER}.md", "had not come", "had come"), "2001-03-06 bob-birch lamp meetings/index", id="prose"
        ),
        pytest.param(put(f"{LATER}.md", "## Lamps", "## Light"), "2001-03-06 bob-birch lamp meetings/index", id="item"),
        # Links to a page show the start of it.
        pytest.param(
            put(f"{LATER}.md", "A year later.", "Later."),
            "index 2001-03-06 ann-ash bob-birch lamp lamp-fund",
            id="abstract",
        ),
        pytest.param(
            put("people/cy-cedar.md", "Thanked in 2001", "Thanked"),
            "2001-03-06 ann-ash bob-birch",
            id="preview",
        ),
        pytest.param(put("people/cy-cedar.md", "# Cy Cedar", "# Cy Cedar\n\n"), "", id="blank line"),
        pytest.param(
            put("people/cy-cedar.md", "sort: Cedar, Cy", "sort: A, Cy"),
            "2001-03-06 ann-ash bob-birch people/index",
            id="sort key",
        ),
        pytest.param(
            put("references.bib", "first 200 characters", "all of it"), "2002-03-05 ann-ash lamp-fund", id="source"
        ),
        pytest.param(
            write("glossary/dark.md", "---\ntype: term\nkind: tool\n---\n# Dark\n\nNot defined in the sources.\n"),
            "glossary/index",
            id="new page",
        ),
    ],
)
def test_a_page_is_stale_just_when_what_it_shows_of_others_changes(
    root: Path, archive: Graph, change: Callable[[Path], object], stale: str
) -> None:
    change(root)
    after = fold(root)
    assert after.problems == []
    changed = {
        docname
        for docname in archive.ledgers
        if pages.fingerprint(archive, docname) != pages.fingerprint(after, docname)
    }
    own = {docname for docname, ledger in after.ledgers.items() if ledger != archive.ledgers.get(docname)}
    slugs = {docname if docname.endswith("index") else docname.rpartition("/")[2] for docname in changed - own}
    assert slugs == set(stale.split())


def counted(found: Iterable[views.Counted]) -> list[tuple[str, int | None]]:
    return [(each.object.id, each.count) for each in found]


def test_matters_and_people_share_a_paragraph_not_only_an_item(root: Path, archive: Graph) -> None:
    assert counted(views.matters(archive, ANN)) == [("lamp", 1), ("lamp-fund", 1)]
    assert counted(views.matters(archive, BOB)) == [("lamp", 2)]  # the committee is a body, not a matter
    assert counted(views.involved(archive, LAMP)) == [("ann-ash", 2), ("bob-birch", 2)]  # the fund's people too
    assert counted(views.involved(archive, "glossary/lamp-fund")) == [("ann-ash", 1)]
    assert views.matters(archive, "index") == views.involved(archive, "index") == Ranked()
    edit(root / f"{LATER}.md", "had not come.", "had not come.\n\n{#more}\nThe {term}`fund <Lamp fund>` grew.")
    assert counted(views.matters(fold(root), BOB)) == [("lamp", 2)]


def test_of_many_only_the_first_are_named(archive: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = views.involved(archive, LAMP)
    assert (len(whole), whole.left) == (2, 0)
    monkeypatch.setattr(views, "MOST", 1)
    first = views.involved(archive, LAMP)
    assert (counted(first), first.left) == ([("ann-ash", 2)], 1)


def test_what_the_whole_graph_gives_is_made_once() -> None:
    found, asked = Graph(), []

    def make(graph: Graph) -> tuple[str, ...]:
        asked.append(graph)
        return tuple(graph.ledgers)

    assert found.once(make) == found.once(make) == ()
    assert len(asked) == 1


def test_records_about_a_term_stand_on_its_page(archive: Graph) -> None:
    def found(docname: str) -> list[tuple[str, list[str]]]:
        return [(page.id, [each.record.kind for each in filed]) for page, filed in views.evidence(archive, docname)]

    assert found(LAMP) == [("2001-03-06", ["request"]), ("2002-03-05", ["proposal"])]  # the fund's too
    assert found("glossary/lamp-fund") == [("2002-03-05", ["proposal"])]
    assert found("glossary/secretary") == found("index") == []


def test_the_kinds_of_record_on_a_page(archive: Graph) -> None:
    assert views.marks(archive, FIRST) == (("decision", 1), ("request", 1), ("statistic", 1), ("quotation", 1))
    assert views.marks(archive, ANN) == ()


def test_the_latest_decisions_are_those_of_the_latest_meetings(
    root: Path, archive: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((title, (only,)),) = views.list_of(archive, "index", "latest-decisions").groups
    assert (title, only.object.id, only.count, only.note) == ("", "2001-03-06#twelve-lamps", None, "6 March 2001")
    assert only.shown == "It was agreed that 12 lamps would be bought"
    in_the_prose("[It was agreed]{.decision #one} and [again]{.decision #two}.")(root)
    ((_, found),) = views.list_of(fold(root), "index", "latest-decisions").groups
    assert [each.object.id for each in found] == ["2002-03-05#one", "2002-03-05#two", "2001-03-06#twelve-lamps"]
    monkeypatch.setattr(views, "LATEST", 1)
    ((_, found),) = views.list_of(fold(root), "index", "latest-decisions").groups
    assert [each.object.id for each in found] == ["2002-03-05#two"]


def test_the_longest_threads_come_first_and_are_few(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert views.list_of(fold(root), "index", "longest-threads").groups == ()
    story = "\n\n## Story\n\n2001\n: Told {cite:p}`oak-2000`.\n"
    for term in ("lamp", "lamp-fund", "secretary"):
        path = root / f"glossary/{term}.md"
        path.write_text(path.read_text(encoding="utf-8") + story, encoding="utf-8")
    ((_, found),) = views.list_of(fold(root), "index", "longest-threads").groups
    assert counted(found) == [("lamp", 2), ("lamp-fund", 1), ("secretary", 0)]
    monkeypatch.setattr(views, "LONGEST", 1)
    ((_, found),) = views.list_of(fold(root), "index", "longest-threads").groups
    assert counted(found) == [("lamp", 2)]


@pytest.mark.parametrize(
    ("accounts", "seen"),
    [
        ("[ash-2001-03-06]", "the account as a whole"),
        ("[ash-2002-03-05]", "the account in part"),
        ("[ash-2001-03-06, oak-2000]", "2 accounts: 2 as a whole"),
        ("[ash-2001-03-06, ash-2002-03-05]", "2 accounts: 1 as a whole, 1 in part"),
    ],
)
def test_a_meeting_says_how_much_was_seen(root: Path, accounts: str, seen: str) -> None:
    edit(root / f"{FIRST}.md", "accounts: [ash-2001-03-06]", f"accounts: {accounts}")
    assert views.card(fold(root), FIRST).rows[-1] == ("Seen", (seen,))


def test_the_latest_meetings_come_first(archive: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    ((_, found),) = views.list_of(archive, "index", "latest-meetings").groups
    assert [(each.object.id, each.note) for each in found] == [
        ("2002-03-05", "A year later."),
        ("2001-03-06", "A short meeting about “lamps”."),
    ]
    monkeypatch.setattr(views, "LATEST_MEETINGS", 1)
    ((_, found),) = views.list_of(archive, "index", "latest-meetings").groups
    assert [each.object.id for each in found] == ["2002-03-05"]


def test_who_a_page_names_itself_is_involved_too(root: Path) -> None:
    edit(root / "glossary/lamp-fund.md", "Money for", "{person}`Cy Cedar's` and {person}`Ann Ash's` money for")
    assert counted(views.involved(fold(root), "glossary/lamp-fund")) == [("ann-ash", 2), ("cy-cedar", 1)]
