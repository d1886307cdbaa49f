"""The HTTP API but for subscriptions (contract 2)."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import api as bootstrap
from linernotes.routes import catalogue, reports, rosters, shares, webhooks
from linernotes.routes.serving import make_app, respond
from linernotes.telemetry import logger

app = make_app(
    lambda: bootstrap.services().callers,
    reports.router,
    shares.router,
    webhooks.router,
    catalogue.router,
    rosters.router,
)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    return respond(app, event, context)
