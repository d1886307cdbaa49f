"""The end of `make demo`: a subscription that two ticks find due, which makes one report and one delivery."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any
from zoneinfo import ZoneInfo

import requests
from standardwebhooks.webhooks import Webhook

from local.processes import StackError
from local.receiver import Delivery, receiving
from local.stack import LocalStack
from local.tick import tick

TITLE = "Half past eight in Italy"
TIME_ZONE = "Europe/Rome"
AT = time_of_day(8, 30)
QUEUES = ("RunsQueue", "FetchJobsQueue", "DeliveriesQueue")
"""What has to be worked off for nothing more to come of two ticks."""
_PATH = "/every-week"
_TICKS = 2
_WITHIN_S = 60
_LOOK_S = 0.1
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What the ticks came to.

    `found` is how many subscriptions each tick found due, `data` that of the webhook, whose signature was
    verified; `reports` and `deliveries` count what there is once nothing is being worked on.
    """

    next_due: str
    found: tuple[int, ...]
    receipt: Mapping[str, Any]
    data: Mapping[str, Any]
    reports: int
    deliveries: int


def a_subscription(callback_url: str, now: datetime) -> dict[str, Any]:
    """Make the request for last week's figures of one artist, due weekly, first at the next half past eight.

    That is within a day, so it is about days that the simulated Soundcharts has figures of.
    """
    here = now.astimezone(ZoneInfo(TIME_ZONE))
    day = here.date() if here.time() < AT else here.date() + timedelta(days=1)
    return {
        "title": TITLE,
        "request": {
            "artists": [{"name": "Achille Lauro"}],
            "platforms": ["spotify", "deezer"],
            "period": "last_week",
        },
        "every": "week",
        "on": day.isoweekday(),
        "at": f"{AT:%H:%M}",
        "time_zone": TIME_ZONE,
        "deliver": [{"callback_url": callback_url}],
    }


def run_twice(stack: LocalStack) -> Told:
    """Subscribe, tick twice at the time that the subscription is due, and wait for what comes of it.

    Nothing is set back: a tick's event says what time it is. Raises StackError.
    """
    with _session(stack) as session, receiving() as receiver:
        reports = f"{stack.api_url}/reports?limit=100"
        before = _ids(_ask(session, "GET", reports))
        with _subscribed(stack, session, receiver.url(_PATH)) as subscription:
            # On a stack that was up, what waits there is none of the demo's: a webhook's next try, for one.
            waiting = {queue: _messages(stack, queue) for queue in QUEUES}
            found = tuple(tick(stack, subscription["next_due"]) for _ in range(_TICKS))
            receipt = _receipt(stack, session, subscription["subscription_id"])
            _wait(
                f"end of the work in {', '.join(QUEUES)}",
                lambda: all(_messages(stack, queue) <= count for queue, count in waiting.items()),
            )
        arrived = receiver.at(_PATH)
        if not arrived:
            raise StackError(f"the subscription's run is {receipt['status']}: {receipt['why']}")
        return Told(
            next_due=subscription["next_due"],
            found=found,
            receipt=receipt,
            data=verified(arrived[0], _ask(session, "GET", f"{stack.api_url}/webhook-secret")["secret"]),
            reports=len(_ids(_ask(session, "GET", reports)) - before),
            deliveries=len(arrived),
        )


def verified(delivery: Delivery, secret: str) -> dict[str, Any]:
    """Give the data of a webhook. Raises WebhookVerificationError if its owner's secret did not sign it."""
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    document: dict[str, Any] = Webhook(secret).verify(delivery.body, headers)
    data: dict[str, Any] = document["data"]
    return data


def subscription_text(told: Told) -> str:
    """Say what two ticks came to, with the receipt as the API gives it."""
    receipt, report = told.receipt, told.data["report"]
    due = datetime.fromisoformat(told.next_due).astimezone(ZoneInfo(TIME_ZONE))
    days = report["request"]
    return "\n".join(
        (
            f"“{told.data['title']}”, due {due:%A, %-d %B at %H:%M} ({TIME_ZONE}), "
            f"about {days['start_date']} to {days['end_date']}.",
            f"Ticks at that time: {len(told.found)}, which found {_listed(told.found)} due. "
            f"Reports: {told.reports}. Webhooks: {told.deliveries}, signed with your secret.",
            f"The report is {report['status']}, its run {receipt['status']}. The receipt:",
            json.dumps(receipt, indent=2, ensure_ascii=False),
        )
    )


def _listed(counts: tuple[int, ...]) -> str:
    return " and ".join(map(str, counts))


@contextmanager
def _session(stack: LocalStack) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["x-api-key"] = stack.api_key
        yield session


@contextmanager
def _subscribed(stack: LocalStack, session: requests.Session, url: str) -> Iterator[dict[str, Any]]:
    """Have a subscription as long as the context is open."""
    address = f"{stack.api_url}/subscriptions"
    subscription = _ask(session, "POST", address, json=a_subscription(url, datetime.now(UTC)))
    try:
        yield subscription
    finally:
        session.delete(f"{address}/{subscription['subscription_id']}", timeout=_TIMEOUT_S)


def _receipt(stack: LocalStack, session: requests.Session, subscription_id: str) -> dict[str, Any]:
    """Wait for the end of a subscription's run. Raises StackError if there are several."""
    address = f"{stack.api_url}/subscriptions/{subscription_id}/runs"

    def look() -> list[dict[str, Any]]:
        runs: list[dict[str, Any]] = _ask(session, "GET", address)["runs"]
        return runs if all(run["status"] not in ("running", "delivering") for run in runs) else []

    runs = _wait("end of the run", look)
    if len(runs) > 1:
        raise StackError(f"two ticks made {len(runs)} runs")
    return runs[0]


def _ids(listed: Mapping[str, Any]) -> set[str]:
    return {report["report_id"] for report in listed["reports"]}


def _messages(stack: LocalStack, queue: str) -> int:
    """Count what a queue holds, hidden messages too."""
    counts = stack.client("sqs").get_queue_attributes(
        QueueUrl=stack.physical_id(queue),
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return sum(map(int, counts.values()))


def _ask(session: requests.Session, method: str, address: str, **sent: Any) -> dict[str, Any]:
    answer = session.request(method, address, timeout=_TIMEOUT_S, **sent)
    if not answer.ok:
        raise StackError(f"the API answered {answer.status_code}: {answer.text}")
    document: dict[str, Any] = answer.json()
    return document


def _wait[T](what: str, look: Callable[[], T]) -> T:
    """Look until something is there, and give it. Raises StackError if it does not come."""
    until = time.monotonic() + _WITHIN_S
    while not (found := look()):
        if time.monotonic() > until:
            raise StackError(f"within {_WITHIN_S} s there was no {what}")
        time.sleep(_LOOK_S)
    return found
