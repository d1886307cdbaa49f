"""What a report would cost, and reports asked for: the use cases of the API, asked by an assistant."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from linernotes.mcp.arguments import CreateReport, GetReport, PreviewReport, RepairReport
from linernotes.mcp.fitting import cut_of
from linernotes.mcp.meant import with_what_is_meant_in
from linernotes.mcp.results import ToolResult, beginning, clean, quoted, shown
from linernotes.mcp.schemas import NOT_BY_ASSISTANTS
from linernotes.mcp.services import AskedReport, Call, McpServices
from linernotes.mcp.showing import asked_json, show_report
from linernotes.mcp.words import as_many, with_more
from linernotes.model.errors import InvalidRequest, ReportDeleted, ReportNotFound
from linernotes.model.request import ROWS, Artist, ReportRequest
from linernotes.model.words import counted
from linernotes.reports.delete_report import NO_REPORT
from linernotes.reports.preview_report import preview_report
from linernotes.reports.repair_report import repair_report
from linernotes.reports.request_report import IdempotencyKey, repeated_report, request_report
from linernotes.reports.resolve_artists import resolve_artists
from linernotes.reports.wait_for_end import wait_for_end

if TYPE_CHECKING:
    from linernotes.mcp import answers
    from linernotes.model.report import Report
    from linernotes.reports.preview_report import Preview
    from linernotes.sections.section import Unanswerable

_REPORT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_LONGEST_NAME, _LONGEST_REASON = 120, 200
_BYTES_OF_BLANKS = 1_500
"""Of what will be blank, and of what cannot be compared, in each of text and structured content."""


def preview(arguments: PreviewReport, call: Call, services: McpServices) -> ToolResult:
    """Say what a request would cost and leave blank; nothing is made."""
    request = _resolved(_asked(arguments.request, services), call, services)
    now = services.clock()
    found = preview_report(request, now=now, stores=services.spending.stores())
    budget = services.spending.budget_of(call.owner, now=now)
    told = _Told(request, found, services.spending.limit_of(request), budget.left)
    return _priced(told, f"{budget.account.resets_at:%Y-%m-%dT%H:%M:%SZ}")


def create(arguments: CreateReport, call: Call, services: McpServices) -> ToolResult:
    """Make a report, and wait for its end as long as was asked.

    The same request within the same hour of the clock is the same report, as an assistant whose connection
    broke sends it again.
    """
    until = _until(arguments.wait_s, call, services)
    asked = _asked(arguments.request, services)
    key = _key(asked, services.clock())
    try:
        report = repeated_report(call.owner, key, now=services.clock(), reports=services.reports)
        report = report or _requested(_resolved(asked, call, services), key, call, services)
    except ReportDeleted:  # by its owner, who now wants it after all
        report = _requested(_resolved(asked, call, services), None, call, services)
    return _shown(report, GetReport(report_id=report.report_id), until, call, services)


def get(arguments: GetReport, call: Call, services: McpServices) -> ToolResult:
    """Show a report of the caller's. Raises ReportNotFound for what is not there or somebody else's."""
    until = _until(arguments.wait_s, call, services)
    return _shown(_owned(arguments.report_id, call, services), arguments, until, call, services)


def repair(arguments: RepairReport, call: Call, services: McpServices) -> ToolResult:
    """Fetch again what failed or is missing of a report of the caller's."""
    report = repair_report(
        _owned(arguments.report_id, call, services),
        now=services.clock(),
        deadline_s=services.deadline_s,
        reports=services.reports,
        windows=services.windows,
        lookups=services.lookups,
        queue=services.queue,
        spending=services.spending,
        again=services.again,
    )
    return show_report(report, GetReport(report_id=report.report_id), call, services)


def _until(wait_s: int, call: Call, services: McpServices) -> float:
    return min(services.monotonic() + wait_s, call.waits_until)


def _owned(report_id: str, call: Call, services: McpServices) -> Report:
    report = services.reports.get(report_id) if _REPORT_ID.fullmatch(report_id) else None
    if report is None or report.owner != call.owner:
        raise ReportNotFound(NO_REPORT)
    return report


def _shown(report: Report, asked: GetReport, until: float, call: Call, services: McpServices) -> ToolResult:
    if not report.status.ended:
        report = wait_for_end(
            report,
            until=until,
            reports=services.reports,
            monotonic=services.monotonic,
            sleep=services.sleep,
        )
    return show_report(report, asked, call, services)


def _asked(request: dict[str, Any], services: McpServices) -> AskedReport:
    """Check a request as the API does; its fields are told below `request`. Raises InvalidRequest."""
    if NOT_BY_ASSISTANTS in request:
        raise InvalidRequest(
            [(f"request.{NOT_BY_ASSISTANTS}", "callbacks are not asked for here: leave it out")]
        )
    try:
        return services.parse(request, today=services.clock().date())
    except InvalidRequest as error:
        raise _below_request(with_what_is_meant_in(request, error)) from error


