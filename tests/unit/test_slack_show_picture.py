"""The picture in an answer: once, last, by Slack's rules, and nothing fails with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from linernotes.slack.conversation import FileState
from linernotes.slack.picture.main_chart import Chart
from linernotes.slack.ports import SlackAction, SlackMessage
from local.slack_double import Channel, Fault, Kind, ShownFile, SlackDouble
from tests.unit.builders import september
from tests.unit.pixels import HEAD
from tests.unit.slack_world import CHANNEL, USER, SlackWorld

LINE = "Achille Lauro, Elisa on spotify for 2024-09"
IN_WORDS = (
    "Line chart. Spotify Monthly Listeners, Worldwide, September 2024, 2 artists. Achille Lauro: from 101 on "
    "1 September to 130 on 30 September, highest 130 on 30 September. Elisa: from 101 on 1 September to "
    "130 on 30 September, highest 130 on 30 September."
)


@pytest.fixture
def world(double: SlackDouble) -> Iterator[SlackWorld]:
    double.reset()
    world = SlackWorld(double)
    world.values = {september(day): 100 + day for day in range(1, 31)}
    yield world
    assert double.broken == []


def ended(world: SlackWorld, line: str = LINE) -> SlackMessage:
    """Ask for a report and end it; gives the message that says so."""
    world.handle(world.ask(line))
    return world.end_report()


def answer(world: SlackWorld, line: str = LINE) -> None:
    world.handle_until_done(ended(world, line))
    world.deliver()


def pictures(world: SlackWorld) -> list[tuple[ShownFile, str]]:
    return world.slack.pictures(world.shown)


def title(world: SlackWorld) -> str:
    return str(world.shown.body["blocks"][0]["text"]["text"])


def assert_answered_without_picture(world: SlackWorld) -> None:
    assert title(world) == "Report: September 2024, Worldwide"
    assert pictures(world) == []
    assert len(world.slack.shown_files()) == 1
    assert [reply.body["text"] for reply in world.slack.in_thread(world.shown)] == [
        f"<@{USER}> your report is ready"
    ]


# ------------------------------------------------------------------------------------------ what is shown


def test_the_answer_shows_a_picture_and_says_it_in_words(world: SlackWorld) -> None:
    answer(world)
    ((picture, in_words),) = pictures(world)
    assert picture.content.startswith(HEAD)
    assert picture.shares == []
    assert in_words == IN_WORDS
    assert len(world.slack.shown_files()) == 1
    assert world.warned == []


def test_the_answer_and_the_workbook_wait_for_no_picture(world: SlackWorld) -> None:
    assert world.handle(ended(world)).startswith("retrying in")
    assert title(world).startswith("Report")
    assert pictures(world) == []
    assert len(world.slack.shown_files()) == 1
    assert world.reports.get("a-conversation") is not None
    world.deliver(within_s=3)
    assert len(pictures(world)) == 1


def test_whoever_asked_privately_alone_sees_the_picture(world: SlackWorld) -> None:
    answer(world, f"{LINE} privately")
    ((_, in_words),) = pictures(world)
    assert world.shown.channel.startswith("D")
    assert in_words == IN_WORDS


def test_of_a_report_without_a_line_to_draw_there_is_no_picture(world: SlackWorld) -> None:
    world.values = {september(3): 5}
    answer(world)
    assert_answered_without_picture(world)
    assert world.slack.called("files.getUploadURLExternal") == 1
    assert world.warned == []


def test_without_a_token_nothing_is_drawn(world: SlackWorld) -> None:
    world.token = None
    world.draw = _fails
    answer(world)
    ((shown,)) = [one for one in world.slack.messages if one.body["blocks"][0]["type"] == "header"]
    assert world.slack.pictures(shown) == []
    assert world.warned == []


def test_of_a_failed_report_nothing_is_drawn(world: SlackWorld) -> None:
    world.draw = _fails
    world.handle(world.ask(LINE))
    world.handle(world.end_report(failed=2))
    assert title(world).startswith("Report failed")
    assert pictures(world) == []
    assert world.warned == []


# -------------------------------------------------------------------------------------- once, and not more


@pytest.mark.parametrize("times", [2, 3])
def test_told_several_times_there_is_one_picture(world: SlackWorld, times: int) -> None:
    tell = ended(world)
    for _ in range(times):
        world.handle(tell)
    world.deliver()
    world.handle(tell)
    assert len(pictures(world)) == 1
    assert len(world.slack.files) == 2


@pytest.mark.parametrize("writes", range(22))
def test_a_call_that_dies_before_any_of_its_writes_leaves_one_picture(world: SlackWorld, writes: int) -> None:
    tell = ended(world)
    world.fuse.left = writes
    world.handle_until_done(tell)
    world.fuse.left = None
    world.deliver()
    ((_, in_words),) = pictures(world)
    assert in_words == IN_WORDS
    assert world.slack.called("chat.postMessage") == 1
    assert len(world.slack.shown_files()) == 1


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal", "chat.update"]
)
@pytest.mark.parametrize("done", [True, False])
def test_what_slack_does_not_answer_is_tried_again(world: SlackWorld, method: str, done: bool) -> None:
    tell = ended(world)
    world.slack.misbehave(Fault(method, drops=True, after=done))
    world.handle(tell)
    # The next one is the picture's.
    world.slack.misbehave(Fault(method, drops=True, after=done))
    world.deliver()
    assert len(pictures(world)) == 1
    assert len(world.slack.shown_files()) == 1


def test_a_repaired_report_has_a_picture_of_its_own(world: SlackWorld) -> None:
    world.handle(world.ask(LINE))
    world.handle_until_done(world.end_report(failed=1))
    world.deliver()
    ((before, of_one),) = pictures(world)
    assert "1 of 2 artists" in of_one
    world.handle(world.an_action(SlackAction.REPAIR, click="a-click"))
    assert pictures(world) == []
    world.handle_until_done(world.end_report())
    world.deliver()
    ((after, in_words),) = pictures(world)
    assert after.file_id != before.file_id
    assert in_words == IN_WORDS


def test_the_picture_stays_when_sharing_is_stopped(world: SlackWorld) -> None:
    answer(world)
    world.handle(world.an_action(SlackAction.UNSHARE, click="a-click"))
    assert "share" in world.shown.actions
    ((_, in_words),) = pictures(world)
    assert in_words == IN_WORDS


# ------------------------------------------------------------------------------------- nothing fails with it


def _fails(chart: Chart) -> bytes:
    raise RuntimeError(f"no ink for {chart.title}")


def test_where_it_cannot_be_drawn_the_answer_is_complete_and_the_failure_is_logged(world: SlackWorld) -> None:
    world.draw = _fails
    answer(world)
    assert_answered_without_picture(world)
    assert [(what, str(error)) for what, error in world.warned] == [
        ("no picture in the answer", "no ink for Spotify Monthly Listeners")
    ]


def test_without_the_scope_for_files_there_is_no_picture(world: SlackWorld) -> None:
    world.slack.channels.scopes.discard("files:write")
    answer(world)
    assert title(world).startswith("Report")
    assert pictures(world) == []
    assert "the scope files:write is missing" in str(world.shown.body["blocks"])
    assert len(world.warned) == 1


def test_without_the_scope_to_look_it_is_shown_as_soon_as_slack_takes_it(world: SlackWorld) -> None:
    world.slack.channels.scopes.discard("files:read")
    answer(world)
    assert len(pictures(world)) == 1


@pytest.mark.parametrize("scope", [None, "files:read"])
def test_a_picture_slack_never_looks_at_is_given_up(world: SlackWorld, scope: str | None) -> None:
    world.slack.channels.scopes.discard(scope or "")
    world.draw = lambda chart: b"no picture of " + chart.title.encode()
    answer(world)
    assert_answered_without_picture(world)
    assert len(world.warned) == 1
    file = world.conversations.conversations["a-conversation"].picture
    assert file is not None
    assert (file.state, file.why) == (FileState.GIVEN_UP, "Slack refused it (invalid_blocks)")
    assert world.slack.called("upload") == 2


def test_slack_that_answers_no_more_keeps_nobody_waiting_for_a_picture(world: SlackWorld) -> None:
    tell = ended(world)
    world.handle(tell)
    world.slack.misbehave(Fault("files.info", times=100, status=500))
    world.deliver()
    assert_answered_without_picture(world)
    assert len(world.warned) == 1
    assert world.handle(tell) == "answered before, file shared, picture given_up before"


def test_a_picture_somebody_deleted_is_left_out_of_what_is_shown_next(world: SlackWorld) -> None:
    answer(world)
    ((picture, _),) = pictures(world)
    del world.slack.files[picture.file_id]
    world.handle(world.an_action(SlackAction.UNSHARE, click="a-click"))
    assert "share" in world.shown.actions
    assert pictures(world) == []
    assert world.conversations.conversations["a-conversation"].fallback_reason is None


def test_a_message_somebody_deleted_gets_no_picture(world: SlackWorld) -> None:
    tell = ended(world)
    world.handle(tell)
    world.slack.delete(world.shown)
    world.deliver()
    assert [shown for shown in world.slack.messages if not shown.thread] == []
    assert [str(error) for _, error in world.warned] == ["message_not_found"]


def test_in_a_private_channel_without_the_app_the_answer_has_no_picture(world: SlackWorld) -> None:
    world.slack.channels[CHANNEL] = Channel(Kind.PRIVATE)
    world.draw = _fails
    answer(world)
    assert pictures(world) == []
    assert world.warned == []


def test_where_the_answer_goes_by_response_url_after_all_it_shows_no_picture(world: SlackWorld) -> None:
    answer(world)
    click = world.an_action(SlackAction.UNSHARE, click="a-click")
    world.slack.misbehave(Fault("chat.update", error="restricted_action"))
    world.handle(replace(click))
    assert "share" in world.shown.actions
    assert pictures(world) == []
