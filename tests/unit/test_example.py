"""The report the page shows without a key: what the API could answer today, of artists there never were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local.example import EXAMPLE, MADE_UP, REQUEST, example_of, real_artists_in
from local.simulator import ARTISTS
from tests.unit.openapi import errors_in
from tests.unit.test_page import get, named_in

LARGEST_BYTES = 60_000


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(EXAMPLE.read_text())
    return told


def test_the_example_is_a_report_as_the_api_describes_one_today(example: dict[str, Any]) -> None:
    assert errors_in(example, "Report") == []
    assert example["status"] == "succeeded"
    assert set(example["result"]["sections"]) == set(REQUEST["sections"])
    assert [row["platform__slug"] for row in example["result"]["platform_summaries"]] == REQUEST["platforms"]


def test_nobody_in_the_example_is_real(example: dict[str, Any]) -> None:
    assert [each["name"] for each in example["result"]["metadata"]["artists"]] == list(MADE_UP.values())
    assert real_artists_in(example) == set()
    assert [artist.uuid for artist in ARTISTS if artist.uuid in EXAMPLE.read_text()] == []
    assert real_artists_in({"rows": [{"city": "Phoenix", "artist__name": "Annalisa"}]}) == {"Annalisa"}


def test_nothing_in_the_example_leads_anywhere(example: dict[str, Any]) -> None:
    assert "http" not in EXAMPLE.read_text()
    assert not {"download_url", "downloads", "result_url", "callback", "shared_until"} & example.keys()


def test_an_example_made_again_is_the_same_whatever_was_cached_by_then(example: dict[str, Any]) -> None:
    later = {**example, "report_id": "another", "created_at": "2027-01-01T00:00:00Z", "download_url": "x"}
    counts = {"upstream_calls": example["upstream_calls"] - 7, "cache_hits": 7}
    assert example_of({**later, **counts}) == example


def test_the_example_is_no_part_of_the_first_load_and_small_enough_to_wait_for(page_site: Path) -> None:
    (name,) = (path.name for path in page_site.glob("example-*.json"))
    html = get("/").body
    assert f'data-example="./assets/{name}"' in html.decode()
    assert not any("example" in address for address in named_in(html))
    answer = get(f"/assets/{name}", accept_encoding="br")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert len(answer.body) < LARGEST_BYTES
