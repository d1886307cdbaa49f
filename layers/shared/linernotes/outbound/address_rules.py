"""Which callback URLs are acceptable (contract 8): https, to a public host, and nothing that hides either.

A URL is taken apart here and nowhere else, so what was checked is also what is connected to. Everything
unusual is refused rather than repaired: two readers of one odd URL may understand two different hosts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from linernotes.model.errors import LinerNotesError

MAX_URL_LENGTH = 2_048

_DEFAULT_PORTS = {"https": 443, "http": 80}
_PLAIN = re.compile(r"[!-\[\]-~]*")  # printable ASCII but the space and the backslash
_NETLOC = re.compile(r"(?:\[(?P<literal>[0-9a-f:.]+)\]|(?P<name>[^:\[\]@]+))(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a last label like this makes resolvers read an IPv4 address
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal")  # never on the internet (RFC 6761, RFC 6762, ICANN)

_IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")  # the only part given out as global unicast so far
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SPECIAL_PURPOSE = (
    # Of these, `is_global` lets some or all addresses through, but no web server is at any of them.
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments: addresses of the network's own gateway
    ipaddress.IPv4Network("192.88.99.0/24"),  # relays of 6to4
    ipaddress.IPv6Network("2001::/23"),  # protocol assignments, with Teredo, which embeds an IPv4 address
    ipaddress.IPv6Network("2002::/16"),  # 6to4, which embeds an IPv4 address
    ipaddress.IPv6Network("3fff::/20"),  # documentation
)


class CallbackRuleBroken(LinerNotesError):
    """The URL breaks a rule; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class CallbackTarget:
    """An acceptable callback URL, taken apart.

    `host` is a lower-case name or an IP address without brackets, `path` what follows the host, query
    included. `trusted` marks a host the operator allowed by name: the address rule is lifted for it.
    """

    scheme: str
    host: str
    port: int
    path: str
    trusted: bool

    @property
    def authority(self) -> str:
        """Give the Host header: the port is left out where it is the scheme's own."""
        host = _bracketed(self.host)
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_address(self) -> bool:
        """Say whether the host is an IP address, so that there is nothing to resolve."""
        return _address(self.host) is not None


def check_callback_url(url: str, *, allowed_hosts: Collection[str]) -> str | None:
    """Say what is allowed where a callback URL breaks a rule, None where it is acceptable.

    Nothing is resolved: whether the host is at a public address is looked at when the callback is sent.
    `allowed_hosts` holds entries "host" or "host:port" (local tests only). For exactly those plain http
    is allowed and the host may be anywhere.
    """
    try:
        callback_target(url, allowed_hosts=allowed_hosts)
    except CallbackRuleBroken as broken:
        return str(broken)
    return None


def callback_target(url: str, *, allowed_hosts: Collection[str]) -> CallbackTarget:
    """Take a callback URL apart, holding it to the rules of `check_callback_url`.

    Raises CallbackRuleBroken.
    """
    if len(url) > MAX_URL_LENGTH:
        raise CallbackRuleBroken(f"must be at most {MAX_URL_LENGTH:,} characters long")
    if not _PLAIN.fullmatch(url):
        raise CallbackRuleBroken(
            "must be written in printable ASCII characters, without spaces and backslashes; "
            "a host name in another script is written as xn--…"
        )
    if "#" in url:
        raise CallbackRuleBroken("must not have a fragment (#…)")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise CallbackRuleBroken("must be a well-formed https URL") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.netloc:
        raise CallbackRuleBroken("must begin with https:// and a host name")
    host, port = _host_and_port(parts.netloc.lower(), _DEFAULT_PORTS[parts.scheme])
    allowed = {entry.strip().lower() for entry in allowed_hosts}
    trusted = not allowed.isdisjoint({_bracketed(host), f"{_bracketed(host)}:{port}"})
    if not trusted:
        if parts.scheme != "https":
            raise CallbackRuleBroken("must begin with https://")
        _check_public(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return CallbackTarget(parts.scheme, host, port, path, trusted)


def is_public_address(address: str) -> bool:
    """Say whether this is a global unicast address.

    An IPv4 address inside an IPv6 one (IPv4-mapped, NAT64) is judged by what it is itself; the tunnels
    that embed one (6to4, Teredo) are refused altogether, as nobody runs a web server behind them.
    """
    parsed = _address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        elif parsed in _NAT64:
            parsed = ipaddress.IPv4Address(int(parsed) & 0xFFFF_FFFF)
        elif parsed not in _IPV6_UNICAST or parsed.scope_id is not None:
            return False
    if parsed is None or parsed.is_multicast or not parsed.is_global:
        return False
    return not any(parsed in network for network in _SPECIAL_PURPOSE)


def _host_and_port(netloc: str, default_port: int) -> tuple[str, int]:
    if "@" in netloc:
        raise CallbackRuleBroken("must not hold a user name or password")
    match = _NETLOC.fullmatch(netloc)
    if match is None:
        raise CallbackRuleBroken("must name one host, and a port from 1 to 65535 if any")
    port = int(match["port"] or default_port)
    if not 1 <= port <= 65_535:
        raise CallbackRuleBroken("must use a port from 1 to 65535")
    return _host(match["literal"], match["name"]), port


def _host(literal: str | None, name: str | None) -> str:
    """Give the one way this host is written: addresses in their shortest form, names as they are."""
    if literal is not None or name is None:
        address = _address(literal or "")
        if not isinstance(address, ipaddress.IPv6Address):
            raise CallbackRuleBroken("must hold nothing but an IPv6 address between brackets")
        return str(address)
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        address = _address(name)
        if address is None:
            raise CallbackRuleBroken("must write an IPv4 address as four decimal numbers, if at all")
        return str(address)
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise CallbackRuleBroken("must name its host with letters, digits, hyphens and single dots")
    return name


def _check_public(host: str) -> None:
    if _address(host) is not None:
        if not is_public_address(host):
            raise CallbackRuleBroken(
                "must be at a public address: no private, loopback, link-local, multicast or reserved one"
            )
    elif "." not in host or host.endswith(_LOCAL_SUFFIXES):
        raise CallbackRuleBroken("must name a host on the internet, such as hooks.example.org")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
