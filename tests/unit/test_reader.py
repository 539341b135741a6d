"""Reading a page: items, paragraphs, mentions, citations, records, links. Faults are in `test_bad_input`."""

from __future__ import annotations

import pickle

import pytest

from minutes import reader
from minutes.model import LABEL_END, LABEL_START, Code, Field, Ledger, View

HEAD = "---\ntype: meeting\ndate: 2001-03-06\nbody: C\naccounts: [a]\nabstract: An.\n---\n# Meeting\n\n"
LINES = HEAD.count("\n")


def meeting(body: str) -> Ledger:
    """The ledger of a meeting; its body starts on line 10."""
    return reader.read("meetings/2001-03-06", "meetings/2001-03-06.md", HEAD + body).ledger


def sound(body: str) -> Ledger:
    """The same, of a meeting without faults."""
    ledger = meeting(body)
    assert ledger.problems == ()
    return ledger


def prose(text: str) -> Ledger:
    """A meeting with one paragraph, `p`."""
    return sound(f"{{#p}}\n{text}\n")


def test_sections_of_a_meeting_are_items_with_their_previews() -> None:
    ledger = sound(
        "{#lead}\nThe lead. {cite:p}`a`\n\n"
        "{#one}\n## The first\n\n{#p}\nOne {cite:p}`a`. Two. " + "Long. " * 60 + "\n\n"
        "{#deep}\n### Below\n\n{#q}\nDeep.\n\n"
        "{#two}\n## Second\n\n"
        ":::{editorial}\n{#note}\nAn editor's.\n:::\n\n{#r}\nThree.\n\n"
        "{#three}\n## Third\n"
    )
    assert [(each.anchor, each.title, each.line) for each in ledger.items] == [
        ("one", "The first", 14),
        ("two", "Second", 26),
        ("three", "Third", 37),
    ]
    assert ledger.items[0].preview.startswith("One. Two. Long. ")
    assert 200 < len(ledger.items[0].preview) <= 245
    assert [each.preview for each in ledger.items[1:]] == ["Three.", ""]
    assert ledger.title == "Meeting"
    assert ledger.preview == "The lead."
    assert ledger.anchors == ("lead", "one", "p", "deep", "q", "two", "note", "r", "three")


def test_a_mention_knows_its_sentence_and_place() -> None:
    ledger = sound(
        "{#one}\n## One\n\n"
        "{#p}\nFirst. Here {asked}`Ann Ash`\nspoke to {person}`the chair <Bob>`.\nThen {person}`somebody <unnamed>`.\n\n"
        ":::{note}\n{#q}\nBy {term}`lamps`.\n:::\n\n"
        ":::{editorial}\n{#r}\nBy {any}`ann-ash`.\n:::\n"
    )
    found = [
        (each.role, each.target, each.relation, str(each.sentence), each.sentence.marked) for each in ledger.mentions
    ]
    assert found == [
        ("", "Ann Ash", "asked", "Here Ann Ash spoke to the chair.", "Ann Ash"),
        ("person", "Bob", "mentioned", "Here Ann Ash spoke to the chair.", "the chair"),
        ("term", "lamps", "mentioned", "By lamps.", "lamps"),
        ("any", "ann-ash", "mentioned", "By ann-ash.", "ann-ash"),
    ]
    places = [(each.place.item, each.place.block, each.place.line, each.place.editorial) for each in ledger.mentions]
    assert places == [("one", "p", 14, False), ("one", "p", 15, False), ("one", "q", 20, False), ("one", "r", 25, True)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{asked}`she <Ann Ash>` did.", "[Ann Ash] did."),
        ("{asked}`Her <Ann Ash>` did.", "[Ann Ash] did."),
        ("{asked}`his <Bob>` lamps.", "[Bob’s] lamps."),
        ("{person}`Ann Ash` said {asked}`she <Ann Ash>` did.", "Ann Ash said she did."),
        ("{person}`Ann Ash` left. Then {asked}`she <Ann Ash>` did.", "Then [Ann Ash] did."),
        ("{asked}`she <unnamed>` met {person}`Bob's`.", "she met Bob’s."),
        ("{asked}`she`.", "she."),
        ("{person}`Ann Ash` {sic}`Anne` did.", "Ann Ash [Anne in the account] did."),
        ("{meeting}`2001` met.", f"{LABEL_START}2001{LABEL_END} met."),
        ("{meeting}`then <2001>` met.", "then met."),
        ("[*Big* `code` ![a lamp](x.png)](#p) {sub}`2`.", "Big code a lamp 2."),
        ("A\\\nbreak {term}`x`.", "A break x."),
    ],
)
def test_a_sentence_can_stand_alone(text: str, sentence: str) -> None:
    assert str(prose(text).mentions[-1].sentence) == sentence


