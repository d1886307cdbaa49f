"""The request line as it is written: what it asks for, and the canonical line, which reads back as it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from unicodedata import is_normalized

from linernotes.model.period_words import period_text
from linernotes.model.periods import Comparison, Period
from linernotes.model.uuids import uuid_in_lower_case
from linernotes.request_line.lookalikes import without_lookalikes
from linernotes.request_line.rhythms import MOVING_PERIODS, LineRhythm, rhythm_text
from linernotes.request_line.words import CLAUSE_WORDS, COUNTED_SECTION, platform_names

_PLAIN = re.compile(r"[^\W_][\w'’.!&$-]*(?: [\w'’.!&$-]+)*")


@dataclass(frozen=True, slots=True)
class LineArtist:
    """An artist of a line: a name, a uuid, or both, of which the uuid is what counts.

    `apart` says that the name was in quotes, so that it is one name, whole: it is not put together with the
    name beside it (see `whole_names`). Who is meant is the same with and without, so it does not tell two
    artists from each other.
    """

    name: str | None = None
    uuid: str | None = None
    apart: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What a line asks for, and whether the answer is for the asker only.

    `worldwide` and `no_sections` say that the line wants no country or no sections in so many words, which
    keeps those of a channel's settings away. `songs_limit` comes with the section songs alone. With a
    `rhythm` it asks for a report that comes by itself, again and again: `period` has the days it would have
    today.
    """

    artists: tuple[LineArtist, ...]
    platforms: tuple[str, ...]
    period: Period
    country: str | None = None
    compare: Comparison | None = None
    sections: tuple[str, ...] = ()
    songs_limit: int | None = None
    private: bool = False
    worldwide: bool = False
    no_sections: bool = False
    rhythm: LineRhythm | None = None


def line_text(line: RequestLine) -> str:
    """Write the canonical line."""
    words = [", ".join(map(_artist_text, line.artists)), "on", ", ".join(line.platforms)]
    if line.country:
        words += ["in", line.country]
    elif line.worldwide:
        words.append("worldwide")
    words += ["for", MOVING_PERIODS[line.rhythm.period] if line.rhythm else period_text(line.period)]
    if line.compare:
        words += ["compare", line.compare.value]
    words += [_section_text(name, line.songs_limit) for name in line.sections]
    if line.no_sections and not line.sections:
        words.append("no sections")
    if line.private:
        words.append("privately")
    if line.rhythm:
        words.append(rhythm_text(line.rhythm))
    return " ".join(words)


def _section_text(name: str, songs_limit: int | None) -> str:
    return f"top {songs_limit} {COUNTED_SECTION}" if name == COUNTED_SECTION and songs_limit else name


def like_a_platform(name: str) -> str | None:
    """Give the slug of the platform that a name may be meant for, mistyped or not."""
    close = get_close_matches(name.lower(), platform_names(), n=1, cutoff=0.85)
    return platform_names()[close[0]] if close else None


def _artist_text(artist: LineArtist) -> str:
    if artist.name is None:
        return artist.uuid or ""
    means_more = (
        CLAUSE_WORDS.search(artist.name)
        or not is_normalized("NFC", artist.name)
        or without_lookalikes(artist.name) != artist.name
        or uuid_in_lower_case(artist.name)
        or like_a_platform(artist.name)
    )
    plain = _PLAIN.fullmatch(artist.name) and not means_more and not artist.apart
    name = artist.name if plain else '"' + artist.name.replace('"', '""') + '"'
    return f"{name} [{artist.uuid}]" if artist.uuid else name
