"""`make credentials`: store Soundcharts' app id and API key where the deployed functions read them."""

from __future__ import annotations

import json
import os
import sys

import boto3


def main() -> int:
    """Store what SOUNDCHARTS_APP_ID and SOUNDCHARTS_API_KEY hold in the secret of the stack named."""
    (stack_name,) = sys.argv[1:]
    credentials = {
        "app_id": os.environ.get("SOUNDCHARTS_APP_ID", ""),
        "api_key": os.environ.get("SOUNDCHARTS_API_KEY", ""),
    }
    if not all(credentials.values()):
        print("Set SOUNDCHARTS_APP_ID and SOUNDCHARTS_API_KEY first.", file=sys.stderr)
        return 1
    (stack,) = boto3.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    boto3.client("secretsmanager").put_secret_value(
        SecretId=outputs["SoundchartsSecret"], SecretString=json.dumps(credentials)
    )
    print("Stored. The functions read it within five minutes, at once when the old one is refused.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
