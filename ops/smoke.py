"""`make smoke`: whether a deployed stack answers as it should, from its health to the workbook of a report.

It works on the stack STACK_NAME on AWS if one is named, with the credentials of the environment, else on
the local stack. It asks Soundcharts for one artist's month on one platform, unless that is stored, and
deletes the report it made.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests

from local.stack import LocalStack
from ops.stacks import NO_STACK, Stack, stack_of

REQUEST = {
    "artists": ["11e81bcc-9c1c-ce38-b96b-a0369fe50396"],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "title": "Smoke test",
}
"""What the report is of: an artist that Soundcharts has in its sandbox, too."""
WORKBOOK = b"PK\x03\x04"
"""What a workbook begins with."""
_TIMEOUT_S = 35
_KEY_KNOWN_WITHIN_S = 90
"""How long API Gateway may take to know a key that was just made."""
_REPORT_WITHIN_S = 300
_LOOK_AGAIN_S = 2.0
_ADDRESS = re.compile(r'(?:href|src)="(\./assets/[^"]+)"')
_PACKED_FROM_BYTES = 1_000
_PACKABLE = (".js", ".css")


class Broken(Exception):
    """The stack does not do what it should; the message says what it did instead."""


@dataclass(slots=True)
class Visit:
    """Somebody who tries out a stack, with what they have seen so far.

    `of_api_gateway` says that API Gateway itself is in front of the stack: MiniStack tells functions nothing
    of a slash that was left out, and has only the stages that a template names.
    """

    api_url: str
    api_key: str
    of_api_gateway: bool = True
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    report: dict[str, Any] = field(default_factory=dict)

    def call(self, method: str, address: str, *, key: bool = False, **options: Any) -> requests.Response:
        """Call an address below the stage, or a whole one; redirects are not followed unless told."""
        url = address if "://" in address else self.api_url + address
        headers = {**options.pop("headers", {}), **({"x-api-key": self.api_key} if key else {})}
        options = {"allow_redirects": False, "timeout": _TIMEOUT_S, **options}
        try:
            return requests.request(method, url, headers=headers, **options)  # noqa: S113 - it is in the options
        except requests.RequestException as error:
            raise Broken(f"{method} {url}: {error}") from error

    def get(self, address: str, expected: int = 200, **options: Any) -> requests.Response:
        """GET an address; raises Broken for another status than is expected."""
        return expecting(expected, self.call("GET", address, **options))


def expecting(status: int, answer: requests.Response) -> requests.Response:
    """Give the answer back if it has this status. Raises Broken."""
    if answer.status_code != status:
        said = answer.text[:300] if "problem" in answer.headers.get("content-type", "") else ""
        raise Broken(f"{answer.request.method} {answer.url} answered {answer.status_code} {said}".rstrip())
    return answer


def that(holds: object, instead: str) -> None:
    """Raise Broken, with what is there instead, unless this holds."""
    if not holds:
        raise Broken(instead)


def health(visit: Visit) -> None:
    """Check that GET /health answers without a key."""
    answer = visit.get("/health")
    that(answer.json()["status"] == "ok", f"/health says {answer.text[:300]}")


def no_key(visit: Visit) -> None:
    """Check that a call without a key, or with a wrong one, is refused with a problem document."""
    for headers in ({}, {"x-api-key": "nobody's"}):
        answer = visit.get("/platforms", 403, headers=headers)
        that(answer.json()["type"].endswith(":no-valid-key"), f"it is refused as {answer.json()['type']}")


def page(visit: Visit) -> None:
    """Check that the page is there, and whatever it refers to."""
    html = visit.get("/", headers={"accept": "text/html"})
    that(html.headers["content-type"].startswith("text/html"), f"it is {html.headers['content-type']}")
    for address in assets_of(visit, html.text):
        visit.get(address)


def page_without_slash(visit: Visit) -> None:
    """Check that whoever leaves out the last slash gets the page, and whatever it refers to."""
    html = visit.get("", headers={"accept": "text/html"}, allow_redirects=True)
    that(html.url.endswith("/"), f"the page is given at {html.url}, from where its assets are not found")
    for address in _ADDRESS.findall(html.text):
        visit.get(urljoin(html.url, address))


def packed_assets(visit: Visit) -> None:
    """Check that scripts and styles come packed, by brotli or gzip, to whoever takes it."""
    packable = [one for one in assets_of(visit, visit.get("/").text) if one.endswith(_PACKABLE)]
    that(packable, "the page refers to no script and no style")
    for address in packable:
        plain = _bytes_of(visit, address, "identity")
        if len(plain) < _PACKED_FROM_BYTES:
            continue
        for coding in ("br", "gzip"):
            that(len(_bytes_of(visit, address, coding)) < len(plain), f"{address} is no smaller by {coding}")


def preview(visit: Visit) -> None:
    """Check that a preview says what the report will take; a new key may have to be waited for."""
    given_up_at = visit.now() + _KEY_KNOWN_WITHIN_S
    while (answer := visit.call("POST", "/reports/preview", key=True, json=REQUEST)).status_code == 403:
        if visit.now() > given_up_at:
            break
        visit.wait(_LOOK_AGAIN_S)
    told = expecting(200, answer).json()
    that(told["jobs"] == 1, f"it would be {told['jobs']} jobs")


def report(visit: Visit) -> None:
    """Check that a report is made, from request to files, and succeeds."""
    asked = visit.call("POST", "/reports", key=True, json=REQUEST, headers={"prefer": "wait=20"})
    that(asked.status_code in (200, 202), f"it answered {asked.status_code}: {asked.text[:300]}")
    visit.report = asked.json()
    path = f"/reports/{visit.report['report_id']}"
    given_up_at = visit.now() + _REPORT_WITHIN_S
    while visit.report["status"] not in ("succeeded", "partial", "failed"):
        that(visit.now() < given_up_at, f"after {_REPORT_WITHIN_S} s it is still {visit.report['status']}")
        visit.wait(_LOOK_AGAIN_S)
        visit.report = visit.get(path, key=True).json()
    said = visit.report.get("failure") or visit.report["failures"]
    that(visit.report["status"] == "succeeded", f"{path} is {visit.report['status']}: {said}")


def link(visit: Visit) -> None:
    """Check that links give the workbook without a key: that in the answer, and that of the redirect."""
    that("download_url" in visit.report, "there is no report to download")
    redirect = visit.get(f"/reports/{visit.report['report_id']}/download", 302, key=True)
    for address in (visit.report["download_url"], redirect.headers["location"]):
        that(visit.get(address).content.startswith(WORKBOOK), "what is downloaded is no workbook")


def deleted(visit: Visit) -> None:
    """Check that a report that is deleted is gone."""
    that("report_id" in visit.report, "there is no report to delete")
    path = f"/reports/{visit.report['report_id']}"
    expecting(204, visit.call("DELETE", path, key=True))
    visit.get(path, 404, key=True)


def no_other_stage(visit: Visit) -> None:
    """Check that there is no way in beside the stage, where neither its limits nor its metrics count."""
    address = f"{visit.api_url.rpartition('/')[0]}/Stage/health"
    status = visit.call("GET", address).status_code
    that(status in (403, 404), f"{address} answered {status}")


CHECKS: Mapping[str, Callable[[Visit], None]] = {
    "health": health,
    "403 without a key": no_key,
    "page": page,
    "page without its last slash": page_without_slash,
    "packed assets": packed_assets,
    "preview": preview,
    "report": report,
    "download links": link,
    "deletion": deleted,
    "no other stage": no_other_stage,
}
OF_API_GATEWAY = {"page without its last slash", "no other stage"}
"""What nothing but API Gateway shows."""


def assets_of(visit: Visit, html: str) -> list[str]:
    """List the addresses a page refers to, whole, as they are below the stage."""
    addresses = _ADDRESS.findall(html)
    that(addresses, "the page refers to nothing")
    return [urljoin(f"{visit.api_url}/", address) for address in addresses]


def _bytes_of(visit: Visit, address: str, coding: str) -> bytes:
    """Give the body as it travels when this coding is taken. Raises Broken if it is in another."""
    headers = {"accept": "*/*", "accept-encoding": coding}
    answer = visit.get(address, headers=headers, stream=True)
    given = answer.headers.get("content-encoding", "identity")
    that(given == coding, f"{address} comes as {given} to whoever takes {coding}")
    body: bytes = answer.raw.read(decode_content=False)
    return body


def smoke(visit: Visit) -> Iterator[tuple[str, str | None]]:
    """Check one thing after another; gives the name of each and what is wrong, None if nothing is."""
    for name, check in CHECKS.items():
        if name in OF_API_GATEWAY and not visit.of_api_gateway:
            continue
        try:
            check(visit)
        except Broken as broken:
            yield name, str(broken)
        except (ValueError, KeyError, TypeError) as error:
            yield name, f"what was answered is not what it should be: {error!r}"
        else:
            yield name, None


def visit_of(stack: Stack) -> Visit:
    """Give somebody with the stack's own key, who begins where it is."""
    if isinstance(stack, LocalStack):
        return Visit(stack.api_url, stack.api_key, of_api_gateway=False)
    outputs = stack.outputs()
    key = stack.client("apigateway").get_api_key(apiKey=outputs["ApiKeyId"], includeValue=True)["value"]
    return Visit(outputs["ApiUrl"], key)


def main() -> int:
    """Check the stack, and tell of each check how it went."""
    stack = stack_of(os.environ)
    if stack is None:
        print(NO_STACK, file=sys.stderr)
        return 1
    wrong = 0
    for name, problem in smoke(visit_of(stack)):
        print(f"ok      {name}" if problem is None else f"BROKEN  {name}: {problem}", flush=True)
        wrong += problem is not None
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
