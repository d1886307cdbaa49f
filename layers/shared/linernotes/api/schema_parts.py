"""What JSON schemas are put together of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def an_object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    """Describe an object that has all of these properties, but for those that are optional."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def a_list(items: Schema) -> Schema:
    """Describe a list of such items."""
    return {"type": "array", "items": items}


def ref(schema: str) -> Schema:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{schema}"}
