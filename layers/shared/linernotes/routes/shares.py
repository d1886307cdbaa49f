"""Reports shared by a link: the links made and revoked, and what those see who have one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.api.resource import instant
from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap.page_address import page_url
from linernotes.model.errors import InvalidRequest
from linernotes.reports.sharing import TOKEN_HEADER, page_link
from linernotes.routes.answering import header, json_answer, nothing_to_say, refuse_body
from linernotes.routes.report_answers import as_it_stands, download, owned
from linernotes.telemetry import logger

if TYPE_CHECKING:
    from linernotes.reports.share_report import OpenedLink

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.post("/reports/<report_id>/shares")
def share(report_id: str) -> Response[str]:
    """Make a link that opens the report without a key, as it stands then, for some days."""
    from linernotes.reports.share_report import share_report

    refuse_body()
    services = bootstrap.services()
    now, valid_for = clock.now(), timedelta(days=services.settings.share_days)
    token = share_report(
        owned(report_id), now=now, valid_for=valid_for, new_token=chance.new_token, links=services.links
    )
    page = page_url(router.current_event.raw_event, services.settings.page_address)
    logger.info("report shared")
    answer = {"url": page_link(page, token), "expires_at": instant(now + valid_for)}
    return json_answer(201, json.dumps(answer))


@router.delete("/reports/<report_id>/shares")
def unshare(report_id: str) -> Response[str]:
    """Revoke every link to the report made so far."""
    bootstrap.services().reports.unshare(owned(report_id).report_id, now=clock.now())
    logger.info("report no longer shared")
    return nothing_to_say()


@router.get("/shared")
def get_shared() -> Response[str]:
    """Give the report a shared link stands for, as its owner sees it but for the callback's address."""
    opened = _shared()
    report = replace(opened.report, request=replace(opened.report.request, callback_url=None))
    return as_it_stands(report, shared_until=opened.expires_at)


@router.get("/shared/download")
def download_shared() -> Response[str]:
    """Redirect to a file of the report a shared link stands for, by a link signed now."""
    return download(lambda: _shared().report)


def _shared() -> OpenedLink:
    from linernotes.reports.share_report import shared_report

    token = header(TOKEN_HEADER)
    if token is None:
        raise InvalidRequest([(TOKEN_HEADER, "send the header, with what the link has after #shared=")])
    services = bootstrap.services()
    opened = shared_report(token, now=clock.now(), links=services.links, reports=services.reports)
    logger.append_keys(report_id=opened.report.report_id)
    return opened
