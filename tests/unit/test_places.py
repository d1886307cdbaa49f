"""Places: countries and cities of each source that has them, by an independent statement of contract 10.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.points import Number
from linernotes.model.report import JobEnd
from linernotes.model.request import ReportRequest
from linernotes.reports.material import material_from
from linernotes.sections.places.section import SECTION as PLACES
from linernotes.sections.places.section import PlacesAnswer
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import City, Outcome, WindowData
from tests.unit.builders import ELISA, LAURO, NOW, a_report, a_request, a_window, september
from tests.unit.openapi import errors_in

MILAN, ROME = City("IT", "Milan", "Lombardy"), City("IT", "Rome", "Lazio")
PARIS, PARIS_IN_TEXAS = City("FR", "Paris", None), City("US", "Paris", "Texas")
Values = Mapping[date, Number]


def answer_of(
    request: ReportRequest, *windows: WindowData, ended: Mapping[str, JobEnd] | None = None
) -> PlacesAnswer:
    report = a_report(request, ended=ended or {})
    found = {data.key: data for data in windows}
    return PLACES.build(material_from(report, found, cast("Stores", None)))


def row_of(
    answer: PlacesAnswer, country: str, city: str | None = None, artist: str = LAURO.uuid
) -> dict[str, Any]:
    rows = answer.json()["rows"]
    assert rows is not None
    (row,) = [
        row
        for row in rows
        if (row["artist__uuid"], row["country_code"], row["city"]) == (artist, country, city)
    ]
    return dict(row)


ASKED = a_request(platforms=("spotify", "deezer"), sections=("places",))
WINDOW = a_window(
    {september(3): 1_000, september(10): 2_000},
    places={"IT": {september(3): 300, september(10): 500}, "FR": {september(3): 90}},
    cities={
        MILAN: {september(3): 200, september(10): 350},
        ROME: {september(10): 150},
        PARIS: {september(3): 90},
        PARIS_IN_TEXAS: {september(10): 20},
    },
)


def test_a_country_has_its_figures_and_its_share_of_the_worldwide_value_of_its_latest_day() -> None:
    row = row_of(answer_of(ASKED, WINDOW), "IT")
    assert (row["first_value"], row["first_date"]) == (300, "2024-09-03")
    assert (row["latest_value"], row["latest_date"]) == (500, "2024-09-10")
    assert (row["difference"], round(row["difference_percent"], 6)) == (200, 66.666667)
    assert (row["peak_value"], row["peak_date"], row["data_points"]) == (500, "2024-09-10", 2)
    assert row["share"] == 0.25
    assert row["status"] == "lower_bound"


def test_of_one_value_there_is_no_difference() -> None:
    row = row_of(answer_of(ASKED, WINDOW), "FR")
    assert (row["difference"], row["difference_percent"], row["data_points"]) == (None, None, 1)
    assert row["share"] == 0.09
    assert row["note"] == "One value, on 2024-09-03: there is no change to give."


def test_without_a_worldwide_value_of_the_day_there_is_no_share_and_the_row_says_so() -> None:
    window = a_window({september(2): 10}, places={"IT": {september(3): 4, september(10): 5}})
    row = row_of(answer_of(ASKED, window), "IT")
    assert (row["share"], row["note"]) == (None, "No share: there is no worldwide value of 2024-09-10.")


def test_cities_of_one_name_in_different_countries_are_different_rows() -> None:
    answer = answer_of(ASKED, WINDOW)
    assert row_of(answer, "FR", "Paris")["latest_value"] == 90
    assert row_of(answer, "US", "Paris")["region"] == "Texas"


def test_a_city_whose_region_is_left_out_on_a_day_is_the_same_city() -> None:
    nameless = City("IT", "Milan")
    days = a_window(cities={MILAN: {september(3): 200}, nameless: {september(10): 350}})
    milan = row_of(answer_of(ASKED, days), "IT", "Milan")
    assert (milan["first_value"], milan["latest_value"], milan["region"]) == (200, 350, "Lombardy")


def test_a_city_without_a_region_that_may_be_either_of_two_or_is_there_beside_one_stays_its_own() -> None:
    texas, maine = City("US", "Paris", "Texas"), City("US", "Paris", "Maine")
    either = {texas: {september(3): 1}, maine: {september(3): 2}, City("US", "Paris"): {september(10): 3}}
    beside = {MILAN: {september(3): 200}, City("IT", "Milan"): {september(3): 5}}
    rows = answer_of(ASKED, a_window(cities=either | beside)).json()["rows"]
    assert rows is not None
    told = sorted((row["city"], row["region"] or "") for row in rows)
    assert told == [
        ("Milan", ""),
        ("Milan", "Lombardy"),
        ("Paris", ""),
        ("Paris", "Maine"),
        ("Paris", "Texas"),
    ]


def test_rows_come_largest_latest_value_first() -> None:
    rows = answer_of(ASKED, WINDOW).json()["rows"]
    assert rows is not None
    assert [(row["country_code"], row["city"]) for row in rows] == [
        ("IT", None), ("IT", "Milan"), ("IT", "Rome"), ("FR", None), ("FR", "Paris"), ("US", "Paris"),
    ]  # fmt: skip


def test_with_a_country_it_is_that_country_and_its_cities() -> None:
    request = a_request(platforms=("spotify",), sections=("places",), country="IT")
    rows = answer_of(request, WINDOW).json()["rows"]
    assert rows is not None
    assert [(row["country_code"], row["city"]) for row in rows] == [
        ("IT", None),
        ("IT", "Milan"),
        ("IT", "Rome"),
    ]
    # The share is of the artist's worldwide audience, whatever country was asked for.
    assert rows[0]["share"] == 0.25


def test_totals_count_countries_and_cities_and_name_the_country_that_leads() -> None:
    totals = answer_of(ASKED, WINDOW).json()["totals"]
    spotify, deezer = totals
    assert (spotify["countries"], spotify["cities"], spotify["top_country"]) == (2, 4, "IT")
    assert (deezer["status"], deezer["countries"], deezer["top_country"]) == ("not_published", None, None)
    assert "not published" in str(deezer["note"])


def test_a_window_that_failed_makes_the_places_partial_and_without_any_failed() -> None:
    failed = {"0.spotify": JobEnd(reason="no luck", retryable=True)}
    year = a_request(
        start_date=date(2024, 3, 1), end_date=date(2024, 9, 30), platforms=("spotify",), sections=("places",)
    )
    partial = answer_of(year, WINDOW, ended=failed)
    nothing = answer_of(year, ended=failed)
    assert (partial.json()["status"], partial.whole) == ("partial", False)
    assert (nothing.json()["status"], nothing.whole, nothing.has_figures) == ("failed", False, False)
    assert "no luck" in str(nothing.json()["totals"][0]["note"])


def test_the_section_is_as_the_document_describes_it() -> None:
    for answer in (answer_of(ASKED, WINDOW), answer_of(ASKED)):
        section = answer.json()
        assert errors_in(section, "PlacesSection") == []
        assert errors_in({**section, "rows": None}, "PlacesSection") == []


def test_why_there_are_no_places_is_said() -> None:
    for outcome, status in ((Outcome.NOT_FOUND, "not_found"), (Outcome.NOT_IN_PLAN, "not_in_plan")):
        (total,) = answer_of(a_request(sections=("places",)), a_window(outcome=outcome)).json()["totals"]
        assert (total["status"], total["countries"]) == (status, None)
        assert total["note"]
    (total,) = answer_of(a_request(sections=("places",)), a_window({september(3): 1})).json()["totals"]
    assert total["status"] == "no_data"
    assert total["note"] == (
        "Soundcharts has no Spotify Monthly Listeners of any country or city for September 2024; "
        "figures by place come once a week (Mondays)."
    )


def test_a_country_of_other_cities_at_its_end_says_so_and_a_city_does_not() -> None:
    answer = answer_of(ASKED, WINDOW)
    assert row_of(answer, "IT")["note"].endswith("The one city there on both days went from 200 to 350.")
    assert row_of(answer, "IT", "Milan")["note"] is None


def test_the_section_says_why_it_has_no_places_at_all() -> None:
    (total,) = answer_of(a_request(sections=("places",)), a_window({september(3): 1})).json()["totals"]
    one = answer_of(a_request(sections=("places",)), a_window({september(3): 1})).json()
    several = answer_of(ASKED, a_window({september(3): 1})).json()
    assert one["note"] == total["note"]
    assert several["note"] == "There are none: each total says why."
    assert answer_of(ASKED, WINDOW).json()["note"] is None


def lines_of(answer: PlacesAnswer, **changes: Any) -> Sequence[str]:
    told = PLACES.lines({**answer.json(), **changes})
    assert list(told) == [LAURO.uuid]
    return told[LAURO.uuid]


def test_a_line_for_slack_names_the_country_and_the_city_that_lead_on_each_source() -> None:
    told = [
        "Most Spotify Monthly Listeners: Italy 500, Milan 350 (a lower bound)",
        "Places of Deezer Fans: not published by country or city",
    ]
    assert lines_of(answer_of(ASKED, WINDOW)) == told
    # Those with places come first, whatever was asked for first.
    assert (
        lines_of(answer_of(a_request(platforms=("deezer", "spotify"), sections=("places",)), WINDOW)) == told
    )


def test_a_line_for_slack_on_one_country_says_how_many_are_in_it_and_in_which_city_most() -> None:
    request = a_request(platforms=("spotify",), sections=("places",), country="IT")
    alone = a_window({september(3): 9}, places={"US": {september(3): 5}}, source="instagram")
    followers = a_request(platforms=("instagram",), sections=("places",), country="US")
    assert lines_of(answer_of(request, WINDOW)) == [
        "Spotify Monthly Listeners in Italy: 500, most in Milan, 350 (a lower bound)"
    ]
    assert lines_of(answer_of(followers, alone)) == ["Instagram Followers in the United States: 5"]


def test_a_line_for_slack_without_a_row_of_a_country_names_the_city_alone() -> None:
    cities = a_window({september(3): 9}, cities={MILAN: {september(3): 4}}, source="instagram")
    asked = a_request(platforms=("instagram",), sections=("places",))
    assert lines_of(answer_of(asked, cities)) == ["Most Instagram Followers: Milan 4"]


def test_a_line_for_slack_says_why_there_are_no_places() -> None:
    asked = a_request(platforms=("spotify",), sections=("places",))
    failed = answer_of(asked, ended={"0.spotify": JobEnd(reason="no luck", retryable=True)})
    assert lines_of(failed) == ["Places of Spotify Monthly Listeners: could not be fetched"]
    for outcome, words in (
        (Outcome.NOT_FOUND, "not found"),
        (Outcome.NOT_IN_PLAN, "not in the Soundcharts plan"),
        (Outcome.DELIVERED, "no data for this period"),
    ):
        answer = answer_of(asked, a_window(outcome=outcome))
        assert lines_of(answer) == [f"Places of Spotify Monthly Listeners: {words}"]


def test_a_line_for_slack_says_that_some_of_the_period_is_missing() -> None:
    year = a_request(
        start_date=date(2024, 3, 1), end_date=date(2024, 9, 30), platforms=("spotify",), sections=("places",)
    )
    assert lines_of(answer_of(year, WINDOW)) == [
        "Most Spotify Monthly Listeners: Italy 500, Milan 350 (partly fetched)"
    ]


def test_a_line_for_slack_counts_the_places_of_an_answer_too_large_for_its_rows() -> None:
    assert lines_of(answer_of(ASKED, WINDOW), rows=None) == [
        "Places of Spotify Monthly Listeners: 2 countries, 4 cities (a lower bound)",
        "Places of Deezer Fans: not published by country or city",
    ]


def test_places_take_no_job_and_no_call_of_their_own() -> None:
    price = PLACES.price(ASKED, cast("Stores", None), now=NOW)
    assert (list(PLACES.jobs(ASKED)), price.jobs, price.upstream_calls) == ([], 0, 0)


def test_the_preview_names_the_sources_that_have_no_places() -> None:
    price = PLACES.price(ASKED, cast("Stores", None), now=NOW)
    assert [(blank.section, blank.platform, blank.status) for blank in price.unanswerable] == [
        ("places", "deezer", "not_published")
    ]


# --- An independent statement ------------------------------------------------------------------------

_DAYS = st.integers(-40, 40).map(lambda offset: september(1) + timedelta(days=offset))
_SERIES = st.dictionaries(_DAYS, st.integers(0, 10**6), max_size=6)
_CITIES = st.dictionaries(st.sampled_from([MILAN, ROME, PARIS, PARIS_IN_TEXAS]), _SERIES, max_size=4)
_COUNTRIES = st.dictionaries(st.sampled_from(["IT", "FR", "US"]), _SERIES, max_size=3)


@given(
    st.lists(st.tuples(_SERIES, _COUNTRIES, _CITIES), min_size=2, max_size=2),
    st.none() | st.sampled_from(["IT", "FR", "DE"]),
)
def test_any_places_are_those_the_contract_states(
    drawn: Sequence[tuple[Values, Mapping[str, Values], Mapping[City, Values]]], country: str | None
) -> None:
    artists = (LAURO, ELISA)
    request = a_request(artists=artists, platforms=("instagram",), sections=("places",), country=country)
    windows = [
        a_window(values, artist=artist, source="instagram", places=places, cities=cities)
        for artist, (values, places, cities) in zip(artists, drawn, strict=True)
    ]

    rows = answer_of(request, *windows).json()["rows"]

    assert rows is not None
    told = [
        (row["artist__uuid"], row["country_code"], row["city"], row["region"], row["latest_value"],
         row["first_value"], row["peak_value"], row["peak_date"], row["data_points"], row["share"],
         row["difference"])
        for row in rows
    ]  # fmt: skip
    expected = [
        entry
        for artist, (values, places, cities) in zip(artists, drawn, strict=True)
        for entry in _stated(artist.uuid, values, places, cities, country)
    ]
    assert sorted(told, key=str) == sorted(expected, key=str)
    for artist in artists:
        latest = [row["latest_value"] for row in rows if row["artist__uuid"] == artist.uuid]
        assert latest == sorted(latest, key=lambda value: -(value or 0))


def _stated(
    artist: str,
    values: Values,
    places: Mapping[str, Values],
    cities: Mapping[City, Values],
    country: str | None,
) -> list[tuple[Any, ...]]:
    stated = []
    named: list[tuple[str, str | None, str | None, Values]] = [
        *((code, None, None, series) for code, series in places.items()),
        *((city.country, city.name, city.region, series) for city, series in cities.items()),
    ]
    for code, city, region, series in named:
        inside = {day: series[day] for day in sorted(series) if september(1) <= day <= september(30)}
        if not inside or (country is not None and code != country):
            continue
        first, latest = min(inside), max(inside)
        whole, share = values.get(latest), None
        if whole:
            exact = Fraction(inside[latest]) / Fraction(whole)
            ratio = Decimal(exact.numerator) / Decimal(exact.denominator)
            share = float(ratio.quantize(Decimal("0.0001"), ROUND_HALF_UP))
        peak = max(inside.values())
        peak_day = min(day for day, value in inside.items() if value == peak)
        difference = inside[latest] - inside[first] if len(inside) > 1 else None
        stated.append(
            (artist, code, city, region, inside[latest], inside[first], peak, peak_day.isoformat(),
             len(inside), share, difference)
        )  # fmt: skip
    return stated
