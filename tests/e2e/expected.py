"""What a report must say: contract 4 over the raw answers of a Soundcharts that never fails."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from linernotes.model.request import Artist, ReportRequest
from local.simulator.calls import read_call
from local.simulator.settings import Settings
from local.simulator.simulation import Simulation, Verdict
from tests.unit.contract_4_oracle import NOT_STATED, Answer, result_by_contract

_MOST_DAYS = 90
_PAGE = 100

_STREAMING = {"spotify": "spotify", "youtube": "youtube"}
_SOCIAL = {"instagram": "instagram", "tiktok": "tiktok", "youtube-subscribers": "youtube"}

Cell = tuple[str, str]
"""An artist's uuid and a platform's slug."""

_soundcharts = Simulation(Settings())
"""The figures of the stack's own simulator, which are drawn from the same seed, without its faults."""


def result_of(request: Mapping[str, Any], *, failed: Collection[Cell] = ()) -> dict[str, Any]:
    """State the result of a canonical request, where the cells named could not be fetched."""
    names: dict[str, Artist] = {}
    answers: dict[Cell, list[Answer]] = {}
    first, last = (date.fromisoformat(request[name]) for name in ("start_date", "end_date"))
    for uuid in request["artists"]:
        names[uuid] = Artist(uuid)
        for slug in request["platforms"]:
            if (uuid, slug) in failed:
                answers[uuid, slug] = [Answer("failed")]
                continue
            if request.get("country") and slug not in (*_STREAMING, *_SOCIAL):
                continue
            answers[uuid, slug], name = _answers(uuid, slug, first, last)
            names[uuid] = name or names[uuid]
    asked = ReportRequest(
        artists=tuple(names.values()),
        platforms=tuple(request["platforms"]),
        start_date=first,
        end_date=last,
        country=request.get("country"),
    )
    return result_by_contract(asked, answers)


def assert_right(
    report: Mapping[str, Any], *, failed: Collection[Cell] = (), failed_as: str = "failed"
) -> None:
    """Hold the result of a report to the contract, but for notes, which are free text.

    `failed_as` is the status of the rows that could not be fetched.
    """
    expected = result_of(report["request"], failed=failed)
    if report["status"] == "failed":
        expected["success"] = False
    given = report["result"]
    for name in ("success", "summary", "metadata"):
        assert given[name] == expected[name], name
    for name in ("platform_summaries", "detailed_breakdown"):
        rows = zip(given[name], expected[name], strict=True)
        for given_row, expected_row in rows:
            row = {field: value for field, value in given_row.items() if field not in ("note", "notes")}
            if expected_row["status"] == NOT_STATED:
                expected_row["status"] = row["status"]
            elif expected_row["status"] == "failed":
                expected_row["status"] = failed_as
            assert row == expected_row, (name, row["platform__slug"])


def published(uuid: str, slug: str, first: date, last: date) -> list[Any]:
    """Give the items Soundcharts has of an artist on a platform, from the first day to the last."""
    return [item for answer in _answers(uuid, slug, first, last)[0] for item in answer.items]


def _answers(uuid: str, slug: str, first: date, last: date) -> tuple[list[Answer], Artist | None]:
    answers = []
    artist = None
    while first <= last:
        until = min(first + timedelta(days=_MOST_DAYS - 1), last)
        items: list[Any] = []
        while (page := _page(uuid, slug, first, until, len(items))) is not None:
            found = page["related"]["artist"]
            artist = Artist(uuid, found["name"], found["imageUrl"])
            items += page["items"]
            if len(items) >= page["page"]["total"]:
                break
        answers.append(Answer("not_found" if page is None else "delivered", items))
        first = until + timedelta(days=1)
    return answers, artist


def _page(uuid: str, slug: str, first: date, last: date, offset: int) -> Any:
    query = {"startDate": str(first), "endDate": str(last), "limit": str(_PAGE), "offset": str(offset)}
    answer = _soundcharts.answer(read_call("GET", _path(uuid, slug), query), Verdict())
    assert answer.status in (200, 404), answer.body
    return json.loads(answer.body, parse_float=Decimal) if answer.status == 200 else None


def _path(uuid: str, slug: str) -> str:
    """Give the endpoint contract 3 names for a platform; the rest has its main fan figure at audience."""
    if slug in _STREAMING:
        return f"/api/v2/artist/{uuid}/streaming/{_STREAMING[slug]}"
    if slug in _SOCIAL:
        return f"/api/v2.37/artist/{uuid}/social/{_SOCIAL[slug]}/followers/"
    return f"/api/v2/artist/{uuid}/audience/{slug}"
