"""What the local stack is given of the template: all of it but what MiniStack refuses."""

from __future__ import annotations

from pathlib import Path

from samcli.yamlhelper import yaml_dump, yaml_parse

from local.metric_math import leave_out_metric_math
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
