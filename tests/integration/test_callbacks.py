"""Callbacks over real connections to servers of this machine."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from linernotes import __version__
from linernotes.callbacks.secret import owner_secret, owner_secrets
from linernotes.callbacks.sender import CallbackSender
from linernotes.model.errors import CallbackRefused, CallbackUnavailable

NOW = datetime.now(UTC).replace(microsecond=0)
"""The library that receivers check with knows no other time."""

MASTER = "what the stack has"
OWNER = "an owner"
DOCUMENT = {"report_id": "r-1", "status": "succeeded", "title": "Città =1+1 🎵"}
HOST = "hooks.example.org"
PUBLIC = "93.184.215.14"


# --- What listens ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Received:
    path: str
    headers: Message
    body: bytes


@dataclass
class Receiver:
    """A web server that keeps what it got; `answers` gives (status, Location) by path, else 200.

    `retry_after` is the header of that name in each of its answers.
    """

    port: int = 0
    answers: dict[str, tuple[int, str | None]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    retry_after: str | None = None

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/hook") -> str:
        return f"http://{self.netloc}{path}"

    def redirects(self, location: str | None, status: int = 307, path: str = "/hook") -> None:
        self.answers[path] = (status, location)

    @property
    def paths(self) -> list[str]:
        return [got.path for got in self.received]


class JoiningServer(ThreadingHTTPServer):
    daemon_threads = False


@contextmanager
def listening(
    address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append(Received(self.path, self.headers, body))
            status, location = receiver.answers.get(self.path, (200, None))
            self.send_response(status)
            if location is not None:
                self.send_header("Location", location)
            if receiver.retry_after is not None:
                self.send_header("Retry-After", receiver.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    server = JoiningServer((address, port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as made:
        yield made


@pytest.fixture
def bystander() -> Iterator[Receiver]:
    """Another server of this machine, which no callback is meant for."""
    with listening() as made:
        yield made


@contextmanager
def talking(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """A bare TCP server that takes one connection and talks as it likes; gives its port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    talk(connection, over)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


# --- What is connected to -------------------------------------------------------------------------


class Connections:
    """The addresses that this process tries to connect to. None but those of this machine are reached."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, int]] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "socket.connect" or self.tried is None or not isinstance(args[1], tuple):
            return
        host, port = args[1][:2]
        self.tried.append((host, port))
        if not ipaddress.ip_address(host).is_loopback:
            raise ConnectionRefusedError("tests stay on this machine")


@pytest.fixture(scope="session")
def audit() -> Connections:
    return Connections()  # an audit hook cannot be taken back, so there is one, which listens on demand


@pytest.fixture(autouse=True)
def connections(audit: Connections) -> Iterator[list[tuple[str, int]]]:
    audit.tried = []
    yield audit.tried
    audit.tried = None


class Resolver:
    """Gives its answers one after the other, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = [list(answer) for answer in answers]
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(autouse=True)
def _at_present(monkeypatch: pytest.MonkeyPatch) -> None:
    # Signatures of five minutes ago are refused, and this module may have been read long before it is run.
    monkeypatch.setitem(globals(), "NOW", datetime.now(UTC).replace(microsecond=0))


def sender(*allowed_hosts: str, **changes: Any) -> CallbackSender:
    settings: dict[str, Any] = {
        "secrets": lambda owner: owner_secrets([MASTER], owner),
        "allowed_hosts": allowed_hosts,
        "resolve": Resolver(["127.0.0.1"]),
        "now": lambda: NOW,
        "connect_timeout_s": 5.0,
        "read_timeout_s": 5.0,
        "total_timeout_s": 10.0,
    }
    return CallbackSender(**(settings | changes))


def send(to: CallbackSender, url: str) -> None:
    to.send(url, DOCUMENT, webhook_id="r-1_1_finished", owner=OWNER)


# --- What is sent, and its signature --------------------------------------------------------------


def test_a_callback_is_one_signed_json_post(receiver: Receiver) -> None:
    send(sender(receiver.netloc), receiver.url("/hook/a?token=x%20y"))
    [got] = receiver.received
    assert got.path == "/hook/a?token=x%20y"
    assert json.loads(got.body) == DOCUMENT
    assert got.headers["Host"] == receiver.netloc
    assert got.headers["Content-Type"] == "application/json"
    assert got.headers["User-Agent"] == f"liner-notes/{__version__}"
    assert got.headers["webhook-id"] == "r-1_1_finished"
    assert got.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert verified(got, owner_secret(MASTER, OWNER)) == DOCUMENT


