"""Reports in DynamoDB: one item a report, every change of state one conditional write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any

from linernotes.domain.periods import Comparison
from linernotes.domain.report import JobEnd, Report, Status
from linernotes.domain.request import Artist, ReportRequest
from linernotes.use_cases.ports import Remembered

_KEY_KEPT_FOR = timedelta(hours=24)
_COLLECTING = (Status.QUEUED, Status.RUNNING)
_ENDED = (Status.SUCCEEDED, Status.PARTIAL, Status.FAILED)
_JOBS_A_WRITE = 50
"""An update expression may be 4 KB long; this many jobs take about 2."""

Item = dict[str, dict[str, Any]]


class DynamoReportStore:
    """Keeps reports in a table with the key `pk`; items expire by `expires_at`."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        clock: Callable[[], datetime],
    ) -> None:
        """`retention_days` is how long a report is kept after it was asked for."""
        self._client = client
        self._clock = clock
        self._table = table
        self._retention = timedelta(days=retention_days)

    def create(self, report: Report) -> bool:
        """See `ReportStore.create`."""
        item = _item(report)
        item["expires_at"] = _number(int((report.created_at + self._retention).timestamp()))
        try:
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def get(self, report_id: str) -> Report | None:
        """See `ReportStore.get`."""
        answer = self._client.get_item(TableName=self._table, Key=_key(report_id), ConsistentRead=True)
        item = answer.get("Item")
        # The table deletes expired items late, and by then the files are gone.
        if item is None or int(item["expires_at"]["N"]) <= self._clock().timestamp():
            return None
        return _report(item)

    def remember(
        self, owner: str, key: str, fingerprint: str, report_id: str, *, now: datetime
    ) -> Remembered:
        """See `ReportStore.remember`; a key is forgotten after 24 hours."""
        digest = hashlib.sha256(key.encode()).hexdigest()
        pk = {"pk": _text(f"KEY#{owner}#{digest}")}
        expires_at = int((now + _KEY_KEPT_FOR).timestamp())
        item = {
            **pk,
            "report_id": _text(report_id),
            "fingerprint": _text(fingerprint),
            "expires_at": _number(expires_at),
        }
        try:
            # The table deletes expired items late, so age is checked here.
            self._client.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk) OR expires_at < :now",
                ExpressionAttributeValues={":now": _number(int(now.timestamp()))},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            found = self._client.get_item(TableName=self._table, Key=pk, ConsistentRead=True)["Item"]
            return Remembered(found["report_id"]["S"], found["fingerprint"]["S"])
        return Remembered(report_id, fingerprint)

    def mark_running(self, report_id: str, revision: int) -> None:
        """See `ReportStore.mark_running`."""
        self._update(
            report_id,
            revision,
            (Status.QUEUED,),
            "SET #status = :running",
            values={":running": _text(Status.RUNNING)},
        )

    def record_ended(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> Report | None:
        """See `ReportStore.record_ended`."""
        report = None
        for chunk in _chunks(ends):
            sets, names, values = [], {}, {}
            for index, (job_id, end) in enumerate(chunk.items()):
                sets.append(f"ended.#j{index} = if_not_exists(ended.#j{index}, :e{index})")
                names[f"#j{index}"] = job_id
                values[f":e{index}"] = _end_item(end)
            report = self._update(
                report_id, revision, _COLLECTING, "SET " + ", ".join(sets), names=names, values=values
            )
        return report

    def record_trouble(
        self, report_id: str, revision: int, troubles: Mapping[str, str], upstream_calls: int
    ) -> None:
        """See `ReportStore.record_trouble`."""
        names = {f"#j{index}": job_id for index, job_id in enumerate(troubles)}
        values = {f":t{index}": _text(reason) for index, reason in enumerate(troubles.values())}
        sets = ", ".join(f"troubles.#j{index} = :t{index}" for index in range(len(troubles)))
        self._update(
            report_id,
            revision,
            _COLLECTING,
            f"SET {sets} ADD tried_calls :calls",
            names=names,
            values={**values, ":calls": _number(upstream_calls)},
        )

    def claim_finalize(self, report_id: str, revision: int) -> Report | None:
        """See `ReportStore.claim_finalize`."""
        return self._update(
            report_id,
            revision,
            (*_COLLECTING, Status.FINALIZING),
            "SET #status = :finalizing",
            values={":finalizing": _text(Status.FINALIZING)},
        )

    def complete(
        self,
        report_id: str,
        revision: int,
        status: Status,
        *,
        now: datetime,
        folder: str | None = None,
        failure: str | None = None,
    ) -> bool:
        """See `ReportStore.complete`."""
        expression = "SET #status = :status, finished_at = :now"
        values = {":status": _text(status), ":now": _time(now)}
        for name, value in (("folder", folder), ("failure", failure)):
            if value is not None:
                expression += f", {name} = :{name}"
                values[f":{name}"] = _text(value)
        return self._update(report_id, revision, (Status.FINALIZING,), expression, values=values) is not None

    def mark_told(self, report_id: str, revision: int) -> None:
        """See `ReportStore.mark_told`."""
        self._update(
            report_id,
            revision,
            _ENDED,
            "SET told_revision = :revision",
            values={},
        )

    def reopen(
        self, report: Report, *, keep: Collection[str], now: datetime, deadline: datetime
    ) -> Report | None:
        """See `ReportStore.reopen`."""
        kept = {job_id: end for job_id, end in report.ended.items() if job_id in keep}
        dropped_calls = sum(end.upstream_calls for job_id, end in report.ended.items() if job_id not in keep)
        reopened = replace(
            report,
            status=Status.QUEUED,
            revision=report.revision + 1,
            started_at=now,
            deadline=deadline,
            ended=kept,
            troubles={},
            tried_calls=report.tried_calls + dropped_calls,
            finished_at=None,
            failure=None,
            folder=None,
        )
        return self._update(
            report.report_id,
            report.revision,
            _ENDED,
            "SET #status = :queued, revision = :next, started_at = :now, deadline = :deadline, "
            "ended = :ended, troubles = :troubles, tried_calls = :tried REMOVE finished_at, failure, folder",
            values={
                ":queued": _text(Status.QUEUED),
                ":next": _number(reopened.revision),
                ":now": _time(now),
                ":deadline": _time(deadline),
                ":ended": {"M": {job_id: _end_item(end) for job_id, end in kept.items()}},
                ":troubles": {"M": {}},
                ":tried": _number(reopened.tried_calls),
            },
        )

    def unshare(self, report_id: str, *, now: datetime) -> None:
        """See `ReportStore.unshare`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=_key(report_id),
                UpdateExpression="SET unshared_at = :now",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={":now": _time(now)},
            )

    def _update(
        self,
        report_id: str,
        revision: int,
        statuses: Collection[Status],
        expression: str,
        *,
        values: Item,
        names: Mapping[str, str] | None = None,
    ) -> Report | None:
        """Change the report if it is at this revision and in one of these states; None if it is not."""
        allowed = {f":s{index}": _text(status) for index, status in enumerate(statuses)}
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(report_id),
                UpdateExpression=expression,
                ConditionExpression=f"revision = :revision AND #status IN ({', '.join(allowed)})",
                ExpressionAttributeNames={"#status": "status", **(names or {})},
                ExpressionAttributeValues={":revision": _number(revision), **allowed, **values},
                ReturnValues="ALL_NEW",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return _report(answer["Attributes"])


def _chunks(ends: Mapping[str, JobEnd]) -> Iterator[dict[str, JobEnd]]:
    for chunk in batched(ends.items(), _JOBS_A_WRITE):
        yield dict(chunk)


def _text(value: str) -> dict[str, Any]:
    return {"S": str(value)}


def _number(value: int) -> dict[str, Any]:
    return {"N": str(value)}


def _time(moment: datetime) -> dict[str, Any]:
    return _text(moment.isoformat())


def _key(report_id: str) -> Item:
    return {"pk": _text(f"REPORT#{report_id}")}


def _end_item(end: JobEnd) -> dict[str, Any]:
    item: Item = {}
    if end.upstream_calls:
        item["calls"] = _number(end.upstream_calls)
    if end.cache_hits:
        item["hits"] = _number(end.cache_hits)
    if end.reason is not None:
        item["reason"] = _text(end.reason)
        item["retryable"] = {"BOOL": end.retryable}
    return {"M": item}


def _end(item: Item) -> JobEnd:
    return JobEnd(
        upstream_calls=int(item["calls"]["N"]) if "calls" in item else 0,
        cache_hits=int(item["hits"]["N"]) if "hits" in item else 0,
        reason=item["reason"]["S"] if "reason" in item else None,
        retryable=item["retryable"]["BOOL"] if "retryable" in item else False,
    )


def _item(report: Report) -> Item:
    return {
        **_key(report.report_id),
        "owner": _text(report.owner),
        "request": _text(_request_text(report.request)),
        "status": _text(report.status),
        "revision": _number(report.revision),
        "created_at": _time(report.created_at),
        "started_at": _time(report.started_at),
        "deadline": _time(report.deadline),
        "ended": {"M": {job_id: _end_item(end) for job_id, end in report.ended.items()}},
        "troubles": {"M": {job_id: _text(reason) for job_id, reason in report.troubles.items()}},
        "tried_calls": _number(report.tried_calls),
    }


def _report(item: Item) -> Report:
    return Report(
        report_id=item["pk"]["S"].removeprefix("REPORT#"),
        owner=item["owner"]["S"],
        request=_request(item["request"]["S"]),
        status=Status(item["status"]["S"]),
        revision=int(item["revision"]["N"]),
        created_at=datetime.fromisoformat(item["created_at"]["S"]),
        started_at=datetime.fromisoformat(item["started_at"]["S"]),
        deadline=datetime.fromisoformat(item["deadline"]["S"]),
        ended={job_id: _end(end["M"]) for job_id, end in item["ended"]["M"].items()},
        troubles={job_id: reason["S"] for job_id, reason in item["troubles"]["M"].items()},
        tried_calls=int(item["tried_calls"]["N"]),
        finished_at=datetime.fromisoformat(item["finished_at"]["S"]) if "finished_at" in item else None,
        failure=item["failure"]["S"] if "failure" in item else None,
        folder=item["folder"]["S"] if "folder" in item else None,
        told_revision=int(item["told_revision"]["N"]) if "told_revision" in item else 0,
        unshared_at=datetime.fromisoformat(item["unshared_at"]["S"]) if "unshared_at" in item else None,
    )


def _request_text(request: ReportRequest) -> str:
    """Write the request with what is known of its artists, which the canonical form leaves out."""
    artists = [
        {key: value for key, value in (("uuid", a.uuid), ("name", a.name), ("image", a.image_url)) if value}
        for a in request.artists
    ]
    return json.dumps({**request.canonical(), "artists": artists}, ensure_ascii=False, separators=(",", ":"))


def _request(text: str) -> ReportRequest:
    stored = json.loads(text)
    return ReportRequest(
        artists=tuple(
            Artist(artist["uuid"], artist.get("name"), artist.get("image")) for artist in stored["artists"]
        ),
        platforms=tuple(stored["platforms"]),
        start_date=date.fromisoformat(stored["start_date"]),
        end_date=date.fromisoformat(stored["end_date"]),
        country=stored.get("country"),
        sections=tuple(stored.get("sections", ())),
        title=stored.get("title"),
        callback_url=stored.get("callback_url"),
        fresh=stored.get("fresh", False),
        compare=Comparison(stored["compare"]) if "compare" in stored else None,
    )
