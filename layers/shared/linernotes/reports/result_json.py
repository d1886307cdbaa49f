"""The answer as the JSON of contract 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.model.json_values import period_json
from linernotes.model.report import Report, Status
from linernotes.sections.audience.result import Result

if TYPE_CHECKING:
    from linernotes.reports.answer_types import Result as ResultAnswer


def result_json(report: Report, result: Result, status: Status) -> ResultAnswer:
    """Give the answer as the JSON of contract 4; `status` is how the report ends."""
    request = report.request
    rows = result.json()
    answer: ResultAnswer = {
        "success": status is not Status.FAILED,
        "summary": {
            "total_artists": len(request.artists),
            "total_platforms": len(request.platforms),
            "date_range": period_json(request.period),
            "country": request.country,
        },
        "platform_summaries": rows["platform_summaries"],
        "detailed_breakdown": rows["detailed_breakdown"],
        "metadata": {
            "artists": [
                {"uuid": artist.uuid, "name": artist.name, "imageUrl": artist.image_url}
                for artist in result.artists
            ],
            "platforms": [
                {"name": source.name, "slug": source.slug, "color": source.color} for source in result.sources
            ],
        },
    }
    if result.sections:
        answer["sections"] = {name: section.json() for name, section in result.sections.items()}
    return answer
