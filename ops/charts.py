"""`make backfill` and `make rebuild-months`: fill in past rankings, and make months from their entries again.

Both work on the stack STACK_NAME on AWS if one is named, with the credentials of the environment, else on the
local stack. What a backfill asks for, the functions of the stack do: it may be stopped at any time, and run
again does only what is missing.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import EndpointConnectionError, HTTPClientError

from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.ports import RankingMark, RankingState
from linernotes.charts.rebuild_months import rebuild_months
from linernotes.model.periods import Period
from ops.stacks import NO_STACK, Stack, stack_of

_ANSWER_WITHIN_S = 620
"""A little longer than the plan_rankings function may take."""
_PROBE_AFTER_S = 60
_LOOK_AGAIN_S = 1.0
_STUCK_S = 900.0
_TELL_S = 5.0
_MOST_NAMED = 20
_BAR_WIDTH = 30
_REBUILDERS = 16


class BackfillError(Exception):
    """A backfill could not be done, or not wholly; the message says what to do."""


@dataclass(slots=True)
class Progress:
    """How far a backfill is: rankings sent, those of them stored, and why others failed, by chart and day.

    `not_asked` says which charts or platforms could not be asked for their rankings, and why.
    """

    sent: int = 0
    stored: int = 0
    failed: dict[tuple[str, date], str] = field(default_factory=dict)
    not_asked: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """Draw it."""
        ended = self.stored + len(self.failed)
        filled = _BAR_WIDTH * ended // max(self.sent, 1)
        bar = f"[{'█' * filled}{'·' * (_BAR_WIDTH - filled)}]"
        failed = f", {len(self.failed)} failed" if self.failed else ""
        return f"{bar} {ended:,} of {self.sent:,} rankings{failed}"

    @property
    def problems(self) -> list[str]:
        """Say what is not stored, and why."""
        failed = [f"{slug} {day}: {reason}" for (slug, day), reason in sorted(self.failed.items())]
        return [*failed, *(f"{what}: {reason}" for what, reason in self.not_asked.items())]


def backfill(stack: Stack, event: Mapping[str, Any], *, show: Callable[[Progress], None]) -> Progress:
    """Ingest what is missing of a range and wait until it is stored or failed.

    `event` is what the plan_rankings function takes. Raises BackfillError.
    """
    outputs = stack.outputs()
    store = DynamoChartStore(
        stack.client("dynamodb"),
        outputs["ChartEntriesTableName"],
        retention_days=int(outputs["ChartRetentionDays"]),
        clock=_now,
    )
    asked = dict(event)
    done = Progress()
    while True:
        plan = _plan(stack, outputs["PlanRankingsFunctionName"], asked)
        # Asked for again, a later run looks at fewer days: what one could not be asked for stays a problem.
        before_that = done.not_asked if asked.get("again") else {}
        done.not_asked = before_that | _not_asked(plan, asked)
        before = done.stored
        done.sent += sum(map(len, plan["sent"].values()))
        _wait(store, plan["sent"], done, show)
        if not plan["left"]:
            return done
        if done.stored == before:
            raise BackfillError(f"nothing could be stored, and {plan['left']} rankings are left")
        if asked.get("again"):
            asked["to"] = _next_end(asked, plan)


def _next_end(asked: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    """Say up to which day to go on where stored rankings are asked for again, the newest first."""
    oldest: str = min(day for days in plan["sent"].values() for day in days)
    if oldest == asked.get("to"):
        raise BackfillError(f"RankingsPerRun is too small to ask for all of {oldest} again")
    return oldest


def _plan(stack: Stack, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Have the missing rankings sent; returns the function's answer."""
    # Not tried again by itself: the first call may go on unseen, and a second would send the same again.
    config = Config(read_timeout=_ANSWER_WITHIN_S, retries={"total_max_attempts": 1}, tcp_keepalive=True)
    functions = stack.client("lambda", config=config)
    probe_idle_connections(functions)
    try:
        answer = functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
    except (HTTPClientError, EndpointConnectionError) as lost:
        raise BackfillError(
            f"the connection to the plan_rankings function was lost; its work goes on. Run it again: {lost}"
        ) from lost
    plan: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise BackfillError(f"the plan_rankings function failed: {plan.get('errorMessage', plan)}")
    if "errors" in plan:
        raise BackfillError(
            "\n".join(f"{wrong['field'].upper()}: {wrong['message']}" for wrong in plan["errors"])
        )
    return plan


