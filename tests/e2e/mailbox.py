"""The mails that a stack has sent: MiniStack hands them to nobody, and tells what they were.

It keeps sender, addresses, subject and both bodies of a mail, and none of its other headers.
"""

from __future__ import annotations

from dataclasses import dataclass

import requests

_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as it came; `text` and `html` say the same."""

    mail_from: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str

    def link(self, words: str) -> str:
        """Give where a link leads, by its words in the text."""
        (line,) = [line for line in self.text.splitlines() if line.startswith(f"{words}: http")]
        return line.removeprefix(f"{words}: ")


def mails_to(address: str, aws_endpoint_url: str) -> list[ReceivedMail]:
    """List what was sent to an address, in order; none of it is lost by looking."""
    answer = requests.get(f"{aws_endpoint_url}/_ministack/ses/messages", timeout=_TIMEOUT_S)
    answer.raise_for_status()
    return [
        ReceivedMail(sent["Source"], tuple(sent["To"]), sent["Subject"], sent["BodyText"], sent["BodyHtml"])
        for of_account in answer.json()["messages"].values()
        for sent in of_account
        if address in sent["To"]
    ]
