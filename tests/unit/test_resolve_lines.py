"""Several lines that each name an artist: what each means, in bounded time, and never an error for all."""

from __future__ import annotations

import itertools
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.api.bodies import parse_lines
from linernotes.model.artist_addresses import ArtistAddress, Directory
from linernotes.model.errors import InvalidRequest, Unavailable
from linernotes.model.request import FoundArtist
from linernotes.reports.kept_searches import OwnersSearch
from linernotes.reports.resolve_lines import (
    ASKED_AT_ONCE,
    BEGUN_WITHIN_S,
    LONGEST_ADDRESS,
    MOST_CANDIDATES,
    MOST_LINES,
    LineStatus,
    ResolvedLine,
    resolve_lines,
    resolved_json,
)
from tests.unit.builders import ELISA, LAURO, NOW, an_artist
from tests.unit.memory import Clock, FakeUpstream, Fuse
from tests.unit.search_memory import MemorySearchStore

SPOTIFY_ID = "6qqNVTkY8uBg9cP3Jd7DAH"
ON_SPOTIFY = f"https://open.spotify.com/artist/{SPOTIFY_ID}"
A_LAURO, AN_ELISA = FoundArtist(LAURO, "achille-lauro", "IT"), FoundArtist(ELISA, "elisa", "IT")
TWO_GIORGIAS = [FoundArtist(an_artist(number, "Giorgia"), f"giorgia-{number}", None) for number in (1, 2)]


class World:
    """An owner who searches in a Soundcharts by script."""

    def __init__(self, *, per_minute: int = 100) -> None:
        self.fuse = Fuse()
        self.upstream = FakeUpstream(Clock(NOW))
        self.upstream.found |= {
            "Achille Lauro": [A_LAURO],
            "Elisa": [AN_ELISA, FoundArtist(an_artist(7, "Elisa Toffoli"), "elisa-toffoli", "IT")],
            "Giorgia": TWO_GIORGIAS,
            "Elis": [AN_ELISA],
            "giorgia 2": [],
            "giorgia": TWO_GIORGIAS,
        }
        self.upstream.at |= {
            ArtistAddress(Directory.SPOTIFY, SPOTIFY_ID): [AN_ELISA],
            ArtistAddress(Directory.UUID, LAURO.uuid): [A_LAURO],
        }
        self.search = OwnersSearch(
            "ada", self.upstream, MemorySearchStore(self.fuse), per_minute=per_minute, now=Clock(NOW)
        )

    def resolve(self, *lines: str) -> list[ResolvedLine]:
        return resolve_lines(lines, directory=self.search, monotonic=lambda: 0.0)


def test_a_name_an_address_and_a_uuid_each_find_their_artist_in_the_order_given() -> None:
    world = World()
    lines = ("Elisa", f" {ON_SPOTIFY}?si=x ", LAURO.uuid, "Achille Lauro")
    resolved = world.resolve(*lines)
    assert [(line.line, line.status, line.artist) for line in resolved] == [
        (lines[0], LineStatus.FOUND, AN_ELISA),
        (lines[1], LineStatus.FOUND, AN_ELISA),
        (lines[2], LineStatus.FOUND, A_LAURO),
        (lines[3], LineStatus.FOUND, A_LAURO),
    ]
    assert {line.note for line in resolved} == {None}


def test_an_artist_by_slug_is_found_among_those_of_the_name() -> None:
    (line,) = World().resolve("https://app.soundcharts.com/app/artist/giorgia-2/overview")
    assert (line.status, line.artist) == (LineStatus.FOUND, TWO_GIORGIAS[1])


def test_a_name_of_several_is_ambiguous_with_candidates_and_one_of_nobody_unknown() -> None:
    world = World()
    world.upstream.found["Nirvana"] = [
        FoundArtist(an_artist(number, "Nirvana"), None, None) for number in range(9)
    ]
    ambiguous, alike, nobody, many = world.resolve("Giorgia", "Elis", "Nobody", "Nirvana")
    assert (ambiguous.status, ambiguous.artist, list(ambiguous.candidates)) == (
        LineStatus.AMBIGUOUS,
        None,
        TWO_GIORGIAS,
    )
    assert (alike.status, alike.candidates) == (LineStatus.UNKNOWN, (AN_ELISA,))
    assert (nobody.status, nobody.candidates) == (LineStatus.UNKNOWN, ())
    assert len(many.candidates) == MOST_CANDIDATES
    assert all(line.note for line in (ambiguous, alike, nobody, many))


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("https://open.spotify.com/playlist/37i9dQZF1DX", "not an artist's"),
        ("https://www.youtube.com/@billieeilish", "not handles"),
        ("https://www.deezer.com/artist/1", "no site"),
        (f"spotify:artist:{'x' * 22}", "at this address"),
        (f"https://app.soundcharts.com/app/artist/{ELISA.uuid}", "with this uuid"),
        (f" {ELISA.uuid.upper()} ", "with this uuid"),
        ("../../team/usage", "cannot stand alone"),
        ("a\x00b", "control characters"),
        ("a\ud800", "characters that cannot be read"),
    ],
)
def test_what_can_be_nobodys_is_unknown_with_the_reason_and_no_search(line: str, note: str) -> None:
    world = World()
    (resolved,) = world.resolve(line)
    assert (resolved.status, resolved.artist) == (LineStatus.UNKNOWN, None)
    assert note in (resolved.note or "")
    assert world.upstream.searched == []


