"""The sheets Engagement and Engagement totals: the videos, and what was gained by artist and platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.json_values import json_number
from linernotes.model.row_status import RowStatus
from linernotes.sections.engagement.figures import rate_of
from linernotes.sections.engagement.platforms import Measure
from linernotes.sections.engagement.totals import EngagementOf
from linernotes.sections.engagement.words import about_video
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Table

VIDEOS = SheetSchema(
    "Engagement",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Published", looks.DAY, 11.5),
        Column("Video", looks.NAME_BESIDE_NUMBERS, 30),
        Column("Views", looks.FIGURE, 12),
        Column("Likes", looks.FIGURE, 11),
        Column("Comments", looks.FIGURE, 11),
        Column("Rate", looks.SHARE, 8),
        Column("As of", looks.DAY, 11.5),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Identifier", looks.WORD, 18),
        Column("URL", looks.WORD, 46),
        Column("Artist UUID", looks.WORD, 39),
    ),
)

TOTALS = SheetSchema(
    "Engagement totals",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Followers gained", looks.DIFFERENCE, 12),
        Column("Posts gained", looks.DIFFERENCE, 10),
        Column("Likes gained", looks.DIFFERENCE, 12),
        Column("Views gained", looks.DIFFERENCE, 14),
        Column("Videos", looks.FIGURE, 8),
        Column("Engagement rate", looks.SHARE, 12),
        Column("First date", looks.DAY, 11.5),
        Column("Latest date", looks.DAY, 11.5),
        Column("Change of followers gained", looks.DIFFERENCE, 18),
        Column("Change of posts gained", looks.DIFFERENCE, 12),
        Column("Change of likes gained", looks.DIFFERENCE, 14),
        Column("Change of views gained", looks.DIFFERENCE, 14),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Artist UUID", looks.WORD, 39),
    ),
)


def videos_table(found: Sequence[EngagementOf]) -> Table:
    """Make the table of every video."""
    return Table(
        VIDEOS,
        lambda: (row for of in found for row in _videos(of)),
        lambda: Audit(
            VIDEOS.name,
            counted="Identifier",
            expected_rows=sum(len(of.videos or ()) for of in found),
            group=("Artist UUID", "Platform"),
            total="Views",
            expected_totals={
                _key(of): (_label(of), sum(video.views or 0 for video in of.videos or ())) for of in found
            },
        ),
        widest=[row for of in found for row in _videos(of)],
        scrolls_from="Views",
    )


def totals_table(found: Sequence[EngagementOf]) -> Table:
    """Make the table of every artist and platform."""
    return Table(
        TOTALS,
        lambda: map(_total, found),
        lambda: Audit(
            TOTALS.name,
            counted="Artist UUID",
            expected_rows=len(found),
            group=("Artist UUID", "Platform"),
            total="Videos",
            expected_totals={_key(of): (_label(of), len(of.videos or ())) for of in found},
        ),
        widest=list(map(_total, found)),
        scrolls_from="Followers gained",
    )


def _key(of: EngagementOf) -> tuple[str, str]:
    return of.artist.uuid, of.platform.name


def _label(of: EngagementOf) -> str:
    return f"{of.artist.label} · {of.platform.name}"


def _videos(of: EngagementOf) -> Iterator[dict[str, Value]]:
    """Give a row for each video; without any one that says why."""
    about: dict[str, Value] = {
        "Artist": of.artist.label,
        "Platform": of.platform.name,
        "Artist UUID": of.artist.uuid,
    }
    if not of.videos:
        yield {**about, "Status": (of.videos_status or of.status).value, "Note": _why_none(of)}
    for video in of.videos or ():
        yield {
            **about,
            "Published": video.published_on,
            "Video": video.title,
            "Views": video.views,
            "Likes": video.likes,
            "Comments": video.comments,
            "Rate": json_number(rate_of([video])),
            "As of": video.as_of,
            "Status": RowStatus.MEASURED.value,
            "Note": about_video(video),
            "Identifier": video.identifier,
            "URL": video.url,
        }


def _why_none(of: EngagementOf) -> str | None:
    if of.videos_status is None and of.has_figures:
        return f"Of {of.platform.name} no videos are listed: see Engagement totals."
    return of.note


def _total(of: EngagementOf) -> dict[str, Value]:
    changes = of.comparison.changes if of.comparison else {}
    compared = of.comparison.note if of.comparison else None
    gains: dict[str, Value] = {}
    for measure in Measure:
        gain = of.gains.get(measure)
        gains[f"{measure.capitalize()} gained"] = json_number(gain.gained) if gain else None
        gains[f"Change of {measure} gained"] = json_number(changes.get(measure))
    return {
        "Artist": of.artist.label,
        "Platform": of.platform.name,
        **gains,
        "Videos": None if of.videos is None else len(of.videos),
        "Engagement rate": json_number(of.rate),
        "First date": of.first_day,
        "Latest date": of.latest_day,
        "Status": of.status.value,
        "Note": " ".join(filter(None, (of.note, compared))) or None,
        "Artist UUID": of.artist.uuid,
    }
