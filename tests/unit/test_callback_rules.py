"""What a callback URL may be."""

from __future__ import annotations

import ast
import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.outbound import address_rules
from linernotes.outbound.address_rules import (
    MAX_URL_LENGTH,
    CallbackRuleBroken,
    callback_target,
    check_callback_url,
    is_public_address,
)

PRIVATE_IPV4 = [
    str(ipaddress.IPv4Address(0)),
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
]
PRIVATE_IPV6 = [
    "::",
    "::1",
    "::7f00:1",
    "::ffff:0:7f00:1",
    "64:ff9b:1::808:808",
    "100::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:1::1",
    "2001:db8::1",
    "2002:808:808::1",
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


def refusal(url: str, *allowed_hosts: str) -> str:
    message = check_callback_url(url, allowed_hosts=allowed_hosts)
    assert message is not None, f"{url} was let through"
    return message


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "https://example.org/hook",
        "https://hooks.example.org:8443/a/b?token=x&y=%20z",
        "https://example.org?token=x",
        "https://example.org:1/",
        "https://example.org:65535/",
        "HTTPS://Example.ORG/Hook",
        "https://xn--bcher-kva.example/hook",
        "https://my_team.example.org/",
        "https://8.8.8.8/hook",
        "https://[2606:4700:4700::1111]:8443/hook",
    ],
)
def test_an_https_url_to_a_public_host_is_acceptable(url: str) -> None:
    assert check_callback_url(url, allowed_hosts=()) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/",
        "example.org",
        "",
    ],
)
def test_anything_but_https_is_refused(url: str) -> None:
    assert "https" in refusal(url)


@pytest.mark.parametrize("url", ["https://", "https:///hook", "https:example.org", "https://?x=1"])
def test_a_url_without_a_host_is_refused(url: str) -> None:
    assert "host" in refusal(url)


@pytest.mark.parametrize(
    "url", ["https://user@example.org/", "https://user:pw@example.org/", "https://@example.org/"]
)
def test_user_info_is_refused(url: str) -> None:
    assert "user name" in refusal(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/#part", "https://example.org#", "https://a.example#@b.example/"]
)
def test_a_fragment_is_refused(url: str) -> None:
    assert "fragment" in refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://example.org:/",
        "https://example.org:-1/",
        "https://example.org:https/",
        "https://example.org:443:443/",
    ],
)
def test_a_port_out_of_range_is_refused(url: str) -> None:
    assert "port from 1 to 65535" in refusal(url)


def test_the_longest_url_allowed_has_2048_characters() -> None:
    base = "https://example.org/"
    longest = base + "x" * (MAX_URL_LENGTH - len(base))
    assert check_callback_url(longest, allowed_hosts=()) is None
    assert "2,048" in refusal(longest + "x")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a b",
        " https://example.org/",
        "https://example.org/\n",
        "https://exam\tple.org/",
        "https://example.org\\@internal.example/",
        "https://example.org/\x7f",
        "https://bücher.example/",
        "https://\uff11\uff12\uff17.0.0.1/",  # full-width digits, which some readers take for 127
        "https://example。org/",  # an ideographic full stop
    ],
)
def test_characters_that_readers_understand_differently_are_refused(url: str) -> None:
    assert "printable ASCII" in refusal(url)


@pytest.mark.parametrize(
    "host",
    ["a..example", ".example.org", "example.org.", "-a.example", "a-.example", "a%2eb.example", "a,b.example",
     "*.example.org", "x" * 64 + ".example", ".".join(["x" * 60] * 5)],
)  # fmt: skip
def test_a_host_that_is_no_plain_name_is_refused(host: str) -> None:
    assert "host" in refusal(f"https://{host}/")


@pytest.mark.parametrize(
    "host", ["localhost", "intranet", "app.localhost", "printer.local", "ip-10-0-0-1.ec2.internal"]
)
def test_a_name_that_only_means_something_locally_is_refused(host: str) -> None:
    assert "on the internet" in refusal(f"https://{host}/")


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.01", "127.0.0.1.", "1.2.3.4.5",
     "256.1.1.1", "0x7f.0.0.0x1", "0x", "a.1"],
)  # fmt: skip
def test_odd_ways_to_write_an_ipv4_address_are_refused(host: str) -> None:
    assert "must " in refusal(f"https://{host}/")


def test_an_ipv4_address_that_is_not_public_is_refused() -> None:
    taken = [address for address in PRIVATE_IPV4 if "public address" not in refusal(f"https://{address}/")]
    assert taken == []
    assert [address for address in PRIVATE_IPV4 if is_public_address(address)] == []


