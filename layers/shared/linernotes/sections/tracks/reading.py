"""How the sheet Tracks is to be read."""

from __future__ import annotations

READING = (
    (
        "Tracks",
        "From rankings of charts, as far as ingested: only tracks on a chart in the period, and only "
        "what charts publish. With a country its charts count. Without one a track's figure of a day is the "
        "worldwide chart's, else the sum over the countries' charts: a lower bound. Daily charts count where "
        "any of the country and period are stored, else weekly ones. A city's chart counts for no country.",
    ),
    (
        "Chart days",
        "For how many of the period's days the country's main chart, the largest, is stored, of how many "
        "there are; of weekly charts weeks. Worldwide they are those of the worldwide chart, whatever "
        "countries' charts are stored. Unless all are, totals are a lower bound, as Status says.",
    ),
    (
        "Total streams on Tracks",
        "The sum over the days charted with a figure; blank where charts gave positions only. Metric says "
        "what it is of: streams, spins, views.",
    ),
    (
        "Average a day on Tracks",
        "Total over Data points: days with a figure. On weekly charts those are weeks, of seven days each.",
    ),
    (
        "Weeks on chart so far",
        "The longest stay a ranking reports of the track, which may have begun before the period; else the "
        "weeks of the period it was charted in.",
    ),
)
