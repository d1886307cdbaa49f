"""`make slack-credentials`: store the Slack app's signing secret and bot token for the functions."""

from __future__ import annotations

import json
import os
import sys

import boto3


def main() -> int:
    """Store what SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN hold in the secret of the stack named.

    The bot token may be left out; then answers come by response URL, without files.
    """
    (stack_name,) = sys.argv[1:]
    signing_secret = os.environ.get("SLACK_SIGNING_SECRET", "")
    if not signing_secret:
        print("Set SLACK_SIGNING_SECRET first, and SLACK_BOT_TOKEN if there is one.", file=sys.stderr)
        return 1
    credentials = {"signing_secret": signing_secret, "bot_token": os.environ.get("SLACK_BOT_TOKEN", "")}
    (stack,) = boto3.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    boto3.client("secretsmanager").put_secret_value(
        SecretId=outputs["SlackSecret"], SecretString=json.dumps(credentials)
    )
    print("Stored; the functions read it within five minutes.")
    print(f"Slack's request URLs begin with {outputs['ApiUrl']}/slack/")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
