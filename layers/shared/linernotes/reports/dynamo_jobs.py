"""How a report's jobs ended, in DynamoDB: an item for each group of jobs.

A report of many jobs would outgrow one item, pay for the whole of it at every write, and write faster than
one key takes. A group is complete when it has as many ends as jobs; the report's own item has the set of
complete groups. Both are sets, so what is told twice counts once, and whoever finds a set complete goes on:
after a death between two writes that is whoever is told the same again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from linernotes.aws.dynamo_batches import read_keyed
from linernotes.aws.items import Item, number, seconds, text
from linernotes.model.report import JobEnd, Report, group_of_job, job_groups
from linernotes.reports.report_items import (
    JobGroup,
    end_value,
    group_item,
    group_key,
    group_of,
    kept,
    reason_key,
    reasons_of,
)
from linernotes.threads import in_threads

_MOST_REASONS = 64
"""With so many an item takes no more for jobs still being tried; ended jobs add one each at most."""
_AT_ONCE = 8


class DynamoJobs:
    """Keeps how jobs ended, in the table of reports; items expire with their report."""

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None]) -> None:
        """`sleep` pauses between reads that DynamoDB left undone."""
        self._client = client
        self._table = table
        self._sleep = sleep

    def create(self, report: Report, *, expires_at: datetime) -> set[int]:
        """Store the groups of the report's revision with the ends it has; returns those that are complete.

        A group that is there already is left alone: somebody else created the same, and jobs may have ended.
        """
        groups = job_groups(report.jobs)

        def put(index: int) -> None:
            ended = {
                job.job_id: report.ended[job.job_id] for job in groups[index] if job.job_id in report.ended
            }
            item = group_item(report, index, jobs=len(groups[index]), groups=len(groups), ended=ended)
            item["expires_at"] = seconds(expires_at)
            with suppress(self._client.exceptions.ConditionalCheckFailedException):
                self._client.put_item(
                    TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
                )

        in_threads(put, range(len(groups)), at_once=_AT_ONCE)
        return {index for index, jobs in enumerate(groups) if all(job.job_id in report.ended for job in jobs)}

    def read(self, report_id: str, revision: int, groups: Iterable[int]) -> list[JobGroup]:
        """Read groups of a report as of the last write."""
        keys = [group_key(report_id, revision, index) for index in groups]
        return [group_of(item) for item in read_keyed(self._client, self._table, keys, sleep=self._sleep)]

    def end(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> dict[int, JobGroup]:
        """Add jobs to those that have ended, in place of their trouble; the first end told of a job stays.

        Returns the groups touched as they are after it; those that are closed or not there are left out.
        """
        touched = {}
        for index, of_group in _by_group(ends).items():
            names, values = (
                _named(of_group),
                {f":e{at}": end_value(end) for at, end in enumerate(of_group.values())},
            )
            sets = [f"ends.#j{at} = if_not_exists(ends.#j{at}, :e{at})" for at in range(len(of_group))]
            reasons = reasons_of(end.reason for end in of_group.values())
            sets += _reason_sets(reasons, names, values)
            removes = ", ".join(f"last_errors.#j{at}" for at in range(len(of_group)))
            group = self._update(
                group_key(report_id, revision, index),
                f"SET {', '.join(sets)} REMOVE {removes}",
                "attribute_exists(pk) AND attribute_not_exists(closed)",
                names,
                values,
            )
            if group is not None:
                touched[index] = group
        return touched

    def trouble(
        self, report_id: str, revision: int, last_errors: Mapping[str, str], upstream_calls: int
    ) -> None:
        """Note why jobs are tried again, and the calls spent, in groups that are open.

        Once an item has its fill of different reasons, jobs keep the one that was noted before.
        """
        for index, of_group in _by_group(last_errors).items():
            names, values = _named(of_group), {":calls": number(upstream_calls)}
            upstream_calls = 0
            open_ = "attribute_exists(pk) AND attribute_not_exists(closed)"
            sets = []
            for at, reason in enumerate(of_group.values()):
                values[f":k{at}"] = text(reason_key(kept(reason)))
                sets.append(f"last_errors.#j{at} = :k{at}")
            sets += _reason_sets(reasons_of(of_group.values()), names, values)
            key = group_key(report_id, revision, index)
            noted = self._update(
                key,
                f"SET {', '.join(sets)} ADD tried_calls :calls",
                f"{open_} AND size(reasons) < :most",
                names,
                {**values, ":most": number(_MOST_REASONS)},
            )
            if noted is None:
                self._update(key, "ADD tried_calls :calls", open_, {}, {":calls": values[":calls"]})

    def close(self, report_id: str, revision: int, groups: Iterable[int]) -> list[JobGroup]:
        """Let no more jobs of these groups end, and give the groups as they stay."""

        def close(index: int) -> JobGroup | None:
            key = group_key(report_id, revision, index)
            return self._update(
                key, "SET closed = :yes", "attribute_exists(pk)", {}, {":yes": {"BOOL": True}}
            )

        closed = in_threads(close, groups, at_once=_AT_ONCE)
        return [group for group in closed if group is not None]

    def replace(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> None:
        """Give jobs other ends than they had, and close their groups."""
        for index, of_group in _by_group(ends).items():
            names, values = (
                _named(of_group),
                {f":e{at}": end_value(end) for at, end in enumerate(of_group.values())},
            )
            sets = [f"ends.#j{at} = :e{at}" for at in range(len(of_group))]
            sets += _reason_sets(reasons_of(end.reason for end in of_group.values()), names, values)
            self._update(
                group_key(report_id, revision, index),
                f"SET {', '.join(sets)}, closed = :yes",
                "attribute_exists(pk)",
                names,
                {**values, ":yes": {"BOOL": True}},
            )

    def reopen(self, report: Report, job_ids: Collection[str]) -> None:
        """Take back that jobs have ended, and open their groups; the calls they made stay counted."""
        for index, of_group in _by_group(dict.fromkeys(job_ids, 0)).items():
            ends = [report.ended[job_id] for job_id in of_group if job_id in report.ended]
            removes = ", ".join(f"ends.#j{at}" for at in range(len(of_group)))
            self._update(
                group_key(report.report_id, report.revision, index),
                f"REMOVE {removes}, closed ADD tried_calls :calls",
                "attribute_exists(pk)",
                _named(of_group),
                {":calls": number(sum(end.upstream_calls for end in ends))},
            )

    def delete(self, report_id: str, *, revisions: int, groups: int) -> None:
        """Delete the groups of every revision of a report."""

        def delete(which: tuple[int, int]) -> None:
            self._client.delete_item(TableName=self._table, Key=group_key(report_id, *which))

        of_all = [(revision, index) for revision in range(1, revisions + 1) for index in range(groups)]
        in_threads(delete, of_all, at_once=_AT_ONCE)

    def _update(
        self, key: Item, expression: str, condition: str, names: Mapping[str, str], values: Item
    ) -> JobGroup | None:
        """Change a group's item; None where the condition does not hold."""
        asked: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=key,
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                **asked,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return group_of(answer["Attributes"])


def _by_group[T](of_jobs: Mapping[str, T]) -> dict[int, dict[str, T]]:
    """Sort what there is of jobs by their group."""
    groups: dict[int, dict[str, T]] = defaultdict(dict)
    for job_id, of_job in of_jobs.items():
        groups[group_of_job(job_id)][job_id] = of_job
    return groups


def _named(of_group: Iterable[str]) -> dict[str, str]:
    return {f"#j{at}": job_id for at, job_id in enumerate(of_group)}


def _reason_sets(reasons: Item, names: dict[str, str], values: Item) -> list[str]:
    """Say how reasons are set, under names and values that are added to those there are."""
    for at, (key, reason) in enumerate(reasons.items()):
        names[f"#r{at}"] = key
        values[f":r{at}"] = reason
    return [f"reasons.#r{at} = :r{at}" for at in range(len(reasons))]
