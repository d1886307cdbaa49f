"""Text that Slack reads as markup, as that of notifications: how it is written, and how it is read back."""

from __future__ import annotations

_LOOKALIKES = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", "@": "＠", "#": "＃"}
_TO_LOOKALIKES = str.maketrans(_LOOKALIKES)
_FROM_LOOKALIKES = str.maketrans({like: char for char, like in _LOOKALIKES.items()})


def harmless(text: str) -> str:
    """Make text that is read as markup say what it says, and mean nothing: no link, mention or formatting."""
    return escaped(text).translate(_TO_LOOKALIKES)


def escaped(text: str) -> str:
    """Take links and mentions out of text that is read as markup, and leave every character as it is shown.

    For what is to be copied; with `"mrkdwn": false` beside it, so that Slack does not format it either.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Give back the three characters that Slack sends and takes escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_lookalikes(text: str) -> str:
    """Give the characters that `harmless` has put others for."""
    return text.translate(_FROM_LOOKALIKES)
