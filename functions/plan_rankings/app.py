"""Chart ingest: an event in (the schedule's, or a range to fill in), what is asked for now out."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.chart_events import parse_chart_event
from linernotes.bootstrap import clock
from linernotes.bootstrap import plan_rankings as bootstrap
from linernotes.charts.plan_rankings import ChartQuestion, Plan, plan_rankings
from linernotes.model.errors import InvalidRequest, LinerNotesError
from linernotes.telemetry import logger

RESERVE_S = 60.0
"""Left for reading what is stored and for sending, when Soundcharts uses up the rest of the time."""


class ChartsNotAsked(LinerNotesError):
    """Charts of the schedule could not be asked: the run is tried again, and its alarm rings."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Send the rankings that are missing; an event that breaks a rule is answered with its `errors`."""
    services = bootstrap.services()
    settings = services.settings
    usual = ChartQuestion(settings.chart_platforms, settings.chart_countries)
    try:
        question = parse_chart_event(
            event, usual=usual, today=clock.now().date(), retention_days=settings.chart_retention_days
        )
    except InvalidRequest as error:
        return {"errors": [{"field": field, "message": message} for field, message in error.errors]}
    plan = plan_rankings(
        question,
        charts=services.charts,
        queue=services.queue,
        source=services.source,
        clock=clock.now,
        retention_days=settings.chart_retention_days,
        most=settings.rankings_per_run,
        budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S,
    )
    _tell(plan)
    # What cannot be read today cannot tomorrow: it is logged, and no reason to try the run again.
    problems = [
        problem.what for problem in plan.problems if not (problem.unknown_platform or problem.unreadable)
    ]
    if event.get("scheduled") and problems:
        raise ChartsNotAsked(f"{len(problems)} could not be asked, {', '.join(problems[:5])} among them")
    return _answer(plan)


def _tell(plan: Plan) -> None:
    for problem in plan.problems:
        logger.error("charts not asked", what=problem.what, reason=problem.reason)
    logger.info(
        "rankings planned",
        charts=plan.charts,
        rankings=plan.rankings,
        stored=plan.stored,
        sent=sum(map(len, plan.sent.values())),
        left=plan.left,
        taken_back=plan.taken_back,
    )


def _answer(plan: Plan) -> dict[str, Any]:
    return {
        "charts": plan.charts,
        "rankings": plan.rankings,
        "stored": plan.stored,
        "sent": {slug: [day.isoformat() for day in days] for slug, days in plan.sent.items()},
        "left": plan.left,
        "problems": [
            {"what": problem.what, "reason": problem.reason, "unknown_platform": problem.unknown_platform}
            for problem in plan.problems
        ],
    }
