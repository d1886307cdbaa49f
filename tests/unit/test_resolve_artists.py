from __future__ import annotations

import threading

import pytest

from linernotes.model.errors import InvalidRequest, Throttled, Unavailable, UpstreamError
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.resolve_artists import NO_DOT_SEGMENT, resolve_artists
from tests.unit.builders import ELISA, GIORGIA, LAURO, NOW, an_artist
from tests.unit.memory import Clock, FakeUpstream


@pytest.fixture
def upstream() -> FakeUpstream:
    return FakeUpstream(Clock(NOW))


def found(*artists: Artist) -> list[FoundArtist]:
    return [FoundArtist(artist, f"slug-of-{artist.uuid[-4:]}", "IT") for artist in artists]


def test_artists_given_by_uuid_are_taken_without_a_call(upstream: FakeUpstream) -> None:
    unknown = an_artist(7)
    assert resolve_artists([unknown, LAURO], upstream=upstream) == (unknown, LAURO)
    assert upstream.searched == []


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        ("Elisa", "Elisa"),
        ("ELISA", "Elisa"),
        ("elisa", "Èlìsa"),
        ("Beyonce", "Beyoncé"),
        ("beyonce\N{COMBINING ACUTE ACCENT}", "Beyoncé"),
        ("  Achille \t Lauro ", "Achille Lauro"),
        ("STRASSE", "Straße"),
    ],
)
def test_a_name_is_taken_case_accents_and_blanks_aside(
    upstream: FakeUpstream, asked: str, called: str
) -> None:
    wanted, namesake = an_artist(1, called), an_artist(2, f"{called} Tribute")
    upstream.found[asked] = found(namesake, wanted)
    assert resolve_artists([asked], upstream=upstream) == (wanted,)


PAIRS = [
    # asked, called, whether the one finds the other
    ("ＹＯＡＳＯＢＩ", "YOASOBI", True),
    ("ﾊﾟﾊﾟ", "パパ", True),
    ("ΣΙΣΥΦΟΣ", "Σίσυφος", False),
    ("σίσυφοσ", "ΣΊΣΥΦΟΣ", True),
    ("Björk", "Bjo\N{COMBINING DIAERESIS}rk", True),
    ("Guns N’ Roses", "Guns N' Roses", True),
    ("Guns N´ Roses", "Guns N' Roses", True),
    ("Guns N` Roses", "Guns N' Roses", True),
    ("“Weird Al” Yankovic", '"Weird Al" Yankovic', True),
    ("Jay–Z", "JAY-Z", True),
    ("a‑ha", "a-ha", True),
    ("\N{RIGHT-TO-LEFT MARK}Elisa\N{ZERO WIDTH SPACE}", "Elisa", True),
    ("Eli\N{SOFT HYPHEN}sa", "\N{LEFT-TO-RIGHT ISOLATE}Elisa\N{POP DIRECTIONAL ISOLATE}", True),
    ("Fairuz", "Fairuz\N{VARIATION SELECTOR-16}", True),
    ("isin karaca", "IŞIN KARACA", True),
    ("İbrahim Tatlıses", "Ibrahim Tatlises", True),
    ("Son Tung M-TP", "Sơn Tùng M-TP", True),
    ("Motley Crue", "Mötley Crüe", True),
    ("Zaz", "Žaż", True),
    ("パパ", "ハハ", False),
    ("ババ", "パパ", False),
    ("ぎ", "き", False),
    ("Цой", "Цои", False),
    ("Ёлка", "Елка", False),
    ("Ї", "І", False),
    ("ड़", "ड", False),
    ("கா", "க", False),
    ("שָׁ", "שׁ", False),
    ("أم", "ام", False),
    ("MØ", "MO", False),
    ("Łona", "Lona", False),
    ("æ", "ae", False),
    ("AC/DC", "ACDC", False),
    ("P!nk", "Pink", False),
    ("Ελένη", "Ελενη", False),
    ("Earth, Wind & Fire", "Earth Wind & Fire", False),
    ("ー", "-", False),
]


@pytest.mark.parametrize(("asked", "called", "found_so"), PAIRS)
def test_names_of_many_scripts_are_the_same_or_another(
    upstream: FakeUpstream, asked: str, called: str, found_so: bool
) -> None:
    for one, other in ((asked, called), (called, asked)):
        wanted = an_artist(1, other)
        upstream.found[one] = found(wanted)
        if found_so:
            assert resolve_artists([one], upstream=upstream) == (wanted,)
            continue
        with pytest.raises(InvalidRequest) as refusal:
            resolve_artists([one], upstream=upstream)
        assert [candidate["name"] for candidate in refusal.value.candidates] == [other]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Beyoncé", "Beyoncé"),
        ("beyonce", "Beyonce"),
        ("BEYONCE\N{COMBINING ACUTE ACCENT}", "Beyoncé"),
        ("Guns N’ Roses", "Guns N’ Roses"),
        ("Guns N' Roses", "Guns N' Roses"),
        ("ısın", "ısın"),
        ("ISIN", "isin"),
    ],
)
def test_the_name_as_it_is_written_wins_over_one_that_looks_alike(
    upstream: FakeUpstream, asked: str, meant: str
) -> None:
    names = ["Beyoncé", "Beyonce", "Guns N’ Roses", "Guns N' Roses", "ısın", "isin"]
    artists = [an_artist(number, name) for number, name in enumerate(names)]
    upstream.found[asked] = found(*artists)
    assert resolve_artists([asked], upstream=upstream) == (artists[names.index(meant)],)


