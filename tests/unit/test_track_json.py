"""Breakdowns and months as callers get them: the original's structure, and what there is to know in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from linernotes.charts.chart_days import ChartCalendar, ChartDays, LookedAt
from linernotes.charts.charts import Frequency, Month
from linernotes.charts.tallies import ChartEntry, tally
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.sections.tracks.answer_json import section_json
from linernotes.sections.tracks.monthly import monthly_figures_of
from linernotes.sections.tracks.track_json import breakdown_json, monthly_json
from linernotes.sections.tracks.track_notes import SOURCE_NOTE, SUMMED, WEEKLY
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackQuestion, TrackRow, break_down
from tests.unit.builders import LAURO, september
from tests.unit.track_cases import ALL_STORED, AMOR, ROLLS_ROYCE, a_song

QUESTION = TrackQuestion(LAURO, "spotify", Period(september(1), september(30)))
WHOLE_MONTH = {september(day): {"a-chart": 0} for day in range(1, 31)}


def an_entry(
    day: int, metric: Number | None, uuid: str = AMOR, *, country: str | None = None, **song: Any
) -> ChartEntry:
    """Make an entry of a chart of streams, worldwide unless told otherwise."""
    of = a_song(uuid, metric, **song)
    return ChartEntry(september(day), f"chart-{country}", country, of, "streams", "Achille Lauro")


def answered(*entries: ChartEntry, looked_at: LookedAt = ALL_STORED, **question: Any) -> Any:
    asked = replace(QUESTION, **question)
    return breakdown_json(break_down(asked, looked_at, tally(entries, asked.country)))


def monthly(
    *entries: ChartEntry,
    frequency: Frequency = Frequency.DAILY,
    days: Mapping[date, Mapping[str, int]] = WHOLE_MONTH,
    **question: Any,
) -> Any:
    asked = replace(QUESTION, **question)
    months = {Month(2024, 9): tally(entries, asked.country)} if entries else {}
    return monthly_json(monthly_figures_of(asked, ChartCalendar(frequency, days=days), months))


# --- The structure -----------------------------------------------------------------------------------


def test_a_breakdown_has_the_structure_of_the_original_description() -> None:
    answer = answered(
        an_entry(1, 100, weeks=8),
        an_entry(2, 101, position=3),
        an_entry(2, 7, ROLLS_ROYCE, position=4, credit=None),
    )

    assert answer == {
        "success": True,
        "artist": {"name": "Achille Lauro", "uuid": LAURO.uuid},
        "platform": {"name": "Spotify", "slug": "spotify"},
        "period": {"start": "2024-09-01", "end": "2024-09-30", "days": 30},
        "country": None,
        "frequency": "daily",
        "chart_days": {"stored": 30, "expected": 30},
        "metric": "streams",
        "status": "measured",
        "tracks": [
            {
                "track_name": "AMOR",
                "track_uuid": AMOR,
                "track_credit": "Achille Lauro",
                "total_streams": 201,
                "avg_daily_streams": 100.5,
                "peak_streams": 101,
                "best_position": 1,
                "weeks_on_chart": 8,
                "data_points": 2,
            },
            {
                "track_name": "Rolls Royce",
                "track_uuid": ROLLS_ROYCE,
                "track_credit": None,
                "total_streams": 7,
                "avg_daily_streams": 7,
                "peak_streams": 7,
                "best_position": 4,
                "weeks_on_chart": 1,
                "data_points": 1,
            },
        ],
        "summary": {"total_tracks": 2, "total_streams": 208, "avg_streams_per_track": 104},
        "top_track": {"track_name": "AMOR", "track_uuid": AMOR, "total_streams": 201},
        "data_source": "chart_rankings",
        "note": SOURCE_NOTE,
        "notes": [],
    }


def test_months_have_the_figures_of_all_tracks_together() -> None:
    answer = monthly(an_entry(1, 100), an_entry(1, 50, ROLLS_ROYCE, position=2), an_entry(3, 51))

    assert answer == {
        "artist": {"name": "Achille Lauro", "uuid": LAURO.uuid},
        "platform": {"name": "Spotify", "slug": "spotify"},
        "country": None,
        "frequency": "daily",
        "metric": "streams",
        "status": "measured",
        "chart_days": {"stored": 30, "expected": 30},
        "months": [
            {
                "month": "2024-09",
                "tracks": 2,
                "total_streams": 201,
                "avg_daily_streams": 100.5,
                "peak_streams": 150,
                "best_position": 1,
                "data_points": 2,
                "chart_days": {"stored": 30, "expected": 30},
                "status": "measured",
            }
        ],
        "note": SOURCE_NOTE,
        "notes": [],
    }


def test_what_has_no_figure_is_null_and_never_0() -> None:
    answer = answered(an_entry(1, None), an_entry(2, None, ROLLS_ROYCE))
    (month,) = monthly(an_entry(1, None))["months"]

    assert {row[key] for row in answer["tracks"] for key in ("total_streams", "peak_streams")} == {None}
    assert answer["summary"] == {"total_tracks": 2, "total_streams": None, "avg_streams_per_track": None}
    assert (answer["top_track"], answer["metric"]) == (None, None)
    assert (month["total_streams"], month["avg_daily_streams"], month["peak_streams"]) == (None, None, None)
    assert (month["tracks"], month["data_points"], month["best_position"]) == (1, 0, 1)


def test_an_average_leaves_out_tracks_without_a_figure() -> None:
    answer = answered(an_entry(1, Decimal("10.5")), an_entry(1, None, ROLLS_ROYCE))

    assert answer["summary"] == {"total_tracks": 2, "total_streams": 10.5, "avg_streams_per_track": 10.5}


def test_the_slug_is_the_one_asked_for_and_the_name_its_platforms() -> None:
    answer = answered(an_entry(1, 5), platform="youtube-subscribers")

    assert answer["platform"] == {"name": "YouTube", "slug": "youtube-subscribers"}


# --- What there is to know ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "frequency", "notes"),
    [
        ([an_entry(1, 5)], Frequency.DAILY, []),
        ([an_entry(1, 5, country="IT")], Frequency.DAILY, [SUMMED.text]),
        ([an_entry(1, 5)], Frequency.WEEKLY, [WEEKLY.text]),
        ([replace(an_entry(1, 5), metric="spins")], Frequency.DAILY, ["The figures are spins, not streams."]),
        (
            [replace(an_entry(1, 5), metric="spins"), replace(an_entry(2, 5), metric="views")],
            Frequency.DAILY,
            ["The figures are spins and views, not streams."],
        ),
        (
            [an_entry(1, 5), replace(an_entry(2, 5), metric="views")],
            Frequency.DAILY,
            ["The figures are streams and views."],
        ),
        (
            [an_entry(1, 5), an_entry(1, None, ROLLS_ROYCE)],
            Frequency.DAILY,
            ["1 track has no figure: its charts give positions only."],
        ),
        (
            [an_entry(1, None), an_entry(1, None, ROLLS_ROYCE)],
            Frequency.DAILY,
            ["2 tracks have no figure: their charts give positions only."],
        ),
    ],
    ids=["plain", "summed", "weekly", "spins", "spins and views", "streams and views", "one blank", "blank"],
)
def test_the_note_says_what_to_bear_in_mind(
    entries: Sequence[ChartEntry], frequency: Frequency, notes: list[str]
) -> None:
    answer = answered(*entries, looked_at=replace(ALL_STORED, frequency=frequency))

    assert answer["note"] == " ".join([SOURCE_NOTE, *notes])


def test_a_countrys_figures_are_its_own_and_no_lower_bound() -> None:
    answer = answered(an_entry(1, 5, country="IT"), country="IT")

    assert (answer["country"], answer["note"]) == ("IT", SOURCE_NOTE)


def test_the_note_on_months_says_the_same_of_any_of_them() -> None:
    blank = monthly(an_entry(1, None), frequency=Frequency.WEEKLY)
    summed = monthly(replace(an_entry(1, 5, country="IT"), metric="spins"))

    assert blank["note"] == (
        f"{SOURCE_NOTE} {WEEKLY.text} In a month without a figure charts gave positions only."
    )
    assert summed["note"] == f"{SOURCE_NOTE} The figures are spins, not streams. {SUMMED.text}"
    assert summed["metric"] == "spins"


# --- Of how many chart days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "days", "told"),
    [
        (Frequency.DAILY, ChartDays(2, 30), "2 of 30 chart days are stored: a lower bound."),
        (Frequency.DAILY, ChartDays(0, 1), "0 of 1 chart days are stored: a lower bound."),
        (Frequency.WEEKLY, ChartDays(1, 4), "1 of 4 chart weeks are stored: a lower bound."),
    ],
)
def test_a_part_of_the_chart_days_is_told_as_one_and_the_figures_are_a_lower_bound(
    frequency: Frequency, days: ChartDays, told: str
) -> None:
    answer = answered(an_entry(1, 5), looked_at=LookedAt(frequency, days))

    assert answer["chart_days"] == {"stored": days.stored, "expected": days.expected}
    assert answer["status"] == "lower_bound"
    assert f"Of the worldwide chart {told}" in answer["note"]
    assert answer["notes"][0] == {
        "code": "chart_days", **answer["chart_days"], "frequency": frequency.value,
    }  # fmt: skip
    italian = answered(an_entry(1, 5, country="IT"), country="IT", looked_at=LookedAt(frequency, days))
    assert italian["note"].startswith(f"{SOURCE_NOTE} {told}")


def test_with_all_chart_days_there_figures_are_measured_and_nothing_is_told_of_days() -> None:
    answer = answered(an_entry(1, 5))

    assert (answer["status"], answer["notes"]) == ("measured", [])
    assert "chart day" not in answer["note"]


def test_a_sum_over_countries_is_a_lower_bound_however_many_days_are_there() -> None:
    answer = answered(an_entry(1, 5, country="IT"))

    assert (answer["status"], answer["notes"]) == ("lower_bound", [{"code": "summed_countries"}])


def test_each_month_says_of_how_many_of_its_days_it_is_and_the_answer_of_how_many_in_all() -> None:
    question = replace(QUESTION, period=Period(date(2024, 8, 1), september(30)))
    august, of_september = tally([an_entry(1, 5)], None), tally([an_entry(2, 5)], None)
    days = {day: {"a-chart": 0} for day in (date(2024, 8, 3), date(2024, 8, 4), *WHOLE_MONTH)}
    months = {Month(2024, 8): august, Month(2024, 9): of_september}

    answer = monthly_json(monthly_figures_of(question, ChartCalendar(Frequency.DAILY, days=days), months))

    assert [(month["chart_days"], month["status"]) for month in answer["months"]] == [
        ({"stored": 2, "expected": 31}, "lower_bound"),
        ({"stored": 30, "expected": 30}, "measured"),
    ]
    assert (answer["chart_days"], answer["status"]) == ({"stored": 32, "expected": 61}, "lower_bound")
    assert "32 of 61 chart days" in answer["note"]


def test_the_current_month_is_one_of_the_days_up_to_today() -> None:
    answer = monthly(an_entry(1, 5), period=Period(september(1), september(12)))

    assert answer["months"][0]["chart_days"] == {"stored": 12, "expected": 12}


@pytest.mark.parametrize(("rows", "told"), [(1, "1 row of"), (12, "12 rows of")])
def test_rows_of_rankings_that_could_not_be_read_are_told(rows: int, told: str) -> None:
    answer = answered(an_entry(1, 5), looked_at=replace(ALL_STORED, unreadable_rows=rows))

    assert f"{told} these rankings could not be read." in answer["note"]
    assert answer["notes"] == [{"code": "unreadable_rows", "rows": rows}]


def test_every_note_has_a_code_and_its_parts() -> None:
    looked_at = LookedAt(Frequency.WEEKLY, ChartDays(1, 4), unreadable_rows=3)
    entries = [
        replace(an_entry(1, 5, country="IT"), metric="views"), an_entry(1, None, ROLLS_ROYCE, country="IT"),
    ]  # fmt: skip

    answer = answered(*entries, looked_at=looked_at)

    assert answer["notes"] == [
        {"code": "chart_days", "stored": 1, "expected": 4, "frequency": "weekly"},
        {"code": "metrics", "metrics": ["views"]},
        {"code": "summed_countries"},
        {"code": "weekly_charts"},
        {"code": "unreadable_rows", "rows": 3},
        {"code": "positions_only", "tracks": 1},
    ]


# --- Nothing there -----------------------------------------------------------------------------------


def test_without_entries_it_says_of_whom_where_and_when_and_how_many_chart_days_there_are() -> None:
    answer = answered(looked_at=LookedAt(Frequency.DAILY, ChartDays(2, 30)))

    assert answer == {
        "success": False,
        "artist": {"name": "Achille Lauro", "uuid": LAURO.uuid},
        "platform": {"name": "Spotify", "slug": "spotify"},
        "period": {"start": "2024-09-01", "end": "2024-09-30", "days": 30},
        "country": None,
        "frequency": "daily",
        "chart_days": {"stored": 2, "expected": 30},
        "notes": [
            {
                "code": "no_entries",
                "artist": {"uuid": LAURO.uuid, "name": "Achille Lauro"},
                "platform": "Spotify",
                "country": None,
                "from": "2024-09-01",
                "to": "2024-09-30",
                "frequency": "daily",
                "has_charts": True,
                "stored": 2,
                "expected": 30,
            }
        ],
        "problem": {
            "type": "urn:problem-type:liner-notes:no-chart-entries",
            "title": "No chart entries",
            "status": 404,
            "detail": "No entries of Achille Lauro on the daily charts of Spotify for September 2024. "
            "2 of 30 chart days are stored.",
        },
    }


@pytest.mark.parametrize("looked_at", [ALL_STORED, LookedAt(Frequency.WEEKLY, ChartDays(0, 4))])
@pytest.mark.parametrize("platform", ["spotify", "instagram"])
def test_callers_are_told_no_commands_of_operators(looked_at: LookedAt, platform: str) -> None:
    for answer in (answered(looked_at=looked_at, platform=platform), monthly(platform=platform)):
        assert "make " not in str(answer)
        assert LAURO.uuid not in str(answer.get("problem", answer.get("note")))


def test_a_country_and_a_part_of_a_month_are_named_in_words() -> None:
    few_days = Period(september(3), september(9))
    answer = answered(artist=Artist(LAURO.uuid), country="IT", platform="spotify-followers", period=few_days)
    detail = answer["problem"]["detail"]

    assert detail == (
        f"No entries of {LAURO.uuid} on the daily charts of Spotify in Italy for 3 to 9 September 2024. "
        "30 of 30 chart days are stored."
    )


def test_of_a_platform_without_known_charts_it_says_so() -> None:
    answer = answered(platform="instagram", looked_at=LookedAt(Frequency.DAILY, ChartDays(0, 30)))

    assert answer["problem"]["detail"] == (
        "No chart entries of Achille Lauro on Instagram, which is not known to have charts."
    )
    assert answer["notes"][0]["has_charts"] is False
    without = monthly(platform="instagram", days={})
    assert (without["months"], without["status"]) == ([], "not_published")


def test_without_months_the_note_says_what_there_is_none_of() -> None:
    answer = monthly(frequency=Frequency.WEEKLY, days={})

    assert (answer["months"], answer["metric"], answer["status"]) == ([], None, "no_data")
    assert answer["note"] == (
        "No entries of Achille Lauro on the weekly charts of Spotify for September 2024. "
        "0 of 5 chart weeks are stored."
    )
    assert [note["code"] for note in answer["notes"]] == ["no_entries"]


def test_a_breakdown_without_tracks_has_no_top() -> None:
    breakdown = TrackBreakdown(QUESTION, ALL_STORED, (), summed=False, metrics=frozenset())

    assert breakdown.top is None
    assert breakdown_json(breakdown)["success"] is False


@pytest.mark.parametrize(
    ("stored_before", "note"),
    [
        (30, None),
        (16, "From 30 daily charts here and from 16 daily charts in the period compared with."),
        (14, "Not compared: a total and half of the chart days are needed in both."),
    ],
)
def test_a_change_of_totals_says_of_how_many_charts_each_is(stored_before: int, note: str | None) -> None:
    row = TrackRow("t", "Song", None, 10, None, 10, 1, 1, 1)
    now, before = (
        TrackBreakdown(
            QUESTION,
            LookedAt(Frequency.DAILY, ChartDays(stored, 30)),
            (row,),
            summed=False,
            metrics=frozenset({"streams"}),
        )
        for stored in (30, stored_before)
    )
    (total,) = section_json([now], [before])["totals"]
    assert total["change_note"] == note


def test_a_period_of_stored_charts_without_the_artist_has_no_total_to_compare() -> None:
    row = TrackRow("t", "Song", None, 10, None, 10, 1, 1, 1)
    now, before = (
        TrackBreakdown(QUESTION, ALL_STORED, rows, summed=False, metrics=frozenset({"streams"}))
        for rows in ((row,), ())
    )
    (total,) = section_json([now], [before])["totals"]
    assert total["change"] is None
    assert total["change_note"] == "Not compared: a total and half of the chart days are needed in both."


def test_platforms_without_charts_are_not_compared_for_want_of_charts() -> None:
    blank = TrackBreakdown(
        replace(QUESTION, platform="instagram"),
        LookedAt(Frequency.DAILY, ChartDays(0, 30)),
        (),
        summed=False,
        metrics=frozenset(),
    )
    section = section_json([blank], [blank])
    (total,) = section["totals"]
    assert (section["status"], total["status"]) == ("not_published", "not_published")
    assert section["note"] == "The platforms asked for are not known to have charts."
    assert total["change_note"] == "Not compared: Instagram is not known to have charts."
