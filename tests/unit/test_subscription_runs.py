"""Runs of subscriptions, from the tick to the receipt, with a clock and stores of our own (contract 11)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable, Unavailable
from linernotes.model.report import FetchJob, Status
from linernotes.reports.delete_report import delete_report
from linernotes.reports.owners import NamedKey, key_digest
from linernotes.reports.repair_report import repair_report
from linernotes.reports.report_ended import ReportEnded
from linernotes.reports.request_report import WATCH_AFTER_S
from linernotes.sections.windows.window_data import WindowData, WindowRequest
from linernotes.subscriptions.deliver_run import KILLED, MOST_TRIES, TRY_S, deliver_run
from linernotes.subscriptions.delivery import Occasion
from linernotes.subscriptions.delivery_messages import DeliveryMessage
from linernotes.subscriptions.messages import DueMessage
from linernotes.subscriptions.run import DeliveryStatus, Run, RunStatus, occurrence_id, run_now_id
from linernotes.subscriptions.subscription import EmailTarget, Every, OnlyWhen, PausedBy, Rhythm, Skip
from linernotes.subscriptions.when import MOST_SKIPPED
from tests.unit.memory import Killed, full_window
from tests.unit.subscription_builders import MONDAY, WEEKLY, a_run
from tests.unit.subscription_world import HOOK, MAIL, Sending, SubscriptionWorld
from tests.unit.world import later

WEEK, DAY = timedelta(days=7), timedelta(days=1)
DELIVERED, FAILED = DeliveryStatus.DELIVERED, DeliveryStatus.FAILED
DOWN = DeliveryUnavailable("it answered 503")
TARGETS = (HOOK, MAIL)


@pytest.fixture
def world() -> SubscriptionWorld:
    return SubscriptionWorld()


def statuses(run: Run) -> list[DeliveryStatus]:
    return [delivery.status for delivery in run.deliveries]


def assert_delivered_once(world: SubscriptionWorld) -> None:
    """Hold Monday's occurrence to one report and one delivery a target, and the schedule to the next week."""
    run = world.run_of_monday
    assert (run.run_id, run.status) == (occurrence_id("s-1", MONDAY), RunStatus.DELIVERED)
    assert statuses(run) == [DELIVERED] * 2
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.REPORT]] * 2
    assert_one_report(world)


def assert_one_report(world: SubscriptionWorld) -> None:
    report_id = world.run_of_monday.report_id
    assert report_id is not None
    assert [report.report_id for report in world.reports.listed("ada", limit=10)] == [report_id]
    assert world.report(report_id).status is Status.SUCCEEDED
    assert world.subscription.next_due == MONDAY + WEEK


# ---------------------------------------------------------------------------------------- one occurrence


def test_what_is_due_becomes_one_report_that_every_target_gets(world: SubscriptionWorld) -> None:
    assert world.tick() == 1
    world.settle()
    assert_delivered_once(world)
    run, report = world.run_of_monday, world.report()
    assert (run.due_at, run.late_s, run.calls) == (MONDAY, 180, report.upstream_calls)
    assert (report.request.title, report.door) == ("Monday in Rome", "subscription")
    assert (report.request.start_date, report.request.end_date) == (date(2025, 1, 13), date(2025, 1, 19))
    assert world.ended == [run]


def test_what_is_not_due_is_left_alone(world: SubscriptionWorld) -> None:
    assert world.tick(MONDAY - timedelta(seconds=1)) == 0
    assert world.sendings == []


def test_a_tick_changes_nothing_so_that_one_that_dies_is_made_good_by_the_next(
    world: SubscriptionWorld,
) -> None:
    before = world.fuse.writes
    world.tick()
    assert world.fuse.writes == before + 1, "a message is sent, and nothing stored"
    world.sendings.clear()
    world.tick(MONDAY + timedelta(minutes=5))
    world.settle()
    assert_delivered_once(world)


def test_two_ticks_make_one_report_and_one_delivery_a_target(world: SubscriptionWorld) -> None:
    world.tick()
    world.tick()
    world.tick(MONDAY + timedelta(minutes=5))
    world.settle()
    assert_delivered_once(world)


