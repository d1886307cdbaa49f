"""The in-memory twin of the store of keys, and an API Gateway as far as keys are made and checked there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from linernotes.model.errors import OwnerBusy
from linernotes.reports.owners import NamedKey, is_named
from tests.unit.memory import Fuse

PLAN = "a-plan"


class MemoryKeyStore:
    """Keys in a dictionary by their digest; `asked` counts how often one was looked for."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self._lock = threading.Lock()
        self._held: dict[str, tuple[str, datetime]] = {}
        self._owned: dict[str, dict[str, str]] = {}
        self.keys: dict[str, NamedKey] = {}
        self.asked = 0

    def find(self, digest: str) -> NamedKey | None:
        self.asked += 1
        return self.keys.get(digest)

    def has_live_key(self, owner: str) -> bool:
        digests = self._owned.get(owner, {})
        live = any(self.keys[digest].revoked_at is None for digest in digests)
        return live or not is_named(owner)

    def hold(self, owner: str, holder: str, *, now: datetime, until: datetime) -> Mapping[str, str]:
        self._fuse.burn()
        with self._lock:
            held = self._held.get(owner)
            if held is not None and held[1] > now:
                raise OwnerBusy("another is changing the keys of this owner")
            self._held[owner] = holder, until
            return dict(self._owned.setdefault(owner, {}))

    def add(self, digest: str, key: NamedKey, holder: str) -> None:
        self._fuse.burn()
        with self._lock:
            self._check(key.owner, holder)
            self.keys[digest] = key
            self._owned[key.owner][digest] = key.key_id

    def revoke(self, digest: str, *, now: datetime) -> None:
        self._fuse.burn()
        key = self.keys.get(digest)
        if key is not None and key.revoked_at is None:
            self.keys[digest] = replace(key, revoked_at=now)

    def remove(self, owner: str, digest: str, holder: str) -> None:
        self._fuse.burn()
        with self._lock:
            self._check(owner, holder)
            self._owned[owner].pop(digest, None)

    def release(self, owner: str, holder: str) -> None:
        self._fuse.burn()
        with self._lock:
            if self._held.get(owner, ("",))[0] == holder:
                del self._held[owner]

    def _check(self, owner: str, holder: str) -> None:
        if self._held.get(owner, ("",))[0] != holder:
            raise OwnerBusy("another has taken over the keys of this owner")


class MemoryGateway:
    """API Gateway with one usage plan: `keys` by their id, `plan` which of them are in it."""

    def __init__(self, fuse: Fuse | None = None) -> None:
        self._fuse = fuse or Fuse()
        self.keys: dict[str, dict[str, Any]] = {}
        self.plan: set[str] = set()
        self._made = 0

    def working(self) -> set[str]:
        """List the keys that are let in."""
        return {key["value"] for key_id, key in self.keys.items() if key["enabled"] and key_id in self.plan}

    def create_api_key(self, *, name: str, value: str, enabled: bool) -> dict[str, Any]:
        self._fuse.burn()
        self._made += 1
        key_id = f"key-{self._made}"
        self.keys[key_id] = {"id": key_id, "name": name, "value": value, "enabled": enabled}
        return self.keys[key_id]

    def create_usage_plan_key(self, *, usagePlanId: str, keyId: str, keyType: str) -> None:  # noqa: N803
        self._fuse.burn()
        assert (usagePlanId, keyType) == (PLAN, "API_KEY")
        self._there(keyId)
        self.plan.add(keyId)

    def delete_usage_plan_key(self, *, usagePlanId: str, keyId: str) -> None:  # noqa: N803
        self._fuse.burn()
        assert usagePlanId == PLAN
        if keyId not in self.plan:
            raise _not_found()
        self.plan.discard(keyId)

    def update_api_key(self, *, apiKey: str, patchOperations: list[dict[str, str]]) -> None:  # noqa: N803
        self._fuse.burn()
        (operation,) = patchOperations
        assert (operation["op"], operation["path"]) == ("replace", "/enabled")
        self._there(apiKey)["enabled"] = operation["value"] == "true"

    def delete_api_key(self, *, apiKey: str) -> None:  # noqa: N803
        self._fuse.burn()
        self._there(apiKey)
        del self.keys[apiKey]

    def get_paginator(self, operation: str) -> MemoryGateway:
        assert operation == "get_api_keys"
        return self

    def paginate(self, *, nameQuery: str) -> Iterator[dict[str, Any]]:  # noqa: N803
        found = [dict(key) for key in self.keys.values() if key["name"].startswith(nameQuery)]
        yield {"items": found[:1]}
        yield {"items": found[1:]}

    def _there(self, key_id: str) -> dict[str, Any]:
        if key_id not in self.keys:
            raise _not_found()
        return self.keys[key_id]


def _not_found() -> ClientError:
    return ClientError({"Error": {"Code": "NotFoundException", "Message": "not there"}}, "Any")
