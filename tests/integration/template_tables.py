"""Tables on moto as template.yaml describes them, not as a test remembers them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import botocore.session

from tests.unit.template import of_type

REGION = "eu-west-1"
_numbers = count(1)


def aws_client(service: str) -> Any:
    """Make a client; to be called while moto is on."""
    return botocore.session.Session().create_client(service, region_name=REGION)


class OneAtATime:
    """A client whose calls wait for one another: DynamoDB's writes are atomic, those of moto are not."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.Lock()
        self.exceptions = client.exceptions

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        call = getattr(self._client, operation)

        def alone(**asked: Any) -> Any:
            with self._lock:
                return call(**asked)

        return alone


def create_table(client: Any, logical_id: str) -> str:
    """Create a table of the template, empty and of its own, and give its name."""
    properties = of_type("AWS::DynamoDB::Table")[logical_id]
    name = f"{logical_id}-{next(_numbers)}"
    client.create_table(TableName=name, **as_asked(properties))
    return name


def as_asked(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a table of the template is created with, but for its name."""
    asked = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    return {name: properties[name] for name in asked if name in properties}


def expiry_attribute(logical_id: str) -> str:
    """Name the attribute by which rows of a table of the template expire."""
    name: str = of_type("AWS::DynamoDB::Table")[logical_id]["TimeToLiveSpecification"]["AttributeName"]
    return name
