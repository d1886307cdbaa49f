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
- `every` begins a rhythm only before a day, a weekday, "week", "month" or a day of the month; a band called
  "Every Day" goes in quotes.
- What is left of a clause behind another is refused by name ("on spotify in Milan", "vs Giorgia"), and never
  taken for an artist; so is what stands right behind a clause where artists came before it ("… please"). At
  a name it is part of the name, as nothing tells "Elisa in Milan" from "Panic in Detroit": whoever searches
  for the artist finds nobody called so.
- Sections in small letters beside capitals are refused ("tracks Elisa"). "Songs for Drella" is a name.
- A country's name that several share ("in Korea") is refused with the code of each.

`line_text` of `linernotes.request_line.written` writes the canonical line, which reads back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import NoReturn

from linernotes.model.countries import codes_by_name
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_SONGS
from linernotes.request_line.asked import NOT_AGAIN, Asked
from linernotes.request_line.channel_defaults import ReadDefaults, no_defaults
from linernotes.request_line.leftovers import Segment, is_small, leftover, sections_at
from linernotes.request_line.periods import PERIOD_ALONE, WITHOUT_YEAR_ALONE, period_of
from linernotes.request_line.quotes import Quotes, has_quotes
from linernotes.request_line.rhythms import (
    ALLOWED,
    RHYTHM,
    WEEKLY,
    moving_period,
    rhythm_of,
    unknown_rhythm,
    usual_rhythm,
)
from linernotes.request_line.words import (
    AND,
    BREAK,
    COMPARE,
    COMPARED_WITH,
    COUNTED_SECTION,
    NO_SECTIONS,
    PRIVATELY,
    PRIVATELY_BEHIND,
    PUBLICLY,
    PUBLICLY_BEHIND,
    SECTION,
    SECTION_BEHIND,
    SONGS,
    SONGS_BEHIND,
    WHO_SEES_IT_PERHAPS,
    countries_behind,
    country_and_period,
    country_clause,
    country_in,
    period_clause,
    platform_clause,
    platform_names,
    platform_pattern,
    shared_name,
)
from linernotes.request_line.written import LineArtist, RequestLine, like_a_platform
from linernotes.sections.sources import SOURCES

LONGEST_NAME = 200
LONGEST_LINE = 4_000
_SEPARATOR = re.compile(f"([,;{BREAK}])")
_LONGEST_CODE = 2
_AROUND_CLAUSES = " .!:()"
_FULL_STOPS = (".", "!", "?")
_FLAGS = {
    "private": PRIVATELY,
    "publicly": PUBLICLY,
    **SECTION,
    "no sections": NO_SECTIONS,
    "compare": COMPARE,
    "and": AND,
}
_FLAGS_BEHIND = {"private": PRIVATELY_BEHIND, "publicly": PUBLICLY_BEHIND, **SECTION_BEHIND}


def read_line(
    text: str, *, today: date, defaults: ReadDefaults = no_defaults, repeats: bool = False
) -> RequestLine:
    """Read a line; what it leaves out is taken from the channel's settings, which are read only then.

    `repeats` says that it may ask for a report that comes again and again. Raises LineNotUnderstood, which
    says what is wrong and shows the line as it should be.
    """
    if len(text) > LONGEST_LINE:
        message = f"The line is longer than {LONGEST_LINE:,} characters."
        raise LineNotUnderstood(message, _Reading("", today, no_defaults).suggestion())
    return _Reading(text, today, defaults, repeats=repeats).line()


def read_canonical(text: str, *, today: date) -> RequestLine:
    """Read a line that `line_text` has written, however long quotes and uuids have made it."""
    return _Reading(text, today, no_defaults, repeats=True).line()


