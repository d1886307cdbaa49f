"""A conversation from the line to the workbook in its thread, with every call dying, late or told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import timedelta

import pytest

from linernotes.model.errors import SlackBusy, Unavailable
from linernotes.model.report import Status
from linernotes.reports.sharing import token_digest
from linernotes.slack.answer import RETRY_AFTER_S
from linernotes.slack.conversation import POLL_AFTER_S, FileState, Route
from linernotes.slack.ports import SlackAction
from local.slack_double import Fault, SlackDouble, start_slack_double, texts_of
from tests.unit.builders import NOW
from tests.unit.memory import Killed
from tests.unit.slack_world import (
    CHANNEL,
    LEASE,
    LINE,
    REPORTS_PER_HOUR,
    USER,
    SlackWorld,
    found,
)


@pytest.fixture(scope="module")
def double() -> Iterator[SlackDouble]:
    with start_slack_double() as slack:
        yield slack


@pytest.fixture
def world(double: SlackDouble) -> Iterator[SlackWorld]:
    double.reset()
    yield SlackWorld(double)
    assert double.broken == []


def words(world: SlackWorld) -> str:
    return "\n".join(texts_of(world.shown.body["blocks"]))


def title(world: SlackWorld) -> str:
    return str(world.shown.body["blocks"][0]["text"]["text"])


# ------------------------------------------------------------------------------------------- the whole way


def test_one_message_goes_from_accepted_through_progress_to_the_answer(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert title(world) == "Working on it…"
    assert f"/report {LINE}" in words(world)
    world.handle(world.end_report())
    assert title(world) == "Report: September 2024, Italy"
    (file,) = world.slack.shown_files()
    assert file.shares == [(CHANNEL, world.shown.ts)]
    assert world.report().notified_revision == 1


def test_the_report_belongs_to_the_workspace(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert world.report().owner == "slack:T0WORKSPACE"


def test_progress_is_shown_as_jobs_end_and_not_when_nothing_has(world: SlackWorld) -> None:
    world.handle(world.ask())
    before = len(world.shown.versions)
    world.deliver(within_s=4)
    assert len(world.shown.versions) == before
    world.end_jobs(at_most=1)
    world.deliver(within_s=10)
    assert "1 of 2" in words(world)


def test_polls_are_fewer_than_lambda_takes_for_a_loop_and_reach_past_the_deadline(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.deliver(within_s=2_000)
    assert world.conversations.conversations["a-conversation"].polls == len(POLL_AFTER_S) < 16
    assert sum(POLL_AFTER_S) > 900


def test_a_look_that_finds_the_end_tells_it_though_nobody_else_did(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.end_report()
    world.deliver(within_s=10)
    assert title(world).startswith("Report")
    assert len(world.slack.shown_files()) == 1


# ------------------------------------------------------------------------------------- told twice, and dying


@pytest.mark.parametrize("times", [2, 3])
def test_every_message_delivered_several_times_has_one_effect(world: SlackWorld, times: int) -> None:
    ask = world.ask()
    for _ in range(times):
        world.handle(ask)
    for _ in range(times):
        world.slack_queue.waiting += [replace(waiting) for waiting in world.slack_queue.waiting]
        world.deliver(within_s=15)
    tell = world.end_report()
    for _ in range(times):
        world.handle(tell)
    world.deliver(within_s=2_000)
    assert title(world).startswith("Report")
    assert len(world.slack.shown_files()) == 1
    assert len(world.queue.jobs) == 2


@pytest.mark.parametrize("writes", range(14))
def test_a_call_that_dies_before_any_of_its_writes_leaves_one_message_and_one_workbook(
    world: SlackWorld, writes: int
) -> None:
    world.fuse.left = writes
    world.handle_until_done(world.ask())
    tell = world.end_report()
    world.fuse.left = writes
    world.handle_until_done(tell)
    world.fuse.left = None
    world.deliver(within_s=2_000)
    assert title(world).startswith("Report")
    assert world.slack.called("chat.postMessage") == 1
    (file,) = world.slack.shown_files()
    assert file.shares == [(CHANNEL, world.shown.ts)]


def test_while_one_call_has_leased_a_conversation_another_waits_its_turn(world: SlackWorld) -> None:
    world.handle(world.ask())
    tell = world.end_report()
    world.fuse.left = 1
    with pytest.raises(Killed):
        world.handle(tell)
    called = len(world.slack.calls)
    assert world.handle(tell).startswith("retrying in")
    assert len(world.slack.calls) == called
    world.clock.advance(LEASE.total_seconds())
    world.deliver()
    assert len(world.slack.shown_files()) == 1


# --------------------------------------------------------------------------------------------- the workbook


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@pytest.mark.parametrize("done", [True, False])
def test_an_upload_that_is_not_answered_leaves_one_workbook(
    world: SlackWorld, method: str, done: bool
) -> None:
    world.handle(world.ask())
    world.slack.misbehave(Fault(method, drops=True, after=done))
    world.handle(world.end_report())
    world.deliver()
    (file,) = world.slack.shown_files()
    assert (file.content, file.name) == astuple(world.files.get("a-conversation/1/a-try", "report.xlsx"))


def test_where_slack_will_not_say_whether_the_workbook_came_it_is_not_sent_again(world: SlackWorld) -> None:
    world.slack.scopes_missing["files.info"] = "files:read"
    world.handle(world.ask())
    world.slack.misbehave(Fault("files.completeUploadExternal", drops=True, after=True))
    world.handle(world.end_report())
    world.deliver()
    assert len(world.slack.shown_files()) == 1
    assert "the scope files:read is missing" in words(world)


def test_a_missing_scope_is_named_and_the_link_stays(world: SlackWorld) -> None:
    world.slack.scopes_missing["files.getUploadURLExternal"] = "files:write"
    world.handle(world.ask())
    world.handle(world.end_report())
    assert "the scope files:write is missing" in words(world)
    assert "open_page" in world.shown.actions
    file = world.conversations.conversations["a-conversation"].file
    assert file is not None
    assert file.state is FileState.GIVEN_UP


def test_a_failed_report_says_why_and_has_no_file_and_no_link(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=2))
    assert world.report().status is Status.FAILED
    assert title(world).startswith("Report failed")
    assert "Achille Lauro on Spotify Monthly Listeners: Soundcharts answered 500" in words(world)
    assert world.shown.actions == ["repair", "rerun", "other_month"]
    assert world.slack.shown_files() == []


# ------------------------------------------------------------------------------------------ Slack not ready


def test_what_slack_holds_off_is_sent_again_when_it_says(world: SlackWorld) -> None:
    world.slack.misbehave(Fault("chat.postMessage", status=429, error="ratelimited", retry_after=30))
    assert world.handle(world.ask()).startswith("retrying in 31 s")
    world.deliver()
    assert title(world) == "Working on it…"


def test_what_slack_never_takes_is_given_to_the_dead_letters(world: SlackWorld) -> None:
    world.slack.misbehave(Fault("*", times=1_000, status=500))
    message = replace(world.ask(), tries=len(RETRY_AFTER_S))
    with pytest.raises(SlackBusy):
        world.handle(message)


def test_a_message_somebody_deleted_is_left_alone_until_the_answer(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.slack.delete(world.shown)
    world.end_jobs(at_most=1)
    world.deliver(within_s=10)
    assert world.slack.messages == []
    world.handle(world.end_report())
    assert title(world).startswith("Report")


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "token_revoked", "is_archived"])
def test_where_the_bot_may_not_post_the_answer_comes_by_response_url(world: SlackWorld, code: str) -> None:
    world.slack.misbehave(Fault("chat.postMessage", times=100, error=code))
    world.handle(world.ask())
    world.handle(world.end_report())
    assert world.conversations.conversations["a-conversation"].route is Route.RESPONSE_URL
    assert world.shown.response_url is not None
    assert code in words(world)
    assert "open_page" in world.shown.actions


# ----------------------------------------------------------------------------------------- without a token


@pytest.fixture
def tokenless(world: SlackWorld) -> SlackWorld:
    world.token = None
    return world


def test_without_a_token_progress_leaves_two_uses_for_the_answer(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask(LINE.replace("deezer", "instagram")))
    while tokenless.report().pending:
        tokenless.end_jobs(at_most=1)
        tokenless.deliver(within_s=20)
    assert max(tokenless.slack.response_urls.values()) == 3
    tokenless.handle(tokenless.end_report())
    assert title(tokenless).startswith("Report")
    assert max(tokenless.slack.response_urls.values()) == 4
    assert tokenless.slack.called("response_url") == len(tokenless.slack.calls)


def test_after_half_an_hour_a_response_url_is_not_used(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask())
    said = tokenless.slack.called("response_url")
    tokenless.clock.advance(timedelta(minutes=30).total_seconds())
    assert tokenless.handle(tokenless.end_report()).startswith("not to be reached")
    assert tokenless.slack.called("response_url") == said
    assert tokenless.report().status is Status.SUCCEEDED


def test_a_response_url_that_has_gone_is_not_used_again_and_loses_no_report(tokenless: SlackWorld) -> None:
    tokenless.slack.misbehave(Fault("response_url", times=100, status=404))
    tokenless.handle(tokenless.ask())
    assert tokenless.handle(tokenless.end_report()) == "not to be reached: response_url_404"
    assert tokenless.slack.called("response_url") == 1
    assert tokenless.report().status is Status.SUCCEEDED


def test_another_month_is_offered_as_a_line_where_no_form_can_be_opened(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask())
    tokenless.slack.messages.clear()
    tokenless.handle(tokenless.an_action(SlackAction.OTHER_MONTH, "a-click", original_id="a-conversation"))
    assert "/report Achille Lauro, Elisa on spotify, deezer in IT for 2024-08" in words(tokenless)
    assert tokenless.shown.ephemeral


def test_a_click_on_repair_brings_a_response_url_of_its_own(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask())
    tokenless.handle(tokenless.end_report(failed=1))
    tokenless.clock.advance(3_600)
    repair = tokenless.an_action(SlackAction.REPAIR, click="a-click")
    tokenless.handle(repair)
    tokenless.handle(tokenless.end_report())
    said = [
        shown.body
        for shown in tokenless.slack.messages
        if shown.response_url == repair.response_url[-len(shown.response_url or "") :]
    ]
    assert said[-1]["blocks"][0]["text"]["text"] == "Report: September 2024, Italy"


# ------------------------------------------------------------------------------------------------ privately


@pytest.mark.parametrize("token", [True, False])
def test_a_private_answer_is_seen_by_the_asker_alone(world: SlackWorld, token: bool) -> None:
    world.token = world.token if token else None
    world.handle(world.ask(f"{LINE} privately"))
    world.handle(world.end_report())
    assert world.slack.in_channel(CHANNEL) == []
    assert world.shown.ephemeral or world.shown.channel == f"D{USER[1:]}"
    assert len(world.slack.shown_files()) == int(token)


def test_where_the_app_may_not_write_to_somebody_a_private_answer_stays_private(world: SlackWorld) -> None:
    world.slack.scopes_missing["conversations.open"] = "im:write"
    world.handle(world.ask(f"{LINE} privately"))
    world.handle(world.end_report())
    assert world.shown.ephemeral
    assert "the scope im:write is missing" in words(world)


# ------------------------------------------------------------------------------------ what makes no report


def test_a_name_that_fits_several_artists_is_answered_with_the_lines_to_choose_from(
    world: SlackWorld,
) -> None:
    world.upstream.found["Nirvana"] = [found("Nirvana", 1, "US"), found("Nirvana", 2, "GB")]
    world.handle(world.ask("Nirvana on spotify for 2024-09"))
    assert title(world) == "This report could not be created"
    assert "Nirvana [11e81bcc-9c1c-ce38-b96b-000000000002]  (GB)" in words(world)
    assert world.reports.get("a-conversation") is None
    assert world.handle(world.ask("Nirvana on spotify for 2024-09")) == "closed before"


def test_an_artist_given_by_uuid_is_not_searched_for(world: SlackWorld) -> None:
    world.handle(world.ask("Nirvana [11e81bcc-9c1c-ce38-b96b-000000000002] on spotify for 2024-09"))
    assert world.upstream.searched == []
    assert world.report().request.artists[0].name == "Nirvana"


def test_while_soundcharts_does_not_answer_the_message_says_so_and_it_is_tried_again(
    world: SlackWorld,
) -> None:
    answer = world.upstream.found["Elisa"]
    world.upstream.found["Elisa"] = Unavailable("Soundcharts does not answer")
    assert world.handle(world.ask()).startswith("retrying in")
    assert "Soundcharts is not responding. Trying again…" in words(world)
    world.upstream.found["Elisa"] = answer
    world.deliver(within_s=10)
    assert world.report().status is Status.RUNNING


def test_when_soundcharts_never_answers_the_message_says_that(world: SlackWorld) -> None:
    world.upstream.found["Elisa"] = Unavailable("Soundcharts does not answer")
    world.handle(world.ask())
    world.deliver(within_s=2_000)
    assert title(world) == "This report could not be created"
    assert "Soundcharts does not answer" in words(world)
    assert world.slack_queue.waiting == []


def test_who_asks_too_often_in_an_hour_is_told_and_asks_again_in_the_next(world: SlackWorld) -> None:
    for number in range(REPORTS_PER_HOUR):
        world.handle(world.ask(conversation_id=f"conversation-{number}"))
        world.handle(world.ask(conversation_id=f"conversation-{number}"))
    assert world.handle(world.ask(conversation_id="one-more")) == "too many"
    assert world.reports.get("one-more") is None
    (told,) = world.slack.only_to_one()
    assert "the limit of 5 reports an hour" in "\n".join(texts_of(told.body["blocks"]))
    world.clock.advance(3_600)
    assert world.handle(world.ask(conversation_id="next-hour")) == "begun"


# --------------------------------------------------------------------------------------------------- clicks


def test_repair_fetches_what_failed_and_turns_the_same_message_into_the_new_answer(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    assert title(world).startswith("Report (incomplete)")
    repair = world.an_action(SlackAction.REPAIR, click="a-click")
    assert world.handle(repair) == "repairing"
    assert title(world) == "Working on it…"
    assert world.handle(repair) == "repaired before"
    world.handle(world.end_report())
    assert title(world) == "Report: September 2024, Italy"
    assert len(world.slack.shown_files()) == 2
    assert world.slack.called("chat.postMessage") == 1


def test_there_is_no_repairing_what_is_still_being_made(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert world.handle(world.an_action(SlackAction.REPAIR, click="a-click")) == "not repaired"
    (told,) = world.slack.only_to_one()
    assert "This cannot be retried now" in "\n".join(texts_of(told.body["blocks"]))


def test_run_again_makes_another_report_of_the_same_line(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report())
    rerun = world.an_action(SlackAction.RERUN, "another", original_id="a-conversation")
    world.handle(rerun)
    world.handle(rerun)
    assert world.report("another").request == world.report().request
    assert len(world.slack.messages) == 2


def test_stop_sharing_closes_every_link_shown_so_far_and_share_again_makes_a_new_one(
    world: SlackWorld,
) -> None:
    world.handle(world.ask())
    world.handle(world.end_report())
    token = world.shown.button("open_page")["url"].partition("#shared=")[2]
    link = world.links.find(token_digest(token))
    assert link is not None
    world.clock.advance(60)
    world.handle(world.an_action(SlackAction.UNSHARE, click="one"))
    assert "open_page" not in world.shown.actions
    assert not link.opens(now=world.clock(), unshared_at=world.report().unshared_at)
    world.clock.advance(60)
    world.handle(world.an_action(SlackAction.SHARE, click="two"))
    renewed = world.shown.button("open_page")["url"].partition("#shared=")[2]
    assert renewed != token
    link = world.links.find(token_digest(renewed))
    assert link is not None
    assert link.opens(now=world.clock(), unshared_at=world.report().unshared_at)


@pytest.mark.parametrize("action", [SlackAction.REPAIR, SlackAction.UNSHARE, SlackAction.SHARE])
def test_another_workspace_changes_nothing(world: SlackWorld, action: SlackAction) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    before = len(world.slack.messages[0].versions)
    assert world.handle(world.an_action(action, workspace="T0OTHER", click="x")) == "too old"
    assert len(world.slack.messages[0].versions) == before
    assert world.report().unshared_at is None
    assert world.report().revision == 1


def test_another_workspace_cannot_run_a_line_again(world: SlackWorld) -> None:
    world.handle(world.ask())
    rerun = world.an_action(SlackAction.RERUN, "another", original_id="a-conversation", workspace="T0OTHER")
    assert world.handle(rerun) == "too old"
    assert world.reports.get("another") is None


def test_links_are_as_old_as_the_answer_and_close_after_their_time(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report())
    (link,) = world.links.links.values()
    assert link.created_at == NOW
    assert link.opens(now=NOW + timedelta(days=29), unshared_at=None)
    assert not link.opens(now=NOW + timedelta(days=30), unshared_at=None)
