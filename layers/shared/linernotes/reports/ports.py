"""What the use cases need of the outside, each held to one contract by every implementation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # what the types say only: a start that needs a store loads no results
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from linernotes.model.artist_addresses import ArtistAddress
    from linernotes.model.budget import Account
    from linernotes.model.report import Callback, FetchJob, JobEnd, ListedReport, Report, Status
    from linernotes.model.request import FoundArtist, ReportRequest
    from linernotes.reports.file_names import FileName
    from linernotes.reports.sharing import SharedLink
    from linernotes.sections.audience.result import Result


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an Idempotency-Key was first used for."""

    report_id: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class DeletedReport:
    """What is known of a report that was deleted: whose it was, and what it was asked by."""

    owner: str
    door: str


class ReportStore(Protocol):
    """Keeps reports. Every change of state is one conditional write."""

    def create(self, report: Report, *, expires_at: datetime | None = None) -> bool:
        """Store a new report; False if there is one of that id already, which is then left alone.

        Until `expires_at`, else as long as reports are kept. It may have ended, with another's answer.
        """

    def get(self, report_id: str) -> Report | None:
        """Read a report as of the last write."""

    def remember(
        self, owner: str, key: str, fingerprint: str, report_id: str, *, now: datetime
    ) -> Remembered:
        """Tie an Idempotency-Key to a report, once: returns what the key was tied to first."""

    def status(self, report_id: str) -> Status | None:
        """Read no more than a report's status, as of the last write; None if there is no such report."""

    def recall(self, owner: str, key: str, *, now: datetime) -> Remembered | None:
        """Give what an Idempotency-Key was tied to, as of the last write; None if to nothing any more."""

    def mark_running(self, report_id: str, revision: int) -> None:
        """Note that every job was sent; does nothing once the report has moved on."""

    def record_ended(self, report_id: str, revision: int, ends: Mapping[str, JobEnd]) -> bool:
        """Add jobs to the set of those that have ended, in place of their trouble.

        The first end told of a job stays; once the report was claimed with jobs pending, or is at another
        revision, no more are taken. Returns whether with these every job of the revision has ended: which is
        told to whoever completed the set, and to whoever tells one of its last jobs again. Raises StoreBusy.
        """

    def record_error(
        self, report_id: str, revision: int, last_errors: Mapping[str, str], upstream_calls: int
    ) -> None:
        """Note why jobs are tried again and the calls spent on it, while the report is collecting.

        Raises StoreBusy.
        """

    def claim_finalize(self, report_id: str, revision: int) -> Report | None:
        """Move a collecting report to finalizing, after which no more jobs of it end.

        Counts one more try to finalize it. Returns the report if it is finalizing at this revision now,
        whoever claimed it; None if it has ended or is at another revision. Raises StoreBusy.
        """

    def resume(self, report: Report, job_ids: Collection[str]) -> Report | None:
        """Have jobs of a finalizing report run again that ended done: it is queued once more.

        Counts as one more of the report's `refetches`. None if it moved on since it was read.
        """

    def replace_ends(self, report: Report, ends: Mapping[str, JobEnd]) -> Report:
        """Give jobs of a finalizing report other ends than were told; returns the report with them."""

    def complete(
        self,
        report_id: str,
        revision: int,
        status: Status,
        *,
        now: datetime,
        folder: str | None = None,
        failure: str | None = None,
        missing_files: Mapping[str, str] | None = None,
        request: ReportRequest | None = None,
    ) -> bool:
        """End a report that is finalizing; False if that was done already.

        Its files are in `folder`, but for those of `missing_files`, which has the reasons by name. `request`
        takes the place of the one stored: the same, with the artists' names, which came with the data.
        """

    def take_answer(self, report: Report, *, expires_at: datetime) -> bool:
        """End a queued report as `report` says, which has another's answer; False if it has moved on.

        It is kept until `expires_at`, as are that one's files.
        """

    def mark_notified(self, report_id: str, revision: int) -> None:
        """Note that whoever asked was notified of this revision's end, or cannot be."""

    def replace_callback(self, report: Report, callback: Callback) -> bool:
        """Store how the callback of an ended report goes, in place of what `report` says of it.

        Once it is settled, whoever asked counts as notified of the report's revision. False, and nothing
        stored, if the report is at another revision or its callback has gone on since it was read.
        """

    def reopen(
        self,
        report: Report,
        *,
        keep: Collection[str],
        now: datetime,
        deadline: datetime,
        anew: bool = False,
    ) -> Report | None:
        """Start the next revision of an ended report, keeping the ends of the jobs named.

        `anew` is as for `Report`.
        None if the report has moved on since it was read.
        """

    def unshare(self, report_id: str, *, now: datetime) -> None:
        """Revoke every link to the report made so far; does nothing if there is no such report."""

    def listed(self, owner: str, *, limit: int, after: str | None = None) -> Sequence[ListedReport]:
        """List an owner's reports, newest first, beginning after the one at that `position` in the list.

        The list may be some moments behind the last write.
        """

    def delete(self, report_id: str, owner: str, *, now: datetime, closing: Callable[[Report], None]) -> bool:
        """Delete an owner's report: from here on there is none of this id, and none can be made.

        `closing` is given the report just before that, and once more if another revision of it was begun
        meanwhile: what it does to the revision that is deleted is done. True also where an earlier deletion
        was not noted to be done, so that it can be finished; False if there is no such report of this
        owner's. What is kept of its jobs is gone after it.
        """

    def mark_deleted(self, report_id: str) -> None:
        """Note that nothing is left of a deleted report, wherever it was kept."""

    def deleted_of(self, report_ids: Collection[str]) -> set[str]:
        """Say which of these reports were deleted in the last days, asked for at once. Raises StoreBusy."""

    def deleted(self, report_id: str) -> DeletedReport | None:
        """Give what is known of a report that was deleted in the last days; None for any other."""


