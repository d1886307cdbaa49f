"""The JSON Schemas of the tools: of their arguments and of their answers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from linernotes.mcp.arguments import Arguments

NOT_BY_ASSISTANTS = "callback_url"
"""A field of a request that no assistant may fill: a text it has read could send reports elsewhere."""


def schema_of_arguments(
    model: type[Arguments], request_schema: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Describe a tool's arguments; a request in it is what the API takes but for NOT_BY_ASSISTANTS."""
    schema = _terse(model.model_json_schema())
    if "request" in model.model_fields:
        request = copy.deepcopy(request_schema())
        request["properties"].pop(NOT_BY_ASSISTANTS)
        # Every country by its code would be a third of the list of tools, and every model knows them.
        request["$defs"]["CountryCode"] = {
            "type": "string",
            "pattern": "^[A-Z]{2}$",
            "description": "A country by ISO 3166-1, alpha-2.",
        }
        schema["properties"]["request"] = _terse(request)
    return schema


def schema_of_answer(answer: type) -> dict[str, Any]:
    """Describe an answer; its root is an object, as older clients want it."""
    return _terse(TypeAdapter(answer).json_schema(mode="serialization"))


def _terse(schema: dict[str, Any]) -> dict[str, Any]:
    """Put definitions where they are used, as not every client follows references, and leave titles out.

    A title only says a name again; a property may be called so. No definition is used within itself.
    """
    definitions: dict[str, Any] = schema.get("$defs", {})

    def terse(value: Any, *, names: bool = False) -> Any:
        if isinstance(value, list):
            return [terse(each) for each in value]
        if not isinstance(value, dict):
            return value
        if not names and "$ref" in value:
            value = {**definitions[value["$ref"].removeprefix("#/$defs/")], **value}
        return {
            name: terse(each, names=not names and name == "properties")
            for name, each in value.items()
            if names or name not in ("title", "$defs", "$ref")
        }

    told: dict[str, Any] = terse(schema)
    return told
