"""What Soundcharts' answers mean: items in, typed content of lookups out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.model.points import Number
from linernotes.model.windows import Window
from linernotes.sections.engagement.platforms import FIELDS, Measure
from linernotes.sections.lookups.lists import ItemList
from linernotes.sections.sources.metric_source import AUDIENCE
from linernotes.sections.windows.answers import read_row
from linernotes.soundcharts.reading import first_object, name_of, number, text

type Series = tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class AudienceCounts:
    """What an artist's audience on a platform was in a window, each by day, in order.

    `announced` is how many rows Soundcharts said there were, where it then gave fewer. `lost` has the day of
    each row of which something could not be read, None where the day could not be either.
    """

    followers: Series = ()
    posts: Series = ()
    likes: Series = ()
    views: Series = ()
    rows: int = 0
    announced: int | None = None
    lost: tuple[date | None, ...] = ()

    @property
    def unreadable(self) -> int:
        """See `Content.unreadable`."""
        return len(self.lost)

    def of(self, measure: Measure) -> Series:
        """Give one of them."""
        series: Series = getattr(self, measure.value)
        return series


@dataclass(frozen=True, slots=True)
class Video:
    """A video; its figures are as of a day, each None where it is not known."""

    identifier: str
    published_on: date
    title: str | None = None
    url: str | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class VideoList:
    """The videos published in a range of days, as far as the list was read.

    `listed` counts the items that came, `announced` is how many there should have been, where fewer came.
    With `cut` the list was not followed to the end of the range. `undated` counts videos of no known day.
    """

    videos: tuple[Video, ...] = ()
    listed: int = 0
    announced: int | None = None
    cut: bool = False
    undated: int = 0
    unreadable: int = 0


def audience_counts(found: ItemList, window: Window) -> AudienceCounts:
    """Read the rows of a window; a day given twice keeps what came last (contract 4.2)."""
    values: dict[Measure, dict[date, int]] = {measure: {} for measure in Measure}
    lost: list[date | None] = []
    for item in found.items:
        row = read_row(item, AUDIENCE.value_field, AUDIENCE.count_fields)
        if row.day is not None and not window.holds(row.day):
            continue
        figures: dict[Measure, Number | None] = {
            Measure.FOLLOWERS: row.value,
            **{measure: row.counts.get(field) for measure, field in FIELDS.items()},
        }
        whole = {measure: figure for measure, figure in figures.items() if isinstance(figure, int)}
        # What is counted comes in whole numbers.
        broken = any(figure is not None and not isinstance(figure, int) for figure in figures.values())
        if row.day is None or row.bad_value or row.bad_counts or broken:
            lost.append(row.day)
        if row.day is not None:
            for measure, figure in whole.items():
                values[measure][row.day] = figure
    return AudienceCounts(
        **{measure.value: tuple(sorted(series.items())) for measure, series in values.items()},
        rows=len(found.items),
        announced=found.announced,
        lost=tuple(lost),
    )


def video_list(found: ItemList, first: date, last: date, *, cut: bool) -> VideoList:
    """Read the videos published from `first` to `last`, both inclusive."""
    videos: list[Video] = []
    undated = unreadable = 0
    for item in found.items:
        identifier, day = video_identifier(item), published_on(item)
        if identifier is None or day is None:
            undated += identifier is not None
            unreadable += 1
        elif first <= day <= last:
            video, whole = _video(item, identifier, day)
            videos.append(video)
            unreadable += not whole
    return VideoList(
        videos=tuple(videos),
        listed=len(found.items),
        announced=found.announced,
        cut=cut,
        undated=undated,
        unreadable=unreadable,
    )


def video_identifier(item: Any) -> str | None:
    """Give what a video is called; None where an item is no video, or does not say."""
    raw = item.get("identifier") if isinstance(item, dict) else None
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else text(raw)


def published_on(item: Any) -> date | None:
    """Give the day a video was published, as written; None where it cannot be read."""
    if not isinstance(item, dict):
        return None
    names = ("publishedAt", "createdAt", "date")
    return next(filter(None, (_day(item.get(name)) for name in names)), None)


def _video(item: dict[str, Any], identifier: str, day: date) -> tuple[Video, bool]:
    """Read a video; returns it, and whether all its figures could be read."""
    # Some answers have the figures beside the identifier.
    audience = first_object(item.get("latestAudience")) or item
    views, views_read = _count(audience, "viewCount", "playCount")
    likes, likes_read = _count(audience, "likeCount")
    comments, comments_read = _count(audience, "commentCount")
    video = Video(
        identifier=identifier,
        published_on=day,
        title=name_of(item.get("title")),
        url=text(item.get("url")),
        views=views,
        likes=likes,
        comments=comments,
        as_of=_day(audience.get("date")) if audience is not item else None,
    )
    return video, views_read and likes_read and comments_read


def _count(audience: dict[str, Any], *names: str) -> tuple[int | None, bool]:
    """Give the first of these counts there is, and whether it could be read."""
    raw = next((audience[name] for name in names if audience.get(name) is not None), None)
    try:
        count = number(raw, names[0])
    except BrokenAnswer:
        return None, False
    if count is None:
        return None, True
    return (count, True) if isinstance(count, int) and count >= 0 else (None, False)


def _day(raw: Any) -> date | None:
    try:
        # As written: a Paris midnight turned into UTC would fall on the day before.
        return date.fromisoformat(raw[:10]) if isinstance(raw, str) else None
    except ValueError:
        return None