class SharedLinkStore(Protocol):
    """Keeps shared links by the digest of their token."""

    def add(self, digest: str, link: SharedLink) -> None:
        """Store a link."""

    def find(self, digest: str) -> SharedLink | None:
        """Give the link as of the last write, whether or not it has expired."""


class CheckReason(StrEnum):
    """Why a report is to be looked after."""

    ALL_JOBS_ENDED = "all_jobs_ended"
    WATCH = "watch"
    DEADLINE = "deadline"


class JobQueue(Protocol):
    """Sends what functions work on."""

    def send_jobs(self, jobs: Sequence[FetchJob], *, delay_s: int = 0) -> None:
        """Send fetch jobs, one message each."""

    def send_check(
        self,
        report_id: str,
        revision: int,
        check_reason: CheckReason,
        *,
        owner: str,
        delay_s: int = 0,
        account: Account | None = None,
    ) -> None:
        """Ask for a report to be looked after, now or later; `account` is what it may be charged to.

        Owners take turns; one whose name is "" takes part in none.
        """


class ArtistSearch(Protocol):
    """Soundcharts, as far as artists are found by name."""

    def search(self, name: str) -> list[FoundArtist]:
        """Find artists by name, best first, at most 20. Raises UpstreamError."""


class ArtistDirectory(ArtistSearch, Protocol):
    """Soundcharts, as far as artists are found by name, uuid or a platform's identifier."""

    def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
        """Find the artist an address names, which is no slug: none, or one. Raises UpstreamError."""


class Writer(Protocol):
    """Writes a report to a file of some format."""

    def __call__(
        self, path: Path, report: Report, result: Result, *, made_at: datetime, status: Status
    ) -> None:
        """Write the file; `status` is how the report is about to end."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file's content, and what whoever saves it is to call it."""

    content: bytes
    save_as: str


class ReportFiles(Protocol):
    """Keeps what reports deliver, in folders: each try to finalize has one of its own.

    What a file is called where it is saved is stored with it: artists' names are known by then.
    """

    def put(self, folder: str, name: str, path: Path, *, save_as: FileName) -> None:
        """Store a file under its name."""

    def put_json(self, folder: str, name: str, document: Mapping[str, Any], *, save_as: FileName) -> None:
        """Store a JSON document under its name."""

    def get_json_text(self, folder: str, name: str) -> str:
        """Read a stored JSON document back as text. Raises FileMissing."""

    def has(self, folder: str, name: str) -> bool:
        """Say whether a file is stored: its time may be over before that of its report."""

    def get(self, folder: str, name: str) -> StoredFile:
        """Read a file back."""

    def delete_all(self, report_id: str) -> None:
        """Delete every file of a report, whichever of its folders it is in."""

    def link(self, folder: str, name: str, *, expires_s: int) -> str:
        """Sign a link anyone can download the file with, for so many seconds."""
