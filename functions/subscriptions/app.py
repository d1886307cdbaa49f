"""The HTTP API of subscriptions (contract 11)."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import subscriptions as bootstrap
from linernotes.routes import subscriptions, unsubscribe
from linernotes.routes.serving import make_app, respond
from linernotes.telemetry import logger

app = make_app(lambda: bootstrap.services().callers, subscriptions.router, unsubscribe.router)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    return respond(app, event, context)
