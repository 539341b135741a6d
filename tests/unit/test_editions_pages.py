"""Frozen pages are framed and come out again as they were; each page is found in every edition."""

from __future__ import annotations

import doctest

import pytest

from editions import __main__, building, frame, git, model, pages, register, site
from editions.frame import Frame, Templates
from editions.model import Edition, File
from editions.pages import Contents, Redirects

EMPTY = (
    '<head>\r\n<link rel="canonical" href="https://a.example/2026.1/x.html" />\n'
    "<!-- edition:head --><!-- /edition:head --></head><body>é"
    "<!-- edition:top --><!-- /edition:top -->"
    "<!-- edition:body --><p>Told\n elsewhere.</p><!-- /edition:body -->"
    '<link rel="canonical" href="in the text"><!-- edition:foot --><!-- /edition:foot --></body>'
)
OLDER = Edition("2026.1", "2026-11-22", "a" * 40, "One")
MIDDLE = Edition("2026.2", "2026-12-13", "b" * 40, "Two")
NEWEST = Edition("2027.1", "2027-01-02", "c" * 40, "Three")


@pytest.mark.parametrize("module", [__main__, building, frame, git, model, pages, register, site])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_page_comes_out_of_its_frame_as_it_was() -> None:
    places = {"head": "<link>", "top": "<p>Top\n</p>", "body": "<h2>All</h2>", "foot": "<p>Foot</p>"}
    served = pages.fill(EMPTY, places, "https://a.example/latest/x.html")
    for text in places.values():
        assert text in served
    assert '<link rel="canonical" href="https://a.example/latest/x.html" data-frozen=' in served
    assert served.count("data-frozen") == 1
    assert pages.unframed(served) == EMPTY
    assert pages.unframed(EMPTY) == EMPTY


@pytest.mark.parametrize("text", ["$1 \\1 \\g<0>", "</template>", "<!-- a comment -->"])
def test_whatever_stands_in_the_frame(text: str) -> None:
    assert pages.unframed(pages.fill(EMPTY, {"top": text, "foot": text, "body": text})) == EMPTY


def test_what_stood_in_a_place_is_kept_where_nobody_sees_it() -> None:
    served = pages.fill(EMPTY, {"body": "<h2>All</h2>"})
    assert '<template class="edition-frozen"><p>Told\n elsewhere.</p></template><h2>All</h2>' in served


def test_a_page_without_places_stays_as_it_is() -> None:
    assert pages.fill("<p>Bare</p>", {"top": "x"}, "y") == "<p>Bare</p>"


def test_a_page_that_only_leads_on_has_no_frame() -> None:
    assert pages.framed(EMPTY)
    assert not pages.framed(EMPTY.replace("<head>", '<head><meta http-equiv="refresh" content="0; url=y.html">'))
    assert not pages.framed("<p>Bare</p>")


def test_a_page_is_followed_through_all_of_its_names() -> None:
    renamed = Redirects({"a": "b", "b": "c", "old": "c"})
    first, second, third = (Contents({each, *more}, renamed) for each, more in (("a", ["old"]), ("b", []), ("c", [])))
    assert [each.same("a") for each in (first, second, third)] == ["a", "b", "c"]
    assert [each.same("c") for each in (first, second, third)] == ["a", "b", "c"]  # of two that became one, the first
    assert [each.same("old") for each in (first, second, third)] == ["old", "b", "c"]
    assert [each.same("new") for each in (first, second, third)] == ["", "", ""]


def test_redirects_in_a_circle_come_to_an_end() -> None:
    assert Contents({"a"}, Redirects({"x": "y", "y": "x"})).same("x") == ""


def framed(*contents: set[str], renamed: dict[str, str] | None = None) -> Frame:
    known = Redirects(renamed or {})
    editions = (OLDER, MIDDLE, NEWEST)[-len(contents) :]
    return Frame(editions, [Contents(each, known) for each in contents], Templates(), "https://a.example/", "0")


