"""The template as SAM makes it into plain resources, before CloudFormation sees it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from samtranslator.translator.transform import transform

from tests.unit.template import TEMPLATE

_NO_MANAGED_POLICIES = SimpleNamespace(load=dict)


def translated(parameters: Mapping[str, str] | None = None, *, code: str = "1") -> dict[str, Any]:
    """Give the resources SAM makes of the template with these parameters, the others having their defaults.

    `code` stands for what is in the functions and the layer: other code has another address in the bucket of
    deployments.
    """
    template = _plain(TEMPLATE)
    for logical_id, resource in template["Resources"].items():
        for name in ("CodeUri", "ContentUri"):
            if name in resource.get("Properties", {}):
                resource["Properties"][name] = f"s3://deployments/{logical_id}-{code}"
    template.pop("Transform")
    with patch.dict(os.environ, {"AWS_DEFAULT_REGION": "eu-west-1"}):
        resources: dict[str, Any] = transform(template, dict(parameters or {}), _NO_MANAGED_POLICIES)[
            "Resources"
        ]
    return resources


def _plain(value: Any) -> Any:
    """Copy a value, with names that loops have made (`{"Fn::Sub": "ApiFunction"}`) as plain text."""
    match value:
        case {"Fn::Sub": str(text)} if "${" not in text:
            return text
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case _:
            return value
