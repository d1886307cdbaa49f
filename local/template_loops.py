"""The template with its loops written out, for what does not follow them.

`python -m local.template_loops FILE` writes it as JSON, which checkov reads.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from samcli.lib.cfn_language_extensions.models import TemplateProcessingContext
from samcli.lib.cfn_language_extensions.processors.foreach import ForEachProcessor
from samcli.yamlhelper import yaml_parse

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"


def template_written_out() -> dict[str, Any]:
    """Give the template with a resource for each turn of each loop, as AWS makes it before anything else.

    References to what a loop made are `{"Ref": {"Fn::Sub": "ApiFunction"}}`.
    """
    context = TemplateProcessingContext(fragment=yaml_parse(TEMPLATE.read_text()))
    ForEachProcessor().process_template(context)
    written_out: dict[str, Any] = context.fragment
    return written_out


def main() -> int:
    """Write the template to the file named."""
    (name,) = sys.argv[1:]
    template = {**template_written_out(), "Transform": "AWS::Serverless-2016-10-31"}
    Path(name).write_text(json.dumps(template, indent=2, default=str))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
