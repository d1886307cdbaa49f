"""IAM on the stack: it is enforced, and each function's role refuses what the function never does.

A user is given the very policy of a function's role; what AWS refuses the user, it refuses the function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
import requests
from botocore.exceptions import ClientError

from local.stack import REGION
from tests.e2e.world import FUNCTIONS, World

As = Callable[[str, str], Any]

_REFUSALS = ("AccessDenied", "AccessDeniedException", "AuthorizationError")
"""What services call a refusal for want of permission; the last is SNS's word."""


@pytest.fixture
def client_as(world: World) -> Iterator[As]:
    """Give a maker of AWS clients with the permissions of a function: `client_as(function, service)`."""
    iam = world.stack.client("iam")
    made: list[Any] = [iam]

    def make(function: str, service: str) -> Any:
        user = f"like-{function}"
        if user not in users:
            users[user] = _user_with_policies_of(
                iam, user, world.name_of(function.replace("Function", "Role"))
            )
        sdk: Any = boto3
        client = sdk.client(
            service,
            endpoint_url=world.stack.aws_endpoint_url,
            region_name=REGION,
            aws_access_key_id=users[user]["AccessKeyId"],
            aws_secret_access_key=users[user]["SecretAccessKey"],
        )
        made.append(client)
        return client

    users: dict[str, dict[str, str]] = {}
    yield make
    for user, key in users.items():
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        for name in iam.list_user_policies(UserName=user)["PolicyNames"]:
            iam.delete_user_policy(UserName=user, PolicyName=name)
        iam.delete_user(UserName=user)
    for client in made:
        client.close()


def _user_with_policies_of(iam: Any, user: str, role: str) -> dict[str, str]:
    iam.create_user(UserName=user)
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        iam.put_user_policy(UserName=user, PolicyName=name, PolicyDocument=json.dumps(document))
    key: dict[str, str] = iam.create_access_key(UserName=user)["AccessKey"]
    return key


