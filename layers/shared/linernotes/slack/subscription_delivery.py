"""Deliver what a subscription brings to a channel or member: a message and its workbook, once each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable, SlackBusy, SlackRefused
from linernotes.model.report import Report
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.reports.ports import ReportFiles
from linernotes.slack.deliver import GONE
from linernotes.slack.membership import as_member
from linernotes.slack.ports import Message, Messenger
from linernotes.slack.reasons import in_words, undelivered_in_words
from linernotes.slack.subscription_messages import delivery_message, file_comment, repaired_text
from linernotes.slack.upload_workbook import UPLOAD_CHECK_AFTER_S, UPLOAD_CHECKS
from linernotes.subscriptions.delivery import Note, Occasion, Parcel, Sent
from linernotes.subscriptions.subscription import SlackTarget, Target

_WITH_WORKBOOK = (Occasion.REPORT, Occasion.REPAIRED)
_MEMBERS = ("U", "W")
_PREPARED, _SHARING, _SHARED, _GIVEN_UP = "prepared", "sharing", "shared", "given_up"
_OF_A_FILE = ("file", "file_id", "file_why", "file_checks")


class SlackDelivery:
    """Delivers to Slack; see `Deliverer`.

    What it notes: `home` is the channel, `posting` when posting began, `ts` the message, `shown` a digest of
    what it says. `file` is how far the workbook of revision `file_revision` has come, `file_id` what Slack
    calls it, `file_why` why it was given up and `file_checks` how often it was looked for. `replying` and
    `replied` are the revisions whose reply was begun and made.
    """

    def __init__(self, messenger: Messenger, files: ReportFiles) -> None:
        self._messenger = messenger
        self._files = files

    def deliver(self, parcel: Parcel, target: Target, progress: Mapping[str, str], note: Note) -> Sent:
        """See `Deliverer.deliver`. One that was repaired goes on from the progress of its first delivery."""
        if not isinstance(target, SlackTarget):
            raise TypeError(f"not to be delivered in Slack: {target}")
        begun = _Begun(parcel, progress, note, self._messenger, self._files)
        try:
            return begun.deliver(target.channel)
        except SlackBusy as busy:
            raise DeliveryUnavailable(str(busy), wait_s=busy.wait_s) from busy
        except SlackRefused as refusal:
            raise DeliveryRefused(undelivered_in_words(refusal)) from refusal


class _Begun:
    """A delivery, as far as it has come."""

    def __init__(
        self,
        parcel: Parcel,
        progress: Mapping[str, str],
        note: Note,
        messenger: Messenger,
        files: ReportFiles,
    ) -> None:
        self._parcel = parcel
        self._progress = dict(progress)
        self._note_all = note
        self._messenger = messenger
        self._files = files
        run = parcel.run
        self._mark = f"{run.run_id} {run.revision} {parcel.occasion}"

    def deliver(self, channel: str) -> Sent:
        if "home" not in self._progress:
            direct = channel.startswith(_MEMBERS)
            self._note(home=self._messenger.open_direct(channel) if direct else channel)
        followed_up = self._parcel.occasion is Occasion.REPAIRED and "ts" in self._progress
        self._show(delivery_message(self._parcel, no_file=self._why_no_file()))
        report = self._parcel.report
        if report is not None and self._parcel.occasion in _WITH_WORKBOOK and report.folder:
            self._bring_workbook(report)
            if why := self._why_no_file():
                self._show(delivery_message(self._parcel, no_file=why))
        if followed_up and report is not None and self._progress.get("file") != _SHARED:
            self._reply(repaired_text(report))
        return Sent(self._link())

    def _note(self, **changes: str | None) -> None:
        """Store how far it has come; what is None is no more."""
        merged = {**self._progress, **changes}
        self._progress = {name: value for name, value in merged.items() if value is not None}
        self._note_all(self._progress)

    @property
    def _home(self) -> str:
        return self._progress["home"]

    # --- the message

    def _show(self, message: Message) -> None:
        """Post the message, or change the one that is there if it says something else."""
        digest = _digest(message)
        if self._progress.get("shown") == digest:
            return
        if "ts" in self._progress:
            try:
                self._messenger.update(self._home, self._progress["ts"], message)
            except SlackRefused as refusal:
                if refusal.code not in GONE:
                    raise
                # Somebody has deleted it: what comes is a message of its own, with its own thread.
                self._note(ts=None, posting=None, replying=None, **dict.fromkeys(_OF_A_FILE))
                self._post(message)
        else:
            self._post(message)
        self._note(shown=digest)

    def _post(self, message: Message) -> None:
        """Post the message, unless a try that died has, before it could note it."""
        found = None
        if "posting" in self._progress:
            # Without the scope to look it is posted again: twice is better than never.
            with suppress(SlackRefused):
                found = self._find(self._mark, since=self._progress["posting"])
        else:
            self._note(posting=self._parcel.now.isoformat())
        try:
            ts = found or self._messenger.post(self._home, message, conversation_id=self._mark)
        except SlackBusy as busy:
            if not busy.may_be_done:
                self._note(posting=None)
            raise
        self._note(ts=ts)
        if found:
            self._messenger.update(self._home, ts, message)

    def _find(self, mark: str, *, since: str, thread: str = "") -> str | None:
        def find() -> str | None:
            return self._messenger.find(self._home, mark, since=datetime.fromisoformat(since), thread=thread)

        return as_member(self._messenger, self._home, find)

    def _link(self) -> str | None:
        """Give the message's address; what was delivered does not fail for want of it."""
        try:
            return self._messenger.permalink(self._home, self._progress["ts"])
        except (SlackBusy, SlackRefused):
            return None

    def _reply(self, text: str) -> None:
        """Reply to the message, once a revision; where nobody can say whether it was, it is taken to be."""
        revision = str(self._parcel.run.revision)
        if self._progress.get("replied") == revision:
            return
        mark, thread = f"{self._mark} reply", self._progress["ts"]
        if self._progress.get("replying") != revision or not self._may_be_there(mark, thread):
            self._note(replying=revision, replying_since=self._parcel.now.isoformat())
            try:
                self._messenger.post(self._home, {"text": text}, conversation_id=mark, thread=thread)
            except SlackBusy as busy:
                if not busy.may_be_done:
                    self._note(replying=None)
                raise
        self._note(replied=revision)

    def _may_be_there(self, mark: str, thread: str) -> bool:
        try:
            return self._find(mark, since=self._progress["replying_since"], thread=thread) is not None
        except SlackRefused:
            return True

    # --- the workbook

    def _why_no_file(self) -> str | None:
        of_this = self._progress.get("file_revision") == str(self._parcel.run.revision)
        return self._progress.get("file_why") if of_this else None

    def _bring_workbook(self, report: Report) -> None:
        """Bring the workbook of the revision into the thread, as `upload_workbook` does for an answer.

        What nobody can tell is not tried again: no copy is better than two, as the message has a link.
        """
        revision = str(self._parcel.run.revision)
        if self._progress.get("file_revision") != revision:
            self._note(file_revision=revision, **dict.fromkeys(_OF_A_FILE))
        if self._progress.get("file") in (_SHARED, _GIVEN_UP):
            return
        if WORKBOOK_NAME in report.missing_files:
            self._give_up(f"It could not be made: {report.missing_files[WORKBOOK_NAME]}")
            return
        if not self._files.has(report.folder or "", WORKBOOK_NAME):
            self._give_up("It is no longer stored")
            return
        try:
            if self._progress.get("file") == _SHARING and self._is_there():
                self._note(file=_SHARED)
                return
            self._upload(report)
        except SlackRefused as refusal:
            self._give_up(in_words(refusal, self._home))

    def _is_there(self) -> bool:
        """Say whether the workbook is in the channel; False only if Slack does not know the file at all."""
        there = self._messenger.is_shared(self._progress["file_id"], channel=self._home)
        if there is not None:
            return there
        checks = int(self._progress.get("file_checks", "0")) + 1
        if checks > UPLOAD_CHECKS:
            raise SlackRefused("not_seen_after_upload")
        self._note(file_checks=str(checks))
        raise SlackBusy("the file is not to be seen yet", UPLOAD_CHECK_AFTER_S)

    def _upload(self, report: Report) -> None:
        """Send the workbook and have it shown. Its id is noted in between: once asked, Slack may show it."""
        file = self._files.get(report.folder or "", WORKBOOK_NAME)
        address = self._messenger.upload_address(file.save_as, len(file.content))
        self._messenger.upload(address.url, file.content)
        self._note(file=_SHARING, file_id=address.file_id)
        title = f"Liner Notes, {report.request.start_date} to {report.request.end_date}"

        def share() -> None:
            self._messenger.share_upload(
                address.file_id,
                title,
                channel=self._home,
                ts=self._progress["ts"],
                comment=file_comment(self._parcel),
            )

        try:
            as_member(self._messenger, self._home, share)
        except SlackBusy as busy:
            if not busy.may_be_done:
                self._note(file=_PREPARED)
            raise
        self._note(file=_SHARED)

    def _give_up(self, why: str) -> None:
        self._note(file=_GIVEN_UP, file_why=why)


def _digest(message: Message) -> str:
    return hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()
