"""Reports in DynamoDB: an item for each and one for each group of its jobs, changed by conditional writes."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from linernotes.aws.dynamo_batches import read_one
from linernotes.aws.items import Item, moment, number, seconds, text, text_of
from linernotes.aws.throttling import busy_when_throttled
from linernotes.model.report import (
    Callback,
    JobEnd,
    ListedReport,
    Report,
    Status,
    group_of_job,
    job_groups,
)
from linernotes.model.request import ReportRequest
from linernotes.reports.dynamo_deletions import DynamoDeletions
from linernotes.reports.dynamo_jobs import DynamoJobs
from linernotes.reports.dynamo_list import list_reports
from linernotes.reports.dynamo_remembered import DynamoRemembered
from linernotes.reports.ports import DeletedReport, Remembered
from linernotes.reports.report_items import callback_text, report_item, report_key, report_of, request_text

_COLLECTING = (Status.QUEUED, Status.RUNNING)
_ENDED = (Status.SUCCEEDED, Status.PARTIAL, Status.FAILED)


@busy_when_throttled
class DynamoReportStore:
    """Keeps reports in a table with the key `pk`; items expire by `expires_at`."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`retention_days` is how long a report is kept after it was asked for."""
        self._client = client
        self._clock = clock
        self._table = table
        self._retention = timedelta(days=retention_days)
        self._jobs = DynamoJobs(client, table, sleep=sleep)
        self._remembered = DynamoRemembered(client, table)
        self._deletions = DynamoDeletions(client, table, sleep=sleep)

    def create(self, report: Report, *, expires_at: datetime | None = None) -> bool:
        """See `ReportStore.create`.

        The jobs come first: a crash between the two leaves items that nothing names, and that expire. Of a
        report that was given its answer there is nothing to keep of jobs.
        """
        expires_at = expires_at or report.created_at + self._retention
        complete = set() if report.was_given else self._jobs.create(report, expires_at=expires_at)
        item = {
            **report_item(report),
            "groups": number(0 if report.was_given else len(job_groups(report.jobs))),
            **_set_of("complete_groups", complete),
            "expires_at": seconds(expires_at),
        }
        try:
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def get(self, report_id: str) -> Report | None:
        """See `ReportStore.get`."""
        item = self._item(report_id)
        return None if item is None else self._whole(item)

    def status(self, report_id: str) -> Status | None:
        """See `ReportStore.status`."""
        item = self._item(report_id)
        return None if item is None else Status(item["status"]["S"])

    def remember(
        self, owner: str, key: str, fingerprint: str, report_id: str, *, now: datetime
    ) -> Remembered:
        """See `ReportStore.remember`."""
        return self._remembered.remember(owner, key, fingerprint, report_id, now=now)

    def recall(self, owner: str, key: str, *, now: datetime) -> Remembered | None:
        """See `ReportStore.recall`."""
        return self._remembered.recall(owner, key, now=now)

    def mark_running(self, report_id: str, revision: int) -> None:
        """See `ReportStore.mark_running`."""
        self._update(
            report_id,
            revision,
            (Status.QUEUED,),
            "SET #status = :running",
            values={":running": text(Status.RUNNING)},
        )

    def record_ended(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> bool:
        """See `ReportStore.record_ended`."""
        touched = self._jobs.end(report_id, revision, ends)
        complete = {index: group for index, group in touched.items() if group.complete}
        if not complete:
            return False
        if all(group.groups == 1 for group in complete.values()):
            return True
        item = self._update(
            report_id,
            revision,
            (*_COLLECTING, Status.FINALIZING),
            "ADD complete_groups :groups",
            values={":groups": {"NS": [str(index) for index in complete]}},
        )
        if item is None:
            return False
        return len(item["complete_groups"]["NS"]) == next(iter(complete.values())).groups

    def record_error(
        self, report_id: str, revision: int, last_errors: Mapping[str, str], upstream_calls: int
    ) -> None:
        """See `ReportStore.record_error`."""
        self._jobs.trouble(report_id, revision, last_errors, upstream_calls)

    def claim_finalize(self, report_id: str, revision: int) -> Report | None:
        """See `ReportStore.claim_finalize`."""
        item = self._update(
            report_id,
            revision,
            (*_COLLECTING, Status.FINALIZING),
            "SET #status = :finalizing ADD finalize_tries :one",
            values={":finalizing": text(Status.FINALIZING), ":one": number(1)},
        )
        if item is None:
            return None
        complete = {int(index) for index in item.get("complete_groups", {"NS": ()})["NS"]}
        open_ = set(range(_groups(item))) - complete
        return report_of(
            item,
            [
                *self._jobs.close(report_id, revision, open_),
                *self._jobs.read(report_id, revision, complete),
            ],
        )

    def resume(self, report: Report, job_ids: Collection[str]) -> Report | None:
        """See `ReportStore.resume`.

        The report's own item comes first: of two that do this at once one goes on, and after a crash between
        the two the report is queued with no job pending, which is finalized again.
        """
        groups = {str(group_of_job(job_id)) for job_id in job_ids}
        item = self._update(
            report.report_id,
            report.revision,
            (Status.FINALIZING,),
            "SET #status = :queued, refetches = :next REMOVE finalize_tries DELETE complete_groups :groups",
            values={
                ":queued": text(Status.QUEUED),
                ":next": number(report.refetches + 1),
                ":groups": {"NS": sorted(groups)},
            },
            condition="(attribute_not_exists(refetches) OR refetches < :next)",
        )
        if item is None:
            return None
        self._jobs.reopen(report, job_ids)
        return self._whole(item)

    def replace_ends(self, report: Report, ends: Mapping[str, JobEnd]) -> Report:
        """See `ReportStore.replace_ends`."""
        self._jobs.replace(report.report_id, report.revision, ends)
        return replace(report, ended={**report.ended, **ends})

    def complete(
        self,
        report_id: str,
        revision: int,
        status: Status,
        *,
        now: datetime,
        folder: str | None = None,
        failure: str | None = None,
        missing_files: Mapping[str, str] | None = None,
        request: ReportRequest | None = None,
    ) -> bool:
        """See `ReportStore.complete`."""
        expression = "SET #status = :status, finished_at = :now"
        values: Item = {":status": text(status), ":now": moment(now)}
        for name, value in (("folder", folder), ("failure", failure)):
            if value is not None:
                expression += f", {name} = :{name}"
                values[f":{name}"] = text(value)
        if missing_files:
            expression += ", missing_files = :missing"
            values[":missing"] = {"M": {name: text(reason) for name, reason in missing_files.items()}}
        names = {}
        if request is not None:
            expression += ", #request = :request"
            names["#request"], values[":request"] = "request", text(request_text(request))
        ended = self._update(
            report_id, revision, (Status.FINALIZING,), expression, values=values, names=names
        )
        return ended is not None

    def take_answer(self, report: Report, *, expires_at: datetime) -> bool:
        """See `ReportStore.take_answer`."""
        taken = self._update(
            report.report_id,
            report.revision,
            (Status.QUEUED,),
            "SET #status = :status, finished_at = :now, folder = :folder, answer_of = :answer_of, "
            "given_hits = :hits, "
            "#request = :request, expires_at = :until",
            values={
                ":status": text(report.status),
                ":now": moment(report.finished_at or self._clock()),
                ":folder": text(report.folder or ""),
                ":answer_of": text(report.answer_of or ""),
                ":hits": number(report.given_hits),
                ":request": text(request_text(report.request)),
                ":until": seconds(expires_at),
            },
            names={"#request": "request"},
        )
        return taken is not None

    def mark_notified(self, report_id: str, revision: int) -> None:
        """See `ReportStore.mark_notified`."""
        self._update(
            report_id,
            revision,
            _ENDED,
            "SET notified_revision = :revision",
            values={},
        )

    def replace_callback(self, report: Report, callback: Callback) -> bool:
        """See `ReportStore.replace_callback`."""
        expression = "SET callback = :callback"
        values = {":callback": text(callback_text(callback))}
        condition = "attribute_not_exists(callback)"
        if callback.settled:
            expression += ", notified_revision = :revision"
        if report.callback is not None:
            values[":known"] = text(callback_text(report.callback))
            condition = "callback = :known"
        changed = self._update(
            report.report_id, report.revision, _ENDED, expression, values=values, condition=condition
        )
        return changed is not None

    def reopen(
        self,
        report: Report,
        *,
        keep: Collection[str],
        now: datetime,
        deadline: datetime,
        anew: bool = False,
    ) -> Report | None:
        """See `ReportStore.reopen`.

        Jobs come first. What another that reopens the report may have stored of them is as good as ours.
        """
        kept = {job_id: end for job_id, end in report.ended.items() if job_id in keep}
        dropped_calls = sum(end.upstream_calls for job_id, end in report.ended.items() if job_id not in keep)
        following = replace(report, revision=report.revision + 1, ended=kept)
        complete = self._jobs.create(following, expires_at=report.created_at + self._retention)
        groups = _set_of(":groups", complete)
        item = self._update(
            report.report_id,
            report.revision,
            _ENDED,
            "SET #status = :queued, revision = :next, started_at = :now, deadline = :deadline, "
            "tried_calls = :tried, anew = :anew, #groups = :count"
            f"{', complete_groups = :groups' if groups else ''} "
            "REMOVE finished_at, failure, folder, missing_files, refetches, finalize_tries, callback, follows"
            f"{'' if groups else ', complete_groups'}",
            values={
                ":queued": text(Status.QUEUED),
                ":next": number(following.revision),
                ":now": moment(now),
                ":deadline": moment(deadline),
                ":anew": {"BOOL": anew},
                ":tried": number(report.tried_calls + dropped_calls),
                ":count": number(len(job_groups(report.jobs))),
                **groups,
            },
            names={"#groups": "groups"},
        )
        return None if item is None else self._whole(item)

    def unshare(self, report_id: str, *, now: datetime) -> None:
        """See `ReportStore.unshare`."""
        with suppress(self._client.exceptions.ConditionalCheckFailedException):
            self._client.update_item(
                TableName=self._table,
                Key=report_key(report_id),
                UpdateExpression="SET unshared_at = :now",
                ConditionExpression="attribute_exists(#status)",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":now": moment(now)},
            )

    def listed(self, owner: str, *, limit: int, after: str | None = None) -> list[ListedReport]:
        """See `ReportStore.listed`."""
        return list_reports(self._client, self._table, owner, limit=limit, after=after, now=self._clock())

    def delete(self, report_id: str, owner: str, *, now: datetime, closing: Callable[[Report], None]) -> bool:
        """See `ReportStore.delete`.

        What takes the report's place comes first: it has no status, so that no change of state is made any
        more, and says which jobs are still to be deleted after a crash.
        """
        while True:
            item = read_one(self._client, self._table, report_key(report_id))
            if text_of(item, "owner") != owner or "deleted" in item or self._expired(item):
                return False
            if "status" not in item:
                break
            closing(self._whole(item))
            if self._deletions.bury(item, now=now):
                break
        self._jobs.delete(report_id, revisions=int(item["revision"]["N"]), groups=_groups(item))
        return True

    def mark_deleted(self, report_id: str) -> None:
        """See `ReportStore.mark_deleted`."""
        self._deletions.mark_done(report_id)

    def deleted_of(self, report_ids: Collection[str]) -> set[str]:
        """See `ReportStore.deleted_of`."""
        return self._deletions.among(report_ids)

    def deleted(self, report_id: str) -> DeletedReport | None:
        """See `ReportStore.deleted`."""
        return self._deletions.deleted(read_one(self._client, self._table, report_key(report_id)))

    def _item(self, report_id: str) -> Item | None:
        item = read_one(self._client, self._table, report_key(report_id))
        return None if "status" not in item or self._expired(item) else item

    def _expired(self, item: Item) -> bool:
        """Say whether an item counts as gone: the table deletes it late, and by then the files are gone."""
        return int(item["expires_at"]["N"]) <= self._clock().timestamp()

    def _whole(self, item: Item) -> Report:
        """Give the report of an item, with its jobs."""
        report_id, revision = item["pk"]["S"].removeprefix("REPORT#"), int(item["revision"]["N"])
        return report_of(item, self._jobs.read(report_id, revision, range(_groups(item))))

    def _update(
        self,
        report_id: str,
        revision: int,
        statuses: Collection[Status],
        expression: str,
        *,
        values: Item,
        names: Mapping[str, str] | None = None,
        condition: str = "",
    ) -> Item | None:
        """Change a report's item if it is at this revision and in one of these states; None if it is not."""
        allowed = {f":s{index}": text(status) for index, status in enumerate(statuses)}
        further = f" AND {condition}" if condition else ""
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=report_key(report_id),
                UpdateExpression=expression,
                ConditionExpression=f"revision = :revision AND #status IN ({', '.join(allowed)}){further}",
                ExpressionAttributeNames={"#status": "status", **(names or {})},
                ExpressionAttributeValues={":revision": number(revision), **allowed, **values},
                ReturnValues="ALL_NEW",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        item: Item = answer["Attributes"]
        return item


def _groups(item: Item) -> int:
    """Count the groups a report's jobs are kept in."""
    return int(item["groups"]["N"])


def _set_of(name: str, numbers: Collection[int]) -> Item:
    """Write a set of numbers under a name; nothing for an empty one, which DynamoDB does not take."""
    return {name: {"NS": sorted(map(str, numbers))}} if numbers else {}
