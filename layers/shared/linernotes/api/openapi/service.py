"""The calls about the API itself."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    NOT_MODIFIED,
    headers,
    json_answer,
    operation,
)


def of_the_service() -> Schema:
    """Describe the calls about the API itself."""
    return {
        "/openapi.json": {
            "get": operation(
                "getOpenapi",
                "Service",
                "Describe this API",
                "The document you are reading.",
                {
                    "200": {
                        "description": "This document.",
                        "headers": headers("ETag"),
                        "content": {
                            "application/json": {
                                "schema": {"type": "object"},
                                "example": {"openapi": "3.1.0"},
                            }
                        },
                    },
                    "304": NOT_MODIFIED,
                },
                parameters=[IF_NONE_MATCH],
                with_key=False,
            )
        },
        "/health": {
            "get": operation(
                "getHealth",
                "Service",
                "Say that the API answers",
                "For whoever watches over it; no key is needed.",
                {"200": json_answer("It does.", "Health", examples.HEALTH)},
                with_key=False,
            )
        },
    }
