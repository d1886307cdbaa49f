"""The words of the request line: what begins, makes or ends a clause, for reading and for writing alike.

A name that has any of `CLAUSE_WORDS` in it is written in quotes, so what is read here as more than a name is
never written as one. Patterns are without case; where case tells a country from a word, `country_in` looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from linernotes.model.countries import COUNTRIES, codes_by_name
from linernotes.model.names import typed
from linernotes.request_line.periods import PERIOD, PERIOD_WITHOUT_YEAR
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES

BREAK = "\ue000"
"""Stands where a clause was, and ends a name as a comma does. No line has it: it is read as a blank."""

_BEGIN, _END = r"(?<![\w'’-])", r"(?![\w'’-])"
_LEADING = """
on in for from during over to until till since with without between and or of incl including against by at
only just compare compared comparing comparison vs versus
"""
_STANDING = " ".join(
    [
        *SECTIONS,
        "sections",
        "songs_limit",
        "private",
        "privately",
        "publicly",
        "worldwide",
        "every",
        "me",
        "myself",
    ]
)
_CODES = (
    "ad ai am as at be by do hm id im in is it la ma me mo mr ms my na ne no pa pm ps re so st to tv us ye"
)
LEADING_WORDS = frozenset(_LEADING.split())
"""Words that begin a clause, or a part of one."""
CLAUSE_WORDS = re.compile(
    rf"{_BEGIN}(?:{'|'.join([*_LEADING.split(), *_STANDING.split()])})(?!\w)", re.IGNORECASE
)
"""A word that begins a clause, or is one."""
COMPARING_WORD = re.compile(rf"{_BEGIN}(?:compar(?:ed?|ing|ison)|vs|versus)(?![\w'’])", re.IGNORECASE)
"""A word of comparison, which is part of a name only in quotes."""

_ME = r"(?:me|myself)"
_FOR_ME_ALONE = (
    rf"privately|(?:only|just)\s+(?:for|to)\s+{_ME}|(?:for|to)\s+{_ME}\s+(?:only|alone)"
    r"|for\s+my\s+eyes\s+only"
)
PRIVATELY = re.compile(
    rf"(?:{_FOR_ME_ALONE}|private|in\s+private|(?:only|just)\s+{_ME}|{_ME}\s+only|for\s+{_ME}){_END}",
    re.IGNORECASE,
)
"""That the answer is for the asker alone, as a clause of its own."""
PRIVATELY_BEHIND = re.compile(rf"(?<=\S)\s+(?:{_FOR_ME_ALONE})$", re.IGNORECASE)
"""The same behind a name: nothing else than those phrases can mean."""
WHO_SEES_IT_PERHAPS = re.compile(
    rf"(?<=\S)\s+(?:for|to)\s+{_ME}$|^(?:{_FOR_ME_ALONE}|publicly){_END}", re.IGNORECASE
)
"""What may say who sees the answer, or belong to the name it is at."""
PUBLICLY = re.compile(rf"publicly{_END}", re.IGNORECASE)
"""That the answer is for everybody, which is so anyway, as a clause of its own."""
PUBLICLY_BEHIND = re.compile(r"(?<=\S)\s+publicly$", re.IGNORECASE)
"""The same behind a name."""
_WITH = r"(?:with|and|incl\.?|including)\s+"
SECTION = {name: re.compile(rf"(?:{_WITH})?(?:the\s+)?{name}{_END}", re.IGNORECASE) for name in SECTIONS}
"""That a section is asked for, as a clause of its own, by the section's name."""
SECTION_BEHIND = {
    name: re.compile(rf"(?<=\S)\s+{_WITH}(?:the\s+)?{name}$", re.IGNORECASE) for name in SECTIONS
}
"""The same behind a name."""
COUNTED_SECTION = "songs"
"""The section that a line may say a number with, how many songs of each artist."""
_LIMIT = r"(?P<limit>\d{1,3})"
SONGS = re.compile(
    rf"(?:{_WITH})?(?:the\s+)?(?:(?:top\s+)?{_LIMIT}\s+{COUNTED_SECTION}|{COUNTED_SECTION}(?:[\s_]limit)?:?\s+"
    rf"{_LIMIT.replace('limit', 'limit_behind')}){_END}",
    re.IGNORECASE,
)
"""That songs are asked for, and how many of each artist, as a clause of its own."""
SONGS_BEHIND = re.compile(
    rf"(?<=\S)\s+(?:{_WITH}(?:the\s+)?(?:top\s+)?|(?:the\s+)?top\s+){_LIMIT}\s+{COUNTED_SECTION}$",
    re.IGNORECASE,
)
"""The same behind a name."""
COMPARE = re.compile(rf"(?:with\s+(?:a\s+)?comparison|compared?|comparison){_END}", re.IGNORECASE)
"""Comparing, without a word on what with."""
NO_SECTIONS = re.compile(rf"(?:no|without)\s+(?:any\s+)?sections{_END}", re.IGNORECASE)
"""That no section is wanted, not even the channel's."""
AND = re.compile(r"(?:and|&|\+)(?=\s)", re.IGNORECASE)