def test_a_tick_after_the_run_finds_nothing_due(world: SubscriptionWorld) -> None:
    world.tick()
    world.settle()
    assert world.tick(MONDAY + timedelta(hours=1)) == 0


def test_an_occurrence_told_again_in_any_order_makes_one_report(world: SubscriptionWorld) -> None:
    world.twice = True
    world.tick()
    world.settle()
    assert_delivered_once(world)


def writes_of_a_run(world: SubscriptionWorld) -> int:
    world.kill_at = 10_000
    world.tick()
    world.settle()
    assert world.kill_at is not None
    return 10_000 - world.kill_at


def test_killed_before_any_write_an_occurrence_is_one_report_and_one_delivery_a_target() -> None:
    writes = writes_of_a_run(SubscriptionWorld())
    assert writes > 12
    handed_over_again = 0
    for step in range(writes):
        world = SubscriptionWorld()
        world.kill_at = step
        world.tick()
        world.settle()
        assert world.killed == 1, step
        assert_one_report(world)
        assert world.run_of_monday.status is RunStatus.DELIVERED, step
        assert statuses(world.run_of_monday) == [DELIVERED] * 2, step
        handed_over_again += len(world.letterbox.taken) - 2
        assert {parcel.run.run_id for _, parcel in world.letterbox.taken} == {occurrence_id("s-1", MONDAY)}
        assert len(world.ended) <= 1, step
    # Only between handing over and noting it, which is once a target.
    assert handed_over_again == 2


def test_killed_before_any_write_and_told_twice_it_is_still_one(subtests: pytest.Subtests) -> None:
    for step in range(writes_of_a_run(SubscriptionWorld())):
        with subtests.test(step=step):
            world = SubscriptionWorld()
            world.kill_at, world.twice = step, True
            world.tick()
            world.tick()
            world.settle()
            assert_one_report(world)
            assert world.run_of_monday.status is RunStatus.DELIVERED
            assert len(world.letterbox.taken) <= 3


def test_a_table_that_takes_no_more_for_the_moment_only_delays(world: SubscriptionWorld) -> None:
    world.tick()
    for busy in (1, 2):
        world.fuse.busy = busy
        world.hand_over(world.sendings[0])
    world.settle()
    assert_delivered_once(world)


# --------------------------------------------------------------------------------------------------- late


def test_a_tick_that_is_nearly_a_day_late_runs_the_occurrence_about_its_own_week(
    world: SubscriptionWorld,
) -> None:
    world.clock.now = MONDAY + timedelta(hours=23)
    world.tick()
    world.settle()
    assert_delivered_once(world)
    assert world.run_of_monday.late_s == 23 * 3600
    assert world.report().request.end_date == date(2025, 1, 19)


def test_after_an_outage_the_latest_of_the_last_day_runs_and_older_ones_are_recorded(
    world: SubscriptionWorld,
) -> None:
    world.clock.now = MONDAY + 3 * WEEK + timedelta(hours=2)
    world.tick()
    world.settle()
    late, *skipped = world.runs
    assert (late.due_at, late.status, late.late_s) == (MONDAY + 3 * WEEK, RunStatus.DELIVERED, 7200)
    assert [run.due_at for run in skipped] == [MONDAY + 2 * WEEK, MONDAY + WEEK, MONDAY]
    assert {run.status for run in skipped} == {RunStatus.SKIPPED_LATE}
    assert all(run.report_id is None and run.why for run in skipped)
    assert len(world.letterbox.taken) == 2
    assert world.subscription.next_due == MONDAY + 4 * WEEK


def test_what_is_more_than_a_day_late_is_recorded_and_not_run(world: SubscriptionWorld) -> None:
    world.clock.now = MONDAY + timedelta(hours=25)
    world.tick()
    world.settle()
    assert world.run_of_monday.status is RunStatus.SKIPPED_LATE
    assert world.letterbox.taken == []
    assert world.subscription.next_due == MONDAY + WEEK


