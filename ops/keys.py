"""`make key`: give an owner an API key, or another in its place, or end what they have (contract 2, Owners).

It works on the stack STACK_NAME on AWS if one is named, with the credentials of the environment, else on the
local stack. The key is printed as the last line of the output; whatever else there is to say goes beside it.
A command that dies at any moment leaves nobody without the key they had and no key that works for nobody:
run again, it does the rest.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError

from linernotes.model.errors import OwnerBusy
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import NAME, KeyStore, NamedKey, key_digest, named_owner
from ops.stacks import NO_STACK, Stack, stack_of

KEY_BYTES = 20
"""Random bytes of a key, as many as API Gateway's own have: more than anybody can guess."""
HELD_FOR = timedelta(minutes=5)
"""How long a command that died keeps others from the keys of the same owner; longer than any takes."""


class KeyRefused(Exception):
    """The keys were left as they are; the message says why, and what to do."""


class Wanted(StrEnum):
    """What is to be done with an owner's key."""

    MAKE = "make"
    ROTATE = "rotate"
    REVOKE = "revoke"


@dataclass(frozen=True)
class KeyDesk:
    """What keys are made with: API Gateway, which checks them, and the store that says whose they are.

    `stack_name` is part of what keys are called at API Gateway, `plan_id` is the usage plan they are put in.
    `holder` names this command among all that change keys.
    """

    gateway: Any
    keys: KeyStore
    plan_id: str
    stack_name: str
    holder: str
    now: Callable[[], datetime]

    def change(self, name: str, wanted: Wanted, *, show: Callable[[str], None]) -> str:
        """Do what is wanted and say what it means. `show` is given a new key as soon as it works.

        Of an owner's keys the old ones end last. Raises KeyRefused.
        """
        if not NAME.fullmatch(name):
            raise KeyRefused(
                "NAME: say whose key it is, in 1 to 64 letters (A-Z, a-z), digits, dots, underscores, dashes"
            )
        owner = named_owner(name)
        with self._held(name, owner) as there:
            if wanted is Wanted.MAKE and there:
                raise KeyRefused(f"{name} has a key already: use ROTATE=1 for another in place of it")
            if wanted is not Wanted.MAKE and not there:
                raise KeyRefused(f"{name} has no key: make one with NAME={name} alone")
            if wanted is not Wanted.REVOKE:
                self._clear_away(name, there)
                show(self._made(name, owner))
            for digest, key_id in there.items():
                self._end(owner, digest, key_id)
        return {
            Wanted.MAKE: f"This is the key of {name}, shown this once.",
            Wanted.ROTATE: f"This is the key of {name} now, shown this once. The old one stopped working.",
            Wanted.REVOKE: f"The key of {name} has stopped working. Their reports are kept.",
        }[wanted]

    @contextmanager
    def _held(self, name: str, owner: str) -> Iterator[Mapping[str, str]]:
        """Hold the owner's keys while the context is open; gives those there are."""
        now = self.now()
        try:
            there = self.keys.hold(owner, self.holder, now=now, until=now + HELD_FOR)
            try:
                yield there
            finally:
                self.keys.release(owner, self.holder)
        except OwnerBusy as busy:
            raise KeyRefused(
                f"the key of {name} is being changed by another command: wait for it, or, if it died, "
                f"for {HELD_FOR.seconds // 60} minutes"
            ) from busy

    def _made(self, name: str, owner: str) -> str:
        """Make a key; it works for nobody until it is stored whose it is."""
        key = secrets.token_hex(KEY_BYTES)
        made = self.gateway.create_api_key(name=self._name_there(name), value=key, enabled=False)
        self.keys.add(key_digest(key), NamedKey(owner, made["id"], self.now()), self.holder)
        self.gateway.create_usage_plan_key(usagePlanId=self.plan_id, keyId=made["id"], keyType="API_KEY")
        self._enable(made["id"], enabled=True)
        return key

    def _end(self, owner: str, digest: str, key_id: str) -> None:
        """End a key: the functions refuse it from now on, then API Gateway does, which may have lost it."""
        self.keys.revoke(digest, now=self.now())
        for end in (
            lambda: self._enable(key_id, enabled=False),
            lambda: self.gateway.delete_usage_plan_key(usagePlanId=self.plan_id, keyId=key_id),
            lambda: self.gateway.delete_api_key(apiKey=key_id),
        ):
            try:
                end()
            except ClientError as error:
                if error.response["Error"]["Code"] != "NotFoundException":
                    raise
        self.keys.remove(owner, digest, self.holder)

    def _clear_away(self, name: str, there: Mapping[str, str]) -> None:
        """Delete what a command that died left at API Gateway: keys that never worked and nobody knows."""
        pages = self.gateway.get_paginator("get_api_keys").paginate(nameQuery=self._name_there(name))
        for key in [key for page in pages for key in page["items"]]:
            unknown = key["name"] == self._name_there(name) and key["id"] not in there.values()
            if unknown and not key["enabled"]:
                self.gateway.delete_api_key(apiKey=key["id"])

    def _enable(self, key_id: str, *, enabled: bool) -> None:
        value = "true" if enabled else "false"
        self.gateway.update_api_key(
            apiKey=key_id, patchOperations=[{"op": "replace", "path": "/enabled", "value": value}]
        )

    def _name_there(self, name: str) -> str:
        """Give what keys of a name are called at API Gateway, where other stacks of the account have theirs.

        A stack's name has no full stop, so that no other's key is called so. Keys that were called with a
        hyphen before are known by their ids, and go on until they are rotated or revoked.
        """
        return f"{self.stack_name}.{name}"


def desk_of(stack: Stack) -> KeyDesk:
    """Give what the keys of a stack are made with."""
    outputs = stack.outputs()
    return KeyDesk(
        gateway=stack.client("apigateway"),
        keys=DynamoKeyStore(stack.client("dynamodb"), outputs["ReportsTableName"]),
        plan_id=outputs["UsagePlanId"],
        stack_name=stack.stack_name,
        holder=secrets.token_hex(8),
        now=lambda: datetime.now(UTC),
    )


def wanted_by(env: Mapping[str, str]) -> Wanted:
    """Read ROTATE and REVOKE. Raises KeyRefused."""
    asked = []
    for wanted in (Wanted.ROTATE, Wanted.REVOKE):
        value = env.get(wanted.name, "").lower()
        if value not in ("", "0", "1", "false", "true"):
            raise KeyRefused(f"{wanted.name}: give 1, or leave it out")
        if value in ("1", "true"):
            asked.append(wanted)
    if len(asked) > 1:
        raise KeyRefused("ROTATE, REVOKE: give one of them, not both")
    return asked[0] if asked else Wanted.MAKE


def main() -> int:
    """Make, rotate or revoke the key of NAME."""
    stack = stack_of(os.environ)
    if stack is None:
        print(NO_STACK, file=sys.stderr)
        return 1
    try:
        wanted = wanted_by(os.environ)
        # At once, as from then on it is all that works if this is stopped.
        said = desk_of(stack).change(
            os.environ.get("NAME", ""), wanted, show=lambda key: print(key, flush=True)
        )
    except KeyRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(said, file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
