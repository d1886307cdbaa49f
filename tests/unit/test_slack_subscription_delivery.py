"""What a subscription brings to Slack: once each, whatever dies or is refused, and within the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable
from linernotes.model.report import JobEnd, Report, Status
from linernotes.model.request import MAX_ARTISTS
from linernotes.reports.file_names import WORKBOOK_NAME, FileName
from linernotes.reports.result_json import result_json
from linernotes.sections.sources import SOURCES
from linernotes.slack.markup import harmless
from linernotes.slack.subscription_delivery import SlackDelivery
from linernotes.slack.subscription_messages import MOST_UNUSUAL, delivery_message
from linernotes.slack.subscription_owners import LEFT, SlackOwners
from linernotes.slack.upload_workbook import UPLOAD_CHECKS
from linernotes.slack.web_api import SlackMessenger
from linernotes.subscriptions.delivery import Links, Occasion, Parcel, Sent, UnusualLine
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.subscription import EmailTarget, Pause, PausedBy, SlackTarget, Subscription
from local.slack_double import (
    BOT_TOKEN,
    Channel,
    Fault,
    Kind,
    Member,
    ShownMessage,
    SlackDouble,
    broken_limits,
    texts_of,
)
from tests.unit.builders import LAURO, NOW, a_report, a_request, a_window, an_artist, result_of, september
from tests.unit.memory import Clock, Fuse, Killed, MemoryFiles
from tests.unit.subscription_builders import MONDAY, a_content, a_run, a_subscription

CHANNEL, USER = "C0CHANNEL", "U0MANAGER"
LINKS = Links(
    "https://example.org/#subscription=s-1", "https://example.org/#shared=x", "https://example.org/d"
)
BUTTONS = ["open_page", "download", "run_now", "pause", "edit"]
NEXT_WEEK = MONDAY + timedelta(days=7)
HOSTILE = (
    "<!channel>", "<@U0MANAGER>", "<https://evil.example|click>", "*bold*", "_it_", "&amp;", "```",
)  # fmt: skip


def of_slack(**overrides: Any) -> Subscription:
    default = a_subscription(
        owner="slack:T0WORKSPACE",
        content=a_content(deliver=(SlackTarget(CHANNEL),)),
        made_by=USER,
        next_due=NEXT_WEEK,
    )
    return replace(default, **overrides)


def a_run_of_slack(**overrides: Any) -> Run:
    return replace(a_run(owner="slack:T0WORKSPACE"), **overrides)


def ended(report: Report | None = None, *, failed: int = 0, revision: int = 1) -> Report:
    report = report or a_report()
    ends = {
        job.job_id: JobEnd(reason="Soundcharts answered 500", retryable=True) if index < failed else JobEnd()
        for index, job in enumerate(report.jobs)
    }
    return replace(
        report,
        status=Status.PARTIAL if failed else Status.SUCCEEDED,
        ended=ends,
        finished_at=NOW,
        folder=f"r-1/{revision}/a-try",
        revision=revision,
    )


def answer_of(report: Report) -> Mapping[str, Any]:
    windows = {
        job.job_id: [
            a_window({september(1): 10, september(30): 30}, artist=job.artist, source=job.platform or "")
        ]
        for job in report.jobs
    }
    return result_json(report, result_of(report, windows), report.status)


def a_parcel(occasion: Occasion = Occasion.REPORT, report: Report | None = None, **overrides: Any) -> Parcel:
    report = report or ended()
    default = Parcel(
        occasion,
        of_slack(),
        a_run_of_slack(revision=report.revision),
        LINKS,
        NOW,
        report,
        answer_of(report),
    )
    return replace(default, **overrides)


def words(message: Mapping[str, Any]) -> str:
    return "\n".join(texts_of(message["blocks"]))


class Desk:
    """A delivery whose progress is stored as its receipt has it, with a fuse before each write."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack
        self.clock = Clock(NOW)
        slack.now = lambda: self.clock().timestamp()
        self.fuse = Fuse()
        self.progress: Mapping[str, str] = {}
        self.token: str | None = BOT_TOKEN
        self.files = MemoryFiles()
        for revision in (1, 2):
            key = f"r-1/{revision}/a-try", WORKBOOK_NAME
            self.files.files[key] = f"workbook {revision}".encode()
            self.files.names[key] = FileName("a report.xlsx", "a report.xlsx")

    def note(self, progress: Mapping[str, str]) -> None:
        self.fuse.burn()
        assert all(isinstance(value, str) for value in progress.values())
        self.progress = dict(progress)

    def deliver(self, parcel: Parcel, channel: str = CHANNEL) -> Sent:
        delivery = SlackDelivery(self.messenger, self.files)
        return delivery.deliver(parcel, SlackTarget(channel), self.progress, self.note)

    def deliver_in_the_end(self, parcel: Parcel) -> Sent:
        """Deliver, tried again after each time that it dies or Slack does not take it now."""
        for _ in range(UPLOAD_CHECKS + 3):
            try:
                return self.deliver(parcel)
            except (Killed, DeliveryUnavailable):
                self.clock.advance(60)
        raise AssertionError("it was never delivered")

    @property
    def messenger(self) -> SlackMessenger:
        return SlackMessenger(
            lambda _: self.token, self.slack.api_url, response_hosts=("127.0.0.1",), timeout_s=5
        )

    @property
    def shown(self) -> ShownMessage:
        (shown,) = self.slack.in_channel(CHANNEL)
        return shown

    @property
    def workbooks(self) -> list[bytes]:
        return [file.content for file in self.slack.shown_files()]

    @property
    def replies(self) -> list[str]:
        return [str(reply.body["text"]) for reply in self.slack.in_thread(self.shown)]


