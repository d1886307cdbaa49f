"""Put a report's workbook beneath its message: one copy, whatever Slack or a lost function leaves unsaid."""

from __future__ import annotations

from dataclasses import replace

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.model.report import Report
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.slack.exchange import FileState, UploadedFile
from linernotes.slack.slack_desk import Desk, Held

SEEN_AFTER_S = 5.0
"""How long Slack is given to show a file it was asked to show."""
LOOKS_FOR_FILE = 4
"""How often it is looked for before it is given up, as it may come yet."""


def upload_workbook(held: Held, report: Report, desk: Desk, *, tries: int) -> UploadedFile:
    """Upload the workbook of the report's revision into the thread; `tries` counts earlier calls for it.

    Its id is stored before Slack is asked to show it, and once Slack was asked, it is looked for before it
    is asked again. What nobody can tell is not tried again: no copy is better than two, as the message has
    a link. Raises SlackBusy when it is to be called again.
    """
    file = held.exchange.file
    if file is None or file.revision != report.revision:
        file = UploadedFile(report.revision, FileState.PREPARED)
    if file.state in (FileState.SHARED, FileState.GIVEN_UP):
        return file
    if WORKBOOK_NAME in report.missing_files:
        why = f"the workbook is missing: {report.missing_files[WORKBOOK_NAME]}"
        return _saved(held, replace(file, state=FileState.GIVEN_UP, why=why))
    try:
        if file.state is FileState.SHARING and _is_there(held, file, desk, tries=tries):
            return _saved(held, replace(file, state=FileState.SHARED))
        if file.state is FileState.PREPARED:
            file = _sent(held, report, desk)
        return _shared(held, file, report, desk)
    except SlackRefused as refusal:
        return _saved(held, replace(file, state=FileState.GIVEN_UP, why=str(refusal)))


def _sent(held: Held, report: Report, desk: Desk) -> UploadedFile:
    """Send the bytes. Whatever an earlier call had sent without having it shown, nobody will ever see."""
    file = desk.files.get(report.folder or "", WORKBOOK_NAME)
    address = desk.messenger.upload_address(file.save_as, len(file.content))
    desk.messenger.upload(address.url, file.content)
    return _saved(held, UploadedFile(report.revision, FileState.SHARING, address.file_id))


def _shared(held: Held, file: UploadedFile, report: Report, desk: Desk) -> UploadedFile:
    exchange = held.exchange
    title = f"Liner Notes, {report.request.start_date} to {report.request.end_date}"
    try:
        desk.messenger.share_upload(file.file_id, title, channel=exchange.home, ts=exchange.ts)
    except SlackBusy as busy:
        if not busy.may_be_done:
            _saved(held, replace(file, state=FileState.PREPARED))
        raise
    return _saved(held, replace(file, state=FileState.SHARED))


def _is_there(held: Held, file: UploadedFile, desk: Desk, *, tries: int) -> bool:
    """Say whether the file is in the channel; False only if Slack does not know the file at all.

    Raises SlackBusy while it may still come, SlackRefused when it is given up.
    """
    there = desk.messenger.is_shared(file.file_id, channel=held.exchange.home)
    if there is not None:
        return there
    if tries >= LOOKS_FOR_FILE:
        raise SlackRefused("not_seen_after_upload")
    raise SlackBusy("the file is not to be seen yet", SEEN_AFTER_S)


def _saved(held: Held, file: UploadedFile) -> UploadedFile:
    held.save(file=file)
    return file
