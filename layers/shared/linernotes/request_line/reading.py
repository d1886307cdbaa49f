"""A report in one line, as people type it: artists, `on` platforms, `in` a country, `for` a period.

The clauses may come in any order and any case. Artists have commas between them.

- A word such as `on` begins a clause only where something known follows it, a platform here, so that "Band
  on the Run" stays one name. What would be read as a clause all the same is put in quotes: what is in quotes
  is always a name.
- Privacy comes before countries: "only for me", "just for me", "for me", "privately" are never Montenegro.
- A code that is a word too (me, us, it, is, at, be, by, my, no, so, to) is a country in capitals, or where
  "in it" is a clause of its own; "Lost in It" and "Waiting for Us" stay names.
- `compare`, `vs` and `versus` take previous_period, previous_year, other words for them, or a period that is
  exactly one of the two.
- A month without its year is one only where the line has no other period, as it may be a name, too: the last
  one that has begun.
- What is left of a clause is refused by name ("in Milan", "vs Giorgia"), and never taken for an artist; so is
  what stands right behind a clause where artists came before it ("… for 2024-09 please").

`line_text` of `linernotes.request_line.written` writes the canonical line, which reads back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from linernotes.model.countries import codes_by_name
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.period_limits import too_early, too_late, too_long
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_ARTISTS
from linernotes.model.words import sentence
from linernotes.request_line.channel_defaults import ReadDefaults, no_defaults
from linernotes.request_line.comparison import NotComparable, comparison_of, likely_comparison
from linernotes.request_line.leftovers import Segment, is_small, leftover
from linernotes.request_line.periods import EXAMPLES, PERIOD_ALONE, WITHOUT_YEAR_ALONE, last_month, period_of
from linernotes.request_line.quotes import Quotes, has_quotes
from linernotes.request_line.words import (
    AND,
    BREAK,
    COMPARE,
    COMPARED_WITH,
    NO_SECTIONS,
    PERHAPS_PRIVATELY,
    PRIVATELY,
    PRIVATELY_BEHIND,
    SECTION,
    SECTION_BEHIND,
    countries_behind,
    country_and_period,
    country_clause,
    country_in,
    period_clause,
    platform_clause,
    platform_names,
    platform_pattern,
)
from linernotes.request_line.written import LineArtist, RequestLine, like_a_platform, line_text
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES

LONGEST_NAME = 200
LONGEST_LINE = 4_000
_SEPARATOR = re.compile(f"([,;{BREAK}])")
_LONGEST_CODE = 2
_AROUND_CLAUSES = " .!:()"
_FULL_STOPS = (".", "!", "?")
_FLAGS = {"private": PRIVATELY, **SECTION, "no sections": NO_SECTIONS, "compare": COMPARE, "and": AND}
_FLAGS_BEHIND = {"private": PRIVATELY_BEHIND, **SECTION_BEHIND}


def read_line(text: str, *, today: date, defaults: ReadDefaults = no_defaults) -> RequestLine:
    """Read a line; what it leaves out is taken from the channel's settings, which are read only then.

    Raises LineNotUnderstood, which says what is wrong and shows the line as it should be.
    """
    if len(text) > LONGEST_LINE:
        message = f"The line is longer than {LONGEST_LINE:,} characters."
        raise LineNotUnderstood(message, line_text(_Reading("", today, no_defaults).understood()))
    return _Reading(text, today, defaults).line()


def read_canonical(text: str, *, today: date) -> RequestLine:
    """Read a line that `line_text` has written, however long quotes and uuids have made it."""
    return _Reading(text, today, no_defaults).line()


class _Reading:
    """A line being read: each clause found is taken out of the text, and what is left are artists."""

    def __init__(self, text: str, today: date, defaults: ReadDefaults) -> None:
        self._today = today
        self._defaults = defaults
        self._quotes = Quotes()
        self._left = self._quotes.put_aside(text)
        self._shouted = not any(char.islower() for char in self._left)
        self._platforms: list[str] = []
        self._countries: list[str] = []
        self._periods: list[Period] = []
        self._no_period = ""
        self._compared: list[re.Match[str]] = []
        self._flags: set[str] = set()
        self._artists: tuple[LineArtist, ...] = ()

    def line(self) -> RequestLine:
        """Read it all."""
        self._take(platform_clause(), self._take_platforms)
        self._take(COMPARED_WITH, self._take_comparison)  # before periods, one of which it may name
        self._take(country_and_period(), self._take_country_and_period)
        self._take(period_clause(), self._take_period)
        if not self._periods and not self._no_period:
            self._take(period_clause(year=False), self._take_period)
        self._take_several_countries()
        self._in_each_segment(self._take_clauses)  # privacy before countries: "for me" is not "in ME"
        self._take(country_clause(), self._take_country)
        self._in_each_segment(self._take_clauses)
        self._in_each_segment(self._take_what_is_behind)
        segments = self._without_a_period(self._segments())
        names = [segment.text for segment in segments]
        self._artists = tuple(dict.fromkeys(self._artist(name) for name in names))
        self._check_for_slips(names)
        self._check_for_leftovers(segments)
        self._take_defaults()
        self._check()
        return self.understood()

    def _take_defaults(self) -> None:
        """Take from the channel's settings what the line leaves out."""
        places = bool(self._countries) or "worldwide" in self._flags
        sections = not self._flags.isdisjoint({*SECTIONS, "no sections"})
        if self._platforms and places and sections:
            return
        defaults = self._defaults().known()
        self._platforms = self._platforms or list(defaults.platforms)
        if defaults.country and not places:
            self._countries.append(defaults.country)
        if not sections:
            self._flags |= set(defaults.sections)

    def understood(self) -> RequestLine:
        """Give what was understood, with something likely for what was not."""
        period = self._periods[0] if self._periods else last_month(self._today)
        compare = Comparison.PREVIOUS_PERIOD if "compare" in self._flags else None
        for found in self._compared[:1]:
            compare = likely_comparison(found, period, today=self._today)
        return RequestLine(
            artists=tuple(artist for artist in self._artists if artist != LineArtist())[:MAX_ARTISTS]
            or (LineArtist("Billie Eilish"),),
            platforms=tuple(dict.fromkeys(self._platforms)) or ("spotify",),
            period=period,
            country=self._countries[0] if self._countries else None,
            compare=compare,
            sections=tuple(name for name in SECTIONS if name in self._flags),
            private="private" in self._flags,
            worldwide="worldwide" in self._flags and not self._countries,
            no_sections="no sections" in self._flags and self._flags.isdisjoint(SECTIONS),
        )

    def _refuse(self, what: str) -> NoReturn:
        self._take_defaults()
        raise LineNotUnderstood(what, line_text(self.understood()))

    # --- taking clauses out

    def _take(self, clause: re.Pattern[str], take: Callable[[re.Match[str]], str]) -> None:
        self._left = clause.sub(take, self._left)

    def _in_each_segment(self, take: Callable[[str], str]) -> None:
        parts = _SEPARATOR.split(self._left)
        parts[::2] = [take(part) for part in parts[::2]]
        self._left = "".join(parts)

    def _segments(self) -> list[Segment]:
        parts = ["", *_SEPARATOR.split(self._left), ""]
        segments = []
        for index in range(1, len(parts), 2):
            text = parts[index].strip()
            ends_the_line = text in _FULL_STOPS and parts[index - 1 : index + 2 : 2] == [BREAK, ""]
            if text and not ends_the_line:
                behind = BREAK in parts[: index + 1]
                segments.append(Segment(text, parts[index - 1], parts[index + 1], behind))
        return segments

    def _without_a_period(self, segments: list[Segment]) -> list[Segment]:
        """Take a period without its "for" right behind a clause, where the line has no other."""
        if self._periods or self._no_period:
            return segments
        for index, segment in enumerate(segments):
            found = PERIOD_ALONE.fullmatch(segment.text) or WITHOUT_YEAR_ALONE.fullmatch(segment.text)
            if segment.follows == BREAK and found and (period := self._period(found)):
                self._periods.append(period)
                return segments[:index] + segments[index + 1 :]
        return segments

    def _period(self, found: re.Match[str]) -> Period | None:
        try:
            period = period_of(found, today=self._today)
        except ValueError:
            return None
        return Period(period.start, self._today) if found.groupdict().get("since") else period

    def _take_platforms(self, found: re.Match[str]) -> str:
        names = re.findall(platform_pattern(), found["platforms"], re.IGNORECASE)
        self._platforms += [platform_names()[" ".join(name.lower().split())] for name in names]
        return BREAK

    def _take_period(self, found: re.Match[str]) -> str:
        if period := self._period(found):
            self._periods.append(period)
        else:
            self._no_period = " ".join(found[0].split()[1:])
        return BREAK

    def _take_country_and_period(self, found: re.Match[str]) -> str:
        """Take a country right before a period without its "for", behind which "it" is no part of a name."""
        code = country_in(found, alone=not found["country"].istitle(), shouted=self._shouted)
        if code is None:
            return found[0]
        self._note_country(code)
        return self._take_period(found)

    def _take_comparison(self, found: re.Match[str]) -> str:
        self._compared.append(found)
        return BREAK

    def _take_country(self, found: re.Match[str]) -> str:
        code = country_in(found, alone=False, shouted=self._shouted)
        if code is None:
            return found[0]
        self._note_country(code)
        return BREAK

    def _note_country(self, code: str) -> None:
        if code:
            self._countries.append(code)
        else:
            self._flags.add("worldwide")

    def _take_several_countries(self) -> None:
        """Take countries that stand right behind one, as in "in IT, FR", so that none becomes an artist."""
        for found in reversed(list(country_clause().finditer(self._left))):
            first = country_in(found, alone=True, shouted=self._shouted)
            more, end = countries_behind(found)
            if first and more:
                self._countries += [first, *more]
                self._left = self._left[: found.start()] + BREAK + self._left[end:]

    def _take_clauses(self, segment: str) -> str:
        """Take a segment that is nothing but clauses; any other stays as it is."""
        text = segment.strip(_AROUND_CLAUSES)
        flags, countries, at = set[str](), list[str](), 0
        while at < len(text):
            for flag, pattern in _FLAGS.items():
                if found := pattern.match(text, at):
                    flags.add(flag)
                    break
            else:
                found = country_clause().match(text, at)
                code = country_in(found, alone=True, shouted=self._shouted) if found else None
                if code is None:
                    return segment
                countries.append(code)
            assert found is not None  # noqa: S101 - one of the two has it
            at = len(text) - len(text[found.end() :].lstrip(_AROUND_CLAUSES))
        if not text:
            return segment
        self._flags |= flags
        for code in countries:
            self._note_country(code)
        return BREAK

    def _take_what_is_behind(self, segment: str) -> str:
        """Take privacy and sections behind a name, where they cannot be part of it."""
        text = segment.rstrip()
        for flag, pattern in _FLAGS_BEHIND.items():
            found = pattern.search(text)
            if found and is_small(found[0], shouted=self._shouted):
                self._flags.add(flag)
                return self._take_what_is_behind(text[: found.start()]) + BREAK
        return segment

    def _artist(self, segment: str) -> LineArtist:
        artist = self._quotes.artist(segment)
        if len(artist.name or "") > LONGEST_NAME:
            self._refuse(f"A name can have {LONGEST_NAME} characters at most.")
        return artist

    # --- refusing

    def _check(self) -> None:
        """Refuse what is missing or too much."""
        self._artists = tuple(artist for artist in self._artists if artist.name or artist.uuid)
        if not self._artists:
            self._refuse("Which artists? Separate them with commas.")
        if len(self._artists) > MAX_ARTISTS:
            self._refuse(f"That is {len(self._artists)} artists; a report can have {MAX_ARTISTS} at most.")
        if not self._platforms:
            self._refuse(f"On which platforms? Choose from {', '.join(SOURCES)}.")
        if len(set(self._countries)) > 1:
            self._refuse(
                f"One country at a time, not {' and '.join(dict.fromkeys(self._countries))}. A name that is "
                "also a country's goes in quotes."
            )
        self._check_contradictions()
        if len(set(self._periods)) > 1:
            self._refuse("Give one period only. To compare it with the one before, add “compare”.")
        if self._no_period:
            self._refuse(f"“{self._no_period}” is not a period. A period is, for example, {EXAMPLES}.")
        if not self._periods:
            self._refuse(f"For which period? For example {EXAMPLES}.")
        self._check_period(self._periods[0])
        self._check_comparison(self._periods[0])

    def _check_contradictions(self) -> None:
        sections = [name for name in SECTIONS if name in self._flags]
        for one, other in (
            (f"in {self._countries[0]}" if self._countries else "", "worldwide"),
            (", ".join(sections), "no sections"),
        ):
            if one and other in self._flags:
                self._refuse(f"“{one}” and “{other}” contradict each other. Say one of the two.")

    def _check_period(self, period: Period) -> None:
        wrong = (
            "the period ends before it begins"
            if period.start > period.end
            else too_late(period.end, today=self._today) or too_early(period.start) or too_long(period)
        )
        if wrong:
            self._periods = []
            self._refuse(sentence(wrong))

    def _check_comparison(self, period: Period) -> None:
        asked = []
        for found in self._compared:
            try:
                asked.append(comparison_of(found, period, today=self._today))
            except NotComparable as error:
                self._refuse(str(error))
        if len(set(asked)) > 1:
            self._refuse(f"Compare with one of {' and '.join(asked)}.")

    def _check_for_leftovers(self, segments: list[Segment]) -> None:
        """Refuse, by name, what looks like part of a clause and not like a name; in quotes all are names."""
        texts = [segment.text for segment in segments]
        for index, segment in enumerate(segments):
            if (left := leftover(segment, shouted=self._shouted)) is None:
                if index and segment.follows == BREAK and not has_quotes(segment.text):
                    self._rename(index, texts, "")
                    self._refuse(
                        f"“{segment.text}” is not understood. Artists come with commas between them."
                    )
                continue
            rest = segment.text.replace(left, "").strip()
            others = [*texts[:index], *texts[index + 1 :]]
            self._rename(index, texts, rest if rest or others else segment.text)
            self._flags |= {"private"} if PERHAPS_PRIVATELY.search(segment.text) else set()
            self._refuse(
                f"“{self._artist(left).name}” is not understood. A country comes after “in”, a period after "
                f"“for”; to compare, say compare {' or '.join(Comparison)}; a name with such words goes in "
                "quotes."
            )

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
            if index and (slug := like_a_platform(name)):
                self._platforms.append(slug)
                self._rename(index, names, "")
                self._refuse(f"There is no platform “{name}”, nor is that in quotes, as a name would be.")
            before, into, meant = f" {name}".rpartition(" in ")
            if into and not self._countries and len(meant) > _LONGEST_CODE:
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
