"""The form for how often a report is to come: for one that is there, or a subscription that is to change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from slack_sdk.models.blocks import Option, StaticSelectElement, TimePickerElement
from slack_sdk.models.views import View

from linernotes.request_line.rhythms import (
    DEFAULT_TIME,
    MOVING_PERIODS,
    RHYTHM,
    WEEKDAYS,
    WEEKLY,
    LineRhythm,
    ordinal,
    rhythm_of,
    rhythm_text,
)
from linernotes.slack.blocks import plain
from linernotes.slack.form import FormErrors, input_field
from linernotes.slack.payloads import Origin

REPEAT_FORM, MOVE_FORM = "repeat", "move"
"""What tells these forms from others, as their `callback_id`."""
EVERY, AT, PERIOD = "every", "at", "period"
_DAYS_OF_A_MONTH = range(1, 32)


def repeat_view(origin: Origin, about: str, *, form: str, rhythm: LineRhythm = WEEKLY) -> dict[str, Any]:
    """Render the form; `about` names the conversation or subscription, and comes back with it."""
    often = {
        "day": "Every day",
        **{f"week {on}": f"Every {name.title()}" for on, name in enumerate(WEEKDAYS, start=1)},
        **{f"month {on}": f"Every month on the {ordinal(on)}" for on in _DAYS_OF_A_MONTH},
    }
    periods = {name: words.capitalize() for name, words in MOVING_PERIODS.items()}
    chosen = f"{rhythm.every} {rhythm.on}" if rhythm.on else rhythm.every
    blocks = [
        input_field(
            EVERY,
            "How often",
            _select(EVERY, often, chosen),
            hint="Where a month has no such day, it is its last.",
        ),
        input_field(AT, "At", TimePickerElement(action_id=AT, initial_time=f"{rhythm.at:%H:%M}")),
        input_field(
            PERIOD,
            "About",
            _select(PERIOD, periods, rhythm.period),
            hint="Counted back from the day it comes. Figures of a month are there from its third day on.",
        ),
    ]
    view = View(
        type="modal",
        callback_id=form,
        title=plain("How often"),
        submit=plain("Continue" if form == REPEAT_FORM else "Save"),
        close=plain("Cancel"),
        blocks=blocks,
        private_metadata=json.dumps(
            {"channel": origin.channel, "response_url": origin.response_url, "about": about}
        ),
    )
    rendered: dict[str, Any] = view.to_dict()
    return rendered


def rhythm_of_form(values: Mapping[str, Any]) -> LineRhythm:
    """Read the fields of a form that was sent off. Raises FormErrors."""
    every, _, on = str(_chosen(values, EVERY)).partition(" ")
    period = _chosen(values, PERIOD)
    if every not in ("day", "week", "month"):
        raise FormErrors({EVERY: "Choose how often it is to come."})
    if period not in MOVING_PERIODS:
        raise FormErrors({PERIOD: "Choose the days it is about."})
    try:
        at = time.fromisoformat(values[AT][AT]["selected_time"])
    except (KeyError, TypeError, ValueError) as error:
        raise FormErrors({AT: "Choose a time of day."}) from error
    return LineRhythm(every, period, int(on) if on.isdecimal() else None, at)


def rhythm_told(rhythm: LineRhythm) -> str:
    """Write a rhythm with its period, as `rhythm_in` reads it: for buttons and messages."""
    return f"{rhythm.period} {rhythm_text(rhythm)}"


def rhythm_in(text: str) -> LineRhythm:
    """Read what `rhythm_told` has written; the usual one of anything else."""
    period, _, often = text.partition(" ")
    found = RHYTHM.fullmatch(often)
    if found is None or period not in MOVING_PERIODS:
        return replace(WEEKLY, at=DEFAULT_TIME)
    return replace(rhythm_of(found), period=period)


def _select(action: str, names: Mapping[str, str], chosen: str) -> StaticSelectElement:
    options = {value: Option(value=value, text=plain(name)) for value, name in names.items()}
    return StaticSelectElement(
        action_id=action, options=list(options.values()), initial_option=options.get(chosen)
    )


def _chosen(values: Mapping[str, Any], field: str) -> str | None:
    option = values.get(field, {}).get(field, {}).get("selected_option")
    return str(option["value"]) if option else None
