"""A report as items of DynamoDB, and back: the report itself, and its jobs in groups.

How a job ended is one short text in its group's item, and a reason that many jobs share is stored once beside
them: so that an item stays about 1 KB whatever fails, and a write to it costs one or two units.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from linernotes.aws.items import Item, int_of, key_item, moment, moment_of, number, text, text_of
from linernotes.model.periods import Comparison
from linernotes.model.report import (
    DEFAULT_DOOR,
    Callback,
    CallbackStatus,
    Job,
    JobEnd,
    ListedReport,
    Report,
    Status,
)
from linernotes.model.request import DEFAULT_SONGS, Artist, ReportRequest

LONGEST_REASON = 400
"""Characters kept of a reason: what Soundcharts says is cut at 200 where it is read."""


@dataclass(frozen=True, slots=True)
class JobGroup:
    """What is stored of one group of a report's jobs.

    `jobs` is how many jobs the group has and `groups` how many groups the report has. A `closed` group takes
    no more ends: its report is being finalized, and what it says of the jobs must not change any more.
    """

    jobs: int
    groups: int
    ended: Mapping[str, JobEnd]
    last_errors: Mapping[str, str]
    tried_calls: int
    closed: bool

    @property
    def complete(self) -> bool:
        """Say whether every job of the group has ended."""
        return len(self.ended) >= self.jobs


def report_key(report_id: str) -> Item:
    """Give the key of a report's item."""
    return key_item(f"REPORT#{report_id}")


def group_key(report_id: str, revision: int, group: int) -> Item:
    """Give the key of the item of a group of jobs; a revision has items of its own."""
    return key_item(f"JOBS#{report_id}#{revision}#{group}")


def reason_key(reason: str) -> str:
    """Name a reason within an item."""
    return hashlib.sha256(reason.encode()).hexdigest()[:8]


def end_value(end: JobEnd) -> Item:
    """Write how a job ended: calls, cache hits and, if it failed, whether trying again helps and why."""
    if end.reason is None:
        return text(f"{end.upstream_calls},{end.cache_hits}")
    again = "again" if end.retryable else "final"
    return text(f"{end.upstream_calls},{end.cache_hits},{again},{reason_key(kept(end.reason))}")


def kept(reason: str) -> str:
    """Cut a reason to what is kept of it."""
    return reason[:LONGEST_REASON]


def reasons_of(reasons: Iterable[str | None]) -> Item:
    """Write the reasons there are, each once under its key."""
    return {reason_key(kept(reason)): text(kept(reason)) for reason in reasons if reason is not None}


def group_item(report: Report, group: int, *, jobs: int, groups: int, ended: Mapping[str, JobEnd]) -> Item:
    """Make the item of a group of jobs in which so far those of `ended` have ended."""
    return {
        **group_key(report.report_id, report.revision, group),
        "jobs": number(jobs),
        "groups": number(groups),
        "ends": {"M": {job_id: end_value(end) for job_id, end in ended.items()}},
        "last_errors": {"M": {}},
        "reasons": {"M": reasons_of(end.reason for end in ended.values())},
        "tried_calls": number(0),
    }


def group_of(item: Item) -> JobGroup:
    """Read the item of a group of jobs."""
    reasons = {key: reason["S"] for key, reason in item["reasons"]["M"].items()}
    return JobGroup(
        jobs=int(item["jobs"]["N"]),
        groups=int(item["groups"]["N"]),
        ended={job_id: _end(end["S"], reasons) for job_id, end in item["ends"]["M"].items()},
        last_errors={job_id: reasons[key["S"]] for job_id, key in item["last_errors"]["M"].items()},
        tried_calls=int(item["tried_calls"]["N"]),
        closed="closed" in item,
    )


def _end(written: str, reasons: Mapping[str, str]) -> JobEnd:
    calls, hits, *failed = written.split(",")
    if not failed:
        return JobEnd(int(calls), int(hits))
    again, key = failed
    return JobEnd(int(calls), int(hits), reason=reasons[key], retryable=again == "again")


def report_item(report: Report) -> Item:
    """Make a report's own item, which says which jobs there are and nothing of how they end."""
    return {
        **report_key(report.report_id),
        "owner": text(report.owner),
        "position": text(listed(report).position),
        "door": text(report.door),
        "request": text(request_text(report.request)),
        "status": text(report.status),
        "revision": number(report.revision),
        "created_at": moment(report.created_at),
        "started_at": moment(report.started_at),
        "deadline": moment(report.deadline),
        "tried_calls": number(report.tried_calls),
        "jobs": {"B": _packed_jobs(report)},
        "writing_s": {"N": str(report.writing_s)},
        "bulk": {"BOOL": report.bulk},
        **{
            name: text(value)
            for name, value in (("answer_of", report.answer_of), ("follows", report.follows))
            if value is not None
        },
        **_ended_parts(report),
    }


def _ended_parts(report: Report) -> Item:
    """Write what only a report has that is stored when it has ended."""
    if report.finished_at is None or report.folder is None:
        return {}
    return {
        "finished_at": moment(report.finished_at),
        "folder": text(report.folder),
        "given_hits": number(report.given_hits),
    }


