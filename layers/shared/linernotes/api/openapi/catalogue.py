"""The calls about artists, their tracks on charts, and what can be asked for."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    NOT_MODIFIED,
    in_path,
    in_query,
    json_answer,
    operation,
)
from linernotes.model.uuids import WHOLE_UUID_PATTERN
from linernotes.sections.answer_values import DAY_ASKED_FOR, MONTH_ASKED_FOR

_UUID: Schema = {"type": "string", "pattern": WHOLE_UUID_PATTERN}
_TERM: Schema = {"type": "string", "minLength": 2, "maxLength": 200, "pattern": r"^\s*\S[\s\S]*\S\s*$"}
_PLATFORM = in_query("platform", ref("ChartPlatformSlug"), "spotify", "Whose charts.")
_COUNTRY = in_query(
    "country",
    ref("CountryCode"),
    "IT",
    "Only this country's charts; all and the worldwide one together without it.",
    required=False,
)


def of_the_catalogue() -> Schema:
    """Describe the calls about artists, their tracks and what can be asked for."""
    return {
        "/artists": {
            "get": operation(
                "findArtists",
                "Artists",
                "Find artists by name",
                "What Soundcharts finds, for autocomplete and for the uuid that a request takes.",
                {"200": json_answer("Up to 20 artists.", "Artists", examples.ARTISTS)},
                parameters=[
                    in_query(
                        "q",
                        _TERM,
                        "Billie Eilish",
                        "Some of the name.",
                    )
                ],
                problems=("422", "502", "503"),
            )
        },
        "/tracks": {
            "get": operation(
                "getTracks",
                "Charts",
                "Say what an artist's tracks did on a platform's charts",
                "From the chart rankings that are stored; `chart_days` says how many of the period's are.",
                {"200": json_answer("Its tracks, most streams first.", "Tracks", examples.TRACKS)},
                parameters=[
                    in_query("artist", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("start_date", DAY_ASKED_FOR, "2024-09-23", "The first day, included."),
                    in_query("end_date", DAY_ASKED_FOR, "2024-09-29", "The last day, included."),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/artists/{uuid}/monthly": {
            "get": operation(
                "getMonthlyTracks",
                "Charts",
                "Give what an artist's tracks did on a platform's charts, month by month",
                "The same as `/tracks`, summed up by calendar month.",
                {"200": json_answer("The months that have entries.", "Monthly", examples.MONTHLY)},
                parameters=[
                    in_path("uuid", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("from", MONTH_ASKED_FOR, "2024-09", "The first month, included."),
                    in_query("to", MONTH_ASKED_FOR, "2024-09", "The last month, included."),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/platforms": {
            "get": operation(
                "listPlatforms",
                "Platforms",
                "Give the coverage matrix",
                "Every metric source: its endpoint, what its figures are, how often, and which by country.",
                {
                    "200": json_answer("Every source.", "Platforms", examples.PLATFORMS, "ETag"),
                    "304": NOT_MODIFIED,
                },
                parameters=[IF_NONE_MATCH],
            )
        },
    }
