"""An artist's figures by month (contract 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from linernotes.domain.charts import Frequency, Month
from linernotes.domain.tracks import Tally, TrackQuestion

MAX_MONTHS = 240


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """What an artist's tracks did in each month of a question's period that has entries, in order of time."""

    question: TrackQuestion
    frequency: Frequency
    months: Mapping[Month, Tally]

    @property
    def summed(self) -> bool:
        """Say whether some figure is a sum over countries."""
        return any(figures.summed for figures in self.months.values())

    @property
    def metrics(self) -> frozenset[str]:
        """Give the kinds of figures that went in."""
        return frozenset().union(*(figures.metrics for figures in self.months.values()))


def monthly_figures_of(
    question: TrackQuestion, frequency: Frequency, stored: Mapping[Month, Tally]
) -> MonthlyFigures:
    """Make the answer from the months stored, with the newest name they know of the artist."""
    months = dict(sorted(stored.items()))
    known = [figures.artist_name for figures in months.values() if figures.artist_name]
    artist = question.artist
    name = artist.name or (known[-1] if known else None)
    return MonthlyFigures(replace(question, artist=replace(artist, name=name)), frequency, months)
