"""The whole API held to its OpenAPI document by calls that Schemathesis makes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from linernotes.model.request import MOST_CALLS
from local.simulator import start_simulator
from tests.integration.api_events import KEY
from tests.integration.gateway import running_gateway
from tests.integration.moto_stack import moto_stack
from tests.unit.openapi import operations

LEAST_CALLS = 2_000
LONGEST_HOST = 253

_CONFIG = {
    "seed": 20240901,
    "headers": {"x-api-key": KEY},
    "generation": {"max-examples": 12, "deterministic": True},
    # HEAD is answered though it is not described; TRACE is refused by API Gateway before there is a stage.
    "phases": {"coverage": {"unexpected-methods": ["get", "put", "post", "delete", "options", "patch"]}},
    # There would be 2,600 cases, of schemas with a request in each: those of POST /reports are made up, and
    # tests of bodies have the others by hand.
    "operations": [
        {"include-name": name, "phases": {"coverage": {"enabled": False}}}
        for name in (
            "POST /reports/preview",
            "POST /subscriptions",
            "POST /subscriptions/preview",
            "PATCH /subscriptions/{subscription_id}",
        )
    ],
    "checks": {
        # What is made up is no report's id, and a report that was made has not ended.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "302", "304", "404", "409"]},
    },
}

_SEPTEMBER = {"start_date": "2024-09-01", "end_date": "2024-09-30"}
_TWO_MONTHS = {"from": "2024-08", "to": "2024-09"}
_A_LINE = "Billie Eilish on spotify for last"
_numbers = count(1)


@pytest.fixture
def api(page_site: Path) -> Iterator[str]:
    """Have the API on a fake AWS, Soundcharts simulated; gives its address."""
    assert (page_site / "index.html").exists()
    schemathesis.hook("before_call")(possible)
    with start_simulator() as simulator, moto_stack(simulator.base_url), running_gateway() as address:
        yield address
    schemathesis.hooks.unregister(possible)


def possible(context: Any, case: schemathesis.Case[Any], kwargs: Any) -> None:  # noqa: ARG001
    """Change a call that ought to be accepted where no schema can say what it must be."""
    assert case.meta is not None
    if case.meta.generation.mode.is_negative:
        return
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"{next(_numbers)}-{case.headers['Idempotency-Key']}"[:255]
    body: Any = case.body
    if isinstance(body, dict) and "platforms" in body:
        body.update(_SEPTEMBER)
        # What a report costs no schema can say: eleven artists with every section are more than is usual.
        body["max_upstream_calls"] = MOST_CALLS
        if "callback_url" in body:
            body["callback_url"] = with_short_host(body["callback_url"])
        for artist in body["artists"]:
            if isinstance(artist, dict) and "name" in artist:
                artist["name"] = "Billie Eilish"
    if isinstance(body, dict) and case.operation.path.startswith("/subscriptions"):
        possible_subscription(body, change=case.method == "PATCH")
    if not case.query:
        return
    if "text" in case.query:
        case.query["text"] = f"{_A_LINE} {1 + len(case.query['text']) % 90} days"
    for dates in (_SEPTEMBER, _TWO_MONTHS):
        if dates.keys() <= case.query.keys():
            case.query.update(dates)
    # A cursor is what an answer gave, and none that is made up.
    case.query.pop("cursor", None)
    if {"separator", "section"} & case.query.keys():
        case.query["format"] = "csv"
    if "url" in case.query:
        case.query["url"] = with_short_host(case.query["url"])


def possible_subscription(body: dict[str, Any], *, change: bool) -> None:
    """Change what no schema can say of a subscription: zones there are, what it costs, what can be served."""
    request = body.get("request")
    if request is not None:
        request |= {"artists": request["artists"][:1], "max_upstream_calls": MOST_CALLS}
        if isinstance(request["artists"][0], dict) and "name" in request["artists"][0]:
            request["artists"] = [{"name": "Billie Eilish"}]
    possible: dict[str, Any] = {
        "time_zone": "Europe/Rome",
        "deliver": [{"callback_url": "https://example.org/"}],
    }
    if change:  # the day has to go with how often it is due, before or after
        possible["on"] = None
    body.update({name: value for name, value in possible.items() if name in body})


def with_short_host(url: Any) -> Any:
    """Shorten the name of a host that is too long, which takes more than a pattern to say."""
    too_long = isinstance(url, str) and len(urlsplit(url).hostname or "") > LONGEST_HOST
    return "https://example.org/" if too_long else url


def described(check: Any) -> str:
    failure = check.failure_info.failure
    return f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}"


# Hypothesis warns of a long text it prints about a failure within; there is nobody here to read it.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_thousands_of_made_up_calls_are_answered_as_described(api: str) -> None:
    config = schemathesis.Config.from_dict({**_CONFIG, "base-url": api})
    schema = schemathesis.openapi.from_url(f"{api}/openapi.json", config=config)
    calls: Counter[str] = Counter()
    failures: list[str] = []
    for event in from_schema(schema).execute():
        match event:
            case events.FatalError():
                raise event.exception
            case events.NonFatalError():
                failures.append(f"{event.label}: {event.value!r}")
            case events.ScenarioFinished():
                calls.update(node.value.operation.label for node in event.recorder.cases.values())
                checks = [check for checks in event.recorder.checks.values() for check in checks]
                failures += [described(check) for check in checks if check.failure_info]
    assert failures == []
    # Of the document itself no call is made up.
    assert calls.keys() == operations().keys() - {"GET /openapi.json"}
    assert calls.total() >= LEAST_CALLS
