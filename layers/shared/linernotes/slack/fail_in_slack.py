"""Say in Slack that something failed which nobody foresaw: once, and with what to look for in the logs."""

from __future__ import annotations

from dataclasses import replace

from linernotes.model.errors import SlackBusy, SlackError
from linernotes.slack.deliver_in_slack import deliver
from linernotes.slack.exchange import Exchange, failure_text
from linernotes.slack.ports import LeaseLost, SlackMessage, Wish
from linernotes.slack.slack_desk import Desk, held, new_exchange

UNFORESEEN_AGAIN_S = (2, 5)
"""How long to wait before each new try: what nobody foresaw may pass, and whoever asked is waiting."""
UNNOTED = "told, with nowhere to note it"
_WISHES_OF_THE_EXCHANGE = (Wish.ASK, Wish.RERUN, Wish.LOOK, Wish.TELL)


def fail_in_slack(message: SlackMessage, desk: Desk) -> str | None:
    """Try a message again that broke its call, or, after so many tries, say that it failed.

    Gives what came of it, or None if it was told and noted, so that the message may be delivered again. What
    could be told and not noted must not be, as it would be told twice. Raises SlackBusy and LeaseLost.
    """
    if message.tries < len(UNFORESEEN_AGAIN_S):
        delay_s = UNFORESEEN_AGAIN_S[message.tries]
        desk.slack_queue.send(replace(message, tries=message.tries + 1), delay_s=delay_s)
        return f"again in {delay_s} s"
    try:
        outcome = tell_failure(message, desk)
    except (SlackBusy, LeaseLost):
        raise
    except Exception:
        if not message.response_url:
            raise
        _notify(message, desk)  # What keeps exchanges is broken itself.
        return UNNOTED
    return outcome if outcome == UNNOTED else None


def tell_failure(message: SlackMessage, desk: Desk) -> str:
    """Tell whoever asked or clicked that it failed, once however often a message dies or is delivered.

    What failed of an exchange without an answer becomes its message, which also ends it. What failed of a
    click is told to whoever clicked. They are given the exchange's id, which every line of the logs about it
    has. Raises SlackBusy if Slack is not ready, so that it is told later.
    """
    exchange = desk.exchanges.get(message.exchange_id)
    if exchange is None and message.wish is Wish.ASK:  # it broke before anything of it was stored
        exchange = new_exchange(message, desk, private=True)
        desk.exchanges.begin(exchange)
    if exchange is None or message.wish not in _WISHES_OF_THE_EXCHANGE:
        return _tell_who_clicked(message, exchange or desk.exchanges.get(message.of), desk)
    with held(exchange.exchange_id, desk) as holding:
        report = desk.reports.get(exchange.exchange_id)
        if holding.exchange.closed or (report and holding.exchange.answered == report.revision):
            return "answered before"
        deliver(holding, desk.draw.failed(holding.exchange), desk, end=True)
        holding.save(closed=True)
    return "told"


def _tell_who_clicked(message: SlackMessage, exchange: Exchange | None, desk: Desk) -> str:
    if not message.response_url:
        return "nobody to tell"
    if exchange is None or not message.click:
        _notify(message, desk)
        return UNNOTED
    with held(exchange.exchange_id, desk) as holding:
        if message.click in holding.exchange.clicks:
            return "told before"
        _notify(message, desk)
        holding.save(clicks=(*holding.exchange.clicks, message.click))
    return "told"


def _notify(message: SlackMessage, desk: Desk) -> None:
    try:
        notice = desk.draw.notice(failure_text(message.exchange_id))
        desk.messenger.respond(message.response_url, notice, private=True, replace=False)
    except SlackError:
        return  # Nobody can be told: the address is too old, or Slack is down.
