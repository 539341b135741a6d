"""What a link tells before it is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from minutes import previews
from minutes.graph import Graph
from minutes.model import Person
from minutes.previews import Preview
from tests.helpers import edit, fold

FIRST, LATER = "meetings/2001-03-06", "meetings/2002-03-05"


def test_a_person_has_posts_and_mentions(archive: Graph) -> None:
    assert previews.of_page(archive, "people/ann-ash") == {
        "": Preview(
            kind="Person",
            title="Ann Ash",
            facts=("Secretary, Committee (May 2000 – 2003)",),
            text="Secretary of the Committee.",
            foot="6 mentions on 4 pages",
        )
    }


def test_of_many_posts_the_first_are_shown(root: Path) -> None:
    post = "  - {post: Secretary, organization: Committee, start: 2000-05, end: 2003, source: oak-2000}\n"
    for number, told in ((4, 4), (5, 4)):
        more = "".join(post.replace("2000-05", str(1990 + each)) for each in range(number - 1))
        edit(root / "people/ann-ash.md", post, post + more)
        facts = previews.of_page(fold(root), "people/ann-ash")[""].facts  # type: ignore[union-attr]
        assert len(facts) == told
        edit(root / "people/ann-ash.md", post + more, post)
    assert facts[0] == "Secretary, Committee (1990 – 2003)"
    assert facts[-1] == "and 2 more posts"


def test_a_term_has_its_kind_and_expansion(archive: Graph) -> None:
    assert previews.of_page(archive, "glossary/lamp-fund")[""] == Preview(
        "Glossary · scheme", "Lamp fund", ("Fund for lamps",), "Money for lamps.", "1 mention on 1 page"
    )


def test_what_nobody_mentions_says_so(archive: Graph) -> None:
    assert previews.of_page(archive, "glossary/secretary")[""].foot == "Not mentioned on other pages"  # type: ignore[union-attr]


def test_a_meeting_has_its_abstract_and_who_tells_of_it(root: Path) -> None:
    edit(root / f"{FIRST}.md", "accounts: [ash-2001-03-06]", "accounts: [ash-2001-03-06]\nother-accounts: [oak-2000]")
    found = previews.of_page(fold(root), FIRST)
    assert found[""] == Preview(
        kind="Meeting · Committee",
        title="6 March 2001",
        text="A short meeting about “lamps”.",
        foot="As told by Ann Ash; also by Olive Oak",
    )
    item = found["lamps"]
    assert isinstance(item, Preview)
    assert (item.kind, item.title, item.foot) == ("Agenda item · 6 March 2001", "Lamps", "As told by Ann Ash")
    assert item.text.startswith("The Committee met.")


def test_paragraphs_and_records_show_their_item(archive: Graph) -> None:
    found = previews.of_page(archive, FIRST)
    shown = {anchor: each for anchor, each in found.items() if isinstance(each, str)}
    assert shown == dict.fromkeys(
        ["lamp-fund", "thanks", "note-lamps", "new-lamps", "number-of-lamps", "twelve-lamps", "light"], "lamps"
    )
    assert "lead" not in found  # above all items: the page itself is shown


def test_a_section_that_begins_with_a_date_shows_what_its_page_is_about(root: Path) -> None:
    path = root / "glossary/lamp.md"
    path.write_text(path.read_text() + "\n{#story}\n## Story\n\n6 March 2001\n: Asked for.\n\n## Use\n\nTo read by.\n")
    found = previews.of_page(fold(root), "glossary/lamp")
    assert found["story"] == Preview("Section · Lamp", "Story", (), "Not defined in the sources.")
    assert [each.text for each in found.values() if isinstance(each, Preview) and each.title == "Use"] == [
        "To read by."
    ]


def test_other_pages_have_a_title_and_their_first_words(archive: Graph) -> None:
    found = previews.of_page(archive, "sources")
    assert found[""] == Preview("Page", "Sources")


def test_a_page_whose_name_is_taken_has_a_preview_too(root: Path) -> None:
    text = (root / "people/cy-cedar.md").read_text(encoding="utf-8")
    (root / "people/lamp.md").write_text(text.replace("Cy Cedar", "A. Lamp"), encoding="utf-8")
    found = fold(root)
    assert isinstance(found.ledgers["people/lamp"].entry, Person)
    assert previews.of_page(found, "people/lamp")[""].foot == "Not mentioned on other pages"  # type: ignore[union-attr]


def test_a_source_says_how_much_was_seen_and_where_it_is_cited(archive: Graph) -> None:
    anchors = {"ash-2002-03-05": "source-a", "oak-2000": "source-o", "gone": "source-g"}
    found = previews.of_sources(archive, anchors)
    assert found == {
        "source-a": Preview(
            kind="Source",
            title="“Another March evening”",
            facts=("Ann Ash, Ash’s letters, March 2002",),
            text="Seen: first 200 characters. Address not preserved.",
            foot="Cited on 2 pages",
        ),
        "source-o": Preview(
            kind="Source",
            title="“The committee and its words”",
            facts=("Olive Oak, Tiny Press, 2000",),
            text="Seen: whole text.",
            foot=f"Cited on {len({each.source for each in archive.cited['oak-2000']})} pages",
        ),
    }


def test_a_source_that_is_cited_nowhere_says_so(root: Path) -> None:
    path = root / "references.bib"
    path.write_text(
        path.read_text() + "\n@online{new, author={Fir, Flo}, title={New}, year={2003}, seen={whole text}}\n"
    )
    (found,) = previews.of_sources(fold(root), {"new": "source-new"}).values()
    assert isinstance(found, Preview)
    assert found.foot == "Cited on no page"


def test_what_is_empty_is_not_written() -> None:
    assert Preview("Page", "Sources").shown() == {"kind": "Page", "title": "Sources"}


# -- short --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("", 10, ""),
        ("One.", 4, "One."),
        ("One. Two.", 8, "One."),
        ("One. Two.", 9, "One. Two."),
        ("No end", 10, "No end"),
        ("One two, three four.", 12, "One two …"),
        ("Unbroken", 6, "Unbr …"),
    ],
)
def test_a_text_is_cut_where_a_sentence_or_at_least_a_word_ends(text: str, limit: int, shown: str) -> None:
    assert previews.short(text, limit) == shown


@pytest.mark.parametrize("limit", [40, previews.TITLE, previews.TEXT])
def test_no_text_is_longer_than_its_limit(archive: Graph, limit: int) -> None:
    for each in archive.objects.values():
        text = f"{each.preview} {each.preview} {each.preview}".strip()
        assert len(previews.short(text, limit)) <= limit


# -- pieces -------------------------------------------------------------------------------------


def test_pieces_stay_small_however_many_sources_there_are() -> None:
    for number in (0, 1, 16, 17, 113, 1_000, 10_000):
        count = previews.pieces(number)
        assert count & (count - 1) == 0
        assert number <= count * previews.PIECE < max(2 * number + 1, 17) + previews.PIECE


def test_sources_spread_over_the_pieces() -> None:
    anchors = [
        f"source-{name}-{year}-{month:02}"
        for name in ("ash", "birch")
        for year in range(1990, 2011)
        for month in range(1, 13)
    ]
    count = previews.pieces(len(anchors))
    sizes = [0] * count
    for each in anchors:
        sizes[previews.piece_of(each, count)] += 1
    assert max(sizes) <= 3 * previews.PIECE
