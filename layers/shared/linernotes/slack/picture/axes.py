"""Where the lines of an axis lie, and what is written beside them: no two texts alike, none rounded.

The rules are those of the page's axes (functions/page/web/src/axis.ts).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from linernotes.model.period_words import MONTHS
from linernotes.model.periods import Period

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_SHORT = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"), (1, ""))
_LONGEST_FULL = 15
_DAY_STEPS = (
    ("day", 1),
    ("day", 2),
    ("day", 5),
    ("day", 7),
    ("day", 14),
    ("month", 1),
    ("day", 28),
    ("month", 2),
    ("month", 3),
    ("month", 6),
    ("year", 1),
    ("year", 2),
    ("year", 5),
)


def value_ticks(low: float, high: float, most: int) -> list[Decimal]:
    """Give at most so many evenly spaced round numbers, at least two, that reach from `low` to `high`.

    They are whole where they span 1 or more.
    """
    bottom, top = Decimal(str(low)), Decimal(str(high))
    if bottom == top:
        bottom, top = (
            (bottom - 1, top + 1) if abs(top) < 10 else (bottom - abs(top) / 20, top + abs(top) / 20)
        )
    whole = top - bottom >= 1
    power = (top - bottom).adjusted() - 2
    while True:
        for step in (factor.scaleb(power) for factor in _STEPS):
            if whole and step % 1:
                continue
            first = (bottom / step).to_integral_value(ROUND_FLOOR)
            last = (top / step).to_integral_value(ROUND_CEILING)
            if last - first < most:
                return [step * (first + index) for index in range(int(last - first) + 1)]
        power += 1


def value_texts(ticks: Sequence[Decimal]) -> list[str]:
    """Write ticks all in one form, the shortest that is exact: 2.25M, 950, or 1E+20."""
    plain = [f"{_trimmed(tick):,f}" for tick in ticks]
    forms = [plain, [_short(tick) for tick in ticks]]
    if max(map(len, plain)) > _LONGEST_FULL:
        forms.append([f"{tick.normalize():E}" if tick else "0" for tick in ticks])
    return min(forms, key=lambda texts: max(map(len, texts)))


def _short(tick: Decimal) -> str:
    unit, letter = next(((unit, letter) for unit, letter in _SHORT if abs(tick) >= unit), (1, ""))
    return f"{_trimmed(tick / unit):,f}{letter}"


def _trimmed(value: Decimal) -> Decimal:
    """Leave out zeros that say nothing, also of zero itself."""
    return value.normalize() if value else Decimal(0)


def day_ticks(period: Period, most: int) -> list[tuple[date, str]]:
    """Give at most so many days of a period with what to write there: from its first on, or firsts of months.

    Days are evenly apart. Firsts of months and years are written as those.
    """
    best, unit_of_best = [period.start], "day"
    for unit, step in _DAY_STEPS:
        days = (
            _every(period, step) if unit == "day" else _firsts(period, step if unit == "month" else step * 12)
        )
        if len(days) > most:
            continue
        if len(days) > len(best):
            best, unit_of_best = days, unit
        if len(days) > 1:
            break
    return [(day, _day_text(day, unit_of_best)) for day in best]


def _every(period: Period, step: int) -> list[date]:
    return [period.start + timedelta(days=offset) for offset in range(0, period.days, step)]


def _firsts(period: Period, step: int) -> list[date]:
    def month_of(day: date) -> int:
        return day.year * 12 + day.month - 1

    begun = -(-month_of(period.start) // step) * step
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(begun, month_of(period.end) + 1, step)]
    return [day for day in firsts if day >= period.start]


def _day_text(day: date, unit: str) -> str:
    month = MONTHS[day.month - 1][:3]
    return {"day": f"{day.day} {month}", "month": f"{month} {day.year}", "year": str(day.year)}[unit]
