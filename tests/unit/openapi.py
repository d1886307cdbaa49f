"""The OpenAPI document as tests read it, and what a value lacks of what it describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from linernotes.api.openapi import openapi_document

DOCUMENT = openapi_document()


def operations() -> dict[str, dict[str, Any]]:
    """Give every operation of the document by method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    }


def objects_in(document: Any) -> Iterator[dict[str, Any]]:
    """Go through every JSON object in a document."""
    if isinstance(document, dict):
        yield document
        for part in document.values():
            yield from objects_in(part)
    elif isinstance(document, list):
        for part in document:
            yield from objects_in(part)


def strict(schema: Any) -> Any:
    """Copy a schema so that a property it does not describe is an error."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: strict(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        copy.setdefault("additionalProperties", False)
    return copy


def errors_in(instance: Any, schema: str | dict[str, Any]) -> list[str]:
    """List what is wrong with an instance by a schema of the document, undescribed properties included.

    The schema may be given by its name, or as it stands in the document.
    """
    itself = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    described = {**itself, "components": strict(DOCUMENT["components"])}
    validator = jsonschema_rs.validator_for(described, validate_formats=True)
    written = json.loads(json.dumps(instance, allow_nan=False))
    return [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(written)]
