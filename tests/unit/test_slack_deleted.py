"""A report asked for in Slack and deleted: nothing more comes of it, and whoever clicks is told why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from linernotes.reports.delete_report import delete_report
from linernotes.slack.answer import DELETED, FORGOTTEN
from linernotes.slack.clicks import TOO_OLD
from linernotes.slack.conversation import RETRY_AFTER_S, owner_of
from linernotes.slack.ports import SlackAction
from local.slack_double import Fault, ShownMessage, SlackDouble, start_slack_double, texts_of
from tests.unit.builders import closes_nothing
from tests.unit.slack_world import LEASE, USER, WORKSPACE, SlackWorld


@pytest.fixture(scope="module")
def running_slack() -> Iterator[SlackDouble]:
    with start_slack_double() as double:
        yield double


@pytest.fixture
def world(running_slack: SlackDouble) -> Iterator[SlackWorld]:
    running_slack.reset()
    yield SlackWorld(running_slack)
    assert running_slack.broken == []


def deleted(world: SlackWorld) -> None:
    """Delete the report as its owner would, and what its conversation holds."""
    delete_report(
        "a-conversation",
        owner_of(WORKSPACE),
        now=world.clock(),
        reports=world.reports,
        files=world.files,
        forget=world.conversations.forget,
        spending=world.services().spending,
    )


def test_nothing_more_is_shown_of_a_report_that_was_deleted_while_it_was_made(world: SlackWorld) -> None:
    ask = world.ask()
    world.handle(ask)
    deleted(world)
    shown = len(world.slack.messages[0].versions)
    assert world.handle(ask) == FORGOTTEN
    world.deliver()
    assert world.slack_queue.waiting == []
    assert len(world.slack.messages[0].versions) == shown
    assert world.conversations.conversations == {}
    assert world.reports.get("a-conversation") is None


@pytest.mark.parametrize("action", [SlackAction.REPAIR, SlackAction.UNSHARE, SlackAction.SHARE])
def test_whoever_clicks_at_a_deleted_report_is_told_so(world: SlackWorld, action: SlackAction) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    deleted(world)
    assert world.handle(world.an_action(action, click="one")) == "too old"
    assert TOO_OLD in str(world.slack.messages[-1].body)


@pytest.mark.parametrize("action", [SlackAction.REPAIR, SlackAction.SHARE])
def test_so_are_those_who_click_before_the_conversation_is_forgotten(
    world: SlackWorld, action: SlackAction
) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    world.reports.delete("a-conversation", owner_of(WORKSPACE), now=world.clock(), closing=closes_nothing)
    assert world.handle(world.an_action(action, click="one")) == "too old"
    assert TOO_OLD in str(world.slack.messages[-1].body)


def test_a_line_that_comes_again_does_not_make_its_deleted_report_again(
    world: SlackWorld,
) -> None:
    ask = world.ask()
    world.handle(ask)
    world.reports.delete("a-conversation", owner_of(WORKSPACE), now=world.clock(), closing=closes_nothing)
    assert world.handle(ask) == "refused"
    assert DELETED in str(world.slack.messages[-1].body)
    assert world.reports.get("a-conversation") is None


# ------------------------------------------------------------------------------------------ "Delete report"

OTHER = "U0COLLEAGUE"


def shown(world: SlackWorld) -> ShownMessage:
    """Give the one message that all see."""
    (message,) = (one for one in world.slack.messages if not one.thread and not one.ephemeral)
    return message


def said(world: SlackWorld) -> str:
    return "\n".join(texts_of(shown(world).body["blocks"]))


def kept(world: SlackWorld) -> str:
    """Give all that is kept of conversations, as text."""
    return str((world.conversations.conversations, world.conversations.last, world.files.files))


def answered(world: SlackWorld, *, failed: int = 0) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=failed))


def is_deleted(world: SlackWorld) -> bool:
    """Say whether nothing is left of the report but a message that says who deleted it."""
    assert world.reports.get("a-conversation") is None
    owner = owner_of(WORKSPACE)
    assert not world.reports.delete("a-conversation", owner, now=world.clock(), closing=closes_nothing)
    assert world.files.files == {}
    assert USER not in kept(world)
    assert world.slack.shown_files() == []
    assert all(file.deleted for file in world.slack.files.values())
    assert "Lauro" not in str(shown(world).body)
    return f"Deleted by <@{OTHER}>." in said(world) and f"<@{OTHER}>" in shown(world).body["text"]


def test_any_member_deletes_a_report_with_all_that_is_kept_of_it_and_the_message_says_who(
    world: SlackWorld,
) -> None:
    answered(world)
    menu = shown(world).button("delete")
    assert menu["options"][0]["value"] == "a-conversation"
    assert menu["confirm"]["style"] == "danger"
    assert USER in kept(world)
    assert world.files.files
    click = world.an_action(SlackAction.DELETE, click="a-click", user=OTHER)
    assert world.handle(click) == "deleted"
    assert is_deleted(world)
    assert shown(world).actions == []
    assert world.handle(world.ask()) == FORGOTTEN
    assert world.conversations.last_of(WORKSPACE, USER) == []


def test_the_workbooks_of_every_revision_are_deleted_in_slack(world: SlackWorld) -> None:
    answered(world, failed=1)
    world.handle(world.an_action(SlackAction.REPAIR, click="a-click"))
    world.handle(world.end_report())
    assert len(world.slack.shown_files()) == 2
    world.handle(world.an_action(SlackAction.DELETE, click="another", user=OTHER))
    assert is_deleted(world)


def test_a_click_that_comes_again_deletes_nothing_twice_and_says_so(world: SlackWorld) -> None:
    answered(world)
    click = world.an_action(SlackAction.DELETE, click="a-click", user=OTHER)
    world.handle(click)
    versions = len(shown(world).versions)
    assert world.handle(click) == "too old"
    assert TOO_OLD in str(world.slack.only_to_one()[-1].body)
    assert len(shown(world).versions) == versions
    assert is_deleted(world)


@pytest.mark.parametrize("writes", range(8))
def test_a_call_that_dies_before_any_of_its_writes_leaves_what_the_next_one_finishes(
    world: SlackWorld, writes: int
) -> None:
    answered(world)
    click = world.an_action(SlackAction.DELETE, click="a-click", user=OTHER)
    world.fuse.left = writes
    world.handle_until_done(click)
    world.fuse.left = None
    assert is_deleted(world)


@pytest.mark.parametrize("method", ["files.delete", "chat.update"])
def test_a_slack_that_is_busy_is_asked_again_and_people_are_forgotten_though_it_never_answers(
    world: SlackWorld, method: str
) -> None:
    answered(world)
    world.slack.misbehave(Fault(method, status=503))
    world.handle(world.an_action(SlackAction.DELETE, click="a-click", user=OTHER))
    assert world.reports.get("a-conversation") is None
    assert world.conversations.conversations
    world.deliver()
    assert is_deleted(world)

    world.slack.reset()
    world.handle(world.ask(conversation_id="another"))
    world.handle(world.end_report("another"))
    world.slack.misbehave(Fault(method, times=100, status=503))
    click = world.an_action(
        SlackAction.DELETE, "another", click="a-click", user=OTHER, tries=len(RETRY_AFTER_S)
    )
    assert world.handle(click) == "deleted"
    assert USER not in kept(world)


def test_a_workbook_that_slack_does_not_delete_is_named(world: SlackWorld) -> None:
    answered(world)
    world.slack.misbehave(Fault("files.delete", error="cant_delete_file"))
    world.handle(world.an_action(SlackAction.DELETE, click="a-click", user=OTHER))
    assert "Slack did not delete the workbook in the thread; delete it there." in said(world)
    assert USER not in kept(world)


def test_a_workbook_that_somebody_deleted_before_is_none_to_speak_of(world: SlackWorld) -> None:
    answered(world)
    (file,) = world.slack.shown_files()
    world.slack.delete_file(file.file_id)
    world.handle(world.an_action(SlackAction.DELETE, click="a-click", user=OTHER))
    assert is_deleted(world)
    assert "did not delete" not in said(world)


def test_an_answer_that_cannot_be_edited_or_was_no_bots_is_replaced_by_the_clicks_own_address(
    world: SlackWorld,
) -> None:
    answered(world)
    world.slack.misbehave(Fault("chat.update", error="cant_update_message"))
    world.handle(world.an_action(SlackAction.DELETE, click="a-click", user=OTHER))
    assert is_deleted(world)

    world.slack.reset()
    world.token = None
    world.handle(world.ask(conversation_id="another"))
    world.handle(world.end_report("another"))
    world.handle(world.an_action(SlackAction.DELETE, "another", click="a-click", user=OTHER))
    assert f"Deleted by <@{OTHER}>." in said(world)
    assert USER not in kept(world)


def test_another_workspace_deletes_nothing(world: SlackWorld) -> None:
    answered(world)
    click = world.an_action(SlackAction.DELETE, click="a-click", user=OTHER, workspace="T0OTHER")
    assert world.handle(click) == "too old"
    assert "belongs to another workspace" in str(world.slack.only_to_one()[-1].body)
    assert world.report()
    assert len(world.slack.shown_files()) == 1


def test_of_a_report_that_is_gone_already_the_rest_goes_too(world: SlackWorld) -> None:
    answered(world)
    owner = owner_of(WORKSPACE)
    world.reports.delete("a-conversation", owner, now=world.clock(), closing=closes_nothing)
    world.reports.mark_deleted("a-conversation")
    world.files.files.clear()
    world.clock.advance(LEASE.total_seconds() + timedelta(days=1).total_seconds())
    assert world.handle(world.an_action(SlackAction.DELETE, click="a-click", user=OTHER)) == "deleted"
    assert is_deleted(world)
