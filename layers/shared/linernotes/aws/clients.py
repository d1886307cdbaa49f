"""AWS clients, one a service and environment.

botocore is used without boto3 on top of it: a cold start pays about 40 ms less, and clients are all there is.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "max_attempts": 4},
    max_pool_connections=16,
)
_ONCE = _CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
"""For what is not to be done twice and cannot be told apart when it is: mails."""
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))
_OWN_CONFIGS = {"s3": _S3_CONFIG, "sesv2": _ONCE}


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@cache
def client(service: str) -> Any:
    """Give the client of a service, e.g. "dynamodb"; region and role come from the environment."""
    return _session().create_client(service, config=_OWN_CONFIGS.get(service, _CONFIG))
