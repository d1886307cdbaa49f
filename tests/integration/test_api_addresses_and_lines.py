"""Over the API in process: artists by address, lines of them, and a report in one line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from linernotes.bootstrap import api, clock
from linernotes.bootstrap.artist_search import ArtistSearches
from linernotes.reports.resolve_artists import NO_ADDRESS
from local.simulator import BILLIE_EILISH, Simulator, artists_named, identifier_of, start_simulator, url_of
from tests.integration.api_events import Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack

(BILLIE,) = artists_named("Billie Eilish")
ANSWER_WITHIN_S = 29


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
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each owner search three times a minute, in a minute that does not end."""
    services = api.services()
    settings = services.settings
    searches = ArtistSearches(settings, table=settings.windows_table, per_minute=3)
    monkeypatch.setitem(vars(services), "searches", searches)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    yield
    searches.close()


def found(q: str) -> Answer:
    return call("GET", "/artists", query={"q": q})


def resolved(*lines: str) -> list[dict[str, Any]]:
    answer = call("POST", "/artists/resolve", {"lines": list(lines)})
    assert answer.status == 200, answer.text
    of_each: list[dict[str, Any]] = answer.json["lines"]
    assert [line["line"] for line in of_each] == list(lines)
    return of_each


# --- By address -----------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", ["spotify", "apple-music", "youtube"])
def test_an_address_finds_its_artist_in_the_form_of_search_and_once_a_day(
    simulator: Simulator, platform: str
) -> None:
    address = url_of(platform, identifier_of(BILLIE, platform))
    by_name = found("Billie Eilish").json
    for again in (address, f"{address}?si=x", address.removeprefix("https://")):
        assert found(again).json == by_name
    assert simulator.calls()["by_endpoint"] == {"search": 1, "by_platform": 1}


def test_a_uuid_and_an_address_of_soundcharts_find_their_artist(simulator: Simulator) -> None:
    by_name = found("Billie Eilish").json
    assert found(BILLIE_EILISH.upper()).json == by_name
    assert found("https://app.soundcharts.com/app/artist/billie-eilish/overview").json == by_name
    assert found(f"https://app.soundcharts.com/app/artist/{BILLIE_EILISH}/overview").json == by_name
    assert simulator.calls()["by_endpoint"] == {"search": 1, "metadata": 1}
    nirvanas = {artist.slug: artist.uuid for artist in artists_named("Nirvana")}
    for slug, uuid in nirvanas.items():
        (artist,) = found(f"app.soundcharts.com/app/artist/{slug}").json["artists"]
        assert artist["uuid"] == uuid


@pytest.mark.parametrize("slug", ["ac-dc", "florence-the-machine", "tyler-the-creator", "a-r-rahman"])
def test_signs_in_a_name_do_not_hide_the_artist_of_a_slug(slug: str) -> None:
    (artist,) = found(f"https://app.soundcharts.com/app/artist/{slug}/overview").json["artists"]
    assert artist["slug"] == slug


def test_what_a_text_program_puts_into_a_copied_line_changes_nothing() -> None:
    address = url_of("spotify", identifier_of(BILLIE, "spotify"))
    lines = resolved(
        *("\ufeffBillie Eilish", "Bil\u00adlie Eilish\u200b", "bıllıe eılısh", "\u2067Billie Eilish\u2069"),
        *(f"\ufeff{address}", f"<{address}>", f"({address}),", f"\u200e{BILLIE_EILISH}"),
    )
    assert [(line["status"], (line["artist"] or {}).get("uuid")) for line in lines] == [
        ("found", BILLIE_EILISH)
    ] * len(lines)


def test_an_address_given_as_a_name_is_called_one_and_not_denied() -> None:
    request = {"platforms": ["spotify"], "start_date": "2024-09-01", "end_date": "2024-09-30"}
    for name in ("https://open.spotify.com/artist/" + "x" * 22, BILLIE_EILISH):
        answer = call("POST", "/reports/preview", {**request, "artists": [{"name": name}]})
        assert answer.status == 422
        assert answer.json["errors"] == [{"field": "artists.0.name", "message": NO_ADDRESS}]


