"""Problem documents: every error has a type of its own, and every type is explained, once and for good."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import linernotes
from linernotes.api import problems, refusals
from linernotes.api.problems import OF_API_GATEWAY, OF_ERRORS, PROBLEM_TYPES, instance_of, problem_of, type_of
from linernotes.model import errors
from linernotes.model.problem_types import INTERNAL_ERROR
from tests.unit.template import ROOT, of_type

INSTANCE = "urn:uuid:9531985d-5d9d-49f8-9818-e811892f902b"

NOT_FOR_CALLERS = {
    "AddressRefused",
    "CallbackRefused",
    "CallbackRuleBroken",
    "CallbackUnavailable",
    "DeliveryRefused",
    "DeliveryUnavailable",
    "LeaseLost",
    "MessageBroken",
    "NotReached",
    "OwnerBusy",
    "QueueRefused",
    "SettingMissing",
    "SlackBusy",
    "SlackError",
    "SlackRefused",
    "UpstreamError",
    "_ConnectionBroke",
    "_NotConnected",
}
"""Errors that are nothing to a caller of the API: of other doors, faults of ours, or the base of others."""


def errors_below(base: type[Exception]) -> Iterator[type[Exception]]:
    for kind in base.__subclasses__():
        yield kind
        yield from errors_below(kind)


def every_error() -> list[type[Exception]]:
    """List every error of the package, wherever it is defined."""
    for module in pkgutil.walk_packages(linernotes.__path__, "linernotes."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = errors_below(errors.LinerNotesError)
    return [kind for kind in ours if kind.__module__.startswith("linernotes.")]


def explained() -> dict[str, tuple[int, str]]:
    """Give the status and title of each type that the page of problems explains."""
    text = (ROOT / "docs/problems.md").read_text()
    found = re.findall(r"^### ([a-z-]+)\n\n(\d{3}), ([^.]+)\. .*?Again:", text, re.MULTILINE | re.DOTALL)
    assert len(found) == len(re.findall("^### ", text, re.MULTILINE)), "a section lacks its status or advice"
    return {name: (int(status), " ".join(title.split())) for name, status, title in found}


def gateway_responses() -> dict[str, dict[str, Any]]:
    (api,) = of_type("AWS::Serverless::Api").values()
    return {
        kind: json.loads(
            response["ResponseTemplates"]["application/json"].replace(
                "$context.error.messageString", '"Why not."'
            )
        )
        for kind, response in api["GatewayResponses"].items()
    }


def test_every_error_a_caller_can_get_has_a_type_of_its_own() -> None:
    untyped = {kind.__name__ for kind in every_error() if kind not in OF_ERRORS}
    assert untyped == NOT_FOR_CALLERS


def test_every_type_is_explained_with_its_status_and_title_and_no_other() -> None:
    assert explained() == {name: (kind.status, kind.title) for name, kind in PROBLEM_TYPES.items()}


def test_a_name_stands_for_one_type() -> None:
    kinds = {*OF_ERRORS.values(), *PROBLEM_TYPES.values()}
    assert len(kinds) == len({kind.name for kind in kinds}) == len({kind.title for kind in kinds})


def test_a_type_is_an_absolute_uri_of_lower_case_words() -> None:
    for kind in PROBLEM_TYPES.values():
        assert re.fullmatch(r"urn:problem-type:liner-notes:[a-z]+(-[a-z]+)*", kind.uri)


def test_what_is_not_final_says_when_to_try_again() -> None:
    for kind in set(OF_ERRORS.values()):
        if kind.status == 503 and kind.name != "throttled":
            assert kind.retry_after_s, kind


@pytest.mark.parametrize("kind", gateway_responses())
def test_api_gateways_own_problems_are_of_the_types_there_are(kind: str) -> None:
    document = gateway_responses()[kind]
    named = PROBLEM_TYPES[document["type"].rpartition(":")[2]]
    status = document.get("status", named.status)
    assert (document["type"], document["title"], status) == (named.uri, named.title, named.status)
    assert document["instance"] == "urn:uuid:$context.requestId"


def test_every_type_of_api_gateway_is_in_use() -> None:
    used = {document["title"] for document in gateway_responses().values()}
    assert {kind.title for kind in OF_API_GATEWAY} <= used


def test_an_error_is_the_nearest_type_there_is() -> None:
    class Odd(errors.Unavailable):
        """One more way of not being there."""

    assert type_of(Odd("down")) == OF_ERRORS[errors.Unavailable]
    assert type_of(errors.ListTooLong("too long")) == problems.UPSTREAM_REFUSES
    assert type_of(KeyError("what nobody expected")) == INTERNAL_ERROR


def test_an_internal_error_tells_what_to_quote_and_nothing_of_itself() -> None:
    status, body, headers = problem_of(RuntimeError("password"), instance=INSTANCE)
    document = json.loads(body)
    assert (status, document["instance"], headers) == (500, INSTANCE, {})
    assert "instance" in document["detail"]
    assert "password" not in body


@pytest.mark.parametrize("field", ["\ud800", "ok\ud83c"])
def test_a_problem_document_can_be_sent_whatever_it_quotes(field: str) -> None:
    _, body, _ = problem_of(errors.InvalidRequest([(field, "unknown field")]), instance=INSTANCE)
    assert json.loads(body.encode())["errors"][0]["field"] == field[:-1] + "?"


def test_the_instance_is_the_request_id_of_api_gateway() -> None:
    event = {"requestContext": {"requestId": INSTANCE.removeprefix("urn:uuid:")}}
    assert instance_of(event) == INSTANCE


def test_an_error_that_knows_how_long_to_wait_is_believed() -> None:
    _, _, headers = problem_of(errors.Throttled("it asks to wait", 7.3), instance=INSTANCE)
    assert headers == {"Retry-After": "8"}
    _, _, headers = problem_of(errors.Unavailable("down"), instance=INSTANCE)
    assert headers == {"Retry-After": "30"}


# ------------------------------------------------------------------------------------------------- of HTTP


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/vnd.api+json",
        "application/x-www-form-urlencoded",
    ],
)
def test_json_is_taken_by_its_name_or_none_or_what_curl_says(content_type: str | None) -> None:
    refusals.check_is_json(content_type)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "multipart/form-data; boundary=x", "text/json", "json", "application/"],
)
def test_what_is_said_to_be_something_else_is_refused_with_what_is_taken(content_type: str) -> None:
    with pytest.raises(refusals.UnsupportedMediaType) as refused:
        refusals.check_is_json(content_type)
    status, _, headers = problem_of(refused.value, instance=INSTANCE)
    assert (status, headers) == (415, {"Accept-Post": "application/json"})


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD"),
        ("/health", "GET, HEAD"),
        ("/reports/preview", "POST"),
        ("/reports/r-1/repair", "POST"),
        ("/artists/x/monthly", "GET, HEAD"),
        ("/assets/main.css", "GET, HEAD"),
        ("/pictures", "GET, HEAD"),
        ("/slack/commands", "POST"),
        ("/slack/interactions", "POST"),
        ("/slack/options", "POST"),
        ("/artists/resolve", "POST"),
        ("/line", "GET, HEAD"),
    ],
)
def test_a_known_path_says_what_it_answers_to(path: str, allowed: str) -> None:
    status, _, headers = problem_of(refusals.nothing_for("PUT", path), instance=INSTANCE)
    assert (status, headers) == (405, {"Allow": allowed})


@pytest.mark.parametrize(
    "path", ["", "/nothing", "/slack", "/slack/events", "/reports/", "/health/", "/reports/a/b/c", "/xhealth"]
)
def test_at_any_other_path_there_is_nothing(path: str) -> None:
    status, _, headers = problem_of(refusals.nothing_for("PUT", path), instance=INSTANCE)
    assert (status, headers) == (404, {})


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_part_of_a_path_that_none_can_have_is_not_the_methods_fault(method: str) -> None:
    assert isinstance(refusals.nothing_for(method, "/reports/\x84"), refusals.NothingHere)
