"""`make deploy`: every parameter is said, so that new defaults arrive, and all of it makes the release."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from samcli.cli.types import CfnParameterOverridesType

from ops.deploy import (
    CONFIG,
    RELEASE,
    NotDeployable,
    check_place,
    differing,
    override,
    parameters_of,
    release_of,
    settings_of,
)
from tests.unit.template import TEMPLATE

ENVIRONMENTS: dict[str, Any] = tomllib.loads(CONFIG.read_text())
A_TEMPLATE = {"Parameters": {"Pace": {"Default": "usual"}, "Days": {"Default": 90}, RELEASE: {"Default": ""}}}


def test_a_parameter_nobody_said_is_as_the_template_has_it_now() -> None:
    assert parameters_of(A_TEMPLATE) == {"Pace": "usual", "Days": "90"}


def test_what_is_said_last_counts() -> None:
    assert parameters_of(A_TEMPLATE, ["Pace=gentle", "Days=7"], ["Pace=quick"]) == {
        "Pace": "quick",
        "Days": "7",
    }


@pytest.mark.parametrize("wrong", ["Pase=gentle", "Pace", "Release=abc"])
def test_what_is_no_parameter_to_be_said_is_refused(wrong: str) -> None:
    with pytest.raises(NotDeployable, match=wrong):
        parameters_of(A_TEMPLATE, [wrong])


def test_what_differs_from_the_defaults_is_told() -> None:
    values = parameters_of(A_TEMPLATE, ["Days=7"])
    assert differing(A_TEMPLATE, values) == ["Days = 7 (default: 90)"]
    assert differing(A_TEMPLATE, parameters_of(A_TEMPLATE)) == []


def test_an_environment_nobody_described_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotDeployable, match="dev, prod"):
        settings_of("staging", ENVIRONMENTS)


def test_an_environment_that_names_its_account_and_region_goes_nowhere_else() -> None:
    config = {"prod": {"only": {"account": "111122223333", "region": "eu-west-1"}}, "dev": {}}
    check_place("prod", config, "111122223333", "eu-west-1")
    check_place("dev", config, "444455556666", "us-east-1")
    with pytest.raises(NotDeployable, match=r"account 111122223333 only.*444455556666"):
        check_place("prod", config, "444455556666", "eu-west-1")
    with pytest.raises(NotDeployable, match=r"region eu-west-1 only.*us-east-1"):
        check_place("prod", config, "111122223333", "us-east-1")


def test_a_misspelt_guard_is_refused_rather_than_passed_over() -> None:
    with pytest.raises(NotDeployable, match="acount"):
        check_place("prod", {"prod": {"only": {"acount": "1"}}}, "2", "eu-west-1")


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_what_environments_say_are_parameters_of_the_template(environment: str) -> None:
    settings = settings_of(environment, ENVIRONMENTS)
    values = parameters_of(TEMPLATE, settings["parameter_overrides"])
    for name, value in values.items():
        assert value in [
            str(allowed) for allowed in TEMPLATE["Parameters"][name].get("AllowedValues", [value])
        ]
    assert values["Local"] == "false"
    assert values["KeepData"] == "true"
    assert settings["fail_on_empty_changeset"] is False
    assert f"environment={environment}" in settings["tags"]


def test_environments_are_different_stacks_and_only_one_is_changed_without_a_question() -> None:
    dev, prod = settings_of("dev", ENVIRONMENTS), settings_of("prod", ENVIRONMENTS)
    assert dev["stack_name"] != prod["stack_name"]
    assert (dev["confirm_changeset"], prod["confirm_changeset"]) == (False, True)


@pytest.mark.parametrize(
    "value", ["", "a b", "cron(0 7 * * ? *)", "https://{domain}/{stage}/", "*", "a,b", 'a"b']
)
def test_sam_reads_every_value_as_it_was_said(value: str) -> None:
    read = CfnParameterOverridesType().convert((override("One", value), override("Two", "x")), None, None)
    assert read == {"One": value, "Two": "x"}


def test_the_release_is_another_if_a_file_or_a_parameter_is(tmp_path: Path) -> None:
    built = tmp_path / "built"
    (built / "ApiFunction").mkdir(parents=True)
    code = built / "ApiFunction" / "app.py"
    code.write_text("1")
    first = release_of(built, {"Pace": "usual"})

    assert first == release_of(built, {"Pace": "usual"})
    assert first != release_of(built, {"Pace": "quick"})
    code.write_text("2")
    assert first != release_of(built, {"Pace": "usual"})
