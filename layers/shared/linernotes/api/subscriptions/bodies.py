"""What may be posted of a subscription, field by field (contract 11). Loads pydantic, for its request."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from typing import Any

from linernotes.api.bodies import Fields, read_flag, read_version
from linernotes.api.fields import read_slug
from linernotes.api.subscriptions.readers import read_on, read_targets, read_time, read_title, read_zone
from linernotes.api.subscriptions.resource import content_json
from linernotes.api.validation import AskedReport, ReportRequestModel, parse_report_request
from linernotes.model.errors import InvalidRequest
from linernotes.model.request import Artist
from linernotes.sections.moments.found import NAME as MOMENTS
from linernotes.subscriptions.subscription import (
    Every,
    MovingPeriod,
    MovingRequest,
    OnlyWhen,
    Rhythm,
    Skip,
    SubscriptionContent,
    Target,
)
from linernotes.subscriptions.when import next_due, period_at

_CONTENT = ("title", "request", "every", "on", "at", "time_zone", "deliver", "skip", "only_when")
_NOT_IN_REQUEST = {
    "start_date": "the days are given by `period`: leave it out",
    "end_date": "the days are given by `period`: leave it out",
    "callback_url": 'give it in `deliver`, as {"callback_url": "…"}, in place of here',
}
_OTHER_TITLE = "reports are called by the subscription's `title`: leave it out"
_IN_REQUEST = (
    "period",
    *(name for name in ReportRequestModel.model_fields if name not in (*_NOT_IN_REQUEST, "title")),
)
_PLAINEST = Rhythm(Every.DAY, time(0), "UTC")
"""What days are worked out by where a subscription does not say when it is due, to check the rest of it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a subscription is checked against besides itself.

    `sends_mail` and `delivers_to_slack` say what this installation can do.
    """

    now: datetime
    callback_hosts: Collection[str]
    sends_mail: bool
    delivers_to_slack: bool


@dataclass(frozen=True, slots=True)
class AskedSubscription:
    """A subscription that is valid but may still name artists to search for.

    `adds_moments` says that `report` has section moments for `only_when` alone.
    """

    title: str
    period: MovingPeriod
    report: AskedReport
    rhythm: Rhythm
    deliver: tuple[Target, ...]
    skip: Skip
    only_when: OnlyWhen | None
    adds_moments: bool = False

    def resolved(self, artists: Sequence[Artist], *, known: Sequence[Artist] = ()) -> SubscriptionContent:
        """Give the content for the artists the names mean; what is known of an artist is kept with it."""
        by_uuid = {artist.uuid: artist for artist in known}
        named = [artist if artist.name else by_uuid.get(artist.uuid, artist) for artist in artists]
        report = self.report.resolved(tuple(named))
        if self.adds_moments:  # They were checked with the rest, and are added to it at each run.
            sections = tuple(section for section in report.sections if section != MOMENTS)
            report = replace(report, sections=sections)
        request = MovingRequest(self.period, report)
        return SubscriptionContent(
            self.title, request, self.rhythm, self.deliver, skip=self.skip, only_when=self.only_when
        )

    def as_asked(self) -> dict[str, Any]:
        """Give what was asked for as JSON, with its names as they are and without any day."""
        named = self.report.as_asked()["artists"]
        content = content_json(self.resolved(()))
        return {**content, "request": {**content["request"], "artists": named}}


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A change as it was sent: the fields of the content it gives, not checked yet, and the rest."""

    fields: Mapping[str, Any]
    paused: bool | None
    version: int | None


def parse_subscription(body: Any, rules: Rules) -> AskedSubscription:
    """Read a subscription. Raises InvalidRequest naming every field that is wrong and what is allowed."""
    fields = Fields(body, _CONTENT)
    title = fields.required("title", read_title)
    rhythm = _rhythm(fields)
    only_when = fields.optional("only_when", lambda value: OnlyWhen(read_slug(value, list(OnlyWhen))))
    read = partial(_report, fields, only_when=only_when, rhythm=rhythm or _PLAINEST, rules=rules)
    asked = fields.required("request", read)
    targets = fields.required("deliver", partial(read_targets, fields, rules=rules))
    skip = fields.optional("skip", lambda value: Skip(read_slug(value, list(Skip))))
    if fields.errors or title is None or rhythm is None or asked is None or targets is None:
        raise fields.refusal()
    period, report = asked
    sections = fields.get("request").get("sections") or ()
    adds_moments = only_when is OnlyWhen.UNUSUAL and MOMENTS not in sections
    return AskedSubscription(
        title, period, report, rhythm, targets, skip or Skip.NEVER, only_when, adds_moments=adds_moments
    )