_UNITS = r"(?:period|year|month|quarter|week)"
COMPARED_WITH = re.compile(
    rf"""{_BEGIN}(?:compar(?:ed?|ing|ison)|vs\.?|versus)(?:\s+(?:with|to|against))?\s+
    (?:the\s+)?
    (?P<same>same\s+(?:period|time|days?|weeks?|months?|quarters?)\s+(?:(?:of|in|the|a)\s+)*)?
    (?:
        (?:previous|prior|preceding|last)[\s_]+(?P<unit_previous>{_UNITS})
        |(?:an?\s+|one\s+)?(?P<unit_before>{_UNITS})\s+(?:before|earlier|ago)
        |{PERIOD}
    ){_END}""",
    re.IGNORECASE | re.VERBOSE,
)
"""Comparing, with what is known or may be: a word for a period, or a period."""

_WORDS_THAT_ARE_CODES = frozenset(_CODES.split())
"""Codes of countries that are words or titles as well, and so may end a name."""

SHARED_NAMES = {"congo": ("CD", "CG"), "korea": ("KR", "KP"), "virgin islands": ("VI", "VG")}
"""Names that several countries share, with their codes, the likeliest first.

A name is shared where the names of two countries or more end in it and it is none of their own: nobody can
tell which Korea "in Korea" means. "Guinea", "Sudan" and "Samoa" are each one country's own name in everyday
use, so they mean that one, though others end in them. Words that say what kind of place it is ("islands",
"island", "republic") name no country.
"""


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


@cache
def platform_pattern() -> str:
    """Give what one platform looks like."""
    return _alternatives(platform_names())


@cache
def platform_clause() -> re.Pattern[str]:
    """Give what `on` and platforms look like."""
    one = platform_pattern()
    between = r"\s*(?:,\s*and\b|,\s*on\b|,|&|\+|\band\b)\s*"
    return re.compile(rf"{_BEGIN}on\s+(?P<platforms>{one}(?:{between}{one})*)", re.IGNORECASE)


@cache
def period_clause(*, year: bool = True) -> re.Pattern[str]:
    """Give what a period looks like with the word before it; `of` must not be part of a name.

    Without its `year` a month may be a name as well, so that is for lines with no other period. `since` makes
    of any period the time from its beginning to today.
    """
    own = rf"(?:^|(?<=[,;{BREAK}]))\s*of"
    words = rf"(?:{_BEGIN}(?:for|in|during|from|over|(?P<since>since))|{own})"
    return re.compile(rf"{words}\s+{PERIOD if year else PERIOD_WITHOUT_YEAR}", re.IGNORECASE)


