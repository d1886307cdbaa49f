"""What functions log and count: always with what it is about, and only what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from linernotes.bootstrap.reserve import make_reserve
from linernotes.model.errors import StoreBusy
from linernotes.soundcharts.answers import Quota
from linernotes.telemetry import Metric, about, count, logger
from tests.unit.builders import NOW


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What is logged, as text."""
    handler = logger.registered_handler
    before = handler.setStream(written := StringIO())  # type: ignore[attr-defined]
    yield written
    handler.setStream(before)  # type: ignore[attr-defined]


def lines(written: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def written_metrics(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Give the metrics that were written, as CloudWatch finds them in the log."""
    found = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if '"CloudWatchMetrics"' in line
    ]
    assert {block["_aws"]["CloudWatchMetrics"][0]["Namespace"] for block in found} <= {"LinerNotes"}
    return [{metric: block[metric] for metric in Metric if metric in block} for block in found]


def test_all_that_is_logged_meanwhile_says_what_it_is_about_and_nothing_after_that(logged: StringIO) -> None:
    with about(report_id="r1", expected=StoreBusy):
        logger.info("first")
        logger.info("second")
    logger.info("third")

    assert [(line["message"], line.get("report_id")) for line in lines(logged)] == [
        ("first", "r1"),
        ("second", "r1"),
        ("third", None),
    ]


def test_what_ends_an_invocation_is_logged_with_what_it_was_about(logged: StringIO) -> None:
    with pytest.raises(KeyError), about(report_id="r1", expected=StoreBusy):
        raise KeyError("what nobody expected")

    (line,) = lines(logged)
    assert (line["level"], line["message"], line["error"], line["report_id"]) == (
        "ERROR",
        "failed",
        "KeyError",
        "r1",
    )
    assert "what nobody expected" in line["exception"]


def test_what_comes_again_by_itself_is_no_error(logged: StringIO) -> None:
    with pytest.raises(StoreBusy), about(report_id="r1", expected=StoreBusy):
        raise StoreBusy("too much is written")

    (line,) = lines(logged)
    assert (line["level"], line["error"], line["report_id"]) == ("WARNING", "StoreBusy", "r1")


def test_what_did_not_happen_is_not_written_as_it_would_be_paid_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    count({Metric.REPORTS_ENDED: 1, Metric.REPORTS_FAILED: 0, Metric.CACHE_HITS: 7})
    count({Metric.RANKINGS_STORED: 0, Metric.RANKINGS_FAILED: 0})

    assert written_metrics(capsys) == [{Metric.REPORTS_ENDED: [1.0], Metric.CACHE_HITS: [7.0]}]


@pytest.mark.parametrize(
    ("quota", "told"),
    [
        (Quota(400, NOW, limit=1_000), [{Metric.QUOTA_LEFT: [40.0]}]),
        (Quota(0, NOW, limit=1_000), [{Metric.QUOTA_LEFT: [0.0]}]),
        (Quota(400, NOW, limit=None), []),
        (None, []),
    ],
)
def test_what_is_left_of_the_months_calls_is_told_in_percent_when_soundcharts_tells_it(
    quota: Quota | None,
    told: list[dict[str, Any]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("linernotes.bootstrap.reserve.client", lambda _: None)
    monkeypatch.setattr("linernotes.bootstrap.reserve.DynamoUsageStore", lambda *_: KeepsNothing())
    make_reserve(1, lambda: quota, "a-table").check(1, now=NOW)

    assert written_metrics(capsys) == told


class KeepsNothing:
    """A store of what Soundcharts told that has nothing."""

    def read(self) -> None:
        """Give nothing."""

    def write(self, usage: object) -> None:
        """Keep nothing."""
