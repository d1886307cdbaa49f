"""What people ask an assistant, what it then has to call, and the words the answer must have.

They run one after another against the function, its tables and the simulated Soundcharts. A question about a
report comes with the request that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.mcp.results import MOST_BYTES
from local.simulator import ARTISTS, BILLIE_EILISH, TONES_AND_I

SEPTEMBER = {"start_date": "2024-09-01", "end_date": "2024-09-30"}
LAURO = {"name": "Achille Lauro"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the tool and arguments it leads to, and what the answer says; `of` is a report's request.

    `is_error` is for what an assistant has to mend. `most` is the largest the answer may be.
    """

    asked: str
    tool: str
    arguments: Mapping[str, Any]
    words: Sequence[str]
    of: Mapping[str, Any] | None = None
    is_error: bool = False
    most: int = MOST_BYTES


def a_request(*artists: Any, platforms: Sequence[str] = ("spotify",), **fields: Any) -> dict[str, Any]:
    """Make a request about September 2024."""
    return {"artists": list(artists), "platforms": list(platforms), **SEPTEMBER, **fields}


ITALY = a_request(BILLIE_EILISH, platforms=("spotify", "instagram", "deezer"), country="IT")
TWO = a_request(BILLIE_EILISH, TONES_AND_I, platforms=("spotify", "deezer"))
DEEP = a_request(BILLIE_EILISH, platforms=("spotify", "tiktok"), sections=["radio", "places", "playlists"])
MANY = a_request(*(artist.uuid for artist in ARTISTS[:12]), platforms=("spotify", "deezer", "tiktok"))

QUESTIONS = [
    Question(
        "Who is Billie Eilish in your data?",
        "find_artists",
        {"q": "Billie Eilish"},
        ['"Billie Eilish"', BILLIE_EILISH, "One artist fits"],
    ),
    Question(
        "How is Nirvana doing?",
        "find_artists",
        {"q": "Nirvana"},
        ["2 artists fit", "ask the user", "US", "GB"],
    ),
    Question(
        "Do you know Xqzzvw?",
        "find_artists",
        {"q": "Xqzzvw"},
        ["No artist is called like", "how the name is written"],
    ),
    Question(
        "Whose page is open.spotify.com/album/1?",
        "find_artists",
        {"q": "https://open.spotify.com/album/1"},
        ["not valid", "q: "],
        is_error=True,
    ),
    Question(
        "Which platforms can you compare by country?",
        "list_sources",
        {},
        ["not_published", "spotify", "instagram", "moments"],
    ),
    Question(
        "What would a report about Achille Lauro cost?",
        "preview_report",
        {"request": a_request(LAURO, platforms=("spotify", "instagram"))},
        ['"Achille Lauro"', "up to 2 calls", "Nothing was made"],
    ),
    Question(
        "Can you tell Deezer fans in Italy?",
        "preview_report",
        {"request": a_request(BILLIE_EILISH, platforms=("deezer",), country="IT")},
        ["Will be blank, not zero, in the rows of metric sources:", "not_published", "0 calls"],
    ),
    Question(
        "Which charts were her songs on at Instagram?",
        "preview_report",
        {"request": a_request(BILLIE_EILISH, platforms=("instagram",), sections=["tracks"])},
        ["Will be blank, not zero, in section tracks:", "status not_published", "not known to have charts"],
    ),
    Question(
        "What would everything about everybody cost?",
        "preview_report",
        {"request": {**MANY, "max_upstream_calls": 10}},
        ["Too expensive: 10 are allowed", "max_upstream_calls"],
    ),
    Question(
        "How did Billie Eilish do in Italy in September?",
        "get_report",
        {},
        ["status lower_bound", "blank, not zero; status not_published", "2024-09", "workbook"],
        of=ITALY,
    ),
    Question(
        "And day by day?",
        "get_report",
        {"part": "series", "platform": "spotify"},
        ["status lower_bound", "points", "2024-09-02"],
        of=ITALY,
    ),
    Question(
        "Who of the two has more listeners?",
        "get_report",
        {},
        ['"Billie Eilish"', '"Tones and I"', "Artists do not add up", "Sum of 2 artists"],
        of=TWO,
    ),
    Question(
        "Only Tones and I, please.",
        "get_report",
        {"artist": TONES_AND_I},
        ['"Tones and I"', "Deezer Fans", "status measured"],
        of=TWO,
    ),
    Question(
        "Only Tone and I, please.",
        "get_report",
        {"artist": "Tone and I"},
        ["artist: the report has no such artist", TONES_AND_I, '"Tones and I"'],
        of=TWO,
        is_error=True,
    ),
    Question(
        "Where is she played on the radio?",
        "get_report",
        {"part": "radio"},
        ["Radio", "status measured", "monitored", "Not all of it"],
        of=DEEP,
    ),
    Question(
        "All the stations, please.",
        "get_report",
        {"part": "radio", "limit": 200},
        ["Radio", "station__slug"],
        of=DEEP,
        most=60_000,
    ),
    Question(
        "In which cities do they listen?",
        "get_report",
        {"part": "places"},
        ["Places", "lower_bound", "share"],
        of=DEEP,
    ),
    Question(
        "Which playlists was she added to?",
        "get_report",
        {"part": "playlists"},
        ["Playlists", "added", "status"],
        of=DEEP,
    ),
    Question(
        "And on Shazam?",
        "get_report",
        {"part": "shazam"},
        ["the report does not have it", "its sections are: places, radio, playlists"],
        of=DEEP,
        is_error=True,
    ),
    Question(
        "How did our twelve artists do?",
        "get_report",
        {},
        ["Artists do not add up", "Not all of it", "how_to_narrow"],
        of=MANY,
    ),
    Question(
        "Try again what is missing.",
        "repair_report",
        {},
        ["Every job of the report ended done", "status and note"],
        of=ITALY,
        is_error=True,
    ),
    Question(
        "Make a report about Nirvana for last September.",
        "create_report",
        {"request": a_request({"name": "Nirvana"}), "wait_s": 0},
        ["several artists", "ask the user", "Candidates", "US", "GB"],
        is_error=True,
    ),
]