def test_citations_stand_after_what_they_prove() -> None:
    ledger = prose("One thing {cite:p}`a, b`. Another\nthing {cite:t}`c`, and {cite}`d`\n\n{#q}\n{cite:p}`e`")
    found = [(each.key, str(each.sentence), each.place.line, each.place.block) for each in ledger.citations]
    assert found == [
        ("a", "One thing.", 11, "p"),
        ("b", "One thing.", 11, "p"),
        ("c", "Another thing, and", 12, "p"),
        ("d", "Another thing, and", 12, "p"),
        ("e", "", 15, "q"),
    ]
    assert ledger.mentions == ()


def test_records_hold_their_fields_and_each_other() -> None:
    ledger = prose(
        "[{asked}`Ann` wants [{value}`12 lamps <12>` {of}`all`]{.statistic #s} of {addressed}`Bob`;\n"
        "{outcome}`no <refused>`]{.request #r}. [It is {term}`dark`]{.opinion #o}."
    )
    assert [(each.kind, each.anchor, each.text, each.place.line) for each in ledger.records] == [
        ("request", "r", "Ann wants 12 lamps all of Bob; no", 11),
        ("statistic", "s", "12 lamps all", 11),
        ("opinion", "o", "It is dark", 12),
    ]
    request, statistic, opinion = (each.fields for each in ledger.records)
    assert request == (
        Field("asked", "Ann", "Ann"),
        Field("addressed", "Bob", "Bob"),
        Field("outcome", "no", "refused"),
    )
    assert statistic == (Field("value", "12 lamps", "12"), Field("of", "all", "all"))
    assert opinion == ()
    assert [(each.target, each.records) for each in ledger.mentions] == [
        ("Ann", ("r",)),
        ("Bob", ("r",)),
        ("dark", ("o",)),
    ]
    assert ledger.anchors == ("p", "r", "s", "o")


def test_a_quotation_is_short_each_time() -> None:
    quoted = "[{quoted}`Ann`: “one two three four five six seven eight” and “nine ten”]{.quotation #q}"
    assert prose(quoted).records[0].kind == "quotation"
    long = meeting("{#p}\n" + quoted.replace("eight”", "eight nine”"))
    assert [each.code for each in long.problems] == [Code.RECORD]


@pytest.mark.parametrize(
    ("docname", "address", "role", "target"),
    [
        ("meetings/a", "#lamps", "any", "lamps"),
        ("meetings/a", "#l%20x", "any", "l x"),
        ("meetings/a", "b.md", "doc", "meetings/b"),
        ("meetings/a", "b.md#x", "doc", "meetings/b#x"),
        ("meetings/a", "./../people/ann.md#x", "doc", "people/ann#x"),
        ("meetings/a", "/people/ann.md", "doc", "people/ann"),
        ("index", "people/ann.md", "doc", "people/ann"),
        ("index", "../../people/ann.md", "doc", "people/ann"),
        ("meetings/2001/a", "../../index.md", "doc", "index"),
        ("meetings/a", "lamp", "any", "lamp"),
        ("meetings/a", "file.pdf", "any", "file.pdf"),
        ("meetings/a", "https://example.org/x.md", "", ""),
        ("meetings/a", "mailto:x@example.org", "", ""),
        ("meetings/a", "//example.org/x.md", "", ""),
    ],
)
def test_an_internal_link_is_a_mention(docname: str, address: str, role: str, target: str) -> None:
    mentions = reader.read(docname, f"{docname}.md", f"# X\n\nSee [it]({address}).\n").ledger.mentions
    assert [(each.role, each.target) for each in mentions] == ([(role, target)] if role else [])
    assert all(each.sentence.marked == "it" for each in mentions)


def test_a_role_for_pages_counts_from_its_page() -> None:
    ledger = prose("{doc}`/people/ann` {doc}`../people/bob` {doc}`x <2002>`")
    assert [each.target for each in ledger.mentions] == ["people/ann", "people/bob", "meetings/2002"]


