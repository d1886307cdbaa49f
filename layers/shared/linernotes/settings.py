"""Settings of each function, read from its environment once and typed. The template sets exactly these."""

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
class Soundcharts(Settings):
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
class ApiSettings(Soundcharts):
    """Settings of the api function."""

    reports_table: str
    series_table: str
    jobs_queue_url: str
    finalize_queue_url: str
    chart_entries_table: str
    chart_retention_days: int
    files_bucket: str
    deadline_s: int
    retention_days: int
    series_retention_days: int
    link_expires_s: int
    allowed_callback_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageSettings(Settings):
    """Settings of the page function: where pictures of artists may come from."""

    picture_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchSettings(Soundcharts):
    """Settings of the fetch function."""

    reports_table: str
    series_table: str
    jobs_queue_url: str
    finalize_queue_url: str
    retention_days: int
    series_retention_days: int
    max_tries: int


@dataclass(frozen=True, slots=True)
class FinalizeSettings(Settings):
    """Settings of the finalize function."""

    reports_table: str
    series_table: str
    jobs_queue_url: str
    finalize_queue_url: str
    report_ended_topic: str
    chart_entries_table: str
    chart_retention_days: int
    files_bucket: str
    retention_days: int
    series_retention_days: int
    max_tries: int


@dataclass(frozen=True, slots=True)
class DeadLettersSettings(Settings):
    """Settings of the dead_letters function."""

    reports_table: str
    finalize_queue_url: str
    report_ended_topic: str
    chart_entries_table: str
    chart_retention_days: int
    jobs_dead_letters_arn: str
    rankings_dead_letters_arn: str
    retention_days: int


@dataclass(frozen=True, slots=True)
class NotifySettings(Settings):
    """Settings of the notify function."""

    reports_table: str
    callback_secret: str
    retention_days: int
    allowed_callback_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartIngestSettings(Soundcharts):
    """Settings of the chart_ingest function.

    `chart_platforms` and `chart_countries` are what the schedule ingests, `rankings_per_run` how many
    rankings it asks for at a time.
    """

    chart_entries_table: str
    chart_retention_days: int
    rankings_queue_url: str
    chart_platforms: tuple[str, ...]
    chart_countries: tuple[str, ...]
    rankings_per_run: int


@dataclass(frozen=True, slots=True)
class RankingsSettings(Soundcharts):
    """Settings of the rankings function."""

    chart_entries_table: str
    chart_retention_days: int
    rankings_queue_url: str
    max_tries: int


@dataclass(frozen=True, slots=True)
class SlackSettings(Soundcharts):
    """Settings of the slack function.

    `page_address` is that of the page, in which {domain}, {stage} and {api} are those of the request.
    """

    slack_secret: str
    slack_queue_url: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_workspaces: tuple[str, ...]
    slack_channels: tuple[str, ...]
    slack_timeout_s: int
    page_address: str


@dataclass(frozen=True, slots=True)
class SlackMessagesSettings(Soundcharts):
    """Settings of the slack_messages function.

    `lease_s` is how long a call that died keeps others from its conversation: longer than a call may take,
    and shorter than its message takes to come back.
    """

    slack_secret: str
    slack_queue_url: str
    slack_dead_letters_arn: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_timeout_s: int
    slack_reports_per_hour: int
    share_days: int
    lease_s: int
    conversations_table: str
    reports_table: str
    series_table: str
    jobs_queue_url: str
    finalize_queue_url: str
    files_bucket: str
    deadline_s: int
    retention_days: int
    series_retention_days: int