@pytest.fixture
def desk(double: SlackDouble) -> Iterator[Desk]:
    double.reset()
    yield Desk(double)
    assert double.broken == []


# ------------------------------------------------------------------------------------------ what is delivered


def test_the_figures_come_with_the_workbook_in_the_thread_and_why_they_came(desk: Desk) -> None:
    sent = desk.deliver(a_parcel())
    told = words(desk.shown.body)
    assert "Monday in Rome: September 2024, Worldwide" in told
    assert "Spotify Monthly Listeners: 10 → 30 (+200.0 %), average 20" in told
    why = "You get this because of the subscription “Monday in Rome”, every Monday at 08:30 (Europe/Rome)."
    assert why in told
    assert desk.shown.actions == BUTTONS
    assert desk.workbooks == [b"workbook 1"]
    assert desk.replies == ["The workbook, September 2024"]
    assert sent.link == f"https://label.slack.com/archives/{CHANNEL}/p{desk.shown.ts.replace('.', '')}"


def test_its_buttons_name_the_subscription_and_edit_has_how_often_it_comes(desk: Desk) -> None:
    desk.deliver(a_parcel())
    assert [desk.shown.button(action)["value"] for action in ("run_now", "pause")] == ["s-1", "s-1"]
    edit = desk.shown.button("edit")["value"]
    assert edit == "s-1 last_week every monday 08:30 Europe/Rome"


def test_a_subscription_of_a_key_is_changed_on_the_page_alone(desk: Desk) -> None:
    desk.deliver(a_parcel(subscription=replace(of_slack(), owner="ada")))
    assert desk.shown.actions == ["open_page", "download", "edit_page"]
    assert desk.shown.button("edit_page")["url"] == LINKS.subscription


def test_a_member_gets_a_direct_message(desk: Desk) -> None:
    desk.deliver(a_parcel(), channel=USER)
    (shown,) = desk.slack.in_channel("D0MANAGER")
    assert "Monday in Rome" in words(shown.body)
    assert desk.slack.in_channel(CHANNEL) == []
    assert len(desk.slack.in_thread(shown)) == 1


def test_the_most_surprising_come_first_and_ten_at_most(desk: Desk) -> None:
    lines = [UnusualLine(f"Line {number}", float(number)) for number in range(15)]
    desk.deliver(a_parcel(Occasion.UNUSUAL, unusual=lines))
    shown = [text for text in texts_of(desk.shown.body["blocks"]) if text.startswith("Line")]
    assert shown == [f"Line {number}" for number in range(14, 14 - MOST_UNUSUAL, -1)]
    assert "… and 5 more in the report." in words(desk.shown.body)
    assert desk.workbooks == []


def test_what_is_unusual_stands_above_the_figures_of_a_report(desk: Desk) -> None:
    desk.deliver(a_parcel(unusual=[UnusualLine("Elisa took off", 4.0)]))
    told = words(desk.shown.body)
    assert told.index("Elisa took off") < told.index("10 → 30")


