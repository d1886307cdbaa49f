"""Notes beside figures: what is to be known of them, or why there are none.

A note has a code and parts, from which the page makes a sentence in the reader's language, and the same
sentence in English for everybody else. Parts are plain JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know: its `text` in English, and what that is made of."""

    code: str
    text: str
    parts: Mapping[str, Any] = field(default_factory=dict)


def text_of(notes: Sequence[Note]) -> str | None:
    """Join what notes say; None where there is none."""
    return " ".join(note.text for note in notes) or None


def notes_json(notes: Sequence[Note]) -> list[Any]:
    """Give notes by code and parts; what they say in English stands beside them as `note`.

    What each code has for parts is described with the answers of its section; a test holds the two together.
    """
    return [{"code": note.code, **note.parts} for note in notes]