def test_of_a_hundred_missed_days_the_last_is_run_and_those_before_are_recorded_or_counted() -> None:
    world = SubscriptionWorld(rhythm=Rhythm(Every.DAY, WEEKLY.rhythm.at, "Europe/Rome"))
    world.clock.now = MONDAY + 99 * DAY + timedelta(hours=1)
    world.tick()
    world.settle()
    runs = world.subscriptions.runs("s-1", limit=200)
    assert [run.status for run in runs] == [RunStatus.DELIVERED] + [RunStatus.SKIPPED_LATE] * MOST_SKIPPED
    assert len({run.run_id for run in runs}) == 1 + MOST_SKIPPED
    assert (runs[-1].why or "").endswith(f"So were {99 - MOST_SKIPPED} before it.")


def test_a_message_that_comes_before_its_occurrence_does_nothing(world: SubscriptionWorld) -> None:
    early = DueMessage("ada", "s-1", MONDAY - DAY, due_at=MONDAY)
    world.send_all([early])
    world.settle()
    assert world.runs == []
    assert world.subscription.next_due == MONDAY


# ------------------------------------------------------------------------------- changed in the meantime


def test_an_occurrence_of_a_subscription_that_was_deleted_paused_or_changed_is_dropped(
    subtests: pytest.Subtests,
) -> None:
    for change in ("deleted", "paused", "changed"):
        with subtests.test(change=change):
            world = SubscriptionWorld()
            world.tick()
            before = world.subscription
            if change == "deleted":
                world.subscriptions.remove("ada", "s-1")
            else:
                due = None if change == "paused" else MONDAY + DAY
                assert world.subscriptions.replace(replace(before, next_due=due, version=2))
            world.settle()
            assert (world.runs, world.letterbox.taken) == ([], [])


def test_a_subscription_deleted_while_its_report_is_made_delivers_nothing(world: SubscriptionWorld) -> None:
    world.tick()
    world.hand_over(world.sendings[0])
    world.subscriptions.remove("ada", "s-1")
    world.settle()
    assert world.letterbox.taken == []
    assert world.run_of_monday.status is RunStatus.FAILED


def test_a_target_taken_off_while_the_report_is_made_gets_nothing(world: SubscriptionWorld) -> None:
    world.tick()
    while not (world.runs and world.run_of_monday.deliveries):
        world.step()
    content = replace(world.subscription.content, deliver=(HOOK,))
    assert world.subscriptions.replace(
        replace(world.subscription, content=content, version=world.subscription.version + 1)
    )
    world.settle()
    assert world.letterbox.occasions(MAIL) == []
    assert statuses(world.run_of_monday) == [DELIVERED, FAILED]


def test_a_run_whose_last_target_goes_while_its_report_is_made_ends_and_says_why() -> None:
    world = SubscriptionWorld(MAIL)
    world.tick()
    world.hand_over(world.sendings[0])
    without = replace(world.subscription.content, deliver=())
    after = replace(world.subscription, content=without, version=world.subscription.version + 1)
    assert world.subscriptions.replace(after)
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.deliveries, world.letterbox.taken) == (RunStatus.FAILED, (), [])
    assert run.why == "There is nobody to deliver it to: its last target has unsubscribed."
    assert world.ended == [run]


def deleted_while_made(*, kill_after: int | None = None) -> SubscriptionWorld:
    """Delete the report of Monday's run once it is begun; the call may die after so many writes."""
    world = SubscriptionWorld()
    world.tick()
    world.hand_over(world.sendings[0])
    assert world.run_of_monday.status is RunStatus.RUNNING
    world.fuse.left = kill_after
    with suppress(Killed):
        delete_report(
            "report-1",
            "ada",
            now=world.clock(),
            reports=world.reports,
            files=world.files,
            forget=lambda _: None,
            spending=world.spending,
            queue=world.queue,
        )
    world.fuse.left = None
    return world


def test_a_run_whose_report_is_deleted_while_it_is_made_ends_at_once_and_says_why() -> None:
    world = deleted_while_made()
    began = world.clock()
    while world.run_of_monday.status is RunStatus.RUNNING:
        assert world.step()
    assert world.clock() - began < timedelta(seconds=WATCH_AFTER_S)
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.why) == (RunStatus.FAILED, "Its report was deleted.")
    assert (world.ended, world.letterbox.taken, world.subscription.failures) == ([run], [], 1)


