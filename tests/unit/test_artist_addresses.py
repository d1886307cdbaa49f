"""Addresses of artists: what each names, what is refused, and what stays a name."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.artist_addresses import (
    ALLOWED,
    ArtistAddress,
    Directory,
    NotAnArtistsAddress,
    read_address,
    words_of,
)
from local.simulator import ARTISTS

SPOTIFY = "6qqNVTkY8uBg9cP3Jd7DAH"
APPLE = "1065981054"
YOUTUBE = "UCiGm_E4ZwYSHV3bcW1pnSeQ"
UUID = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"


@pytest.mark.parametrize(
    "address",
    [
        f"https://open.spotify.com/artist/{SPOTIFY}",
        f"http://open.spotify.com/artist/{SPOTIFY}/",
        f"https://open.spotify.com/artist/{SPOTIFY}?si=AbC_dEf-123&nd=1",
        f"https://open.spotify.com/intl-it/artist/{SPOTIFY}?si=x#top",
        f"https://open.spotify.com/intl-pt-br/artist/{SPOTIFY}",
        f"https://open.spotify.com/artist/{SPOTIFY}/discography/all",
        f"https://open.spotify.com/embed/artist/{SPOTIFY}",
        f"open.spotify.com/artist/{SPOTIFY}",
        f"HTTPS://Open.Spotify.com/artist/{SPOTIFY}",
        f"https://play.spotify.com/artist/{SPOTIFY}",
        f"spotify:artist:{SPOTIFY}",
        f"  spotify:artist:{SPOTIFY}\n",
    ],
)
def test_an_artist_on_spotify_is_known_by_any_form_of_the_address(address: str) -> None:
    assert read_address(address) == ArtistAddress(Directory.SPOTIFY, SPOTIFY)


@pytest.mark.parametrize(
    "address",
    [
        f"https://music.apple.com/it/artist/billie-eilish/{APPLE}",
        f"https://music.apple.com/it/artist/{APPLE}",
        f"https://music.apple.com/artist/{APPLE}?l=en",
        f"https://music.apple.com/jp/artist/%E5%AE%87%E5%A4%9A%E7%94%B0/{APPLE}/see-all?section=songs",
        f"https://geo.music.apple.com/us/artist/{APPLE}",
        f"https://itunes.apple.com/us/artist/billie-eilish/id{APPLE}",
        f"music.apple.com/us/artist/21-savage/{APPLE}",
    ],
)
def test_an_artist_on_apple_music_is_known_with_and_without_the_name(address: str) -> None:
    assert read_address(address) == ArtistAddress(Directory.APPLE_MUSIC, APPLE)


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/channel/{YOUTUBE}",
        f"https://youtube.com/channel/{YOUTUBE}/videos?view=0",
        f"https://m.youtube.com/channel/{YOUTUBE}",
        f"https://music.youtube.com/channel/{YOUTUBE}",
        f"www.youtube.com/channel/{YOUTUBE}",
    ],
)
def test_an_artist_on_youtube_is_known_by_the_channel(address: str) -> None:
    assert read_address(address) == ArtistAddress(Directory.YOUTUBE, YOUTUBE)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        (UUID, ArtistAddress(Directory.UUID, UUID)),
        (UUID.upper(), ArtistAddress(Directory.UUID, UUID)),
        (
            "https://app.soundcharts.com/app/artist/billie-eilish/overview",
            ArtistAddress(Directory.SLUG, "billie-eilish"),
        ),
        (
            "app.soundcharts.com/app/artist/Nirvana-2?tab=1",
            ArtistAddress(Directory.SLUG, "nirvana-2"),
        ),
        (f"https://app.soundcharts.com/app/artist/{UUID}", ArtistAddress(Directory.UUID, UUID)),
    ],
)
def test_an_artist_of_soundcharts_is_known_by_uuid_and_slug(address: str, named: ArtistAddress) -> None:
    assert read_address(address) == named


@pytest.mark.parametrize(
    "address",
    [
        f"https://open.spotify.com/playlist/{SPOTIFY}",
        f"https://open.spotify.com/track/{SPOTIFY}",
        "https://open.spotify.com/artist/too-short",
        f"https://open.spotify.com/artist/{SPOTIFY}x",
        f"spotify:playlist:{SPOTIFY}",
        "spotify:artist:",
        "https://open.spotify.com",
        f"https://music.apple.com/it/album/happier-than-ever/{APPLE}",
        "https://music.apple.com/it/artist/billie-eilish",
        "https://www.youtube.com/@BillieEilish",
        "https://www.youtube.com/watch?v=DyDfgMOUjCI",
        "https://www.youtube.com/user/BillieEilishVEVO",
        "https://app.soundcharts.com/app/song/7d534228-5165-11e9-9375-549f35161576/overview",
        "https://www.deezer.com/artist/9635624",
        "https://example.org/artist/1",
        "www.instagram.com/billieeilish",
        f"ftp://open.spotify.com/artist/{SPOTIFY}",
        "https://",
        "https://[",
    ],
)
def test_an_address_of_another_kind_is_refused_with_what_is_allowed(address: str) -> None:
    with pytest.raises(NotAnArtistsAddress) as refused:
        read_address(address)
    assert ALLOWED in str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        "AC/DC",
        "will.i.am",
        "M.I.A.",
        "S.T.A.L.K.E.R./x",
        "www",
        "Spotify",
        "!!!",
        "blink-182",
        "[:SITD:]",
        "a//b",
    ],
)
def test_a_name_that_looks_a_little_like_an_address_is_a_name(name: str) -> None:
    assert read_address(name) is None


def test_the_name_of_every_artist_of_the_simulator_is_a_name() -> None:
    assert [artist.name for artist in ARTISTS if read_address(artist.name) is not None] == []


@given(st.text(max_size=200))
def test_any_text_is_a_name_an_address_or_refused(text: str) -> None:
    try:
        found = read_address(text)
    except NotAnArtistsAddress:
        return
    assert found is None or found.identifier


@given(
    st.text(string.ascii_letters + string.digits, min_size=22, max_size=22),
    st.sampled_from(["", "/", "/intl-de", "/embed"]),
    st.text(string.ascii_letters + string.digits + "-_=&", max_size=30),
)
def test_an_identifier_of_spotify_comes_out_in_the_letters_it_went_in(
    identifier: str, before: str, query: str
) -> None:
    address = f"https://open.spotify.com{before.rstrip('/')}/artist/{identifier}?{query}"
    assert read_address(address) == ArtistAddress(Directory.SPOTIFY, identifier)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("billie-eilish", ("billie eilish", "billie")),
        ("nirvana-2", ("nirvana 2", "nirvana")),
        ("blink-182", ("blink 182", "blink")),
        ("2", ("2",)),
    ],
)
def test_a_slug_is_searched_for_by_its_words_without_its_number_and_by_its_longest(
    slug: str, words: tuple[str, ...]
) -> None:
    assert words_of(slug) == words
