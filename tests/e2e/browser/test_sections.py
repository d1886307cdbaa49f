"""The sections of a report in a real browser: asked for, shown and downloaded, whichever there are."""

from __future__ import annotations

import csv
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Route, expect

from linernotes.model.countries import country_name
from local.simulator import BILLIE_EILISH
from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import a_report, give
from tests.e2e.browser.visitor import Visitor, grouped, result_of
from tests.e2e.caller import Caller
from tests.e2e.world import World

SHOWN_AT_FIRST = 10
_ATTACHED = {"content-disposition": "attachment; filename=report.xlsx"}


def of_billie(world: World, **fields: Any) -> dict[str, Any]:
    """Ask about an artist who has places everywhere."""
    return {**world.a_request(**fields), "artists": [BILLIE_EILISH]}


def panel(visitor: Visitor, title: str) -> Locator:
    """Give the part of the page that has a section."""
    return visitor.page.locator(".section-panel").filter(has=visitor.heading(title))


def table(visitor: Visitor, label: str) -> Locator:
    """Give the rows of a section's table, without its headings."""
    return visitor.page.get_by_role("region", name=label, exact=True).locator("tbody tr")


def below_countries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the cities below their country, countries and cities by latest value."""
    countries = list(dict.fromkeys(row["country_code"] for row in rows))
    return sorted(rows, key=lambda row: (countries.index(row["country_code"]), row["city"] is not None))


def percentage(share: float) -> str:
    """Write a share as people who read American English do, with one decimal."""
    rounded = (Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded}".removesuffix(".0") + "%"


def places_on(result: dict[str, Any], platform: str) -> list[dict[str, Any]]:
    """Give an artist's places on a platform, as the API tells them."""
    rows: list[dict[str, Any]] = result["sections"]["places"]["rows"]
    return [row for row in rows if row["platform__slug"] == platform]


def with_sections(report: dict[str, Any], **sections: dict[str, Any]) -> dict[str, Any]:
    """Give a report made by hand these sections, and a file for each."""
    report["result"]["sections"] = sections
    report["request"]["sections"] = list(sections)
    report["downloads"] = [
        {"format": "xlsx", "url": report["download_url"]},
        {"format": "csv", "separator": ",", "url": "https://files.example.org/report.csv"},
        *(
            {
                "format": "csv",
                "separator": ",",
                "section": name,
                "url": f"https://files.example.org/{name}.csv",
            }
            for name in sections
        ),
    ]
    return report


def airplay(artist: dict[str, Any], *, stations: int | None) -> dict[str, Any]:
    """Make a section no view of the page is for; without `stations` its rows are too many."""
    of = {"artist__uuid": artist["uuid"], "artist__name": artist["name"], "status": "measured", "note": None}
    rows = [
        {**of, "country_code": "IT", "station": f"Station {number}", "spins": 2000 - number, "share": 0.25}
        for number in range(stations or 0)
    ]
    return {
        "status": "partial",
        "note": "Some stations could not be fetched.",
        "totals": [{**of, "spins": 23456, "spins_per_day": 41.13, "songs": [{"track_name": "x"}]}],
        "rows": None if stations is None else rows,
    }


