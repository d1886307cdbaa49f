"""The form for the settings of a channel: what lines there take where they say nothing themselves."""

from __future__ import annotations

import json
from typing import Any

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from linernotes.model.countries import country_name
from linernotes.request_line.channel_defaults import ChannelDefaults
from linernotes.sections.sources import SOURCES
from linernotes.slack.form import (
    COUNTRY,
    PLATFORMS,
    SECTION,
    SETTINGS_FORM,
    country_field,
    country_hint,
    input_field,
    plain,
    platforms_field,
    sections_field,
    text_view,
)
from linernotes.slack.payloads import Origin

_TITLE = "Channel settings"
_ABOUT = (
    "What a line in this channel takes where it says nothing itself. “worldwide” and “no sections” in a line "
    "keep the country and the sections away. Leave all empty to have no settings."
)


def settings_view(origin: Origin, defaults: ChannelDefaults) -> dict[str, Any]:
    """Render the form with a channel's settings as they are."""
    chosen = defaults.known()
    view = View(
        type="modal",
        callback_id=SETTINGS_FORM,
        title=plain(_TITLE),
        submit=plain("Save"),
        close=plain("Cancel"),
        blocks=[
            SectionBlock(text=plain(_ABOUT)),
            input_field(PLATFORMS, "Platforms", platforms_field(chosen.platforms), optional=True),
            input_field(
                COUNTRY, "Country", country_field(chosen.country), hint=country_hint(), optional=True
            ),
            input_field(SECTION, "Sections", sections_field(chosen.sections), optional=True),
        ],
        private_metadata=json.dumps({"channel": origin.channel, "response_url": origin.response_url}),
    )
    rendered: dict[str, Any] = view.to_dict()
    return rendered


def saved_view(defaults: ChannelDefaults) -> dict[str, Any]:
    """Render what the form turns into once it was saved."""
    return text_view(_TITLE, in_words(defaults))


def in_words(defaults: ChannelDefaults) -> str:
    """Say what lines take in a channel with these settings."""
    if not defaults:
        return "This channel has no settings now. A line says itself on which platforms, and where."
    platforms = ", ".join(f"{SOURCES[slug].name} {SOURCES[slug].metric}" for slug in defaults.platforms)
    said = [
        f"Platforms: {platforms}" if platforms else "",
        f"Country: {country_name(defaults.country)}" if defaults.country else "",
        f"Sections: {', '.join(defaults.sections)}" if defaults.sections else "",
    ]
    return "\n".join(["Saved. Lines in this channel that leave it out now take", *filter(None, said)])
