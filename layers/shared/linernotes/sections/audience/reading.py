"""How the sheets of the rows of metric sources are to be read."""

from __future__ import annotations

READING = (
    (
        "Difference and Change %",
        "Latest value less first value, and that as a share of the first; blank when the first is 0 or "
        "below. With a single value there is no difference, and both are blank.",
    ),
    ("Average", "The sum of the values over the number of days with a value. No day is filled in."),
    ("Coverage", "Days with a value, on Summary with a total, over the days of the period."),
    (
        "Expected points",
        "How many values one artist's figure can have in the period by its cadence: days, Mondays, months, "
        "or a fifteenth of the days. By country it is the cadence of the figures by country.",
    ),
    ("Peak date", "The first day on which the peak was reached."),
    (
        "Summary, several artists",
        "Daily totals: each artist's values are interpolated between its own days and held flat outside "
        "them. Totals are taken on days on which any artist was measured, and a person is counted once for "
        "each artist. Points of all artists counts the values of all, Days with a total the days. "
        "Breakdown and Daily data hold no interpolated value.",
    ),
    ("Country", "The ISO 3166-1 code asked for, or Worldwide: the platform's own figure."),
    ("Status measured", "Every figure is as Soundcharts gave it."),
    ("Status lower_bound", "True is at least this: the note says what is missing, as smaller cities."),
    ("Status partial", "Some of the period could not be fetched; the figures are of the days there are."),
    (
        "Status restated",
        "A running total was corrected within the period: there is no difference to give across that.",
    ),
    ("Status not_published", "Nobody publishes this as it was asked for, as by country: see Note."),
    ("Status not_available", "Nobody publishes this in any form."),
    ("Status no_data", "Soundcharts has nothing for the period, or nothing that could be read: see Note."),
    ("Status not_in_plan", "The Soundcharts plan in use does not include it."),
    ("Status not_found", "Soundcharts knows no such artist, or nothing of it on the platform."),
    ("Status failed", "It could not be fetched; see the Failure rows."),
    ("Status on Daily data", "Of the single day: measured, or lower_bound for a sum of cities."),
    (
        "Count and Expected",
        "Source and Gap: values there are, and how many there can be by the cadence, of a Source for all "
        "artists asked. Check: two counts that must be equal.",
    ),
    ("From cache", "Fetched from Soundcharts before this report began, and still fresh enough to be used."),
    ("Times", "All times are UTC. A day is the day Soundcharts gives a value for."),
)

READING_COMPARISON = (
    (
        "Comparison",
        "The same figures of the period compared with. Change is the average less the compared average, "
        "Latest change the latest value less the compared latest; in % they are shares of the figure "
        "compared with, blank when that is 0 or below. All are blank unless both periods have at least half "
        "of their expected points, and a sum unless it is of the same artists in both.",
    ),
    ("Compared status", "Status of the row in the period compared with; its days are not on Daily data."),
)
