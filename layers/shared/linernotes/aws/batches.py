"""A batch of SQS messages as Lambda hands it over, of which some may have to be delivered again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linernotes.model.errors import MessageBroken


@dataclass(frozen=True, slots=True)
class Received[T]:
    """A message that could be read; `number` counts its deliveries, this one included."""

    message: T
    number: int
    message_id: str
    receipt_handle: str


@dataclass(frozen=True, slots=True)
class Batch[T]:
    """The messages of an event, in order: those that could be read, and the ids of those that could not."""

    received: tuple[Received[T], ...]
    broken: tuple[str, ...]

    def receipt_handles(self, delays_s: Mapping[int, int]) -> dict[str, int]:
        """Give delays by receipt handle in place of the position in `received`."""
        return {self.received[position].receipt_handle: delay for position, delay in delays_s.items()}

    def response(self, again: Iterable[int]) -> dict[str, Any]:
        """Answer Lambda that those at these positions, and the broken ones, are to be delivered again."""
        return partial_response([*self.broken, *(self.received[position].message_id for position in again)])


def read_batch[T](
    event: Mapping[str, Any], read: Callable[[str], T], *, tell_broken: Callable[[str, MessageBroken], None]
) -> Batch[T]:
    """Read the messages of an event; `tell_broken` is told the id of each that is not one, and why."""
    received: list[Received[T]] = []
    broken: list[str] = []
    for record in event["Records"]:
        try:
            message = read(record["body"])
        except MessageBroken as error:
            tell_broken(record["messageId"], error)
            broken.append(record["messageId"])
            continue
        number = int(record["attributes"]["ApproximateReceiveCount"])
        received.append(Received(message, number, record["messageId"], record["receiptHandle"]))
    return Batch(tuple(received), tuple(broken))


def partial_response(failed: Iterable[str]) -> dict[str, Any]:
    """Answer Lambda that the messages of these ids are to be delivered again."""
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
