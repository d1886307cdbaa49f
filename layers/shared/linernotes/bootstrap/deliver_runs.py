"""What the deliver_runs function works with. What delivers to a kind of target is made with the first."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial

from linernotes.aws.clients import client
from linernotes.aws.queues import deliver_again
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap.ended_runs import tell_ended
from linernotes.bootstrap.page_address import page_url_at
from linernotes.callbacks.schedule import wait_after
from linernotes.model.errors import DeliveryRefused
from linernotes.reports.dynamo_links import DynamoLinkStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.settings import Settings
from linernotes.subscriptions.delivery import Deliverer
from linernotes.subscriptions.delivery_messages import SqsDeliveriesQueue
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.run_ports import DeliveryTools
from linernotes.subscriptions.subscription import CallbackTarget, EmailTarget, SlackTarget, Target


@dataclass(frozen=True, slots=True)
class DeliverRunsSettings(Settings):
    """Settings of the deliver_runs function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of `api_url`.
    """

    subscriptions_table: str
    reports_table: str
    files_bucket: str
    callback_secret: str
    deliveries_queue_url: str
    allowed_callback_hosts: tuple[str, ...]
    retention_days: int
    page_address: str
    api_url: str
    slack_secret: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_timeout_s: int
    mail_from: str


@dataclass(frozen=True, slots=True)
class Services:
    """What the deliver_runs function works with."""

    tools: DeliveryTools
    deliver_again: Callable[[Mapping[str, int]], None]


class Deliverers:
    """What delivers, by kinds of targets; each is made, and loaded, with the first target of its kind."""

    def __init__(self, make: Mapping[type, Callable[[], Deliverer]]) -> None:
        """Take what makes them."""
        self._make = make
        self._made: dict[type, Deliverer] = {}

    def of(self, target: Target) -> Deliverer:
        """Give what delivers to a target. Raises DeliveryRefused for one that nothing here delivers to."""
        kind = type(target)
        if kind not in self._make:
            raise DeliveryRefused("this stack does not deliver to such targets")
        if kind not in self._made:
            self._made[kind] = self._make[kind]()
        return self._made[kind]


@cache
def services() -> Services:
    """Make what the function works with."""
    told = DeliverRunsSettings.from_env(os.environ)
    dynamodb, sqs = client("dynamodb"), client("sqs")
    deliverers = Deliverers(
        {
            CallbackTarget: partial(_callbacks, told),
            SlackTarget: partial(_slack, told),
            EmailTarget: partial(_mails, told),
        }
    )
    tools = DeliveryTools(
        subscriptions=DynamoSubscriptionStore(
            dynamodb, told.subscriptions_table, retention_days=told.retention_days
        ),
        reports=DynamoReportStore(
            dynamodb, told.reports_table, retention_days=told.retention_days, clock=clock.now
        ),
        files=S3ReportFiles(client("s3"), told.files_bucket),
        links=DynamoLinkStore(dynamodb, told.reports_table),
        deliveries=SqsDeliveriesQueue(sqs, told.deliveries_queue_url),
        deliverer=deliverers.of,
        wait_after=wait_after,
        page_url=page_url_at(told.page_address, told.api_url),
        shared_for=timedelta(days=told.retention_days),
        clock=clock.now,
        new_token=chance.new_token,
        random=chance.random_share,
        tell_ended=tell_ended,
    )
    return Services(tools, partial(deliver_again, sqs, told.deliveries_queue_url))


def _slack(told: DeliverRunsSettings) -> Deliverer:
    from linernotes.bootstrap.slack_delivery import make_slack_delivery

    return make_slack_delivery(told, S3ReportFiles(client("s3"), told.files_bucket))


def _mails(told: DeliverRunsSettings) -> Deliverer:
    from linernotes.bootstrap.mails import make_email_deliverer

    return make_email_deliverer(
        mail_from=told.mail_from,
        page_url=page_url_at(told.page_address, told.api_url),
        callback_secret=told.callback_secret,
        files=S3ReportFiles(client("s3"), told.files_bucket),
    )


def _callbacks(told: DeliverRunsSettings) -> Deliverer:
    from linernotes.api.resource import report_json
    from linernotes.aws.secrets import RotatedSecret
    from linernotes.callbacks.secret import owner_secrets
    from linernotes.callbacks.sender import CallbackSender
    from linernotes.subscriptions.callback_delivery import CallbackDeliverer

    secret = RotatedSecret(partial(client, "secretsmanager"), told.callback_secret, monotonic=time.monotonic)
    sender = CallbackSender(
        secrets=lambda owner: owner_secrets(secret.texts(), owner),
        allowed_hosts=told.allowed_callback_hosts,
        now=clock.now,
    )
    return CallbackDeliverer(sender, report_json)
