"""What is said before a deployment of an account with little room."""

from __future__ import annotations

import re
from typing import Any

import botocore.session
import pytest
from botocore.stub import Stubber

from ops.preflight import ENOUGH, QUOTA, check
from tests.unit.template import ROOT, TEMPLATE


@pytest.fixture
def functions() -> Any:
    """Give a client of Lambda that reaches nobody."""
    session = botocore.session.get_session()
    return session.create_client(
        "lambda", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none"
    )


def settings_of(at_once: int) -> dict[str, Any]:
    """Give what Lambda answers of an account with nothing reserved."""
    return {"AccountLimit": {"ConcurrentExecutions": at_once, "UnreservedConcurrentExecutions": at_once}}


@pytest.mark.parametrize("at_once", [10, ENOUGH - 1])
def test_an_account_with_little_room_is_told_how_to_get_more_and_how_to_do_meanwhile(
    functions: Any, at_once: int
) -> None:
    with Stubber(functions) as lambda_:
        lambda_.add_response("get_account_settings", settings_of(at_once))
        warning = check(functions) or ""
    assert f"may run {at_once} functions at once" in warning
    assert f"--quota-code {QUOTA}" in warning
    (pace,) = re.findall(r"Pace=(\w+)", warning)
    assert pace in TEMPLATE["Parameters"]["Pace"]["AllowedValues"]


@pytest.mark.parametrize("at_once", [ENOUGH, 1000])
def test_an_account_with_room_is_told_nothing(functions: Any, at_once: int) -> None:
    with Stubber(functions) as lambda_:
        lambda_.add_response("get_account_settings", settings_of(at_once))
        assert check(functions) is None


def test_what_is_reserved_for_other_functions_is_no_room(functions: Any) -> None:
    settings = {"AccountLimit": {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 50}}
    with Stubber(functions) as lambda_:
        lambda_.add_response("get_account_settings", settings)
        assert "may run 50 functions" in (check(functions) or "")


def test_an_account_that_does_not_say_is_deployed_to_all_the_same(functions: Any) -> None:
    with Stubber(functions) as lambda_:
        lambda_.add_client_error("get_account_settings", "AccessDeniedException", "not for you")
        assert "not for you" in (check(functions) or "")


def test_a_deployment_asks_before_anything_is_sent() -> None:
    makefile = (ROOT / "Makefile").read_text()
    deploy = makefile.partition("\ndeploy:")[2].partition("\n\n")[0]
    assert deploy.index("-m ops.preflight") < deploy.index("-m ops.deploy")
