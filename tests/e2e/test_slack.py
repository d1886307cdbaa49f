"""Slack on the stack: from the command to the workbook in its thread, with Slack's own side misbehaving."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from openpyxl import load_workbook

from local.simulator import ARTISTS
from local.slack_double import Channel, Fault, Kind, ShownMessage, SlackDouble, Slacker, texts_of
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import World
from tests.unit.pixels import pixels_of

CHANNEL = "C0CHANNEL"
ACKNOWLEDGED_WITHIN_S = 3.0
AN_ARTIST = "Billie Eilish"
READY = "<@U0MANAGER> your report is ready"
QUESTION = f"{AN_ARTIST} on spotify, instagram in IT for 2024-09"


@pytest.fixture
def slacker(world: World, slack: SlackDouble) -> Slacker:
    return Slacker(world.stack.api_url, world.stack.slack_signing_secret, slack.url)


def text_of(shown: ShownMessage) -> str:
    return "\n".join(texts_of(shown.body["blocks"]))


def title_of(shown: ShownMessage) -> str:
    return str(shown.body["blocks"][0]["text"]["text"])


def answered(shown: ShownMessage) -> bool:
    return title_of(shown).startswith("Report")


def the_answer(slack: SlackDouble, *, channel: str = CHANNEL, within_s: float = 45.0) -> ShownMessage:
    """Wait for the answer in a channel; it is the only message there."""

    def shown_now() -> ShownMessage | None:
        return next(filter(answered, slack.in_channel(channel)), None)

    answer = eventually(shown_now, "answer in Slack", within_s=within_s)
    assert answer is not None
    assert slack.in_channel(channel) == [answer]
    return answer


def the_file(slack: SlackDouble) -> Any:
    """Wait for the workbook; it is there once."""
    eventually(slack.shown_files, "workbook in Slack")
    (file,) = slack.shown_files()
    return file


def the_picture(answer: ShownMessage, slack: SlackDouble) -> tuple[bytes, str]:
    """Wait for the picture in an answer; gives it, and what it says of itself."""
    eventually(lambda: slack.pictures(answer), "picture in the answer")
    ((picture, in_words),) = slack.pictures(answer)
    return picture.content, in_words


def opened(answer: ShownMessage, world: World) -> requests.Response:
    """Read the report by the answer's link to the page, without a key."""
    link = urlsplit(answer.button("open_page")["url"])
    token = link.fragment.removeprefix("shared=")
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{world.stack.api_url}/"
    return by_token(world, token)


def by_token(world: World, token: str, path: str = "/shared") -> requests.Response:
    """Ask for a shared report, or for its workbook, without a key."""
    return requests.get(f"{world.stack.api_url}{path}", headers={"x-shared-token": token}, timeout=30)


def test_a_command_becomes_the_answer_in_place_with_the_workbook_in_its_thread(
    world: World, slack: SlackDouble, slacker: Slacker, caller: Caller
) -> None:
    acknowledged = slacker.command(QUESTION)

    assert (acknowledged.status_code, acknowledged.json()["response_type"]) == (200, "ephemeral")
    assert f"Working on it… /report {QUESTION}" in acknowledged.json()["text"]
    answer, file = the_answer(slack), the_file(slack)
    titles = [version["blocks"][0]["text"]["text"] for version in answer.versions]
    assert titles == [*["Working on it…"] * (len(titles) - 1), "Report: September 2024, Italy"]
    assert "Spotify Monthly Listeners: 266,009 → 270,936 (+1.9 %)" in text_of(answer)
    assert f"/report {QUESTION}" in text_of(answer)
    assert "Spotify Monthly Listeners: 266,009 → 270,936 (+1.9 %)" in answer.body["text"]
    assert file.shares == [(CHANNEL, answer.ts)]
    assert [reply.body["text"] for reply in slack.in_thread(answer)] == [READY]
    assert load_workbook(BytesIO(file.content)).sheetnames[0] == "Summary"

    report = opened(answer, world).json()
    assert report["status"] == "succeeded"
    assert report["result"]["detailed_breakdown"][0]["latest_value"] == 270936
    link = urlsplit(answer.button("download")["url"])
    token = link.fragment.removeprefix("shared=").removesuffix("&download=xlsx")
    assert "/shared" not in link.path
    download = by_token(world, token, "/shared/download")
    assert download.content == file.content
    assert file.name == "liner-notes-Billie Eilish-IT-2024-09.xlsx"
    assert f'filename="{file.name}"' in download.headers["Content-Disposition"]
    assert caller.get(f"/reports/{report['report_id']}").status_code == 404


