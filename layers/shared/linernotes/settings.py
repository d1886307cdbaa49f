"""How a function's settings are read: from its environment, once, and typed.

What they are is said by each function's module of `bootstrap`. The template sets exactly these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from linernotes.model.errors import SettingMissing


@dataclass(frozen=True, slots=True)
class Settings:
    """Base: each field is read from the environment variable of its name in capitals."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read the settings. Raises SettingMissing naming the variable that is absent or malformed."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            name = setting.name.upper()
            if name not in env:
                raise SettingMissing(f"the environment variable {name} is not set")
            try:
                values[setting.name] = _READERS[str(setting.type)](env[name])
            except ValueError as error:
                raise SettingMissing(f"the environment variable {name} is not a {setting.type}") from error
        return cls(**values)


_READERS: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "tuple[str, ...]": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
}


@dataclass(frozen=True, slots=True)
class SoundchartsSettings(Settings):
    """How to reach Soundcharts.

    `calls_per_minute` is what the plan allows. No environment goes beyond it by itself; what several make
    together beyond it Soundcharts refuses, and that is waited out.
    """

    soundcharts_base_url: str
    soundcharts_secret: str
    upstream_threads: int
    calls_per_minute: int
    connect_timeout_s: float
    read_timeout_s: float
    total_timeout_s: float


@dataclass(frozen=True, slots=True)
class PricingSettings(SoundchartsSettings):
    """How to reach Soundcharts, and what says whether a report may be asked for: price, budget and reserve.

    A report takes `max_calls_per_report` calls at most unless its request allows more, an owner's reports
    `calls_per_owner_and_month`, and none of them the last `quota_reserve_percent` of the month's calls.
    """

    reports_table: str
    windows_table: str
    retention_days: int
    window_retention_days: int
    max_calls_per_report: int
    calls_per_owner_and_month: int
    quota_reserve_percent: int


@dataclass(frozen=True, slots=True)
class RequestSettings(PricingSettings):
    """What it takes to ask for reports, too; each ends `deadline_s` seconds after that, however far it is."""

    chart_entries_table: str
    files_bucket: str
    jobs_queue_url: str
    bulk_jobs_queue_url: str
    report_checks_queue_url: str
    deadline_s: int
