"""What reports deliver, in S3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from linernotes.model.errors import FileMissing
from linernotes.reports.file_names import FileName
from linernotes.reports.ports import StoredFile

_CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}
_NOT_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)
"""What S3 answers of a key that is not there: forbidden, to whoever may not list the whole bucket."""
_UTF_8 = "filename*=UTF-8''"
_UNQUOTED = "!#$&+-.^_`|~"
"""What RFC 8187 lets stand as it is, beside letters and digits."""


class S3ReportFiles:
    """Keeps files in a bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        """Take an S3 client and the bucket's name."""
        self._client = client
        self._bucket = bucket

    def put(self, folder: str, name: str, path: Path, *, save_as: FileName) -> None:
        """See `ReportFiles.put`."""
        with path.open("rb") as body:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_key(folder, name),
                Body=body,
                ContentType=_CONTENT_TYPES[path.suffix],
                ContentDisposition=content_disposition(save_as),
            )

    def put_json(self, folder: str, name: str, document: Mapping[str, Any], *, save_as: FileName) -> None:
        """See `ReportFiles.put_json`."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=_key(folder, name),
            Body=json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(),
            ContentType=_CONTENT_TYPES[".json"],
            ContentDisposition=content_disposition(save_as),
        )

    def get_json_text(self, folder: str, name: str) -> str:
        """See `ReportFiles.get_json_text`."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=_key(folder, name))
        except self._client.exceptions.ClientError as error:
            # S3 says that a key is not there only to who may list the bucket whole, which nobody may.
            if error.response["Error"]["Code"] in ("NoSuchKey", "AccessDenied"):
                raise FileMissing("the report's answer is no longer stored") from error
            raise
        text: str = answer["Body"].read().decode()
        return text

    def get(self, folder: str, name: str) -> StoredFile:
        """See `ReportFiles.get`."""
        answer = self._client.get_object(Bucket=self._bucket, Key=_key(folder, name))
        _, _, save_as = answer["ContentDisposition"].partition(_UTF_8)
        return StoredFile(answer["Body"].read(), unquote(save_as))

    def has(self, folder: str, name: str) -> bool:
        """See `ReportFiles.has`."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=_key(folder, name))
        except self._client.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in _NOT_THERE:
                return False
            raise
        return True

    def delete_all(self, report_id: str) -> None:
        """See `ReportFiles.delete_all`."""
        asked: dict[str, Any] = {"Bucket": self._bucket, "Prefix": _key(report_id, "")}
        while True:
            listed = self._client.list_objects_v2(**asked)
            for file in listed.get("Contents", ()):
                self._client.delete_object(Bucket=self._bucket, Key=file["Key"])
            if not listed.get("IsTruncated"):
                return
            asked["ContinuationToken"] = listed["NextContinuationToken"]

    def link(self, folder: str, name: str, *, expires_s: int) -> str:
        """See `ReportFiles.link`."""
        url: str = self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": _key(folder, name)}, ExpiresIn=expires_s
        )
        return url


def content_disposition(name: FileName) -> str:
    """Have a file saved rather than shown, under its name: in ASCII and, for all that know it, in UTF-8.

    The form of RFC 6266; a name in ASCII has neither quotation marks nor backslashes.
    """
    return f'attachment; filename="{name.ascii}"; {_UTF_8}{quote(name.full, safe=_UNQUOTED)}'


def _key(folder: str, name: str) -> str:
    return f"reports/{folder}/{name}"
