"""The OpenAPI document as the build wrote it: nothing is made at a call."""

from __future__ import annotations

from functools import cache
from pathlib import Path

OPENAPI_FILE = Path(__file__).parent / "openapi.json"
"""Where `sam build` writes it in the layer, and `make setup` in a checkout."""


@cache
def openapi_text() -> str:
    """Read the document. Raises FileNotFoundError where it was not built."""
    return OPENAPI_FILE.read_text(encoding="utf-8")
