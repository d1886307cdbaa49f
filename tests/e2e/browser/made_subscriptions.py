"""The API's answers about subscriptions, made by hand, and changed as the API changes them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from tests.e2e.browser.made_asking import Answer, a_problem

ARTISTS = [
    {"uuid": "00000000-0000-4000-8000-000000000000", "name": "Annalisa"},
    {"uuid": "00000000-0000-4000-8000-000000000001", "name": "Mahmood"},
]
SLACK, MAIL, HOOK = (
    {"slack_channel": "C0123456789"},
    {"email": "ada@label.example"},
    {"callback_url": "https://label.example/hook"},
)
MONDAYS = ["2026-12-07T07:30:00Z", "2026-12-14T07:30:00Z", "2026-12-21T07:30:00Z"]
"""Half past eight in Rome."""
_CONTENT = ("title", "request", "every", "on", "at", "time_zone", "deliver", "skip", "only_when")


def a_subscription(number: int, title: str, **changed: Any) -> dict[str, Any]:
    """Make a subscription of every Monday at half past eight in Rome."""
    return {
        "subscription_id": f"s{number}",
        "title": title,
        "request": {
            "period": "last_week",
            "artists": [artist["uuid"] for artist in ARTISTS],
            "platforms": ["spotify"],
            "country": "IT",
        },
        **{"every": "week", "on": 1, "at": "08:30", "time_zone": "Europe/Rome"},
        **{"deliver": [SLACK, MAIL], "skip": "never", "only_when": None},
        **{"artists": ARTISTS, "created_at": "2026-11-02T10:00:00Z", "version": 1},
        **{"next_due": MONDAYS[0], "paused": None, "failures": 0, "cost": a_cost(), "scheduled": True},
        **changed,
    }


def a_cost(*, runs: int = 5, per_run: int = 4, left: int = 98_760) -> dict[str, Any]:
    return {
        "runs_a_month": runs,
        "upstream_calls_per_run": per_run,
        "upstream_calls_a_month": runs * per_run,
        "fits": runs * per_run <= 100_000,
        "budget": {
            "limit": 100_000,
            "spent": 100_000 - left,
            "left": left,
            "resets_at": "2027-01-01T00:00:00Z",
        },
    }


def a_run(due: str | None, status: str = "delivered", **changed: Any) -> dict[str, Any]:
    """Make the receipt of a run that began two minutes after it was due."""
    message = "https://label.slack.com/archives/C0123456789/p1"
    started = (due or "2026-12-01T09:15:00Z").replace(":30:", ":32:")
    return {
        "run_id": f"run-{due or changed.get('started_at', started)}",
        **{"due_at": due, "started_at": started, "late_s": 120 if due else 0},
        **{"report_id": "r1", "revision": 1, "status": status, "why": None, "calls": 4},
        **{"targets": [received(SLACK, link=message), received(MAIL)]},
        "repair_due": None,
        **changed,
    }


def received(target: dict[str, str], status: str = "delivered", **changed: Any) -> dict[str, Any]:
    at = "2026-11-30T07:33:00Z"
    return {"target": target, "status": status, "at": at, "link": None, "error": None, **changed}


@dataclass
class Subscriptions:
    """What a key has of subscriptions; `sent` is what was called, `refuse` answers in its place."""

    all: list[dict[str, Any]] = field(default_factory=list)
    runs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    sent: list[tuple[str, str, Any]] = field(default_factory=list)
    refuse: dict[str, Answer] = field(default_factory=dict)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        """Answer a call; `path` is what follows /subscriptions, without slashes around it."""
        self.sent.append((method, path, body))
        if refusal := self.refuse.get(f"{method} {path}".strip()):
            return refusal
        if path == "preview":
            period = {"start": "2026-11-30", "end": "2026-12-06", "days": 7}
            content = {"on": None, "only_when": None, **body}
            more = {"artists": ARTISTS, "next_due": MONDAYS[0], "due": MONDAYS, "first_period": period}
            return 200, {**content, **more, "cost": a_cost()}
        if not path:
            return self._all(method, body)
        subscription_id, _, part = path.partition("/")
        found = next((one for one in self.all if one["subscription_id"] == subscription_id), None)
        if found is None:
            return a_problem(404, "There is no subscription of this id.", kind="subscription-not-found")
        if part == "runs":
            return self._runs(subscription_id, query)
        if part == "run":
            begun = a_run(None, "running", targets=[], calls=0)
            self.runs.setdefault(subscription_id, []).insert(0, begun)
            return 202, begun
        return self._one(method, found, body)

    def _all(self, method: str, body: Any) -> Answer:
        if method == "GET":
            return 200, {"subscriptions": self.all}
        made = {**a_subscription(len(self.all) + 1, ""), "on": None, "only_when": None, **body}
        self.all.append(made)
        return 201, made

    def _runs(self, subscription_id: str, query: dict[str, list[str]]) -> Answer:
        runs = self.runs.get(subscription_id, [])
        first, limit = int(query.get("cursor", ["0"])[0]), int(query["limit"][0])
        following = first + limit
        more = {"next": str(following)} if len(runs) > following else {}
        return 200, {"runs": runs[first:following], **more}

    def _one(self, method: str, found: dict[str, Any], body: Any) -> Answer:
        if method == "DELETE":
            self.all.remove(found)
            return 204, None
        if body.get("version", found["version"]) != found["version"]:
            changed = "The subscription was changed meanwhile."
            return a_problem(409, changed, kind="subscription-changed", subscription={**found})
        found |= {name: body[name] for name in _CONTENT if name in body}
        found["version"] += 1
        if (paused := body.get("paused")) is not None:
            why = {"by": "owner", "at": "2026-12-01T09:00:00Z", "why": "You paused it."}
            found |= {"paused": why if paused else None, "next_due": None if paused else MONDAYS[0]}
        return 200, {**found}


def answering(page: Page, subscriptions: Subscriptions) -> Subscriptions:
    """Have the API of this tab answer so."""

    def handle(route: Route) -> None:
        parts = urlsplit(route.request.url)
        path = parts.path.partition("/subscriptions")[2].strip("/")
        body = json.loads(route.request.post_data) if route.request.post_data else None
        status, answer = subscriptions.answer(route.request.method, path, parse_qs(parts.query), body)
        text = "" if answer is None else json.dumps(answer)
        route.fulfill(status=status, content_type="application/json", body=text)

    page.route(lambda url: "/subscriptions" in urlsplit(url).path, handle)
    return subscriptions