def test_a_deletion_that_dies_at_any_write_leaves_no_run_that_runs_for_ever() -> None:
    ends = set()
    for step in range(20):
        world = deleted_while_made(kill_after=step)
        deleted = world.reports.get("report-1") is None
        world.settle()
        ends.add((deleted, world.run_of_monday.status))
    assert ends == {(False, RunStatus.DELIVERED), (True, RunStatus.FAILED)}


def test_a_run_by_hand_leaves_the_schedule_as_it_is(world: SubscriptionWorld) -> None:
    now = MONDAY - DAY
    world.clock.now = now
    by_hand = a_run(run_id=run_now_id("s-1", now, "abc"), due_at=None, started_at=now, report_id="report-7")
    assert world.subscriptions.begin(world.subscription, world.subscription, [by_hand])
    world.send_all([DueMessage("ada", "s-1", now, run_id=by_hand.run_id)])
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.report_id, run.late_s) == (RunStatus.DELIVERED, "report-7", 0)
    assert world.subscription.next_due == MONDAY
    assert world.report("report-7").request.end_date == date(2025, 1, 12)


# ------------------------------------------------------------------------------------------------ refused


def test_a_report_that_is_refused_ends_the_run_with_the_reason(world: SubscriptionWorld) -> None:
    world.spending = replace(world.spending, calls_a_month=0)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, world.subscription.failures) == (RunStatus.FAILED, 1)
    assert run.why is not None
    assert "calls to Soundcharts" in run.why
    assert world.letterbox.taken == []
    assert world.subscription.next_due == MONDAY + WEEK


def test_three_failed_runs_in_a_row_pause_it_and_are_told_once(world: SubscriptionWorld) -> None:
    world.upstream.usual = Unavailable("Soundcharts answered 500")
    for week in range(5):
        world.clock.now = MONDAY + week * WEEK
        world.tick()
        world.settle()
    assert [run.status for run in world.runs] == [RunStatus.FAILED] * 3
    paused = world.subscription.paused
    assert paused is not None
    assert (paused.by, world.subscription.next_due) == (PausedBy.FAILURES, None)
    assert "Soundcharts answered 500" in paused.why
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.PAUSED]] * 2
    assert {parcel.why for _, parcel in world.letterbox.taken} == {paused.why}
    assert [notice.status for notice in world.runs[0].notices] == [DELIVERED] * 2


def test_a_run_that_is_well_begins_the_count_of_failures_again(world: SubscriptionWorld) -> None:
    for week, well in enumerate((False, False, True, False, False)):
        world.upstream.usual = full_window if well else Unavailable("down")
        world.clock.now = MONDAY + week * WEEK
        world.tick()
        world.settle()
    assert (world.subscription.failures, world.subscription.paused) == (2, None)


def test_a_pause_is_counted_and_told_once_whenever_its_function_is_killed() -> None:
    def paused_at(kill_at: int | None) -> SubscriptionWorld:
        world = SubscriptionWorld()
        world.upstream.usual = Unavailable("down")
        kept = replace(world.subscription, failures=2)
        world.subscriptions.kept["ada", "s-1"] = kept
        world.kill_at = kill_at
        world.tick()
        world.settle()
        return world

    told_again = 0
    for step in range(100):
        world = paused_at(step)
        if not world.killed:
            break
        assert world.subscription.failures == 3, step
        assert world.subscription.paused is not None
        assert world.subscription.paused.by is PausedBy.FAILURES
        told_again += len(world.letterbox.taken) - 2
    assert step > 8
    assert told_again == 2


def test_an_owner_whose_keys_were_revoked_has_it_paused_and_told_once() -> None:
    world = SubscriptionWorld(owner="name:ada")
    digest = key_digest("a key")
    world.keys.hold("name:ada", "test", now=MONDAY, until=MONDAY)
    world.keys._held["name:ada"] = "test", MONDAY + WEEK
    world.keys.add(digest, NamedKey("name:ada", "id-1", MONDAY), "test")
    world.tick()
    world.settle()
    assert world.run_of_monday.status is RunStatus.DELIVERED
    world.letterbox.taken.clear()
    world.keys.revoke(digest, now=world.clock())
    for week in (1, 2):
        world.clock.now = MONDAY + week * WEEK
        world.tick()
        world.settle()
    paused = world.subscription.paused
    assert paused is not None
    assert (paused.by, len(world.runs)) == (PausedBy.OWNER_GONE, 2)
    assert "revoked" in (world.runs[0].why or "")
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.PAUSED]] * 2
    assert len(world.reports.listed("name:ada", limit=10)) == 1


