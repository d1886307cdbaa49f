"""The radio of each artist of a report: its spins, and how they compare with those of another period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linernotes.model.figures import Exact, change_between
from linernotes.model.report import Job, Report
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.lookups.plan import Reading
from linernotes.sections.radio.figures import Spins, spins_of
from linernotes.sections.radio.notes import (
    NO_LONGER_STORED,
    note_of,
    note_of_stations,
    status_of,
    status_of_stations,
)
from linernotes.sections.radio.plan import PeriodFound


@dataclass(frozen=True, slots=True)
class Change:
    """How the spins of a period changed since the one it is compared with; None where `note` says why."""

    before: Spins
    spins: int | None
    percent: Exact | None
    note: str | None


@dataclass(frozen=True, slots=True)
class RadioOf:
    """The spins of an artist, on the stations of `country` if there is one.

    `reason` says why something could not be fetched, where it could not.
    """

    artist: Artist
    country: str | None
    now: Spins
    before: Spins | None
    reason: str
    fetched_at: Sequence[datetime]

    @property
    def status(self) -> RowStatus:
        """Say what the artist's figures are worth, or why there are none."""
        return status_of(self.now)

    @property
    def note(self) -> str:
        """Say what there is to know of the artist's figures."""
        return note_of(self.now, self.country, self.reason)

    @property
    def status_of_rows(self) -> RowStatus:
        """Say what the spins of each station are worth."""
        return status_of_stations(self.now)

    @property
    def note_of_rows(self) -> str | None:
        """Say why a station may have more spins than are told."""
        return note_of_stations(self.now, self.reason)

    @property
    def change(self) -> Change | None:
        """Compare the spins of the two periods; None where there is one period only."""
        if self.before is None:
            return None
        if reason := self._not_comparable(self.before):
            return Change(self.before, None, None, reason)
        _, percent = change_between(self.before.spins, self.now.spins)
        days, days_before = self.now.period.days, self.before.period.days
        notes = []
        if days != days_before:
            notes.append(f"This period has {days:,} days and the one compared with {days_before:,}.")
        here = {station.identity for station in self.now.stations}
        gone = sum(station.identity not in here for station in self.before.stations)
        if gone:
            notes.append(
                f"{counted(gone, 'station')} had spins only in the period compared with: they have no row, "
                "and are in this change alone."
            )
        return Change(self.before, self.now.spins - self.before.spins, percent, " ".join(notes) or None)

    @property
    def changes(self) -> list[int | None] | None:
        """List the change of each station's spins; a station that is not known of before had none.

        None of each where the periods cannot be compared, and no list where there is one period only.
        """
        if self.before is None:
            return None
        if self._not_comparable(self.before):
            return [None] * len(self.now.stations)
        before = {station.identity: station.spins for station in self.before.stations}
        return [station.spins - before.get(station.identity, 0) for station in self.now.stations]

    def _not_comparable(self, before: Spins) -> str | None:
        sides = (("this period", self.now), ("the period compared with", before))
        for name, spins in sides:
            status = status_of_stations(spins) if spins.known else status_of(spins)
            if status is not RowStatus.MEASURED:
                return f"Not compared: {_what_lacks(name, status)}."
        return None


def _what_lacks(period: str, status: RowStatus) -> str:
    match status:
        case RowStatus.FAILED | RowStatus.PARTIAL:
            return f"not all of {period} could be fetched"
        case RowStatus.LOWER_BOUND:
            return f"not all spins of {period} are known"
        case _:
            return f"the spins of {period} are {status.words}"


def radio_of(report: Report, job: Job, artist: Artist, reading: Reading[list[PeriodFound]]) -> RadioOf:
    """Make the radio of an artist from what its job found."""
    now, *before = [spins_of(found, report.request.country) for found in reading.result]
    reasons = [failure.reason for failure in report.failures if failure.job.job_id == job.job_id]
    return RadioOf(
        artist,
        report.request.country,
        now,
        before[0] if before else None,
        reasons[0] if reasons else NO_LONGER_STORED,
        reading.fetched_at,
    )
