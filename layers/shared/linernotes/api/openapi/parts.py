"""What the operations of the OpenAPI document are put together of."""

from __future__ import annotations

from typing import Any

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema, ref

HEADERS: Schema = {
    "Location": {
        "description": "An address, relative to that of the call where it is the report's.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "ETag": {
        "description": "Changes with what the answer says, and before the links in it expire.",
        "schema": {"type": "string"},
    },
    "Accept-Post": {"description": "The media type to send.", "schema": {"const": "application/json"}},
    "RateLimit-Policy": {
        "description": "How many calls to Soundcharts the caller's reports may take in a month.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How many of them are left, and in how many seconds all are there again.",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
}
NOT_MODIFIED: Schema = {
    "description": "The caller has it as it is.",
    "headers": {"ETag": HEADERS["ETag"]},
}
_EVERY_CALL = ("403", "429", "500", "504")
"""No valid key, too many calls, a fault of ours, no answer in time."""


def operation(
    operation_id: str,
    tag: str,
    summary: str,
    description: str,
    answers: Schema,
    *,
    body: Schema | None = None,
    parameters: list[Schema] | None = None,
    problems: tuple[str, ...] = (),
    with_key: bool = True,
) -> Schema:
    """Describe a call: what it takes, what it answers, and with which statuses it says why not."""
    refusal = {
        "description": "Why not.",
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
    described: Schema = {
        "operationId": operation_id,
        "tags": [tag],
        "summary": summary,
        "description": description,
        "responses": {**answers, **dict.fromkeys((*problems, *_EVERY_CALL), refusal)},
    }
    described["responses"]["429"] = {**refusal, "headers": headers("Retry-After")}
    if "RateLimit" in next(iter(answers.values())).get("headers", {}):
        described["responses"]["429"] = {
            **refusal,
            "headers": headers("Retry-After", "RateLimit-Policy", "RateLimit"),
        }
    if "503" in problems:
        described["responses"]["503"] = {**refusal, "headers": headers("Retry-After")}
    if "415" in problems:
        described["responses"]["415"] = {**refusal, "headers": headers("Accept-Post")}
    if body:
        described["requestBody"] = {"required": True, "content": {"application/json": body}}
    if parameters:
        described["parameters"] = parameters
    if not with_key:
        described["security"] = []
    return described


def in_path(name: str, schema: Schema, example: str, description: str) -> Schema:
    """Describe a part of the path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
        "example": example,
    }


def in_query(name: str, schema: Schema, example: Any, description: str, *, required: bool = True) -> Schema:
    """Describe a parameter of the query; None where no example would be true of every caller."""
    described = {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
    }
    return described if example is None else {**described, "example": example}


def in_header(name: str, description: str, schema: Schema | None = None, *, required: bool = False) -> Schema:
    """Describe a header, which may be left out unless it is required."""
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", **(schema or {})},
    }


def json_answer(
    description: str, schema: str, example: Any, *names: str, links: Schema | None = None
) -> Schema:
    """Describe an answer in JSON, with the headers of these names and the calls its content leads to."""
    answer: Schema = {
        "description": description,
        "headers": headers(*names),
        "content": {"application/json": {"schema": ref(schema), "example": example}},
    }
    if links:
        answer["links"] = links
    return answer


def found(description: str, schema: str, example: Any) -> Schema:
    """Describe the answers of a GET to a caller who may have it: the whole of it, or that it is the same."""
    return {"200": json_answer(description, schema, example, "ETag"), "304": NOT_MODIFIED}


def redirect(description: str) -> Schema:
    """Describe an answer that leads elsewhere."""
    return {"description": description, "headers": headers("Location")}


def headers(*names: str) -> Schema:
    """Give the headers of these names."""
    return {name: HEADERS[name] for name in names}


IF_NONE_MATCH = in_header("If-None-Match", "The ETag of the answer the caller has.")


def leads_to(operation_id: str, description: str) -> Schema:
    """Describe that an answer's report can be asked about by another call."""
    return {
        "operationId": operation_id,
        "description": description,
        "parameters": {"report_id": "$response.body#/report_id"},
    }


REPORT_ID = in_path(
    "report_id",
    {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
    examples.REPORT_ID,
    "What the report is called in `report_id`.",
)
LEADS_TO_REPORT = {"getReport": leads_to("getReport", "The report as it stands then.")}
