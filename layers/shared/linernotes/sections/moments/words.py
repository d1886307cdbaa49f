"""What a moment is, in a sentence, and how the sheet is to be read."""

from __future__ import annotations

from datetime import timedelta

from linernotes.model.period_words import day_in_words, period_in_words
from linernotes.sections.moments.found import MomentsOf
from linernotes.sections.moments.needs import DAYS_IN_MEAN, Measure
from linernotes.sections.moments.rule import Moment

READING = (
    (
        "Moments",
        "Unusual days of each daily series: the mean of the three days that end with a day is compared with "
        "the median of the 28 days before them, of which 14 must have a value. A day is unusual if it is off "
        "by 30 % or more and by 3.5 robust standard deviations or more: 1.4826 times the median absolute "
        "deviation of these days, or 5 % of their median if that is more. Unusual days in a row are one "
        "moment. Rows are sorted by Score, the number of these standard deviations on its most unusual day, "
        "which Now and Usual are of.",
    ),
    (
        "Now and Usual on Moments",
        "Of listeners and views the figure itself, if 1,000 or more are usual. Of followers, fans and "
        "running totals what they changed by a day: of a total if 100 a day are usual, of followers if there "
        "are 1,000 and 100 a day now or usually. Days without a value, or on which a figure stood still, are "
        "evened out with those around them. A total that is lower later on was too high before. Where a "
        "figure was corrected, days before are not compared with days after.",
    ),
    (
        "Moments of a country",
        "A weekly figure is compared with the median of the 8 before it, of which 4 must be there: unusual "
        "is 30 % or more. Where a country is the sum of top cities, those in all these figures must agree.",
    ),
)


def moment_note(of: MomentsOf, moment: Moment) -> str:
    """Say what was compared with what, and whether it began or ended outside the period."""
    day = moment.most.day
    if of.measure is Measure.WEEKLY_VALUE:
        told = [f"The figure of {day_in_words(day)} against the median of up to 8 weekly figures before it."]
    else:
        days = period_in_words(day - timedelta(days=DAYS_IN_MEAN - 1), day)
        what = "change a day" if of.measure is Measure.DAILY_CHANGE else "value"
        told = [f"The mean {what} of {days} against the median of the 28 days before."]
    if moment.first == of.judged[0].day == of.period.start:
        told.append("It may have begun before the period.")
    if moment.last == of.period.end:
        told.append("It was not over at the end of the period.")
    return " ".join(told)