@pytest.mark.parametrize(
    "block",
    [
        "- {term}`x` one\n- two",
        "1. {term}`x`\n2. two",
        "> quoted {term}`x`",
        "| a | b |\n|---|---|\n| {term}`x` | y |",
        "{term}`x`\n: what it is",
    ],
)
def test_a_list_or_table_has_one_id(block: str) -> None:
    ledger = sound(f"{{#p}}\n{block}\n")
    assert [(each.target, each.place.block) for each in ledger.mentions] == [("x", "p")]
    bare = meeting(f"{block}\n")
    assert [each.code for each in bare.problems] == [Code.ID]
    assert [each.place.block for each in bare.mentions] == [""]


def test_other_pages_need_no_ids() -> None:
    ledger = reader.read(
        "about",
        "about.md",
        "(top)=\n# About\n\n% a comment\n\nText.\n\n## A new start\n\n{#x}\n- One\n\n## 12\n\n```python\nx\n```\n",
    ).ledger
    assert ledger.problems == ()
    assert ledger.anchors == ("top", "a-new-start", "x", "12")
    assert (ledger.entry, ledger.title, [each.anchor for each in ledger.items]) == (
        None,
        "About",
        ["a-new-start", "12"],
    )


def test_a_page_asks_for_views() -> None:
    text = ":::{register} decision\n:::\n\n``` {list-of} people\n```\n\n```{toctree}\nx\n```\n"
    ledger = reader.read("registers/x", "registers/x.md", f"# X\n\n{text}").ledger
    assert ledger.views == (View("register", "decision"), View("list-of", "people"))
    assert ledger.problems == ()


@pytest.mark.parametrize("docname", ["people/index", "meetings/2001/index", "about", "registers/x"])
def test_pages_that_declare_nothing_need_no_front_matter(docname: str) -> None:
    assert reader.read(docname, f"{docname}.md", "# X\n\nText.\n").ledger.problems == ()


def test_a_page_of_a_folder_may_be_an_index() -> None:
    page = reader.read("glossary/by-kind", "glossary/by-kind.md", f"---\n{reader.INDEX}\n---\n# By kind\n\nText.\n")
    assert (page.ledger.problems, page.ledger.entry, page.ledger.claims) == ((), None, ())


def test_front_matter_is_blanked_and_lines_stay() -> None:
    text = HEAD + "Text.\n"
    blank = reader.without_front_matter(text.replace("\n", "\r\n"))
    assert blank.splitlines()[:LINES] == [""] * (LINES - 2) + ["# Meeting", ""]
    assert blank.splitlines()[LINES:] == ["Text."]
    for bare in ("# X\n", "", "-- -\n", " ---\n"):
        assert reader.without_front_matter(bare) == bare
    assert reader.without_front_matter("---\ntype: x\n") == "\n\n"
    assert reader.without_front_matter("---\ntype: x\n---") == "\n\n"


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("CLP", ("CLP", "CLP")),
        ("parties <CLP>", ("parties", "CLP")),
        ("parties < CLP >", ("parties", "CLP")),
        ("a <b> <c>", ("a <b>", "c")),
        ("<CLP>", ("<CLP>", "<CLP>")),
        ("a < b", ("a < b", "a < b")),
        ("a <>", ("a <>", "a <>")),
    ],
)
def test_what_is_shown_and_what_is_meant(text: str, split: tuple[str, str]) -> None:
    assert reader.titled(text) == split


def test_a_block_knows_the_line_of_each_character() -> None:
    block = reader.read("about", "about.md", "# X\n\none\ntwo\nthree\n").blocks[0]
    assert [block.line_at(block.text.index(word)) for word in ("one", "two", "three")] == [3, 4, 5]


def test_blocks_are_grouped_by_item() -> None:
    page = reader.read("people/x", "people/x.md", "# X\n\na\n\nb\n\n## Y\n\nc\n")
    assert [(item, [each.text for each in blocks]) for item, blocks in reader.blocks_by_item(page)] == [
        ("", ["a", "b"]),
        ("y", ["c"]),
    ]


def test_a_ledger_can_be_pickled_and_compared() -> None:
    ledger = prose("[{proposed}`Ann` did]{.proposal #x} {cite:p}`a` {meeting}`2001`.")
    assert (
        pickle.loads(pickle.dumps(ledger))
        == ledger
        == prose("[{proposed}`Ann` did]{.proposal #x} {cite:p}`a` {meeting}`2001`.")
    )
    assert hash(ledger)
    assert ledger.bare_links
    assert not prose("{person}`Ann`").bare_links
