"""What a line asks for while it is read: what is wrong with it, and the line it likely should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from linernotes.model.countries import country_name
from linernotes.model.period_limits import too_early, too_late, too_long
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_ARTISTS, MAX_SONGS
from linernotes.model.words import sentence
from linernotes.request_line.channel_defaults import ChannelDefaults
from linernotes.request_line.comparison import NotComparable, comparison_of, likely_comparison
from linernotes.request_line.periods import EXAMPLES, last_month
from linernotes.request_line.rhythms import MOVING_PERIODS, LineRhythm, first_days
from linernotes.request_line.words import COUNTED_SECTION, SHARED_NAMES
from linernotes.request_line.written import LineArtist, RequestLine, line_text
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES

NOT_AGAIN = "A report that comes again cannot be asked for here: leave out how often."


@dataclass(slots=True)
class Asked:
    """What the clauses found so far say, each as often as the line says it.

    `no_period` is what stands where a period should and is none; `shared_names` are names that several
    countries share, whose likeliest one is among `countries`. `moving` says of each of `periods` how it
    moves, None of one that does not. `repeats` says whether the report may come again and again at all,
    `no_rhythm` what is wrong with how often it is to.
    """

    platforms: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    shared_names: list[str] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    moving: list[str | None] = field(default_factory=list)
    no_period: str = ""
    rhythms: list[LineRhythm] = field(default_factory=list)
    no_rhythm: str = ""
    repeats: bool = False
    compared: list[re.Match[str]] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    songs_limits: list[int] = field(default_factory=list)
    artists: tuple[LineArtist, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left for a channel's settings to say."""
        return bool(self.platforms) and self._says_where and self._says_which_sections

    def take(self, defaults: ChannelDefaults) -> None:
        """Take from a channel's settings what the line leaves out."""
        says_where, says_which_sections = self._says_where, self._says_which_sections
        self.platforms = self.platforms or list(defaults.platforms)
        if defaults.country and not says_where:
            self.countries.append(defaults.country)
        if not says_which_sections:
            self.flags |= set(defaults.sections)

    def understood(self, *, today: date) -> RequestLine:
        """Give what was understood, with something likely for what was not."""
        possible = [period for period in self.periods if not _beyond_a_limit(period, today)]
        period = possible[0] if possible else last_month(today)
        rhythm = self.rhythm
        if rhythm:
            period = first_days(rhythm.period, today=today)
        compare = Comparison.PREVIOUS_PERIOD if "compare" in self.flags else None
        for found in self.compared[:1]:
            compare = likely_comparison(found, period, today=today)
        sections = tuple(name for name in SECTIONS if name in self.flags)
        songs = [limit for limit in self.songs_limits if 1 <= limit <= MAX_SONGS]
        return RequestLine(
            artists=tuple(artist for artist in self.artists if artist != LineArtist())[:MAX_ARTISTS]
            or (LineArtist("Billie Eilish"),),
            platforms=tuple(dict.fromkeys(self.platforms)) or ("spotify",),
            period=period,
            country=self.countries[0] if self.countries else None,
            compare=compare,
            sections=sections,
            songs_limit=songs[0] if songs and COUNTED_SECTION in sections else None,
            private="private" in self.flags,
            worldwide="worldwide" in self.flags and not self.countries,
            no_sections="no sections" in self.flags and not sections,
            rhythm=rhythm,
        )

    def suggestion(self, *, today: date, longest: int) -> str:
        """Give the canonical line of what was understood, with fewer artists where it would be too long."""
        line = self.understood(today=today)
        while len(line_text(line)) > longest:
            line = replace(line, artists=line.artists[:-1])
        return line_text(line)

    def wrongs(self, *, today: date) -> Iterator[str]:
        """Say what is missing, too much, or contradicts itself, each in a sentence."""
        if not self.artists:
            yield "Which artists? Separate them with commas."
        if len(self.artists) > MAX_ARTISTS:
            yield f"That is {len(self.artists)} artists; a report can have {MAX_ARTISTS} at most."
        if not self.platforms:
            yield f"On which platforms? Choose from {', '.join(SOURCES)}."
        yield from self._wrong_with_countries()
        yield from self._contradictions()
        if len(set(self.songs_limits)) > 1 or any(not 1 <= limit <= MAX_SONGS for limit in self.songs_limits):
            yield f"Say once how many songs of each artist, 1 to {MAX_SONGS}, as in “top 10 songs”."
        yield from self._wrong_with_period(today)

    @property
    def rhythm(self) -> LineRhythm | None:
        """Give how often the report is to come, with the period that the line says if that moves."""
        if not (self.rhythms and self.repeats):
            return None
        moving = next((period for period in self.moving if period), self.rhythms[0].period)
        return replace(self.rhythms[0], period=moving)

    @property
    def _says_where(self) -> bool:
        return bool(self.countries) or "worldwide" in self.flags

    @property
    def _says_which_sections(self) -> bool:
        return not self.flags.isdisjoint({*SECTIONS, "no sections"})

    def _wrong_with_countries(self) -> Iterator[str]:
        if len(set(self.countries)) > 1:
            yield (
                f"One country at a time, not {' and '.join(dict.fromkeys(self.countries))}. A name that is "
                "also a country's goes in quotes."
            )
        for name in dict.fromkeys(self.shared_names):
            codes = SHARED_NAMES[name]
            which = " or ".join(f"{country_name(code)} (in {code})" for code in codes)
            yield f"“{name.title()}” may be {which}: say which, by its code."

    def _contradictions(self) -> Iterator[str]:
        for one, other in (
            (f"in {self.countries[0]}" if self.countries else "", "worldwide"),
            (", ".join(name for name in SECTIONS if name in self.flags), "no sections"),
            ("privately" if "private" in self.flags else "", "publicly"),
        ):
            if one and other in self.flags:
                yield f"“{one}” and “{other}” contradict each other. Say one of the two."

    def _wrong_with_period(self, today: date) -> Iterator[str]:
        """Say what is wrong with the period, or with what it is compared with where there is one."""
        if self.rhythms and not self.repeats:
            yield NOT_AGAIN
        elif self.no_rhythm:
            yield self.no_rhythm
        elif len(set(self.rhythms)) > 1:
            yield "Say once how often, as in “every monday 8:30”."
        if len(set(self.periods)) > 1:
            yield "Give one period only. To compare it with the one before, add “compare”."
        elif self.no_period:
            yield f"“{self.no_period}” is not a period. A period is, for example, {EXAMPLES}."
        elif self.rhythms and None in self.moving:
            moving = ", ".join(f"“{words}”" for words in MOVING_PERIODS.values())
            yield (
                f"A report that comes again has a period that moves with it: {moving}. Without one it is "
                f"“{MOVING_PERIODS[self.rhythms[0].period]}”."
            )
        elif self.rhythms and not self.periods:
            yield from self._wrong_with_comparison(first_days(self.rhythms[0].period, today=today), today)
        elif not self.periods:
            yield f"For which period? For example {EXAMPLES}."
        elif wrong := _beyond_a_limit(self.periods[0], today):
            yield sentence(wrong)
        else:
            yield from self._wrong_with_comparison(self.periods[0], today)

    def _wrong_with_comparison(self, period: Period, today: date) -> Iterator[str]:
        asked = []
        for found in self.compared:
            try:
                asked.append(comparison_of(found, period, today=today))
            except NotComparable as error:
                yield str(error)
        if len(set(asked)) > 1:
            yield f"Compare with one of {' and '.join(asked)}."


def _beyond_a_limit(period: Period, today: date) -> str | None:
    if period.start > period.end:
        return "the period ends before it begins"
    return too_late(period.end, today=today) or too_early(period.start) or too_long(period)
