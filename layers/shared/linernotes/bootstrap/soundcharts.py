"""The client of Soundcharts, as every function that asks Soundcharts has it."""

from __future__ import annotations

import time
from functools import partial

from linernotes.aws.clients import client
from linernotes.aws.secrets import Secret, soundcharts_credentials
from linernotes.bootstrap import chance, clock
from linernotes.settings import SoundchartsSettings
from linernotes.soundcharts.client import SoundchartsClient


def make_soundcharts_client(settings: SoundchartsSettings) -> SoundchartsClient:
    """Make the client; its secret is read with its first call."""
    secret = Secret(partial(client, "secretsmanager"), settings.soundcharts_secret, monotonic=time.monotonic)
    return SoundchartsClient(
        base_url=settings.soundcharts_base_url,
        credentials=soundcharts_credentials(secret),
        threads=settings.upstream_threads,
        calls_per_minute=settings.calls_per_minute,
        connect_timeout_s=settings.connect_timeout_s,
        read_timeout_s=settings.read_timeout_s,
        total_timeout_s=settings.total_timeout_s,
        now=clock.now,
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=chance.random_share,
    )
