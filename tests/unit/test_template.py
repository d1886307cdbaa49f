"""The house rules of the template: what every queue, function, role, table, secret and route must have."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
import pytest
from samcli.yamlhelper import yaml_parse

from functions.api import app as api
from functions.fetch.app import RESERVE_S
from functions.page import app as page
from functions.subscriptions import app as subscriptions
from linernotes.api.openapi import openapi_document
from linernotes.api.refusals import OF_MCP, OF_SLACK, MethodNotAllowed, nothing_for
from linernotes.bootstrap.fetch import FetchSettings
from linernotes.callbacks.sender import CallbackSender
from linernotes.mcp.services import LONGEST_WAIT_S as LONGEST_MCP_WAIT_S
from linernotes.model.periods import Comparison
from linernotes.model.report import collect_until
from linernotes.routes.reports import LONGEST_WAIT_S
from linernotes.sections.audience.writing_time import writing_time
from linernotes.settings import Settings, SoundchartsSettings
from linernotes.soundcharts.client import SoundchartsClient
from tests.unit.builders import NOW, the_largest_request
from tests.unit.template import (
    ROOT,
    TEMPLATE,
    answered_routes,
    environment,
    folder_of,
    functions,
    of_type,
    resolved,
    routes_of,
)

QUEUES = of_type("AWS::SQS::Queue")
FUNCTIONS = functions()
GATEWAYS_ROLE = "ApiGatewayLogsRole"
NOT_OURS_TO_READ = {"POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME", "RELEASE"}
"""What the environment of every function has that no settings have."""
"""The one role no function has: API Gateway's, for what it logs."""
ROLES = {name: role for name, role in of_type("AWS::IAM::Role").items() if name != GATEWAYS_ROLE}
TABLES = of_type("AWS::DynamoDB::Table")
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
SHORTEST_COMMENT_WORDS = 5
LARGEST_EVENT_BYTES, BYTES_OF_EVENT = 6 * 1024 * 1024, 30_000
"""What Lambda takes of a call that waits, and more than API Gateway writes into it besides the body."""


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


OF_SES = "arn:AWS::Partition:ses:AWS::Region:AWS::AccountId:*"
"""The addresses mails may come from, which somebody verifies; a condition leaves the one of the parameter."""


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


def logs_of(function: str) -> str:
    return f"{function.removesuffix('Function')}Logs"


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
            sources = sources_of("FetchFunction").values()
            functions = [
                resolved(source["ScalingConfig"]["MaximumConcurrency"], parameters={"Pace": pace})
                for source in sources
            ]
            assert all(2 <= at_once <= 1000 for at_once in functions), "Lambda takes no other"
            threads = int(environment("FetchFunction", parameters={"Pace": pace})["UPSTREAM_THREADS"])
            assert sum(functions) * threads <= int(TEMPLATE["Parameters"]["CallsPerMinute"]["Default"]) / 5


@pytest.mark.parametrize(
    "function",
    [
        "FetchFunction",
        "FinalizeFunction",
        "NotifyFunction",
        "RunSubscriptionsFunction",
        "DeliverRunsFunction",
    ],
)
def test_only_so_many_functions_work_on_a_queue_at_once(function: str) -> None:
    # Dead letters are few, and better gone soon.
    for source in sources_of(function).values():
        assert resolved(source["ScalingConfig"]["MaximumConcurrency"]) >= 2


def test_a_job_ends_by_itself_before_it_becomes_a_dead_letter() -> None:
    for queue in ("FetchJobsQueue", "BulkFetchJobsQueue"):
        redrive = redrive_of(queue)
        assert redrive is not None
        assert redrive[1] > int(environment("FetchFunction")["MAX_TRIES"])


