"""The page in a real browser while a report is made, when it fails, and when nobody answers."""

from __future__ import annotations

import json
import re
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Route, expect

from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.sharing import TOKEN_BYTES, SharedLink, page_link, token_digest
from local.simulator import BILLIE_EILISH
from ops.charts import Progress, backfill
from tests.e2e.browser.visitor import Visitor, grouped, name_of, result_of
from tests.e2e.caller import Caller
from tests.e2e.world import World

CHART_DAY = date(2024, 10, 1)


def shown_progress(visitor: Visitor) -> Any:
    return visitor.page.get_by_role("progressbar")


def quietly(progress: Progress) -> None:
    """Show nothing."""


def test_progress_is_shown_and_leaving_and_returning_resumes(world: World, visitor: Visitor) -> None:
    with world.paused("FetchFunction"):
        visitor.opened(world.a_request(3, platforms=["spotify", "instagram"]))
        visitor.button("Create report").click()
        expect(visitor.heading("Creating the report")).to_be_focused()
        expect(visitor.text("0 of 6 fetched").first).to_be_visible()
        for platform in ("Spotify Monthly Listeners", "Instagram Followers"):
            tick = visitor.page.get_by_role("listitem").filter(has_text=platform)
            expect(tick).to_contain_text("0 of 3 fetched")
        visitor.assert_accessible()
        report = visitor.report_id
        visitor.page.reload()
        expect(shown_progress(visitor)).to_have_attribute("max", "6")
    visitor.answered()
    assert visitor.report_id == report
    assert visitor.asked.count("POST /reports") == 1


def test_the_progress_of_each_platform_is_ticked_off(world: World, visitor: Visitor) -> None:
    # Two functions fetch at once, eight jobs each: of four batches the last come after the first two.
    world.simulator.misbehave(latency_s=2.5)
    visitor.opened(world.a_request(10, platforms=["spotify", "instagram", "deezer"]))
    visitor.button("Create report").click()
    expect(visitor.text(re.compile(r"[12]\d of 30 fetched")).first).to_be_visible()
    tick = visitor.page.get_by_role("listitem").filter(has_text="Spotify Monthly Listeners")
    expect(tick).to_contain_text(re.compile(r"[1-9]\d? of 10 fetched"))
    visitor.answered()


