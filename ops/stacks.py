"""Which stack a command works on: the one on AWS that STACK_NAME names, else the local one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.config import Config

from local.stack import running

NO_STACK = "No local stack is up: start one (make up), or name one on AWS: STACK_NAME=…"


class Stack(Protocol):
    """A deployed stack: the local one, or one on AWS."""

    @property
    def stack_name(self) -> str:
        """Its name."""

    def client(self, service: str, config: Config | None = None) -> Any:
        """Give an AWS client."""

    def outputs(self) -> dict[str, str]:
        """Give the outputs of the deployed template."""


@dataclass(frozen=True)
class AwsStack:
    """A stack on AWS, in the account and region of the environment."""

    stack_name: str

    def client(self, service: str, config: Config | None = None) -> Any:
        """Give an AWS client."""
        sdk: Any = boto3  # the stubs know a client for each name, not for any
        return sdk.client(service, config=config)

    def outputs(self) -> dict[str, str]:
        """Give the outputs of the deployed template."""
        (stack,) = self.client("cloudformation").describe_stacks(StackName=self.stack_name)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def stack_of(env: Mapping[str, str]) -> Stack | None:
    """Give the stack that the environment means; None if that is the local one and it is not up."""
    name = env.get("STACK_NAME")
    return AwsStack(name) if name else running()
