"""What tests here have in common: the OpenAPI document as the build writes it, the official SDK, DynamoDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from linernotes.api import openapi_file
from linernotes.api.openapi import openapi_document
from tests.integration.official_sdk import running, sdk, sdk_folder, simulator
from tests.integration.template_tables import aws_client

__all__ = ["running", "sdk", "sdk_folder", "simulator"]


@pytest.fixture(scope="session")
def written_document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    file.write_text(json.dumps(openapi_document(), ensure_ascii=False))
    return file


@pytest.fixture(autouse=True)
def _served_document(written_document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the document of this very code, whatever `make setup` wrote when."""
    monkeypatch.setattr(openapi_file, "OPENAPI_FILE", written_document)
    openapi_file.openapi_text.cache_clear()


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    """Give a client of a DynamoDB in this process, which is empty at the beginning of each module."""
    with mock_aws():
        yield aws_client("dynamodb")
