"""The jobs a request makes, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched, chain, groupby
from math import ceil

from linernotes.model.platforms import platform_name
from linernotes.model.report import JOBS_IN_GROUP, Job
from linernotes.model.request import ROWS, ReportRequest
from linernotes.sections.registry import section_of, sections_of
from linernotes.sections.sources import chart_platform, source_in_words


def jobs_of(request: ReportRequest) -> list[Job]:
    """List the jobs of a request, in the order of its sections, with their ids.

    An id has the artist's place in the request, the section but for the rows of metric sources, and the
    platform; from the second group of jobs on the group stands before it.
    """
    places = {artist.uuid: place for place, artist in enumerate(request.artists)}
    wanted = [
        (section.name, artist, platform)
        for section in sections_of(request)
        for artist, platform in section.jobs(request)
    ]
    jobs = []
    for number, (section, artist, platform) in enumerate(wanted):
        parts = [str(places[artist.uuid]), "" if section == ROWS else section, platform]
        job_id = ".".join(part for part in parts if part)
        group = number // JOBS_IN_GROUP
        jobs.append(Job(f"{group}/{job_id}" if group else job_id, section, artist, platform))
    return jobs


JOBS_A_FUNCTION = 10
"""How many jobs a fetch function is given at once, at most: the batch size of its queue in the template."""


def dealt(jobs: Sequence[Job]) -> list[Job]:
    """Give jobs of a report in the order to send them: as they would be dealt to the functions they need.

    Functions take jobs in about the order they were sent. Jobs of a section stand together in a report and
    take about as many calls each, songs a hundred times as many as others: one function given all of them
    would have few threads for many calls, with others idle. So each section's jobs are spread over as many
    functions as there will be; those of an artist, which share lists, are parted no more than that needs.
    """
    hands: list[list[Job]] = [[] for _ in range(ceil(len(jobs) / JOBS_A_FUNCTION))]
    turn = 0
    for _, together in groupby(jobs, key=lambda job: job.section):
        of_section = list(together)
        for run in batched(of_section, ceil(len(of_section) / len(hands))):
            hands[turn % len(hands)] += run
            turn += 1
    return list(chain.from_iterable(hands))


def job_in_words(job: Job) -> str:
    """Say what a job fetches, its artist aside: the metric source, or the section and its platform."""
    if job.section == ROWS and job.platform:
        return source_in_words(job.platform)
    title = section_of(job.section).title
    return f"{title}, {platform_name(chart_platform(job.platform))}" if job.platform else title