# ----------------------------------------------------------------------------------------------- delivery


def test_a_target_that_refuses_does_not_stop_the_others(world: SubscriptionWorld) -> None:
    world.letterbox.refusals[HOOK] = [DeliveryRefused("hooks.example.org answered 410")]
    world.tick()
    world.settle()
    refused, taken = world.run_of_monday.deliveries
    assert (refused.status, refused.error) == (FAILED, "hooks.example.org answered 410")
    assert refused.at == world.run_of_monday.started_at, "when it was tried"
    assert (taken.status, taken.link) == (DELIVERED, "https://messages.example/1")
    assert (world.run_of_monday.status, world.subscription.failures) == (RunStatus.DELIVERED, 0)


def test_a_target_that_is_down_for_hours_is_tried_until_it_takes_it(world: SubscriptionWorld) -> None:
    world.letterbox.refusals[MAIL] = [DOWN] * 8
    world.tick()
    world.settle()
    hook, mail = world.run_of_monday.deliveries
    assert (hook.tries, mail.tries, mail.status, mail.error) == (1, 9, DELIVERED, None)
    assert hook.at is not None
    assert mail.at is not None
    assert mail.at - hook.at > timedelta(hours=7)
    assert world.run_of_monday.status is RunStatus.DELIVERED


def test_a_run_that_no_target_took_failed_and_says_why(world: SubscriptionWorld) -> None:
    world.letterbox.refusals[HOOK] = [DOWN] * 20
    world.letterbox.refusals[MAIL] = [DeliveryRefused("no such mailbox")]
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, statuses(run), world.subscription.failures) == (RunStatus.FAILED, [FAILED] * 2, 1)
    assert run.why == "No target took it: it answered 503; no such mailbox."
    assert run.deliveries[0].tries == 11


def test_a_try_after_a_crash_goes_on_where_progress_was_noted() -> None:
    for step in range(40):
        world = SubscriptionWorld(MAIL)
        world.letterbox.notes = 3
        world.kill_at = step
        world.tick()
        world.settle()
        (delivery,) = world.run_of_monday.deliveries
        assert (delivery.status, delivery.progress) == (DELIVERED, {"steps": "3"})
        assert len(world.letterbox.taken) <= 2
        if not world.killed:
            break
    assert step > 8


def test_a_delivery_that_kills_its_function_each_time_ends_and_stops_no_other(
    world: SubscriptionWorld,
) -> None:
    class Killing(Exception):
        """What nobody expects."""

    world.letterbox.refusals[MAIL] = [Killing()] * 100
    world.tick()
    for _ in range(60):
        with suppress(Killing):
            world.settle()
        for sending in world.sendings:
            sending.due = later(world.clock, TRY_S)
    hook, mail = world.run_of_monday.deliveries
    assert (hook.status, mail.status, mail.error) == (DELIVERED, FAILED, KILLED)
    assert mail.tries == MOST_TRIES
    assert world.run_of_monday.status is RunStatus.DELIVERED
    assert world.sendings == []


def test_ten_targets_at_once_are_each_delivered_to_once_and_the_run_ends_once() -> None:
    targets = tuple(EmailTarget(f"ada+{number}@label.example") for number in range(10))
    world = SubscriptionWorld(*targets)
    world.letterbox.notes = 3
    world.tick()
    world.hand_over(world.sendings[0])
    while not any(isinstance(sending.body, DeliveryMessage) for sending in world.sendings):
        world.step()
    messages = [sending.body for sending in world.sendings if isinstance(sending.body, DeliveryMessage)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda message: deliver_run(message, world.delivery_tools), messages))
    run = world.run_of_monday
    assert (run.status, statuses(run)) == (RunStatus.DELIVERED, [DELIVERED] * 10)
    assert {target for target, _ in world.letterbox.taken} == set(targets)
    assert len(world.letterbox.taken) == 10
    assert [ended.status for ended in world.ended] == [RunStatus.DELIVERED]


