"""What leaves the page and what comes back to it: recent reports, links to share, the example."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Locator, Route, expect

from local.example import MADE_UP
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import a_report, give
from tests.e2e.browser.visitor import Visitor, name_of
from tests.e2e.caller import Caller
from tests.e2e.world import World


def entry(visitor: Visitor, name: str) -> Locator:
    """Give the entry of a report in the list of recent ones."""
    listed = visitor.page.get_by_role("region", name="Recent reports").get_by_role("listitem")
    return listed.filter(has=visitor.page.get_by_role("link", name=name, exact=True))


def question(visitor: Visitor) -> Locator:
    """Give the question that is open."""
    return visitor.page.get_by_role("dialog")


def test_a_report_made_before_is_listed_by_name_opened_asked_for_again_and_deleted(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    request = world.a_request(1, platforms=["spotify"], country="IT")
    name = name_of(request["artists"][0])
    report = caller.make(request)
    visitor.opened()
    made = entry(visitor, name)
    expect(made).to_contain_text("September 2024 · Italy · Spotify")
    visitor.assert_accessible()
    made.get_by_role("link").click()
    visitor.answered()
    expect(visitor.page).to_have_title(f"{name}, September 2024, Italy – Liner Notes")
    assert visitor.report_id == report["report_id"]
    visitor.page.go_back()
    expect(made).to_be_visible()
    visitor.page.go_forward()
    visitor.answered()
    visitor.button("Recent").click()
    expect(visitor.heading("Your report appears here")).to_be_focused()

    # Again, for the period after: only the form is filled in, and nothing is spent.
    made.get_by_role("button", name=re.compile("^For October 2024")).click()
    expect(visitor.button("Create report")).to_be_focused()
    visitor.page.wait_for_url(re.compile("from=2024-10-01&to=2024-10-31.*country=IT"))
    assert "POST /reports" not in visitor.asked
    made.get_by_role("button", name=re.compile("^Same again")).click()
    visitor.page.wait_for_url(re.compile("from=2024-09-01&to=2024-09-30.*country=IT"))

    made.get_by_role("button", name=re.compile("^Delete")).click()
    expect(question(visitor)).to_contain_text("This cannot be undone.")
    expect(visitor.button("Keep it")).to_be_focused()
    visitor.assert_accessible()
    visitor.button("Keep it").click()
    expect(made).to_be_visible()
    assert caller.get(f"/reports/{report['report_id']}").status_code == 200
    made.get_by_role("button", name=re.compile("^Delete")).click()
    visitor.button("Delete the report").click()
    expect(made).to_have_count(0)
    assert caller.get(f"/reports/{report['report_id']}").status_code == 404


def test_what_was_deleted_elsewhere_leaves_the_list_and_its_form_if_it_is_opened(visitor: Visitor) -> None:
    reports = {"reports": [listed(0), listed(1)]}
    visitor.page.route(re.compile(r"/reports\?"), lambda route: route.fulfill(status=200, json=reports))
    visitor.refusals.add(404)
    visitor.opened()
    entry(visitor, "Round 0").get_by_role("button", name=re.compile("^Delete")).click()
    visitor.button("Delete the report").click()
    expect(entry(visitor, "Round 0")).to_have_count(0)
    expect(visitor.page.get_by_role("alert").filter(visible=True)).to_have_count(0)

    entry(visitor, "Round 1").get_by_role("link").click()
    expect(visitor.heading("This report is no longer there")).to_be_visible()
    expect(visitor.text("The form still has what it asked for: make it again.")).to_be_visible()
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_checked()


def test_the_list_says_what_has_become_of_reports_when_it_is_asked_for_again(visitor: Visitor) -> None:
    reports = [listed(0, status="running"), listed(1)]
    visitor.page.route(
        re.compile(r"/reports\?"), lambda route: route.fulfill(status=200, json={"reports": reports})
    )
    visitor.opened()
    expect(entry(visitor, "Round 0")).to_contain_text("Being created")
    reports[:] = [listed(2), listed(0)]
    visitor.artists.fill("Annal")
    visitor.button("Recent").click()
    expect(visitor.heading("Your report appears here")).to_be_focused()
    expect(entry(visitor, "Round 2")).to_be_visible()
    expect(entry(visitor, "Round 0")).not_to_contain_text("Being created")
    expect(entry(visitor, "Round 1")).to_have_count(0)
    # What is typed in the form stays.
    expect(visitor.artists).to_have_value("Annal")


def test_a_report_answered_from_the_cache_says_that_its_figures_are_older_than_it(visitor: Visitor) -> None:
    report = a_report(1)
    give(visitor.page, report | {"upstream_calls": 0, "cache_hits": 4})
    visitor.opened(report=report["report_id"]).answered()
    expect(visitor.page.locator(".about")).to_contain_text(
        re.compile(r"made .*\d{4}.* from figures fetched earlier")
    )
    give(visitor.page, report | {"upstream_calls": 1, "cache_hits": 3})
    visitor.page.reload()
    visitor.answered()
    expect(visitor.page.locator(".about")).not_to_contain_text("fetched earlier")


def test_the_list_goes_on_where_there_are_more_and_says_when_it_is_not_to_be_had(visitor: Visitor) -> None:
    answers: list[dict[str, Any]] = [
        {"status": 503, "body": json.dumps({"title": "Busy", "status": 503, "detail": "", "type": "busy"})},
        {
            "status": 200,
            "body": json.dumps({"reports": [listed(place) for place in range(10)], "next": "on"}),
        },
        {"status": 200, "body": json.dumps({"reports": [listed(10, status="running")]})},
    ]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="application/json", **answers.pop(0))

    visitor.refusals.add(503)
    visitor.page.route(re.compile(r"/reports\?"), answer)
    visitor.opened()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    expect(visitor.text("Choose artists by typing their names.")).to_be_visible()
    visitor.button("Try again").click()
    expect(entry(visitor, "Round 9")).to_be_visible()
    expect(visitor.text("Choose artists by typing their names.")).to_be_hidden()
    visitor.button("Show more").click()
    expect(entry(visitor, "Round 10")).to_contain_text("Being created")
    expect(entry(visitor, "Round 10").get_by_role("link")).to_be_focused()
    expect(visitor.button("Show more")).to_be_hidden()
    assert "cursor=on" in asked[-1]
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.assert_fits()
    visitor.assert_accessible()


def listed(place: int, *, status: str = "succeeded") -> dict[str, Any]:
    """Make an entry of the list by hand."""
    report = a_report(2)
    artists = report["result"]["metadata"]["artists"]
    return {
        "report_id": f"00000000-0000-4000-8000-{place:012d}",
        "title": f"Round {place}",
        "request": {key: value for key, value in report["request"].items() if value},
        "artists": [{"uuid": each["uuid"], "name": each["name"]} for each in artists],
        "status": status,
        "revision": 1,
        "created_at": report["created_at"],
        "finished_at": report["finished_at"],
    }


def test_a_report_is_shared_by_a_link_that_says_until_when_and_ends_when_it_is_stopped(
    world: World, caller: Caller, visitor: Visitor, visit: Visit
) -> None:
    request = world.a_request(4, platforms=["spotify"])
    report = caller.make(request)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.opened(report=report["report_id"]).answered()
    visitor.button("Share").click()
    dialog = visitor.page.get_by_role("dialog", name="Share this report")
    visitor.button("Make a link").click()
    until = re.compile(r"Copied\. Anyone with it can open this report until [A-Z][a-z]{2} \d{1,2}, \d{4}\.")
    expect(dialog).to_contain_text(until)
    link = visitor.page.get_by_label("Link to this report").input_value()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == link
    assert world.stack.api_key not in link
    visitor.assert_accessible()

    other = visit()
    other.page.goto(link)
    expect(other.heading("4 artists")).to_be_visible()
    for uuid in request["artists"]:
        expect(other.page.locator(".everybody")).to_contain_text(name_of(uuid))
    expect(other.page.locator(".about")).to_contain_text(re.compile("made .* · the link is valid until "))
    expect(other.button("Share")).to_have_count(0)
    other.assert_accessible()

    visitor.button("Stop sharing").click()
    expect(dialog).to_contain_text("No link made so far opens this report any more.")
    late = visit()
    late.refusals.add(404)
    late.page.goto(link)
    expect(late.heading("This link no longer opens a report")).to_be_visible()
    visitor.button("Close").click()
    expect(dialog).to_be_hidden()


def test_where_the_browser_does_not_let_the_page_copy_the_link_is_selected(visitor: Visitor) -> None:
    report = a_report(1)
    give(visitor.page, report)
    shared = {"url": "https://example.org/v1/#shared=abc", "expires_at": "2027-02-28T08:00:00Z"}
    visitor.page.route("**/shares", lambda route: route.fulfill(status=201, json=shared))
    visitor.page.add_init_script("delete Navigator.prototype.clipboard")
    visitor.opened(report=report["report_id"]).answered()
    visitor.button("Share").click()
    visitor.button("Make a link").click()
    expect(visitor.text("The link is selected")).to_contain_text("until Feb 28, 2027")
    assert visitor.page.evaluate("getSelection().toString()") == shared["url"]


def test_a_report_that_is_made_is_stopped_if_that_is_wanted(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    request = world.a_request(1, platforms=["spotify"])
    with world.paused("FetchFunction"):
        visitor.opened(request)
        visitor.button("Create report").click()
        expect(visitor.heading("Creating the report")).to_be_focused()
        report = visitor.report_id
        visitor.button("Stop").click()
        expect(visitor.button("Go on")).to_be_focused()
        visitor.assert_accessible()
        visitor.page.keyboard.press("Escape")
        expect(question(visitor)).to_have_count(0)
        expect(visitor.heading("Creating the report")).to_be_visible()
        visitor.button("Stop").click()
        visitor.button("Stop the report").click()
        expect(visitor.heading("Your report appears here")).to_be_visible()
    assert "report=" not in visitor.page.url
    expect(visitor.button(f"Remove {name_of(request['artists'][0])}")).to_be_visible()
    assert caller.get(f"/reports/{report}").status_code == 404


def test_a_page_whose_rest_cannot_be_loaded_says_so(visitor: Visitor) -> None:
    report = a_report(1)
    give(visitor.page, report)
    visitor.page.route(re.compile("/assets/views-"), lambda route: route.abort())
    visitor.opened(report=report["report_id"])
    expect(visitor.heading("This page could not be loaded in full")).to_be_visible()
    visitor.page.unroute(re.compile("/assets/views-"))
    visitor.page.reload()
    visitor.answered()


def test_without_a_key_there_is_an_example_to_look_at_which_asks_nothing_of_the_api(visitor: Visitor) -> None:
    visitor.open(key="")
    visitor.page.get_by_role("link", name="Look at an example").click()
    expect(visitor.page.get_by_role("note")).to_contain_text("are made up")
    expect(visitor.heading(", ".join(MADE_UP.values()))).to_be_visible()
    visitor.asked.clear()
    visitor.page.reload()
    expect(visitor.page.get_by_role("article").first).to_be_visible()
    visitor.assert_accessible()
    visitor.button(re.compile("^Details of Nora Nowhere on Spotify")).click()
    expect(visitor.page.get_by_role("heading", name="Radio")).to_be_visible()
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.page.reload()
    expect(visitor.page.locator("canvas").first).to_be_visible()
    visitor.assert_fits()
    assert {call for call in visitor.asked if call != "GET /" and "/assets/" not in call} == set()
    visitor.page.get_by_role("link", name="Make a report of your own").click()
    expect(visitor.page.get_by_role("dialog", name="Your API key")).to_be_visible()
