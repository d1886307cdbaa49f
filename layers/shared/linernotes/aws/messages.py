"""Messages of queues: frozen dataclasses, written as JSON text and read back strictly."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import msgspec

from linernotes.aws.message_version import VERSION, check_version
from linernotes.model.errors import MessageBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field


class Message(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def message_text(message: Message) -> str:
    """Write a message: its version and its fields by their names, dates and moments in ISO 8601."""
    fields = msgspec.json.encode(message).decode()
    return f'{{"v":{VERSION},{fields[1:]}'


class _Versioned(msgspec.Struct):
    """As much of a message as says how to read the rest."""

    v: int = 1


_VERSIONS = msgspec.json.Decoder(_Versioned)


class MessageReader[T: Message]:
    """Reads messages of one kind.

    Every field without a default must be there, and each is of its type, with nothing converted: true is no
    number, and a moment has its zone. Fields that a newer release adds are passed over.
    """

    def __init__(self, kind: type[T], *, what: str, check: Callable[[T], None] | None = None) -> None:
        """Say `what` the kind is in errors; `check` raises ValueError for what types cannot say."""
        self._decoder = msgspec.json.Decoder(kind)
        self._what = what
        self._check = check

    def read(self, text: str) -> T:
        """Read a message. Raises MessageBroken."""
        try:
            check_version(_VERSIONS.decode(text).v)
            message = self._decoder.decode(text)
            _check_zones(message)
            if self._check is not None:
                self._check(message)
        # A text that cannot be encoded is a ValueError, too.
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise MessageBroken(f"not {self._what}: {error}") from error
        return message


def _check_zones(message: Message) -> None:
    """Raise ValueError for a moment without its zone: it compares with no clock."""
    for field in fields(message):
        value = getattr(message, field.name)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{field.name} has no zone")
