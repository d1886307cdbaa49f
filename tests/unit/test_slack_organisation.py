"""An app that is installed in a whole organisation: whose a click is where Slack names no workspace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linernotes.request_line.channel_defaults import no_defaults
from linernotes.slack.acknowledge import AccessPolicy, Acknowledgement, on_click, on_command
from linernotes.slack.clicks import OF_ANOTHER_WORKSPACE
from linernotes.slack.conversation import Conversation
from linernotes.slack.payloads import Click, Command, Origin
from linernotes.slack.ports import SlackAction
from tests.unit.builders import NOW
from tests.unit.slack_world import LINE, WORKSPACE, SlackWorld

COMMAND = Origin(WORKSPACE, "C0", "U0", "1.2.3", "https://hooks.slack.com/x", enterprise="E0")
AT_HOME = replace(COMMAND, workspace="T0HOME", trigger="4.5.6")
"""What Slack tells of a click on what one person sees: their own workspace, and the organisation."""
ONE_WORKSPACE = AccessPolicy([WORKSPACE], ["*"])


def asked(world: SlackWorld) -> Conversation:
    """Have a line asked for, and give its conversation."""
    everybody = AccessPolicy(["*"], ["*"])
    told = on_command(Command(COMMAND, LINE), everybody, now=NOW, page_url="", defaults=no_defaults)
    assert told.message is not None
    world.handle(told.message)
    return world.conversations.conversations[told.message.conversation_id]


def clicked(
    world: SlackWorld, conversation: Conversation, action: SlackAction, *, origin: Origin = AT_HOME
) -> Acknowledgement:
    click = Click(origin, action, f"{conversation.conversation_id} 300", workspace_is_guessed=True)
    return on_click(
        click, ONE_WORKSPACE, now=NOW, page_url="", conversation_of=world.conversations.conversations.get
    )


@pytest.mark.parametrize(
    "action",
    [SlackAction.CREATE, SlackAction.CANCEL, SlackAction.RERUN, SlackAction.REPAIR, SlackAction.DELETE],
)
def test_a_click_on_what_one_person_sees_is_of_the_workspace_it_was_asked_in(
    world: SlackWorld, action: SlackAction
) -> None:
    conversation = asked(world)
    assert conversation.enterprise == "E0"
    message = clicked(world, conversation, action).message
    assert message is not None
    assert (message.workspace, message.enterprise) == (WORKSPACE, "E0")


@pytest.mark.parametrize("enterprise", ["", "E0OTHER"])
def test_a_click_from_another_organisation_is_not(world: SlackWorld, enterprise: str) -> None:
    conversation = asked(world)
    refused = clicked(world, conversation, SlackAction.DELETE, origin=replace(AT_HOME, enterprise=enterprise))
    assert refused.message is None
    assert "This workspace cannot create reports." in str(refused.notice)


def test_a_workspace_that_slack_does_name_is_taken_at_its_word(world: SlackWorld) -> None:
    conversation = asked(world)
    click = Click(AT_HOME, SlackAction.DELETE, conversation.conversation_id)
    told = on_click(
        click,
        AccessPolicy(["*"], ["*"]),
        now=NOW,
        page_url="",
        conversation_of=world.conversations.conversations.get,
    )
    assert told.message is not None
    assert told.message.workspace == "T0HOME"
    hook = world.an_action(SlackAction.DELETE).response_url
    assert world.handle(replace(told.message, response_url=hook)) == "too old"
    assert OF_ANOTHER_WORKSPACE in str([shown.body for shown in world.slack.only_to_one()])
