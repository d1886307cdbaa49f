"""The page's address in a real browser: it leads to what is shown, and the form belongs to that."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.visitor import Visitor, name_of
from tests.e2e.world import World


def query_of(visitor: Visitor) -> str:
    return str(visitor.page.evaluate("location.search"))


def shows(visitor: Visitor, request: dict[str, Any]) -> None:
    """Hold form, answer and what is said of them to one request; the form may be folded."""
    name = name_of(request["artists"][0])
    expect(visitor.heading(name)).to_be_visible()
    chip = visitor.page.get_by_role("button", name=f"Remove {name}", include_hidden=True)
    expect(chip).to_be_attached()
    expect(visitor.page.get_by_label("From", exact=True)).to_have_value(request["start_date"])
    expect(visitor.page.get_by_label("To", exact=True)).to_have_value(request["end_date"])
    expect(visitor.text("the form has changed")).to_be_hidden()


def test_a_changed_form_is_a_draft_and_the_address_stays_the_reports(world: World, visitor: Visitor) -> None:
    request = world.a_request(1, platforms=["spotify"])
    visitor.opened(request).make()
    alone = f"?report={visitor.report_id}"
    assert query_of(visitor) == alone
    entries = visitor.page.evaluate("history.length")

    visitor.change()
    visitor.button("Last quarter").click()
    expect(visitor.text("Shows September 2024; the form has changed.")).to_be_visible()
    visitor.assert_accessible()
    assert (query_of(visitor), visitor.page.evaluate("history.length")) == (alone, entries)
    visitor.button("Undo the changes").click()
    shows(visitor, request)

    visitor.button("Last quarter").click()
    visitor.page.reload()
    shows(visitor, request)
    assert query_of(visitor) == alone


def test_back_forward_and_a_copied_link_lead_to_a_report_and_its_form(
    world: World, visitor: Visitor, visit: Visit
) -> None:
    first = world.a_request(1, platforms=["spotify"])
    second = {
        **world.a_request(1, platforms=["deezer"]),
        "start_date": "2024-08-01",
        "end_date": "2024-08-31",
    }
    visitor.opened(first).make()
    # The second report begins as a draft on the first one's page.
    visitor.change()
    visitor.button(f"Remove {name_of(first['artists'][0])}").click()
    visitor.artists.press_sequentially(name_of(second["artists"][0]))
    visitor.options.filter(has_text=name_of(second["artists"][0])).first.click()
    visitor.page.get_by_label("From", exact=True).fill(second["start_date"])
    visitor.page.get_by_label("To", exact=True).fill(second["end_date"])
    first_report = visitor.report_id
    visitor.button("Create report").click()
    expect(visitor.heading(name_of(second["artists"][0]))).to_be_visible()
    shows(visitor, second)
    assert visitor.report_id != first_report

    visitor.page.go_back()
    shows(visitor, first)
    assert query_of(visitor) == f"?report={first_report}"
    visitor.page.go_forward()
    shows(visitor, second)

    colleague = visit()
    colleague.open(report=first_report)
    shows(colleague, first)


def test_a_link_with_a_report_and_another_form_leads_to_the_report(world: World, visitor: Visitor) -> None:
    request = world.a_request(1, platforms=["spotify"])
    visitor.opened(request).make()
    report = visitor.report_id
    other = {**world.a_request(1, platforms=["deezer"]), "start_date": "2024-08-01", "end_date": "2024-08-31"}
    visitor.opened(other, report=report)
    shows(visitor, request)
    visitor.page.wait_for_url(re.compile(rf"\?report={report}$"))


def test_a_country_is_found_by_what_people_call_it(visitor: Visitor) -> None:
    visitor.opened()
    country = visitor.page.get_by_role("combobox", name="Country")
    for typed, name in {"UK": "United Kingdom", "usa": "United States", "Holland": "Netherlands"}.items():
        country.fill(typed)
        visitor.page.keyboard.press("Enter")
        expect(country).to_have_value(name)
    country.fill("World")
    visitor.page.keyboard.press("Enter")
    expect(country).to_have_value("")
    country.press("ArrowDown")
    expect(visitor.options.first).to_contain_text("Worldwide")

    # Typed and not chosen, it is the country it can only mean, or it is asked what is meant.
    for typed, code in {"Italy": "IT", "france": "FR"}.items():
        country.fill(typed)
        country.press("Tab")
        visitor.page.wait_for_url(re.compile(f"&country={code}"))
    country.fill("Atlantis")
    country.press("Escape")
    country.press("Enter")
    expect(country).to_have_value("Atlantis")
    expect(country).to_have_accessible_description(
        "“Atlantis” is not a country of the list; choose one or clear it."
    )
    visitor.button("Clear the country").click()
    expect(country).to_have_value("")
    visitor.page.wait_for_url(re.compile("^(?!.*country=)"))