def test_nobody_at_an_address_is_an_empty_list() -> None:
    for address in ("spotify:artist:" + "x" * 22, "00000000-0000-0000-0000-000000000000"):
        assert found(address).json == {"artists": []}


@pytest.mark.parametrize(
    "address",
    [
        "https://open.spotify.com/playlist/37i9dQZF1DX",
        "https://www.youtube.com/@billie",
        "https://deezer.com/artist/1",
    ],
)
def test_an_address_of_another_kind_is_refused_with_what_is_allowed(
    simulator: Simulator, address: str
) -> None:
    refused = found(address)
    assert refused.status == 422
    (error,) = refused.json["errors"]
    assert error["field"] == "q"
    assert "open.spotify.com/artist/" in error["message"]
    assert simulator.calls()["total"] == 0


@pytest.mark.usefixtures("three_a_minute")
def test_looking_up_counts_as_a_search_of_the_minute() -> None:
    spotify = url_of("spotify", identifier_of(BILLIE, "spotify"))
    assert [found(q).status for q in (spotify, "Adele", BILLIE_EILISH)] == [200, 200, 200]
    refused = found("spotify:artist:" + "x" * 22)
    assert (refused.status, "retry-after" in refused.headers) == (429, True)
    assert found(spotify).status == 200


@pytest.mark.parametrize(("then", "status"), [(503, 503), (403, 502), (401, 502)])
def test_what_stands_in_the_way_of_a_look_up_is_told(simulator: Simulator, then: int, status: int) -> None:
    simulator.misbehave(rules=[{"then": then}])
    assert found(BILLIE_EILISH).status == status


# --- Lines ----------------------------------------------------------------------------------------


def test_lines_of_every_kind_are_each_told_what_they_mean(simulator: Simulator) -> None:
    address = url_of("apple-music", identifier_of(BILLIE, "apple-music"))
    lines = resolved(
        "Annalisa", address, BILLIE_EILISH, "Nirvana", "Nobody at all", "annalisa", "spotify:track:x"
    )
    assert [line["status"] for line in lines] == [
        "found",
        "found",
        "found",
        "ambiguous",
        "unknown",
        "found",
        "unknown",
    ]
    assert [line["artist"]["name"] for line in lines if line["artist"]] == [
        "Annalisa",
        "Billie Eilish",
        "Billie Eilish",
        "Annalisa",
    ]
    assert {candidate["name"] for candidate in lines[3]["candidates"]} == {"Nirvana"}
    assert "not an artist's" in lines[6]["note"]
    assert simulator.calls()["by_endpoint"] == {"search": 3, "by_platform": 1, "metadata": 1}


@pytest.mark.usefixtures("three_a_minute")
def test_lines_beyond_the_searches_of_the_minute_are_not_asked_and_the_rest_is_answered() -> None:
    statuses = [line["status"] for line in resolved("Adele", "Annalisa", "Coldplay", "Mahmood", "Elodie")]
    assert sorted(statuses) == ["found", "found", "found", "not_asked", "not_asked"]
    again = resolved("Adele", "Annalisa", "Coldplay", "Mahmood", "Elodie")
    assert [line["status"] for line in again] == statuses
    assert all("searches" in line["note"] for line in again if line["status"] == "not_asked")


def test_while_soundcharts_is_down_lines_are_not_asked_and_say_why(simulator: Simulator) -> None:
    assert resolved("Adele")[0]["status"] == "found"
    simulator.misbehave(rules=[{"then": 503}])
    kept, down = resolved("Adele", "Coldplay")
    assert (kept["status"], down["status"]) == ("found", "not_asked")
    assert "503" in down["note"]


