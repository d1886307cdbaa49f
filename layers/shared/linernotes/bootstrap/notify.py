"""What the notify function works with."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache, partial

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret
from linernotes.bootstrap import clock
from linernotes.callbacks.sender import CallbackSender
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.settings import Settings


@dataclass(frozen=True, slots=True)
class NotifySettings(Settings):
    """Settings of the notify function."""

    reports_table: str
    callback_secret: str
    retention_days: int
    allowed_callback_hosts: tuple[str, ...]


@dataclass
class Services:
    """What the notify function works with."""

    reports: DynamoReportStore
    sender: CallbackSender


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = NotifySettings.from_env(os.environ)
    secret = Secret(partial(client, "secretsmanager"), settings.callback_secret, monotonic=time.monotonic)
    return Services(
        DynamoReportStore(
            client("dynamodb"),
            settings.reports_table,
            retention_days=settings.retention_days,
            clock=clock.now,
        ),
        CallbackSender(secret=secret.text, allowed_hosts=settings.allowed_callback_hosts, now=clock.now),
    )
