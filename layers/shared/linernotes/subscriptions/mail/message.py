"""A mail as it is sent: MIME, with the headers that mail clients act on (RFC 2369, 3834, 8058)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import (
    Address,
    BaseHeader,
    HeaderRegistry,
    UnstructuredHeader,
)
from email.message import EmailMessage
from typing import Any

from linernotes.model.plain_text import plain_text
from linernotes.reports.ports import StoredFile
from linernotes.subscriptions.mail.content import Content
from linernotes.subscriptions.mail.html import html_of
from linernotes.subscriptions.mail.text import text_of

SENDER = "Liner Notes"
"""What stands before the address mails come from."""
RUN_HEADER = "X-Liner-Notes-Run"
"""Names the run and the revision a mail is of, the same at each try: SES makes a new Message-ID."""
MOST_ATTACHED_BYTES = 5 * 1024 * 1024
"""A larger workbook is not attached; the mail links to it either way."""
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_SUBJECT = 200
_HEADER_SAFE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who a mail is from and to, and what its headers say beside: `run` names run and revision."""

    mail_from: str
    address: str
    unsubscribe_url: str
    run: str


def message_of(content: Content, envelope: Envelope, workbook: StoredFile | None = None) -> bytes:
    """Write the mail. Raises ValueError for an address that is none."""
    for value in (envelope.unsubscribe_url, envelope.run):
        if not _HEADER_SAFE.fullmatch(value):
            raise ValueError("this cannot stand in a header as it is")
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(envelope.mail_from, SENDER)
    message["To"] = _address(envelope.address)
    message["Subject"] = _subject(content.subject)
    message["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message[RUN_HEADER] = envelope.run
    message.set_content(text_of(content), cte="quoted-printable")
    message.add_alternative(html_of(content), subtype="html", cte="quoted-printable")
    if workbook is not None:
        message.add_attachment(
            workbook.content, maintype="application", subtype=_XLSX, filename=plain_text(workbook.save_as)
        )
    return message.as_bytes()


def _address(text: str, name: str = "") -> Address:
    """Read an address. Raises ValueError for text that is none, or more than one."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("an e-mail address has printable ASCII characters only")
    try:
        return Address(name, addr_spec=text)
    except (HeaderParseError, IndexError) as error:  # the latter of what ends too early
        raise ValueError("this is no e-mail address") from error


def _subject(text: str) -> str:
    """Give the subject in one line, not longer than anybody reads."""
    plain = plain_text(text)
    return plain if len(plain) <= _LONGEST_SUBJECT else plain[: _LONGEST_SUBJECT - 1].rstrip() + "…"


class _AsItIs(UnstructuredHeader, BaseHeader):
    """A header that is not folded: that would encode an address longer than a line, which nobody decodes."""

    def fold(self, *, policy: Any) -> str:
        """Write it in one line."""
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """A subject, which is in one line where it is ASCII, and whole encoded words where it is not.

    The library's own folding may leave the first line empty, which readers show as a space before it.
    """

    def fold(self, *, policy: Any) -> str:
        """Write it: at most 200 characters, which a line may have."""
        text = str(self)
        if text.isascii() and "=?" not in text:
            return f"{self.name}: {text}{policy.linesep}"
        encoded = Header(text, "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("Subject", _Subject)
    for name in ("List-Unsubscribe", RUN_HEADER):
        registry.map_to_type(name, _AsItIs)
    return registry


_POLICY = policy.SMTP.clone(header_factory=_headers())