def refused(call: Callable[..., Any], **arguments: Any) -> bool:
    """Say whether AWS refuses a call for want of permission."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"] in _REFUSALS
    return False


def test_the_stack_enforces_permissions(world: World) -> None:
    health = requests.get(f"{world.stack.aws_endpoint_url}/_ministack/health", timeout=30).json()

    assert health["auth"] == "enabled"


def test_only_finalize_writes_files_and_only_those_who_hand_them_out_read_them(
    world: World, client_as: As
) -> None:
    bucket = world.outputs["FilesBucketName"]
    (key, *_) = [
        file["Key"] for file in world.s3.list_objects_v2(Bucket=bucket, Prefix="reports/").get("Contents", [])
    ] or ["reports/none/1/report.json"]

    may_read = {
        function
        for function in FUNCTIONS
        if not refused(client_as(function, "s3").get_object, Bucket=bucket, Key=key)
    }
    may_write = {
        function
        for function in FUNCTIONS
        if not refused(client_as(function, "s3").put_object, Bucket=bucket, Key="reports/x", Body=b"x")
    }

    delivering = {"RunSubscriptionsFunction", "DeliverRunsFunction"}
    assert may_read == {"ApiFunction", "SlackMessagesFunction", "McpFunction", *delivering}
    assert may_write == {"FinalizeFunction"}
    assert refused(client_as("FinalizeFunction", "s3").put_object, Bucket=bucket, Key="elsewhere", Body=b"x")


def test_secrets_are_read_by_those_who_need_them(world: World, client_as: As) -> None:
    def readers(secret: str) -> set[str]:
        return {
            function
            for function in FUNCTIONS
            if not refused(
                client_as(function, "secretsmanager").get_secret_value, SecretId=world.outputs[secret]
            )
        }

    assert readers("SoundchartsSecret") == {
        "ApiFunction",
        "FetchFunction",
        "PlanRankingsFunction",
        "IngestRankingsFunction",
        "SlackFunction",
        "SlackMessagesFunction",
        "SubscriptionsFunction",
        "RunSubscriptionsFunction",
        "McpFunction",
    }
    # Links to unsubscribe are signed by what is worked out from it.
    assert readers("CallbackSecret") == {
        "ApiFunction",
        "NotifyFunction",
        "SubscriptionsFunction",
        "DeliverRunsFunction",
    }
    assert readers("SlackSecret") == {
        "SlackFunction",
        "SlackMessagesFunction",
        "RunSubscriptionsFunction",
        "DeliverRunsFunction",
    }


def test_only_those_who_end_reports_publish_that(world: World, client_as: As) -> None:
    said = {"TopicArn": world.name_of("ReportEnded"), "Message": "{}"}

    publishers = {
        function for function in FUNCTIONS if not refused(client_as(function, "sns").publish, **said)
    }

    assert publishers == {"FinalizeFunction", "DeadLettersFunction"}


def test_nobody_reads_whole_tables_and_only_reports_settings_and_what_is_kept_of_people_are_deleted(
    world: World, client_as: As
) -> None:
    may_delete = set()
    for function in FUNCTIONS:
        table = client_as(function, "dynamodb")
        for name, key in (
            (world.outputs["ReportsTableName"], {"pk": {"S": "x"}}),
            (world.outputs["ConversationsTableName"], {"pk": {"S": "x"}}),
            (world.outputs["WindowsTableName"], {"pk": {"S": "x"}, "sk": {"S": "x"}}),
            (world.outputs["SubscriptionsTableName"], {"pk": {"S": "x"}, "sk": {"S": "x"}}),
            (world.outputs["ChartEntriesTableName"], {"pk": {"S": "x"}, "sk": {"S": "x"}}),
        ):
            assert refused(table.scan, TableName=name), function
            if not refused(table.delete_item, TableName=name, Key=key):
                may_delete.add((function, name))
    assert may_delete == {
        ("ApiFunction", world.outputs["ReportsTableName"]),
        ("ApiFunction", world.outputs["ConversationsTableName"]),
        ("SlackFunction", world.outputs["ConversationsTableName"]),
        ("SlackMessagesFunction", world.outputs["ReportsTableName"]),
        ("McpFunction", world.outputs["ReportsTableName"]),
        # Answers to the same that are not what they were.
        ("FinalizeFunction", world.outputs["ReportsTableName"]),
        ("RunSubscriptionsFunction", world.outputs["ReportsTableName"]),
        ("SlackMessagesFunction", world.outputs["ConversationsTableName"]),
        ("SubscriptionsFunction", world.outputs["SubscriptionsTableName"]),
        ("SlackMessagesFunction", world.outputs["SubscriptionsTableName"]),
    }


def test_files_are_deleted_by_those_who_delete_reports_or_find_them_deleted(
    world: World, client_as: As
) -> None:
    bucket = world.outputs["FilesBucketName"]

    def may(operation: str, **asked: str) -> set[str]:
        return {
            function
            for function in FUNCTIONS
            if not refused(getattr(client_as(function, "s3"), operation), Bucket=bucket, **asked)
        }

    deleting = {"ApiFunction", "FinalizeFunction", "SlackMessagesFunction"}
    assert may("delete_object", Key="reports/none/1/try/report.json") == deleting
    assert may("delete_object", Key="elsewhere") == set()
    assert may("list_objects_v2", Prefix="reports/none/") == deleting
    # Nobody finds out which reports there are.
    for further in ({}, {"Prefix": ""}, {"Prefix": "reports/"}, {"Prefix": "reports/no"}):
        assert may("list_objects_v2", **further) == set(), further


def test_only_those_write_a_table_who_fill_it(world: World, client_as: As) -> None:
    item = {"pk": {"S": "written-by-a-test"}, "sk": {"S": "x"}}

    def writers(table: str) -> set[str]:
        return {
            function
            for function in FUNCTIONS
            if not refused(
                client_as(function, "dynamodb").put_item, TableName=world.outputs[table], Item=item
            )
        }

    # The settings of channels are kept while Slack waits.
    assert writers("ConversationsTableName") == {"SlackFunction", "SlackMessagesFunction"}
    # For an Idempotency-Key, that of subscriptions too.
    asking = {"ApiFunction", "SlackMessagesFunction", "SubscriptionsFunction", "RunSubscriptionsFunction"}
    assert writers("ReportsTableName") == {*asking, "FinalizeFunction", "DeliverRunsFunction", "McpFunction"}
    # Five keep what searches found beside the windows. That they write nothing else there is a condition on
    # the key, which MiniStack does not look at; tests/integration/held_to_roles.py does, and so it is with
    # keys and owners in the table of reports.
    searching = {
        "ApiFunction",
        "SlackFunction",
        "SlackMessagesFunction",
        "SubscriptionsFunction",
        "McpFunction",
    }
    assert writers("WindowsTableName") == {"FetchFunction", *searching}
    # To ask for a ranking again is to begin it.
    assert writers("ChartEntriesTableName") == {"PlanRankingsFunction", "IngestRankingsFunction"}
