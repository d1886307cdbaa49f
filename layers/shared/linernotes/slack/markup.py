"""Text that Slack reads as markup, as that of notifications: how it is written, and how it is read back."""

from __future__ import annotations

from linernotes.request_line.lookalikes import with_lookalikes


def harmless(text: str) -> str:
    """Make text that is read as markup say what it says, and mean nothing: no link, mention or formatting."""
    return with_lookalikes(escaped(text))


def escaped(text: str) -> str:
    """Take links and mentions out of text that is read as markup, and leave every character as it is shown.

    For what is to be copied; with `"mrkdwn": false` beside it, so that Slack does not format it either.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Give back the three characters that Slack sends and takes escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
