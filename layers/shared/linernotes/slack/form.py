"""The form for a report: rendered with what is known already, and read back as a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationSelectElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from linernotes.model.countries import COUNTRIES, codes_by_name, country_name
from linernotes.model.names import typed
from linernotes.model.period_limits import too_early, too_late, too_long
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_ARTISTS, MAX_SONGS
from linernotes.model.words import sentence
from linernotes.request_line.channel_defaults import NO_DEFAULTS, ChannelDefaults
from linernotes.request_line.periods import last_month
from linernotes.request_line.words import COUNTED_SECTION
from linernotes.request_line.written import LineArtist, RequestLine
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, Cadence, Places
from linernotes.slack.blocks import LONGEST_TEXT, cut
from linernotes.slack.payloads import Origin

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist

ARTISTS, PLATFORMS, START, END = "artists", "platforms", "start_date", "end_date"
COUNTRY, COMPARE, SECTION, WHERE = "country", "compare", "sections", "where"
CHANNEL = "channel"
REPORT_FORM, SETTINGS_FORM = "report", "settings"
"""What tells one form from the other, as their `callback_id`."""
MOST_OPTIONS = 100
_LONGEST_OPTION, _LONGEST_VALUE = 75, 150
_BY_NAME, _APART = "=", '"'
"""Begin the value of an artist who is not known by uuid; of one whose name was in quotes, the second."""
_HERE, _ONLY_ME = "here", "only_me"
_COMPARISONS = {Comparison.PREVIOUS_PERIOD: "Previous period", Comparison.PREVIOUS_YEAR: "Previous year"}


class FormErrors(Exception):
    """What is wrong with a form, by the id of the block it is wrong in."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{block}: {error}" for block, error in errors.items()))
        self.errors = errors


def form_view(
    origin: Origin,
    *,
    today: date,
    line: RequestLine | None = None,
    defaults: ChannelDefaults = NO_DEFAULTS,
) -> dict[str, Any]:
    """Render the form, filled in with a line, else with a channel's settings, for last month.

    Opened where Slack tells no channel, it asks for one, and Slack gives a URL to answer there.
    """
    period = line.period if line else last_month(today)
    chosen = ChannelDefaults(line.platforms, line.country, line.sections) if line else defaults.known()
    blocks = [
        input_field(ARTISTS, "Artists", _artists(line)),
        input_field(PLATFORMS, "Platforms", platforms_field(chosen.platforms)),
        input_field(START, "From", DatePickerElement(action_id=START, initial_date=period.start.isoformat())),
        input_field(
            END,
            "To (inclusive)",
            DatePickerElement(action_id=END, initial_date=period.end.isoformat()),
        ),
        input_field(COUNTRY, "Country", country_field(chosen.country), hint=country_hint(), optional=True),
        input_field(COMPARE, "Compare with", _comparison(line), optional=True, hint=_comparison_hint()),
        input_field(
            SECTION,
            "Also include",
            sections_field(chosen.sections, songs_limit=line.songs_limit if line else None),
            optional=True,
        ),
        *([] if origin.channel else [_channel()]),
        input_field(WHERE, "Who can see the answer", _where(line)),
    ]
    view = View(
        type="modal",
        callback_id=REPORT_FORM,
        title=plain("Liner Notes"),
        submit=plain("Create report"),
        close=plain("Cancel"),
        blocks=blocks,
        private_metadata=json.dumps({"channel": origin.channel, "response_url": origin.response_url}),
    )
    rendered: dict[str, Any] = view.to_dict()
    return rendered


def text_view(title: str, text: str) -> dict[str, Any]:
    """Render a modal that says something, with nothing to send off."""
    block = SectionBlock(text=plain(cut(text, LONGEST_TEXT)))
    view = View(type="modal", title=plain(title), close=plain("Close"), blocks=[block])
    rendered: dict[str, Any] = view.to_dict()
    return rendered


