"""What tests of Slack have in common: its side, and the world of one conversation after another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local.slack_double import SlackDouble, start_slack_double
from tests.unit.slack_world import SlackWorld


@pytest.fixture(scope="module")
def double() -> Iterator[SlackDouble]:
    """Slack's side."""
    with start_slack_double() as slack:
        yield slack


@pytest.fixture
def world(double: SlackDouble) -> Iterator[SlackWorld]:
    """Where nothing was asked in Slack yet; every message and form then has to keep to the limits.

    Tests of what has nothing to do with Slack have a `world` of their own.
    """
    double.reset()
    yield SlackWorld(double)
    assert double.broken == []
