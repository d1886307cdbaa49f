"""What comes from Slack and what is done about it at once: handed over, answered, or a form opened."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import Unavailable
from linernotes.model.periods import Period
from linernotes.model.request import Artist, FoundArtist
from linernotes.request_line.channel_defaults import ReadDefaults, no_defaults
from linernotes.request_line.periods import last_month
from linernotes.request_line.reading import read_canonical, read_line
from linernotes.request_line.written import LineArtist, RequestLine, line_text
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, Places
from linernotes.slack.acknowledge import (
    SHORTCUT,
    AccessPolicy,
    Acknowledgement,
    on_click,
    on_command,
    on_failure,
    on_shortcut,
    on_submission,
)
from linernotes.slack.blocks import LONGEST_BUTTON_VALUE
from linernotes.slack.conversation import Conversation, ResponseUrl, is_response_url_of_slack
from linernotes.slack.form import (
    REPORT_FORM,
    FormErrors,
    artist_options,
    country_options,
    form_view,
    line_of_form,
)
from linernotes.slack.payloads import (
    Click,
    Command,
    Origin,
    PayloadBroken,
    Search,
    Shortcut,
    Submission,
    command_from,
    interaction_from,
    is_ssl_check,
)
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.suggest_artists import suggest_artists
from local.slack_double.limits import broken_by_options, broken_by_view, broken_limits
from tests.unit.builders import LAURO, NOW
from tests.unit.slack_world import found

HOSTS = ("hooks.slack.com", "127.0.0.1")
RESPONSE_URL = "https://hooks.slack.com/commands/T0/1/x"
ORIGIN = Origin("T0", "C0", "U0", "1.2.3", RESPONSE_URL)
EVERYBODY = AccessPolicy(["*"], ["*"])
LINE = "Elisa on spotify for 2024-09"
TODAY = NOW.date()


def commanded(
    text: str,
    access: AccessPolicy = EVERYBODY,
    origin: Origin = ORIGIN,
    defaults: ReadDefaults = no_defaults,
) -> Acknowledgement:
    return on_command(
        Command(origin, text), access, now=NOW, page_url="https://example.org/", defaults=defaults
    )


def submitted(
    values: dict[str, Any],
    access: AccessPolicy = EVERYBODY,
    *,
    form: str = REPORT_FORM,
    defaults: ReadDefaults = no_defaults,
) -> Acknowledgement:
    sent = Submission(ORIGIN, values, form)
    return on_submission(sent, access, now=NOW, page_url="", defaults=defaults)


def clicked(
    action: str,
    value: str,
    access: AccessPolicy = EVERYBODY,
    *,
    origin: Origin = ORIGIN,
    kept: Conversation | None = None,
) -> Acknowledgement:
    def conversation_of(conversation_id: str) -> Conversation | None:
        assert " " not in value, "what the button has is not read again"
        return kept if kept and conversation_id == kept.conversation_id else None

    return on_click(
        Click(origin, action, value),
        access,
        now=NOW,
        page_url="https://example.org/",
        conversation_of=conversation_of,
    )


# ------------------------------------------------------------------------------------------------- commands


def test_a_line_is_handed_over_in_its_canonical_form() -> None:
    message = commanded("  ELISA on Spotify in September 2024 ").message
    assert message is not None
    assert (message.action, message.line) == (SlackAction.ASK, "ELISA on spotify for 2024-09")
    assert (message.workspace, message.channel, message.user, message.response_url) == (
        "T0",
        "C0",
        "U0",
        RESPONSE_URL,
    )
    assert (message.at, message.page_url) == (NOW, "https://example.org/")


@pytest.mark.parametrize("artists", ["ELISA", ", ".join(f'"{number}, {"x" * 50}"' for number in range(50))])
def test_whoever_sends_a_line_is_told_at_once_and_alone_how_it_was_understood(artists: str) -> None:
    acknowledged = commanded(f"{artists} on Spotify in September 2024")
    assert acknowledged.message is not None
    assert acknowledged.message.acknowledged
    body = acknowledged.body
    assert body is not None
    assert body["response_type"] == "ephemeral"
    line = f"/report {acknowledged.message.line}"
    assert line.startswith(body["text"].removeprefix("Working on it… ").removesuffix("…"))
    assert broken_limits(body) == []


def test_the_same_command_has_the_same_id_and_another_has_another() -> None:
    def identity(origin: Origin) -> str:
        message = commanded(LINE, origin=origin).message
        assert message is not None
        return message.conversation_id

    assert identity(ORIGIN) == identity(replace(ORIGIN))
    others = [replace(ORIGIN, trigger="1.2.4"), replace(ORIGIN, workspace="T1")]
    assert len({identity(ORIGIN), *map(identity, others)}) == 3


def test_a_line_that_is_not_understood_is_answered_at_once_to_who_typed_it_alone() -> None:
    acknowledgement = commanded("Elisa on spotfy for 2024-09")
    assert acknowledgement.message is None
    assert acknowledgement.body is not None
    assert acknowledgement.body["response_type"] == "ephemeral"
    assert "/report Elisa on spotify for 2024-09" in json.dumps(acknowledgement.body)


@given(
    st.text("ab ＿_*~`@#<>&ˋ", max_size=20),
    st.sampled_from(["", " compare previous_year places", " tracks privately"]),
)
def test_the_line_in_the_text_for_notifications_reads_back_as_what_it_was_written_from(
    name: str, end: str
) -> None:
    quoted = name.replace('"', '""')
    body = commanded(f'"{quoted}", A_B on spotfy for 2024-09{end}').body
    assert body is not None
    assert body["mrkdwn"] is False
    assert not set(body["text"]) & set("<>")
    shown = body["text"].partition("Like this: /report ")[2]
    pasted = command_from(command_body(text=shown), response_hosts=HOSTS)
    assert pasted is not None
    line = body["blocks"][0]["elements"][1]["elements"][0]["text"].removeprefix("/report ")
    assert read_line(pasted.text, today=TODAY) == read_line(line, today=TODAY)
    assert line.endswith(f"A_B on spotify for 2024-09{end}")


def test_help_shows_a_line_that_works() -> None:
    body = commanded("help").body
    assert body is not None
    line = body["blocks"][0]["elements"][1]["elements"][0]["text"].removeprefix("/report ")
    assert read_line(line, today=TODAY).platforms == ("spotify", "instagram")


@pytest.mark.parametrize("text", ["?", "HELP", "help me", " ? "])
def test_help_is_given_however_it_is_asked_for(text: str) -> None:
    assert commanded(text).body == commanded("help").body


@pytest.mark.parametrize("word", ["status", "list", " LIST "])
def test_a_word_of_its_own_is_handed_over_as_what_it_is(word: str) -> None:
    message = commanded(word).message
    assert message is not None
    assert message.action is SlackAction(word.strip().lower())
    assert (message.workspace, message.user, message.response_url) == ("T0", "U0", RESPONSE_URL)


@pytest.mark.parametrize("word", ["status", "list", "help", "settings", "?"])
def test_in_quotes_or_in_a_line_such_a_word_is_an_artist(word: str) -> None:
    for text in (f'"{word}" on spotify for 2024-09', f'Elisa, "{word}" on spotify for 2024-09'):
        message = commanded(text).message
        assert message is not None
        assert message.action is SlackAction.ASK
        assert word in [artist.name for artist in read_line(message.line, today=TODAY).artists]
    refused = commanded(f'"{word}"')
    assert refused.message is None
    assert "On which platforms?" in json.dumps(refused.body)


def test_help_names_every_section_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECTIONS.modules, "weather", "tests.unit.weather_section")
    body = commanded("help").body
    assert body is not None
    said = body["blocks"][0]["elements"][0]["elements"][0]["text"]
    assert [name for name in SECTIONS if f"“{name}”" not in said] == []
    assert "weather" in body["text"]


def test_without_text_the_form_opens_or_failing_that_help_is_shown() -> None:
    acknowledgement = commanded("")
    assert acknowledgement.trigger == ORIGIN.trigger
    assert acknowledgement.view is not None
    assert acknowledgement.fallback is not None
    assert acknowledgement.fallback.body == commanded("help").body


@pytest.mark.parametrize(
    ("access", "taken"),
    [
        (AccessPolicy(["*"], ["*"]), True),
        (AccessPolicy(["T0"], ["C0"]), True),
        (AccessPolicy(["T1", "T0"], ["*"]), True),
        (AccessPolicy(["T1"], ["*"]), False),
        (AccessPolicy(["*"], ["C1"]), False),
        (AccessPolicy([], ["*"]), False),
    ],
)
def test_only_workspaces_and_channels_on_the_list_may_ask_click_or_send_forms(
    access: AccessPolicy, taken: bool
) -> None:
    asked = commanded(LINE, access)
    assert (asked.message is not None) is taken
    assert asked.body is not None
    assert ("Working on it" in asked.body["text"]) is taken
    click = clicked("repair", "a-conversation", access)
    assert (click.message is not None) is taken
    assert (click.notice is None) is taken
    answer = submitted(filled(), access)
    assert (answer.message is not None) is taken
    assert (answer.body is None) is taken


# --------------------------------------------------------------------------------------------------- clicks


@pytest.mark.parametrize("action", ["repair", "unshare", "share"])
def test_a_click_about_an_conversation_is_handed_over_with_what_tells_it_from_every_other(
    action: str,
) -> None:
    message = clicked(action, "a-conversation").message
    assert message is not None
    assert (message.action, message.conversation_id, message.click) == (
        SlackAction(action),
        "a-conversation",
        ORIGIN.identity,
    )


def test_run_again_begins_an_conversation_of_its_own() -> None:
    message = clicked("rerun", "a-conversation").message
    assert message is not None
    assert (message.conversation_id, message.original_id) == (ORIGIN.identity, "a-conversation")


def test_other_month_opens_the_form_filled_in_or_failing_that_offers_the_line() -> None:
    acknowledgement = clicked("other_month", f"a-conversation {LINE} compare tracks privately")
    assert acknowledgement.view is not None
    assert "Elisa" in json.dumps(acknowledgement.view)
    assert acknowledgement.fallback is not None
    assert acknowledgement.fallback.message is not None
    assert acknowledgement.fallback.message.action is SlackAction.OTHER_MONTH


@pytest.mark.parametrize("value", ["a-conversation", "a-conversation no line at all", ""])
def test_other_month_opens_an_empty_form_where_there_is_no_line(value: str) -> None:
    assert clicked("other_month", value).view == form_view(ORIGIN, today=TODAY)


def test_choosing_one_artist_twice_asks_once_and_another_asks_again() -> None:
    def asked(value: str) -> SlackMessage:
        message = commanded_choice(value)
        assert message is not None
        return message

    first = asked("a-conversation 0 a-uuid")
    assert (first.action, first.original_id, first.choice) == (
        SlackAction.CHOOSE,
        "a-conversation",
        "0 a-uuid",
    )
    assert first == asked("a-conversation 0 a-uuid")
    others = [asked("a-conversation 0 another"), asked("another 0 a-uuid")]
    assert len({first.conversation_id, *(other.conversation_id for other in others)}) == 3


def commanded_choice(value: str) -> SlackMessage | None:
    return clicked("choose:3", value).message


def test_whoever_may_not_click_is_told_so_alone_but_links_stay_links() -> None:
    nobody = AccessPolicy([], ["*"])
    told = clicked("repair", "a-conversation", nobody)
    assert told.message is None
    assert told.notice is not None
    assert (told.notice["response_type"], told.notice_url) == ("ephemeral", RESPONSE_URL)
    assert clicked("open_page", "", nobody) == Acknowledgement()


def test_a_private_answer_has_its_buttons_where_only_some_channels_may_ask() -> None:
    direct = replace(ORIGIN, channel="D0MANAGER")
    here = AccessPolicy(["*"], ["C0"])
    click = clicked("repair", "a-conversation", here, origin=direct)
    assert click.message is not None
    assert commanded(LINE, here, direct).message is None


def long_conversation(workspace: str = "T0") -> Conversation:
    artists = tuple(LineArtist(f"Artist number {n}", str(UUID(int=n))) for n in range(50))
    line = RequestLine(artists, ("spotify", "deezer"), Period(date(2024, 9, 1), date(2024, 9, 30)), "IT")
    return Conversation(
        conversation_id="a-conversation",
        workspace=workspace,
        channel="C0",
        user="U0",
        line=line_text(line),
        private=False,
        page_url="https://example.org/",
        asked_at=NOW,
        response_url=ResponseUrl(RESPONSE_URL, NOW),
    )


def test_other_month_opens_the_form_filled_in_though_the_line_did_not_fit_the_button() -> None:
    kept = long_conversation()
    assert len(kept.line) > LONGEST_BUTTON_VALUE
    line = read_canonical(kept.line, today=TODAY)
    view = clicked("other_month", "a-conversation", kept=kept).view
    assert view == form_view(ORIGIN, today=TODAY, line=line)
    artists = view["blocks"][0]["element"]["initial_options"]
    assert [option["text"]["text"] for option in artists] == [f"Artist number {n}" for n in range(50)]
    assert broken_by_view(view) == []


def test_a_line_of_another_workspace_fills_no_form() -> None:
    view = clicked("other_month", "a-conversation", kept=long_conversation("T1")).view
    assert view == form_view(ORIGIN, today=TODAY)


@pytest.mark.parametrize("action", ["open_page", "download", "something else"])
def test_a_click_on_a_link_needs_no_doing(action: str) -> None:
    assert clicked(action, "") == Acknowledgement()


# ----------------------------------------------------------------------------------------------------- form


def filled(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "artists": {"selected_options": [{"value": LAURO.uuid, "text": {"text": "Achille Lauro"}}]},
        "platforms": {"selected_options": [{"value": "spotify"}, {"value": "deezer"}]},
        "start_date": {"selected_date": "2024-09-01"},
        "end_date": {"selected_date": "2024-09-30"},
        "country": {"selected_option": None},
        "compare": {"selected_option": None},
        "sections": {"selected_options": []},
        "where": {"selected_option": {"value": "here"}},
        **changes,
    }
    return {name: {name: value} for name, value in fields.items()}


def test_a_form_is_read_as_the_line_that_asks_the_same() -> None:
    chosen = filled(
        country={"selected_option": {"value": "IT"}},
        compare={"selected_option": {"value": "previous_year"}},
        sections={"selected_options": [{"value": "tracks"}]},
        where={"selected_option": {"value": "only_me"}},
    )
    line = f"Achille Lauro [{LAURO.uuid}] on spotify, deezer in IT for 2024-09"
    line += " compare previous_year tracks privately"
    assert line_of_form(chosen, today=TODAY) == read_line(line, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"artists": {"selected_options": []}}, "artists"),
        ({"platforms": {"selected_options": []}}, "platforms"),
        ({"platforms": {"selected_options": [{"value": "myspace"}]}}, "platforms"),
        ({"start_date": {"selected_date": None}}, "start_date"),
        ({"end_date": {"selected_date": None}}, "end_date"),
        ({"start_date": {"selected_date": "1999-12-31"}}, "start_date"),
        ({"start_date": {"selected_date": "2024-10-01"}}, "end_date"),
        ({"end_date": {"selected_date": "2025-01-16"}}, "end_date"),
        ({"start_date": {"selected_date": "2015-01-01"}}, "end_date"),
        ({"start_date": {"selected_date": "2024-13-01"}}, "start_date"),
        ({"compare": {"selected_option": {"value": "last_century"}}}, "compare"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_at_the_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FormErrors) as refusal:
        line_of_form(filled(**changes), today=TODAY)
    assert set(refusal.value.errors) == {field}
    answer = submitted(filled(**changes)).body
    assert answer == {"response_action": "errors", "errors": refusal.value.errors}
    blocks = [block["block_id"] for block in form_view(ORIGIN, today=TODAY)["blocks"]]
    assert field in blocks


@pytest.mark.parametrize(
    "names",
    [["Class of 2024"], ["only for me"], ['"'], ["in IT for 2023, vs X"], ["x" * 75] * 50, ["\u200b"]],
)
def test_every_form_that_is_taken_becomes_a_line_that_reads_back(names: list[str]) -> None:
    chosen = [
        {"value": f"11e81bcc-9c1c-ce38-b96b-{number:012x}", "text": {"text": name}}
        for number, name in enumerate(names)
    ]
    message = submitted(filled(artists={"selected_options": chosen})).message
    assert message is not None
    assert [artist.name for artist in read_canonical(message.line, today=TODAY).artists] == names


def test_a_form_whose_line_says_nothing_is_refused_at_once() -> None:
    chosen = [{"value": "=\ue000", "text": {"text": "\ue000"}}]
    answer = submitted(filled(artists={"selected_options": chosen}))
    assert answer.message is None
    assert answer.body is not None
    assert set(answer.body["errors"]) == {"artists"}


def test_an_unexpected_error_is_told_in_the_way_of_what_was_done() -> None:
    told = on_failure(Command(ORIGIN, LINE), "a-number").body
    assert told is not None
    assert (told["response_type"], "a-number" in told["text"]) == ("ephemeral", True)
    at_fields = on_failure(Submission(ORIGIN, {}, REPORT_FORM), "a-number").body
    assert at_fields is not None
    assert "a-number" in at_fields["errors"]["artists"]
    assert on_failure(Search("T0", "artists", "x"), "a-number").body == {"options": []}
    click = on_failure(Click(ORIGIN, "repair", ""), "a-number")
    assert (click.body, click.notice_url) == (None, RESPONSE_URL)
    assert "a-number" in json.dumps(click.notice)
    assert on_failure(None, "a-number") == Acknowledgement()


def test_the_form_begins_with_the_month_that_ended_last() -> None:
    view = form_view(ORIGIN, today=TODAY)
    dates = [block["element"]["initial_date"] for block in view["blocks"][2:4]]
    assert dates == ["2024-12-01", "2024-12-31"]
    assert last_month(TODAY) == Period(date(2024, 12, 1), date(2024, 12, 31))


def test_the_form_says_before_anybody_asks_which_platforms_have_figures_by_country() -> None:
    (country,) = [b for b in form_view(ORIGIN, today=TODAY)["blocks"] if b["block_id"] == "country"]
    hint = country["hint"]["text"]
    for source in SOURCES.values():
        said = f"{source.name} {source.metric}" in hint
        assert said is (source.places is not Places.NONE)


def test_the_form_says_before_anybody_asks_what_a_comparison_by_country_needs() -> None:
    (compare,) = [b for b in form_view(ORIGIN, today=TODAY)["blocks"] if b["block_id"] == "compare"]
    assert compare["hint"]["text"] == (
        "By country, Spotify Monthly Listeners have figures on Mondays only: each period needs a Monday."
    )


@pytest.mark.parametrize("sections", ["tracks", "songs radio", "tracks, top 10 songs"])
def test_a_form_filled_in_with_a_line_and_sent_off_asks_the_same(sections: str) -> None:
    line = read_line(
        f'Nirvana [{LAURO.uuid}], "Tyler", "The Creator", Elisa on spotify in IT for 2024-09 compare '
        f"{sections} privately",
        today=TODAY,
    )
    view = form_view(ORIGIN, today=TODAY, line=line)
    values = {}
    for block in view["blocks"]:
        element = block["element"]
        values[block["block_id"]] = {
            element["action_id"]: {
                "selected_options": element.get("initial_options"),
                "selected_option": element.get("initial_option"),
                "selected_date": element.get("initial_date"),
            }
        }
    assert line_of_form(values, today=TODAY) == line
    assert line_text(line_of_form(values, today=TODAY)) == line_text(line)  # with what was in quotes


@pytest.mark.parametrize(
    "text",
    [
        None,
        LINE,
        f"{LINE} top 100 songs",
        ", ".join(f"{n} {'x' * 60}" for n in range(50)) + " on spotify for 2024",
    ],
)
def test_the_form_keeps_to_every_limit(text: str | None) -> None:
    line = read_line(text, today=TODAY) if text else None
    assert broken_by_view(form_view(ORIGIN, today=TODAY, line=line)) == []


# -------------------------------------------------------------------------------------------------- options


def test_artists_are_offered_by_name_with_where_they_are_from() -> None:
    offered = artist_options([found("Nirvana", 1, "US"), found("Nirvana", 2, "GB"), found("x" * 200, 3)])
    described = [option.get("description", {}).get("text") for option in offered["options"]]
    assert described == ["United States", "United Kingdom", None]
    assert broken_by_options(offered) == []


def test_no_more_than_a_hundred_options_are_offered() -> None:
    many = [FoundArtist(Artist(LAURO.uuid, f"Artist {number}"), None, "XX") for number in range(150)]
    assert len(artist_options(many)["options"]) == 100
    assert len(country_options("a")["options"]) == 100
    assert broken_by_options(country_options("")) == []


def test_countries_are_offered_by_any_part_of_their_name_and_by_their_code() -> None:
    def offered(term: str) -> list[str]:
        return [option["value"] for option in country_options(term)["options"]]

    assert offered("ital") == ["IT"]
    assert offered("it")[:1] == ["IT"]
    assert "US" in offered("america")
    assert offered("nowhere") == []
    assert offered("cote d’iv") == offered("Co\N{COMBINING CIRCUMFLEX ACCENT}te d'Iv") == ["CI"]
    assert offered("reunion") == ["RE"]


def test_suggestions_come_in_time_or_not_at_all() -> None:
    artists = [found("Elisa", 1)]
    assert suggest_artists(" elisa ", lambda term: artists if term == "elisa" else [], within_s=5) == artists

    def unavailable(_: str) -> list[FoundArtist]:
        raise Unavailable("Soundcharts does not answer")

    late = Event()

    def slow(_: str) -> list[FoundArtist]:
        late.wait(timeout=5)
        return artists

    assert list(suggest_artists("elisa", unavailable, within_s=5)) == []
    assert list(suggest_artists("elisa", slow, within_s=0.05)) == []
    late.set()
    assert list(suggest_artists("elisa", lambda _: artists, within_s=0)) == []
    assert list(suggest_artists("e", lambda _: artists, within_s=5)) == []


# ------------------------------------------------------------------------------------------------- payloads


def command_body(**changes: str) -> bytes:
    form = {
        "team_id": "T0",
        "channel_id": "C0",
        "user_id": "U0",
        "trigger_id": "1.2.3",
        "response_url": RESPONSE_URL,
    }
    return urlencode({**form, "text": "a & b = ü", **changes}).encode()


def interaction(**payload: Any) -> bytes:
    whole = {"team": {"id": "T0"}, "user": {"id": "U0", "team_id": "T9"}, "trigger_id": "1.2.3", **payload}
    return urlencode({"payload": json.dumps(whole)}).encode()


def test_a_command_is_read_with_who_typed_it_where() -> None:
    assert command_from(command_body(), response_hosts=HOSTS) == Command(ORIGIN, "a & b = ü")


def test_what_slack_escapes_is_read_as_it_was_typed() -> None:
    command = command_from(command_body(text="Simon &amp; Garfunkel &lt;3 &amp;lt;"), response_hosts=HOSTS)
    assert command is not None
    assert command.text == "Simon & Garfunkel <3 &lt;"


@pytest.mark.parametrize(
    ("body", "tries"),
    [
        (b"ssl_check=1&token=x", True),
        (b"ssl_check=0", False),
        (b"ssl_check=1&ssl_check=1", False),
        (b"text=ssl_check%3D1", False),
        (b"\xff", False),
        (b"", False),
    ],
)
def test_slack_trying_whether_somebody_is_there_is_told_from_a_command(body: bytes, tries: bool) -> None:
    assert is_ssl_check(body) is tries


def test_a_command_without_a_workspace_is_of_the_organisation() -> None:
    body = command_body(team_id="", enterprise_id="E0")
    assert command_from(body, response_hosts=HOSTS).origin.workspace == "E0"


@pytest.mark.parametrize(
    ("payload", "workspace"),
    [
        ({"message": {"team": "T1"}}, "T1"),
        ({}, "T9"),
        ({"user": {"id": "U0"}, "enterprise": {"id": "E0"}}, "E0"),
    ],
)
def test_where_the_app_is_installed_in_an_organisation_the_message_says_whose_a_click_is(
    payload: dict[str, Any], workspace: str
) -> None:
    body = interaction(
        type="block_actions", team=None, actions=[{"action_id": "repair", "value": "x"}], **payload
    )
    click = interaction_from(body, response_hosts=HOSTS)
    assert isinstance(click, Click)
    assert click.origin.workspace == workspace


def test_where_the_app_is_installed_in_an_organisation_a_form_is_of_the_workspace_it_was_opened_in() -> None:
    view = {**form_view(ORIGIN, today=TODAY), "id": "V0", "team_id": "T1", "state": {"values": filled()}}
    sent = interaction_from(interaction(type="view_submission", team=None, view=view), response_hosts=HOSTS)
    assert isinstance(sent, Submission)
    assert sent.origin.workspace == "T1"


def test_a_click_is_read_with_its_button() -> None:
    body = interaction(
        type="block_actions",
        channel={"id": "C0"},
        response_url=RESPONSE_URL,
        actions=[{"action_id": "repair", "value": "x"}],
    )
    assert interaction_from(body, response_hosts=HOSTS) == Click(ORIGIN, "repair", "x")


def test_a_form_comes_back_to_the_channel_it_was_opened_from() -> None:
    view = form_view(ORIGIN, today=TODAY)
    body = interaction(type="view_submission", view={**view, "id": "V0", "state": {"values": filled()}})
    assert interaction_from(body, response_hosts=HOSTS) == Submission(ORIGIN, filled(), REPORT_FORM)


def test_a_search_is_read_and_where_the_workspace_is_the_users_that_counts() -> None:
    body = interaction(type="block_suggestion", team=None, action_id="artists", value="eli")
    assert interaction_from(body, response_hosts=HOSTS) == Search("T9", "artists", "eli")


@pytest.mark.parametrize("kind", ["view_closed", "message_action"])
def test_there_is_nothing_to_do_about_anything_else(kind: str) -> None:
    assert interaction_from(interaction(type=kind), response_hosts=HOSTS) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"payload=", b"payload=[]", b"payload={}", b"nothing=1", interaction(type="block_actions"), b"\xff",
     interaction(type="block_actions", actions=[]), interaction(type="view_submission", view={})],
)  # fmt: skip
def test_what_is_signed_and_still_makes_no_sense_is_called_broken(body: bytes) -> None:
    with pytest.raises(PayloadBroken):
        interaction_from(body, response_hosts=HOSTS)
    with pytest.raises(PayloadBroken):
        command_from(body, response_hosts=HOSTS)


@pytest.mark.parametrize(
    ("url", "slacks"),
    [
        (RESPONSE_URL, True),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("https://evil.example@hooks.slack.com/x", False),
        ("https://hooks.slack.com:8080/x", False),
        ("https://slack.com/x", False),
        ("", False),
        ("https://[", False),
        ("https://hooks.slack.com:port/x", False),
        ("http://127.0.0.1:1234/hooks/x", True),
        ("http://localhost:1234/hooks/x", False),
    ],
)
def test_a_response_url_that_is_not_slacks_is_left_unused(url: str, slacks: bool) -> None:
    assert is_response_url_of_slack(url, hosts=HOSTS) is slacks
    command = command_from(command_body(response_url=url), response_hosts=HOSTS)
    assert command is not None
    assert command.origin.response_url == (url if slacks else "")


# ------------------------------------------------------------------------------------------------ shortcuts

NOWHERE = replace(ORIGIN, channel="", response_url="")


def test_a_shortcut_opens_a_form_that_asks_for_a_channel_to_answer_in() -> None:
    body = interaction(type="shortcut", callback_id=SHORTCUT)
    shortcut = interaction_from(body, response_hosts=HOSTS)
    assert shortcut == Shortcut(NOWHERE, SHORTCUT)
    acknowledgement = on_shortcut(shortcut, EVERYBODY, now=NOW)
    assert acknowledgement.trigger == "1.2.3"
    assert acknowledgement.view is not None
    assert broken_by_view(acknowledgement.view) == []
    (channel,) = [b for b in acknowledgement.view["blocks"] if b["block_id"] == "channel"]
    assert channel["element"]["type"] == "conversations_select"
    assert channel["element"]["default_to_current_conversation"] is True
    assert channel["element"]["response_url_enabled"] is True
    assert "channel" not in [b["block_id"] for b in form_view(ORIGIN, today=TODAY)["blocks"]]


def test_the_form_of_a_shortcut_is_answered_in_the_channel_that_was_chosen() -> None:
    view = form_view(NOWHERE, today=TODAY)
    values = filled(channel={"selected_conversation": "C7"})
    opened = {**view, "id": "V0", "state": {"values": values}}

    def sent_with(response_url: str) -> Click | Shortcut | Submission | Search | None:
        answer_by = {"block_id": "channel", "action_id": "channel", "channel_id": "C7"}
        urls = [{**answer_by, "response_url": response_url}]
        body = interaction(type="view_submission", view=opened, response_urls=urls)
        return interaction_from(body, response_hosts=HOSTS)

    sent = sent_with("https://hooks.slack.com/app/T0/1/x")
    assert isinstance(sent, Submission)
    message = on_submission(sent, EVERYBODY, now=NOW, page_url="", defaults=no_defaults).message
    assert message is not None
    assert (message.channel, message.response_url) == ("C7", "https://hooks.slack.com/app/T0/1/x")
    refused = on_submission(sent, AccessPolicy(["*"], ["C0"]), now=NOW, page_url="", defaults=no_defaults)
    assert refused.message is None
    assert refused.body is not None
    assert list(refused.body["errors"]) == ["channel"]
    sent = sent_with("https://evil.example/x")
    assert isinstance(sent, Submission)
    assert sent.origin.response_url == ""


def test_without_a_channel_the_form_of_a_shortcut_says_so_at_the_field() -> None:
    sent = Submission(NOWHERE, filled(), REPORT_FORM)
    answer = on_submission(sent, EVERYBODY, now=NOW, page_url="", defaults=no_defaults)
    assert answer.message is None
    assert answer.body is not None
    assert list(answer.body["errors"]) == ["channel"]


def test_a_shortcut_tells_a_workspace_that_may_not_ask_and_channels_are_looked_at_later() -> None:
    shortcut = Shortcut(NOWHERE, SHORTCUT)
    refused = on_shortcut(shortcut, AccessPolicy(["T1"], ["*"]), now=NOW).view
    assert refused is not None
    assert "This workspace cannot create reports." in json.dumps(refused)
    opened = on_shortcut(shortcut, AccessPolicy(["T0"], ["C0"]), now=NOW).view
    assert opened == form_view(NOWHERE, today=TODAY)
    assert on_shortcut(Shortcut(NOWHERE, "another"), EVERYBODY, now=NOW) == Acknowledgement()
    assert on_failure(shortcut, "a-number") == Acknowledgement()


@pytest.mark.parametrize("ending", ["on spotify", "on spotify for 2024", "on spotify in Milan for 2024"])
def test_what_is_said_of_a_line_as_long_as_may_be_typed_keeps_to_slacks_limits(ending: str) -> None:
    artists = ", ".join(f"{'N' * 75}{number}" for number in range(48))
    body = on_command(
        Command(ORIGIN, f"{artists} {ending}"), EVERYBODY, now=NOW, page_url="", defaults=no_defaults
    ).body
    assert body is not None
    assert broken_limits(body) == []
    assert len(body["text"]) <= 3_000