def test_places_are_asked_for_shown_and_downloaded(
    world: World, caller: Caller, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.opened(of_billie(world, platforms=["spotify", "instagram", "deezer"]))
    visitor.page.get_by_role("checkbox", name="Places").check()
    visitor.page.wait_for_url(re.compile(r"sections=places"))
    visitor.make()
    result = result_of(caller, visitor.report_id)
    (total, *_) = result["sections"]["places"]["totals"]
    rows = places_on(result, "spotify")
    assert len(rows) > SHOWN_AT_FIRST
    part = panel(visitor, "Places")
    most_in = country_name(total["top_country"])
    expect(part).to_contain_text(
        f"{total['countries']} countries, {total['cities']} cities, most in {most_in}"
    )
    expect(part).to_contain_text("Lower bound")
    expect(part).to_contain_text("Not published by place: Deezer Fans.")
    visitor.assert_accessible()

    shown = table(visitor, "Spotify Monthly Listeners")
    first = below_countries(rows[:SHOWN_AT_FIRST])
    expect(shown).to_have_count(SHOWN_AT_FIRST)
    expect(shown.first.get_by_role("rowheader")).to_have_text(country_name(first[0]["country_code"]))
    for line, row in zip(shown.all(), first, strict=True):
        if row["city"]:
            expect(line.get_by_role("rowheader")).to_contain_text(row["city"])
        expect(line).to_contain_text(grouped(row["latest_value"]))
        expect(line.get_by_role("cell").last).to_have_text(percentage(row["share"]))
    bars = shown.locator(".bar").evaluate_all(
        "bars => bars.map(bar => +bar.style.getPropertyValue('--part'))"
    )
    assert bars[0] == 1
    assert all(
        abs(bar - row["share"] / first[0]["share"]) < 1e-9 for bar, row in zip(bars, first, strict=True)
    )

    part.get_by_role("button", name=f"Show all {len(rows)}").focus()
    visitor.page.keyboard.press("Enter")
    expect(shown).to_have_count(len(rows))
    names = shown.get_by_role("rowheader").all_text_contents()
    cities = [row["city"] for row in below_countries(rows)]
    assert all(city is None or city in name for city, name in zip(cities, names, strict=True))

    # Sorted, a city stands apart from its country and is named with it.
    part.get_by_role("columnheader", name="Place").first.get_by_role("button").click()
    city = next(row for row in rows if row["city"])
    named = f"{city['city']}, {country_name(city['country_code'])}"
    expect(shown.get_by_role("rowheader").filter(has_text=named).first).to_be_visible()

    visitor.text("Other files").click()
    with visitor.page.expect_download() as waiting:
        visitor.button("Places as CSV").click()
    waiting.value.save_as(tmp_path / "places.csv")
    with (tmp_path / "places.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["City"] or None for row in written if row["Platform"] == "Spotify"] == [
        row["city"] for row in rows
    ]


def test_with_a_country_its_places_alone_are_shown_and_fit_a_phone(
    world: World, caller: Caller, visit: Visit
) -> None:
    visitor = visit(viewport={"width": 360, "height": 740}, has_touch=True)
    visitor.opened(of_billie(world, platforms=["spotify"], country="IT", sections=["places"])).make()
    rows = places_on(result_of(caller, visitor.report_id), "spotify")
    assert {row["country_code"] for row in rows} == {"IT"}
    shown = table(visitor, "Spotify Monthly Listeners")
    expect(shown.first.get_by_role("rowheader")).to_have_text("Italy")
    expect(shown).to_have_count(min(len(rows), SHOWN_AT_FIRST))
    visitor.assert_fits()
    visitor.assert_accessible()
    visitor.text("Other files").click()
    expect(visitor.button("Places as CSV")).to_be_in_viewport(ratio=1)


def test_a_section_the_page_knows_nothing_of_is_offered_and_shown(visit: Visit) -> None:
    visitor = visit(color_scheme="dark")
    visitor.refusals.add(422)  # this API knows no such section either, and so not what it would cost
    report = a_report(2)
    artist = report["result"]["metadata"]["artists"][1]
    give(visitor.page, with_sections(report, airplay=airplay(artist, stations=12)))

    def with_another(route: Route) -> None:
        answer = route.fetch().json()
        answer["sections"].append({"name": "airplay", "title": "Radio airplay", "about": "spins by station"})
        route.fulfill(status=200, content_type="application/json", body=json.dumps(answer))

    visitor.page.route(lambda url: url.endswith("/platforms"), with_another)
    visitor.opened(report=report["report_id"]).answered()
    visitor.change()
    expect(visitor.page.get_by_role("checkbox", name="Radio airplay spins by station")).to_be_checked()
    part = visitor.page.locator(".section-panel")
    expect(part).to_contain_text("Some stations could not be fetched.")
    expect(part).to_contain_text("Partly measured")
    headings = part.locator("thead").nth(0).get_by_role("columnheader")
    expect(headings).to_have_text(["Artist", "Spins", "Spins per day", "Status"])
    expect(part.locator("tbody").nth(0)).to_contain_text("23,456")
    rows = part.locator("tbody").nth(1).get_by_role("row")
    expect(rows).to_have_count(SHOWN_AT_FIRST)
    expect(rows.first.get_by_role("cell")).to_have_text(
        [artist["name"], "Italy", "Station 0", "2,000", "25%", "Measured"]
    )
    spins = part.get_by_role("columnheader", name="Spins").last
    spins.get_by_role("button").click()
    expect(spins).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text("Station 0")
    spins.get_by_role("button").click()
    expect(spins).to_have_attribute("aria-sort", "ascending")
    expect(rows.first).to_contain_text("Station 11")
    expect(rows).to_have_count(SHOWN_AT_FIRST)
    part.get_by_role("button", name="Show all 12").click()
    expect(rows).to_have_count(12)
    expect(rows.first).to_contain_text("Station 11")
    visitor.assert_accessible()
    visitor.text("Other files").click()
    expect(visitor.button(re.compile("irplay as CSV$"))).to_be_visible()


def test_what_a_large_report_does_not_list_is_in_its_workbook(visitor: Visitor) -> None:
    report = a_report(1)
    artist = report["result"]["metadata"]["artists"][0]
    report["download_url"] = f"{visitor.world.stack.api_url}/report.xlsx"
    visitor.page.route(report["download_url"], lambda route: route.fulfill(headers=_ATTACHED))
    give(visitor.page, with_sections(report, airplay=airplay(artist, stations=None)))
    visitor.refusals.add(422)
    visitor.opened(report=report["report_id"]).answered()
    part = panel(visitor, "Airplay")
    expect(part).to_contain_text("It is in the workbook.")
    with visitor.page.expect_request(report["download_url"]):
        part.get_by_role("button", name="Download the workbook").click()


def test_a_section_of_a_shared_report_is_downloaded_without_its_token_in_an_address(visitor: Visitor) -> None:
    report = a_report(1)
    artist = report["result"]["metadata"]["artists"][0]
    with_sections(report, airplay=airplay(artist, stations=1))
    address = f"{visitor.world.stack.api_url}/airplay.csv"
    for download in report["downloads"]:
        if download.get("section") == "airplay":
            download["url"] = address
    visitor.page.route(address, lambda route: route.fulfill(headers=_ATTACHED))
    visitor.page.route(
        lambda url: url.endswith("/shared"),
        lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(report)),
    )
    visitor.page.goto(f"{visitor.world.stack.api_url}/#shared=token")
    expect(panel(visitor, "Airplay")).to_contain_text("Station 0")
    visitor.text("Other files").click()
    with visitor.page.expect_request(address):
        visitor.button("Airplay as CSV").click()
    assert not [asked for asked in visitor.asked if "token" in asked]
