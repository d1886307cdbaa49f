"""What deploying the template does: what is made twice, kept, refused, and what of a parameter arrives."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.unit.template import TEMPLATE, environment, functions, of_type, routes_of
from tests.unit.translated import translated

RESOURCES = translated()
PARAMETERS = TEMPLATE["Parameters"]

NAMING = re.compile(r"^(\w*Name|Name)$")
"""Properties that name the resource they are in, unless they refer to another."""
NAMED_WITHIN_ANOTHER = {
    "AWS::Lambda::Alias": "Name",  # of a function
    "AWS::ApiGateway::Stage": "StageName",  # of an API
}
REFERRING = {"FunctionName", "MetricName"}
"""Names of other things: the function an alias is of, the figure an alarm watches."""
STATEFUL = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"}
TAKEN_BY_SAM = {"Release", "GradualDeployment"}
"""Parameters that change what SAM makes rather than being in it; each has a test of its own."""


def referred_to(value: Any) -> set[str]:
    """Give every name a value refers to, as a reference or within a text."""
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::Sub": str(text)}:
            return set(re.findall(r"\$\{(\w+)", text))
        case {"Fn::If": [condition, *parts]}:
            return {condition}.union(*map(referred_to, parts))
        case {"Condition": str(condition), **rest}:
            return {condition} | referred_to(rest)
        case dict():
            return set().union(*map(referred_to, value.values()))
        case list():
            return set().union(*map(referred_to, value))
        case _:
            return set()


def versions(resources: dict[str, Any]) -> set[str]:
    return {name for name, resource in resources.items() if resource["Type"] == "AWS::Lambda::Version"}


# ------------------------------------------------------------------------------------------ a second stack


def test_nothing_has_a_name_that_a_second_stack_would_have_too(subtests: pytest.Subtests) -> None:
    for logical_id, resource in RESOURCES.items():
        with subtests.test(resource=logical_id):
            within = NAMED_WITHIN_ANOTHER.get(resource["Type"])
            for name, value in resource.get("Properties", {}).items():
                if NAMING.match(name) and name not in REFERRING and name != within:
                    assert "AWS::StackName" in json.dumps(value), f"{name} is {value}"


def test_there_is_one_stage_and_no_open_one_beside_it() -> None:
    stages = {
        resource["Properties"]["StageName"]
        for resource in RESOURCES.values()
        if "StageName" in resource.get("Properties", {})
    }
    assert stages == {TEMPLATE["Resources"]["Api"]["Properties"]["StageName"]}


# -------------------------------------------------------------------------------- what others leave room for


def test_what_needs_no_key_and_works_long_is_held_back_by_itself(subtests: pytest.Subtests) -> None:
    routes = {**routes_of("ApiFunction"), **routes_of("PageFunction"), **routes_of("McpFunction")}
    _, *own = TEMPLATE["Resources"]["Api"]["Properties"]["MethodSettings"]
    bounded = {(each["HttpMethod"], each["ResourcePath"].replace("~1", "/")[1:]) for each in own}
    long = ("/pictures", "/shared", "/shared/download", "/mcp")
    assert bounded == {route for route in routes if route[1] in long}
    for each in own:
        with subtests.test(path=each["ResourcePath"], method=each["HttpMethod"]):
            assert routes[each["HttpMethod"], each["ResourcePath"].replace("~1", "/")[1:]] is False
            assert 0 < each["ThrottlingRateLimit"] <= each["ThrottlingBurstLimit"] < 200


def test_a_key_has_so_many_calls_a_day() -> None:
    plan = TEMPLATE["Resources"]["Api"]["Properties"]["Auth"]["UsagePlan"]
    assert plan["Quota"]["Period"] == "DAY"
    assert plan["Quota"]["Limit"] < plan["Throttle"]["RateLimit"] * 24 * 3600


def test_told_to_what_is_called_from_outside_leaves_functions_for_the_rest() -> None:
    reserved = {
        function: properties["ReservedConcurrentExecutions"]["Fn::If"]
        for function, properties in functions().items()
        if "ReservedConcurrentExecutions" in properties
    }
    assert reserved.keys() == {"ApiFunction", "PageFunction", "SlackFunction", "McpFunction"}
    assert {condition for condition, _, _ in reserved.values()} == {"BoundsConcurrency"}
    assert {str(otherwise) for _, _, otherwise in reserved.values()} == {"{'Ref': 'AWS::NoValue'}"}
    # AWS keeps a hundred for what reserves none.
    at_least = sum(bound for _, bound, _ in reserved.values()) + 100
    assert f"at least {at_least} functions" in PARAMETERS["BoundConcurrency"]["Description"]


@pytest.mark.parametrize(
    ("resource", "condition"),
    [("Budget", "HasBudget"), ("WebAclOfApi", "HasWebAcl"), ("FilesBucketPolicy", "HasTls")],
)
def test_what_a_first_stack_cannot_have_is_there_only_when_it_is_asked_for(
    resource: str, condition: str
) -> None:
    assert RESOURCES[resource]["Condition"] == condition


def test_slack_is_not_kept_warm_and_started_from_a_snapshot_at_once() -> None:
    slack = functions()["SlackFunction"]
    assert slack["SnapStart"] == {"ApplyOn": {"Fn::If": ["StartsFromSnapshot", "PublishedVersions", "None"]}}
    assert slack["ProvisionedConcurrencyConfig"]["Fn::If"][0] == "IsKeptWarm"
    starts = {TEMPLATE["Conditions"][name]["Fn::Equals"][1] for name in ("StartsFromSnapshot", "IsKeptWarm")}
    assert starts | {PARAMETERS["SlackStart"]["Default"]} == set(PARAMETERS["SlackStart"]["AllowedValues"])


# ------------------------------------------------------------------------------------------- what is kept


def test_whatever_holds_data_stays_when_the_stack_or_its_line_goes(subtests: pytest.Subtests) -> None:
    keep = {"Fn::If": ["KeepsData", "Retain", "Delete"]}
    stateful = {name: found for name, found in RESOURCES.items() if found["Type"] in STATEFUL}
    assert {found["Type"] for found in stateful.values()} == STATEFUL
    for name, resource in stateful.items():
        with subtests.test(resource=name):
            assert resource["DeletionPolicy"] == keep
            assert resource["UpdateReplacePolicy"] == keep


def test_no_table_can_be_deleted_by_hand_unless_the_stack_is_thrown_away(subtests: pytest.Subtests) -> None:
    for name, table in of_type("AWS::DynamoDB::Table").items():
        with subtests.test(table=name):
            assert table["DeletionProtectionEnabled"] == {"Fn::If": ["KeepsData", True, False]}


def test_data_is_kept_unless_told_otherwise() -> None:
    assert PARAMETERS["KeepData"]["Default"] == "true"
    assert TEMPLATE["Conditions"]["KeepsData"] == {"Fn::Equals": [{"Ref": "KeepData"}, "true"]}


# ------------------------------------------------------------------------------- what arrives of a change


def test_every_parameter_arrives_where_it_is_used(subtests: pytest.Subtests) -> None:
    """Follow what is referred to from resources, through conditions, to parameters."""
    used = referred_to(list(RESOURCES.values())) | {
        resource["Condition"] for resource in RESOURCES.values() if "Condition" in resource
    }
    for condition in used & TEMPLATE["Conditions"].keys():
        used |= referred_to(TEMPLATE["Conditions"][condition])
    for parameter in PARAMETERS.keys() - TAKEN_BY_SAM:
        with subtests.test(parameter=parameter):
            assert parameter in used


def test_a_parameter_of_functions_reaches_their_settings(subtests: pytest.Subtests) -> None:
    for function, properties in functions().items():
        for variable, value in properties["Environment"]["Variables"].items():
            for parameter in referred_to(value) & PARAMETERS.keys():
                if value != {"Ref": parameter}:
                    continue  # a row of a mapping, which tests of its own are about
                with subtests.test(function=function, variable=variable):
                    told = environment(function, parameters={parameter: "said otherwise"})
                    assert told[variable] == "said otherwise"


def test_everybody_calls_the_live_version_of_a_function(subtests: pytest.Subtests) -> None:
    for logical_id, resource in RESOURCES.items():
        called = {
            "AWS::Lambda::EventSourceMapping": lambda properties: properties["FunctionName"],
            "AWS::Lambda::Permission": lambda properties: properties["FunctionName"],
            "AWS::Scheduler::Schedule": lambda properties: properties["Target"]["Arn"],
        }.get(resource["Type"])
        if called is not None:
            with subtests.test(resource=logical_id):
                assert called(resource["Properties"])["Ref"].endswith("FunctionAliaslive")
    paths = RESOURCES["Api"]["Properties"]["Body"]["paths"].values()
    for operation in [operation for path in paths for operation in path.values()]:
        uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        assert uri.endswith("FunctionAliaslive}/invocations")


def test_new_code_is_a_new_version_of_every_function() -> None:
    before, after = versions(translated()), versions(translated(code="another"))
    assert len(before) == len(after) == len(functions())
    assert before.isdisjoint(after)


def test_another_release_is_a_new_version_of_every_function_though_nothing_else_changed() -> None:
    first, again = versions(translated({"Release": "aa"})), versions(translated({"Release": "aa"}))
    second = versions(translated({"Release": "bb"}))
    assert first == again
    assert first.isdisjoint(second)


def test_a_release_is_part_of_every_function_as_lambda_publishes_none_that_is_as_it_was() -> None:
    for function in functions().values():
        assert function["Environment"]["Variables"]["RELEASE"] == {"Ref": "Release"}


def test_told_to_calls_go_to_a_new_version_gradually_and_back_if_an_alarm_rings() -> None:
    made = translated({"GradualDeployment": "true"})
    groups = {
        name: resource["Properties"]
        for name, resource in made.items()
        if resource["Type"] == "AWS::CodeDeploy::DeploymentGroup"
    }
    assert groups.keys() == {f"{name}FunctionDeploymentGroup" for name in ("Api", "Slack", "Mcp")}
    for name, group in groups.items():
        function = name.removesuffix("DeploymentGroup")
        alarm = {"Name": {"Ref": f"{function.removesuffix('Function')}ErrorsAlarm"}}
        assert group["AlarmConfiguration"] == {"Enabled": True, "Alarms": [alarm]}
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
        assert "CodeDeployLambdaAliasUpdate" in made[f"{function}Aliaslive"]["UpdatePolicy"]
    assert not [name for name, resource in RESOURCES.items() if "CodeDeploy" in resource["Type"]]


# --------------------------------------------------------------------------------------- what is refused


def test_on_aws_what_only_local_tests_may_set_is_as_it_is_by_default() -> None:
    (rule,) = TEMPLATE["Rules"].values()
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "Local"}, "false"]}
    asserted = [assertion["Assert"]["Fn::Equals"] for assertion in rule["Assertions"]]
    assert {reference["Ref"]: value for reference, value in asserted} == {
        name: PARAMETERS[name]["Default"]
        for name in (
            "AllowedCallbackHosts",
            "SlackApiUrl",
            "SlackResponseHosts",
            "SoundchartsBaseUrl",
            "Timing",
        )
    }
    assert all(assertion["AssertDescription"] for assertion in rule["Assertions"])
    assert PARAMETERS["Local"]["Default"] == "false"


def test_logs_are_kept_for_as_many_days_as_cloudwatch_takes() -> None:
    allowed = PARAMETERS["LogRetentionDays"]["AllowedValues"]
    assert {1, 30, 365, 3653} <= set(allowed)
    assert PARAMETERS["LogRetentionDays"]["Default"] in allowed


def test_whatever_the_timing_what_died_comes_again_after_its_function_ended(
    subtests: pytest.Subtests,
) -> None:
    for timing, seconds in TEMPLATE["Mappings"]["Timings"].items():
        for function in ("Fetch", "Finalize", "Rankings", "Slack"):
            with subtests.test(timing=timing, function=function):
                assert seconds[function] < seconds[f"{function}Again"]
        assert seconds["Slack"] < seconds["SlackLease"] < seconds["SlackAgain"]
    assert set(PARAMETERS["Timing"]["AllowedValues"]) == TEMPLATE["Mappings"]["Timings"].keys()
