"""The Soundcharts client against a real HTTP server that each test scripts."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from linernotes.model.artist_addresses import ArtistAddress, Directory
from linernotes.model.errors import (
    BadCredentials,
    BrokenAnswer,
    NotInPlan,
    QuotaSpent,
    RequestRefused,
    Throttled,
    Unavailable,
    UpstreamError,
)
from linernotes.model.windows import Window
from linernotes.sections.windows.answers import Page, Row
from linernotes.sections.windows.fetch import WindowClient
from linernotes.sections.windows.window_data import Outcome, WindowKey, WindowRequest, WindowResult
from linernotes.soundcharts.client import SoundchartsClient
from linernotes.soundcharts.lists import ListFetch, PagedList, fetch_lists

UUID = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"
WINDOW = Window(date(2024, 8, 27), date(2024, 11, 24))
NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
USAGE = "/api/v2/team/usage"
PER_MINUTE = {"errors": [{"code": 429, "message": "Maximum request count per minute reached."}]}
USED_UP = {"errors": [{"code": 429, "message": "Your calls are used up."}]}


@dataclass
class Asked:
    """A request as the server saw it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    connection: int
    handler: BaseHTTPRequestHandler = field(repr=False)

    @property
    def offset(self) -> int:
        return int(self.query.get("offset", "0"))


@dataclass
class Answer:
    """An answer to give."""

    body: bytes | dict[str, Any] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Asked], Answer | None]
"""Says what to answer; None when it has dealt with the connection itself."""


class ScriptedUpstream(ThreadingHTTPServer):
    """An HTTP/1.1 server with keep-alive that answers as the test's script says, and remembers."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: Script = lambda _: Answer(an_answer(90))
        self.asked: list[Asked] = []
        self.in_flight = 0
        self.peak_in_flight = 0
        self.lock = threading.Lock()
        self.released = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def series_asked(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path != USAGE]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: ScriptedUpstream

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(url.path, query, headers, self.client_address[1], self)
        with self.server.lock:
            self.server.asked.append(asked)
            self.server.in_flight += 1
            self.server.peak_in_flight = max(self.server.peak_in_flight, self.server.in_flight)
        try:
            answer = self.server.script(asked)
        finally:
            with self.server.lock:
                self.server.in_flight -= 1
        if answer is not None:
            self._give(answer)

    def _give(self, answer: Answer) -> None:
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Clock:
    """Real time, which a test can put forward."""

    def __init__(self) -> None:
        self.ahead_s = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def upstream() -> Iterator[ScriptedUpstream]:
    server = ScriptedUpstream()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock() -> Clock:
    return Clock()


ClientMaker = Callable[..., SoundchartsClient]


@pytest.fixture
def make_client(upstream: ScriptedUpstream, clock: Clock) -> Iterator[ClientMaker]:
    made: list[SoundchartsClient] = []

    def make(**overrides: Any) -> SoundchartsClient:
        settings: dict[str, Any] = {
            "base_url": upstream.base_url,
            "credentials": lambda _: ("app", "key"),
            "threads": 4,
            "calls_per_minute": 1000,
            "connect_timeout_s": 1.0,
            "read_timeout_s": 2.0,
            "total_timeout_s": 3.0,
            "now": clock.now,
            "monotonic": clock.monotonic,
            "sleep": clock.sleep,
            "random": lambda: 0.5,
        }
        made.append(SoundchartsClient(**{**settings, **overrides}))
        return made[-1]

    yield make
    upstream.released.set()
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: ClientMaker) -> SoundchartsClient:
    return make_client()


def wanted(number: int = 0, source: str = "deezer") -> WindowRequest:
    return WindowRequest(WindowKey(f"{UUID[:-2]}{number:02}", source, WINDOW.first), WINDOW)


def fetch_all(
    upstream: SoundchartsClient,
    windows: Sequence[WindowRequest],
    budget_s: float = 10.0,
    asked_since: datetime = NOW,
) -> list[WindowResult]:
    groups = WindowClient(upstream).fetch(windows, asked_since=asked_since, budget_s=budget_s)
    return [fetched for group in groups for fetched in group]


def fetch_one(
    upstream: SoundchartsClient,
    window: WindowRequest | None = None,
    budget_s: float = 10.0,
    asked_since: datetime = NOW,
) -> WindowResult:
    (fetched,) = fetch_all(upstream, [window or wanted()], budget_s, asked_since)
    return fetched


def an_answer(items: int, total: int | None = None, *, start: int = 0) -> dict[str, Any]:
    """Give a page of a series: the figure of each item is its place, its day one of the window's 90."""
    rows = [
        {"date": f"{WINDOW.first + timedelta(days=at % 90)}T00:00:00+00:00", "value": at}
        for at in range(start, start + items)
    ]
    page: dict[str, Any] = {"offset": start, "limit": 100, "next": None}
    if total is not None:
        page["total"] = total
    return {"related": {"artist": {"name": "Elisa"}}, "items": rows, "page": page, "errors": []}


def by_call(*answers: Answer) -> Script:
    """Give one answer after the other, then the last one for ever."""
    left = list(answers)
    lock = threading.Lock()

    def script(_: Asked) -> Answer:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return script


