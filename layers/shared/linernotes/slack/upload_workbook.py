"""Upload a report's workbook to the thread of its message, once, whatever Slack leaves open."""

from __future__ import annotations

from dataclasses import replace

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.model.report import Report
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.slack.announce import announcement
from linernotes.slack.conversation import FileState, UploadedFile
from linernotes.slack.membership import as_member
from linernotes.slack.reasons import in_words
from linernotes.slack.services import LeasedConversation, SlackServices

UPLOAD_CHECK_AFTER_S = 5.0
"""How long Slack is given to show a file before it is checked again."""
UPLOAD_CHECKS = 4
"""How many checks are made for a file before it is given up, as it may still appear."""


def upload_workbook(
    leased: LeasedConversation, report: Report, services: SlackServices, *, tries: int
) -> UploadedFile:
    """Upload the workbook of the report's revision into the thread; `tries` counts earlier calls for it.

    Its id is stored before Slack is asked to show it, and once Slack was asked, it is looked for before it
    is asked again. What nobody can tell is not tried again: no copy is better than two, as the message has
    a link. Raises SlackBusy when it is to be called again.
    """
    file = leased.conversation.file
    if file is None or file.revision != report.revision:
        file = UploadedFile(report.revision, FileState.PREPARED)
    if file.state in (FileState.SHARED, FileState.GIVEN_UP):
        return file
    if WORKBOOK_NAME in report.missing_files:
        why = f"It could not be made: {report.missing_files[WORKBOOK_NAME]}"
        return _saved(leased, replace(file, state=FileState.GIVEN_UP, why=why))
    try:
        if file.state is FileState.SHARING and _is_there(leased, file, services, tries=tries):
            return _seen(leased, file, report)
        if file.state is FileState.PREPARED:
            file = _sent(leased, report, services)
        return _shared(leased, file, report, services)
    except SlackRefused as refusal:
        why = in_words(refusal, leased.conversation.home)
        return _saved(leased, replace(file, state=FileState.GIVEN_UP, why=why))


def _sent(leased: LeasedConversation, report: Report, services: SlackServices) -> UploadedFile:
    """Send the bytes. Whatever an earlier call had sent without having it shown, nobody will ever see."""
    file = services.files.get(report.folder or "", WORKBOOK_NAME)
    address = services.messenger.upload_address(file.save_as, len(file.content))
    services.messenger.upload(address.url, file.content)
    leased.save(file_ids=(*leased.conversation.file_ids, address.file_id))
    return _saved(leased, UploadedFile(report.revision, FileState.SHARING, address.file_id))


def _shared(
    leased: LeasedConversation, file: UploadedFile, report: Report, services: SlackServices
) -> UploadedFile:
    conversation, messenger = leased.conversation, services.messenger
    title = f"Liner Notes, {report.request.start_date} to {report.request.end_date}"

    def share() -> None:
        messenger.share_upload(
            file.file_id,
            title,
            channel=conversation.home,
            ts=conversation.ts,
            comment=announcement(conversation, report),
        )

    try:
        as_member(messenger, conversation.home, share)
    except SlackBusy as busy:
        if not busy.may_be_done:
            _saved(leased, replace(file, state=FileState.PREPARED))
        raise
    return _seen(leased, file, report)


def _seen(leased: LeasedConversation, file: UploadedFile, report: Report) -> UploadedFile:
    """Note that the file is there, and with it the comment by which whoever waits is called."""
    file = replace(file, state=FileState.SHARED)
    leased.save(file=file, announced=report.revision, waiting=())
    return file


def _is_there(leased: LeasedConversation, file: UploadedFile, services: SlackServices, *, tries: int) -> bool:
    """Say whether the file is in the channel; False only if Slack does not know the file at all.

    Raises SlackBusy while it may still come, SlackRefused when it is given up.
    """
    there = services.messenger.is_shared(file.file_id, channel=leased.conversation.home)
    if there is not None:
        return there
    if tries >= UPLOAD_CHECKS:
        raise SlackRefused("not_seen_after_upload")
    raise SlackBusy("the file is not to be seen yet", UPLOAD_CHECK_AFTER_S)


def _saved(leased: LeasedConversation, file: UploadedFile) -> UploadedFile:
    leased.save(file=file)
    return file
