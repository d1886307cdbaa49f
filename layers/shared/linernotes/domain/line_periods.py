"""Periods as people type them: a month, a quarter, a year, a range, or one that ended last."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from linernotes.domain.periods import Period

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LONGEST_DAYS_BACK = 1_830
_QUARTERS = (1, 4, 7, 10)

_DAY = r"\d{4}-\d{2}-\d{2}"
_MONTH = r"\d{4}-\d{2}"
_NAMED = "(?:" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("Sep(", "Sept?(") + r")\.?"
_TO = r"\s*(?:\.{2,3}|–|—|\bto\b|\buntil\b|\s-\s)\s*"
_FORMS = (
    rf"(?P<from_day>{_DAY}){_TO}(?P<to_day>{_DAY})",
    rf"(?P<from_month>{_MONTH}|{_NAMED}\s+\d{{4}}){_TO}(?P<to_month>{_MONTH}|{_NAMED}\s+\d{{4}})(?!-)",
    rf"(?P<day>{_DAY})",
    r"(?P<quarter_of>\d{4})[\s-]*Q(?P<quarter>[1-4])",
    r"Q(?P<quarter_first>[1-4])[\s/-]*(?P<of_year>\d{4})",
    rf"(?P<month>{_MONTH})(?!-)",
    rf"(?P<named>{_NAMED}\s+\d{{4}})",
    rf"(?P<year_named>\d{{4}}\s+{_NAMED})",
    r"(?:the\s+)?last\s+(?P<days_back>\d{1,4})\s+days",
    r"(?:the\s+)?(?P<which>last|previous|this)\s+(?P<unit>week|month|quarter|year)",
    r"(?P<yesterday>yesterday)",
    r"(?P<year>\d{4})",
)
PERIOD = "(?:" + "|".join(_FORMS) + r")(?![\w-])"
"""What a period looks like, as a regular expression with names that `period_of` reads."""
_PERIOD = re.compile(PERIOD, re.IGNORECASE)
EXAMPLES = "2024-09, September 2024, last month, 2024-Q3, 2024 or 2024-09-01..2024-09-15"


def period_in(text: str, *, today: date) -> Period | None:
    """Read a text that is a period and nothing else; None if it is not one.

    A month, quarter or year that has begun and not ended is read up to today. Raises ValueError for a day or
    month that the calendar does not have.
    """
    found = _PERIOD.fullmatch(text.strip())
    return period_of(found, today=today) if found else None


def period_of(found: re.Match[str], *, today: date) -> Period:
    """Read what PERIOD has found, as `period_in` does."""
    written = {name: text for name, text in found.groupdict().items() if text}
    period = _as_written(written, today)
    has_an_end = "to_day" in written or "to_month" in written
    if period.start <= today < period.end and not has_an_end:
        return Period(period.start, today)
    return period


def period_text(period: Period) -> str:
    """Write a period the shortest way that reads back as the same: a year, quarter, month, day or range."""
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    if period == _year(start.year):
        return f"{start.year:04}"
    if start.month in _QUARTERS and period == _quarter(start.year, _QUARTERS.index(start.month) + 1):
        return f"{start.year:04}-Q{_QUARTERS.index(start.month) + 1}"
    if period == _month(start.year, start.month):
        return f"{start:%Y-%m}"
    return f"{start.isoformat()}..{end.isoformat()}"


def period_words(period: Period) -> str:
    """Put a period in words for a reader."""
    start, end = period.start, period.end
    if period == _month(start.year, start.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    if period == _year(start.year):
        return str(start.year)
    first, last = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (start, end))
    return first if start == end else f"{first} – {last}"


def month_before(period: Period) -> Period:
    """Give the whole month before the one a period begins in."""
    end = period.start.replace(day=1) - timedelta(days=1)
    return _month(end.year, end.month)


def last_month(today: date) -> Period:
    """Give the month that ended last."""
    return month_before(Period(today, today))


def _as_written(found: dict[str, str], today: date) -> Period:
    match found:
        case {"from_day": first, "to_day": last}:
            return Period(date.fromisoformat(first), date.fromisoformat(last))
        case {"from_month": first, "to_month": last}:
            return Period(_month_in(first).start, _month_in(last).end)
        case {"day": day}:
            return Period(date.fromisoformat(day), date.fromisoformat(day))
        case {"quarter": quarter, "quarter_of": year} | {"quarter_first": quarter, "of_year": year}:
            return _quarter(int(year), int(quarter))
        case {"month": month} | {"named": month} | {"year_named": month}:
            return _month_in(month)
        case {"days_back": days}:
            if not 1 <= int(days) <= _LONGEST_DAYS_BACK:
                raise ValueError(f"at most {_LONGEST_DAYS_BACK} days")
            return Period(today - timedelta(days=int(days)), today - timedelta(days=1))
        case {"yesterday": _}:
            return Period(today - timedelta(days=1), today - timedelta(days=1))
        case {"which": which, "unit": unit}:
            return _relative(which.lower() == "this", unit.lower(), today)
        case _:
            return _year(int(found["year"]))


def _relative(this: bool, unit: str, today: date) -> Period:
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + (0 if this else 7))
        return Period(monday, monday + timedelta(days=6))
    if unit == "year":
        return _year(today.year - (not this))
    if unit == "month":
        return _month(today.year, today.month) if this else last_month(today)
    quarters = today.year * 4 + (today.month - 1) // 3 - (not this)
    return _quarter(quarters // 4, quarters % 4 + 1)


def _month_in(text: str) -> Period:
    if re.fullmatch(_MONTH, text):
        return _month(int(text[:4]), int(text[5:]))
    year = re.search(r"\d{4}", text)
    name = re.search(r"[a-z]{3}", text.lower())
    assert year is not None  # noqa: S101 - PERIOD has found both
    assert name is not None  # noqa: S101
    return _month(int(year[0]), [month[:3].lower() for month in MONTHS].index(name[0]) + 1)


def _month(year: int, month: int) -> Period:
    first = date(year, month, 1)
    return Period(first, first.replace(day=monthrange(year, month)[1]))


def _quarter(year: int, quarter: int) -> Period:
    first = _QUARTERS[quarter - 1]
    return Period(date(year, first, 1), _month(year, first + 2).end)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))