@pytest.mark.parametrize("queue", ["FetchJobsQueue", "BulkFetchJobsQueue", "SlackQueue"])
def test_what_kills_its_function_every_time_is_given_up_before_a_report_must_end(queue: str) -> None:
    _, receives = redrive_of(queue) or ("", 0)
    deadline_s = timedelta(seconds=resolved({"Ref": "DeadlineSeconds"}))
    given_up = timedelta(seconds=receives * resolved(QUEUES[queue]["VisibilityTimeout"]))
    assert NOW + given_up < collect_until(NOW + deadline_s, NOW)


def test_a_report_that_kills_its_function_every_time_ends_before_its_deadline_if_its_jobs_did_by_half() -> (
    None
):
    tries = int(environment("FinalizeFunction")["MAX_TRIES"])
    ended_after_s = tries * resolved(QUEUES["ReportChecksQueue"]["VisibilityTimeout"])
    assert ended_after_s < resolved({"Ref": "DeadlineSeconds"}) * 2 / 3


def test_throttled_functions_leave_their_messages_receives_enough() -> None:
    # Five is what AWS advises at least.
    for queue, least in {
        "FetchJobsQueue": 8,
        "BulkFetchJobsQueue": 8,
        "ReportChecksQueue": 10,
        "SlackQueue": 10,
    }.items():
        _, receives = redrive_of(queue) or ("", 0)
        assert receives >= least


def test_a_queue_of_dead_letters_allows_for_what_was_received_before(subtests: pytest.Subtests) -> None:
    for queue in QUEUES:
        redrive = redrive_of(queue)
        if redrive is None or redrive[0] == LAST_QUEUE:
            continue
        with subtests.test(queue=queue):
            _, receives = redrive_of(redrive[0]) or ("", 0)
            assert receives >= redrive[1] + 3


def test_the_smallest_pace_is_the_least_lambda_takes_of_each_queue() -> None:
    at_once = [
        resolved(source["ScalingConfig"]["MaximumConcurrency"], parameters={"Pace": "tiny"})
        for function, queue in FED
        if "ScalingConfig" in (source := sources_of(function)[queue])
    ]
    assert at_once
    assert set(at_once) == {2}


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


def allowed_and_refused(queue_statements: list[Any]) -> tuple[list[Any], list[Any]]:
    """Part the statements of a queue's policy; a refusal may stand for stacks with TLS only."""
    said = [each["Fn::If"][1] if "Fn::If" in each else each for each in queue_statements]
    return (
        [statement for statement in said if statement["Effect"] == "Allow"],
        [statement for statement in said if statement["Effect"] == "Deny"],
    )


def test_every_queue_refuses_plain_http(subtests: pytest.Subtests) -> None:
    statements = policy_statements("AWS::SQS::QueuePolicy", "Queues")
    assert statements.keys() == QUEUES.keys()
    for queue in QUEUES:
        with subtests.test(queue=queue):
            assert allowed_and_refused(statements[queue])[1] == [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": f"{queue}.Arn",
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ]


def test_the_topic_alone_may_send_to_the_queues_that_hear_of_it_besides_functions() -> None:
    heard_in = {resolved(each["Endpoint"]).removesuffix(".Arn") for each in SUBSCRIPTIONS.values()}
    statements = policy_statements("AWS::SQS::QueuePolicy", "Queues")
    allowing = {queue: allowed_and_refused(said)[0] for queue, said in statements.items()}
    allowing = {queue: allowed for queue, allowed in allowing.items() if allowed}
    assert allowing.keys() == heard_in | {LAST_QUEUE}
    for queue, (statement,) in allowing.items():
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
            name = resolved(FUNCTIONS[function]["LoggingConfig"]["LogGroup"])
            assert name == logs_of(function)
            assert resolved(of_type("AWS::Logs::LogGroup")[name]["RetentionInDays"]) > 0