def test_nobody_is_asked_while_nobody_looks(world: World, caller: Caller, visitor: Visitor) -> None:
    world.simulator.misbehave(latency_s=0.7)
    visitor.opened(world.a_request(4))
    hide = (
        "hidden => { Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    visitor.button("Create report").click()
    expect(shown_progress(visitor)).to_be_visible()
    visitor.page.evaluate(hide, True)
    polled = visitor.asked.count(f"GET /reports/{visitor.report_id}")
    caller.ended(visitor.report_id)
    expect(shown_progress(visitor)).to_be_visible()
    assert visitor.asked.count(f"GET /reports/{visitor.report_id}") == polled
    visitor.page.evaluate(hide, False)
    visitor.answered()


def test_what_failed_is_said_and_can_be_fetched_again(world: World, visitor: Visitor) -> None:
    request = world.a_request(2, platforms=["spotify", "instagram"])
    unlucky, other = map(name_of, request["artists"])
    world.simulator.misbehave(
        rules=[{"match": {"artist": request["artists"][0], "platform": "instagram"}, "then": 503}]
    )
    visitor.opened(request).make()
    expect(visitor.text("Incomplete")).to_be_visible()
    expect(visitor.text(f"{unlucky}, Instagram Followers")).to_be_visible()
    expect(visitor.row(unlucky, "Instagram")).to_contain_text("Failed")
    expect(visitor.row(other, "Instagram").locator(".badge")).to_have_count(0)
    visitor.assert_accessible()
    report = visitor.report_id

    world.simulator.reset()
    visitor.button("Fetch again what failed (1)").click()
    expect(
        visitor.text(
            "Complete",
        )
    ).to_be_visible()
    expect(visitor.row(unlucky, "Instagram").locator(".badge")).to_have_count(0)
    assert visitor.report_id == report


def test_a_link_to_a_report_says_that_it_opens_it_while_the_answer_is_on_its_way(
    world: World, visitor: Visitor
) -> None:
    visitor.opened(world.a_request(1, platforms=["spotify"]))
    visitor.make()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route(re.compile("/reports/[0-9a-f-]{36}$"), hold, times=1)
    visitor.page.reload()
    expect(visitor.page.get_by_role("status").filter(has_text="Opening the report…")).to_be_visible()
    expect(visitor.page).to_have_title(re.compile("^Opening the report…"))
    visitor.assert_accessible()
    held.pop().continue_()
    visitor.answered()
    expect(visitor.text("Opening the report…")).to_have_count(0)


def test_a_report_of_which_nothing_came_says_why(world: World, visitor: Visitor) -> None:
    request = world.a_request(1, platforms=["spotify"])
    world.simulator.misbehave(rules=[{"then": 400, "message": "Not today."}])
    visitor.opened(request)
    visitor.button("Create report").click()
    expect(visitor.heading("Nothing could be fetched")).to_be_visible()
    expect(visitor.text(f"{name_of(request['artists'][0])}, Spotify Monthly Listeners")).to_be_visible()
    expect(visitor.button("Export to Excel")).to_be_hidden()
    # Said once, in words; what Soundcharts answered is there for whoever unfolds it.
    expect(visitor.text("Soundcharts refused the request.")).to_have_count(1)
    expect(visitor.text("Not today.")).to_be_hidden()
    visitor.text("What was recorded").click()
    expect(visitor.text("Not today.")).to_have_count(1)
    # What will be refused again is not offered again.
    expect(visitor.text("Fetching again will not help.")).to_be_visible()
    expect(visitor.button(re.compile("Fetch again"))).to_be_hidden()
    visitor.assert_accessible()


def test_a_report_that_is_made_says_when_it_will_have_ended(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    with world.paused("FetchFunction"):
        visitor.opened(world.a_request(1, platforms=["spotify"]))
        visitor.button("Create report").click()
        expect(visitor.heading("Creating the report")).to_be_focused()
        deadline = caller.report(visitor.report_id)["deadline"]
        told = visitor.page.evaluate(
            "text => new Date(text).toLocaleTimeString('en-US', {timeStyle: 'short'})", deadline
        )
        expect(visitor.text(re.compile("Done at the latest: "))).to_contain_text(told)
    visitor.answered()


def test_without_a_connection_it_says_so_and_goes_on_when_there_is_one(
    world: World, visitor: Visitor
) -> None:
    world.simulator.misbehave(latency_s=0.7)
    visitor.opened(world.a_request(4))
    visitor.context.set_offline(True)
    visitor.button("Create report").click()
    expect(visitor.text("There is no connection to the server.")).to_be_visible()
    visitor.context.set_offline(False)
    visitor.button("Create report").click()
    expect(shown_progress(visitor)).to_be_visible()
    expect(visitor.text("There is no connection to the server.")).to_be_hidden()
    visitor.context.set_offline(True)
    expect(visitor.text("No connection. Trying again…")).to_be_visible()
    visitor.context.set_offline(False)
    visitor.answered()
    expect(visitor.text("No connection. Trying again…")).to_be_hidden()


def test_a_request_sent_again_for_want_of_an_answer_makes_one_report(world: World, visitor: Visitor) -> None:
    visitor.opened(world.a_request(1, platforms=["spotify"]))
    made: list[str] = []

    def lose_the_answer(route: Route) -> None:
        made.append(route.fetch().json()["report_id"])
        route.abort("connectionreset")

    visitor.page.route("**/reports", lose_the_answer, times=1)
    visitor.button("Create report").click()
    expect(visitor.text("There is no connection to the server.")).to_be_visible()
    visitor.make()
    assert made == [visitor.report_id]


def test_a_pause_the_server_asks_for_is_made(world: World, visitor: Visitor) -> None:
    # The local API Gateway throttles nobody, so its answer, as the template words it, is put in its place.
    throttled = {"title": "Too many requests", "status": 429, "detail": "Slow down."}
    visitor.refusals.add(429)
    visitor.opened(world.a_request(1, platforms=["spotify"]))
    answer = {"status": 429, "content_type": "application/problem+json", "body": json.dumps(throttled)}
    visitor.page.route(
        "**/reports", lambda route: route.fulfill(**answer, headers={"Retry-After": "7"}), times=1
    )
    visitor.button("Create report").click()
    expect(visitor.text("Too many requests. Try again in 7 seconds.")).to_be_visible()
    one_report = re.compile("/reports/[0-9a-f-]{36}$")
    visitor.page.route(
        one_report, lambda route: route.fulfill(**answer, headers={"Retry-After": "3"}), times=1
    )
    visitor.button("Create report").click()
    expect(visitor.text("The server asks for a pause. Trying again in a moment…")).to_be_visible()
    visitor.answered()


def test_a_search_that_soundcharts_does_not_answer_says_so(world: World, visitor: Visitor) -> None:
    visitor.refusals.add(503)
    world.simulator.misbehave(rules=[{"then": 503}])
    visitor.opened()
    visitor.artists.press_sequentially("sought by nobody")
    expect(visitor.text("The search does not answer. Try again in a moment.")).to_be_visible()
    visitor.assert_accessible()


def test_a_page_without_a_key_asks_for_it_and_keeps_the_form(world: World, visitor: Visitor) -> None:
    visitor.refusals.add(403)
    request = world.a_request(1, platforms=["spotify"])
    visitor.open(request, key="")
    dialog = visitor.page.get_by_role("dialog", name="Your API key")
    expect(dialog).to_be_visible()
    visitor.assert_accessible()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_label("API key", exact=True).fill("not-a-key")
    visitor.button("Continue").click()
    expect(visitor.text("This key is not valid.")).to_be_visible()
    visitor.assert_accessible()
    visitor.page.get_by_label("API key", exact=True).fill(world.stack.api_key)
    visitor.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    visitor.make()
    assert world.stack.api_key not in visitor.page.url
    visitor.page.reload()
    visitor.answered()


def test_a_key_that_is_refused_is_asked_for_anew(visitor: Visitor) -> None:
    visitor.refusals.add(403)
    visitor.open(key="no-longer-valid")
    expect(visitor.text("This key is not valid.")).to_be_visible()


def test_the_key_of_a_link_takes_the_place_of_another_only_if_the_visitor_says_so(visitor: Visitor) -> None:
    visitor.refusals.add(403)
    visitor.opened()
    visitor.open(key="somebody-else's")
    expect(visitor.text("This link has another API key")).to_be_visible()
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_visible()
    visitor.assert_accessible()
    visitor.button("Use the link's key").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.text("This key is not valid.")).to_be_visible()
    visitor.button("Keep mine").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.text("This link has another API key")).to_have_count(0)
    visitor.page.reload()
    expect(visitor.checkbox("Spotify Monthly Listeners")).to_be_visible()
    expect(visitor.page.get_by_role("dialog")).to_be_hidden()


