"""Settings of a channel: what lines and forms take from them, and how they are changed and cleared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRIES
from linernotes.model.errors import LineNotUnderstood
from linernotes.request_line.channel_defaults import NO_DEFAULTS, ChannelDefaults
from linernotes.request_line.reading import read_line
from linernotes.request_line.written import RequestLine, line_text
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES
from linernotes.slack.acknowledge import (
    AccessPolicy,
    Acknowledgement,
    ChannelSettings,
    on_command,
    on_failure,
    on_submission,
)
from linernotes.slack.form import REPORT_FORM, SETTINGS_FORM
from linernotes.slack.payloads import Command, Origin, Submission
from linernotes.slack.ports import SlackAction
from linernotes.slack.settings_form import saved_view, settings_view
from local.slack_double.limits import broken_by_view
from tests.unit.builders import LAURO, NOW

TODAY = NOW.date()
ORIGIN = Origin("T0", "C0", "U0", "1.2.3", "https://hooks.slack.com/commands/T0/1/x")
EVERYBODY = AccessPolicy(["*"], ["*"])
ITALY = ChannelDefaults(("spotify", "deezer"), "IT", ("tracks", "places"))
LINE = "Elisa on spotify for 2024-09"


def unread() -> ChannelDefaults:
    raise AssertionError("the settings do not matter here")


def read(text: str, defaults: ChannelDefaults = ITALY) -> RequestLine:
    return read_line(text, today=TODAY, defaults=lambda: defaults)


def commanded(text: str, defaults: ChannelDefaults = ITALY) -> Acknowledgement:
    return on_command(
        Command(ORIGIN, text), EVERYBODY, now=NOW, page_url="https://example.org/", defaults=lambda: defaults
    )


def submitted(
    form: str, values: dict[str, Any], defaults: ChannelDefaults = ITALY, access: AccessPolicy = EVERYBODY
) -> Acknowledgement:
    filled = {name: {name: value} for name, value in values.items()}
    sent = Submission(ORIGIN, filled, form)
    return on_submission(sent, access, now=NOW, page_url="https://example.org/", defaults=lambda: defaults)


def fields(defaults: ChannelDefaults) -> dict[str, Any]:
    return {
        "platforms": {"selected_options": [{"value": slug} for slug in defaults.platforms]},
        "country": {"selected_option": {"value": defaults.country} if defaults.country else None},
        "sections": {"selected_options": [{"value": name} for name in defaults.sections]},
    }


# --------------------------------------------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Elisa for 2024-09", "Elisa on spotify, deezer in IT for 2024-09 tracks places"),
        ("Elisa on youtube for 2024-09", "Elisa on youtube in IT for 2024-09 tracks places"),
        ("Elisa in FR for 2024-09", "Elisa on spotify, deezer in FR for 2024-09 tracks places"),
        ("Elisa worldwide for 2024-09", "Elisa on spotify, deezer worldwide for 2024-09 tracks places"),
        ("Elisa for 2024-09 tracks", "Elisa on spotify, deezer in IT for 2024-09 tracks"),
        ("Elisa for 2024-09 no sections", "Elisa on spotify, deezer in IT for 2024-09 no sections"),
        (
            "Elisa in the world for 2024-09, without any sections, privately",
            "Elisa on spotify, deezer worldwide for 2024-09 no sections privately",
        ),
    ],
)
def test_a_line_takes_what_it_leaves_out_from_the_channel_and_shows_what_was_used(
    typed: str, canonical: str
) -> None:
    message = commanded(typed).message
    assert message is not None
    assert message.line == canonical
    assert line_text(read(canonical)) == canonical
    assert line_text(read(canonical, NO_DEFAULTS)) == canonical


@pytest.mark.parametrize(
    "typed",
    [
        "Elisa on spotify in IT for 2024-09 tracks",
        "Elisa on spotify worldwide for 2024-09 no sections",
        "status",
        "help",
    ],
)
def test_the_settings_are_not_read_where_nothing_is_left_out(typed: str) -> None:
    command = Command(ORIGIN, typed)
    assert on_command(command, EVERYBODY, now=NOW, page_url="", defaults=unread) != Acknowledgement()


def test_without_settings_a_line_without_platforms_is_refused() -> None:
    with pytest.raises(LineNotUnderstood, match="On which platforms"):
        read("Elisa for 2024-09", NO_DEFAULTS)
    with pytest.raises(LineNotUnderstood, match="On which platforms"):
        read("Elisa for 2024-09", ChannelDefaults(country="IT"))
    with pytest.raises(LineNotUnderstood, match="no platform “spotfy”"):
        read("Elisa on spotfy for 2024-09")


def test_a_refusal_shows_the_line_as_it_would_be_here() -> None:
    with pytest.raises(LineNotUnderstood) as refusal:
        read("Elisa for 2024-13")
    assert refusal.value.corrected == "Elisa on spotify, deezer in IT for 2024-12 tracks places"


def test_settings_that_no_report_can_have_any_more_are_left_out() -> None:
    old = ChannelDefaults(("myspace", "deezer"), "XX", ("weather", "tracks"))
    assert line_text(read("Elisa for 2024-09", old)) == "Elisa on deezer for 2024-09 tracks"
    assert broken_by_view(settings_view(ORIGIN, old)) == []


_defaults = st.builds(
    ChannelDefaults,
    platforms=st.lists(st.sampled_from(list(SOURCES)), unique=True).map(tuple),
    country=st.none() | st.sampled_from(sorted(COUNTRIES)),
    sections=st.lists(st.sampled_from(list(SECTIONS)), unique=True).map(
        lambda chosen: tuple(name for name in SECTIONS if name in chosen)
    ),
)


@given(
    _defaults,
    _defaults,
    st.sampled_from(["", " on youtube", " on deezer in FR", " worldwide", " in DE"]),
    st.sampled_from(["", " tracks", " no sections", " compare privately"]),
)
def test_the_line_shown_reads_back_as_the_same_whatever_the_channels_settings_are_or_become(
    defaults: ChannelDefaults, later: ChannelDefaults, where: str, end: str
) -> None:
    try:
        line = read(f"Elisa{where} for 2024-09{end}", defaults)
    except LineNotUnderstood as refusal:
        line = read(refusal.corrected, defaults)
    assert read(line_text(line), defaults) == line
    if (line.country or line.worldwide) and (line.sections or line.no_sections):
        assert read(line_text(line), later) == line


# --------------------------------------------------------------------------------------------------- forms


@given(_defaults)
def test_the_form_of_settings_shows_them_and_stores_what_is_chosen(defaults: ChannelDefaults) -> None:
    view = commanded("settings", defaults).view
    assert view is not None
    assert broken_by_view(view) == []
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    shown = ChannelDefaults(
        tuple(option["value"] for option in elements["platforms"].get("initial_options", [])),
        elements["country"].get("initial_option", {}).get("value"),
        tuple(option["value"] for option in elements["sections"].get("initial_options", [])),
    )
    assert shown == defaults
    saved = submitted(SETTINGS_FORM, fields(shown))
    assert saved.settings == ChannelSettings("T0", "C0", defaults)
    assert saved.message is None
    assert saved.body is not None
    assert saved.body["response_action"] == "update"
    (block,) = saved.body["view"]["blocks"]
    assert block["type"] == "section"
    assert len(block["text"]["text"]) <= 3_000
    assert "submit" not in saved.body["view"]


def test_an_empty_form_of_settings_clears_them_and_says_so() -> None:
    cleared = submitted(SETTINGS_FORM, fields(NO_DEFAULTS))
    assert cleared.settings == ChannelSettings("T0", "C0", NO_DEFAULTS)
    assert "has no settings now" in json.dumps(cleared.body)
    assert "Country: Italy" in json.dumps(saved_view(ITALY))


def test_where_no_form_can_be_opened_settings_say_why() -> None:
    acknowledged = commanded("settings")
    assert acknowledged.fallback is not None
    assert "no bot token" in json.dumps(acknowledged.fallback.body)


def test_who_may_not_ask_may_not_change_settings_either() -> None:
    refused = submitted(SETTINGS_FORM, fields(ITALY), access=AccessPolicy(["*"], ["C1"]))
    assert refused.settings is None
    assert refused.body is not None
    assert list(refused.body["errors"]) == ["platforms"]
    failed = on_failure(Submission(ORIGIN, {}, SETTINGS_FORM), "a-number").body
    assert failed is not None
    assert list(failed["errors"]) == ["platforms"]


def test_the_form_of_a_report_begins_with_the_channels_settings() -> None:
    view = commanded("").view
    assert view is not None
    text = json.dumps(view)
    assert '"initial_option": {"text"' in text
    elements = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert [option["value"] for option in elements["platforms"]["initial_options"]] == ["spotify", "deezer"]
    assert elements["country"]["initial_option"]["value"] == "IT"


def test_a_form_says_in_its_line_what_it_leaves_empty_of_the_channels_settings() -> None:
    values = {
        **fields(ChannelDefaults(("spotify",))),
        "artists": {"selected_options": [{"value": LAURO.uuid, "text": {"text": "Achille Lauro"}}]},
        "start_date": {"selected_date": "2024-09-01"},
        "end_date": {"selected_date": "2024-09-30"},
        "compare": {"selected_option": None},
        "where": {"selected_option": {"value": "here"}},
    }
    message = submitted(REPORT_FORM, values).message
    assert message is not None
    assert message.action is SlackAction.ASK
    line = f"Achille Lauro [{LAURO.uuid}] on spotify worldwide for 2024-09 no sections"
    assert message.line == line
    assert line_text(read(line)) == line
    elsewhere = submitted(REPORT_FORM, values, NO_DEFAULTS).message
    assert elsewhere is not None
    assert elsewhere.line == f"Achille Lauro [{LAURO.uuid}] on spotify for 2024-09"