def verified(got: Received, secret: str) -> Any:
    """Check a callback as its receiver does, by the library of the standard; gives the document."""
    return Webhook(secret).verify(got.body, {name.lower(): value for name, value in got.headers.items()})


def test_the_secret_of_another_owner_or_stack_verifies_nothing(receiver: Receiver) -> None:
    send(sender(receiver.netloc), receiver.url())
    [got] = receiver.received
    for secret in (owner_secret(MASTER, "another owner"), owner_secret("another stack", OWNER)):
        with pytest.raises(WebhookVerificationError):
            verified(got, secret)


def test_an_owner_cannot_forge_what_another_gets(receiver: Receiver) -> None:
    forger = sender(receiver.netloc, secrets=lambda _: [owner_secret(MASTER, "the forger")])
    send(forger, receiver.url())
    with pytest.raises(WebhookVerificationError):
        verified(receiver.received[0], owner_secret(MASTER, OWNER))


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "body"])
def test_a_change_to_anything_that_is_signed_breaks_the_signature(receiver: Receiver, changed: str) -> None:
    send(sender(receiver.netloc), receiver.url())
    [got] = receiver.received
    body = got.body
    if changed == "body":
        body = body.replace(b"r-1", b"r-2")
    elif changed == "webhook-id":
        got.headers.replace_header(changed, "r-1_2_repaired")
    else:
        got.headers.replace_header(changed, str(int(NOW.timestamp()) + 1))
    with pytest.raises(WebhookVerificationError):
        verified(Received(got.path, got.headers, body), owner_secret(MASTER, OWNER))


def test_while_a_secret_is_changed_both_verify(receiver: Receiver) -> None:
    masters = ["the new one", MASTER]
    send(sender(receiver.netloc, secrets=lambda owner: owner_secrets(masters, owner)), receiver.url())
    [got] = receiver.received
    assert len(got.headers["webhook-signature"].split(" ")) == 2
    for master in masters:
        assert verified(got, owner_secret(master, OWNER)) == DOCUMENT


def test_nothing_is_sent_without_a_secret(receiver: Receiver) -> None:
    with pytest.raises(ValueError, match="empty secret"):
        send(sender(receiver.netloc, secrets=lambda owner: owner_secrets([""], owner)), receiver.url())
    assert receiver.received == []


def test_the_secrets_are_asked_for_on_every_delivery(receiver: Receiver) -> None:
    masters = iter(["old", "new"])
    to = sender(receiver.netloc, secrets=lambda owner: [owner_secret(next(masters), owner)])
    send(to, receiver.url())
    send(to, receiver.url())
    for got, master in zip(receiver.received, ["old", "new"], strict=True):
        assert verified(got, owner_secret(master, OWNER)) == DOCUMENT


# --- What an answer means -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_success(receiver: Receiver, status: int) -> None:
    receiver.answers["/hook"] = (status, None)
    send(sender(receiver.netloc), receiver.url())
    assert receiver.paths == ["/hook"]


def test_a_receiver_that_is_gone_is_not_tried_again(receiver: Receiver) -> None:
    receiver.answers["/hook"] = (410, None)
    with pytest.raises(CallbackRefused, match="answered 410"):
        send(sender(receiver.netloc), receiver.url())


@pytest.mark.parametrize(
    "status", [300, 301, 302, 303, 304, 400, 401, 404, 408, 422, 425, 429, 500, 502, 503, 504, 599, 600]
)
def test_any_other_answer_may_be_tried_again(receiver: Receiver, status: int) -> None:
    receiver.answers["/hook"] = (status, "/moved")
    with pytest.raises(CallbackUnavailable, match=f"answered {status}") as caught:
        send(sender(receiver.netloc), receiver.url())
    assert (receiver.paths, caught.value.wait_s) == (["/hook"], None)


