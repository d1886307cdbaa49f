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
from tests.e2e.browser.visitor import Visitor, grouped, name_of, result_of
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


def of_country(rows: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """Give the cities of a country, which come by latest value."""
    return [row for row in rows if row["country_code"] == code and row["city"]]


def test_where_follows_how_much_and_leads_to_a_report_of_one_country(
    world: World, caller: Caller, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.opened(of_billie(world, platforms=["spotify", "instagram", "deezer"])).make()
    first = visitor.report_id
    visitor.button("Where?").click()
    # All it needs is there already, and so nothing is asked before it is made.
    part = panel(visitor, "Places")
    expect(visitor.heading("Places")).to_be_focused()
    expect(visitor.heading("Places")).to_be_in_viewport()
    assert visitor.report_id != first
    result = result_of(caller, visitor.report_id)
    (total, *_) = result["sections"]["places"]["totals"]
    rows = places_on(result, "spotify")
    countries = [row for row in rows if row["city"] is None]
    assert len(countries) > SHOWN_AT_FIRST
    most_in = country_name(total["top_country"])
    expect(part).to_contain_text(
        f"{total['countries']} countries, {total['cities']} cities, most in {most_in}"
    )
    expect(part.get_by_text("Lower bound")).to_have_count(1)
    expect(part).to_contain_text("Not published by place: Deezer Fans.")
    visitor.assert_accessible()

    shown = table(visitor, "Billie Eilish: Spotify Monthly Listeners by country")
    expect(shown.get_by_role("rowheader")).to_have_text(
        [country_name(row["country_code"]) for row in countries[:SHOWN_AT_FIRST]]
    )
    for line, row in zip(shown.all(), countries, strict=False):
        expect(line).to_contain_text(grouped(row["latest_value"]))
        expect(line).to_contain_text(percentage(row["share"]))
    bars = shown.locator(".bar").evaluate_all(
        "bars => bars.map(bar => +bar.style.getPropertyValue('--part'))"
    )
    assert all(abs(bar - row["share"]) < 1e-9 for bar, row in zip(bars, countries, strict=False))
    # None is left out in silence.
    left = countries[SHOWN_AT_FIRST:]
    rest = part.locator("tfoot tr")
    expect(rest).to_contain_text(f"The other {len(left)} countries")
    expect(rest).to_contain_text(grouped(sum(row["latest_value"] for row in left)))
    part.get_by_role("button", name=f"Show all {len(countries)}").focus()
    visitor.page.keyboard.press("Enter")
    expect(shown).to_have_count(len(countries))
    expect(rest).to_have_count(0)

    # A country is found by its cities as well, and opens to them.
    (city, *_) = cities = of_country(rows, total["top_country"])
    part.get_by_role("searchbox").fill(city["city"])
    visitor.button(f"Cities of {most_in}").click()
    expect(part.locator("tr.city").get_by_role("rowheader")).to_contain_text([row["city"] for row in cities])
    expect(part.locator("tr.city").first).to_contain_text(grouped(city["latest_value"]))
    visitor.assert_accessible()
    visitor.button(f"Report for {most_in}").click()
    expect(visitor.button("Create report")).to_be_focused()
    expect(visitor.page.get_by_role("combobox", name="Country")).to_have_value(most_in)
    expect(visitor.text(re.compile("the form has changed"))).to_be_visible()

    part.get_by_label("Source").focus()
    part.get_by_label("Source").select_option("Instagram Followers")
    expect(part.get_by_label("Source")).to_be_focused()
    (leading, *_) = (row for row in places_on(result, "instagram") if row["city"] is None)
    other = table(visitor, "Billie Eilish: Instagram Followers by country")
    expect(other.first).to_contain_text(grouped(leading["latest_value"]))

    visitor.text("Other files").click()
    with visitor.page.expect_download() as waiting:
        visitor.button("Places as CSV").click()
    waiting.value.save_as(tmp_path / "places.csv")
    with (tmp_path / "places.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [row["City"] or None for row in written if row["Platform"] == "Spotify"] == [
        row["city"] for row in rows
    ]


def test_what_is_seen_in_one_cell_is_copied_to_cells_of_its_own(visitor: Visitor) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    report = a_report(1)
    (artist,) = report["result"]["metadata"]["artists"]
    of = {"artist__uuid": artist["uuid"], "artist__name": artist["name"], "status": "measured", "note": None}
    stations = [
        {**of, "station": f"Station {number}", "city": city, "country_code": code, "spins": 3000 - number}
        for number, (city, code) in enumerate([("Milan", "IT"), *[("Lyon", "FR")] * 11])
    ]
    total = {**of, "spins": 35934, "stations": 12, "countries": 2, "country_code": None}
    counted = {"spins_per_day": 1.5, "first_spin_at": None, "last_spin_at": None, "tie_out": None}
    radio = {
        "status": "measured",
        "note": None,
        "totals": [{**total, **counted, "songs": None, "days": None}],
        "rows": [{**station, "station__slug": None, "share": 0.0835} for station in stations],
    }
    give(visitor.page, with_sections(report, radio=radio))
    visitor.opened(report=report["report_id"]).answered()
    part = panel(visitor, "Radio")
    # Rows are found by it too, and those that are not shown are copied with the others.
    part.get_by_role("searchbox").fill("lyon")
    expect(part.get_by_role("status").filter(has_text="The first 10 of 11 found in 12 rows")).to_be_visible()
    part.get_by_role("button", name="Copy table").click()
    expect(part.get_by_text("Copied 11 rows")).to_be_visible()
    lines = visitor.page.evaluate("navigator.clipboard.readText()").split("\r\n")
    assert [line.split("\t") for line in lines[:2]] == [
        ["Station", "City", "Country", "Spins", "Share"],
        ["Station 1", "Lyon", "France", "2999", "0.0835"],
    ]
    assert len(lines) == 12


def test_where_tells_what_it_takes_before_it_is_spent(visitor: Visitor) -> None:
    report = a_report(2, ["spotify", "deezer"])
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    visitor.button("Where?").click()
    question = visitor.page.get_by_role("dialog")
    expect(question).to_contain_text(re.compile(r"This takes up to \d+ calls to Soundcharts"))
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    assert "POST /reports" not in visitor.asked


def test_artists_stand_side_by_side_by_country_whichever_figure_is_asked_for(
    world: World, caller: Caller, visitor: Visitor
) -> None:
    request = world.a_request(3, platforms=["spotify"], sections=["places"])
    visitor.opened(request).make()
    rows = places_on(result_of(caller, visitor.report_id), "spotify")
    part = panel(visitor, "Places")
    names = [name_of(uuid) for uuid in request["artists"]]
    heads = part.locator("thead").get_by_role("columnheader")
    expect(heads).to_have_text(["Details", "Country", *names])
    # On one scale in every column, whose end is the whole.
    for share in part.locator("tbody .share").all():
        drawn = share.locator(".bar").evaluate("bar => bar.style.getPropertyValue('--part')")
        assert share.inner_text() == percentage(float(drawn))
    part.get_by_label("Figure").select_option("End")
    last = names[-1]
    part.get_by_role("columnheader", name=last).get_by_role("button").click()
    (leading, *_) = (row for row in rows if row["artist__name"] == last and row["city"] is None)
    first = part.locator("tbody tr").first
    expect(first.get_by_role("rowheader")).to_have_text(country_name(leading["country_code"]))
    expect(first.get_by_role("cell").last).to_have_text(grouped(leading["latest_value"]))
    part.get_by_label("Artist").select_option(last)
    expect(heads).to_have_text(["Details", "Country", "End", "Share", "Change", "Change %"])
    visitor.assert_accessible()


def test_with_a_country_its_cities_are_shown_and_fit_a_phone(
    world: World, caller: Caller, visit: Visit
) -> None:
    visitor = visit(viewport={"width": 360, "height": 740}, has_touch=True)
    visitor.opened(of_billie(world, platforms=["spotify"], country="IT", sections=["places"])).make()
    rows = places_on(result_of(caller, visitor.report_id), "spotify")
    assert {row["country_code"] for row in rows} == {"IT"}
    visitor.button("Cities of Italy").click()
    shown = table(visitor, "Billie Eilish: Spotify Monthly Listeners by country")
    expect(shown.get_by_role("rowheader")).to_contain_text(
        ["Italy", *(row["city"] for row in of_country(rows, "IT"))]
    )
    expect(visitor.button("Report for Italy")).to_have_count(0)  # it is that
    expect(visitor.button("Where?")).to_have_count(0)
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
    expect(part).to_contain_text("They are in the workbook and the CSV file.")
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
