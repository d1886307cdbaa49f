"""The page: what a browser loads."""

from __future__ import annotations

from linernotes.api.openapi.components import Schema
from linernotes.api.openapi.parts import (
    in_path,
    in_query,
    operation,
)
from linernotes.api.validation import HTTPS_PATTERN
from linernotes.outbound.address_rules import MAX_URL_LENGTH


def of_the_page() -> Schema:
    """Describe what a browser loads."""
    return {
        "/": {
            "get": operation(
                "getPage",
                "Page",
                "Give the page",
                "The page that makes and shows reports in a browser; it asks for a key.",
                {
                    "200": {
                        "description": "The page.",
                        "content": {
                            "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"}
                        },
                    }
                },
                with_key=False,
            )
        },
        "/assets/{file}": {
            "get": operation(
                "getPageAsset",
                "Page",
                "Give a file of the page",
                "Its styles, scripts and icon, under the names the page refers to.",
                {
                    "200": {
                        "description": "The file, which is immutable: a changed one has another name.",
                        "content": {
                            media_type: {"schema": {"type": "string"}}
                            for media_type in ("text/css", "text/javascript", "image/svg+xml")
                        },
                    }
                },
                parameters=[
                    in_path(
                        "file",
                        {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"},
                        "main-ABCD2345.css",
                        "A name the page refers to.",
                    )
                ],
                problems=("404",),
                with_key=False,
            )
        },
        "/pictures": {
            "get": operation(
                "getPicture",
                "Page",
                "Give a picture of an artist",
                "Passes on a picture that Soundcharts names, as the page loads nothing from elsewhere.",
                {
                    "200": {
                        "description": "The picture.",
                        "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
                    },
                    "204": {"description": "It is not to be had."},
                },
                parameters=[
                    in_query(
                        "url",
                        {
                            "type": "string",
                            "format": "uri",
                            "maxLength": MAX_URL_LENGTH,
                            "pattern": HTTPS_PATTERN,
                        },
                        "https://assets.soundcharts.com/artist/a.jpg",
                        "The address of the picture.",
                    )
                ],
                problems=("422",),
                with_key=False,
            )
        },
    }
