"""Secrets, read from Secrets Manager and kept for a while."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

_KEPT_FOR_S = 300.0


class Secret:
    """One secret of the stack."""

    def __init__(self, client: Callable[[], Any], secret_id: str, *, monotonic: Callable[[], float]) -> None:
        """`client` makes the Secrets Manager client when it is first needed."""
        self._client = client
        self._secret_id = secret_id
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._value: str | None = None
        self._read_at = 0.0

    def text(self, *, read_again: bool = False) -> str:
        """Give the secret; it is read again when asked to, or after five minutes, as it may be rotated."""
        with self._lock:
            old = self._monotonic() - self._read_at > _KEPT_FOR_S
            if self._value is None or old or read_again:
                self._value = _read(self._client(), self._secret_id, "AWSCURRENT")
                self._read_at = self._monotonic()
            return self._value


class RotatedSecret:
    """A secret of which the value before counts, too, as long as a version is labelled AWSPREVIOUS."""

    def __init__(self, client: Callable[[], Any], secret_id: str, *, monotonic: Callable[[], float]) -> None:
        """Take what a `Secret` takes."""
        self._client = client
        self._secret_id = secret_id
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._values: list[str] = []
        self._read_at = 0.0

    def texts(self) -> list[str]:
        """Give the present value and, if there is one, the one before it, both as they were read together.

        They are read again after five minutes; that there is none before it is known as long.
        """
        with self._lock:
            if not self._values or self._monotonic() - self._read_at > _KEPT_FOR_S:
                self._values = self._both()
                self._read_at = self._monotonic()
            return list(self._values)

    def _both(self) -> list[str]:
        """Read both, the present one first: after a rotation in between, the old one is still among them."""
        client = self._client()
        current = _read(client, self._secret_id, "AWSCURRENT")
        try:
            return [current, _read(client, self._secret_id, "AWSPREVIOUS")]
        except client.exceptions.ResourceNotFoundException:
            return [current]


def _read(client: Any, secret_id: str, stage: str) -> str:
    """Read the version with a label. Raises the client's ResourceNotFoundException where none has it."""
    return str(client.get_secret_value(SecretId=secret_id, VersionStage=stage)["SecretString"])


def soundcharts_credentials(secret: Secret) -> Callable[[bool], tuple[str, str]]:
    """Give a function that reads app id and API key from a secret of the form {"app_id", "api_key"}."""

    def credentials(read_again: bool) -> tuple[str, str]:
        stored = json.loads(secret.text(read_again=read_again))
        return stored["app_id"], stored["api_key"]

    return credentials
