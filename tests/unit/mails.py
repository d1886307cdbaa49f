"""What mails are made of in tests: deliveries of each occasion, with the results of real reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from linernotes.model.periods import Comparison
from linernotes.model.report import JobEnd, Report, Status, report_needs
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.jobs import jobs_of
from linernotes.reports.result_json import result_json
from linernotes.sections.windows.window_data import WindowData
from linernotes.subscriptions.delivery import Links, Occasion, Parcel, UnusualLine
from linernotes.subscriptions.run import RunStatus
from linernotes.subscriptions.subscription import Pause, PausedBy
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, a_report, a_request, a_window, result_of
from tests.unit.subscription_builders import MONDAY, a_content, a_run, a_subscription

ADDRESS = "ada@label.example"
LINKS = Links(
    "https://api.example/v1/#subscription=s-1",
    "https://api.example/v1/#shared=T",
    "https://api.example/v1/#shared=T&download=xlsx",
)
HOSTILE = (
    "<script>alert(1)</script>", "</table><h1>Hi", "a\r\nBcc: all@label.example", "a\nb", "\u202emoc.live",
    "\u200fشيرين", "“” & < > \" '", "{0} %s", "\x00\x1b[31m", "=?utf-8?q?=42?=", "", " ", "x" * 900,
    "-- ", "<!--", "]]>", "\u2028.\r\n.", "\ud800",
)  # fmt: skip
"""Names that would come alive where they are not escaped, or break a header."""
UNUSUAL = [
    UnusualLine(
        "Achille Lauro, Spotify Monthly Listeners: 61,200 a day since 4 September 2024, usually 12,400", 11.2
    ),
    UnusualLine("Elisa, TikTok Followers: 9,100 a day since 6 September 2024, usually 2,050", 6.4),
]
IN_ITALY = a_request(
    artists=(LAURO, ELISA),
    platforms=("spotify", "youtube", "instagram", "deezer"),
    country="IT",
    compare=Comparison.PREVIOUS_PERIOD,
)
WORLDWIDE = a_request(
    artists=(LAURO, ELISA, GIORGIA), platforms=("spotify", "youtube-subscribers", "tiktok", "deezer")
)
RADIO = {
    "totals": [
        {
            "artist__uuid": LAURO.uuid, "country_code": "IT", "spins": 1204, "stations": 61, "countries": 1,
            "status": "measured", "note": None, "tie_out": "pass",
        },
        {"artist__uuid": ELISA.uuid, "country_code": "IT", "spins": None, "status": "not_in_plan"},
    ],
    "rows": [{"artist__uuid": LAURO.uuid, "station": "RTL 102.5", "spins": 94}],
}  # fmt: skip


def ended(
    request: ReportRequest, status: Status = Status.SUCCEEDED, *, failed: int = 0, reason: str = "time-out"
) -> Report:
    """Make a report that has ended, with so many of its jobs failed."""
    ends = {
        job.job_id: JobEnd(reason=reason, retryable=True) if index < failed else JobEnd()
        for index, job in enumerate(jobs_of(request))
    }
    return a_report(request, status=status, ended=ends, finished_at=NOW, folder="a-folder")


def result_json_of(report: Report, names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give the answer of a report whose windows have a value a day, all but those of failed jobs."""
    failed = {failure.job.job_id for failure in report.failures}
    windows: dict[str, list[WindowData]] = {
        job.job_id: _windows(
            report, replace(job.artist, name=(names or {}).get(job.artist.uuid)), job.platform
        )
        if names
        else _windows(report, job.artist, job.platform)
        for job in report.jobs
        if job.job_id not in failed
    }
    return {**result_json(report, result_of(report, windows), report.status)}


def _windows(report: Report, artist: Artist, source: str | None) -> list[WindowData]:
    made = []
    for number, need in enumerate(report_needs(report)):
        first, days = need.window.first, (need.window.last - need.window.first).days + 1
        values: dict[date, int] = {}
        for day in range(0, days, 7 if source == "instagram" else 1):
            at = first + timedelta(days=day)
            start = 8_100_000 if source == "spotify" else 41_000
            values[at] = start + number * 900 + day * (1_234 if source != "deezer" else -31)
        made.append(
            a_window(values, artist=artist, source=source or "", window=need.window, places={"IT": values})
        )
    return made


def a_parcel(occasion: Occasion = Occasion.REPORT, report: Report | None = None, **overrides: Any) -> Parcel:
    """Make a delivery on Monday of a report that is there unless told otherwise."""
    report = report or ended(IN_ITALY)
    default = Parcel(
        occasion,
        a_subscription(next_due=MONDAY + timedelta(days=7)),
        a_run(status=RunStatus.DELIVERING),
        LINKS,
        MONDAY + timedelta(minutes=4),
        report=report,
        result=None if "result" in overrides else result_json_of(report),
    )
    return replace(default, **overrides)


def the_report() -> Parcel:
    """Make the delivery of a report with sections."""
    report = ended(IN_ITALY)
    return a_parcel(report=report, result={**result_json_of(report), "sections": {"radio": RADIO}})


def the_incomplete() -> Parcel:
    """Make the delivery of a report that lacks something."""
    report = ended(WORLDWIDE, Status.PARTIAL, failed=2, reason="Soundcharts did not answer (504)")
    late = a_run(status=RunStatus.DELIVERING, started_at=MONDAY + timedelta(hours=3))
    why = "Of what was asked for, 2 parts could not be fetched."
    return a_parcel(report=report, run=late, why=why)


def the_hostile() -> Parcel:
    """Make the delivery of a report of names that are up to something."""
    artists = tuple(
        replace(LAURO, uuid=f"{LAURO.uuid[:-2]}{n:02}", name=name) for n, name in enumerate(HOSTILE)
    )
    report = ended(a_request(artists=artists[:8], platforms=("spotify",)))
    content = a_content(title="<b>Monday</b>\r\nBcc: all@label.example")
    return a_parcel(report=report, subscription=a_subscription(content=content))


def the_pause() -> Parcel:
    """Make the notice that a subscription was paused."""
    why = "3 runs in a row failed, the last because of this: Soundcharts did not answer."
    paused = a_subscription(next_due=None, paused=Pause(PausedBy.FAILURES, NOW, why))
    links = Links(LINKS.subscription)
    return a_parcel(Occasion.PAUSED, subscription=paused, result=None, links=links, why=why)


def without_report(parcel: Parcel) -> Parcel:
    """Give a delivery that is of no report."""
    return replace(parcel, report=None, result=None, links=Links(LINKS.subscription))


SAMPLES: Mapping[str, Callable[[], Parcel]] = {
    "report": the_report,
    "incomplete": the_incomplete,
    "hostile": the_hostile,
    "repaired": lambda: a_parcel(Occasion.REPAIRED),
    "unusual": lambda: a_parcel(Occasion.UNUSUAL, unusual=UNUSUAL),
    "paused": lambda: without_report(the_pause()),
}
"""A delivery of each kind."""
