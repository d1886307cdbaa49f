"""The calls that documents show, made as written; what they print of each answer must be what comes back."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from ops.charts import backfill
from tests.e2e.world import World

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "api.md")
BACKFILL = re.compile(r"^make backfill (.+)$", re.MULTILINE)
CALL_AND_ANSWER = re.compile(r"```sh\n(curl .*?)```\n```json\n(.*?)```", re.DOTALL)


def agrees(shown: Any, given: Any) -> bool:
    """Say whether an answer has what is shown of it: every key, lists of one length, … for any text."""
    if shown == "…":
        return isinstance(given, str)
    if isinstance(shown, dict):
        return isinstance(given, dict) and all(
            key in given and agrees(value, given[key]) for key, value in shown.items()
        )
    if isinstance(shown, list):
        return (
            isinstance(given, list)
            and len(shown) == len(given)
            and all(agrees(one, other) for one, other in zip(shown, given, strict=True))
        )
    return bool(shown == given)


def fill_in_as_shown(world: World, documents: str) -> None:
    """Run the backfill that is shown before tracks are asked for."""
    (shown,) = BACKFILL.findall(documents)
    event = {name.lower(): value for name, _, value in (word.partition("=") for word in shown.split())}
    assert backfill(world.stack, event, show=lambda _: None).problems == []


def test_every_call_that_is_shown_answers_what_is_shown_of_it(world: World) -> None:
    documents = "\n".join(document.read_text() for document in DOCUMENTS)
    fill_in_as_shown(world, documents)
    calls = CALL_AND_ANSWER.findall(documents)
    assert len(calls) >= 3
    env = {**os.environ, "API": world.stack.api_url, "KEY": world.stack.api_key}
    for command, shown in calls:
        done = subprocess.run(
            ["/bin/bash", "-c", command], env=env, capture_output=True, text=True, check=True
        )
        assert agrees(json.loads(shown), json.loads(done.stdout)), f"{command}\n{done.stdout[:2000]}"