@cache
def country_and_period() -> re.Pattern[str]:
    """Give what `in` and a country look like right before a period without its "for"."""
    period = rf"(?:{PERIOD}|{PERIOD_WITHOUT_YEAR})"
    return re.compile(
        rf"{_BEGIN}(?P<word>in)\s+(?:the\s+)?(?P<country>{_one_country()})\s+{period}", re.IGNORECASE
    )


@cache
def country_clause() -> re.Pattern[str]:
    """Give what a country looks like with the word before it, or the whole world."""
    one = _one_country()
    return re.compile(
        rf"{_BEGIN}(?:(?P<word>in|for)\s+(?:the\s+)?(?P<country>{one})|worldwide{_END}|in\s+the\s+world{_END})",
        re.IGNORECASE,
    )


def country_in(found: re.Match[str], *, alone: bool, shouted: bool) -> str | None:
    """Say which country a country clause means: its code, "" for the world, or None if it is none.

    A name of a country always is one. So is a code in capitals, unless the whole line is `shouted`; one in
    small letters after `in`, but where the clause is not `alone` only if it is no word as well, as a name may
    end in "in it". After `for` it is one only alone, and never if it is a word: "for us" is not "in US".
    """
    if found["country"] is None:
        return ""
    written = " ".join(found["country"].split())
    if code := _codes_by_written_name().get(_plain_apostrophes(written.lower())):
        return code
    capitals = written.isupper() and not shouted
    is_word = written.lower() in _WORDS_THAT_ARE_CODES
    after_in = found["word"].lower() == "in"
    meant = capitals or (not is_word and (after_in or alone)) or (after_in and alone)
    return written.upper() if meant else None


def shared_name(found: re.Match[str]) -> str | None:
    """Give the name, in small letters, that a clause has for its country if several countries share it."""
    written = " ".join((found["country"] or "").lower().split())
    return written if written in SHARED_NAMES else None


def countries_behind(found: re.Match[str]) -> tuple[list[tuple[str, re.Match[str]]], int]:
    """Give the countries right behind one that a country clause has found, and where they end.

    Each stands alone between commas and clauses or behind a word like "and"; a code is in capitals, or no
    word as well.
    """
    countries, at = list[tuple[str, re.Match[str]]](), found.end()
    while more := _another_country().match(found.string, at):
        written = " ".join(more["country"].split())
        code = _codes_by_written_name().get(_plain_apostrophes(written.lower()))
        if code is None and not (written.isupper() or written.lower() not in _WORDS_THAT_ARE_CODES):
            break
        countries.append((code or written.upper(), more))
        at = more.end()
    return countries, at


@cache
def _another_country() -> re.Pattern[str]:
    """Give what a further country looks like right behind one: what joins the two, and where it ends."""
    joint = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s*[;/&+]\s*|\s+(?:(?:and|or)\s+)?)(?:in\s+)?(?:the\s+)?"
    behind = rf"(?=\s*(?:$|[,;/&+{BREAK}]|{CLAUSE_WORDS.pattern})|\s+{_one_country()})"
    return re.compile(rf"{joint}(?P<country>{_one_country()}){behind}", re.IGNORECASE)


@cache
def _one_country() -> str:
    """Give what one country looks like, by name or code."""
    return _alternatives([*_codes_by_written_name(), *(code.lower() for code in COUNTRIES)])


@cache
def _codes_by_written_name() -> dict[str, str]:
    """Give the codes of countries by their names in lower case, with their accents and without.

    What several share stands for the likeliest of them, until `shared_name` tells.
    """
    likeliest = {name: codes[0] for name, codes in SHARED_NAMES.items()}
    return {typed(name): code for name, code in codes_by_name().items()} | codes_by_name() | likeliest


def _plain_apostrophes(text: str) -> str:
    return text.replace("’", "'")


def _alternatives(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    patterns = (re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in longest_first)
    return "(?:" + "|".join(patterns) + ")" + _END
