"""Shazam against an independent statement of contract 10.4."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.builders import a_request
from tests.unit.contract_10_shazam_oracle import counts_of, overlapping, ranks_of
from tests.unit.shazam_upstream import (
    END,
    START,
    Shazam,
    a_song,
    an_entry,
    made,
    row_of,
    song_uuid,
    total_of,
)

DAYS = st.dates(date(2024, 8, 1), date(2024, 11, 30))
PLACES = st.sampled_from([("", ""), ("IT", ""), ("IT", "Milan"), ("FR", ""), ("GR", "Athens")])


@st.composite
def entries_of_songs(draw: st.DrawFn) -> list[dict[str, Any]]:
    entries = []
    for _ in range(draw(st.integers(0, 12))):
        entered = draw(DAYS)
        left = draw(st.dates(entered, date(2024, 12, 31)))
        peaked = draw(st.none() | st.dates(entered, left))
        country, city = draw(PLACES)
        position = draw(st.integers(0, 200))
        entries.append(
            an_entry(
                draw(st.integers(1, 5)),
                entered.isoformat(),
                left.isoformat(),
                country=country,
                city=city,
                position=position,
                current=position > 0,
                peakPosition=draw(st.integers(1, 200)) if peaked else None,
                peakDate=f"{peaked}T12:00:00+00:00" if peaked else None,
            )
        )
    # One song enters a chart once a day, or it would be the same entry.
    return list({json.dumps([one["chart"], one["song"], one["entryDate"]]): one for one in entries}.values())


COUNTERS = st.dictionaries(
    st.dates(date(2024, 8, 22), date(2024, 10, 3)), st.integers(0, 400_000), max_size=12
) | st.builds(
    lambda days, start: {day: start + 7 * nth for nth, day in enumerate(sorted(days))},
    st.sets(st.dates(date(2024, 8, 22), date(2024, 10, 3))),
    st.integers(0, 10**6),
)


@settings(max_examples=60, deadline=None)
@given(
    entries=entries_of_songs(),
    counts=st.dictionaries(st.integers(1, 5), COUNTERS, max_size=5),
    released=st.sampled_from(["2019-03-29", "2024-08-20", "2024-09-05", None]),
    listed=st.integers(0, 4),
    limit=st.integers(1, 4),
    country=st.sampled_from([None, "IT"]),
)
def test_rows_and_totals_are_what_the_contract_says(
    entries: list[dict[str, Any]],
    counts: dict[int, dict[date, int]],
    released: str | None,
    listed: int,
    limit: int,
    country: str | None,
) -> None:
    songs = [a_song(number, released=released) for number in range(1, listed + 1)]
    request = a_request(sections=("shazam",), songs_limit=limit, country=country)
    section = made(Shazam(songs, entries, counts), request)

    of_period = overlapping(entries, START, END, country)
    leading = [] if country else range(1, min(limit, listed) + 1)
    expected = {*map(song_uuid, leading), *(entry["song"]["uuid"] for entry in of_period)}
    assert {row["track_uuid"] for row in section["rows"]} == expected
    gained = []
    for number in range(1, 6):
        if song_uuid(number) not in expected:
            continue
        row = row_of(section, number)
        of_song = [entry for entry in of_period if entry["song"]["uuid"] == song_uuid(number)]
        _assert_ranked(row, ranks_of(of_song, START, END))
        out = date.fromisoformat(released) if released and number <= listed else None
        told = (None, None, "") if country else counts_of(counts.get(number, {}), out, START, END)
        assert (row["to_date"], row["gained"]) == told[:2]
        if told[0] is not None:
            assert row["status"] == told[2]
        gained += [told[1]] if told[1] is not None else []
    total = total_of(section)
    _assert_ranked(total, ranks_of(of_period, START, END))
    assert total["gained"] == (sum(gained) if gained else None)
    assert total["songs_counted"] == (None if country else len(gained))


def _assert_ranked(found: dict[str, Any], ranks: dict[str, Any]) -> None:
    for figure in ("best_rank", "countries_charted", "cities_charted"):
        assert found[figure] == ranks[figure]
    if "best_rank_city" in found and ranks["best_rank"] is not None:
        assert (found["best_rank_country_code"], found["best_rank_city"]) in ranks["places"]