def test_fifty_lines_are_answered_in_time_though_soundcharts_hangs(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A tenth of the time for all of it, so that nobody waits for half a minute here.
    client = api.services().searches._upstream._client
    monkeypatch.setattr(client, "_search_budget_s", 0.5)
    monkeypatch.setattr("linernotes.reports.resolve_lines.BEGUN_WITHIN_S", 1.5)
    simulator.misbehave(rules=[{"then": "hang"}])
    started = time.monotonic()
    lines = resolved(*(f"Artist {number}" for number in range(50)))
    assert time.monotonic() - started < ANSWER_WITHIN_S / 10
    assert {line["status"] for line in lines} == {"not_asked"}
    assert any("send this line again" in line["note"] for line in lines)


def test_an_address_with_a_long_query_is_looked_up_and_spoils_no_other_line(simulator: Simulator) -> None:
    address = f"{url_of('spotify', identifier_of(BILLIE, 'spotify'))}?si={'x' * 900}"
    by_address, by_name = resolved(address, "Annalisa")
    assert (by_address["artist"]["uuid"], by_name["status"]) == (BILLIE_EILISH, "found")
    assert found(address).json["artists"] == [by_address["artist"]]
    for too_long in (address + "x" * 200, "x" * 201):
        assert found(too_long).status == 422
        refused = call("POST", "/artists/resolve", {"lines": ["Annalisa", too_long]})
        assert [error["field"] for error in refused.json["errors"]] == ["lines.1"]
    assert simulator.calls()["by_endpoint"] == {"by_platform": 1, "search": 1}


@pytest.mark.parametrize(
    ("method", "path", "body", "query", "status"),
    [
        ("GET", "/artists", None, {"q": "a\ud800"}, 422),
        ("GET", "/artists", None, {"q": "https://\ud800"}, 422),
        ("GET", "/tracks", None, {"\ud800": "1", "artist": "\ud800"}, 422),
        ("GET", "/reports", None, {"cursor": "\ud800", "\ud800": "1"}, 422),
        ("GET", "/a\ud800", None, None, 404),
        ("POST", "/artists/resolve", {"lines": ["a\ud800", "\ud83c\udf89ok\ud83c"]}, None, 200),
        ("POST", "/artists/resolve", {"\ud800": 1}, None, 422),
        ("POST", "/reports/no-such/shares", {"\ud800": 1}, None, 422),
        ("POST", "/reports/no-such/repair", {"\ud800": 1}, None, 422),
    ],
)
def test_half_a_character_in_what_is_asked_is_answered_and_never_a_fault_of_ours(
    method: str, path: str, body: Any, query: dict[str, str] | None, status: int
) -> None:
    assert call(method, path, body, query=query).status == status


@pytest.mark.parametrize("body", [{"lines": []}, {"lines": ["x"]}, {"lines": ["Adele"] * 51}, ["Adele"]])
def test_lines_that_are_none_are_refused(body: Any) -> None:
    refused = call("POST", "/artists/resolve", body)
    assert refused.status == 422
    assert refused.json["errors"]


# --- A report in one line -------------------------------------------------------------------------


def test_a_line_is_read_as_slack_reads_it(simulator: Simulator) -> None:
    read = call("GET", "/line", query={"text": "billie eilish on Spotify in italy for sept 2024 compare"})
    assert read.status == 200
    assert read.json["line"] == "billie eilish on spotify in IT for 2024-09 compare previous_period"
    assert (read.json["country"], read.json["songs_limit"]) == ("IT", None)
    assert simulator.calls()["total"] == 0


def test_a_line_that_comes_again_is_refused_with_the_one_that_comes_once() -> None:
    refused = call("GET", "/line", query={"text": "Billie Eilish on spotify in IT every monday 8:30"})
    assert refused.status == 422
    assert "cannot be asked for here" in str(refused.json["errors"])
    once = call("GET", "/line", query={"text": refused.json["suggestion"]})
    assert once.json["line"].startswith("Billie Eilish on spotify in IT for ")


@pytest.mark.parametrize("text", ["", "Billie Eilish", "Billie Eilish on spotfy for 2024-09", "x" * 5_000])
def test_a_line_that_is_not_understood_is_refused_with_one_that_is(text: str) -> None:
    refused = call("GET", "/line", query={"text": text})
    assert (refused.status, refused.json["type"]) == (422, "urn:problem-type:liner-notes:line-not-understood")
    assert {error["field"] for error in refused.json["errors"]} == {"text"}
    assert call("GET", "/line", query={"text": refused.json["suggestion"]}).status == 200
