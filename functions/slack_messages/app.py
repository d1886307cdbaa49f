"""What people in Slack wish for: reports made, their messages kept up to date, workbooks put beneath them."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import slack_messages as bootstrap
from linernotes.slack.answer_in_slack import answer_in_slack
from linernotes.slack.fail_in_slack import fail_in_slack, tell_failure
from linernotes.slack.ports import SlackMessage
from linernotes.slack.queue import slack_message_from
from linernotes.slack.slack_desk import Desk
from linernotes.telemetry import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Do what one message wants; the queue's batch size is 1, so that a crash takes no other with it.

    A message that crashed this function again and again comes once more by the dead letters, and is told to
    have failed.
    """
    (record,) = event["Records"]
    message = slack_message_from(record["body"])
    desk = bootstrap.services(holder=context.aws_request_id)
    logger.append_keys(wish=message.wish.value, exchange_id=message.exchange_id, tries=message.tries)
    if record["eventSourceARN"] == bootstrap.settings().slack_dead_letters_arn:
        logger.error("slack message failed for good", outcome=tell_failure(message, desk))
        return
    logger.info("slack", outcome=_answered(message, desk))


def _answered(message: SlackMessage, desk: Desk) -> str:
    try:
        return answer_in_slack(message, desk)
    except Exception as error:
        logger.exception("slack message failed", error=type(error).__name__)
        outcome = fail_in_slack(message, desk)
        if outcome is None:
            raise  # It was told; the error counts, and what is delivered again finds that it was.
        return outcome