@pytest.mark.parametrize(
    ("said", "wait_s"),
    [
        ("120", 120),
        ("0", 0),
        ("in an hour", 3_600),
        ("an hour ago", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 400, None),
        ("Tue, 01 Oct 2024 09:30:00", None),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 GMT", None),
    ],
    ids=[
        "seconds",
        "none",
        "moment",
        "past",
        "word",
        "negative",
        "fraction",
        "endless",
        "zoneless",
        "far off",
    ],
)
def test_a_receiver_may_say_how_long_to_hold(receiver: Receiver, said: str, wait_s: float | None) -> None:
    receiver.answers["/hook"] = (503, None)
    moments = {"in an hour": timedelta(hours=1), "an hour ago": timedelta(hours=-1)}
    receiver.retry_after = format_datetime(NOW + moments[said], usegmt=True) if said in moments else said
    with pytest.raises(CallbackUnavailable) as caught:
        send(sender(receiver.netloc), receiver.url())
    assert caught.value.wait_s == wait_s


# --- Redirects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_post_is_followed_with_the_same_body(
    receiver: Receiver, status: int
) -> None:
    receiver.redirects("../moved?x=1", status)
    send(sender(receiver.netloc), receiver.url())
    first, second = receiver.received
    assert second.path == "/moved?x=1"
    assert second.body == first.body
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type"):
        assert second.headers[name] == first.headers[name]


def test_three_redirects_are_followed(receiver: Receiver) -> None:
    for step in (1, 2, 3):
        receiver.redirects(f"/{step + 1}", path=f"/{step}")
    send(sender(receiver.netloc), receiver.url("/1"))
    assert receiver.paths == ["/1", "/2", "/3", "/4"]


def test_a_fourth_redirect_is_not_followed_and_may_be_gone_at_the_next_try(receiver: Receiver) -> None:
    receiver.redirects("/hook")
    with pytest.raises(
        CallbackUnavailable, match=r"redirected more than 3 times, the last time by 127\.0\.0\.1$"
    ):
        send(sender(receiver.netloc), receiver.url())
    assert receiver.paths == ["/hook"] * 4


@pytest.mark.parametrize(
    "location",
    [
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "https://localhost/",
        "http://example.org/",
        "//user@example.org/",
        "https://example.org/#part",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/",
        "https://[",
        "https://bücher.example/",
        "",
        None,
    ],
)
def test_a_redirect_is_held_to_the_same_rules_and_named_in_what_is_said_of_it(
    receiver: Receiver, connections: list[tuple[str, int]], location: str | None
) -> None:
    receiver.redirects(location)
    with pytest.raises(CallbackUnavailable, match=r"redirect") as caught:
        send(sender(receiver.netloc), receiver.url())
    assert "callback URL" not in str(caught.value)
    assert connections == [("127.0.0.1", receiver.port)]


def test_a_redirect_to_another_port_of_an_allowed_host_is_not_followed(
    receiver: Receiver, bystander: Receiver
) -> None:
    receiver.redirects(bystander.url())
    why = r"the redirect of 127\.0\.0\.1 was not followed: where it leads must begin with https://"
    with pytest.raises(CallbackUnavailable, match=why):
        send(sender(receiver.netloc), receiver.url())
    assert (receiver.paths, bystander.paths) == (["/hook"], [])


def test_a_redirect_to_a_name_at_a_private_address_is_not_followed(
    receiver: Receiver, bystander: Receiver
) -> None:
    receiver.redirects(f"https://{HOST}:{bystander.port}/hook")
    resolver = Resolver(["127.0.0.1"])
    why = rf"the redirect of 127\.0\.0\.1 was not followed: {HOST} is at an address that is not public"
    with pytest.raises(CallbackUnavailable, match=why):
        send(sender(receiver.netloc, resolve=resolver), receiver.url())
    assert resolver.asked == [(HOST, bystander.port)]
    assert bystander.received == []


# --- Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["64:ff9b::a00:1"],
        ["fe80::1%eth0"],
        [PUBLIC, "192.168.0.1"],
        ["2606:4700:4700::1111", PUBLIC, "::1"],
        ["not an address"],
    ],
)
def test_a_host_at_any_private_address_is_refused_without_connecting(
    connections: list[tuple[str, int]], addresses: list[str]
) -> None:
    with pytest.raises(CallbackRefused, match="not public"):
        send(sender(resolve=Resolver(addresses)), f"https://{HOST}/hook")
    assert connections == []


def test_a_url_that_breaks_a_rule_is_not_even_resolved(connections: list[tuple[str, int]]) -> None:
    resolver = Resolver([PUBLIC])
    with pytest.raises(CallbackRefused, match="the callback URL must begin with https://"):
        send(sender(resolve=resolver), f"http://{HOST}/hook")
    assert (resolver.asked, connections) == ([], [])


