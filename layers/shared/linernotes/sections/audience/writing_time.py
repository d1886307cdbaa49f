"""How long it may take to make a report's files: so much of its time is kept for that.

By the figures of `make bench workbook`, which has a row for the largest report there can be.
"""

from __future__ import annotations

from datetime import timedelta

from linernotes.model.request import ReportRequest
from linernotes.sections.sources import SOURCES

S_PER_VALUE_READ = 4e-6
"""CPU seconds to unpack a daily value and to take it into the figures, of every period there is."""

S_PER_ROW_WRITTEN = 20e-6
"""CPU seconds to write a daily value as JSON, CSV and a row of the workbook."""

ROOM = 3.0
"""Lambda's processors may take half as long again as the one measured on, and that is doubled."""


def writing_time(request: ReportRequest) -> timedelta:
    """Say how long a request may take to be answered, at most, once its windows are there.

    As if every source it asks had a value on every day, which is the most there can be.
    """
    sources = sum(SOURCES[slug].publishes(request.country) for slug in request.platforms)
    series = len(request.artists) * sources
    read = series * sum(period.days for period in request.periods)
    written = series * request.days
    return timedelta(seconds=ROOM * (read * S_PER_VALUE_READ + written * S_PER_ROW_WRITTEN))
