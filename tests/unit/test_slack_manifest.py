"""The Slack app's manifest: by the rules Slack publishes, to the routes of the template, for every stack."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from linernotes.request_line.reading import read_line
from linernotes.slack.acknowledge import SHORTCUT
from linernotes.slack.blocks import COMMAND
from local.slack_double import ALL_SCOPES
from ops import slack_manifest
from ops.slack_manifest import OPTIONAL_SCOPES, SCOPES, manifest
from tests.unit.template import ROOT, functions

ADDRESS = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1"
URL = {"type": str, "longest": 3_000, "pattern": r"https?://[^/]+/\S+"}
SWITCH = {"type": bool}

RULES: Mapping[str, Any] = {
    "display_information": {
        "name": {"type": str, "longest": 35, "required": True},
        "description": {"type": str, "longest": 140},
    },
    "features": {
        "app_home": {
            "home_tab_enabled": SWITCH,
            "messages_tab_enabled": SWITCH,
            "messages_tab_read_only_enabled": SWITCH,
        },
        "bot_user": {
            "display_name": {"type": str, "longest": 80, "required": True},
            "always_online": SWITCH,
        },
        "shortcuts": [
            {
                "name": {"type": str, "longest": 24, "required": True},
                "type": {"type": str, "longest": 7, "pattern": "message|global", "required": True},
                "callback_id": {"type": str, "longest": 255, "required": True},
                "description": {"type": str, "longest": 150, "required": True},
            }
        ],
        "slash_commands": [
            {
                "command": {"type": str, "longest": 32, "pattern": "/.+", "required": True},
                "url": URL,
                "description": {"type": str, "longest": 2_000, "required": True},
                "usage_hint": {"type": str, "longest": 1_000},
                "should_escape": SWITCH,
            }
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [{"type": str, "longest": 50, "pattern": "[a-z.:]+"}],
            "bot_optional": [{"type": str, "longest": 50, "pattern": "[a-z.:]+"}],
        },
    },
    "settings": {
        "interactivity": {
            "is_enabled": {"type": bool, "required": True},
            "request_url": URL,
            "message_menu_options_url": URL,
        },
        "org_deploy_enabled": SWITCH,
        "socket_mode_enabled": SWITCH,
        "token_rotation_enabled": SWITCH,
    },
}
"""What Slack's published schema of manifests (2.0.0) says of the parts ours has; it allows no other names."""


def broken(value: Any, rule: Any, name: str = "manifest") -> list[str]:
    """List what breaks a rule, by the name of the part."""
    if isinstance(rule, list):
        if not isinstance(value, list) or not value:
            return [f"{name} is no list with anything in it"]
        return [
            wrong for number, one in enumerate(value) for wrong in broken(one, rule[0], f"{name}.{number}")
        ]
    if "type" not in rule or isinstance(rule["type"], dict):
        if not isinstance(value, dict):
            return [f"{name} is no object"]
        missing = {part for part, inner in rule.items() if isinstance(inner, dict) and inner.get("required")}
        wrong = [f"{name}.{part} is unknown" for part in value.keys() - rule.keys()]
        wrong += [f"{name}.{part} is missing" for part in missing - value.keys()]
        for part in value.keys() & rule.keys():
            wrong += broken(value[part], rule[part], f"{name}.{part}")
        return wrong
    if type(value) is not rule["type"]:
        return [f"{name} is no {rule['type'].__name__}"]
    if isinstance(value, str):
        if not 1 <= len(value) <= rule["longest"]:
            return [f"{name} has {len(value)} characters"]
        if not re.fullmatch(rule.get("pattern", ".+"), value):
            return [f"{name} is {value!r}"]
    return []


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/", "http://127.0.0.1:4566/_aws/execute-api/x/v1"])
def test_the_manifest_keeps_to_slacks_published_rules(address: str) -> None:
    assert broken(manifest(address), RULES) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("display_information", "name"), "x" * 36),
        (("display_information", "description"), "x" * 141),
        (("features", "app_home", "messages_tab"), True),
        (("features", "bot_user"), {}),
        (("features", "shortcuts", 0, "type"), "everywhere"),
        (("features", "slash_commands", 0, "description"), ""),
        (("features", "slash_commands", 0, "url"), "https://"),
        (("oauth_config", "scopes", "bot"), "commands"),
        (("settings", "interactivity", "is_enabled"), "yes"),
    ],
)
def test_the_rules_find_what_is_wrong(path: tuple[Any, ...], value: Any) -> None:
    whole = json.loads(json.dumps(manifest(ADDRESS)))
    part = whole
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert broken(whole, RULES) != []


def test_the_manifest_leads_slack_to_the_routes_of_the_template() -> None:
    whole = manifest(ADDRESS)
    (command,) = whole["features"]["slash_commands"]
    interactivity = whole["settings"]["interactivity"]
    urls = {command["url"], interactivity["request_url"], interactivity["message_menu_options_url"]}
    routes = {event["Properties"]["Path"] for event in functions()["SlackFunction"]["Events"].values()}
    assert urls == {ADDRESS + route for route in routes}
    assert "https://https://" not in json.dumps(whole)
    assert manifest(f"{ADDRESS}/") == whole


def test_the_manifest_has_what_the_app_answers_to() -> None:
    whole = manifest(ADDRESS)
    (command,), (shortcut,) = whole["features"]["slash_commands"], whole["features"]["shortcuts"]
    assert command["command"] == COMMAND
    assert read_line(command["usage_hint"], today=date(2025, 1, 15)).platforms == ("spotify", "instagram")
    assert (shortcut["type"], shortcut["callback_id"]) == ("global", SHORTCUT)


def test_private_answers_can_be_delivered_and_read_again() -> None:
    app_home = manifest(ADDRESS)["features"]["app_home"]
    assert app_home["messages_tab_enabled"] is True
    assert app_home["messages_tab_read_only_enabled"] is True
    assert "im:write" in SCOPES


def test_scopes_are_no_wider_than_needed_and_every_one_is_explained() -> None:
    scopes = manifest(ADDRESS)["oauth_config"]["scopes"]
    required = {"commands", "chat:write", "chat:write.public", "channels:join", "files:write", "im:write"}
    assert set(scopes["bot"]) - set(scopes["bot_optional"]) == set(SCOPES) == required
    optional = {"channels:history", "groups:history", "im:history", "files:read", "users:read"}
    assert set(scopes["bot_optional"]) == set(OPTIONAL_SCOPES) == optional
    assert set(scopes["bot"]) == ALL_SCOPES
    guide = (ROOT / "docs" / "slack.md").read_text()
    rows = [row for row in guide.splitlines() if row.startswith("| `")]
    explained = {scope: "(optional)" in row for row in rows for scope in re.findall(r"`([a-z.:]+)`", row)}
    for scope in scopes["bot"]:
        assert explained[scope] is (scope in optional), scope


class OneStack:
    """A stack on AWS that says one address."""

    def __init__(self, name: str) -> None:
        assert name == "a-stack"

    def outputs(self) -> dict[str, str]:
        return {"ApiUrl": ADDRESS}


def test_it_is_printed_for_the_stack_that_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STACK_NAME", "a-stack")
    monkeypatch.setattr(slack_manifest, "AwsStack", OneStack)
    assert slack_manifest.main() == 0
    assert json.loads(capsys.readouterr().out) == manifest(ADDRESS)


def test_without_a_stack_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STACK_NAME", "")
    monkeypatch.setattr(slack_manifest, "running", lambda: None)
    assert slack_manifest.main() == 1
    said = capsys.readouterr()
    assert (said.out, "make up" in said.err) == ("", True)
