"""Callbacks: the secret they are signed with, and one sent once more."""

from __future__ import annotations

import json

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import clock
from linernotes.routes.answering import json_answer, owner, refuse_body
from linernotes.routes.report_answers import owned, resource
from linernotes.telemetry import logger

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.get("/webhook-secret")
def get_webhook_secret() -> Response[str]:
    """Give what the caller's callbacks are signed with."""
    from linernotes.callbacks.secret import owner_secret

    secret = owner_secret(bootstrap.services().callback_secret.text(), owner())
    return json_answer(200, json.dumps({"secret": secret}))


@router.post("/reports/<report_id>/redeliver")
def post_redeliver(report_id: str) -> Response[str]:
    """Send the callback of the report's end once more."""
    from linernotes.callbacks.redeliver import redeliver

    refuse_body()
    services = bootstrap.services()
    report = redeliver(owned(report_id), now=clock.now(), reports=services.reports, queue=services.queue)
    logger.info("callback redelivered", revision=report.revision)
    return json_answer(202, resource(report), {"Location": f"../../reports/{report_id}"})