class _Reading:
    """A line being read: each clause found is taken out of the text, and what is left are artists."""

    def __init__(self, text: str, today: date, defaults: ReadDefaults, *, repeats: bool = False) -> None:
        self._today = today
        self._defaults = defaults
        self._quotes = Quotes()
        self._left = self._quotes.put_aside(text)
        self._shouted = not any(char.islower() for char in self._left)
        self._asked = Asked(repeats=repeats)

    def line(self) -> RequestLine:
        """Read it all."""
        self._take(RHYTHM, self._take_rhythm)  # before periods and platforms: "every month", "on the 3rd"
        self._take(platform_clause(), self._take_platforms)
        self._take(COMPARED_WITH, self._take_comparison)  # before periods, one of which it may name
        self._take(country_and_period(), self._take_country_and_period)
        self._take(period_clause(), self._take_period)
        if not self._asked.periods and not self._asked.no_period:
            self._take(period_clause(year=False), self._take_period)
        self._take_several_countries()
        self._in_each_segment(self._take_clauses)  # privacy before countries: "for me" is not "in ME"
        self._take(country_clause(), self._take_country)
        self._in_each_segment(self._take_clauses)
        self._in_each_segment(self._take_what_is_behind)
        segments = self._without_a_period(self._segments())
        names = [segment.text for segment in segments]
        self._asked.artists = tuple(dict.fromkeys(self._artist(name) for name in names))
        self._check_for_slips(names)
        self._check_for_leftovers(segments)
        self._take_defaults()
        self._check()
        return self._asked.understood(today=self._today)

    def suggestion(self) -> str:
        """Give the line as it should be, as far as it was understood; it is always readable."""
        return self._asked.suggestion(today=self._today, longest=LONGEST_LINE)

    def _take_defaults(self) -> None:
        if not self._asked.is_complete:
            self._asked.take(self._defaults().known())

    def _refuse(self, what: str) -> NoReturn:
        self._take_defaults()
        raise LineNotUnderstood(what, self.suggestion())

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
        if self._asked.periods or self._asked.no_period:
            return segments
        for index, segment in enumerate(segments):
            found = PERIOD_ALONE.fullmatch(segment.text) or WITHOUT_YEAR_ALONE.fullmatch(segment.text)
            if segment.follows == BREAK and found and (period := self._period(found)):
                self._note_period(period, found)
                return segments[:index] + segments[index + 1 :]
        return segments

    def _period(self, found: re.Match[str]) -> Period | None:
        try:
            period = period_of(found, today=self._today)
        except (ValueError, OverflowError):  # no such day, or one before the calendar begins
            return None
        return Period(period.start, self._today) if found.groupdict().get("since") else period

    def _note_period(self, period: Period, found: re.Match[str]) -> None:
        self._asked.periods.append(period)
        self._asked.moving.append(moving_period(found))

    def _take_rhythm(self, found: re.Match[str]) -> str:
        try:
            self._asked.rhythms.append(rhythm_of(found))
        except ValueError as error:
            self._asked.no_rhythm = str(error)
            self._asked.rhythms.append(usual_rhythm(found))
        return BREAK

    def _take_platforms(self, found: re.Match[str]) -> str:
        names = re.findall(platform_pattern(), found["platforms"], re.IGNORECASE)
        self._asked.platforms += [platform_names()[" ".join(name.lower().split())] for name in names]
        return BREAK

    def _take_period(self, found: re.Match[str]) -> str:
        if period := self._period(found):
            self._note_period(period, found)
        else:
            self._asked.no_period = " ".join(found[0].split()[1:])
        return BREAK

    def _take_country_and_period(self, found: re.Match[str]) -> str:
        """Take a country right before a period without its "for", behind which "it" is no part of a name."""
        code = country_in(found, alone=not found["country"].istitle(), shouted=self._shouted)
        if code is None:
            return found[0]
        self._note_country(code, found)
        return self._take_period(found)

    def _take_comparison(self, found: re.Match[str]) -> str:
        self._asked.compared.append(found)
        return BREAK

    def _take_country(self, found: re.Match[str]) -> str:
        code = country_in(found, alone=False, shouted=self._shouted)
        if code is None:
            return found[0]
        self._note_country(code, found)
        return BREAK

    def _note_country(self, code: str, found: re.Match[str]) -> None:
        if shared := shared_name(found):
            self._asked.shared_names.append(shared)
        if code:
            self._asked.countries.append(code)
        else:
            self._asked.flags.add("worldwide")

    def _take_several_countries(self) -> None:
        """Take countries that stand right behind one, as in "in IT, FR", so that none becomes an artist."""
        for found in reversed(list(country_clause().finditer(self._left))):
            first = country_in(found, alone=True, shouted=self._shouted)
            more, end = countries_behind(found)
            if first and more:
                for code, one in [(first, found), *more]:
                    self._note_country(code, one)
                self._left = self._left[: found.start()] + BREAK + self._left[end:]

    def _take_clauses(self, segment: str) -> str:
        """Take a segment that is nothing but clauses; any other stays as it is."""
        text = segment.strip(_AROUND_CLAUSES)
        flags, countries, limits, at = set[str](), list[tuple[str, re.Match[str]]](), list[int](), 0
        while at < len(text):
            found = SONGS.match(text, at)
            if found:
                limits.append(int(found["limit"] or found["limit_behind"]))
                flags.add(COUNTED_SECTION)
            elif flag := next((flag for flag, pattern in _FLAGS.items() if pattern.match(text, at)), None):
                found = _FLAGS[flag].match(text, at)
                flags.add(flag)
            else:
                found = country_clause().match(text, at)
                code = country_in(found, alone=True, shouted=self._shouted) if found else None
                if found is None or code is None:
                    return segment
                countries.append((code, found))
            assert found is not None  # noqa: S101 - one of the three has it
            at = len(text) - len(text[found.end() :].lstrip(_AROUND_CLAUSES))
        if not text:
            return segment
        self._asked.flags |= flags
        self._asked.songs_limits += limits
        for code, found in countries:
            self._note_country(code, found)
        return BREAK

    def _take_what_is_behind(self, segment: str) -> str:
        """Take privacy and sections behind a name, where they cannot be part of it."""
        text = segment.rstrip()
        if (found := SONGS_BEHIND.search(text)) and is_small(found[0], shouted=self._shouted):
            self._asked.flags.add(COUNTED_SECTION)
            self._asked.songs_limits.append(int(found["limit"]))
            return self._take_what_is_behind(text[: found.start()]) + BREAK
        for flag, pattern in _FLAGS_BEHIND.items():
            found = pattern.search(text)
            if found and is_small(found[0], shouted=self._shouted):
                self._asked.flags.add(flag)
                return self._take_what_is_behind(text[: found.start()]) + BREAK
        return segment

    def _artist(self, segment: str) -> LineArtist:
        artist = self._quotes.artist(segment)
        if len(artist.name or "") > LONGEST_NAME:
            self._refuse(f"A name can have {LONGEST_NAME} characters at most.")
        return artist

    # --- refusing

    def _check(self) -> None:
        """Refuse what is missing or too much, all of it at once."""
        self._asked.artists = tuple(artist for artist in self._asked.artists if artist.name or artist.uuid)
        if wrongs := list(self._asked.wrongs(today=self._today)):
            self._refuse(" ".join(wrongs))

    def _check_for_leftovers(self, segments: list[Segment]) -> None:
        """Refuse, by name, what looks like part of a clause and not like a name; in quotes all are names."""
        texts = [segment.text for segment in segments]
        for index, whole in enumerate(segments):
            follows_a_clause = index and whole.follows == BREAK and not has_quotes(whole.text)
            others = bool(texts[:index] or texts[index + 1 :])
            if unknown := unknown_rhythm(whole.text, alone=whole.behind_a_clause):
                self._rename(index, texts, whole.text.replace(unknown, ""))
                self._asked.rhythms = self._asked.rhythms or [WEEKLY]
                what = f"“{unknown}” is not understood. A report can come {ALLOWED}."
                self._refuse(what if self._asked.repeats else NOT_AGAIN)
            sections, texts[index] = sections_at(whole.text, shouted=self._shouted)
            segment = replace(whole, text=texts[index])
            self._asked.flags |= set(sections)
            if sections and not follows_a_clause:
                self._rename(index, texts, segment.text)
                self._refuse(
                    f"“{' '.join(sections)}” may be part of the name beside it. A section of the report "
                    "comes behind a comma or another clause; a name with such words goes in quotes."
                )
            if left := leftover(segment, shouted=self._shouted):
                rest = segment.text.replace(left, "").strip()
                who = WHO_SEES_IT_PERHAPS.search(segment.text)
                beside_a_name = who and who[0].strip() == left and rest
                self._rename(index, texts, rest if rest or others else segment.text)
                if who:
                    self._asked.flags.add("publicly" if PUBLICLY.fullmatch(who[0]) else "private")
                if beside_a_name and not follows_a_clause:
                    self._refuse(
                        f"“{left}” may be part of the name beside it. With a comma between the two it "
                        "says who sees the answer; a name with such words goes in quotes."
                    )
                if beside_a_name:
                    self._rename(index, texts, "")
                    left = rest
                self._refuse(
                    f"“{self._artist(left).name}” is not understood. A country comes after “in”, a period "
                    f"after “for”; to compare, say compare {' or '.join(Comparison)}; a name with such words "
                    "goes in quotes."
                )
            elif follows_a_clause:
                self._rename(index, texts, "")
                self._refuse(f"“{segment.text}” is not understood. {self._hint(segment.text)}")

    def _hint(self, text: str) -> str:
        """Say what would be understood in the place of a text that is no clause."""
        if COUNTED_SECTION not in text.lower().split():
            return "Artists come with commas between them."
        self._asked.flags.add(COUNTED_SECTION)
        return f"How many songs of each artist, 1 to {MAX_SONGS}, is said as in “top 10 songs”."

    def _check_for_slips(self, names: list[str]) -> None:
        """Find platforms and countries that were mistyped, and so became part of an artist's name."""
        for index, name in enumerate(names):
            before, on, meant = name.rpartition(" on ")
            if not on and name.lower().startswith("on "):
                before, on, meant = "", "on ", name[3:]
            if on and not self._asked.platforms:
                close = get_close_matches(meant.lower(), platform_names(), n=1, cutoff=0.7)
                self._asked.platforms = [platform_names()[close[0]]] if close else []
                self._rename(index, names, before)
                self._refuse(f"There is no platform “{meant}”. There are {', '.join(SOURCES)}.")
            if index and (slug := like_a_platform(name)):
                self._asked.platforms.append(slug)
                self._rename(index, names, "")
                self._refuse(f"There is no platform “{name}”, nor is that in quotes, as a name would be.")
            before, into, meant = f" {name}".rpartition(" in ")
            if into and not self._asked.countries and len(meant) > _LONGEST_CODE:
                close = get_close_matches(meant.lower(), codes_by_name(), n=1, cutoff=0.75)
                if close:
                    self._asked.countries = [codes_by_name()[close[0]]]
                    self._rename(index, names, before)
                    self._refuse(
                        f"There is no country “{meant}”; if it belongs to a name, put that in quotes."
                    )

    def _rename(self, index: int, names: list[str], name: str) -> None:
        kept = [*names[:index], *([name] if name.strip() else []), *names[index + 1 :]]
        self._asked.artists = tuple(dict.fromkeys(self._artist(segment.strip()) for segment in kept))
