"""What ReportStore says of lists and deletion, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linernotes.model.report import JobEnd, Report, Status
from linernotes.model.request import Artist
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.jobs import jobs_of
from linernotes.reports.ports import DeletedReport, ReportStore
from linernotes.reports.report_items import listed
from tests.integration.template_tables import create_table
from tests.unit.builders import NOW, a_report, a_request, an_artist, closes_nothing
from tests.unit.memory import Killed, MemoryReportStore

RETENTION_DAYS = 90
OWNER, OTHER = "an owner", "another"
LATER = NOW + timedelta(minutes=3)
REPORT = a_report(
    a_request(artists=tuple(an_artist(number) for number in range(30)), platforms=("spotify", "tiktok")),
    status=Status.QUEUED,
    owner=OWNER,
)
"""So many jobs that they are kept in two groups."""
ID = REPORT.report_id
JOBS = [job.job_id for job in jobs_of(REPORT.request)]
ALL_DONE = dict.fromkeys(JOBS, JobEnd())
_owners = count(1)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture
def dynamo_store(dynamodb: Any, table: str) -> DynamoReportStore:
    return DynamoReportStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: NOW)


@pytest.fixture(params=["dynamo", "memory"])
def store(request: pytest.FixtureRequest) -> ReportStore:
    if request.param == "memory":
        return MemoryReportStore()
    dynamo: DynamoReportStore = request.getfixturevalue("dynamo_store")
    return dynamo


def made(store: ReportStore, name: str, *, owner: str = OWNER, at: datetime = NOW, **fields: Any) -> Report:
    report = a_report(report_id=name, owner=owner, created_at=at, status=Status.QUEUED, **fields)
    assert store.create(report)
    return report


def ended(store: ReportStore, report: Report = REPORT) -> Report:
    """Store the report and end it."""
    store.create(report)
    store.record_ended(report.report_id, 1, ALL_DONE)
    store.claim_finalize(report.report_id, 1)
    assert store.complete(
        report.report_id, 1, Status.SUCCEEDED, now=LATER, folder=f"{report.report_id}/1/try"
    )
    stored = store.get(report.report_id)
    assert stored is not None
    return stored


def names(store: ReportStore, owner: str = OWNER, *, limit: int = 100, after: str | None = None) -> list[str]:
    return [one.report_id for one in store.listed(owner, limit=limit, after=after)]


# --- Lists ----------------------------------------------------------------------------------------


def test_a_list_has_an_owners_reports_newest_first(store: ReportStore) -> None:
    for seconds, name in ((2, "b"), (1, "a"), (3, "c")):
        made(store, name, at=NOW + timedelta(seconds=seconds))
    made(store, "somebody else's", owner=OTHER)
    assert names(store) == ["c", "b", "a"]
    assert names(store, OTHER) == ["somebody else's"]
    assert names(store, "nobody") == []


def test_a_listed_report_says_what_was_asked_for_and_how_far_it_is(store: ReportStore) -> None:
    report = made(store, "a", request=a_request(title="Città", country="IT", fresh=True))
    (one,) = store.listed(OWNER, limit=1)
    assert one == listed(report)
    assert (one.request, one.status, one.finished_at) == (report.request, Status.QUEUED, None)


def test_a_listed_report_names_its_artists_once_it_has_ended(store: ReportStore) -> None:
    report = made(store, "a")
    named = replace(report.request, artists=(Artist(report.request.artists[0].uuid, "Annalisa"),))
    store.claim_finalize("a", 1)
    assert store.complete("a", 1, Status.SUCCEEDED, now=LATER, folder="a/1/try", request=named)
    (one,) = store.listed(OWNER, limit=1)
    assert one.request == named
    stored = store.get("a")
    assert stored is not None
    assert (stored.request, stored.request.canonical()) == (named, report.request.canonical())


def test_a_list_follows_the_state_of_its_reports(store: ReportStore) -> None:
    report = ended(store)
    assert [(one.status, one.revision, one.finished_at) for one in store.listed(OWNER, limit=9)] == [
        (Status.SUCCEEDED, 1, LATER)
    ]
    store.reopen(report, keep=(), now=LATER, deadline=LATER)
    assert [(one.status, one.revision, one.finished_at) for one in store.listed(OWNER, limit=9)] == [
        (Status.QUEUED, 2, None)
    ]


def test_reports_made_to_the_second_stand_in_order_with_those_made_between(store: ReportStore) -> None:
    # A moment without a fraction is written shorter than the others.
    for name, microseconds in (("first", -1), ("second", 0), ("third", 1)):
        made(store, name, at=NOW.replace(microsecond=0) + timedelta(microseconds=microseconds))
    assert names(store) == ["third", "second", "first"]


def test_what_has_expired_is_in_no_list_though_the_table_still_has_it(dynamodb: Any, table: str) -> None:
    now = [NOW]
    store = DynamoReportStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: now[0])
    for day in range(6):
        made(store, f"day {day}", at=NOW + timedelta(days=day))
    now[0] = NOW + timedelta(days=RETENTION_DAYS + 2)
    assert names(store) == ["day 5", "day 4", "day 3"]
    assert names(store, limit=2, after=store.listed(OWNER, limit=2)[1].position) == ["day 3"]


def test_expired_reports_in_between_shorten_no_part_of_a_list(dynamodb: Any, table: str) -> None:
    # Kept shorter then than now, as after a change of the setting.
    kept = {
        days: DynamoReportStore(dynamodb, table, retention_days=days, clock=lambda: NOW) for days in (1, 90)
    }
    for hours in range(60):
        made(kept[1 if hours % 2 else 90], f"{hours:02}", at=NOW - timedelta(hours=30 + hours))
    assert names(kept[90], limit=10) == [f"{hours:02}" for hours in range(0, 20, 2)]


@pytest.mark.parametrize("kind", ["dynamo", "memory"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seconds=st.lists(st.integers(0, 6), max_size=24),
    limits=st.lists(st.integers(1, 9), min_size=1, max_size=4),
    added=st.lists(st.integers(7, 9), max_size=4),
)
def test_paging_through_a_list_loses_and_doubles_nothing_while_reports_are_added(
    request: pytest.FixtureRequest, kind: str, seconds: list[int], limits: list[int], added: list[int]
) -> None:
    store = MemoryReportStore() if kind == "memory" else request.getfixturevalue("dynamo_store")
    owner = f"owner {next(_owners)}"

    def add(number: int, second: int) -> str:
        name = f"{owner} {number}"
        made(store, name, owner=owner, at=NOW + timedelta(seconds=second))
        return name

    made_by = {add(number, second): second for number, second in enumerate(seconds)}
    whole = names(store, owner)
    assert sorted(whole) == sorted(made_by)
    assert [made_by[name] for name in whole] == sorted(seconds, reverse=True)
    paged: list[str] = []
    after = None
    for turn in count():
        part = store.listed(owner, limit=limits[turn % len(limits)], after=after)
        if not part:
            break
        paged += [one.report_id for one in part]
        after = part[-1].position
        if turn < len(added):
            add(1000 + turn, added[turn])
    assert paged == whole


# --- Deletion -------------------------------------------------------------------------------------


def test_a_deleted_report_is_gone_at_once_and_made_by_nobody_again(store: ReportStore) -> None:
    store.create(REPORT)
    assert store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert store.get(ID) is None
    assert store.status(ID) is None
    assert names(store) == []
    assert not store.create(REPORT)
    assert store.get(ID) is None


def test_it_is_known_of_many_reports_at_once_which_were_deleted(store: ReportStore) -> None:
    store.create(REPORT)
    store.create(replace(REPORT, report_id="kept"))
    asked = [ID, "kept", "never-was"]
    assert store.deleted_of(asked) == set()
    store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert store.deleted_of(asked) == {ID}
    store.mark_deleted(ID)
    assert store.deleted_of(asked) == {ID}
    assert store.deleted_of([]) == set()


def test_of_a_deleted_report_it_is_known_whose_it_was_and_what_it_was_asked_by(store: ReportStore) -> None:
    store.create(replace(REPORT, door="subscription"))
    assert store.deleted(ID) is None
    store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert store.deleted(ID) == DeletedReport(OWNER, "subscription")
    store.mark_deleted(ID)
    assert store.deleted(ID) == DeletedReport(OWNER, "subscription")
    assert store.deleted("never-was") is None


def test_a_report_is_deleted_by_its_owner_alone(store: ReportStore) -> None:
    store.create(REPORT)
    assert not store.delete(ID, OTHER, now=NOW, closing=closes_nothing)
    assert not store.delete("nobody's", OWNER, now=NOW, closing=closes_nothing)
    assert store.get(ID) == REPORT
    store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert not store.delete(ID, OTHER, now=NOW, closing=closes_nothing)


def test_a_deletion_can_be_finished_until_it_is_noted_to_be_done(store: ReportStore) -> None:
    store.create(REPORT)
    assert store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    store.mark_deleted(ID)
    assert not store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert store.get(ID) is None


def test_a_report_that_is_there_cannot_be_noted_to_be_deleted(store: ReportStore) -> None:
    store.create(REPORT)
    store.mark_deleted(ID)
    store.mark_deleted("nobody's")
    assert store.get(ID) == REPORT
    assert store.get("nobody's") is None
    assert store.delete(ID, OWNER, now=NOW, closing=closes_nothing)


def _reopen(store: ReportStore, report: Report) -> None:
    assert store.reopen(report, keep=JOBS, now=LATER, deadline=LATER) is None


def _resume(store: ReportStore, report: Report) -> None:
    finalizing = replace(report, status=Status.FINALIZING, ended=ALL_DONE)
    assert store.resume(finalizing, JOBS[:1]) is None


CHANGES: dict[str, Callable[[ReportStore, Report], object]] = {
    "mark_running": lambda store, _: store.mark_running(ID, 1),
    "record_error": lambda store, _: store.record_error(ID, 1, {JOBS[0]: "why"}, 3),
    "claim_finalize": lambda store, _: store.claim_finalize(ID, 1) and pytest.fail("claimed"),
    "complete": lambda store, _: store.complete(ID, 1, Status.FAILED, now=LATER) and pytest.fail("ended"),
    "mark_notified": lambda store, _: store.mark_notified(ID, 1),
    "unshare": lambda store, _: store.unshare(ID, now=LATER),
    "replace_ends": lambda store, report: store.replace_ends(report, {JOBS[0]: JobEnd()}),
    "reopen": _reopen,
    "resume": _resume,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("over", [False, True])
def test_nothing_that_happens_to_a_deleted_report_brings_it_back(
    store: ReportStore, change: str, over: bool
) -> None:
    store.create(REPORT)
    report = ended(store) if over else REPORT
    store.delete(ID, OWNER, now=LATER, closing=closes_nothing)
    CHANGES[change](store, report)
    assert store.get(ID) is None
    assert names(store) == []
    assert store.delete(ID, OWNER, now=LATER, closing=closes_nothing)
    store.mark_deleted(ID)
    CHANGES[change](store, report)
    assert not store.delete(ID, OWNER, now=LATER, closing=closes_nothing)


def test_jobs_of_a_deleted_report_that_end_complete_nothing_to_be_finalized(store: ReportStore) -> None:
    store.create(REPORT)
    store.record_ended(ID, 1, dict.fromkeys(JOBS[:1], JobEnd()))
    store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert not store.record_ended(ID, 1, ALL_DONE)


def test_nothing_of_a_deleted_report_but_whose_it_was_and_its_door_stays_in_the_table(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    report = ended(dynamo_store)
    dynamo_store.reopen(report, keep=(), now=LATER, deadline=LATER)
    assert len(dynamodb.scan(TableName=table)["Items"]) == 5
    dynamo_store.delete(ID, OWNER, now=LATER, closing=closes_nothing)
    (left,) = dynamodb.scan(TableName=table)["Items"]
    assert left.keys() == {"pk", "owner", "door", "revision", "groups", "deleted_at", "expires_at"}
    assert int(left["expires_at"]["N"]) == (LATER + timedelta(days=14)).timestamp()


class _DiesBefore:
    """A client whose calls of one operation end the function, once so many were made."""

    def __init__(self, client: Any, operation: str, left: int) -> None:
        self._client, self._operation, self._left = client, operation, left
        self.exceptions = client.exceptions

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**asked: Any) -> Any:
            if operation == self._operation:
                self._left -= 1
                if self._left < 0:
                    raise Killed
            return getattr(self._client, operation)(**asked)

        return call


@pytest.mark.parametrize("left", [0, 1])
def test_a_deletion_that_died_among_the_jobs_is_finished_by_the_next(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore, left: int
) -> None:
    dynamo_store.create(REPORT)
    dying = DynamoReportStore(
        _DiesBefore(dynamodb, "delete_item", left), table, retention_days=RETENTION_DAYS, clock=lambda: NOW
    )
    with pytest.raises(Killed):
        dying.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert dynamo_store.get(ID) is None
    assert dynamo_store.delete(ID, OWNER, now=NOW, closing=closes_nothing)
    assert len(dynamodb.scan(TableName=table)["Items"]) == 1


def test_a_report_that_is_repaired_while_it_is_deleted_is_deleted_as_it_is_then(
    dynamodb: Any, table: str, dynamo_store: DynamoReportStore
) -> None:
    report = ended(dynamo_store)

    class Repaired(_DiesBefore):
        """Repairs the report between reading it and writing what takes its place, once."""

        repaired = False

        def put_item(self, **asked: Any) -> Any:
            if not self.repaired:
                self.repaired = True
                dynamo_store.reopen(report, keep=(), now=LATER, deadline=LATER)
            return dynamodb.put_item(**asked)

    racing = DynamoReportStore(
        Repaired(dynamodb, "", 0), table, retention_days=RETENTION_DAYS, clock=lambda: NOW
    )
    closed: list[int] = []
    assert racing.delete(ID, OWNER, now=NOW, closing=lambda report: closed.append(report.revision))
    assert closed == [1, 2], "the charge of what is deleted is closed, whatever was begun meanwhile"
    (left,) = dynamodb.scan(TableName=table)["Items"]
    assert left["revision"] == {"N": "2"}
