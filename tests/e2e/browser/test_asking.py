"""The page in a real browser: from typing a name to the workbook, and everything about the form."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Route, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.visitor import Visitor, downloaded, grouped, name_of, result_of
from tests.e2e.caller import Caller
from tests.e2e.world import World

MOST_LAYOUT_SHIFT = 0.05
"""A tenth is what is still called good."""


def test_from_typing_a_name_to_the_workbook_on_the_disk(
    world: World, caller: Caller, visitor: Visitor, tmp_path: Path
) -> None:
    (artist,) = world.new_artists(1)
    name = name_of(artist)
    visitor.page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => {"
        " if (!entry.hadRecentInput) window.shifts += entry.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    visitor.page.goto(world.stack.page_url)
    expect(visitor.checkbox("Deezer Fans")).to_be_visible()
    assert "key" not in visitor.page.url
    visitor.assert_accessible()

    visitor.artists.press_sequentially(name[:4])
    option = visitor.options.filter(has_text=name).first
    expect(option).to_be_visible()
    visitor.assert_accessible()
    option.click()
    visitor.checkbox("Spotify Monthly Listeners").check()
    visitor.checkbox("Deezer Fans").check()
    visitor.page.get_by_label("From", exact=True).fill("2024-09-01")
    visitor.page.get_by_label("To", exact=True).fill("2024-09-30")
    expect(visitor.text(re.compile("^2 calls of [0-9,]+ left this month$"))).to_be_visible()
    before = visitor.page.evaluate("window.shifts")
    visitor.make()
    # That the form folds is what the click was for, however long after it the server answers.
    visitor.page.evaluate("before => { window.shifts = before; }", before)
    visitor.assert_accessible()

    result = result_of(caller, visitor.report_id)
    for summary in result["platform_summaries"]:
        card = visitor.card(summary["platform__name"])
        for figure in ("first_value", "latest_value", "period_average", "peak_value"):
            expect(card).to_contain_text(grouped(summary[figure]))
        expect(card).to_contain_text(f"{summary['difference']:+,}")
    for row in result["detailed_breakdown"]:
        shown = visitor.row(name, row["platform__name"])
        expect(shown).to_contain_text(grouped(row["latest_value"]))
        expect(shown).to_contain_text(f"{row['difference']:+,}")

    workbook = load_workbook(downloaded(visitor, tmp_path), read_only=True)
    head, *rows = workbook["Breakdown"].iter_rows(values_only=True)
    written = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert [(row["Artist"], row["Latest value"], row["Difference"]) for row in written] == [
        (name, row["latest_value"], row["difference"]) for row in result["detailed_breakdown"]
    ]
    workbook.close()
    assert visitor.page.evaluate("window.shifts") < MOST_LAYOUT_SHIFT


def test_everything_can_be_done_with_the_keyboard_alone(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    first, second = world.new_artists(2)
    keys = visitor.page.keyboard
    visitor.opened()
    visitor.artists.focus()
    for artist in (first, second):
        keys.type(name_of(artist))
        expect(visitor.options.first).to_be_visible()
        keys.press("ArrowDown")
        keys.press("ArrowUp")
        chosen = visitor.page.get_by_role("listbox").get_by_role("option", selected=True)
        expect(chosen).to_contain_text(name_of(artist))
        keys.press("Enter")
        expect(visitor.button(f"Remove {name_of(artist)}")).to_be_visible()
    keys.press("Backspace")
    expect(visitor.button(f"Remove {name_of(second)}")).to_be_hidden()
    keys.type("nirvana")
    expect(visitor.options).to_have_count(2)
    keys.press("Escape")
    expect(visitor.page.get_by_role("listbox")).to_be_hidden()
    keys.press("Escape")
    expect(visitor.artists).to_have_value("")

    keys.press("Tab")
    expect(visitor.button("This month")).to_be_focused()
    keys.press("Enter")
    expect(visitor.button("This month")).to_have_attribute("aria-pressed", "true")
    visitor.page.get_by_label("From", exact=True).fill("2024-09-01")
    visitor.page.get_by_label("To", exact=True).fill("2024-09-30")
    visitor.checkbox("Instagram Followers").focus()
    keys.press("Space")
    visitor.button("Create report").focus()
    keys.press("Enter")
    visitor.answered()
    expect(visitor.heading(name_of(first))).to_be_focused()

    (row,) = result_of(caller, visitor.report_id)["detailed_breakdown"]
    day_before, value_before = row["series"][-2]
    visitor.page.get_by_role("slider").focus()
    keys.press("ArrowLeft")
    spoken = date.fromisoformat(day_before).strftime("%A, %B %-d, %Y")
    expect(visitor.card("Instagram")).to_contain_text(spoken)
    expect(visitor.card("Instagram").get_by_role("listitem")).to_contain_text(grouped(value_before))

    opener = visitor.button(f"Details of {name_of(first)} on Instagram Followers")
    opener.focus()
    keys.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    # Instagram has no charts, so nothing is said of tracks on them.
    expect(visitor.page.locator(".details:visible")).to_contain_text("Measured")
    expect(visitor.text("Tracks on Instagram charts")).to_be_hidden()
    visitor.assert_accessible()

    visitor.button("Export to Excel").focus()
    with visitor.page.expect_download() as waiting:
        keys.press("Enter")
    assert re.fullmatch(r"liner-notes-.*\.xlsx", waiting.value.suggested_filename)


def test_a_link_opens_the_form_filled_in_and_back_leads_back(world: World, visitor: Visitor) -> None:
    request = world.a_request(
        2, platforms=["spotify", "deezer"], country="IT", compare="previous_year", sections=["tracks"]
    )
    visitor.opened(request)
    for artist in request["artists"]:
        expect(visitor.button(f"Remove {name_of(artist)}")).to_be_visible()
    expect(visitor.page.get_by_label("From", exact=True)).to_have_value("2024-09-01")
    expect(visitor.page.get_by_role("combobox", name="Country")).to_have_value("Italy")
    expect(visitor.page.get_by_label("Compare with")).to_have_value("previous_year")
    expect(visitor.page.get_by_role("checkbox", name="Tracks")).to_be_checked()
    expect(visitor.page.get_by_role("checkbox", name="Places")).not_to_be_checked()
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_checked()
    # Deezer was asked for and can be taken away; what was not asked for and is not there cannot be asked for.
    expect(visitor.checkbox("Deezer Fans, not by country")).to_be_checked()
    expect(visitor.checkbox("Deezer Fans, not by country")).to_be_enabled()
    expect(visitor.checkbox("Facebook Followers, not by country")).to_be_disabled()
    visitor.text("2 figures cannot be answered").click()
    expect(visitor.text("Deezer Fans are not published by country.")).to_be_visible()
    visitor.assert_accessible()

    visitor.make()
    report = visitor.report_id
    expect(visitor.page.get_by_text("Not by country: Deezer Fans", exact=True)).to_be_visible()
    expect(visitor.text(re.compile(r"^Complete · \d of 4 figures$"))).to_be_visible()
    visitor.page.go_back()
    expect(visitor.heading("Your report appears here")).to_be_visible()
    assert "report=" not in visitor.page.url
    visitor.page.go_forward()
    visitor.answered()
    assert visitor.report_id == report


def test_the_address_follows_the_form(world: World, visitor: Visitor) -> None:
    request = world.a_request(1, platforms=["spotify"])
    visitor.opened(request)
    visitor.page.get_by_role("combobox", name="Country").fill("swed")
    visitor.page.keyboard.press("Enter")
    visitor.checkbox("Instagram Followers").check()
    visitor.page.wait_for_url(re.compile(r"platforms=spotify%2Cinstagram.*country=SE"))
    visitor.button("Clear the country").click()
    visitor.page.wait_for_url(re.compile(r"^(?!.*country=)"))


def test_what_is_wrong_with_the_form_is_said_beside_the_field(visitor: Visitor) -> None:
    visitor.opened()
    visitor.page.get_by_label("From", exact=True).fill("2024-09-30")
    visitor.page.get_by_label("To", exact=True).fill("2024-09-01")
    # Said before anybody presses the button, as it is not merely lacking.
    expect(visitor.text("The first day must not be after the last.")).to_be_visible()
    expect(visitor.text("Choose at least one")).to_have_count(0)
    visitor.button("Create report").click()
    expect(visitor.artists).to_be_focused()
    expect(visitor.artists).to_have_accessible_description("Choose at least one artist from the list.")
    expect(visitor.page.get_by_label("From", exact=True)).to_have_accessible_description(
        "The first day must not be after the last."
    )
    expect(visitor.text("Choose at least one platform.")).to_be_visible()
    visitor.assert_accessible()
    assert not [call for call in visitor.asked if call.startswith("POST")]


def test_on_a_phone_nothing_needs_scrolling_sideways(world: World, visit: Visit) -> None:
    visitor = visit(viewport={"width": 360, "height": 740}, has_touch=True)
    visitor.opened(world.a_request(2, platforms=["spotify", "instagram"]))
    visitor.assert_fits()
    visitor.make()
    visitor.assert_fits()
    visitor.refusals.add(404)
    visitor.button(re.compile("^Details of .* Spotify")).first.click()
    expect(visitor.text(re.compile("^Not known: no chart days"))).to_be_visible()
    visitor.assert_fits()
    visitor.assert_accessible()


def test_in_the_dark_everything_can_still_be_read(world: World, visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    visitor.opened(world.a_request(3, platforms=["tiktok", "instagram"], country="IT"))
    visitor.assert_accessible()
    visitor.make()
    visitor.assert_accessible()
    ground = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(19, 19, 22)"


def expensive(visitor: Visitor, price: int, limit: int) -> None:
    """Have the page told another price than the API tells."""

    def tell(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "price": price, "limit": limit})

    visitor.page.route("**/reports/preview", tell)


def test_a_report_of_many_calls_is_made_only_by_who_agrees_to_them(world: World, visitor: Visitor) -> None:
    expensive(visitor, price=1_240, limit=1_000)
    visitor.opened(world.a_request())
    sent: list[Any] = []
    visitor.page.on(
        "request",
        lambda asked: sent.append(asked.post_data_json) if asked.url.endswith("/reports") else None,
    )
    question = visitor.page.get_by_role("dialog", name="This takes up to 1,240 calls to Soundcharts")

    for no in ("Escape", "Enter"):  # the focus is on Cancel
        visitor.button("Create report").click()
        expect(question).to_be_visible()
        visitor.assert_accessible()
        visitor.page.keyboard.press(no)
        expect(question).to_be_hidden()
    assert sent == []

    visitor.button("Create report").click()
    question.get_by_role("button", name="Create it").press("Enter")
    visitor.answered()
    assert [request["max_upstream_calls"] for request in sent] == [1_240]
