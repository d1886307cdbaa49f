"""What a request line asks for, as JSON: fields of a request, and the line as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.request_line.written import LineArtist, RequestLine, line_text

if TYPE_CHECKING:
    from linernotes.api import answer_types as answers


def line_json(line: RequestLine) -> answers.ReadLine:
    """Give what a line asks for; that its answer is for the asker alone is said by its `line` only."""
    return {
        "artists": [_artist(artist) for artist in line.artists],
        "platforms": list(line.platforms),
        "start_date": line.period.start.isoformat(),
        "end_date": line.period.end.isoformat(),
        "country": line.country,
        "compare": line.compare.value if line.compare else None,
        "sections": list(line.sections),
        "songs_limit": line.songs_limit,
        "line": line_text(line),
    }


def _artist(artist: LineArtist) -> answers.LineArtist:
    return {"uuid": artist.uuid} if artist.uuid else {"name": artist.name or ""}
