"""Breakdowns and months as callers get them: the original's structure, and what there is to know in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from linernotes.domain.charts import Frequency, Month
from linernotes.domain.monthly import monthly_figures_of
from linernotes.domain.periods import Period
from linernotes.domain.request import Artist
from linernotes.domain.series import Number
from linernotes.domain.track_json import breakdown_json, monthly_json
from linernotes.domain.track_notes import SOURCE_NOTE, SUMMED_NOTE, WEEKLY_NOTE
from linernotes.domain.tracks import ChartEntry, TrackBreakdown, TrackQuestion, break_down, tally
from tests.unit.builders import LAURO, september
from tests.unit.track_cases import AMOR, ROLLS_ROYCE, a_song

QUESTION = TrackQuestion(LAURO, "spotify", Period(september(1), september(30)))
COMMAND = "`make backfill FROM=2024-09-01 TO=2024-09-30 PLATFORM=spotify`"


def an_entry(
    day: int, metric: Number | None, uuid: str = AMOR, *, country: str | None = None, **song: Any
) -> ChartEntry:
    """Make an entry of a chart of streams, worldwide unless told otherwise."""
    of = a_song(uuid, metric, **song)
    return ChartEntry(september(day), f"chart-{country}", country, of, "streams", "Achille Lauro")


def answered(*entries: ChartEntry, frequency: Frequency = Frequency.DAILY, **question: Any) -> dict[str, Any]:
    asked = replace(QUESTION, **question)
    return breakdown_json(break_down(asked, frequency, tally(entries, asked.country)))


def monthly(*entries: ChartEntry, frequency: Frequency = Frequency.DAILY, **question: Any) -> dict[str, Any]:
    asked = replace(QUESTION, **question)
    months = {Month(2024, 9): tally(entries, asked.country)} if entries else {}
    return monthly_json(monthly_figures_of(asked, frequency, months))


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
        "metric": "streams",
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
    }


def test_months_have_the_figures_of_all_tracks_together() -> None:
    answer = monthly(an_entry(1, 100), an_entry(1, 50, ROLLS_ROYCE, position=2), an_entry(3, 51))

    assert answer == {
        "artist": {"name": "Achille Lauro", "uuid": LAURO.uuid},
        "platform": {"name": "Spotify", "slug": "spotify"},
        "country": None,
        "frequency": "daily",
        "metric": "streams",
        "months": [
            {
                "month": "2024-09",
                "tracks": 2,
                "total_streams": 201,
                "avg_daily_streams": 100.5,
                "peak_streams": 150,
                "best_position": 1,
                "data_points": 2,
            }
        ],
        "note": SOURCE_NOTE,
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
        ([an_entry(1, 5, country="IT")], Frequency.DAILY, [SUMMED_NOTE]),
        ([an_entry(1, 5)], Frequency.WEEKLY, [WEEKLY_NOTE]),
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
    answer = answered(*entries, frequency=frequency)

    assert answer["note"] == " ".join([SOURCE_NOTE, *notes])


def test_a_countrys_figures_are_its_own_and_no_lower_bound() -> None:
    answer = answered(an_entry(1, 5, country="IT"), country="IT")

    assert (answer["country"], answer["note"]) == ("IT", SOURCE_NOTE)


def test_the_note_on_months_says_the_same_of_any_of_them() -> None:
    blank = monthly(an_entry(1, None), frequency=Frequency.WEEKLY)
    summed = monthly(replace(an_entry(1, 5, country="IT"), metric="spins"))

    assert blank["note"] == (
        f"{SOURCE_NOTE} {WEEKLY_NOTE} In a month without a figure charts gave positions only."
    )
    assert summed["note"] == f"{SOURCE_NOTE} The figures are spins, not streams. {SUMMED_NOTE}"
    assert summed["metric"] == "spins"


# --- Nothing there -----------------------------------------------------------------------------------


def test_without_entries_it_says_of_whom_where_when_and_how_to_get_some() -> None:
    answer = answered()

    assert answer == {
        "success": False,
        "artist": {"name": "Achille Lauro", "uuid": LAURO.uuid},
        "platform": {"name": "Spotify", "slug": "spotify"},
        "period": {"start": "2024-09-01", "end": "2024-09-30", "days": 30},
        "problem": {
            "type": "about:blank",
            "title": "No chart entries",
            "status": 404,
            "detail": "No entries of Achille Lauro on daily charts of Spotify are stored for 2024-09-01 to "
            f"2024-09-30. If the charts of these days are not ingested yet, {COMMAND} ingests them. "
            "Weekly charts count only where no daily ones of the platform are stored.",
        },
    }


def test_without_entries_of_a_country_it_says_how_to_get_that_countrys() -> None:
    detail = answered(artist=Artist(LAURO.uuid), country="IT", platform="spotify-followers")["problem"][
        "detail"
    ]

    assert f"No entries of {LAURO.uuid} on daily charts of Spotify in IT" in detail
    assert f"{COMMAND[:-1]} COUNTRY=IT`" in detail


def test_of_a_platform_without_known_charts_it_says_so() -> None:
    detail = answered(platform="instagram")["problem"]["detail"]

    assert detail == (
        "No chart entries of Achille Lauro on Instagram are stored for 2024-09-01 to 2024-09-30. "
        "Instagram is not known to have charts; if it has, "
        "`make backfill FROM=2024-09-01 TO=2024-09-30 PLATFORM=instagram` ingests them."
    )


def test_without_months_the_note_says_how_to_get_some() -> None:
    answer = monthly(frequency=Frequency.WEEKLY)

    assert (answer["months"], answer["metric"]) == ([], None)
    assert answer["note"] == (
        "No entries of Achille Lauro on weekly charts of Spotify are stored for 2024-09-01 to 2024-09-30. "
        f"If the charts of these days are not ingested yet, {COMMAND} ingests them."
    )


def test_a_breakdown_without_tracks_has_no_top() -> None:
    breakdown = TrackBreakdown(QUESTION, Frequency.DAILY, (), summed=False, metrics=frozenset())

    assert breakdown.top is None
    assert breakdown_json(breakdown)["success"] is False
