"""Reports: asked for, previewed, listed, looked at, downloaded, repaired, deleted."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.api.rate_limit import rate_limit_headers
from linernotes.api.resource import preview_json
from linernotes.api.transfer import preferred_wait_s
from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import chance, clock
from linernotes.model.errors import StoreBusy
from linernotes.model.request import ReportRequest
from linernotes.routes.answering import (
    as_found,
    header,
    idempotency_key,
    json_answer,
    nothing_to_say,
    owner,
    posted,
    query,
    refuse_body,
)
from linernotes.routes.report_answers import (
    RETRY_AFTER_S,
    as_it_stands,
    download,
    owned,
    report_id_in,
    resource,
    wait_for_end,
)
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only some routes load
    from linernotes.api.validation import AskedReport

LONGEST_WAIT_S = 25
"""API Gateway gives up after 29 s."""

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.post("/reports")
def post_report() -> Response[str]:
    """Make a report; with `Prefer: wait=N` answer with the finished one if that takes no longer."""
    from linernotes.reports.request_report import repeated_report, request_report

    services = bootstrap.services()
    started = time.monotonic()
    asked = _asked_report()
    key = idempotency_key(asked.as_asked)
    now = clock.now()
    report = repeated_report(owner(), key, now=now, reports=services.reports) if key else None
    if report is None:
        report_id = chance.new_report_id()
        logger.append_keys(report_id=report_id)
        report = request_report(
            _resolved(asked),
            owner(),
            report_id=report_id,
            now=clock.now(),
            deadline_s=services.settings.deadline_s,
            spending=services.spending,
            reports=services.reports,
            queue=services.queue,
            idempotency_key=key,
            again=services.again,
        )
    logger.append_keys(report_id=report.report_id)
    logger.info("report requested", jobs=len(report.pending))
    headers = {"Location": f"./reports/{report.report_id}", **_rate_limit()}
    wait_s = preferred_wait_s(header("prefer") or "", longest_s=LONGEST_WAIT_S)
    if wait_s is not None:
        headers["Preference-Applied"] = f"wait={wait_s}"
    if wait_s is not None and not report.status.ended:
        report = wait_for_end(report, until=started + wait_s)
    if report.status.ended:
        return json_answer(200, resource(report), headers)
    return json_answer(202, resource(report), {**headers, "Retry-After": RETRY_AFTER_S})


@router.post("/reports/preview")
def post_preview() -> Response[str]:
    """Say what the request would do and cost."""
    from linernotes.reports.preview_report import preview_report

    request = _resolved(_asked_report())
    services = bootstrap.services()
    now = clock.now()
    preview = preview_report(request, now=now, stores=services)
    budget = services.spending.budget_of(owner(), now=now)
    limit = services.spending.limit_of(request)
    logger.info("report previewed", jobs=preview.jobs, price=preview.price)
    answer = preview_json(preview, request.canonical(), limit=limit, budget=budget)
    return json_answer(200, json.dumps(answer), rate_limit_headers(budget, now=now))


@router.get("/reports/<report_id>")
def get_report(report_id: str) -> Response[str]:
    """Give the report as it stands, with its answer once it has ended."""
    return as_it_stands(owned(report_id))


@router.get("/reports")
def list_reports() -> Response[str]:
    """List the caller's reports, newest first, a part at a time."""
    from linernotes.api.cursors import cursor_of
    from linernotes.api.queries import parse_list_query
    from linernotes.api.resource import list_json

    page = parse_list_query(query(), owner=owner())
    # One more than is answered tells whether there are more.
    found = bootstrap.services().reports.listed(owner(), limit=page.limit + 1, after=page.after)
    answered = found[: page.limit]
    following = cursor_of(answered[-1].position, owner()) if len(found) > page.limit else None
    return as_found(json.dumps(list_json(answered, following=following)))


@router.delete("/reports/<report_id>")
def delete_report(report_id: str) -> Response[str]:
    """Delete a report with its files and links, whether or not it is still being made."""
    from linernotes.reports import delete_report

    services = bootstrap.services()
    delete_report.delete_report(
        report_id_in(report_id),
        owner(),
        now=clock.now(),
        reports=services.reports,
        files=services.files,
        forget=services.conversations.forget,
        spending=services.spending,
        again=services.again,
        queue=services.queue,
    )
    logger.info("report deleted")
    return nothing_to_say()


@router.get("/reports/<report_id>/download")
def download_report(report_id: str) -> Response[str]:
    """Redirect to the workbook, or another form of the report, by a link signed now."""
    return download(lambda: owned(report_id))


@router.post("/reports/<report_id>/repair")
def repair(report_id: str) -> Response[str]:
    """Fetch again what failed or is missing."""
    from linernotes.reports.repair_report import repair_report

    refuse_body()
    services = bootstrap.services()
    report = repair_report(
        owned(report_id),
        now=clock.now(),
        deadline_s=services.settings.deadline_s,
        reports=services.reports,
        windows=services.windows,
        lookups=services.lookups,
        queue=services.queue,
        spending=services.spending,
        again=services.again,
    )
    logger.info("report repaired", revision=report.revision, jobs=len(report.pending))
    headers = {
        "Location": f"../../reports/{report_id}",
        "Retry-After": RETRY_AFTER_S,
        **_rate_limit(),
    }
    return json_answer(202, resource(report), headers)


def _rate_limit() -> dict[str, str]:
    """Give the headers that tell the caller's budget as it stands; none while its table is busy.

    The report was accepted by then, and an answer that says otherwise would have it made twice.
    """
    now = clock.now()
    try:
        return rate_limit_headers(bootstrap.services().spending.budget_of(owner(), now=now), now=now)
    except StoreBusy:
        return {}


def _asked_report() -> AskedReport:
    """Read and check the posted request; names in it are not looked up yet."""
    from linernotes.api.validation import parse_report_request

    body = posted()
    callback_hosts = bootstrap.services().settings.allowed_callback_hosts
    return parse_report_request(body, today=clock.now().date(), callback_hosts=callback_hosts)


def _resolved(asked: AskedReport) -> ReportRequest:
    """Look the names up, if there are any."""
    from linernotes.model.request import Artist
    from linernotes.reports.resolve_artists import resolve_artists

    known = tuple(artist for artist in asked.artists if isinstance(artist, Artist))
    if len(known) == len(asked.artists):
        return asked.resolved(known)
    search = bootstrap.services().searches.of(owner())
    return asked.resolved(resolve_artists(asked.artists, upstream=search))
