"""A report with places on the deployed stack: every figure follows from what Soundcharts published."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import requests

from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right, published
from tests.e2e.world import World

FIRST, LAST = date(2024, 9, 1), date(2024, 9, 30)
Place = tuple[str, str | None]


def stated(uuid: str, slug: str) -> dict[Place, dict[str, Any]]:
    """State the figures of each place by what Soundcharts' items say, by country and city."""
    worldwide: dict[str, int] = {}
    places: dict[Place, dict[str, int]] = defaultdict(dict)
    for item in published(uuid, slug, FIRST, LAST):
        day = item["date"][:10]
        if not FIRST.isoformat() <= day <= LAST.isoformat():
            continue
        if item.get("value") is not None:
            worldwide[day] = item["value"]
        for plot in item.get("countryPlots") or ():
            places[plot["countryCode"], None][day] = plot["value"]
        for plot in item.get("cityPlots") or ():
            places[plot["countryCode"], plot["cityName"]][day] = plot["value"]
    return {place: figures(values, worldwide) for place, values in places.items()}


def figures(values: Mapping[str, int], worldwide: Mapping[str, int]) -> dict[str, Any]:
    first, latest = min(values), max(values)
    peak = max(values.values())
    share = None
    if worldwide.get(latest):
        exact = Decimal(values[latest]) / Decimal(worldwide[latest])
        share = float(exact.quantize(Decimal("0.0001"), ROUND_HALF_UP))
    return {
        "first_value": values[first],
        "first_date": first,
        "latest_value": values[latest],
        "latest_date": latest,
        "difference": values[latest] - values[first] if len(values) > 1 else None,
        "peak_value": peak,
        "peak_date": min(day for day, value in values.items() if value == peak),
        "data_points": len(values),
        "share": share,
    }


def test_places_are_those_soundcharts_published_and_take_no_call_of_their_own(
    world: World, caller: Caller
) -> None:
    request = world.a_request(2, platforms=["spotify", "instagram", "deezer"], sections=["places"])

    report = caller.make(request)

    assert report["status"] == "succeeded"
    assert_right(report)
    assert report["upstream_calls"] == len(world.calls()) == 6
    places = report["result"]["sections"]["places"]
    assert places["status"] == "lower_bound"
    for uuid in request["artists"]:
        for slug in ("spotify", "instagram"):
            told = [
                row for row in places["rows"] if (row["artist__uuid"], row["platform__slug"]) == (uuid, slug)
            ]
            expected = stated(uuid, slug)
            assert expected
            assert {
                (row["country_code"], row["city"]): {
                    name: row[name] for name in next(iter(expected.values()))
                }
                for row in told
            } == expected
            latest = [row["latest_value"] for row in told]
            assert latest == sorted(latest, reverse=True)
    not_published = [total for total in places["totals"] if total["platform__slug"] == "deezer"]
    assert {total["status"] for total in not_published} == {"not_published"}


def test_the_places_of_a_report_are_a_csv_file(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request(platforms=["instagram"], sections=["places"], country="IT"))
    found = caller.get(f"/reports/{report['report_id']}/download", format="csv", section="places")
    assert found.status_code == 302
    text = requests.get(found.headers["Location"], timeout=30).content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))

    told = report["result"]["sections"]["places"]["rows"]
    assert [(row["Country"], row["City"], row["Latest value"]) for row in rows] == [
        (row["country_code"], row["city"] or "", str(row["latest_value"])) for row in told
    ]
    assert {row["Country"] for row in rows} == {"IT"}
    other = caller.get(f"/reports/{report['report_id']}/download", format="csv", section="tracks")
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "section")
