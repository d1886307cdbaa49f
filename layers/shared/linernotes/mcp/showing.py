"""A report as a tool answers it: how far it is, or a part of its answer, and links for the user."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from linernotes.mcp.arguments import SERIES, SUMMARY, GetReport
from linernotes.mcp.brief import are_told_apart, footnotes_of, with_numbers
from linernotes.mcp.choosing import Brief, Choice, ShortLines, chosen
from linernotes.mcp.fitting import Lists, cut_of, has_no_room, how_to_narrow
from linernotes.mcp.links import links_of
from linernotes.mcp.parts import lists_of, sections_of
from linernotes.mcp.results import (
    MOST_ASKED_BYTES,
    MOST_BYTES,
    Link,
    ToolResult,
    beginning,
    clean,
    shown,
    size_of,
)
from linernotes.mcp.scope import Scope, artists_of, scope_of
from linernotes.mcp.services import Call, McpServices
from linernotes.mcp.words import (
    about_in_short,
    head_line,
    row_lines,
    row_lines_in_short,
    section_lines,
    sections_in_short,
    status_words,
    with_more,
)
from linernotes.model.errors import FileMissing, InvalidRequest, ReportNotFound
from linernotes.model.report import Failure, Report
from linernotes.model.request import ROWS, ReportRequest
from linernotes.reports.delete_report import NO_REPORT
from linernotes.reports.file_names import RESULT_NAME, WORKBOOK_NAME
from linernotes.reports.share_report import share_report

if TYPE_CHECKING:
    from linernotes.mcp import answers

LINKS_LIVE = timedelta(hours=24)
"""How long links open a report: less than others, as they lie in a conversation."""
_BYTES_OF_ARTISTS, _BYTES_OF_FAILURES = 1_200, 1_200
"""What of an answer goes to whom it is about, and to what failed."""
_LONGEST_NAME, _LONGEST_REASON = 120, 200


def show_report(report: Report, asked: GetReport, call: Call, services: McpServices) -> ToolResult:
    """Show a report: the part asked for, once it has ended. Raises InvalidRequest and ReportNotFound."""
    if not report.status.ended:
        text = (
            f"{head_line(report)} It ends by {_instant(report.deadline)} at the latest. "
            f"Call get_report with report_id {report.report_id} and wait_s to go on; do not create it again."
        )
        return _result(report, asked, text=text, next_step="get_report with wait_s")
    result = _stored(report, services)
    if result is None:
        text = f"{head_line(report)} There are no figures. repair_report tries again what failed."
        return _result(report, asked, text=text, next_step="repair_report")
    if asked.part not in (SUMMARY, SERIES) and asked.part not in result.get("sections", {}):
        there = ", ".join(result.get("sections", {})) or "none"
        raise InvalidRequest([("part", f"the report does not have it; its sections are: {there}")])
    return _with_figures(report, result, asked, call, services)


def _with_figures(
    report: Report, result: Mapping[str, Any], asked: GetReport, call: Call, services: McpServices
) -> ToolResult:
    scope = scope_of(result, asked.part, artist=asked.artist, platform=asked.platform)
    now = services.clock()
    token = share_report(
        report, now=now, valid_for=LINKS_LIVE, new_token=services.new_token, links=services.links
    )
    links = links_of(report, call.page_url, token)
    names = artists_of(result)
    lists: Lists = clean(lists_of(result, asked.part, scope, limit=asked.limit))
    head, lines, statuses = _lines(report, result, asked, scope, names)
    workbook = any(link.name == WORKBOOK_NAME for link in links)

    def made(choice: Choice) -> ToolResult:
        full = has_no_room(choice.lists, lists, limit=asked.limit)
        narrower = how_to_narrow(result, asked, full=full, workbook=workbook)
        cut = cut_of(choice.lists, lists, narrower, lines=(len(choice.told), len(choice.lines)))
        text = [*head, *choice.before, *with_more(choice.told, choice.lines), *choice.after]
        text += [f"Not all of it: {cut['how_to_narrow']}"] if cut else []
        text.append(f"The links open for whoever has them until {_instant(now + LINKS_LIVE)}: for the user.")
        notes = {"notes": choice.footnotes} if choice.footnotes else {}
        return _result(
            report,
            asked,
            text="\n".join(text),
            next_step=_next_step(report),
            links=links,
            names=names,
            parts={**choice.lists, **notes, "links_expire_at": _instant(now + LINKS_LIVE)},
            cut=cut,
        )

    return made(
        chosen(
            Choice(lists, lists, lines, lines, after=statuses),
            _brief(report, result, scope, names, statuses) if asked.part == SUMMARY else None,
            MOST_BYTES if asked.limit is None else MOST_ASKED_BYTES,
            lambda choice: size_of(made(choice)),
            limit=asked.limit,
        )
    )


def _brief(
    report: Report,
    result: Mapping[str, Any],
    scope: Scope,
    names: Mapping[str, str | None],
    statuses: Sequence[str],
) -> Brief:
    """Say how a summary is told that has no room for all of it."""
    rows = scope.of(result["detailed_breakdown"])
    footnotes = footnotes_of(clean([*rows, *scope.of(result["platform_summaries"])]))
    noted = [with_numbers(row, footnotes) for row in clean(rows)]
    sections = [section_lines(name, answer, names) for name, answer in sections_of(result, scope)]

    def short_lines(*, with_changes: bool) -> ShortLines:
        return ShortLines(
            about_in_short(rows, report.request.country, with_changes=with_changes),
            row_lines_in_short(noted, with_changes=with_changes),
        )

    return Brief(
        short_lines(with_changes=True),
        short_lines(with_changes=False),
        sections_in_short(sections),
        statuses,
        footnotes,
        are_told_apart(names),
    )


def _lines(
    report: Report,
    result: Mapping[str, Any],
    asked: GetReport,
    scope: Scope,
    names: Mapping[str, str | None],
) -> tuple[list[str], list[str], list[str]]:
    """Say the part in a few lines: what comes before the figures, a line for each, and what comes after."""
    head = [head_line(report)]
    if len(names) > 1 and scope.artist is None:
        head.append("Artists do not add up: a sum counts a person once for each.")
    if asked.part in (SUMMARY, SERIES):
        rows: Sequence[Mapping[str, Any]] = scope.of(result["detailed_breakdown"])
        told = row_lines(rows, report.request.country)
        for name, answer in sections_of(result, scope) if asked.part == SUMMARY else ():
            told.extend(section_lines(name, answer, names))
    else:
        answer = scope.of_section(result["sections"][asked.part])
        told = list(section_lines(asked.part, answer, names))
        rows = [*answer["totals"], *answer["rows"]]
    statuses = status_words(rows)
    return head, told, [statuses] if statuses else []


def _result(
    report: Report,
    asked: GetReport,
    *,
    text: str,
    next_step: str | None,
    links: tuple[Link, ...] = (),
    names: Mapping[str, str | None] | None = None,
    parts: Mapping[str, Any] | None = None,
    cut: answers.Cut | None = None,
) -> ToolResult:
    failed = sum(not end.done for end in report.ended.values())
    failures = [_failure(failure, names or {}) for failure in report.failures]
    told = beginning(failures, _BYTES_OF_FAILURES)
    answer: dict[str, Any] = {
        "report_id": report.report_id,
        "revision": report.revision,
        "status": report.status.value,
        "request": asked_json(report.request, names),
        "progress": {
            "total": len(report.jobs),
            "done": len(report.ended) - failed,
            "failed": len(report.failures),
        },
        "deadline": _instant(report.deadline),
        "finished_at": _instant(report.finished_at) if report.finished_at else None,
        "upstream_calls": report.upstream_calls,
        "part": asked.part,
        "failures": told,
        "failures_left_out": len(failures) - len(told),
        **(parts or {}),
        "truncated": cut,
        "next_step": next_step,
    }
    return ToolResult(text, clean(answer), links)


def asked_json(request: ReportRequest, names: Mapping[str, str | None] | None = None) -> answers.Asked:
    """Say what a report is about; `names` are the artists' as far as data gave them."""
    known = names or {}
    artists: list[answers.NamedArtist] = [
        {"uuid": each.uuid, "name": _name(known.get(each.uuid) or each.name)} for each in request.artists
    ]
    told = beginning(artists, _BYTES_OF_ARTISTS)
    return {
        "artists": told,
        "artists_left_out": len(artists) - len(told),
        "platforms": list(request.platforms),
        "start_date": request.start_date.isoformat(),
        "end_date": request.end_date.isoformat(),
        "country": request.country,
        "sections": list(request.sections),
        "compare": request.compare.value if request.compare else None,
    }


def _failure(failure: Failure, names: Mapping[str, str | None]) -> answers.Failure:
    job = failure.job
    told: answers.Failure = {
        "artist": _name(names.get(job.artist.uuid) or job.artist.label),
        "platform": job.platform,
        "reason": shown(failure.reason, _LONGEST_REASON),
        "retryable": failure.retryable,
    }
    return told if job.section == ROWS else {**told, "section": job.section}


def _name(name: str | None) -> str | None:
    return shown(name, _LONGEST_NAME) if name else None


def _next_step(report: Report) -> str | None:
    if any(failure.retryable for failure in report.failures):
        return "repair_report fetches again what failed"
    return None


def _stored(report: Report, services: McpServices) -> Mapping[str, Any] | None:
    """Read the stored answer; None if the report has none. Raises ReportNotFound if it is gone."""
    if report.folder is None:
        return None
    try:
        result: Mapping[str, Any] = json.loads(services.files.get_json_text(report.folder, RESULT_NAME))
    except FileMissing:  # deleted since the report was read, or expired before its item
        raise ReportNotFound(NO_REPORT) from None
    return result


def _instant(moment: Any) -> str:
    told: str = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return told
