"""Every state of the page as a picture, held to the one kept in `references/`: what texts do not tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from local.example import EXAMPLE
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import PLATFORMS, REPORT_ID, a_report, give
from tests.e2e.browser.screens import assert_looks_as_kept, draw_with_one_font
from tests.e2e.browser.visitor import Visitor

NOW = datetime(2024, 10, 2, 9, 30, tzinfo=UTC)
DESK = {"width": 1440, "height": 1000}
TALL = {"width": 1440, "height": 2400}
PHONE = {"width": 390, "height": 1600}
Seen = Callable[..., Visitor]
SECTIONS = json.loads(EXAMPLE.read_text())["request"]["sections"]
ROSTERS = {
    "rosters": [
        {
            "roster_id": f"00000000-0000-4000-8000-00000000000{place}",
            "name": name,
            "starred": place == 0,
            "artists": [
                {
                    "uuid": f"00000000-0000-4000-8000-{number:012d}",
                    "name": f"Artist {number}",
                    "image_url": None,
                    "country_code": "IT",
                }
                for number in range(size)
            ],
            "version": 1,
            "updated_at": "2024-09-01T08:00:00Z",
        }
        for place, (name, size) in enumerate([("Priority acts", 8), ("Catalogue", 30)])
    ]
}


def answer(page: Page, ending: str, body: dict[str, Any]) -> None:
    """Have the API answer a path, whatever is asked of it."""

    def with_body(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    page.route(lambda url: url.partition("?")[0].endswith(ending), with_body)


@pytest.fixture
def seen(visit: Visit) -> Seen:
    """Give a maker of visitors for whom it is always the same moment, and whose page has one font."""

    def make(window: dict[str, int], **options: Any) -> Visitor:
        visitor = visit(viewport=window, bypass_csp=True, timezone_id="UTC", **options)
        visitor.page.clock.set_fixed_time(NOW)
        draw_with_one_font(visitor.page)
        answer(visitor.page, "/reports", {"reports": []})
        answer(visitor.page, "/rosters", ROSTERS)
        return visitor

    return make


def shown(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open the page at a report that has ended, and wait until every card is drawn."""
    give(visitor.page, report)
    visitor.open(report=REPORT_ID)
    cards = [each for each in report["result"]["platform_summaries"] if each["data_points"]]
    expect(visitor.page.locator("article canvas")).to_have_count(len(cards))
    return visitor


def test_at_first_sight_there_is_a_key_to_give_or_an_example_to_look_at(seen: Seen) -> None:
    visitor = seen(DESK)
    visitor.open(key="")
    expect(visitor.heading("Your API key")).to_be_visible()
    assert_looks_as_kept("first-sight", visitor.page, visitor.context)


@pytest.mark.parametrize(
    ("name", "window", "locale"),
    [("start", DESK, "en-US"), ("start-phone", PHONE, "en-US"), ("start-italian-phone", PHONE, "it-IT")],
)
def test_the_form_before_anything_is_asked(
    seen: Seen, name: str, window: dict[str, int], locale: str
) -> None:
    visitor = seen(window, locale=locale)
    visitor.open()
    expect(visitor.page.get_by_role("checkbox")).not_to_have_count(0)
    expect(visitor.text("Priority acts")).to_be_visible()
    assert_looks_as_kept(name, visitor.page, visitor.context)


def test_a_report_that_is_being_made(seen: Seen) -> None:
    visitor = seen(DESK)
    made = a_report(3, ["spotify", "instagram", "tiktok"])
    jobs = {"total": 9, "done": 4, "failed": 1}
    platforms = [
        {"platform__slug": slug, "total": 3, "done": done, "failed": failed}
        for slug, done, failed in (("spotify", 3, 0), ("instagram", 1, 1), ("tiktok", 0, 0))
    ]
    running = {"status": "running", "progress": jobs, "platform_progress": platforms, "finished_at": None}
    give(visitor.page, {key: value for key, value in made.items() if key != "result"} | running)
    visitor.opened(report=REPORT_ID)
    expect(visitor.heading("Creating the report")).to_be_visible()
    assert_looks_as_kept("running", visitor.page, visitor.context)


@pytest.mark.parametrize(
    ("name", "artists", "platforms", "window", "options"),
    [
        ("one-artist", 1, ["spotify", "instagram", "deezer"], DESK, {}),
        ("one-artist-phone", 1, ["spotify"], PHONE, {}),
        ("ten-artists", 10, list(PLATFORMS), TALL, {}),
        ("ten-artists-dark", 10, list(PLATFORMS), DESK, {"color_scheme": "dark"}),
        ("ten-artists-phone", 10, ["spotify", "deezer"], PHONE, {}),
        ("thirty-artists", 30, ["spotify", "instagram"], DESK, {}),
        ("three-artists-italian", 3, ["spotify", "instagram", "deezer"], DESK, {"locale": "it-IT"}),
    ],
)
def test_an_answer(
    seen: Seen, name: str, artists: int, platforms: list[str], window: dict[str, int], options: dict[str, Any]
) -> None:
    visitor = shown(seen(window, **options), a_report(artists, platforms))
    assert_looks_as_kept(name, visitor.page, visitor.context)


def test_an_answer_about_a_country_of_which_some_platforms_publish_nothing(seen: Seen) -> None:
    report = a_report(
        3, ["spotify", "youtube", "deezer", "twitter"], country="IT", blank=["deezer", "twitter"]
    )
    visitor = shown(seen(DESK), report)
    assert_looks_as_kept("country", visitor.page, visitor.context)


def test_an_answer_on_paper(seen: Seen) -> None:
    visitor = shown(seen({"width": 794, "height": 2200}), a_report(3, ["spotify", "instagram", "tiktok"]))
    visitor.page.emulate_media(media="print")
    # The report's address is this stack's.
    visitor.page.locator(".printed-address").evaluate("element => element.replaceChildren('https://…')")
    assert_looks_as_kept("paper", visitor.page, visitor.context)


def test_every_section_of_the_example(seen: Seen, subtests: pytest.Subtests) -> None:
    visitor = seen(DESK)
    visitor.open(key="", example="")
    expect(visitor.page.locator("article canvas").first).to_be_visible()
    for section in SECTIONS:
        with subtests.test(section=section):
            panel = visitor.page.locator(f'[data-section="{section}"]')
            panel.scroll_into_view_if_needed()
            assert_looks_as_kept(f"section-{section}", panel, visitor.context)
