"""What it takes to give a finished answer again."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Protocol

from linernotes import __version__
from linernotes.aws.clients import client
from linernotes.reports.dynamo_answers import DynamoAnswers, DynamoChanges
from linernotes.reports.same_again import SameAgain
from linernotes.telemetry import logger


class _Settings(Protocol):
    @property
    def reports_table(self) -> str: ...
    @property
    def windows_table(self) -> str: ...
    @property
    def chart_entries_table(self) -> str: ...
    @property
    def retention_days(self) -> int: ...


def make_same_again(settings: _Settings) -> SameAgain:
    """Make it from a function's settings; each release of the code gives its own answers only."""
    dynamodb = client("dynamodb")
    return SameAgain(
        DynamoAnswers(dynamodb, settings.reports_table, retention_days=settings.retention_days),
        DynamoChanges(dynamodb, settings.windows_table, settings.chart_entries_table),
        release=f"{__version__}/{os.environ.get('RELEASE', '')}",
        kept_for=timedelta(days=settings.retention_days),
        tell_lost=_tell_lost,
    )


def _tell_lost(doing: str, error: Exception) -> None:
    logger.error("answer not given again", doing=doing, exc_info=error)
