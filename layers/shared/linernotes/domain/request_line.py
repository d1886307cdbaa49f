"""A report in one line, as people type it: artists, `on` platforms, `in` a country, `for` a period.

The clauses may come in any order and any case. A word such as `on` begins a clause only where something
known follows it, a platform here, so that "Band on the Run" stays one name; what would be read as a clause
all the same is put in quotes. `line_text` writes the canonical line, which reads back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import NoReturn

from linernotes.domain.countries import COUNTRIES
from linernotes.domain.country_names import codes_by_name
from linernotes.domain.errors import LineNotUnderstood
from linernotes.domain.line_periods import EXAMPLES, PERIOD, last_month, period_of, period_text
from linernotes.domain.periods import Comparison, Period
from linernotes.domain.request import EARLIEST_DAY, MAX_ARTISTS, MAX_DAYS
from linernotes.sources import SOURCES

LONGEST_NAME = 200
LONGEST_LINE = 4_000
_BREAK = "\ue000"
"""Stands where a clause was, and ends a name as a comma does. Not printable, so no line has it."""
_QUOTE = "\ue001"
"""Stands, with a number between two of them, for what was in quotes."""

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NAMED_UUID = re.compile(rf"(?:(?P<name>.*?)\s*\[(?P<uuid>{_UUID})\]|(?P<bare>{_UUID}))", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"|[“„]([^”“]*)[”“]')
_PLACEHOLDER = re.compile(rf"{_QUOTE}(\d+){_QUOTE}")
_COMPARE = re.compile(
    r"\bcompared?\b(?:\s+(?:with|to)\b)?(?:\s+(?:the\s+)?(?:previous|prior|last)[\s_]+(period|year)\b)?",
    re.IGNORECASE,
)
_PRIVATELY = re.compile(r"(?:privately|private|only\s+(?:to\s+|for\s+)?me)", re.IGNORECASE)
_TRACKS = re.compile(r"(?:(?:with|and|incl\.|including)\s+)?(?:the\s+)?tracks", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W_][\w'’.!&$-]*(?: [\w'’.!&$-]+)*")
_WORDS_OF_CLAUSES = re.compile(
    r"\b(?:on|in|for|from|during|over|with|and|including|incl|compared?|tracks|private(?:ly)?|only|worldwide)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LineArtist:
    """An artist of a line: a name, a uuid, or both, of which the uuid is what counts."""

    name: str | None = None
    uuid: str | None = None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What a line asks for, and whether the answer is for the asker only."""

    artists: tuple[LineArtist, ...]
    platforms: tuple[str, ...]
    period: Period
    country: str | None = None
    compare: Comparison | None = None
    tracks: bool = False
    private: bool = False


def line_text(line: RequestLine) -> str:
    """Write the canonical line."""
    words = [", ".join(map(_artist_text, line.artists)), "on", ", ".join(line.platforms)]
    if line.country:
        words += ["in", line.country]
    words += ["for", period_text(line.period)]
    if line.compare:
        words += ["compare", line.compare.value]
    if line.tracks:
        words.append("tracks")
    if line.private:
        words.append("privately")
    return " ".join(words)


def read_line(text: str, *, today: date) -> RequestLine:
    """Read a line. Raises LineNotUnderstood, which says what is wrong and shows the line as it should be."""
    return _Reading(text, today).line()


