"""`make tick [AT=2026-12-07T07:30:00Z]`: what the schedule does on AWS, done once on the local stack.

A tick's event says what time it is, so one of a later time finds what will be due by then.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from local.live_functions import live_name
from local.processes import StackError
from local.stack import LocalStack, running


def tick(stack: LocalStack, at: str) -> int:
    """Tick at a time, written as ISO 8601 has it; gives how many subscriptions were found due.

    Raises StackError.
    """
    answer = stack.client("lambda").invoke(
        FunctionName=live_name(stack.physical_id("TickFunction")), Payload=json.dumps({"time": at})
    )
    told = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise StackError(f"the tick failed: {told}")
    due: int = told["due"]
    return due


def time_of(text: str, now: datetime) -> str:
    """Read the time to tick at, now if there is none; gives it in UTC. Raises StackError."""
    try:
        at = datetime.fromisoformat(text) if text else now
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise StackError(f"AT={text}: give a time with its zone, such as {now:%Y-%m-%dT%H:%M:%SZ}")
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def main() -> int:
    """Tick once, at the time given as argument or now, and say what was due."""
    (text,) = sys.argv[1:]
    try:
        at = time_of(text, datetime.now(UTC))
        stack = running()
        if stack is None:
            raise StackError("No local stack is up: make up starts one.")
        found = tick(stack, at)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    are = "subscription is" if found == 1 else "subscriptions are"
    print(f"At {at} {found} {are} due. GET /subscriptions says when each is next.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
