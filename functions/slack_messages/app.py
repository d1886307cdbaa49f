"""What people do in Slack: reports made, their messages kept up to date, workbooks put beneath them."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import slack_messages as bootstrap
from linernotes.slack.answer import answer_message
from linernotes.slack.fail import fail_message, tell_failure
from linernotes.slack.ports import SlackMessage
from linernotes.slack.queue import slack_message_from
from linernotes.slack.services import SlackServices
from linernotes.telemetry import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Carry out one message; the queue's batch size is 1, so that a crash takes no other with it.

    A message that crashed this function repeatedly comes once more by the dead letters, and is told to have
    failed.
    """
    (record,) = event["Records"]
    message = slack_message_from(record["body"])
    services = bootstrap.services(holder=context.aws_request_id)
    # A conversation goes by the id of the report it asks for.
    logger.append_keys(action=message.action.value, report_id=message.conversation_id, tries=message.tries)
    if record["eventSourceARN"] == bootstrap.settings().slack_dead_letters_arn:
        logger.error("slack message failed for good", outcome=tell_failure(message, services))
        return
    logger.info("slack", outcome=_answered(message, services))


def _answered(message: SlackMessage, services: SlackServices) -> str:
    try:
        return answer_message(message, services)
    except Exception as error:
        # Whatever it is, whoever asked must be told in the end that nothing came of it.
        logger.exception("slack message failed", error=type(error).__name__)
        outcome = fail_message(message, services)
        if outcome is None:
            raise  # It was told; the error counts, and what is delivered again finds that it was.
        return outcome