def report_of(item: Item, groups: Iterable[JobGroup] = ()) -> Report:
    """Read a report from its own item and the groups of its jobs."""
    listed = list(groups)
    request = request_from(item["request"]["S"])
    report = Report(
        report_id=item["pk"]["S"].removeprefix("REPORT#"),
        owner=item["owner"]["S"],
        request=request,
        status=Status(item["status"]["S"]),
        revision=int(item["revision"]["N"]),
        created_at=datetime.fromisoformat(item["created_at"]["S"]),
        started_at=datetime.fromisoformat(item["started_at"]["S"]),
        deadline=datetime.fromisoformat(item["deadline"]["S"]),
        jobs=_unpacked_jobs(item["jobs"]["B"], request),
        writing_s=float(item["writing_s"]["N"]),
        ended={job_id: end for group in listed for job_id, end in group.ended.items()},
        last_errors={job_id: reason for group in listed for job_id, reason in group.last_errors.items()},
        tried_calls=int(item["tried_calls"]["N"]) + sum(group.tried_calls for group in listed),
        finished_at=moment_of(item, "finished_at"),
        failure=text_of(item, "failure"),
        missing_files={
            name: reason["S"] for name, reason in item.get("missing_files", {"M": {}})["M"].items()
        },
        folder=text_of(item, "folder"),
        refetches=int_of(item, "refetches"),
        finalize_tries=int_of(item, "finalize_tries"),
        notified_revision=int_of(item, "notified_revision"),
        callback=_callback(item["callback"]["S"]) if "callback" in item else None,
        unshared_at=moment_of(item, "unshared_at"),
        door=text_of(item, "door") or DEFAULT_DOOR,
        bulk=item["bulk"]["BOOL"],
        answer_of=text_of(item, "answer_of"),
        given_hits=int_of(item, "given_hits"),
        follows=text_of(item, "follows"),
        anew=item.get("anew", {"BOOL": False})["BOOL"],
    )
    return replace(report, ended=report.given_ends) if report.was_given else report


def listed(report: Report) -> ListedReport:
    """Give a report as a list has it."""
    return ListedReport(
        report.report_id,
        report.request,
        report.status,
        report.revision,
        report.created_at,
        report.finished_at,
    )


def listed_of(item: Item) -> ListedReport:
    """Read a report as a list has it, from as much of its item as the index of owners has."""
    return ListedReport(
        report_id=item["pk"]["S"].removeprefix("REPORT#"),
        request=request_from(item["request"]["S"]),
        status=Status(item["status"]["S"]),
        revision=int(item["revision"]["N"]),
        created_at=datetime.fromisoformat(item["created_at"]["S"]),
        finished_at=moment_of(item, "finished_at"),
    )


def callback_text(callback: Callback) -> str:
    """Write how a callback goes: as one text, by which a store can tell whether it is the same still."""
    at, asked = (moment and moment.isoformat() for moment in (callback.next_try_at, callback.asked_at))
    error = callback.last_error and kept(callback.last_error)
    return json.dumps([callback.status, callback.tries, error, at, asked], separators=(",", ":"))


def _callback(written: str) -> Callback:
    status, tries, error, *moments = json.loads(written)
    next_try_at, asked_at = (moment and datetime.fromisoformat(moment) for moment in moments)
    return Callback(CallbackStatus(status), tries, error, next_try_at, asked_at)


def _packed_jobs(report: Report) -> bytes:
    """Write the jobs of a report, their artists by their place in the request: 4 kB of the most there are."""
    places = {artist.uuid: place for place, artist in enumerate(report.request.artists)}
    jobs = [[job.job_id, job.section, places[job.artist.uuid], job.platform] for job in report.jobs]
    return zlib.compress(json.dumps(jobs, separators=(",", ":")).encode())


def _unpacked_jobs(packed: bytes, request: ReportRequest) -> list[Job]:
    return [
        Job(job_id, section, request.artists[place], platform)
        for job_id, section, place, platform in json.loads(zlib.decompress(packed))
    ]


def request_text(request: ReportRequest) -> str:
    """Write the request with what is known of its artists, which the canonical form leaves out."""
    artists = [
        {key: value for key, value in (("uuid", a.uuid), ("name", a.name), ("image", a.image_url)) if value}
        for a in request.artists
    ]
    return json.dumps({**request.canonical(), "artists": artists}, ensure_ascii=False, separators=(",", ":"))


def request_from(written: str) -> ReportRequest:
    """Read a request that `request_text` wrote."""
    stored = json.loads(written)
    return ReportRequest(
        artists=tuple(
            Artist(artist["uuid"], artist.get("name"), artist.get("image")) for artist in stored["artists"]
        ),
        platforms=tuple(stored["platforms"]),
        start_date=date.fromisoformat(stored["start_date"]),
        end_date=date.fromisoformat(stored["end_date"]),
        country=stored.get("country"),
        sections=tuple(stored.get("sections", ())),
        songs_limit=stored.get("songs_limit", DEFAULT_SONGS),
        title=stored.get("title"),
        callback_url=stored.get("callback_url"),
        fresh=stored.get("fresh", False),
        compare=Comparison(stored["compare"]) if "compare" in stored else None,
        max_upstream_calls=stored.get("max_upstream_calls"),
    )
