"""Share a report by a link that needs no API key, and find the report such a link stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linernotes.model.errors import ReportNotFound
from linernotes.model.report import Report
from linernotes.reports.ports import ReportStore, SharedLinkStore
from linernotes.reports.sharing import TOKEN, SharedLink, token_digest


def share_report(
    report: Report,
    *,
    now: datetime,
    valid_for: timedelta,
    new_token: Callable[[], str],
    links: SharedLinkStore,
) -> str:
    """Make a link to the report, ended or not; gives its token, which is kept nowhere but in the link."""
    token = new_token()
    links.add(token_digest(token), SharedLink(report.report_id, created_at=now, expires_at=now + valid_for))
    return token


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What somebody sees who has a link: the report, and until when."""

    report: Report
    expires_at: datetime


def shared_report(token: str, *, now: datetime, links: SharedLinkStore, reports: ReportStore) -> OpenedLink:
    """Give the report a token stands for.

    Raises ReportNotFound for a token that is unknown, expired or revoked, or whose report was deleted: they
    are not told apart.
    """
    link = links.find(token_digest(token)) if TOKEN.fullmatch(token) else None
    report = reports.get(link.report_id) if link is not None else None
    if link is None or report is None or not link.opens(now=now, unshared_at=report.unshared_at):
        raise ReportNotFound(
            "this link does not lead to a report: it never did, has expired or was revoked, "
            "or the report was deleted"
        )
    return OpenedLink(report, link.expires_at)
