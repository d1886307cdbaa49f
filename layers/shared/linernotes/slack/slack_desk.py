"""What every answer in Slack needs: who to talk to, and an exchange held while its message is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from linernotes.model.errors import SlackBusy
from linernotes.model.report import Report
from linernotes.reports.ports import ArtistSearch, JobQueue, ReportFiles, ReportStore, SharedLinkStore
from linernotes.sections.windows.store import WindowStore
from linernotes.slack.exchange import Exchange, Hook, Route
from linernotes.slack.ports import ExchangeStore, Message, Messenger, SlackMessage, SlackQueue

HELD_ELSEWHERE_S = 3.0
"""How long to wait for an exchange somebody else holds."""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of an answer, both without an API key: the page, and a download signed at each click."""

    page: str
    download: str
    until: datetime


class Draw(Protocol):
    """Draws messages."""

    def accepted(self, exchange: Exchange, note: str | None = None) -> Message:
        """Draw that a line was taken, before there is a report of it."""

    def progress(self, exchange: Exchange, report: Report) -> Message:
        """Draw how far a report is."""

    def answer(
        self,
        exchange: Exchange,
        report: Report,
        result: Mapping[str, Any] | None,
        links: Links | None,
        note: str | None,
    ) -> Message:
        """Draw what a report says; `result` is its answer, if it has one, and `note` what else to say."""

    def refused(
        self,
        exchange: Exchange,
        problems: Sequence[str],
        candidates: Sequence[Mapping[str, str | None]] = (),
    ) -> Message:
        """Draw why there is no report, with artists to choose from if that is why."""

    def failed(self, exchange: Exchange) -> Message:
        """Draw that something failed which nobody foresaw, with what to quote and how to try again."""

    def notice(self, text: str, line: str | None = None) -> Message:
        """Draw something said to one person, with a line to send instead if there is one."""


@dataclass(frozen=True)
class Desk:
    """Everybody an answer in Slack is made with. `holder` names this call among all that hold exchanges."""

    exchanges: ExchangeStore
    slack_queue: SlackQueue
    messenger: Messenger
    draw: Draw
    reports: ReportStore
    series: WindowStore
    links: SharedLinkStore
    files: ReportFiles
    queue: JobQueue
    upstream: ArtistSearch
    clock: Callable[[], datetime]
    new_token: Callable[[], str]
    holder: str
    lease: timedelta
    deadline_s: int
    share_for: timedelta
    reports_per_hour: int


def new_exchange(message: SlackMessage, desk: Desk, *, private: bool) -> Exchange:
    """Make the exchange of a line that was asked for; nothing of it is stored yet."""
    at = message.at or desk.clock()
    return Exchange(
        exchange_id=message.exchange_id,
        workspace=message.workspace,
        channel=message.channel,
        user=message.user,
        line=message.line,
        private=private,
        page_url=message.page_url,
        asked_at=at,
        hook=Hook(message.response_url, at),
        route=Route.BOT if desk.messenger.has_token else Route.HOOK,
    )


class Held:
    """An exchange this call holds: what is saved of it nobody else changes meanwhile."""

    def __init__(self, exchange: Exchange, desk: Desk) -> None:
        self.exchange = exchange
        self._desk = desk

    def save(self, **changes: Any) -> None:
        """Change the exchange. Raises LeaseLost."""
        self.exchange = replace(self.exchange, **changes)
        self._desk.exchanges.save(self.exchange, self._desk.holder)


@contextmanager
def held(exchange_id: str, desk: Desk) -> Iterator[Held]:
    """Hold an exchange as long as the context is open.

    Raises SlackBusy if another call holds it. A call that dies holds it until its lease is over.
    """
    now = desk.clock()
    exchange = desk.exchanges.claim(exchange_id, desk.holder, now=now, until=now + desk.lease)
    if exchange is None:
        raise SlackBusy("the exchange is being answered already", HELD_ELSEWHERE_S)
    try:
        yield Held(exchange, desk)
    finally:
        desk.exchanges.release(exchange_id, desk.holder)