def test_links_open_the_report_without_a_key_and_lead_to_the_subscription(world: SubscriptionWorld) -> None:
    world.tick()
    world.settle()
    by_target = {target: parcel.links for target, parcel in world.letterbox.taken}
    assert by_target[HOOK].report is None, "who takes webhooks has a key"
    assert by_target[MAIL].report == "https://page.example/#shared=token-0"
    assert by_target[MAIL].workbook == "https://page.example/#shared=token-0&download=xlsx"
    assert by_target[MAIL].subscription == "https://page.example/#subscription=s-1"


# ---------------------------------------------------------------------------------------------- skipping


def no_points(wanted: WindowRequest, asked_at: datetime) -> WindowData:
    return replace(full_window(wanted, asked_at), values={}, places={}, counts=None)


@pytest.mark.parametrize("skip", [Skip.EMPTY, Skip.UNCHANGED])
def test_an_empty_report_is_not_delivered_where_that_is_asked_for(skip: Skip) -> None:
    world = SubscriptionWorld(skip=skip)
    world.upstream.usual = no_points
    world.tick()
    world.settle()
    assert (world.run_of_monday.status, world.letterbox.taken) == (RunStatus.SKIPPED_EMPTY, [])
    assert world.subscription.failures == 0


def run_by_hand(world: SubscriptionWorld) -> Run:
    """Run the subscription about the same days once more; gives the run as it ended."""
    by_hand = a_run(
        run_id=run_now_id("s-1", world.clock(), "x"), due_at=None, started_at=MONDAY, report_id="r-2"
    )
    assert world.subscriptions.begin(world.subscription, world.subscription, [by_hand])
    world.send_all([DueMessage("ada", "s-1", world.clock(), run_id=by_hand.run_id)])
    world.settle()
    run = world.subscriptions.run("s-1", by_hand.run_id)
    assert run is not None
    return run


def test_a_run_that_is_due_raises_the_version_and_one_by_hand_only_where_its_end_changes_something() -> None:
    world = SubscriptionWorld(skip=Skip.UNCHANGED)
    world.tick()
    world.settle()
    after_it_began_and_ended = world.subscription
    assert after_it_began_and_ended.version == 3
    assert run_by_hand(world).status is RunStatus.SKIPPED_UNCHANGED
    assert world.subscription == after_it_began_and_ended


def test_the_same_figures_are_not_delivered_again_where_that_is_asked_for() -> None:
    world = SubscriptionWorld(skip=Skip.UNCHANGED)
    world.tick()
    world.settle()
    delivered = world.run_of_monday
    assert (delivered.status, world.subscription.last_figures) == (RunStatus.DELIVERED, delivered.figures)
    assert run_by_hand(world).status is RunStatus.SKIPPED_UNCHANGED
    assert len(world.letterbox.taken) == 2


@pytest.mark.parametrize("takes_it", [True, False])
def test_the_figures_delivered_last_are_those_of_a_repair_that_somebody_got(*, takes_it: bool) -> None:
    world = partly_delivered(skip=Skip.UNCHANGED)
    first = world.subscription.last_figures
    if not takes_it:
        world.letterbox.refusals = {target: [DeliveryRefused("gone")] for target in TARGETS}
    world.tick()
    world.settle()
    assert (world.subscription.last_figures != first) is takes_it
    assert (run_by_hand(world).status is RunStatus.SKIPPED_UNCHANGED) is takes_it


