"""The sheets Playlists, a row a placement, and Playlist reach, a row an artist, platform and type of list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linernotes.model.json_values import json_number
from linernotes.model.platforms import platform_name
from linernotes.model.words import counted, duplicates_told_apart
from linernotes.sections.playlists.placements import Placement
from linernotes.sections.playlists.totals import PlaylistsOf, Series
from linernotes.sections.playlists.words import EVENT_WORDS, TYPE_WORDS
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of
from linernotes.workbook.drawings import MOST_LINES, DrawnLine, Lines
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Table

PLAYLISTS = SheetSchema(
    "Playlists",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Playlist", looks.NAME, 28),
        Column("Type", looks.WORD, 13),
        Column("Market", looks.WORD, 9),
        Column("Owner", looks.WORD, 12),
        Column("Song", looks.NAME, 22),
        Column("Event", looks.WORD, 18),
        Column("Position", looks.FIGURE, 9),
        Column("Peak", looks.FIGURE, 7),
        Column("Added", looks.DAY, 11.5),
        Column("Removed", looks.DAY, 11.5),
        Column("Days on", looks.FIGURE, 8),
        Column("Followers (today)", looks.FIGURE, 13),
        Column("Status", looks.WORD, 13),
        Column("Note", looks.NOTE, 52),
        Column("Playlist UUID", looks.WORD, 39),
        Column("Song UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)

REACH = SheetSchema(
    "Playlist reach",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Type", looks.WORD, 20),
        Column("First", looks.FIGURE, 14),
        Column("Last", looks.FIGURE, 14),
        Column("Average", looks.AVERAGE, 14),
        Column("Peak", looks.FIGURE, 14),
        Column("Lists first", looks.FIGURE, 9),
        Column("Lists last", looks.FIGURE, 9),
        Column("Lists peak", looks.FIGURE, 9),
        Column("Added", looks.FIGURE, 9),
        Column("Removed", looks.FIGURE, 9),
        Column("Added vs compared", looks.DIFFERENCE, 13),
        Column("Removed vs compared", looks.DIFFERENCE, 13),
        Column("Status", looks.WORD, 13),
        Column("Note", looks.NOTE, 60),
        Column("Data points", looks.FIGURE, 8.5),
        Column("Artist UUID", looks.WORD, 39),
    ),
)


@dataclass(slots=True)
class PlacementsAudit(Audit):
    """Counts what was added and removed besides: by artist and platform as many as the totals say."""

    expected_events: Mapping[tuple[str, str], tuple[str, int | None, int | None]] = field(
        default_factory=dict
    )
    _events: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def see(self, values: Mapping[str, Value]) -> None:
        """See `Audit.see`."""
        Audit.see(self, values)
        event = next((event for event, word in EVENT_WORDS.items() if word == values.get("Event")), None)
        of = str(values["Artist UUID"]), str(values["Platform"])
        if event is not None:
            self._events[(*of, "added")] += event.was_added
            self._events[(*of, "removed")] += event.was_removed

    def checks(self) -> list[Check]:
        """See `Audit.checks`."""
        off = [
            label
            for of, (label, added, removed) in self.expected_events.items()
            if added not in (None, self._events[(*of, "added")])
            or removed not in (None, self._events[(*of, "removed")])
        ]
        events = Check(
            "Playlists: rows added and removed = totals",
            expected=len(self.expected_events),
            found=len(self.expected_events) - len(off),
            detail=detail_of(
                "Rows by Event, Artist UUID and Platform, against the totals that are known.", off
            ),
        )
        return [*Audit.checks(self), events]


def placements_table(found: Sequence[PlaylistsOf]) -> Table:
    """Make the table of every placement."""
    return Table(
        PLAYLISTS,
        lambda: (row for of in found for row in _placement_rows(of)),
        lambda: _placements_audit(found),
        widest=[row for of in found for row in _placement_rows(of)],
        scrolls_from="Type",
    )


def reach_table(found: Sequence[PlaylistsOf]) -> Table:
    """Make the table of totals: counts and reach by type, and what was added and removed."""
    return Table(
        REACH,
        lambda: (row for of in found for row in _reach_rows(of)),
        lambda: _reach_audit(found),
        widest=[row for of in found for row in _reach_rows(of)],
        scrolls_from="Type",
        drawing=_drawing(found),
    )


def _drawing(found: Sequence[PlaylistsOf]) -> Lines | None:
    """Draw the reach of all playlists by day, a line an artist, on the first platform that tells any.

    Not of several platforms: they differ a hundredfold.
    """
    told = [of for of in found if of.now.series and of.now.series[0].reach_by_day]
    if not told:
        return None
    drawn = [of for of in told if of.platform == told[0].platform][:MOST_LINES]
    reach = [{day: json_number(value) for day, value in of.now.series[0].reach_by_day} for of in drawn]
    days = sorted({day for points in reach for day in points})
    labels = duplicates_told_apart([of.artist.label for of in drawn])
    platform = platform_name(drawn[0].platform)
    return Lines(
        title=f"Reach of playlists on {platform}, by day",
        unit="Followers of the playlists",
        alt_text=f"Line chart of the reach of all playlists on {platform}, {counted(len(drawn), 'line')}. "
        "Reach is the sum of the playlists' followers.",
        days=days,
        lines=[
            DrawnLine(label, [points.get(day) for day in days])
            for label, points in zip(labels, reach, strict=True)
        ],
    )


def _about(of: PlaylistsOf) -> dict[str, Value]:
    return {
        "Artist": of.artist.label,
        "Platform": platform_name(of.platform),
        "Artist UUID": of.artist.uuid,
    }


def _label(of: PlaylistsOf) -> str:
    return f"{of.artist.label} · {platform_name(of.platform)}"


def _placements_audit(found: Sequence[PlaylistsOf]) -> PlacementsAudit:
    return PlacementsAudit(
        PLAYLISTS.name,
        counted="Event",
        expected_rows=sum(len(of.placements) for of in found),
        group=("Artist UUID", "Platform"),
        total="Followers (today)",
        expected_totals={
            (of.artist.uuid, platform_name(of.platform)): (
                _label(of),
                sum(one.entry.followers or 0 for one in of.placements),
            )
            for of in found
        },
        expected_events={
            (of.artist.uuid, platform_name(of.platform)): (_label(of), of.now.added, of.now.removed)
            for of in found
        },
    )


def _placement_rows(of: PlaylistsOf) -> Iterator[dict[str, Value]]:
    """Give a row for each placement; without any one that says why.

    What is to be known of all of them is on Playlist reach.
    """
    about = _about(of)
    if not of.placements:
        yield {**about, "Status": of.status.value, "Note": of.note}
    for placement in of.placements:
        entry = placement.entry
        yield {
            **about,
            "Playlist": entry.playlist,
            "Type": TYPE_WORDS.get(entry.type or ""),
            "Market": entry.market,
            "Owner": entry.owner,
            "Song": entry.track,
            "Event": EVENT_WORDS[placement.event],
            "Position": entry.position,
            "Peak": entry.peak_position,
            "Added": placement.added_on,
            "Removed": placement.removed_on,
            "Days on": _days_on(of, placement),
            "Followers (today)": entry.followers,
            "Status": of.row_status.value,
            "Note": placement.note,
            "Playlist UUID": entry.playlist_uuid,
            "Song UUID": entry.track_uuid,
        }


def _days_on(of: PlaylistsOf, placement: Placement) -> int | None:
    """Count the days from the addition to the removal, or to the period's end where it was on then."""
    added, removed = placement.added_on, placement.removed_on
    if added is None:
        return None
    until = of.now.period.end if removed is None or removed < added else removed
    return (until - added).days