def error_in(fetched: WindowResult) -> UpstreamError:
    assert fetched.error is not None
    assert fetched.data is None
    return fetched.error


def hang_up(asked: Asked) -> None:
    """End the connection with nothing more said."""
    asked.handler.close_connection = True
    asked.handler.connection.shutdown(socket.SHUT_RDWR)


# --- what is asked ---


def test_a_window_is_asked_for_with_its_days_a_limit_and_the_keys(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    fetched = fetch_one(client, wanted(source="instagram"))
    (asked,) = upstream.asked
    assert asked.path == f"/api/v2.37/artist/{wanted().key.artist_uuid}/social/instagram/followers/"
    assert asked.query == {"startDate": "2024-08-27", "endDate": "2024-11-24", "limit": "100"}
    assert (asked.headers["x-app-id"], asked.headers["x-api-key"]) == ("app", "key")
    assert fetched.upstream_calls == 1


def test_a_delivered_window_has_its_points_and_the_artist_and_the_time(client: SoundchartsClient) -> None:
    fetched = fetch_one(client)
    assert fetched.error is None
    assert fetched.data is not None
    assert fetched.data.key == wanted().key
    assert fetched.data.outcome is Outcome.DELIVERED
    assert fetched.data.values == {WINDOW.first + timedelta(days=at): at for at in range(90)}
    assert (fetched.data.artist_name, fetched.data.fetched_at) == ("Elisa", NOW)


def test_the_figure_is_read_from_the_field_of_the_source(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    item = {"date": "2024-09-01", "followerCount": 7, "value": 8}
    upstream.script = lambda _: Answer({"items": [item]})
    audience, listening = (
        fetch_one(client, wanted(source="deezer")),
        fetch_one(client, wanted(source="pandora")),
    )
    assert audience.data is not None
    assert listening.data is not None
    assert list(audience.data.values.values()) == [7]
    assert list(listening.data.values.values()) == [8]


def test_every_window_is_yielded_once_whatever_becomes_of_it(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    def script(asked: Asked) -> Answer:
        number = int(asked.path.split("/")[4][-2:])
        return [Answer(an_answer(90)), Answer(status=404), Answer(status=400), Answer(b"<html>")][number % 4]

    upstream.script = script
    windows = [wanted(number) for number in range(40)]
    ended = fetch_all(client, windows)
    assert sorted(each.wanted.key.artist_uuid for each in ended) == [each.key.artist_uuid for each in windows]
    assert sum(each.data is not None for each in ended) == 20


def test_nothing_wanted_is_nothing_asked(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    assert fetch_all(client, []) == []
    assert upstream.asked == []


# --- pages ---


def test_after_a_full_first_page_the_others_are_asked_for_at_the_same_time(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    together = threading.Barrier(2)

    def script(asked: Asked) -> Answer:
        if asked.offset:
            together.wait(5)
        return Answer(an_answer(min(100, 250 - asked.offset), 250, start=asked.offset))

    upstream.script = script
    fetched = fetch_one(client)
    assert sorted(asked.offset for asked in upstream.asked) == [0, 100, 200]
    assert fetched.upstream_calls == 3
    assert fetched.data is not None
    assert fetched.data.values == {WINDOW.first + timedelta(days=at % 90): at for at in range(250)}, (
        "of a day on several pages the last one stays"
    )
    assert fetched.data.announced is None


def test_with_one_thread_pages_and_windows_still_all_come(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = lambda asked: Answer(an_answer(min(100, 350 - asked.offset), 350, start=asked.offset))
    ended = fetch_all(make_client(threads=1), [wanted(number) for number in range(5)])
    assert [each.upstream_calls for each in ended] == [4] * 5
    assert all(each.data is not None for each in ended)


def test_short_pages_are_followed_by_the_items_they_held(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda asked: Answer(an_answer(min(15, 54 - asked.offset), 54, start=asked.offset))
    fetched = fetch_one(client)
    assert [asked.offset for asked in upstream.asked] == [0, 15, 30, 45]
    assert fetched.data is not None
    assert len(fetched.data.values) == 54


def test_fewer_items_than_announced_are_noted(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    upstream.script = lambda asked: Answer(an_answer(0 if asked.offset else 15, 54, start=asked.offset))
    data = fetch_one(client).data
    assert data is not None
    assert (len(data.values), data.announced) == (15, 54)


def test_a_server_that_ignores_the_offset_does_not_keep_us_asking(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer(an_answer(100))
    fetched = fetch_one(client)
    assert [asked.offset for asked in upstream.asked] == [0, 100]
    assert fetched.data is not None


def test_pages_without_end_are_a_broken_answer(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    upstream.script = lambda asked: Answer(an_answer(100, start=asked.offset))
    error = error_in(fetch_one(client))
    assert isinstance(error, BrokenAnswer)
    assert len(upstream.asked) == 40


@pytest.mark.parametrize(
    ("later", "kind"),
    [
        (Answer(status=404), BrokenAnswer),
        (Answer(status=403), BrokenAnswer),
        (Answer(status=500), Unavailable),
        (Answer(status=400), RequestRefused),
        (Answer(b"{"), BrokenAnswer),
        (Answer(PER_MINUTE, 429), Throttled),
    ],
)
def test_a_window_of_which_a_later_page_fails_is_no_window(
    upstream: ScriptedUpstream, client: SoundchartsClient, later: Answer, kind: type[UpstreamError]
) -> None:
    upstream.script = lambda asked: (
        later if asked.offset == 100 else Answer(an_answer(100, 300, start=asked.offset))
    )
    assert isinstance(error_in(fetch_one(client)), kind)


def test_an_early_error_of_one_page_ends_the_window_without_the_rest(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    another_in_flight = threading.Event()

    def script(asked: Asked) -> Answer:
        if asked.offset == 100:
            another_in_flight.wait(5)
            return Answer({"errors": [{"message": "no such page"}]}, 400)
        if asked.offset:
            another_in_flight.set()
            upstream.released.wait(5)
        return Answer(an_answer(100, 1000, start=asked.offset))

    upstream.script = script
    started = time.monotonic()
    fetched = fetch_one(make_client(threads=2))
    assert time.monotonic() - started < 1
    assert isinstance(error_in(fetched), RequestRefused)
    assert fetched.upstream_calls == len(upstream.asked) == 3


# --- answers that say no ---


def test_an_unknown_artist_is_a_window_that_was_not_found(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer({"errors": [{"code": 404, "message": "Not found."}]}, 404)
    fetched = fetch_one(client)
    assert fetched.data is not None
    assert (fetched.data.outcome, fetched.data.values, fetched.upstream_calls) == (Outcome.NOT_FOUND, {}, 1)


def test_an_endpoint_outside_the_plan_is_a_window_that_is_not_in_plan(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer({"errors": [{"message": "not included in your plan"}]}, 403)
    fetched = fetch_one(client)
    assert fetched.data is not None
    assert (fetched.data.outcome, fetched.error) == (Outcome.NOT_IN_PLAN, None)


@pytest.mark.parametrize("status", [400, 405, 410, 422])
def test_a_refused_request_says_why_in_at_most_200_characters(
    upstream: ScriptedUpstream, client: SoundchartsClient, status: int
) -> None:
    upstream.script = lambda _: Answer(
        {"errors": [{"message": "Only instagram is supported. " + "x" * 300}]}, status
    )
    error = error_in(fetch_one(client))
    assert isinstance(error, RequestRefused)
    assert not error.retryable
    assert "Only instagram is supported." in str(error)
    assert str(error).count("x") == 171
    assert len(upstream.asked) == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(b"<html>maintenance</html>"), "not JSON"),
        (Answer({"object": {}}), "no items"),
        (Answer(b"plain", headers={"Content-Encoding": "gzip"}), "not compressed as it says"),
        (Answer(gzip.compress(b" " * (17 << 20)), headers={"Content-Encoding": "gzip"}), "larger than"),
        (Answer(status=301, headers={"Location": "/elsewhere"}), "answered 301"),
        (Answer(status=204), "answered 204"),
    ],
)
def test_an_answer_out_of_form_is_a_broken_answer_that_says_how(
    upstream: ScriptedUpstream, client: SoundchartsClient, answer: Answer, says: str
) -> None:
    upstream.script = lambda _: answer
    error = error_in(fetch_one(client))
    assert isinstance(error, BrokenAnswer)
    assert says in str(error)
    assert len(upstream.asked) == 1


def test_a_row_that_cannot_be_read_costs_itself_and_counts_as_received(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    whole = an_answer(90)
    whole["items"][7] = None
    whole["items"][9]["value"] = "many"
    upstream.script = lambda _: Answer(whole)
    data = fetch_one(client).data
    assert data is not None
    assert (len(data.values), len(data.unreadable), data.announced) == (88, 2, None)
    assert len(upstream.asked) == 1


def test_a_compressed_answer_is_read(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    body = gzip.compress(json.dumps(an_answer(90)).encode())
    upstream.script = lambda _: Answer(body, headers={"Content-Encoding": "gzip"})
    data = fetch_one(client).data
    assert data is not None
    assert len(data.values) == 90


def test_a_redirect_is_not_followed_with_the_keys(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer(status=302, headers={"Location": f"{upstream.base_url}/elsewhere"})
    fetch_one(client)
    assert [asked.path for asked in upstream.asked] == [
        f"/api/v2/artist/{wanted().key.artist_uuid}/audience/deezer"
    ]


def test_cookies_are_not_kept(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    upstream.script = lambda _: Answer(an_answer(1), headers={"Set-Cookie": "session=1; Path=/"})
    fetch_one(client)
    fetch_one(client)
    assert "cookie" not in upstream.asked[1].headers


# --- keys ---


class Rotated:
    """Credentials whose secret was rotated since it was last read."""

    def __init__(self) -> None:
        self.key = "old"
        self.reads = 0

    def __call__(self, read_again: bool) -> tuple[str, str]:
        if read_again:
            self.reads += 1
            self.key = "new"
        return "app", self.key


def only_the_new_key(asked: Asked) -> Answer:
    return Answer(an_answer(90)) if asked.headers["x-api-key"] == "new" else Answer(status=401)


def test_after_a_401_the_secret_is_read_again_and_the_call_made_once_more(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = only_the_new_key
    credentials = Rotated()
    client = make_client(credentials=credentials)
    fetched = fetch_one(client)
    assert fetched.data is not None
    assert (fetched.upstream_calls, credentials.reads) == (2, 1)
    fetch_one(client)
    assert [asked.headers["x-api-key"] for asked in upstream.asked] == ["old", "new", "new"]


def test_calls_refused_together_read_the_secret_again_once(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    together = threading.Barrier(4)

    def script(asked: Asked) -> Answer:
        if asked.headers["x-api-key"] == "old":
            together.wait(5)
        return only_the_new_key(asked)

    upstream.script = script
    credentials = Rotated()
    ended = fetch_all(make_client(credentials=credentials), [wanted(number) for number in range(4)])
    assert all(each.data is not None for each in ended)
    assert credentials.reads == 1


def test_keys_refused_twice_are_bad_credentials(upstream: ScriptedUpstream, make_client: ClientMaker) -> None:
    upstream.script = lambda _: Answer({"errors": [{"message": "bad key"}]}, 401)
    credentials = Rotated()
    error = error_in(fetch_one(make_client(credentials=credentials)))
    assert isinstance(error, BadCredentials)
    assert (len(upstream.asked), credentials.reads) == (2, 1)


def test_keys_that_were_not_rotated_are_not_tried_again(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer(status=401)
    assert isinstance(error_in(fetch_one(client)), BadCredentials)
    assert len(upstream.asked) == 1


def test_a_failure_to_read_the_secret_comes_through(make_client: ClientMaker) -> None:
    def credentials(_: bool) -> tuple[str, str]:
        raise PermissionError("may not read the secret")

    with pytest.raises(PermissionError):
        fetch_one(make_client(credentials=credentials))


def test_neither_repr_nor_log_shows_keys_or_bodies(
    upstream: ScriptedUpstream, make_client: ClientMaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = make_client(credentials=lambda _: ("app-4711", "hush-hush"))
    upstream.script = by_call(Answer(an_answer(90)), Answer({"errors": [{"message": "told"}]}, 500))
    fetch_one(client)
    shown = repr(client) + caplog.text + str(error_in(fetch_one(client))).replace("told", "")
    for secret in ("4711", "hush", "Elisa", "told"):
        assert secret not in shown


# --- faults on the way ---


def test_a_fault_of_the_server_is_tried_once_more_after_a_short_pause(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    upstream.script = by_call(Answer(status=503), Answer(an_answer(90)))
    fetched = fetch_one(client)
    assert fetched.data is not None
    assert fetched.upstream_calls == 2
    (pause_s,) = clock.slept
    assert 0 < pause_s <= 0.5


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_two_faults_in_a_row_are_left_to_the_caller(
    upstream: ScriptedUpstream, client: SoundchartsClient, status: int
) -> None:
    upstream.script = lambda _: Answer(b"<html>gateway</html>", status)
    fetched = fetch_one(client)
    error = error_in(fetched)
    assert isinstance(error, Unavailable)
    assert error.retryable
    assert str(status) in str(error)
    assert fetched.upstream_calls == len(upstream.asked) == 2


def test_there_is_no_second_try_when_the_pause_would_use_up_the_budget(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    upstream.script = lambda _: Answer(status=500)
    fetched = fetch_one(client, budget_s=0.25)
    assert isinstance(error_in(fetched), Unavailable)
    assert (fetched.upstream_calls, clock.slept) == (1, [])


def test_a_connection_that_breaks_is_tried_once_more_at_once(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    def script(asked: Asked) -> Answer | None:
        if len(upstream.asked) != 2:
            return Answer(an_answer(90))
        hang_up(asked)
        return None

    upstream.script = script
    fetch_one(client)
    fetched = fetch_one(client)
    first, kept_alive, again = upstream.asked
    assert fetched.data is not None
    assert fetched.upstream_calls == 2
    assert first.connection == kept_alive.connection != again.connection
    assert clock.slept == []


def test_an_answer_cut_off_in_its_middle_is_tried_once_more_and_never_half_used(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    def script(asked: Asked) -> None:
        body = json.dumps(an_answer(90)).encode()
        asked.handler.send_response(200)
        asked.handler.send_header("Content-Length", str(len(body)))
        asked.handler.end_headers()
        asked.handler.wfile.write(body[: len(body) // 2])
        hang_up(asked)

    upstream.script = script
    fetched = fetch_one(client)
    assert isinstance(error_in(fetched), Unavailable)
    assert "broke" in str(fetched.error)
    assert fetched.upstream_calls == len(upstream.asked) == 2


def test_a_server_that_is_not_there_is_unavailable_and_cost_no_call(make_client: ClientMaker) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        fetched = fetch_one(make_client(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}"))
    error = error_in(fetched)
    assert isinstance(error, Unavailable)
    assert str(error) == "Soundcharts could not be reached"
    assert fetched.upstream_calls == 0


def never_answer(upstream: ScriptedUpstream) -> Script:
    def script(_: Asked) -> None:
        upstream.released.wait(10)

    return script


def test_a_server_that_never_answers_is_given_up_after_the_read_timeout(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = never_answer(upstream)
    fetched = fetch_one(make_client(read_timeout_s=0.2))
    assert isinstance(error_in(fetched), Unavailable)
    assert str(fetched.error) == "Soundcharts did not answer in time"
    assert fetched.upstream_calls == len(upstream.asked) == 1


def test_a_server_that_never_answers_keeps_nobody_beyond_the_budget(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = never_answer(upstream)
    client = make_client(threads=3, read_timeout_s=30, total_timeout_s=30)
    started = time.monotonic()
    ended = fetch_all(client, [wanted(number) for number in range(20)], budget_s=0.4)
    assert 0.4 <= time.monotonic() - started < 1.2
    assert len({each.wanted.key for each in ended}) == len(ended) == 20
    assert all(isinstance(each.error, Unavailable) and "no time left" in str(each.error) for each in ended)
    assert sum(each.upstream_calls for each in ended) == len(upstream.asked) == 3


def test_what_came_in_time_is_kept_when_the_rest_did_not(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    def script(asked: Asked) -> Answer:
        if "a0369fe50303" in asked.path:
            upstream.released.wait(10)
        return Answer(an_answer(90))

    upstream.script = script
    ended = fetch_all(client, [wanted(number) for number in range(6)], budget_s=0.5)
    assert [each.wanted for each in ended if each.error] == [wanted(3)]
    assert sum(each.data is not None for each in ended) == 5


def test_without_any_budget_nothing_is_sent(upstream: ScriptedUpstream, make_client: ClientMaker) -> None:
    client = make_client()
    ended = fetch_all(client, [wanted(number) for number in range(6)], budget_s=0)
    client.close()
    assert [each.upstream_calls for each in ended] == [0] * 6
    assert all("no time left" in str(each.error) for each in ended)
    assert upstream.asked == []


@pytest.mark.parametrize("chunked", [False, True])
def test_an_answer_that_drips_is_given_up_when_the_total_time_is_over(
    upstream: ScriptedUpstream, make_client: ClientMaker, chunked: bool
) -> None:
    def script(asked: Asked) -> None:
        handler = asked.handler
        handler.send_response(200)
        handler.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", "1000")))
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"1\r\n{\r\n" if chunked else b"{")
            if upstream.released.wait(0.03):
                break

    upstream.script = script
    client = make_client(read_timeout_s=2.0, total_timeout_s=0.3)
    started = time.monotonic()
    fetched = fetch_one(client)
    assert 0.3 <= time.monotonic() - started < 1.0
    assert isinstance(error_in(fetched), Unavailable)
    assert fetched.upstream_calls == 1


def test_time_that_runs_out_in_the_middle_of_an_answer_is_named_so(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    def script(_: Asked) -> Answer:
        clock.ahead_s += 60
        return Answer(an_answer(90))

    upstream.script = script
    fetched = fetch_one(client, budget_s=10)
    assert str(error_in(fetched)) == "there was no time left to wait for Soundcharts"
    assert fetched.upstream_calls == 1


def test_threads_are_free_again_when_the_budget_is_over(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    def script(_: Asked) -> Answer:
        if len(upstream.asked) == 1:
            upstream.released.wait(10)
        return Answer(an_answer(90))

    upstream.script = script
    client = make_client(threads=1, read_timeout_s=30, total_timeout_s=30)
    assert fetch_one(client, budget_s=0.2).error is not None
    assert fetch_one(client, wanted(1), budget_s=2).data is not None


def test_a_caller_who_stops_listening_has_no_more_calls_sent(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    listening_ended = threading.Event()

    def script(_: Asked) -> Answer:
        if len(upstream.asked) == 2:
            listening_ended.wait(5)
        return Answer(an_answer(90))

    upstream.script = script
    client = make_client(threads=1)
    for _ in WindowClient(client).fetch(
        [wanted(number) for number in range(10)], asked_since=NOW, budget_s=10
    ):
        break
    listening_ended.set()
    assert fetch_one(client, wanted(10)).data is not None, "queued behind all that was left"
    assert len(upstream.asked) <= 3


# --- connections and threads ---


def test_calls_in_flight_stay_within_the_threads_and_use_all_of_them(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    together = threading.Barrier(5)

    def script(_: Asked) -> Answer:
        together.wait(5)
        return Answer(an_answer(90))

    upstream.script = script
    ended = fetch_all(make_client(threads=5), [wanted(number) for number in range(20)])
    assert all(each.data is not None for each in ended)
    assert upstream.peak_in_flight == 5


def test_connections_are_kept_alive_and_as_many_as_threads(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    client = make_client(threads=3)
    for _ in range(3):
        fetch_all(client, [wanted(number) for number in range(10)])
    assert len(upstream.asked) == 30
    assert len({asked.connection for asked in upstream.asked}) <= 3


def test_answers_that_are_errors_leave_the_connection_alive(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = by_call(Answer({"errors": []}, 404), Answer(status=500), Answer(an_answer(90)))
    client = make_client(threads=1)
    fetch_one(client)
    fetch_one(client)
    assert len({asked.connection for asked in upstream.asked}) == 1


def test_after_a_long_pause_old_connections_are_not_trusted(
    upstream: ScriptedUpstream, make_client: ClientMaker, clock: Clock
) -> None:
    client = make_client(threads=1)
    fetch_one(client)
    clock.ahead_s += 60
    fetched = fetch_one(client)
    before, after = upstream.asked
    assert before.connection != after.connection
    assert fetched.upstream_calls == 1


def test_windows_that_ended_meanwhile_come_as_one_group() -> None:
    others = threading.Event()

    def ask(fetch: ListFetch[int, Page], _: int) -> Page:
        if fetch.wanted.key != 0:
            others.wait(5)
        return Page((Row(WINDOW.first, 1, {}),))

    pool = ThreadPoolExecutor(4)
    lists = [PagedList(number, "/", {}, lambda _: Page(())) for number in range(4)]
    fetches = [ListFetch(wanted, NOW) for wanted in lists]
    groups = fetch_lists(fetches, ask, pool=pool, deadline=time.monotonic() + 10, monotonic=time.monotonic)
    assert [each.key for each in next(groups)] == [0]
    others.set()
    pool.shutdown()
    assert {each.key for each in next(groups)} == {1, 2, 3}
    assert list(groups) == []


# --- too many calls ---


def test_a_429_of_the_minute_is_throttled_and_then_nothing_is_sent_until_it_is_over(
    upstream: ScriptedUpstream, make_client: ClientMaker, clock: Clock
) -> None:
    upstream.script = by_call(Answer(PER_MINUTE, 429, {"x-ratelimit-reset": "20"}), Answer(an_answer(90)))
    client = make_client(threads=1)
    ended = fetch_all(client, [wanted(number) for number in range(5)])
    assert len(upstream.asked) == 1
    assert sorted(each.upstream_calls for each in ended) == [0, 0, 0, 0, 1]
    for each in ended:
        error = error_in(each)
        assert isinstance(error, Throttled)
        assert error.wait_s == pytest.approx(21, abs=1)
    clock.ahead_s += 15
    held = error_in(fetch_one(client))
    assert isinstance(held, Throttled)
    assert held.wait_s == pytest.approx(6, abs=1)
    with pytest.raises(Throttled):
        client.search("Elisa")
    assert len(upstream.asked) == 1
    clock.ahead_s += 10
    assert fetch_one(client).data is not None


def test_the_hold_is_shared_by_all_threads(upstream: ScriptedUpstream, client: SoundchartsClient) -> None:
    upstream.script = lambda _: Answer(PER_MINUTE, 429)
    fetch_one(client)
    with ThreadPoolExecutor(4) as callers:
        ended = list(callers.map(lambda number: fetch_one(client, wanted(number)), range(8)))
    assert all(isinstance(each.error, Throttled) for each in ended)
    assert [each.upstream_calls for each in ended] == [0] * 8
    assert len(upstream.asked) == 1


def test_an_answer_that_says_it_was_the_last_call_holds_the_next(
    upstream: ScriptedUpstream, make_client: ClientMaker, clock: Clock
) -> None:
    last = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}
    upstream.script = by_call(Answer(an_answer(90), headers=last), Answer(an_answer(90)))
    client = make_client(threads=1)
    delivered, held = fetch_all(client, [wanted(0), wanted(1)])
    assert delivered.data is not None
    error = error_in(held)
    assert isinstance(error, Throttled)
    assert error.wait_s == pytest.approx(31, abs=1)
    clock.ahead_s += 31
    assert fetch_one(client, wanted(1)).data is not None


def test_calls_beyond_the_configured_share_are_throttled_and_not_sent(
    upstream: ScriptedUpstream, make_client: ClientMaker, clock: Clock
) -> None:
    client = make_client(calls_per_minute=3)
    ended = fetch_all(client, [wanted(number) for number in range(5)])
    held = [each for each in ended if each.error]
    assert len(upstream.asked) == 3
    assert len(held) == 2
    for each in held:
        error = error_in(each)
        assert isinstance(error, Throttled)
        assert "the 3 calls a minute configured" in str(error)
        assert 55 < error.wait_s <= 60
        assert each.upstream_calls == 0
    clock.ahead_s += 60
    assert all(each.data for each in fetch_all(client, [each.wanted for each in held]))


def usage(remaining: int | None, status: int = 200) -> Answer:
    quota = {"limit": 500_000, "remaining": remaining, "endPeriodDate": "2025-01-31T00:00:00+00:00"}
    return Answer({"type": "usage", "object": {"quota": quota}}, status)


def test_a_429_with_the_quota_spent_fails_at_once_naming_the_end_of_the_period(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda asked: usage(0) if asked.path == USAGE else Answer(USED_UP, 429)
    fetched = fetch_one(client)
    error = error_in(fetched)
    assert isinstance(error, QuotaSpent)
    assert not error.retryable
    assert "2025-01-31" in str(error)
    assert fetched.upstream_calls == len(upstream.series_asked) == 1
    assert upstream.asked[-1].headers["x-api-key"] == "key"


def test_a_spent_quota_holds_all_calls_for_a_minute(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    upstream.script = lambda asked: usage(-3) if asked.path == USAGE else Answer(USED_UP, 429)
    fetch_one(client)
    clock.ahead_s += 55
    ended = fetch_all(client, [wanted(number) for number in range(10)])
    assert all(isinstance(each.error, QuotaSpent) and each.upstream_calls == 0 for each in ended)
    assert len(upstream.asked) == 2
    clock.ahead_s += 6
    upstream.script = lambda _: Answer(an_answer(90))
    assert fetch_one(client).data is not None


def test_calls_refused_together_ask_for_the_quota_once(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    together = threading.Barrier(4)

    def script(asked: Asked) -> Answer:
        if asked.path == USAGE:
            return usage(0)
        together.wait(5)
        return Answer(USED_UP, 429)

    upstream.script = script
    ended = fetch_all(client, [wanted(number) for number in range(4)])
    assert all(isinstance(each.error, QuotaSpent) for each in ended)
    assert [asked.path for asked in upstream.asked].count(USAGE) == 1


def test_the_quota_is_asked_for_again_for_what_is_refused_later(
    upstream: ScriptedUpstream, client: SoundchartsClient, clock: Clock
) -> None:
    headers = {"retry-after": "5"}
    upstream.script = lambda asked: usage(9) if asked.path == USAGE else Answer(USED_UP, 429, headers)
    asked_for_quota = []
    for ahead_s in (0, 15, 16):
        clock.ahead_s += ahead_s
        assert isinstance(fetch_one(client).error, Throttled)
        asked_for_quota.append([asked.path for asked in upstream.asked].count(USAGE))
    assert asked_for_quota == [1, 2, 3]


def test_a_429_of_unknown_kind_with_quota_left_is_throttled(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    answer = Answer(b"slow down", 429, {"retry-after": "7"})
    upstream.script = lambda asked: usage(12) if asked.path == USAGE else answer
    error = error_in(fetch_one(client))
    assert isinstance(error, Throttled)
    assert error.wait_s == 7


@pytest.mark.parametrize("no_usage", [Answer(status=500), Answer(b"<html>"), usage(None), Answer(status=429)])
def test_when_the_quota_cannot_be_learned_the_header_of_the_429_decides(
    upstream: ScriptedUpstream, make_client: ClientMaker, no_usage: Answer
) -> None:
    for left, kind in (("0", QuotaSpent), ("5", Throttled)):
        answer = Answer(USED_UP, 429, {"x-quota-remaining": left})
        upstream.script = lambda asked, answer=answer: no_usage if asked.path == USAGE else answer  # type: ignore[misc]
        assert isinstance(fetch_one(make_client()).error, kind)


def test_a_usage_endpoint_that_never_answers_keeps_nobody_beyond_the_budget(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    def script(asked: Asked) -> Answer:
        if asked.path == USAGE:
            upstream.released.wait(10)
        return Answer(USED_UP, 429)

    upstream.script = script
    started = time.monotonic()
    ended = fetch_all(make_client(read_timeout_s=30), [wanted(number) for number in range(4)], budget_s=0.4)
    assert time.monotonic() - started < 1.2
    assert len(ended) == 4
    assert all(isinstance(each.error, Unavailable | Throttled) for each in ended)


def test_a_quota_that_had_no_time_to_be_told_is_asked_for_again(
    upstream: ScriptedUpstream, make_client: ClientMaker, clock: Clock
) -> None:
    def script(asked: Asked) -> Answer:
        if asked.path != USAGE:
            return Answer(USED_UP, 429)
        if len(upstream.asked) == 2:
            upstream.released.wait(10)
        return usage(0)

    upstream.script = script
    client = make_client(threads=1)
    assert fetch_one(client, budget_s=0.3).error is not None
    assert isinstance(fetch_one(client, wanted(1)).error, Throttled), "held, after the first call has ended"
    clock.ahead_s += 11
    assert isinstance(fetch_one(client, wanted(2)).error, QuotaSpent)


# --- search ---


def test_search_asks_for_the_name_as_one_part_of_the_path(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer(
        {"items": [{"uuid": UUID.upper(), "name": "AC/DC", "countryCode": ""}]}
    )
    (found,) = client.search("AC/DC & Björk? 100%")
    (asked,) = upstream.asked
    assert asked.path == "/api/v2/artist/search/AC%2FDC%20%26%20Bj%C3%B6rk%3F%20100%25"
    assert asked.query == {"limit": "20"}
    assert (found.artist.uuid, found.artist.name, found.country_code) == (UUID, "AC/DC", None)


@pytest.mark.parametrize("name", ["Bjo\N{COMBINING DIAERESIS}rk", "  Bj\u00f6rk\t", "Bj\u00f6rk"])
def test_what_is_searched_for_is_the_composed_form(
    upstream: ScriptedUpstream, client: SoundchartsClient, name: str
) -> None:
    upstream.script = lambda _: Answer({"items": []})
    client.search(name)
    (asked,) = upstream.asked
    assert asked.path == "/api/v2/artist/search/Bj%C3%B6rk"


@pytest.mark.parametrize(
    "answer", [Answer({"errors": [{"message": "No artist found"}]}, 404), Answer({"items": []})]
)
def test_a_name_nobody_has_finds_nothing(
    upstream: ScriptedUpstream, client: SoundchartsClient, answer: Answer
) -> None:
    upstream.script = lambda _: answer
    assert client.search("Nobody at all") == []


@pytest.mark.parametrize("name", [".", "..", "../../team/usage"])
def test_a_name_that_would_be_another_path_finds_nothing_and_asks_nothing(
    upstream: ScriptedUpstream, client: SoundchartsClient, name: str
) -> None:
    assert client.search(name) == []
    assert upstream.asked == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(status=401), BadCredentials),
        (Answer(status=403), NotInPlan),
        (Answer(status=400), RequestRefused),
        (Answer(PER_MINUTE, 429), Throttled),
        (Answer(USED_UP, 429, {"x-quota-remaining": "0"}), QuotaSpent),
        (Answer(status=500), Unavailable),
        (Answer(b"<html>"), BrokenAnswer),
    ],
)
def test_search_raises_what_stands_in_its_way(
    upstream: ScriptedUpstream, client: SoundchartsClient, answer: Answer, kind: type[UpstreamError]
) -> None:
    upstream.script = lambda _: answer
    with pytest.raises(kind):
        client.search("Elisa")


@pytest.mark.parametrize(
    ("artist", "path"),
    [
        (ArtistAddress(Directory.UUID, UUID), f"/api/v2.9/artist/{UUID}"),
        (ArtistAddress(Directory.SPOTIFY, "6qqN"), "/api/v2.9/artist/by-platform/spotify/6qqN"),
        (ArtistAddress(Directory.APPLE_MUSIC, "106"), "/api/v2.9/artist/by-platform/apple-music/106"),
        (ArtistAddress(Directory.YOUTUBE, "UC/../x"), "/api/v2.9/artist/by-platform/youtube/UC%2F..%2Fx"),
    ],
)
def test_an_artist_is_looked_up_by_uuid_or_a_platforms_identifier(
    upstream: ScriptedUpstream, client: SoundchartsClient, artist: ArtistAddress, path: str
) -> None:
    upstream.script = lambda _: Answer({"type": "artist", "object": {"uuid": UUID, "name": "Billie Eilish"}})
    (found,) = client.look_up(artist)
    (asked,) = upstream.asked
    assert (asked.path, asked.query) == (path, {})
    assert (found.artist.uuid, found.artist.name) == (UUID, "Billie Eilish")


def test_nobody_is_found_at_an_address_soundcharts_does_not_know(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    upstream.script = lambda _: Answer({"errors": [{"message": "Not found."}]}, 404)
    assert client.look_up(ArtistAddress(Directory.SPOTIFY, "6qqN")) == []


@pytest.mark.parametrize(
    "body", [{}, {"object": None}, {"object": {"name": "Elisa"}}, {"errors": [{"message": "why"}]}, b"[]"]
)
def test_an_answer_without_an_artist_is_broken(
    upstream: ScriptedUpstream, client: SoundchartsClient, body: bytes | dict[str, Any]
) -> None:
    upstream.script = lambda _: Answer(body)
    with pytest.raises(BrokenAnswer):
        client.look_up(ArtistAddress(Directory.UUID, UUID))


def test_a_slug_is_nothing_soundcharts_can_be_asked_for(
    upstream: ScriptedUpstream, client: SoundchartsClient
) -> None:
    with pytest.raises(ValueError, match="slug"):
        client.look_up(ArtistAddress(Directory.SLUG, "billie-eilish"))
    assert upstream.asked == []


def test_search_is_given_up_when_its_budget_is_over(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = never_answer(upstream)
    client = make_client(read_timeout_s=30, total_timeout_s=30, search_budget_s=0.3)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="no time left"):
        client.search("Elisa")
    assert 0.3 <= time.monotonic() - started < 1.0


def test_a_search_that_no_thread_is_free_for_is_given_up_in_its_budget_too(
    upstream: ScriptedUpstream, make_client: ClientMaker
) -> None:
    upstream.script = never_answer(upstream)
    client = make_client(threads=1, search_budget_s=0.2)
    with ThreadPoolExecutor(1) as other_caller:
        fetching = other_caller.submit(fetch_one, client, wanted(), 1.0)
        while not upstream.asked:
            time.sleep(0.005)
        started = time.monotonic()
        with pytest.raises(Unavailable, match="no time left"):
            client.search("Elisa")
        assert time.monotonic() - started < 0.8
        assert fetching.result(5).error is not None
    assert len(upstream.asked) == 1


def test_an_address_that_is_none_is_a_mistake_seen_at_once(make_client: ClientMaker) -> None:
    with pytest.raises(ValueError, match="base_url"):
        make_client(base_url="customer.api.example")
