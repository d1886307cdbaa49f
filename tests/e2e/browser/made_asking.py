"""The API's answers about lines, lists, addresses and rosters, made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

Answer = tuple[int, Any]


def an_artist(number: int, name: str, country: str | None = "IT") -> dict[str, Any]:
    """Make an artist as the API finds one."""
    uuid = f"00000000-0000-4000-8000-{number:012d}"
    return {"uuid": uuid, "name": name, "slug": name.lower(), "image_url": None, "country_code": country}


def a_problem(
    status: int, message: str, name: str | None = None, *, kind: str = "invalid-request", **more: Any
) -> Answer:
    """Make a refusal, about a field if one is named."""
    errors = [{"field": name, "message": message}] if name else []
    name_of_type = f"urn:problem-type:liner-notes:{kind}"
    body = {"type": name_of_type, "title": "", "status": status, "detail": message, "instance": ""}
    return status, {**body, "errors": errors, **more}


ANNALISA, ELODIE, MAHMOOD = an_artist(1, "Annalisa"), an_artist(2, "Elodie"), an_artist(3, "Mahmood")
NIRVANAS = [an_artist(4, "Nirvana", "US"), an_artist(5, "Nirvana", "GB")]


def found(artist: dict[str, Any], line: str | None = None) -> dict[str, Any]:
    return _line(line or artist["name"], "found", artist)


def ambiguous(line: str, candidates: list[dict[str, Any]]) -> dict[str, Any]:
    return {**_line(line, "ambiguous"), "candidates": candidates}


def unknown(line: str, *similar: dict[str, Any]) -> dict[str, Any]:
    return {**_line(line, "unknown"), "candidates": [*similar]}


def not_asked(line: str) -> dict[str, Any]:
    return _line(line, "not_asked")


def _line(line: str, status: str, artist: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"line": line, "status": status, "artist": artist, "candidates": [], "note": None}


@dataclass
class Rosters:
    """The rosters of a key, changed as the API changes them."""

    all: list[dict[str, Any]] = field(default_factory=list)

    def put(self, name: str, artists: list[dict[str, Any]], *, starred: bool = False) -> dict[str, Any]:
        """Keep a roster, in the place of one of this name."""
        before = next((roster for roster in self.all if roster["name"] == name), None)
        roster = {
            "roster_id": before["roster_id"] if before else f"r{len(self.all)}",
            "name": name,
            "starred": starred,
            "artists": [{**artist} for artist in artists],
            "version": before["version"] + 1 if before else 1,
            "updated_at": "2026-11-01T10:00:00Z",
        }
        self.all = [each for each in self.all if each is not before] + [roster]
        return roster

    def answer(self, method: str, roster_id: str, body: dict[str, Any]) -> Answer:
        if method == "GET":
            return 200, {"rosters": self.all}
        before = next((roster for roster in self.all if roster["roster_id"] == roster_id), None)
        if roster_id and before is None:
            return a_problem(404, "There is no such roster.")
        if method == "DELETE":
            self.all = [roster for roster in self.all if roster is not before]
            return 204, None
        if any(roster["name"] == body["name"] for roster in self.all if roster is not before):
            return a_problem(409, "A roster has this name.", "name", kind="roster-name-taken")
        if before and before["version"] != body["version"]:
            return a_problem(409, "Changed meanwhile.", kind="roster-changed")
        if before:
            before["name"] = body["name"]
        return (200 if before else 201), self.put(body["name"], body["artists"], starred=body["starred"])


@dataclass
class Asked:
    """What the API answers this tab; `resolved` and `lines` are called with what was written."""

    rosters: Rosters = field(default_factory=Rosters)
    resolved: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lines: dict[str, Answer] = field(default_factory=dict)
    addresses: dict[str, Answer] = field(default_factory=dict)
    sent: list[list[str]] = field(default_factory=list)
    failing: bool = False

    def resolve(self, written: list[str]) -> Answer:
        """Answer each line with the first of its answers left, the last for good."""
        if self.failing:
            return a_problem(503, "Soundcharts did not answer in time.", kind="upstream")
        self.sent.append(written)
        answers = []
        for line in written:
            each = self.resolved.get(line, [unknown(line)])
            answers.append(each.pop(0) if len(each) > 1 else each[0])
        return 200, {"lines": answers}


def answering(page: Page, asked: Asked) -> Asked:
    """Have the API of this tab answer so."""

    def on(name: str, answer: Callable[[Route, str], Answer | None]) -> None:
        def handle(route: Route) -> None:
            rest = urlsplit(route.request.url).path.partition(name)[2].strip("/")
            given = answer(route, rest)
            if given is None:
                route.fallback()
                return
            status, body = given
            text = "" if body is None else json.dumps(body)
            route.fulfill(status=status, content_type="application/json", body=text)

        page.route(lambda url: name in urlsplit(url).path, handle)

    def posted(route: Route) -> dict[str, Any]:
        return json.loads(route.request.post_data or "{}")  # type: ignore[no-any-return]

    def searched(route: Route, rest: str) -> Answer | None:
        (term,) = parse_qs(urlsplit(route.request.url).query).get("q", [""])
        return None if rest else asked.addresses.get(term)

    def read(route: Route, _: str) -> Answer:
        (text,) = parse_qs(urlsplit(route.request.url).query)["text"]
        return asked.lines[text]

    def kept(route: Route, rest: str) -> Answer:
        return asked.rosters.answer(route.request.method, rest, posted(route))

    on("/artists", searched)
    on("/artists/resolve", lambda route, _: asked.resolve(posted(route)["lines"]))
    on("/line", read)
    on("/rosters", kept)
    return asked
