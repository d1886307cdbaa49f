"""The client of Soundcharts' REST API: one for each environment of the functions."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.adapters import HTTPAdapter

from linernotes.model.artist_addresses import ArtistAddress
from linernotes.model.errors import BrokenAnswer, NotFound, Unavailable, UpstreamError
from linernotes.model.request import FoundArtist
from linernotes.soundcharts import limits
from linernotes.soundcharts.answers import Quota, parse_artist, parse_found, parse_quota
from linernotes.soundcharts.artist_calls import metadata_call, search_call
from linernotes.soundcharts.calls import Calls, Get, PooledCalls
from linernotes.soundcharts.credentials import KeyRing, Keys
from linernotes.soundcharts.lists import (
    Abandoned,
    FetchedList,
    ListFetch,
    PagedList,
    fetch_lists,
    no_time_left,
)
from linernotes.soundcharts.paging import PAGE_ITEMS
from linernotes.soundcharts.paging import Page as ListPage
from linernotes.soundcharts.quota import USAGE_PATH, QuotaWatch
from linernotes.soundcharts.replies import Reply, error_of

_CHUNK_BYTES = 65_536

# A window with places on every day is about 1 MB; ten of these at once must fit a function's 512 MB.
_LARGEST_BODY_BYTES = 16 * 1024 * 1024
_KEEP_ALIVE_S = 20.0
_SECOND_TRY_PAUSE_S = (0.1, 0.5)


@dataclass(frozen=True, slots=True)
class _Call:
    """A question to Soundcharts: sent until `deadline` at the latest, and counted in `tally`.

    `asked_since` is when the work it is for was begun.
    """

    path: str
    params: Mapping[str, str | int]
    asked_since: datetime
    deadline: float
    tally: limits.Tally


class _ConnectionBroke(Unavailable):
    """The connection was there and broke; a kept-alive one may just have been too old."""


class _NotConnected(Unavailable):
    """There was no connection, so nothing was sent."""


Ask = Callable[[str, Mapping[str, str | int]], bytes]
"""Gives the body of a path with a query; raises UpstreamError."""


class SoundchartsClient:
    """Asks Soundcharts for lists, artists and whatever else there is; safe to use from several threads."""

    def __init__(
        self,
        *,
        base_url: str,
        credentials: Callable[[bool], tuple[str, str]],
        threads: int,
        calls_per_minute: int,
        connect_timeout_s: float,
        read_timeout_s: float,
        total_timeout_s: float,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        random: Callable[[], float],
        search_budget_s: float = 5.0,
    ) -> None:
        """Keep the settings; connect to nothing yet.

        `credentials` gives app id and API key; with True it reads them again, which is asked of it after
        a 401. `threads` bounds the calls in flight, `calls_per_minute` those in any 60 seconds.
        `read_timeout_s` is the longest silence in an answer and `total_timeout_s` the longest a whole
        answer may take; a search, second try included, has `search_budget_s`. `now` is aware and in UTC,
        `random` gives a number from 0 up to 1.
        """
        if urlsplit(base_url).scheme not in {"http", "https"}:
            raise ValueError("base_url must start with http:// or https://")
        self._base_url = base_url.rstrip("/")
        self._keys = KeyRing(credentials)
        self._threads = threads
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._total_timeout_s = total_timeout_s
        self._search_budget_s = search_budget_s
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._random = random
        self._gate = limits.CallGate(calls_per_minute=calls_per_minute, monotonic=monotonic)
        self._quota = QuotaWatch(
            lambda keys, deadline: self._exchange(USAGE_PATH, {}, keys, deadline),
            self._gate,
            now=now,
            monotonic=monotonic,
            sleep=sleep,
        )
        self._session = _session(threads)
        self._connections_lock = threading.Lock()
        self._used_at = monotonic()
        self._pool: ThreadPoolExecutor | None = None
        self._pool_lock = threading.Lock()

    def __repr__(self) -> str:
        """Name the host, and nothing secret."""
        return f"SoundchartsClient({urlsplit(self._base_url).hostname}, threads={self._threads})"

    def close(self) -> None:
        """End the threads, leaving out calls not yet sent, and close the connections."""
        with self._pool_lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(cancel_futures=True)
        self._session.close()

    def with_share(self, *, calls_per_minute: int) -> SoundchartsClient:
        """Give a client that keeps to a share of what this one may ask; see `CallGate`.

        Everything else is this one's: a 429 that either is told holds both, as it is the team's, and so do a
        spent quota and a key that was read again. It is closed with this one.
        """
        self._executor()
        part = copy.copy(self)
        part._gate = self._gate.share(calls_per_minute=calls_per_minute)
        return part

    def fetch_lists[K, P: ListPage](
        self, lists: Sequence[PagedList[K, P]], *, asked_since: datetime, budget_s: float
    ) -> Iterator[Sequence[FetchedList[K, P]]]:
        """Ask for lists, several pages at once, and yield them as they end, in groups that end together.

        Every list is yielded exactly once and within about `budget_s` seconds; what has not come by then
        ends as Unavailable. What was learnt of a spent quota before `asked_since`, when the latest of the
        work they are for was begun, is not believed. What `credentials` raises comes through.
        """
        deadline = self._monotonic() + budget_s
        asked_at = self._now()
        return fetch_lists(
            [ListFetch(wanted, asked_at) for wanted in lists],
            lambda fetch, offset: self._page(fetch, offset, asked_since, deadline),
            pool=self._executor(),
            deadline=deadline,
            monotonic=self._monotonic,
        )

    def ask_each[T, R](
        self,
        things: Sequence[T],
        work: Callable[[T, Ask], R],
        *,
        budget_s: float,
        asked_since: datetime | None = None,
    ) -> Iterator[tuple[T, R | UpstreamError]]:
        """Do with each thing, several at once, what takes calls one after the other; yield as they end.

        `work` makes its calls with what it is given for it. `asked_since` is when it was begun, if not now:
        what was learnt of a spent quota before is not believed. Every thing is yielded exactly once and
        within about `budget_s` seconds from the call: with what came of it, or with the UpstreamError it
        raised, Unavailable for what is late. Anything else that `work` raises comes through.
        """
        deadline = self._monotonic() + budget_s
        since = asked_since or self._now()
        tally = limits.Tally()

        def ask(path: str, params: Mapping[str, str | int]) -> bytes:
            return self._ask(_Call(path, params, since, deadline, tally))

        pool = self._executor()
        waiting = {pool.submit(work, thing, ask): thing for thing in things}
        try:
            while waiting:
                left_s = max(deadline - self._monotonic(), 0.0)
                ended, _ = wait(waiting, timeout=left_s, return_when=FIRST_COMPLETED)
                for future in ended:
                    error = future.exception()
                    if isinstance(error, UpstreamError):
                        yield waiting.pop(future), error
                    else:
                        yield waiting.pop(future), future.result()
                if not ended:
                    break
            for thing in waiting.values():
                yield thing, no_time_left()
        finally:
            # Also when the caller stops listening: what is still queued then sends nothing.
            tally.close()
            for future in waiting:
                future.cancel()

    def open_calls(self, *, asked_since: datetime, budget_s: float) -> Calls:
        """Begin calls of which the answers decide what is asked next, several at once.

        All of them are made within about `budget_s` seconds. What was learnt of a spent quota before
        `asked_since`, when the latest of the work they are for was begun, is not believed.
        """
        deadline = self._monotonic() + budget_s

        def ask(call: Get, tally: limits.Tally) -> bytes:
            return self._ask(_Call(call.path, call.params, asked_since, deadline, tally))

        return PooledCalls(ask, pool=self._executor(), deadline=deadline, monotonic=self._monotonic)

    def search(self, name: str) -> list[FoundArtist]:
        """Find artists by name, best first, at most 20; the composed form is searched for (contract 2).

        Raises UpstreamError.
        """
        call = search_call(name)
        return [] if call is None else self._found(call, parse_found)

    def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
        """Find the artist an address names, by uuid or platform; none, or one. Raises UpstreamError."""
        return self._found(metadata_call(artist), parse_artist)

    def _found(self, get: Get, read: Callable[[bytes], list[FoundArtist]]) -> list[FoundArtist]:
        deadline = self._monotonic() + self._search_budget_s
        call = _Call(get.path, get.params, self._now(), deadline, limits.Tally())
        asking = self._executor().submit(self._ask, call)
        try:
            return read(asking.result(timeout=self._search_budget_s))
        except NotFound:
            return []
        except TimeoutError:
            asking.cancel()
            raise no_time_left() from None

    def usage(self, *, budget_s: float = 2.0) -> Quota | None:
        """Ask what is left of the month's calls, which costs none; None if that is not told in time."""
        deadline = self._monotonic() + budget_s
        try:
            reply = self._exchange(USAGE_PATH, {}, self._keys.current(), deadline)
        except UpstreamError:
            return None
        return parse_quota(reply.body) if reply.status == HTTPStatus.OK else None

    def _executor(self) -> ThreadPoolExecutor:
        with self._pool_lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="soundcharts")
            return self._pool

    def _page[K, P: ListPage](
        self, fetch: ListFetch[K, P], offset: int, asked_since: datetime, deadline: float
    ) -> P:
        params = {**fetch.wanted.params, "limit": PAGE_ITEMS}
        if offset:
            params["offset"] = offset
        body = self._ask(_Call(fetch.wanted.path, params, asked_since, deadline, fetch.tally))
        return fetch.wanted.read(body)

    def _ask(self, call: _Call) -> bytes:
        """Give the body of a 200. Raises UpstreamError for everything else, Abandoned for a closed tally."""
        keys = self._keys.current()
        reply = self._send_twice(call, keys)
        if reply.status == HTTPStatus.UNAUTHORIZED and (renewed := self._keys.renewed(keys)):
            keys = renewed
            reply = self._send(call, keys)
        if reply.status == HTTPStatus.OK:
            return reply.body
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._quota.too_many(reply, keys, call.deadline)
        raise error_of(reply)

    def _send_twice(self, call: _Call, keys: Keys) -> Reply:
        """Send, and once more after a broken connection or a fault of the server, if time allows."""
        try:
            reply = self._send(call, keys)
        except _ConnectionBroke:
            if self._monotonic() >= call.deadline:
                raise
            return self._send(call, keys)
        if reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return reply
        shortest_s, longest_s = _SECOND_TRY_PAUSE_S
        pause_s = shortest_s + (longest_s - shortest_s) * self._random()
        if self._monotonic() + pause_s >= call.deadline:
            return reply
        self._sleep(pause_s)
        return self._send(call, keys)

    def _send(self, call: _Call, keys: Keys) -> Reply:
        """Send one call, if time and limits allow, and count it."""
        if self._monotonic() >= call.deadline:
            raise no_time_left()
        self._quota.check(call.asked_since, keys, call.deadline)
        self._gate.admit()
        if not call.tally.sending():
            raise Abandoned
        try:
            reply = self._exchange(call.path, call.params, keys, call.deadline)
        except _NotConnected:
            call.tally.not_sent()
            raise
        self._gate.heed(reply.headers, self._now())
        return reply

    def _exchange(self, path: str, params: Mapping[str, str | int], keys: Keys, deadline: float) -> Reply:
        """Make one HTTP request and read its whole answer, within the time-outs and the deadline."""
        self._drop_old_connections()
        give_up_at = min(deadline, self._monotonic() + self._total_timeout_s)
        left_s = max(give_up_at - self._monotonic(), 0.001)
        sent_at = self._now()
        try:
            with self._session.get(
                self._base_url + path,
                params=params,
                headers=keys.headers,
                timeout=(min(self._connect_timeout_s, left_s), min(self._read_timeout_s, left_s)),
                stream=True,
                allow_redirects=False,
            ) as response:
                body = self._read(response, give_up_at)
                return Reply(response.status_code, response.headers, body, sent_at)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            if isinstance(error, _TIMEOUTS) and self._monotonic() >= deadline:
                raise no_time_left() from error
            raise _failure_of(error) from error

    def _drop_old_connections(self) -> None:
        """Close kept-alive connections after a pause: all may be dead without a sign, as after a freeze."""
        with self._connections_lock:
            if self._monotonic() - self._used_at > _KEEP_ALIVE_S:
                self._session.close()
            self._used_at = self._monotonic()

    def _read(self, response: requests.Response, give_up_at: float) -> bytes:
        """Read a body as it comes: unlike `response.content`, this notices an answer that only drips."""
        chunks: list[bytes] = []
        size = 0
        while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > _LARGEST_BODY_BYTES:
                raise BrokenAnswer("Soundcharts' answer is larger than any series can be")
            if self._monotonic() >= give_up_at:
                raise requests.Timeout
        return b"".join(chunks)


def _session(connections: int) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers.update({"Accept": "application/json", "User-Agent": "liner-notes"})
    # Proxies and .netrc would be looked up again for each call, and .netrc would add a second login.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError)


def _failure_of(error: Exception) -> UpstreamError:
    """Say in our words what went wrong between Soundcharts and us."""
    match error:
        case requests.ConnectTimeout():
            return _NotConnected("Soundcharts could not be reached in time")
        case requests.Timeout() | urllib3.exceptions.TimeoutError():
            return Unavailable("Soundcharts did not answer in time")
        case requests.exceptions.SSLError():
            return _NotConnected("no secure connection to Soundcharts could be made")
        case requests.ConnectionError() if isinstance(
            next(iter(error.args), None), urllib3.exceptions.MaxRetryError
        ):
            return _NotConnected("Soundcharts could not be reached")
        case requests.ConnectionError() | urllib3.exceptions.ProtocolError():
            return _ConnectionBroke("the connection to Soundcharts broke before its answer had ended")
        case urllib3.exceptions.DecodeError():
            return BrokenAnswer("Soundcharts' answer is not compressed as it says")
        case _:
            return Unavailable("the call to Soundcharts failed on the way")