def test_a_pause_is_said_with_its_reason_and_calls_whoever_made_it(desk: Desk) -> None:
    paused = Pause(PausedBy.FAILURES, NOW, "three in a row failed")
    parcel = replace(
        a_parcel(Occasion.PAUSED, why="three in a row failed", links=Links(LINKS.subscription)),
        subscription=of_slack(paused=paused, next_due=None),
        report=None,
        result=None,
    )
    desk.deliver(parcel)
    told = words(desk.shown.body)
    assert "Three in a row failed." in told
    assert f"Made by <@{USER}>." in told
    assert desk.shown.actions == ["run_now", "resume", "edit"]


def test_nobody_is_called_by_an_id_that_is_none_of_slacks() -> None:
    subscription = of_slack(made_by="U1> <!channel")
    message = delivery_message(a_parcel(Occasion.PAUSED, subscription=subscription, why="No."))
    assert "<!channel" not in words(message)


def test_a_report_that_comes_late_says_when_it_was_due(desk: Desk) -> None:
    late = a_run_of_slack(started_at=MONDAY + timedelta(hours=5))
    desk.deliver(a_parcel(run=late))
    assert "This comes late: it was due <!date^" in words(desk.shown.body)


def test_something_that_is_no_channel_is_no_target_of_slack(desk: Desk) -> None:
    with pytest.raises(TypeError, match="ada@label"):
        SlackDelivery(SlackMessenger(lambda _: None, "", response_hosts=(), timeout_s=1), desk.files).deliver(
            a_parcel(), EmailTarget("ada@label.example"), {}, desk.note
        )


# --------------------------------------------------------------------------------------------------- repaired


def delivered_in_part(desk: Desk) -> None:
    desk.deliver(a_parcel(report=ended(failed=1)))
    assert "(incomplete)" in words(desk.shown.body)


def test_a_report_that_was_repaired_changes_its_message_and_is_told_in_the_thread(desk: Desk) -> None:
    delivered_in_part(desk)
    desk.deliver(a_parcel(Occasion.REPAIRED, report=ended(revision=2)))
    assert "(incomplete)" not in words(desk.shown.body)
    complete = "The report above is complete now: what was missing has come since."
    assert desk.replies == ["The workbook, September 2024", complete]
    assert desk.workbooks == [b"workbook 1", b"workbook 2"]
    assert desk.slack.called("chat.postMessage") == 1


def test_without_files_a_repair_is_told_by_a_reply_once(desk: Desk) -> None:
    desk.slack.channels.scopes.discard("files:write")
    delivered_in_part(desk)
    desk.slack.channels[CHANNEL].member = True
    parcel = a_parcel(Occasion.REPAIRED, report=ended(failed=1, revision=2))
    for _ in range(3):
        desk.deliver(parcel)
    again = "The report above was fetched again, once. 1 of 1 could still not be fetched."
    assert desk.replies == [again]
    assert "the scope files:write is missing" in words(desk.shown.body)


@pytest.mark.parametrize("member", [True, False])
@pytest.mark.parametrize("writes", range(8))
def test_a_repair_that_dies_before_any_of_its_notes_is_told_once(
    desk: Desk, writes: int, member: bool
) -> None:
    if not member:
        desk.slack.channels.scopes -= {"files:write", "channels:history"}
    delivered_in_part(desk)
    desk.fuse.left = writes
    desk.deliver_in_the_end(a_parcel(Occasion.REPAIRED, report=ended(revision=2)))
    complete = "The report above is complete now: what was missing has come since."
    assert desk.replies.count(complete) == 1
    assert "(incomplete)" not in words(desk.shown.body)


def test_where_the_first_message_was_deleted_a_repair_comes_as_a_message_of_its_own(desk: Desk) -> None:
    delivered_in_part(desk)
    desk.slack.delete(desk.shown)
    desk.deliver(a_parcel(Occasion.REPAIRED, report=ended(revision=2)))
    assert "10 → 30" in words(desk.shown.body)
    assert desk.workbooks[-1] == b"workbook 2"


def test_where_the_first_delivery_failed_a_repair_is_the_first_message(desk: Desk) -> None:
    desk.deliver(a_parcel(Occasion.REPAIRED, report=ended(revision=2)))
    assert "10 → 30" in words(desk.shown.body)
    assert desk.workbooks == [b"workbook 2"]