def parse_change(body: Any) -> AskedChange:
    """Read a change of a subscription, as far as that can be without it. Raises InvalidRequest."""
    fields = Fields(body, (*_CONTENT, "paused", "version"))
    paused = fields.optional("paused", read_flag)
    version = fields.optional("version", partial(read_version, of="subscription"))
    if fields.errors:
        raise fields.refusal()
    return AskedChange({name: body[name] for name in _CONTENT if name in body}, paused, version)


def parse_changed(change: AskedChange, before: SubscriptionContent, rules: Rules) -> AskedSubscription:
    """Read a subscription as a change leaves it; the day it is due on goes with how often it is.

    Raises InvalidRequest, as `parse_subscription` does.
    """
    body: dict[str, Any] = {**content_json(before), **change.fields}
    if body["every"] != before.rhythm.every and "on" not in change.fields:
        del body["on"]
    return parse_subscription(body, rules)


def _rhythm(fields: Fields) -> Rhythm | None:
    every = fields.required("every", lambda value: Every(read_slug(value, list(Every))))
    on = None if every is None else fields.check("on", partial(read_on, fields.get("on"), every))
    at = fields.required("at", read_time)
    zone = fields.required("time_zone", read_zone)
    if fields.errors or every is None or at is None or zone is None:
        return None
    return Rhythm(every, at, zone, on)


def _report(
    fields: Fields, given: Any, *, rhythm: Rhythm, only_when: OnlyWhen | None, rules: Rules
) -> tuple[MovingPeriod, AskedReport] | None:
    """Read the request about the days of the first time it is due; None if anything is wrong."""
    asked = dict(given) if isinstance(given, dict) else given
    for name, why in _NOT_IN_REQUEST.items():
        if isinstance(asked, dict) and asked.pop(name, None) is not None:
            fields.errors.append((f"request.{name}", why))
    if isinstance(asked, dict) and asked.pop("title", None) not in (None, fields.get("title")):
        fields.errors.append(("request.title", _OTHER_TITLE))
    of_it = Fields(asked, _IN_REQUEST, where="request.")
    period = of_it.required("period", lambda value: MovingPeriod(read_slug(value, list(MovingPeriod))))
    fields.errors.extend(of_it.errors)
    if not isinstance(asked, dict):
        return None
    due = next_due(rhythm, rules.now)
    days = period_at(period or MovingPeriod.LAST_28_DAYS, due, rhythm.time_zone)
    body = {name: value for name, value in asked.items() if name in _IN_REQUEST and name != "period"}
    if only_when is OnlyWhen.UNUSUAL:
        body["sections"] = _with_moments(body.get("sections") or [])
    dates = {"start_date": days.start.isoformat(), "end_date": days.end.isoformat()}
    try:
        report = parse_report_request({**body, **dates}, today=max(days.end, due.date()), callback_hosts=())
    except InvalidRequest as error:
        fields.errors.extend(_within_request(error))
        return None
    return None if period is None else (period, report)


@contextmanager
def naming_its_place() -> Iterator[None]:
    """Have what is wrong with a report's request, such as its names, told by its place in a subscription."""
    try:
        yield
    except InvalidRequest as error:
        raise type(error)(_within_request(error), error.candidates) from error


def _within_request(error: InvalidRequest) -> list[tuple[str, str]]:
    return [("request" if field == "body" else f"request.{field}", why) for field, why in error.errors]


def _with_moments(sections: Any) -> Any:
    if not isinstance(sections, list) or MOMENTS in sections:
        return sections
    return [*sections, MOMENTS]