def test_every_function_may_write_its_own_logs_only(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            assert allowed_to(function, "logs:PutLogEvents") == {logs_of(function)}
            assert allowed_to(function, "logs:CreateLogStream") == {logs_of(function)}


def test_nothing_is_traced_so_that_no_address_is_kept_by_it() -> None:
    assert [name for name, function in FUNCTIONS.items() if "Tracing" in function] == []
    assert "TracingEnabled" not in TEMPLATE["Resources"]["Api"]["Properties"]


def test_every_function_is_told_exactly_its_settings(subtests: pytest.Subtests) -> None:
    for function in FUNCTIONS:
        with subtests.test(function=function):
            fields = {name.upper() for name in settings_of(function).__dataclass_fields__}
            assert set(environment(function)) == fields | NOT_OURS_TO_READ


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


@pytest.mark.parametrize("function", ["ApiFunction", "FetchFunction", "McpFunction"])
def test_a_call_to_soundcharts_ends_before_its_function_does(function: str) -> None:
    told = settings_of(function).from_env(environment(function))
    assert isinstance(told, SoundchartsSettings)
    assert told.connect_timeout_s + told.read_timeout_s <= told.total_timeout_s
    assert told.total_timeout_s + RESERVE_S < resolved(FUNCTIONS[function]["Timeout"])


def test_a_fetch_function_has_time_for_a_second_try_of_its_slowest_call() -> None:
    told = FetchSettings.from_env(environment("FetchFunction"))
    assert 2 * told.total_timeout_s + RESERVE_S < resolved(FUNCTIONS["FetchFunction"]["Timeout"])


def test_the_api_answers_before_api_gateway_gives_up() -> None:
    for function, longest_wait_s in (("ApiFunction", LONGEST_WAIT_S), ("McpFunction", LONGEST_MCP_WAIT_S)):
        timeout_s = resolved(FUNCTIONS[function]["Timeout"])
        assert timeout_s <= GATEWAY_TIMEOUT_S
        assert timeout_s > longest_wait_s
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
                assert statement.keys() - {"Condition"} == {"Effect", "Action", "Resource"}
                assert statement["Effect"] == "Allow"


def test_only_who_fetches_windows_writes_them_and_others_no_more_than_searches(
    subtests: pytest.Subtests,
) -> None:
    of_searches = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["search/*", "SEARCHES#*"]}}
    of_marks = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["mark/*"]}}
    conditions = {
        role: [
            statement.get("Condition")
            for statement in ROLES[role]["Policies"][0]["PolicyDocument"]["Statement"]
            if {"dynamodb:PutItem", "dynamodb:UpdateItem"} & set(statement["Action"])
            and "WindowsTable" in str(resolved(statement["Resource"]))
        ]
        for role in ROLES
    }
    searching = ("ApiRole", "SlackRole", "SlackMessagesRole", "SubscriptionsRole", "McpRole")
    for role, found in conditions.items():
        with subtests.test(role=role):
            fetching = [None, of_marks] if role == "FetchRole" else []
            assert found == ([of_searches] if role in searching else fetching)


def test_of_what_slack_left_only_settings_and_the_last_reports_of_somebody_are_deleted(
    subtests: pytest.Subtests,
) -> None:
    deletions = {
        role: [
            statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            for statement in ROLES[role]["Policies"][0]["PolicyDocument"]["Statement"]
            if "dynamodb:DeleteItem" in statement["Action"]
            and "ConversationsTable" in str(resolved(statement["Resource"]))
        ]
        for role in ROLES
    }
    of_people = {"ApiRole": [["LAST#*"]], "SlackMessagesRole": [["LAST#*"]]}
    for role, found in deletions.items():
        with subtests.test(role=role):
            assert found == {"SlackRole": [["CHANNEL#*"]], **of_people}.get(role, [])


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


