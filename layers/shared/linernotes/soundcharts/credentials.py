"""The app id and API key in use, and reading them again when Soundcharts refuses them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from linernotes.model.errors import BadCredentials


@dataclass(frozen=True, slots=True)
class Keys:
    """An app id and API key; `reading` numbers the read of the secret they came from."""

    app_id: str = field(repr=False)
    api_key: str = field(repr=False)
    reading: int

    @property
    def headers(self) -> dict[str, str]:
        """Give the request headers that authenticate."""
        return {"x-app-id": self.app_id, "x-api-key": self.api_key}


class KeyRing:
    """Hands out the keys; one for all threads of a client."""

    def __init__(self, credentials: Callable[[bool], tuple[str, str]]) -> None:
        """`credentials(True)` reads the secret again, `credentials(False)` gives what was read last."""
        self._credentials = credentials
        self._lock = threading.Lock()
        self._readings = 0

    def current(self) -> Keys:
        """Give the keys to use. Raises BadCredentials if they cannot even be sent."""
        with self._lock:
            return self._keys(read_again=False)

    def renewed(self, refused: Keys) -> Keys | None:
        """Give the keys to use after these were refused; None if they are still the same.

        When many calls are refused at once, the secret is read again once for all of them.
        """
        with self._lock:
            read_since = self._readings > refused.reading
            keys = self._keys(read_again=not read_since)
        return None if keys.headers == refused.headers else keys

    def _keys(self, *, read_again: bool) -> Keys:
        app_id, api_key = (part.strip() for part in self._credentials(read_again))
        self._readings += read_again
        if not all(part and part.isascii() and part.isprintable() for part in (app_id, api_key)):
            raise BadCredentials("the Soundcharts app id or key is empty or holds characters no key has")
        return Keys(app_id, api_key, self._readings)
