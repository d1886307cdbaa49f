"""The logger and the metrics of every function, named once.

Logs are one JSON object a line, an event name and fields; never bodies, never secrets.
"""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="liner-notes")
metrics = Metrics(namespace="LinerNotes", service="liner-notes")

__all__ = ["MetricUnit", "logger", "metrics"]
