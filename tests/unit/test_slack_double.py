"""The double of Slack's side refuses what Slack's reference says Slack refuses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from linernotes.slack.payloads import Click, command_from, interaction_from
from local.slack_double import ALL_SCOPES, Channel, Kind, SlackDouble, Slacker, broken_limits, unspoken
from local.slack_double.addresses import hook_path, new_trigger
from local.slack_double.channels import SlackSays

CHANNEL, DIRECT = "C0CHANNEL", "D0MANAGER"
SAID: dict[str, Any] = {"text": "said", "blocks": []}
VIEW = {name: {"text": name} for name in ("title", "submit", "close")}
NOW = 1_700_000_000.0


@pytest.fixture
def slack() -> SlackDouble:
    double = SlackDouble("http://double/")
    double.now = lambda: NOW
    return double


def refusal(slack: SlackDouble, method: str, **asked: Any) -> str:
    """Give the word a call is refused by."""
    with pytest.raises(SlackSays) as said:
        slack.call(method, asked)
    return str(said.value)


def posted(slack: SlackDouble, channel: str = CHANNEL) -> str:
    return str(slack.call("chat.postMessage", {"channel": channel, **SAID})["ts"])


def a_file(slack: SlackDouble) -> dict[str, Any]:
    file = slack.new_file("report.xlsx")
    file.content = b"x"
    return {"files": [{"id": file.file_id}]}


def test_by_its_public_scope_the_bot_posts_where_it_is_no_member_and_does_nothing_else_there(
    slack: SlackDouble,
) -> None:
    ts = posted(slack)
    assert refusal(slack, "conversations.history", channel=CHANNEL, oldest="0") == "not_in_channel"
    file = a_file(slack)
    shared = {**file, "channel_id": CHANNEL, "thread_ts": ts}
    assert refusal(slack, "files.completeUploadExternal", **shared) == "not_in_channel"
    slack.call("conversations.join", {"channel": CHANNEL})
    slack.call("files.completeUploadExternal", {**shared, "initial_comment": "here"})
    assert [reply.body["text"] for reply in slack.in_thread(slack.messages[0])] == ["here"]
    assert len(slack.call("conversations.history", {"channel": CHANNEL, "oldest": "0"})["messages"]) == 1


def test_without_the_public_scope_only_members_post(slack: SlackDouble) -> None:
    slack.channels.scopes.discard("chat:write.public")
    assert refusal(slack, "chat.postMessage", channel=CHANNEL, **SAID) == "not_in_channel"
    slack.channels[CHANNEL].member = True
    posted(slack)


@pytest.mark.parametrize("kind", [Kind.PRIVATE, Kind.DIRECT])
def test_of_a_channel_that_is_not_public_slack_says_to_others_that_there_is_none(
    slack: SlackDouble, kind: Kind
) -> None:
    slack.channels["C0SECRET"] = Channel(kind)
    asked = {
        "channel": "C0SECRET",
        "channel_id": "C0SECRET",
        "thread_ts": "1.1",
        "oldest": "0",
        **a_file(slack),
    }
    for method in ("chat.postMessage", "conversations.history", "files.completeUploadExternal"):
        assert refusal(slack, method, **asked) == "channel_not_found"
    assert refusal(slack, "conversations.join", **asked) == "method_not_supported_for_channel_type"


def test_there_are_no_channels_but_those_there_are(slack: SlackDouble) -> None:
    for method in ("chat.postMessage", "conversations.join"):
        assert refusal(slack, method, channel="C0NOWHERE", **SAID) == "channel_not_found"
    assert refusal(slack, "chat.postMessage", channel=DIRECT, **SAID) == "channel_not_found"
    slack.call("conversations.open", {"users": "U0MANAGER"})
    posted(slack, DIRECT)


def test_with_the_messages_tab_off_nobody_is_written_to(slack: SlackDouble) -> None:
    slack.channels.messages_tab = False
    slack.call("conversations.open", {"users": "U0MANAGER"})
    assert refusal(slack, "chat.postMessage", channel=DIRECT, **SAID) == "messages_tab_disabled"


def test_an_archived_channel_takes_nothing(slack: SlackDouble) -> None:
    slack.channels[CHANNEL] = Channel(archived=True)
    assert refusal(slack, "chat.postMessage", channel=CHANNEL, **SAID) == "is_archived"
    assert refusal(slack, "conversations.join", channel=CHANNEL) == "is_archived"


@pytest.mark.parametrize(
    ("method", "scope"),
    [
        ("chat.postMessage", "chat:write"),
        ("chat.update", "chat:write"),
        ("conversations.open", "im:write"),
        ("conversations.join", "channels:join"),
        ("conversations.history", "channels:history"),
        ("conversations.replies", "channels:history"),
        ("files.getUploadURLExternal", "files:write"),
        ("files.completeUploadExternal", "files:write"),
        ("files.info", "files:read"),
    ],
)
def test_each_method_needs_its_scope_and_names_it(slack: SlackDouble, method: str, scope: str) -> None:
    assert scope in ALL_SCOPES
    slack.channels.scopes.discard(scope)
    with pytest.raises(SlackSays) as said:
        slack.call(method, {"channel": CHANNEL, "oldest": "0", "ts": "1.1", "users": "U0", "file": "F"})
    assert (str(said.value), said.value.needed) == ("missing_scope", scope)


@pytest.mark.parametrize(("kind", "scope"), [(Kind.PRIVATE, "groups:history"), (Kind.DIRECT, "im:history")])
def test_history_needs_the_scope_of_the_kind_of_channel(slack: SlackDouble, kind: Kind, scope: str) -> None:
    slack.channels["C0SECRET"] = Channel(kind, member=True)
    slack.channels.scopes.discard(scope)
    assert refusal(slack, "conversations.history", channel="C0SECRET", oldest="0") == "missing_scope"


@pytest.mark.parametrize("replaces", [True, False])
def test_the_response_url_of_a_command_only_adds_messages(slack: SlackDouble, replaces: bool) -> None:
    hook = hook_path("T0", CHANNEL, now=NOW).removeprefix("hooks/")
    for _ in range(5):
        assert slack.respond(hook, {**SAID, "replace_original": replaces}) is None
    assert len(slack.only_to_one()) == 5
    assert slack.respond(hook, SAID) == "used_url"


def test_the_response_url_of_a_click_replaces_what_was_clicked(slack: SlackDouble) -> None:
    ts = posted(slack)
    hook = hook_path("T0", CHANNEL, now=NOW, clicked=ts).removeprefix("hooks/")
    assert slack.respond(hook, {**SAID, "text": "new", "replace_original": True}) is None
    assert [shown.body["text"] for shown in slack.messages] == ["new"]
    assert slack.respond(hook, {**SAID, "response_type": "in_channel"}) is None
    assert len(slack.in_channel(CHANNEL)) == 2


def test_what_one_person_sees_does_not_become_what_all_see(slack: SlackDouble) -> None:
    slack.respond(hook_path("T0", CHANNEL, now=NOW).removeprefix("hooks/"), SAID)
    hook = hook_path("T0", CHANNEL, now=NOW, clicked=slack.messages[0].ts).removeprefix("hooks/")
    slack.respond(hook, {**SAID, "replace_original": True, "response_type": "in_channel"})
    assert len(slack.broken) == 1


def test_a_response_url_lasts_half_an_hour(slack: SlackDouble) -> None:
    hook = hook_path("T0", CHANNEL, now=NOW - 30 * 60 - 1).removeprefix("hooks/")
    assert slack.respond(hook, SAID) == "expired_url"
    assert slack.respond("T0/C0CHANNEL/x", SAID) == "expired_url"


def test_a_trigger_opens_one_form_within_three_seconds(slack: SlackDouble) -> None:
    trigger = new_trigger(now=NOW - 2.9)
    slack.call("views.open", {"trigger_id": trigger, "view": VIEW})
    for made, word in (
        (trigger, "exchanged_trigger_id"),
        (new_trigger(now=NOW - 3.1), "expired_trigger_id"),
        ("a-trigger", "invalid_trigger_id"),
    ):
        assert refusal(slack, "views.open", trigger_id=made, view=VIEW) == word


def test_only_messages_of_the_bot_are_changed(slack: SlackDouble) -> None:
    slack.respond(
        hook_path("T0", CHANNEL, now=NOW).removeprefix("hooks/"), {**SAID, "response_type": "in_channel"}
    )
    (shown,) = slack.messages
    assert refusal(slack, "chat.update", channel=CHANNEL, ts=shown.ts, **SAID) == "cant_update_message"
    assert refusal(slack, "chat.update", channel=CHANNEL, ts="1.1", **SAID) == "message_not_found"


def test_figures_that_a_screen_reader_does_not_hear_are_named() -> None:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Spotify: 266,009 → 270,936"}]}
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [line]}]}]
    assert unspoken({"text": "A report", "blocks": blocks}) == ["266,009", "270,936"]
    assert unspoken({"text": "A report. Spotify: 266,009 → 270,936", "blocks": blocks}) == []
    assert unspoken({"text": "x" * 3_000, "blocks": blocks}) == []


@pytest.mark.parametrize(("enterprise", "team"), [(None, {"id": "T0"}), ("E0", None)])
def test_in_an_organisation_a_click_names_its_workspace_by_its_message(
    slack: SlackDouble, monkeypatch: pytest.MonkeyPatch, enterprise: str | None, team: object
) -> None:
    sent: list[dict[str, Any]] = []
    slacker = Slacker("", "", slack.url, workspace="T0", enterprise=enterprise, home="T9")
    monkeypatch.setattr(slacker, "send", lambda _, form: sent.append(json.loads(form["payload"])))
    button = {"type": "button", "action_id": "rerun", "text": {"text": "Again"}}
    slack.post({"channel": CHANNEL, "text": "said", "blocks": [{"type": "actions", "elements": [button]}]})
    slacker.click(slack.messages[0].button("rerun"))
    (payload,) = sent
    assert payload["team"] == team
    assert payload["is_enterprise_install"] is (enterprise is not None)
    assert (payload["user"]["team_id"], payload["message"]["team"]) == ("T9", "T0")
    body = urlencode({"payload": json.dumps(payload)}).encode()
    click = interaction_from(body, response_hosts=())
    assert isinstance(click, Click)
    assert click.origin.workspace == "T0"


def test_in_an_organisation_a_command_names_it_and_a_click_on_what_one_person_sees_no_workspace(
    slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    slacker = Slacker("", "", slack.url, workspace="T0", enterprise="E0", home="T9")
    monkeypatch.setattr(slacker, "send", lambda _, form: sent.append(json.loads(form["payload"])))
    form = slacker.command_form("help")
    assert (form["team_id"], form["enterprise_id"], form["is_enterprise_install"]) == ("T0", "E0", "true")
    command = command_from(urlencode(form).encode(), response_hosts=())
    assert (command.origin.workspace, command.origin.enterprise) == ("T0", "E0")
    button = {"type": "button", "action_id": "create", "text": {"text": "Create it"}}
    hook = hook_path("T0", CHANNEL, now=NOW).removeprefix("hooks/")
    slack.respond(hook, {"text": "said", "blocks": [{"type": "actions", "elements": [button]}]})
    slacker.click(slack.messages[0].button("create"))
    (payload,) = sent
    assert payload["team"] is None
    assert "message" not in payload
    click = interaction_from(urlencode({"payload": json.dumps(payload)}).encode(), response_hosts=())
    assert isinstance(click, Click)
    assert (click.origin.workspace, click.origin.enterprise) == ("T9", "E0")
    assert click.workspace_is_guessed


def test_of_a_menu_slack_sends_what_was_chosen_and_not_what_there_was(
    slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    slacker = Slacker("", "", slack.url)
    monkeypatch.setattr(slacker, "send", lambda _, form: sent.append(json.loads(form["payload"])))
    option = {"text": {"type": "plain_text", "text": "Delete report"}, "value": "a-conversation"}
    menu = {"type": "overflow", "action_id": "delete", "options": [option]}
    slack.post({"channel": CHANNEL, "text": "said", "blocks": [{"type": "actions", "elements": [menu]}]})
    slacker.click(slack.messages[0].button("delete"))
    (payload,) = sent
    assert payload["actions"] == [{"type": "overflow", "action_id": "delete", "selected_option": option}]
    click = interaction_from(urlencode({"payload": json.dumps(payload)}).encode(), response_hosts=())
    assert isinstance(click, Click)
    assert (click.action, click.value) == ("delete", "a-conversation")


def test_a_file_is_deleted_once_and_shown_nowhere_from_then_on(slack: SlackDouble) -> None:
    slack.channels[CHANNEL].member = True
    parent = slack.post({"channel": CHANNEL, **SAID})
    file = slack.new_file("report.xlsx")
    file.content = b"x"
    slack.complete(file.file_id, CHANNEL, parent.ts, "here it is")
    slack.call("files.delete", {"file": file.file_id})
    assert slack.shown_files() == []
    for method in ("files.delete", "files.info"):
        assert refusal(slack, method, file=file.file_id) == "file_deleted"
        assert refusal(slack, method, file="F0NONE") == "file_not_found"
    slack.channels.scopes.discard("files:write")
    assert refusal(slack, "files.delete", file=file.file_id) == "missing_scope"


@pytest.mark.parametrize(
    ("kind", "text", "broken"),
    [
        ("mrkdwn", "by <!date^1^{time}|20:22 UTC>", 0),
        ("mrkdwn", "<!date^1^{date_short}, {time}|20 May 2024, 20:22 UTC>", 0),
        ("mrkdwn", "<!date^1^{time}>", 1),
        ("mrkdwn", "<!date^1^{hour}|20:22>", 1),
        ("mrkdwn", "<!date^soon^{time}|20:22>", 1),
        ("plain_text", "<!date^1^{time}|20:22 UTC>", 1),
    ],
)
def test_moments_are_as_slack_reads_them_and_have_what_to_say_elsewhere(
    kind: str, text: str, broken: int
) -> None:
    blocks = [{"type": "context", "elements": [{"type": kind, "text": text}]}]
    assert len(broken_limits({"text": "said", "blocks": blocks})) == broken


def test_a_menu_has_five_things_at_most_and_a_question_no_longer_than_slack_shows() -> None:
    option = {"text": {"type": "plain_text", "text": "Delete"}, "value": "x"}
    confirm = {name: {"type": "plain_text", "text": "x"} for name in ("title", "text", "confirm", "deny")}
    menu = {"type": "overflow", "action_id": "delete", "options": [option] * 5, "confirm": confirm}

    def broken(**changes: Any) -> list[str]:
        blocks = [{"type": "actions", "elements": [{**menu, **changes}]}]
        return broken_limits({"text": "said", "blocks": blocks})

    assert broken() == []
    assert broken(options=[option] * 6) == ["6 options"]
    for name, longest in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        longer = {**confirm, name: {"type": "plain_text", "text": "x" * (longest + 1)}}
        assert len(broken(confirm=longer)) == 1


# ---------------------------------------------------------------------------------------------- pictures


PNG = b"\x89PNG\r\n\x1a\n"


def a_picture(slack: SlackDouble, content: bytes = PNG) -> str:
    file = slack.new_file("chart.png")
    file.content = content
    slack.call("files.completeUploadExternal", {"files": [{"id": file.file_id}]})
    return file.file_id


def showing(file_id: str, **block: Any) -> dict[str, Any]:
    shown = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart", **block}
    return {**SAID, "blocks": [shown]}


def test_a_picture_is_shown_once_slack_has_looked_at_it_in_messages_and_by_response_url(
    slack: SlackDouble,
) -> None:
    file_id = a_picture(slack)
    ts = posted(slack)
    for method in ("chat.postMessage", "chat.update"):
        assert refusal(slack, method, channel=CHANNEL, ts=ts, **showing(file_id)) == "invalid_blocks"
    hook = hook_path("T0", CHANNEL, now=NOW).removeprefix("hooks/")
    assert slack.respond(hook, showing(file_id)) == "invalid_blocks"
    assert slack.call("files.info", {"file": file_id})["file"]["mimetype"] == ""

    slack.now = lambda: NOW + 1
    assert slack.call("files.info", {"file": file_id})["file"]["mimetype"] == "image/png"
    slack.call("chat.update", {"channel": CHANNEL, "ts": ts, **showing(file_id)})
    slack.call("chat.postMessage", {"channel": CHANNEL, **showing(file_id)})
    assert slack.respond(hook, showing(file_id)) is None
    assert [file.file_id for shown in slack.messages for file, _ in slack.pictures(shown)] == [file_id] * 3
    assert slack.shown_files() == []
    assert slack.broken == []


def test_what_is_no_picture_or_was_never_finished_is_not_shown_as_one(slack: SlackDouble) -> None:
    unfinished = slack.new_file("chart.png")
    unfinished.content = PNG
    text = a_picture(slack, b"text")
    slack.now = lambda: NOW + 60
    for file_id in (unfinished.file_id, text, "F0NOWHERE00"):
        assert refusal(slack, "chat.postMessage", channel=CHANNEL, **showing(file_id)) == "invalid_blocks"


def test_an_upload_without_content_is_not_finished(slack: SlackDouble) -> None:
    empty = {"files": [{"id": slack.new_file("chart.png").file_id}]}
    assert refusal(slack, "files.completeUploadExternal", **empty) == "file_not_found"


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"alt_text": ""}, "a picture is not said in words"),
        ({"alt_text": "x" * 2_001}, "2001 characters of alt_text, of which there may be 2000"),
        (
            {"image_url": "https://example.org/a.png"},
            "a picture has an address or an uploaded file, and not both",
        ),
        ({"slack_file": {"id": "chart.png"}}, "a picture is of no file: {'id': 'chart.png'}"),
        (
            {"slack_file": {"id": "F00000000", "url": "https://files.slack.com/x"}},
            "a picture is of no file: {'id': 'F00000000', 'url': 'https://files.slack.com/x'}",
        ),
    ],
)
def test_what_slack_says_of_pictures_is_held_against_every_message(block: dict[str, Any], said: str) -> None:
    assert broken_limits(showing("F00000000", **block)) == [said]