def test_a_report_that_is_not_there_leaves_the_form_of_its_link_and_does_not_say_that_it_was_its_own(
    world: World, visitor: Visitor
) -> None:
    visitor.refusals.add(404)
    visitor.opened(world.a_request(1, platforms=["spotify"]), report="gone-long-ago")
    expect(visitor.heading("This report is no longer there")).to_be_visible()
    expect(visitor.text("It has expired, was deleted, or belongs to another API key.")).to_be_visible()
    expect(visitor.text("The form still has what it asked for")).to_be_hidden()
    visitor.assert_accessible()
    visitor.make()


def test_a_report_that_is_not_there_promises_no_form_that_is_empty(visitor: Visitor) -> None:
    visitor.refusals.add(404)
    visitor.opened(report="gone-long-ago")
    expect(visitor.heading("This report is no longer there")).to_be_visible()
    expect(visitor.text("The form still has what it asked for")).to_be_hidden()


def test_a_rows_tracks_are_fetched_once_and_then_kept(world: World, caller: Caller, visitor: Visitor) -> None:
    days = {"start_date": CHART_DAY.isoformat(), "end_date": CHART_DAY.isoformat()}
    charts = {"from": days["start_date"], "to": days["end_date"], "platform": "spotify", "country": "IT"}
    assert backfill(world.stack, charts, show=quietly).failed == {}
    request = {"artists": [BILLIE_EILISH], "platforms": ["spotify"], **days, "country": "IT"}
    visitor.opened(request).make()
    told = caller.get("/tracks", artist=BILLIE_EILISH, platform="spotify", country="IT", **days).json()
    opener = visitor.button(re.compile("^Details of Billie Eilish"))
    opener.click()
    tracks = visitor.page.get_by_role("region", name=re.compile("Tracks on Spotify charts"))
    for track in told["tracks"][:3]:
        shown = tracks.get_by_role("row").filter(has_text=track["track_name"])
        expect(shown).to_contain_text(grouped(track["total_streams"]))
        expect(shown).to_contain_text(f"#{track['best_position']}")
    visitor.assert_accessible()
    opener.click()
    opener.click()
    expect(tracks).to_be_visible()
    # A report that has them shows them without any row opened, and asks for none.
    visitor.opened({**request, "sections": ["tracks"]}).make()
    expect(tracks.get_by_role("row")).to_have_count(1 + len(told["tracks"]))
    assert visitor.asked.count("GET /tracks") == 1