# ---------------------------------------------------------------------------------------- once, whatever dies


@pytest.mark.parametrize("occasion", list(Occasion))
def test_a_delivery_that_is_made_again_changes_nothing(desk: Desk, occasion: Occasion) -> None:
    parcel = a_parcel(occasion, why="It failed.", unusual=[UnusualLine("A line", 1.0)])
    first = desk.deliver(parcel)
    before = len(desk.slack.messages), len(desk.shown.versions)
    assert desk.deliver(parcel) == first
    assert (len(desk.slack.messages), len(desk.shown.versions)) == before


@pytest.mark.parametrize("writes", range(6))
def test_a_delivery_that_dies_before_any_of_its_notes_makes_one_message_and_one_workbook(
    desk: Desk, writes: int
) -> None:
    desk.fuse.left = writes
    desk.deliver_in_the_end(a_parcel())
    assert "10 → 30" in words(desk.shown.body)
    assert desk.workbooks == [b"workbook 1"]
    assert desk.slack.called("chat.postMessage") == 1


METHODS = [
    "chat.postMessage",
    "files.getUploadURLExternal",
    "upload",
    "files.completeUploadExternal",
    "conversations.join",
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("done", [True, False])
def test_what_slack_does_not_answer_is_done_once(desk: Desk, method: str, done: bool) -> None:
    desk.slack.misbehave(Fault(method, drops=True, after=done))
    with pytest.raises(DeliveryUnavailable):
        desk.deliver(a_parcel())
    desk.deliver_in_the_end(a_parcel())
    assert desk.shown.actions == BUTTONS
    assert desk.workbooks == [b"workbook 1"]


@pytest.mark.parametrize("method", METHODS)
def test_where_slack_asks_to_hold_it_is_tried_again_after_that_long(desk: Desk, method: str) -> None:
    desk.slack.misbehave(Fault(method, status=429, error="ratelimited", retry_after=37))
    with pytest.raises(DeliveryUnavailable) as busy:
        desk.deliver(a_parcel())
    assert busy.value.wait_s == 37
    desk.deliver_in_the_end(a_parcel())
    assert desk.shown.actions == BUTTONS
    assert desk.workbooks == [b"workbook 1"]


def test_a_workbook_that_does_not_show_in_time_is_given_up_and_said(desk: Desk) -> None:
    desk.slack.channels[CHANNEL].member = True
    desk.slack.misbehave(Fault("files.completeUploadExternal", drops=True, after=True))
    with pytest.raises(DeliveryUnavailable):
        desk.deliver(a_parcel())
    for file in desk.slack.files.values():
        file.shares.clear()
    desk.deliver_in_the_end(a_parcel())
    said = "The workbook is not in the thread. Slack has not shown the file in time (not_seen_after_upload)"
    assert said in words(desk.shown.body)


def test_without_the_scope_to_look_a_message_nobody_noted_is_posted_again(desk: Desk) -> None:
    desk.slack.channels.scopes.discard("channels:history")
    desk.fuse.left = 2
    desk.deliver_in_the_end(a_parcel())
    assert len(desk.slack.in_channel(CHANNEL)) == 2


def test_a_link_that_slack_does_not_give_keeps_nothing_from_being_delivered(desk: Desk) -> None:
    desk.slack.misbehave(Fault("chat.getPermalink", status=503))
    assert desk.deliver(a_parcel()) == Sent(None)
    assert desk.workbooks == [b"workbook 1"]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"report.xlsx": "it was too large"}, "It could not be made: it was too large. The link has it."),
        ({}, "It is no longer stored. The link has it."),
    ],
)
def test_a_workbook_that_is_not_there_is_said_in_the_message(
    desk: Desk, missing: Mapping[str, str], says: str
) -> None:
    desk.files.files.clear()
    desk.deliver(a_parcel(report=replace(ended(), missing_files=missing)))
    assert says in words(desk.shown.body)


