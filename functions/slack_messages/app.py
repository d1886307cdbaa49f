"""What people in Slack wish for: reports made, their messages kept up to date, workbooks put beneath them."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import bootstrap_slack
from linernotes.adapters.slack.queue import slack_message_from
from linernotes.telemetry import logger
from linernotes.use_cases.answer_in_slack import answer_in_slack


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Do what one message wants; the queue's batch size is 1, so that a crash takes no other with it."""
    (record,) = event["Records"]
    message = slack_message_from(record["body"])
    outcome = answer_in_slack(message, bootstrap_slack.slack_messages(holder=context.aws_request_id))
    logger.info(
        "slack",
        wish=message.wish.value,
        exchange_id=message.exchange_id,
        outcome=outcome,
        tries=message.tries,
    )
