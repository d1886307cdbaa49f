"""Subscriptions in Slack: asked for by a line or a button, agreed to, listed, run, changed and deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from linernotes.model.errors import Unavailable
from linernotes.model.request import Artist
from linernotes.request_line.channel_defaults import no_defaults
from linernotes.request_line.rhythms import LineRhythm
from linernotes.slack import change_subscription as changing
from linernotes.slack import subscribe as subscribing
from linernotes.slack.acknowledge import (
    AccessPolicy,
    Acknowledgement,
    on_click,
    on_command,
    on_failure,
    on_submission,
)
from linernotes.slack.payloads import Click, Command, Origin, Submission
from linernotes.slack.ports import SlackAction
from linernotes.slack.repeat_form import (
    MOVE_FORM,
    REPEAT_FORM,
    repeat_view,
    rhythm_in,
    rhythm_of_form,
    rhythm_told,
)
from linernotes.slack.subscription_question import MOST_LISTED, Here, subscription_list
from linernotes.subscriptions.subscription import (
    MOST_SUBSCRIPTIONS,
    EmailTarget,
    Every,
    MovingPeriod,
    Pause,
    PausedBy,
    Rhythm,
    SlackTarget,
    Subscription,
)
from local.slack_double import Member, ShownMessage, broken_limits, texts_of
from local.slack_double.limits import broken_by_view
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.memory import Killed
from tests.unit.slack_world import CHANNEL, LEASE, USER, WORKSPACE, SlackWorld, found
from tests.unit.subscription_builders import a_content, a_subscription
from tests.unit.test_slack_fail import breaks, run

OWNER = f"slack:{WORKSPACE}"
LINE = "Elisa on spotify in IT every monday 8:30"
CANONICAL = "Elisa on spotify in IT for last week every monday 08:30"
IN_ROME = f"{CANONICAL} Europe/Rome"
EVERYBODY = AccessPolicy(["*"], ["*"])
ORIGIN = Origin(WORKSPACE, CHANNEL, USER, "1.2.3", "https://hooks.slack.com/commands/T0/1/x")


def words(shown: ShownMessage) -> str:
    return "\n".join(texts_of(shown.body["blocks"]))


def asked(world: SlackWorld, line: str = CANONICAL, **fields: Any) -> ShownMessage:
    """Have a line handled; gives the question, which whoever asked sees alone."""
    world.handle(world.an_action(SlackAction.ASK, line=line, acknowledged=True, **fields))
    return world.slack.messages[-1]


def click(world: SlackWorld, action: SlackAction, **fields: Any) -> str:
    return world.handle(world.an_action(action, **fields))


def made(world: SlackWorld) -> Subscription:
    (subscription,) = world.subscriptions.of_owner(OWNER)
    return subscription


def kept(world: SlackWorld, *subscriptions: Subscription) -> None:
    for one in subscriptions:
        world.subscriptions.add(one)


def of_here(**overrides: Any) -> Subscription:
    content = a_content(deliver=(SlackTarget(CHANNEL),), **overrides.pop("content", {}))
    return a_subscription(**{"owner": OWNER, "content": content, **overrides})


# ------------------------------------------------------------------------------------ what Slack sends first


def commanded(text: str) -> Acknowledgement:
    return on_command(Command(ORIGIN, text), EVERYBODY, now=NOW, page_url="", defaults=no_defaults)


def clicked(action: SlackAction, value: str, access: AccessPolicy = EVERYBODY) -> Acknowledgement:
    return on_click(
        Click(ORIGIN, action.value, value), access, now=NOW, page_url="", conversation_of=lambda _: None
    )


def test_a_line_that_comes_again_is_handed_over_as_any_other() -> None:
    message = commanded(LINE).message
    assert message is not None
    assert (message.action, message.line) == (SlackAction.ASK, CANONICAL)


def test_a_line_that_cannot_come_again_is_refused_with_one_that_can() -> None:
    acknowledged = commanded("Elisa on spotify for 2024 every monday")
    assert acknowledged.message is None
    assert "/report Elisa on spotify for last week every monday 08:30" in json.dumps(acknowledged.body)


def test_the_list_is_asked_for_by_a_word_of_its_own() -> None:
    message = commanded(" Subscriptions ").message
    assert message is not None
    assert message.action is SlackAction.SUBSCRIPTIONS


@pytest.mark.parametrize(
    "action", [SlackAction.RUN_NOW, SlackAction.PAUSE, SlackAction.RESUME, SlackAction.UNSUBSCRIBE]
)
def test_a_click_on_a_subscription_is_handed_over_with_its_id(action: SlackAction) -> None:
    message = clicked(action, "s-1").message
    assert message is not None
    assert (message.action, message.original_id, message.user) == (action, "s-1", USER)
    assert message.conversation_id == ORIGIN.identity


def test_nobody_changes_a_subscription_from_where_they_may_not_ask() -> None:
    refused = clicked(SlackAction.PAUSE, "s-1", AccessPolicy(["*"], ["C0ELSEWHERE"]))
    assert refused.message is None
    assert "cannot be created in this channel" in json.dumps(refused.notice)


@pytest.mark.parametrize("form", [REPEAT_FORM, MOVE_FORM])
def test_the_form_opens_from_a_button_and_keeps_to_the_limits(form: str) -> None:
    repeats = form == REPEAT_FORM
    action = SlackAction.REPEAT if repeats else SlackAction.EDIT
    rhythm = LineRhythm("month", "last_quarter", 31, time(7, 5), "Europe/Rome")
    acknowledged = clicked(action, "a-conversation" if repeats else f"s-1 {rhythm_told(rhythm)}")
    view = acknowledged.view
    assert view is not None
    assert broken_by_view(view) == []
    assert (view["callback_id"], acknowledged.trigger) == (form, ORIGIN.trigger)
    assert json.loads(view["private_metadata"])["about"] == ("a-conversation" if repeats else "s-1")
    initial = [block["element"].get("initial_option", {}).get("value") for block in view["blocks"]]
    assert initial == (["week 1", None, "last_week"] if repeats else ["month 31", None, "last_quarter"])
    assert view["blocks"][1]["element"]["initial_time"] == ("08:30" if repeats else "07:05")
    assert acknowledged.fallback is not None
    assert "could not be opened" in json.dumps(acknowledged.fallback.notice)


def values(every: str, period: str = "last_week", at: str | None = "08:30") -> Mapping[str, Any]:
    return {
        "every": {"every": {"selected_option": {"value": every}}},
        "at": {"at": {"selected_time": at}},
        "period": {"period": {"selected_option": {"value": period}}},
    }


@pytest.mark.parametrize(
    ("every", "period", "rhythm"),
    [
        ("day", "yesterday", LineRhythm("day", "yesterday")),
        ("week 5", "last_28_days", LineRhythm("week", "last_28_days", 5)),
        ("month 31", "month_to_date", LineRhythm("month", "month_to_date", 31)),
    ],
)
def test_what_is_chosen_in_the_form_is_handed_over_as_a_line_says_it(
    every: str, period: str, rhythm: LineRhythm
) -> None:
    for form, action in ((REPEAT_FORM, SlackAction.REPEAT), (MOVE_FORM, SlackAction.MOVE)):
        sent = Submission(ORIGIN, values(every, period), form, "about-this")
        message = on_submission(sent, EVERYBODY, now=NOW, page_url="", defaults=no_defaults).message
        assert message is not None
        assert (message.action, message.original_id) == (action, "about-this")
        assert rhythm_in(message.line) == rhythm


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({**values("day"), "every": {}}, "every"),
        (values("fortnight"), "every"),
        (values("day", "2024"), "period"),
        (values("day", at=None), "at"),
        (values("day", at="25:00"), "at"),
    ],
)
def test_what_no_form_of_ours_has_is_refused_at_its_field(chosen: Mapping[str, Any], field: str) -> None:
    sent = Submission(ORIGIN, chosen, REPEAT_FORM, "a-conversation")
    body = on_submission(sent, EVERYBODY, now=NOW, page_url="", defaults=no_defaults).body
    assert body is not None
    assert list(body["errors"]) == [field]


def test_a_form_that_fails_says_so_at_a_field_it_has() -> None:
    body = on_failure(Submission(ORIGIN, values("day"), MOVE_FORM, "s-1"), "a-number").body
    assert body is not None
    assert list(body["errors"]) == ["every"]


def test_a_form_opens_again_with_what_was_chosen_in_it() -> None:
    rhythm = rhythm_of_form(values("week 3", "last_7_days", "23:45"))
    view = repeat_view(ORIGIN, "s-1", form=MOVE_FORM, rhythm=rhythm)
    elements = [block["element"] for block in view["blocks"]]
    assert elements[0]["initial_option"]["value"] == "week 3"
    assert elements[1]["initial_time"] == "23:45"
    assert elements[2]["initial_option"]["value"] == "last_7_days"


# -------------------------------------------------------------------------------------------- made of a line


def test_whoever_asks_sees_alone_what_would_come_when_and_what_it_takes(world: SlackWorld) -> None:
    shown = asked(world)
    assert shown.ephemeral
    told = words(shown)
    assert "Create this subscription?" in told
    assert "Spotify Monthly Listeners · Italy, last week" in told
    assert "Every Monday at 08:30 (Europe/Rome), in this channel" in told
    assert f"/report {IN_ROME}" in told
    assert "First: <!date^" in told
    assert "It takes at most 5 calls to Soundcharts a month, 1 each time. 100,000 calls are left" in told
    assert shown.actions == ["subscribe", "cancel"]
    assert world.subscriptions.of_owner(OWNER) == []


def test_what_is_agreed_to_is_made_for_the_channel_by_whoever_clicked(world: SlackWorld) -> None:
    asked(world)
    assert click(world, SlackAction.SUBSCRIBE, user="U0OTHER") == "subscribed"
    subscription = made(world)
    assert subscription.subscription_id == "a-conversation"
    assert subscription.made_by == "U0OTHER"
    content = subscription.content
    assert content.title == "Elisa"
    assert content.rhythm == Rhythm(Every.WEEK, time(8, 30), "Europe/Rome", 1)
    assert content.deliver == (SlackTarget(CHANNEL),)
    assert content.request.period is MovingPeriod.LAST_WEEK
    assert (content.request.request.artists, content.request.request.country) == ((ELISA,), "IT")
    (shown,) = world.slack.messages
    assert "The subscription was created" in words(shown)
    assert "subscribe" not in shown.actions


def test_privately_it_comes_to_whoever_asked_alone(world: SlackWorld) -> None:
    shown = asked(world, "Elisa on spotify for last week privately every monday 08:30")
    assert "to you alone" in words(shown)
    click(world, SlackAction.SUBSCRIBE)
    assert made(world).content.deliver == (SlackTarget(USER),)


def test_asked_for_in_a_direct_message_it_comes_there(world: SlackWorld) -> None:
    asked(world, channel="D0MANAGER")
    click(world, SlackAction.SUBSCRIBE)
    assert made(world).content.deliver == (SlackTarget(USER),)


@pytest.mark.parametrize("times", [2, 3])
def test_a_button_pressed_several_times_makes_one(world: SlackWorld, times: int) -> None:
    asked(world)
    for number in range(times):
        click(world, SlackAction.SUBSCRIBE, click=f"click-{number}")
    assert made(world).version == 1
    assert "The subscription was created" in words(world.slack.messages[-1])


@pytest.mark.parametrize("writes", range(6))
def test_a_call_that_dies_before_any_of_its_writes_makes_one(world: SlackWorld, writes: int) -> None:
    world.fuse.left = writes
    world.handle_until_done(world.an_action(SlackAction.ASK, line=CANONICAL, acknowledged=True))
    agreed = world.an_action(SlackAction.SUBSCRIBE)
    world.fuse.left = writes
    world.handle_until_done(agreed)
    world.fuse.left = None
    world.clock.advance(LEASE.total_seconds() + 1)
    world.deliver()
    assert made(world).content.title == "Elisa"


def test_a_subscription_that_was_made_is_not_cancelled_by_an_old_button(world: SlackWorld) -> None:
    asked(world)
    click(world, SlackAction.SUBSCRIBE)
    assert click(world, SlackAction.CANCEL) == "subscribed before"
    assert made(world).content.title == "Elisa"


def test_what_was_cancelled_or_deleted_is_not_made_by_an_old_button(world: SlackWorld) -> None:
    asked(world)
    assert click(world, SlackAction.CANCEL) == "cancelled"
    assert click(world, SlackAction.SUBSCRIBE) == "closed before"
    assert world.subscriptions.of_owner(OWNER) == []
    assert "The subscription was not created." in words(world.slack.messages[-1])


def test_a_subscription_is_none_of_the_last_reports(world: SlackWorld) -> None:
    asked(world)
    assert world.conversations.last_of(WORKSPACE, USER) == []


def test_only_the_workspace_it_was_asked_for_in_makes_it(world: SlackWorld) -> None:
    asked(world)
    assert click(world, SlackAction.SUBSCRIBE, workspace="T0OTHER") == "too old"
    assert world.subscriptions.of_owner(OWNER) == []


def test_an_artist_of_several_is_chosen_before_it_is_asked_for(world: SlackWorld) -> None:
    world.upstream.found["Elisa"] = [found("Elisa", 1, "IT"), found("Elisa", 2, "FR")]
    world.handle(world.an_action(SlackAction.ASK, line=CANONICAL, acknowledged=True))
    assert "Choose the artist" in words(world.slack.messages[-1])
    choice = f"0 {found('Elisa', 2).artist.uuid}"
    click(world, SlackAction.CHOOSE, conversation_id="chosen", original_id="a-conversation", choice=choice)
    click(world, SlackAction.SUBSCRIBE, conversation_id="chosen")
    assert made(world).content.request.request.artists[0].uuid == found("Elisa", 2).artist.uuid


def test_while_soundcharts_does_not_answer_it_is_tried_again(world: SlackWorld) -> None:
    asked(world)
    answer = world.upstream.found["Elisa"]
    world.upstream.found["Elisa"] = Unavailable("Soundcharts does not answer")
    assert click(world, SlackAction.SUBSCRIBE).startswith("retrying in")
    world.upstream.found["Elisa"] = answer
    world.deliver()
    assert made(world).content.title == "Elisa"


def test_where_soundcharts_never_answers_that_is_said_in_the_place_of_the_question(world: SlackWorld) -> None:
    asked(world)
    world.upstream.found["Elisa"] = Unavailable("Soundcharts does not answer")
    click(world, SlackAction.SUBSCRIBE)
    world.deliver(within_s=600)
    assert world.subscriptions.of_owner(OWNER) == []
    told = words(world.slack.messages[-1])
    assert "The subscription was not created. Soundcharts does not answer." in told


@pytest.mark.parametrize("action", [SlackAction.SUBSCRIBE, SlackAction.PAUSE])
def test_a_click_that_fails_unexpectedly_is_told_with_what_to_quote(
    world: SlackWorld, monkeypatch: pytest.MonkeyPatch, action: SlackAction
) -> None:
    kept(world, of_here())
    asked(world)
    monkeypatch.setattr(subscribing, "create_subscription", breaks)
    monkeypatch.setattr(changing, "change_subscription", breaks)
    run(world, world.an_action(action, click="a-click", original_id="s-1"))
    told = "\n".join(words(shown) for shown in world.slack.messages)
    assert "Something went wrong" in told
    assert "a-conversation" in told
    assert [one.paused for one in world.subscriptions.of_owner(OWNER)] == [None]


def test_at_the_owners_limit_it_is_said_why_there_is_no_more(world: SlackWorld) -> None:
    kept(world, *[of_here(subscription_id=f"s-{number}") for number in range(MOST_SUBSCRIPTIONS)])
    asked(world)
    assert click(world, SlackAction.SUBSCRIBE) == "not subscribed"
    assert len(world.subscriptions.of_owner(OWNER)) == MOST_SUBSCRIPTIONS
    assert "The subscription was not created." in words(world.slack.messages[-1])


# ------------------------------------------------------------------------------------------------ whose zone


def test_a_zone_in_the_line_comes_before_that_of_the_profile(world: SlackWorld) -> None:
    asked(world, f"{CANONICAL} America/New_York")
    click(world, SlackAction.SUBSCRIBE)
    assert made(world).content.rhythm.time_zone == "America/New_York"
    assert world.slack.called("users.info") == 0


@pytest.mark.parametrize("why", ["scope", "nobody", "no zone"])
def test_where_the_zone_is_not_to_be_known_it_is_utc_and_said(world: SlackWorld, why: str) -> None:
    if why == "scope":
        world.slack.channels.scopes.discard("users:read")
    world.slack.members = (
        {} if why == "nobody" else {USER: Member(tz="" if why == "no zone" else "Europe/Rome")}
    )
    shown = asked(world)
    assert "(UTC)" in words(shown)
    assert "The app may not see your time zone, so the time is in UTC." in words(shown)
    click(world, SlackAction.SUBSCRIBE)
    assert made(world).content.rhythm.time_zone == "UTC"


def test_the_zone_that_was_shown_is_the_one_that_is_made(world: SlackWorld) -> None:
    asked(world)
    world.slack.members[USER] = Member(tz="Asia/Kolkata")
    click(world, SlackAction.SUBSCRIBE)
    assert made(world).content.rhythm.time_zone == "Europe/Rome"


def test_a_zone_there_is_not_is_refused(world: SlackWorld) -> None:
    shown = asked(world, f"{CANONICAL} Europe/Atlantis")
    assert "There is no time zone “Europe/Atlantis”" in words(shown)
    assert "Create this subscription?" not in words(shown)


# ------------------------------------------------------------------------------------------ what it may take


def test_what_takes_more_than_a_months_budget_is_refused_before_it_is_asked(world: SlackWorld) -> None:
    names = [f"Artist {number}" for number in range(50)]
    for number, name in enumerate(names):
        world.upstream.found[name] = [found(name, number)]
    platforms = (
        "spotify, instagram, tiktok, youtube, deezer, facebook, twitter, soundcloud, bandsintown, songkick"
    )
    world.max_calls = 100_000
    shown = asked(world, f"{', '.join(names)} on {platforms} for last quarter top 100 songs every day 08:30")
    assert "calls to Soundcharts" in words(shown)
    assert "subscribe" not in shown.actions


# ------------------------------------------------------------------------------------------ made of a report


def a_report_that_ended(world: SlackWorld) -> ShownMessage:
    world.handle(world.ask())
    world.handle(world.end_report())
    return world.shown


def test_a_finished_answer_has_a_button_and_a_failed_one_has_not(world: SlackWorld) -> None:
    assert "repeat" in a_report_that_ended(world).actions
    world.handle(world.ask(conversation_id="another"))
    world.handle(world.end_report("another", failed=2))
    assert "repeat" not in world.slack.in_channel(CHANNEL)[-1].actions


def test_a_report_that_is_there_comes_again_as_the_form_says(world: SlackWorld) -> None:
    a_report_that_ended(world)
    often = rhythm_told(LineRhythm("month", "last_month", 3, time(9, 0)))
    click(world, SlackAction.REPEAT, conversation_id="again", original_id="a-conversation", line=often)
    shown = world.slack.messages[-1]
    assert shown.ephemeral
    often = "for last month every month on the 3rd 09:00 Europe/Rome"
    assert f"/report Achille Lauro, Elisa on spotify, deezer in IT {often}" in words(shown)
    click(world, SlackAction.SUBSCRIBE, conversation_id="again")
    assert made(world).content.rhythm == Rhythm(Every.MONTH, time(9, 0), "Europe/Rome", 3)
    assert made(world).content.request.request.artists == (LAURO, ELISA)


def test_a_report_that_was_deleted_does_not_come_again(world: SlackWorld) -> None:
    outcome = click(world, SlackAction.REPEAT, conversation_id="again", original_id="gone", line="x")
    assert outcome == "too old"
    assert "has been deleted" in words(world.slack.messages[-1])


# ---------------------------------------------------------------------------------------- listed and changed


def listed(world: SlackWorld, **fields: Any) -> ShownMessage:
    world.handle(world.an_action(SlackAction.SUBSCRIPTIONS, "a-list", **fields))
    return world.slack.messages[-1]


def test_the_list_has_what_comes_here_or_to_whoever_asks_or_is_theirs(world: SlackWorld) -> None:
    def to(number: int, target: str, title: str, made_by: str = "U0OTHER") -> Subscription:
        content = a_content(title=title, deliver=(SlackTarget(target),))
        return a_subscription(subscription_id=f"s-{number}", owner=OWNER, content=content, made_by=made_by)

    kept(
        world,
        to(1, CHANNEL, "Here"),
        to(2, USER, "To me"),
        to(3, "C0ELSEWHERE", "Elsewhere"),
        to(4, "U0OTHER", "Of another"),
        to(5, "C0ELSEWHERE", "Made by me", made_by=USER),
        replace(to(6, CHANNEL, "Of a key"), owner="ada"),
    )
    told = words(listed(world))
    assert [title for title in ("Here", "To me", "Made by me") if title not in told] == []
    assert [title for title in ("Elsewhere", "Of another", "Of a key") if f"\n{title}\n" in told] == []
    assert "Every Monday at 08:30 (Europe/Rome), in this channel" in told
    assert "Next: <!date^" in told


def test_the_list_is_told_once_and_to_one(world: SlackWorld) -> None:
    kept(world, of_here())
    shown = listed(world)
    assert shown.ephemeral
    assert shown.actions == ["run_now", "pause", "edit", "unsubscribe"]
    assert world.handle(world.an_action(SlackAction.SUBSCRIPTIONS, "a-list")) == "told before"
    assert len(world.slack.messages) == 1


def test_an_empty_list_says_how_to_make_one(world: SlackWorld) -> None:
    told = words(listed(world))
    assert "There are no subscriptions here yet" in told
    assert "every monday 8:30" in told


def test_one_that_is_paused_says_why_and_has_resume(world: SlackWorld) -> None:
    pause = Pause(PausedBy.FAILURES, NOW, "Three in a row failed.")
    kept(world, of_here(paused=pause, next_due=None))
    shown = listed(world)
    assert "Paused. Three in a row failed." in words(shown)
    assert shown.actions == ["run_now", "resume", "edit", "unsubscribe"]


@pytest.mark.parametrize("name", ["<!channel>", "*b*", "x" * 900, "é" * 300])
def test_the_longest_list_keeps_to_every_limit_whatever_the_titles(name: str) -> None:
    pause = Pause(PausedBy.FAILURES, NOW, name)
    content = a_content(
        title=name, deliver=(EmailTarget("a@b.example"), *[SlackTarget(f"C{n}") for n in range(9)])
    )
    many = [
        a_subscription(subscription_id=f"s-{n}", owner=OWNER, content=content, paused=pause, next_due=None)
        for n in range(100)
    ]
    message = subscription_list(many, Here(CHANNEL, USER))
    assert broken_limits(message) == []
    told = "\n".join(texts_of(message["blocks"]))
    assert f"and {100 - MOST_LISTED} more" in told
    assert "outside Slack, and to 9 others" in told


def test_run_now_begins_one_run_a_minute_and_leaves_the_schedule(world: SlackWorld) -> None:
    kept(world, of_here())
    before = made(world)
    click(world, SlackAction.RUN_NOW, conversation_id="click-1", original_id="s-1")
    click(world, SlackAction.RUN_NOW, conversation_id="click-2", original_id="s-1")
    (run,) = world.subscriptions.begun.values()
    assert (run.due_at, run.report_id) == (None, "click-1")
    assert {sent.run_id for sent in world.runs.sent} == {run.run_id}
    assert made(world) == before
    assert "It is on its way" in words(world.slack.messages[-1])
    world.clock.advance(60)
    click(world, SlackAction.RUN_NOW, conversation_id="click-3", original_id="s-1")
    assert len(world.subscriptions.begun) == 2


@pytest.mark.parametrize("action", [SlackAction.RUN_NOW, SlackAction.RESUME])
def test_what_nobody_would_get_is_not_run_and_whoever_clicks_is_told(
    world: SlackWorld, action: SlackAction
) -> None:
    pause = Pause(PausedBy.UNSUBSCRIBED, NOW, "Its last target has unsubscribed.")
    kept(world, replace(of_here(), content=a_content(deliver=()), paused=pause, next_due=None))
    click(world, action, original_id="s-1")
    assert (world.subscriptions.begun, world.runs.sent) == ({}, [])
    assert "Give at least one target: the last one has unsubscribed." in words(world.slack.messages[-1])


def test_pause_and_resume_are_said_and_may_be_pressed_again(world: SlackWorld) -> None:
    kept(world, of_here())
    for _ in range(2):
        click(world, SlackAction.PAUSE, original_id="s-1")
        assert made(world).next_due is None
        assert "“Monday in Rome” is paused" in words(world.slack.messages[-1])
    for _ in range(2):
        click(world, SlackAction.RESUME, original_id="s-1")
        assert made(world).next_due is not None
    assert "comes again, every Monday at 08:30 (Europe/Rome)." in words(world.slack.messages[-1])


def test_edit_changes_when_it_comes_and_the_days_it_is_about_and_keeps_its_zone(world: SlackWorld) -> None:
    kept(world, of_here())
    often = rhythm_told(LineRhythm("day", "yesterday", None, time(7, 15)))
    click(world, SlackAction.MOVE, original_id="s-1", line=often)
    content = made(world).content
    assert content.rhythm == Rhythm(Every.DAY, time(7, 15), "Europe/Rome")
    assert content.request.period is MovingPeriod.YESTERDAY
    assert content.title == "Monday in Rome"


def test_delete_deletes_it_and_an_old_button_says_so(world: SlackWorld) -> None:
    kept(world, of_here())
    click(world, SlackAction.UNSUBSCRIBE, original_id="s-1")
    assert world.subscriptions.of_owner(OWNER) == []
    click(world, SlackAction.RUN_NOW, original_id="s-1")
    assert "This subscription has been deleted." in words(world.slack.messages[-1])


@pytest.mark.parametrize("action", ["run_now", "pause", "resume", "move", "unsubscribe"])
def test_nobody_changes_what_is_another_owners(world: SlackWorld, action: str) -> None:
    kept(world, of_here(owner="ada"), of_here(owner="slack:T0OTHER"))
    before = dict(world.subscriptions.kept)
    click(world, SlackAction(action), original_id="s-1", line="yesterday every day 08:30")
    assert world.subscriptions.kept == before
    assert world.runs.sent == []
    assert "This subscription has been deleted." in words(world.slack.messages[-1])


def test_a_run_that_dies_before_it_is_sent_is_sent_when_the_click_comes_again(world: SlackWorld) -> None:
    kept(world, of_here())
    pressed = world.an_action(SlackAction.RUN_NOW, "click-1", original_id="s-1")
    world.fuse.left = 1
    with pytest.raises(Killed):
        world.handle(pressed)
    world.handle(pressed)
    assert len(world.subscriptions.begun) == 1
    assert [sent.subscription_id for sent in world.runs.sent] == ["s-1"]


def test_the_names_of_artists_make_the_title_and_no_more_than_fit(world: SlackWorld) -> None:
    names = [f"Artist number {number} of a long list" for number in range(20)]
    for number, name in enumerate(names):
        world.upstream.found[name] = [found(name, number)]
    asked(world, f"{', '.join(names)} on spotify for last week every monday 08:30")
    click(world, SlackAction.SUBSCRIBE)
    title = made(world).content.title
    assert title.startswith("Artist number 0 of a long list, ")
    assert len(title) <= 100
    assert isinstance(made(world).content.request.request.artists[19], Artist)
