"""The report resource and the other answers, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from linernotes import __version__
from linernotes.api.transfer import entity_tag
from linernotes.model.budget import Budget
from linernotes.model.errors import FileMissing, InvalidRequest, ReportNotFinished
from linernotes.model.notes import notes_json
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.report import Callback, Job, ListedReport, Report, Status
from linernotes.model.request import ROWS
from linernotes.reports.file_names import (
    CSV_NAME,
    RESULT_NAME,
    SEMICOLON_CSV_NAME,
    WORKBOOK_NAME,
    section_csv_name,
)
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, MetricSource, Places

if TYPE_CHECKING:
    from linernotes.api import answer_types as answers
    from linernotes.reports.answer_types import OwnersBudget
    from linernotes.reports.preview_report import Preview
    from linernotes.sections.section import Unanswerable

FILES = {"xlsx": WORKBOOK_NAME, "json": RESULT_NAME, "csv": CSV_NAME}
"""What a report can be downloaded as."""

CSV_FILES = {",": CSV_NAME, ";": SEMICOLON_CSV_NAME, "comma": CSV_NAME, "semicolon": SEMICOLON_CSV_NAME}
"""A report's CSV, by what separates its fields: the character or its name."""

DOWNLOADS: list[tuple[answers.DownloadForm, str]] = [
    ({"format": "xlsx"}, WORKBOOK_NAME),
    ({"format": "json"}, RESULT_NAME),
    ({"format": "csv", "separator": ","}, CSV_NAME),
    ({"format": "csv", "separator": ";"}, SEMICOLON_CSV_NAME),
]
"""The files every report has: how they are asked for, and their names."""


def downloads_of(report: Report) -> list[tuple[answers.DownloadForm, str]]:
    """List every file of a report: how it is asked for, and its name."""
    of_sections: list[tuple[answers.DownloadForm, str]] = [
        ({"format": "csv", "section": section, "separator": separator}, section_csv_name(section, separator))
        for section in SECTIONS
        if section in report.request.sections
        for separator in (",", ";")
    ]
    return [*DOWNLOADS, *of_sections]


def check_download(report: Report, name: str) -> None:
    """Raise ReportNotFinished, FileMissing or InvalidRequest where a report does not have a file."""
    if not report.status.ended:
        raise ReportNotFinished("the report is still being made")
    if report.status is Status.FAILED:
        raise FileMissing("the report failed, so there is nothing to download; repair it to try again")
    if name not in (there for _, there in downloads_of(report)):
        has = ", ".join(report.request.sections) or "none"
        raise InvalidRequest([("section", f"the report does not have it; its sections are: {has}")])
    if (reason := report.missing_files.get(name)) is not None:
        form = name.rpartition(".")[2]
        raise FileMissing(f"the {form} file is missing: {reason}. Repair the report to have it written")


def report_json(report: Report) -> answers.Report:
    """Give a report as the resource of contract 2, without links and result."""
    failed = sum(not end.done for end in report.ended.values())
    ended_unfetched = len(report.failures) - failed
    resource: answers.Report = {
        "report_id": report.report_id,
        "revision": report.revision,
        "status": report.status,
        "request": report.request.canonical(),
        "created_at": instant(report.created_at),
        "deadline": instant(report.deadline),
        "finished_at": instant(report.finished_at) if report.finished_at else None,
        "progress": {
            "total": len(report.jobs),
            "done": len(report.ended) - failed,
            "failed": failed + ended_unfetched,
        },
        "platform_progress": _platform_progress(report),
        "upstream_calls": report.upstream_calls,
        "cache_hits": report.cache_hits,
        "failures": [
            {
                **_of_job(failure.job),
                "artist__uuid": failure.job.artist.uuid,
                "reason": failure.reason,
                "retryable": failure.retryable,
            }
            for failure in report.failures
        ],
    }
    if report.failure is not None:
        resource["failure"] = report.failure
    if report.missing_files:
        resource["missing_files"] = _missing_files(report)
    if report.request.callback_url is not None:
        resource["callback"] = _callback(report.callback or Callback())
    return resource


def _callback(callback: Callback) -> answers.Callback:
    """Say how the callback of a report's end goes."""
    at = callback.next_try_at
    return {
        "status": callback.status,
        "tries": callback.tries,
        "last_error": callback.last_error,
        "next_try_at": instant(at) if at else None,
    }


def report_tag(
    report: Report, *, now: datetime, links_last_s: int, shared_until: datetime | None = None
) -> str:
    """Give the entity tag of a report: it changes with whatever a caller sees of the report.

    `shared_until` is until when a link opens it, for whoever came by one and is told so.

    Of one with links it also changes with time, so that a caller who is told that nothing is new has links
    that work for half of `links_last_s` at least.
    """
    links_of = int(now.timestamp()) // (links_last_s // 2) if report.status.ended else None
    opens_until = instant(shared_until) if shared_until else None
    return entity_tag(__version__, report_json(report), report.folder, links_of, opens_until)


