"""That what functions do to tables is held to their roles, and what the roles forbid."""

from __future__ import annotations

import pytest
from moto import mock_aws

from tests.integration.held_to_roles import allowed, at_work, hold_to_roles
from tests.integration.template_tables import as_asked, aws_client
from tests.unit.template import functions, of_type

WRITES = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem")


def writers(table: str, key: str) -> set[str]:
    """List the functions that may write an item of a table somehow."""
    return {
        function
        for function in functions()
        if any(allowed(function, action, table, {key}) for action in WRITES)
    }


@pytest.mark.parametrize("key", ["APIKEY#0123", "OWNER#name:ada"])
def test_no_function_changes_whose_a_key_is(key: str) -> None:
    assert writers("ReportsTable", key) == set()
    assert allowed("ApiFunction", "dynamodb:GetItem", "ReportsTable", {key})


def test_each_kind_of_item_is_written_by_those_whose_work_it_is() -> None:
    sharing = {"ApiFunction", "SlackMessagesFunction", "DeliverRunsFunction", "McpFunction"}
    asked = {"ApiFunction", "SlackMessagesFunction"}
    making = {*asked, "RunSubscriptionsFunction", "McpFunction"}
    ending = {"FinalizeFunction", "DeadLettersFunction"}
    assert writers("ReportsTable", "REPORT#1") == {*making, *ending, "FetchFunction", "NotifyFunction"}
    assert writers("ReportsTable", "JOBS#1#1#0") == {*making, *ending, "FetchFunction"}
    assert writers("ReportsTable", "BUDGET#ada#2025-01") == making | ending
    assert writers("ReportsTable", "SHARED#0123") == sharing
    assert writers("ReportsTable", "QUOTA") == making
    assert writers("ReportsTable", "KEY#ada#0123") == {
        "ApiFunction",
        "SubscriptionsFunction",
        "RunSubscriptionsFunction",
        "McpFunction",
    }
    assert (
        writers("ReportsTable", "ROSTERS#ada") == writers("ReportsTable", "ROSTER#ada#1") == {"ApiFunction"}
    )
    assert writers("ConversationsTable", "CONVERSATION#1") == asked
    assert writers("ConversationsTable", "ASKED#T1#U1#2025-01-15T12") == {"SlackMessagesFunction"}
    assert writers("ConversationsTable", "LAST#T1#U1") == asked
    assert writers("ConversationsTable", "CHANNEL#T1#C1") == {"SlackFunction"}
    searching = {*asked, "SlackFunction", "SubscriptionsFunction", "McpFunction"}
    assert writers("WindowsTable", "search/abc") == {*searching, "FetchFunction"}
    assert writers("WindowsTable", "a-window") == {"FetchFunction"}


def test_a_function_at_work_does_to_tables_what_its_role_allows_and_no_more() -> None:
    with mock_aws():
        dynamodb = aws_client("dynamodb")
        hold_to_roles(dynamodb)
        dynamodb.create_table(
            TableName="ReportsTable", **as_asked(of_type("AWS::DynamoDB::Table")["ReportsTable"])
        )

        def put(key: str) -> None:
            dynamodb.put_item(TableName="ReportsTable", Item={"pk": {"S": key}})

        put("APIKEY#0123")
        with at_work("ApiFunction"):
            put("KEY#ada#0123")
            with pytest.raises(AssertionError, match=r"ApiFunction.* may not do dynamodb:PutItem"):
                put("APIKEY#0123")
            with pytest.raises(AssertionError, match="DescribeTable"):
                dynamodb.describe_table(TableName="ReportsTable")
        with at_work("FetchFunction"), pytest.raises(AssertionError, match="FetchFunction"):
            put("REPORT#1")

        def put_both(*keys: str) -> None:
            items = [{"TableName": "ReportsTable", "Item": {"pk": {"S": key}}} for key in keys]
            dynamodb.transact_write_items(TransactItems=[{"Put": item} for item in items])

        with at_work("ApiFunction"):
            put_both("ROSTER#ada#1", "ROSTERS#ada")
            with pytest.raises(AssertionError, match=r"may not do dynamodb:PutItem to \['OWNER#ada'\]"):
                put_both("ROSTER#ada#2", "OWNER#ada")
        dynamodb.close()
