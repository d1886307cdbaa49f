"""The arithmetic of subscriptions that are due at once: who waits where, what it takes and costs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.due_at_once import (
    Limits,
    OneRun,
    departures,
    limits_of,
    owned_by_each,
    paper_tables,
    places_in_turn,
    work_out,
)
from benchmarks.dynamo_units import Units, keys_written, units_of
from benchmarks.lambda_logs import Invocation, Logs
from benchmarks.prices import Charge
from benchmarks.subscribed import asked_by
from benchmarks.subscriptions import Ran, crowd_table, runs_table
from local.template_loops import template_written_out

FRESH = OneRun(calls=5, run_s=0.1, finalize_s=0.5, deliver_s=0.2, usd=0.0004)
AGAIN = OneRun(calls=0, run_s=0.1, finalize_s=0, deliver_s=0.2, usd=0.0001)
LIMITS = Limits(running=10, finalizing=50, delivering=10, calls_a_minute=5_000, deadline_s=900)

TIMES = st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 10)), min_size=1, max_size=40)


def test_a_stage_of_two_works_on_two_and_lets_the_third_wait() -> None:
    assert departures([0, 0, 0, 5], [2, 2, 2, 2], 2) == [2, 2, 4, 7]


def test_what_takes_no_time_at_a_stage_does_not_wait_there() -> None:
    assert departures([0, 0, 1], [9, 9, 0], 1) == [9, 18, 1]


@settings(max_examples=50)
@given(TIMES, st.integers(1, 5))
def test_no_stage_works_on_more_than_it_can_and_none_leaves_before_it_came(
    came: list[tuple[float, float]], at_once: int
) -> None:
    arrivals, takes_s = [at for at, _ in came], [taken_s for _, taken_s in came]
    left = departures(arrivals, takes_s, at_once)
    worked = [(end - taken_s, end) for end, taken_s in zip(left, takes_s, strict=True)]
    for (start, _), at in zip(worked, arrivals, strict=True):
        assert start >= at - 1e-9
        assert sum(a <= start + 1e-9 and b > start + 1e-6 for a, b in worked) <= at_once


def test_the_calls_a_minute_bound_how_fast_reports_of_something_new_are_made() -> None:
    found = work_out(FRESH, AGAIN, 0.0, LIMITS, due=10_000)
    assert (found.calls, found.bottleneck) == (50_000, "Soundcharts' calls a minute")
    assert max(found.delivered_s) == pytest.approx(10 * 60, abs=5)
    assert min(found.delivered_s) < 3
    assert found.late == 0
    assert found.usd == pytest.approx(4.0)


def test_where_nine_in_ten_ask_for_the_same_a_tenth_is_called_for_and_the_rest_is_cheap() -> None:
    found = work_out(FRESH, AGAIN, 0.9, LIMITS, due=10_000)
    assert found.calls == 5_000
    assert found.usd == pytest.approx(0.4 + 0.9)
    assert found.bottleneck == "deliver_runs"
    assert max(found.delivered_s) < 300


def test_who_asks_for_the_same_has_it_no_sooner_than_the_first() -> None:
    slow = replace(FRESH, finalize_s=100)
    found = work_out(slow, AGAIN, 0.5, LIMITS, due=2)
    assert min(found.delivered_s) > 100


def test_what_waits_for_soundcharts_beyond_its_deadline_is_counted() -> None:
    found = work_out(replace(FRESH, calls=10), AGAIN, 0.0, LIMITS, due=10_000)
    # 20 minutes of calls for reports that are asked for within 100 s, and may take 15 minutes.
    assert 1_000 < found.late < 2_500


def test_owners_take_turns_so_that_one_subscription_waits_for_one_of_each_other_owner() -> None:
    assert places_in_turn([3, 1, 2]) == [[0, 3, 5], [1], [2, 4]]
    assert places_in_turn([]) == []


def test_no_owner_has_more_than_there_may_be_and_all_are_somebodys() -> None:
    owned = owned_by_each(10_050, 1_000)
    assert (sum(owned), max(owned), owned.count(1), len(owned)) == (10_050, 100, 1_000, 1_091)


def test_the_limits_are_those_of_the_template_and_threads_may_be_fewer_than_calls_a_minute() -> None:
    template = template_written_out()
    usual, tiny = limits_of(template), limits_of(template, "tiny")
    assert (usual.calls_a_minute, usual.deadline_s) == (5_000, 900)
    assert tiny.calls_a_minute == 20 * 60
    assert (tiny.running, tiny.finalizing, tiny.delivering) == (2, 2, 2)


def test_on_paper_an_owner_of_one_waits_less_than_in_one_line() -> None:
    times, waits = paper_tables(FRESH, AGAIN)
    assert [row[0] for row in times.rows] == ["0%", "50%", "90%", "0%, of 10 calls each"]
    alone, _, in_line = ([float(minutes) for minutes in row[1:]] for row in waits.rows)
    assert alone[1] < in_line[1] / 5
    assert all(table.markdown() for table in (times, waits))


# ----------------------------------------------------------------------------------------------- measured


def ran(**overrides: object) -> Ran:
    lasting = [Invocation(0.0, billed_s, 0.5) for billed_s in (0.2, 0.2, 3.0, 0.2)]
    logs = {name: Logs(lasting, [], 0) for name in ("tick", "run_subscriptions", "finalize", "deliver_runs")}
    usage = {**dict.fromkeys(Charge, 0.0), Charge.WRITE_UNITS: 1_000_000.0}
    default = Ran(2, [1.0, 3.0], 2, 10, usage, {**logs, "fetch": Logs([], [], 0)})
    return replace(default, **overrides)  # type: ignore[arg-type]


def test_seconds_of_a_run_are_those_of_warm_environments() -> None:
    one = ran().one
    assert (one.calls, one.run_s) == (5, 0.4)
    assert one.usd == pytest.approx(0.3125)
    assert ran().seconds_of("fetch") == 0


def test_a_webhook_that_comes_twice_is_a_duplicate_and_misses_the_target() -> None:
    assert (ran().duplicates, ran(webhooks=3).duplicates) == (0, 1)
    assert "0: met" in crowd_table(ran()).markdown()
    assert "**missed**" in crowd_table(ran(webhooks=3)).markdown()
    assert "**312.500**" in runs_table({"something new": ran()}).markdown()


def test_no_two_of_the_measured_subscriptions_ask_for_the_same_window() -> None:
    asked = [(artist.uuid, source) for artist, sources in map(asked_by, range(1_000)) for source in sources]
    assert len(asked) == len(set(asked)) == 5_000


def test_a_transaction_takes_two_units_for_each_kb_of_each_item_even_one_only_checked() -> None:
    key = {"pk": {"S": "OWNER#ada"}, "sk": {"S": "s-1"}}
    items = [
        {"Put": {"Item": {**key, "text": {"S": "x" * 1_500}}}},
        {"Update": {"Key": key, "ExpressionAttributeValues": {":next": {"N": "2"}}}},
        {"ConditionCheck": {"Key": key}},
    ]
    request = {"TransactItems": items}
    assert units_of("TransactWriteItems", request, {}) == Units(write=4 + 2 + 2)
    assert keys_written("TransactWriteItems", request) == ["OWNER#ada"] * 3
