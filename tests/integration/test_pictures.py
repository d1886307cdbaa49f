"""Pictures that are passed on: from listed hosts alone, if they are pictures of a size that can be sent."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from linernotes.page.pictures import MOST_BYTES, Pictures

PNG = b"\x89PNG and what follows"
PATIENCE_S = 10


class Host(ThreadingHTTPServer):
    """A host of pictures, which answers by path."""

    daemon_threads = True
    answers: dict[str, tuple[int, dict[str, str], bytes]]
    release: Event
    asked: list[str]

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.name}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path == "/never":
            self.server.release.wait(PATIENCE_S)
            return
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    with Host(("127.0.0.1", 0), Handler) as server:
        server.asked, server.release = [], Event()
        server.answers = {
            "/a.png": (200, {"Content-Type": "image/png"}, PNG),
            "/odd.png": (200, {"Content-Type": "IMAGE/PNG; charset=binary"}, PNG),
            "/a.svg": (200, {"Content-Type": "image/svg+xml"}, b"<svg onload='x'/>"),
            "/a.html": (200, {"Content-Type": "text/html"}, b"<script>x</script>"),
            "/none.png": (404, {"Content-Type": "image/png"}, PNG),
            "/moved.png": (302, {"Content-Type": "image/png", "Location": "/a.png"}, PNG),
            "/large.png": (200, {"Content-Type": "image/png"}, b"x" * (MOST_BYTES + 1)),
            "/largest.png": (200, {"Content-Type": "image/png"}, b"x" * MOST_BYTES),
        }
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.release.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def pictures(host: Host) -> Pictures:
    return Pictures([host.name], trusted_hosts=[host.name], read_timeout_s=0.3, total_timeout_s=2)


@pytest.mark.parametrize("path", ["/a.png", "/odd.png"])
def test_a_picture_is_passed_on_as_it_came(host: Host, pictures: Pictures, path: str) -> None:
    found = pictures.find(host.url(path))
    assert found is not None
    assert (found.media_type, found.content) == ("image/png", PNG)


def test_a_picture_may_be_as_large_as_the_limit_and_no_larger(host: Host, pictures: Pictures) -> None:
    found = pictures.find(host.url("/largest.png"))
    assert found is not None
    assert len(found.content) == MOST_BYTES
    assert pictures.find(host.url("/large.png")) is None


@pytest.mark.parametrize("path", ["/a.svg", "/a.html", "/none.png", "/moved.png", "/never"])
def test_what_is_no_picture_that_browsers_only_show_is_not_passed_on(
    host: Host, pictures: Pictures, path: str
) -> None:
    assert pictures.find(host.url(path)) is None
    assert host.asked == [path]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}.example.org/a.png",
        "http://user@127.0.0.1:{port}/a.png",
        "http://localhost:{port}/a.png",
        "https://127.0.0.1:{port}/a.png#x",
        "file:///etc/passwd",
        "//127.0.0.1:{port}/a.png",
        "not an address",
    ],
)
def test_no_other_host_is_asked_however_its_address_is_written(
    host: Host, pictures: Pictures, url: str
) -> None:
    assert pictures.find(url.format(port=host.server_port)) is None
    assert host.asked == []


def test_a_listed_host_at_a_private_address_is_not_asked(host: Host) -> None:
    named = Pictures(["pictures.example.org"], resolve=lambda *_: ["127.0.0.1"])
    assert named.find("https://pictures.example.org/a.png") is None
    assert host.asked == []
