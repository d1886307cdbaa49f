"""What is allowed is stated once: the API, the line in Slack and its form refuse it in the same words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from linernotes.api.validation import parse_report_request
from linernotes.model.errors import InvalidRequest, LineNotUnderstood
from linernotes.model.period_limits import EARLIEST_DAY, MAX_DAYS
from linernotes.model.words import sentence
from linernotes.request_line.reading import read_line
from linernotes.slack.form import FormErrors, line_of_form
from tests.unit.builders import LAURO, NOW
from tests.unit.template import ROOT

TODAY = NOW.date()
LONGEST_FROM = TODAY - timedelta(days=MAX_DAYS - 1)
DAY = timedelta(days=1)


def said_by_the_api(start: str, end: str) -> list[str]:
    body = {"artists": [LAURO.uuid], "platforms": ["spotify"], "start_date": start, "end_date": end}
    try:
        parse_report_request(body, today=TODAY, callback_hosts=())
    except InvalidRequest as error:
        return [sentence(wrong) for _, wrong in error.errors]
    return []


def said_by_the_line(start: str, end: str) -> list[str]:
    try:
        read_line(f"Elisa on spotify for {start}..{end}", today=TODAY)
    except LineNotUnderstood as error:
        return [str(error)]
    return []


def said_by_the_form(start: str, end: str) -> list[str]:
    values = {
        "artists": {"selected_options": [{"value": LAURO.uuid, "text": {"text": "Achille Lauro"}}]},
        "platforms": {"selected_options": [{"value": "spotify"}]},
        "start_date": {"selected_date": start},
        "end_date": {"selected_date": end},
    }
    try:
        line_of_form({name: {name: value} for name, value in values.items()}, today=TODAY)
    except FormErrors as error:
        return list(error.errors.values())
    return []


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (EARLIEST_DAY, EARLIEST_DAY, []),
        (EARLIEST_DAY - DAY, EARLIEST_DAY, ["The first day that can be asked for is 2000-01-01."]),
        (TODAY, TODAY, []),
        (TODAY, TODAY + DAY, ["The last day there can be data for is today, 2025-01-15 (UTC)."]),
        (LONGEST_FROM, TODAY, []),
        (LONGEST_FROM - DAY, TODAY, ["At most 1,830 days, both dates included."]),
    ],
)
def test_the_limits_of_a_period_are_the_same_at_every_door_and_said_in_the_same_words(
    start: date, end: date, said: list[str]
) -> None:
    asked = start.isoformat(), end.isoformat()
    assert said_by_the_api(*asked) == said
    assert said_by_the_line(*asked) == said
    assert said_by_the_form(*asked) == said


def test_one_module_knows_what_a_uuid_looks_like_and_one_how_long_a_period_may_be() -> None:
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text()
        for folder in ("layers", "functions", "local", "ops", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
    }
    model = "layers/shared/linernotes/model"
    assert [name for name, text in sources.items() if "]{8}" in text and "]{12}" in text] == [
        f"{model}/uuids.py"
    ]
    assert [name for name, text in sources.items() if "1_830" in text] == [f"{model}/period_limits.py"]
