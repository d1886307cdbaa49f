"""Mails through Amazon SES, played by moto: what it is handed, and what each of its refusals means."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from cut_botocore import SERVICES
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from linernotes.aws import clients
from linernotes.aws.ses import LARGEST_BYTES, SesMailer
from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable
from linernotes.subscriptions.mail.content import content_of
from linernotes.subscriptions.mail.message import Envelope, message_of
from tests.unit.mails import ADDRESS, SAMPLES

FROM = "reports@label.example"
REGION = "eu-west-1"
_SENDING, _OF_A_TEST = "before-send.sesv2", "of a test"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    credentials = {"AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name, value in credentials.items():
            environment.setenv(name, value)
        clients.client.cache_clear()
        made = clients.client("sesv2")
        made.create_email_identity(EmailIdentity=FROM)
        yield made
    clients.client.cache_clear()


@pytest.fixture
def ses(client: Any) -> Iterator[Any]:
    ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages.clear()
    yield client
    client.meta.events.unregister(_SENDING, unique_id=_OF_A_TEST)


def send(client: Any, mail: bytes = b"Subject: x\r\n\r\nx", *, mail_from: str = FROM) -> str:
    return SesMailer(client).send(mail, mail_from=mail_from, to=[ADDRESS])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mail_arrives_as_it_was_written(ses: Any, name: str) -> None:
    url = f"https://api.example/v1/unsubscribe/{'x' * 120}"
    content = content_of(SAMPLES[name](), ADDRESS, unsubscribe_url=url, attached=False)
    mail = message_of(content, Envelope(FROM, ADDRESS, url, "a-run/1/report"))
    assert send(ses, mail)
    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert sent.source == FROM
    assert ADDRESS in sent.destinations
    arrived = message_from_string(sent.raw_data, policy=policy.default)
    assert isinstance(arrived, EmailMessage)
    assert arrived["List-Unsubscribe"] == f"<{url}>"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]


def test_an_address_that_is_not_verified_sends_nothing(ses: Any) -> None:
    with pytest.raises(DeliveryRefused, match="rejected the mail"):
        send(ses, mail_from="somebody@elsewhere.example")


def answering(client: Any, status: int, code: str, message: str = "no") -> list[str]:
    """Have SES answer so from now on; gives what it is asked, as that comes."""
    asked: list[str] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        asked.append(request.url)
        body = f'{{"message": "{message}"}}'.encode()
        headers = HTTPHeaders()
        headers["x-amzn-ErrorType"] = code
        return AWSResponse(request.url, status, headers, Raw(body))

    client.meta.events.register(_SENDING, answer, unique_id=_OF_A_TEST)
    return asked


class Raw:
    """A body as botocore reads one."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        ("MessageRejected", "Email address is not verified. The following …", "verified"),
        ("MessageRejected", "Illegal content", "rejected the mail"),
        ("MailFromDomainNotVerifiedException", "no", "domain"),
        ("SendingPausedException", "no", "paused"),
        ("AccountSuspendedException", "no", "suspended"),
        ("LimitExceededException", "no", "limit"),
        ("NotFoundException", "no", "does not know"),
        ("AccessDeniedException", "no", "no permission"),
        ("BadRequestException", "Invalid email address", "does not take the mail or the address"),
    ],
)
def test_what_no_other_try_changes_is_refused_in_plain_words(
    ses: Any, code: str, message: str, words: str
) -> None:
    answering(ses, 400, code, message)
    with pytest.raises(DeliveryRefused, match=words) as refused:
        send(ses)
    assert ADDRESS not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (429, "TooManyRequestsException", "no"),
        (400, "LimitExceededException", "Daily message quota exceeded."),
        (400, "ThrottlingException", "Maximum sending rate exceeded."),
        (500, "InternalServerError", "no"),
        (503, "ServiceUnavailable", "no"),
    ],
)
def test_what_may_go_later_is_unavailable_and_tried_once_here(
    ses: Any, status: int, code: str, message: str
) -> None:
    asked = answering(ses, status, code, message)
    with pytest.raises(DeliveryUnavailable):
        send(ses)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "error",
    [
        ConnectTimeoutError(endpoint_url="https://email"),
        ReadTimeoutError(endpoint_url="https://email"),
        EndpointConnectionError(endpoint_url="https://email"),
    ],
)
def test_one_that_is_not_reached_or_does_not_answer_is_unavailable(ses: Any, error: Exception) -> None:
    tries = []

    def fail(**_: Any) -> None:
        tries.append(1)
        raise error

    ses.meta.events.register(_SENDING, fail, unique_id=_OF_A_TEST)
    with pytest.raises(DeliveryUnavailable, match="did not answer"):
        send(ses)
    assert tries == [1]


def test_a_mail_larger_than_ses_takes_is_not_even_sent(ses: Any) -> None:
    asked = answering(ses, 200, "")
    with pytest.raises(DeliveryRefused, match="bytes"):
        send(ses, b"x" * (LARGEST_BYTES + 1))
    assert asked == []


def test_the_layer_keeps_what_makes_the_client() -> None:
    assert "sesv2" in SERVICES
    assert botocore.session.get_session().get_service_model("sesv2").operation_model("SendEmail")
