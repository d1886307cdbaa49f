"""What goes through the queues, as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linernotes.charts.charts import Chart, Frequency, RankingKey
from linernotes.charts.ports import RankingJob
from linernotes.model.errors import MessageBroken
from linernotes.model.periods import Period
from linernotes.model.report import Job
from linernotes.reports.ports import Occasion
from linernotes.sections.sources import SOURCES


@dataclass(frozen=True, slots=True)
class FinalizeRequest:
    """Asks for a report to be looked after."""

    report_id: str
    revision: int
    occasion: Occasion


def job_text(job: Job) -> str:
    """Write a fetch job."""
    return _text(
        report_id=job.report_id,
        revision=job.revision,
        job_id=job.job_id,
        artist_uuid=job.artist_uuid,
        source=job.source_slug,
        periods=[[period.start.isoformat(), period.end.isoformat()] for period in job.periods],
        collect_until=job.collect_until.isoformat(),
        requested_at=job.requested_at.isoformat(),
        started_at=job.started_at.isoformat(),
        fresh=job.fresh,
    )


def job_from(text: str) -> Job:
    """Read a fetch job. Raises MessageBroken."""
    with _broken("not a fetch job"):
        body = _object(text)
        source_slug = _read(body, "source", str)
        if source_slug not in SOURCES:
            raise ValueError("no such metric source")
        return Job(
            report_id=_read(body, "report_id", str),
            revision=_read(body, "revision", int),
            job_id=_read(body, "job_id", str),
            artist_uuid=_read(body, "artist_uuid", str),
            source_slug=source_slug,
            periods=_periods(body["periods"]),
            collect_until=_moment(body["collect_until"]),
            requested_at=_moment(body["requested_at"]),
            started_at=_moment(body["started_at"]),
            fresh=_read(body, "fresh", bool),
        )


def finalize_text(asked: FinalizeRequest) -> str:
    """Write a request to look after a report."""
    return _text(report_id=asked.report_id, revision=asked.revision, occasion=asked.occasion.value)


def finalize_from(text: str) -> FinalizeRequest:
    """Read a request to look after a report. Raises MessageBroken."""
    with _broken("not about a report"):
        body = _object(text)
        return FinalizeRequest(
            _read(body, "report_id", str), _read(body, "revision", int), Occasion(body["occasion"])
        )


def ranking_text(job: RankingJob) -> str:
    """Write a ranking to ingest."""
    chart = job.key.chart
    return _text(
        chart=chart.slug,
        name=chart.name,
        platform=chart.platform,
        frequency=chart.frequency.value,
        country=chart.country,
        city=chart.city,
        size=chart.size,
        moment=job.key.moment,
        give_up_at=job.give_up_at.isoformat(),
        again=job.again,
        learnt_since=job.learnt_since.isoformat() if job.learnt_since else None,
    )


def ranking_from(text: str) -> RankingJob:
    """Read a ranking to ingest. Raises MessageBroken."""
    with _broken("not a ranking"):
        body = _object(text)
        moment = _read(body, "moment", str)
        _moment(moment)
        chart = Chart(
            slug=_read(body, "chart", str),
            name=_read(body, "name", str),
            platform=_read(body, "platform", str),
            frequency=Frequency(body["frequency"]),
            country=None if body["country"] is None else _read(body, "country", str),
            city=None if body.get("city") is None else _read(body, "city", str),
            size=_read({"size": 0, **body}, "size", int),
        )
        since = body.get("learnt_since")
        return RankingJob(
            key=RankingKey(chart, moment),
            give_up_at=_moment(body["give_up_at"]),
            again=_read(body, "again", bool),
            learnt_since=None if since is None else _moment(since),
        )


def _text(**body: Any) -> str:
    return json.dumps(body, separators=(",", ":"))


@contextmanager
def _broken(what: str) -> Iterator[None]:
    """Turn whatever is wrong with a message into MessageBroken."""
    try:
        yield
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise MessageBroken(f"{what}: {error!r}") from error


def _object(text: str) -> dict[str, Any]:
    body = json.loads(text)
    if not isinstance(body, dict):
        raise TypeError("not an object")
    return body


def _read[T](body: dict[str, Any], name: str, kind: type[T]) -> T:
    value = body[name]
    # Not isinstance, for which true is a number.
    if type(value) is not kind:
        raise TypeError(f"{name} is not {kind.__name__}")
    return value


def _periods(pairs: Any) -> tuple[Period, ...]:
    if not isinstance(pairs, list) or not pairs:
        raise TypeError("periods is not a list of periods")
    return tuple(Period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in pairs)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
