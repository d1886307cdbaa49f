"""The running API held to its OpenAPI document: calls made up from it get the answers it describes."""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
import schemathesis
from schemathesis.checks import not_a_server_error

from linernotes.api.openapi import openapi_document
from tests.e2e.caller import Caller
from tests.e2e.world import World

_VALUES_KEPT = 3
_TIMEOUT_S = 40
_IDEMPOTENCY_KEY = re.compile("[!-~]{1,255}")
_numbers = count(1)

_CONFIG = schemathesis.Config.from_dict(
    {
        "seed": 20240901,
        "generation": {"max-examples": 40, "deterministic": True, "with-security-parameters": False},
        # HEAD is answered though it is not described; TRACE is refused by API Gateway itself.
        "phases": {"coverage": {"unexpected-methods": ["get", "put", "post", "delete", "options", "patch"]}},
        # A preview takes the same body: its corner cases are gone through there, where none makes a report.
        "operations": [{"include-name": "POST /reports", "phases": {"coverage": {"enabled": False}}}],
        "checks": {
            # What the document allows may be refused for what no schema says: dates in the wrong order,
            # an artist whom nobody knows.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "302", "304", "404", "409", "422"]},
        },
    }
)


def _with_short_enums(part: Any) -> Any:
    """Copy a document with no more than a few values of each enumeration, every one of which is a call."""
    if isinstance(part, list):
        return [_with_short_enums(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    copy = {key: _with_short_enums(inner) for key, inner in part.items()}
    if isinstance(part.get("enum"), list):
        copy["enum"] = part["enum"][:_VALUES_KEPT]
    return copy


def _inlined(part: Any, schemas: dict[str, Any]) -> Any:
    """Copy a schema with what it refers to in its place."""
    if isinstance(part, list):
        return [_inlined(inner, schemas) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        beside = {key: value for key, value in part.items() if key != "$ref"}
        return {**_inlined(schemas[part["$ref"].rpartition("/")[2]], schemas), **beside}
    return {key: _inlined(inner, schemas) for key, inner in part.items()}


def _schema() -> Any:
    document = openapi_document()
    schemas = document["components"]["schemas"]
    # Answers may have any of the values that calls are not made up with.
    schemas["ShortReportRequest"] = _with_short_enums(_inlined(schemas["ReportRequest"], schemas))
    for operation in (document["paths"][path]["post"] for path in ("/reports", "/reports/preview")):
        operation["requestBody"]["content"]["application/json"]["schema"] = {
            "$ref": "#/components/schemas/ShortReportRequest"
        }
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _with_short_enums(_inlined(parameter["schema"], schemas))
    return schemathesis.openapi.from_dict(document, config=_CONFIG)


SCHEMA = _schema()


def reach(world: World, *, with_key: bool = True) -> dict[str, Any]:
    """Say how a call gets to the API."""
    headers = {"x-api-key": world.stack.api_key} if with_key else {}
    return {
        "base_url": world.stack.api_url,
        "headers": headers,
        "timeout": _TIMEOUT_S,
        "allow_redirects": False,
    }


def checked(
    world: World,
    method: str,
    path: str,
    *,
    report_id: str | None = None,
    with_key: bool = True,
    **parts: Any,
) -> Any:
    """Make one call of the document; gives its answer, once that has been found to be as described."""
    if report_id is not None:
        parts["path_parameters"] = {"report_id": report_id}
    case = SCHEMA[path][method].Case(**parts)
    return case.call_and_validate(**reach(world, with_key=with_key), excluded_checks=[not_a_server_error])


# --- Made-up calls --------------------------------------------------------------------------------


@SCHEMA.parametrize()  # type: ignore[untyped-decorator]
def test_whatever_is_asked_is_answered_as_described(
    case: schemathesis.Case[Any], world: World, newcomer: Caller
) -> None:
    key = case.headers.get("Idempotency-Key")
    if key is not None and _IDEMPOTENCY_KEY.fullmatch(key):
        # A key used before would be refused, whatever the request.
        case.headers["Idempotency-Key"] = f"{next(_numbers)}-{key}"[:255]
    # Reports of other tests have callbacks to addresses that only a local stack takes.
    headers = {"x-api-key": newcomer.api_key}
    case.call_and_validate(**{**reach(world), "headers": headers})


# --- Calls that get somewhere ---------------------------------------------------------------------


def test_a_report_is_as_described_at_every_stage_of_its_life(world: World) -> None:
    request = world.a_request(platforms=["spotify", "deezer"], country="IT", title="September")
    preview = checked(world, "POST", "/reports/preview", body=request)
    accepted = checked(world, "POST", "/reports", body={**request, "country": None})
    made = checked(world, "POST", "/reports", body=request, headers={"Prefer": "wait=25"})
    assert [answer.status_code for answer in (preview, accepted, made)] == [200, 202, 200]
    this = made.json()["report_id"]
    again = checked(world, "GET", "/reports/{report_id}", report_id=this)
    download = checked(world, "GET", "/reports/{report_id}/download", report_id=this)
    repair = checked(world, "POST", "/reports/{report_id}/repair", report_id=this)
    assert [answer.status_code for answer in (again, download, repair)] == [200, 302, 409]


def test_a_failed_report_and_its_repair_are_as_described(world: World) -> None:
    request = world.a_request(platforms=["spotify"])
    world.simulator.misbehave(rules=[{"match": {"artist": request["artists"][0]}, "then": 400}])
    failed = checked(world, "POST", "/reports", body=request, headers={"Prefer": "wait=25"})
    assert failed.json()["status"] == "failed"
    this = failed.json()["report_id"]
    download = checked(world, "GET", "/reports/{report_id}/download", report_id=this)
    repair = checked(world, "POST", "/reports/{report_id}/repair", report_id=this)
    early = checked(world, "POST", "/reports/{report_id}/repair", report_id=this)
    assert [answer.status_code for answer in (download, repair, early)] == [409, 202, 409]


def test_searches_are_as_described_whether_soundcharts_answers_or_not(world: World) -> None:
    found = checked(world, "GET", "/artists", query={"q": "be"})
    two_have_it = {**world.a_request(artists=0), "artists": [{"name": "Nirvana"}]}
    ambiguous = checked(world, "POST", "/reports", body=two_have_it)
    world.simulator.misbehave(rules=[{"then": 503}])
    # What was found is kept, by whichever test asked for it: nobody else asks for this.
    down = checked(world, "GET", "/artists", query={"q": "searched while it is down"})
    assert [answer.status_code for answer in (found, ambiguous, down)] == [200, 422, 503]
    assert found.json()["artists"]
    assert len(ambiguous.json()["candidates"]) > 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/reports"),
        ("POST", "/reports/preview"),
        ("GET", "/reports/{report_id}"),
        ("GET", "/reports/{report_id}/download"),
        ("POST", "/reports/{report_id}/repair"),
        ("GET", "/artists"),
        ("GET", "/artists/{uuid}/monthly"),
        ("GET", "/tracks"),
        ("GET", "/platforms"),
    ],
)
def test_a_call_without_a_key_is_refused_as_described(world: World, method: str, path: str) -> None:
    in_path = dict.fromkeys(re.findall(r"{(\w+)}", path), "any")
    assert checked(world, method, path, with_key=False, path_parameters=in_path).status_code == 403


def test_an_id_of_any_length_is_just_not_found(world: World) -> None:
    # The table takes keys of 2,048 bytes at most.
    for length in (1, 2_000, 4_000):
        answer = checked(world, "GET", "/reports/{report_id}", report_id="a" * length)
        assert answer.status_code == 404


# --- The document ---------------------------------------------------------------------------------


def test_the_document_served_is_the_one_these_tests_go_by(caller: Caller) -> None:
    assert caller.get("/openapi.json").json() == openapi_document()


def test_the_server_of_the_document_and_a_path_make_an_address(world: World) -> None:
    (server,) = openapi_document()["servers"]
    address = urljoin(f"{world.stack.api_url}/openapi.json", server["url"])
    assert requests.get(f"{address}/health", timeout=_TIMEOUT_S).status_code == 200
