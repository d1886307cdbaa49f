"""What can be asked for besides reports: artists, tracks, sources, and the API about itself."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes import __version__
from linernotes.api.openapi_file import openapi_text
from linernotes.api.problems import MEDIA_TYPE, no_entries_problem
from linernotes.api.resource import platforms_json
from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import clock
from linernotes.routes.answering import (
    NO_STORE,
    as_found,
    instance,
    json_answer,
    owner,
    posted,
    query,
    seldom_changed,
)
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only some routes load
    from linernotes.sections.tracks.monthly import MonthlyFigures
    from linernotes.sections.tracks.tracks import TrackBreakdown

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.get("/artists")
def find_artists() -> Response[str]:
    """Find artists by name, for autocomplete, or one by an address or uuid."""
    from linernotes.reports import find_artists
    from linernotes.reports.resolve_artists import candidate_json

    term = (router.current_event.query_string_parameters or {}).get("q", "")
    search = bootstrap.services().searches.of(owner())
    found = find_artists.find_artists(term, directory=search)
    return as_found(json.dumps({"artists": [candidate_json(entry) for entry in found]}))


@router.post("/artists/resolve")
def resolve_artists() -> Response[str]:
    """Say of each of several lines which artist it means."""
    from linernotes.api.bodies import parse_lines
    from linernotes.reports.resolve_lines import resolve_lines, resolved_json

    lines = parse_lines(posted())
    search = bootstrap.services().searches.of(owner())
    resolved = resolve_lines(lines, directory=search, monotonic=time.monotonic)
    outcomes = Counter(line.status.value for line in resolved)
    logger.info("lines resolved", lines=len(resolved), outcomes=dict(outcomes))
    return json_answer(200, json.dumps({"lines": [resolved_json(line) for line in resolved]}))


@router.get("/line")
def read_line() -> Response[str]:
    """Read a report asked for in one line, as Slack takes it, and say what it asks for."""
    from linernotes.api.line_json import line_json
    from linernotes.api.queries import parse_line_query
    from linernotes.request_line import reading

    line = reading.read_line(parse_line_query(query()), today=clock.now().date())
    return json_answer(200, json.dumps(line_json(line)))


@router.get("/tracks")
def get_tracks() -> Response[str]:
    """Say what an artist's tracks did on a platform's charts."""
    from linernotes.api.queries import parse_tracks_query
    from linernotes.sections.tracks.track_breakdown import track_breakdown
    from linernotes.sections.tracks.track_json import breakdown_json

    question = parse_tracks_query(query(), today=clock.now().date())
    breakdown = track_breakdown(question, bootstrap.services().charts)
    _tell_missing_days(breakdown)
    answer = breakdown_json(breakdown)
    if answer["success"]:
        return as_found(json.dumps(answer))
    body = no_entries_problem(answer, instance=instance())
    return Response(404, content_type=MEDIA_TYPE, body=body, headers=NO_STORE)


@router.get("/artists/<uuid>/monthly")
def get_monthly(uuid: str) -> Response[str]:
    """Give what an artist's tracks did on a platform's charts, month by month."""
    from linernotes.api.queries import parse_monthly_query
    from linernotes.sections.tracks.track_breakdown import monthly_figures
    from linernotes.sections.tracks.track_json import monthly_json

    question = parse_monthly_query(uuid, query(), today=clock.now().date())
    figures = monthly_figures(question, bootstrap.services().charts)
    _tell_missing_days(figures)
    return as_found(json.dumps(monthly_json(figures)))


def _tell_missing_days(answer: TrackBreakdown | MonthlyFigures) -> None:
    """Log for operators which chart days an answer lacked."""
    from linernotes.api.chart_advice import missing_chart_days

    retention_days = bootstrap.services().settings.chart_retention_days
    missing = missing_chart_days(
        answer.question, answer.looked_at, today=clock.now().date(), retention_days=retention_days
    )
    if missing is not None:
        logger.info("chart days missing", **missing)


@router.get("/platforms")
def platforms() -> Response[str]:
    """Give the coverage matrix."""
    return seldom_changed(json.dumps(platforms_json()))


@router.get("/openapi.json")
def openapi() -> Response[str]:
    """Describe this API, as the build wrote it down."""
    return seldom_changed(openapi_text())


@router.get("/health")
def health() -> Response[str]:
    """Say that the API answers, and which version it is."""
    return json_answer(200, json.dumps({"status": "ok", "version": __version__}))
