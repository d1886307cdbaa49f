"""One table of countries: each code has one name, wherever it is read, written or shown."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from linernotes.model.countries import COUNTRIES, COUNTRY_NAMES, codes_by_name, country_name, in_country
from linernotes.slack.form import country_options
from local.simulator.artists import ARTISTS, BILLIE_EILISH
from local.simulator.chart_list import CHARTS, chart_light
from local.simulator.chart_songs import SONGS, song_object
from local.simulator.places import CITIES, COUNTRY_WEIGHTS
from local.simulator.platforms import Endpoint
from local.simulator.rows import RowBook, Series
from tests.unit.template import ROOT

MOST_NAMES = 10
"""More names of countries than this in one module are a table of them; cities alone bring eight."""


def test_every_country_has_one_name_and_no_two_have_the_same() -> None:
    assert COUNTRY_NAMES.keys() == COUNTRIES
    assert len({name.casefold() for name in COUNTRY_NAMES.values()}) == len(COUNTRIES)
    assert {code: codes_by_name()[name.lower()] for code, name in COUNTRY_NAMES.items()} == {
        code: code for code in COUNTRIES
    }
    assert set(codes_by_name().values()) == COUNTRIES


def test_codes_are_two_capitals_and_names_have_no_article() -> None:
    assert [code for code in COUNTRIES if not re.fullmatch("[A-Z]{2}", code)] == []
    assert [name for name in COUNTRY_NAMES.values() if name != name.strip() or name.startswith("the ")] == []


def test_a_sentence_has_the_same_name_at_most_with_an_article() -> None:
    assert {code: in_country(code).removeprefix("in ").removeprefix("the ") for code in COUNTRIES} == (
        COUNTRY_NAMES
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("IT", "in Italy"),
        ("US", "in the United States"),
        ("CI", "in Côte d'Ivoire"),
        ("ZZ", "in ZZ"),
        (None, "worldwide"),
    ],
)
def test_a_country_reads_as_in_a_sentence(code: str | None, words: str) -> None:
    assert in_country(code) == words


def test_the_whole_world_and_a_code_without_a_name_have_names_too() -> None:
    assert (country_name(None), country_name("CZ"), country_name("ZZ")) == ("Worldwide", "Czechia", "ZZ")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Czech Republic", "CZ"), ("Democratic Republic of the Congo", "CD"), ("DRC", "CD"), ("Congo", "CG"),
        ("South Georgia", "GS"), ("Pitcairn", "PN"), ("England", "GB"), ("USA", "US"), ("Türkiye", "TR"),
    ],
)  # fmt: skip
def test_other_usual_names_are_known(typed: str, code: str) -> None:
    assert codes_by_name()[typed.lower()] == code


def test_slack_offers_countries_by_these_names() -> None:
    options = {code: country_options(code)["options"][0] for code in COUNTRIES}
    assert {code: option["value"] for code, option in options.items()} == {code: code for code in COUNTRIES}
    assert {code: option["text"]["text"] for code, option in options.items()} == COUNTRY_NAMES


def test_the_simulator_splits_figures_over_countries_of_the_table() -> None:
    assert COUNTRY_WEIGHTS.keys() <= COUNTRIES
    assert {city.country_code for city in CITIES} <= COUNTRY_WEIGHTS.keys()


def test_the_simulator_names_countries_as_the_table_does() -> None:
    artist = next(each for each in ARTISTS if each.uuid == BILLIE_EILISH)
    page = RowBook(1).page(
        Series(artist, Endpoint.SOCIAL, "instagram"),
        date(2024, 1, 1),
        date(2024, 12, 31),
        offset=0,
        limit=400,
        descending=False,
    )
    rows = [json.loads(row) for row in page.rows]
    named = {
        *((plot["countryCode"], plot["countryName"]) for row in rows for plot in row["cityPlots"]),
        *((plot["countryCode"], plot["countryName"]) for row in rows for plot in row["countryPlots"]),
        *(
            (each["countryCode"], each["countryName"])
            for each in map(chart_light, CHARTS)
            if each["countryCode"]
        ),
        *(
            (isrc["countryCode"], isrc["countryName"])
            for isrc in (song_object(song)["isrc"] for song in SONGS)
        ),
    }
    assert len(named) > 20
    assert {(code, name) for code, name in named if COUNTRY_NAMES[code] != name} == set()


def test_no_other_module_has_a_table_of_countries() -> None:
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, COUNTRY_NAMES.values()))})\b")
    modules = [
        path
        for folder in ("layers", "functions", "local", "ops", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
    ]
    tables = [
        path.relative_to(ROOT).as_posix()
        for path in modules
        if len(set(names.findall(path.read_text()))) > MOST_NAMES
    ]
    assert tables == ["layers/shared/linernotes/model/countries.py"]
