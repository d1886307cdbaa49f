"""`make invoke EVENT=events/x.json`: run the function that a sample event is for, on the local stack."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from botocore.config import Config

from local.live_functions import live_name
from local.processes import StackError
from local.stack import ROOT, LocalStack, running

_LONGEST_FUNCTION_S = 900


def function_of(event: Path, folders: list[str]) -> str:
    """Give the folder of the function an event is for: the longest one that the event's name begins with.

    Raises StackError if there is none.
    """
    fitting = [folder for folder in folders if event.stem.startswith(f"{folder}_")]
    if not fitting:
        raise StackError(f"{event.name} begins with the name of no function: {', '.join(sorted(folders))}")
    return max(fitting, key=len)


def logical_id(folder: str) -> str:
    """Give the name that the template has for a folder's function: PlanRankingsFunction of plan_rankings."""
    return "".join(word.capitalize() for word in folder.split("_")) + "Function"


def invoke(stack: LocalStack, event: Path) -> tuple[Any, str, bool]:
    """Run the function; gives what it returned, the end of its log, and whether it ended without an error."""
    folders = [path.parent.name for path in (ROOT / "functions").glob("*/app.py")]
    name = stack.physical_id(logical_id(function_of(event, folders)))
    patient = Config(read_timeout=_LONGEST_FUNCTION_S, retries={"total_max_attempts": 1})
    answer = stack.client("lambda", patient).invoke(
        FunctionName=live_name(name), Payload=event.read_bytes(), LogType="Tail"
    )
    log = base64.b64decode(answer.get("LogResult", "")).decode()
    return json.loads(answer["Payload"].read() or b"null"), log, "FunctionError" not in answer


def main() -> int:
    """Print what the function returned on standard output, and its log on standard error."""
    (event,) = (Path(name) for name in sys.argv[1:])
    try:
        if not event.is_file():
            raise StackError(f"There is no file {event}; samples are in events/.")
        stack = running()
        if stack is None:
            raise StackError("No local stack is up: make up starts one.")
        returned, log, well = invoke(stack, event)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    print(log, file=sys.stderr)
    print(json.dumps(returned, indent=2, ensure_ascii=False))
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main())
