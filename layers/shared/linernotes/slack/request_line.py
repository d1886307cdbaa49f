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
- What is left of a clause is refused by name ("in Milan", "vs Giorgia"), and never taken for an artist.

`line_text` writes the canonical line, which reads back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NoReturn
from unicodedata import category, is_normalized, normalize

from linernotes.model.countries import codes_by_name
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.names import unseen
from linernotes.model.period_limits import too_early, too_late, too_long
from linernotes.model.period_words import period_text
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_ARTISTS
from linernotes.model.uuids import UUID_PATTERN, uuid_in_lower_case
from linernotes.model.words import sentence
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES
from linernotes.slack.line_comparison import NotComparable, comparison_of, likely_comparison
from linernotes.slack.line_leftovers import Segment, is_small, leftover
from linernotes.slack.line_periods import EXAMPLES, last_month, period_of
from linernotes.slack.line_words import (
    AND,
    BREAK,
    CLAUSE_WORDS,
    COMPARE,
    COMPARED_WITH,
    PERHAPS_PRIVATELY,
    PRIVATELY,
    PRIVATELY_BEHIND,
    SECTION,
    SECTION_BEHIND,
    country_clause,
    country_in,
    period_clause,
    platform_clause,
    platform_names,
    platform_pattern,
)
from linernotes.slack.markup import without_lookalikes

LONGEST_NAME = 200
LONGEST_LINE = 4_000
_QUOTE = "\ue001"
"""Stands, with a number between two of them, for what was in quotes."""

_NAMED_UUID = re.compile(
    rf"(?:(?P<name>.*?)\s*\[(?P<uuid>{UUID_PATTERN})\]|(?P<bare>{UUID_PATTERN}))", re.IGNORECASE
)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"|[“„]([^”“]*)[”“]')
_PLACEHOLDER = re.compile(rf"{_QUOTE}(\d+){_QUOTE}")
_PLAIN = re.compile(r"[^\W_][\w'’.!&$-]*(?: [\w'’.!&$-]+)*")
_SEPARATOR = re.compile(f"([,;{BREAK}])")
_LONGEST_CODE = 2
_AROUND_CLAUSES = " .!:()"
_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Zs", "Zl", "Zp"})
_FLAGS = {"private": PRIVATELY, **SECTION, "compare": COMPARE, "and": AND}
_FLAGS_BEHIND = {"private": PRIVATELY_BEHIND, **SECTION_BEHIND}


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
    sections: tuple[str, ...] = ()
    private: bool = False


def line_text(line: RequestLine) -> str:
    """Write the canonical line."""
    words = [", ".join(map(_artist_text, line.artists)), "on", ", ".join(line.platforms)]
    if line.country:
        words += ["in", line.country]
    words += ["for", period_text(line.period)]
    if line.compare:
        words += ["compare", line.compare.value]
    words += line.sections
    if line.private:
        words.append("privately")
    return " ".join(words)


def read_line(text: str, *, today: date) -> RequestLine:
    """Read a line. Raises LineNotUnderstood, which says what is wrong and shows the line as it should be."""
    if len(text) > LONGEST_LINE:
        message = f"The line is longer than {LONGEST_LINE:,} characters."
        raise LineNotUnderstood(message, line_text(_Reading("", today).understood()))
    return read_canonical(text, today=today)


def read_canonical(text: str, *, today: date) -> RequestLine:
    """Read a line that `line_text` has written, however long quotes and uuids have made it."""
    return _Reading(text, today).line()


