"""What somebody is told of their last reports: how each stands, with links in a list, and to them alone."""

from __future__ import annotations

from itertools import count

import pytest

from linernotes.reports.sharing import token_digest
from linernotes.slack import ask_back
from linernotes.slack.ports import LAST_KEPT, SlackAction
from local.slack_double import Fault, ShownMessage, texts_of
from tests.unit.slack_world import LINE, USER, SlackWorld

COMMANDS = count()


def told(world: SlackWorld, action: SlackAction, **fields: object) -> ShownMessage:
    world.handle(world.an_action(action, f"command-{next(COMMANDS)}", **fields))
    return world.slack.only_to_one()[-1]


def words(message: ShownMessage) -> str:
    return "\n".join(texts_of(message.body["blocks"]))


def test_each_of_the_last_reports_is_told_as_it_stands_newest_first(world: SlackWorld) -> None:
    for name, failed in (("done", 0), ("incomplete", 1), ("failed", 2)):
        world.handle(world.ask(conversation_id=name))
        world.end_report(name, failed=failed)
        world.clock.advance(60)
    world.handle(world.ask("Nobody on spotify for 2024-09", conversation_id="refused"))
    world.clock.advance(60)
    world.handle(world.ask(conversation_id="running"))
    world.end_jobs("running", at_most=1)
    text = words(told(world, SlackAction.LIST))
    states = [
        "Being made, 1 of 2",
        "Not created",
        "Failed",
        "1 of 2 could not be fetched",
        "Ready ·",
    ]
    assert sorted(states, key=text.index) == states
    assert "Achille Lauro, Elisa · September 2024, Italy" in text
    assert "Nobody on spotify for 2024-09" in text
    listed = told(world, SlackAction.LIST).body
    assert listed["text"].count("asked") == listed["text"].count(" UTC") == 5
    at = world.conversations.conversations["running"].asked_at
    moment = f"<!date^{int(at.timestamp())}^{{date_short}}, {{time}}|{at:%-d %B %Y, %H:%M} UTC>"
    assert f"Being made, 1 of 2 · asked {moment}" in text


def test_a_report_that_waits_for_a_word_of_its_asker_is_not_said_to_be_begun(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask_back, "MANY_CALLS", 1)
    world.handle(world.ask())
    assert world.reports.get("a-conversation") is None
    assert world.slack.only_to_one()[-1].button("create")
    assert "Not begun yet ·" in words(told(world, SlackAction.STATUS))
    world.handle(world.an_action(SlackAction.CANCEL, click="a-click"))
    assert "Not created ·" in words(told(world, SlackAction.STATUS))


def test_a_list_has_a_link_that_opens_to_each_report_that_is_shared(world: SlackWorld) -> None:
    for name in ("one", "two", "three"):
        world.handle(world.ask(conversation_id=name))
        world.handle(world.end_report(name))
        world.clock.advance(60)
    world.handle(world.an_action(SlackAction.UNSHARE, "two", click="a-click"))
    world.clock.advance(60)
    sections = [b for b in told(world, SlackAction.LIST).body["blocks"] if b["type"] == "section"]
    urls = [section.get("accessory", {}).get("url") for section in sections]
    assert [url is not None for url in urls] == [True, False, True]
    for name, url in (("three", urls[0]), ("one", urls[2])):
        link = world.links.find(token_digest(url.partition("#shared=")[2]))
        assert link is not None
        assert link.report_id == name
        assert link.opens(now=world.clock(), unshared_at=world.report(name).unshared_at)


def test_a_status_has_no_links_and_makes_none(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report())
    links = dict(world.links.links)
    assert "accessory" not in str(told(world, SlackAction.STATUS).body["blocks"])
    assert world.links.links == links


def test_ten_are_listed_at_most_and_each_once(world: SlackWorld) -> None:
    for number in range(LAST_KEPT + 2):
        ask = world.ask(LINE, f"conversation-{number}")
        world.handle(ask)
        world.handle(ask)
        world.clock.advance(3_600)
    assert words(told(world, SlackAction.LIST)).count("Being made") == LAST_KEPT
    assert words(told(world, SlackAction.STATUS)).count("Being made") == 3


def test_nobody_sees_anothers_reports_nor_those_of_another_workspace(world: SlackWorld) -> None:
    world.handle(world.ask())
    for fields in ({"user": "U0OTHER"}, {"workspace": "T0OTHER"}):
        message = told(world, SlackAction.LIST, **fields)
        assert "You have no reports here yet" in words(message)
    (seen_by_all,) = [shown for shown in world.slack.messages if not shown.ephemeral]
    assert seen_by_all.ts == world.conversations.conversations["a-conversation"].ts
    assert "Being made" in words(told(world, SlackAction.LIST, user=USER))


def test_names_with_markup_are_shown_as_they_are(world: SlackWorld) -> None:
    world.handle(world.ask('"<!channel> *Lauro*" on spotify for 2024-09'))
    message = told(world, SlackAction.STATUS)
    assert "<!channel>" not in message.body["text"]
    assert {b["text"]["type"] for b in message.body["blocks"] if b["type"] == "section"} == {"plain_text"}


@pytest.mark.parametrize("action", [SlackAction.STATUS, SlackAction.LIST])
def test_a_command_that_is_delivered_again_is_told_once_and_nothing_is_kept_of_it(
    world: SlackWorld, action: SlackAction
) -> None:
    world.handle(world.ask())
    command = world.an_action(action, "a-command")
    assert world.handle(command) == "told of 1 report"
    assert world.handle(command) == "told before"
    assert len(world.slack.only_to_one()) == 1
    assert set(world.conversations.conversations) == {"a-conversation"}
    assert "Being made" in words(told(world, action))


def test_a_command_that_comes_while_it_is_told_waits_and_finds_it_told(world: SlackWorld) -> None:
    command = world.an_action(SlackAction.STATUS, "a-command")
    world.slack.misbehave(Fault("response_url", status=503))
    assert world.handle(command).startswith("retrying in")
    assert world.handle(command) == "told of 0 reports"
    world.deliver()
    assert len(world.slack.only_to_one()) == 1
