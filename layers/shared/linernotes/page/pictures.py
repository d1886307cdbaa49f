"""Pictures of artists from the hosts Soundcharts keeps them on, for a page that may load nothing but its own.

Whoever calls names the address, so it is held to a list of hosts, to https and to public addresses, and only
what browsers show as a picture and cannot run is passed on.
"""

from __future__ import annotations

import ssl
from collections.abc import Collection
from dataclasses import dataclass

from linernotes.outbound.address_rules import CallbackRuleBroken, callback_target
from linernotes.outbound.safe_http import (
    AddressRefused,
    Deadline,
    NotReached,
    Resolve,
    checked_addresses,
    get,
    resolve_host,
)

MOST_BYTES = 1_000_000
MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
"""SVG is none of them: it can hold scripts."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came."""

    media_type: str
    content: bytes


class Pictures:
    """Fetches pictures from `hosts`, host names or "host:port", and from nowhere else.

    `trusted_hosts` are those of them that may be at private addresses and without TLS (tests only).
    """

    def __init__(
        self,
        hosts: Collection[str],
        *,
        trusted_hosts: Collection[str] = (),
        resolve: Resolve = resolve_host,
        connect_timeout_s: float = 2.0,
        read_timeout_s: float = 3.0,
        total_timeout_s: float = 5.0,
    ) -> None:
        self._hosts = frozenset(hosts)
        self._trusted_hosts = trusted_hosts
        self._resolve = resolve
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._total_timeout_s = total_timeout_s
        self._tls = ssl.create_default_context()

    def find(self, url: str) -> Picture | None:
        """Give the picture at an address; None if it is not to be had, or must not be asked for."""
        try:
            target = callback_target(url, allowed_hosts=self._trusted_hosts)
            if target.authority not in self._hosts:
                return None
            deadline = Deadline(self._total_timeout_s)
            found = get(
                target,
                checked_addresses(target, self._resolve, deadline),
                {"Accept": ", ".join(sorted(MEDIA_TYPES))},
                most_bytes=MOST_BYTES,
                connect_timeout_s=self._connect_timeout_s,
                read_timeout_s=self._read_timeout_s,
                deadline=deadline,
                tls=self._tls,
            )
        except (CallbackRuleBroken, AddressRefused, NotReached):
            return None
        # Redirects are not followed: the hosts have their pictures themselves.
        if found.status != 200 or found.media_type not in MEDIA_TYPES or len(found.body) > MOST_BYTES:
            return None
        return Picture(found.media_type, found.body)
