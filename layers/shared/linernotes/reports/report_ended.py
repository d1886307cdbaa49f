"""The event that a report has ended: what it says, when it is published, and how it is written.

Imports next to nothing, as the function Slack waits for reads it, too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

from linernotes.aws.message_version import VERSION, check_version
from linernotes.model.errors import MessageBroken

if TYPE_CHECKING:
    from linernotes.model.report import Report


@dataclass(frozen=True, slots=True)
class ReportEnded:
    """A revision of a report has ended.

    `door` is what the report says it was asked by, `has_callback` whether the request has a callback address.
    The template chooses by these two who hears of it; who publishes it need not know.
    """

    report_id: str
    revision: int
    door: str
    has_callback: bool


class ReportEvents(Protocol):
    """Publishes what happens to reports."""

    def publish(self, ended: ReportEnded, *, owner: str) -> None:
        """Hand the event over, to be delivered to each listener at least once and in any order.

        None waits behind all the ends of another's reports: of those that wait, owners take turns.
        """


def publish_end(report: Report, *, events: ReportEvents) -> None:
    """Publish that a report has ended, unless whoever asked is known to have been notified of it.

    Whoever comes across an ended report publishes it once more, as the call that ended it may have died
    first. So listeners hear of it more than once, and note with `mark_notified` that they have notified.
    """
    if report.notified_revision == report.revision:
        return
    events.publish(
        ReportEnded(
            report.report_id,
            report.revision,
            door=report.door,
            has_callback=report.request.callback_url is not None,
        ),
        owner=report.owner,
    )


def report_ended_text(ended: ReportEnded) -> str:
    """Write the event as JSON."""
    return json.dumps({"v": VERSION, **asdict(ended)}, separators=(",", ":"))


def report_ended_from(text: str) -> ReportEnded:
    """Read the event. Raises MessageBroken."""
    try:
        body = json.loads(text)
        version = body.get("v", 1)
        values = {name: body[name] for name in ReportEnded.__dataclass_fields__}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise MessageBroken(f"not the end of a report: {error!r}") from error
    check_version(version)
    # Not isinstance, for which true is a number.
    if [type(value) for value in values.values()] != [str, int, str, bool]:
        raise MessageBroken("not the end of a report: a field is not what it should be")
    return ReportEnded(**values)