def line_of_form(values: Mapping[str, Any], *, today: date) -> RequestLine:
    """Read the fields of a form that was sent off. Raises FormErrors."""
    artists = [_artist(option) for option in _chosen_of(values, ARTISTS)]
    chosen = chosen_in(values)
    start, end = (_day(values, field) for field in (START, END))
    errors = {}
    if not 1 <= len(artists) <= MAX_ARTISTS:
        errors[ARTISTS] = f"Choose 1 to {MAX_ARTISTS} artists."
    if not chosen.platforms:
        errors[PLATFORMS] = "Choose at least one platform."
    errors |= _period_errors(start, end, today)
    if errors or start is None or end is None:
        raise FormErrors(errors)
    compare = _value(values, COMPARE)
    if compare is not None and compare not in list(Comparison):
        raise FormErrors({COMPARE: "Choose the previous period or the previous year."})
    return RequestLine(
        artists=tuple(dict.fromkeys(artists)),
        platforms=chosen.platforms,
        period=Period(start, end),
        country=chosen.country,
        compare=Comparison(compare) if compare else None,
        sections=chosen.sections,
        songs_limit=_songs_limit(values),
        private=_value(values, WHERE) == _ONLY_ME,
    )


def chosen_in(values: Mapping[str, Any]) -> ChannelDefaults:
    """Read the fields of platforms, country and sections; what no report can have is left out."""
    return ChannelDefaults(
        tuple(dict.fromkeys(str(option["value"]) for option in _chosen_of(values, PLATFORMS))),
        _value(values, COUNTRY),
        tuple(str(option["value"]).partition(" ")[0] for option in _chosen_of(values, SECTION)),
    ).known()


def _songs_limit(values: Mapping[str, Any]) -> int | None:
    """Read how many songs the line had that the form was filled in with, if songs are still chosen."""
    for option in _chosen_of(values, SECTION):
        name, _, limit = str(option["value"]).partition(" ")
        if name == COUNTED_SECTION and limit.isdecimal() and 1 <= int(limit) <= MAX_SONGS:
            return int(limit)
    return None


def _period_errors(start: date | None, end: date | None, today: date) -> dict[str, str]:
    if start is None:
        return {START: "Choose the first day."}
    if end is None:
        return {END: "Choose the last day."}
    if wrong := too_early(start):
        return {START: sentence(wrong)}
    if wrong := too_late(end, today=today):
        return {END: sentence(wrong)}
    if start > end:
        return {END: "This cannot be before the first day."}
    if wrong := too_long(Period(start, end)):
        return {END: sentence(wrong)}
    return {}


def artist_options(found: Sequence[FoundArtist]) -> dict[str, Any]:
    """Answer a search for artists."""
    options = []
    for entry in found[:MOST_OPTIONS]:
        where = entry.country_code
        options.append(
            Option(
                value=entry.artist.uuid,
                text=plain(cut(entry.artist.name or entry.artist.uuid, _LONGEST_OPTION)),
                description=plain(country_name(where)) if where else None,
            )
        )
    return _options(options)


def country_options(term: str) -> dict[str, Any]:
    """Answer a search for countries: by any part of a name, or by code, the names that begin so first.

    What is typed finds a name as it finds an artist's: accents on it and the kind of apostrophe are aside.
    """
    wanted = typed(term)
    codes = {code: typed(name) for name, code in codes_by_name().items() if wanted in typed(name)}
    if wanted.upper() in COUNTRIES:
        codes[wanted.upper()] = ""

    def order(code: str) -> tuple[bool, bool, str]:
        return code != wanted.upper(), not codes[code].startswith(wanted), country_name(code)

    found = sorted(codes, key=order)
    return _options(_country_option(code) for code in found[:MOST_OPTIONS])


def _options(options: Iterable[Option]) -> dict[str, Any]:
    return {"options": [option.to_dict() for option in options]}


def _artists(line: RequestLine | None) -> ExternalDataMultiSelectElement:
    chosen = [_artist_option(artist) for artist in line.artists] if line else []
    return ExternalDataMultiSelectElement(
        action_id=ARTISTS,
        placeholder=plain("Type a name"),
        min_query_length=2,
        max_selected_items=MAX_ARTISTS,
        initial_options=[option for option in chosen if option] or None,
    )


def _artist_option(artist: LineArtist) -> Option | None:
    value = artist.uuid or f"{_APART if artist.apart else _BY_NAME}{artist.name}"
    if len(value) > _LONGEST_VALUE:
        return None
    return Option(value=value, text=plain(cut(artist.name or value, _LONGEST_OPTION)))


def _artist(option: Mapping[str, Any]) -> LineArtist:
    value, name = str(option["value"]), " ".join(str(option["text"]["text"]).split())
    if value.startswith((_BY_NAME, _APART)):
        return LineArtist(value[1:], apart=value.startswith(_APART))
    return LineArtist(name if name != value else None, value)


