from __future__ import annotations

from typing import Any

from linernotes.aws.batches import Received, read_batch
from linernotes.model.errors import MessageBroken


def a_record(name: str, body: str, *, number: int = 1) -> dict[str, Any]:
    return {
        "messageId": f"{name}-id",
        "receiptHandle": f"{name}-handle",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(number)},
    }


def whole(text: str) -> int:
    """Read a whole number, as a message."""
    try:
        return int(text)
    except ValueError as error:
        raise MessageBroken(f"no number: {text}") from error


EVENT = {"Records": [a_record("a", "1", number=3), a_record("b", "x"), a_record("c", "2")]}


def test_what_can_be_read_stays_in_order_and_what_cannot_is_told() -> None:
    told: list[tuple[str, str]] = []
    batch = read_batch(EVENT, whole, tell_broken=lambda name, error: told.append((name, str(error))))
    assert batch.received == (Received(1, 3, "a-id", "a-handle"), Received(2, 1, "c-id", "c-handle"))
    assert batch.broken == ("b-id",)
    assert told == [("b-id", "no number: x")]


def test_positions_are_those_of_what_could_be_read() -> None:
    batch = read_batch(EVENT, whole, tell_broken=lambda _name, _error: None)
    assert batch.receipt_handles({1: 30}) == {"c-handle": 30}
    assert batch.response([1]) == {
        "batchItemFailures": [{"itemIdentifier": "b-id"}, {"itemIdentifier": "c-id"}]
    }


def test_a_batch_that_went_well_is_answered_with_no_failure() -> None:
    batch = read_batch({"Records": [a_record("a", "1")]}, whole, tell_broken=lambda _name, _error: None)
    assert batch.response(()) == {"batchItemFailures": []}
