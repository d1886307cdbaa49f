"""What operators are told of chart days that are missing: a command that really brings them, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linernotes.api.chart_advice import missing_chart_days
from linernotes.api.chart_events import parse_chart_event
from linernotes.charts.chart_days import ChartDays, LookedAt
from linernotes.charts.charts import Frequency
from linernotes.charts.plan_rankings import ChartQuestion
from linernotes.model.periods import Period
from linernotes.sections.tracks.tracks import TrackQuestion
from tests.unit.builders import LAURO, september
from tests.unit.track_cases import ALL_STORED

QUESTION = TrackQuestion(LAURO, "spotify-followers", Period(september(1), september(30)), "IT")
TWO_OF_THIRTY = LookedAt(Frequency.DAILY, ChartDays(2, 30))
TODAY = date(2025, 1, 15)


def command_for(question: TrackQuestion, retention_days: int = 365) -> str | None:
    missing = missing_chart_days(question, TWO_OF_THIRTY, today=TODAY, retention_days=retention_days)
    assert missing is not None
    command: str | None = missing["command"]
    return command


def test_of_what_is_whole_nothing_is_told() -> None:
    assert missing_chart_days(QUESTION, ALL_STORED, today=TODAY, retention_days=365) is None


@pytest.mark.parametrize(("country", "asked"), [("IT", ("IT",)), (None, ("*",))])
def test_the_command_asks_for_what_the_answer_lacked(country: str | None, asked: tuple[str, ...]) -> None:
    command = command_for(replace(QUESTION, country=country))
    assert command is not None
    given = dict(part.split("=") for part in command.split()[2:])
    event = {name.lower(): value.strip("'") for name, value in given.items()}

    question = parse_chart_event(
        event, usual=ChartQuestion(("deezer",), ("FR",)), today=TODAY, retention_days=365
    )

    assert question == ChartQuestion(("spotify",), asked, QUESTION.period)


def test_days_that_would_not_be_kept_are_not_asked_for() -> None:
    summer = replace(QUESTION, period=Period(date(2024, 8, 20), september(30)))

    assert command_for(summer, retention_days=120) == (
        "make backfill FROM=2024-09-01 TO=2024-09-30 PLATFORM=spotify COUNTRY='IT'"
    )
    assert command_for(QUESTION, retention_days=30) is None
