"""The HTTP API: read the request, call one use case, write the answer (contract 2)."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import __version__
from linernotes.api.openapi_file import openapi_text
from linernotes.api.problems import MEDIA_TYPE, no_entries_problem, problem, problem_of
from linernotes.api.resource import (
    FILES,
    check_download,
    downloads_of,
    instant,
    platforms_json,
    preview_json,
    report_json,
    report_tag,
)
from linernotes.api.transfer import entity_tag, header_of, is_known, packed, preferred_wait_s, shortened
from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import chance, clock
from linernotes.model.errors import (
    InvalidRequest,
    LinerNotesError,
    ReportNotFound,
)
from linernotes.model.report import Report, Status
from linernotes.model.request import ReportRequest
from linernotes.reports.file_names import RESULT_NAME
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only some routes load
    from linernotes.api.validation import AskedReport
    from linernotes.reports.request_report import IdempotencyKey
    from linernotes.sections.tracks.monthly import MonthlyFigures
    from linernotes.sections.tracks.tracks import TrackBreakdown

LONGEST_WAIT_S = 25
"""API Gateway gives up after 29 s."""
POLL_FIRST_S, POLL_LONGEST_S = 0.05, 0.15
LARGEST_RESULT_BYTES = 3_500_000
"""A function may answer 6 MB, in which the result is JSON within JSON."""
RETRY_AFTER_S = "1"

_REPORT_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_NO_STORE = {"Cache-Control": "no-store"}

app = APIGatewayRestResolver()


@app.post("/reports")
def post_report() -> Response[str]:
    """Make a report; with `Prefer: wait=N` answer with the finished one if that takes no longer."""
    from linernotes.reports.request_report import repeated_report, request_report

    services = bootstrap.services()
    started = time.monotonic()
    asked = _asked_report()
    key = _idempotency_key(asked)
    now = clock.now()
    report = repeated_report(_owner(), key, now=now, reports=services.reports) if key else None
    if report is None:
        report = request_report(
            _resolved(asked),
            _owner(),
            report_id=chance.new_report_id(),
            now=clock.now(),
            deadline_s=services.settings.deadline_s,
            reports=services.reports,
            queue=services.queue,
            idempotency_key=key,
        )
    logger.info("report requested", report_id=report.report_id, jobs=len(report.pending))
    headers = {"Location": f"./reports/{report.report_id}"}
    wait_s = preferred_wait_s(_header("prefer") or "", longest_s=LONGEST_WAIT_S)
    if wait_s is not None:
        headers["Preference-Applied"] = f"wait={wait_s}"
    if wait_s is not None and not report.status.ended:
        report = _wait_for_end(report, until=started + wait_s)
    if report.status.ended:
        return _json(200, _resource(report), headers)
    return _json(202, _resource(report), {**headers, "Retry-After": RETRY_AFTER_S})


@app.post("/reports/preview")
def post_preview() -> Response[str]:
    """Say what the request would do and cost."""
    from linernotes.reports.preview_report import preview_report
    from linernotes.sections.section import Stores

    request = _resolved(_asked_report())
    services = bootstrap.services()
    stores = Stores(services.windows, services.charts)
    preview = preview_report(request, now=clock.now(), stores=stores)
    return _json(200, json.dumps(preview_json(preview, request.canonical())))


@app.get("/reports/<report_id>")
def get_report(report_id: str) -> Response[str]:
    """Give the report as it stands, with its answer once it has ended."""
    return _as_it_stands(_owned(report_id))


@app.get("/reports/<report_id>/download")
def download_report(report_id: str) -> Response[str]:
    """Redirect to the workbook, or another form of the report, by a link signed now."""
    return _download(lambda: _owned(report_id))


@app.post("/reports/<report_id>/repair")
def repair(report_id: str) -> Response[str]:
    """Fetch again what failed or is missing."""
    from linernotes.reports.repair_report import repair_report

    services = bootstrap.services()
    report = repair_report(
        _owned(report_id),
        now=clock.now(),
        deadline_s=services.settings.deadline_s,
        reports=services.reports,
        windows=services.windows,
        queue=services.queue,
    )
    logger.info("report repaired", report_id=report_id, revision=report.revision, jobs=len(report.pending))
    headers = {"Location": f"../../reports/{report_id}", "Retry-After": RETRY_AFTER_S}
    return _json(202, _resource(report), headers)


@app.get("/shared/<token>")
def get_shared(token: str) -> Response[str]:
    """Give the report a shared link stands for, as its owner sees it but for the callback's address."""
    report = _shared(token)
    return _as_it_stands(replace(report, request=replace(report.request, callback_url=None)))


@app.get("/shared/<token>/download")
def download_shared(token: str) -> Response[str]:
    """Redirect to a file of the report a shared link stands for, by a link signed now."""
    return _download(lambda: _shared(token))