def test_the_table_is_sorted_by_any_column(world: World, caller: Caller, visitor: Visitor) -> None:
    visitor.opened(world.a_request(10, platforms=["instagram", "spotify"])).make()
    rows = result_of(caller, visitor.report_id)["detailed_breakdown"]
    table = visitor.page.get_by_role("table")
    # By its heading: artists may have the word in their names.
    end = table.get_by_role("columnheader", name="End")
    end.get_by_role("button").click()
    expect(end).to_have_attribute("aria-sort", "descending")
    largest = sorted(rows, key=lambda row: -(row["latest_value"] or 0))[0]
    expect(table.locator("tbody tr").first).to_contain_text(grouped(largest["latest_value"]))
    end.get_by_role("button").click()
    expect(end).to_have_attribute("aria-sort", "ascending")
    table.get_by_role("button", name="Artist", exact=True).click()
    names = sorted({row["artist__name"] for row in rows}, key=str.casefold)
    expect(table.locator("tbody tr").first).to_contain_text(names[0])
    visitor.assert_accessible()
    expect(visitor.card("Instagram").get_by_role("listitem")).to_have_count(10)
    visitor.page.get_by_role("group", name="Scale of all charts").get_by_role(
        "button", name="Change %"
    ).click()
    expect(visitor.card("Instagram").get_by_role("listitem").first).to_contain_text("%")


def shared(world: World, report_id: str, *, days: int) -> str:
    """Share a report until so many days from now; gives the token, as links have it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = datetime.now(UTC)
    links = DynamoLinkStore(world.dynamodb, world.outputs["ReportsTableName"])
    links.add(
        token_digest(token), SharedLink(report_id, created_at=now, expires_at=now + timedelta(days=days))
    )
    return token


def test_a_shared_link_is_read_without_a_key(
    world: World, caller: Caller, visitor: Visitor, tmp_path: Path
) -> None:
    request = world.a_request(1, platforms=["spotify"])
    report = caller.make(request)
    token = shared(world, report["report_id"], days=1)
    visitor.page.goto(page_link(f"{world.stack.api_url}/", token))
    expect(visitor.heading(name_of(request["artists"][0]))).to_be_visible()
    (row,) = report["result"]["detailed_breakdown"]
    expect(visitor.row(row["artist__name"], "Spotify")).to_contain_text(grouped(row["latest_value"]))
    expect(visitor.button("Create report")).to_be_hidden()
    expect(visitor.button(re.compile("Fetch again"))).to_be_hidden()
    expect(visitor.button("Where?")).to_have_count(0)
    visitor.button(re.compile("^Details of")).click()
    visitor.assert_accessible()
    with visitor.page.expect_download() as waiting:
        visitor.button("Export to Excel").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    waiting.value.save_as(tmp_path / "shared.xlsx")
    assert (tmp_path / "shared.xlsx").read_bytes() == requests.get(report["download_url"], timeout=30).content
    assert not [call for call in visitor.asked if "/tracks" in call or "/platforms" in call or token in call]


def test_a_link_to_a_file_of_a_shared_report_downloads_it_by_itself(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    report = caller.make(world.a_request(1, platforms=["spotify"]))
    token = shared(world, report["report_id"], days=1)
    with visitor.page.expect_download() as waiting:
        visitor.page.goto(page_link(f"{world.stack.api_url}/", token, download="xlsx"))
    assert waiting.value.suggested_filename.endswith(".xlsx")
    expect(visitor.button("Export to Excel")).to_be_visible()
    assert not [call for call in visitor.asked if token in call]


def test_a_shared_link_that_has_expired_says_so(world: World, caller: Caller, visitor: Visitor) -> None:
    visitor.refusals.add(404)
    report = caller.make(world.a_request(1, platforms=["spotify"]))
    token = shared(world, report["report_id"], days=-1)
    visitor.opened()
    # As when it is opened in a tab where the page already is, which changes no more than the fragment.
    visitor.page.evaluate("fragment => { location.hash = fragment; }", f"shared={token}")
    expect(visitor.heading("This link no longer opens a report")).to_be_visible()
    visitor.assert_accessible()
