"""Delivers to e-mail addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from linernotes.model.errors import DeliveryRefused
from linernotes.model.report import Report
from linernotes.reports.ports import StoredFile
from linernotes.subscriptions.delivery import Note, Occasion, Parcel, Sent
from linernotes.subscriptions.mail.content import content_of
from linernotes.subscriptions.mail.message import MOST_ATTACHED_BYTES, Envelope, message_of
from linernotes.subscriptions.mail.unsubscribe_token import Subscriber, token_of
from linernotes.subscriptions.subscription import EmailTarget, Target

_SENT = "message_id"
_WITH_WORKBOOK = (Occasion.REPORT, Occasion.REPAIRED)


class Mailer(Protocol):
    """Sends mails that are written already."""

    def send(self, mail: bytes, *, mail_from: str, to: Sequence[str]) -> str:
        """Send one; gives the sender's id of it. Raises DeliveryRefused and DeliveryUnavailable."""


class EmailDeliverer:
    """Delivers by mail; see `Deliverer`."""

    def __init__(
        self,
        mailer: Mailer,
        *,
        mail_from: str,
        page_url: str,
        secret: Callable[[], str],
        workbook: Callable[[Report], StoredFile | None],
    ) -> None:
        """Take what sends mails, and the address they come from, empty where none is to be sent.

        `page_url` is the page's address, below which the API answers. `secret` gives what signs links to
        unsubscribe, `workbook` the workbook of a report, None where it has none.
        """
        self._mailer = mailer
        self._mail_from = mail_from
        self._page_url = page_url.rstrip("/")
        self._secret = secret
        self._workbook = workbook

    def deliver(self, parcel: Parcel, target: Target, progress: Mapping[str, str], note: Note) -> Sent:
        """See `Deliverer.deliver`. What died on its way is sent again: twice is better than never."""
        if not isinstance(target, EmailTarget):
            raise TypeError("not an e-mail address")
        if not self._mail_from:
            raise DeliveryRefused("this installation sends no e-mail: its parameter MailFrom is empty")
        if _SENT not in progress:
            mail = self._mail(parcel, target)
            sent = self._mailer.send(mail, mail_from=self._mail_from, to=[target.address])
            note({_SENT: sent})
        return Sent()

    def _mail(self, parcel: Parcel, target: EmailTarget) -> bytes:
        workbook = self._attached(parcel)
        subscriber = Subscriber.of(parcel.subscription, target)
        url = f"{self._page_url}/unsubscribe/{token_of(subscriber, self._secret())}"
        content = content_of(parcel, target.address, unsubscribe_url=url, attached=workbook is not None)
        run = f"{parcel.run.run_id}/{parcel.run.revision}/{parcel.occasion}"
        try:
            return message_of(content, Envelope(self._mail_from, target.address, url, run), workbook)
        except ValueError as error:
            raise DeliveryRefused(f"no mail can be addressed so: {error}") from error

    def _attached(self, parcel: Parcel) -> StoredFile | None:
        """Give the workbook where there is one that is small enough to be attached."""
        if parcel.report is None or parcel.occasion not in _WITH_WORKBOOK:
            return None
        workbook = self._workbook(parcel.report)
        return workbook if workbook and len(workbook.content) <= MOST_ATTACHED_BYTES else None
