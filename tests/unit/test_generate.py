"""Invented archives: the same of the same numbers, as large as asked for, and sound."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import generate, phrases
from benchmarks.generate import Plan, World
from minutes import checking, reader, vocabulary
from minutes.model import Person

TWENTY = Plan(20)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate.write(tmp_path_factory.mktemp("invented") / "archive", Plan(6))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(generate.pages(TWENTY))


def test_an_invented_archive_has_no_problems(archive: Path) -> None:
    assert checking.check(archive) == []


def test_it_brings_the_settings_the_machinery_and_every_page_of_lists(archive: Path) -> None:
    assert (archive / "conf.py").read_bytes() == (generate.ROOT / "conf.py").read_bytes()
    assert (archive / "tools/build.py").exists()
    listed = {path for path, _ in generate.listings(generate.ROOT)}
    assert {"index.md", "about.md", "meetings/items.md", "registers/decisions.md", "people/index.md"} <= listed
    assert all((archive / path).exists() for path in listed)
    assert not (archive / "meetings/2011-11-01.md").exists()


def test_the_same_numbers_give_the_same_words(pages: dict[str, str]) -> None:
    assert dict(generate.pages(TWENTY)) == pages


def test_another_seed_gives_others(pages: dict[str, str]) -> None:
    assert dict(generate.pages(Plan(20, seed=2))) != pages


def test_one_person_can_be_in_every_meeting_and_all_else_stays(pages: dict[str, str]) -> None:
    plan = Plan(20, busy=23)
    name = World(plan).people[0].name
    for path, text in generate.pages(plan):
        if path.startswith("meetings/"):
            added = [line for line in text.splitlines() if f"`They <{name}>`" in line]
            assert len(added) - pages[path].count(f"`They <{name}>`") == 23
            rest = re.sub(r"\n\{#[a-z-]+-busy\}\n(?:\S.*\n)*", "", text)
            assert rest == pages[path]
        else:
            assert text == pages[path]


def test_a_page_does_not_depend_on_what_was_written_before(pages: dict[str, str]) -> None:
    world = World(TWENTY)
    assert generate.meeting(world, 13) == pages[f"meetings/{world.day(13)}.md"]


def test_pages_are_made_one_at_a_time() -> None:
    first = list(islice(generate.pages(Plan(10_000)), 3))
    assert [path for path, _ in first] == ["meetings/2000-01-04.md", "meetings/2000-01-07.md", "meetings/2000-01-10.md"]


def test_there_are_as_many_pages_as_asked_for(pages: dict[str, str]) -> None:
    assert Counter(path.partition("/")[0] for path in pages) == {
        "meetings": 20,
        "people": 20,
        "glossary": 40,
        "references.bib": 1,
    }
    few = dict(generate.pages(Plan(2, people=30, terms=50)))
    assert Counter(path.partition("/")[0] for path in few)["people"] == 30
    assert Counter(path.partition("/")[0] for path in few)["glossary"] == 50


@pytest.mark.parametrize(("words", "links"), [(1200, 40), (600, 90)])
def test_a_meeting_has_about_the_words_and_links_asked_for(words: int, links: int) -> None:
    world = World(Plan(30, words=words, links=links))
    ledgers = [reader.read("meetings/x", "x", generate.meeting(world, each)) for each in range(30)]
    linked = [len(each.ledger.mentions) for each in ledgers]
    written = [sum(len(block.text.split()) for block in each.blocks) for each in ledgers]
    assert abs(sum(linked) / 30 - links) < 0.1 * links
    if links == 40:
        assert abs(sum(written) / 30 - words) < 0.1 * words


def test_a_meeting_is_made_as_the_real_ones_are(pages: dict[str, str]) -> None:
    ledgers = [
        reader.read(path.removesuffix(".md"), path, text).ledger for path, text in pages.items() if "meetings" in path
    ]
    assert {len(each.items) for each in ledgers} == {generate.ITEMS}
    differences = [sum(each.kind == "difference" for each in ledger.records) for ledger in ledgers]
    assert [len(each.citations) - 2 * number for each, number in zip(ledgers, differences, strict=True)] == [3] * len(
        ledgers
    )
    assert min(len(each.records) for each in ledgers) >= 5
    assert {each.kind for ledger in ledgers for each in ledger.records} == set(vocabulary.RECORD_KINDS)
    assert all(any(each.place.editorial for each in ledger.citations) for ledger in ledgers)


def test_one_person_is_far_busier_than_the_others() -> None:
    drawn = generate.Heavy(300)
    random = generate.drawer(TWENTY, "test")
    counts = Counter(drawn.draw(random) for _ in range(20_000))
    assert counts.most_common(1)[0][0] == 0
    assert counts[0] > 5 * counts[9] > 10 * counts[150]
    assert max(counts) <= 299


def test_people_have_posts_variants_and_letters_with_accents(pages: dict[str, str]) -> None:
    found = [reader.read(path[:-3], path, text).ledger.entry for path, text in pages.items() if "people/" in path]
    people = [each for each in found if isinstance(each, Person)]
    assert any(each.posts for each in people)
    assert any(each.variants for each in people)
    assert any(not each.sort.isascii() for each in people)
    assert all(path.isascii() for path in pages)


def test_no_two_people_or_terms_share_a_name() -> None:
    world = World(Plan(3000))
    assert len({each.slug for each in world.people}) == 3000
    names = [name for each in world.terms for name in (each.title, each.expansion) if name]
    assert len({each.casefold() for each in names}) == len(names)


def test_every_slot_of_the_grammar_is_known() -> None:
    records = [each for texts in phrases.RECORDS.values() for each in texts]
    slots = {
        slot
        for each in (*phrases.PLAIN, *phrases.LINKED, *phrases.BUSY, *records)
        for slot in phrases.template(each).parts[1::2]
    }
    links = {
        "term",
        "meeting",
        "item",
        "record",
        "id",
        "account",
        "other",
        *(f"again_{each}" for each in phrases.RELATIONS),
    }
    assert slots <= links | phrases.WORDS.keys() | phrases.RELATIONS
    assert phrases.RELATIONS - {"person"} <= vocabulary.RELATIONS.keys()
    assert phrases.FREQUENCY.keys() == phrases.RECORDS.keys() == vocabulary.RECORD_KINDS.keys()
    assert set(phrases.TERM_TITLES) == set(vocabulary.TERM_KINDS)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert generate.main([str(tmp_path), "--meetings", "2"]) == 1
    assert capsys.readouterr().err == f"Nothing was written: {tmp_path} is not empty.\n"
    assert [each.name for each in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("plan", [Plan(3, people=10**6), Plan(3, terms=10**5), Plan(10**6)])
def test_what_there_are_no_names_or_days_for_is_refused(plan: Plan) -> None:
    with pytest.raises(ValueError, match=re.compile("there are")):
        World(plan)