def _reach_audit(found: Sequence[PlaylistsOf]) -> Audit:
    return Audit(
        REACH.name,
        counted="Type",
        expected_rows=sum(max(len(of.now.series), 1) for of in found),
        group=("Artist UUID", "Platform"),
        total="Data points",
        expected_totals={
            (of.artist.uuid, platform_name(of.platform)): (
                _label(of),
                sum(one.playlists.data_points for one in of.now.series),
            )
            for of in found
        },
    )


def _reach_rows(of: PlaylistsOf) -> Iterator[dict[str, Value]]:
    events: dict[str, Value] = {
        "Added": of.now.added,
        "Removed": of.now.removed,
        "Added vs compared": of.added_change,
        "Removed vs compared": of.removed_change,
        "Note": " ".join(filter(None, (of.note, of.change_note))) or None,
    }
    about = {**_about(of), "Status": of.status.value}
    if not of.now.series:
        yield {**about, **events, "Type": TYPE_WORDS["all"]}
    for number, series in enumerate(of.now.series):
        yield {**about, **(events if number == 0 else {}), **_series_cells(series)}


def _series_cells(series: Series) -> dict[str, Value]:
    playlists, reach = series.playlists, series.reach
    return {
        "Type": TYPE_WORDS[series.type],
        "First": json_number(reach.first_value),
        "Last": json_number(reach.latest_value),
        "Average": json_number(reach.period_average),
        "Peak": json_number(reach.peak_value),
        "Lists first": json_number(playlists.first_value),
        "Lists last": json_number(playlists.latest_value),
        "Lists peak": json_number(playlists.peak_value),
        "Data points": playlists.data_points,
    }
