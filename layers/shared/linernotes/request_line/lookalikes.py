"""Characters that format text in messages, and those that stand for them there; lines are copied from it."""

from __future__ import annotations

_LOOKALIKES = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", "@": "＠", "#": "＃"}
_TO_LOOKALIKES = str.maketrans(_LOOKALIKES)
_FROM_LOOKALIKES = str.maketrans({like: char for char, like in _LOOKALIKES.items()})


def with_lookalikes(text: str) -> str:
    """Give a text in which nothing formats the rest."""
    return text.translate(_TO_LOOKALIKES)


def without_lookalikes(text: str) -> str:
    """Give the characters that `with_lookalikes` has put others for."""
    return text.translate(_FROM_LOOKALIKES)