def platforms_field(chosen: Sequence[str]) -> StaticMultiSelectElement:
    """Give the field of platforms, with these chosen."""
    options = {
        slug: Option(value=slug, text=plain(f"{source.name} {source.metric}"))
        for slug, source in SOURCES.items()
    }
    return StaticMultiSelectElement(
        action_id=PLATFORMS,
        options=list(options.values()),
        initial_options=[options[slug] for slug in chosen] or None,
        placeholder=plain("Choose platforms"),
    )


def _country_option(code: str) -> Option:
    return Option(value=code, text=plain(country_name(code)))


def country_hint() -> str:
    """Say, before anybody asks, of which platforms a country has figures."""
    placed = [f"{each.name} {each.metric}" for each in SOURCES.values() if each.places is not Places.NONE]
    return f"Leave empty for worldwide. By country: {', '.join(placed)}; other platforms publish none."


def _comparison_hint() -> str:
    """Say, before anybody asks, what a period must have in it to be compared by country."""
    weekly = [
        f"{each.name} {each.metric}" for each in SOURCES.values() if each.place_cadence is Cadence.WEEKLY
    ]
    return f"By country, {' and '.join(weekly)} have figures on Mondays only: each period needs a Monday."


def country_field(chosen: str | None) -> ExternalDataSelectElement:
    """Give the field of a country, with this one chosen."""
    return ExternalDataSelectElement(
        action_id=COUNTRY,
        placeholder=plain("Worldwide"),
        min_query_length=1,
        initial_option=_country_option(chosen) if chosen else None,
    )


def _comparison(line: RequestLine | None) -> StaticSelectElement:
    options = {kind: Option(value=kind.value, text=plain(text)) for kind, text in _COMPARISONS.items()}
    return StaticSelectElement(
        action_id=COMPARE,
        options=list(options.values()),
        placeholder=plain("No comparison"),
        initial_option=options[line.compare] if line and line.compare else None,
    )


def sections_field(chosen: Sequence[str], *, songs_limit: int | None = None) -> CheckboxesElement:
    """Give the field of sections, with these chosen; with that of songs stays how many a line asks for."""
    options = {
        name: Option(value=name, text=plain(section.title), description=plain(section.about))
        for name, section in SECTIONS.items()
    }
    if songs_limit:
        section = SECTIONS[COUNTED_SECTION]
        options[COUNTED_SECTION] = Option(
            value=f"{COUNTED_SECTION} {songs_limit}",
            text=plain(f"{section.title} (top {songs_limit})"),
            description=plain(section.about),
        )
    return CheckboxesElement(
        action_id=SECTION,
        options=list(options.values()),
        initial_options=[options[name] for name in chosen] or None,
    )


def _channel() -> InputBlock:
    return input_field(
        CHANNEL,
        "Channel",
        ConversationSelectElement(
            action_id=CHANNEL,
            placeholder=plain("Choose a channel"),
            default_to_current_conversation=True,
            response_url_enabled=True,
        ),
        hint="Where the answer goes.",
    )


def _where(line: RequestLine | None) -> RadioButtonsElement:
    here = Option(value=_HERE, text=plain("Everyone in this channel"))
    only_me = Option(value=_ONLY_ME, text=plain("Only me"))
    return RadioButtonsElement(
        action_id=WHERE,
        options=[here, only_me],
        initial_option=only_me if line and line.private else here,
    )


def input_field(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> InputBlock:
    """Give an input with its label, under the id it is read back by."""
    return InputBlock(
        block_id=block_id,
        label=plain(label),
        element=element,
        hint=plain(hint) if hint else None,
        optional=optional,
    )


def _chosen_of(values: Mapping[str, Any], field: str) -> Sequence[Mapping[str, Any]]:
    return values.get(field, {}).get(field, {}).get("selected_options") or ()


def _value(values: Mapping[str, Any], field: str) -> str | None:
    option = values.get(field, {}).get(field, {}).get("selected_option")
    return str(option["value"]) if option else None


def _day(values: Mapping[str, Any], field: str) -> date | None:
    chosen = values.get(field, {}).get(field, {}).get("selected_date")
    try:
        return date.fromisoformat(chosen) if chosen else None
    except ValueError:
        return None


def plain(text: str) -> PlainTextObject:
    """Give text as it is."""
    return PlainTextObject(text=text, emoji=False)
