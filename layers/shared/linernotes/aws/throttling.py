"""A table that takes no more for the moment, told apart from one that is broken."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import isfunction

from botocore.exceptions import ClientError

from linernotes.model.errors import StoreBusy

_THROTTLED = frozenset(
    {"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"}
)


def busy_when_throttled[C](store: type[C]) -> type[C]:
    """Have every public method of a store raise StoreBusy where DynamoDB throttles it, retries included."""
    for name, method in list(vars(store).items()):
        if isfunction(method) and not name.startswith("_"):
            setattr(store, name, _told_apart(method))
    return store


def _told_apart[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code")
            if code in _THROTTLED:
                raise StoreBusy(f"the table takes no more for the moment ({code})") from error
            raise

    return call
