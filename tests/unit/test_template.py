"""The house rules of the template: what every queue, function, role, table, secret and route must have."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
import pytest
from samcli.yamlhelper import yaml_parse

from functions.api import app as api
from functions.fetch.app import RESERVE_S
from functions.page import app as page
from linernotes.api.openapi import openapi_document
from linernotes.bootstrap.fetch import FetchSettings
from linernotes.callbacks.sender import CallbackSender
from linernotes.model.periods import Comparison
from linernotes.sections.audience.writing_time import writing_time
from linernotes.settings import Settings, SoundchartsSettings
from linernotes.soundcharts.client import SoundchartsClient
from tests.unit.builders import the_largest_request
from tests.unit.template import ROOT, TEMPLATE, environment, folder_of, functions, of_type, resolved

QUEUES = of_type("AWS::SQS::Queue")
FUNCTIONS = functions()
ROLES = of_type("AWS::IAM::Role")
TABLES = of_type("AWS::DynamoDB::Table")
ALARMS = of_type("AWS::CloudWatch::Alarm")
SECRETS = of_type("AWS::SecretsManager::Secret")
TOPICS = of_type("AWS::SNS::Topic")
SUBSCRIPTIONS = of_type("AWS::SNS::Subscription")
PACES = TEMPLATE["Mappings"]["Paces"]

LAST_QUEUE = "ParkedMessages"
"""Where messages end that no function could place; nothing comes after it."""

LONGEST_DELAY_S = 900
"""The longest SQS holds a message back."""
LONGEST_RETENTION_S = 14 * 24 * 3600
"""The longest SQS keeps a message."""
GATEWAY_TIMEOUT_S = 29
"""When API Gateway gives up on a function."""

BYTES_OF_WORKBOOK_ROW, BYTES_OF_CSV_ROW = 600, 200
"""More than a row takes on disk: the workbook's while it is written and then packed, too."""

MUST_RECEIVE = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
"""What Lambda does in the name of a function that a queue feeds."""
TRACING_ACTIONS = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
SHORTEST_COMMENT_WORDS = 5


def listed(value: Any) -> list[Any]:
    """Give what IAM takes alone or in a list as a list."""
    return value if isinstance(value, list) else [value]


def redrive_of(queue: str) -> tuple[str, int] | None:
    """Tell where a queue's dead letters go and after how many deliveries."""
    policy = resolved(QUEUES[queue]).get("RedrivePolicy")
    if policy is None:
        return None
    return policy["deadLetterTargetArn"].removesuffix(".Arn"), policy["maxReceiveCount"]


def sources_of(function: str) -> dict[str, dict[str, Any]]:
    """Give the properties of the event sources of a function that are queues, by queue."""
    sources = [event for event in FUNCTIONS[function]["Events"].values() if event["Type"] == "SQS"]
    return {
        resolved(source["Properties"]["Queue"]).removesuffix(".Arn"): source["Properties"]
        for source in sources
    }