class _Reading:
    """A line being read: each clause found is taken out of the text, and what is left are artists."""

    def __init__(self, text: str, today: date) -> None:
        self._today = today
        self._quoted: list[str] = []
        text = "".join(char if char.isprintable() else " " for char in text)
        self._left = _QUOTED.sub(self._put_aside, text[: LONGEST_LINE + 1])
        self._too_long = len(text) > LONGEST_LINE
        self._platforms: list[str] = []
        self._countries: list[str] = []
        self._periods: list[Period] = []
        self._no_period = ""
        self._compare: Comparison | None = None
        self._flags: set[str] = set()
        self._artists: tuple[LineArtist, ...] = ()

    def line(self) -> RequestLine:
        """Read it all."""
        if self._too_long:
            self._refuse(f"The line is longer than {LONGEST_LINE:,} characters.")
        self._take(_platform_clause(), self._take_platforms)
        self._take(_period_clause(), self._take_period)
        self._take(_country_clause(), self._take_country)
        self._take(_COMPARE, self._take_comparison)
        segments = [segment for part in re.split(rf"[,;{_BREAK}]", self._left) if (segment := part.strip())]
        names = [segment for segment in segments if not self._take_flag(segment)]
        self._artists = tuple(dict.fromkeys(self._artist(name) for name in names))
        self._check(names)
        return self._understood()

    def _understood(self) -> RequestLine:
        """Give what was understood, with something likely for what was not."""
        return RequestLine(
            artists=self._artists[:MAX_ARTISTS] or (LineArtist("Billie Eilish"),),
            platforms=tuple(dict.fromkeys(self._platforms)) or ("spotify",),
            period=self._periods[0] if self._periods else last_month(self._today),
            country=self._countries[0] if self._countries else None,
            compare=self._compare,
            tracks="tracks" in self._flags,
            private="private" in self._flags,
        )

    def _refuse(self, what: str) -> NoReturn:
        raise LineNotUnderstood(what, line_text(self._understood()))

    def _take(self, clause: re.Pattern[str], take: Callable[[re.Match[str]], str]) -> None:
        self._left = clause.sub(take, self._left)

    def _put_aside(self, found: re.Match[str]) -> str:
        self._quoted.append(found[1].replace('""', '"') if found[1] is not None else found[2])
        return f"{_QUOTE}{len(self._quoted) - 1}{_QUOTE}"

    def _take_platforms(self, found: re.Match[str]) -> str:
        names = re.findall(_platform_pattern(), found["platforms"], re.IGNORECASE)
        self._platforms += [platform_names()[" ".join(name.lower().split())] for name in names]
        return _BREAK

    def _take_period(self, found: re.Match[str]) -> str:
        try:
            self._periods.append(period_of(found, today=self._today))
        except ValueError:
            self._no_period = " ".join(found[0].split()[1:])
        return _BREAK

    def _take_country(self, found: re.Match[str]) -> str:
        name = " ".join((found["country"] or "").lower().split())
        if name:
            self._countries.append(name.upper() if name.upper() in COUNTRIES else codes_by_name()[name])
        return _BREAK

    def _take_comparison(self, found: re.Match[str]) -> str:
        year = (found[1] or "").lower() == "year"
        self._compare = Comparison.PREVIOUS_YEAR if year else Comparison.PREVIOUS_PERIOD
        return _BREAK

    def _take_flag(self, segment: str) -> bool:
        for flag, pattern in (("tracks", _TRACKS), ("private", _PRIVATELY)):
            if pattern.fullmatch(segment):
                self._flags.add(flag)
                return True
        both = re.fullmatch(rf"({_TRACKS.pattern})\s+({_PRIVATELY.pattern})", segment, re.IGNORECASE)
        if both:
            self._flags |= {"tracks", "private"}
        return both is not None

    def _artist(self, segment: str) -> LineArtist:
        found = _NAMED_UUID.fullmatch(segment)
        uuid = (found["uuid"] or found["bare"]).lower() if found else None
        written = (found["name"] or "") if found else segment
        whole = _PLACEHOLDER.fullmatch(written)
        name = (
            self._quoted[int(whole[1])]
            if whole
            else _PLACEHOLDER.sub(lambda quoted: f'"{self._quoted[int(quoted[1])]}"', written)
        )
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME:
            self._refuse(f"A name has at most {LONGEST_NAME} characters.")
        return LineArtist(name or None, uuid)

    def _check(self, names: list[str]) -> None:
        """Refuse what is missing, too much, or was most likely meant as something else."""
        self._artists = tuple(artist for artist in self._artists if artist.name or artist.uuid)
        self._check_for_slips(names)
        if not self._artists:
            self._refuse("Say which artists, with commas between them.")
        if len(self._artists) > MAX_ARTISTS:
            self._refuse(f"That is {len(self._artists)} artists; a report takes {MAX_ARTISTS} at most.")
        if not self._platforms:
            self._refuse(f"Say on which platforms. There are {', '.join(SOURCES)}.")
        if len(set(self._countries)) > 1:
            self._refuse(f"Give one country, not {' and '.join(dict.fromkeys(self._countries))}.")
        if len(set(self._periods)) > 1:
            self._refuse("Give one period; with `compare` it is compared with the one before.")
        if self._no_period:
            self._refuse(f"There is no such period as “{self._no_period}”.")
        if not self._periods:
            self._refuse(f"Say for which period, such as {EXAMPLES}.")
        self._check_period(self._periods[0])

    def _check_period(self, period: Period) -> None:
        wrong = None
        if period.start > period.end:
            wrong = "The period ends before it begins."
        elif period.start > self._today:
            wrong = f"There is no data of the future; today is {self._today} (UTC)."
        elif period.end > self._today:
            wrong = f"There is no data after today, {self._today} (UTC)."
        elif period.start < EARLIEST_DAY:
            wrong = f"The first day that can be asked for is {EARLIEST_DAY}."
        elif period.days > MAX_DAYS:
            wrong = f"That is {period.days:,} days; a report takes {MAX_DAYS:,} at most."
        if wrong:
            self._periods = []
            self._refuse(wrong)

    def _check_for_slips(self, names: list[str]) -> None:
        """Find platforms and countries that were mistyped, and so became part of an artist's name."""
        for index, name in enumerate(names):
            before, on, meant = name.rpartition(" on ")
            if not on and name.lower().startswith("on "):
                before, on, meant = "", "on ", name[3:]
            if on and not self._platforms:
                close = get_close_matches(meant.lower(), platform_names(), n=1, cutoff=0.7)
                self._platforms = [platform_names()[close[0]]] if close else []
                self._rename(index, names, before)
                self._refuse(f"There is no platform “{meant}”. There are {', '.join(SOURCES)}.")
            if index and (slug := _like_a_platform(name)):
                self._platforms.append(slug)
                self._rename(index, names, "")
                self._refuse(f"There is no platform “{name}”, nor is that in quotes, as a name would be.")
            before, into, meant = f" {name}".rpartition(" in ")
            if into and not self._countries:
                close = get_close_matches(meant.lower(), codes_by_name(), n=1, cutoff=0.75)
                if close:
                    self._countries = [codes_by_name()[close[0]]]
                    self._rename(index, names, before)
                    self._refuse(
                        f"There is no country “{meant}”; if it belongs to a name, put that in quotes."
                    )

    def _rename(self, index: int, names: list[str], name: str) -> None:
        kept = [*names[:index], *([name] if name.strip() else []), *names[index + 1 :]]
        self._artists = tuple(dict.fromkeys(self._artist(segment.strip()) for segment in kept))