def probe_idle_connections(client: Any) -> None:
    """Have the connections of a client probed when they have been idle for a minute.

    A gateway to the internet forgets what is silent, AWS's own after 350 s. botocore turns probes on and
    leaves it to the system when they begin, which on Linux is after two hours.
    """
    client._endpoint.http_session._socket_options += [
        (socket.IPPROTO_TCP, option, _PROBE_AFTER_S)
        for name in ("TCP_KEEPIDLE", "TCP_KEEPALIVE", "TCP_KEEPINTVL")
        if (option := getattr(socket, name, None)) is not None
    ]


def _not_asked(plan: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, str]:
    """Give what could not be asked; that one of the stack's usual platforms has no charts is no failure."""
    named = asked.get("platform") is not None
    return {
        problem["what"]: problem["reason"]
        for problem in plan["problems"]
        if named or not problem["unknown_platform"]
    }


def _wait(
    store: DynamoChartStore,
    sent: Mapping[str, list[str]],
    done: Progress,
    show: Callable[[Progress], None],
) -> None:
    """Watch the marks of the rankings sent until each has ended."""
    waiting = {slug: {date.fromisoformat(day) for day in days} for slug, days in sent.items()}
    moved_at = time.monotonic()
    while waiting:
        for slug, days in list(waiting.items()):
            ended = _ended(store.marks(slug, Period(min(days), max(days))), days)
            if ended:
                moved_at = time.monotonic()
            for day, reason in ended.items():
                days.remove(day)
                if reason is None:
                    done.stored += 1
                    done.failed.pop((slug, day), None)
                else:
                    done.failed[slug, day] = reason
            if not days:
                del waiting[slug]
        show(done)
        if time.monotonic() - moved_at > _STUCK_S:
            raise BackfillError("nothing has moved for a quarter of an hour; run it again to go on")
        if waiting:
            time.sleep(_LOOK_AGAIN_S)


def _ended(marks: Mapping[date, RankingMark], days: set[date]) -> dict[date, str | None]:
    """Give those of the days whose ranking ended, and why not stored if it was not."""
    return {
        day: (mark.reason or "it failed") if mark.state is RankingState.FAILED else None
        for day, mark in marks.items()
        if day in days and mark.state is not RankingState.BEGUN
    }


def _shortened(lines: list[str]) -> list[str]:
    more = [f"and {len(lines) - _MOST_NAMED} more"] if len(lines) > _MOST_NAMED else []
    return lines[:_MOST_NAMED] + more


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Display:
    """Shows how far a backfill is: in place on a terminal, elsewhere as a line now and then."""

    told_at: float = float("-inf")

    def __call__(self, done: Progress) -> None:
        """Show it."""
        ended = done.stored + len(done.failed) == done.sent
        if sys.stdout.isatty():
            print(f"\r{done.line:<78}", end="\n" if ended else "", flush=True)
        elif ended or time.monotonic() - self.told_at > _TELL_S:
            self.told_at = time.monotonic()
            print(done.line, flush=True)


def _event(env: Mapping[str, str]) -> dict[str, Any]:
    """Read FROM, TO, PLATFORM, COUNTRY and AGAIN; what is empty is left out."""
    names = {"from": "FROM", "to": "TO", "platform": "PLATFORM", "country": "COUNTRY"}
    event: dict[str, Any] = {name: env[variable] for name, variable in names.items() if env.get(variable)}
    if "from" not in event:
        raise BackfillError("FROM: the first day to ingest is required, as YYYY-MM-DD")
    again = env.get("AGAIN", "").lower()
    if again not in ("", "0", "1", "false", "true"):
        raise BackfillError("AGAIN: give 1 to ask for stored rankings too, or leave it out")
    return {**event, "again": again in ("1", "true")}


def _run_backfill(stack: Stack) -> None:
    done = backfill(stack, _event(os.environ), show=Display())
    if done.problems:
        raise BackfillError("\n".join(_shortened(done.problems)) + "\nRun it again to try these once more.")
    print(f"{done.stored:,} rankings stored." if done.sent else "Nothing is missing.")


def _run_rebuild(stack: Stack) -> None:
    outputs = stack.outputs()
    table, days = outputs["ChartEntriesTableName"], int(outputs["ChartRetentionDays"])
    store = DynamoChartStore(stack.client("dynamodb"), table, retention_days=days, clock=_now)
    print(f"{rebuild_months(store, workers=_REBUILDERS):,} months of artists made again.")


def main() -> int:
    """Run a command: backfill or rebuild-months."""
    commands = {"backfill": _run_backfill, "rebuild-months": _run_rebuild}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        print("usage: python -m ops.charts backfill|rebuild-months", file=sys.stderr)
        return 2
    stack = stack_of(os.environ)
    if stack is None:
        print(NO_STACK, file=sys.stderr)
        return 1
    try:
        commands[sys.argv[1]](stack)
    except BackfillError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; what was sent goes on. Run it again to see to the rest.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