def test_two_that_look_alike_are_both_offered_where_none_is_exact(upstream: FakeUpstream) -> None:
    both = [an_artist(1, "Élisa"), an_artist(2, "Elìsa")]
    upstream.found["Elisa"] = found(*both, an_artist(3, "Elisa Toffoli"))
    with pytest.raises(InvalidRequest, match="2 artists are called") as refusal:
        resolve_artists(["Elisa"], upstream=upstream)
    assert [candidate["name"] for candidate in refusal.value.candidates] == ["Élisa", "Elìsa"]


def test_an_artist_found_twice_is_one_artist(upstream: FakeUpstream) -> None:
    upstream.found["Elisa"] = found(ELISA, GIORGIA, ELISA)
    assert resolve_artists(["Elisa"], upstream=upstream) == (ELISA,)


@pytest.mark.parametrize("nothing", ["\N{ZERO WIDTH SPACE}", "\N{HANGUL FILLER}", "\N{ZERO WIDTH JOINER}"])
def test_a_name_of_unseen_characters_is_nobodys(upstream: FakeUpstream, nothing: str) -> None:
    upstream.found[nothing] = found(an_artist(1), an_artist(2, ""))
    with pytest.raises(InvalidRequest):
        resolve_artists([nothing], upstream=upstream)


@pytest.mark.parametrize("name", ["..", "../../team/usage", "a/./b"])
def test_a_name_that_would_be_another_path_is_refused_before_anything_is_searched_for(
    upstream: FakeUpstream, name: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        resolve_artists(["Elisa", name], upstream=upstream)
    assert refused.value.errors == (("artists.1.name", NO_DOT_SEGMENT),)
    assert upstream.searched == []


def test_artists_and_names_keep_the_order_asked_for(upstream: FakeUpstream) -> None:
    upstream.found = {"Elisa": found(ELISA), "Giorgia": found(GIORGIA)}
    assert resolve_artists(["Giorgia", LAURO, "Elisa"], upstream=upstream) == (GIORGIA, LAURO, ELISA)


def test_a_name_that_means_an_artist_already_asked_for_collapses(upstream: FakeUpstream) -> None:
    upstream.found = {"Elisa": found(ELISA), "ELISA": found(ELISA)}
    by_uuid = Artist(ELISA.uuid)
    assert resolve_artists([by_uuid, "Elisa", LAURO, "ELISA"], upstream=upstream) == (by_uuid, LAURO)


def test_an_ambiguous_name_lists_those_called_so(upstream: FakeUpstream) -> None:
    first, second, other = an_artist(1, "Elisa"), an_artist(2, "ELISA"), an_artist(3, "Elisa Toffoli")
    upstream.found["Elisa"] = found(first, other, second)
    with pytest.raises(InvalidRequest) as refusal:
        resolve_artists([LAURO, "Elisa"], upstream=upstream)
    ((field, message),) = refusal.value.errors
    assert field == "artists.1.name"
    assert "2 artists are called 'Elisa'" in message
    assert [candidate["uuid"] for candidate in refusal.value.candidates] == [first.uuid, second.uuid]


def test_a_name_nobody_has_exactly_lists_what_was_found(upstream: FakeUpstream) -> None:
    upstream.found["Elis"] = found(ELISA)
    with pytest.raises(InvalidRequest) as refusal:
        resolve_artists(["Elis"], upstream=upstream)
    ((field, message),) = refusal.value.errors
    assert field == "artists.0.name"
    assert "no artist is called exactly 'Elis'" in message
    assert refusal.value.candidates == (
        {
            "uuid": ELISA.uuid,
            "name": "Elisa",
            "slug": f"slug-of-{ELISA.uuid[-4:]}",
            "image_url": ELISA.image_url,
            "country_code": "IT",
        },
    )


def test_a_name_nothing_is_found_for_says_so(upstream: FakeUpstream) -> None:
    with pytest.raises(InvalidRequest, match="knows no artist called 'Nobody'") as refusal:
        resolve_artists(["Nobody"], upstream=upstream)
    assert refusal.value.candidates == ()


def test_every_name_that_is_no_one_artist_is_named_in_one_refusal(upstream: FakeUpstream) -> None:
    upstream.found = {"Elisa": found(ELISA), "Elis": found(ELISA)}
    with pytest.raises(InvalidRequest) as refusal:
        resolve_artists(["Nobody", "Elisa", "Elis"], upstream=upstream)
    assert [field for field, _ in refusal.value.errors] == ["artists.0.name", "artists.2.name"]


def test_an_artist_found_without_a_name_is_called_nothing(upstream: FakeUpstream) -> None:
    upstream.found["None"] = found(an_artist(1))
    with pytest.raises(InvalidRequest):
        resolve_artists(["None"], upstream=upstream)


@pytest.mark.parametrize("error", [Unavailable("no answer"), Throttled("slow down", 9)])
def test_soundcharts_not_answering_is_not_the_callers_fault(
    upstream: FakeUpstream, error: UpstreamError
) -> None:
    upstream.found = {"Elisa": error, "Giorgia": found(GIORGIA)}
    with pytest.raises(type(error)):
        resolve_artists(["Giorgia", "Elisa"], upstream=upstream)


def test_names_are_searched_for_all_at_once(upstream: FakeUpstream) -> None:
    names = [f"Artist {number}" for number in range(10)]
    barrier = threading.Barrier(len(names), timeout=5)
    search = upstream.search

    def search_together(name: str) -> list[FoundArtist]:
        barrier.wait()
        return search(name)

    upstream.search = search_together  # type: ignore[method-assign]
    upstream.found = {name: found(an_artist(number, name)) for number, name in enumerate(names)}
    assert [artist.name for artist in resolve_artists(names, upstream=upstream)] == names
