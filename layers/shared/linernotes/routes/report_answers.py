"""A report as it is answered: its resource, the links to its files, and what one waits for."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from linernotes.api.resource import FILES, check_download, downloads_of, instant, report_json, report_tag
from linernotes.api.transfer import shortened
from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import clock
from linernotes.model.errors import FileMissing, ReportNotFound
from linernotes.model.report import Report, Status
from linernotes.reports.delete_report import NO_REPORT
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.wait_for_end import wait_for_end as wait_for_end_of
from linernotes.routes.answering import NO_STORE, json_answer, not_modified, owner, query
from linernotes.telemetry import logger

LARGEST_RESULT_BYTES = 3_500_000
"""A function may answer 6 MB, in which the result is JSON within JSON."""
RETRY_AFTER_S = "1"

_REPORT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def report_id_in(path: str) -> str:
    """Read what a path has for a report's id, which all that is logged then has.

    Raises ReportNotFound for what no report can be called.
    """
    if not _REPORT_ID.fullmatch(path):
        raise ReportNotFound(NO_REPORT)
    logger.append_keys(report_id=path)
    return path


def owned(report_id: str) -> Report:
    """Give a report of the caller's. Raises ReportNotFound for what is not there or somebody else's."""
    report = bootstrap.services().reports.get(report_id_in(report_id))
    if report is None or report.owner != owner():
        raise ReportNotFound(NO_REPORT)
    return report


def as_it_stands(report: Report, *, shared_until: datetime | None = None) -> Response[str]:
    """Give a report, or say that the caller has it as it is; the answer is then not even read.

    `shared_until` is until when a link opens it, for whoever came by one.
    """
    expires_s = bootstrap.services().settings.link_expires_s
    tag = report_tag(report, now=clock.now(), links_last_s=expires_s, shared_until=shared_until)
    headers = {"ETag": tag, **({} if report.status.ended else {"Retry-After": RETRY_AFTER_S})}
    return not_modified(headers) or json_answer(200, resource(report, shared_until=shared_until), headers)


def download(find: Callable[[], Report]) -> Response[str]:
    """Redirect to the file asked for of the report found, by a link signed now."""
    from linernotes.api.queries import parse_download_query

    name = parse_download_query(query())
    report = find()
    check_download(report, name)
    if not bootstrap.services().files.has(report.folder or "", name):
        # Who follows a link to nothing gets S3's own words for it.
        raise ReportNotFound(NO_REPORT)
    return Response(302, headers={"Location": _link(report, name), **NO_STORE}, body="")


def wait_for_end(report: Report, *, until: float) -> Report:
    """Look at the report until it has ended or time is up, ever less often."""
    return wait_for_end_of(
        report,
        until=until,
        reports=bootstrap.services().reports,
        monotonic=time.monotonic,
        sleep=time.sleep,
    )


def resource(report: Report, *, shared_until: datetime | None = None) -> str:
    """Write the report resource; the stored answer is put in as it is, without being read."""
    answer = report_json(report)
    if shared_until is not None:
        answer["shared_until"] = instant(shared_until)
    if not report.status.ended:
        return json.dumps(answer)
    services = bootstrap.services()
    expires_s = services.settings.link_expires_s
    if report.status is not Status.FAILED:
        there = [name for name in FILES.values() if name not in report.missing_files]
        answer["download_url"] = _link(report, there[0])
        answer["downloads"] = [
            {**kind, "url": _link(report, name)}
            for kind, name in downloads_of(report)
            if name not in report.missing_files
        ]
        answer["download_expires_at"] = instant(clock.in_seconds(expires_s))
    if report.folder is None:
        return json.dumps(answer)
    try:
        text = services.files.get_json_text(report.folder, RESULT_NAME)
    except FileMissing:  # deleted since the report was read, or expired before its item
        raise ReportNotFound(NO_REPORT) from None
    if len(text.encode()) > LARGEST_RESULT_BYTES:
        answer["result_url"] = _link(report, RESULT_NAME)
        text = shortened(text, LARGEST_RESULT_BYTES)
    return f'{json.dumps(answer)[:-1]}, "result": {text}}}'


def _link(report: Report, name: str) -> str:
    """Sign a link to one of the report's files."""
    services = bootstrap.services()
    return services.files.link(report.folder or "", name, expires_s=services.settings.link_expires_s)