@app.get("/artists")
def find_artists() -> Response[str]:
    """Find artists by name, for autocomplete."""
    from linernotes.reports.resolve_artists import candidate_json

    term = (app.current_event.query_string_parameters or {}).get("q", "").strip()
    if not 2 <= len(term) <= 200:
        raise InvalidRequest([("q", "give 2 to 200 characters of an artist's name")])
    found = bootstrap.services().upstream.search(term)
    return _json(200, json.dumps({"artists": [candidate_json(entry) for entry in found[:20]]}))


@app.get("/tracks")
def get_tracks() -> Response[str]:
    """Say what an artist's tracks did on a platform's charts."""
    from linernotes.api.queries import parse_tracks_query
    from linernotes.sections.tracks.track_breakdown import track_breakdown
    from linernotes.sections.tracks.track_json import breakdown_json

    question = parse_tracks_query(_query(), today=clock.now().date())
    breakdown = track_breakdown(question, bootstrap.services().charts)
    _tell_missing_days(breakdown)
    answer = breakdown_json(breakdown)
    if answer["success"]:
        return _json(200, json.dumps(answer))
    return Response(404, content_type=MEDIA_TYPE, body=no_entries_problem(answer), headers=_NO_STORE)


@app.get("/artists/<uuid>/monthly")
def get_monthly(uuid: str) -> Response[str]:
    """Give what an artist's tracks did on a platform's charts, month by month."""
    from linernotes.api.queries import parse_monthly_query
    from linernotes.sections.tracks.track_breakdown import monthly_figures
    from linernotes.sections.tracks.track_json import monthly_json

    question = parse_monthly_query(uuid, _query(), today=clock.now().date())
    figures = monthly_figures(question, bootstrap.services().charts)
    _tell_missing_days(figures)
    return _json(200, json.dumps(monthly_json(figures)))


def _tell_missing_days(answer: TrackBreakdown | MonthlyFigures) -> None:
    """Log for operators which chart days an answer lacked."""
    from linernotes.api.chart_advice import missing_chart_days

    retention_days = bootstrap.services().settings.chart_retention_days
    missing = missing_chart_days(
        answer.question, answer.looked_at, today=clock.now().date(), retention_days=retention_days
    )
    if missing is not None:
        logger.info("chart days missing", **missing)


@app.get("/platforms")
def platforms() -> Response[str]:
    """Give the coverage matrix."""
    return _seldom_changed(json.dumps(platforms_json()))


@app.get("/openapi.json")
def openapi() -> Response[str]:
    """Describe this API, as the build wrote it down."""
    return _seldom_changed(openapi_text())


@app.get("/health")
def health() -> Response[str]:
    """Say that the API answers, and which version it is."""
    return _json(200, json.dumps({"status": "ok", "version": __version__}))


@app.exception_handler(LinerNotesError)  # type: ignore[untyped-decorator]
def on_known_error(error: LinerNotesError) -> Response[str]:
    """Answer with the problem an error stands for."""
    status, body, headers = problem_of(error)
    log = logger.exception if status == 500 else logger.info
    log("refused", status=status, error=type(error).__name__)
    return Response(status, content_type=MEDIA_TYPE, body=body, headers={**headers, **_NO_STORE})


@app.exception_handler(Exception)  # type: ignore[untyped-decorator]
def on_unknown_error(error: Exception) -> Response[str]:
    """Record what nobody expected, and tell the caller no more than that it happened."""
    logger.exception("failed", error=type(error).__name__)
    body = problem(500, "The failure was recorded.")
    return Response(500, content_type=MEDIA_TYPE, body=body, headers=_NO_STORE)


@app.not_found
def on_unknown_route(_: NotFoundError) -> Response[str]:
    """Answer for a path there is nothing at."""
    body = problem(404, "There is nothing at this path.")
    return Response(404, content_type=MEDIA_TYPE, body=body, headers=_NO_STORE)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    answer = app.resolve(event, context)
    return packed(answer, header_of(event, "accept") or "", header_of(event, "accept-encoding") or "")


def _json(status: int, body: str, headers: dict[str, str] | None = None) -> Response[str]:
    return Response(
        status, content_type="application/json", body=body, headers={**_NO_STORE, **(headers or {})}
    )


def _as_it_stands(report: Report) -> Response[str]:
    """Give a report, or say that the caller has it as it is; the answer is then not even read."""
    expires_s = bootstrap.services().settings.link_expires_s
    tag = report_tag(report, now=clock.now(), links_last_s=expires_s)
    headers = {"ETag": tag, **({} if report.status.ended else {"Retry-After": RETRY_AFTER_S})}
    return _not_modified(headers) or _json(200, _resource(report), headers)


