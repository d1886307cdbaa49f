"""The OpenAPI document: every call, what it takes and what it can answer."""

from __future__ import annotations

from linernotes import __version__
from linernotes.api.queries import PLATFORMS
from linernotes.api.resource import CSV_FILES, FILES
from linernotes.api.schema_parts import Schema, ref
from linernotes.api.schemas import MONTH_PATTERN, UUID_SCHEMA, component_schemas
from linernotes.model.countries import COUNTRIES
from linernotes.reports.sharing import TOKEN

_HEADERS: Schema = {
    "Location": {
        "description": "An address, relative to that of the call where it is the report's.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "ETag": {
        "description": "Changes with what the answer says, and before the links in it expire.",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
}
_REPORT_ID: Schema = {
    "name": "report_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
}
_FORMAT: Schema = {
    "name": "format",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": list(FILES), "default": "xlsx"},
}
_SEPARATOR: Schema = {
    "name": "separator",
    "in": "query",
    "required": False,
    "description": "What separates the fields of a CSV; with the semicolon, decimals have a comma.",
    "schema": {"type": "string", "enum": list(CSV_FILES), "default": ","},
}
_TOKEN: Schema = {
    "name": "token",
    "in": "path",
    "required": True,
    "description": "What a shared link has after #shared=.",
    "schema": {"type": "string", "pattern": f"^{TOKEN.pattern}$"},
}
_COUNTRY: Schema = {
    "name": "country",
    "in": "query",
    "required": False,
    "description": "Only this country's charts; all and the worldwide one together without it.",
    "schema": {"type": "string", "enum": sorted(COUNTRIES)},
}


_IF_NONE_MATCH: Schema = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer the caller has.",
    "schema": {"type": "string"},
}
_NOT_MODIFIED: Schema = {
    "description": "The caller has it as it is.",
    "headers": {"ETag": _HEADERS["ETag"]},
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
            "schemas": component_schemas(),
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
                        "The same key and request give the same report for 24 hours, its names as found.",
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
                {"200": _json("The report as it stands.", "Report", "ETag"), "304": _NOT_MODIFIED},
                parameters=[_REPORT_ID, _IF_NONE_MATCH],
                problems=("404",),
            )
        },
        "/reports/{report_id}/download": {
            "get": _operation(
                "Download the report as a workbook, as JSON or its daily values as CSV",
                {
                    "302": {
                        "description": "Where the file is, by a link signed now.",
                        "headers": _headers("Location"),
                    }
                },
                parameters=[_REPORT_ID, _FORMAT, _SEPARATOR],
                problems=("404", "409", "422"),
            )
        },
        "/shared/{token}": {
            "get": {
                **_operation(
                    "Give the report a shared link stands for",
                    {"200": _json("The report as it stands.", "Report", "ETag"), "304": _NOT_MODIFIED},
                    parameters=[_TOKEN, _IF_NONE_MATCH],
                    problems=("404",),
                ),
                "security": [],
            }
        },
        "/shared/{token}/download": {
            "get": {
                **_operation(
                    "Download the report a shared link stands for",
                    {
                        "302": {
                            "description": "Where the file is, by a link signed now.",
                            "headers": _headers("Location"),
                        }
                    },
                    parameters=[_TOKEN, _FORMAT, _SEPARATOR],
                    problems=("404", "409", "422"),
                ),
                "security": [],
            }
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
                parameters=[_parameter("q", {"type": "string", "minLength": 2, "maxLength": 200})],
                problems=("422", "502", "503"),
            )
        },
        "/tracks": {
            "get": _operation(
                "Say what an artist's tracks did on a platform's charts",
                {"200": _json("Its tracks, most streams first.", "Tracks")},
                parameters=[
                    _parameter("artist", UUID_SCHEMA),
                    _parameter("platform", {"type": "string", "enum": [*PLATFORMS]}),
                    _parameter("start_date", {"type": "string", "format": "date"}),
                    _parameter("end_date", {"type": "string", "format": "date"}),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/artists/{uuid}/monthly": {
            "get": _operation(
                "Give what an artist's tracks did on a platform's charts, month by month",
                {"200": _json("The months that have entries.", "Monthly")},
                parameters=[
                    {"name": "uuid", "in": "path", "required": True, "schema": UUID_SCHEMA},
                    _parameter("platform", {"type": "string", "enum": [*PLATFORMS]}),
                    _parameter("from", {"type": "string", "pattern": MONTH_PATTERN}),
                    _parameter("to", {"type": "string", "pattern": MONTH_PATTERN}),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/platforms": {
            "get": _operation(
                "Give the coverage matrix",
                {"200": _json("Every source.", "Platforms", "ETag"), "304": _NOT_MODIFIED},
                parameters=[_IF_NONE_MATCH],
            )
        },
        "/": {
            "get": {
                **_operation(
                    "Give the page",
                    {
                        "200": {
                            "description": "The page.",
                            "content": {"text/html": {"schema": {"type": "string"}}},
                        }
                    },
                ),
                "security": [],
            }
        },
        "/assets/{file}": {
            "get": {
                **_operation(
                    "Give a file of the page",
                    {
                        "200": {
                            "description": "It, to be kept for ever: another one has another name.",
                            "content": {
                                media_type: {"schema": {"type": "string"}}
                                for media_type in ("text/css", "text/javascript", "image/svg+xml")
                            },
                        }
                    },
                    parameters=[
                        {
                            "name": "file",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"},
                        }
                    ],
                    problems=("404",),
                ),
                "security": [],
            }
        },
        "/pictures": {
            "get": {
                **_operation(
                    "Give a picture of an artist",
                    {
                        "200": {
                            "description": "The picture.",
                            "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
                        },
                        "204": {"description": "It is not to be had."},
                    },
                    parameters=[_parameter("url", {"type": "string", "format": "uri", "minLength": 1})],
                    problems=("422",),
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
                            "headers": _headers("ETag"),
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "304": _NOT_MODIFIED,
                    },
                    parameters=[_IF_NONE_MATCH],
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
        "content": {"application/problem+json": {"schema": ref("Problem")}},
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
            "content": {"application/json": {"schema": ref(body)}},
        }
    if parameters:
        operation["parameters"] = parameters
    return operation


def _parameter(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": True, "schema": schema}


def _header(name: str, description: str, schema: Schema | None = None) -> Schema:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string", **(schema or {})},
    }


def _json(description: str, schema: str, *headers: str) -> Schema:
    content = {"application/json": {"schema": ref(schema)}}
    return {"description": description, "headers": _headers(*headers), "content": content}


def _headers(*names: str) -> Schema:
    return {name: _HEADERS[name] for name in names}
