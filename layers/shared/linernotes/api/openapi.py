"""The OpenAPI document, drawn from the request model and the registry of sources."""

from __future__ import annotations

from typing import Any

from linernotes import __version__
from linernotes.api.validation import ReportRequestModel
from linernotes.domain.report import Status
from linernotes.domain.result import RowStatus
from linernotes.sources import SOURCES, Kind, Places

Schema = dict[str, Any]

_NUMBER: Schema = {"type": ["number", "null"]}
_TEXT: Schema = {"type": ["string", "null"]}
_DATE: Schema = {"type": ["string", "null"], "format": "date"}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_SLUG: Schema = {"type": "string", "enum": list(SOURCES)}
_POINT: Schema = {
    "type": "array",
    "prefixItems": [{"type": "string", "format": "date"}, {"type": "number"}],
    "minItems": 2,
    "maxItems": 2,
}
_HEADERS: Schema = {
    "Location": {
        "description": "An address, relative to that of the call where it is the report's.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
}
_REPORT_ID: Schema = {
    "name": "report_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
}


def openapi_document() -> Schema:
    """Describe every call of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Liner Notes",
            "version": __version__,
            "description": "How much did an artist do, in a country, in a period?",
        },
        "servers": [{"url": "../v1"}],
        "security": [{"apiKey": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"}},
            "schemas": _schemas(),
        },
    }


def _paths() -> Schema:
    return {
        "/reports": {
            "post": _operation(
                "Make a report",
                {
                    "202": _json("The report was accepted.", "Report", "Location", "Retry-After"),
                    "200": _json("It has ended.", "Report", "Location"),
                },
                body="ReportRequest",
                parameters=[
                    _header(
                        "Prefer",
                        "wait=N: answer with the finished report if it takes no longer than N s, 25 at most.",
                    ),
                    _header(
                        "Idempotency-Key",
                        "The same key and request give the same report, for 24 hours.",
                        {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
                    ),
                ],
                problems=("400", "413", "422", "502", "503"),
            )
        },
        "/reports/preview": {
            "post": _operation(
                "Say what a request would do and cost",
                {"200": _json("What it would take.", "Preview")},
                body="ReportRequest",
                problems=("400", "413", "422", "502", "503"),
            )
        },
        "/reports/{report_id}": {
            "get": _operation(
                "Give a report",
                {"200": _json("The report as it stands.", "Report")},
                parameters=[_REPORT_ID],
                problems=("404",),
            )
        },
        "/reports/{report_id}/download": {
            "get": _operation(
                "Download the workbook",
                {
                    "302": {
                        "description": "Where the workbook is, by a link signed now.",
                        "headers": _headers("Location"),
                    }
                },
                parameters=[_REPORT_ID],
                problems=("404", "409"),
            )
        },
        "/reports/{report_id}/repair": {
            "post": _operation(
                "Fetch again what failed or is missing",
                {"202": _json("The next revision was begun.", "Report", "Location", "Retry-After")},
                parameters=[_REPORT_ID],
                problems=("404", "409"),
            )
        },
        "/artists": {
            "get": _operation(
                "Find artists by name",
                {"200": _json("Up to 20 artists.", "Artists")},
                parameters=[
                    {
                        "name": "q",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "string", "minLength": 2, "maxLength": 200},
                    }
                ],
                problems=("422", "502", "503"),
            )
        },
        "/platforms": {
            "get": _operation("Give the coverage matrix", {"200": _json("Every source.", "Platforms")})
        },
        "/": {
            "get": {
                **_operation(
                    "Say what this is",
                    {
                        "200": {
                            "description": "A page.",
                            "content": {"text/html": {"schema": {"type": "string"}}},
                        }
                    },
                ),
                "security": [],
            }
        },
        "/openapi.json": {
            "get": {
                **_operation(
                    "Describe this API",
                    {
                        "200": {
                            "description": "This.",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                ),
                "security": [],
            }
        },
        "/health": {
            "get": {
                **_operation("Say that the API answers", {"200": _json("It does.", "Health")}),
                "security": [],
            }
        },
    }


def _operation(
    summary: str,
    answers: Schema,
    *,
    body: str | None = None,
    parameters: list[Schema] | None = None,
    problems: tuple[str, ...] = (),
) -> Schema:
    refusal = {
        "description": "Why not.",
        "content": {"application/problem+json": {"schema": _ref("Problem")}},
    }
    operation: Schema = {
        "summary": summary,
        "responses": {**answers, **dict.fromkeys((*problems, "403", "429", "500", "504"), refusal)},
    }
    if "503" in problems:
        operation["responses"]["503"] = {**refusal, "headers": _headers("Retry-After")}
    if body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(body)}},
        }
    if parameters:
        operation["parameters"] = parameters
    return operation


def _header(name: str, description: str, schema: Schema | None = None) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", **(schema or {})},
    }


def _json(description: str, schema: str, *headers: str) -> Schema:
    content = {"application/json": {"schema": _ref(schema)}}
    return {"description": description, "headers": _headers(*headers), "content": content}


def _headers(*names: str) -> Schema:
    return {name: _HEADERS[name] for name in names}


def _ref(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _schemas() -> Schema:
    request = ReportRequestModel.model_json_schema(ref_template="#/components/schemas/{model}")
    return {
        "ReportRequest": request,
        "Report": _report(),
        "Result": _result(),
        "Preview": _object(
            {
                "request": {"type": "object"},
                "jobs": _COUNT,
                "upstream_calls": _COUNT,
                "cached": {**_COUNT, "description": "How many of the upstream calls would not be made."},
                "unanswerable": _list(
                    _object(
                        {
                            "artist__uuid": _UUID,
                            "platform__slug": _SLUG,
                            "status": {"const": RowStatus.NOT_PUBLISHED.value},
                            "reason": {"type": "string"},
                        }
                    )
                ),
            }
        ),
        "Artists": _object({"artists": _list(_found_artist())}),
        "Platforms": _object({"platforms": _list(_platform())}),
        "Health": _object({"status": {"const": "ok"}, "version": {"type": "string"}}),
        "Problem": _object(
            {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": _list(_object({"field": {"type": "string"}, "message": {"type": "string"}})),
                "candidates": _list(_found_artist()),
            },
            optional=("errors", "candidates"),
        ),
    }


def _report() -> Schema:
    failure = {
        "artist__uuid": _UUID,
        "platform__slug": _SLUG,
        "reason": {"type": "string"},
        "retryable": {"type": "boolean"},
    }
    return _object(
        {
            "report_id": {"type": "string"},
            "revision": {"type": "integer", "minimum": 1},
            "status": {"type": "string", "enum": [status.value for status in Status]},
            "request": {
                "type": "object",
                "description": "The canonical request: post it to make the report again.",
            },
            "created_at": _INSTANT,
            "deadline": _INSTANT,
            "finished_at": {"type": ["string", "null"], "format": "date-time"},
            "progress": _object({"total": _COUNT, "done": _COUNT, "failed": _COUNT}),
            "upstream_calls": _COUNT,
            "cache_hits": _COUNT,
            "download_url": {"type": "string", "format": "uri"},
            "download_expires_at": _INSTANT,
            "failures": _list(_object(failure)),
            "failure": {"type": "string", "description": "Why the report failed as a whole."},
            "result": _ref("Result"),
            "result_url": {
                "type": "string",
                "format": "uri",
                "description": "Where the whole result is, when its daily values are too many for here.",
            },
        },
        optional=("download_url", "download_expires_at", "failure", "result", "result_url"),
    )


def _result() -> Schema:
    figures = {
        "first_value": _NUMBER,
        "latest_value": _NUMBER,
        "difference": _NUMBER,
        "difference_percent": _NUMBER,
        "period_average": _NUMBER,
        "peak_value": _NUMBER,
        "peak_date": _DATE,
        "data_points": _COUNT,
        "coverage": {"type": "number", "minimum": 0, "maximum": 1},
        "status": {"type": "string", "enum": [status.value for status in RowStatus]},
        "note": _TEXT,
    }
    platform = {
        "platform__name": {"type": "string"},
        "platform__slug": _SLUG,
        "platform__color": {"type": "string"},
        "platform__audience_metric_name": {"type": "string"},
        "metric_kind": {"type": "string", "enum": [kind.value for kind in Kind]},
    }
    row = {
        "artist__name": _TEXT,
        "artist__uuid": _UUID,
        **platform,
        "current_audience": _NUMBER,
        "month_average": _NUMBER,
        **figures,
        "first_date": _DATE,
        "latest_date": _DATE,
        "series": {"type": ["array", "null"], "items": _POINT},
    }
    period = _object({"start": _DATE, "end": _DATE, "days": _COUNT})
    return _object(
        {
            "success": {"type": "boolean"},
            "summary": _object(
                {"total_artists": _COUNT, "total_platforms": _COUNT, "date_range": period, "country": _TEXT}
            ),
            "platform_summaries": _list(_object({**platform, **figures})),
            "detailed_breakdown": _list(_object(row)),
            "metadata": _object(
                {
                    "artists": _list(_object({"uuid": _UUID, "name": _TEXT, "imageUrl": _TEXT})),
                    "platforms": _list(_object({"name": _TEXT, "slug": _SLUG, "color": _TEXT})),
                }
            ),
            "tracks": _list(
                {"type": "object", "description": "A track breakdown for each row, when asked for."}
            ),
        },
        optional=("tracks",),
    )


def _found_artist() -> Schema:
    return _object({"uuid": _UUID, "name": _TEXT, "slug": _TEXT, "image_url": _TEXT, "country_code": _TEXT})


def _platform() -> Schema:
    return _object(
        {
            "slug": _SLUG,
            "name": {"type": "string"},
            "color": {"type": "string"},
            "metric": {"type": "string"},
            "metric_kind": {"type": "string", "enum": [kind.value for kind in Kind]},
            "may_be": {"type": "string"},
            "endpoint": {"type": "string"},
            "cadence": {"type": "string"},
            "by_country": {"type": "boolean"},
            "country_granularity": {"type": "string", "enum": [places.value for places in Places]},
            "country_cadence": _TEXT,
            "country_note": {"type": "string"},
        }
    )
