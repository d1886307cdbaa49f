"""Mails handed to Amazon SES, and what its refusals mean in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable

LARGEST_BYTES = 40 * 1024 * 1024
"""What SES takes, encoded as it is sent."""

_REFUSALS = {
    "AccountSuspendedException": "Amazon SES has suspended this account",
    "SendingPausedException": "sending e-mail is paused for this account at Amazon SES",
    "MailFromDomainNotVerifiedException": "the domain that e-mail is sent from is not verified at Amazon SES",
    "NotFoundException": "Amazon SES does not know what e-mail is sent from in this region",
    "LimitExceededException": "this account has reached a limit of Amazon SES",
    "AccessDeniedException": "this installation has no permission to send by Amazon SES",
}
_NOT_VERIFIED = "not verified"
_OVER_QUOTA = ("Daily message quota exceeded", "Maximum sending rate exceeded")
_BUSY = frozenset({"TooManyRequestsException", "ThrottlingException", "Throttling"})


class SesMailer:
    """Sends mails that are written already."""

    def __init__(self, client: Any) -> None:
        """Take a client of SES v2 that tries once: SES takes no key by which it would know a mail again."""
        self._client = client

    def send(self, mail: bytes, *, mail_from: str, to: Sequence[str]) -> str:
        """Send a mail; gives SES's id of it.

        Raises DeliveryRefused, which is final, and DeliveryUnavailable: throttled, broken or not reached. One
        that was not answered may have been sent; it is sent again then, as twice is better than never.
        """
        if len(mail) > LARGEST_BYTES:
            raise DeliveryRefused(f"the mail has {len(mail):,} bytes, and Amazon SES takes {LARGEST_BYTES:,}")
        try:
            answer = self._client.send_email(
                FromEmailAddress=mail_from,
                Destination={"ToAddresses": list(to)},
                Content={"Raw": {"Data": mail}},
            )
        except ClientError as error:
            raise _meaning(error) from error
        except BotoCoreError as error:  # not reached, or not answered in time
            raise DeliveryUnavailable(f"Amazon SES did not answer ({type(error).__name__})") from error
        return str(answer["MessageId"])


def _meaning(error: ClientError) -> DeliveryRefused | DeliveryUnavailable:
    """Say what an answer of SES means; of one that is not known, whether it is SES's fault or ours."""
    told = error.response.get("Error", {})
    code, message = told.get("Code", ""), told.get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _BUSY or status >= 500 or any(words in message for words in _OVER_QUOTA):
        return DeliveryUnavailable(f"Amazon SES takes no mail for the moment ({code or status})")
    if why := _REFUSALS.get(code):
        return DeliveryRefused(why)
    if code == "MessageRejected" and _NOT_VERIFIED in message:
        return DeliveryRefused(
            "Amazon SES sends only from addresses that are verified, and in its sandbox only to such"
        )
    if code == "MessageRejected":
        return DeliveryRefused("Amazon SES rejected the mail")
    return DeliveryRefused(f"Amazon SES does not take the mail or the address ({code or status})")
