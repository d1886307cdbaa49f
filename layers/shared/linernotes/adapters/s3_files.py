"""What reports deliver, in S3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}


class S3ReportFiles:
    """Keeps files in a bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Take an S3 client and the bucket's name."""
        self._client = client
        self._bucket = bucket

    def put(self, folder: str, name: str, path: Path) -> None:
        """See `ReportFiles.put`."""
        with path.open("rb") as body:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_key(folder, name),
                Body=body,
                ContentType=_CONTENT_TYPES[path.suffix],
            )

    def put_json(self, folder: str, name: str, document: Mapping[str, Any]) -> None:
        """See `ReportFiles.put_json`."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=_key(folder, name),
            Body=json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(),
            ContentType=_CONTENT_TYPES[".json"],
        )

    def get_json_text(self, folder: str, name: str) -> str:
        """See `ReportFiles.get_json_text`."""
        answer = self._client.get_object(Bucket=self._bucket, Key=_key(folder, name))
        text: str = answer["Body"].read().decode()
        return text

    def get(self, folder: str, name: str) -> bytes:
        """See `ReportFiles.get`."""
        answer = self._client.get_object(Bucket=self._bucket, Key=_key(folder, name))
        content: bytes = answer["Body"].read()
        return content

    def link(self, folder: str, name: str, *, expires_s: int, save_as: str) -> str:
        """See `ReportFiles.link`; `save_as` is plain ASCII."""
        url: str = self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _key(folder, name),
                "ResponseContentDisposition": f'attachment; filename="{save_as}"',
            },
            ExpiresIn=expires_s,
        )
        return url


def _key(folder: str, name: str) -> str:
    return f"reports/{folder}/{name}"
