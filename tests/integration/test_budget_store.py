"""The contract of Budgets, held to by DynamoDB and by its twin in memory alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linernotes.model.budget import Account, Charge
from linernotes.model.errors import StoreBusy
from linernotes.reports.budgets import Budgets, Charged
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.dynamo_usage import DynamoUsageStore
from linernotes.reports.reserve import Usage
from linernotes.soundcharts.answers import Quota
from tests.integration.template_tables import OneAtATime, create_table, expiry_attribute
from tests.unit.builders import NOW
from tests.unit.memory import MemoryBudgets, MemoryUsageStore

ADA = Account("ada", "2026-11")
LIMIT = 100
ONE, TWO, THREE = (Charge(ADA, report_id, 1) for report_id in ("one", "two", "three"))


@pytest.fixture
def table(dynamodb: Any) -> str:
    return create_table(dynamodb, "ReportsTable")


@pytest.fixture(params=["dynamo", "memory"])
def budgets(request: pytest.FixtureRequest, dynamodb: Any, table: str) -> Budgets:
    return MemoryBudgets() if request.param == "memory" else DynamoBudgets(OneAtATime(dynamodb), table)


def test_nothing_is_spent_of_an_account_nobody_charged(budgets: Budgets) -> None:
    assert budgets.spent(ADA) == 0


def test_what_is_charged_is_spent(budgets: Budgets) -> None:
    assert budgets.charge(ONE, 60, limit=LIMIT) == Charged(accepted=True, spent=60, in_flight=60)
    assert budgets.charge(TWO, 40, limit=LIMIT) == Charged(accepted=True, spent=100, in_flight=100)
    assert budgets.spent(ADA) == 100


@pytest.mark.parametrize("calls", [41, 100, 101])
def test_what_does_not_fit_is_refused_and_changes_nothing(budgets: Budgets, calls: int) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    assert budgets.charge(TWO, calls, limit=LIMIT) == Charged(accepted=False, spent=60, in_flight=60)
    budgets.settle(TWO, 5)
    assert budgets.spent(ADA) == 60


def test_more_than_the_limit_is_refused_of_an_untouched_account(budgets: Budgets) -> None:
    assert budgets.charge(ONE, 101, limit=LIMIT) == Charged(accepted=False, spent=0, in_flight=0)


def test_no_calls_are_accepted_whatever_is_spent(budgets: Budgets) -> None:
    budgets.charge(ONE, 100, limit=LIMIT)
    budgets.settle(ONE, 130)
    assert budgets.charge(TWO, 0, limit=LIMIT) == Charged(accepted=True, spent=130, in_flight=0)
    assert budgets.charge(THREE, 1, limit=LIMIT) == Charged(accepted=False, spent=130, in_flight=0)


def test_what_is_charged_twice_is_spent_once(budgets: Budgets) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    assert budgets.charge(ONE, 60, limit=LIMIT) == Charged(accepted=True, spent=60, in_flight=60)


def test_what_is_kept_of_a_charge_stays_spent_and_is_settled_no_more(budgets: Budgets) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    for _ in range(2):
        budgets.keep(ONE)
    budgets.settle(ONE, None)
    assert budgets.charge(TWO, 40, limit=LIMIT) == Charged(accepted=True, spent=100, in_flight=40)


def test_keeping_what_was_not_charged_makes_no_item(dynamodb: Any, table: str) -> None:
    DynamoBudgets(dynamodb, table).keep(ONE)
    assert dynamodb.scan(TableName=table)["Items"] == []


def test_a_charge_told_again_is_accepted_though_nothing_is_left(budgets: Budgets) -> None:
    budgets.charge(ONE, 100, limit=LIMIT)
    assert budgets.charge(ONE, 100, limit=LIMIT).accepted


@pytest.mark.parametrize("made", [0, 12, 60, 75])
def test_a_settled_charge_counts_what_was_made(budgets: Budgets, made: int) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    budgets.charge(TWO, 10, limit=LIMIT)
    budgets.settle(ONE, made)
    assert budgets.spent(ADA) == made + 10


def test_what_is_settled_twice_counts_once(budgets: Budgets) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    budgets.settle(ONE, 12)
    budgets.settle(ONE, 12)
    assert budgets.spent(ADA) == 12


def test_settling_what_was_not_charged_does_nothing(budgets: Budgets) -> None:
    budgets.settle(ONE, 12)
    budgets.charge(TWO, 10, limit=LIMIT)
    budgets.settle(ONE, 12)
    assert budgets.spent(ADA) == 10


def test_what_was_never_begun_counts_nothing(budgets: Budgets) -> None:
    budgets.charge(ONE, 60, limit=LIMIT, calls_before=7)
    budgets.settle(ONE, None)
    assert budgets.spent(ADA) == 0


def test_what_a_report_made_before_this_revision_does_not_count_again(budgets: Budgets) -> None:
    again = Charge(ADA, "one", 2)
    budgets.charge(ONE, 60, limit=LIMIT)
    budgets.settle(ONE, 50)
    budgets.charge(again, 20, limit=LIMIT, calls_before=50)
    assert budgets.spent(ADA) == 70
    budgets.settle(again, 55)
    assert budgets.spent(ADA) == 55


def test_owners_and_months_do_not_touch_one_another(budgets: Budgets) -> None:
    others = [Account("bob", "2026-11"), Account("ada", "2026-12")]
    budgets.charge(ONE, 100, limit=LIMIT)
    for account in others:
        assert budgets.charge(Charge(account, "one", 1), 1, limit=LIMIT).accepted
        budgets.settle(Charge(account, "one", 1), 2)
    assert [budgets.spent(account) for account in (ADA, *others)] == [100, 2, 2]


def test_charges_made_at_once_never_exceed_the_limit(budgets: Budgets) -> None:
    charges = [Charge(ADA, f"report-{number}", 1) for number in range(30)]
    with ThreadPoolExecutor(10) as pool:
        charged = list(pool.map(lambda charge: budgets.charge(charge, 7, limit=LIMIT), charges))
    assert sum(one.accepted for one in charged) == LIMIT // 7
    assert budgets.spent(ADA) == LIMIT // 7 * 7


def test_a_charge_settled_by_many_at_once_counts_once(budgets: Budgets) -> None:
    budgets.charge(ONE, 60, limit=LIMIT)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda made: budgets.settle(ONE, made), [12] * 10))
    assert budgets.spent(ADA) == 12


def test_an_account_is_kept_for_two_months_after_its_own(dynamodb: Any, table: str) -> None:
    DynamoBudgets(dynamodb, table).charge(ONE, 60, limit=LIMIT)
    (item,) = dynamodb.scan(TableName=table)["Items"]
    expires_at = datetime.fromtimestamp(int(item[expiry_attribute("ReportsTable")]["N"]), tz=UTC)
    assert datetime(2027, 1, 29, tzinfo=UTC) < expires_at < datetime(2027, 2, 5, tzinfo=UTC)


def test_a_throttled_table_is_busy() -> None:
    class Throttled:
        class exceptions:  # noqa: N801 - as a client has it
            class ConditionalCheckFailedException(Exception):
                pass

        def __getattr__(self, operation: str) -> Any:
            def call(**_: Any) -> Any:
                raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)

            return call

    store = DynamoBudgets(Throttled(), "a-table")
    for told in (
        lambda: store.spent(ADA),
        lambda: store.settle(ONE, 1),
        lambda: store.charge(ONE, 1, limit=LIMIT),
    ):
        with pytest.raises(StoreBusy):
            told()


CHARGES = st.builds(
    Charge, st.sampled_from([ADA, Account("bob", "2026-11")]), st.sampled_from("abc"), st.integers(1, 2)
)
STEPS = st.lists(
    st.tuples(
        CHARGES,
        st.tuples(st.integers(0, 60), st.integers(0, 20)) | st.none() | st.integers(20, 90),
    ),
    max_size=30,
)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_charged_and_settled_adds_up(dynamodb: Any, steps: list[tuple[Charge, Any]]) -> None:
    """Against a plain statement: what is open counts as charged, what was settled as made."""
    table = create_table(dynamodb, "ReportsTable")
    stores: list[Budgets] = [MemoryBudgets(), DynamoBudgets(dynamodb, table)]
    pending: dict[Charge, tuple[int, int]] = {}
    made: list[tuple[Account, int]] = []

    def in_flight(account: Account) -> int:
        return sum(calls for charge, (calls, _) in pending.items() if charge.account == account)

    def spent(account: Account) -> int:
        return in_flight(account) + sum(calls for of, calls in made if of == account)

    for charge, step in steps:
        if isinstance(step, tuple):
            calls, before = step
            fits = not calls or spent(charge.account) + calls <= LIMIT
            expected = charge in pending or fits
            if expected:
                pending.setdefault(charge, (calls, before))
            for store in stores:
                charged = store.charge(charge, calls, limit=LIMIT, calls_before=before)
                assert charged == Charged(expected, spent(charge.account), in_flight(charge.account))
        else:
            if charge in pending:
                _, before = pending.pop(charge)
                made.append((charge.account, 0 if step is None else step - before))
            for store in stores:
                store.settle(charge, step)
        assert [store.spent(charge.account) for store in stores] == [spent(charge.account)] * 2


@pytest.mark.parametrize(
    "quota",
    [Quota(7), Quota(0, datetime(2026, 12, 1, tzinfo=UTC), limit=500_000)],
)
def test_what_soundcharts_told_is_read_back_as_it_was_stored(dynamodb: Any, table: str, quota: Quota) -> None:
    for store in (MemoryUsageStore(), DynamoUsageStore(dynamodb, table)):
        assert store.read() is None
        for usage in (Usage(Quota(9, limit=9), NOW), Usage(quota, NOW + timedelta(minutes=5))):
            store.write(usage)
            assert store.read() == usage
