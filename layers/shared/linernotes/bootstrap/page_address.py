"""The page's address in links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def page_url(event: Mapping[str, Any], address: str) -> str:
    """Give the page's address, in which the stack's settings leave out what only a request can tell.

    `event` is a request as API Gateway hands it over; {domain}, {stage} and {api} in `address` are its.
    """
    about = event["requestContext"]
    return address.format(domain=about.get("domainName", ""), stage=about["stage"], api=about["apiId"])


def page_url_at(address: str, api_url: str) -> str:
    """Give the page's address where no request is at hand, from where API Gateway itself has the API."""
    at = urlsplit(api_url)
    return address.format(domain=at.netloc, stage=at.path.strip("/"), api=at.netloc.partition(".")[0])