# --------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("channel_not_found", "it is private and @Liner Notes is not in it: invite the app"),
        ("not_in_channel", "@Liner Notes is not in this channel: invite it"),
        ("is_archived", "This channel is archived: choose another one"),
        ("account_inactive", "Ask an admin to reinstall the app"),
        ("invalid_auth", "Ask an admin to reinstall the app"),
        ("token_revoked", "Ask an admin to reinstall the app"),
        ("restricted_action", "This workspace does not let the app post here"),
        ("out_of_tea", "Slack refused it"),
    ],
)
def test_what_slack_will_never_take_is_refused_in_plain_words(desk: Desk, code: str, says: str) -> None:
    desk.slack.misbehave(Fault("chat.postMessage", times=2, error=code))
    with pytest.raises(DeliveryRefused) as refused:
        desk.deliver(a_parcel())
    assert says in str(refused.value)
    assert str(refused.value).endswith(f"({code})")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_where_slack_is_broken_it_is_tried_again(desk: Desk, status: int) -> None:
    desk.slack.misbehave(Fault("chat.postMessage", status=status))
    with pytest.raises(DeliveryUnavailable) as busy:
        desk.deliver(a_parcel())
    assert busy.value.wait_s is None


def test_a_private_channel_without_the_app_is_refused(desk: Desk) -> None:
    desk.slack.channels[CHANNEL] = Channel(Kind.PRIVATE)
    with pytest.raises(DeliveryRefused, match=r"invite the app \(channel_not_found\)"):
        desk.deliver(a_parcel())


def test_a_missing_scope_is_named(desk: Desk) -> None:
    desk.slack.channels.scopes.discard("chat:write")
    with pytest.raises(DeliveryRefused, match="the scope chat:write is missing"):
        desk.deliver(a_parcel())


def test_without_a_token_nothing_can_be_delivered(desk: Desk) -> None:
    desk.token = None
    with pytest.raises(DeliveryRefused, match="not_authed"):
        desk.deliver(a_parcel())


def test_a_member_who_has_left_gets_nothing(desk: Desk) -> None:
    desk.slack.members[USER] = Member(deleted=True)
    with pytest.raises(DeliveryRefused, match=r"This member has left the workspace \(user_disabled\)"):
        desk.deliver(a_parcel(), channel=USER)


# --------------------------------------------------------------------------------------- limits and hostility


@pytest.mark.parametrize("failed", [0, 60])
def test_the_largest_report_keeps_to_every_limit(failed: int) -> None:
    artists = tuple(an_artist(number, f"{number}" + "é" * 198) for number in range(MAX_ARTISTS))
    report = ended(a_report(a_request(artists=artists, platforms=tuple(SOURCES))), failed=failed)
    lines = [UnusualLine("x" * 900, 1.0)] * 40
    subscription = of_slack(content=a_content(title="T" * 900))
    late = a_run_of_slack(started_at=MONDAY + timedelta(hours=5))
    parcel = a_parcel(report=report, unusual=lines, subscription=subscription, run=late)
    message = delivery_message(parcel, no_file="x" * 900)
    assert broken_limits(message) == []
    assert "more in the full report and the workbook." in words(message)


@pytest.mark.parametrize("occasion", list(Occasion))
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_markup_elsewhere_stands_there_as_it_is(occasion: Occasion, name: str) -> None:
    report = ended(a_report(a_request(artists=(replace(LAURO, name=name),))))
    message = delivery_message(
        a_parcel(
            occasion,
            report=report,
            subscription=of_slack(content=a_content(title=name)),
            unusual=[UnusualLine(f"{name} took off", 1.0)],
            why=name,
        )
    )
    assert broken_limits(message) == []
    marked = [
        element["text"]
        for block in message["blocks"]
        if block["type"] == "context"
        for element in block["elements"]
        if element["type"] == "mrkdwn"
    ]
    assert not any(name in text.replace(f"<@{USER}>", "") for text in marked)
    assert harmless(name) in message["text"]
    assert name in words(message)


# ---------------------------------------------------------------------------------------------- who has left


@pytest.mark.parametrize(
    ("member", "scopes", "gone"),
    [
        (Member(), {"users:read"}, False),
        (Member(deleted=True), {"users:read"}, True),
        (None, {"users:read"}, True),
        (Member(deleted=True), set(), False),
    ],
)
def test_whoever_made_a_subscription_has_left_where_slack_says_so(
    desk: Desk, member: Member | None, scopes: set[str], gone: bool
) -> None:
    desk.slack.members = {USER: member} if member else {}
    desk.slack.channels.scopes = scopes
    owners = SlackOwners(desk.messenger)
    assert owners.why_gone(of_slack()) == (LEFT if gone else None)
    assert owners.why_gone(of_slack(owner="ada")) is None
    assert owners.why_gone(of_slack(made_by=None)) is None
