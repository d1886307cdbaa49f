"""Periods as people type them: a month, a quarter, a year, a range, or one that ended last."""

from __future__ import annotations

import re
from datetime import date, timedelta

from linernotes.model.period_limits import LONGEST_PERIOD, MAX_DAYS
from linernotes.model.period_words import MONTHS
from linernotes.model.periods import Period, month_of, quarter_of_year, whole_unit, year_of

_DAY = r"\d{4}(?:-\d{2}-\d{2}|/\d{2}/\d{2})"
_MONTH = r"\d{4}[-/]\d{2}"
_NAMED = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("Sep(", "Sept?(") + r")\.?"
_TO = r"\s*(?:\.{2,3}|–|—|\bto\b|\buntil\b|\s-\s)\s*"
_FORMS = (
    rf"(?P<from_day>{_DAY}){_TO}(?P<to_day>{_DAY})",
    rf"(?P<from_month>{_MONTH}|{_NAMED}\s+\d{{4}}){_TO}(?P<to_month>{_MONTH}|{_NAMED}\s+\d{{4}})(?![-/])",
    rf"(?P<from_name>{_NAMED}){_TO}(?P<to_named>{_NAMED}\s+\d{{4}})",
    rf"(?P<from_year>\d{{4}})(?:{_TO}|-)(?P<to_year>\d{{4}})(?!-)",
    rf"(?P<day>{_DAY})",
    r"(?P<quarter_of>\d{4})[\s-]*Q(?P<quarter>[1-4])",
    r"Q(?P<quarter_first>[1-4])[\s/-]*(?P<of_year>\d{4})",
    rf"(?P<month>{_MONTH})(?![-/])",
    rf"(?P<named>{_NAMED}\s+\d{{4}})",
    rf"(?P<year_named>\d{{4}}\s+{_NAMED})",
    r"(?:the\s+)?last\s+(?P<days_back>\d{1,4})\s+days",
    r"(?:the\s+)?last\s+(?P<units_back>\d{1,2})\s+(?P<units>week|month|quarter|year)s",
    r"(?:the\s+)?(?P<which>last|previous|this)\s+(?P<unit>week|month|quarter|year)",
    r"(?P<yesterday>yesterday)",
    r"(?P<year>\d{4})",
)
PERIOD = "(?:" + "|".join(_FORMS) + r")(?![\w/-])"
"""What a period looks like, as a regular expression with names that `period_of` reads."""
PERIOD_ALONE = re.compile(PERIOD, re.IGNORECASE)
EXAMPLES = "2024-09, September 2024, last month, 2024-Q3, 2024 or 2024-09-01..2024-09-15"


def period_in(text: str, *, today: date) -> Period | None:
    """Read a text that is a period and nothing else; None if it is not one.

    A month, quarter or year that has begun and not ended is read up to today. Raises ValueError for a day or
    month that the calendar does not have.
    """
    found = PERIOD_ALONE.fullmatch(text.strip())
    return period_of(found, today=today) if found else None


def period_of(found: re.Match[str], *, today: date) -> Period:
    """Read what PERIOD has found, as `period_in` does."""
    written = {name: text for name, text in found.groupdict().items() if text}
    period = _as_written(written, today)
    has_an_end = not written.keys().isdisjoint({"to_day", "to_month", "to_named", "to_year"})
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
            return Period(_month_in(f"{first} {last[-4:]}").start, _month_in(last).end)
        case {"from_year": first, "to_year": last}:
            return Period(year_of(int(first)).start, year_of(int(last)).end)
        case {"day": day}:
            return Period(_day_in(day), _day_in(day))
        case {"quarter": quarter, "quarter_of": year} | {"quarter_first": quarter, "of_year": year}:
            return quarter_of_year(int(year), int(quarter))
        case {"month": month} | {"named": month} | {"year_named": month}:
            return _month_in(month)
        case {"days_back": days}:
            if not 1 <= int(days) <= MAX_DAYS:
                raise ValueError(LONGEST_PERIOD)
            return Period(today - timedelta(days=int(days)), today - timedelta(days=1))
        case {"units_back": number, "units": unit}:
            return _units_back(int(number), unit.lower(), today)
        case {"yesterday": _}:
            return Period(today - timedelta(days=1), today - timedelta(days=1))
        case {"which": which, "unit": unit}:
            return _relative(unit.lower(), today, this=which.lower() == "this")
        case _:
            return year_of(int(found["year"]))


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
    year = re.search(r"\d{4}", text)
    name = re.search(r"[a-z]{3}", text.lower())
    assert year is not None  # noqa: S101 - PERIOD has found both
    assert name is not None  # noqa: S101
    return month_of(int(year[0]), [month[:3].lower() for month in MONTHS].index(name[0]) + 1)
