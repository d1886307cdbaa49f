"""What the spins of a period are worth, and what there is to know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.countries import in_country
from linernotes.model.period_words import period_in_words
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, listed
from linernotes.sections.radio.figures import Spins
from linernotes.sections.radio.plan import MOST_SPINS_LISTED
from linernotes.sections.radio.ranges import SETTLED_AFTER_DAYS, Range

NO_LONGER_STORED = "what was fetched for this is no longer stored"
UNSETTLED = f"Spins of the last {SETTLED_AFTER_DAYS} days may still be added."


def status_of(spins: Spins) -> RowStatus:
    """Say what the figures of a period are worth, or why there are none.

    A period whose broadcasts alone could not be fetched is partial, though its stations are all there.
    """
    gaps = spins.gaps
    if not spins.known:
        if gaps.not_fetched:
            return RowStatus.FAILED
        return RowStatus.NOT_IN_PLAN if gaps.not_in_plan else RowStatus.NOT_FOUND
    if gaps.broadcasts_not_fetched:
        return RowStatus.PARTIAL
    return status_of_stations(spins)


def status_of_stations(spins: Spins) -> RowStatus:
    """Say what the spins of each station are worth, where any are known."""
    gaps = spins.gaps
    if gaps.not_fetched:
        return RowStatus.PARTIAL
    if gaps.unknown or gaps.not_in_plan or gaps.unreadable_stations:
        return RowStatus.LOWER_BOUND
    return RowStatus.MEASURED


def note_of(spins: Spins, country: str | None, reason: str) -> str:
    """Say what there is to know of a period's figures; `reason` is why something could not be fetched."""
    return " ".join(_sentences(spins, country, reason))


def note_of_stations(spins: Spins, reason: str) -> str | None:
    """Say why the spins of a station may be more than those told; None where they are not."""
    return " ".join(_missing_spins(spins, reason)) or None


def _sentences(spins: Spins, country: str | None, reason: str) -> Iterator[str]:
    status = status_of(spins)
    if status is RowStatus.NOT_FOUND:
        yield "Soundcharts knows no such artist, or nothing of it on radio."
    elif status is RowStatus.NOT_IN_PLAN:
        yield "Radio spins are not in the Soundcharts plan in use."
    elif status is RowStatus.FAILED:
        yield f"The spins could not be fetched: {reason}."
    else:
        where = f" {in_country(country)}" if country else ""
        told = "Spins" if spins.spins else "No spins"
        yield f"{told} on the stations{where} that Soundcharts monitors; other stations are not known."
        yield from _missing_spins(spins, reason)
        yield from _of_broadcasts(spins, reason)
        if spins.gaps.unsettled:
            yield UNSETTLED


def _missing_spins(spins: Spins, reason: str) -> Iterator[str]:
    gaps = spins.gaps
    if gaps.not_fetched:
        yield f"The spins of {_days(gaps.not_fetched)} could not be fetched: {reason}."
    if gaps.unknown:
        yield f"Soundcharts has no spins of {_days(gaps.unknown)}."
    if gaps.not_in_plan:
        yield f"The spins of {_days(gaps.not_in_plan)} are not in the Soundcharts plan in use."
    if gaps.unreadable_stations:
        yield f"The spins of {counted(gaps.unreadable_stations, 'station')} could not be read."


def _of_broadcasts(spins: Spins, reason: str) -> Iterator[str]:
    gaps = spins.gaps
    if gaps.broadcasts_not_fetched:
        yield f"The broadcasts of {_days(gaps.broadcasts_not_fetched)} could not be fetched: {reason}."
    if gaps.broadcasts_not_delivered:
        yield f"Soundcharts does not deliver the broadcasts of {_days(gaps.broadcasts_not_delivered)}."
    if gaps.unreadable_broadcasts:
        yield f"The time or the song of {counted(gaps.unreadable_broadcasts, 'broadcast')} could not be read."
    if spins.ties_out is False:
        yield (
            f"The stations have {counted(spins.spins, 'spin')}, while Soundcharts gives "
            f"{counted(spins.broadcasts or 0, 'broadcast')}."
        )
    if spins.listed and spins.songs is None and not _broadcasts_lack(spins):
        if spins.ties_out is False:
            yield "Spins by song and by day are not listed, as there are so many more broadcasts than spins."
        else:
            yield "Spins by song and by day are not listed, as their list was not told to its end."
    if not spins.listed:
        yield f"Spins by song and by day are listed only up to {MOST_SPINS_LISTED:,} spins in a period."


def _broadcasts_lack(spins: Spins) -> bool:
    """Say whether the broadcasts of some days are not there at all, for which there is a sentence."""
    gaps = spins.gaps
    of_stations = gaps.not_fetched or gaps.unknown or gaps.not_in_plan
    return bool(of_stations or gaps.broadcasts_not_fetched or gaps.broadcasts_not_delivered)


def _days(ranges: Sequence[Range]) -> str:
    """Name the days of ranges; those that follow one another are one range."""
    joined: list[tuple[Range, Range]] = []
    for of in ranges:
        if joined and (of.first - joined[-1][1].last).days == 1:
            joined[-1] = joined[-1][0], of
        else:
            joined.append((of, of))
    return listed([period_in_words(first.first, last.last) for first, last in joined])
