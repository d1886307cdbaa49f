"""The client of Slack against a double of Slack's side: what each answer means, and nothing sent twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linernotes.aws.secrets import Secret
from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.slack.blocks import message, paragraph, picture, rich, words
from linernotes.slack.ports import SlackUser
from linernotes.slack.secret import bot_token, signing_secret
from linernotes.slack.web_api import SlackMessenger
from local.slack_double import BOT_TOKEN, Fault, Member, SlackDouble, start_slack_double
from local.slack_double.addresses import hook_path

CHANNEL = "C0CHANNEL"
PNG = b"\x89PNG\r\n\x1a\n and more"
MESSAGE = message("A message", [rich(paragraph(words("A message")))])
OTHER = message("Another", [rich(paragraph(words("Another")))])


@pytest.fixture(scope="module")
def double() -> Iterator[SlackDouble]:
    with start_slack_double() as slack:
        yield slack


@pytest.fixture
def slack(double: SlackDouble) -> SlackDouble:
    double.reset()
    return double


@pytest.fixture
def messenger(slack: SlackDouble) -> SlackMessenger:
    return SlackMessenger(
        lambda _: BOT_TOKEN, slack.api_url, response_hosts=("hooks.slack.com", "127.0.0.1"), timeout_s=5
    )


def test_a_message_is_posted_found_again_and_changed(slack: SlackDouble, messenger: SlackMessenger) -> None:
    before = datetime.now(UTC)
    messenger.join(CHANNEL)
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    messenger.post(CHANNEL, MESSAGE, conversation_id="another")
    assert messenger.find(CHANNEL, "a-conversation", since=before) == ts
    assert messenger.find(CHANNEL, "a third", since=before) is None
    messenger.update(CHANNEL, ts, OTHER)
    assert [shown.body["text"] for shown in slack.messages] == ["Another", "A message"]
    asked = dict(slack.calls)["chat.postMessage"]
    assert {asked["unfurl_links"], asked["unfurl_media"]} <= {False, "0", "False", "false"}


def test_a_file_is_uploaded_in_two_steps_and_looked_for(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    address = messenger.upload_address("report.xlsx", 3)
    assert messenger.is_shared(address.file_id, channel=CHANNEL) is False
    messenger.upload(address.url, b"\x00\xff\n")
    messenger.join(CHANNEL)
    messenger.share_upload(address.file_id, "A title", channel=CHANNEL, ts=ts, comment="<@U0MANAGER> here")
    assert messenger.is_shared(address.file_id, channel=CHANNEL) is True
    assert messenger.is_shared(address.file_id, channel="C0ELSEWHERE") is None
    (file,) = slack.shown_files()
    assert (file.name, file.content, file.shares) == ("report.xlsx", b"\x00\xff\n", [(CHANNEL, ts)])


def test_a_picture_is_uploaded_to_no_channel_and_shown_by_a_message(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    address = messenger.upload_address("chart.png", len(PNG))
    messenger.upload(address.url, PNG)
    messenger.keep_upload(address.file_id, "A chart")
    assert "channel_id" not in dict(slack.calls)["files.completeUploadExternal"]
    assert not messenger.is_image(address.file_id)
    shown = message("A chart", [picture(address.file_id, "It rises")])
    with pytest.raises(SlackRefused, match="invalid_blocks"):
        messenger.update(CHANNEL, ts, shown)

    seen = slack.now
    slack.now = lambda: seen() + 1
    assert messenger.is_image(address.file_id)
    messenger.update(CHANNEL, ts, shown)
    (found,) = slack.messages
    assert [(file.content, words) for file, words in slack.pictures(found)] == [(PNG, "It rises")]
    slack.now = seen


@pytest.mark.parametrize(
    ("fault", "wait_s", "may_be_done"),
    [
        (Fault("chat.postMessage", status=429, error="ratelimited", retry_after=7), 7, False),
        (Fault("chat.postMessage", status=429, error="ratelimited"), None, False),
        (Fault("chat.postMessage", error="internal_error"), None, True),
        (Fault("chat.postMessage", status=500), None, True),
        (Fault("chat.postMessage", status=503, error="service_unavailable"), None, True),
        (Fault("chat.postMessage", drops=True), None, True),
    ],
    ids=["429", "429 without a word", "internal_error", "500", "503", "no answer"],
)
def test_what_may_pass_is_busy_and_tried_once_by_the_client(
    slack: SlackDouble, messenger: SlackMessenger, fault: Fault, wait_s: float | None, may_be_done: bool
) -> None:
    slack.misbehave(fault)
    with pytest.raises(SlackBusy) as busy:
        messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    assert (busy.value.wait_s, busy.value.may_be_done) == (wait_s, may_be_done)
    assert slack.called("chat.postMessage") == 1


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "msg_too_long", "invalid_blocks"])
def test_what_will_not_pass_is_refused_in_slacks_word(
    slack: SlackDouble, messenger: SlackMessenger, code: str
) -> None:
    slack.misbehave(Fault("chat.postMessage", error=code))
    with pytest.raises(SlackRefused) as refusal:
        messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    assert refusal.value.code == code


def test_a_missing_scope_is_named(slack: SlackDouble, messenger: SlackMessenger) -> None:
    slack.channels.scopes.discard("im:write")
    with pytest.raises(SlackRefused) as refusal:
        messenger.open_direct("U0MANAGER")
    assert (refusal.value.code, refusal.value.needed) == ("missing_scope", "im:write")


def test_where_slack_is_not_to_be_reached_it_is_busy() -> None:
    messenger = SlackMessenger(
        lambda _: BOT_TOKEN,
        "http://127.0.0.1:9/api/",
        response_hosts=("hooks.slack.com", "127.0.0.1"),
        timeout_s=1,
    )
    with pytest.raises(SlackBusy):
        messenger.open_view("a-trigger", {}, within_s=0.5)
    with pytest.raises(SlackBusy):
        messenger.upload("http://127.0.0.1:9/upload", b"x")
    with pytest.raises(SlackBusy):
        messenger.respond("http://127.0.0.1:9/hooks/x", MESSAGE, private=True, replace=False)


# ------------------------------------------------------------------------------------------------ the token


class Secrets:
    """A secret that is changed while functions run."""

    def __init__(self, token: str) -> None:
        self.text = f'{{"signing_secret": "s", "bot_token": "{token}"}}'

    def get_secret_value(self, **_: Any) -> dict[str, str]:
        return {"SecretString": self.text}


def messenger_with(secrets: Secrets, slack: SlackDouble) -> SlackMessenger:
    secret = Secret(lambda: secrets, "an-arn", monotonic=lambda: 0.0)
    assert signing_secret(secret) == "s"
    return SlackMessenger(
        bot_token(secret), slack.api_url, response_hosts=("hooks.slack.com", "127.0.0.1"), timeout_s=5
    )


def test_a_token_that_was_changed_is_read_again_when_the_old_one_is_refused(slack: SlackDouble) -> None:
    secrets = Secrets("xoxb-old")
    messenger = messenger_with(secrets, slack)
    with pytest.raises(SlackRefused, match="invalid_auth"):
        messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    secrets.text = Secrets(BOT_TOKEN).text
    messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    assert len(slack.messages) == 1


@pytest.mark.parametrize("token", ["", "unset"])
def test_without_a_token_nothing_is_asked_of_the_web_api(slack: SlackDouble, token: str) -> None:
    messenger = messenger_with(Secrets(token), slack)
    assert not messenger.has_token
    with pytest.raises(SlackRefused, match="not_authed"):
        messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    assert slack.calls == []


# -------------------------------------------------------------------------------------------- response URLs


def test_a_reply_is_posted_and_found_in_its_thread_alone(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    messenger.join(CHANNEL)
    before = datetime.now(UTC)
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    reply = messenger.post(CHANNEL, {"text": "ready"}, conversation_id="a-reply", thread=ts)
    assert messenger.find(CHANNEL, "a-reply", since=before, thread=ts) == reply
    assert messenger.find(CHANNEL, "a-reply", since=before) is None
    assert [shown.body["text"] for shown in slack.in_thread(slack.messages[0])] == ["ready"]


def test_a_response_url_shows_a_message_to_all_or_to_one_and_replaces_it(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    for private in (False, True):
        command = slack.url + hook_path("T0", CHANNEL, now=time.time())
        messenger.respond(command, MESSAGE, private=private, replace=False)
        click = hook_path("T0", CHANNEL, now=time.time(), clicked=slack.messages[-1].ts)
        messenger.respond(slack.url + click, OTHER, private=private, replace=True)
    assert [shown.body["text"] for shown in slack.in_channel(CHANNEL)] == ["Another"]
    assert [shown.body["text"] for shown in slack.only_to_one()] == ["Another"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, SlackRefused),
        (404, SlackRefused),
        (410, SlackRefused),
        (429, SlackBusy),
        (500, SlackBusy),
        (503, SlackBusy),
    ],
)
def test_what_a_response_url_answers_says_whether_to_try_again(
    slack: SlackDouble, messenger: SlackMessenger, status: int, kind: type[Exception]
) -> None:
    slack.misbehave(Fault("response_url", status=status, retry_after=3 if status == 429 else None))
    with pytest.raises(kind) as error:
        messenger.respond(f"{slack.url}hooks/T0/C0CHANNEL/x", MESSAGE, private=True, replace=False)
    assert getattr(error.value, "wait_s", None) == (3 if status == 429 else None)
    assert slack.called("response_url") == 1


@pytest.mark.parametrize("url", ["http://localhost:1/x", "https://evil.example/x", "file:///etc/passwd", ""])
def test_an_address_that_is_not_slacks_is_never_called(
    slack: SlackDouble, messenger: SlackMessenger, url: str
) -> None:
    with pytest.raises(SlackRefused, match="not_slacks_address"):
        messenger.respond(url, MESSAGE, private=True, replace=False)
    elsewhere = SlackMessenger(
        lambda _: None, "https://slack.com/api/", response_hosts=("hooks.slack.com",), timeout_s=1
    )
    with pytest.raises(SlackRefused, match="not_slacks_address"):
        elsewhere.respond(f"{slack.url}hooks/T0/C0/x", MESSAGE, private=True, replace=False)
    assert slack.calls == []


def test_looking_for_a_message_allows_for_clocks_that_differ(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    slack.channels[CHANNEL].member = True
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    ahead = datetime.now(UTC) + timedelta(seconds=30)
    assert messenger.find(CHANNEL, "a-conversation", since=ahead) == ts
    long_after = datetime.now(UTC) + timedelta(minutes=5)
    assert messenger.find(CHANNEL, "a-conversation", since=long_after) is None


# ------------------------------------------------------------------------------------- members and addresses


def test_of_a_member_the_zone_is_read_and_whether_they_have_left(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    slack.members = {"U0HERE": Member("Europe/Rome"), "U0GONE": Member("", deleted=True)}
    assert messenger.user("U0HERE") == SlackUser("Europe/Rome", gone=False)
    assert messenger.user("U0GONE") == SlackUser("", gone=True)
    with pytest.raises(SlackRefused, match="user_not_found"):
        messenger.user("U0NOBODY")
    slack.channels.scopes.discard("users:read")
    with pytest.raises(SlackRefused, match="the scope users:read is missing"):
        messenger.user("U0HERE")


def test_a_message_and_a_reply_have_an_address_each(slack: SlackDouble, messenger: SlackMessenger) -> None:
    ts = messenger.post(CHANNEL, MESSAGE, conversation_id="a-conversation")
    reply = messenger.post(CHANNEL, OTHER, conversation_id="a-reply", thread=ts)
    of_message = f"https://label.slack.com/archives/{CHANNEL}/p{ts.replace('.', '')}"
    assert messenger.permalink(CHANNEL, ts) == of_message
    assert messenger.permalink(CHANNEL, reply).endswith(f"?thread_ts={ts}&cid={CHANNEL}")
    with pytest.raises(SlackRefused, match="message_not_found"):
        messenger.permalink(CHANNEL, "1.2")
    slack.delete(slack.messages[0])
    with pytest.raises(SlackRefused, match="message_not_found"):
        messenger.permalink(CHANNEL, ts)


def test_where_a_file_is_not_taken_now_it_is_said_for_how_long(
    slack: SlackDouble, messenger: SlackMessenger
) -> None:
    address = messenger.upload_address("report.xlsx", 3)
    slack.misbehave(Fault("upload", status=429, retry_after=9), Fault("upload", status=503))
    with pytest.raises(SlackBusy, match="429") as busy:
        messenger.upload(address.url, b"abc")
    assert (busy.value.wait_s, busy.value.may_be_done) == (9, False)
    with pytest.raises(SlackBusy, match="503"):
        messenger.upload(address.url, b"abc")
