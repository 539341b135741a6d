"""Registers that can be sorted and filtered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

REQUESTS, STATISTICS = "registers/requests.html", "registers/statistics.html"
PHONE = {"width": 390, "height": 844}


def rows(page: Page) -> Locator:
    return page.locator("table.register tbody tr:visible")


def column(page: Page, number: int) -> list[str]:
    """What the cells of a column say, without their labels, top to bottom."""
    found = page.evaluate(
        """number => [...document.querySelectorAll("table.register tbody tr:not([hidden])")].map(row => {
            const cell = row.cells[number].cloneNode(true);
            cell.querySelectorAll(".cell-label").forEach(each => each.remove());
            return cell.textContent.trim();
        })""",
        number,
    )
    return [str(each) for each in found]


def head(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=name, exact=True)


def state(page: Page) -> Locator:
    return page.locator(".table-controls").get_by_role("status")


# -- sorting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_head_sorts_its_column_both_ways(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{REQUESTS}")
    given = column(page, 1)
    expect(head(page, "Meeting and item")).to_have_attribute("aria-sort", "ascending")
    button = head(page, "Asked of").get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    once = column(page, 3)
    assert once == sorted(once, key=str.casefold)
    expect(head(page, "Asked of")).to_have_attribute("aria-sort", "ascending")
    assert head(page, "Meeting and item").get_attribute("aria-sort") is None
    expect(state(page)).to_have_text("Sorted by Asked of, A to Z")
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    assert column(page, 3) == sorted(once, key=str.casefold, reverse=True)
    expect(head(page, "Asked of")).to_have_attribute("aria-sort", "descending")
    head(page, "Meeting and item").get_by_role("button").click()
    assert column(page, 1) == given
    head(page, "Meeting and item").get_by_role("button").click()
    assert column(page, 1) == given[::-1]


def test_rows_with_the_same_words_keep_their_order(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{REQUESTS}")
    given = list(zip(column(page, 2), column(page, 1), strict=True))
    head(page, "Asked by").get_by_role("button").click()
    found = list(zip(column(page, 2), column(page, 1), strict=True))
    assert found == sorted(given, key=lambda each: each[0].casefold())
    assert len({by for by, _ in given}) < len(given)


#: The first number of a cell, and whether it counts millions or more.
VALUE = re.compile(r"(?:[a-z]+ ){0,2}[£$€]?(\d[\d,]*(?:\.\d+)?)(?: ?(million|billion|m|bn)\b)?", re.IGNORECASE)


def number(found: re.Match[str] | None) -> float:
    """What a match of `VALUE` says."""
    assert found is not None
    return float(found[1].replace(",", "")) * {"": 1, "m": 1e6, "b": 1e9}[(found[2] or "")[:1]]


def test_figures_are_sorted_as_numbers_and_dates_as_dates(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{STATISTICS}")
    head(page, "Value").get_by_role("button").click()
    values = [VALUE.match(each) for each in column(page, 2)]
    numbers = [number(each) for each in values if each]
    assert numbers == sorted(numbers)
    assert all(each is None for each in values[len(numbers) :])  # what has no number comes last
    expect(state(page)).to_have_text("Sorted by Value, smallest first")
    head(page, "Value").get_by_role("button").click()
    assert column(page, 2)[: len(numbers)] != column(page, 2)
    head(page, "As of").get_by_role("button").click()
    dates = [each for each in column(page, 5) if re.search(r"\d{4}", each)]  # "the month before" is none
    years = [int(re.findall(r"\d{4}", each)[-1]) for each in dates]
    assert years == sorted(years)
    assert column(page, 5)[: len(dates)] == dates  # empty cells come last …
    head(page, "As of").get_by_role("button").click()
    assert [int(found[-1]) for each in column(page, 5) if (found := re.findall(r"\d{4}", each))] == years[::-1]
    assert all(column(page, 5)[: len(dates)])  # … in either direction
    assert dates.index("so far (16 July 2013)") < dates.index("in September (September 2013)")


def test_a_persons_posts_can_be_sorted(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/people/harriet-harman.html")
    head(page, "Organization").get_by_role("button").click()
    found = page.locator("table.posts tbody tr td:nth-child(3) a").all_inner_texts()
    assert found == sorted(found)
    expect(page.locator(".table-controls input")).to_have_count(0)  # three rows need no filter


# -- filtering ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_filter_keeps_the_rows_that_hold_all_words(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{REQUESTS}")
    total = rows(page).count()
    expect(state(page)).to_have_text(f"{total} entries")
    field = page.get_by_role("searchbox", name="Filter")
    field.press_sequentially("miliband GREECE")
    expect(rows(page)).to_have_count(1)
    expect(state(page)).to_have_text(f"1 of {total} entries")
    expect(page).to_have_url(re.compile(r"\?filter=miliband\+GREECE$"))
    field.fill("nobody says this")
    expect(rows(page)).to_have_count(0)
    expect(state(page)).to_have_text(f"0 of {total} entries")
    field.press("Escape")
    expect(rows(page)).to_have_count(total)
    expect(field).to_have_value("")
    assert page.url == f"{addresses[way]}/{REQUESTS}"


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_filtered_register_can_be_shared(page: Page, addresses: dict[str, str], way: str) -> None:
    page.goto(f"{addresses[way]}/{REQUESTS}")
    total = rows(page).count()
    page.get_by_role("searchbox", name="Filter").fill("readers")
    page.get_by_label("Person").select_option(label="Matthew McGregor (3)")
    count = rows(page).count()
    assert 0 < count < total
    shared = page.url
    assert shared.endswith("?filter=readers&person=matthew-mcgregor")
    page.goto("about:blank")
    page.goto(shared)
    expect(rows(page)).to_have_count(count)
    expect(page.get_by_role("searchbox", name="Filter")).to_have_value("readers")
    expect(state(page)).to_have_text(f"{count} of {total} entries")


def test_labels_of_cells_are_not_searched(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{STATISTICS}?filter=condition")
    assert all("ondition" in each for each in rows(page).all_inner_texts())


def test_capitals_accents_and_the_form_of_quotes_make_no_difference(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{STATISTICS}")
    (given,) = [each for each in column(page, 1) if "Commissioners for Wales" in each]
    field = page.get_by_role("searchbox", name="Filter")
    field.fill("COMMISSIONÉRS for WALES")
    assert column(page, 1) == [given]
    page.goto(f"{addresses['file']}/registers/decisions.html")
    field.fill("party's name")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("party’s name")


def test_a_person_who_is_not_there_filters_nothing(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{REQUESTS}?person=nobody")
    expect(state(page)).to_have_text(re.compile(r"^\d+ entries$"))


def test_a_filter_and_an_order_go_together(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{REQUESTS}?filter=readers")
    count = rows(page).count()
    head(page, "Request").get_by_role("button").click()
    expect(rows(page)).to_have_count(count)
    texts = column(page, 1)
    assert texts == sorted(texts, key=str.casefold)


def test_a_link_to_a_row_that_the_filter_hides_shows_it(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{REQUESTS}")
    last = page.locator("table.register tbody tr").last
    anchor = last.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{addresses['file']}/{REQUESTS}?filter=nobody-says-this#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    page.get_by_role("searchbox", name="Filter").fill("nobody-says-this")
    expect(last).to_be_hidden()
    page.evaluate("location.hash = ''")
    page.evaluate("anchor => { location.hash = anchor; }", anchor)
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


# -- on a phone, on paper, without scripts -------------------------------------------------------


def test_on_a_phone_rows_are_cards_with_labels_and_can_be_sorted(page: Page, addresses: dict[str, str]) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{addresses['file']}/{STATISTICS}")
    expect(rows(page).first.locator(".cell-label").first).to_be_visible()
    expect(page.get_by_role("columnheader").get_by_role("button")).to_have_count(0)
    earliest = str(rows(page).first.get_attribute("id"))
    values = re.findall(r"Value: (.+)", "\n".join(rows(page).all_inner_texts()))
    largest = max((each for each in values if VALUE.match(each)), key=lambda each: number(VALUE.match(each)))
    choice = page.get_by_label("Sort by")
    choice.select_option(label="Value, largest first")
    expect(rows(page).first).to_contain_text(f"Value: {largest}")
    choice.select_option(label="Meeting and item, earliest first")
    expect(rows(page).first).to_have_id(earliest)
    expect(choice).to_have_value("0 0")


def test_on_a_wide_screen_the_heads_say_what_the_cells_are(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{STATISTICS}")
    expect(page.locator(".cell-label:visible")).to_have_count(0)
    expect(page.get_by_label("Sort by")).to_be_hidden()


def test_on_paper_a_head_is_a_head(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['file']}/{STATISTICS}")
    page.emulate_media(media="print")
    expect(page.locator("th button").first).to_be_visible()
    expect(page.locator(".table-controls")).to_be_hidden()
    expect(page.locator(".cell-label:visible")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_without_scripts_a_register_is_whole_and_has_no_dead_buttons(
    browser: Browser, addresses: dict[str, str], width: int
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    tab = context.new_page()
    tab.goto(f"{addresses['file']}/{REQUESTS}")
    assert rows(tab).count() > 10
    expect(tab.locator("table button, .table-controls")).to_have_count(0)
    labels = tab.locator(".cell-label:visible").count()
    assert (labels > 10) == (width == 390)
    context.close()


def test_a_long_register_is_filtered_and_sorted_in_no_time(page: Page, out: Path, addresses: dict[str, str]) -> None:
    html = (out / REQUESTS).read_text(encoding="utf-8")
    start, end = html.index("<tbody>") + len("<tbody>"), html.index("</tbody>")
    body = re.sub(r' id="[^"]*"', "", html[start:end])
    many = out / "registers/many.html"
    many.write_text(html[:start] + body * 50 + html[end:], encoding="utf-8")
    try:
        page.goto(f"{addresses['file']}/registers/many.html", timeout=30_000)
        expect(page.locator(".table-controls")).to_be_visible()
        assert page.locator("table.register tbody tr").count() > 800
        took = page.evaluate(
            """() => {
                const field = document.querySelector(".table-controls input");
                const start = performance.now();
                field.value = "greece";
                field.dispatchEvent(new Event("input"));
                document.querySelectorAll("th button")[3].click();
                return performance.now() - start;
            }"""
        )
        assert took < 2000
        expect(state(page)).to_have_text(re.compile("^Sorted by Asked of"))
    finally:
        many.unlink()