def test_the_connection_goes_to_the_addresses_that_were_checked(connections: list[tuple[str, int]]) -> None:
    resolver = Resolver([PUBLIC, "2606:4700:4700::1111"], ["127.0.0.1"])
    with pytest.raises(CallbackUnavailable, match="could not be connected to"):
        send(sender(resolve=resolver), f"https://{HOST}:8443/hook")
    assert resolver.asked == [(HOST, 8443)]
    assert connections[0] == (PUBLIC, 8443)
    # A machine without IPv6 does not get as far as trying the second one.
    assert connections[1:] in ([], [("2606:4700:4700::1111", 8443)])


def test_a_public_address_in_the_url_is_connected_to_without_resolving(
    connections: list[tuple[str, int]],
) -> None:
    resolver = Resolver(["127.0.0.1"])
    with pytest.raises(CallbackUnavailable):
        send(sender(resolve=resolver), f"https://{PUBLIC}/hook")
    assert (resolver.asked, connections) == ([], [(PUBLIC, 443)])


def test_a_name_that_changes_its_answer_gains_nothing(receiver: Receiver) -> None:
    with listening("127.0.0.2", receiver.port) as rebound:
        resolver = Resolver(["127.0.0.1"], ["127.0.0.2"])
        send(sender(f"{HOST}:{receiver.port}", resolve=resolver), f"http://{HOST}:{receiver.port}/hook")
    assert resolver.asked == [(HOST, receiver.port)]
    assert (receiver.paths, rebound.paths) == (["/hook"], [])


def test_the_next_address_is_tried_when_one_cannot_be_connected_to(receiver: Receiver) -> None:
    to = sender(f"{HOST}:{receiver.port}", resolve=Resolver(["127.0.0.3", "127.0.0.1"]))
    send(to, f"http://{HOST}:{receiver.port}/hook")
    assert receiver.paths == ["/hook"]


def test_the_systems_resolver_is_asked_by_default(receiver: Receiver) -> None:
    to = CallbackSender(lambda owner: owner_secrets([MASTER], owner), [f"localhost:{receiver.port}"])
    send(to, f"http://localhost:{receiver.port}/hook")
    [got] = receiver.received
    assert verified(got, owner_secret(MASTER, OWNER)) == DOCUMENT


def test_an_allowed_host_lets_its_own_port_through_and_nothing_else(
    receiver: Receiver, bystander: Receiver
) -> None:
    to = sender(receiver.netloc)
    send(to, receiver.url())
    with pytest.raises(CallbackRefused):
        send(to, bystander.url())
    with pytest.raises(CallbackRefused):
        send(to, f"http://localhost:{receiver.port}/hook")
    with pytest.raises(CallbackRefused):
        send(to, f"https://{HOST}:{receiver.port}/hook")
    assert (receiver.paths, bystander.paths) == (["/hook"], [])


def test_the_proxies_of_the_environment_are_ignored(
    receiver: Receiver, bystander: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, bystander.url(""))
        monkeypatch.setenv(name.lower(), bystander.url(""))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    send(sender(receiver.netloc), receiver.url())
    assert (receiver.paths, bystander.paths) == (["/hook"], [])


# --- TLS ------------------------------------------------------------------------------------------


