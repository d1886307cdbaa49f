"""Subscriptions in Slack on the stack: agreed to once, listed, changed, run, paused and deleted."""

from __future__ import annotations

import pytest

from local.slack_double import ShownMessage, SlackDouble, Slacker, texts_of
from tests.e2e.waiting import eventually
from tests.e2e.world import World

CHANNEL = "C0CHANNEL"
LINE = "Billie Eilish on spotify in IT every monday 8:30"


@pytest.fixture
def slacker(world: World, slack: SlackDouble) -> Slacker:
    # A workspace of its own: what other tests leave is not listed here, nor what this one leaves there.
    return Slacker(world.stack.api_url, world.stack.slack_signing_secret, slack.url, workspace="T0SUBSCRIBES")


def told(slack: SlackDouble, text: str) -> ShownMessage:
    """Wait for a message that says this, to one person; gives the last."""

    def said() -> ShownMessage | None:
        shown = [one for one in slack.only_to_one() if text in "\n".join(texts_of(one.body["blocks"]))]
        return shown[-1] if shown else None

    found = eventually(said, f"“{text}” in Slack")
    assert found is not None
    return found


def test_a_line_that_comes_again_is_agreed_to_once_listed_changed_run_paused_and_deleted(
    slack: SlackDouble, slacker: Slacker
) -> None:
    assert slacker.command(LINE).status_code == 200
    question = told(slack, "Create this subscription?")
    told(slack, "Every Monday at 08:30 (Europe/Rome), in this channel")
    create = question.button("subscribe")
    for _ in range(2):
        assert slacker.click(create).status_code == 200
    told(slack, "The subscription was created")

    slacker.command("subscriptions")
    listed = told(slack, "Subscriptions here")
    assert listed.actions == ["run_now", "pause", "edit", "unsubscribe"]
    slacker.click(listed.button("edit"))
    (view,) = slack.views
    chosen = {
        "every": {"selected_option": {"value": "day"}},
        "at": {"selected_time": "07:15"},
        "period": {"selected_option": {"value": "yesterday"}},
    }
    assert slacker.submit(view, chosen).status_code == 200
    told(slack, "“Billie Eilish” comes every day at 07:15 (Europe/Rome) from now on.")

    slacker.click(listed.button("run_now"))
    told(slack, "It is on its way")
    delivered = eventually(lambda: next(iter(slack.in_channel(CHANNEL)), None), "delivery in Slack")
    assert delivered is not None
    text = "\n".join(texts_of(delivered.body["blocks"]))
    assert (
        "You get this because of the subscription “Billie Eilish”, every day at 07:15 (Europe/Rome)." in text
    )
    assert "Spotify Monthly Listeners" in text
    eventually(slack.shown_files, "workbook in Slack")
    (file,) = slack.shown_files()
    assert file.shares == [(CHANNEL, delivered.ts)]

    slacker.click(delivered.button("pause"))
    told(slack, "“Billie Eilish” is paused")
    slacker.click(listed.button("unsubscribe"))
    told(slack, "The subscription was deleted.")
    slacker.command("subscriptions")
    told(slack, "There are no subscriptions here yet")
