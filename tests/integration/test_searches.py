"""What searches cost at the API: the same once for all who ask, and so many a minute for each owner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linernotes.bootstrap import api, clock
from linernotes.bootstrap.artist_search import ArtistSearches
from linernotes.reports.resolve_artists import NO_DOT_SEGMENT
from linernotes.slack.suggest_artists import suggest_artists
from local.simulator import Simulator, artists_named, start_simulator
from tests.integration.api_events import Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack

BODY = {
    "artists": [{"name": "Beyoncé"}],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
}


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        yield stack


@pytest.fixture
def one_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each owner search once a minute, in a minute that does not end."""
    services = api.services()
    settings = services.settings
    searches = ArtistSearches(settings, table=settings.windows_table, per_minute=1)
    monkeypatch.setitem(vars(services), "searches", searches)
    # Counted by the minute, so a test at its end would see another.
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    yield
    searches.close()


def searched(simulator: Simulator) -> int:
    count: int = simulator.calls()["by_endpoint"].get("search", 0)
    return count


def suggested(term: str, key: str = "a-key") -> Answer:
    return call("GET", "/artists", query={"q": term}, key=key)


def test_preview_then_report_then_autocomplete_cost_one_search(simulator: Simulator) -> None:
    (beyonce,) = artists_named("Beyoncé")
    assert call("POST", "/reports/preview", BODY).json["request"]["artists"] == [beyonce.uuid]
    assert call("POST", "/reports", BODY, key="another-key").status == 202
    found = suggested("beyoncé").json["artists"]
    assert [artist["uuid"] for artist in found] == [beyonce.uuid]
    assert found == suggested("Beyoncé").json["artists"]
    assert searched(simulator) == 1


@pytest.mark.usefixtures("one_a_minute")
def test_beyond_an_owners_searches_a_minute_it_is_429_and_says_when_to_go_on(simulator: Simulator) -> None:
    assert suggested("Beyoncé").status == 200
    refused = [
        suggested("Adele"),
        call("POST", "/reports/preview", {**BODY, "artists": [{"name": "Adele"}]}, key="a-key"),
        call("POST", "/reports", {**BODY, "artists": [{"name": "Adele"}]}, key="a-key"),
    ]
    for answer in refused:
        assert (answer.status, answer.media_type) == (429, "application/problem+json")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        assert "At most 1 of your searches" in answer.json["detail"]
    assert searched(simulator) == 1
    # What is kept costs nothing, nor does what needs no search, and another owner has searches of their own.
    assert suggested("Beyoncé").status == 200
    assert call("POST", "/reports/preview", BODY, key="a-key").status == 200
    assert suggested("Adele", key="another-key").status == 200


@pytest.mark.parametrize("term", ["../../team/usage", "..", "a/./b"])
def test_dot_segments_are_refused_at_every_door_and_never_sent(simulator: Simulator, term: str) -> None:
    for answer, field in [
        (suggested(term), "q"),
        (call("POST", "/reports", {**BODY, "artists": [{"name": term}]}), "artists.0.name"),
        (call("POST", "/reports/preview", {**BODY, "artists": [{"name": term}]}), "artists.0.name"),
    ]:
        assert answer.status == 422
        (error,) = answer.json["errors"]
        assert error == {"field": field, "message": NO_DOT_SEGMENT}
    assert suggest_artists(term, api.services().searches.of("slack:T0").search, within_s=5) == ()
    assert simulator.calls()["total"] == 0


def test_a_stroke_in_a_name_is_none(simulator: Simulator) -> None:
    assert suggested("AC/DC").status == 200
    assert searched(simulator) == 1
