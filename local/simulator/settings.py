"""What a simulator is started with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What stays the same as long as the simulator runs.

    `today` is the last day with data; None follows the clock (UTC). Without `app_id` and `api_key` any
    credentials are good, except the key `wrong`.
    """

    seed: int = DEFAULT_SEED
    today: date | None = None
    app_id: str | None = None
    api_key: str | None = None

    def last_day(self) -> date:
        """Give the last day with data."""
        return self.today or datetime.now(UTC).date()

    def accepts(self, app_id: str, api_key: str) -> bool:
        """Say whether these credentials are good."""
        if not app_id or not api_key:
            return False
        if self.app_id is None and self.api_key is None:
            return api_key != "wrong"
        return app_id == (self.app_id or app_id) and api_key == (self.api_key or api_key)