def test_the_answer_shows_the_chart_of_the_metric_asked_for_first_and_says_it_in_words(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slacker.command(f"{AN_ARTIST} on spotify, instagram for 2024-09")
    answer = the_answer(slack)
    the_file(slack)
    content, in_words = the_picture(answer, slack)
    pixels = pixels_of(content)
    assert (pixels.width, pixels.height) == (1_200, 675)
    assert pixels.colors()["#1603b7"] > 1_000
    assert in_words.startswith(
        f"Line chart. {AN_ARTIST}: Spotify Monthly Listeners, Worldwide, September 2024. From "
    )
    figures = re.search(r"Spotify Monthly Listeners: ([\d,]+) → ([\d,]+)", text_of(answer))
    assert figures is not None
    assert f"From {figures[1]} on 1 September to {figures[2]} on 30 September, highest " in in_words
    assert slack.called("files.getUploadURLExternal") == 2


def test_a_command_is_acknowledged_long_before_slack_gives_up(slack: SlackDouble, slacker: Slacker) -> None:
    # How long a cold start takes, make bench measures; here it would be that of all that runs beside it.
    slacker.command("help")
    asked = time.monotonic()
    slacker.command(f"{AN_ARTIST} on spotify for 2023-06")
    assert time.monotonic() - asked < ACKNOWLEDGED_WITHIN_S / 2
    the_answer(slack)


def test_what_is_forged_stale_or_replayed_has_no_effect(slack: SlackDouble, slacker: Slacker) -> None:
    form = slacker.command_form(f"{AN_ARTIST} on spotify for 2024-08")
    forger = Slacker(slacker.api_url, "not the secret", slack.url)
    assert forger.send("/slack/commands", form).status_code == 401
    assert slacker.send("/slack/commands", form, at=time.time() - 301).status_code == 401
    assert slack.messages == []

    for number in range(3):
        again = slacker.send("/slack/commands", form, X_Slack_Retry_Num=str(number))
        assert again.status_code == 200
    the_answer(slack)
    the_file(slack)


def test_with_its_command_and_its_end_told_twice_a_report_has_one_answer_with_one_workbook(
    slack: SlackDouble, slacker: Slacker, wires: dict[str, Wire]
) -> None:
    for function in ("SlackFunction", "FinalizeFunction"):
        wires[function].double_messages()
    slacker.command(f"{AN_ARTIST} on spotify, deezer for 2024-07")
    the_answer(slack)
    the_file(slack)


def test_killed_between_posting_and_noting_it_the_function_finds_its_message_again(
    world: World, slack: SlackDouble, slacker: Slacker, wires: dict[str, Wire]
) -> None:
    strike = wires["SlackMessagesFunction"].kill_on("UpdateItem", mentioning='\\"ts\\":\\"1')
    slacker.command(f"{AN_ARTIST} on spotify for 2024-06")

    answer = the_answer(slack, within_s=60)

    assert strike.struck == 1
    assert slack.called("chat.postMessage") == 1
    assert the_file(slack).shares == [(CHANNEL, answer.ts)]
    assert opened(answer, world).status_code == 200


def test_while_soundcharts_is_slow_the_message_tells_how_far_it_is_and_a_search_gives_nothing_in_time(
    world: World, slack: SlackDouble, slacker: Slacker
) -> None:
    world.simulator.misbehave(rules=[{"match": {"platform": "instagram"}, "then": "slow", "seconds": 4}])
    slacker.command(f"{AN_ARTIST} on spotify, instagram for 2024-05")
    answer = the_answer(slack)
    assert any("1 of 2" in "\n".join(texts_of(version["blocks"])) for version in answer.versions)
    the_file(slack)

    world.simulator.misbehave(rules=[{"match": {"path": "/search/"}, "then": "slow", "seconds": 5}])
    asked = time.monotonic()
    found = slacker.search("artists", "billie eilis")  # which nobody has searched for yet
    assert time.monotonic() - asked < ACKNOWLEDGED_WITHIN_S
    assert (found.status_code, found.json()) == (200, {"options": []})


@pytest.mark.parametrize("method", ["upload", "files.completeUploadExternal", "files.getUploadURLExternal"])
def test_an_upload_that_was_done_and_never_answered_is_seen_once(
    slack: SlackDouble, slacker: Slacker, method: str
) -> None:
    slack.misbehave(Fault(method, drops=True, after=True))
    slacker.command(f"{AN_ARTIST} on spotify for 2024-04")
    answer = the_answer(slack)
    assert the_file(slack).shares == [(CHANNEL, answer.ts)]


def test_held_off_by_slack_the_message_and_the_workbook_come_later_and_once(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slack.misbehave(
        Fault("chat.postMessage", status=429, error="ratelimited", retry_after=1),
        Fault("chat.update", status=429, error="ratelimited", retry_after=1),
        Fault("files.completeUploadExternal", status=429, error="ratelimited", retry_after=1),
    )
    slacker.command(f"{AN_ARTIST} on spotify for 2024-03")
    answer = the_answer(slack)
    assert the_file(slack).shares == [(CHANNEL, answer.ts)]


def test_with_its_token_revoked_the_answer_comes_by_response_url_with_a_link(
    world: World, slack: SlackDouble, slacker: Slacker
) -> None:
    slack.token = None
    try:
        slacker.command(f"{AN_ARTIST} on spotify for 2024-02")
        answer = the_answer(slack)
    finally:
        slack.token = "xoxb-double"
    assert answer.response_url is not None
    assert "token_revoked" in text_of(answer)
    assert opened(answer, world).status_code == 200
    assert slack.shown_files() == []


def test_in_a_private_channel_without_the_app_there_is_one_answer_that_asks_to_be_invited(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slack.channels[CHANNEL] = Channel(Kind.PRIVATE)
    slacker.command(f"{AN_ARTIST} on spotify for 2023-05")
    answer = the_answer(slack)
    assert len(answer.versions) == 1
    assert "Invite @Liner Notes to this channel" in text_of(answer)
    assert slack.shown_files() == []


@pytest.mark.parametrize(("phrase", "month"), [("privately", "2024-01"), ("only for me", "2023-12")])
def test_what_is_asked_privately_is_answered_where_only_the_asker_sees_it(
    slack: SlackDouble, slacker: Slacker, phrase: str, month: str
) -> None:
    slacker.command(f"{AN_ARTIST} on spotify for {month} {phrase}")
    answer = the_answer(slack, channel="D0MANAGER")
    assert the_file(slack).shares == [("D0MANAGER", answer.ts)]
    assert slack.in_channel(CHANNEL) == []


def test_fifty_artists_fit_into_one_message_that_says_how_many_it_leaves_out(
    slack: SlackDouble, slacker: Slacker
) -> None:
    artists = ", ".join(f"{artist.name} [{artist.uuid}]" for artist in ARTISTS[:50])
    slacker.command(f"{artists} on spotify, deezer for 2024-09")
    answer = the_answer(slack, within_s=90)
    assert "… and 12 more" in text_of(answer)
    assert len(answer.body["blocks"]) <= 50
    the_file(slack)

    button = answer.button("other_month")
    assert " " not in button["value"], "the line fits the button, so that nothing is shown here"
    slacker.click(button)
    (form,) = slack.views
    assert len(form["blocks"][0]["element"]["initial_options"]) == 50
    assert form["blocks"][2]["element"]["initial_date"] == "2024-09-01"


def test_a_name_of_words_of_clauses_is_answered(slack: SlackDouble, slacker: Slacker) -> None:
    slacker.command('"Class of 2024" on deezer for 2024-09')

    (refused,) = eventually(slack.only_to_one, "refusal in Slack")
    assert title_of(refused) == "This report could not be created"
    assert slack.in_channel(CHANNEL) == []
    assert "Soundcharts knows no artist called 'Class of 2024'" in text_of(refused)


def test_of_two_artists_of_one_name_a_button_makes_the_report_with_either(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slacker.command("Nirvana on spotify for 2024-09")
    (asked,) = eventually(slack.only_to_one, "question in Slack")
    assert [asked.button(f"choose:{number}")["text"]["text"] for number in range(2)] == [
        "Nirvana (United States)",
        "Nirvana (United Kingdom)",
    ]
    british = asked.button("choose:1")
    for _ in range(2):
        assert slacker.click(british).status_code == 200
    eventually(lambda: asked.actions == [], "question answered in place")
    answer = the_answer(slack)
    assert "Nirvana" in text_of(answer)
    the_file(slack)


def test_names_that_are_markup_elsewhere_do_nothing(slack: SlackDouble, slacker: Slacker) -> None:
    name = "<!channel> *bold* _it_ ~no~ `code` & @here"
    slacker.command(f'"{name}" on spotify for 2024-09')

    (refused,) = eventually(slack.only_to_one, "refusal in Slack")
    assert title_of(refused) == "This report could not be created"
    assert name in text_of(refused)
    for version in refused.versions:
        assert not any(block["type"] == "section" for block in version["blocks"])
        assert "<" not in version["text"]


def test_a_form_asks_the_same_and_says_at_its_fields_what_is_wrong(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slacker.command("help")  # A cold start may take the time a form has to open.
    assert slacker.command("").status_code == 200
    (view,) = slack.views
    (artist,) = slacker.search("artists", "billie eilish").json()["options"]
    (country,) = slacker.search("country", "italy").json()["options"]
    filled: dict[str, Any] = {
        "artists": {"selected_options": [artist]},
        "platforms": {"selected_options": [{"value": "spotify"}, {"value": "deezer"}]},
        "start_date": {"selected_date": "2024-09-30"},
        "end_date": {"selected_date": "2024-09-01"},
        "country": {"selected_option": country},
        "where": {"selected_option": {"value": "here"}},
    }
    wrong = slacker.submit(view, filled).json()
    assert wrong["response_action"] == "errors"
    assert set(wrong["errors"]) == {"end_date"}

    sent = slacker.submit(view, {**filled, "end_date": {"selected_date": "2024-09-30"}})
    assert (sent.status_code, sent.text) == (200, "")
    answer = the_answer(slack)
    assert f"/report {AN_ARTIST} [{artist['value']}] on spotify, deezer in IT for 2024-09-30" in text_of(
        answer
    )
    the_file(slack)


def test_the_shortcut_opens_a_form_that_is_answered_in_the_channel_chosen_in_it(
    slack: SlackDouble, slacker: Slacker
) -> None:
    assert slacker.shortcut("new_report").status_code == 200
    (view,) = slack.views
    (artist,) = slacker.search("artists", "billie eilish").json()["options"]
    filled: dict[str, Any] = {
        "artists": {"selected_options": [artist]},
        "platforms": {"selected_options": [{"value": "spotify"}]},
        "start_date": {"selected_date": "2023-02-01"},
        "end_date": {"selected_date": "2023-02-28"},
        "where": {"selected_option": {"value": "here"}},
    }
    assert set(slacker.submit(view, filled).json()["errors"]) == {"channel"}
    sent = slacker.submit(view, {**filled, "channel": {"selected_conversation": CHANNEL}})
    assert (sent.status_code, sent.text) == (200, "")
    the_answer(slack)
    the_file(slack)


def test_a_line_takes_what_it_leaves_out_from_the_settings_of_its_channel(
    slack: SlackDouble, slacker: Slacker
) -> None:
    slacker.command("settings")
    (view,) = slack.views
    saved = slacker.submit(view, {"platforms": {"selected_options": [{"value": "deezer"}]}}).json()
    try:
        assert saved["response_action"] == "update"
        slacker.command(f"{AN_ARTIST} for 2023-05")
        assert f"/report {AN_ARTIST} on deezer for 2023-05" in text_of(the_answer(slack))
        the_file(slack)
    finally:
        slacker.submit(view, {})
    assert "On which platforms?" in slacker.command(f"{AN_ARTIST} for 2023-05").json()["text"]


def test_who_asked_lists_their_reports_with_links_that_open(
    world: World, slack: SlackDouble, slacker: Slacker
) -> None:
    slacker.command(f"{AN_ARTIST} on deezer for 2023-04")
    the_answer(slack)
    the_file(slack)
    assert slacker.command("list").text == ""
    (told,) = eventually(slack.only_to_one, "list of reports")
    newest, state = told.body["blocks"][1:3]
    assert newest["text"]["text"].startswith(f"{AN_ARTIST} · April 2023, ")
    assert state["elements"][0]["text"].startswith("Ready · asked <!date^")
    token = newest["accessory"]["url"].partition("#shared=")[2]
    headers = {"x-shared-token": token}
    answer = requests.get(f"{world.stack.api_url}/shared", headers=headers, timeout=30)
    assert answer.status_code == 200


def test_a_command_that_slack_or_the_queue_sends_again_is_told_once(
    slack: SlackDouble, slacker: Slacker, world: World
) -> None:
    form = slacker.command_form("status")
    for _ in range(3):
        assert slacker.send("/slack/commands", form).status_code == 200
    eventually(slack.only_to_one, "status in Slack")
    world.settle()
    assert len(slack.only_to_one()) == 1


def test_a_report_deleted_at_a_click_leaves_nothing_of_it_or_of_who_asked(
    world: World, slack: SlackDouble
) -> None:
    asker = Slacker(
        world.stack.api_url, world.stack.slack_signing_secret, slack.url, user="U0LEAVING", channel=CHANNEL
    )
    asker.command(f"{AN_ARTIST} on spotify for 2023-03")
    answer = the_answer(slack)
    the_file(slack)
    report_id = opened(answer, world).json()["report_id"]
    token = urlsplit(answer.button("open_page")["url"]).fragment.removeprefix("shared=")
    assert world.files_of(report_id)
    assert "U0LEAVING" in str(conversations(world))

    colleague = Slacker(
        world.stack.api_url, world.stack.slack_signing_secret, slack.url, user="U0COLLEAGUE", channel=CHANNEL
    )
    assert colleague.click(answer.button("delete")).status_code == 200
    eventually(lambda: title_of(answer) == "Report deleted", "deletion in Slack")
    world.settle()
    assert "Deleted by <@U0COLLEAGUE>." in text_of(answer)
    assert AN_ARTIST not in str(answer.body)
    assert answer.actions == []
    assert slack.shown_files() == []
    assert all(file.deleted for file in slack.files.values())
    assert by_token(world, token).status_code == 404
    assert world.files_of(report_id) == []
    # What counts somebody's reports of an hour goes two hours later.
    left = [item for item in conversations(world) if not item["pk"]["S"].startswith("ASKED#")]
    assert "U0LEAVING" not in str(left)
    assert [set(item) for item in left if report_id in str(item)] == [{"pk", "expires_at"}]
    item = world.dynamodb.get_item(
        TableName=world.outputs["ReportsTableName"], Key={"pk": {"S": f"REPORT#{report_id}"}}
    )["Item"]
    assert item["deleted"]["BOOL"]
    assert "request" not in item


def conversations(world: World) -> list[dict[str, Any]]:
    """Give all that is kept of conversations."""
    table = world.outputs["ConversationsTableName"]
    items: list[dict[str, Any]] = world.dynamodb.scan(TableName=table)["Items"]
    return items


def test_in_an_organisation_what_one_person_sees_is_answered_where_it_was_asked(
    world: World, slack: SlackDouble
) -> None:
    member = Slacker(
        world.stack.api_url,
        world.stack.slack_signing_secret,
        slack.url,
        channel=CHANNEL,
        enterprise="E0LABELS",
        home="T0HOME",
    )
    member.command("Nirvana on spotify for 2023-02")
    (asked,) = eventually(slack.only_to_one, "question in Slack")
    member.click(asked.button("choose:0"))
    answer = the_answer(slack)
    the_file(slack)
    member.click(answer.button("unshare"))
    eventually(lambda: "share" in answer.actions, "end of sharing")


def test_buttons_repair_run_again_and_stop_sharing(
    world: World, slack: SlackDouble, slacker: Slacker
) -> None:
    world.simulator.misbehave(rules=[{"match": {"platform": "instagram"}, "then": 400}])
    slacker.command(f"{AN_ARTIST} on spotify, instagram for 2023-09")
    answer = the_answer(slack)
    eventually(slack.shown_files, "workbook")
    assert title_of(answer).startswith("Report (incomplete)")
    assert "1 of 2 could not be fetched" in text_of(answer)
    world.simulator.reset()

    slacker.click(answer.button("repair"))
    eventually(lambda: title_of(answer).startswith("Report:"), "repaired answer")
    eventually(lambda: len(slack.shown_files()) == 2, "workbook of the second revision")
    assert "revision 2" in text_of(answer)

    assert opened(answer, world).status_code == 200
    link = answer.button("open_page")
    slacker.click(answer.button("unshare"))
    eventually(lambda: "open_page" not in answer.actions, "answer without links")
    token = link["url"].partition("#shared=")[2]
    assert by_token(world, token).status_code == 404
    slacker.click(answer.button("share"))
    eventually(lambda: "open_page" in answer.actions, "answer with links again")
    assert opened(answer, world).status_code == 200

    slacker.click(answer.button("other_month"))
    (form,) = slack.views
    assert form["blocks"][2]["element"]["initial_date"] == "2023-09-01"
    slacker.click(answer.button("rerun"))
    again = eventually(lambda: slack.in_channel(CHANNEL)[1:], "second message")[0]
    eventually(lambda: answered(again), "second answer")
    eventually(lambda: len(slack.shown_files()) == 3, "workbook of the second report")


@pytest.fixture
def without_token(world: World) -> Iterator[None]:
    """The stack with nothing but a slash command installed."""

    def store(token: str) -> None:
        world.store_slack_token(token)
        for function in ("SlackFunction", "SlackMessagesFunction"):
            world.make_cold(function)

    before = world.slack.token
    store("")
    yield
    store(str(before))


@pytest.mark.usefixtures("without_token")
def test_with_the_slash_command_alone_everything_works_but_the_file(
    world: World, slack: SlackDouble, slacker: Slacker
) -> None:
    helped = slacker.command("")
    assert helped.status_code == 200, helped.text
    help_text = helped.json()
    assert help_text["response_type"] == "ephemeral"
    world.simulator.misbehave(rules=[{"match": {"platform": "instagram"}, "then": "slow", "seconds": 4}])
    slacker.command(f"{AN_ARTIST} on spotify, instagram for 2023-08")
    answer = the_answer(slack)
    assert len(answer.versions) == 1
    slacker.click(answer.button("unshare"))
    eventually(lambda: "open_page" not in answer.actions, "answer without links")
    slacker.click(answer.button("share"))
    eventually(lambda: "open_page" in answer.actions, "answer with links again")
    assert opened(answer, world).status_code == 200
    slacker.command(f"{AN_ARTIST} on spotify for 2023-08 privately")
    eventually(lambda: any(map(answered, slack.only_to_one())), "answer to one person")
    assert len(slack.in_channel(CHANNEL)) == 1
    assert {method for method, _ in slack.calls} == {"response_url"}
    assert max(slack.response_urls.values()) <= 5

    slack.reset()
    slack.misbehave(Fault("response_url", times=100, status=404, error="expired_url"))
    slacker.command(f"{AN_ARTIST} on spotify for 2023-07")
    eventually(lambda: slack.called("response_url"), "an attempt to say something")
    world.settle()
    eventually(
        lambda: any("not to be reached" in log.text for log in world.logs()), "a word of it in the logs"
    )
    assert slack.messages == []
