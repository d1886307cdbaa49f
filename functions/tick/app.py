"""The tick of subscriptions: an event with its `time` in, a message out for each that is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import tick as bootstrap
from linernotes.model.errors import LinerNotesError
from linernotes.subscriptions.tick import tick
from linernotes.telemetry import Metric, count, logger


class NoTime(LinerNotesError):
    """The event does not say when it is of."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:  # noqa: ARG001
    """Ask for what is due at the event's `time`; answers how many there are."""
    services = bootstrap.services()
    now = _time_of(event)
    due = tick(now, store=services.subscriptions, queue=services.queue)
    logger.info("tick", now=now.isoformat(), due=due)
    count({Metric.RUNS_DUE: due})
    return {"due": due}


def _time_of(event: dict[str, Any]) -> datetime:
    """Read the time of a tick. Raises NoTime."""
    told = event.get("time")
    try:
        now = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        now = None
    if now is None or now.tzinfo is None:
        raise NoTime(f"time: give the event's time with its zone, as 2026-11-30T07:30:00Z; it was {told!r}")
    return now