def test_an_ipv6_address_that_is_not_public_is_refused() -> None:
    urls = {address: f"https://[{address}]:8443/" for address in PRIVATE_IPV6}
    assert [address for address, url in urls.items() if "public address" not in refusal(url)] == []
    assert [address for address in PRIVATE_IPV6 if is_public_address(address)] == []


@pytest.mark.parametrize(
    "literal", ["[", "]", "[]", "[::1", "::1", "[v1.x]", "[127.0.0.1]", "[::1]x", "[fe80::1%25eth0]"]
)
def test_broken_brackets_are_refused(literal: str) -> None:
    assert "must " in refusal(f"https://{literal}/")


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_embedded_in_ipv6_is_judged_by_what_it_is_itself(
    inner: ipaddress.IPv4Address,
) -> None:
    mapped = ipaddress.IPv6Address(0xFFFF_0000_0000 | int(inner))
    nat64 = ipaddress.IPv6Address((0x0064_FF9B << 96) | int(inner))
    assert is_public_address(str(mapped)) is is_public_address(str(inner))
    assert is_public_address(str(nat64)) is is_public_address(str(inner))


@given(st.ip_addresses(v=4))
def test_no_tunnel_address_is_public_whatever_it_embeds(inner: ipaddress.IPv4Address) -> None:
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (int(inner) << 80) | 1)
    teredo = ipaddress.IPv6Address((0x2001_0000 << 96) | (int(inner) ^ 0xFFFF_FFFF))
    assert not is_public_address(str(sixtofour))
    assert not is_public_address(str(teredo))


@given(st.ip_addresses())
def test_nothing_public_is_private_by_any_of_pythons_own_measures(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public_address(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_loopback
        assert not address.is_link_local
        assert not address.is_unspecified


@pytest.mark.parametrize("text", ["", "example.org", "2600::1%eth0", "8.8.8.8 ", "0x8.8.8.8"])
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not is_public_address(text)


@given(
    st.text(max_size=60),
    st.sampled_from(["", "https://", "https://[", "https://a.example", "http://127.0.0.1"]),
)
def test_any_text_gets_a_verdict_and_never_an_error(text: str, start: str) -> None:
    message = check_callback_url(start + text, allowed_hosts=("127.0.0.1",))
    assert message is None or message.startswith("must ")


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("http://127.0.0.1:8080/hook", "127.0.0.1:8080"),
        ("http://127.0.0.1:8080/hook", "127.0.0.1"),
        ("http://127.0.0.1/hook", "127.0.0.1:80"),
        ("https://127.0.0.1/hook", "127.0.0.1:443"),
        ("http://localhost:8080/", " LocalHost:8080 "),
        ("http://LOCALHOST/", "localhost"),
        ("http://[0:0::1]:8080/", "[::1]:8080"),
    ],
)
def test_an_allowed_host_may_be_private_and_without_tls(url: str, entry: str) -> None:
    assert check_callback_url(url, allowed_hosts=(entry,)) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8081/",
        "http://127.0.0.1/",
        "http://127.0.0.2:8080/",
        "http://localhost:8080/",
        "http://127.0.0.1.example.org:8080/",
        "http://[::ffff:127.0.0.1]:8080/",
        "ftp://127.0.0.1:8080/",
        "http://user@127.0.0.1:8080/",
        "http://127.0.0.1:8080/#part",
        "http://example.org/",
    ],
)
def test_an_allowed_host_lets_nothing_else_through(url: str) -> None:
    assert "must " in refusal(url, "127.0.0.1:8080", "")


def test_a_target_says_what_to_connect_to_and_what_to_ask_for() -> None:
    target = callback_target("https://Hooks.Example.org:8443?a=1", allowed_hosts=())
    assert (target.host, target.port, target.path) == ("hooks.example.org", 8443, "/?a=1")
    assert (target.authority, target.is_address, target.trusted) == ("hooks.example.org:8443", False, False)


def test_the_host_header_leaves_out_the_port_of_the_scheme_only() -> None:
    assert callback_target("https://[2600::1]:443/x", allowed_hosts=()).authority == "[2600::1]"
    assert (
        callback_target("http://127.0.0.1:443/x", allowed_hosts=("127.0.0.1",)).authority == "127.0.0.1:443"
    )


def test_a_broken_rule_is_raised_where_a_target_is_needed() -> None:
    with pytest.raises(CallbackRuleBroken, match="begin with https"):
        callback_target("http://example.org/", allowed_hosts=())


def test_the_rules_need_no_network_and_no_library_of_others() -> None:
    tree = ast.parse(Path(address_rules.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {
        "__future__",
        "collections.abc",
        "dataclasses",
        "ipaddress",
        "linernotes.model.errors",
        "re",
        "urllib.parse",
    }
