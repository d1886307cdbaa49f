"""A caller of the HTTP API: somebody with an API key and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from tests.e2e.waiting import eventually

ENDED = ("succeeded", "partial", "failed")
_TIMEOUT_S = 40


class Caller:
    """Calls the API with a key, or without one; answers are as they come, redirects not followed."""

    def __init__(self, api_url: str, api_key: str | None) -> None:
        self.api_url = api_url
        self.api_key = api_key
        self._session = requests.Session()
        self._session.trust_env = False
        if api_key is not None:
            self._session.headers["x-api-key"] = api_key

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, path: str, **params: str) -> requests.Response:
        """GET a path below the stage."""
        return self._session.get(
            self.api_url + path, params=params, timeout=_TIMEOUT_S, allow_redirects=False
        )

    def post(self, path: str, body: Any = None, **headers: str) -> requests.Response:
        """POST JSON to a path below the stage; headers are named with underscores for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._session.post(self.api_url + path, json=body, headers=named, timeout=_TIMEOUT_S)

    def put(self, path: str, body: Any) -> requests.Response:
        """PUT JSON to a path below the stage."""
        return self._session.put(self.api_url + path, json=body, timeout=_TIMEOUT_S)

    def delete(self, path: str) -> requests.Response:
        """DELETE a path below the stage."""
        return self._session.delete(self.api_url + path, timeout=_TIMEOUT_S)

    def ask(self, body: Mapping[str, Any]) -> str:
        """Ask for a report; gives its id once it is accepted."""
        answer = self.post("/reports", body)
        assert answer.status_code in (200, 202), answer.text
        return str(answer.json()["report_id"])

    def report(self, report_id: str) -> dict[str, Any]:
        """Give a report as it stands."""
        answer = self.get(f"/reports/{report_id}")
        assert answer.status_code == 200, answer.text
        resource: dict[str, Any] = answer.json()
        return resource

    def ended(self, report_id: str, *, within_s: float = 90.0) -> dict[str, Any]:
        """Wait for the end of a report; gives it."""

        def look() -> dict[str, Any] | None:
            report = self.report(report_id)
            return report if report["status"] in ENDED else None

        report = eventually(look, f"end of the report {report_id}", within_s=within_s)
        assert report is not None
        return report

    def make(self, body: Mapping[str, Any], *, within_s: float = 90.0) -> dict[str, Any]:
        """Ask for a report and wait for its end."""
        return self.ended(self.ask(body), within_s=within_s)
