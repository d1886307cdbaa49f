"""A conversation from the line to the workbook in its thread, with every call dying, late or told twice."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import timedelta

import pytest

from linernotes.model.errors import SearchesSpent, SlackBusy, Unavailable
from linernotes.model.report import Status
from linernotes.model.request import DEFAULT_SONGS
from linernotes.reports.same_again import SameAgain
from linernotes.reports.sharing import token_digest
from linernotes.slack.choose import line_with
from linernotes.slack.conversation import POLL_AFTER_S, RETRY_AFTER_S, FileState, Route
from linernotes.slack.ports import SlackAction, SlackMessage
from local.slack_double import Channel, Fault, Kind, texts_of
from tests.unit.builders import NOW
from tests.unit.memory import Killed, MemoryAnswers, MemoryChanges
from tests.unit.slack_world import (
    CHANNEL,
    LEASE,
    LINE,
    REPORTS_PER_HOUR,
    USER,
    SlackWorld,
    found,
)

READY = f"<@{USER}> your report is ready"


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


@pytest.mark.parametrize(("section", "limit"), [("top 10 songs", 10), ("songs", DEFAULT_SONGS)])
def test_a_report_looks_at_as_many_songs_as_the_line_says(
    world: SlackWorld, section: str, limit: int
) -> None:
    world.handle(world.ask(f"{LINE} {section}"))
    request = world.report().request
    assert (request.sections, request.songs_limit) == (("songs",), limit)
    assert f"/report {LINE} {section}" in words(world)


def test_the_report_belongs_to_the_workspace(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert world.report().owner == "slack:T0WORKSPACE"


def test_a_line_typed_again_is_answered_at_once_and_once(world: SlackWorld) -> None:
    changes = MemoryChanges(world.windows, world.lookups, {})
    world.again = SameAgain(MemoryAnswers(), changes, release="1", kept_for=timedelta(days=90))
    world.handle(world.ask())
    world.handle(world.end_report())
    world.handle(world.ask(conversation_id="another"))
    first, second = (shown for shown in world.slack.messages if not shown.thread)
    assert second.body["blocks"][0] == first.body["blocks"][0]
    assert len(world.slack.shown_files()) == 2
    assert world.reports.status("another") is Status.SUCCEEDED
    assert {check.report_id for check in world.queue.finalizes[-2:]} == {"another"}, "its end is told"
    assert not [job for job in world.queue.jobs if job.report_id == "another"]


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
    world.slack.channels.scopes.discard("files:read")
    world.slack.channels[CHANNEL].member = True
    world.handle(world.ask())
    world.slack.misbehave(Fault("files.completeUploadExternal", drops=True, after=True))
    world.handle(world.end_report())
    world.deliver()
    assert len(world.slack.shown_files()) == 1
    assert "the scope files:read is missing" in words(world)


def test_a_missing_scope_is_named_and_the_link_stays(world: SlackWorld) -> None:
    world.slack.channels.scopes.discard("files:write")
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
    assert world.shown.actions == ["repair", "rerun", "other_month", "delete"]
    assert world.slack.shown_files() == []


def test_the_bot_joins_a_public_channel_to_put_the_workbook_there(world: SlackWorld) -> None:
    world.handle(world.ask())
    assert not world.slack.channels[CHANNEL].member
    world.handle(world.end_report())
    assert world.slack.called("conversations.join") == 1
    assert len(world.slack.shown_files()) == 1


@pytest.mark.parametrize("scopes", [{"channels:join"}, {"channels:join", "channels:history"}])
def test_where_the_bot_may_not_join_it_asks_to_be_invited_and_the_link_has_the_workbook(
    world: SlackWorld, scopes: set[str]
) -> None:
    world.slack.channels.scopes -= scopes
    world.handle(world.ask())
    world.handle(world.end_report())
    assert world.slack.shown_files() == []
    invitation = "Invite @Liner Notes to this channel to get the file here (not_in_channel). The link has it."
    assert invitation in words(world)
    assert "open_page" in world.shown.actions
    assert replies(world) == [READY]


def test_in_a_private_channel_without_the_bot_there_is_one_answer_and_an_invitation(
    world: SlackWorld,
) -> None:
    world.slack.channels[CHANNEL] = Channel(Kind.PRIVATE)
    world.handle(world.ask())
    world.end_jobs(at_most=1)
    world.deliver(within_s=30)
    assert world.slack.messages == []
    world.handle(world.end_report())
    assert world.slack.in_channel(CHANNEL) == [world.shown]
    assert "Invite @Liner Notes to this channel to get the file here (channel_not_found)" in words(world)


def test_between_two_people_what_is_possible_is_said_and_no_invitation_asked_for(world: SlackWorld) -> None:
    world.slack.channels["D0BOTH"] = Channel(Kind.DIRECT)
    ask = world.an_action(SlackAction.ASK, line=LINE, channel="D0BOTH", acknowledged=True)
    world.handle(ask)
    world.handle(world.end_report())
    assert "Invite" not in words(world)
    said = "with “privately” in the line the file comes in your messages with the app (channel_not_found)"
    assert said in words(world)


@pytest.mark.parametrize("kind", [Kind.PUBLIC, Kind.PRIVATE])
def test_where_the_bot_is_a_member_it_joins_nothing(world: SlackWorld, kind: Kind) -> None:
    world.slack.channels[CHANNEL] = Channel(kind, member=True)
    world.handle(world.ask())
    world.handle(world.end_report())
    assert world.slack.called("conversations.join") == 0
    assert len(world.slack.shown_files()) == 1


def test_with_the_messages_tab_off_a_private_answer_says_who_can_switch_it_on(world: SlackWorld) -> None:
    world.slack.channels.messages_tab = False
    world.handle(world.ask(f"{LINE} privately"))
    world.handle(world.end_report())
    assert world.shown.ephemeral
    assert "switch on the app's Messages tab (messages_tab_disabled)" in words(world)


# ------------------------------------------------------------------------------------- who waits is called


def replies(world: SlackWorld) -> list[str]:
    answer = next(one for one in world.slack.messages if not one.thread and not one.ephemeral)
    return [str(reply.body["text"]) for reply in world.slack.in_thread(answer)]


def test_who_asked_is_called_by_the_comment_of_the_workbook(world: SlackWorld) -> None:
    world.handle(world.ask())
    tell = world.end_report()
    for _ in range(3):
        world.handle(tell)
    assert replies(world) == [READY]


def test_who_asked_is_called_by_a_reply_where_there_is_no_workbook(world: SlackWorld) -> None:
    world.slack.channels.scopes.discard("files:write")
    world.handle(world.ask())
    tell = world.end_report()
    for _ in range(3):
        world.handle(tell)
    assert replies(world) == [READY]


def test_who_asked_is_told_that_a_report_failed(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=2))
    assert replies(world) == [f"<@{USER}> your report could not be made"]


def test_who_had_it_repaired_is_called_to_the_next_revision_beside_who_asked(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.end_report(failed=1))
    world.handle(world.an_action(SlackAction.REPAIR, click="a-click", user="U0COLLEAGUE"))
    world.handle(world.an_action(SlackAction.REPAIR, click="another", user="U0OTHER"))
    world.handle(world.an_action(SlackAction.REPAIR, click="a third", user=USER))
    world.handle(world.end_report(failed=1))
    both = f"<@{USER}> <@U0COLLEAGUE> <@U0OTHER> your report is ready"
    assert replies(world) == [READY, both]
    world.handle(world.an_action(SlackAction.REPAIR, click="a fourth", user=USER))
    world.handle(world.end_report())
    assert replies(world) == [READY, both, READY]


def test_a_click_on_retry_while_it_is_made_takes_no_call_from_who_asked(world: SlackWorld) -> None:
    world.handle(world.ask())
    world.handle(world.an_action(SlackAction.REPAIR, click="a-click", user="U0COLLEAGUE"))
    world.handle(world.end_report())
    assert replies(world) == [f"<@{USER}> <@U0COLLEAGUE> your report is ready"]
    world.handle(world.an_action(SlackAction.REPAIR, click="another", user="U0OTHER"))
    assert "cannot be retried now" in str(world.slack.only_to_one()[-1].body)
    assert world.conversations.conversations["a-conversation"].waiting == ()


@pytest.mark.parametrize("writes", range(14))
def test_a_call_that_dies_before_any_of_its_writes_calls_whoever_waits_once(
    world: SlackWorld, writes: int
) -> None:
    world.slack.channels.scopes.discard("files:write")
    world.handle(world.ask())
    tell = world.end_report()
    world.fuse.left = writes
    world.handle_until_done(tell)
    world.fuse.left = None
    world.deliver(within_s=2_000)
    assert replies(world) == [READY]


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("history", [True, False])
def test_a_reply_slack_did_not_confirm_is_looked_for_and_never_sent_twice(
    world: SlackWorld, done: bool, history: bool
) -> None:
    world.slack.channels.scopes.discard("files:write")
    world.handle(world.ask())
    if not history:
        world.slack.channels.scopes.discard("channels:history")
    world.slack.misbehave(Fault("chat.postMessage", drops=True, after=done))
    world.handle(world.end_report())
    world.deliver()
    assert replies(world) == [READY] * (done or history)


def test_a_reply_slack_holds_off_comes_later_and_once(world: SlackWorld) -> None:
    world.slack.channels.scopes.discard("files:write")
    world.handle(world.ask())
    world.slack.misbehave(Fault("chat.postMessage", status=429, error="ratelimited", retry_after=1))
    world.handle(world.end_report())
    world.deliver()
    assert replies(world) == [READY]


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


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("not_in_channel", "Invite @Liner Notes to this channel to get the file here"),
        ("channel_not_found", "Invite @Liner Notes to this channel to get the file here"),
        ("token_revoked", "Ask an admin to reinstall the app"),
        ("is_archived", "This channel is archived"),
        ("a_word_nobody_knows", "Slack refused it"),
    ],
)
def test_where_the_bot_may_not_post_the_answer_comes_by_response_url_and_says_what_to_do(
    world: SlackWorld, code: str, advice: str
) -> None:
    world.slack.misbehave(Fault("chat.postMessage", times=100, error=code))
    world.handle(world.ask())
    world.handle(world.end_report())
    assert world.conversations.conversations["a-conversation"].route is Route.RESPONSE_URL
    assert world.shown.response_url is not None
    assert f"The workbook is not in the thread. {advice} ({code}). The link has it." in words(world)
    assert "open_page" in world.shown.actions


# ----------------------------------------------------------------------------------------- without a token


@pytest.fixture
def tokenless(world: SlackWorld) -> SlackWorld:
    world.token = None
    return world


def test_without_a_token_there_is_one_answer_and_no_progress(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask(LINE.replace("deezer", "instagram")))
    while tokenless.report().pending:
        tokenless.end_jobs(at_most=1)
        tokenless.deliver(within_s=20)
    assert tokenless.slack.messages == []
    tell = tokenless.end_report()
    for _ in range(3):
        tokenless.handle(tell)
    assert title(tokenless).startswith("Report")
    assert tokenless.slack.in_channel(CHANNEL) == [tokenless.shown]
    assert tokenless.slack.called("response_url") == len(tokenless.slack.calls) == 1


@pytest.mark.parametrize("writes", range(10))
def test_without_a_token_a_call_that_dies_before_any_of_its_writes_leaves_an_answer(
    tokenless: SlackWorld, writes: int
) -> None:
    tokenless.fuse.left = writes
    tokenless.handle_until_done(tokenless.ask())
    tell = tokenless.end_report()
    tokenless.fuse.left = writes
    tokenless.handle_until_done(tell)
    tokenless.fuse.left = None
    tokenless.deliver(within_s=2_000)
    answers = tokenless.slack.in_channel(CHANNEL)
    assert len(answers) in (1, 2)  # By a response URL nobody can look whether one is there already.
    assert all(answer.body["text"].startswith("Report: ") for answer in answers)
    assert tokenless.slack.only_to_one() == []


def test_who_was_not_told_at_once_hears_that_it_is_being_worked_on(tokenless: SlackWorld) -> None:
    ask = replace(tokenless.ask(), acknowledged=False)  # as a form's, which Slack answers by closing it
    tokenless.handle(ask)
    tokenless.handle(ask)
    tokenless.deliver(within_s=100)
    assert tokenless.shown.ephemeral
    assert title(tokenless) == "Working on it…"
    tokenless.handle(tokenless.end_report())
    (answer,) = tokenless.slack.in_channel(CHANNEL)
    assert answer.body["blocks"][0]["text"]["text"].startswith("Report")


def test_without_a_token_clicks_still_replace_the_answer(tokenless: SlackWorld) -> None:
    tokenless.handle(tokenless.ask())
    tokenless.handle(tokenless.end_report())
    tokenless.handle(tokenless.an_action(SlackAction.UNSHARE, click="one"))
    assert "open_page" not in tokenless.shown.actions
    tokenless.handle(tokenless.an_action(SlackAction.SHARE, click="two"))
    assert "open_page" in tokenless.shown.actions


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
    assert "(response_url_404)" in tokenless.handle(tokenless.end_report())
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
    tokenless.handle(tokenless.an_action(SlackAction.REPAIR, click="a-click"))
    assert title(tokenless) == "Working on it…"
    tokenless.handle(tokenless.end_report())
    assert title(tokenless) == "Report: September 2024, Italy"
    assert not tokenless.shown.ephemeral


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
    world.slack.channels.scopes.discard("im:write")
    world.handle(world.ask(f"{LINE} privately"))
    world.handle(world.end_report())
    assert world.shown.ephemeral
    assert "the scope im:write is missing" in words(world)


# ------------------------------------------------------------------------------------ what makes no report


@pytest.fixture
def namesakes(world: SlackWorld) -> SlackWorld:
    """A refusal, as two artists are called Nirvana."""
    world.upstream.found["Nirvana"] = [found("Nirvana", 1, "US"), found("Nirvana", 2, "GB")]
    world.handle(world.ask("Elisa, Nirvana on spotify for 2024-09"))
    return world


def choice(world: SlackWorld, number: int) -> SlackMessage:
    """Make what the function of Slack hands over when one of the artists is chosen."""
    button = world.slack.only_to_one()[0].button(f"choose:{number}")
    original, _, choice = button["value"].partition(" ")
    return world.an_action(
        SlackAction.CHOOSE, f"chosen-{number}", original_id=original, choice=choice, click="a-click"
    )


def test_a_name_that_fits_several_artists_is_answered_to_the_asker_alone_with_a_button_for_each(
    namesakes: SlackWorld,
) -> None:
    assert namesakes.slack.in_channel(CHANNEL) == []
    assert namesakes.shown.ephemeral
    assert title(namesakes) == "This report could not be created"
    assert "2 artists are called 'Nirvana'" in namesakes.shown.body["text"]
    assert "uuid" not in words(namesakes)
    assert namesakes.shown.button("choose:1")["text"]["text"] == "Nirvana (United Kingdom)"
    assert namesakes.reports.get("a-conversation") is None
    again = namesakes.ask("Elisa, Nirvana on spotify for 2024-09")
    assert namesakes.handle(again) == "closed before"


@pytest.mark.parametrize("token", [True, False])
def test_choosing_one_of_several_artists_makes_the_report_with_that_one(
    namesakes: SlackWorld, token: bool
) -> None:
    namesakes.token = namesakes.token if token else None
    chosen = choice(namesakes, 1)
    for _ in range(2):
        assert namesakes.handle(chosen) == "begun"
    artists = namesakes.report("chosen-1").request.artists
    assert [artist.uuid[-1] for artist in artists][1:] == ["2"]
    (asked,) = namesakes.slack.only_to_one()
    assert asked.body["blocks"][0]["text"]["text"] == "Working on it…"
    assert "choose" not in repr(asked.body)
    namesakes.handle(namesakes.end_report("chosen-1"))
    (answer,) = namesakes.slack.in_channel(CHANNEL)
    assert answer.body["blocks"][0]["text"]["text"].startswith("Report:")
    assert namesakes.slack.broken == []


def test_another_workspace_chooses_nothing(namesakes: SlackWorld) -> None:
    assert namesakes.handle(replace(choice(namesakes, 1), workspace="T0OTHER")) == "too old"
    assert namesakes.reports.get("chosen-1") is None


def test_where_no_artist_is_called_so_the_most_alike_take_the_place_of_the_name(world: SlackWorld) -> None:
    world.upstream.found["Elissa"] = [found("Elisa", 5), found("Elyssa", 6)]
    world.handle(world.ask("Achille Lauro, Elissa on spotify for 2024-09"))
    assert world.handle(choice(world, 0)) == "begun"
    assert world.report("chosen-0").request.artists[1].uuid.endswith("5")


def test_who_is_refused_after_the_response_url_has_run_out_is_told_directly(world: SlackWorld) -> None:
    ask = world.ask("Nobody on spotify for 2024-09")
    world.upstream.found["Nobody"] = []
    world.clock.advance(1_801)
    world.handle(replace(ask, at=NOW))
    assert world.shown.channel == f"D{USER[1:]}"
    assert title(world) == "This report could not be created"


def test_a_name_that_a_comma_parted_is_one_artist_and_each_name_is_searched_for_once(
    world: SlackWorld,
) -> None:
    world.upstream.found["Tyler"] = [found("Tyler, The Creator", 1)]
    world.handle(world.ask("Tyler, The Creator, Elisa on spotify for 2024-09"))
    assert [artist.name for artist in world.report().request.artists] == ["Tyler, The Creator", "Elisa"]
    assert sorted(world.upstream.searched) == ["Elisa", "The Creator", "Tyler"]


def test_an_artist_chosen_for_a_name_with_a_comma_takes_the_place_of_that_name(world: SlackWorld) -> None:
    band = "Earth, Wind & Fire"
    world.upstream.found["Nirvana"] = [found("Nirvana", 1, "US"), found("Nirvana", 2, "GB")]
    world.upstream.found["Earth"] = [found(band, 3, "US"), found(band, 4, "FR")]
    world.handle(world.ask(f"Nirvana, {band} on spotify for 2024-09"))
    button = world.slack.only_to_one()[0].button("choose:2")
    assert button["text"]["text"] == f"{band} (United States)"
    original, _, chosen = button["value"].partition(" ")
    line = world.conversations.conversations[original].line
    assert line_with(line, chosen, today=NOW.date()) == (
        f'Nirvana, "{band}" [{found(band, 3).artist.uuid}] on spotify for 2024-09'
    )


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


def test_a_line_whose_searches_are_used_up_waits_for_the_next_minute(world: SlackWorld) -> None:
    answer = world.upstream.found["Elisa"]
    world.upstream.found["Elisa"] = SearchesSpent(60, wait_s=12.3)
    assert world.handle(world.ask()).startswith("retrying in 13 s: At most 60 of your searches")
    world.upstream.found["Elisa"] = answer
    world.deliver(within_s=14)
    assert world.report().status is Status.RUNNING


def test_when_soundcharts_never_answers_the_message_says_that(world: SlackWorld) -> None:
    world.upstream.found["Elisa"] = Unavailable("Soundcharts does not answer")
    world.handle(world.ask())
    world.deliver(within_s=2_000)
    trying, refused = world.slack.only_to_one()
    assert "Soundcharts is not responding. Trying again…" in "\n".join(texts_of(trying.body))
    assert "Soundcharts does not answer" in refused.body["text"]
    assert world.slack.in_channel(CHANNEL) == []
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
    assert len(world.slack.in_channel(CHANNEL)) == 2


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
    (told,) = world.slack.only_to_one()
    assert "belongs to another workspace" in told.body["text"]
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
