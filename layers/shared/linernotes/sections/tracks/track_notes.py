"""What a reader must know of figures made from charts, by code and in words (contract 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linernotes.charts.chart_days import LookedAt
from linernotes.charts.charts import Frequency
from linernotes.model.countries import in_country
from linernotes.model.notes import Note, text_of
from linernotes.model.period_words import period_in_words
from linernotes.model.platforms import platform_name
from linernotes.sections.sources import chart_platform
from linernotes.sections.tracks.monthly import MonthlyFigures
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackQuestion, has_charts

SOURCE_NOTE = (
    "Stream counts from chart ranking data. Only includes tracks that appeared in charts during the period."
)
SUMMED = Note(
    "summed_countries",
    "Where the worldwide chart has no figure of a track, the sum over the countries' charts counts: "
    "a lower bound.",
)
WEEKLY = Note(
    "weekly_charts",
    "From weekly charts: data points and peaks are of weeks, averages are spread over seven days a week.",
)
_STREAMS = "streams"


def breakdown_notes(breakdown: TrackBreakdown) -> list[Note]:
    """Say how the figures of tracks came about; without tracks, of whom, where and when there are none."""
    if not breakdown.rows:
        return [no_entries(breakdown.question, breakdown.looked_at)]
    worldwide = breakdown.question.country is None
    notes = [*_general(breakdown.looked_at, breakdown.metrics, summed=breakdown.summed, worldwide=worldwide)]
    without = sum(row.total_streams is None for row in breakdown.rows)
    if without:
        notes.append(_positions_only(without))
    return notes


def breakdown_note(breakdown: TrackBreakdown) -> str:
    """Say the same in English, in one text."""
    return _text(breakdown_notes(breakdown), any_figures=bool(breakdown.rows))


def monthly_notes(figures: MonthlyFigures) -> list[Note]:
    """Say how the figures of months came about; without any, of whom, where and when there are none."""
    if not figures.months:
        return [no_entries(figures.question, figures.looked_at)]
    worldwide = figures.question.country is None
    notes = [*_general(figures.looked_at, figures.metrics, summed=figures.summed, worldwide=worldwide)]
    without = sum(month.tally.total is None for month in figures.months.values())
    if without:
        text = "In a month without a figure charts gave positions only."
        notes.append(Note("months_positions_only", text, {"months": without}))
    return notes


def monthly_note(figures: MonthlyFigures) -> str:
    """Say the same in English, in one text."""
    return _text(monthly_notes(figures), any_figures=bool(figures.months))


def no_entries(question: TrackQuestion, looked_at: LookedAt) -> Note:
    """Say that an artist has no entries on a platform's charts, and of how many days these are stored."""
    code, artist, period = chart_platform(question.platform), question.artist, question.period
    name = platform_name(code)
    days = looked_at.chart_days
    there_are_charts = has_charts(code, looked_at)
    where = f" {in_country(question.country)}" if question.country else ""
    text = (
        f"No entries of {artist.name or artist.uuid} on the {looked_at.frequency} charts of {name}{where} "
        f"for {period_in_words(period.start, period.end)}. {_stored(looked_at)}."
        if there_are_charts
        else f"No chart entries of {artist.name or artist.uuid} on {name}, which is not known to have charts."
    )
    return Note(
        "no_entries",
        text,
        {
            "artist": {"uuid": artist.uuid, "name": artist.name},
            "platform": name,
            "country": question.country,
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "frequency": looked_at.frequency.value,
            "has_charts": there_are_charts,
            "stored": days.stored,
            "expected": days.expected,
        },
    )


def _general(
    looked_at: LookedAt, metrics: Collection[str], *, summed: bool, worldwide: bool
) -> Iterator[Note]:
    days = looked_at.chart_days
    if not days.are_whole:
        yield Note(
            "chart_days",
            f"{'Of the worldwide chart ' if worldwide else ''}{_stored(looked_at)}: a lower bound.",
            {"stored": days.stored, "expected": days.expected, "frequency": looked_at.frequency.value},
        )
    if metrics and set(metrics) != {_STREAMS}:
        others = "" if _STREAMS in metrics else f", not {_STREAMS}"
        text = f"The figures are {' and '.join(sorted(metrics))}{others}."
        yield Note("metrics", text, {"metrics": sorted(metrics)})
    if summed:
        yield SUMMED
    if looked_at.frequency is Frequency.WEEKLY:
        yield WEEKLY
    if looked_at.unreadable_rows:
        yield _unreadable(looked_at.unreadable_rows)


def _stored(looked_at: LookedAt) -> str:
    days = looked_at.chart_days
    unit = "chart weeks" if looked_at.frequency is Frequency.WEEKLY else "chart days"
    return f"{days.stored:,} of {days.expected:,} {unit} are stored"


def _unreadable(rows: int) -> Note:
    what = "1 row" if rows == 1 else f"{rows:,} rows"
    return Note("unreadable_rows", f"{what} of these rankings could not be read.", {"rows": rows})


def _positions_only(tracks: int) -> Note:
    what = "1 track has no figure: its" if tracks == 1 else f"{tracks} tracks have no figure: their"
    return Note("positions_only", f"{what} charts give positions only.", {"tracks": tracks})


def _text(notes: list[Note], *, any_figures: bool) -> str:
    return " ".join(filter(None, [SOURCE_NOTE if any_figures else None, text_of(notes)]))
