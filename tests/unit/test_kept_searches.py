"""What a search costs: once a day for everybody, and not more in a minute than its owner may have."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linernotes.api.problems import problem_of
from linernotes.model.artist_addresses import ArtistAddress, Directory
from linernotes.model.errors import SearchesSpent, StoreBusy, Unavailable
from linernotes.model.request import FoundArtist
from linernotes.reports.kept_searches import LONGEST_KEPT_TERM, OwnersSearch
from linernotes.reports.resolve_artists import resolve_artists
from linernotes.slack.suggest_artists import suggest_artists
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.memory import Clock, FakeUpstream, Fuse
from tests.unit.search_memory import MemorySearchStore

DAY_S, HOUR_S = 86_400, 3_600
PER_MINUTE = 5
ON_SPOTIFY = ArtistAddress(Directory.SPOTIFY, "6qqNVTkY8uBg9cP3Jd7DAH")
FOUND = [FoundArtist(LAURO, "achille-lauro", "IT")]


class Searches:
    """Owners who search in one store, of Soundcharts by script."""

    def __init__(self) -> None:
        self.clock = Clock(NOW.replace(second=10, microsecond=0))
        self.fuse = Fuse()
        self.store = MemorySearchStore(self.fuse)
        self.upstream = FakeUpstream(self.clock)
        self.upstream.found["Achille Lauro"] = FOUND

    def of(self, owner: str = "ada") -> OwnersSearch:
        return OwnersSearch(owner, self.upstream, self.store, per_minute=PER_MINUTE, now=self.clock)


@pytest.fixture
def searches() -> Searches:
    return Searches()


def test_the_same_is_searched_for_once_a_day_for_everybody(searches: Searches) -> None:
    assert searches.of("ada").search("Achille Lauro") == FOUND
    searches.clock.advance(DAY_S - 1)
    assert searches.of("bob").search("Achille Lauro") == FOUND
    assert searches.upstream.searched == ["Achille Lauro"]
    searches.clock.advance(1)
    assert searches.of("bob").search("Achille Lauro") == FOUND
    assert len(searches.upstream.searched) == 2


@pytest.mark.parametrize("term", ["achille lauro", " Achille  Lauro ", "ACHILLE LAURO"])
def test_case_and_blanks_make_no_other_search(searches: Searches, term: str) -> None:
    searches.of().search("Achille Lauro")
    assert searches.of().search(term) == FOUND
    assert len(searches.upstream.searched) == 1


def test_what_soundcharts_may_answer_differently_is_another_search(searches: Searches) -> None:
    for term in ("Strasse", "Straße", "Béla", "Bela", "ＡＤＯ", "ADO"):
        searches.clock.advance(60)
        searches.of().search(term)
    assert len(searches.upstream.searched) == 6


def test_that_nobody_was_found_is_kept_for_an_hour(searches: Searches) -> None:
    assert searches.of().search("Nobody") == []
    searches.clock.advance(HOUR_S - 1)
    assert searches.of().search("Nobody") == []
    assert len(searches.upstream.searched) == 1
    searches.clock.advance(1)
    assert searches.of().search("Nobody") == []
    assert len(searches.upstream.searched) == 2


def test_an_error_is_not_kept(searches: Searches) -> None:
    searches.upstream.found["Elisa"] = Unavailable("Soundcharts did not answer in time")
    with pytest.raises(Unavailable):
        searches.of().search("Elisa")
    searches.upstream.found["Elisa"] = [FoundArtist(ELISA, None, "IT")]
    assert searches.of().search("Elisa") == [FoundArtist(ELISA, None, "IT")]


def test_preview_and_report_and_another_owner_search_for_a_name_once(searches: Searches) -> None:
    for owner in ("ada", "ada", "slack:T0"):
        assert resolve_artists(["Achille Lauro"], upstream=searches.of(owner)) == (LAURO,)
    assert len(searches.upstream.searched) == 1


def test_an_owner_has_so_many_searches_a_minute_and_no_more(searches: Searches) -> None:
    for number in range(PER_MINUTE):
        searches.of("ada").search(f"Artist {number}")
    with pytest.raises(SearchesSpent, match=f"At most {PER_MINUTE} of your searches") as raised:
        searches.of("ada").search("One more")
    assert raised.value.wait_s == 50
    assert searches.upstream.searched == [f"Artist {number}" for number in range(PER_MINUTE)]
    # What is kept costs nothing, another owner has searches of their own, and the next minute has new ones.
    searches.of("ada").search("Artist 0")
    searches.of("bob").search("One more")
    searches.clock.advance(raised.value.wait_s)
    searches.of("ada").search("Two more")


def test_whoever_searches_too_often_is_told_when_to_go_on() -> None:
    status, body, headers = problem_of(SearchesSpent(60, wait_s=12.3), instance="urn:uuid:1")
    assert (status, headers) == (429, {"Retry-After": "13"})
    assert "At most 60 of your searches" in body


def test_autocomplete_has_no_options_where_searches_are_used_up(searches: Searches) -> None:
    for number in range(PER_MINUTE):
        searches.of().search(f"Artist {number}")
    assert suggest_artists("One more", searches.of().search, within_s=1) == ()


def test_autocomplete_has_no_options_where_the_table_is_busy(searches: Searches) -> None:
    searches.fuse.busy = 1
    assert suggest_artists("One more", searches.of().search, within_s=1) == ()


def test_what_was_found_is_answered_though_it_cannot_be_kept(
    searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreBusy("the table takes no more for the moment")

    monkeypatch.setattr(searches.store, "read", busy)
    monkeypatch.setattr(searches.store, "write", busy)
    assert searches.of().search("Achille Lauro") == FOUND


def test_an_artist_is_looked_up_once_a_day_and_counts_as_a_search(searches: Searches) -> None:
    searches.upstream.at[ON_SPOTIFY] = FOUND
    assert searches.of("ada").look_up(ON_SPOTIFY) == FOUND
    assert searches.of("bob").look_up(ON_SPOTIFY) == FOUND
    assert searches.upstream.looked_up == [ON_SPOTIFY]
    for number in range(PER_MINUTE - 1):
        searches.of("ada").search(f"Artist {number}")
    with pytest.raises(SearchesSpent):
        searches.of("ada").look_up(ArtistAddress(Directory.UUID, ELISA.uuid))
    assert searches.of("ada").look_up(ON_SPOTIFY) == FOUND
    searches.clock.advance(DAY_S)
    assert searches.of("ada").look_up(ON_SPOTIFY) == FOUND
    assert searches.upstream.looked_up == [ON_SPOTIFY, ON_SPOTIFY]


def test_an_identifier_is_told_from_a_name_and_from_other_letters(searches: Searches) -> None:
    searches.upstream.at[ON_SPOTIFY] = FOUND
    searches.of().look_up(ON_SPOTIFY)
    for other in (
        ArtistAddress(Directory.SPOTIFY, ON_SPOTIFY.identifier.swapcase()),
        ArtistAddress(Directory.YOUTUBE, ON_SPOTIFY.identifier),
    ):
        assert searches.of().look_up(other) == []
    assert searches.of().search(f"spotify  {ON_SPOTIFY.identifier}") == []
    assert len(searches.upstream.looked_up) == 3


def test_a_slug_is_searched_for_by_its_words_and_means_exactly_its_artist(searches: Searches) -> None:
    searches.upstream.found["achille lauro"] = [FoundArtist(ELISA, "achille-lauro-2", "IT"), *FOUND]
    slug = ArtistAddress(Directory.SLUG, "achille-lauro")
    assert searches.of().look_up(slug) == FOUND
    assert searches.of().look_up(ArtistAddress(Directory.SLUG, "achille-lauro-2"))[0].artist == ELISA
    assert searches.of().look_up(ArtistAddress(Directory.SLUG, "achille-lauro-3")) == []
    assert searches.upstream.looked_up == []


def test_what_no_artist_can_be_called_is_not_kept(searches: Searches) -> None:
    searches.of().search("x" * (LONGEST_KEPT_TERM + 1))
    assert searches.store.kept == {}


def test_an_answer_of_a_slow_search_does_not_replace_a_later_one(searches: Searches) -> None:
    searches.of().search("Achille Lauro")
    later = searches.store.kept["achille lauro"]
    older = type(later)((), later.searched_at - timedelta(seconds=1))
    searches.store.write("achille lauro", older)
    assert searches.of().search("Achille Lauro") == FOUND
