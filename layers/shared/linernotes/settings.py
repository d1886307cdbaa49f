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
class SearchSettings(SoundchartsSettings):
    """How to reach Soundcharts for artist search, and where its answers are kept.

    `searches_per_minute` is how many searches an owner may make in a minute that are not answered from there.
    """

    windows_table: str
    searches_per_minute: int
