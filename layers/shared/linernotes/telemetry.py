"""The logger and the metrics of every function, named once.

Logs are one JSON object a line, an event name and fields; never bodies, never secrets.
"""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="liner-notes")
metrics = Metrics(namespace="LinerNotes", service="liner-notes")


def log_broken(message_id: str, error: Exception) -> None:
    """Log that a message is not one of ours, which leaves it to the dead letters."""
    logger.error("broken message", message_id=message_id, reason=str(error))


__all__ = ["MetricUnit", "log_broken", "logger", "metrics"]
