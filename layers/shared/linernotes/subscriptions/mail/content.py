"""What a mail says, before it is written as text and as HTML: both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from linernotes.model.countries import in_country
from linernotes.model.period_words import day_in_words, period_in_words
from linernotes.model.report import Report, Status
from linernotes.model.request import Artist
from linernotes.model.words import counted, listed, sentence
from linernotes.reports.jobs import job_in_words
from linernotes.subscriptions.delivery import Occasion, Parcel, UnusualLine
from linernotes.subscriptions.mail.figures import ArtistFigures, cut, figures_of
from linernotes.subscriptions.when import in_words

MOST_UNUSUAL = 10
"""Lines of what is unusual in one mail (contract 11)."""
LATE_S = 15 * 60
"""From so many seconds on a mail says that it comes late."""
LONGEST_TITLE = 80
_LONGEST_NAME = 40
_LONGEST_LINE = 300
_LONGEST_WHY = 1_000
_NAMED_ARTISTS = 2
_FAILURES_SHOWN = 8
_WITH_FIGURES = (Occasion.REPORT, Occasion.REPAIRED)


@dataclass(frozen=True, slots=True)
class MailLink:
    """An address to click on, and what it does."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Lines under a heading of their own."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Content:
    """A mail's parts, from top to bottom; all of it is one line each, and nothing of it is markup.

    `left_out` is how many artists there was no room for, `artists` are those shown. `why` says why it came.
    """

    subject: str
    heading: str
    paragraphs: Sequence[str]
    lists: Sequence[Listed]
    artists: Sequence[ArtistFigures]
    left_out: int
    links: Sequence[MailLink]
    why: str
    foot_links: Sequence[MailLink] = field(default_factory=tuple)


def content_of(parcel: Parcel, address: str, *, unsubscribe_url: str, attached: bool) -> Content:
    """Say what is delivered, to this address; `attached` is whether the workbook is in the mail."""
    title = cut(parcel.subscription.content.title, LONGEST_TITLE)
    subject = _subject_of(parcel)
    shows_figures = parcel.occasion in _WITH_FIGURES and parcel.result is not None
    artists, left_out = figures_of(parcel.result) if shows_figures and parcel.result else ([], 0)
    paused = parcel.subscription.paused is not None
    return Content(
        subject=f"{title}: {_headline(parcel, subject)}",
        heading=_capital(_headline(parcel, subject)),
        paragraphs=[*_paragraphs(parcel), *_late(parcel), *_about_the_workbook(attached)],
        lists=[*_unusual(parcel.unusual), *_failures(parcel)],
        artists=artists,
        left_out=left_out,
        links=_links(parcel),
        why=f"You get this because {address} is a target of the subscription “{title}”, "
        f"{in_words(parcel.subscription.content.rhythm)}.{_next(parcel)}",
        foot_links=[
            MailLink(f"Change, {'resume' if paused else 'pause'} or run it now", parcel.links.subscription),
            MailLink("Unsubscribe", unsubscribe_url),
        ],
    )


def _subject_of(parcel: Parcel) -> str:
    """Say who, where and when a report is about; empty where there is none."""
    if parcel.report is None:
        return ""
    request = parcel.report.request
    artists: Sequence[Artist] = request.artists
    if parcel.result is not None:
        artists = [Artist(each["uuid"], each["name"]) for each in parcel.result["metadata"]["artists"]]
    names = [cut(artist.label, _LONGEST_NAME) for artist in artists]
    others = len(names) - _NAMED_ARTISTS
    if others > 1:
        names = [*names[:_NAMED_ARTISTS], f"{others} more"]
    period = period_in_words(request.start_date, request.end_date)
    return f"{listed(names)} {in_country(request.country)}, {period}"


def _headline(parcel: Parcel, subject: str) -> str:
    match parcel.occasion:
        case Occasion.REPORT:
            return f"{subject} (incomplete)" if _incomplete(parcel) else subject
        case Occasion.REPAIRED:
            return f"{subject} ({'more complete' if _incomplete(parcel) else 'complete now'})"
        case Occasion.UNUSUAL:
            return f"unusual figures of {subject}" if subject else "unusual figures"
        case Occasion.PAUSED:
            return "the subscription is paused"