def test_no_role_reaches_everything(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            for _, resources in statements_of(role):
                assert "*" not in resources


def test_no_role_reaches_a_resource_this_template_does_not_own(subtests: pytest.Subtests) -> None:
    for role in ROLES:
        with subtests.test(role=role):
            for _, resources in statements_of(role):
                for resource in resources - {OF_SES}:
                    owner = re.split(r"[./]", resource)[0]
                    assert owner in TEMPLATE["Resources"]


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
            known = reached & TEMPLATE["Resources"].keys()
            assert known == told | sources_of(function).keys() | {logs_of(function)}


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


def test_only_who_asks_others_changes_when_a_message_comes_back() -> None:
    changed = {function: allowed_to(function, "sqs:ChangeMessageVisibility") for function in FUNCTIONS}
    assert {function: queues for function, queues in changed.items() if queues} == {
        "FetchFunction": {"FetchJobsQueue", "BulkFetchJobsQueue"},
        "IngestRankingsFunction": {"ChartRankingsQueue"},
        "NotifyFunction": {"NotifyQueue"},
        "DeliverRunsFunction": {"DeliveriesQueue"},
    }


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:PutObject"])
def test_files_are_reached_by_key_only_below_reports(action: str) -> None:
    reached = {resource for function in FUNCTIONS for resource in allowed_to(function, action)}
    assert reached == {"FilesBucket.Arn/reports/*"}


# ------------------------------------------------------------------------------------- tables and the bucket


def test_every_table_but_the_cache_can_be_restored_to_any_moment() -> None:
    recovered = {
        table: properties.get("PointInTimeRecoverySpecification") for table, properties in TABLES.items()
    }
    assert recovered.pop("WindowsTable") is None
    assert recovered == {table: {"PointInTimeRecoveryEnabled": True} for table in recovered}


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


def test_the_bucket_refuses_plain_http_but_on_the_local_stack() -> None:
    policy = TEMPLATE["Resources"]["FilesBucketPolicy"]
    assert policy["Condition"] == "HasTls"
    assert TEMPLATE["Conditions"]["HasTls"] == {"Fn::Equals": [{"Ref": "Local"}, "false"]}
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


ROUTED = {"ApiFunction": api.app, "SubscriptionsFunction": subscriptions.app, "PageFunction": page.app}
"""The functions that answer calls of the API, and what in each does."""


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
"""The methods that API Gateway takes: TRACE it refuses by itself."""
LARGEST_POLICY_BYTES, BYTES_OF_PERMISSION = 20_480, 450
"""What Lambda takes of permissions to call a function, and more than one for a route has."""


def template_routes() -> dict[tuple[str, str], bool]:
    """Give the calls the template lets through to be answered, and whether each needs an API key."""
    return {route: needs_key for name in ROUTED for route, needs_key in answered_routes(name).items()}


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


def test_another_method_on_any_path_of_the_template_is_refused_with_those_there_are() -> None:
    there: dict[str, set[str]] = {}
    for name in FUNCTIONS:
        for method, path in answered_routes(name):
            there.setdefault(path, set()).add(method)
    for path, methods in there.items():
        refused = nothing_for("TRACE", re.sub(r"\{\w+\}", "x", path))
        assert isinstance(refused, MethodNotAllowed), path
        assert set(refused.allowed.split(", ")) - {"HEAD"} == methods
    assert set(OF_SLACK) == {path for _, path in answered_routes("SlackFunction")}
    assert set(OF_MCP) == {path for _, path in answered_routes("McpFunction")}


def test_whatever_can_be_got_can_be_asked_for_its_head_by_the_same_key() -> None:
    routes = {route: needs_key for name in ROUTED for route, needs_key in routes_of(name).items()}
    heads = {path: needs_key for (method, path), needs_key in routes.items() if method == "HEAD"}
    gets = {path: needs_key for (method, path), needs_key in routes.items() if method == "GET"}
    assert heads == gets


def test_what_nothing_else_answers_is_refused_by_the_function_that_reaches_nothing() -> None:
    everything = {route: name for name in FUNCTIONS for route in routes_of(name)}
    for path in ("/", "/{proxy+}"):
        for method in METHODS:
            assert everything[method, path] == "PageFunction"
            # An OPTIONS of a browser, for one, comes without a key.
            assert routes_of("PageFunction")[method, path] is False
    reached = {action for actions, _ in statements_of(role_of("PageFunction")) for action in actions}
    assert reached == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_api_gateways_permissions_to_call_a_function_fit_its_policy() -> None:
    for function in FUNCTIONS:
        assert len(routes_of(function)) * BYTES_OF_PERMISSION <= LARGEST_POLICY_BYTES


def test_every_route_needs_a_key_but_those_the_contract_opens() -> None:
    keyless = {path for (_, path), needs_key in template_routes().items() if not needs_key}
    assert keyless == {
        "/",
        "/assets/{file}",
        "/pictures",
        "/openapi.json",
        "/health",
        "/shared",
        "/shared/download",
        "/unsubscribe/{token}",
    }


def test_api_gateways_own_answers_are_problem_documents() -> None:
    responses = TEMPLATE["Resources"]["Api"]["Properties"]["GatewayResponses"]
    for response in responses.values():
        assert response["ResponseParameters"]["Headers"]["Content-Type"] == "'application/problem+json'"
        text = response["ResponseTemplates"]["application/json"]
        problem = json.loads(text.replace("$context.error.messageString", '"why"'))
        assert problem.keys() | {"status"} == {"type", "title", "status", "detail", "instance"}
        assert response.get("StatusCode") == problem.get("status")
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= responses.keys()


def test_the_largest_body_that_is_said_to_be_taken_fits_a_functions_event() -> None:
    responses = TEMPLATE["Resources"]["Api"]["Properties"]["GatewayResponses"]
    told = re.search(
        r"At most (\d+) MB", responses["REQUEST_TOO_LARGE"]["ResponseTemplates"]["application/json"]
    )
    assert told is not None
    in_base64 = int(told[1]) * 1_000_000 * 4 / 3
    assert in_base64 + BYTES_OF_EVENT <= LARGEST_EVENT_BYTES < in_base64 * (int(told[1]) + 1) / int(told[1])


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


BUILT_WITH_PACKAGES = ("layers/shared", "functions/slack_messages", "functions/mcp")
"""The folders whose Makefile installs packages of others."""


@pytest.mark.parametrize("folder", BUILT_WITH_PACKAGES)
def test_only_packages_whose_hash_is_known_are_deployed(folder: str) -> None:
    makefile = (ROOT / folder / "Makefile").read_text()
    assert re.search(r"uv pip install (.*\\\n)*.*--require-hashes --requirements requirements.txt", makefile)
    pinned = re.split(r"\n(?=\S)", (ROOT / folder / "requirements.txt").read_text())
    packages = [entry for entry in pinned if not entry.startswith("#")]
    assert packages
    for package in packages:
        assert re.match(r"[\w.-]+==[\w.]+ (; [^\\]+)?\\\n +--hash=sha256:[0-9a-f]{64}", package)


def test_no_other_folder_has_packages_of_others() -> None:
    pinned = [path.parent for path in ROOT.glob("*/*/requirements.txt")]
    assert sorted(folder.relative_to(ROOT).as_posix() for folder in pinned) == sorted(BUILT_WITH_PACKAGES)


@pytest.mark.parametrize("folder", BUILT_WITH_PACKAGES)
def test_packages_are_for_the_processor_functions_have_by_default(folder: str) -> None:
    (layer,) = of_type("AWS::Serverless::LayerVersion").values()
    makefile = (ROOT / folder / "Makefile").read_text()
    (built_for,) = re.findall(r"^LAYER_ARCHITECTURE \?= (\S+)$", makefile, re.MULTILINE)
    assert resolved(layer["CompatibleArchitectures"]) == [built_for]
    assert {tuple(resolved(function["Architectures"])) for function in FUNCTIONS.values()} == {(built_for,)}
