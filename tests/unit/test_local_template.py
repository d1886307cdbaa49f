"""What the local stack is given of the template: all of it but what MiniStack refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from samcli.yamlhelper import yaml_dump, yaml_parse

from local.metric_math import leave_out_metric_math
from local.stack import stack_parameters
from local.template_loops import template_written_out


def test_only_alarms_that_compute_with_metrics_are_left_out(tmp_path: Path) -> None:
    template = template_written_out()
    built = tmp_path / "template.yaml"
    built.write_text(yaml_dump(template))
    leave_out_metric_math(built)
    left_out = template["Resources"].keys() - yaml_parse(built.read_text())["Resources"].keys()
    with_math = {
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
    }
    assert left_out == with_math
    assert with_math


@pytest.mark.parametrize(
    ("env", "enabled"),
    [
        ({}, "false"),
        ({"SLACK_API_URL": "http://127.0.0.1:8080/api"}, "true"),
        ({"SLACK_BOT_TOKEN": "xoxb-of-a-workspace"}, "true"),
        ({"STACK_PARAMETERS": "SlackEnabled=true"}, "true"),
    ],
    ids=str,
)
def test_subscriptions_deliver_to_slack_where_there_is_one_to_deliver_to(
    env: dict[str, str], enabled: str
) -> None:
    parameters = stack_parameters(env, "http://127.0.0.1:4566", "http://127.0.0.1:9000")
    assert parameters["SlackEnabled"] == enabled
