"""The jobs a request makes, section by section."""

from __future__ import annotations

from linernotes.model.platforms import platform_name
from linernotes.model.report import JOBS_IN_GROUP, Job
from linernotes.model.request import ROWS, ReportRequest
from linernotes.sections.registry import section_of, sections_of
from linernotes.sections.sources import SOURCES


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


def job_in_words(job: Job) -> str:
    """Say what a job fetches, its artist aside: the metric source, or the section and its platform."""
    if job.section == ROWS and job.platform:
        source = SOURCES[job.platform]
        return f"{source.name} {source.metric}"
    title = section_of(job.section).title
    return f"{title}, {platform_name(job.platform)}" if job.platform else title
