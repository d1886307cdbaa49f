"""Slack asks back before a report of many calls is created, and says why one cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from linernotes.model.budget import Account, Charge
from linernotes.model.report import Status
from linernotes.slack import ask_back
from linernotes.slack.acknowledge import AccessPolicy, on_click
from linernotes.slack.payloads import Click, Origin
from linernotes.slack.ports import SlackAction, SlackMessage
from local.slack_double import Fault, SlackDouble, texts_of
from local.slack_double.addresses import hook_path
from tests.unit.builders import NOW
from tests.unit.slack_world import CALLS_A_MONTH, CHANNEL, USER, WORKSPACE, SlackWorld

PRICE = 2
"""What the line of these tests takes: two artists on one source that has the country."""
WORKSPACES = Account(f"slack:{WORKSPACE}", f"{NOW:%Y-%m}")


@pytest.fixture
def world(double: SlackDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackWorld]:
    """A world in which more than one call is many."""
    monkeypatch.setattr(ask_back, "MANY_CALLS", 1)
    double.reset()
    yield SlackWorld(double)
    assert double.broken == []


def blocks_of(world: SlackWorld) -> list[dict[str, Any]]:
    """Give the one message that only the asker sees."""
    (question,) = world.slack.only_to_one()
    blocks: list[dict[str, Any]] = question.body["blocks"]
    return blocks


def title(world: SlackWorld) -> str:
    (shown,) = world.slack.in_channel(CHANNEL)
    return str(shown.body["blocks"][0]["text"]["text"])


def click(world: SlackWorld, text: str) -> SlackMessage:
    """Click a button of the question, as Slack tells of it."""
    (question,) = world.slack.only_to_one()
    (buttons,) = [block["elements"] for block in blocks_of(world) if block["type"] == "actions"]
    (button,) = [button for button in buttons if button["text"]["text"] == text]
    path = hook_path(WORKSPACE, CHANNEL, now=world.clock().timestamp(), clicked=question.ts)
    response_url = world.slack.url + path
    origin = Origin(WORKSPACE, CHANNEL, USER, f"trigger-{text}", response_url)
    clicked = Click(origin, button["action_id"], button.get("value", ""))
    acknowledged = on_click(
        clicked,
        AccessPolicy("*", "*"),
        now=world.clock(),
        page_url="https://example.org/",
        conversation_of=world.conversations.get,
    )
    assert acknowledged.message is not None
    return acknowledged.message


def spend(world: SlackWorld, left: int) -> None:
    world.budgets.charge(Charge(WORKSPACES, "another", 1), CALLS_A_MONTH - left, limit=CALLS_A_MONTH)


def test_a_report_of_few_calls_is_created_at_once(world: SlackWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask_back, "MANY_CALLS", PRICE)
    world.handle(world.ask())
    assert world.slack.only_to_one() == []
    assert world.report().status is Status.RUNNING


def test_whoever_asks_for_many_calls_is_asked_back_alone(world: SlackWorld) -> None:
    assert world.handle(world.ask()) == "asked back"
    assert blocks_of(world)[0]["text"]["text"] == "This takes at most 2 calls to Soundcharts"
    assert "100,000 calls are left this month" in "\n".join(texts_of(blocks_of(world)))
    assert world.reports.get("a-conversation") is None
    assert (world.queue.messages, world.budgets.open) == ([], {})


def test_a_click_on_create_it_carries_on(world: SlackWorld) -> None:
    world.handle(world.ask())
    agreed = click(world, "Create it")
    assert (agreed.action, agreed.conversation_id, agreed.number) == (SlackAction.CREATE, "a-conversation", 2)
    assert world.handle(agreed) == "begun"
    assert title(world) == "Working on it…"
    assert "Creating it, with up to 2 calls" in "\n".join(texts_of(blocks_of(world)))
    world.handle(world.end_report())
    assert title(world) == "Report: September 2024, Italy"


def test_clicking_twice_creates_and_charges_once(world: SlackWorld) -> None:
    world.handle(world.ask())
    agreed = click(world, "Create it")
    world.handle(agreed)
    world.handle(agreed)
    assert len(world.queue.jobs) == PRICE
    assert world.budgets.spent(WORKSPACES) == PRICE


def test_a_click_on_cancel_closes_the_conversation(world: SlackWorld) -> None:
    world.handle(world.ask())
    agreed = click(world, "Create it")
    assert world.handle(click(world, "Cancel")) == "cancelled"
    assert world.slack.in_channel(CHANNEL) == []
    assert ask_back.CANCELLED in "\n".join(texts_of(blocks_of(world)))
    assert world.handle(agreed) == "closed before"
    assert world.handle(world.ask()) == "closed before"
    assert world.reports.get("a-conversation") is None


def test_what_is_being_created_is_not_cancelled(world: SlackWorld) -> None:
    world.handle(world.ask())
    no = click(world, "Cancel")
    world.handle(click(world, "Create it"))
    assert world.handle(no) == "created before"
    assert title(world) == "Working on it…"


def test_what_takes_more_than_was_agreed_to_is_asked_again(world: SlackWorld) -> None:
    world.handle(world.ask())
    agreed = replace(click(world, "Create it"), number=1)
    assert world.handle(agreed) == "asked back"
    assert world.handle(click(world, "Create it")) == "begun"


def test_what_is_agreed_to_above_what_is_usual_is_allowed(world: SlackWorld) -> None:
    world.max_calls = 1
    world.handle(world.ask())
    assert world.handle(click(world, "Create it")) == "begun"
    assert world.report().request.max_upstream_calls == PRICE


def test_what_the_workspace_has_not_left_is_refused_in_words_and_not_asked_about(world: SlackWorld) -> None:
    spend(world, left=1)
    assert world.handle(world.ask()) == "refused"
    told = "\n".join(text for shown in world.slack.messages for text in texts_of(shown.body["blocks"]))
    assert "This would take up to 2 calls to Soundcharts, and of this month's 100,000 1 are left" in told
    assert "Create it" not in told
    assert world.reports.get("a-conversation") is None


def test_what_was_spent_between_the_question_and_the_click_is_refused(world: SlackWorld) -> None:
    world.handle(world.ask())
    agreed = click(world, "Create it")
    spend(world, left=1)
    assert world.handle(agreed) == "refused"
    assert world.reports.get("a-conversation") is None


def test_a_click_from_another_workspace_creates_nothing(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert world.handle(replace(click(world, "Create it"), workspace="T0OTHER")) == "too old"
    assert world.reports.get("a-conversation") is None


def test_where_the_channel_cannot_ask_them_alone_a_direct_message_does(world: SlackWorld) -> None:
    world.handle(replace(world.ask(), response_url=""))
    assert world.slack.only_to_one() == []
    (question,) = world.slack.in_channel(f"D{USER[1:]}")
    assert question.body["blocks"][0]["text"]["text"] == "This takes at most 2 calls to Soundcharts"


def test_without_a_bot_token_the_question_is_counted_among_the_uses_of_its_address(world: SlackWorld) -> None:
    world.token = None
    message = world.ask()
    world.handle(message)
    conversation = world.conversations.get("a-conversation")
    assert conversation is not None
    assert (
        conversation.response_url.uses
        == world.slack.response_urls[message.response_url.partition("hooks/")[2]]
    )


@pytest.mark.parametrize("writes", range(8))
def test_a_question_that_was_killed_is_asked_in_the_end(world: SlackWorld, writes: int) -> None:
    world.fuse.left = writes
    world.handle_until_done(world.ask())
    world.fuse.left = None
    assert world.slack.only_to_one()
    assert world.slack.in_channel(CHANNEL) == []


@pytest.mark.parametrize("writes", range(10))
def test_a_click_whose_call_was_killed_creates_one_report(world: SlackWorld, writes: int) -> None:
    world.handle(world.ask())
    agreed = click(world, "Create it")
    world.fuse.left = writes
    world.handle_until_done(agreed)
    world.fuse.left = None
    assert world.report().status is Status.RUNNING
    assert len(world.queue.jobs) == PRICE


def test_a_busy_slack_is_asked_again_later(world: SlackWorld) -> None:
    world.slack.misbehave(Fault("response_url", status=500))
    assert world.handle(world.ask()).startswith("retrying")
