"""What a page says of itself to programs."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from editions import site
from minutes import metadata
from minutes.citing import Edition
from minutes.metadata import Page
from minutes.model import Entry, Meeting, Membership, Person, Source, Term, Variant

EDITION = Edition("The Lamp archive", "2026.1", "2026-02-03", "https://lamp.example/")
HOME = ("The Lamp archive", "https://lamp.example/")
WHERE = "https://lamp.example/x.html"
ACCOUNT = Source("ash", "Ann Ash", "Lamps", "The Wick", "2001-03", "https://w.example/a", "", "")


def page(entry: Entry | None = None, **changes: object) -> Page:
    trail = (HOME, ("Shelf", "https://lamp.example/shelf.html"), ("X", WHERE))
    return Page(
        **{"title": "X", "description": "About X.", "address": WHERE, "trail": trail, "entry": entry, **changes}
    )


def content(found: Page) -> dict[str, str]:
    return {tag.name: tag.content for tag in metadata.tags(found, EDITION)}


def subject(entry: Entry, **changes: object) -> dict[str, object]:
    return metadata.linked_data(page(entry, **changes), EDITION)["mainEntity"]


def test_scholars_and_libraries_learn_title_author_date_and_address() -> None:
    found = content(page(Meeting("2001-03-06", "Committee", ("ash",)), sources=(ACCOUNT,)))
    assert found["citation_title"] == found["DC.title"] == found["og:title"] == "X"
    assert found["citation_author"] == found["DC.creator"] == "The Lamp archive"
    assert (found["citation_publication_date"], found["DC.date"]) == ("2026/02/03", "2026-02-03")
    assert found["citation_public_url"] == found["DC.identifier"] == found["og:url"] == WHERE
    assert found["DC.source"] == "https://w.example/a"
    assert found["DC.coverage"] == "2001-03-06"
    assert found["og:image"] == "https://lamp.example/_static/social-card.png"


def test_a_source_without_an_address_is_named_by_its_title() -> None:
    lost = Source("ash", "Ann Ash", "Lamps", "", "", "", "", "")
    assert content(page(sources=(lost,)))["DC.source"] == "Lamps"
    assert metadata.linked_data(page(sources=(lost,)), EDITION)["isBasedOn"] == [
        {"@type": "CreativeWork", "name": "Lamps"}
    ]


def test_no_name_of_a_tag_comes_twice_without_need() -> None:
    names = [tag.name for tag in metadata.tags(page(), EDITION)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2001-03-06", {"startDate": "2001-03-06", "endDate": "2001-03-06"}),
        ("2001-03-06/2001-03-07", {"startDate": "2001-03-06", "endDate": "2001-03-07"}),
        ("2001-03~", {}),
        ("2001-03-06/..", {}),
        ("/2001-03-06", {}),
    ],
)
def test_a_meeting_is_an_event_whose_dates_are_told_if_they_are_certain(date: str, expected: dict[str, str]) -> None:
    organizer = {"@type": "Organization", "name": "Committee"}
    assert subject(Meeting(date, "Committee", ())) == {
        "@type": "Event",
        "name": "X",
        "organizer": organizer,
        **expected,
    }


def test_of_a_person_name_and_posts_are_told_and_nothing_else() -> None:
    posts = (
        Membership("Chair", "Committee", "ash", start="2001", end="2002~", note="a secret"),
        Membership("Member", "Committee", "ash", attested="2001-03-06"),
    )
    body = {"@type": "Organization", "name": "Committee"}
    assert subject(Person("Ash, Ann", (Variant("Annie Ash"),), posts)) == {
        "@type": "Person",
        "name": "X",
        "memberOf": [
            {"@type": "OrganizationRole", "roleName": "Chair", "memberOf": body, "startDate": "2001"},
            {"@type": "OrganizationRole", "roleName": "Member", "memberOf": body},
        ],
    }
    assert subject(Person("Ash, Ann")) == {"@type": "Person", "name": "X"}


def test_a_term_is_defined_in_the_set_above_it() -> None:
    assert subject(Term("concept", "Xylophone", ("Ex",)), definition="A thing.") == {
        "@type": "DefinedTerm",
        "name": "X",
        "description": "A thing.",
        "alternateName": ["Xylophone", "Ex"],
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "Shelf", "url": "https://lamp.example/shelf.html"},
    }
    assert subject(Term("concept"), trail=(HOME,)) == {"@type": "DefinedTerm", "name": "X", "description": ""}


def test_the_trail_is_told_from_the_second_step_on() -> None:
    crumbs = metadata.linked_data(page(), EDITION)["breadcrumb"]["itemListElement"]
    assert [(each["position"], each["name"], each["item"]) for each in crumbs][1:] == [
        (2, "Shelf", "https://lamp.example/shelf.html"),
        (3, "X", WHERE),
    ]
    assert "breadcrumb" not in metadata.linked_data(page(trail=(HOME,)), EDITION)


def test_no_text_ends_the_script_that_holds_it() -> None:
    text = metadata.script({"name": "</script><!--"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><!--"}


@pytest.mark.parametrize(
    ("preview", "expected"),
    [
        ("", "X"),
        ("Short.", "X. Short."),
        ("word " * 20, ("word " * 20).strip()),
        ("one\n two " + "three " * 30, "one two " + "three " * 24 + "three…"),
        ("a" * 79 + ", " + "b" * 90, "a" * 79 + "…"),
    ],
)
def test_a_description_is_cut_at_a_word(preview: str, expected: str) -> None:
    found = metadata.description("X", preview)
    assert found == expected
    assert len(found) <= metadata.LONGEST + 1


def test_the_map_and_where_it_is() -> None:
    text = metadata.sitemap(["https://lamp.example/", "https://lamp.example/a&b.html"], "2026-02-03")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    rows = [[child.text for child in row] for row in ElementTree.fromstring(text.encode()).iter(f"{space}url")]
    assert rows == [["https://lamp.example/", "2026-02-03"], ["https://lamp.example/a&b.html", "2026-02-03"]]
    assert metadata.robots("https://lamp.example/").endswith("Sitemap: https://lamp.example/sitemap.xml\n")


def test_a_large_site_has_a_map_in_parts() -> None:
    pages = [f"https://lamp.example/{each}.html" for each in range(5)]
    assert list(metadata.sitemaps(pages, EDITION, most=5)) == ["sitemap.xml"]
    found = metadata.sitemaps(pages, EDITION, most=2)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    locations = {
        name: [each.text for each in ElementTree.fromstring(text.encode()).iter(f"{space}loc")]
        for name, text in found.items()
    }
    assert locations.pop("sitemap.xml") == [f"https://lamp.example/{name}" for name in locations]
    assert [each for part in locations.values() for each in part] == pages


def test_the_site_of_all_editions_finds_the_pages_of_a_map_in_parts(tmp_path: Path) -> None:
    pages = [f"https://lamp.example/{each}.html" for each in range(5)]
    for most in (5, 2):
        for name, text in metadata.sitemaps(pages, EDITION, most).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        assert site.addresses(tmp_path, "https://lamp.example/") == [f"{each}.html" for each in range(5)]
