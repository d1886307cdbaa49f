"""What is logged and counted of runs that have ended, by both functions that end them."""

from __future__ import annotations

from typing import Any

from linernotes.subscriptions.run import Run, RunStatus
from linernotes.telemetry import Metric, count, logger


def tell_ended(run: Run) -> None:
    """Log a run that has ended, and that its subscription was paused if it was; count both."""
    keys: dict[str, Any] = {"owner": run.owner, "subscription_id": run.subscription_id, "run_id": run.run_id}
    logger.info("run ended", **keys, status=run.status.value, why=run.why, calls=run.calls, late_s=run.late_s)
    if run.notices:
        logger.warning("subscription paused", **keys, why=run.why)
    count({Metric.RUNS_ENDED: 1, Metric.RUNS_FAILED: int(run.status is RunStatus.FAILED)})