class Authority:
    """A certificate authority for the length of a test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away authority")])
        self._certificate = self._signed(
            self._name, self._key, x509.BasicConstraints(ca=True, path_length=0), signs=True
        )

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *extensions: x509.ExtensionType,
        signs: bool = False,
    ) -> x509.Certificate:
        today = datetime.now(UTC)
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(today - timedelta(days=1))
            .not_valid_after(today + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
            )
            .add_extension(
                x509.KeyUsage(digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, **usage),
                critical=True,
            )
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self._key, hashes.SHA256())

    def trusting(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and no other."""
        pem = self._certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def serving(self, *names: x509.GeneralName) -> ssl.SSLContext:
        """A server's context with a certificate for these names."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._signed(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]),
            key,
            x509.SubjectAlternativeName(names),
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
        )
        file = self._folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_a_callback_over_tls_asks_for_and_verifies_the_host_by_name(authority: Authority) -> None:
    asked: list[str | None] = []
    context = authority.serving(x509.DNSName(HOST))
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    with listening(tls=context) as receiver:
        to = sender(f"{HOST}:{receiver.port}", ssl_context=authority.trusting())
        send(to, f"https://{HOST}:{receiver.port}/hook")
        send(to, f"https://{HOST}:{receiver.port}/hook")
    assert receiver.paths == ["/hook", "/hook"]
    assert receiver.received[0].headers["Host"] == f"{HOST}:{receiver.port}"
    assert asked == [HOST, HOST]


def test_an_address_in_the_url_is_verified_as_an_address(authority: Authority) -> None:
    named = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    with listening(tls=authority.serving(named)) as receiver:
        send(sender("127.0.0.1", ssl_context=authority.trusting()), f"https://127.0.0.1:{receiver.port}/hook")
    assert receiver.paths == ["/hook"]


@pytest.mark.parametrize(
    "names",
    [
        [x509.DNSName("other.example.org")],
        [x509.DNSName("*.hooks.example.org")],
        # The connection goes to an address, yet it is the name that has to be on the certificate.
        [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("127.0.0.1")],
    ],
)
def test_a_certificate_for_another_host_is_not_accepted(
    authority: Authority, names: list[x509.GeneralName]
) -> None:
    with listening(tls=authority.serving(*names)) as receiver:
        to = sender(f"{HOST}:{receiver.port}", ssl_context=authority.trusting())
        # Twice: the first failure must not have loosened the context that is kept.
        for _ in range(2):
            with pytest.raises(CallbackUnavailable, match="certificate"):
                send(to, f"https://{HOST}:{receiver.port}/hook")
    assert receiver.received == []


def test_a_certificate_of_an_unknown_authority_is_not_accepted(authority: Authority) -> None:
    serving = authority.serving(x509.DNSName(HOST))
    with listening(tls=serving) as receiver, pytest.raises(CallbackUnavailable, match="certificate"):
        send(sender(f"{HOST}:{receiver.port}"), f"https://{HOST}:{receiver.port}/hook")
    assert receiver.received == []


def test_a_server_that_speaks_no_tls_gets_nothing(receiver: Receiver, authority: Authority) -> None:
    to = sender(receiver.netloc, ssl_context=authority.trusting())
    with pytest.raises(CallbackUnavailable):
        send(to, f"https://{receiver.netloc}/hook")
    assert receiver.received == []


# --- Time and trouble -----------------------------------------------------------------------------


@contextmanager
def unavailable_within(seconds: float, match: str) -> Iterator[None]:
    started = monotonic()
    with pytest.raises(CallbackUnavailable, match=match):
        yield
    assert monotonic() - started < seconds


def read_request(connection: socket.socket) -> None:
    received = b""
    while not received.endswith(b"}"):
        received += connection.recv(65_536)


def trickle_into(connection: socket.socket, over: threading.Event) -> None:
    for _ in range(100):
        if over.wait(0.05):
            return
        connection.sendall(b"X")


def test_a_server_that_never_answers_is_given_up_on() -> None:
    def say_nothing(_: socket.socket, over: threading.Event) -> None:
        over.wait()

    with talking(say_nothing) as port, unavailable_within(4, "timed out"):
        send(sender("127.0.0.1", read_timeout_s=0.2), f"http://127.0.0.1:{port}/hook")


def test_a_server_that_never_shakes_hands_is_given_up_on(authority: Authority) -> None:
    def say_nothing(_: socket.socket, over: threading.Event) -> None:
        over.wait()

    to = sender("127.0.0.1", connect_timeout_s=0.2, ssl_context=authority.trusting())
    with talking(say_nothing) as port, unavailable_within(4, "timed out"):
        send(to, f"https://127.0.0.1:{port}/hook")


def test_connecting_is_part_of_the_total_time(authority: Authority) -> None:
    def say_nothing(_: socket.socket, over: threading.Event) -> None:
        over.wait()

    to = sender("127.0.0.1", total_timeout_s=0.4, ssl_context=authority.trusting())
    with talking(say_nothing) as port, unavailable_within(2.5, "could not be connected to"):
        send(to, f"https://127.0.0.1:{port}/hook")


def test_a_server_that_trickles_its_answer_is_hung_up_on() -> None:
    def trickle(connection: socket.socket, over: threading.Event) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        trickle_into(connection, over)

    to = sender("127.0.0.1", read_timeout_s=5, total_timeout_s=0.5)
    with talking(trickle) as port, unavailable_within(2.5, r"within 0\.5 seconds"):
        send(to, f"http://127.0.0.1:{port}/hook")


def test_a_server_that_trickles_over_tls_is_hung_up_on(authority: Authority) -> None:
    context = authority.serving(x509.DNSName(HOST))

    def trickle(connection: socket.socket, over: threading.Event) -> None:
        with context.wrap_socket(connection, server_side=True) as encrypted:
            encrypted.sendall(b"HTTP/1.1 200 OK\r\n")
            trickle_into(encrypted, over)

    with talking(trickle) as port, unavailable_within(2.5, r"within 0\.5 seconds"):
        to = sender(f"{HOST}:{port}", total_timeout_s=0.5, ssl_context=authority.trusting())
        send(to, f"https://{HOST}:{port}/hook")


def test_an_answer_is_not_read_beyond_its_headers() -> None:
    def pour(connection: socket.socket, over: threading.Event) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
        while not over.is_set():
            connection.sendall(b"x" * 65_536)

    with talking(pour) as port:
        started = monotonic()
        send(sender("127.0.0.1"), f"http://127.0.0.1:{port}/hook")
        assert monotonic() - started < 4


def test_a_redirect_does_not_start_the_time_anew() -> None:
    def say_nothing(_: socket.socket, over: threading.Event) -> None:
        over.wait()

    with talking(say_nothing) as silent:

        def redirect_late(connection: socket.socket, over: threading.Event) -> None:
            read_request(connection)
            over.wait(0.8)
            connection.sendall(b"HTTP/1.1 307 Late\r\nLocation: http://127.0.0.1:%d/\r\n\r\n" % silent)

        with talking(redirect_late) as port, unavailable_within(1.6, "within 1 seconds|timed out"):
            send(sender("127.0.0.1", total_timeout_s=1.0), f"http://127.0.0.1:{port}/hook")


def test_a_name_that_takes_too_long_to_resolve_is_given_up_on() -> None:
    over = threading.Event()

    def resolve(_: str, __: int) -> list[str]:
        over.wait()
        return [PUBLIC]

    with unavailable_within(4, "not resolved in time"):
        send(sender(resolve=resolve, total_timeout_s=0.2), f"https://{HOST}/hook")
    over.set()


def test_a_name_that_is_not_found_may_be_tried_again() -> None:
    def resolve(_: str, __: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with unavailable_within(4, f"the name {HOST} could not be resolved"):
        send(sender(resolve=resolve), f"https://{HOST}/hook")


def test_a_name_without_an_address_may_be_tried_again() -> None:
    with unavailable_within(4, "has no address"):
        send(sender(resolve=Resolver([])), f"https://{HOST}/hook")


def test_a_fault_of_the_resolver_itself_is_not_hidden() -> None:
    def resolve(_: str, __: int) -> list[str]:
        raise LookupError("a bug")

    with pytest.raises(LookupError, match="a bug"):
        send(sender(resolve=resolve), f"https://{HOST}/hook")


def test_a_port_nobody_listens_on_may_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with unavailable_within(4, "could not be connected to"):
        send(sender("127.0.0.1"), f"http://127.0.0.1:{port}/hook")


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_an_answer_that_is_no_http_may_be_tried_again(answer: bytes) -> None:
    def say(connection: socket.socket, _: threading.Event) -> None:
        read_request(connection)
        connection.sendall(answer)

    with talking(say) as port, unavailable_within(4, "did not answer"):
        send(sender("127.0.0.1"), f"http://127.0.0.1:{port}/hook")


def test_no_address_of_a_failed_connection_is_told() -> None:
    with pytest.raises(CallbackUnavailable) as caught:
        send(sender(resolve=Resolver([PUBLIC])), f"https://{HOST}/secret-path?token=x")
    assert PUBLIC not in str(caught.value)
    assert "secret-path" not in str(caught.value)


def test_no_thread_or_connection_stays_behind(receiver: Receiver) -> None:
    before = threading.active_count()
    to = sender(receiver.netloc)
    for _ in range(5):
        send(to, receiver.url())
    assert len(receiver.received) == 5
    # The receiver's own threads, one per connection, end when the connection is closed.
    ends = monotonic() + 5
    while threading.active_count() > before and monotonic() < ends:
        threading.Event().wait(0.01)
    assert threading.active_count() <= before