def test_the_same_is_asked_once_whatever_its_case_and_spacing() -> None:
    world = World()
    resolved = world.resolve("Elisa", "ELISA", "  elisa ", ON_SPOTIFY, f"spotify:artist:{SPOTIFY_ID}")
    assert [line.status for line in resolved] == [LineStatus.FOUND] * 5
    assert [line.line for line in resolved][:3] == ["Elisa", "ELISA", "  elisa "]
    assert (len(world.upstream.searched), len(world.upstream.looked_up)) == (1, 1)


def test_beyond_the_owners_searches_of_the_minute_lines_are_not_asked_and_what_is_kept_is_found() -> None:
    world = World(per_minute=2)
    assert world.resolve("Elisa")[0].status is LineStatus.FOUND
    resolved = world.resolve("Elisa", "Achille Lauro", "Giorgia", "Nobody")
    asked = [line for line in resolved if line.status is not LineStatus.NOT_ASKED]
    assert resolved[0].status is LineStatus.FOUND
    assert len(asked) == 2
    for line in resolved:
        assert line.status is not LineStatus.NOT_ASKED or "searches" in (line.note or "")


def test_a_line_soundcharts_does_not_answer_for_leaves_the_others_whole() -> None:
    world = World()
    world.upstream.found["Giorgia"] = Unavailable("Soundcharts did not answer in time")
    down, found = world.resolve("Giorgia", "Elisa")
    assert (down.status, down.note) == (LineStatus.NOT_ASKED, "Soundcharts did not answer in time")
    assert found.status is LineStatus.FOUND


def test_a_busy_table_is_a_lines_matter_too() -> None:
    world = World()
    world.fuse.busy = 1
    statuses = {line.status for line in world.resolve("Elisa", "Achille Lauro")}
    assert statuses == {LineStatus.FOUND, LineStatus.NOT_ASKED}


def test_what_cannot_be_begun_in_time_is_not_asked() -> None:
    world = World()
    times = itertools.chain([0.0, 0.0], itertools.repeat(BEGUN_WITHIN_S))
    lock = threading.Lock()

    def monotonic() -> float:
        with lock:
            return next(times)

    resolved = resolve_lines(["Elisa", "Achille Lauro"], directory=world.search, monotonic=monotonic)
    assert sorted(line.status for line in resolved) == [LineStatus.FOUND, LineStatus.NOT_ASKED]


def test_no_more_are_asked_at_once_than_are_allowed() -> None:
    everybody_here, at_work, most = threading.Barrier(ASKED_AT_ONCE, timeout=10), [], []

    class Slow:
        def search(self, name: str) -> list[FoundArtist]:
            at_work.append(name)
            most.append(len(at_work))
            everybody_here.wait()
            at_work.remove(name)
            return []

        def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
            raise AssertionError(artist)

    names = [f"Artist {number}" for number in range(2 * ASKED_AT_ONCE)]
    resolved = resolve_lines(names, directory=Slow(), monotonic=lambda: 0.0)
    assert [line.status for line in resolved] == [LineStatus.UNKNOWN] * len(names)
    assert max(most) == ASKED_AT_ONCE


def test_a_line_as_json_has_the_artist_as_search_has_it() -> None:
    assert resolved_json(ResolvedLine("Elisa", LineStatus.FOUND, AN_ELISA)) == {
        "line": "Elisa",
        "status": "found",
        "artist": {
            "uuid": ELISA.uuid,
            "name": "Elisa",
            "slug": "elisa",
            "image_url": ELISA.image_url,
            "country_code": "IT",
        },
        "candidates": [],
        "note": None,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "lines"),
        ({"lines": []}, "lines"),
        ({"lines": "Elisa"}, "lines"),
        ({"lines": ["Elisa"] * (MOST_LINES + 1)}, "lines"),
        ({"lines": ["Elisa", "x"]}, "lines.1"),
        ({"lines": ["  x  "]}, "lines.0"),
        ({"lines": ["x" * 201]}, "lines.0"),
        ({"lines": ["Elisa", "x?" + "x" * 200]}, "lines.1"),
        ({"lines": ["Elisa", f"{ON_SPOTIFY}?si={'x' * 1_000}"]}, "lines.1"),
        ({"lines": [7]}, "lines.0"),
        ({"lines": ["Elisa"], "today": "2024-09-01"}, "today"),
        (["Elisa"], "body"),
    ],
)
def test_what_is_wrong_with_lines_is_named(body: object, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_lines(body)
    assert refused.value.errors[0][0] == field


@pytest.mark.parametrize("before", ["https://open.spotify.com", "open.spotify.com"])
def test_an_address_may_be_as_long_as_its_maker_makes_it(before: str) -> None:
    line = f"{before}/artist/{SPOTIFY_ID}?si={'x' * 1_000}"[:LONGEST_ADDRESS]
    (resolved,) = World().resolve(*parse_lines({"lines": [line]}))
    assert (resolved.line, resolved.artist) == (line, AN_ELISA)


@given(st.lists(st.sampled_from(["Elisa", "elisa", "Giorgia", ON_SPOTIFY, "Nobody", "https://x.example/y"])))
def test_every_line_has_an_answer_in_its_place(lines: list[str]) -> None:
    resolved = World().resolve(*lines)
    assert [line.line for line in resolved] == lines
    assert all((line.artist is not None) == (line.status is LineStatus.FOUND) for line in resolved)