def list_json(reports: Sequence[ListedReport], *, following: str | None) -> answers.Reports:
    """Give a part of a list of reports; `following` is the cursor of the next part, if there is one."""
    answer: answers.Reports = {
        "reports": [
            {
                "report_id": report.report_id,
                "title": report.request.title,
                "request": report.request.canonical(),
                "artists": [{"uuid": each.uuid, "name": each.name} for each in report.request.artists],
                "status": report.status,
                "revision": report.revision,
                "created_at": instant(report.created_at),
                "finished_at": instant(report.finished_at) if report.finished_at else None,
            }
            for report in reports
        ]
    }
    if following is not None:
        answer["next"] = following
    return answer


def _missing_files(report: Report) -> list[answers.MissingFile]:
    """Name the files that could not be written as a download asks for them, each with its reason."""
    missing: list[answers.MissingFile] = []
    for form, name in downloads_of(report):
        if name in report.missing_files:
            missing.append({**form, "reason": report.missing_files[name]})
            if form.get("separator") == ",":
                del missing[-1]["separator"]
    return missing


def _of_job(job: Job) -> answers.OfJob:
    """Name what a job is of: its platform, and its section unless that is the rows of metric sources."""
    if job.section == ROWS:
        return {"platform__slug": job.platform}
    return {"section": job.section, "platform__slug": job.platform}


def _unanswerable(blank: Unanswerable) -> answers.Unanswerable:
    """Give a row no call could answer, with its section unless that is the rows of metric sources."""
    row: answers.Unanswerable = {
        "artist__uuid": blank.artist.uuid,
        "platform__slug": blank.platform,
        "status": blank.status,
        "reason": blank.reason,
    }
    return row if blank.section == ROWS else {**row, "section": blank.section}


def _platform_progress(report: Report) -> list[answers.PlatformProgress]:
    """Count the jobs by platform, in the order asked for; a platform without jobs is left out."""
    failed = {failure.job.job_id for failure in report.failures}
    counts: dict[tuple[str, str | None], answers.PlatformProgress] = {}
    for job in report.jobs:
        count = counts.setdefault(
            (job.section, job.platform), {**_of_job(job), "total": 0, "done": 0, "failed": 0}
        )
        count["total"] += 1
        count["failed"] += job.job_id in failed
        count["done"] += job.job_id in report.ended and job.job_id not in failed
    return list(counts.values())


def preview_json(preview: Preview, request: dict[str, Any], *, limit: int, budget: Budget) -> answers.Preview:
    """Give a preview as JSON; `limit` is how many calls the request may take, `budget` its owner's."""
    return {
        "request": request,
        "jobs": preview.jobs,
        "upstream_calls": preview.upstream_calls,
        "cached": preview.cached,
        "price": preview.price,
        "limit": limit,
        "too_expensive": preview.price > limit,
        "budget": budget_json(budget),
        "unanswerable": [_unanswerable(blank) for blank in preview.unanswerable],
        "not_comparable": [
            {
                "platform__slug": source.slug,
                "status": "not_comparable",
                "reason": reason.text,
                "notes": notes_json([reason]),
            }
            for source, reason in preview.not_comparable
        ],
        "sections": [
            {
                "name": section.name,
                "jobs": price.jobs,
                "upstream_calls": price.upstream_calls,
                "cached": price.cached,
                "at_most": price.at_most,
            }
            for section, price in preview.prices
            if section.name != ROWS
        ],
    }


def budget_json(budget: Budget) -> OwnersBudget:
    """Give an owner's budget as JSON."""
    return {
        "limit": budget.limit,
        "spent": budget.spent,
        "left": budget.left,
        "resets_at": instant(budget.account.resets_at),
    }


def platforms_json() -> answers.Platforms:
    """Give the coverage matrix (contract 3), and the sections there are (contract 10), as JSON."""
    return {
        "platforms": [_platform_json(source) for source in SOURCES.values()],
        "sections": [
            {"name": section.name, "title": section.title, "about": section.about}
            for section in SECTIONS.values()
        ],
    }


def _platform_json(source: MetricSource) -> answers.Platform:
    return {
        "slug": source.slug,
        "name": source.name,
        "color": source.color,
        "metric": source.metric,
        "metric_kind": source.kind,
        "may_be": source.kind.allowed_operations,
        "endpoint": source.endpoint.path.replace("{code}", source.code),
        "cadence": source.cadence.words,
        "by_country": source.places is not Places.NONE,
        "country_granularity": source.places,
        "country_cadence": source.country_cadence,
        "country_note": source.country_note,
        "has_charts": source.code in CHART_PLATFORMS,
    }


def instant(moment: datetime) -> str:
    """Write a moment in UTC as callers see it: ISO 8601, to the second, ending in Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