def _incomplete(parcel: Parcel) -> bool:
    report = parcel.report
    return report is not None and (report.status is Status.PARTIAL or parcel.why is not None)


def _paragraphs(parcel: Parcel) -> list[str]:
    why = [sentence(cut(parcel.why, _LONGEST_WHY))] if parcel.why else []
    match parcel.occasion:
        case Occasion.REPORT:
            return why
        case Occasion.REPAIRED:
            return [_repaired(parcel.report), *why]
        case Occasion.UNUSUAL:
            return ["This is new since the last delivery, each line with what is usual.", *why]
        case Occasion.PAUSED:
            return [
                *why,
                "Nothing of it comes until it is resumed: open it by the link below and choose Resume.",
            ]


def _repaired(report: Report | None) -> str:
    """Say what a repair brought."""
    if report is not None and report.failures:
        parts = f"{len(report.failures)} of {len(report.jobs)}"
        return f"The report was fetched again, once, under the same link; {parts} could still not be fetched."
    return "What the report lacked was fetched again, once; the links of the first mail lead to it, too."


def _late(parcel: Parcel) -> list[str]:
    run = parcel.run
    if run.due_at is None or run.late_s < LATE_S or parcel.occasion is Occasion.PAUSED:
        return []
    zone = ZoneInfo(parcel.subscription.content.rhythm.time_zone)
    due = run.due_at.astimezone(zone)
    return [f"This comes late: it was due on {day_in_words(due.date())} at {due:%H:%M}."]


def _about_the_workbook(attached: bool) -> list[str]:
    return ["The workbook is attached."] if attached else []


def _unusual(lines: Sequence[UnusualLine]) -> list[Listed]:
    """Tell what is unusual, the most surprising first."""
    if not lines:
        return []
    ordered = sorted(lines, key=lambda line: -line.surprise)
    shown = [cut(line.sentence, _LONGEST_LINE) for line in ordered[:MOST_UNUSUAL]]
    if len(ordered) > MOST_UNUSUAL:
        shown[-1] = f"and {len(ordered) - MOST_UNUSUAL + 1} more in the report"
    return [Listed("Most surprising first", shown)]


def _failures(parcel: Parcel) -> list[Listed]:
    """Name what could not be fetched, and why."""
    report = parcel.report
    if report is None or parcel.occasion not in _WITH_FIGURES or not report.failures:
        return []
    names = (
        {each["uuid"]: each["name"] for each in parcel.result["metadata"]["artists"]} if parcel.result else {}
    )
    lines = []
    for failure in report.failures[:_FAILURES_SHOWN]:
        artist = cut(names.get(failure.job.artist.uuid) or failure.job.artist.label, _LONGEST_NAME)
        lines.append(cut(f"{artist}, {job_in_words(failure.job)}: {failure.reason}", _LONGEST_LINE))
    if len(report.failures) > _FAILURES_SHOWN:
        lines.append(f"and {len(report.failures) - _FAILURES_SHOWN} more")
    return [Listed(f"{counted(len(report.failures), 'part')} of {len(report.jobs)} not fetched", lines)]


def _links(parcel: Parcel) -> list[MailLink]:
    links = []
    if parcel.links.report:
        links.append(MailLink("Open the report", parcel.links.report))
    if parcel.links.workbook and parcel.occasion in _WITH_FIGURES:
        links.append(MailLink("Download the workbook", parcel.links.workbook))
    return links


def _next(parcel: Parcel) -> str:
    """Say when the next one is due, in the subscription's zone."""
    due_at = parcel.subscription.next_due
    if due_at is None:
        return ""
    due = due_at.astimezone(ZoneInfo(parcel.subscription.content.rhythm.time_zone))
    return f" The next one is due on {day_in_words(due.date())} at {due:%H:%M}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