def rising_from(first: date) -> Any:
    """Make a Soundcharts whose figures double from a day on, and are much the same before."""

    def answer(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        window = full_window(wanted, asked_at)
        usual = {day: 100_000 + day.toordinal() % 7 * 100 for day in window.values}
        return replace(window, values={day: value * (1 + (day >= first)) for day, value in usual.items()})

    return answer


def test_only_what_is_unusual_is_delivered_once_when_it_begins_and_remembered() -> None:
    world = SubscriptionWorld(only_when=OnlyWhen.UNUSUAL)
    ends = []
    for week in range(3):
        world.upstream.usual = rising_from(date(2025, 1, 22))
        world.clock.now = MONDAY + week * WEEK + timedelta(minutes=1)
        world.tick()
        world.settle()
        ends.append(world.runs[0].status)
    assert ends[:2] == [RunStatus.SKIPPED_USUAL, RunStatus.DELIVERED]
    assert world.letterbox.occasions(MAIL)[0] is Occasion.UNUSUAL
    first = world.letterbox.taken[0][1]
    assert [line.sentence.partition(":")[0] for line in first.unusual] == ["Artist 96"]
    assert world.subscription.told is not None
    assert world.subscription.failures == 0


# ------------------------------------------------------------------------------------------------ repair


def lagging(days: int) -> Any:
    """Make a Soundcharts that has not published the last days yet."""

    def answer(wanted: WindowRequest, asked_at: datetime) -> WindowData:
        window = full_window(wanted, asked_at)
        last = asked_at.date() - timedelta(days=days)
        return replace(window, values={day: value for day, value in window.values.items() if day <= last})

    return answer


def partly_delivered(*, kill_at: int | None = None, **content: Any) -> SubscriptionWorld:
    world = SubscriptionWorld(**content)
    world.upstream.usual = lagging(2)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.repair_due) == (RunStatus.PARTIAL, MONDAY + DAY)
    assert run.why == "The last days of 1 row are not published yet: Artist 96 (Spotify Monthly Listeners)."
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.REPORT]] * 2
    world.letterbox.taken.clear()
    world.upstream.asked.clear()
    world.clock.now = MONDAY + DAY + timedelta(minutes=2)
    world.kill_at = kill_at
    return world


def test_a_report_that_lacks_its_last_days_is_repaired_once_the_day_after() -> None:
    world = partly_delivered()
    assert world.tick(MONDAY + DAY - timedelta(minutes=1)) == 0
    assert world.tick() == 1
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.revision, run.repair_due, run.why) == (RunStatus.DELIVERED, 2, None, None)
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.REPAIRED]] * 2
    assert [parcel.report and parcel.report.report_id for _, parcel in world.letterbox.taken] == [
        "report-1"
    ] * 2
    assert len(world.upstream.asked) == 1
    assert world.report().revision == 2
    assert world.tick(MONDAY + 3 * DAY) == 0


def test_a_report_without_any_figure_yet_is_partial_and_repaired_once_the_day_after() -> None:
    world = SubscriptionWorld()
    world.upstream.usual = no_points
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.repair_due) == (RunStatus.PARTIAL, MONDAY + DAY)
    world.upstream.usual = full_window
    world.clock.now = MONDAY + DAY
    world.tick()
    world.settle()
    assert (world.run_of_monday.status, world.run_of_monday.repair_due) == (RunStatus.DELIVERED, None)
    assert [world.letterbox.occasions(target) for target in TARGETS] == [
        [Occasion.REPORT, Occasion.REPAIRED]
    ] * 2


def test_a_repair_goes_only_to_those_who_had_the_first() -> None:
    world = SubscriptionWorld()
    world.upstream.usual = lagging(2)
    world.letterbox.refusals[HOOK] = [DeliveryRefused("gone")]
    world.tick()
    world.settle()
    world.clock.now = MONDAY + DAY
    world.tick()
    world.settle()
    assert world.letterbox.occasions(HOOK) == []
    assert world.letterbox.occasions(MAIL) == [Occasion.REPORT, Occasion.REPAIRED]
    assert (world.run_of_monday.status, statuses(world.run_of_monday)) == (
        RunStatus.DELIVERED,
        [FAILED, DELIVERED],
    )


def test_a_repair_that_brings_nothing_new_is_not_delivered() -> None:
    world = partly_delivered()
    world.upstream.usual = lagging(3)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.repair_due, world.letterbox.taken) == (RunStatus.PARTIAL, None, [])
    assert run.why == (
        "The last days of 1 row are not published yet: Artist 96 (Spotify Monthly Listeners). "
        "It could not be repaired: The same figures came again."
    )
    assert world.tick(MONDAY + 3 * DAY) == 0