def statements_of(role: str) -> list[tuple[set[str], set[str]]]:
    """Give what a role allows: actions, and resources as the template names them."""
    (policy,) = ROLES[role]["Policies"]
    return [
        (set(listed(statement["Action"])), set(resolved(listed(statement["Resource"]))))
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def allowed_to(function: str, action: str) -> set[str]:
    """Give the resources a function may do something with, by logical id."""
    role = role_of(function)
    return {
        resource.removesuffix(".Arn")
        for actions, resources in statements_of(role)
        for resource in resources
        if any(fnmatchcase(action, allowed) for allowed in actions)
    }


def role_of(function: str) -> str:
    return str(resolved(FUNCTIONS[function]["Role"])).removesuffix(".Arn")


def settings_of(function: str) -> type[Settings]:
    bootstrap = importlib.import_module(f"linernotes.bootstrap.{folder_of(function)}")
    kind: type[Settings] = getattr(bootstrap, function.removesuffix("Function") + "Settings")
    return kind


def default_of(function: Any, parameter: str) -> float:
    return float(inspect.signature(function).parameters[parameter].default)


FED = [(function, queue) for function in FUNCTIONS for queue in sources_of(function)]


# ------------------------------------------------------------------------------------------------- queues


def test_every_queue_but_the_last_hands_its_dead_letters_on(subtests: pytest.Subtests) -> None:
    for queue in QUEUES:
        with subtests.test(queue=queue):
            redrive = redrive_of(queue)
            if queue == LAST_QUEUE:
                assert redrive is None
                continue
            assert redrive is not None
            target, tries = redrive
            assert target in QUEUES
            assert tries >= 3, "two deliveries can be lost to a deployment"


def test_dead_letters_end_in_the_last_queue(subtests: pytest.Subtests) -> None:
    for queue in QUEUES:
        with subtests.test(queue=queue):
            passed = [queue]
            while (redrive := redrive_of(passed[-1])) is not None:
                assert redrive[0] not in passed, "dead letters go round in a circle"
                passed.append(redrive[0])
            assert passed[-1] == LAST_QUEUE


def test_every_queue_is_encrypted(subtests: pytest.Subtests) -> None:
    for queue in QUEUES:
        with subtests.test(queue=queue):
            assert QUEUES[queue]["SqsManagedSseEnabled"] is True


def test_every_queue_keeps_its_messages_as_long_as_it_can(subtests: pytest.Subtests) -> None:
    for queue in QUEUES:
        with subtests.test(queue=queue):
            # A dead letter keeps the age it has, so no queue on its way may keep less than the one before.
            assert QUEUES[queue]["MessageRetentionPeriod"] == LONGEST_RETENTION_S


def test_a_message_comes_back_only_after_its_function_has_timed_out(subtests: pytest.Subtests) -> None:
    for function, queue in FED:
        with subtests.test(function=function, queue=queue):
            timeout_s = resolved(FUNCTIONS[function]["Timeout"])
            assert resolved(QUEUES[queue]["VisibilityTimeout"]) > timeout_s


def test_a_batch_says_which_of_its_messages_failed(subtests: pytest.Subtests) -> None:
    for function, queue in FED:
        with subtests.test(function=function, queue=queue):
            source = sources_of(function)[queue]
            assert source["BatchSize"] == 1 or source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_the_pace_bounds_the_calls_in_flight_well_below_a_minutes_worth(subtests: pytest.Subtests) -> None:
    for pace in PACES:
        with subtests.test(pace=pace):
            (source,) = sources_of("FetchFunction").values()
            at_once = resolved(source["ScalingConfig"]["MaximumConcurrency"], parameters={"Pace": pace})
            assert 2 <= at_once <= 1000, "Lambda takes no other"
            threads = int(environment("FetchFunction", parameters={"Pace": pace})["UPSTREAM_THREADS"])
            assert at_once * threads <= int(TEMPLATE["Parameters"]["CallsPerMinute"]["Default"]) / 5


@pytest.mark.parametrize("function", ["FetchFunction", "FinalizeFunction", "NotifyFunction"])
def test_only_so_many_functions_work_on_a_queue_at_once(function: str) -> None:
    # Dead letters are few, and better gone soon.
    for source in sources_of(function).values():
        assert resolved(source["ScalingConfig"]["MaximumConcurrency"]) >= 2


def test_a_job_ends_by_itself_before_it_becomes_a_dead_letter() -> None:
    redrive = redrive_of("FetchJobsQueue")
    assert redrive is not None
    assert redrive[1] > int(environment("FetchFunction")["MAX_TRIES"])


def test_the_deadline_can_wait_in_a_queue() -> None:
    deadline = TEMPLATE["Parameters"]["DeadlineSeconds"]
    assert deadline["Default"] <= deadline["MaxValue"] <= LONGEST_DELAY_S


# ------------------------------------------------------------------------------------------------- topics


def policy_statements(kind: str, listed_as: str) -> dict[str, list[dict[str, Any]]]:
    """Give the statements of resource policies, by the one resource that each policy is of."""
    found = {}
    for policy in of_type(kind).values():
        (resource,) = resolved(policy[listed_as])
        found[resource] = resolved(policy["PolicyDocument"]["Statement"])
    return found


def test_every_topic_is_encrypted() -> None:
    assert {topic: properties.get("KmsMasterKeyId") for topic, properties in TOPICS.items()} == dict.fromkeys(
        TOPICS, "alias/aws/sns"
    )


def test_only_who_knows_a_topic_may_publish_to_it() -> None:
    for topic, (statement,) in policy_statements("AWS::SNS::TopicPolicy", "Topics").items():
        publishers = {function for function in FUNCTIONS if topic in environment(function).values()}
        assert publishers == {
            function for function in FUNCTIONS if topic in allowed_to(function, "sns:Publish")
        }
        assert statement == {
            "Effect": "Allow",
            "Principal": {"AWS": statement["Principal"]["AWS"]},
            "Action": "sns:Publish",
            "Resource": topic,
        }
        assert set(statement["Principal"]["AWS"]) == {f"{role_of(function)}.Arn" for function in publishers}


def test_every_topic_has_a_policy_of_its_own() -> None:
    assert policy_statements("AWS::SNS::TopicPolicy", "Topics").keys() == TOPICS.keys()


def test_a_subscription_chooses_by_what_the_event_says_and_hands_it_over_as_it_is(
    subtests: pytest.Subtests,
) -> None:
    for subscription in SUBSCRIPTIONS:
        with subtests.test(subscription=subscription):
            properties = SUBSCRIPTIONS[subscription]
            assert properties["RawMessageDelivery"] is True
            assert properties["FilterPolicy"].keys() <= {"door", "has_callback"}
            assert all(
                isinstance(value, str) for values in properties["FilterPolicy"].values() for value in values
            )
            assert resolved(properties["RedrivePolicy"]) == {"deadLetterTargetArn": f"{LAST_QUEUE}.Arn"}


def test_the_topic_alone_may_send_to_the_queues_that_hear_of_it_besides_functions() -> None:
    heard_in = {resolved(each["Endpoint"]).removesuffix(".Arn") for each in SUBSCRIPTIONS.values()}
    statements = policy_statements("AWS::SQS::QueuePolicy", "Queues")
    assert statements.keys() == heard_in | {LAST_QUEUE}
    for queue, (statement,) in statements.items():
        assert statement == {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": f"{queue}.Arn",
            "Condition": {"ArnEquals": {"aws:SourceArn": "ReportEnded"}},
        }


# ---------------------------------------------------------------------------------------------- functions


def test_every_folder_of_functions_is_a_function_of_the_same_name() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert {folder_of(function) for function in FUNCTIONS} == folders
    for function in FUNCTIONS:
        words = re.findall("[A-Z][a-z]*", function.removesuffix("Function"))
        assert folder_of(function) == "_".join(words).lower()


def test_every_function_has_the_handler_the_template_names(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            module, _, handler = FUNCTIONS[function]["Handler"].partition(".")
            assert callable(
                getattr(importlib.import_module(f"functions.{folder_of(function)}.{module}"), handler)
            )


def test_every_function_has_logs_that_expire(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            groups = resolved(list(of_type("AWS::Logs::LogGroup").values()))
            (group,) = [group for group in groups if group["LogGroupName"] == f"/aws/lambda/{function}"]
            assert group["RetentionInDays"] > 0


def test_every_function_may_write_its_own_logs_only(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            (group,) = allowed_to(function, "logs:PutLogEvents")
            assert group.endswith(f":log-group:/aws/lambda/*-{function}-*")
            assert allowed_to(function, "logs:CreateLogStream") == {group}


def test_every_function_is_traced_and_may_be(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            assert FUNCTIONS[function]["Tracing"] == "Active"
            assert (TRACING_ACTIONS, {"*"}) in statements_of(role_of(function))


def test_every_function_is_told_exactly_its_settings(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            fields = {name.upper() for name in settings_of(function).__dataclass_fields__}
            assert set(environment(function)) == fields | {"POWERTOOLS_LOG_LEVEL"}


def test_every_setting_can_be_read_as_what_it_is(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        for pace in PACES:
            with subtests.test(function=function, pace=pace):
                told = environment(function, parameters={"Pace": pace})
                assert settings_of(function).from_env(told)


def test_a_function_that_sends_to_its_own_queue_says_that_it_means_to(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            # Lambda stops a function that seems to call itself without end, after some 16 rounds.
            feeds_itself = allowed_to(function, "sqs:SendMessage") & sources_of(function).keys()
            assert FUNCTIONS[function].get("RecursiveLoop") == ("Allow" if feeds_itself else None)


# ------------------------------------------------------------------------------------------------ budgets


@pytest.mark.parametrize("function", ["ApiFunction", "FetchFunction"])
def test_a_call_to_soundcharts_ends_before_its_function_does(function: str) -> None:
    told = settings_of(function).from_env(environment(function))
    assert isinstance(told, SoundchartsSettings)
    assert told.connect_timeout_s + told.read_timeout_s <= told.total_timeout_s
    assert told.total_timeout_s + RESERVE_S < resolved(FUNCTIONS[function]["Timeout"])


def test_a_fetch_function_has_time_for_a_second_try_of_its_slowest_call() -> None:
    told = FetchSettings.from_env(environment("FetchFunction"))
    assert 2 * told.total_timeout_s + RESERVE_S < resolved(FUNCTIONS["FetchFunction"]["Timeout"])


def test_the_api_answers_before_api_gateway_gives_up() -> None:
    timeout_s = resolved(FUNCTIONS["ApiFunction"]["Timeout"])
    assert timeout_s <= GATEWAY_TIMEOUT_S
    assert timeout_s > api.LONGEST_WAIT_S
    assert timeout_s > default_of(SoundchartsClient, "search_budget_s")


def test_a_callback_ends_before_its_function_does() -> None:
    timeout_s = resolved(FUNCTIONS["NotifyFunction"]["Timeout"])
    assert default_of(CallbackSender, "total_timeout_s") < timeout_s


@pytest.mark.parametrize("compare", [None, Comparison.PREVIOUS_PERIOD])
def test_the_largest_report_is_written_before_its_function_ends(compare: Comparison | None) -> None:
    longest = writing_time(the_largest_request(compare=compare)).total_seconds()
    assert longest < resolved(FUNCTIONS["FinalizeFunction"]["Timeout"])


def test_the_files_of_the_largest_report_fit_the_folder_of_its_function() -> None:
    request = the_largest_request()
    rows = len(request.artists) * len(request.platforms) * request.days
    files = rows * (BYTES_OF_WORKBOOK_ROW + 2 * BYTES_OF_CSV_ROW)
    assert files < resolved(FUNCTIONS["FinalizeFunction"]["EphemeralStorage"]["Size"]) * 2**20


# -------------------------------------------------------------------------------------------- permissions


def test_every_function_has_a_role_of_its_own() -> None:
    roles = {function: role_of(function) for function in FUNCTIONS}
    assert roles == {function: function.removesuffix("Function") + "Role" for function in FUNCTIONS}
    assert set(roles.values()) == ROLES.keys()


def test_only_lambda_may_assume_a_role(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            (statement,) = ROLES[role]["AssumeRolePolicyDocument"]["Statement"]
            assert statement == {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }


def test_a_role_allows_what_is_written_here_and_nothing_else(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            assert ROLES[role].keys() == {"AssumeRolePolicyDocument", "Policies"}, "no managed policies"
            (policy,) = ROLES[role]["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]:
                assert statement.keys() == {"Effect", "Action", "Resource"}
                assert statement["Effect"] == "Allow"


def test_a_role_names_its_actions_and_abbreviates_only_a_call_and_its_batch_form(
    subtests: pytest.Subtests,
) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            # AWS checks both under the name of the first, MiniStack each under its own.
            calls = botocore.session.get_session().get_service_model("sqs").operation_names
            for action in {action for actions, _ in statements_of(role) for action in actions}:
                if "*" in action:
                    abbreviated = {call for call in calls if fnmatchcase(f"sqs:{call}", action)}
                    shortest = min(abbreviated, key=len)
                    assert action == f"sqs:{shortest}*"
                    assert abbreviated == {shortest, f"{shortest}Batch"}


def test_no_role_reaches_everything_but_for_tracing(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            for actions, resources in statements_of(role):
                assert actions == TRACING_ACTIONS or "*" not in resources


def test_no_role_reaches_a_resource_this_template_does_not_own(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            for _, resources in statements_of(role):
                for resource in resources - {"*"}:
                    owner = re.split(r"[./]", resource)[0]
                    assert owner in TEMPLATE["Resources"] or ":log-group:/aws/lambda/" in resource


def test_a_role_reaches_exactly_what_its_function_is_told_of(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            told = {value.split(".")[0] for value in environment(function).values()} & TEMPLATE[
                "Resources"
            ].keys()
            reached = {
                re.split(r"[./]", resource)[0]
                for _, resources in statements_of(role_of(function))
                for resource in resources
            }
            assert reached & TEMPLATE["Resources"].keys() == told | sources_of(function).keys()


def test_a_function_may_receive_from_the_queues_that_feed_it_and_no_others(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            for action in MUST_RECEIVE:
                assert allowed_to(function, action) == sources_of(function).keys()
            assert allowed_to(function, "sqs:ChangeMessageVisibility") <= sources_of(function).keys()


def test_a_function_may_send_to_the_queues_whose_address_it_has_and_no_others(
    subtests: pytest.Subtests,
) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            addresses = {
                value for name, value in environment(function).items() if name.endswith("_QUEUE_URL")
            }
            assert addresses <= QUEUES.keys()
            assert allowed_to(function, "sqs:SendMessage") == addresses


def test_only_who_asks_soundcharts_changes_when_a_message_comes_back() -> None:
    changed = {function: allowed_to(function, "sqs:ChangeMessageVisibility") for function in FUNCTIONS}
    assert {function: queues for function, queues in changed.items() if queues} == {
        "FetchFunction": {"FetchJobsQueue"},
        "IngestRankingsFunction": {"ChartRankingsQueue"},
    }


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject"])
def test_files_are_reached_by_key_only_below_reports(action: str) -> None:
    reached = {resource for function in FUNCTIONS for resource in allowed_to(function, action)}
    assert reached == {"FilesBucket.Arn/reports/*"}


# ------------------------------------------------------------------------------------- tables and the bucket


def test_every_table_can_be_restored_to_any_moment(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        with subtests.test(table=table):
            assert TABLES[table]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_every_table_forgets_by_expires_at(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        with subtests.test(table=table):
            assert TABLES[table]["TimeToLiveSpecification"] == {
                "AttributeName": "expires_at",
                "Enabled": True,
            }


def test_every_table_is_paid_by_request(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        with subtests.test(table=table):
            assert TABLES[table]["BillingMode"] == "PAY_PER_REQUEST"


def test_the_bucket_is_private_and_encrypted() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    assert bucket["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in ("AES256", "aws:kms")


def test_files_expire_with_their_reports_and_broken_uploads_at_once() -> None:
    (bucket,) = of_type("AWS::S3::Bucket").values()
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert all(rule["Status"] == "Enabled" for rule in rules)
    (expiring,) = [rule for rule in rules if "ExpirationInDays" in rule]
    assert expiring["Prefix"] == "reports/"
    assert expiring["ExpirationInDays"] == {"Ref": "RetentionDays"}
    told = {environment(function).get("RETENTION_DAYS") for function in FUNCTIONS}
    assert told == {None, str(resolved(expiring["ExpirationInDays"]))}
    assert [rule["AbortIncompleteMultipartUpload"] for rule in rules if rule is not expiring] == [
        {"DaysAfterInitiation": 1}
    ]


def test_the_bucket_refuses_plain_http_unless_told_otherwise() -> None:
    policy = TEMPLATE["Resources"]["FilesBucketPolicy"]
    assert policy["Condition"] == "HasTls"
    assert TEMPLATE["Conditions"]["HasTls"] == {"Fn::Equals": [{"Ref": "TlsOnly"}, "true"]}
    assert TEMPLATE["Parameters"]["TlsOnly"]["Default"] == "true"
    (statement,) = resolved(policy["Properties"]["PolicyDocument"]["Statement"])
    assert statement == {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["FilesBucket.Arn", "FilesBucket.Arn/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


# ------------------------------------------------------------------------------------------------ secrets


def test_no_secret_has_its_value_in_the_template(subtests: pytest.Subtests) -> None:
    for secret in SECRETS:
        with subtests.test(secret=secret):
            assert SECRETS[secret].keys() == {"Description", "GenerateSecretString"}
            generated = SECRETS[secret]["GenerateSecretString"]
            shape = json.loads(generated.get("SecretStringTemplate", "{}"))
            assert set(shape.values()) <= {"unset"}
            assert generated.get("GenerateStringKey") not in shape


def test_no_secret_comes_in_as_a_parameter() -> None:
    suspicious = re.compile("secret|password|token|credential|apikey", re.IGNORECASE)
    assert not [name for name in TEMPLATE["Parameters"] if suspicious.search(name)]
    assert not [name for name, parameter in TEMPLATE["Parameters"].items() if "NoEcho" in parameter]


def test_a_function_is_told_where_secrets_are_and_not_what_they_are(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            told = {name: value for name, value in environment(function).items() if name.endswith("_SECRET")}
            assert {value.split(".")[0] for value in told.values()} <= SECRETS.keys()
            readable = {
                resource.split(".")[0] for resource in allowed_to(function, "secretsmanager:GetSecretValue")
            }
            assert readable == {value.split(".")[0] for value in told.values()}


# ------------------------------------------------------------------------------------------------- routes


ROUTED = {"ApiFunction": api.app, "PageFunction": page.app}
"""The functions that answer calls of the API, and what in each does."""


def template_routes() -> dict[tuple[str, str], bool]:
    """Give the calls the template lets through, and whether each needs an API key."""
    api_needs_key = TEMPLATE["Resources"]["Api"]["Properties"]["Auth"]["ApiKeyRequired"]
    events = [event["Properties"] for function in ROUTED for event in FUNCTIONS[function]["Events"].values()]
    return {
        (event["Method"].upper(), event["Path"]): event.get("Auth", {}).get("ApiKeyRequired", api_needs_key)
        for event in events
    }


def function_routes() -> set[tuple[str, str]]:
    """Give the calls the functions answer."""
    rules = [rule for app in ROUTED.values() for rule in (*app._static_routes, *app._dynamic_routes)]
    return {(rule.method, rule.path.replace("<", "{").replace(">", "}")) for rule in rules}


def documented_routes() -> dict[tuple[str, str], bool]:
    """Give the calls the OpenAPI document describes, and whether each needs an API key."""
    document = openapi_document()
    return {
        (method.upper(), path): operation.get("security", document["security"]) == [{"apiKey": []}]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def test_every_route_of_the_template_is_answered_and_every_answer_has_a_route() -> None:
    assert template_routes().keys() == function_routes()


def test_every_route_is_documented_with_its_need_of_a_key() -> None:
    assert documented_routes() == template_routes()


def test_every_route_needs_a_key_but_those_the_contract_opens() -> None:
    keyless = {path for (_, path), needs_key in template_routes().items() if not needs_key}
    assert keyless == {
        "/",
        "/assets/{file}",
        "/pictures",
        "/openapi.json",
        "/health",
        "/shared/{token}",
        "/shared/{token}/download",
    }


def test_api_gateways_own_answers_are_problem_documents() -> None:
    responses = TEMPLATE["Resources"]["Api"]["Properties"]["GatewayResponses"]
    for response in responses.values():
        assert response["ResponseParameters"]["Headers"]["Content-Type"] == "'application/problem+json'"
        text = response["ResponseTemplates"]["application/json"]
        problem = json.loads(text.replace("$context.error.messageString", '"why"'))
        assert problem.keys() == {"type", "title", "status", "detail"}
        assert response.get("StatusCode", problem["status"]) == problem["status"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= responses.keys()


# ----------------------------------------------------------------------------------------- watching over it


def test_every_alarm_tells_the_topic_if_there_is_one(subtests: pytest.Subtests) -> None:
    for alarm in ALARMS:
        with subtests.test(alarm=alarm):
            assert ALARMS[alarm]["AlarmActions"] == {
                "Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]
            }


def test_no_alarm_goes_off_for_want_of_figures(subtests: pytest.Subtests) -> None:
    for alarm in ALARMS:
        with subtests.test(alarm=alarm):
            assert ALARMS[alarm]["TreatMissingData"] == "notBreaching"
            assert ALARMS[alarm]["AlarmDescription"]


def test_every_function_and_every_queue_of_dead_letters_has_an_alarm() -> None:
    dimensions = resolved([alarm["Dimensions"] for alarm in ALARMS.values()])
    watched = {dimension["Value"].split(".")[0] for (dimension,) in dimensions}
    dead_letters = {redrive[0] for queue in QUEUES if (redrive := redrive_of(queue))}
    assert FUNCTIONS.keys() | dead_letters <= watched


def test_the_dashboard_is_json() -> None:
    (dashboard,) = of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(resolved(dashboard["DashboardBody"]))["widgets"]
    assert all(widget["properties"]["metrics"] for widget in widgets)


# ------------------------------------------------------------------------------------------- the whole file


def test_every_suppressed_check_says_why() -> None:
    for_one = [
        (skip["id"], skip["comment"])
        for resource in TEMPLATE["Resources"].values()
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    ]
    config = (ROOT / ".checkov.yaml").read_text()
    for_all = re.findall(r"^  - (\S+) +# (.+)$", config, re.MULTILINE)
    assert [check for check, _ in for_all] == yaml_parse(config)["skip-check"]
    assert for_one
    assert for_all
    for check, comment in [*for_one, *for_all]:
        assert re.fullmatch(r"CKV2?_AWS_\d+", check)
        assert len(comment.split()) >= SHORTEST_COMMENT_WORDS


def test_loops_run_over_every_function() -> None:
    names = [function.removesuffix("Function") for function in FUNCTIONS]
    assert [name for name in names if f"{name}Logs" not in TEMPLATE["Resources"]] == []
    assert [name for name in names if f"{name}ErrorsAlarm" not in TEMPLATE["Resources"]] == []


@pytest.mark.parametrize("section", ["Parameters", "Outputs"])
def test_everything_an_operator_sees_is_described(section: str) -> None:
    assert not [name for name, entry in TEMPLATE[section].items() if not entry.get("Description")]


def test_the_layer_is_built_for_the_processor_functions_have_by_default() -> None:
    (layer,) = of_type("AWS::Serverless::LayerVersion").values()
    makefile = (ROOT / layer["ContentUri"] / "Makefile").read_text()
    (built_for,) = re.findall(r"^LAYER_ARCHITECTURE \?= (\S+)$", makefile, re.MULTILINE)
    assert resolved(layer["CompatibleArchitectures"]) == [built_for]
    assert {tuple(resolved(function["Architectures"])) for function in FUNCTIONS.values()} == {(built_for,)}
