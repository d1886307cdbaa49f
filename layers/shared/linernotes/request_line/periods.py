"""Periods as people type them: a month, a quarter, a year, a range, or one that ended last."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from linernotes.model.period_words import MONTHS
from linernotes.model.periods import Period, month_of, quarter_of_year, whole_unit, year_of

_DAY = r"\d{4}(?:-\d{2}-\d{2}|/\d{2}/\d{2})"
_MONTH = r"\d{4}[-/]\d{2}"
_NAMED = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("Sep(", "Sept?(") + r")\.?"
_PART = r"(?:\d{4}[\s-]*(?:Q[1-4]|H[12])|(?:Q[1-4]|H[12])[\s/-]*\d{4})"
_TO = r"\s*(?:\.{2,3}|–|—|\bto\b|\buntil\b|\s-\s)\s*"
_IN_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: number for number, word in enumerate(_IN_WORDS.split(), start=1)}
_NUMBER = r"(?:\d{1,4}|" + "|".join(_NUMBERS) + ")"
_PAST = r"(?:the\s+)?(?:last|past|previous)\s+"
_FORMS = (
    rf"(?P<from_day>{_DAY}){_TO}(?P<to_day>{_DAY})",
    rf"(?P<from_month>{_MONTH}|{_NAMED}\s+\d{{4}})(?:{_TO}|-(?=[a-z]))"
    rf"(?P<to_month>{_MONTH}|{_NAMED}\s+\d{{4}})(?![-/])",
    rf"(?P<from_name>{_NAMED})(?:{_TO}|-)(?P<to_named>{_NAMED}\s+\d{{4}})",
    rf"(?P<from_year>\d{{4}})(?:{_TO}|-)(?P<to_year>\d{{4}})(?!-)",
    rf"(?P<from_part>{_PART}){_TO}(?P<to_part>{_PART})",
    rf"(?P<day>{_DAY})",
    r"(?P<quarter_of>\d{4})[\s-]*Q(?P<quarter>[1-4])",
    r"Q(?P<quarter_first>[1-4])[\s/-]*(?P<of_year>\d{4})",
    r"(?P<half_of>\d{4})[\s-]*H(?P<half>[12])",
    r"H(?P<half_first>[12])[\s/-]*(?P<of_halves>\d{4})",
    rf"(?P<month>{_MONTH})(?![-/])",
    r"(?P<month_first>(?:0?[1-9]|1[0-2])/\d{4})",
    rf"(?P<named>{_NAMED}\s+\d{{4}})",
    rf"(?P<year_named>\d{{4}}\s+{_NAMED})",
    rf"{_PAST}(?P<days_back>{_NUMBER})\s+days?",
    rf"{_PAST}(?P<units_back>{_NUMBER})\s+(?P<units>week|month|quarter|year)s?",
    r"(?:the\s+)?(?P<which>last|past|previous|this)\s+(?P<unit>week|month|quarter|year)",
    r"(?P<unit_to_date>year|quarter|month|week)[\s-]+to[\s-]+date",
    r"(?P<to_date>[YQM]TD)",
    r"(?P<single>today|yesterday)",
    r"(?P<year>\d{4})",
)
PERIOD = "(?:" + "|".join(_FORMS) + r")(?![\w/-])"
"""What a period looks like, as a regular expression with names that `period_of` reads."""
PERIOD_ALONE = re.compile(PERIOD, re.IGNORECASE)
_FORMS_WITHOUT_YEAR = (
    rf"(?P<from_month_of_late>{_NAMED})(?:{_TO}|-)(?P<to_month_of_late>{_NAMED})",
    rf"(?P<month_of_late>{_NAMED})",
    r"Q(?P<quarter_of_late>[1-4])",
    r"H(?P<half_of_late>[12])",
)
PERIOD_WITHOUT_YEAR = r"(?:the\s+)?(?:" + "|".join(_FORMS_WITHOUT_YEAR) + r")(?![\w/-])"
"""A month, quarter or half that is the last one that has begun, as `period_of` reads it, too."""
WITHOUT_YEAR_ALONE = re.compile(PERIOD_WITHOUT_YEAR, re.IGNORECASE)
EXAMPLES = (
    "2024-09, September to November 2024, last 3 months, 2024-Q3, H1 2024, 2019 to 2023, YTD or "
    "2024-09-01..2024-09-15"
)
_ENDS = frozenset({"to_day", "to_month", "to_named", "to_year", "to_part"})
_TO_DATE = {"Y": "year", "Q": "quarter", "M": "month"}


def period_in(text: str, *, today: date) -> Period | None:
    """Read a text that is a period and nothing else; None if it is not one.

    A week, month, quarter, half or year that has begun and not ended is read up to today; so "this year" and
    "YTD" are the same. "Last 3 months" are the three whole months before the present one, and so are weeks
    (from Monday), quarters and years; "last 7 days" are the seven days before today. Of months without a year
    of their own, as in "November to February 2025", the first is the last one before the other. Raises
    ValueError for a day or month that the calendar does not have.
    """
    found = PERIOD_ALONE.fullmatch(text.strip())
    return period_of(found, today=today) if found else None


def period_of(found: re.Match[str], *, today: date) -> Period:
    """Read what PERIOD or PERIOD_WITHOUT_YEAR has found, as `period_in` does."""
    written = {name: text for name, text in found.groupdict().items() if text}
    period = _as_written(written, today)
    has_an_end = not written.keys().isdisjoint(_ENDS)
    if period.start <= today < period.end and not has_an_end:
        return Period(period.start, today)
    return period


def month_before(period: Period) -> Period:
    """Give the whole month before the one a period begins in."""
    end = period.start.replace(day=1) - timedelta(days=1)
    return month_of(end.year, end.month)


def last_month(today: date) -> Period:
    """Give the month that ended last."""
    return month_before(Period(today, today))


def _as_written(found: dict[str, str], today: date) -> Period:
    match found:
        case {"from_day": first, "to_day": last}:
            return Period(_day_in(first), _day_in(last))
        case {"from_month": first, "to_month": last}:
            return Period(_month_in(first).start, _month_in(last).end)
        case {"from_name": first, "to_named": last}:
            return _months(first, _month_in(last))
        case {"from_year": first, "to_year": last}:
            return Period(year_of(int(first)).start, year_of(int(last)).end)
        case {"from_part": first, "to_part": last}:
            return Period(_part_in(first, today).start, _part_in(last, today).end)
        case {"day": day}:
            return Period(_day_in(day), _day_in(day))
        case {"from_month_of_late": first, "to_month_of_late": last}:
            return _months(first, _of_late(last, today))
        case {"month_of_late": month}:
            return _of_late(month, today)
        case {"quarter_of_late": quarter}:
            return _last_begun(lambda year: quarter_of_year(year, int(quarter)), today)
        case {"half_of_late": half}:
            return _last_begun(lambda year: _half_of_year(year, int(half)), today)
        case {"quarter": quarter, "quarter_of": year} | {"quarter_first": quarter, "of_year": year}:
            return quarter_of_year(int(year), int(quarter))
        case {"half": half, "half_of": year} | {"half_first": half, "of_halves": year}:
            return _half_of_year(int(year), int(half))
        case {"month": month} | {"named": month} | {"year_named": month} | {"month_first": month}:
            return _month_in(month)
        case {"days_back": days}:
            if _number(days) < 1:
                raise ValueError("at least one")
            return Period(today - timedelta(days=_number(days)), today - timedelta(days=1))
        case {"units_back": number, "units": unit}:
            return _units_back(_number(number), unit.lower(), today)
        case {"single": word}:
            which = today if word.lower() == "today" else today - timedelta(days=1)
            return Period(which, which)
        case {"unit_to_date": unit}:
            return whole_unit(unit.lower(), today)
        case {"to_date": letters}:
            return whole_unit(_TO_DATE[letters[0].upper()], today)
        case {"which": which, "unit": unit}:
            return _relative(unit.lower(), today, this=which.lower() == "this")
        case _:
            return year_of(int(found["year"]))


def _number(text: str) -> int:
    return _NUMBERS.get(text.lower()) or int(text)


def _half_of_year(year: int, half: int) -> Period:
    return Period(quarter_of_year(year, 2 * half - 1).start, quarter_of_year(year, 2 * half).end)


def _of_late(month: str, today: date) -> Period:
    return _last_begun(lambda year: _month_in(f"{month} {year:04}"), today)


def _last_begun(period_of_year: Callable[[int], Period], today: date) -> Period:
    """Give a part of this year if it has begun, else that of last year."""
    this_years = period_of_year(today.year)
    return this_years if this_years.start <= today else period_of_year(today.year - 1)


def _months(first: str, last: Period) -> Period:
    """Give the months from one, named without its year, to the end of another."""
    year = last.start.year
    start = _month_in(f"{first} {year:04}").start
    return Period(start if start <= last.start else start.replace(year=year - 1), last.end)


def _part_in(text: str, today: date) -> Period:
    found = PERIOD_ALONE.fullmatch(text)
    assert found is not None  # noqa: S101 - PERIOD has found it
    return _as_written({name: value for name, value in found.groupdict().items() if value}, today)


def _relative(unit: str, today: date, *, this: bool) -> Period:
    present = whole_unit(unit, today)
    return present if this else whole_unit(unit, present.start - timedelta(days=1))


def _units_back(number: int, unit: str, today: date) -> Period:
    """Give so many whole units before the present one. Raises ValueError for none."""
    if number < 1:
        raise ValueError("at least one")
    last = first = _relative(unit, today, this=False)
    for _ in range(number - 1):
        first = whole_unit(unit, first.start - timedelta(days=1))
    return Period(first.start, last.end)


def _day_in(text: str) -> date:
    return date.fromisoformat(text.replace("/", "-"))


def _month_in(text: str) -> Period:
    if re.fullmatch(_MONTH, text):
        return month_of(int(text[:4]), int(text[5:]))
    if "/" in text:
        return month_of(int(text[-4:]), int(text[:-5]))
    year = re.search(r"\d{4}", text)
    name = re.search(r"[a-z]{3}", text.lower())
    assert year is not None  # noqa: S101 - PERIOD has found both
    assert name is not None  # noqa: S101
    return month_of(int(year[0]), [month[:3].lower() for month in MONTHS].index(name[0]) + 1)
