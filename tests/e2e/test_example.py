"""The example the page shows is what the service answers: made again here, it is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from local.example import EXAMPLE, make_example
from tests.e2e.world import World


def parts_of(part: Any, path: str = "") -> Iterator[str]:
    """Name everything there is in a report, however often."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from parts_of(value, f"{path}.{name}")
    elif isinstance(part, list):
        for value in part:
            yield from parts_of(value, f"{path}[]")
    else:
        yield path


def test_the_example_made_again_is_the_one_the_page_has(world: World) -> None:
    kept, made = json.loads(EXAMPLE.read_text()), make_example(world.stack)
    # What is told of today, as a list's followers, is another every day; what is told of September is not.
    for figures in ("summary", "platform_summaries", "detailed_breakdown"):
        assert made["result"][figures] == kept["result"][figures]
    assert set(parts_of(made)) == set(parts_of(kept)), "make it anew with `make example`"
