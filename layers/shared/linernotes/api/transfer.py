"""How an answer travels: as soon as it is wanted, packed, and not at all to whoever has it already."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

SMALLEST_PACKED_BYTES = 1_000
"""Less than this fits into one packet either way."""
_LEVEL = 5
"""What a level more saves is a hundredth of an answer, for a third more time."""
_DAILY_VALUES = re.compile(r'"series":\[(?:\]|\[.*?\]\])')
_WAIT = re.compile(r'(?:^|[,;\s])wait\s*=\s*"?(\d+)"?\s*(?:$|[,;])', re.IGNORECASE)
_NO_WEIGHT = re.compile(r"\s*q=0(\.0*)?\s*")


def preferred_wait_s(prefer: str, *, longest_s: int) -> int | None:
    """Read the seconds a caller would wait (RFC 7240), at most `longest_s`; None if it does not say."""
    wait = _WAIT.search(prefer)
    return min(int(wait[1][:9]), longest_s) if wait else None


def takes(accept_encoding: str, coding: str) -> bool:
    """Say whether a caller takes a content coding (RFC 9110, 12.5.3): named or by a star, and not at q=0."""
    accepted = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        accepted[name.strip()] = not _NO_WEIGHT.fullmatch(parameters)
    return accepted.get(coding, accepted.get("*", False))


def entity_tag(*known: Any) -> str:
    """Make the entity tag of what follows from these, given as JSON.

    A weak one, as it is of what an answer says: packed or not, and with links signed at another moment.
    """
    digest = hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()
    return f'W/"{digest[:24]}"'


def is_known(if_none_match: str, etag: str) -> bool:
    """Say whether a caller has what an entity tag stands for, by weak comparison (RFC 9110, 13.1.2)."""
    given = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in given or etag.removeprefix("W/") in given


def packed(answer: dict[str, Any], accept: str, accept_encoding: str) -> dict[str, Any]:
    """Pack the body of an answer to API Gateway where that is worth it and the caller unpacks it.

    Whatever is in it can be sent: halves of surrogate pairs, which no encoding holds, are replaced.

    API Gateway gives a packed body to a caller as bytes only where `accept` is sent, as every browser, curl
    and HTTP library does.
    """
    body = answer["body"]
    if not body or answer["isBase64Encoded"]:
        return answer
    headers = {**answer["multiValueHeaders"], "Vary": ["Accept-Encoding"]}
    plain = body.encode(errors="replace")
    if len(plain) < SMALLEST_PACKED_BYTES or not accept or not takes(accept_encoding, "gzip"):
        return {**answer, "multiValueHeaders": headers, "body": plain.decode()}
    smaller = gzip.compress(plain, _LEVEL, mtime=0)
    return {
        **answer,
        "multiValueHeaders": {**headers, "Content-Encoding": ["gzip"]},
        "body": base64.b64encode(smaller).decode(),
        "isBase64Encoded": True,
    }


def as_get(event: dict[str, Any]) -> dict[str, Any]:
    """Give a call for the head of an answer as the call for the whole of it; any other call as it is."""
    return {**event, "httpMethod": "GET"} if event["httpMethod"] == "HEAD" else event


def as_asked(event: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Leave the body out of an answer to a call for its head alone (RFC 9110, 9.3.2)."""
    return {**answer, "body": "", "isBase64Encoded": False} if event["httpMethod"] == "HEAD" else answer


def header_of(event: Mapping[str, Any], name: str) -> str | None:
    """Read a request header; API Gateway keeps its case, MiniStack lowers it."""
    headers: Mapping[str, str] = event.get("headers") or {}
    return next((value for key, value in headers.items() if key.lower() == name), None)


def shortened(text: str, most_bytes: int) -> str:
    """Leave out of an answer too large for one response the daily values, and if need be sections' rows.

    `result_url` has them all.
    """
    # By its text, whose quotation marks within names are escaped: as objects, the largest answer takes more
    # memory than the function has.
    text = _DAILY_VALUES.sub('"series":null', text)
    if len(text.encode()) <= most_bytes:
        return text
    result = json.loads(text)
    for answer in result.get("sections", {}).values():
        answer["rows"] = None
    return json.dumps(result)
