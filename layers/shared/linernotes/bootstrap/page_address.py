"""The page's address in links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def page_url(event: Mapping[str, Any], address: str) -> str:
    """Give the page's address, in which the stack's settings leave out what only a request can tell.

    `event` is a request as API Gateway hands it over; {domain}, {stage} and {api} in `address` are its.
    """
    about = event["requestContext"]
    return address.format(domain=about.get("domainName", ""), stage=about["stage"], api=about["apiId"])
