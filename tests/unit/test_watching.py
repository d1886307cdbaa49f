"""What watches over a stack: alarms, metrics, dashboard, access logs, and what operators read of them."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import pytest

from benchmarks.monthly import charts_cost, monthly_cost
from linernotes import telemetry
from linernotes.telemetry import Metric
from tests.unit.template import ROOT, TEMPLATE, environment, functions, of_type, resolved

FUNCTIONS = functions()
ALARMS = of_type("AWS::CloudWatch::Alarm")
LAST_QUEUE = "ParkedMessages"
MOST_METRICS_OF_AN_ALARM = 10
OPERATIONS = (ROOT / "docs/operations.md").read_text()


def looked_at(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """List the metrics an alarm looks at."""
    if "Metrics" not in alarm:
        return [alarm]
    return [query["MetricStat"]["Metric"] for query in alarm["Metrics"] if "MetricStat" in query]


def watched(metric: str) -> set[str]:
    """Give the resources of which an alarm looks at a metric."""
    return {
        str(dimension["Value"]).split(".")[0]
        for alarm in resolved(list(ALARMS.values()))
        for looked in looked_at(alarm)
        for dimension in looked["Dimensions"]
        if looked["MetricName"] == metric
    }


def test_every_alarm_tells_the_topic_if_there_is_one_and_once_more_when_it_is_over(
    subtests: pytest.Subtests,
) -> None:
    for alarm in ALARMS:
        with subtests.test(alarm=alarm):
            topic = {"Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]}
            assert ALARMS[alarm]["AlarmActions"] == ALARMS[alarm]["OKActions"] == topic
            assert ALARMS[alarm]["AlarmDescription"]


def test_no_alarm_goes_off_for_want_of_figures_but_those_for_schedules_that_do_nothing() -> None:
    treated = {alarm: properties["TreatMissingData"] for alarm, properties in ALARMS.items()}
    others = {alarm: how for alarm, how in treated.items() if how != "notBreaching"}
    silence = {"RankingsMissingAlarm": "ChartsAreScheduled", "TicksMissingAlarm": "SubscriptionsAreScheduled"}
    assert others == {"QuotaLeftAlarm": "ignore", **dict.fromkeys(silence, "breaching")}
    assert {alarm: TEMPLATE["Resources"][alarm]["Condition"] for alarm in silence} == silence


def test_every_function_and_every_queue_of_dead_letters_has_an_alarm() -> None:
    dead_letters = {
        resolved(queue["RedrivePolicy"])["deadLetterTargetArn"].removesuffix(".Arn")
        for queue in of_type("AWS::SQS::Queue").values()
        if "RedrivePolicy" in queue
    }
    assert watched("Errors") == FUNCTIONS.keys()
    assert watched("NumberOfMessagesReceived") == dead_letters - {LAST_QUEUE}


def test_no_alarm_counts_what_waits_but_where_only_a_person_takes_it_away() -> None:
    assert watched("ApproximateNumberOfMessagesVisible") == {LAST_QUEUE}
    events = [event for function in FUNCTIONS.values() for event in function["Events"].values()]
    fed_by = {resolved(event["Properties"]["Queue"]) for event in events if event["Type"] == "SQS"}
    assert f"{LAST_QUEUE}.Arn" not in fed_by
    (expression,) = [
        query["Expression"] for query in ALARMS["ParkedMessagesAlarm"]["Metrics"] if "Expression" in query
    ]
    assert expression.startswith("DIFF("), "it must end though nobody takes them away"


def test_expressions_of_alarms_are_of_the_metrics_beside_them(subtests: pytest.Subtests) -> None:
    for alarm, properties in resolved(ALARMS).items():
        with subtests.test(alarm=alarm):
            queries = properties.get("Metrics", [])
            shown = [query for query in queries if query.get("ReturnData", True)]
            assert len(shown) == bool(queries)
            ids = {query["Id"] for query in queries if "MetricStat" in query}
            assert len(ids) <= MOST_METRICS_OF_AN_ALARM
            for query in shown:
                named = set(re.findall(r"\b[a-z]+\b", query["Expression"]))
                assert named == ids or "METRICS()" in query["Expression"]


def test_metrics_of_our_own_are_those_the_code_writes_told_apart_by_stack() -> None:
    service = {"Name": "service", "Value": "AWS::StackName"}
    own = [
        looked
        for alarm in resolved(list(ALARMS.values()))
        for looked in looked_at(alarm)
        if looked["Namespace"] == "LinerNotes"
    ]
    assert {looked["MetricName"] for looked in own} <= set(Metric)
    assert all(looked["Dimensions"] == [service] for looked in own)
    for function in FUNCTIONS:
        assert environment(function)["POWERTOOLS_SERVICE_NAME"] == "AWS::StackName"
    assert telemetry_names_no_service()


def telemetry_names_no_service() -> bool:
    """Say whether the service is left to the environment: in the code it would win over that."""
    return "service=" not in inspect.getsource(telemetry)


def test_metrics_of_the_api_are_those_of_its_stage_which_are_free() -> None:
    api = TEMPLATE["Resources"]["Api"]["Properties"]
    stage = [{"Name": "ApiName", "Value": "AWS::StackName"}, {"Name": "Stage", "Value": "Api.Stage"}]
    assert resolved(api["Name"]) == "AWS::StackName"
    assert not any("MetricsEnabled" in setting for setting in api["MethodSettings"])
    looked = [
        alarm for alarm in resolved(list(ALARMS.values())) if alarm.get("Namespace") == "AWS/ApiGateway"
    ]
    assert {alarm["MetricName"] for alarm in looked} == {"5XXError", "Latency"}
    assert all(alarm["Dimensions"] == stage for alarm in looked)


def test_access_logs_say_by_which_route_a_call_came_and_never_its_address() -> None:
    _, given, _ = TEMPLATE["Resources"]["Api"]["Properties"]["AccessLogSetting"]["Fn::If"]
    fields = json.loads(given["Format"]).values()
    assert {
        "$context.requestId",
        "$context.identity.apiKeyId",
        "$context.resourcePath",
        "$context.status",
        "$context.integration.status",
        "$context.responseLatency",
    } <= set(fields)
    for secret in ("$context.path", "$context.identity.apiKey", "$context.identity.sourceIp"):
        assert secret not in fields


def test_the_accounts_role_for_access_logs_is_set_only_when_asked_for_and_outlives_the_stack() -> None:
    for name in ("ApiGatewayAccount", "ApiGatewayLogsRole"):
        resource = TEMPLATE["Resources"][name]
        assert resource["Condition"] == "SetsAccountRole"
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"
    assert TEMPLATE["Parameters"]["AccessLogs"]["Default"] == "off"


def test_a_run_of_charts_that_cannot_be_begun_is_parked_and_one_that_fails_is_tried_again() -> None:
    function = FUNCTIONS["PlanRankingsFunction"]
    schedule = function["Events"]["EveryDay"]["Properties"]
    assert resolved(schedule["DeadLetterConfig"]) == {"Arn": f"{LAST_QUEUE}.Arn"}
    assert function["EventInvokeConfig"].keys() == {"MaximumRetryAttempts", "MaximumEventAgeInSeconds"}


def test_every_alarm_is_explained_and_nothing_else_is() -> None:
    section = OPERATIONS.split("\n## Alarms\n")[1].split("\n## ")[0]
    assert re.findall(r"^### (\w+)$", section, re.MULTILINE) == sorted(
        {explained_as(alarm) for alarm in ALARMS}
    )


def explained_as(alarm: str) -> str:
    """Name the section on an alarm: those of a loop share one."""
    for shared in ("ErrorsAlarm", "DeadLettersAlarm"):
        if alarm.endswith(shared) and alarm != "ServerErrorsAlarm":
            return shared
    return alarm


def test_the_dashboard_is_json_and_shows_what_alarms_look_at() -> None:
    (dashboard,) = of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(resolved(dashboard["DashboardBody"]))["widgets"]
    assert all(widget["properties"]["metrics"] for widget in widgets)
    shown = json.dumps(widgets)
    causes = {"Throttles", "ApproximateAgeOfOldestMessage", "5XXError", "Latency", "WriteThrottleEvents"}
    for metric in causes | {
        "ReportsLate",
        "ReportsFailed",
        "QuotaLeft",
        "SlackAnswersLate",
        "RankingsStored",
        "RunsFailed",
        "Invocations",
    }:
        assert f'"{metric}"' in shown


def test_what_a_stack_costs_by_the_month_is_told_as_it_is_counted() -> None:
    for table in (monthly_cost(TEMPLATE), charts_cost(TEMPLATE)):
        for row in table.rows:
            assert f"| {' | '.join(row)} |" in OPERATIONS
    ((*_, usd),) = charts_cost(TEMPLATE).rows
    assert f"up to {usd} USD a month" in TEMPLATE["Parameters"]["ChartCountries"]["Description"]