def test_a_repair_that_the_budget_refuses_is_not_tried_again() -> None:
    world = partly_delivered()
    world.spending = replace(world.spending, calls_a_month=0)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.repair_due, world.letterbox.taken) == (RunStatus.PARTIAL, None, [])
    assert "calls to Soundcharts" in (run.why or "")
    assert world.subscription.failures == 0


def test_a_report_its_owner_repaired_before_is_delivered_as_the_repair() -> None:
    world = partly_delivered()
    jobs = {job.job_id for job in world.report().jobs}
    world.clock.now = MONDAY + timedelta(hours=20)
    repair_report(
        world.report(),
        now=world.clock(),
        deadline_s=900,
        reports=world.reports,
        windows=world.windows,
        lookups=world.lookups,
        queue=world.queue,
        spending=world.spending,
        lacking=jobs,
    )
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.revision, run.repair_due) == (RunStatus.DELIVERED, 2, None)
    assert [world.letterbox.occasions(target) for target in TARGETS] == [[Occasion.REPAIRED]] * 2
    assert world.tick(MONDAY + 3 * DAY) == 0


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("deleted", "The subscription was deleted."),
        ("other targets", "has none of the targets any more"),
        ("keys revoked", "every one was revoked"),
    ],
)
def test_a_repair_that_nobody_would_get_is_not_made(
    what: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = partly_delivered()
    if what == "deleted":
        world.subscriptions.remove("ada", "s-1")
    elif what == "other targets":
        content = replace(world.subscription.content, deliver=(EmailTarget("bob@label.example"),))
        version = world.subscription.version + 1
        assert world.subscriptions.replace(replace(world.subscription, content=content, version=version))
    else:
        monkeypatch.setattr(world.keys, "has_live_key", lambda _: False)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.revision, run.repair_due) == (RunStatus.PARTIAL, 1, None)
    assert why in (run.why or "")
    assert (world.upstream.asked, world.letterbox.taken, world.report().revision) == ([], [], 1)


def test_a_report_deleted_before_its_repair_is_left_deleted() -> None:
    world = partly_delivered()
    assert world.reports.delete("report-1", "ada", now=world.clock(), closing=lambda _: None)
    world.tick()
    world.settle()
    run = world.run_of_monday
    assert (run.status, run.repair_due, world.letterbox.taken) == (RunStatus.PARTIAL, None, [])
    assert "deleted" in (run.why or "")


def test_killed_before_any_write_a_repair_is_one_revision_and_one_delivery_a_target() -> None:
    again = 0
    for step in range(100):
        world = partly_delivered(kill_at=step)
        world.tick()
        world.tick()
        world.settle()
        run = world.run_of_monday
        assert (run.status, run.revision, world.report().revision) == (RunStatus.DELIVERED, 2, 2), step
        again += len(world.letterbox.taken) - 2
        if not world.killed:
            break
    assert step > 10
    assert again == 2


# ------------------------------------------------------------------------------------------ out of turn


def test_the_end_of_a_report_that_is_told_before_its_time_or_of_nothing_does_nothing(
    world: SubscriptionWorld,
) -> None:
    world.tick()
    world.hand_over(world.sendings[0])
    for report_id, revision in (("report-1", 1), ("report-1", 2), ("of nobody", 1)):
        ended = ReportEnded(report_id, revision, "subscription", has_callback=False)
        world.sendings.append(Sending(ended, world.clock()))
        world.hand_over(world.sendings[-1])
    assert world.run_of_monday.status is RunStatus.RUNNING
    world.settle()
    assert_delivered_once(world)


def test_a_report_that_ended_before_anybody_listened_is_delivered_all_the_same(
    world: SubscriptionWorld,
) -> None:
    world.tick()
    (asked,) = world.sendings
    world.hand_over(asked)
    while world.queue.messages:
        first = min(world.queue.messages, key=lambda message: message.due)
        if first.queue == "DeliveriesQueue":
            world.queue.messages.remove(first)
            continue
        world.clock.now = max(world.clock.now, first.due)
        world.deliver(*world._batch_with(first))
    assert world.report().status is Status.SUCCEEDED
    assert not any(isinstance(message.body, FetchJob) for message in world.queue.messages)
    world.sendings.append(asked)
    world.settle()
    assert_delivered_once(world)
