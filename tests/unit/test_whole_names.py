"""Names with commas: one artist where somebody is called so, two in quotes, and how often it is searched."""

from __future__ import annotations

from datetime import date

import pytest

from linernotes.model.errors import InvalidRequest, Unavailable, UpstreamError
from linernotes.model.request import FoundArtist
from linernotes.request_line.reading import read_line
from linernotes.request_line.written import LineArtist, line_text
from linernotes.slack.whole_names import SearchedOnce, in_whole_names, may_be_parted, whole_names
from tests.unit.builders import NOW
from tests.unit.memory import Clock, FakeUpstream
from tests.unit.slack_world import found

TODAY = date(2025, 1, 15)
EARTH, FIRE, TYLER = "Earth, Wind & Fire", "Wind & Fire", "Tyler, The Creator"


@pytest.fixture
def upstream() -> FakeUpstream:
    """Give Soundcharts, which finds Tyler among the Tylers, and the band by its whole name only."""
    upstream = FakeUpstream(Clock(NOW))
    answers: dict[str, list[FoundArtist]] = {
        "Elisa": [found("Elisa", 1)],
        "Giorgia": [found("Giorgia", 2)],
        "Earth": [found("Earth", 3), found("Earth One", 4)],
        EARTH: [found(EARTH, 5)],
        "Tyler": [found("Tyler", 6), found("Tyler", 7), found(TYLER, 8)],
        "Crosby": [found("Crosby, Stills & Nash", 9), found("Crosby, Stills, Nash & Young", 10)],
    }
    upstream.found.update(answers)
    return upstream


def named(typed: str, upstream: FakeUpstream) -> list[str | None]:
    artists = read_line(f"{typed} on spotify for 2024", today=TODAY).artists
    return [artist.name for artist in whole_names(artists, search=SearchedOnce(upstream))]


@pytest.mark.parametrize(
    ("typed", "names", "searched"),
    [
        (EARTH, [EARTH], ["Earth", FIRE, EARTH]),
        (EARTH.lower(), ["earth, wind & fire"], ["earth", "wind & fire", "earth, wind & fire"]),
        (TYLER, [TYLER], ["Tyler", "The Creator"]),
        (f"Elisa, {TYLER}", ["Elisa", TYLER], ["Elisa", "Tyler", "The Creator", "Elisa, Tyler"]),
        (f"{TYLER}, Elisa", [TYLER, "Elisa"], ["Tyler", "The Creator", "Elisa"]),
        ("Crosby, Stills & Nash", ["Crosby, Stills & Nash"], ["Crosby", "Stills & Nash"]),
        (
            "Crosby, Stills, Nash & Young",
            ["Crosby, Stills, Nash & Young"],
            ["Crosby", "Stills", "Nash & Young"],
        ),
        ("Elisa, Giorgia", ["Elisa", "Giorgia"], ["Elisa", "Giorgia"]),
        ("Elisa, Nobody", ["Elisa", "Nobody"], ["Elisa", "Nobody", "Elisa, Nobody"]),
    ],
)
def test_joined_neighbours_are_one_artist_where_one_is_called_so(
    typed: str, names: list[str], searched: list[str], upstream: FakeUpstream
) -> None:
    upstream.found["earth, wind & fire"] = upstream.found[EARTH]
    assert named(typed, upstream) == names
    assert sorted(upstream.searched) == sorted(searched)


def test_nothing_is_searched_for_of_a_line_with_a_name_that_would_be_another_path(
    upstream: FakeUpstream,
) -> None:
    line = read_line("Elisa, .. on spotify for 2024", today=TODAY)
    with pytest.raises(InvalidRequest, match="cannot stand alone"):
        in_whole_names(line, SearchedOnce(upstream))
    assert upstream.searched == []


@pytest.mark.parametrize(
    "typed", ['"Earth", Wind & Fire', 'Earth, "Wind & Fire"', f'"Tyler", The Creator, "{EARTH}"']
)
def test_in_quotes_each_is_an_artist_of_its_own_and_the_canonical_line_keeps_the_quotes(
    typed: str, upstream: FakeUpstream
) -> None:
    line = read_line(f"{typed} on spotify for 2024", today=TODAY)
    again = read_line(line_text(line), today=TODAY)
    kept = [(artist.name, artist.apart) for artist in line.artists]
    assert [(artist.name, artist.apart) for artist in again.artists] == kept
    assert whole_names(line.artists, search=SearchedOnce(upstream)) == line.artists
    assert not may_be_parted(line.artists)


def test_an_artist_with_a_uuid_is_nobodys_neighbour(upstream: FakeUpstream) -> None:
    artists = (LineArtist("Earth", "11e81bcc-9c1c-ce38-b96b-a0369fe50396"), LineArtist(FIRE))
    assert whole_names(artists, search=SearchedOnce(upstream)) == artists
    assert not may_be_parted(artists)


def test_where_soundcharts_does_not_answer_nothing_is_put_together(upstream: FakeUpstream) -> None:
    upstream.found[EARTH] = Unavailable("Soundcharts answered 503")
    with pytest.raises(UpstreamError):
        named(EARTH, upstream)
