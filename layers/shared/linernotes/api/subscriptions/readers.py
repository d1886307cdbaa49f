"""What the fields of a subscription may hold: each reader raises ValueError, saying what is allowed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import time
from functools import partial
from typing import Any, Protocol

from linernotes.api.bodies import Fields, read_list, read_text
from linernotes.model.plain_text import plain_text
from linernotes.outbound.address_rules import callback_target, check_callback_url
from linernotes.subscriptions.subscription import (
    MOST_TARGETS,
    CallbackTarget,
    EmailTarget,
    Every,
    SlackTarget,
    Target,
)
from linernotes.subscriptions.when import check_time_zone

LONGEST_TITLE = 200
SEEN_PATTERN = (
    r"[^\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\uffff]"
)
"""A character that can be seen: no space, control or format character and no filler."""
SLACK_PATTERN = "^[CGDUW][A-Z0-9]{6,20}$"
TIME_PATTERN = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
LONGEST_EMAIL, LONGEST_MAILBOX = 254, 64
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL_PATTERN = rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+[A-Za-z]([A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?$"
"""One address in its plain form: without a name beside it, quotes, comments or letters that are not ASCII."""
USUAL_ON = {Every.DAY: None, Every.WEEK: 1, Every.MONTH: 3}
"""Monday; and the third of the month, when the days before are mostly counted at Soundcharts."""
_KINDS = ("slack_channel", "callback_url", "email")


class DeliveryRules(Protocol):
    """What targets are checked against."""

    @property
    def callback_hosts(self) -> Collection[str]:
        """Hosts that callbacks may go to without TLS and at private addresses."""

    @property
    def sends_mail(self) -> bool:
        """Say whether this installation sends e-mail."""

    @property
    def delivers_to_slack(self) -> bool:
        """Say whether it delivers to Slack."""


def read_title(value: Any) -> str:
    """Read what a subscription is called."""
    title = " ".join(plain_text(read_text(value)).split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise ValueError(f"give text of 1 to {LONGEST_TITLE} characters")
    if not re.search(SEEN_PATTERN, title):
        raise ValueError("give text that has a character that can be seen")
    return title


def read_on(value: Any, every: Every) -> int | None:
    """Read the day that something is due on, the usual one if none is given."""
    if value is None:
        return USUAL_ON[every]
    if every is Every.DAY:
        raise ValueError("every day has no day to choose: leave it out")
    last, days = (7, "Monday 1 to Sunday 7") if every is Every.WEEK else (31, "from 1 to 31")
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or not 1 <= value <= last:
        raise ValueError(f"give a whole number, {days}")
    return int(value)


def read_time(value: Any) -> time:
    """Read a time of day."""
    if not isinstance(value, str) or not re.fullmatch(TIME_PATTERN, value):
        raise ValueError("give a time of day from 00:00 to 23:59, such as 08:30")
    return time.fromisoformat(value)


def read_zone(value: Any) -> str:
    """Read the name of a time zone."""
    if not isinstance(value, str):
        raise ValueError("give the name of a time zone of the IANA list, such as Europe/Rome")
    check_time_zone(value)
    return value


def read_targets(fields: Fields, value: Any, *, rules: DeliveryRules) -> tuple[Target, ...] | None:
    """Read whom something is delivered to; what is wrong with one is named among the errors of `fields`."""
    given = read_list(value, most=MOST_TARGETS)
    targets: dict[object, Target] = {}
    for index, one in enumerate(given):
        target = _target(fields, f"deliver.{index}", one, rules)
        if target is None:
            continue
        if (place := _place(target, rules)) in targets:
            fields.errors.append((f"deliver.{index}", "it is in the list already: give it once"))
        else:
            targets[place] = target
    return tuple(targets.values())


def _place(target: Target, rules: DeliveryRules) -> object:
    """Give what is the same of two targets that are one, however they are written."""
    match target:
        case CallbackTarget(url):
            return callback_target(url, allowed_hosts=rules.callback_hosts)
        case EmailTarget():
            return target.mailbox
        case SlackTarget():
            return target


def _target(fields: Fields, where: str, given: Any, rules: DeliveryRules) -> Target | None:
    if not isinstance(given, dict) or len(given) != 1 or next(iter(given)) not in _KINDS:
        fields.errors.append((where, f"give an object with exactly one of {', '.join(_KINDS)}"))
        return None
    ((kind, value),) = given.items()
    if kind == "slack_channel":
        return fields.check(f"{where}.{kind}", partial(_slack, value, enabled=rules.delivers_to_slack))
    if kind == "callback_url":
        return fields.check(f"{where}.{kind}", partial(_callback, value, hosts=rules.callback_hosts))
    return fields.check(f"{where}.{kind}", partial(_email, value, enabled=rules.sends_mail))


def _slack(value: Any, *, enabled: bool) -> SlackTarget:
    if not isinstance(value, str) or not re.fullmatch(SLACK_PATTERN, value):
        raise ValueError("give the id of a channel or user of Slack, such as C0123456789")
    if not enabled:
        raise ValueError("this installation does not deliver to Slack: its parameter SlackEnabled is false")
    return SlackTarget(value)


def _callback(value: Any, *, hosts: Collection[str]) -> CallbackTarget:
    if not isinstance(value, str):
        raise ValueError("give an https address as text")
    if refusal := check_callback_url(value, allowed_hosts=hosts):
        raise ValueError(refusal)
    return CallbackTarget(value)


def _email(value: Any, *, enabled: bool) -> EmailTarget:
    plain = isinstance(value, str) and len(value) <= LONGEST_EMAIL and re.fullmatch(EMAIL_PATTERN, value)
    mailbox, _, host = value.rpartition("@") if plain else ("", "", "")
    if not plain or len(mailbox) > LONGEST_MAILBOX:
        raise ValueError(
            f"give one plain e-mail address, such as ada@label.example, of at most {LONGEST_EMAIL} "
            f"characters, {LONGEST_MAILBOX} of them before the @"
        )
    if not enabled:
        raise ValueError("this installation sends no e-mail: its parameter MailFrom is empty")
    return EmailTarget(f"{mailbox}@{host.lower()}")
