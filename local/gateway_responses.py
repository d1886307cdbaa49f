"""API Gateway's own answers, such as that to a missing key, as the template words them.

SAM writes them into the API's definition, from which MiniStack 1.5.33 does not take them; its API for them
works, so they are put there with it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse


def put_gateway_responses(client: Any, api_id: str, template: Path) -> None:
    """Put the gateway responses of a template's API, and deploy the stage with them."""
    api = yaml_parse(template.read_text())["Resources"]["Api"]["Properties"]
    for response_type, response in api["GatewayResponses"].items():
        headers = response.get("ResponseParameters", {}).get("Headers", {})
        status = {"statusCode": str(response["StatusCode"])} if "StatusCode" in response else {}
        client.put_gateway_response(
            restApiId=api_id,
            responseType=response_type,
            responseTemplates=response["ResponseTemplates"],
            responseParameters={f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            **status,
        )
    client.create_deployment(restApiId=api_id, stageName=api["StageName"])
