"""`make invoke` knows which function a sample event is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.invoke import function_of, logical_id
from local.processes import StackError
from tests.unit.template import ROOT, folder_of, functions

FOLDERS = [folder_of(function) for function in functions()]


def test_every_sample_event_is_for_a_function_of_the_template() -> None:
    events = sorted((ROOT / "events").glob("*.json"))
    assert {logical_id(function_of(event, FOLDERS)) for event in events} == functions().keys()


def test_the_longest_name_that_fits_is_meant() -> None:
    assert function_of(Path("events/slack_messages_ask.json"), FOLDERS) == "slack_messages"
    assert function_of(Path("events/slack_command.json"), FOLDERS) == "slack"


def test_an_event_of_no_function_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(StackError, match=r"api.*slack_messages"):
        function_of(Path("events/apiary.json"), FOLDERS)
