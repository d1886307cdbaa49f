"""A deployed function as its callers reach it: by the alias `live`, which leads to a published version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ALIAS = "live"
"""What the template calls it (AutoPublishAlias)."""


def live_name(function: str) -> str:
    """Give what to call a function by, so that its published version runs, of the function's name."""
    return f"{function}:{ALIAS}"


def live_environment(lambdas: Any, function: str) -> dict[str, str]:
    """Give the environment variables of the version of a function that is called."""
    found = lambdas.get_function_configuration(FunctionName=function, Qualifier=ALIAS)
    variables: dict[str, str] = found["Environment"]["Variables"]
    return variables


def set_live_environment(lambdas: Any, function: str, variables: Mapping[str, str]) -> None:
    """Publish a version of a function with other environment variables, and have it called from now on.

    Its environments start again with their next call, if a variable differs.
    """
    lambdas.update_function_configuration(FunctionName=function, Environment={"Variables": dict(variables)})
    lambdas.get_waiter("function_updated_v2").wait(
        FunctionName=function, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    version = lambdas.publish_version(FunctionName=function)["Version"]
    lambdas.update_alias(FunctionName=function, Name=ALIAS, FunctionVersion=version)