def test_the_switcher_has_the_same_page_in_every_edition() -> None:
    made = framed({"people/a", "people/q"}, {"people/b"}, {"people/b"}, renamed={"people/a": "people/b"})
    assert [each.href for each in made.others(0, "people/a")] == [
        "../../latest/people/b.html",
        "../../2026.2/people/b.html",
        "",
    ]
    assert [each.href for each in made.others(2, "people/b")] == [
        "",
        "../../2026.2/people/b.html",
        "../../2026.1/people/a.html",
    ]
    top = made.top(2, "people/b", "same")
    assert '<a href="../../2026.1/people/a.html">2026.1</a>' in top
    assert "2 January 2027</span>" in top
    assert "not in 2026.2" in made.top(0, "people/q", "same")


def test_an_older_edition_says_so_and_leads_to_the_newest() -> None:
    made = framed({"index", "a/x", "a/moved", "a/gone"}, {"index", "a/x", "a/here"}, renamed={"a/moved": "a/here"})
    told = " ".join(made.top(0, "a/x", "same").split())
    assert "You are reading edition 2026.2 of 13 December 2026." in told
    assert '<a href="../../latest/a/x.html">This page in the latest edition, 2027.1</a>' in told
    assert (
        '<a href="../../latest/a/here.html">This page in the latest edition, 2027.1</a>, where its address'
        in made.top(0, "a/moved", "same")
    )
    assert 'no longer in <a href="../../latest/index.html">' in made.top(0, "a/gone", "same")
    assert "edition-banner" not in made.top(1, "a/x", "same")


def test_search_engines_are_told_of_the_newest_page_only() -> None:
    made = framed({"index", "a/moved", "a/gone"}, {"index", "a/here"}, renamed={"a/moved": "a/here"})
    assert made.canonical(0, "a/moved") == made.canonical(1, "a/here") == "https://a.example/latest/a/here.html"
    assert made.canonical(0, "index") == "https://a.example/latest/"
    assert made.canonical(0, "a/gone") == ""


def test_what_changed_is_one_step_away() -> None:
    made = framed({"a/x"}, {"a/x", "a/y"})
    changed, new, same = made.top(1, "a/x", "changed"), made.top(1, "a/y", "new"), made.top(1, "a/x", "same")
    assert (
        '<a class="edition-here" href="#edition-changes">changed here<span class="edition-more"> since 2026.2'
        in changed
    )
    assert '<a class="edition-here" href="#edition-changes">new<span' in new
    assert "#edition-changes" not in same + made.top(0, "a/x", "new")
    assert all('href="../changes.html"' in each for each in (changed, new, same))
    assert "changes.html" not in made.top(1, "changes", "same")


def test_programs_find_the_editions_before_and_after() -> None:
    head = framed({"x"}, {"x"}, {"x"}).head(1, "x")
    assert '<link rel="predecessor-version" href="../2026.1/x.html">' in head
    assert '<link rel="successor-version" href="../latest/x.html">' in head
    assert '<link rel="latest-version" href="../latest/x.html">' in head
    assert '<link rel="version-history" href="../index.html#editions">' in head
    assert "version=" not in framed({"x"}).head(0, "x")


def test_dozens_of_editions_are_a_list_that_scrolls() -> None:
    editions = [Edition(f"2026.{number}", "2026-11-22", "a" * 40, "") for number in range(1, 61)]
    made = Frame(editions, [Contents({"x"}, Redirects({}))] * 60, Templates(), "https://a.example/", "0")
    assert made.top(30, "x", "same").count("<li>") == 60
    assert len(made.top(30, "x", "same")) < 18_000
    assert "overflow-y: auto" in Templates().css


def test_an_address_with_odd_letters_is_still_one() -> None:
    assert frame.href('people/zoë "q"') == "people/zo%C3%AB%20%22q%22.html"


def test_a_file_says_how_large_it_is() -> None:
    assert [File("x", "", size, "").measure for size in (0, 999_499, 999_500)] == ["1 KB", "999 KB", "1.0 MB"]