class _Reading:
    """A line being read: each clause found is taken out of the text, and what is left are artists."""

    def __init__(self, text: str, today: date) -> None:
        self._today = today
        self._quoted: list[str] = []
        self._left = self._plain(_QUOTED.sub(self._put_aside, _one_line(text)))
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
        self._take(period_clause(), self._take_period)
        self._in_each_segment(self._take_clauses)  # privacy before countries: "for me" is not "in ME"
        self._take(country_clause(), self._take_country)
        self._in_each_segment(self._take_clauses)
        self._in_each_segment(self._take_what_is_behind)
        segments = self._segments()
        names = [segment.text for segment in segments]
        self._artists = tuple(dict.fromkeys(self._artist(name) for name in names))
        self._check_for_slips(names)
        self._check_for_leftovers(segments)
        self._check()
        return self.understood()

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
        )

    def _refuse(self, what: str) -> NoReturn:
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
            if text := parts[index].strip():
                behind = BREAK in parts[: index + 1]
                segments.append(Segment(text, parts[index - 1], parts[index + 1], behind))
        return segments

    def _plain(self, text: str) -> str:
        """Give text that is in no quotes as it is read: composed, in its own characters, none unseen."""
        return normalize("NFC", "".join(char for char in without_lookalikes(text) if not unseen(char)))

    def _put_aside(self, found: re.Match[str]) -> str:
        self._quoted.append(found[1].replace('""', '"') if found[1] is not None else found[2])
        return f"{_QUOTE}{len(self._quoted) - 1}{_QUOTE}"

    def _take_platforms(self, found: re.Match[str]) -> str:
        names = re.findall(platform_pattern(), found["platforms"], re.IGNORECASE)
        self._platforms += [platform_names()[" ".join(name.lower().split())] for name in names]
        return BREAK

    def _take_period(self, found: re.Match[str]) -> str:
        try:
            self._periods.append(period_of(found, today=self._today))
        except ValueError:
            self._no_period = " ".join(found[0].split()[1:])
        return BREAK

    def _take_comparison(self, found: re.Match[str]) -> str:
        self._compared.append(found)
        return BREAK

    def _take_country(self, found: re.Match[str]) -> str:
        code = country_in(found, alone=False, shouted=self._shouted)
        if code is None:
            return found[0]
        self._countries += [code] if code else []
        return BREAK

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
                countries += [code] if code else []
            assert found is not None  # noqa: S101 - one of the two has it
            at = len(text) - len(text[found.end() :].lstrip(_AROUND_CLAUSES))
        if not text:
            return segment
        self._flags |= flags
        self._countries += countries
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
        if not whole and all(unseen(char) or char.isspace() for char in name):
            name = ""  # Nobody could see what was taken for an artist.
        if len(name) > LONGEST_NAME:
            self._refuse(f"A name can have {LONGEST_NAME} characters at most.")
        return LineArtist(name or None, uuid)

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
            self._refuse(f"Give one country only, not {' and '.join(dict.fromkeys(self._countries))}.")
        if len(set(self._periods)) > 1:
            self._refuse("Give one period only. To compare it with the one before, add “compare”.")
        if self._no_period:
            self._refuse(f"“{self._no_period}” is not a period.")
        if not self._periods:
            self._refuse(f"For which period? For example {EXAMPLES}.")
        self._check_period(self._periods[0])
        self._check_comparison(self._periods[0])

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
            if index and (slug := _like_a_platform(name)):
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


def _one_line(text: str) -> str:
    """Put blanks for what is no text: controls, ends of lines, and private use, which stands for clauses."""
    return "".join(" " if category(char) in _NO_TEXT else char for char in text)


def _artist_text(artist: LineArtist) -> str:
    if artist.name is None:
        return artist.uuid or ""
    means_more = (
        CLAUSE_WORDS.search(artist.name)
        or not is_normalized("NFC", artist.name)
        or without_lookalikes(artist.name) != artist.name
        or uuid_in_lower_case(artist.name)
        or _like_a_platform(artist.name)
    )
    plain = _PLAIN.fullmatch(artist.name) and not means_more
    name = artist.name if plain else '"' + artist.name.replace('"', '""') + '"'
    return f"{name} [{artist.uuid}]" if artist.uuid else name


def _like_a_platform(name: str) -> str | None:
    """Give the slug of the platform that a name may be meant for, mistyped or not."""
    close = get_close_matches(name.lower(), platform_names(), n=1, cutoff=0.85)
    return platform_names()[close[0]] if close else None
