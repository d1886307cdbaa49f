"""Notes: the request, the sources, what is missing, and the checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linernotes.model.report import Status
from linernotes.reports.workbook_schema import WORKBOOK_SCHEMA_VERSION
from linernotes.sections.audience.result import BreakdownRow, PlatformSummary, Result
from tests.unit.builders import NOW, a_request
from tests.unit.workbook_cases import (
    MADE_AT,
    VERSION,
    Written,
    climbing,
    finished,
    one_artist,
    ten_artists,
    three_artists,
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Written:
    path = tmp_path_factory.mktemp("mixed") / "report.xlsx"
    return Written(path, *three_artists(), status=Status.PARTIAL)


def section(written: Written, name: str) -> list[dict[str, Any]]:
    return [record for record in written.records("Notes") if record["Section"] == name]


def fact(written: Written, subject: str) -> dict[str, Any]:
    (record,) = [record for record in section(written, "Report") if record["Subject"] == subject]
    return record


def test_the_canonical_request_stands_in_one_line_and_makes_the_report_again(mixed: Written) -> None:
    (request,) = section(mixed, "Request")

    assert "\n" not in request["Detail"]
    assert json.loads(request["Detail"]) == mixed.report.request.canonical()


def test_the_request_on_notes_has_no_address_of_a_callback(tmp_path: Path) -> None:
    report, result = three_artists()
    called_back = replace(report.request, callback_url="https://hooks.example.org/secret-path")
    written = Written(tmp_path / "report.xlsx", replace(report, request=called_back), result)
    (request,) = section(written, "Request")

    assert json.loads(request["Detail"]) == report.request.canonical()


def test_a_long_request_is_not_printed_beyond_the_table(mixed: Written) -> None:
    sheet = mixed.sheet("Notes")

    assert str(sheet.print_area).replace("$", "").endswith(f"A1:N{sheet.max_row}")


def test_the_report_tells_its_status_times_spending_and_versions(mixed: Written) -> None:
    assert fact(mixed, "Status")["Result"] == "partial"
    assert fact(mixed, "Revision")["Count"] == 1
    assert fact(mixed, "Asked for")["Time (UTC)"] == datetime(2025, 1, 15, 12, 0)
    assert fact(mixed, "Workbook made")["Time (UTC)"] == MADE_AT.replace(tzinfo=None)
    assert fact(mixed, "Upstream calls")["Count"] == mixed.report.upstream_calls == 5
    assert fact(mixed, "Cache hits")["Count"] == mixed.report.cache_hits == 1
    assert fact(mixed, "Failures")["Count"] == 1
    assert fact(mixed, "Code version")["Detail"] == VERSION
    assert fact(mixed, "Workbook schema version")["Count"] == WORKBOOK_SCHEMA_VERSION


def test_every_source_asked_for_is_described(mixed: Written) -> None:
    spotify, instagram, deezer = section(mixed, "Source")

    assert spotify["Subject"] == "Spotify Monthly Listeners"
    assert spotify["Detail"] == "/api/v2/artist/{uuid}/streaming/spotify"
    assert spotify["Kind of metric"] == "rolling: averaged and differenced; never summed over days"
    assert spotify["Cadence"] == "once a week (Mondays)"  # what Expected counts, of Italy
    assert instagram["Cadence"] == "once a month"
    assert "top 50 cities" in spotify["By country"]
    assert spotify["Newest day"] == datetime(2024, 9, 26)
    assert spotify["Count"] == sum(
        len(row.points) for row in mixed.result.breakdown if row.source.slug == "spotify"
    )
    assert spotify["Expected"] == 3 * 9
    assert spotify["Fetched from (UTC)"] == datetime(2025, 1, 15, 11, 0, 5)
    assert spotify["Fetched to (UTC)"] == datetime(2025, 1, 15, 12, 0, 5)
    assert spotify["Crawled (UTC)"] == datetime(2025, 1, 14, 4, 12)
    assert spotify["Result"] == "partly from cache"
    assert instagram["Result"] == "fetched for this report"
    assert deezer["Result"] is None
    assert deezer["By country"] == "Deezer Fans are not published by country."


def test_data_wholly_from_the_cache_is_said_to_be(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *one_artist())

    origins = {record["Subject"]: record["Result"] for record in section(written, "Source")}
    assert origins["Deezer Fans"] == "from cache"
    assert origins["TikTok Followers"] == "fetched for this report"


def test_a_crawl_date_in_other_words_stays_as_it_was_told(tmp_path: Path) -> None:
    report, result = one_artist()
    odd = [
        replace(row, provenance=replace(row.provenance, crawled_at="last week")) for row in result.breakdown
    ]

    written = Written(tmp_path / "report.xlsx", report, replace(result, breakdown=odd))

    assert {record["Crawled (UTC)"] for record in section(written, "Source")} == {"last week"}


def test_failures_tell_their_reason_and_whether_trying_again_may_help(mixed: Written) -> None:
    (failure,) = section(mixed, "Failure")

    assert failure["Subject"] == "Giorgia · Spotify Monthly Listeners"
    assert failure["Detail"] == "Soundcharts answered 503"
    assert failure["Result"] == "trying again may help"


def test_gaps_tell_the_days_without_a_point_and_the_windows_not_fetched(mixed: Written) -> None:
    gaps = {record["Subject"]: record for record in section(mixed, "Gap")}

    assert len(gaps) == 6
    partial = gaps["Giorgia · Spotify Monthly Listeners"]
    row = next(row for row in mixed.result.breakdown if row.status == "partial")
    (missing,) = row.provenance.missing
    assert (partial["Count"], partial["Expected"]) == (len(row.points), 9)
    assert partial["Result"] == f"{len(row.points)} of 9 Mondays"
    assert f"Windows not fetched: {missing.first} to {missing.last}." in partial["Detail"]
    assert "Longest run without a point: 21 days, 2024-08-01 to 2024-08-21." in partial["Detail"]
    assert gaps["Elisa · Instagram Followers"]["Result"] == "0 of 2 months"
    assert gaps["Elisa · Deezer Fans"]["Detail"] == "Deezer Fans are not published by country."


def test_a_row_without_a_gap_is_not_listed(tmp_path: Path) -> None:
    # Deezer's fans are looked at every 2 to 15 days: 5 values in 30 days are more than there must be.
    written = Written(tmp_path / "report.xlsx", *one_artist())

    assert section(written, "Gap") == []


@pytest.mark.parametrize("case", [one_artist, three_artists, ten_artists])
def test_a_sound_workbook_passes_every_check(tmp_path: Path, case: Callable[[], Any]) -> None:
    written = Written(tmp_path / "report.xlsx", *case())

    checks = section(written, "Check")
    assert [check["Subject"] for check in checks] == [
        "Rows in Daily data = data points in Breakdown",
        "Daily data: each day once, in order, within the period",
        "Breakdown = recomputed from Daily data",
        "Summary = recomputed from Daily data",
        "Artists \u00d7 platforms asked = delivered + explained",
    ]
    assert {check["Result"] for check in checks} == {"PASS"}
    assert all(check["Count"] == check["Expected"] for check in checks)


def test_decimal_values_tie_out_as_well(tmp_path: Path) -> None:
    request = a_request()
    values = {day: Decimal(value) / 7 for day, value in climbing(request, 1_000, 13).items()}

    written = Written(tmp_path / "report.xlsx", *finished(request, {"0.spotify": values}))

    assert {check["Result"] for check in section(written, "Check")} == {"PASS"}
    assert written.records("Daily data")[0]["Value"] == pytest.approx(1000 / 7)


def test_interpolated_totals_with_equal_days_tie_out(tmp_path: Path) -> None:
    request = a_request(artists=tuple(ten_artists()[0].request.artists[:3]))
    values = {
        "0.spotify": climbing(request, 100, 0, every=7),
        "1.spotify": climbing(request, 1_000, 1, every=3),
        "2.spotify": climbing(request, 1_000, -1, every=3),
    }

    written = Written(tmp_path / "report.xlsx", *finished(request, values))

    assert {check["Result"] for check in section(written, "Check")} == {"PASS"}


Spoil = Callable[[Result], Result]


def in_first_row(result: Result, change: Callable[[BreakdownRow], BreakdownRow]) -> Result:
    return replace(result, breakdown=[change(result.breakdown[0]), *result.breakdown[1:]])


def with_figure(**figures: Any) -> Spoil:
    return lambda result: in_first_row(
        result, lambda row: replace(row, figures=replace(row.figures, **figures))
    )


def with_summary(**figures: Any) -> Spoil:
    def change(summary: PlatformSummary) -> PlatformSummary:
        return replace(summary, figures=replace(summary.figures, **figures))

    return lambda result: replace(result, summaries=[change(result.summaries[0]), *result.summaries[1:]])


@pytest.mark.parametrize(
    ("spoil", "failing"),
    [
        (
            with_figure(data_points=29),
            {"Rows in Daily data = data points in Breakdown", "Breakdown = recomputed from Daily data"},
        ),
        (with_figure(latest_value=1), {"Breakdown = recomputed from Daily data"}),
        (with_figure(period_average=Decimal("1028999.9")), {"Breakdown = recomputed from Daily data"}),
        (with_figure(peak_date=NOW.date()), {"Breakdown = recomputed from Daily data"}),
        (with_figure(difference_percent=None), {"Breakdown = recomputed from Daily data"}),
        (with_summary(first_value=0), {"Summary = recomputed from Daily data"}),
        (
            lambda result: in_first_row(
                result, lambda row: replace(row, points=[*row.points[1:], row.points[0]])
            ),
            {
                "Daily data: each day once, in order, within the period",
                "Breakdown = recomputed from Daily data",
                "Summary = recomputed from Daily data",
            },
        ),
        (
            lambda result: replace(result, breakdown=result.breakdown[1:]),
            {
                "Summary = recomputed from Daily data",
                "Artists \u00d7 platforms asked = delivered + explained",
            },
        ),
    ],
)
def test_a_workbook_that_disagrees_with_itself_says_so(
    tmp_path: Path, spoil: Spoil, failing: set[str]
) -> None:
    report, result = one_artist()

    written = Written(tmp_path / "report.xlsx", report, spoil(result))

    checks = section(written, "Check")
    assert {check["Subject"] for check in checks if check["Result"] == "FAIL"} == failing
    facts = [str(row[0]) for row in written.calamine("Summary")[:6]]
    assert any(f"{5 - len(failing)} of 5 checks passed" in fact for fact in facts)


def test_a_blank_without_a_reason_fails_the_check(tmp_path: Path) -> None:
    report, result = three_artists()
    silent = [replace(row, notes=()) if not row.points else row for row in result.breakdown]

    written = Written(tmp_path / "report.xlsx", report, replace(result, breakdown=silent))

    (failing,) = [check for check in section(written, "Check") if check["Result"] == "FAIL"]
    assert failing["Subject"].endswith("asked = delivered + explained")
    assert (failing["Count"], failing["Expected"]) == (4, 9)


def test_a_failing_check_names_the_rows_that_are_off(tmp_path: Path) -> None:
    report, result = one_artist()

    written = Written(tmp_path / "report.xlsx", report, with_figure(latest_value=1)(result))

    details = [check["Detail"] for check in section(written, "Check") if check["Result"] == "FAIL"]
    assert len(details) == 1
    assert details[0].endswith("Not so: Achille Lauro · Spotify Monthly Listeners.")


def test_a_report_that_failed_as_a_whole_says_why(tmp_path: Path) -> None:
    report, result = finished(a_request(), {}, failure="Soundcharts refused the credentials")

    written = Written(tmp_path / "report.xlsx", report, result, status=Status.FAILED)

    assert fact(written, "Status")["Detail"] == "Soundcharts refused the credentials"
    assert fact(written, "Status")["Result"] == "failed"


def test_times_of_other_zones_are_given_in_utc(tmp_path: Path) -> None:
    rome = MADE_AT.astimezone(tz=datetime.fromisoformat("2025-01-01T00:00:00+01:00").tzinfo)

    written = Written(tmp_path / "report.xlsx", *one_artist(), made_at=rome + timedelta(microseconds=7))

    assert fact(written, "Workbook made")["Time (UTC)"] == MADE_AT.replace(tzinfo=None)
