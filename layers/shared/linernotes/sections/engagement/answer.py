"""The section's answer as JSON (contract 10.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from linernotes.model.json_values import json_date, json_number, period_json
from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus
from linernotes.sections.engagement.figures import Gain, rate_of
from linernotes.sections.engagement.platforms import Measure
from linernotes.sections.engagement.totals import Comparison, EngagementOf
from linernotes.sections.engagement.words import NO_SENTIMENT, about_video
from linernotes.sections.section_json import note_of_all, spent, status_of_all

if TYPE_CHECKING:
    from linernotes.model.figures import Exact
    from linernotes.sections.engagement import answer_types as answers
    from linernotes.sections.engagement.reading import Video


def section_json(report: Report, section: str, found: Sequence[EngagementOf]) -> answers.EngagementSection:
    """Give what every artist gained on every platform, and the videos."""
    has_figures = any(of.has_figures for of in found)
    return {
        "status": status_of_all({of.status for of in found}, has_figures=has_figures),
        "note": note_of_all((of.note for of in found), has_figures=has_figures),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, video) for of in found for video in of.videos or ()],
        "sentiment": {"status": RowStatus.NOT_AVAILABLE, "note": NO_SENTIMENT},
        **spent(report, section, [moment for of in found for moment in of.fetched_at]),
    }


def _of(of: EngagementOf) -> answers.OfEngagement:
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.platform.code,
        "platform__name": of.platform.name,
        "status": of.status,
        "note": of.note,
    }


def _total_json(of: EngagementOf) -> answers.EngagementTotal:
    compared = of.comparison
    return {
        **_of(of),
        **_gains_json({measure: gain.gained for measure, gain in of.gains.items()}),
        "first_date": json_date(of.first_day),
        "latest_date": json_date(of.latest_day),
        "videos": None if of.videos is None else len(of.videos),
        "videos_status": of.videos_status,
        "engagement_rate": json_number(of.rate),
        "compared": _compared_json(compared) if compared else None,
        "change": _gains_json(compared.changes) if compared else None,
        "change_note": compared.note if compared else None,
    }


def _compared_json(compared: Comparison) -> answers.EngagementCompared:
    gains: Mapping[Measure, Gain] = compared.gains
    return {
        "period": period_json(compared.period),
        **_gains_json({measure: gain.gained for measure, gain in gains.items()}),
    }


def _gains_json(gains: Mapping[Measure, Exact | None]) -> answers.EngagementGains:
    return {
        "followers_gained": json_number(gains.get(Measure.FOLLOWERS)),
        "posts_gained": json_number(gains.get(Measure.POSTS)),
        "likes_gained": json_number(gains.get(Measure.LIKES)),
        "views_gained": json_number(gains.get(Measure.VIEWS)),
    }


def _row_json(of: EngagementOf, video: Video) -> answers.EngagementVideo:
    return {
        **_of(of),
        "status": RowStatus.MEASURED,
        "note": about_video(video),
        "published_on": video.published_on.isoformat(),
        "identifier": video.identifier,
        "title": video.title,
        "url": video.url,
        "views": video.views,
        "likes": video.likes,
        "comments": video.comments,
        "rate": json_number(rate_of([video])),
        "as_of": json_date(video.as_of),
    }