def _seldom_changed(body: str) -> Response[str]:
    headers = {"ETag": entity_tag(body), "Cache-Control": "max-age=300"}
    return _not_modified(headers) or _json(200, body, headers)


def _not_modified(headers: dict[str, str]) -> Response[str] | None:
    """Answer that the caller has what the entity tag in `headers` stands for; None if not."""
    if not is_known(_header("if-none-match") or "", headers["ETag"]):
        return None
    return Response(304, headers={**_NO_STORE, **headers, "Vary": "Accept-Encoding"}, body="")


def _header(name: str) -> str | None:
    return header_of(app.current_event.raw_event, name)


def _query() -> dict[str, list[str]]:
    return app.current_event.multi_value_query_string_parameters or {}


def _owner() -> str:
    """Name the owner of a report by the API key, without storing the key."""
    return hashlib.sha256((_header("x-api-key") or "").encode()).hexdigest()[:32]


def _owned(report_id: str) -> Report:
    report = bootstrap.services().reports.get(report_id) if _REPORT_ID.fullmatch(report_id) else None
    if report is None or report.owner != _owner():
        raise ReportNotFound("there is no report of this id for this API key")
    return report


def _shared(token: str) -> Report:
    from linernotes.reports.share_report import shared_report

    services = bootstrap.services()
    return shared_report(token, now=clock.now(), links=services.links, reports=services.reports)


def _download(find: Callable[[], Report]) -> Response[str]:
    from linernotes.api.queries import parse_download_query

    name = parse_download_query(_query())
    report = find()
    check_download(report, name)
    return Response(302, headers={"Location": _link(report, name), **_NO_STORE}, body="")


def _asked_report() -> AskedReport:
    """Read and check the posted request; names in it are not looked up yet."""
    from linernotes.api.validation import parse_json, parse_report_request

    try:
        body = parse_json(app.current_event.decoded_body)
    except ValueError as error:
        raise InvalidRequest([("body", f"give JSON: {error}")]) from error
    callback_hosts = bootstrap.services().settings.allowed_callback_hosts
    return parse_report_request(body, today=clock.now().date(), callback_hosts=callback_hosts)


def _idempotency_key(asked: AskedReport) -> IdempotencyKey | None:
    from linernotes.reports.request_report import IdempotencyKey

    key = _header("idempotency-key")
    if key is None:
        return None
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise InvalidRequest([("Idempotency-Key", "give 1 to 255 printable ASCII characters without spaces")])
    return IdempotencyKey.of(key, asked.as_asked())


def _resolved(asked: AskedReport) -> ReportRequest:
    """Look the names up, if there are any."""
    from linernotes.model.request import Artist
    from linernotes.reports.resolve_artists import resolve_artists

    known = tuple(artist for artist in asked.artists if isinstance(artist, Artist))
    if len(known) == len(asked.artists):
        return asked.resolved(known)
    return asked.resolved(resolve_artists(asked.artists, upstream=bootstrap.services().upstream))


def _wait_for_end(report: Report, *, until: float) -> Report:
    """Look at the report until it has ended or time is up, ever less often."""
    reports = bootstrap.services().reports
    pause_s, status = POLL_FIRST_S, report.status
    while not status.ended and (left_s := until - time.monotonic()) > 0:
        # Nothing tells a function that a table has changed; its caller asked it to wait.
        time.sleep(min(pause_s, left_s))
        pause_s = min(pause_s * 1.2, POLL_LONGEST_S)
        status = reports.status(report.report_id) or status
    return reports.get(report.report_id) or report


def _resource(report: Report) -> str:
    """Write the report resource; the stored answer is put in as it is, without being read."""
    resource = report_json(report)
    if not report.status.ended:
        return json.dumps(resource)
    services = bootstrap.services()
    expires_s = services.settings.link_expires_s
    if report.status is not Status.FAILED:
        there = [name for name in FILES.values() if name not in report.missing_files]
        resource["download_url"] = _link(report, there[0])
        resource["downloads"] = [
            {**kind, "url": _link(report, name)}
            for kind, name in downloads_of(report)
            if name not in report.missing_files
        ]
        resource["download_expires_at"] = instant(clock.in_seconds(expires_s))
    if report.folder is None:
        return json.dumps(resource)
    text = services.files.get_json_text(report.folder, RESULT_NAME)
    if len(text.encode()) > LARGEST_RESULT_BYTES:
        resource["result_url"] = _link(report, RESULT_NAME)
        text = shortened(text, LARGEST_RESULT_BYTES)
    return f'{json.dumps(resource)[:-1]}, "result": {text}}}'


def _link(report: Report, name: str) -> str:
    """Sign a link to one of the report's files."""
    services = bootstrap.services()
    return services.files.link(report.folder or "", name, expires_s=services.settings.link_expires_s)