def _artist_text(artist: LineArtist) -> str:
    if artist.name is None:
        return artist.uuid or ""
    means_more = (
        _WORDS_OF_CLAUSES.search(artist.name)
        or re.fullmatch(_UUID, artist.name, re.IGNORECASE)
        or _like_a_platform(artist.name)
    )
    plain = _PLAIN.fullmatch(artist.name) and not means_more
    name = artist.name if plain else '"' + artist.name.replace('"', '""') + '"'
    return f"{name} [{artist.uuid}]" if artist.uuid else name


def _like_a_platform(name: str) -> str | None:
    """Give the slug of the platform that a name may be meant for, mistyped or not."""
    close = get_close_matches(name.lower(), platform_names(), n=1, cutoff=0.85)
    return platform_names()[close[0]] if close else None


@cache
def platform_names() -> dict[str, str]:
    """Give the slug of every platform by the names people may write, in lower case."""
    names = {"x": "twitter"} if "twitter" in SOURCES else {}
    for slug, source in reversed(SOURCES.items()):
        names[f"{source.name} {source.metric}".lower()] = slug
        names[source.name.lower()] = slug
    for slug in SOURCES:
        names[slug] = names[slug.replace("-", " ")] = slug
    return names


def _alternatives(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first) + r")(?![\w-])"


@cache
def _platform_pattern() -> str:
    return _alternatives(platform_names())


@cache
def _platform_clause() -> re.Pattern[str]:
    one = _platform_pattern()
    return re.compile(
        rf"\bon\s+(?P<platforms>{one}(?:\s*(?:,\s*and\b|,\s*on\b|,|&|\+|\band\b)\s*{one})*)", re.IGNORECASE
    )


@cache
def _country_clause() -> re.Pattern[str]:
    one = _alternatives([*codes_by_name(), *(code.lower() for code in COUNTRIES)])
    return re.compile(
        rf"\b(?:in|for)\s+(?:the\s+)?(?P<country>{one})|\bworldwide\b|\bin\s+the\s+world\b", re.IGNORECASE
    )


@cache
def _period_clause() -> re.Pattern[str]:
    return re.compile(rf"\b(?:for|in|during|from|over|of)\s+{PERIOD}", re.IGNORECASE)
