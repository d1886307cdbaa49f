"""What goes through the queues of runs and deliveries, and the time of a tick."""

from __future__ import annotations

import json

import pytest

from functions.tick import app as tick_app
from linernotes.aws.messages import message_text
from linernotes.bootstrap.page_address import page_url_at
from linernotes.model.errors import MessageBroken
from linernotes.reports.report_ended import ReportEnded, report_ended_text
from linernotes.subscriptions.delivery_messages import DeliveryMessage, delivery_message_from

ASKED = DeliveryMessage("s-1", "20250120T073000Z-s-1", 2, 1, notice=True)
ENDED = ReportEnded("r-1", 1, "subscription", has_callback=False)


def test_both_kinds_of_messages_about_deliveries_are_read_back_as_they_were() -> None:
    assert delivery_message_from(message_text(ASKED)) == ASKED
    assert delivery_message_from(report_ended_text(ENDED)) == ENDED


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "7", "{}", '{"run_id": "x"}', '{"report_id": "x"}', "[" * 100_000],
)
def test_what_is_neither_is_broken(text: str) -> None:
    with pytest.raises(MessageBroken):
        delivery_message_from(text)


def test_a_message_of_a_later_version_is_left_for_who_can_read_it() -> None:
    text = json.dumps({**json.loads(message_text(ASKED)), "v": 2})
    with pytest.raises(MessageBroken, match="version"):
        delivery_message_from(text)


@pytest.mark.parametrize(
    "told", [None, 7, "", "soon", "2026-11-30T07:30:00", "<aws.scheduler.scheduled-time>"]
)
def test_a_tick_without_its_time_says_what_it_needs(told: object) -> None:
    with pytest.raises(tick_app.NoTime, match="time: give"):
        tick_app._time_of({"time": told})


def test_the_page_is_where_the_api_is_unless_it_has_an_address_of_its_own() -> None:
    api_url = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1"
    assert page_url_at("https://{domain}/{stage}/", api_url) == f"{api_url}/"
    assert page_url_at("http://localhost:4566/_aws/execute-api/{api}/{stage}/", api_url) == (
        "http://localhost:4566/_aws/execute-api/abc123/v1/"
    )
    assert page_url_at("https://notes.example/", api_url) == "https://notes.example/"
