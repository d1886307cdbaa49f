"""The order a report's jobs are sent in."""

from __future__ import annotations

from collections import Counter
from itertools import batched

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.report import Job
from linernotes.model.request import Artist
from linernotes.reports.jobs import JOBS_A_FUNCTION, dealt, jobs_of
from linernotes.sections.registry import SECTIONS
from tests.unit.builders import a_request
from tests.unit.template import functions

ARTISTS = tuple(Artist(f"11111111-1111-1111-1111-{number:012}") for number in range(10))
PLATFORMS = ("spotify", "youtube", "instagram", "tiktok", "deezer")


def jobs(artists: int) -> list[Job]:
    return jobs_of(
        a_request(artists=ARTISTS[:artists], platforms=PLATFORMS, country=None, sections=tuple(SECTIONS))
    )


def by_function(sent: list[Job], section: str) -> list[int]:
    batches = batched(sent, JOBS_A_FUNCTION)
    return [sum(job.section == section for job in batch) for batch in batches]


def test_a_fetch_function_is_given_as_many_jobs_as_dealing_reckons_with() -> None:
    source = functions()["FetchFunction"]["Events"]["FetchJobs"]["Properties"]
    assert source["BatchSize"] == JOBS_A_FUNCTION


@given(st.integers(0, 10), st.integers(0, 300))
def test_every_job_is_dealt_once(artists: int, sent: int) -> None:
    asked = jobs(artists)[:sent] if artists else []
    assert Counter(job.job_id for job in dealt(asked)) == Counter(job.job_id for job in asked)


@pytest.mark.parametrize("artists", [1, 2, 3, 10])
def test_no_function_has_most_of_the_songs(artists: int) -> None:
    songs = by_function(dealt(jobs(artists)), "songs")
    assert max(songs) <= max(2, 2 * sum(songs) / len(songs))


@pytest.mark.parametrize("artists", [1, 2, 3, 10])
def test_songs_of_an_artist_which_share_lists_go_to_two_or_three_functions_at_most(artists: int) -> None:
    batches = [list(batch) for batch in batched(dealt(jobs(artists)), JOBS_A_FUNCTION)]
    for artist in ARTISTS[:artists]:
        holding = [b for b in batches if any(j.section == "songs" and j.artist == artist for j in b)]
        assert len(holding) <= 3
