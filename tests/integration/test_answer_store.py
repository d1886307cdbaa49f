"""The contracts of AnswerStore and of marks, held to by DynamoDB and by their twins in memory alike."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError

from linernotes.charts.charts import Chart, Frequency, RankingKey
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.ports import ChartStore
from linernotes.model.errors import StoreBusy
from linernotes.model.marks import DATA_MARKS, chart_mark, data_mark
from linernotes.model.report import JobEnd, Report, Status
from linernotes.model.request import Artist
from linernotes.reports.dynamo_answers import DynamoAnswers, DynamoChanges
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.ports import ReportStore
from linernotes.reports.same_again import (
    MOST_HOLDERS,
    AnswerStore,
    Changes,
    FinishedAnswer,
    with_answer,
)
from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
from linernotes.sections.windows.store import WindowStore
from tests.integration.template_tables import OneAtATime, create_table
from tests.unit.builders import ELISA, LAURO, NOW, a_report, a_request, a_window, closes_nothing
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import (
    MemoryAnswers,
    MemoryChanges,
    MemoryLookupStore,
    MemoryReportStore,
    MemoryWindowStore,
)

RETENTION_DAYS = 90
ANSWER = FinishedAnswer(
    report_id="report-1",
    folder="report-1/1/try-1",
    artists=(LAURO, Artist(ELISA.uuid), Artist("x", 'Città "🎵"')),
    hits=12,
    fresh_until=NOW + timedelta(hours=1),
    expires_at=NOW + timedelta(days=90),
    marks={DATA_MARKS[3]: 0, DATA_MARKS[12]: 7, chart_mark("spotify"): 41},
)
LATER = NOW + timedelta(minutes=15)
_digests = count()


@pytest.fixture(scope="module")
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture(params=["dynamo", "memory"])
def answers(request: pytest.FixtureRequest) -> AnswerStore:
    if request.param == "memory":
        return MemoryAnswers()
    dynamodb, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("table")
    return DynamoAnswers(OneAtATime(dynamodb), table, retention_days=RETENTION_DAYS)


@pytest.fixture
def digest() -> str:
    """Give another question to each test."""
    return f"digest-{next(_digests)}"


# --- Answers --------------------------------------------------------------------------------------


def test_an_answer_is_found_as_it_was_kept_last(answers: AnswerStore, digest: str) -> None:
    assert answers.find(digest) is None
    answers.keep(digest, ANSWER)
    assert answers.find(digest) == ANSWER
    newer = replace(ANSWER, report_id="report-2", folder="report-2/1/try", marks={})
    answers.keep(digest, newer)
    assert answers.find(digest) == newer


def test_only_a_reports_own_answer_is_forgotten(answers: AnswerStore, digest: str) -> None:
    answers.forget(digest, "report-1")
    answers.keep(digest, ANSWER)
    answers.forget(digest, "report-2")
    assert answers.find(digest) == ANSWER
    answers.forget(digest, "report-1")
    assert answers.find(digest) is None


# --- Files ----------------------------------------------------------------------------------------


def test_files_go_with_the_last_that_holds_them(answers: AnswerStore, digest: str) -> None:
    of = f"of-{digest}"
    assert answers.hold(of, "a", until=LATER)
    assert answers.hold(of, "a", until=LATER)
    assert answers.hold(of, "b", until=LATER)
    assert not answers.let_go(of, "a")
    assert not answers.close(of, now=NOW)
    assert not answers.hold(of, "c", until=LATER)
    assert answers.let_go(of, "b")
    assert answers.let_go(of, "b"), "told again after a death"
    assert answers.close(of, now=NOW)


def test_files_stay_with_the_report_they_are_of(answers: AnswerStore, digest: str) -> None:
    of = f"of-{digest}"
    answers.hold(of, "a", until=LATER)
    assert not answers.let_go(of, "a")
    assert answers.close(of, now=NOW)
    assert not answers.hold(of, "b", until=LATER)


def test_files_nobody_ever_held_are_let_go_of_by_nobody(answers: AnswerStore, digest: str) -> None:
    assert not answers.let_go(f"of-{digest}", "a")
    assert answers.close(f"of-{digest}", now=NOW)


def test_files_are_held_by_so_many(answers: AnswerStore, digest: str) -> None:
    of = f"of-{digest}"
    assert all(answers.hold(of, f"holder-{number}", until=LATER) for number in range(MOST_HOLDERS))
    assert not answers.hold(of, "one-more", until=LATER)
    answers.let_go(of, "holder-7")
    assert answers.hold(of, "one-more", until=LATER)


# --- What is being made ---------------------------------------------------------------------------


def test_of_all_that_ask_at_once_one_leads(answers: AnswerStore, digest: str) -> None:
    def lead(report_id: str) -> str:
        return answers.lead(digest, report_id, now=NOW, until=LATER)

    with ThreadPoolExecutor(8) as pool:
        leaders = set(pool.map(lead, [f"report-{number}" for number in range(8)]))
    assert len(leaders) == 1
    (leader,) = leaders
    assert lead(leader) == leader


def test_who_follows_is_told_of_when_the_lead_ends(answers: AnswerStore, digest: str) -> None:
    answers.lead(digest, "report-1", now=NOW, until=LATER)
    assert answers.follow(digest, "report-1", "a")
    assert answers.follow(digest, "report-1", "b")
    assert answers.follow(digest, "report-1", "b")
    assert not answers.follow(digest, "report-2", "c")
    assert answers.end_lead(digest, "report-2") == set()
    assert answers.end_lead(digest, "report-1") == {"a", "b"}
    assert answers.end_lead(digest, "report-1") == set()
    assert not answers.follow(digest, "report-1", "too late")
    assert answers.lead(digest, "report-2", now=NOW, until=LATER) == "report-2"


def test_a_lead_is_over_when_its_time_is(answers: AnswerStore, digest: str) -> None:
    answers.lead(digest, "report-1", now=NOW, until=LATER)
    answers.follow(digest, "report-1", "a")
    before = LATER - timedelta(seconds=1)
    assert answers.lead(digest, "report-2", now=before, until=LATER) == "report-1"
    assert answers.lead(digest, "report-2", now=LATER, until=LATER + timedelta(minutes=15)) == "report-2"
    assert answers.end_lead(digest, "report-2") == set()


def test_so_many_may_follow(answers: AnswerStore, digest: str) -> None:
    answers.lead(digest, "report-1", now=NOW, until=LATER)
    assert all(answers.follow(digest, "report-1", f"follower-{n}") for n in range(MOST_HOLDERS))
    assert not answers.follow(digest, "report-1", "one-more")


def test_all_that_is_kept_expires(dynamodb: Any, table: str, digest: str) -> None:
    answers = DynamoAnswers(dynamodb, table, retention_days=RETENTION_DAYS)
    answers.keep(digest, ANSWER)
    answers.hold(f"of-{digest}", "a", until=LATER)
    answers.close(f"closed-{digest}", now=NOW)
    answers.lead(digest, "report-1", now=NOW, until=LATER)
    expiry = {
        f"ANSWER#{digest}": ANSWER.fresh_until,
        f"HELD#of-{digest}": LATER,
        f"HELD#closed-{digest}": NOW + timedelta(days=RETENTION_DAYS),
        f"MAKING#{digest}": LATER,
    }
    for pk, expires_at in expiry.items():
        item = dynamodb.get_item(TableName=table, Key={"pk": {"S": pk}})["Item"]
        assert int(item["expires_at"]["N"]) == expires_at.timestamp(), pk


# --- Reports that have another's answer -----------------------------------------------------------


@pytest.fixture(params=["dynamo", "memory"])
def reports(request: pytest.FixtureRequest) -> ReportStore:
    if request.param == "memory":
        return MemoryReportStore()
    dynamodb = request.getfixturevalue("dynamodb")
    own = create_table(dynamodb, "ReportsTable")
    return DynamoReportStore(dynamodb, own, retention_days=RETENTION_DAYS, clock=lambda: NOW)


def asked(**fields: Any) -> Report:
    request = a_request(artists=(Artist(LAURO.uuid), Artist(ELISA.uuid)))
    return a_report(request, **{"status": Status.QUEUED, "report_id": "given", **fields})


TWO = replace(ANSWER, artists=(LAURO, ELISA))


def test_a_report_born_ended_is_read_back_as_it_was_stored(reports: ReportStore) -> None:
    report = with_answer(asked(), TWO, now=NOW)
    assert reports.create(report, expires_at=TWO.expires_at)
    assert reports.get("given") == report
    assert (report.pending, report.upstream_calls, report.was_given) == ([], 0, True)
    (listed,) = reports.listed(report.owner, limit=9)
    assert (listed.status, listed.finished_at, listed.request.artists) == (Status.SUCCEEDED, NOW, TWO.artists)


def test_a_report_that_was_given_its_answer_can_be_repaired_and_deleted(reports: ReportStore) -> None:
    report = with_answer(asked(), TWO, now=NOW)
    reports.create(report, expires_at=TWO.expires_at)
    kept = report.jobs[0].job_id
    reopened = reports.reopen(report, keep=[kept], now=NOW, deadline=LATER)
    assert reopened is not None
    assert [job.job_id for job in reopened.pending] == [report.jobs[1].job_id]
    assert (reopened.was_given, reopened.answer_of, reopened.folder) == (False, TWO.report_id, None)
    assert reports.get("given") == reopened
    assert reports.record_ended("given", 2, {report.jobs[1].job_id: JobEnd(1)})
    assert reports.delete("given", report.owner, now=NOW, closing=closes_nothing)
    assert reports.get("given") is None


def test_a_report_that_waits_takes_an_answer_once(reports: ReportStore) -> None:
    report = asked(follows="report-1")
    reports.create(report)
    assert reports.get("given") == report
    ended = with_answer(report, TWO, now=LATER)
    assert reports.take_answer(ended, expires_at=TWO.expires_at)
    assert not reports.take_answer(ended, expires_at=TWO.expires_at)
    assert reports.get("given") == ended


def test_a_report_whose_jobs_were_sent_takes_no_answer(reports: ReportStore) -> None:
    report = asked(follows="report-1")
    reports.create(report)
    reports.mark_running("given", 1)
    assert not reports.take_answer(with_answer(report, TWO, now=LATER), expires_at=TWO.expires_at)


def test_a_given_report_goes_when_its_files_do(dynamodb: Any) -> None:
    table = create_table(dynamodb, "ReportsTable")
    now = NOW
    store = DynamoReportStore(dynamodb, table, retention_days=RETENTION_DAYS, clock=lambda: now)
    until = NOW + timedelta(days=89)
    store.create(with_answer(asked(), TWO, now=NOW), expires_at=until)
    follower = asked(report_id="follower", follows="report-1")
    store.create(follower)
    store.take_answer(with_answer(follower, TWO, now=NOW), expires_at=until)
    now = until - timedelta(seconds=1)
    assert store.get("given")
    assert store.get("follower")
    now = until
    assert store.get("given") is None
    assert store.get("follower") is None


# --- Marks ----------------------------------------------------------------------------------------

Marked = tuple[WindowStore, ChartStore, Changes]


@pytest.fixture(params=["dynamo", "memory"])
def marked(request: pytest.FixtureRequest) -> Marked:
    if request.param == "memory":
        windows, charts = MemoryWindowStore(), MemoryChartStore(lambda: NOW)
        return windows, charts, MemoryChanges(windows, MemoryLookupStore(), charts.changes)
    dynamodb = request.getfixturevalue("dynamodb")
    of_windows, of_charts = (create_table(dynamodb, name) for name in ("WindowsTable", "ChartEntriesTable"))
    return (
        DynamoWindowStore(dynamodb, of_windows, retention_days=30),
        DynamoChartStore(dynamodb, of_charts, retention_days=999, clock=lambda: NOW),
        DynamoChanges(dynamodb, of_windows, of_charts),
    )


MARK = data_mark(LAURO.uuid)
SETTLED = a_window(fetched_at=NOW)


@pytest.mark.parametrize(
    ("later", "raised"),
    [
        (timedelta(0), 0),
        (timedelta(seconds=1), 1),
        (timedelta(hours=24, seconds=-1), 1),
        (timedelta(hours=24), 0),
        (timedelta(seconds=-1), 0),
    ],
)
def test_a_mark_is_raised_where_a_fresh_window_is_replaced(
    marked: Marked, later: timedelta, raised: int
) -> None:
    windows, _, changes = marked
    windows.write([SETTLED])
    assert changes.read([MARK, *DATA_MARKS]) == dict.fromkeys(DATA_MARKS, 0)
    windows.write([replace(SETTLED, fetched_at=NOW + later)])
    expected = dict.fromkeys(DATA_MARKS, 0) | {MARK: raised}
    assert changes.read(DATA_MARKS) == expected
    (found,) = windows.read([SETTLED.key]).values()
    assert found.fetched_at == max(NOW, NOW + later)


def test_a_window_kept_before_it_was_said_how_long_it_is_fresh_counts_as_fresh(dynamodb: Any) -> None:
    table = create_table(dynamodb, "WindowsTable")
    windows = DynamoWindowStore(dynamodb, table, retention_days=30)
    windows.write([SETTLED])
    (item,) = dynamodb.scan(TableName=table)["Items"]
    del item["fresh_until"]
    dynamodb.put_item(TableName=table, Item=item)
    windows.write([replace(SETTLED, fetched_at=NOW + timedelta(days=2))])
    assert DynamoChanges(dynamodb, table, "none").read([MARK]) == {MARK: 1}


def test_a_chart_that_is_ingested_raises_the_mark_of_its_platform(marked: Marked) -> None:
    _, charts, changes = marked
    key = RankingKey(Chart("top", "Top", "spotify", Frequency.DAILY, "IT"), "2024-09-10T12:00:00+00:00")
    mark = charts.begin(key, ())
    before = changes.read([chart_mark("spotify"), chart_mark("deezer")])
    charts.finish(key, mark, (), songs=1)
    after = changes.read([chart_mark("spotify"), chart_mark("deezer")])
    assert after[chart_mark("spotify")] > before[chart_mark("spotify")]
    assert after[chart_mark("deezer")] == before[chart_mark("deezer")]


class InTheWay:
    """A client whose next transactions are not taken, for these reasons."""

    def __init__(self, client: Any, *codes: str) -> None:
        self._client = client
        self._codes = list(codes)
        self.exceptions = client.exceptions

    def transact_write_items(self, **asked: Any) -> Any:
        if self._codes:
            code = self._codes.pop(0)
            raise self.exceptions.TransactionCanceledException(
                {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": [{"Code": code}]},
                "TransactWriteItems",
            )
        return self._client.transact_write_items(**asked)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


@pytest.fixture
def over_fresh(dynamodb: Any) -> Callable[..., tuple[DynamoWindowStore, str]]:
    """Make a store of which a window is fresh, and whose next transactions fail as told."""

    def make(*codes: str) -> tuple[DynamoWindowStore, str]:
        table = create_table(dynamodb, "WindowsTable")
        DynamoWindowStore(dynamodb, table, retention_days=30).write([SETTLED])
        client = InTheWay(dynamodb, *codes)
        return DynamoWindowStore(client, table, retention_days=30, sleep=lambda _: None), table

    return make


NEWER = replace(SETTLED, fetched_at=NOW + timedelta(minutes=1))


def test_who_gets_in_the_way_is_waited_for(
    dynamodb: Any, over_fresh: Callable[..., tuple[DynamoWindowStore, str]]
) -> None:
    store, table = over_fresh("TransactionConflict", "ThrottlingError")
    store.write([NEWER])
    assert store.read([SETTLED.key]) == {SETTLED.key: NEWER}
    assert DynamoChanges(dynamodb, table, "none").read([MARK]) == {MARK: 1}


def test_who_stays_in_the_way_makes_the_store_busy(
    over_fresh: Callable[..., tuple[DynamoWindowStore, str]],
) -> None:
    store, _ = over_fresh(*["TransactionConflict"] * 99)
    with pytest.raises(StoreBusy):
        store.write([NEWER])


def test_any_other_refusal_is_told(over_fresh: Callable[..., tuple[DynamoWindowStore, str]]) -> None:
    store, _ = over_fresh("ValidationError")
    with pytest.raises(ClientError):
        store.write([NEWER])
