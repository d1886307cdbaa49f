"""The calls about artists, their tracks on charts, and what can be asked for."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    found,
    in_path,
    in_query,
    json_answer,
    operation,
)
from linernotes.model.uuids import WHOLE_UUID_PATTERN
from linernotes.reports.resolve_lines import LONGEST_ADDRESS, SHORTEST_LINE
from linernotes.reports.resolve_lines import LONGEST_LINE as LONGEST_TERM
from linernotes.request_line.reading import LONGEST_LINE
from linernotes.sections.answer_values import DAY_ASKED_FOR, MONTH_ASKED_FOR

_UUID: Schema = {"type": "string", "pattern": WHOLE_UUID_PATTERN}
_TERM: Schema = {
    "anyOf": [
        {
            "type": "string",
            "minLength": SHORTEST_LINE,
            "maxLength": LONGEST_TERM,
            "pattern": r"^\s*\S[\s\S]*\S\s*$",
        },
        {
            "type": "string",
            "maxLength": LONGEST_ADDRESS,
            "pattern": r"^https://open\.spotify\.com/artist/[0-9A-Za-z]{22}\?\S*$",
        },
    ]
}
"""An address may be longer than a name; one that every caller may rely on stands for those there are."""
_LINE: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_LINE}
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
                "Find artists by name, or one by its address",
                "What Soundcharts finds, for autocomplete and for the uuid that a request takes. An artist's "
                "address on Spotify, Apple Music, YouTube or Soundcharts, or a uuid, gives that one alone.",
                found("Up to 20 artists.", "Artists", examples.ARTISTS),
                parameters=[
                    in_query(
                        "q",
                        _TERM,
                        "Billie Eilish",
                        f"Some of the name, an address of at most {LONGEST_ADDRESS:,} characters, or a uuid.",
                    ),
                    IF_NONE_MATCH,
                ],
                problems=("422", "502", "503"),
            )
        },
        "/artists/resolve": {
            "post": operation(
                "resolveArtists",
                "Artists",
                "Say of each of several lines which artist it means",
                "Names mean what they mean in a request. What cannot be asked in time, or is beyond the "
                "owner's searches of this minute, is `not_asked`, and the rest is answered.",
                {"200": json_answer("Each line.", "ResolvedLines", examples.RESOLVED)},
                body={"schema": ref("LinesToResolve"), "example": examples.LINES},
                problems=("400", "413", "415", "422"),
            )
        },
        "/line": {
            "get": operation(
                "readLine",
                "Reports",
                "Read a report asked for in one line",
                "As Slack's command takes it; `last month` and the like go by today (UTC). No artist is "
                "looked up. A line that is not understood is 422 with a `suggestion`.",
                {"200": json_answer("What it asks for.", "ReadLine", examples.READ_LINE)},
                parameters=[in_query("text", _LINE, examples.LINE, "The line.")],
                problems=("422",),
            )
        },
        "/tracks": {
            "get": operation(
                "getTracks",
                "Charts",
                "Say what an artist's tracks did on a platform's charts",
                "From the chart rankings that are stored; `chart_days` says how many of the period's are.",
                found("Its tracks, most streams first.", "Tracks", examples.TRACKS),
                parameters=[
                    in_query("artist", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("start_date", DAY_ASKED_FOR, "2024-09-23", "The first day, included."),
                    in_query("end_date", DAY_ASKED_FOR, "2024-09-29", "The last day, included."),
                    _COUNTRY,
                    IF_NONE_MATCH,
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
                found("The months that have entries.", "Monthly", examples.MONTHLY),
                parameters=[
                    in_path("uuid", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("from", MONTH_ASKED_FOR, "2024-09", "The first month, included."),
                    in_query("to", MONTH_ASKED_FOR, "2024-09", "The last month, included."),
                    _COUNTRY,
                    IF_NONE_MATCH,
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
                found("Every source.", "Platforms", examples.PLATFORMS),
                parameters=[IF_NONE_MATCH],
            )
        },
    }