def _resolved(asked: AskedReport, call: Call, services: McpServices) -> ReportRequest:
    """Look the names up, if there are any. Raises InvalidRequest and what searches raise."""
    known = tuple(artist for artist in asked.artists if isinstance(artist, Artist))
    if len(known) == len(asked.artists):
        return asked.resolved(known)
    try:
        return asked.resolved(resolve_artists(asked.artists, upstream=services.searches(call.owner)))
    except InvalidRequest as error:
        raise _below_request(error) from error


def _below_request(error: InvalidRequest) -> InvalidRequest:
    """Name fields by where they are here; what no assistant may fill is named as known to none."""
    told = [
        (f"request.{name}", message.replace(f" {NOT_BY_ASSISTANTS},", "")) for name, message in error.errors
    ]
    return type(error)(told, error.candidates)


def _key(asked: AskedReport, now: datetime) -> IdempotencyKey:
    """Give what a request is known by for an hour: itself."""
    body = asked.as_asked()
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return IdempotencyKey.of(f"mcp/{now:%Y-%m-%dT%H}/{digest}", body)


def _requested(
    request: ReportRequest, key: IdempotencyKey | None, call: Call, services: McpServices
) -> Report:
    return request_report(
        request,
        call.owner,
        report_id=services.new_report_id(),
        now=services.clock(),
        deadline_s=services.deadline_s,
        spending=services.spending,
        reports=services.reports,
        queue=services.queue,
        idempotency_key=key,
        again=services.again,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What is to be told of a request: its price, the most it may have, and what its owner has left."""

    request: ReportRequest
    preview: Preview
    limit: int
    left: int


def _priced(told: _Told, resets_at: str) -> ToolResult:
    """Tell a price, and of the blanks as many as there is room for."""
    found = told.preview
    blanks: list[answers.Blank] = [_blank(blank) for blank in found.unanswerable]
    not_comparable: list[answers.NotComparable] = [
        {"platform": source.slug, "reason": shown(reason.text, _LONGEST_REASON)}
        for source, reason in found.not_comparable
    ]
    lists = {"unanswerable": blanks, "not_comparable": not_comparable}
    head, lines = _preview_lines(told, blanks)
    said = as_many(lines)
    kept = {name: beginning(clean(each), _BYTES_OF_BLANKS) for name, each in lists.items()}
    answer: dict[str, Any] = {
        "request": asked_json(told.request),
        "price": found.price,
        "upstream_calls": found.upstream_calls,
        "cached": found.cached,
        "limit": told.limit,
        "too_expensive": found.price > told.limit,
        "budget_left": told.left,
        "budget_resets_at": resets_at,
        "sections": [
            {"name": section.name, "upstream_calls": price.upstream_calls, "cached": price.cached}
            for section, price in found.prices
        ],
        **kept,
        "truncated": cut_of(
            kept,
            clean(lists),
            "Preview fewer artists or platforms at a time.",
            lines=(len(said), len(lines)),
        ),
    }
    return ToolResult("\n".join([*head, *with_more(said, lines)]), clean(answer))


def _blank(blank: Unanswerable) -> answers.Blank:
    told: answers.Blank = {
        "artist": shown(blank.artist.label, _LONGEST_NAME),
        "platform": blank.platform,
        "status": blank.status.value,
        "reason": shown(blank.reason, _LONGEST_REASON),
    }
    return told if blank.section == ROWS else {**told, "section": blank.section}


def _preview_lines(told: _Told, unanswerable: list[answers.Blank]) -> tuple[list[str], list[str]]:
    """Say what it costs, and in a line each what will have no figures."""
    found = told.preview
    artists = ", ".join(quoted(artist.label, 60) for artist in told.request.artists[:5])
    more = len(told.request.artists) - 5
    lines = [
        f"{artists}{f' and {more} more' if more > 0 else ''}, {told.request.start_date} to "
        f"{told.request.end_date}, {told.request.country or 'worldwide'}: up to "
        f"{counted(found.price, 'call')} to Soundcharts, as {found.cached:,} of {found.upstream_calls:,} are "
        f"stored; {told.left:,} are left this month. Nothing was made."
    ]
    if found.price > told.limit:
        lines.append(
            f"Too expensive: {told.limit:,} are allowed; max_upstream_calls in the request allows more."
        )
    if found.price > told.left:
        lines.append("The month's budget does not allow it.")
    blanks = [
        shown(
            f"Will be blank, not zero, in {_where(blank)}: {quoted(blank['artist'], 60)} on "
            f"{blank['platform']}, "
            f"status {blank['status']}: {blank['reason']}",
            300,
        )
        for blank in unanswerable
    ]
    compared = [
        f"Cannot be compared: {source.slug}: {reason.text}" for source, reason in found.not_comparable
    ]
    return lines, blanks + compared


def _where(blank: answers.Blank) -> str:
    """Say what of a report a blank is in: what is blank in a section may have figures in the rows."""
    return f"section {blank['section']}" if "section" in blank else "the rows of metric sources"
