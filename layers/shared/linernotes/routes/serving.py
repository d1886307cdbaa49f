"""Routes put together to what answers API Gateway, and what answers where none of them does (contract 2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.problems import MEDIA_TYPE, instance_of, problem_of
from linernotes.api.refusals import nothing_for
from linernotes.api.transfer import as_asked, as_get, header_of, packed
from linernotes.reports.owners import KnownCallers
from linernotes.routes.answering import NO_STORE, know_caller
from linernotes.telemetry import logger


def make_app(callers: Callable[[], KnownCallers], *routers: APIGatewayRouter) -> APIGatewayRestResolver:
    """Put routes together, for callers known by their keys."""
    app = APIGatewayRestResolver()
    app.use(middlewares=[know_caller(callers)])
    for router in routers:
        app.include_router(router)

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def on_error(error: Exception) -> Response[str]:
        """Answer with the problem an error is; of what nobody expected, say only that it happened."""
        instance = instance_of(app.current_event.raw_event)
        status, body, headers = problem_of(error, instance=instance)
        if status == 500:
            logger.exception("failed", error=type(error).__name__, instance=instance)
        else:
            logger.info("refused", status=status, error=type(error).__name__, instance=instance)
        return Response(status, content_type=MEDIA_TYPE, body=body, headers={**headers, **NO_STORE})

    @app.not_found
    def on_unknown_route(_: NotFoundError) -> Response[str]:
        """Answer for a path or a method there is nothing at."""
        refused: Response[str] = on_error(nothing_for(app.current_event.http_method, app.current_event.path))
        return refused

    return app


def respond(app: APIGatewayRestResolver, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    answer = app.resolve(as_get(event), context)
    accepted = (header_of(event, name) or "" for name in ("accept", "accept-encoding"))
    return as_asked(event, packed(answer, *accepted))
