"""What the notify function works with."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from linernotes.aws.clients import client
from linernotes.aws.queues import deliver_again
from linernotes.aws.secrets import RotatedSecret
from linernotes.bootstrap import clock
from linernotes.callbacks.secret import owner_secrets
from linernotes.callbacks.sender import CallbackSender
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.settings import Settings


@dataclass(frozen=True, slots=True)
class NotifySettings(Settings):
    """Settings of the notify function."""

    reports_table: str
    callback_secret: str
    notify_queue: str
    retention_days: int
    allowed_callback_hosts: tuple[str, ...]


@dataclass
class Services:
    """What the notify function works with."""

    reports: DynamoReportStore
    sender: CallbackSender
    deliver_again: Callable[[Mapping[str, int]], None]


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = NotifySettings.from_env(os.environ)
    secret = RotatedSecret(
        partial(client, "secretsmanager"), settings.callback_secret, monotonic=time.monotonic
    )
    return Services(
        DynamoReportStore(
            client("dynamodb"),
            settings.reports_table,
            retention_days=settings.retention_days,
            clock=clock.now,
        ),
        CallbackSender(
            secrets=lambda owner: owner_secrets(secret.texts(), owner),
            allowed_hosts=settings.allowed_callback_hosts,
            now=clock.now,
        ),
        partial(deliver_again, client("sqs"), settings.notify_queue),
    )
