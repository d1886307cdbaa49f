"""The form in a real browser: choosing days, platforms and artists, its foot, and how it folds to a line."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Request, Route, expect

from local.simulator import BILLIE_EILISH, artists_named
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_asking import a_problem
from tests.e2e.browser.made_reports import PLATFORMS, a_report, give
from tests.e2e.browser.visitor import Visitor
from tests.e2e.world import World

MID_NOVEMBER = "2024-11-15T12:00:00Z"
OCTOBER = ("2024-10-01", "2024-10-31")


def days(visitor: Visitor) -> list[str]:
    return [visitor.page.get_by_label(label, exact=True).input_value() for label in ("From", "To")]


def ticked(visitor: Visitor) -> list[str]:
    boxes = visitor.page.locator(".platform input:checked").all()
    return [str(box.get_attribute("value")) for box in boxes]


def requests_made(visitor: Visitor) -> list[dict[str, Any]]:
    """Give the list that every request for a report from now on is added to."""
    made: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/reports"):
            asked = request.post_data_json
            assert asked is not None
            made.append(asked)

    visitor.page.on("request", note)
    return made


# ---------------------------------------------------------------------------------------- the days


def test_a_month_is_chosen_by_name_and_stepped_through_as_far_as_today(visitor: Visitor) -> None:
    visitor.page.clock.set_fixed_time(MID_NOVEMBER)
    visitor.opened()
    part = visitor.page.get_by_role("combobox", name="Month, quarter or year")
    year = visitor.page.get_by_role("combobox", name="Year", exact=True)
    assert days(visitor) == ["2024-10-01", "2024-10-31"]
    expect(part).to_have_value("month 10")

    visitor.button("Later: Nov 1 – 15, 2024").click()
    assert days(visitor) == ["2024-11-01", "2024-11-15"]
    expect(visitor.button("This month")).to_have_attribute("aria-pressed", "true")
    latest = visitor.button("Nothing later can be asked for yet")
    expect(latest).to_have_attribute("aria-disabled", "true")
    latest.click(force=True)
    assert days(visitor) == ["2024-11-01", "2024-11-15"]

    part.select_option("Q1")
    year.select_option("2023")
    assert days(visitor) == ["2023-01-01", "2023-03-31"]
    visitor.button("Earlier: Q4 2022").focus()
    visitor.page.keyboard.press("Enter")
    assert days(visitor) == ["2022-10-01", "2022-12-31"]
    expect(visitor.page.get_by_role("status").filter(has_text="Q4 2022")).to_be_attached()
    # What has not begun in the year chosen cannot be chosen, and gives way to what has.
    part.select_option("December")
    year.select_option("2024")
    assert days(visitor) == ["2024-11-01", "2024-11-15"]
    expect(part.get_by_role("option", name="December", include_hidden=True)).to_be_disabled()

    # A day taken away is asked for again, and the address has what the form has.
    first, last = (visitor.page.get_by_label(label, exact=True) for label in ("From", "To"))
    first.fill("")
    expect(first).to_have_accessible_description("Give the first day.")
    visitor.page.wait_for_url(re.compile("from=&to=2024-11-15"))
    last.fill("")
    visitor.page.reload()
    expect(last).to_have_accessible_description("Give both days.")
    assert days(visitor) == ["", ""]
    visitor.page.goto(visitor.page.url.replace("from=&to=", "from=2024-09-30&to=2024-09-01"))
    expect(first).to_have_accessible_description("The first day must not be after the last.")
    assert days(visitor) == ["2024-09-30", "2024-09-01"]

    visitor.button("Last 7 days").click()
    expect(part.locator("option:checked")).to_have_text("Other days")
    visitor.button(re.compile("^Earlier: Nov 1 – 7")).click()
    assert days(visitor) == ["2024-11-01", "2024-11-07"]
    visitor.assert_accessible()


def previewed(visitor: Visitor, request: dict[str, Any], *, price: int) -> None:
    """Have the page told this price of whatever it asks about; the API knows no artists that are made up."""
    preview = {
        **{"request": request, "jobs": 4, "upstream_calls": price, "cached": 0, "limit": 1_000},
        **{"price": price, "too_expensive": price > 1_000},
        **{"unanswerable": [], "not_comparable": [], "sections": []},
        "budget": {"limit": 9_000, "spent": 0, "left": 9_000, "resets_at": "2026-12-01T00:00:00Z"},
    }
    visitor.page.route("**/reports/preview", lambda route: fulfill(route, 200, preview))


def fulfill(route: Route, status: int, answer: dict[str, Any]) -> None:
    route.fulfill(status=status, content_type="application/json", body=json.dumps(answer))


def test_the_same_is_asked_again_for_the_next_month_and_back_leads_back(visitor: Visitor) -> None:
    september = a_report(2, ["spotify", "deezer"], country="IT")
    september["request"]["compare"] = "previous_year"
    october = {**a_report(2, ["spotify", "deezer"], country="IT", period=OCTOBER), "report_id": "of-october"}
    october["request"]["compare"] = "previous_year"
    for report in (september, october):
        give(visitor.page, report)
    previewed(visitor, september["request"], price=4)
    visitor.page.route("**/reports", lambda route: fulfill(route, 202, october))
    made = requests_made(visitor)
    visitor.opened(report=september["report_id"]).answered()
    about, line = visitor.page.locator(".about"), visitor.page.locator(".fold")
    visitor.button("The same report for October 2024").click()
    expect(about).to_contain_text("October 2024")
    expect(visitor.heading("Annalisa, Mahmood")).to_be_focused()
    asked = {name: value for name, value in september["request"].items() if value}
    assert made == [{**asked, "start_date": OCTOBER[0], "end_date": OCTOBER[1]}]
    assert visitor.report_id == "of-october"
    expect(line).to_contain_text("October 2024 · Italy · against the year before")
    visitor.assert_accessible()

    visitor.page.go_back()
    expect(about).to_contain_text("September 2024")
    assert visitor.report_id == september["report_id"]
    expect(line).to_contain_text("September 2024 · Italy")

    # A draft of something else stays one, and is not what is asked for again.
    visitor.change()
    visitor.page.get_by_label("Compare with").select_option("previous_period")
    visitor.button("The same report for October 2024").click()
    expect(visitor.text("Shows October 2024; the form has changed.")).to_be_visible()
    assert made[1] == made[0]

    # What the last report was of is what most people want the next time.
    visitor.opened()
    assert ticked(visitor) == ["spotify", "deezer"]
    visitor.button("None").click()
    visitor.button("As last time").click()
    assert ticked(visitor) == ["spotify", "deezer"]


def test_asking_again_is_guarded_by_the_price_keeps_a_draft_and_says_what_went_wrong(
    visitor: Visitor,
) -> None:
    report = a_report(2, ["spotify", "deezer"])
    give(visitor.page, report)
    previewed(visitor, report["request"], price=1_240)
    made = requests_made(visitor)
    visitor.opened(report=report["report_id"]).answered()
    visitor.change()
    visitor.page.get_by_label("Compare with").select_option("previous_year")
    again = visitor.button("The same report for October 2024")
    again.click()
    question = visitor.page.get_by_role("dialog", name="This takes up to 1,240 calls to Soundcharts")
    question.get_by_role("button", name="Cancel").click()
    expect(again).to_be_focused()
    assert made == []

    visitor.page.route("**/reports", lambda route: route.abort("connectionreset"), times=1)
    again.click()
    question.get_by_role("button", name="Create it").click()
    expect(visitor.page.get_by_role("alert").filter(has_text="October 2024")).to_have_text(
        re.compile("^The same report for October 2024 was not created. There is no connection")
    )
    visitor.assert_accessible()
    # What was asked for again is what is on show, without what has changed in the form, which stays as it is.
    assert [(request["start_date"], request.get("compare")) for request in made] == [(OCTOBER[0], None)]
    expect(visitor.page.get_by_label("Compare with")).to_have_value("previous_year")
    expect(visitor.text("Shows September 2024; the form has changed.")).to_be_visible()


# --------------------------------------------------------------------------------- the foot and the fold


def wholly_seen(locator: Locator) -> None:
    expect(locator).to_be_in_viewport(ratio=1)


def test_where_the_price_will_stand_it_says_which_fields_keep_it_from_being_told(
    world: World, visitor: Visitor
) -> None:
    visitor.opened()
    price = visitor.page.locator(".cost-line")
    expect(price).to_have_text("What it costs is told here once this is right: Artists and Platforms.")
    visitor.opened(world.a_request(1, platforms=["spotify"]))
    expect(price).to_contain_text("left this month")
    visitor.page.get_by_label("From", exact=True).fill("")
    expect(price).to_have_text("What it costs is told here once this is right: Period.")
    # What only the API knows, too.
    visitor.refusals.add(422)
    status, refusal = a_problem(422, "give the code of a country", "country")
    visitor.page.route("**/reports/preview", lambda route: route.fulfill(status=status, json=refusal))
    visitor.button("Last month").click()
    expect(price).to_have_text("What it costs is told here once this is right: Country.")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
def test_button_and_price_are_seen_however_far_the_form_is_scrolled(
    world: World, visit: Visit, width: int, height: int
) -> None:
    visitor = visit(viewport={"width": width, "height": height})
    visitor.opened(world.a_request(3, platforms=["spotify", "deezer"]))
    price = visitor.text(re.compile("^6 calls of [0-9,]+ left this month$"))
    visitor.artists.hover()
    for scroll in (0, 300, -300):
        visitor.page.mouse.wheel(0, scroll)
        wholly_seen(visitor.button("Create report"))
        wholly_seen(price)
    visitor.assert_fits()
    # What has the focus does not lie below the foot.
    last = visitor.page.locator(".checks input").last
    visitor.page.evaluate("scrollTo(0, 0)")
    last.focus()
    box, foot = last.bounding_box(), visitor.page.locator(".foot").bounding_box()
    assert box is not None
    assert foot is not None
    assert box["y"] + box["height"] <= foot["y"]
    # Nor does what is said to be wrong, wherever its field is.
    visitor.button("None").click()
    visitor.page.evaluate("scrollTo(0, 0)")
    visitor.button("Create report").click()
    expect(visitor.text("Not created yet. See: Platforms.")).to_be_visible()
    message, foot = (
        visitor.text("Choose at least one platform.").bounding_box(),
        visitor.page.locator(".foot").bounding_box(),
    )
    assert message is not None
    assert foot is not None
    assert message["y"] >= 0
    assert message["y"] + message["height"] <= foot["y"]
    visitor.assert_fits()


def test_the_form_folds_to_a_line_when_there_is_an_answer(visitor: Visitor) -> None:
    report = a_report(10, list(PLATFORMS), country="IT")
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    line = visitor.page.locator(".fold")
    expect(line).to_contain_text("10 artists · 8 platforms · September 2024 · Italy")
    expect(visitor.button("Create report")).to_be_hidden()
    answer = visitor.page.locator(".report-side").bounding_box()
    assert answer is not None
    assert answer["width"] > 1_300
    assert "POST /reports/preview" not in visitor.asked

    change = visitor.button("Change what is asked for")
    expect(change).to_have_attribute("aria-expanded", "false")
    change.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.artists).to_be_focused()
    fold = visitor.button("Hide the form")
    expect(fold).to_have_attribute("aria-expanded", "true")
    controlled = fold.get_attribute("aria-controls")
    expect(visitor.page.locator(f"form#{controlled}")).to_be_visible()
    visitor.assert_accessible()

    visitor.button("Clear the country").click()
    fold.focus()
    visitor.page.keyboard.press("Enter")
    expect(change).to_be_focused()
    expect(line).to_contain_text("10 artists · 8 platforms · September 2024 · Worldwide")
    expect(visitor.text("Shows September 2024; the form has changed.")).to_be_visible()
    visitor.assert_accessible()
    visitor.button("Undo the changes").click()
    expect(line).to_contain_text("September 2024 · Italy")


def test_on_a_phone_a_link_to_a_report_opens_on_its_answer(visit: Visit) -> None:
    visitor = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    report = a_report(3, ["spotify"])
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    wholly_seen(visitor.heading("Annalisa, Mahmood, Måneskin"))
    expect(visitor.page.get_by_role("article").first).to_be_in_viewport()
    visitor.assert_fits()
    visitor.change()
    # The keyboard of a phone would cover what was asked to be seen.
    expect(visitor.heading("New report")).to_be_focused()
    visitor.assert_fits()
    # At the form's end, where its foot covers no part of a field: axe counts what is to be seen of each.
    visitor.page.evaluate("document.querySelector('form').scrollIntoView({block: 'end'})")
    visitor.assert_accessible()


def test_a_price_is_asked_for_again_once_a_report_has_ended(world: World, visitor: Visitor) -> None:
    visitor.opened(world.a_request(1, platforms=["spotify"]))
    expect(visitor.text(re.compile("^1 call of [0-9,]+ left"))).to_be_visible()
    visitor.make()
    visitor.change()
    expect(visitor.text(re.compile("^No calls needed; [0-9,]+ left this month$"))).to_be_visible()
    expect(visitor.text("1 call already cached")).to_be_visible()


# ---------------------------------------------------------------------------------------- the platforms


def test_platforms_are_chosen_all_at_once_or_those_with_countries(visitor: Visitor) -> None:
    visitor.opened()
    expect(visitor.button("As last time")).to_be_hidden()
    sets = visitor.page.get_by_role("group", name="Choose platforms at once")
    sets.get_by_role("button", name="All").click()
    assert len(ticked(visitor)) == visitor.page.locator(".platform input").count() > 15
    sets.get_by_role("button", name="By country").click()
    by_country = ticked(visitor)
    assert by_country[0] == "spotify"
    assert len(by_country) == 5
    visitor.page.get_by_role("combobox", name="Country").fill("Italy")
    visitor.page.keyboard.press("Enter")
    expect(sets.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")
    visitor.assert_accessible()
    sets.get_by_role("button", name="None").click()
    assert ticked(visitor) == []
    sets.get_by_role("button", name="All").click()
    assert ticked(visitor) == by_country


def test_the_platforms_are_one_stop_of_the_tab_key_and_arrows_lead_through_them(visitor: Visitor) -> None:
    visitor.opened()
    keys = visitor.page.keyboard
    visitor.button("None").focus()
    keys.press("Tab")
    boxes = visitor.page.locator(".platform input")
    expect(boxes.first).to_be_focused()
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    keys.press("Space")
    expect(boxes.nth(2)).to_be_checked()
    keys.press("End")
    expect(boxes.last).to_be_focused()
    keys.press("Tab")
    expect(visitor.page.locator(".checks input").first).to_be_focused()
    keys.press("Shift+Tab")
    expect(boxes.last).to_be_focused()


# ---------------------------------------------------------------------------------------- the artists


def test_a_name_that_was_typed_and_not_chosen_is_not_passed_over(world: World, visitor: Visitor) -> None:
    visitor.opened({**world.a_request(1, platforms=["spotify"]), "artists": [BILLIE_EILISH]})
    visitor.artists.fill("Mahmood")
    visitor.button("Create report").click()
    expect(visitor.artists).to_be_focused()
    expect(visitor.artists).to_have_accessible_description(re.compile("^“Mahmood” is not chosen yet"))
    visitor.assert_accessible()
    assert not [call for call in visitor.asked if call == "POST /reports"]
    visitor.artists.fill("")
    expect(visitor.text("is not chosen yet")).to_be_hidden()

    # Nor is it, or a line that was typed, by the page that begins again in another language.
    visitor.artists.fill("Mahmo")
    visitor.page.get_by_role("textbox", name="Ask in one line").fill("Elodie on spotify")
    visitor.button("Italiano").click()
    expect(visitor.page.get_by_role("combobox", name="Artisti", exact=True)).to_have_value("Mahmo")
    visitor.button("English").click()
    expect(visitor.artists).to_have_value("Mahmo")
    expect(visitor.page.get_by_role("textbox", name="Ask in one line")).to_have_value("Elodie on spotify")

    visitor.artists.fill("billie eilish")
    expect(visitor.text("Billie Eilish is chosen already")).to_be_visible()
    expect(visitor.options).to_have_count(0)


def test_enter_waits_for_the_list_and_chooses_whom_the_name_can_only_mean(visitor: Visitor) -> None:
    visitor.opened()
    visitor.artists.fill("annalisa")
    visitor.artists.press("Enter")
    expect(visitor.button("Remove Annalisa")).to_be_visible()
    expect(visitor.artists).to_have_value("")
    # Two are called so: which of them is for the visitor to see.
    visitor.artists.fill("nirvana")
    visitor.artists.press("Enter")
    expect(visitor.options).to_have_count(2)
    expect(visitor.button(re.compile("^Remove"))).to_have_count(1)
    expect(visitor.text("Choose at least one")).to_have_count(0)


def test_a_slip_of_the_finger_is_offered_whom_the_page_knows(world: World, visitor: Visitor) -> None:
    (annalisa,) = artists_named("Annalisa")
    visitor.opened({**world.a_request(1), "artists": [annalisa.uuid]})
    visitor.button("Remove Annalisa").click()
    visitor.artists.press_sequentially("Analisaa")
    expect(visitor.text("Did you mean:")).to_be_visible()
    visitor.assert_accessible()
    visitor.artists.press("Enter")
    expect(visitor.button("Remove Annalisa")).to_be_visible()


# ---------------------------------------------------------------------------------------- the key


def test_a_key_kept_on_the_device_opens_the_next_tab_until_it_is_removed(
    world: World, visitor: Visitor
) -> None:
    visitor.refusals.add(403)
    visitor.open(key="")
    dialog = visitor.page.get_by_role("dialog", name="Your API key")
    expect(dialog).to_contain_text("You get a key from whoever runs Liner Notes")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_hidden()
    visitor.page.get_by_label("API key", exact=True).fill(world.stack.api_key)
    dialog.get_by_role("checkbox", name="Keep it on this device").check()
    visitor.assert_accessible()
    visitor.button("Continue").click()
    expect(dialog).to_be_hidden()

    visitor.page = visitor.context.new_page()
    visitor.open(key="")
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_visible()
    visitor.button("Change key").click()
    visitor.assert_accessible()
    dialog = visitor.page.get_by_role("dialog", name="Your API key")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    visitor.button("Change key").click()
    visitor.page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    visitor.button("Change key").click()
    dialog.get_by_role("button", name="Remove the key from this device").click()
    expect(dialog.get_by_role("button", name="Cancel")).to_be_hidden()
    visitor.page.reload()
    expect(dialog).to_be_visible()
