"""Delivering to e-mail addresses: one mail a revision, with the workbook where that is small enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy

import pytest

from linernotes.model.errors import DeliveryRefused, DeliveryUnavailable
from linernotes.reports.ports import StoredFile
from linernotes.subscriptions.delivery import Occasion, Sent
from linernotes.subscriptions.mail.deliverer import EmailDeliverer
from linernotes.subscriptions.mail.message import MOST_ATTACHED_BYTES
from linernotes.subscriptions.mail.unsubscribe_token import Subscriber, subscriber_of
from linernotes.subscriptions.subscription import EmailTarget, SlackTarget
from tests.unit.builders import a_request
from tests.unit.mails import ADDRESS, a_parcel, ended, the_pause, without_report
from tests.unit.subscription_builders import a_run

TARGET = EmailTarget(ADDRESS)
PAGE = "https://api.example/v1/"


@dataclass
class Outbox:
    """Keeps what was sent; `error` is raised once instead."""

    sent: list[tuple[bytes, str, list[str]]] = field(default_factory=list)
    error: Exception | None = None

    def send(self, mail: bytes, *, mail_from: str, to: Sequence[str]) -> str:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        self.sent.append((mail, mail_from, list(to)))
        return f"mail-{len(self.sent)}"


class Notes(list[Mapping[str, str]]):
    """What was noted of a delivery."""


def deliverer(
    outbox: Outbox, *, workbook: bytes | None = None, mail_from: str = "reports@label.example"
) -> EmailDeliverer:
    return EmailDeliverer(
        outbox,
        mail_from=mail_from,
        page_url=PAGE,
        secret=lambda: "a-secret",
        workbook=lambda _: StoredFile(workbook, "Lauro.xlsx") if workbook is not None else None,
    )


def attachments(outbox: Outbox) -> list[str | None]:
    message = message_from_bytes(outbox.sent[-1][0], policy=policy.default)
    return [each.get_filename() for each in message.iter_attachments()]


def unexpected(_: object) -> None:
    raise AssertionError("nothing is to be noted")


def test_a_mail_is_sent_to_its_address_alone_and_noted() -> None:
    outbox, notes = Outbox(), Notes()
    assert deliverer(outbox).deliver(a_parcel(), TARGET, {}, notes.append) == Sent()
    ((mail, mail_from, to),) = outbox.sent
    assert (mail_from, to) == ("reports@label.example", [ADDRESS])
    assert notes == [{"message_id": "mail-1"}]
    assert b"X-Liner-Notes-Run: 20250120T073000Z-s-1/1/report\r\n" in mail


def test_one_that_is_noted_as_sent_is_not_sent_again() -> None:
    outbox = Outbox()
    deliverer(outbox).deliver(a_parcel(), TARGET, {"message_id": "mail-1"}, unexpected)
    assert outbox.sent == []


def test_what_is_refused_or_not_taken_now_is_noted_as_nothing_and_can_be_tried_again() -> None:
    for error in (DeliveryRefused("no"), DeliveryUnavailable("later")):
        outbox, notes = Outbox(error=error), Notes()
        with pytest.raises(type(error)):
            deliverer(outbox).deliver(a_parcel(), TARGET, {}, unexpected)
        deliverer(outbox).deliver(a_parcel(), TARGET, {}, notes.append)
        assert len(outbox.sent) == len(notes) == 1


def test_without_an_address_to_send_from_the_reason_is_the_parameter() -> None:
    with pytest.raises(DeliveryRefused, match="MailFrom"):
        deliverer(Outbox(), mail_from="").deliver(a_parcel(), TARGET, {}, unexpected)


def test_an_address_that_is_none_is_refused_for_good() -> None:
    for address in (
        "a b@label.example",
        "ada@label.example\r\nBcc: all@label.example",
        "nobody",
        "",
        "é@label.example",
    ):
        with pytest.raises(DeliveryRefused):
            deliverer(Outbox()).deliver(a_parcel(), EmailTarget(address), {}, unexpected)


def test_another_kind_of_target_is_a_mistake_of_whoever_chose_it() -> None:
    with pytest.raises(TypeError):
        deliverer(Outbox()).deliver(a_parcel(), SlackTarget("C0"), {}, unexpected)


@pytest.mark.parametrize(
    ("size", "attached"),
    [(None, []), (10, ["Lauro.xlsx"]), (MOST_ATTACHED_BYTES, ["Lauro.xlsx"]), (MOST_ATTACHED_BYTES + 1, [])],
)
def test_a_workbook_of_five_megabytes_at_most_is_attached(size: int | None, attached: list[str]) -> None:
    outbox, notes = Outbox(), Notes()
    workbook = None if size is None else b"x" * size
    deliverer(outbox, workbook=workbook).deliver(a_parcel(), TARGET, {}, notes.append)
    assert attachments(outbox) == attached
    assert (b"The workbook is attached." in outbox.sent[0][0]) is bool(attached)


def test_only_what_has_figures_has_a_workbook() -> None:
    outbox, notes = Outbox(), Notes()
    deliverer(outbox, workbook=b"x").deliver(a_parcel(Occasion.UNUSUAL), TARGET, {}, notes.append)
    assert attachments(outbox) == []


def test_a_pause_is_told_without_any_report() -> None:
    outbox, notes = Outbox(), Notes()
    deliverer(outbox, workbook=b"x").deliver(without_report(the_pause()), TARGET, {}, notes.append)
    assert len(outbox.sent) == 1


def test_each_revision_and_occasion_of_a_run_has_a_name_of_its_own() -> None:
    outbox, notes = Outbox(), Notes()
    parcel = a_parcel(Occasion.REPAIRED, ended(a_request()), run=a_run(revision=2))
    deliverer(outbox).deliver(parcel, TARGET, {}, notes.append)
    assert b"X-Liner-Notes-Run: 20250120T073000Z-s-1/2/repaired\r\n" in outbox.sent[0][0]


def test_the_link_to_unsubscribe_is_that_of_the_subscription_and_the_address() -> None:
    outbox, notes = Outbox(), Notes()
    parcel = a_parcel()
    deliverer(outbox).deliver(parcel, TARGET, {}, notes.append)
    header = message_from_bytes(outbox.sent[0][0])["List-Unsubscribe"]
    assert header.startswith(f"<{PAGE}unsubscribe/")
    token = header.removesuffix(">").rpartition("/")[2]
    assert subscriber_of(token, ["a-secret"]) == Subscriber.of(parcel.subscription, TARGET)
